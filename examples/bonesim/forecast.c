/* SPDX-License-Identifier: Apache-2.0 */
/* A forecast: the arms as strategies of one woman, who is inferred from her measurements. */
#include "bonesim.h"

#include <stdlib.h>
#include <string.h>

enum { PERCENTILES = 3, WIDTH = BM_FORECAST_PERCENTILES + PERCENTILES, MOST_THREADS = 256 };

struct work {
    struct bs_run *run;
    struct bs_progress progress;
    size_t done, total; /* calls */
    bm_patient **patients;
    struct bs_rule **rules;
    bm_forecast *forecast;
    size_t *observables; /* the scenario's, then those with a threshold */
    double *thresholds, *summary;
    size_t n_observables;
};

static int32_t on_progress(void *user, double time_d, double fraction) {
    struct work *work = user;
    char of[80] = "";
    (void)time_d;
    bs_append(of, sizeof of, "%zu arms, %llu members", work->run->scenario->n_arms,
              (unsigned long long)work->run->forecast.size);
    bs_progress_show(&work->progress, ((double)work->done + fmin(fraction, 1)) / (double)work->total, of);
    return bs_interrupted();
}

static int failed(const struct work *work, bm_status result, const struct bs_place *place, struct bs_failure *failure) {
    return bs_library_failed(work->forecast ? bm_forecast_last_error(work->forecast) : "", result, place, failure);
}

/* Makes the arms' patients, and of them strategies; then she is inferred. */
static int infer(struct work *work, uint64_t size, size_t threads, struct bs_failure *failure) {
    struct bs_run *run = work->run;
    const struct bs_scenario *scenario = run->scenario;
    const struct bs_place arms = bs_key(NULL, "arms"), place = bs_key(NULL, "forecast");
    bm_forecast_options options;
    bm_status result;
    work->patients = calloc(scenario->n_arms, sizeof(bm_patient *));
    work->rules = calloc(scenario->n_arms, sizeof(struct bs_rule *));
    if (!work->patients || !work->rules)
        return bs_no_memory(failure);
    bm_forecast_options_init(&options);
    options.size = size;
    options.seed = run->forecast.seed;
    options.from_d = run->forecast.from_d;
    options.threads = (uint32_t)(threads < MOST_THREADS ? threads : MOST_THREADS);
    for (size_t i = 0; i < scenario->n_arms; i++) {
        const struct bs_place arm = bs_index(&arms, i);
        const size_t n_rules = scenario->arms[i].n_interventions;
        size_t number;
        int status;
        work->rules[i] = calloc(n_rules + 1, sizeof(struct bs_rule));
        status = work->rules[i] ? bs_make_patient(run, i, work->rules[i], &work->patients[i], failure)
                                : bs_no_memory(failure);
        if (status)
            return status;
        for (size_t j = 0; j < n_rules; j++)
            work->rules[i][j].courses = NULL; /* each member's start and stop at her own time */
        result = i == 0 ? bm_forecast_create(work->patients[0], &options, &work->forecast)
                        : bm_forecast_add(work->forecast, work->patients[i], &number);
        if (result != BM_OK)
            return failed(work, result, i == 0 ? &place : &arm, failure);
    }
    bm_forecast_set_progress(work->forecast, on_progress, work);
    result = bm_forecast_measure(work->forecast, run->forecast.items, run->forecast.count);
    work->done++;
    if (bs_interrupted())
        return bs_stopped(failure);
    return result == BM_OK ? BS_DONE : failed(work, result, NULL, failure);
}

/* ---- what comes of it ---- */

/* Summarises an arm, or its difference from another one, into spreads of the scenario's observables. */
static int summarise(struct work *work, size_t arm, size_t minus, struct bs_spread *spreads,
                     struct bs_failure *failure) {
    static const double percentiles[PERCENTILES] = {5, 50, 95};
    const struct bs_scenario *scenario = work->run->scenario;
    const struct bs_place arms = bs_key(NULL, "arms"), place = bs_index(&arms, arm);
    const size_t n = minus == BM_FORECAST_ALONE ? work->n_observables : scenario->n_observables;
    const bm_status result =
        bm_forecast_summarise(work->forecast, arm, minus, scenario->times_d, scenario->n_times, work->observables, n,
                              percentiles, PERCENTILES, minus == BM_FORECAST_ALONE ? work->thresholds : NULL,
                              work->summary, scenario->n_times * n * WIDTH);
    work->done++;
    if (bs_interrupted())
        return bs_stopped(failure);
    if (result != BM_OK)
        return failed(work, result, &place, failure);
    for (size_t time = 0; time < scenario->n_times; time++)
        for (size_t i = 0; i < n; i++) {
            const double *row = &work->summary[(time * n + i) * WIDTH], *at = row + BM_FORECAST_PERCENTILES;
            const size_t below = i - scenario->n_observables;
            if (i < scenario->n_observables) {
                spreads[time * scenario->n_observables + i] =
                    (struct bs_spread){.mean = row[BM_FORECAST_MEAN],
                                       .sd = row[BM_FORECAST_SD],
                                       .p05 = at[0],
                                       .p50 = at[1],
                                       .p95 = at[2],
                                       .mean_p05 = (double)NAN,
                                       .mean_p95 = (double)NAN,
                                       .n = (size_t)round(row[BM_FORECAST_N])};
            } else {
                work->run->below[below].now[arm * scenario->n_times + time] = row[BM_FORECAST_BELOW];
                work->run->below[below].ever[arm * scenario->n_times + time] = row[BM_FORECAST_EVER_BELOW];
            }
        }
    return BS_DONE;
}

/* What the forecast says of itself. */
static int write_notes(struct work *work, struct bs_failure *failure) {
    struct bs_run *run = work->run;
    bm_forecast_report report;
    size_t size = 0;
    FILE *file = open_memstream(&run->notes, &size);
    if (!file)
        return bs_no_memory(failure);
    bm_forecast_read_report(work->forecast, &report);
    fprintf(file, "bonesim: forecast: effective sample size %.0f of %llu members%s%c", report.effective_size,
            (unsigned long long)report.size, report.redrawn ? ", drawn once more around those who are like her" : "",
            '\0');
    if (report.failed > 0)
        fprintf(file, "bonesim: forecast: %llu members failed and have no weight%c", (unsigned long long)report.failed,
                '\0');
    if (report.p < 0.01) {
        const bm_measurement *worst = &run->forecast.items[report.worst];
        bm_catalog_entry row;
        bm_catalog_row(run->model, BM_KIND_OBSERVABLE, worst->observable, &row);
        fprintf(file,
                "bonesim: forecast: warning: no woman of the model is like her: what was measured is unlikely for any "
                "(chi-square %.3g of %.0f values, p = %.2g); measurements[%llu], %s on day %s, lies furthest from what "
                "those before it let expect, by %.1f SD%c",
                report.chi_square, report.degrees, report.p, (unsigned long long)report.worst, row.name,
                bs_shortest(worst->time_d).text, fabs(report.worst_residual), '\0');
    }
    fputc('\0', file);
    fclose(file);
    return BS_DONE;
}

static int prepare(struct work *work, struct bs_failure *failure) {
    struct bs_run *run = work->run;
    const struct bs_scenario *scenario = run->scenario;
    const size_t n_rows = scenario->n_times * scenario->n_observables, n_arms = scenario->n_arms;
    work->n_observables = scenario->n_observables + run->n_below;
    work->observables = calloc(work->n_observables, sizeof *work->observables);
    work->thresholds = calloc(work->n_observables, sizeof *work->thresholds);
    work->summary = calloc(scenario->n_times * work->n_observables * WIDTH, sizeof *work->summary);
    run->spreads = calloc(n_arms * n_rows, sizeof *run->spreads);
    if (n_arms > 1)
        run->differences = calloc(n_arms * (n_arms - 1) / 2 * n_rows, sizeof *run->differences);
    if (!work->observables || !work->thresholds || !work->summary || !run->spreads || (n_arms > 1 && !run->differences))
        return bs_no_memory(failure);
    for (size_t i = 0; i < work->n_observables; i++) {
        const bool below = i >= scenario->n_observables;
        work->observables[i] = below ? run->below[i - scenario->n_observables].observable : run->observables[i];
        work->thresholds[i] = below ? run->below[i - scenario->n_observables].threshold : (double)NAN;
    }
    work->total = 1 + n_arms * (n_arms + 1) / 2;
    return BS_DONE;
}

static void release(struct work *work) {
    bm_forecast_destroy(work->forecast);
    for (size_t i = 0; work->patients && i < work->run->scenario->n_arms; i++)
        bm_patient_destroy(work->patients[i]);
    for (size_t i = 0; work->rules && i < work->run->scenario->n_arms; i++)
        free(work->rules[i]);
    free(work->patients);
    free(work->rules);
    free(work->observables);
    free(work->thresholds);
    free(work->summary);
}

int bs_forecast_check(struct bs_run *run, struct bs_failure *failure) {
    struct work work = {.run = run, .total = 1};
    const int status = infer(&work, 1, 1, failure);
    release(&work);
    return status;
}

int bs_forecast_simulate(struct bs_run *run, size_t threads, bool quiet, struct bs_failure *failure) {
    const struct bs_scenario *scenario = run->scenario;
    const struct bs_place arms = bs_key(NULL, "arms");
    const size_t n_rows = scenario->n_times * scenario->n_observables;
    struct work work = {.run = run};
    struct bs_spread *difference;
    int status = prepare(&work, failure);
    bs_progress_begin(&work.progress, quiet);
    if (!status)
        status = infer(&work, run->forecast.size, threads, failure);
    for (size_t i = 0; !status && i < scenario->n_arms; i++) {
        const struct bs_place place = bs_index(&arms, i);
        status = summarise(&work, i, BM_FORECAST_ALONE, &run->spreads[i * n_rows], failure);
        if (!status)
            status = bs_check_finite(run, i, &place, failure);
        if (!status)
            status = bs_simulate_profile(run, i, work.patients[i], failure);
    }
    difference = run->differences;
    for (size_t i = 0; i < scenario->n_arms; i++)
        for (size_t j = i + 1; !status && j < scenario->n_arms; j++, difference += n_rows)
            status = summarise(&work, i, j, difference, failure);
    bs_progress_end(&work.progress);
    if (!status)
        status = write_notes(&work, failure);
    release(&work);
    return status;
}
