/* SPDX-License-Identifier: Apache-2.0 */
/* Compiled once a variant: base/real.h over arrays of doubles. */
#include "base/real.h"
#include "base/real_variant.h"

static void put(double *to, bm__real y) {
    memcpy(to, &y, sizeof y);
}

void BM_VARIANT_NAME(real)(const double *x, const double *g, int n, const struct real_results *out) {
    for (int i = 0; i < n; i += BM__LANES) {
        bm__real xi, gi;
        memcpy(&xi, x + i, sizeof xi);
        memcpy(&gi, g + i, sizeof gi);
        put(out->exp + i, bm__exp(xi));
        put(out->log + i, bm__log(xi));
        put(out->pow + i, bm__pow(xi, gi));
        put(out->logistic + i, 1.0 / (1.0 + bm__exp(xi)));
    }
    for (int i = 0; i < n; i += BM__PACK) {
        bm__pack xi, y;
        memcpy(&xi, x + i, sizeof xi);
        y = bm__pack_exp(xi);
        memcpy(out->exp_pack + i, &y, sizeof y);
        y = bm__pack_log(xi);
        memcpy(out->log_pack + i, &y, sizeof y);
    }
}
