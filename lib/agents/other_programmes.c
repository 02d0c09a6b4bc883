/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lane file. What moves her without loading bone: balance and flexibility training prevent falls, low-intensity
 * vibration has done nothing in trials; and immobilisation, which takes load away.
 */
#include "agents/agent.h"

/* Of the options, effort changes nothing: it is there because programmes are described by it. */
enum { PER_WEEK, MINUTES, INTENSITY };
enum { FULL_DOSE, FALL_RATE };
enum { LOAD = FALL_RATE };

/* clang-format off */
#define OPTIONS(agent, per_week, minutes, from)                                                                        \
    {#agent ".sessions_per_week", per_week, "/wk", 0.0, 28.0, 0, from, "Sessions a week"},                             \
    {#agent ".minutes_per_session", minutes, "min", 0.0, 600.0, 0, from, "Minutes a session"},                         \
    {#agent ".intensity", 0.5, "1", 0.0, 1.0, 0, "choice", "Effort, relative to the most she can: has no effect"}
#define FULL(agent, minutes, from)                                                                                     \
    BM__AGENT_PARAMETER_ROW(agent, full_dose, minutes, "min/wk", 1.0, 2000.0, 0, from,                                 \
                            "Minutes a week from which the effect is whole; in proportion below")
#define FALLS(agent, rate, from)                                                                                       \
    BM__AGENT_PARAMETER_ROW(agent, fall_rate, rate, "1", 0.1, 1.0, 0, from,                                            \
                            "Rate of falls under the whole effect, relative to that without")

static const struct bm__value_row balance_parameters[] = {
    FULL(balance_training, 135.0, "choice: 3 x 45 min")
    FALLS(balance_training, 0.77, "exercise that prevents falls: rate ratio 0.77 (0.71-0.83)")};
static const struct bm__value_row flexibility_parameters[] = {
    FULL(flexibility_training, 135.0, "choice: 3 x 45 min")
    FALLS(flexibility_training, 0.95, "choice: part of programmes that prevent falls, hardly tried alone")};
static const struct bm__value_row vibration_parameters[] = {
    FULL(whole_body_vibration, 140.0, "Slatkovska 2011: 20 min a day")
    BM__AGENT_PARAMETER_ROW(whole_body_vibration, load, 0.0, "1", 0.0, 10.0, 0,
                            "Slatkovska 2011: no difference in density at 0.3 g",
                            "Load that the whole effect adds at spine and hip, relative to habit")};
static const struct bm__value_row balance_options[] = {OPTIONS(balance_training, 3.0, 45.0, "usual in trials")};
static const struct bm__value_row flexibility_options[] = {OPTIONS(flexibility_training, 3.0, 45.0, "usual in trials")};
static const struct bm__value_row vibration_options[] = {OPTIONS(whole_body_vibration, 7.0, 20.0, "Slatkovska 2011")};
/* clang-format on */

/* The part of the whole effect. */
static double part(const double *p, const double *options, double dose) {
    return fmin(1.0, dose * options[PER_WEEK] * options[MINUTES] / p[FULL_DOSE]);
}

/* The logarithm of the rate of falls. */
static void falls_parts(const double *p, const double *options, double dose, double parts[BM__MAX_RATES]) {
    parts[0] = part(p, options, dose) * bm__log_of_one(p[FALL_RATE]);
}
static void falls_field(const struct bm__agent_at *s) {
    s->u[BM__U_fall_rate] += s->rate[0];
}
static double falls_level(const double *p, double rate, const double *x) {
    (void)p;
    (void)x;
    return 1.0 - bm__exp_of_one(rate); /* falls that are prevented */
}

static void vibration_parts(const double *p, const double *options, double dose, double parts[BM__MAX_RATES]) {
    parts[0] = part(p, options, dose) * p[LOAD];
}
static void vibration_field(const struct bm__agent_at *s) {
    s->u[BM__U_loading_LS] += s->rate[0];
    s->u[BM__U_loading_TH] += s->rate[0];
    s->u[BM__U_loading_FN] += s->rate[0];
}

static void immobilisation_field(const struct bm__agent_at *s) {
    s->u[BM__U_immobilisation] += s->rate[0];
}

static double level(const double *p, double rate, const double *x) {
    (void)p;
    (void)x;
    return rate;
}

#define PROGRAMME(agent, of)                                                                                           \
    .name = #agent, .unit = "1", .code = "", .flags = BM_FLAG_CONTINUOUS, .models = BM__IN_FULL, .dose_minimum = 0.0,  \
    .dose_maximum = 10.0, .dose_label = 1.0, .usual_minimum = 0.0, .usual_maximum = 2.0, .level_unit = "1",            \
    .n_rates = 1, .n_parameters = BM__COUNT(of##_parameters), .parameters = of##_parameters,                           \
    .n_options = BM__COUNT(of##_options), .options = of##_options

const struct bm__agent BM__LANE_SYMBOL(bm__agent_balance_training) = {
    PROGRAMME(balance_training, balance),
    .level = falls_level,
    .description = "Balance training: prevents falls, does nothing to bone",
    .source = "exercise that prevents falls, rate ratio 0.77 (0.71-0.83)",
    .parts = falls_parts,
    .field = falls_field,
};
const struct bm__agent BM__LANE_SYMBOL(bm__agent_flexibility_training) = {
    PROGRAMME(flexibility_training, flexibility),
    .level = falls_level,
    .description = "Flexibility training, stretching: hardly prevents falls, does nothing to bone",
    .source = "choice: part of programmes that prevent falls, hardly tried alone",
    .parts = falls_parts,
    .field = falls_field,
};
const struct bm__agent BM__LANE_SYMBOL(bm__agent_whole_body_vibration) = {
    PROGRAMME(whole_body_vibration, vibration),
    .level = level,
    .description = "Low-intensity whole-body vibration: nothing, as in trials, unless whole_body_vibration.load is set",
    .source = "Slatkovska 2011, and Baker 2018 in women on an aromatase inhibitor: no effect",
    .parts = vibration_parts,
    .field = vibration_field,
};
const struct bm__agent BM__LANE_SYMBOL(bm__agent_immobilisation) = {
    .name = "immobilisation",
    .unit = "1",
    .description = "Immobilisation: 1 = bed rest, 0 = her usual life",
    .source = "LeBlanc 1990: 17 weeks of bed rest",
    .code = "",
    .flags = BM_FLAG_CONTINUOUS,
    .models = BM__IN_FULL,
    .dose_minimum = 0.0,
    .dose_maximum = 1.0,
    .dose_label = 1.0,
    .usual_minimum = 0.0,
    .usual_maximum = 1.0,
    .level_unit = "1",
    .field = immobilisation_field,
    .level = level,
};
