/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sums of doubles without rounding, so that neither the order of the terms nor how they are grouped changes a bit: a
 * whole number of 2176 bits, in units of the smallest double. There is room for 2^63 terms of any size.
 */
#ifndef BM__BASE_EXACT_H
#define BM__BASE_EXACT_H

#include <stdint.h>

enum { BM__EXACT_LIMBS = 34 };

/* Two's complement, the lowest limb first. All 0: nothing has been added. */
struct bm__exact {
    uint64_t limb[BM__EXACT_LIMBS];
};

/* A number as the sum of two doubles, the second at most half a unit in the last place of the first. */
struct bm__double2 {
    double high, low;
};

/* Adds a number, which must be finite. */
void bm__exact_add(struct bm__exact *sum, double value);

/* Adds another sum. */
void bm__exact_join(struct bm__exact *sum, const struct bm__exact *other);

/* The sum, to about 106 bits. */
struct bm__double2 bm__exact_value(const struct bm__exact *sum);

/* Arithmetic on such pairs. The product of two doubles is exact unless it overflows or its last bits are below the
 * smallest double. */
struct bm__double2 bm__product(double a, double b);
struct bm__double2 bm__double2_minus(struct bm__double2 a, struct bm__double2 b);
struct bm__double2 bm__double2_times(struct bm__double2 a, struct bm__double2 b);
struct bm__double2 bm__double2_over(struct bm__double2 a, struct bm__double2 b);

#endif
