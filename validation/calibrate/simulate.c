/* SPDX-License-Identifier: Apache-2.0 */
/* Arms of trials, for many parameter vectors at once: a patient for each, spread over the processors. */
#include "calibrate.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Tighter than the library's default, so that differences between close parameter vectors are smooth. */
static const double RTOL = 1e-6;
/* Thirty times what the longest arm takes: parameters that make the equations that stiff are given up. */
static const uint64_t MAX_STEPS = 100000;

double cal_now_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* ---- one arm ---- */

static bm_status set_values(bm_patient *patient, const struct bs_values *values) {
    bm_status status = BM_OK;
    for (size_t i = 0; status == BM_OK && i < values->count; i++)
        status = bm_patient_set(patient, values->items[i].name, values->items[i].value);
    return status;
}

/* Everything that is known of her at time 0: her case, her arm, the parameters, and what she is given. */
static bm_status prepare(const struct cal_data *data, const struct cal_arm *arm, const double *parameters,
                         bm_patient *patient, struct bs_rule *rules) {
    const struct bs_scenario *scenario = &data->cases[arm->in_case].scenario;
    const struct bs_arm *plan = &scenario->arms[arm->index];
    const struct bs_values *const given[] = {&scenario->parameters, &scenario->initial, &scenario->patient,
                                             &plan->patient};
    bm_status status = BM_OK;
    for (size_t i = 0; status == BM_OK && i < data->n_parameters; i++)
        status = bm_patient_set(patient, data->parameters[i].name, parameters[i]);
    for (size_t i = 0; status == BM_OK && i < sizeof given / sizeof *given; i++)
        status = set_values(patient, given[i]);
    if (status == BM_OK)
        status = set_values(patient, &data->set);
    size_t failed;
    return status == BM_OK ? bs_put_arm(data->model, patient, plan, rules, &failed) : status;
}

bool cal_simulate_arm(const struct cal_data *data, size_t arm, const double *parameters, const double *times_d,
                      size_t n_times, double *values, struct bs_failure *why) {
    const struct cal_case *of = &data->cases[data->arms[arm].in_case];
    const size_t n = of->scenario.n_observables;
    struct bs_rule *rules = cal_allocate(of->scenario.arms[data->arms[arm].index].n_interventions, sizeof *rules);
    bm_patient_options options;
    bm_patient *patient = NULL;
    bm_status status;
    bm_patient_options_init(&options);
    options.rtol = RTOL;
    options.max_steps = MAX_STEPS;
    status = bm_patient_create(data->model, &options, &patient);
    if (status == BM_OK)
        status = prepare(data, &data->arms[arm], parameters, patient, rules);
    if (status == BM_OK)
        status = bm_patient_sample(patient, times_d, n_times, of->observables, n, values, n_times * n);
    if (status != BM_OK && why) {
        const char *sentence = bm_patient_last_error(patient);
        snprintf(why->text, sizeof why->text, "%s", *sentence ? sentence : bm_status_text(status));
    }
    bm_patient_destroy(patient);
    free(rules);
    return status == BM_OK;
}

/* ---- many ---- */

struct work {
    const struct cal_data *data;
    const double *parameters;
    const bool *wanted;
    double *values;
    size_t n_jobs;
    atomic_size_t next;
};

static void *run_jobs(void *user) {
    struct work *work = user;
    const struct cal_data *data = work->data;
    for (size_t job; (job = atomic_fetch_add(&work->next, 1)) < work->n_jobs;) {
        size_t vector = job / data->n_arms, arm = job % data->n_arms;
        const struct bs_scenario *scenario = &data->cases[data->arms[arm].in_case].scenario;
        double *values = &work->values[vector * data->n_values + data->arms[arm].first_value];
        if (work->wanted && !work->wanted[job])
            continue;
        if (!cal_simulate_arm(data, arm, &work->parameters[vector * data->n_parameters], scenario->times_d,
                              scenario->n_times, values, NULL))
            for (size_t i = 0; i < scenario->n_times * scenario->n_observables; i++)
                values[i] = (double)NAN;
    }
    return NULL;
}

void cal_simulate(const struct cal_data *data, const double *parameters, size_t n_vectors, const bool *wanted,
                  double *values) {
    enum { MAX_THREADS = 64 };
    struct work work = {
        .data = data, .parameters = parameters, .wanted = wanted, .values = values, .n_jobs = n_vectors * data->n_arms};
    pthread_t threads[MAX_THREADS];
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t started = 0, most = processors < 1 ? 1 : processors > MAX_THREADS ? MAX_THREADS : (size_t)processors;
    while (started + 1 < most && pthread_create(&threads[started], NULL, run_jobs, &work) == 0)
        started++;
    run_jobs(&work);
    while (started > 0)
        pthread_join(threads[--started], NULL);
}
