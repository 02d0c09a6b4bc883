/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A woman's own walk at each site: how her density wanders from what the equations say, for reasons that are not in
 * them. A Brownian motion W_site(t), in square-root years, that is 0 until day 0; by it her density is multiplied by
 *
 *   exp(sd W - sd^2 t/2),
 *
 * whose mean over women is 1, so that the mean of a cohort is what it is without the walk.
 */
#ifndef BM__COHORT_WALK_H
#define BM__COHORT_WALK_H

#include "body/index.h"
#include "cohort/brownian.h"

/* Whose walk it is: a member of a cohort. All 0: none, as of a patient who never was a member. */
struct bm__walk {
    uint64_t seed, member;
    double sd[BM__N_SITES]; /* of the logarithm of density after one year */
    struct bm__brownian path[BM__N_SITES];
};

/* The walk of a member of a cohort with this variability. */
struct bm__walk bm__walk_of(uint64_t seed, uint64_t member, double variability);

/* Does she have one? */
int bm__walks(const struct bm__walk *walk);

/* W at a site and time, square-root years: a function of seed, member, site and time alone. Straight between days. */
double bm__walk_at(struct bm__walk *walk, enum bm__site site, double time_d);

/* What her density at a site is multiplied by. */
double bm__walk_factor(struct bm__walk *walk, enum bm__site site, double time_d);

/* By site: the SD of the logarithm of density after one year, as the library has it. */
struct bm__walk_row {
    const char *name;
    double sd;
    const char *source;
};
extern const struct bm__walk_row bm__walk_rows[BM__N_SITES];

#endif
