/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lane file. Denosumab as in the core's 2012 extension: absorption from under the skin, two compartments, linear and
 * saturable elimination; it removes free RANKL in proportion to its concentration (binding does not consume it).
 */
#include "agents/agent.h"
#include "agents/denosumab_tables.h"

enum { DENSC, DENCENT, DENPER };
enum {
#define BM__ROW(name, ...) name,
    BM__DENOSUMAB_PARAMETERS(BM__ROW)
#undef BM__ROW
};
static const struct bm__value_row parameters[] = {BM__DENOSUMAB_PARAMETERS(BM__PARAMETER_ROW)};
static const struct bm__value_row states[] = {BM__DENOSUMAB_STATES(BM__STATE_ROW)};
static const struct bm__own_entry own[] = {{DENSC, DENSC},    {DENCENT, DENSC},  {DENCENT, DENCENT},
                                           {DENCENT, DENPER}, {DENPER, DENCENT}, {DENPER, DENPER}};
static const struct bm__push pushes[] = {{BM__U_rankl_clearance, DENCENT}};

static void field(const struct bm__agent_at *s) {
    const bm__real *p = s->p, *x = s->x;
    const bm__real DENCP = x[DENCENT] / p[DENVC]; /* ng/mL */
    const bm__real per_KM = 1.0 / (p[DENKM] + DENCP);
    const bm__real DENCLNL = p[DENVMAX] * per_KM; /* mL/h */
    const bm__real back = p[DENQ] / p[DENVP];
    const double pM_per_ng_ml = 1e6 / 150000.0; /* 150 kDa */
    s->f[DENSC] = -p[DENKA] * x[DENSC];
    s->f[DENCENT] = p[DENKA] * x[DENSC] + back * x[DENPER] - (p[DENQ] + p[DENCL] + DENCLNL) * DENCP;
    s->f[DENPER] = p[DENQ] * DENCP - back * x[DENPER];
    s->u[BM__U_rankl_clearance] += p[kdenosl] * (DENCP * pM_per_ng_ml);
    if (s->jac) {
        const bm__real per_VC = 1.0 / p[DENVC];
        s->jac[0] = -p[DENKA];
        s->jac[1] = p[DENKA];
        s->jac[2] = -(p[DENQ] + p[DENCL] + DENCLNL * p[DENKM] * per_KM) * per_VC;
        s->jac[3] = back;
        s->jac[4] = p[DENQ] * per_VC;
        s->jac[5] = -back;
        s->push[0] = p[kdenosl] * pM_per_ng_ml * per_VC;
    }
}

/* mg to ng */
static double amount(const double *p, const double *options, double dose_mg) {
    (void)options;
    return dose_mg * p[DENF] * 1e6;
}

static double level(const double *p, double rate, const double *x) {
    (void)rate;
    return x[DENCENT] / p[DENVC];
}

const struct bm__agent BM__LANE_SYMBOL(bm__agent_denosumab) = {
    .name = "denosumab",
    .unit = "mg",
    .description = "Denosumab under the skin: antibody to RANKL",
    .source = "Label: 60 mg every 6 months; kinetics as in " BM__SRC_BMD,
    .code = "ATC:M05BX04",
    .models = BM__IN_CORE | BM__IN_FULL,
    .bone_drug = BM__DRUG_RANKL,
    .dose_minimum = 0.0,
    .dose_maximum = 1000.0,
    .dose_label = 60.0,
    .every_label_d = 182.625,
    .usual_minimum = 6.0,
    .usual_maximum = 210.0,
    .level_unit = "ng/mL",
    BM__AGENT_TABLES,
    .n_pushes = BM__COUNT(pushes),
    .pushes = pushes,
    .amount = amount,
    .level = level,
};
