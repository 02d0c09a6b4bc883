/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Arms of trials, for many parameter vectors at once. The vectors of an arm are the members of a cohort: they have the
 * same schedule, so the library takes them in the lanes of the processor's vectors, and the arms are spread over
 * threads. This is the only file here that reaches behind the public header, for a cohort whose members have parameters
 * of the caller's.
 */
#include "calibrate.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "api/handles.h"
#include "cohort/cohort.h"

/* Tighter than the library's default, so that differences between close parameter vectors are smooth. */
static const double RTOL = 1e-5;
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

/* The parameters of a vector, but those that the case or the command line sets. */
static bm_status set_parameters(const struct cal_data *data, const struct bs_scenario *scenario,
                                const double *parameters, bm_patient *patient) {
    bm_status status;
    for (size_t i = 0; i < data->n_parameters; i++)
        patient->sim.parameters[data->parameters[i].index] = parameters[i];
    patient->sim.prepared = 0;
    status = set_values(patient, &scenario->parameters);
    return status == BM_OK ? set_values(patient, &data->set) : status;
}

/* A patient with everything that is known of her at time 0: her case, her arm, and what she is given. */
static bm_status make_patient(const struct cal_data *data, const struct cal_arm *arm, const double *parameters,
                              struct bs_rule *rules, bm_patient **patient) {
    const struct bs_scenario *scenario = &data->cases[arm->in_case].scenario;
    const struct bs_arm *plan = &scenario->arms[arm->index];
    bm_patient_options options;
    bm_status status;
    size_t failed;
    bm_patient_options_init(&options);
    options.rtol = RTOL;
    options.max_steps = MAX_STEPS;
    status = bm_patient_create(data->model, &options, patient);
    if (status == BM_OK)
        status = set_parameters(data, scenario, parameters, *patient);
    if (status == BM_OK)
        status = set_values(*patient, &scenario->patient);
    if (status == BM_OK)
        status = set_values(*patient, &plan->patient);
    return status == BM_OK ? bs_put_arm(data->model, *patient, plan, rules, &failed) : status;
}

bool cal_simulate_arm(const struct cal_data *data, size_t arm, const double *parameters, const double *times_d,
                      size_t n_times, double *values, struct bs_failure *why) {
    const struct cal_case *of = &data->cases[data->arms[arm].in_case];
    const size_t n = of->scenario.n_observables;
    struct bs_rule *rules = cal_allocate(of->scenario.arms[data->arms[arm].index].n_interventions, sizeof *rules);
    bm_patient *patient = NULL;
    bm_status status = make_patient(data, &data->arms[arm], parameters, rules, &patient);
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

/* ---- an arm of many vectors, in lanes ---- */

struct lanes {
    const struct cal_data *data;
    const struct cal_case *of;
    const bm_patient *profile;
    const double *const *parameters; /* by member */
};

static bm_status open_seat(void *user, int alone, struct bm__seat *seat) {
    const struct lanes *lanes = user;
    bm_patient *patient;
    const bm_status status = bm_patient_clone(lanes->profile, &patient);
    if (status != BM_OK)
        return status;
    if (!alone)
        bm__simulation_leave_integrator(&patient->sim);
    *seat = (struct bm__seat){.patient = patient, .sim = &patient->sim, .baseline = &patient->baseline};
    return BM_OK;
}

static void close_seat(void *user, struct bm__seat *seat) {
    (void)user;
    bm_patient_destroy(seat->patient);
}

static bm_status arrive(void *user, struct bm__seat *seat, uint64_t member, void *kept) {
    const struct lanes *lanes = user;
    (void)kept;
    return set_parameters(lanes->data, &lanes->of->scenario, lanes->parameters[member], seat->patient);
}

static bm_status leave(void *user, struct bm__seat *seat, void **kept) {
    (void)user;
    (void)seat;
    *kept = NULL;
    return BM_OK;
}

static void forget(void *user, void *kept) {
    (void)user;
    (void)kept;
}

static bm_status check(void *user, struct bm__seat *seat) {
    (void)user;
    return bm__check_person(seat->patient);
}

static void read_row(void *user, const struct bm__seat *seat, uint64_t member, double time_d, const double *x,
                     double *row) {
    const struct lanes *lanes = user;
    const bm_patient *patient = seat->patient;
    struct bm__view view;
    (void)member;
    bm__look(&view, &patient->sim, &patient->baseline, time_d, x);
    for (size_t i = 0; i < lanes->of->scenario.n_observables; i++)
        row[i] = bm__observe(patient, lanes->of->observables[i], &view);
}

static bm_status failed(void *user, const struct bm__seat *seat, uint64_t member, bm_status status, const char *bad) {
    (void)user;
    (void)seat;
    (void)member;
    (void)status;
    (void)bad;
    return BM_OK; /* NaN is read of her */
}

/* Simulates n members with the parameters of each, into the values of each, one member after the other. */
static bm_status simulate_members(const struct cal_data *data, size_t arm, const double *const *parameters, size_t n,
                                  struct bs_rule *rules, double *values) {
    const struct cal_case *of = &data->cases[data->arms[arm].in_case];
    const size_t n_times = of->scenario.n_times, n_columns = of->scenario.n_observables;
    const struct bm__reading reading = {.times_d = of->scenario.times_d,
                                        .n_times = n_times,
                                        .n_columns = n_columns,
                                        .values = values,
                                        .member_stride = n_times * n_columns,
                                        .row_stride = n_columns,
                                        .column_stride = 1};
    struct lanes lanes = {.data = data, .of = of, .parameters = parameters};
    const struct bm__cohort_host host = {.user = &lanes,
                                         .open = open_seat,
                                         .close = close_seat,
                                         .arrive = arrive,
                                         .leave = leave,
                                         .forget = forget,
                                         .check = check,
                                         .read = read_row,
                                         .failed = failed};
    struct bm__cohort cohort = {.allocator = &data->model->allocator,
                                .host = &host,
                                .size = n,
                                .threads = 1,
                                .width = bm__lanes_width(BM__MAX_LANES)};
    struct bm__cohort_counts counts = {0};
    struct bm__member *members = bm__allocate(cohort.allocator, n, sizeof *members);
    bm_patient *profile = NULL;
    bm_status status = members ? make_patient(data, &data->arms[arm], parameters[0], rules, &profile) : BM_ENOMEM;
    if (status == BM_OK) {
        lanes.profile = profile;
        cohort.profile = (struct bm__seat){profile, &profile->sim, &profile->baseline};
        bm__population_create(&cohort.population, 0, 0.0);
        status = bm__cohort_advance(&cohort, NULL, members, reading.times_d[n_times - 1], &reading, &counts);
    }
    bm__members_release(&cohort, members);
    bm_patient_destroy(profile);
    return status;
}

/* ---- many ---- */

struct work {
    const struct cal_data *data;
    const double *parameters;
    const bool *wanted;
    double *values;
    size_t n_vectors;
    atomic_size_t next; /* the first arm that nobody has taken */
};

/* Do rules start or stop something in this arm? The lanes have none. */
static bool has_rules(const struct bs_arm *plan) {
    for (size_t i = 0; i < plan->n_interventions; i++)
        if (plan->interventions[i].start_when.count + plan->interventions[i].stop_when.count > 0)
            return true;
    return false;
}

/* The vectors of an arm that are wanted, in lanes. */
static void run_in_lanes(const struct work *work, size_t arm, const size_t *vectors, size_t n) {
    const struct cal_data *data = work->data;
    const struct bs_scenario *scenario = &data->cases[data->arms[arm].in_case].scenario;
    const size_t n_values = scenario->n_times * scenario->n_observables;
    struct bs_rule *rules = cal_allocate(scenario->arms[data->arms[arm].index].n_interventions, sizeof *rules);
    const double **parameters = cal_allocate(n, sizeof *parameters);
    double *values = cal_allocate(n * n_values, sizeof *values);
    for (size_t i = 0; i < n; i++)
        parameters[i] = &work->parameters[vectors[i] * data->n_parameters];
    if (simulate_members(data, arm, parameters, n, rules, values) != BM_OK)
        for (size_t i = 0; i < n * n_values; i++)
            values[i] = (double)NAN;
    for (size_t i = 0; i < n; i++)
        memcpy(&work->values[vectors[i] * data->n_values + data->arms[arm].first_value], &values[i * n_values],
               n_values * sizeof *values);
    free(values);
    free(parameters);
    free(rules);
}

static void run_alone(const struct work *work, size_t arm, size_t vector) {
    const struct cal_data *data = work->data;
    const struct bs_scenario *scenario = &data->cases[data->arms[arm].in_case].scenario;
    double *values = &work->values[vector * data->n_values + data->arms[arm].first_value];
    if (!cal_simulate_arm(data, arm, &work->parameters[vector * data->n_parameters], scenario->times_d,
                          scenario->n_times, values, NULL))
        for (size_t i = 0; i < scenario->n_times * scenario->n_observables; i++)
            values[i] = (double)NAN;
}

static void *run_arms(void *user) {
    struct work *work = user;
    const struct cal_data *data = work->data;
    size_t *vectors = cal_allocate(work->n_vectors, sizeof *vectors);
    for (size_t arm; (arm = atomic_fetch_add(&work->next, 1)) < data->n_arms;) {
        const struct cal_arm *of = &data->arms[arm];
        size_t n = 0;
        for (size_t i = 0; i < work->n_vectors; i++)
            if (!work->wanted || work->wanted[i * data->n_arms + arm])
                vectors[n++] = i;
        if (n > 1 && !has_rules(&data->cases[of->in_case].scenario.arms[of->index]))
            run_in_lanes(work, arm, vectors, n);
        else
            for (size_t i = 0; i < n; i++)
                run_alone(work, arm, vectors[i]);
    }
    free(vectors);
    return NULL;
}

void cal_simulate(const struct cal_data *data, const double *parameters, size_t n_vectors, const bool *wanted,
                  double *values) {
    struct work work = {
        .data = data, .parameters = parameters, .wanted = wanted, .values = values, .n_vectors = n_vectors};
    pthread_t threads[CAL_MAX_THREADS];
    size_t started = 0;
    while (started + 1 < data->threads && pthread_create(&threads[started], NULL, run_arms, &work) == 0)
        started++;
    run_arms(&work);
    while (started > 0)
        pthread_join(threads[--started], NULL);
}

size_t cal_processors(void) {
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);
    return processors < 1 ? 1 : processors > CAL_MAX_THREADS ? CAL_MAX_THREADS : (size_t)processors;
}
