/* SPDX-License-Identifier: Apache-2.0 */
/* Lane file: the arithmetic of a step, where the integrator spends its time. */
#include "solver/rosenbrock.h"
#include "solver/tableau.h"

/*
 * The vectors of a step go through packs (base/real.h). An Nth stage needs y = x + sum of a_j U_j and sum of c_j U_j
 * over the stages before; the counts are constants, so that the compiler unrolls.
 */
BM__INLINE void stage_sums(uint32_t n, const bm__real *x, const bm__real *U, const double *a, const double *c,
                           uint32_t count, bm__real *y, bm__real *sum) {
    for (uint32_t i = 0; i < n; i += BM__REALS_PER_PACK) {
        bm__pack y_i = bm__load(x + i), sum_i = bm__pack_all(0.0);
#pragma GCC unroll 8
        for (uint32_t j = 0; j < count; j++) {
            const bm__pack U_j = bm__load(U + j * n + i);
            y_i += a[j] * U_j;
            sum_i += c[j] * U_j;
        }
        bm__store(y + i, y_i);
        bm__store(sum + i, sum_i);
    }
}

/* The last two stages go on from y by the U before. */
BM__INLINE void stage_sums_last(uint32_t n, const bm__real *U, const double *c, uint32_t count, bm__real *y,
                                bm__real *sum) {
    for (uint32_t i = 0; i < n; i += BM__REALS_PER_PACK) {
        bm__pack sum_i = bm__pack_all(0.0);
#pragma GCC unroll 8
        for (uint32_t j = 0; j < count; j++)
            sum_i += c[j] * bm__load(U + j * n + i);
        bm__store(y + i, bm__load(y + i) + bm__load(U + (count - 1) * n + i));
        bm__store(sum + i, sum_i);
    }
}

/* to += p u + q v */
BM__INLINE void add_scaled(uint32_t n, bm__real *to, bm__real p, const bm__real *u, bm__real q, const bm__real *v) {
    for (uint32_t i = 0; i < n; i += BM__REALS_PER_PACK)
        bm__store(to + i, bm__load(to + i) + (p * bm__load(u + i) + q * bm__load(v + i)));
}

static void solve(const struct bm__rosenbrock *step, const struct bm__ode *ode, bm__real *b) {
    if (ode->solve)
        ode->solve(ode->user, step->values, b);
    else
        bm__sparse_lu_solve(&step->lu, step->values, b);
}

/* The largest |error|/max(|x|, |y|, scale) where scale > 0; NaN if any number is not finite. */
static bm__real error_norm(uint32_t n, const bm__real *x, const bm__real *y, const bm__real *error,
                           const bm__real *scale) {
    bm__pack largest = bm__pack_all(0.0), sum = bm__pack_all(0.0);
    for (uint32_t i = 0; i < n; i += BM__REALS_PER_PACK) {
        const bm__pack e = bm__load(error + i), y_i = bm__load(y + i), scale_i = bm__load(scale + i);
        const bm__pack size = bm__pack_max(bm__pack_max(bm__pack_abs(bm__load(x + i)), bm__pack_abs(y_i)), scale_i);
        largest = bm__pack_max(bm__pack_select(scale_i > 0.0, bm__pack_abs(e) / size, bm__pack_all(0.0)), largest);
        sum += e + y_i;
    }
#if BM__LANES == 1
    double of_part[BM__PACK], sum_of_part[BM__PACK];
    memcpy(of_part, &largest, sizeof of_part);
    memcpy(sum_of_part, &sum, sizeof sum_of_part);
    double most = of_part[0], all = sum_of_part[0];
    for (int i = 1; i < BM__PACK; i++) {
        most = of_part[i] > most ? of_part[i] : most;
        all += sum_of_part[i];
    }
    return isfinite(all) ? most : (double)NAN;
#else
    return bm__pack_select(bm__pack_abs(sum) <= DBL_MAX, largest, bm__pack_all((double)NAN));
#endif
}

/* Written once for both pairs; the tableau is a constant of each, so that the compiler unrolls. */
BM__INLINE bm__real take(const struct bm__tableau *tableau, struct bm__rosenbrock *step, const struct bm__ode *ode,
                         bm__real t, const bm__real *x, bm__real h, const bm__real *scale) {
    const uint32_t n = step->stride, last = tableau->stages - 1;
    const bm__real per_h = 1.0 / h;
    bm__real *const U = step->U, *const y = step->y, *const sum = step->sum;
    if (ode->factor)
        ode->factor(ode->user, per_h / tableau->gamma, step->jacobian, step->values);
    else
        bm__sparse_lu_factor(&step->lu, per_h / tableau->gamma, step->jacobian, step->values);

    memcpy(U, step->f, n * sizeof *U);
    add_scaled(n, U, bm__all(0.0), U, tableau->gamma_i[0] * h, step->f_t);
    solve(step, ode, U);
#pragma GCC unroll 8
    for (uint32_t s = 1; s <= last; s++) {
        bm__real *const U_s = U + s * n;
        if (s < tableau->rows)
            stage_sums(n, x, U, tableau->a[s], tableau->c[s], s, y, sum);
        else
            stage_sums_last(n, U, tableau->c[s], s, y, sum);
        ode->field(ode->user, t + tableau->alpha[s] * h, y, U_s);
        add_scaled(n, U_s, per_h, sum, tableau->gamma_i[s] * h, step->f_t);
        solve(step, ode, U_s);
    }
    add_scaled(n, y, bm__all(1.0), U + last * n, bm__all(0.0), step->f_t);
    return error_norm(n, x, y, U + last * n, scale);
}

bm__real bm__rosenbrock_step(struct bm__rosenbrock *step, const struct bm__ode *ode, bm__real t, const bm__real *x,
                             bm__real h, const bm__real *scale) {
    if (step->order == 4)
        return take(&bm__rodas4, step, ode, t, x, h, scale);
    return take(&bm__rodas5p, step, ode, t, x, h, scale);
}

BM__INLINE void prepare(const struct bm__tableau *tableau, struct bm__rosenbrock *step) {
    const uint32_t n = step->stride;
    for (uint32_t d = 0; d < 3; d++)
        for (uint32_t i = 0; i < n; i += BM__REALS_PER_PACK) {
            bm__pack sum = bm__pack_all(0.0);
            for (uint32_t j = 0; d < tableau->n_dense && j < tableau->stages; j++)
                sum += tableau->dense[d][j] * bm__load(step->U + j * n + i);
            bm__store(step->dense + d * n + i, sum);
        }
}

void bm__rosenbrock_dense(struct bm__rosenbrock *step) {
    if (step->order == 4)
        prepare(&bm__rodas4, step);
    else
        prepare(&bm__rodas5p, step);
}

void bm__rosenbrock_read(const struct bm__rosenbrock *step, const bm__real *x, bm__real theta, bm__real *out) {
    const bm__real rest = 1.0 - theta;
    const bm__real *d0 = step->dense, *d1 = d0 + step->stride, *d2 = d1 + step->stride;
    for (uint32_t i = 0; i < step->stride; i += BM__REALS_PER_PACK) {
        const bm__pack inner = bm__load(d0 + i) + theta * (bm__load(d1 + i) + theta * bm__load(d2 + i));
        bm__store(out + i, rest * bm__load(x + i) + theta * (bm__load(step->y + i) + rest * inner));
    }
}
