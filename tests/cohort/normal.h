/* SPDX-License-Identifier: Apache-2.0 */
/* The normal distribution, as the tests of draws compare with it. */
#ifndef BM__TESTS_COHORT_NORMAL_H
#define BM__TESTS_COHORT_NORMAL_H

#include "support/bm_test.h"

/* The part of the standard normal distribution below z. */
static inline double normal_below(double z) {
    return 0.5 * erfc(-z / sqrt(2.0));
}

static inline int ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Kolmogorov and Smirnov's statistic of n numbers against the standard normal distribution between low and high: the
 * largest distance between the two distribution functions, times sqrt(n). Above 1.95 it has a probability of 0.001.
 * Sorts the numbers. */
static inline double kolmogorov_smirnov(double *z, int n, double low, double high) {
    const double below_low = normal_below(low), part = normal_below(high) - below_low;
    double largest = 0.0;
    qsort(z, (size_t)n, sizeof *z, ascending);
    for (int i = 0; i < n; i++) {
        const double p = (normal_below(z[i]) - below_low) / part;
        largest = fmax(largest, fmax(p - (double)i / n, (double)(i + 1) / n - p));
    }
    return largest * sqrt((double)n);
}

#endif
