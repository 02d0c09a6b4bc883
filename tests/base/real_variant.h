/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BM__TESTS_BASE_REAL_VARIANT_H
#define BM__TESTS_BASE_REAL_VARIANT_H

#include "support/lane_variants.h"

struct real_results {
    double *exp, *log, *pow;                     /* one number at a time */
    double *exp_list, *log_list, *logistic_list; /* as lists */
};

/* All functions of base/real.h at x[n]; pow is x^g. n is a multiple of BM_MAX_LANES, at most 1024. */
typedef void real_run(const double *x, const double *g, int n, const struct real_results *out);

#define BM__ROW(name, lanes, runs) real_run real_##name;
BM_LANE_VARIANTS(BM__ROW)
#undef BM__ROW

#endif
