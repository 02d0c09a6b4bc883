/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Measurements of one woman as evidence about the members of a cohort of possibilities. Given a member's physiology,
 * the logarithms of all that is measured are normal together:
 *
 *   y_j = x_j + (density of day 0) + (her walk) + (her study's difference) + (error of the measurement),
 *
 * with x what the model says. Their density at what was measured is the member's weight. A value below a detection
 * limit counts with the probability of that.
 */
#ifndef BM__COHORT_EVIDENCE_H
#define BM__COHORT_EVIDENCE_H

#include "cohort/learned.h"

/* A measurement. y and error: of logarithms; below: y is a detection limit. */
struct bm__datum {
    uint64_t of; /* as in a lesson; of the blood, BM__OF_BLOOD and the read-out's number */
    int below;
    double time_d, y, error;
    uint32_t device;
    uint64_t number;        /* in the order in which they were given */
    uint32_t key, occasion; /* of what is drawn for it */
};

/* Gives data in their order keys and occasions, which follow from what and when they are, and so stay the same when
 * others come. */
void bm__evidence_name(struct bm__datum *data, size_t n);

/* All of them, those with a value first, each part in the order of time. */
struct bm__evidence {
    const struct bm__datum *data;
    size_t n;
    uint64_t seed;
    double start_variance[BM__N_SITES]; /* of the logarithm of density on day 0 around x; 0 where it is known */
};

/* Doubles of memory that weighing n data takes. */
BM__INLINE size_t bm__evidence_work(size_t n) {
    return n * (n + 2);
}

/*
 * The logarithm of a member's weight, and her lessons: of, time and study_sd of each are given, alpha is written.
 * start: the draws that go with start_variance. x: by datum.
 */
double bm__evidence_weigh(const struct bm__evidence *evidence, uint64_t member, struct bm__walk *walk,
                          struct bm__study *study, const double start[BM__N_SITES], const double *x,
                          struct bm__lesson *lessons, double *work);

/* Scales weights to the sum 1 and returns the effective sample size; 0 when there is none. Their logarithms come in,
 * NAN of members who failed. */
double bm__evidence_normalise(double *weights, size_t size);

/*
 * How unlikely what was measured is for any woman of the model: chi-square of its values (not the limits) under the
 * mean and covariance of all members, its probability, and which datum lies furthest from what those before it let
 * expect. x and lessons: n to a member; members without a weight (NAN) are left out. work: n (n + 3) doubles.
 */
struct bm__misfit {
    double chi_square, p, residual;
    size_t degrees, worst;
};
struct bm__misfit bm__evidence_misfit(const struct bm__evidence *evidence, const double walk_sd[BM__N_SITES],
                                      const double *weights, size_t size, const double *x,
                                      const struct bm__lesson *lessons, double *work);

/* Cholesky's factor of a symmetric matrix of n rows, of which the lower half is given; 0 when it has none. */
int bm__cholesky(double *matrix, size_t n);

#endif
