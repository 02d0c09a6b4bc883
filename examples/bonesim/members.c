/* SPDX-License-Identifier: Apache-2.0 */
/* An arm's cohort: virtual patients around the arm's patient, and what they show together. */
#include "bonesim.h"

#include <stdlib.h>
#include <string.h>

enum { PERCENTILES = 3, WIDTH = BM_SUMMARY_PERCENTILES + PERCENTILES, MOST_THREADS = 256 };

/* ---- making one ---- */

/* A call on the cohort that failed. */
static int cohort_failed(const bm_cohort *cohort, bm_status result, const struct bs_place *place,
                         struct bs_failure *failure) {
    return bs_library_failed(bm_cohort_last_error(cohort), result, place, failure);
}

static int vary(const struct bs_cohort *plan, bm_cohort *cohort, struct bs_failure *failure) {
    const struct bs_place root = bs_key(NULL, "cohort"), list = bs_key(&root, "correlation");
    for (size_t i = 0; i < plan->n_varied; i++) {
        const struct bs_varied *varied = &plan->varied[i];
        const struct bs_place sd = bs_key(&root, isnan(varied->minimum) ? "sd" : "range");
        const struct bs_place place = bs_key(&sd, varied->name);
        bm_status result = bm_cohort_vary(cohort, varied->name, varied->sd, varied->minimum, varied->maximum);
        if (result != BM_OK)
            return cohort_failed(cohort, result, &place, failure);
    }
    for (size_t i = 0; i < plan->n_correlations; i++) {
        const struct bs_correlation *pair = &plan->correlations[i];
        const struct bs_place outer = bs_key(&list, pair->first), place = bs_key(&outer, pair->second);
        bm_status result = bm_cohort_correlate(cohort, pair->first, pair->second, pair->value);
        if (result != BM_OK)
            return cohort_failed(cohort, result, &place, failure);
    }
    return BS_DONE;
}

/* Makes a cohort around the profile of an arm; draw 0: with the fitted parameters. */
int bs_make_cohort(const struct bs_cohort *plan, size_t arm, const bm_patient *profile, uint64_t draw, size_t threads,
                   bm_cohort **cohort, struct bs_failure *failure) {
    const struct bs_place place = bs_key(NULL, "cohort");
    bm_cohort_options options;
    bm_status result;
    int status;
    bm_cohort_options_init(&options);
    options.threads = (uint32_t)(threads < MOST_THREADS ? threads : MOST_THREADS);
    options.size = plan->count;
    options.first_member = plan->first;
    options.seed = plan->seed;
    options.variability = plan->variability ? 1 : 0;
    options.measurement_error = plan->measurement_error ? 1 : 0;
    options.parameter_draw = draw;
    options.arm = (uint32_t)arm;
    if (plan->band)
        bm_cohort_options_band(&options, plan->band);
    *cohort = NULL;
    result = bm_cohort_create(profile, &options, cohort);
    if (result != BM_OK)
        return bs_library_failed("", result, &place, failure);
    status = vary(plan, *cohort, failure);
    if (!status && plan->women.n > 0) {
        const struct bs_women *women = &plan->women;
        const struct bs_place members = bs_key(&place, "members");
        result = bm_cohort_set_members(*cohort, women->names, women->n_names, women->values, women->n * women->n_names,
                                       women->weighted ? women->weights : NULL);
        if (result != BM_OK)
            status = cohort_failed(*cohort, result, &members, failure);
    }
    if (status) {
        bm_cohort_destroy(*cohort);
        *cohort = NULL;
    }
    return status;
}

/* Can somebody be a member? The first few that are tried can not only when hardly anybody can. */
static int try_members(const struct bs_cohort *plan, bm_cohort *cohort, struct bs_failure *failure) {
    enum { TRIED = 100 };
    const struct bs_place place = bs_key(NULL, "cohort"), correlation = bs_key(&place, "correlation");
    bm_status result = BM_ENOTFOUND;
    for (uint64_t i = 0; result != BM_OK && i < plan->count && i < TRIED; i++) {
        bm_patient *member = NULL;
        result = bm_cohort_member(cohort, plan->first + i, &member);
        bm_patient_destroy(member);
    }
    if (result == BM_OK)
        return BS_DONE;
    return cohort_failed(cohort, result, result == BM_ECONFLICT && plan->n_correlations > 0 ? &correlation : &place,
                         failure);
}

int bs_members_check(const struct bs_run *run, size_t arm, struct bs_failure *failure) {
    struct bs_rule *rules = calloc(run->scenario->arms[arm].n_interventions + 1, sizeof *rules);
    struct bs_cohort plan = run->cohort;
    bm_patient *profile = NULL;
    bm_cohort *cohort = NULL;
    int status = rules ? bs_make_patient(run, arm, rules, &profile, failure) : bs_no_memory(failure);
    if (plan.women.n == 0) { /* those of the whole: no shard is refused when another one is not */
        plan.first = 0;
        plan.count = plan.size;
    }
    if (!status)
        status = bs_make_cohort(&plan, arm, profile, 0, 1, &cohort, failure);
    if (!status && plan.first == 0 && plan.count == plan.size)
        status = try_members(&plan, cohort, failure);
    bm_cohort_destroy(cohort);
    bm_patient_destroy(profile);
    free(rules);
    return status;
}

/* ---- simulating ---- */

/* The arms in one go: with the fitted parameters, then with each draw of them. */
struct work {
    struct bs_run *run;
    size_t threads;
    struct bs_progress progress;
    size_t done, total; /* cohorts */
    double fraction;    /* of the one that is simulated */
    double *summary;    /* of one cohort: [times][observables][WIDTH] */
    double *means;      /* of one arm: [times][observables][draws] */
    size_t n_failed;    /* members of that arm, with the fitted parameters */
};

static int32_t on_progress(void *user, double time_d, double fraction) {
    struct work *work = user;
    const struct bs_scenario *scenario = work->run->scenario;
    const double end_d = scenario->times_d[scenario->n_times - 1];
    char of[100] = "";
    /* A long grid is simulated in stretches, each of which ends at its time_d. */
    work->fraction = fmax(work->fraction, end_d > 0 ? fraction * time_d / end_d : fraction);
    bs_append(of, sizeof of, "%zu arms, %llu members", scenario->n_arms, (unsigned long long)work->run->cohort.size);
    if (work->run->cohort.draws > 0)
        bs_append(of, sizeof of, ", %zu draws", work->run->cohort.draws);
    bs_progress_show(&work->progress, ((double)work->done + work->fraction) / (double)work->total, of);
    return bs_interrupted();
}

/* Names the members that failed, a line each. */
static void write_failures(FILE *file, const struct bs_arm *arm, const bm_cohort *cohort) {
    for (size_t i = 0; i < bm_cohort_failure_count(cohort); i++) {
        uint64_t member = 0;
        bm_cohort_failure(cohort, i, &member, NULL);
        fprintf(file, "bonesim: arm %s: member %llu failed: %s%c", arm->name, (unsigned long long)member,
                bm_cohort_failure_text(cohort, i), '\0');
    }
}

/* Simulates a cohort of an arm into work->summary. */
static int simulate_cohort(struct work *work, size_t arm, bm_cohort *cohort, struct bs_failure *failure) {
    static const double percentiles[PERCENTILES] = {5, 50, 95};
    const struct bs_scenario *scenario = work->run->scenario;
    const struct bs_place arms = bs_key(NULL, "arms"), place = bs_index(&arms, arm);
    const size_t n_rows = scenario->n_times * scenario->n_observables;
    bm_status result;
    work->fraction = 0;
    bm_cohort_set_progress(cohort, on_progress, work);
    result =
        bm_cohort_summarise(cohort, scenario->times_d, scenario->n_times, work->run->observables,
                            scenario->n_observables, percentiles, PERCENTILES, NULL, work->summary, n_rows * WIDTH);
    work->done++;
    if (bs_interrupted())
        return bs_stopped(failure);
    return result == BM_OK ? BS_DONE : cohort_failed(cohort, result, &place, failure);
}

/* The arm with the fitted parameters. */
static int simulate_fitted(struct work *work, size_t arm, const bm_patient *profile, FILE *failures,
                           struct bs_failure *failure) {
    struct bs_run *run = work->run;
    const struct bs_scenario *scenario = run->scenario;
    const struct bs_place arms = bs_key(NULL, "arms"), place = bs_index(&arms, arm);
    const size_t n_rows = scenario->n_times * scenario->n_observables;
    bm_cohort *cohort = NULL;
    int status = bs_make_cohort(&run->cohort, arm, profile, 0, work->threads, &cohort, failure);
    if (!status)
        status = simulate_cohort(work, arm, cohort, failure);
    if (!status && bm_cohort_failure_count(cohort) == run->cohort.size)
        status = bs_fail(failure, BS_FAILED, &place,
                         "found no member who succeeded, of %llu; allowed one or more. Member 0: %s",
                         (unsigned long long)run->cohort.size, bm_cohort_failure_text(cohort, 0));
    for (size_t i = 0; !status && i < n_rows; i++) {
        const double *from = &work->summary[i * WIDTH], *percentiles = from + BM_SUMMARY_PERCENTILES;
        run->spreads[arm * n_rows + i] = (struct bs_spread){
            .mean = run->cohort.band ? run->values[arm * n_rows + i] : from[BM_SUMMARY_MEAN],
            .sd = from[BM_SUMMARY_SD],
            .p05 = percentiles[0],
            .p50 = percentiles[1],
            .p95 = percentiles[2],
            .mean_p05 = (double)NAN,
            .mean_p95 = (double)NAN,
            .n = run->cohort.band ? 1 : (size_t)from[BM_SUMMARY_N],
        };
    }
    if (!status)
        write_failures(failures, &scenario->arms[arm], cohort);
    work->n_failed = bm_cohort_failure_count(cohort);
    bm_cohort_destroy(cohort);
    return status ? status : bs_check_finite(run, arm, &place, failure);
}

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double bs_percentile(const double *sorted, size_t n, double percent) {
    const double place = (double)(n - 1) * percent / 100;
    const size_t low = (size_t)place, high = low + 1 < n ? low + 1 : low;
    return sorted[low] + (place - (double)low) * (sorted[high] - sorted[low]);
}

/* The band of an arm's means over draws of the parameters. */
static int simulate_draws(struct work *work, size_t arm, const bm_patient *profile, FILE *failures,
                          struct bs_failure *failure) {
    const struct bs_scenario *scenario = work->run->scenario;
    const size_t n_rows = scenario->n_times * scenario->n_observables, n_draws = work->run->cohort.draws;
    size_t n_failed = 0;
    int status = BS_DONE;
    for (size_t draw = 0; !status && draw < n_draws; draw++) {
        bm_cohort *cohort = NULL;
        status = bs_make_cohort(&work->run->cohort, arm, profile, draw + 1, work->threads, &cohort, failure);
        if (!status)
            status = simulate_cohort(work, arm, cohort, failure);
        n_failed += bm_cohort_failure_count(cohort);
        bm_cohort_destroy(cohort);
        for (size_t i = 0; !status && i < n_rows; i++)
            work->means[i * n_draws + draw] = work->summary[i * WIDTH + BM_SUMMARY_MEAN];
    }
    for (size_t i = 0; !status && i < n_rows && n_draws > 0; i++) {
        double *means = &work->means[i * n_draws];
        struct bs_spread *spread = &work->run->spreads[arm * n_rows + i];
        size_t n = 0;
        for (size_t j = 0; j < n_draws; j++) /* where nobody succeeded there is no mean */
            if (isfinite(means[j]))
                means[n++] = means[j];
        if (n == 0)
            continue;
        qsort(means, n, sizeof *means, ascending);
        spread->mean_p05 = bs_percentile(means, n, 5);
        spread->mean_p95 = bs_percentile(means, n, 95);
    }
    if (n_failed > n_draws * work->n_failed)
        fprintf(failures, "bonesim: arm %s: %zu more members failed in the %zu draws of the parameters%c",
                scenario->arms[arm].name, n_failed - n_draws * work->n_failed, n_draws, '\0');
    return status;
}

/* Those who are below thresholds, with the fitted parameters. */
static int simulate_below(struct work *work, size_t arm, const bm_patient *profile, struct bs_failure *failure) {
    bm_cohort *cohort = NULL;
    int status = bs_make_cohort(&work->run->cohort, arm, profile, 0, work->threads, &cohort, failure);
    if (!status)
        status = bs_below_simulate(work->run, arm, cohort, failure);
    bm_cohort_destroy(cohort);
    return status;
}

static int32_t on_profile(void *user, double time_d, double fraction) {
    (void)user, (void)time_d, (void)fraction;
    return bs_interrupted();
}

int bs_simulate_profile(struct bs_run *run, size_t arm, bm_patient *profile, struct bs_failure *failure) {
    const struct bs_scenario *scenario = run->scenario;
    bm_patient_set_progress(profile, on_profile, NULL);
    bm_patient_advance_to(profile, scenario->times_d[scenario->n_times - 1]);
    run->messages[arm] = bs_collect_messages(&scenario->arms[arm], profile);
    return bs_interrupted() ? bs_stopped(failure) : BS_DONE;
}

static int simulate_arm(struct work *work, size_t arm, struct bs_failure *failure) {
    struct bs_run *run = work->run;
    struct bs_rule *rules = calloc(run->scenario->arms[arm].n_interventions + 1, sizeof *rules);
    size_t size = 0;
    FILE *failures = open_memstream(&run->failures[arm], &size);
    bm_patient *profile = NULL;
    int status = rules && failures ? bs_make_patient(run, arm, rules, &profile, failure) : bs_no_memory(failure);
    for (size_t i = 0; !status && i < run->scenario->arms[arm].n_interventions; i++)
        rules[i].courses = NULL; /* each woman's start and stop at her own time */
    if (!status)
        status = simulate_fitted(work, arm, profile, failures, failure);
    if (!status)
        status = simulate_draws(work, arm, profile, failures, failure);
    if (!status && run->n_below > 0)
        status = simulate_below(work, arm, profile, failure);
    if (!status && !run->cohort.band) /* with a band she has been simulated */
        status = bs_simulate_profile(run, arm, profile, failure);
    if (failures) {
        fputc('\0', failures);
        fclose(failures);
    }
    bm_patient_destroy(profile);
    free(rules);
    return status;
}

int bs_members_simulate(struct bs_run *run, size_t threads, bool quiet, struct bs_failure *failure) {
    if (run->cohort.streamed)
        return bs_shard_simulate(run, threads, quiet, failure);
    const struct bs_scenario *scenario = run->scenario;
    const size_t n_rows = scenario->n_times * scenario->n_observables;
    struct work work = {.run = run, .threads = threads, .total = scenario->n_arms * (1 + run->cohort.draws)};
    int status = BS_DONE;
    run->spreads = calloc(scenario->n_arms * n_rows, sizeof *run->spreads);
    work.summary = calloc(n_rows * WIDTH, sizeof *work.summary);
    work.means = calloc(n_rows * run->cohort.draws + 1, sizeof *work.means);
    if (!run->spreads || !work.summary || !work.means)
        status = bs_no_memory(failure);
    bs_progress_begin(&work.progress, quiet);
    for (size_t i = 0; !status && i < scenario->n_arms; i++)
        status = simulate_arm(&work, i, failure);
    bs_progress_end(&work.progress);
    free(work.summary);
    free(work.means);
    return status;
}
