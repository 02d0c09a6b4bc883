/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A cohort, or a part of it, as summaries that merge: one for each arm. What is printed of a cohort that was simulated
 * in parts comes from here, and so does what is printed of all of it at once, which is why they are the same.
 */
#include "bonesim.h"

#include <stdlib.h>
#include <string.h>

/* ---- simulating ---- */

struct work {
    struct bs_run *run;
    size_t threads, done, total; /* cohorts */
    struct bs_progress progress;
};

static int32_t on_progress(void *user, double time_d, double fraction) {
    struct work *work = user;
    const struct bs_cohort *cohort = &work->run->cohort;
    char of[100] = "";
    (void)time_d;
    bs_append(of, sizeof of, "%zu arms, %llu members", work->run->scenario->n_arms, (unsigned long long)cohort->count);
    if (cohort->draws > 0)
        bs_append(of, sizeof of, ", %zu draws", cohort->draws);
    bs_progress_show(&work->progress, ((double)work->done + fraction) / (double)work->total, of);
    return bs_interrupted();
}

static int make_summary(const struct bs_run *run, bm_summary **summary, struct bs_failure *failure) {
    const struct bs_scenario *scenario = run->scenario;
    const struct bs_place place = bs_key(NULL, "cohort");
    size_t *observables = calloc(run->n_below + 1, sizeof *observables);
    double *thresholds = calloc(run->n_below + 1, sizeof *thresholds);
    bm_summary_options options;
    bm_status result = BM_ENOMEM;
    bm_summary_options_init(&options);
    for (size_t i = 0; observables && thresholds && i < run->n_below; i++) {
        observables[i] = run->below[i].observable;
        thresholds[i] = run->below[i].threshold;
    }
    options.draws = (uint32_t)run->cohort.draws;
    options.times_d = scenario->times_d;
    options.n_times = scenario->n_times;
    options.observables = run->observables;
    options.n_observables = scenario->n_observables;
    options.threshold_observables = observables;
    options.thresholds = thresholds;
    options.n_thresholds = run->n_below;
    if (observables && thresholds)
        result = bm_summary_create(run->model, &options, summary);
    free(observables);
    free(thresholds);
    return result == BM_OK ? BS_DONE : bs_library_failed("", result, &place, failure);
}

static int add_cohort(struct work *work, size_t arm, const bm_patient *profile, size_t draw,
                      struct bs_failure *failure) {
    struct bs_run *run = work->run;
    const struct bs_place arms = bs_key(NULL, "arms"), place = bs_index(&arms, arm);
    bm_cohort *cohort = NULL;
    int status = bs_make_cohort(&run->cohort, arm, profile, draw, work->threads, &cohort, failure);
    if (status)
        return status;
    bm_cohort_set_progress(cohort, on_progress, work);
    const bm_status result = bm_summary_add(run->summaries[arm], cohort);
    work->done++;
    bm_cohort_destroy(cohort);
    if (bs_interrupted())
        return bs_stopped(failure);
    return result == BM_OK ? BS_DONE
                           : bs_library_failed(bm_summary_last_error(run->summaries[arm]), result, &place, failure);
}

static int simulate_arm(struct work *work, size_t arm, struct bs_failure *failure) {
    struct bs_run *run = work->run;
    struct bs_rule *rules = calloc(run->scenario->arms[arm].n_interventions + 1, sizeof *rules);
    bm_patient *profile = NULL;
    int status = rules ? bs_make_patient(run, arm, rules, &profile, failure) : bs_no_memory(failure);
    for (size_t i = 0; !status && i < run->scenario->arms[arm].n_interventions; i++)
        rules[i].courses = NULL; /* each woman's start and stop at her own time */
    if (!status)
        status = make_summary(run, &run->summaries[arm], failure);
    for (size_t draw = 0; !status && draw <= run->cohort.draws; draw++)
        status = add_cohort(work, arm, profile, draw, failure);
    if (!status)
        status = bs_simulate_profile(run, arm, profile, failure);
    bm_patient_destroy(profile);
    free(rules);
    return status;
}

int bs_shard_simulate(struct bs_run *run, size_t threads, bool quiet, struct bs_failure *failure) {
    const size_t n_arms = run->scenario->n_arms;
    struct work work = {.run = run, .threads = threads, .total = n_arms * (1 + run->cohort.draws)};
    int status = BS_DONE;
    run->summaries = calloc(n_arms, sizeof *run->summaries);
    if (!run->summaries)
        return bs_no_memory(failure);
    bs_progress_begin(&work.progress, quiet);
    for (size_t i = 0; !status && i < n_arms; i++)
        status = simulate_arm(&work, i, failure);
    bs_progress_end(&work.progress);
    return status;
}

/* ---- what they say ---- */

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The band of the means over draws of the parameters. means: room for them. */
static void read_band(bm_summary *summary, size_t n_draws, size_t time, size_t observable, double *means,
                      struct bs_spread *spread) {
    size_t n = 0;
    for (size_t draw = 1; draw <= n_draws; draw++) {
        double mean = (double)NAN;
        bm_summary_draw_mean(summary, draw, time, observable, &mean);
        if (isfinite(mean))
            means[n++] = mean;
    }
    if (n == 0)
        return;
    qsort(means, n, sizeof *means, ascending);
    spread->mean_p05 = bs_percentile(means, n, 5);
    spread->mean_p95 = bs_percentile(means, n, 95);
}

static void read_arm(struct bs_run *run, size_t arm, double *means) {
    const struct bs_scenario *scenario = run->scenario;
    bm_summary *summary = run->summaries[arm];
    struct bs_spread *spreads = run->spreads + arm * scenario->n_times * scenario->n_observables;
    for (size_t time = 0; time < scenario->n_times; time++) {
        for (size_t i = 0; i < scenario->n_observables; i++) {
            struct bs_spread *spread = &spreads[time * scenario->n_observables + i];
            bm_summary_values values;
            bm_summary_read(summary, time, i, &values);
            *spread = (struct bs_spread){.mean = values.mean,
                                         .sd = values.sd,
                                         .mean_p05 = (double)NAN,
                                         .mean_p95 = (double)NAN,
                                         .n = (size_t)values.n};
            bm_summary_quantile(summary, time, i, 5, &spread->p05, NULL);
            bm_summary_quantile(summary, time, i, 50, &spread->p50, NULL);
            bm_summary_quantile(summary, time, i, 95, &spread->p95, NULL);
            read_band(summary, run->cohort.draws, time, i, means, spread);
        }
        for (size_t i = 0; i < run->n_below; i++) {
            const size_t at = arm * scenario->n_times + time;
            bm_summary_below(summary, time, i, &run->below[i].now[at], &run->below[i].ever[at]);
        }
    }
}

/* Names the members that failed, a line each. */
static int write_failures(struct bs_run *run, size_t arm, struct bs_failure *failure) {
    bm_summary *summary = run->summaries[arm];
    const char *name = run->scenario->arms[arm].name, *text;
    uint64_t member = 0, n = 0, in_draws = 0;
    size_t size = 0, i = 0;
    FILE *file = open_memstream(&run->failures[arm], &size);
    if (!file)
        return bs_no_memory(failure);
    bm_summary_failed(summary, 0, &n);
    for (; (text = bm_summary_failure_text(summary, i)) != NULL; i++) {
        bm_summary_failure(summary, i, &member, NULL);
        fprintf(file, "bonesim: arm %s: member %llu", name, (unsigned long long)member);
        if (run->cohort.women.sha256[0])
            fprintf(file, " (row %llu)", (unsigned long long)member + 1);
        fprintf(file, " failed: %s%c", text, '\0');
    }
    if (n > i)
        fprintf(file, "bonesim: arm %s: %llu more members failed%c", name, (unsigned long long)n - i, '\0');
    for (size_t draw = 1; draw <= run->cohort.draws; draw++) {
        uint64_t of_draw = 0;
        bm_summary_failed(summary, draw, &of_draw);
        in_draws += of_draw;
    }
    if (in_draws > run->cohort.draws * n)
        fprintf(file, "bonesim: arm %s: %llu more members failed in the %zu draws of the parameters%c", name,
                (unsigned long long)(in_draws - run->cohort.draws * n), run->cohort.draws, '\0');
    fputc('\0', file);
    fclose(file);
    return BS_DONE;
}

/* How many members there are of, as far as they were simulated. */
uint64_t bs_shard_members(const struct bs_run *run) {
    uint64_t first, last, n = 0;
    for (size_t i = 0; bm_summary_range(run->summaries[0], 0, i, &first, &last) == BM_OK; i++)
        n += last - first;
    return n;
}

int bs_shard_read(struct bs_run *run, bool printed, struct bs_failure *failure) {
    const struct bs_scenario *scenario = run->scenario;
    const struct bs_place arms = bs_key(NULL, "arms");
    double *means = calloc(run->cohort.draws + 1, sizeof *means);
    int status = BS_DONE;
    run->spreads = calloc(scenario->n_arms * scenario->n_times * scenario->n_observables, sizeof *run->spreads);
    if (!means || !run->spreads)
        status = bs_no_memory(failure);
    for (size_t i = 0; !status && i < scenario->n_arms; i++) {
        const struct bs_place place = bs_index(&arms, i);
        const uint64_t n = bs_shard_members(run);
        uint64_t n_failed = 0;
        read_arm(run, i, means);
        status = write_failures(run, i, failure);
        bm_summary_failed(run->summaries[i], 0, &n_failed);
        if (!status && printed && n_failed == n)
            status = bs_fail(failure, BS_FAILED, &place,
                             "found no member who succeeded, of %llu; allowed one or more. The first: %s",
                             (unsigned long long)n, n > 0 ? bm_summary_failure_text(run->summaries[i], 0) : "none");
        if (!status && printed)
            status = bs_check_finite(run, i, &place, failure);
    }
    free(means);
    return status;
}
