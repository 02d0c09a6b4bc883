/* SPDX-License-Identifier: Apache-2.0 */
/* Probabilities of being below a threshold at a time, and of ever having been until then, month by month. */
#include "bonesim.h"

#include <stdlib.h>
#include <string.h>

static const double grid_d = 30.4375;

int bs_below_read(struct bs_run *run, struct bs_failure *failure) {
    const struct bs_scenario *scenario = run->scenario;
    const struct bs_place list = bs_key(NULL, "below");
    const cJSON *item;
    if (!cJSON_IsObject(scenario->below))
        return bs_wrong(failure, &list, scenario->below, "an object of observables and thresholds");
    if (!scenario->cohort && run->forecast.size == 0)
        return bs_fail(failure, BS_WRONG, &list, "found it without a cohort; allowed with a cohort or a forecast");
    run->below = calloc((size_t)cJSON_GetArraySize(scenario->below) + 1, sizeof *run->below);
    if (!run->below)
        return bs_no_memory(failure);
    cJSON_ArrayForEach(item, scenario->below) {
        const struct bs_place place = bs_key(&list, item->string);
        struct bs_below *below = &run->below[run->n_below++];
        if (bm_catalog_find(run->model, BM_KIND_OBSERVABLE, item->string, &below->observable) != BM_OK ||
            bm_catalog_row(run->model, BM_KIND_OBSERVABLE, below->observable, &below->row) != BM_OK)
            return bs_unknown_name(run->model, BM_KIND_OBSERVABLE, item->string, &place, failure);
        if (bs_read_number(item, &place, (struct bs_range){-HUGE_VAL, HUGE_VAL, false}, &below->threshold, failure))
            return BS_WRONG;
    }
    return BS_DONE;
}

int bs_below_begin(struct bs_run *run, struct bs_failure *failure) {
    const size_t n = run->scenario->n_arms * run->scenario->n_times;
    for (size_t i = 0; i < run->n_below; i++) {
        run->below[i].now = calloc(n, sizeof *run->below[i].now);
        run->below[i].ever = calloc(n, sizeof *run->below[i].ever);
        if (!run->below[i].now || !run->below[i].ever)
            return bs_no_memory(failure);
    }
    return BS_DONE;
}

/* ---- of a cohort ---- */

/* Who has been below which threshold, while members are read at some times after the other. */
struct reading {
    struct bs_run *run;
    size_t arm, size, next; /* next: of the scenario's times */
    double *values;         /* of one time: [members][thresholds] */
    size_t *observables;
    unsigned char *ever; /* [members][thresholds] */
};

static void count(struct reading *reading, double time_d, bool on_grid) {
    struct bs_run *run = reading->run;
    const size_t n_times = run->scenario->n_times;
    const bool listed = reading->next < n_times && !(run->scenario->times_d[reading->next] > time_d);
    for (size_t i = 0; i < run->n_below; i++) {
        size_t n = 0, now = 0, ever = 0;
        for (size_t k = 0; k < reading->size; k++) {
            const size_t at = k * run->n_below + i;
            const bool below = reading->values[at] < run->below[i].threshold;
            if (isnan(reading->values[at]))
                continue;
            if (on_grid && below)
                reading->ever[at] = 1;
            n++;
            now += below;
            ever += reading->ever[at];
        }
        if (!listed)
            continue;
        run->below[i].now[reading->arm * n_times + reading->next] = n > 0 ? (double)now / (double)n : (double)NAN;
        run->below[i].ever[reading->arm * n_times + reading->next] = n > 0 ? (double)ever / (double)n : (double)NAN;
    }
    reading->next += listed;
}

static int32_t on_progress(void *user, double time_d, double fraction) {
    (void)user, (void)time_d, (void)fraction;
    return bs_interrupted();
}

int bs_below_simulate(struct bs_run *run, size_t arm, bm_cohort *cohort, struct bs_failure *failure) {
    const struct bs_scenario *scenario = run->scenario;
    const struct bs_place arms = bs_key(NULL, "arms"), place = bs_index(&arms, arm);
    const size_t size = (size_t)run->cohort.size, n = size * run->n_below;
    struct reading reading = {.run = run, .arm = arm, .size = size};
    bm_status result = BM_OK;
    int status = BS_DONE;
    reading.values = calloc(n, sizeof *reading.values);
    reading.observables = calloc(run->n_below, sizeof *reading.observables);
    reading.ever = calloc(n, 1);
    if (!reading.values || !reading.observables || !reading.ever)
        status = bs_no_memory(failure);
    for (size_t i = 0; !status && i < run->n_below; i++)
        reading.observables[i] = run->below[i].observable;
    bm_cohort_set_progress(cohort, on_progress, NULL);
    for (size_t month = 0; !status && result == BM_OK && reading.next < scenario->n_times;) {
        const double grid = (double)month * grid_d, time_d = fmin(grid, scenario->times_d[reading.next]);
        const bool on_grid = !(grid > time_d);
        result = bm_cohort_sample(cohort, &time_d, 1, reading.observables, run->n_below, reading.values, n);
        if (result == BM_OK)
            count(&reading, time_d, on_grid);
        month += on_grid;
    }
    if (!status && bs_interrupted())
        status = bs_stopped(failure);
    else if (!status && result != BM_OK)
        status = bs_library_failed(bm_cohort_last_error(cohort), result, &place, failure);
    free(reading.values);
    free(reading.observables);
    free(reading.ever);
    return status;
}
