/* SPDX-License-Identifier: Apache-2.0 */
#include "support/core_case.h"

const struct core_row core_parameter_rows[BM__N_CORE_PARAMETERS] = {
#define BM__ROW(name, value, unit, minimum, maximum, flags, source, description)                                       \
    {#name, value, minimum, maximum, flags},
    BM__CORE_PARAMETERS(BM__ROW)
#undef BM__ROW
};
const struct core_row core_state_rows[BM__N_CORE_STATES] = {
#define BM__ROW(name, value, unit, minimum, maximum, kind, source, description) {#name, value, minimum, maximum, kind},
    BM__CORE_STATES(BM__ROW)
#undef BM__ROW
};
static int find(const struct core_row *rows, int n, const char *name) {
    for (int i = 0; i < n; i++)
        if (strcmp(rows[i].name, name) == 0)
            return i;
    return -1;
}
int core_find_parameter(const char *name) {
    return find(core_parameter_rows, BM__N_CORE_PARAMETERS, name);
}
int core_find_state(const char *name) {
    return find(core_state_rows, BM__N_CORE_STATES, name);
}

void core_case_derive(struct core_case *c) {
    const char *bad = bm__core_derive(c->p, c->x0, &c->k);
    if (bad)
        fail_msg("derived constant %s is not finite", bad);
}

void core_case_default(struct core_case *c) {
    memset(c, 0, sizeof *c);
    for (int i = 0; i < BM__N_CORE_PARAMETERS; i++)
        c->p[i] = core_parameter_rows[i].value;
    for (int i = 0; i < BM__N_CORE_STATES; i++)
        c->x0[i] = core_state_rows[i].value;
    core_case_derive(c);
    memcpy(c->x, c->x0, sizeof c->x);
}

/* Phosphate at 1.2 mM and at the renal threshold T46, and calcium in urine at 0. */
static int near_kink(const struct core_case *c, double clearance) {
    const double Cph = c->x[BM__X_ECCPhos] / c->p[BM__P_V1];
    if (fabs(Cph / 1.2 - 1.0) < clearance || fabs(Cph / c->p[BM__P_T46] - 1.0) < clearance)
        return 1;
    struct core_case moved = *c;
    double f[BM__N_CORE_STATES], least = (double)INFINITY, most = 0.0;
    static const int urine[] = {BM__X_P, BM__X_PTH, BM__X_B, BM__X_GFR, BM__X_EST};
    for (size_t i = 0; i < BM_COUNT(urine); i++)
        for (int sign = -1; sign <= 1; sign++) {
            moved.x[urine[i]] = c->x[urine[i]] * (1.0 + sign * clearance);
            core_case_field(&moved, f);
            least = fmin(least, f[BM__X_UCA]);
            most = fmax(most, f[BM__X_UCA]);
            moved.x[urine[i]] = c->x[urine[i]];
        }
    return least <= 0.0 && most > 0.0;
}

void core_case_random(struct core_case *c, double spread_p, double spread_x, double clearance, uint64_t *seed) {
    do {
        const char *bad;
        do {
            core_case_default(c);
            for (int i = 0; i < BM__N_CORE_PARAMETERS; i++) {
                const struct core_row *row = &core_parameter_rows[i];
                const double width = log(spread_p);
                c->p[i] = fmin(row->maximum, fmax(row->minimum, row->value * exp(bm_random(seed, -width, width))));
            }
            if (spread_p > 1.0) { /* what is 0 by default */
                c->p[BM__P_PO4inhPTHgam] = bm_random(seed, 0.0, 1.0);
                c->p[BM__P_GFRdelta] = bm_random(seed, 0.0, 80.0);
            }
            c->p[BM__P_ESTON] = (double)(bm_random_bits(seed) & 1u);
            for (int i = 0; i < BM__N_CORE_STATES; i++)
                if (core_state_rows[i].kind == BM__STATE_BASELINE)
                    c->x0[i] *= exp(bm_random(seed, -0.2, 0.2) * log(spread_p));
            bad = bm__core_derive(c->p, c->x0, &c->k);
        } while (bad);
        for (int i = 0; i < BM__N_CORE_STATES; i++) {
            const double width = log(spread_x);
            c->x[i] = c->x0[i] * exp(bm_random(seed, -width, width));
        }
        c->x[BM__X_S] = bm_random(seed, 0.1, 0.9);
        c->x[BM__X_R] = bm_random(seed, 0.1, 0.9);
        c->x[BM__X_UCA] = bm_random(seed, 0.0, 100.0);
        c->runx2_switched = (int)(bm_random_bits(seed) & 1u);
        if (c->runx2_switched)
            c->x[BM__X_BCL2] = bm_random(seed, 106.0, 200.0);
        c->t_h = bm_random(seed, 0.0, 30.0 * 8736.0);
        c->u[BM__U_rankl_clearance] = bm_random(seed, 0.0, 0.02);
        c->u[BM__U_pth_supply] = bm_random(seed, 0.0, 1000.0);
    } while (near_kink(c, clearance));
}

void core_case_field(const struct core_case *c, double f[BM__N_CORE_STATES]) {
    const struct bm__core_at at = {
        .k = &c->k, .runx2_switched = c->runx2_switched, .t_h = c->t_h, .x = c->x, .u = c->u, .f = f};
    bm__core_field(&at);
}
