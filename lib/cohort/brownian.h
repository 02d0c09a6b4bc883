/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Brownian motion as a function of time: the same wherever it is asked for first, because it is made from the whole of
 * time downwards (P. Levy's construction), of random numbers that follow from whose it is.
 */
#ifndef BM__COHORT_BROWNIAN_H
#define BM__COHORT_BROWNIAN_H

#include <stdint.h>

/* The whole of time, 2^16 days, is halved down to single days, so that each middle is a day. */
enum { BM__BROWNIAN_HALVINGS = 16 };

/* How a value was found last, from the whole of time down to the day: the next value is mostly near. It saves time and
 * changes no bit. All 0: not asked yet. */
struct bm__brownian {
    uint32_t begun;
    struct bm__brownian_part {
        uint32_t begin; /* day */
        double at_begin, at_end;
    } part[BM__BROWNIAN_HALVINGS + 1];
};

/* The motion of this seed, member and key at a time, in square-root years; straight between days; 0 until day 0. */
double bm__brownian_at(struct bm__brownian *path, uint64_t seed, uint64_t member, uint32_t key, double time_d);

#endif
