/* SPDX-License-Identifier: Apache-2.0 */
/* What a summary says. */
#include "api/summary_handle.h"

static const size_t FIRST_VALUES = offsetof(bm_summary_values, most) + sizeof(double);

static const struct bm__cell *find_cell(bm_summary *summary, const char *call, size_t time, size_t observable) {
    const struct bm__summary *sums = &summary->sums;
    if (time < sums->n_times && observable < sums->n_observables)
        return &sums->cells[time * sums->n_observables + observable];
    bm__summary_fail(summary, BM_ENOTFOUND, "%s: time %llu and observable %llu, allowed is 0 to %llu and 0 to %llu",
                     call, (unsigned long long)time, (unsigned long long)observable,
                     (unsigned long long)sums->n_times - 1, (unsigned long long)sums->n_observables - 1);
    return NULL;
}

bm_status bm_summary_read_sized(bm_summary *summary, size_t time, size_t observable, bm_summary_values *values,
                                size_t struct_size) {
    if (!summary)
        return BM_EINVAL;
    if (!values)
        return bm__summary_fail(summary, BM_EINVAL, "read: values is NULL");
    if (struct_size < FIRST_VALUES || struct_size > UINT32_MAX)
        return bm__summary_fail(summary, BM_ESIZE, "read: struct_size is %llu, allowed is %llu or more",
                                (unsigned long long)struct_size, (unsigned long long)FIRST_VALUES);
    const struct bm__cell *cell = find_cell(summary, "read", time, observable);
    if (!cell)
        return BM_ENOTFOUND;
    const struct bm__bins *bins = &cell->bins;
    const bm_summary_values all = {
        .struct_size = (uint32_t)struct_size,
        .n = cell->n,
        .weight = bm__exact_value(&cell->weights).high,
        .mean = bm__cell_mean(cell),
        .sd = bm__cell_sd(cell),
        .least = bins->n > 0 ? bins->items[0].least : (double)NAN,
        .most = bins->n > 0 ? bins->items[bins->n - 1].most : (double)NAN,
    };
    bm__copy_struct(values, struct_size, &all, sizeof all);
    return BM_OK;
}

bm_status bm_summary_quantile(bm_summary *summary, size_t time, size_t observable, double percent, double *value,
                              double *error) {
    if (!summary)
        return BM_EINVAL;
    if (!value)
        return bm__summary_fail(summary, BM_EINVAL, "quantile: value is NULL");
    if (!(percent >= 0.0 && percent <= 100.0))
        return bm__summary_fail(summary, BM_ERANGE, "quantile: percent is %g, allowed is 0 to 100", percent);
    const struct bm__cell *cell = find_cell(summary, "quantile", time, observable);
    if (!cell)
        return BM_ENOTFOUND;
    double bound;
    *value = bm__cell_percentile(cell, percent, &bound);
    if (error)
        *error = bound;
    return BM_OK;
}

bm_status bm_summary_below(bm_summary *summary, size_t time, size_t threshold, double *now, double *ever) {
    if (!summary)
        return BM_EINVAL;
    const struct bm__summary *sums = &summary->sums;
    if (time >= sums->n_times || threshold >= sums->n_thresholds)
        return bm__summary_fail(summary, BM_ENOTFOUND,
                                "below: time %llu and threshold %llu, there are %llu times and %llu thresholds",
                                (unsigned long long)time, (unsigned long long)threshold,
                                (unsigned long long)sums->n_times, (unsigned long long)sums->n_thresholds);
    const struct bm__crossed *crossed = &sums->crossed[time * sums->n_thresholds + threshold];
    if (now)
        *now = bm__crossed_part(&crossed->now, &crossed->all);
    if (ever)
        *ever = bm__crossed_part(&crossed->ever, &crossed->all);
    return BM_OK;
}

static bm_status check_draw(bm_summary *summary, const char *call, uint64_t draw, uint64_t least) {
    if (draw >= least && draw <= summary->sums.n_draws)
        return BM_OK;
    return bm__summary_fail(summary, BM_ENOTFOUND, "%s: draw %llu, allowed is %llu to %llu", call,
                            (unsigned long long)draw, (unsigned long long)least,
                            (unsigned long long)summary->sums.n_draws);
}

bm_status bm_summary_draw_mean(bm_summary *summary, uint64_t draw, size_t time, size_t observable, double *mean) {
    if (!summary)
        return BM_EINVAL;
    if (!mean)
        return bm__summary_fail(summary, BM_EINVAL, "draw_mean: mean is NULL");
    const struct bm__summary *sums = &summary->sums;
    const bm_status status = check_draw(summary, "draw_mean", draw, 1);
    if (status != BM_OK || !find_cell(summary, "draw_mean", time, observable))
        return BM_ENOTFOUND;
    const size_t cells = sums->n_times * sums->n_observables;
    *mean = bm__mean_value(&sums->means[((size_t)draw - 1) * cells + time * sums->n_observables + observable]);
    return BM_OK;
}

bm_status bm_summary_range(bm_summary *summary, uint64_t draw, size_t index, uint64_t *first, uint64_t *last) {
    if (!summary)
        return BM_EINVAL;
    if (!first || !last)
        return bm__summary_fail(summary, BM_EINVAL, "range: %s is NULL", first ? "last" : "first");
    const bm_status status = check_draw(summary, "range", draw, 0);
    if (status != BM_OK)
        return status;
    if (index >= summary->sums.n_ranges[draw])
        return bm__summary_fail(summary, BM_ENOTFOUND, "range: index %llu, and there are %llu ranges",
                                (unsigned long long)index, (unsigned long long)summary->sums.n_ranges[draw]);
    *first = summary->sums.ranges[draw][index].first;
    *last = summary->sums.ranges[draw][index].last;
    return BM_OK;
}

bm_status bm_summary_failed(bm_summary *summary, uint64_t draw, uint64_t *n) {
    if (!summary)
        return BM_EINVAL;
    if (!n)
        return bm__summary_fail(summary, BM_EINVAL, "failed: n is NULL");
    const bm_status status = check_draw(summary, "failed", draw, 0);
    if (status == BM_OK)
        *n = summary->sums.n_failed[draw];
    return status;
}

bm_status bm_summary_failure(const bm_summary *summary, size_t index, uint64_t *member, bm_status *status) {
    if (!summary)
        return BM_EINVAL;
    if (index >= summary->sums.n_faults)
        return BM_ENOTFOUND;
    if (member)
        *member = summary->sums.faults[index].member;
    if (status)
        *status = summary->sums.faults[index].status;
    return BM_OK;
}

const char *bm_summary_failure_text(const bm_summary *summary, size_t index) {
    return summary && index < summary->sums.n_faults ? summary->sums.faults[index].text : NULL;
}

bm_status bm_summary_layout_sized(const bm_summary *summary, bm_summary_options *options, size_t struct_size) {
    static const size_t first = offsetof(bm_summary_options, grid_d) + sizeof(double);
    if (!summary || !options)
        return BM_EINVAL;
    if (struct_size < first || struct_size > UINT32_MAX)
        return BM_ESIZE;
    const bm_summary_options all = {
        .struct_size = (uint32_t)struct_size,
        .draws = (uint32_t)summary->sums.n_draws,
        .times_d = summary->times_d,
        .n_times = summary->sums.n_times,
        .observables = summary->observables,
        .n_observables = summary->sums.n_observables,
        .threshold_observables = summary->crossing,
        .thresholds = summary->thresholds,
        .n_thresholds = summary->sums.n_thresholds,
        .grid_d = summary->grid_d,
    };
    bm__copy_struct(options, struct_size, &all, sizeof all);
    return BM_OK;
}
