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

static bm_status prescribe(const struct cal_data *data, bm_patient *patient, const struct bs_intervention *plan,
                           double start_d) {
    bm_prescription prescription;
    bm_status status = bm_prescription_init(data->model, plan->agent, &prescription);
    if (status != BM_OK)
        return status;
    if (!isnan(plan->dose))
        prescription.dose = plan->dose;
    if (!isnan(plan->every_d))
        prescription.every_d = plan->every_d;
    prescription.doses = plan->doses;
    prescription.start_d = start_d;
    prescription.stop_d = plan->stop_d;
    prescription.adherence = plan->adherence;
    prescription.parameters = plan->parameters.count ? plan->parameters.items : NULL;
    prescription.n_parameters = plan->parameters.count;
    return bm_patient_prescribe(patient, &prescription, NULL);
}

/* Everything that is known of her at time 0: her case, her arm, the parameters, and what starts by the calendar. */
static bm_status prepare(const struct cal_data *data, const struct cal_arm *arm, const double *parameters,
                         bm_patient *patient) {
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
    for (size_t i = 0; status == BM_OK && i < plan->n_interventions; i++)
        if (plan->interventions[i].when.count == 0)
            status = prescribe(data, patient, &plan->interventions[i], plan->interventions[i].start_d);
    return status;
}

/* Whether what an intervention waits for holds now. */
static bm_status test_start(bm_patient *patient, const struct bs_start_when *when, bool *holds) {
    *holds = when->all;
    for (size_t i = 0; i < when->count; i++) {
        const struct bs_condition *condition = &when->conditions[i];
        double value = 0;
        bm_status status = bm_patient_observe(patient, condition->observable, &value);
        bool met = condition->below ? value < condition->threshold : value > condition->threshold;
        if (status != BM_OK)
            return status;
        if (met != when->all)
            *holds = !when->all;
    }
    return BM_OK;
}

static double next_check(const struct bs_arm *plan, const size_t *checks) {
    double time_d = HUGE_VAL;
    for (size_t i = 0; i < plan->n_interventions; i++)
        if (checks[i] > 0)
            time_d =
                fmin(time_d, plan->interventions[i].start_d + (double)checks[i] * plan->interventions[i].when.every_d);
    return time_d;
}

static bm_status check_starts(const struct cal_data *data, const struct bs_arm *plan, size_t *checks, double time_d,
                              bm_patient *patient) {
    bm_status status = bm_patient_advance_to(patient, time_d);
    for (size_t i = 0; status == BM_OK && i < plan->n_interventions; i++) {
        const struct bs_intervention *intervention = &plan->interventions[i];
        bool holds = false;
        if (checks[i] == 0 || intervention->start_d + (double)checks[i] * intervention->when.every_d > time_d)
            continue;
        status = test_start(patient, &intervention->when, &holds);
        if (status == BM_OK && holds)
            status = prescribe(data, patient, intervention, time_d);
        checks[i] = holds ? 0 : checks[i] + 1;
    }
    return status;
}

/* Samples up to each check of a start_when, checks, and goes on. */
static bm_status sample(const struct cal_data *data, const struct cal_arm *arm, bm_patient *patient,
                        const double *times_d, size_t n_times, double *values) {
    const struct cal_case *of = &data->cases[arm->in_case];
    const struct bs_arm *plan = &of->scenario.arms[arm->index];
    size_t width = of->scenario.n_observables, done = 0;
    size_t *checks = cal_allocate(plan->n_interventions, sizeof *checks);
    bm_status status = BM_OK;
    for (size_t i = 0; i < plan->n_interventions; i++)
        checks[i] = plan->interventions[i].when.count > 0;
    while (status == BM_OK && done < n_times) {
        double check_d = next_check(plan, checks);
        size_t end = done;
        while (end < n_times && times_d[end] <= check_d)
            end++;
        if (end > done)
            status = bm_patient_sample(patient, &times_d[done], end - done, of->observables, width,
                                       &values[done * width], (end - done) * width);
        done = end;
        if (status == BM_OK && done < n_times)
            status = check_starts(data, plan, checks, check_d, patient);
    }
    free(checks);
    return status;
}

bool cal_simulate_arm(const struct cal_data *data, size_t arm, const double *parameters, const double *times_d,
                      size_t n_times, double *values, struct bs_failure *why) {
    bm_patient_options options;
    bm_patient *patient = NULL;
    bm_status status;
    bm_patient_options_init(&options);
    options.rtol = RTOL;
    options.max_steps = MAX_STEPS;
    status = bm_patient_create(data->model, &options, &patient);
    if (status == BM_OK)
        status = prepare(data, &data->arms[arm], parameters, patient);
    if (status == BM_OK)
        status = sample(data, &data->arms[arm], patient, times_d, n_times, values);
    if (status != BM_OK && why) {
        const char *sentence = bm_patient_last_error(patient);
        snprintf(why->text, sizeof why->text, "%s", *sentence ? sentence : bm_status_text(status));
    }
    bm_patient_destroy(patient);
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
