/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Members of a forecast on their way. They stop on each day of a measurement, whatever is read, so that the bits do not
 * depend on how measurements came.
 */
#include "api/forecast_handle.h"

bm_status bm__way_begin(struct bm__way *way, bm_forecast *forecast, size_t strategy, const struct bm__belief *belief,
                        int from_birth) {
    bm_cohort *cohort = forecast->strategies[strategy].cohort;
    *way = (struct bm__way){.forecast = forecast, .cohort = cohort, .belief = belief, .at_d = -1.0};
    if (!from_birth && cohort->members) {
        way->from = cohort->members;
        way->at_d = cohort->time_d;
    }
    way->to = bm__allocate(forecast->allocator, (size_t)forecast->size, sizeof *way->to);
    if (!way->to)
        return bm__forecast_fail(forecast, BM_ENOMEM, "no memory for %llu members", (unsigned long long)forecast->size);
    cohort->n_asked = 0;
    cohort->progress = forecast->progress;
    cohort->progress_user = forecast->progress_user;
    forecast->busy = cohort->busy = 1;
    return BM_OK;
}

/* To a day, without a stop. */
static bm_status go(struct bm__way *way, double day, const struct bm__reading *reading) {
    bm_cohort *cohort = way->cohort;
    const bm_status status = bm__cohort_advance(&cohort->cohort, way->from, way->to, day, reading, &cohort->counts);
    if (status != BM_OK)
        return bm__forecast_fail(way->forecast, status, "from day %g to %g: %s", fmax(way->at_d, 0.0), day,
                                 bm_status_text(status));
    way->from = way->to;
    way->at_d = day;
    return BM_OK;
}

/* The first day of a measurement after where they are, or infinity. */
static double next_stop(const struct bm__way *way) {
    double stop = (double)INFINITY;
    for (size_t i = 0; i < way->belief->n; i++)
        if (way->belief->data[i].time_d > way->at_d)
            stop = fmin(stop, way->belief->data[i].time_d);
    return stop;
}

bm_status bm__way_read(struct bm__way *way, const struct bm__reading *reading) {
    bm_status status = BM_OK;
    for (size_t i = 0; i < reading->n_times && status == BM_OK;) {
        const double stop = next_stop(way);
        struct bm__reading part = *reading;
        size_t n = 0;
        while (i + n < reading->n_times && reading->times_d[i + n] <= stop)
            n++;
        part.times_d += i;
        part.n_times = n;
        part.values += i * reading->row_stride;
        i += n;
        status = go(way, i < reading->n_times ? stop : reading->times_d[i - 1], &part);
    }
    return status;
}

/* Stops on a day, and reads the data of that day. */
static bm_status measure_on(struct bm__way *way, struct bm__belief *belief, double day) {
    const bm_forecast *forecast = way->forecast;
    const size_t size = (size_t)forecast->size;
    struct bm__datum *asked = bm__allocate(forecast->allocator, belief->n, sizeof *asked);
    size_t *place = bm__allocate(forecast->allocator, belief->n, sizeof *place), n = 0;
    for (size_t i = 0; asked && place && i < belief->n; i++)
        if (!(belief->data[i].time_d < day) && !(belief->data[i].time_d > day)) {
            place[n] = i;
            asked[n++] = belief->data[i];
        }
    double *rows = asked && place ? bm__allocate(forecast->allocator, 2 * n * size, sizeof *rows) : NULL;
    bm_status status = BM_ENOMEM;
    if (rows) {
        way->cohort->asked = asked;
        way->cohort->n_asked = n;
        status = go(way, day,
                    &(struct bm__reading){.times_d = &day,
                                          .n_times = 1,
                                          .n_columns = 2 * n,
                                          .values = rows,
                                          .member_stride = 2 * n,
                                          .row_stride = 2 * n,
                                          .column_stride = 1});
        way->cohort->n_asked = 0;
        for (size_t k = 0; k < size && status == BM_OK; k++)
            for (size_t i = 0; i < n; i++) {
                const uint64_t of = asked[i].of;
                belief->x[k * belief->n + place[i]] =
                    rows[(k * n + i) * 2] + (of < BM__OF_MARKER ? belief->shift[of] : 0.0);
                belief->lessons[k * belief->n + place[i]].study_sd = rows[(k * n + i) * 2 + 1];
            }
    } else {
        bm__forecast_fail(way->forecast, status, "measure: no memory for %llu members", (unsigned long long)size);
    }
    bm__release(forecast->allocator, rows);
    bm__release(forecast->allocator, place);
    bm__release(forecast->allocator, asked);
    return status;
}

bm_status bm__way_measure(struct bm__way *way, struct bm__belief *belief) {
    const struct bm__reading nothing = {0};
    bm_status status = belief && way->from ? measure_on(way, belief, way->at_d) : BM_OK;
    for (double stop; status == BM_OK && (stop = next_stop(way)) <= BM_MAX_TIME_D;)
        status = belief ? measure_on(way, belief, stop) : go(way, stop, &nothing);
    return status;
}

int bm__same_women(const bm_forecast *forecast, const struct bm__member *some, const struct bm__member *others) {
    static const double same = 1e-3; /* other prescriptions to come may change the steps that are taken until then */
    for (uint64_t k = 0; some && others && k < forecast->size; k++) {
        if (some[k].status != BM_OK || others[k].status != BM_OK)
            continue;
        for (uint32_t i = 0; i < BM__N_BODY_STATES; i++) {
            const double a = some[k].now.x[i], b = others[k].now.x[i];
            if (!(fabs(a - b) <= same * (fabs(a) + fabs(b)) + 1e-9))
                return 0;
        }
    }
    return 1;
}

void bm__way_keep(struct bm__way *way) {
    bm_cohort *cohort = way->cohort;
    if (cohort && way->to && way->from == way->to) {
        bm__members_release(&cohort->cohort, cohort->members);
        cohort->members = way->to;
        cohort->time_d = way->at_d;
        way->to = NULL;
    }
    bm__way_end(way);
}

void bm__way_end(struct bm__way *way) {
    bm_cohort *cohort = way->cohort;
    if (!cohort)
        return;
    bm__members_release(&cohort->cohort, way->to);
    way->to = NULL;
    bm__forget_failures(cohort);
    cohort->n_observables = cohort->n_asked = 0;
    cohort->progress = NULL;
    way->forecast->busy = cohort->busy = 0;
}
