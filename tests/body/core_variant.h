/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BM__TESTS_BODY_CORE_VARIANT_H
#define BM__TESTS_BODY_CORE_VARIANT_H

#include "support/lane_variants.h"

/* The core's numbers as doubles, for code compiled with another number of lanes. */
struct core_numbers {
    const double *constants, *x, *u;
    double t_h;
    int runx2_switched;
    double *f, *jac, *jac_u, *f_t; /* jac, jac_u and f_t NULL: the field only */
};

/* Evaluates BM_MAX_LANES patients, as many at a time as the variant has lanes. */
typedef void core_run(const struct core_numbers patients[BM_MAX_LANES]);

#define BM__ROW(name, lanes, runs) core_run core_##name;
BM_LANE_VARIANTS(BM__ROW)
#undef BM__ROW

#endif
