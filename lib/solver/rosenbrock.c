/* SPDX-License-Identifier: Apache-2.0 */
/* Lane file. */
#include "solver/rosenbrock.h"

#include "solver/tableau.h"

bm_status bm__rosenbrock_create(struct bm__rosenbrock *step, const struct bm__ode *ode, const bm_allocator *allocator) {
    *step = (struct bm__rosenbrock){0};
    const bm_status status =
        bm__sparse_lu_create(&step->lu, ode->n, ode->n_nonzeros, ode->row, ode->column, allocator);
    if (status != BM_OK)
        return status;
    const size_t n = step->stride = (ode->n + 3u) / 4u * 4u;
    bm__real *next =
        bm__allocate(allocator, (BM__STAGES + 7) * n + ode->n_nonzeros + step->lu.n_values, sizeof *next);
    if (!next) {
        bm__sparse_lu_destroy(&step->lu, allocator);
        return BM_ENOMEM;
    }
    step->memory = next;
    step->f = next, next += n;
    step->f_t = next, next += n;
    step->y = next, next += n;
    step->sum = next, next += n;
    step->dense = next, next += 3 * n;
    step->U = next, next += BM__STAGES * n;
    step->jacobian = next, next += ode->n_nonzeros;
    step->values = next;
    return BM_OK;
}

void bm__rosenbrock_destroy(struct bm__rosenbrock *step, const bm_allocator *allocator) {
    bm__sparse_lu_destroy(&step->lu, allocator);
    bm__release(allocator, step->memory);
    *step = (struct bm__rosenbrock){0};
}

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

void bm__rosenbrock_step(struct bm__rosenbrock *step, const struct bm__ode *ode, bm__real t, const bm__real *x,
                         bm__real h, const bm__real **error) {
    const uint32_t n = step->stride;
    const bm__real per_h = 1.0 / h;
    bm__real *const U = step->U, *const y = step->y, *const sum = step->sum;
    bm__sparse_lu_factor(&step->lu, per_h / bm__gamma, step->jacobian, step->values);

    for (uint32_t i = 0; i < n; i++)
        U[i] = step->f[i] + h * bm__gamma_i[0] * step->f_t[i];
    bm__sparse_lu_solve(&step->lu, step->values, U);

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
        bm__sparse_lu_solve(&step->lu, step->values, U_s);                                                             \
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

void bm__rosenbrock_dense(struct bm__rosenbrock *step, uint32_t first, uint32_t count) {
    const uint32_t n = step->stride;
    for (uint32_t d = 0; d < 3; d++)
        for (uint32_t i = first; i < first + count; i++) {
            bm__real sum = bm__all(0.0);
            for (uint32_t j = 0; j < BM__STAGES; j++)
                sum += bm__dense[d][j] * step->U[j * n + i];
            step->dense[d * n + i] = sum;
        }
}
