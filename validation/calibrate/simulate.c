/* SPDX-License-Identifier: Apache-2.0 */
/* All arms, over threads; and the means that trials find. */
#include "calibrate.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

double cal_now_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* ---- all arms ---- */

struct work {
    const struct cal_data *data;
    const double *parameters;
    const bool *wanted;
    double *values;
    size_t n_vectors;   /* 0: the shift of the mean over women */
    atomic_size_t next; /* the first arm that nobody has taken */
};

/* The vectors of an arm that are wanted. */
static void run_vectors(const struct work *work, size_t arm, const struct cal_grid *grid) {
    const struct cal_data *data = work->data;
    const size_t n_values = grid->n_times * data->cases[data->arms[arm].in_case].scenario.n_observables;
    struct cal_woman *women = cal_allocate(work->n_vectors, sizeof *women);
    size_t *vectors = cal_allocate(work->n_vectors, sizeof *vectors), n = 0;
    double *values;
    for (size_t i = 0; i < work->n_vectors; i++)
        if (!work->wanted || work->wanted[i * data->n_arms + arm]) {
            women[n].parameters = &work->parameters[i * data->n_parameters];
            vectors[n++] = i;
        }
    values = cal_allocate(n * n_values, sizeof *values);
    if (n > 0)
        cal_simulate_women(data, arm, women, n, grid, values);
    for (size_t i = 0; i < n; i++)
        memcpy(&work->values[vectors[i] * data->n_values + data->arms[arm].first_value], &values[i * n_values],
               n_values * sizeof *values);
    free(values);
    free(vectors);
    free(women);
}

static void *run_arms(void *user) {
    struct work *work = user;
    const struct cal_data *data = work->data;
    for (size_t arm; (arm = atomic_fetch_add(&work->next, 1)) < data->n_arms;) {
        const struct bs_scenario *scenario = &data->cases[data->arms[arm].in_case].scenario;
        const struct cal_grid grid = {scenario->times_d, scenario->n_times};
        if (work->n_vectors > 0)
            run_vectors(work, arm, &grid);
        else
            cal_mean_shift(data, arm, work->parameters, &grid, &work->values[data->arms[arm].first_value]);
    }
    return NULL;
}

static void run(struct work *work) {
    pthread_t threads[CAL_MAX_THREADS];
    size_t started = 0;
    while (started + 1 < work->data->threads && pthread_create(&threads[started], NULL, run_arms, work) == 0)
        started++;
    run_arms(work);
    while (started > 0)
        pthread_join(threads[--started], NULL);
}

void cal_simulate(const struct cal_data *data, const double *parameters, size_t n_vectors, const bool *wanted,
                  double *values) {
    struct work work = {
        .data = data, .parameters = parameters, .wanted = wanted, .values = values, .n_vectors = n_vectors};
    run(&work);
}

void cal_mean_shifts(const struct cal_data *data, const double *parameters, double *shift) {
    struct work work = {.data = data, .parameters = parameters, .values = shift};
    run(&work);
}

/* ---- as a trial would have it ---- */

/* Puts the means of a case's own cohort in the place of its values: rules are each woman's own. */
static void read_cohort(const struct cal_data *data, struct cal_case *of, const double *parameters, double *values) {
    struct bs_scenario scenario = of->scenario;
    struct bs_failure failure;
    struct bs_run cohort;
    scenario.parameters.count = data->n_parameters + of->scenario.parameters.count + data->set.count;
    scenario.parameters.items = cal_allocate(scenario.parameters.count, sizeof *scenario.parameters.items);
    for (size_t i = 0; i < data->n_parameters; i++)
        scenario.parameters.items[i] = (bm_named_value){.name = data->parameters[i].name, .value = parameters[i]};
    memcpy(&scenario.parameters.items[data->n_parameters], of->scenario.parameters.items,
           of->scenario.parameters.count * sizeof *scenario.parameters.items);
    memcpy(&scenario.parameters.items[data->n_parameters + of->scenario.parameters.count], data->set.items,
           data->set.count * sizeof *data->set.items);
    if (bs_run_open(&scenario, &cohort, &failure) != BS_DONE ||
        bs_run_simulate(&cohort, data->threads, true, &failure) != BS_DONE)
        cal_stop("%s: %s", of->name, failure.text);
    for (size_t arm = 0; arm < scenario.n_arms; arm++)
        for (size_t time = 0; time < scenario.n_times; time++)
            for (size_t i = 0; i < scenario.n_observables; i++)
                values[data->arms[of->first_arm + arm].first_value + time * scenario.n_observables + i] =
                    bs_run_value(&cohort, arm, time, i);
    bs_run_close(&cohort);
    free(scenario.parameters.items);
}

void cal_simulate_means(const struct cal_data *data, const double *parameters, double *values) {
    double *shift = cal_allocate(data->n_values, sizeof *shift);
    cal_simulate(data, parameters, 1, NULL, values);
    cal_mean_shifts(data, parameters, shift);
    for (size_t i = 0; i < data->n_values; i++)
        values[i] += shift[i];
    for (size_t i = 0; i < data->n_cases; i++)
        if (data->cases[i].role != CAL_NONE && data->cases[i].scenario.cohort)
            read_cohort(data, &data->cases[i], parameters, values);
    free(shift);
}

void cal_simulate_curve(const struct cal_data *data, size_t arm, const double *parameters, const struct cal_grid *grid,
                        double *values) {
    const size_t n_values = grid->n_times * data->cases[data->arms[arm].in_case].scenario.n_observables;
    const struct cal_woman typical = {.parameters = parameters};
    double *shift = cal_allocate(n_values, sizeof *shift);
    cal_simulate_women(data, arm, &typical, 1, grid, values);
    cal_mean_shift(data, arm, parameters, grid, shift);
    for (size_t i = 0; i < n_values; i++)
        values[i] += shift[i];
    free(shift);
}

size_t cal_processors(void) {
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);
    return processors < 1 ? 1 : processors > CAL_MAX_THREADS ? CAL_MAX_THREADS : (size_t)processors;
}
