/* SPDX-License-Identifier: Apache-2.0 */
#include "bench.h"

#include <stdlib.h>

struct patient_self {
    const struct scenario *scenario;
    bm_model *model;
    double times_d[BENCH_MAX_SAMPLES];
    size_t observables[BM__MAX_STATES];
    double values[BENCH_MAX_SAMPLES * BM__MAX_STATES];
};

static void check(bm_status status, const char *call) {
    if (status != BM_OK)
        die("%s returned %s", call, bm_status_name(status));
}
#define CHECK(call) check((call), #call)

static void run_patient(void *user, double tolerance, struct run *run) {
    struct patient_self *self = user;
    const struct scenario *s = self->scenario;
    *run = (struct run){0};

    const double begin_setup = cpu_ms();
    bm_patient *patient = scenario_patient(s, self->model, tolerance);
    double value = 0.0;
    if (s->begin_h == 0.0) /* derives the constants; with a history, its years are part of the run */
        CHECK(bm_patient_observe_index(patient, self->observables[0], &value));

    const double begin = cpu_ms();
    const size_t n_values = (size_t)s->n_samples * s->n_columns;
    run->failed = bm_patient_sample(patient, self->times_d, s->n_samples, self->observables, s->n_columns, self->values,
                                    n_values) != BM_OK;
    run->ms = cpu_ms() - begin;
    run->setup_ms = begin - begin_setup;

    for (uint32_t i = 0; i < s->n_samples; i++)
        memcpy(run->samples[i], self->values + (size_t)i * s->n_columns, s->n_columns * sizeof(double));
    bm_patient_stats stats;
    CHECK(bm_patient_read_stats(patient, &stats));
    run->steps = stats.steps;
    run->evaluations = stats.rhs_evaluations;
    run->jacobians = stats.factorizations;
    bm_patient_destroy(patient);
}

struct method patient_method(const struct scenario *s) {
    struct patient_self *self = calloc(1, sizeof *self);
    if (!self)
        die("no memory");
    self->scenario = s;
    bm_model_options options;
    bm_model_options_init(&options);
    options.name = s->model;
    CHECK(bm_model_create(&options, &self->model));
    for (uint32_t i = 0; i < s->n_samples; i++)
        self->times_d[i] = s->time_h[i] / 24.0;
    for (uint32_t i = 0; i < s->n_columns; i++)
        CHECK(bm_catalog_find(self->model, BM_KIND_OBSERVABLE, s->column_name[i], &self->observables[i]));
    return (struct method){"bonemodel", run_patient, self};
}

void patient_method_end(struct method *method) {
    struct patient_self *self = method->self;
    bm_model_destroy(self->model);
    free(self);
}
