/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BM__TESTS_BASE_REAL_VARIANT_H
#define BM__TESTS_BASE_REAL_VARIANT_H

#include "support/lane_variants.h"

struct real_results {
    double *exp, *log, *pow, *logistic; /* one real at a time; logistic is 1/(1 + exp(x)) */
    double *exp_pack, *log_pack;        /* a pack of different numbers at a time */
};

/* The functions of base/real.h at x[n]; pow is x^g. n is a multiple of BM_MAX_LANES. */
typedef void real_run(const double *x, const double *g, int n, const struct real_results *out);

#define BM__ROW(name, lanes, runs) real_run real_##name;
BM_LANE_VARIANTS(BM__ROW)
#undef BM__ROW

#endif
