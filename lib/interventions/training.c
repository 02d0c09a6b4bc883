/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lane file. What moves her without loading bone: balance and flexibility training prevent falls, low-intensity
 * vibration has done nothing in trials; and immobilisation, which takes load away.
 */
#include "interventions/agent.h"

enum { PER_WEEK, MINUTES, INTENSITY };

enum { FULL_DOSE, FALL_RATE };

#define OPTIONS(agent)                                                                                                 \
    {#agent ".sessions_per_week", 3.0, "/wk", 0.0, 28.0, 0, "usual in trials", "Sessions a week"},                     \
        {#agent ".minutes_per_session", 45.0, "min", 0.0, 600.0, 0, "usual in trials", "Minutes a session"},
#define INTENSITY_OPTION(agent)                                                                                        \
    {#agent ".intensity",                                                                                              \
     0.5,                                                                                                              \
     "1",                                                                                                              \
     0.0,                                                                                                              \
     1.0,                                                                                                              \
     0,                                                                                                                \
     "choice",                                                                                                         \
     "Effort, relative to the most she can; does not change the effect"},
#define PARAMETERS(agent, rate, rate_source)                                                                           \
    BM__AGENT_PARAMETER_ROW(agent, full_dose, 135.0, "min/wk", 1.0, 2000.0, 0, "choice: 3 x 45 min",                   \
                            "Minutes a week from which the effect is whole; in proportion below")                      \
    BM__AGENT_PARAMETER_ROW(agent, fall_rate, rate, "1", 0.1, 1.0, 0, rate_source,                                     \
                            "Rate of falls under the whole effect, relative to that without")

static const struct bm__value_row balance_parameters[] = {
    PARAMETERS(balance_training, 0.77, "exercise that prevents falls, rate ratio 0.77 (0.71-0.83)")};
static const struct bm__value_row balance_options[] = {OPTIONS(balance_training) INTENSITY_OPTION(balance_training)};
static const struct bm__value_row flexibility_parameters[] = {
    PARAMETERS(flexibility_training, 0.95, "choice: part of the programmes above, hardly tried alone")};
static const struct bm__value_row flexibility_options[] = {OPTIONS(flexibility_training)
                                                               INTENSITY_OPTION(flexibility_training)};
static const struct bm__value_row vibration_parameters[] = {
    BM__AGENT_PARAMETER_ROW(whole_body_vibration, load, 0.0, "1", 0.0, 10.0, 0,
                            "Slatkovska 2011: no difference in density at 0.3 g",
                            "Load it adds at spine and hip at full_dose, relative to habit")
        BM__AGENT_PARAMETER_ROW(whole_body_vibration, full_dose, 140.0, "min/wk", 1.0, 2000.0, 0, "20 min a day",
                                "Minutes a week that the load stands for")};
static const struct bm__value_row vibration_options[] = {
    {"whole_body_vibration.sessions_per_week", 7.0, "/wk", 0.0, 28.0, 0, "Slatkovska 2011", "Sessions a week"},
    {"whole_body_vibration.minutes_per_session", 20.0, "min", 0.0, 600.0, 0, "Slatkovska 2011", "Minutes a session"}};

/* The logarithm of the rate of falls, in proportion to the minutes a week up to the full dose. */
static void falls_parts(const double *p, const double *options, double dose, double parts[BM__MAX_RATES]) {
    parts[0] = fmin(1.0, dose * options[PER_WEEK] * options[MINUTES] / p[FULL_DOSE]) * bm__log_of_one(p[FALL_RATE]);
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
    parts[0] = dose * p[0] * options[PER_WEEK] * options[MINUTES] / p[1];
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
