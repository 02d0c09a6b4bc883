/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What measurements of one woman taught about a member who may be her: how her own walk and her study's difference
 * went, as far as they can be known. Both are normal given her physiology, so each member keeps the walk and difference
 * that she has by chance, and to the logarithm of what is read there comes
 *
 *   sum over lessons j of c(now, j) alpha_j,
 *
 * with c the covariance of the two places and alpha as evidence.c finds it: G. Matheron's rule, by which the sum is a
 * draw from the distribution conditional on what was measured.
 */
#ifndef BM__COHORT_LEARNED_H
#define BM__COHORT_LEARNED_H

#include "cohort/study.h"
#include "cohort/walk.h"

/* What a lesson, or a measurement, is of: a site, a marker from BM__OF_MARKER on, or something else in the blood. */
enum { BM__OF_MARKER = BM__N_SITES, BM__OF_BLOOD = BM__N_SITES + BM__N_MARKERS };

struct bm__lesson {
    uint64_t of;
    double time_d, pace;    /* pace: bm__study_pace() of the time */
    double study_sd, alpha; /* study_sd: of the study's difference there, of the logarithm */
};

/* By a member. All 0: nothing. */
struct bm__learned {
    size_t n;
    const struct bm__lesson *lessons; /* belong to somebody else */
    /* Of the logarithm of density on day 0, beside that of the profile: hers by chance, and the variance of chance. */
    double start[BM__N_SITES], start_variance[BM__N_SITES];
};

BM__INLINE int bm__learns(const struct bm__learned *learned) {
    return learned->n > 0;
}

/* The covariance of two logarithms that were or are read. */
double bm__learned_covariance(const struct bm__lesson *a, const struct bm__lesson *b,
                              const double start_variance[BM__N_SITES], const double walk_sd[BM__N_SITES]);

/* What the density of day 0 is multiplied by. */
double bm__learned_start(const struct bm__learned *learned, enum bm__site site);

/* What her density relative to day 0, or a marker, is multiplied by beside walk and study; study_sd as in a lesson,
 * now.
 */
double bm__learned_factor(const struct bm__learned *learned, const struct bm__walk *walk, uint64_t of, double time_d,
                          double study_sd);

#endif
