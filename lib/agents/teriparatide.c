/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lane file. Teriparatide as in the core: from the depot under the skin straight into circulating PTH. TERICENT only
 * keeps the books.
 */
#include "agents/agent.h"
#include "agents/teriparatide_tables.h"

enum { TERISC, TERICENT };
enum {
#define BM__ROW(name, ...) name,
    BM__TERIPARATIDE_PARAMETERS(BM__ROW)
#undef BM__ROW
};
static const struct bm__value_row parameters[] = {BM__TERIPARATIDE_PARAMETERS(BM__PARAMETER_ROW)};
static const struct bm__value_row states[] = {BM__TERIPARATIDE_STATES(BM__STATE_ROW)};
static const struct bm__own_entry own[] = {{TERISC, TERISC}, {TERICENT, TERISC}, {TERICENT, TERICENT}};
static const struct bm__push pushes[] = {{BM__U_pth_supply, TERISC}, {BM__U_pulsatile_pth, TERISC}};

/* pmol/h that 20 ug a day give on average: the unit of the target pulsatile_pth */
static const double pulsatile_unit = 20.0e6 / 4117.8 * 0.95 / 24.0;

static void field(const struct bm__agent_at *s) {
    const bm__real *p = s->p, *x = s->x;
    const bm__real rate = p[TERICL] / p[TERIVC]; /* the published names; in effect the absorption rate */
    const bm__real TERIPKIN = rate * x[TERISC];  /* pmol/h */
    s->f[TERISC] = -TERIPKIN;
    s->f[TERICENT] = TERIPKIN - p[TERIKA] * x[TERICENT];
    s->u[BM__U_pth_supply] += TERIPKIN;
    s->u[BM__U_pulsatile_pth] += TERIPKIN / pulsatile_unit;
    if (s->jac) {
        s->jac[0] = -rate;
        s->jac[1] = rate;
        s->jac[2] = -p[TERIKA];
        s->push[0] = rate;
        s->push[1] = rate / pulsatile_unit;
    }
}

/* ug to pmol: 4117.8 g/mol */
static double amount(const double *p, const double *options, double dose_ug) {
    (void)options;
    return dose_ug * 1e6 / 4117.8 * p[TERIF];
}

static double level(const double *p, double rate, const double *x) {
    (void)rate;
    return x[TERICENT] / p[TERIVC];
}

const struct bm__agent BM__LANE_SYMBOL(bm__agent_teriparatide) = {
    .name = "teriparatide",
    .unit = "ug",
    .description = "Teriparatide under the skin: PTH 1-34",
    .source = "Label: 20 ug a day; kinetics as in " BM__SRC_PR2010,
    .code = "ATC:H05AA02",
    .models = BM__IN_CORE | BM__IN_FULL,
    .bone_drug = BM__DRUG_PTH,
    .pushes_pth = 1,
    .dose_minimum = 0.0,
    .dose_maximum = 200.0,
    .dose_label = 20.0,
    .every_label_d = 1.0,
    .usual_minimum = 5.0,
    .usual_maximum = 40.0,
    .averaged_within_d = 2.0,
    .level_unit = "pmol/L",
    BM__AGENT_TABLES,
    .n_pushes = BM__COUNT(pushes),
    .pushes = pushes,
    .amount = amount,
    .level = level,
};
