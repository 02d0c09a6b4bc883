/* SPDX-License-Identifier: Apache-2.0 */
/* What a member's densities and markers are multiplied by, of what was learned. */
#include "cohort/learned.h"

/* Of the study's difference and the walk; nothing of day 0. */
static double covariance_since(const struct bm__lesson *a, const struct bm__lesson *b, const double *walk_sd) {
    const int same = a->of == b->of, markers = a->of >= BM__OF_MARKER;
    if (a->of >= BM__OF_BLOOD || b->of >= BM__OF_BLOOD || markers != (b->of >= BM__OF_MARKER))
        return 0.0;
    double sum = 0.0;
    if (a->study_sd > 0.0 && b->study_sd > 0.0)
        sum = a->study_sd * b->study_sd * bm__study_correlation(markers, same, a->pace, b->pace);
    if (same && !markers)
        sum += walk_sd[a->of] * walk_sd[a->of] * fmin(a->time_d, b->time_d) / BM__DAYS_PER_YEAR;
    return sum;
}

double bm__learned_covariance(const struct bm__lesson *a, const struct bm__lesson *b,
                              const double start_variance[BM__N_SITES], const double walk_sd[BM__N_SITES]) {
    const double of_day_0 = a->of == b->of && a->of < BM__OF_MARKER ? start_variance[a->of] : 0.0;
    return of_day_0 + covariance_since(a, b, walk_sd);
}

double bm__learned_start(const struct bm__learned *learned, enum bm__site site) {
    double sum = learned->start[site];
    for (size_t i = 0; i < learned->n; i++)
        if (learned->lessons[i].of == site)
            sum += learned->start_variance[site] * learned->lessons[i].alpha;
    return bm__exp(sum);
}

double bm__learned_factor(const struct bm__learned *learned, const struct bm__walk *walk, uint64_t of, double time_d,
                          double study_sd) {
    const struct bm__lesson now = {.of = of, .time_d = time_d, .pace = bm__study_pace(time_d), .study_sd = study_sd};
    double sum = 0.0;
    for (size_t i = 0; i < learned->n; i++)
        sum += covariance_since(&now, &learned->lessons[i], walk->sd) * learned->lessons[i].alpha;
    return bm__exp(sum);
}
