/* SPDX-License-Identifier: Apache-2.0 */
/* What a forecast tells: members one by one, or summarised by their weights, of a strategy or of a difference. */
#include "api/forecast_handle.h"
#include "base/sort.h"

static const double grid_d = BM__DAYS_PER_YEAR / 12.0; /* of "ever below" */

static bm_status check(bm_forecast *forecast, const char *call, size_t strategy, size_t minus) {
    if (forecast->busy)
        return bm__forecast_busy(forecast, call);
    if (strategy >= forecast->n_strategies)
        return bm__forecast_no_strategy(forecast, call, strategy);
    if (minus != BM_FORECAST_ALONE && minus >= forecast->n_strategies)
        return bm__forecast_no_strategy(forecast, call, minus);
    return BM_OK;
}

/* Begins to read a strategy from a time on. */
static bm_status begin(struct bm__way *way, bm_forecast *forecast, size_t strategy, double first_d,
                       const size_t *observables, size_t n_observables) {
    const struct bm__belief *belief = &forecast->belief;
    const bm_status status = bm__way_begin(way, forecast, strategy, belief, belief->n == 0 || first_d < belief->last_d);
    way->cohort->observables = observables;
    way->cohort->n_observables = n_observables;
    return status;
}

bm_status bm_forecast_sample(bm_forecast *forecast, size_t strategy, const double *times_d, size_t n_times,
                             const size_t *observables, size_t n_observables, double *values, size_t n_values) {
    if (!forecast)
        return BM_EINVAL;
    bm_status status = check(forecast, "sample", strategy, BM_FORECAST_ALONE);
    const size_t size = (size_t)forecast->size;
    if (status == BM_OK)
        status = bm__check_reading(forecast->model, "sample", 0.0, times_d, n_times, observables, n_observables, size,
                                   values, n_values, forecast->error);
    if (status != BM_OK)
        return status;
    const size_t count = size * n_times * n_observables;
    double *all = bm__allocate(forecast->allocator, count, sizeof *all);
    if (!all)
        return bm__forecast_fail(forecast, BM_ENOMEM, "sample: no memory for %llu numbers", (unsigned long long)count);
    struct bm__way way = {0};
    status = begin(&way, forecast, strategy, times_d[0], observables, n_observables);
    if (status == BM_OK)
        status = bm__way_read(&way, &(struct bm__reading){.times_d = times_d,
                                                          .n_times = n_times,
                                                          .n_columns = n_observables,
                                                          .values = all,
                                                          .member_stride = n_times * n_observables,
                                                          .row_stride = n_observables,
                                                          .column_stride = 1});
    bm__way_end(&way);
    if (status == BM_OK)
        memcpy(values, all, count * sizeof *values);
    bm__release(forecast->allocator, all);
    return status;
}

bm_status bm_forecast_member(bm_forecast *forecast, size_t strategy, uint64_t member, bm_patient **patient) {
    if (!forecast)
        return BM_EINVAL;
    bm_status status = check(forecast, "member", strategy, BM_FORECAST_ALONE);
    if (status != BM_OK)
        return status;
    bm_cohort *cohort = forecast->strategies[strategy].cohort;
    status = bm_cohort_member(cohort, member, patient);
    if (status != BM_OK)
        bm__forecast_fail(forecast, status, "%s", bm_cohort_last_error(cohort));
    return status;
}

/* ---- summaries ---- */

/* A call that summarises: its times are those asked for and those of the grid, in order. */
struct summary {
    bm_forecast *forecast;
    size_t n_observables, n_percentiles, width;
    const double *percentiles, *thresholds;
    double *times_d;
    unsigned char *uses; /* of each time */
    size_t n_times;
    unsigned char *ever; /* members by observable: below the threshold so far */
    double *sorted;      /* weights beside values that are being sorted */
};
enum { ASKED = 1, ON_GRID = 2 };

/* Puts the times together; the grid only where there is a threshold. */
static bm_status find_times(struct summary *s, const double *times_d, size_t n_times) {
    const bm_forecast *forecast = s->forecast;
    const double last = times_d[n_times - 1],
                 from = isnan(forecast->from_d) ? forecast->belief.last_d : forecast->from_d;
    int any = 0;
    for (size_t i = 0; s->thresholds && i < s->n_observables; i++)
        any |= !isnan(s->thresholds[i]);
    const size_t most = n_times + (any && last >= from ? (size_t)((last - from) / grid_d) + 1 : 0);
    s->times_d = bm__allocate(forecast->allocator, most, sizeof *s->times_d);
    s->uses = bm__allocate(forecast->allocator, most, sizeof *s->uses);
    if (!s->times_d || !s->uses)
        return BM_ENOMEM;
    size_t i = 0, k = 0;
    const size_t n_grid = most - n_times;
    while (i < n_times || k < n_grid) {
        const double asked = i < n_times ? times_d[i] : (double)INFINITY;
        const double grid = k < n_grid ? from + (double)k * grid_d : (double)INFINITY;
        const double time_d = fmin(asked, grid);
        if (time_d > last)
            break;
        s->times_d[s->n_times] = time_d;
        s->uses[s->n_times++] = (unsigned char)((asked <= grid ? ASKED : 0) | (grid <= asked ? ON_GRID : 0));
        i += asked <= grid;
        k += grid <= asked;
    }
    return BM_OK;
}

/* Notes who is below a threshold on a day of the grid. */
static void note_below(struct summary *s, size_t observable, const double *values) {
    const double threshold = s->thresholds ? s->thresholds[observable] : (double)NAN;
    unsigned char *ever = s->ever + observable * (size_t)s->forecast->size;
    for (size_t k = 0; k < s->forecast->size; k++)
        ever[k] |= values[k] < threshold;
}

/* n numbers whose weights stand in s->sorted; all but "ever below". */
static void summarise_weighted(struct summary *s, double threshold, double *values, size_t n, double *row) {
    const double none = (double)NAN;
    double total = 0.0, squares = 0.0, sum = 0.0, below = 0.0, variance = 0.0;
    for (size_t i = 0; i < n; i++) {
        total += s->sorted[i];
        squares += s->sorted[i] * s->sorted[i];
        sum += s->sorted[i] * values[i];
        below += s->sorted[i] * (values[i] < threshold);
    }
    const double mean = n > 0 ? sum / total : none, left = 1.0 - squares / total / total;
    for (size_t i = 0; i < n; i++)
        variance += s->sorted[i] / total * (values[i] - mean) * (values[i] - mean);
    row[BM_FORECAST_N] = n > 0 ? total * total / squares : 0.0;
    row[BM_FORECAST_MEAN] = mean;
    row[BM_FORECAST_SD] = left > 1e-12 ? sqrt(variance / left) : none;
    row[BM_FORECAST_BELOW] = n > 0 && !isnan(threshold) ? below / total : none;
    if (s->n_percentiles > 0)
        bm__sort_weighted(values, s->sorted, n);
    for (size_t i = 0; i < s->n_percentiles; i++) {
        if (n == 0) {
            row[BM_FORECAST_PERCENTILES + i] = none;
            continue;
        }
        const double all = total - 0.5 * (s->sorted[0] + s->sorted[n - 1]), at = s->percentiles[i] / 100.0 * all;
        double before = 0.0, part = 0.0;
        size_t k = 0;
        for (; k + 1 < n; k++) {
            part = 0.5 * (s->sorted[k] + s->sorted[k + 1]);
            if (before + part > at)
                break;
            before += part;
        }
        row[BM_FORECAST_PERCENTILES + i] =
            k + 1 < n ? values[k] + (at - before) / part * (values[k + 1] - values[k]) : values[k];
    }
}

/* Numbers of all members, with their weights, into a row; they lose their order. */
static void summarise(struct summary *s, size_t observable, double *values, double *row) {
    const size_t size = (size_t)s->forecast->size;
    const double threshold = s->thresholds ? s->thresholds[observable] : (double)NAN;
    const double *weights = s->forecast->belief.n > 0 ? s->forecast->belief.weights : NULL;
    const unsigned char *ever = s->ever + observable * size;
    double total = 0.0, ever_below = 0.0;
    size_t n = 0;
    for (size_t k = 0; k < size; k++) {
        const double w = weights ? weights[k] : 1.0;
        if (isnan(values[k]) || !(w > 0.0))
            continue;
        total += w;
        ever_below += w * ever[k];
        s->sorted[n] = w;
        values[n++] = values[k];
    }
    if (!weights) { /* as of a cohort, to the bit */
        bm__summarise(values, n, threshold, s->percentiles, s->n_percentiles, row);
        memmove(row + BM_FORECAST_PERCENTILES, row + BM_SUMMARY_PERCENTILES, s->n_percentiles * sizeof *row);
    } else {
        summarise_weighted(s, threshold, values, n, row);
    }
    row[BM_FORECAST_EVER_BELOW] = n > 0 && !isnan(threshold) ? ever_below / total : (double)NAN;
}

/* Reads on both ways as many times as fit into memory at once, and summarises them. */
static bm_status summarise_times(struct summary *s, struct bm__way ways[2], double *rows) {
    bm_forecast *forecast = s->forecast;
    const size_t size = (size_t)forecast->size, per_time = size * s->n_observables;
    const size_t at_once = bm__times_at_once(s->n_times, per_time), n_ways = ways[1].cohort ? 2 : 1;
    double *values[2] = {bm__allocate_raw(forecast->allocator, at_once * per_time, sizeof(double)),
                         n_ways > 1 ? bm__allocate_raw(forecast->allocator, at_once * per_time, sizeof(double)) : NULL};
    bm_status status = values[0] && (values[1] || n_ways == 1) ? BM_OK : BM_ENOMEM;
    if (status != BM_OK)
        bm__forecast_fail(forecast, status, "summarise: no memory for %llu numbers", (unsigned long long)per_time);
    for (size_t first = 0; first < s->n_times && status == BM_OK; first += at_once) {
        const size_t n = first + at_once < s->n_times ? at_once : s->n_times - first;
        for (size_t w = 0; w < n_ways && status == BM_OK; w++)
            status = bm__way_read(&ways[w], &(struct bm__reading){.times_d = s->times_d + first,
                                                                  .n_times = n,
                                                                  .n_columns = s->n_observables,
                                                                  .values = values[w],
                                                                  .member_stride = 1,
                                                                  .row_stride = per_time,
                                                                  .column_stride = size});
        for (size_t k = 0; n_ways > 1 && k < n * per_time && status == BM_OK; k++)
            values[0][k] -= values[1][k];
        for (size_t i = 0; i < n * s->n_observables && status == BM_OK; i++) {
            const unsigned uses = s->uses[first + i / s->n_observables];
            if (uses & ON_GRID)
                note_below(s, i % s->n_observables, values[0] + i * size);
            if (uses & ASKED) {
                summarise(s, i % s->n_observables, values[0] + i * size, rows);
                rows += s->width;
            }
        }
    }
    bm__release(forecast->allocator, values[1]);
    bm__release(forecast->allocator, values[0]);
    return status;
}

bm_status bm_forecast_summarise(bm_forecast *forecast, size_t strategy, size_t minus, const double *times_d,
                                size_t n_times, const size_t *observables, size_t n_observables,
                                const double *percentiles, size_t n_percentiles, const double *thresholds,
                                double *summary, size_t n_summary) {
    if (!forecast)
        return BM_EINVAL;
    const size_t width = BM_FORECAST_PERCENTILES + n_percentiles, size = (size_t)forecast->size;
    bm_status status = check(forecast, "summarise", strategy, minus);
    if (status == BM_OK)
        status = bm__check_percentiles("summarise", percentiles, n_percentiles, forecast->error);
    if (status == BM_OK)
        status = bm__check_reading(forecast->model, "summarise", 0.0, times_d, n_times, observables, n_observables,
                                   width, summary, n_summary, forecast->error);
    if (status != BM_OK)
        return status;
    struct summary s = {.forecast = forecast,
                        .n_observables = n_observables,
                        .n_percentiles = n_percentiles,
                        .width = width,
                        .percentiles = percentiles,
                        .thresholds = thresholds};
    const size_t count = n_times * n_observables * width;
    struct bm__way ways[2] = {{0}, {0}};
    double *rows = bm__allocate(forecast->allocator, count, sizeof *rows);
    s.ever = bm__allocate(forecast->allocator, size, n_observables);
    s.sorted = bm__allocate(forecast->allocator, size, sizeof *s.sorted);
    status = rows && s.ever && s.sorted ? find_times(&s, times_d, n_times) : BM_ENOMEM;
    if (status != BM_OK)
        bm__forecast_fail(forecast, status, "summarise: no memory for %llu members", (unsigned long long)size);
    if (status == BM_OK)
        status = begin(&ways[0], forecast, strategy, s.times_d[0], observables, n_observables);
    if (status == BM_OK && minus != BM_FORECAST_ALONE)
        status = begin(&ways[1], forecast, minus, s.times_d[0], observables, n_observables);
    if (status == BM_OK)
        status = summarise_times(&s, ways, rows);
    bm__way_end(&ways[0]);
    bm__way_end(&ways[1]);
    if (status == BM_OK)
        memcpy(summary, rows, count * sizeof *rows);
    bm__release(forecast->allocator, s.sorted);
    bm__release(forecast->allocator, s.ever);
    bm__release(forecast->allocator, rows);
    bm__release(forecast->allocator, s.uses);
    bm__release(forecast->allocator, s.times_d);
    return status;
}
