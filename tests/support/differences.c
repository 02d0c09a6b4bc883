/* SPDX-License-Identifier: Apache-2.0 */
#include "support/differences.h"

#include "support/bm_test.h"

enum { MAX_N = BM_MAX_DIFFERENCE_STATES, LEVELS = 4 };

/* df/dx_j (df/dt for j = n) by central differences, extrapolated (Richardson); depends[i]: does f_i change at all? */
static void difference(const struct bm__ode *ode, double t, const double *x, uint32_t j, double step, double *slope,
                       uint8_t *depends) {
    double table[LEVELS][MAX_N], moved[MAX_N] = {0}, above[MAX_N], below[MAX_N];
    memcpy(moved, x, ode->n * sizeof *x);
    memset(depends, 0, MAX_N);
    for (int level = 0; level < LEVELS; level++, step /= 2.0) {
        const double at = j < ode->n ? x[j] : t, high = at + step, low = at - step;
        if (j < ode->n)
            moved[j] = high;
        ode->field(ode->user, j < ode->n ? t : high, moved, above);
        if (j < ode->n)
            moved[j] = low;
        ode->field(ode->user, j < ode->n ? t : low, moved, below);
        for (uint32_t i = 0; i < ode->n; i++) {
            table[level][i] = (above[i] - below[i]) / (high - low);
            depends[i] |= above[i] != below[i];
        }
    }
    for (int k = 1; k < LEVELS; k++)
        for (int level = LEVELS - 1; level >= k; level--)
            for (uint32_t i = 0; i < ode->n; i++)
                table[level][i] += (table[level][i] - table[level - 1][i]) / (ldexp(1.0, 2 * k) - 1.0);
    memcpy(slope, table[LEVELS - 1], ode->n * sizeof *slope);
}

void bm_check_jacobian(const struct bm__ode *ode, double t, const double *x, double rtol, struct bm_differences *out) {
    static double entries[1024], dense[MAX_N][MAX_N];
    static uint8_t inside[MAX_N][MAX_N];
    double f[MAX_N], f_alone[MAX_N], f_t[MAX_N] = {0}, slope[MAX_N], size[MAX_N];
    uint8_t depends[MAX_N];
    const uint32_t n = ode->n;
    assert_in_range(n, 1, MAX_N);
    assert_in_range(ode->n_nonzeros, 1, BM_COUNT(entries));

    ode->jacobian(ode->user, t, x, f, entries, f_t);
    ode->field(ode->user, t, x, f_alone);
    for (uint32_t i = 0; i < n; i++)
        bm_assert_close_named(out->name(i), f[i], f_alone[i], 0.0, 0.0);

    memset(inside, 0, sizeof inside);
    memset(dense, 0, sizeof dense);
    for (uint32_t i = 0; i < n; i++)
        size[i] = fabs(f[i]);
    for (uint32_t e = 0; e < ode->n_nonzeros; e++) {
        const uint32_t i = ode->row[e], j = ode->column[e];
        assert_in_range(i, 0, n - 1);
        assert_in_range(j, 0, n - 1);
        assert_true(!inside[i][j] || ode->factor); /* each entry once, or in parts that add up */
        inside[i][j] = 1;
        dense[i][j] += entries[e];
        size[i] += fabs(entries[e] * x[j]);
        if (out->seen_not_zero)
            out->seen_not_zero[e] |= entries[e] != 0.0;
    }

    for (uint32_t j = 0; j <= n; j++) {
        const double at = j < n ? fabs(x[j]) : t, step = 4e-3 * (at > 0.0 ? at : 1.0);
        difference(ode, t, x, j, step, slope, depends);
        for (uint32_t i = 0; i < n; i++) {
            const double expected = slope[i], rounding = 2e-12 * size[i] / step;
            const double found = j == n ? f_t[i] : inside[i][j] ? dense[i][j] : 0.0;
            const char *column = j < n ? out->name(j) : "time";
            const int missing = j < n && !inside[i][j] && depends[i];
            if (missing || !(fabs(found - expected) <= rtol * fabs(expected) + rounding))
                fail_msg("d(%s)/d(%s)%s: found %.10g, by differences %.10g +- %.1e", out->name(i), column,
                         missing ? " is missing" : "", found, expected, rounding);
            if (fabs(expected) * rtol > rounding)
                out->worst = fmax(out->worst, fabs(found / expected - 1.0));
        }
    }
}
