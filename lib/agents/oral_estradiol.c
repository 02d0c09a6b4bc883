/* SPDX-License-Identifier: Apache-2.0 */
/* Lane file. Estradiol by mouth: one compartment; what it adds to serum estradiol. */
#include "body/extension_parameters.h"
#include "agents/agent.h"

enum { oral_t_half, oral_level };

static const struct bm__value_row parameters[] = {
    BM__AGENT_PARAMETER_ROW(estradiol, oral_t_half, 16.0, "h", 1.0, 200.0, 0, "13-20 h, recalled and not verified",
                            "Half-life of estradiol taken by mouth")
        BM__AGENT_PARAMETER_ROW(estradiol, oral_level, 35.0, "pg.d/(mL.mg)", 0.0, 1000.0, 0,
                                "30-40 pg/mL on 1 mg a day, recalled and not verified",
                                "Serum estradiol added at steady state per daily dose")};
static const struct bm__value_row states[] = {
    {"estradiol.amount", 0.0, "mg", 0.0, 1.0e5, BM__STATE_PERTURBED, "mechanism", "Amount in the body, as doses"},
};
static const struct bm__own_entry own[] = {{0, 0}};
static const struct bm__push pushes[] = {{BM__U_estradiol_supply, 0}};

static void field(const struct bm__agent_at *s) {
    const bm__real k = BM__LN2 / s->p[oral_t_half];
    const bm__real level_per_mg = 24.0 * k * s->p[oral_level]; /* oral_level is per mg a day */
    s->f[0] = -k * s->x[0];
    s->u[BM__U_estradiol_supply] += level_per_mg * s->x[0];
    if (s->jac) {
        s->jac[0] = -k;
        s->push[0] = level_per_mg;
    }
}

static double level(const double *p, double rate, const double *x) {
    (void)rate;
    return 24.0 * BM__LN2 / p[oral_t_half] * p[oral_level] * x[0];
}

const struct bm__agent BM__LANE_SYMBOL(bm__agent_estradiol) = {
    .name = "estradiol",
    .unit = "mg",
    .description = "Estradiol by mouth",
    .source = "Label: 1 mg a day",
    .code = "ATC:G03CA03",
    .models = BM__IN_FULL,
    .suits = BM__AFTER_MENOPAUSE,
    .dose_minimum = 0.0,
    .dose_maximum = 100.0,
    .dose_label = 1.0,
    .every_label_d = 1.0,
    .usual_minimum = 0.25,
    .usual_maximum = 2.0,
    .averaged_within_d = 2.0,
    .level_unit = "pg/mL",
    BM__AGENT_TABLES,
    .n_pushes = BM__COUNT(pushes),
    .pushes = pushes,
    .amount = bm__as_dosed,
    .level = level,
};
