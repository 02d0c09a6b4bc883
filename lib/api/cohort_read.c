/* SPDX-License-Identifier: Apache-2.0 */
/* Time passes for a cohort: to a day, or along a grid of days on which members are read one by one or summarised. */
#include "api/cohort_handle.h"
#include "base/sort.h"

/* A call: where the members are, and what has been counted. */
struct call {
    bm_cohort *cohort;
    struct bm__member *after;
    struct bm__cohort_counts counts;
};

static bm_status begin(struct call *call, bm_cohort *cohort) {
    *call = (struct call){.cohort = cohort, .counts = cohort->counts};
    call->after = bm__allocate(cohort->cohort.allocator, (size_t)cohort->cohort.size, sizeof *call->after);
    if (!call->after)
        return bm__cohort_fail(cohort, BM_ENOMEM, "no memory for %llu members",
                               (unsigned long long)cohort->cohort.size);
    cohort->busy = 1;
    return BM_OK;
}

/* Goes on to a time; the first time from where the cohort is, then from where the call is. */
static bm_status advance(struct call *call, double time_d, int first, const struct bm__reading *reading) {
    bm_cohort *cohort = call->cohort;
    const bm_status status = bm__cohort_advance(&cohort->cohort, first ? cohort->members : call->after, call->after,
                                                time_d, reading, &call->counts);
    if (status == BM_OK)
        return BM_OK;
    return bm__cohort_fail(cohort, status, "advance from day %g to %g: %s", cohort->time_d, time_d,
                           bm_status_text(status));
}

void bm__forget_failures(bm_cohort *cohort) {
    size_t n = 0;
    for (size_t i = 0; i < cohort->n_failures; i++)
        if (cohort->members &&
            cohort->members[cohort->failures[i].member - cohort->cohort.population.first].status != BM_OK)
            cohort->failures[n++] = cohort->failures[i];
    cohort->n_failures = n;
}

static bm_status end(struct call *call, double time_d, bm_status status) {
    bm_cohort *cohort = call->cohort;
    cohort->busy = 0;
    if (status == BM_OK) {
        bm__members_release(&cohort->cohort, cohort->members);
        cohort->members = call->after;
        cohort->counts = call->counts;
        cohort->time_d = time_d;
    } else {
        bm__members_release(&cohort->cohort, call->after);
        bm__forget_failures(cohort);
    }
    return status;
}

bm_status bm_cohort_advance_to(bm_cohort *cohort, double time_d) {
    if (!cohort)
        return BM_EINVAL;
    if (cohort->busy)
        return bm__cohort_busy(cohort, "advance");
    if (!(time_d >= cohort->time_d && time_d <= BM_MAX_TIME_D))
        return bm__cohort_fail(cohort, BM_ERANGE, "advance: the time is day %g, allowed is the present day %g to %g",
                               time_d, cohort->time_d, BM_MAX_TIME_D);
    struct call call;
    const struct bm__reading nothing = {0};
    bm_status status = bm__check_kept(cohort, "advance");
    if (status == BM_OK)
        status = bm__check_correlations(cohort, "advance");
    if (status == BM_OK)
        status = begin(&call, cohort);
    if (status != BM_OK)
        return status;
    cohort->n_observables = 0;
    return end(&call, time_d, advance(&call, time_d, 1, &nothing));
}

bm_status bm_cohort_time(const bm_cohort *cohort, double *time_d) {
    if (!cohort || !time_d)
        return BM_EINVAL;
    *time_d = cohort->time_d;
    return BM_OK;
}

bm_status bm__check_reading(const bm_model *model, const char *call, double earliest_d, const double *times_d,
                            size_t n_times, const size_t *observables, size_t n_observables, size_t width,
                            const double *values, size_t n_values, char message[BM__MESSAGE_LENGTH]) {
    if (!times_d || !observables || !values)
        return bm__say(message, BM__MESSAGE_LENGTH, BM_EINVAL, "%s: %s is NULL", call,
                       !times_d       ? "times_d"
                       : !observables ? "observables"
                                      : "the buffer");
    if (n_times == 0 || n_observables == 0)
        return bm__say(message, BM__MESSAGE_LENGTH, BM_EINVAL, "%s: %s is 0, allowed is 1 or more", call,
                       n_times == 0 ? "n_times" : "n_observables");
    if (n_values / width / n_observables < n_times)
        return bm__say(message, BM__MESSAGE_LENGTH, BM_ESIZE,
                       "%s: the buffer has room for %llu numbers, needed are %llu x %llu x %llu", call,
                       (unsigned long long)n_values, (unsigned long long)width, (unsigned long long)n_times,
                       (unsigned long long)n_observables);
    for (size_t i = 0; i < n_observables; i++)
        if (observables[i] >= model->n_observables)
            return bm__say(message, BM__MESSAGE_LENGTH, BM_ENOTFOUND,
                           "%s: observables[%llu] is %llu, allowed is 0 to %llu", call, (unsigned long long)i,
                           (unsigned long long)observables[i], (unsigned long long)model->n_observables - 1);
    for (size_t i = 0; i < n_times; i++) {
        const double earliest = i ? times_d[i - 1] : earliest_d;
        if (!((i ? times_d[i] > earliest : times_d[i] >= earliest) && times_d[i] <= BM_MAX_TIME_D))
            return bm__say(message, BM__MESSAGE_LENGTH, BM_ERANGE, "%s: times_d[%llu] is %g, allowed is %s %g to %g",
                           call, (unsigned long long)i, times_d[i],
                           i                  ? "after"
                           : earliest_d > 0.0 ? "the present day"
                                              : "day",
                           earliest, BM_MAX_TIME_D);
    }
    return BM_OK;
}

bm_status bm__check_percentiles(const char *call, const double *percentiles, size_t n_percentiles,
                                char message[BM__MESSAGE_LENGTH]) {
    if (!(percentiles || n_percentiles == 0))
        return bm__say(message, BM__MESSAGE_LENGTH, BM_EINVAL, "%s: percentiles is NULL but n_percentiles is %llu",
                       call, (unsigned long long)n_percentiles);
    if (!(n_percentiles <= SIZE_MAX / sizeof(double) / 2))
        return bm__say(message, BM__MESSAGE_LENGTH, BM_ESIZE,
                       "%s: n_percentiles is %llu, allowed is what the buffer has room for", call,
                       (unsigned long long)n_percentiles);
    for (size_t i = 0; i < n_percentiles; i++)
        if (!(percentiles[i] >= 0.0 && percentiles[i] <= 100.0))
            return bm__say(message, BM__MESSAGE_LENGTH, BM_ERANGE, "%s: percentiles[%llu] is %g, allowed is 0 to 100",
                           call, (unsigned long long)i, percentiles[i]);
    return BM_OK;
}

size_t bm__times_at_once(size_t n_times, size_t per_time) {
    enum { NUMBERS_AT_ONCE = 1 << 23 };
    size_t at_once = 1;
    while (at_once < n_times && (at_once + 1) * per_time <= NUMBERS_AT_ONCE)
        at_once++;
    return at_once;
}

/* The checks that sample and summarise share. */
static bm_status check_reading(bm_cohort *cohort, const char *what, const double *times_d, size_t n_times,
                               const size_t *observables, size_t n_observables, size_t width, const double *values,
                               size_t n_values) {
    if (cohort->busy)
        return bm__cohort_busy(cohort, what);
    const bm_status status = bm__check_reading(cohort->profile->model, what, cohort->time_d, times_d, n_times,
                                               observables, n_observables, width, values, n_values, cohort->error);
    if (status != BM_OK)
        return status;
    cohort->observables = observables;
    cohort->n_observables = n_observables;
    return bm__check_correlations(cohort, what);
}

bm_status bm_cohort_sample(bm_cohort *cohort, const double *times_d, size_t n_times, const size_t *observables,
                           size_t n_observables, double *values, size_t n_values) {
    if (!cohort)
        return BM_EINVAL;
    const bm_status kept = bm__check_kept(cohort, "sample"); /* before a size_t of 32 bits cuts the number */
    if (kept != BM_OK)
        return kept;
    const size_t size = (size_t)cohort->cohort.size;
    bm_status status =
        check_reading(cohort, "sample", times_d, n_times, observables, n_observables, size, values, n_values);
    if (status != BM_OK)
        return status;
    /* The caller's buffer is written at the end only, so that it is unchanged if the call fails. */
    const size_t count = size * n_times * n_observables;
    const bm_allocator *allocator = cohort->cohort.allocator;
    double *all = bm__allocate(allocator, count, sizeof *all);
    if (!all)
        return bm__cohort_fail(cohort, BM_ENOMEM, "sample: no memory for %llu numbers", (unsigned long long)count);
    const struct bm__reading reading = {
        .times_d = times_d,
        .n_times = n_times,
        .n_columns = n_observables,
        .values = all,
        .member_stride = n_times * n_observables,
        .row_stride = n_observables,
        .column_stride = 1,
    };
    struct call call;
    status = begin(&call, cohort);
    if (status == BM_OK)
        status = end(&call, times_d[n_times - 1], advance(&call, times_d[n_times - 1], 1, &reading));
    if (status == BM_OK)
        memcpy(values, all, count * sizeof *values);
    bm__release(allocator, all);
    return status;
}

void bm__summarise(double *values, size_t size, double threshold, const double *percentiles, size_t n_percentiles,
                   double *summary) {
    size_t n = 0, below = 0;
    double sum = 0.0, squares = 0.0;
    for (size_t i = 0; i < size; i++)
        if (!isnan(values[i])) {
            values[n++] = values[i];
            sum += values[i];
            below += values[i] < threshold;
        }
    const double none = (double)NAN, mean = n > 0 ? sum / (double)n : none;
    for (size_t i = 0; i < n; i++)
        squares += (values[i] - mean) * (values[i] - mean);
    summary[BM_SUMMARY_N] = (double)n;
    summary[BM_SUMMARY_MEAN] = mean;
    summary[BM_SUMMARY_SD] = n > 1 ? sqrt(squares / (double)(n - 1)) : none;
    summary[BM_SUMMARY_BELOW] = n > 0 && !isnan(threshold) ? (double)below / (double)n : none;
    if (n_percentiles > 0)
        bm__sort(values, n);
    for (size_t i = 0; i < n_percentiles; i++) { /* type 7 */
        const double place = (double)(n - (n > 0)) * percentiles[i] / 100.0;
        const size_t low = (size_t)place, high = low + 1 < n ? low + 1 : low;
        summary[BM_SUMMARY_PERCENTILES + i] =
            n > 0 ? values[low] + (place - (double)low) * (values[high] - values[low]) : none;
    }
}

bm_status bm_cohort_summarise(bm_cohort *cohort, const double *times_d, size_t n_times, const size_t *observables,
                              size_t n_observables, const double *percentiles, size_t n_percentiles,
                              const double *thresholds, double *summary, size_t n_summary) {
    if (!cohort)
        return BM_EINVAL;
    bm_status status = bm__check_kept(cohort, "summarise");
    if (status == BM_OK && cohort->weights)
        status = bm__cohort_fail(cohort, BM_ECONFLICT,
                                 "summarise: the members have weights; allowed with weights is bm_summary_add()");
    if (status == BM_OK)
        status = bm__check_percentiles("summarise", percentiles, n_percentiles, cohort->error);
    if (status != BM_OK)
        return status;
    const size_t width = BM_SUMMARY_PERCENTILES + n_percentiles, size = (size_t)cohort->cohort.size;
    status =
        check_reading(cohort, "summarise", times_d, n_times, observables, n_observables, width, summary, n_summary);
    if (status != BM_OK)
        return status;
    if (n_observables > SIZE_MAX / sizeof(double) / size) /* where a size_t has 32 bits */
        return bm__cohort_fail(cohort, BM_ENOMEM, "summarise: no memory for %llu observables of %llu members",
                               (unsigned long long)n_observables, (unsigned long long)size);

    const size_t per_time = size * n_observables, at_once = bm__times_at_once(n_times, per_time);
    const bm_allocator *allocator = cohort->cohort.allocator;
    double *values = bm__allocate(allocator, at_once * per_time, sizeof *values);
    double *rows = bm__allocate(allocator, n_times * n_observables * width, sizeof *rows);
    struct call call;
    status = values && rows ? begin(&call, cohort) : BM_ENOMEM;
    if (!values || !rows)
        bm__cohort_fail(cohort, BM_ENOMEM, "summarise: no memory for %llu numbers", (unsigned long long)per_time);
    if (status == BM_OK) {
        for (size_t first = 0; first < n_times && status == BM_OK; first += at_once) {
            const size_t n = first + at_once < n_times ? at_once : n_times - first;
            const struct bm__reading reading = {
                .times_d = times_d + first,
                .n_times = n,
                .n_columns = n_observables,
                .values = values,
                .member_stride = 1,
                .row_stride = per_time,
                .column_stride = size,
            };
            status = advance(&call, times_d[first + n - 1], first == 0, &reading);
            for (size_t k = 0; k < n * n_observables && status == BM_OK; k++)
                bm__summarise(values + k * size, size, thresholds ? thresholds[k % n_observables] : (double)NAN,
                              percentiles, n_percentiles, rows + (first * n_observables + k) * width);
        }
        status = end(&call, times_d[n_times - 1], status);
    }
    if (status == BM_OK)
        memcpy(summary, rows, n_times * n_observables * width * sizeof *rows);
    bm__release(allocator, values);
    bm__release(allocator, rows);
    return status;
}

bm_status bm_cohort_read_stats_sized(const bm_cohort *cohort, bm_cohort_stats *stats, size_t struct_size) {
    static const size_t first = offsetof(bm_cohort_stats, rejected_steps) + sizeof(uint64_t);
    if (!cohort || !stats)
        return BM_EINVAL;
    if (struct_size < first || struct_size > UINT32_MAX)
        return BM_ESIZE;
    uint64_t members = 0, bytes = 0;
    for (; cohort->members && members < cohort->cohort.size; members++) {
        const struct bm__member *member = &cohort->members[members];
        bytes += sizeof *member + (member->courses ? member->n_courses * sizeof *member->courses : 0);
    }
    const bm_cohort_stats all = {
        .struct_size = (uint32_t)struct_size,
        .lanes = cohort->cohort.width,
        .bytes_per_member = members > 0 ? bytes / members : 0,
        .steps = cohort->counts.steps,
        .rejected_steps = cohort->counts.rejected,
    };
    bm__copy_struct(stats, struct_size, &all, sizeof all);
    return BM_OK;
}
