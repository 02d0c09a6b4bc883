/* SPDX-License-Identifier: Apache-2.0 */
/* Lane file. Calcium and vitamin D as supplements: what is taken beyond diet and sun, day by day. */
#include "interventions/agent.h"

static void calcium_field(const struct bm__agent_at *s) {
    s->u[BM__U_calcium_supply] += s->rate;
}
static void vitamin_d_field(const struct bm__agent_at *s) {
    s->u[BM__U_vitamin_d_supply] += s->rate;
}

static double level(const double *p, double rate, const double *x) {
    (void)p;
    (void)x;
    return rate;
}

const struct bm__agent BM__LANE_SYMBOL(bm__agent_calcium) = {
    .name = "calcium",
    .unit = "mg/d",
    .description = "Calcium supplement, elemental calcium",
    .source = "trials with aromatase inhibitors: 1000-1200 mg a day",
    .code = "ATC:A12AA",
    .flags = BM_FLAG_CONTINUOUS,
    .models = BM__IN_FULL,
    .dose_minimum = 0.0,
    .dose_maximum = 10000.0,
    .dose_label = 1000.0,
    .usual_minimum = 0.0,
    .usual_maximum = 2000.0,
    .level_unit = "mg/d",
    .field = calcium_field,
    .level = level,
};

const struct bm__agent BM__LANE_SYMBOL(bm__agent_vitamin_d) = {
    .name = "vitamin_d",
    .unit = "[iU]/d",
    .description = "Vitamin D supplement (cholecalciferol)",
    .source = "trials with aromatase inhibitors: 400-800 IU a day",
    .code = "ATC:A11CC",
    .flags = BM_FLAG_CONTINUOUS,
    .models = BM__IN_FULL,
    .dose_minimum = 0.0,
    .dose_maximum = 100000.0,
    .dose_label = 800.0,
    .usual_minimum = 0.0,
    .usual_maximum = 4000.0,
    .level_unit = "[iU]/d",
    .field = vitamin_d_field,
    .level = level,
};
