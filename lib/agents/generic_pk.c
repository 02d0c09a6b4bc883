/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lane file. The core's generic drug model: gut, central and two peripheral compartments with linear and saturable
 * elimination. It drives nothing and cannot be prescribed; it is here because the published model has it.
 */
#include "agents/agent.h"
#include "agents/generic_pk_tables.h"

enum { PKGUT, PKCENT, PKPER1, PKPER2 };
enum {
#define BM__ROW(name, ...) name,
    BM__GENERIC_PK_PARAMETERS(BM__ROW)
#undef BM__ROW
};
static const struct bm__value_row parameters[] = {BM__GENERIC_PK_PARAMETERS(BM__PARAMETER_ROW)};
static const struct bm__value_row states[] = {BM__GENERIC_PK_STATES(BM__STATE_ROW)};
static const struct bm__own_entry own[] = {{PKGUT, PKGUT},   {PKCENT, PKGUT},  {PKCENT, PKCENT},
                                           {PKCENT, PKPER1}, {PKCENT, PKPER2}, {PKPER1, PKCENT},
                                           {PKPER1, PKPER1}, {PKPER2, PKCENT}, {PKPER2, PKPER2}};

static void field(const struct bm__agent_at *s) {
    const bm__real *p = s->p, *x = s->x;
    const bm__real C = x[PKCENT] / p[PKVC];
    const bm__real per_KM = 1.0 / (p[PKKM] + C);
    const bm__real PKCLNL = p[PKVMAX] * per_KM;
    const bm__real back1 = p[PKQ1] / p[PKVP1], back2 = p[PKQ2] / p[PKVP2];
    s->f[PKGUT] = -p[PKKA] * x[PKGUT];
    s->f[PKCENT] =
        p[PKKA] * x[PKGUT] + back1 * x[PKPER1] + back2 * x[PKPER2] - (p[PKQ1] + p[PKQ2] + p[PKCL] + PKCLNL) * C;
    s->f[PKPER1] = p[PKQ1] * C - back1 * x[PKPER1];
    s->f[PKPER2] = p[PKQ2] * C - back2 * x[PKPER2];
    if (s->jac) {
        const bm__real per_VC = 1.0 / p[PKVC];
        s->jac[0] = -p[PKKA];
        s->jac[1] = p[PKKA];
        s->jac[2] = -(p[PKQ1] + p[PKQ2] + p[PKCL] + PKCLNL * p[PKKM] * per_KM) * per_VC;
        s->jac[3] = back1;
        s->jac[4] = back2;
        s->jac[5] = p[PKQ1] * per_VC;
        s->jac[6] = -back1;
        s->jac[7] = p[PKQ2] * per_VC;
        s->jac[8] = -back2;
    }
}

const struct bm__agent BM__LANE_SYMBOL(bm__agent_generic_pk) = {
    .name = "generic_pk",
    .unit = "mg",
    .description = "The core's generic drug model, which drives nothing",
    .source = BM__SRC_OBM,
    .code = "",
    BM__AGENT_TABLES,
};
