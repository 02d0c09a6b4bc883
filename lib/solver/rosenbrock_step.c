/* SPDX-License-Identifier: Apache-2.0 */
/* Lane file: the arithmetic of a step, where the integrator spends its time. */
#include "solver/rosenbrock.h"
#include "solver/tableau.h"

/* y = x + sum of a_j U_j and sum = sum of c_j U_j over the stages so far; constant counts, so that the compiler unrolls */
BM__INLINE void stage_sums(uint32_t n, const bm__real *restrict x, const bm__real *restrict U, const double *a,
                           const double *c, uint32_t n_a, uint32_t n_c, bm__real *restrict y, bm__real *restrict sum) {
    for (uint32_t i = 0; i < n; i++) {
        bm__real y_i = x[i], sum_i = bm__all(0.0);
#pragma GCC unroll 8
        for (uint32_t j = 0; j < n_a; j++)
            y_i += a[j] * U[j * n + i];
#pragma GCC unroll 8
        for (uint32_t j = 0; j < n_c; j++)
            sum_i += c[j] * U[j * n + i];
        y[i] = y_i;
        sum[i] = sum_i;
    }
}

/* The last two stages and the result go on from y by the U before. */
BM__INLINE void stage_sums_last(uint32_t n, const bm__real *restrict U, const double *c, uint32_t n_c,
                                bm__real *restrict y, bm__real *restrict sum) {
    for (uint32_t i = 0; i < n; i++) {
        bm__real sum_i = bm__all(0.0);
#pragma GCC unroll 8
        for (uint32_t j = 0; j < n_c; j++)
            sum_i += c[j] * U[j * n + i];
        y[i] += U[(n_c - 1) * n + i];
        sum[i] = sum_i;
    }
}

static void solve(const struct bm__rosenbrock *step, const struct bm__ode *ode, bm__real *b) {
    if (ode->solve)
        ode->solve(ode->user, step->values, b);
    else
        bm__sparse_lu_solve(&step->lu, step->values, b);
}

void bm__rosenbrock_step(struct bm__rosenbrock *step, const struct bm__ode *ode, bm__real t, const bm__real *x,
                         bm__real h, const bm__real **error) {
    const uint32_t n = step->stride;
    const bm__real per_h = 1.0 / h;
    bm__real *const U = step->U, *const y = step->y, *const sum = step->sum;
    if (ode->factor)
        ode->factor(ode->user, per_h / bm__gamma, step->jacobian, step->values);
    else
        bm__sparse_lu_factor(&step->lu, per_h / bm__gamma, step->jacobian, step->values);

    for (uint32_t i = 0; i < n; i++)
        U[i] = step->f[i] + h * bm__gamma_i[0] * step->f_t[i];
    solve(step, ode, U);

#define BM__STAGE(s)                                                                                                   \
    do {                                                                                                               \
        bm__real *const U_s = U + (s)*n;                                                                               \
        if ((s) < 6)                                                                                                   \
            stage_sums(n, x, U, bm__a[s], bm__c[s], s, s, y, sum);                                                     \
        else                                                                                                           \
            stage_sums_last(n, U, bm__c[s], s, y, sum);                                                                \
        ode->field(ode->user, t + bm__alpha[s] * h, y, U_s);                                                           \
        for (uint32_t i = 0; i < n; i++)                                                                               \
            U_s[i] += per_h * sum[i] + h * bm__gamma_i[s] * step->f_t[i];                                              \
        solve(step, ode, U_s);                                                                                         \
    } while (0)
    BM__STAGE(1);
    BM__STAGE(2);
    BM__STAGE(3);
    BM__STAGE(4);
    BM__STAGE(5);
    BM__STAGE(6);
    BM__STAGE(7);
#undef BM__STAGE
    for (uint32_t i = 0; i < n; i++)
        y[i] += U[7 * n + i];
    *error = U + 7 * n;
}
