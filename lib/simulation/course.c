/* SPDX-License-Identifier: Apache-2.0 */
/* When the doses of a course fall: everything follows from the time, so that there is no cursor to keep. */
#include "simulation/course.h"

#include <math.h>

#include "base/invariant.h"

/* Does it act all the time while it runs, and not by single doses? */
static int flows(const struct bm__course *c) {
    return c->continuous || c->averaged;
}

static double dose_time(const struct bm__course *c, double k) {
    return c->start_d + k * c->every_d;
}

/* The number of doses that fall before time_d, taken or not. */
static double scheduled_before(const struct bm__course *c, double time_d) {
    const double until = time_d < c->stop_d ? time_d : c->stop_d;
    if (!(until > c->start_d) || NEVER(!(c->every_d > 0.0))) /* doses at one time would be counted without end */
        return 0.0;
    double k = ceil((until - c->start_d) / c->every_d);
    while (k > 0.0 && dose_time(c, k - 1.0) >= until)
        k -= 1.0;
    while (dose_time(c, k) < until)
        k += 1.0;
    return c->doses > 0 && k > c->doses ? (double)c->doses : k;
}

static int taken(const struct bm__course *c, double k) {
    return floor((k + 1.0) * c->adherence) > floor(k * c->adherence);
}

/* Is dose k given? */
static int given(const struct bm__course *c, double k) {
    return (c->doses == 0 || k < c->doses) && dose_time(c, k) < c->stop_d && taken(c, k);
}

int bm__course_doses_at(const struct bm__course *c, double time_d) {
    if (flows(c))
        return 0;
    const double k = scheduled_before(c, time_d);
    return dose_time(c, k) == time_d && given(c, k);
}

double bm__course_end(const struct bm__course *c) {
    if (c->continuous || (c->doses == 0 && c->stop_d >= BM_NEVER_D))
        return c->stop_d;
    return dose_time(c, scheduled_before(c, c->stop_d));
}

double bm__course_flow_at(const struct bm__course *c, double time_d) {
    return flows(c) && time_d >= c->start_d && time_d < bm__course_end(c) ? c->adherence : 0.0;
}

double bm__course_last_before(const struct bm__course *c, double time_d) {
    double k = flows(c) ? 0.0 : scheduled_before(c, time_d);
    while (k > 0.0 && !taken(c, k - 1.0))
        k -= 1.0;
    return k > 0.0 ? dose_time(c, k - 1.0) : -BM_NEVER_D;
}

double bm__course_next_after(const struct bm__course *c, double time_d) {
    if (flows(c))
        return time_d < c->start_d ? c->start_d : time_d < bm__course_end(c) ? bm__course_end(c) : BM_NEVER_D;
    if (!(c->adherence > 0.0) || NEVER(c->adherence > 1.0)) /* at most one dose is taken of each that is due */
        return BM_NEVER_D;
    double k = scheduled_before(c, time_d);
    if (dose_time(c, k) <= time_d)
        k += 1.0;
    /* the first dose from k on that is taken: where floor((k + 1) a) reaches the next integer */
    if (!taken(c, k)) {
        const double next = ceil((floor(k * c->adherence) + 1.0) / c->adherence) - 1.0;
        if (!(next < 1e9))
            return BM_NEVER_D;
        k = next > k ? next - 1.0 : k;
        while (!taken(c, k))
            k += 1.0;
    }
    return given(c, k) ? dose_time(c, k) : BM_NEVER_D;
}

double bm__course_doses_given(const struct bm__course *c, double time_d) {
    return c->continuous ? 0.0 : floor(scheduled_before(c, time_d) * c->adherence);
}

double bm__course_doses_before(const struct bm__course *c, double time_d) {
    return bm__course_doses_given(c, time_d) - bm__course_doses_given(c, 0.0);
}
