/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random numbers that follow from what they are for: a seed, a member, a name and an occasion. There is no state, so
 * neither order nor threads matter.
 */
#ifndef BM__COHORT_RANDOM_H
#define BM__COHORT_RANDOM_H

#include <stdint.h>

/* Philox4x32-10: J. K. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC'11. */
void bm__philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

/* What a number is for: a hash of a name. */
uint32_t bm__random_key(const char *name);

/* Standard normal. */
double bm__random_normal(uint64_t seed, uint64_t member, uint32_t key, uint32_t occasion);

/* The p-quantile of the standard normal distribution, 0 < p < 1. */
double bm__normal_quantile(double p);

/* The probability that a standard normal number lies below x. */
double bm__normal_below(double x);

#endif
