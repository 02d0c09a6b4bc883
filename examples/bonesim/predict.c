/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The mean of a new trial: its women differ, the parameters are uncertain, and studies differ. The mean over women
 * comes from a cohort with the fitted parameters. Around it lie as many possible trials as the band of trials has
 * members: what each does to the typical woman, it does to the mean. The error of sampling n women is added as a normal
 * one.
 */
#include "bonesim.h"

#include <stdlib.h>
#include <string.h>

enum { WOMEN = 2000, TRIALS = 1000, N_QUANTILES = 5, STEPS = 3 };
static const double quantiles[N_QUANTILES] = {0.025, 0.1, 0.5, 0.9, 0.975};

/* What is computed of one arm for a row that names it: of women, of the typical one, and of her in possible trials. */
struct part {
    double mean, reading_variance, typical;
    double trials[TRIALS];
};

/* ---- one value of a row: at a time, or over a span ---- */

enum scale {
    CHANGE,
    RATIO,
    SCORE
}; /* percent; a level, whose possible trials lie by factors; a score, by differences */

static enum scale scale_of(const struct bs_row *row) {
    const char *name = row->entry.name;
    if (!strncmp(name, "bmd_change.", 11) || !strncmp(name, "marker_change.", 14))
        return CHANGE;
    return !strncmp(name, "t_score.", 8) ? SCORE : RATIO;
}

/* From a member's values at the row's times: at one time the value, over a span the change. */
static double value_of(const struct bs_row *row, const double at[2]) {
    if (row->n_days == 1)
        return at[0];
    switch (scale_of(row)) {
    case CHANGE:
        return 100 * ((1 + at[1] / 100) / (1 + at[0] / 100) - 1);
    case RATIO:
        return 100 * (at[1] / at[0] - 1);
    case SCORE:
        break;
    }
    return at[1] - at[0];
}

/* The mean of a possible trial, in which the typical woman has `hers` in place of `typical`. */
static double in_trial(const struct bs_row *row, double mean, double typical, double hers) {
    const enum scale scale = row->n_days == 2 && scale_of(row) == RATIO ? CHANGE : scale_of(row);
    if (scale == CHANGE)
        return 100 * ((1 + mean / 100) * (1 + hers / 100) / (1 + typical / 100) - 1);
    return scale == RATIO && typical > 0 ? mean * hers / typical : mean + hers - typical;
}

/* ---- simulating an arm ---- */

/* The days and observables that the rows of an arm need. */
struct grid {
    double *days;
    size_t *observables, n_days, n_observables;
};

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static bool names_arm(const struct bs_row *row, size_t arm) {
    return row->arms[0] == arm || (row->n_arms == 2 && row->arms[1] == arm);
}

static int make_grid(const struct bs_rows *rows, size_t arm, struct grid *grid, struct bs_failure *failure) {
    size_t n = 0;
    *grid = (struct grid){.days = calloc(2 * rows->count + 1, sizeof *grid->days),
                          .observables = calloc(rows->count + 1, sizeof *grid->observables)};
    if (!grid->days || !grid->observables)
        return bs_no_memory(failure);
    for (size_t i = 0; i < rows->count; i++) {
        const struct bs_row *row = &rows->items[i];
        size_t j = 0;
        if (!names_arm(row, arm))
            continue;
        for (size_t k = 0; k < row->n_days; k++)
            grid->days[n++] = row->days[k];
        while (j < grid->n_observables && grid->observables[j] != row->observable)
            j++;
        grid->observables[j] = row->observable;
        grid->n_observables += j == grid->n_observables;
    }
    qsort(grid->days, n, sizeof *grid->days, ascending);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || grid->days[i] != grid->days[grid->n_days - 1])
            grid->days[grid->n_days++] = grid->days[i];
    return BS_DONE;
}

/* The value of a row in a table of the grid. */
static double read_value(const struct grid *grid, const struct bs_row *row, const double *table) {
    double at[2] = {0, 0};
    size_t j = 0;
    while (grid->observables[j] != row->observable)
        j++;
    for (size_t k = 0; k < row->n_days; k++) {
        size_t i = 0;
        while (grid->days[i] != row->days[k])
            i++;
        at[k] = table[i * grid->n_observables + j];
    }
    return value_of(row, at);
}

struct arm_work {
    const struct bs_run *run;
    size_t arm, threads;
    struct grid grid;
    bm_patient *profile;
    double *table;      /* of the largest cohort */
    struct part *parts; /* of each row, in this arm */
    struct bs_progress *progress;
    size_t step; /* of its steps, each a cohort */
};

static int32_t on_progress(void *user, double time_d, double fraction) {
    const struct arm_work *work = user;
    const double end_d = work->grid.days[work->grid.n_days - 1];
    const size_t n_arms = work->run->scenario->n_arms;
    char of[40] = "";
    const double of_step = end_d > 0 ? fraction * time_d / end_d : fraction;
    bs_append(of, sizeof of, "%zu arms", n_arms);
    bs_progress_show(work->progress, ((double)work->arm + ((double)work->step + of_step) / STEPS) / (double)n_arms, of);
    return bs_interrupted();
}

/* Every member of a cohort, at every point of the grid. */
static int sample(struct arm_work *work, const struct bs_cohort *plan, size_t *members, struct bs_failure *failure) {
    const struct bs_place arms = bs_key(NULL, "arms"), place = bs_index(&arms, work->arm);
    const size_t width = work->grid.n_days * work->grid.n_observables;
    bm_cohort *cohort = NULL;
    bm_status result;
    int status = bs_make_cohort(plan, work->arm, work->profile, 0, work->threads, &cohort, failure);
    if (status)
        return status;
    *members = (size_t)plan->size;
    free(work->table);
    work->table = calloc(*members * width + 1, sizeof *work->table);
    if (!work->table) {
        bm_cohort_destroy(cohort);
        return bs_no_memory(failure);
    }
    bm_cohort_set_progress(cohort, on_progress, work);
    result = bm_cohort_sample(cohort, work->grid.days, work->grid.n_days, work->grid.observables,
                              work->grid.n_observables, work->table, *members * width);
    if (bs_interrupted())
        status = bs_stopped(failure);
    else if (result != BM_OK)
        status = bs_library_failed(bm_cohort_last_error(cohort), result, &place, failure);
    else if (bm_cohort_failure_count(cohort) > *members / 2)
        status =
            bs_fail(failure, BS_FAILED, &place, "found %zu of %zu members who failed; allowed at most half. One: %s",
                    bm_cohort_failure_count(cohort), *members, bm_cohort_failure_text(cohort, 0));
    bm_cohort_destroy(cohort);
    return status;
}

/* Mean and variance (n - 1) of a row over the members in the table who did not fail. */
static void summarise(const struct arm_work *work, const struct bs_row *row, size_t members, double *mean,
                      double *variance) {
    const size_t width = work->grid.n_days * work->grid.n_observables;
    size_t n = 0;
    double sum = 0, squares = 0;
    for (size_t m = 0; m < members; m++) {
        const double value = read_value(&work->grid, row, &work->table[m * width]);
        if (!isfinite(value))
            continue;
        n++;
        squares += (value - sum) * (value - sum) * (double)(n - 1) / (double)n; /* Welford's; sum is the mean so far */
        sum += (value - sum) / (double)n;
    }
    *mean = n ? sum : (double)NAN;
    *variance = n > 1 ? squares / (double)(n - 1) : 0;
}

static bool needs_n(const struct bs_row *row) {
    return isfinite(row->n[0]) || isfinite(row->n[1]);
}

static int simulate_arm(struct arm_work *work, const struct bs_rows *rows, struct bs_failure *failure) {
    const struct bs_run *run = work->run;
    const struct bs_place arms = bs_key(NULL, "arms"), place = bs_index(&arms, work->arm);
    const struct bs_cohort trials = {.size = TRIALS, .count = TRIALS, .seed = run->cohort.seed, .band = BM_BAND_TRIAL};
    struct bs_cohort women = run->cohort;
    size_t members = 0;
    bool any = false;
    double unused;
    bm_patient *typical = NULL;
    women.measurement_error = false;
    int status = sample(work, &women, &members, failure);
    for (size_t i = 0; !status && i < rows->count; i++)
        if (names_arm(&rows->items[i], work->arm)) {
            summarise(work, &rows->items[i], members, &work->parts[i].mean, &unused);
            any |= needs_n(&rows->items[i]);
        }
    women.measurement_error = true;
    work->step = 1;
    if (!status && any)
        status = sample(work, &women, &members, failure);
    for (size_t i = 0; !status && any && i < rows->count; i++)
        if (names_arm(&rows->items[i], work->arm))
            summarise(work, &rows->items[i], members, &unused, &work->parts[i].reading_variance);
    work->step = 2;
    if (!status)
        status = sample(work, &trials, &members, failure);
    for (size_t i = 0; !status && i < rows->count; i++)
        for (size_t m = 0; m < TRIALS && names_arm(&rows->items[i], work->arm); m++)
            work->parts[i].trials[m] = read_value(&work->grid, &rows->items[i],
                                                  &work->table[m * work->grid.n_days * work->grid.n_observables]);
    if (!status && bm_patient_clone(work->profile, &typical) != BM_OK)
        status = bs_no_memory(failure);
    if (!status) {
        const bm_status result =
            bm_patient_sample(typical, work->grid.days, work->grid.n_days, work->grid.observables,
                              work->grid.n_observables, work->table, work->grid.n_days * work->grid.n_observables);
        if (result != BM_OK)
            status = bs_library_failed(bm_patient_last_error(typical), result, &place, failure);
        else
            run->messages[work->arm] = bs_collect_messages(&run->scenario->arms[work->arm], typical);
    }
    for (size_t i = 0; !status && i < rows->count; i++)
        if (names_arm(&rows->items[i], work->arm))
            work->parts[i].typical = read_value(&work->grid, &rows->items[i], work->table);
    bm_patient_destroy(typical);
    return status;
}

/* ---- the distribution of a row ---- */

/* Phi */
static double normal(double z) {
    return 0.5 * erfc(-z * sqrt(0.5));
}

/* A quantile of sorted values, each with a normal error of this SD. */
static double quantile(const double *values, size_t n, double sd, double p) {
    if (!(sd > 0)) { /* type 7 */
        const double place = (double)(n - 1) * p;
        const size_t low = (size_t)place, high = low + 1 < n ? low + 1 : low;
        return values[low] + (place - (double)low) * (values[high] - values[low]);
    }
    double low = values[0] - 9 * sd, high = values[n - 1] + 9 * sd;
    for (int i = 0; i < 60; i++) {
        const double middle = 0.5 * (low + high);
        double sum = 0;
        for (size_t k = 0; k < n; k++)
            sum += normal((middle - values[k]) / sd);
        *(sum < 0.5 + p * (double)(n - 1) ? &low : &high) = middle; /* type 7 where the error is small */
    }
    return 0.5 * (low + high);
}

static void finish_row(const struct bs_row *row, const struct part *parts[2], struct bs_predicted *predicted) {
    double values[TRIALS], mean = 0, squares = 0, variance = 0;
    size_t n = 0;
    for (size_t m = 0; m < TRIALS; m++) {
        double value = 0;
        for (size_t a = 0; a < row->n_arms; a++)
            value += (a ? -1 : 1) * in_trial(row, parts[a]->mean, parts[a]->typical, parts[a]->trials[m]);
        if (!isfinite(value))
            continue;
        n++;
        squares += (value - mean) * (value - mean) * (double)(n - 1) / (double)n;
        mean += (value - mean) / (double)n;
        values[n - 1] = value;
    }
    for (size_t a = 0; a < row->n_arms; a++)
        variance += parts[a]->reading_variance / row->n[a];
    qsort(values, n, sizeof *values, ascending);
    predicted->mean = parts[0]->mean - (row->n_arms == 2 ? parts[1]->mean : 0);
    predicted->sd = n > 1 ? sqrt(squares / (double)(n - 1) + variance) : (double)NAN;
    for (int i = 0; i < N_QUANTILES; i++)
        predicted->quantiles[i] = n > 1 ? quantile(values, n, sqrt(variance), quantiles[i]) : (double)NAN;
}

int bs_predict(struct bs_run *run, const struct bs_rows *rows, size_t threads, bool quiet,
               struct bs_predicted *predicted, struct bs_failure *failure) {
    struct bs_progress progress;
    const struct bs_scenario *scenario = run->scenario;
    struct part **parts = calloc(scenario->n_arms + 1, sizeof *parts);
    int status = parts ? BS_DONE : bs_no_memory(failure);
    if (run->cohort.women.weighted) {
        const struct bs_place cohort = bs_key(NULL, "cohort"), place = bs_key(&cohort, "members");
        status =
            bs_fail(failure, BS_WRONG, &place, "found women with weights; allowed with predict is a table without");
    }
    if (!scenario->cohort)
        run->cohort = (struct bs_cohort){.size = WOMEN, .count = WOMEN, .seed = scenario->seed, .variability = true};
    bs_progress_begin(&progress, quiet);
    for (size_t arm = 0; !status && arm < scenario->n_arms; arm++) {
        struct arm_work work = {.run = run, .arm = arm, .threads = threads, .progress = &progress};
        struct bs_rule *rules = calloc(scenario->arms[arm].n_interventions + 1, sizeof *rules);
        work.parts = parts[arm] = calloc(rows->count + 1, sizeof **parts);
        status = rules && work.parts ? make_grid(rows, arm, &work.grid, failure) : bs_no_memory(failure);
        if (!status && work.grid.n_days > 0)
            status = bs_make_patient(run, arm, rules, &work.profile, failure);
        for (size_t i = 0; !status && i < scenario->arms[arm].n_interventions; i++)
            rules[i].courses = NULL; /* each woman's start and stop at her own time */
        if (!status && work.grid.n_days > 0)
            status = simulate_arm(&work, rows, failure);
        bm_patient_destroy(work.profile);
        free(work.table);
        free(work.grid.days);
        free(work.grid.observables);
        free(rules);
    }
    bs_progress_end(&progress);
    for (size_t i = 0; !status && i < rows->count; i++) {
        const struct bs_row *row = &rows->items[i];
        const struct part *of[2] = {&parts[row->arms[0]][i], &parts[row->arms[row->n_arms - 1]][i]};
        finish_row(row, of, &predicted[i]);
    }
    for (size_t arm = 0; parts && arm < scenario->n_arms; arm++)
        free(parts[arm]);
    free(parts);
    return status;
}

void bs_predict_write(const struct bs_rows *rows, const struct bs_predicted *predicted, FILE *file) {
    fputs("arm,months,observable,unit,mean,sd,p025,p10,p50,p90,p975\n", file);
    for (size_t i = 0; i < rows->count; i++) {
        const struct bs_row *row = &rows->items[i];
        const char *const texts[] = {row->arm_text, row->months_text, row->observable_text,
                                     row->n_days == 2 && scale_of(row) == RATIO ? "%" : row->entry.unit};
        for (size_t j = 0; j < sizeof texts / sizeof *texts; j++) {
            if (j)
                fputc(',', file);
            bs_csv_field(file, texts[j]);
        }
        fprintf(file, ",%s,%s", bs_shortest(predicted[i].mean).text, bs_shortest(predicted[i].sd).text);
        for (int j = 0; j < N_QUANTILES; j++)
            fprintf(file, ",%s", bs_shortest(predicted[i].quantiles[j]).text);
        fputc('\n', file);
    }
}
