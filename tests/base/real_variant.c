/* SPDX-License-Identifier: Apache-2.0 */
/* Compiled once a variant: base/real.h over arrays of doubles. */
#include "base/real.h"
#include "base/real_variant.h"

typedef void list_function(bm__real *list, int n);

static void run_list(list_function *function, const double *x, double *y, int n) {
    static _Thread_local bm__real list[BM__LIST(1024)];
    memset(list, 0, sizeof list);
    memcpy(list, x, (size_t)n * sizeof *x);
    function(list, n / BM__LANES);
    memcpy(y, list, (size_t)n * sizeof *y);
}

void BM_VARIANT_NAME(real)(const double *x, const double *g, int n, const struct real_results *out) {
    for (int i = 0; i < n; i += BM__LANES) {
        bm__real xi, gi, y;
        memcpy(&xi, x + i, sizeof xi);
        memcpy(&gi, g + i, sizeof gi);
        y = bm__exp(xi);
        memcpy(out->exp + i, &y, sizeof y);
        y = bm__log(xi);
        memcpy(out->log + i, &y, sizeof y);
        y = bm__pow(xi, gi);
        memcpy(out->pow + i, &y, sizeof y);
    }
    run_list(bm__exp_list, x, out->exp_list, n);
    run_list(bm__log_list, x, out->log_list, n);
    run_list(bm__logistic_list, x, out->logistic_list, n);
}
