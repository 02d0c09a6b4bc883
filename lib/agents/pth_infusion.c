/* SPDX-License-Identifier: Apache-2.0 */
/* Lane file. Continuous infusion of PTH. */
#include "agents/agent.h"

static void field(const struct bm__agent_at *s) {
    s->u[BM__U_pth_supply] += s->rate[0];
}

static double level(const double *p, double rate, const double *x) {
    (void)p;
    (void)x;
    return rate;
}

const struct bm__agent BM__LANE_SYMBOL(bm__agent_pth_infusion) = {
    .name = "pth_infusion",
    .unit = "pmol/h",
    .description = "Continuous infusion of PTH into the circulation",
    .source = BM__SRC_PR2010 "; default: the gland's own secretion at baseline",
    .code = "",
    .flags = BM_FLAG_CONTINUOUS,
    .models = BM__IN_CORE,
    .pushes_pth = 1,
    .dose_minimum = 0.0,
    .dose_maximum = 10000.0,
    .dose_label = 385.0,
    .usual_minimum = 0.0,
    .usual_maximum = 1000.0,
    .level_unit = "pmol/h",
    .field = field,
    .level = level,
};
