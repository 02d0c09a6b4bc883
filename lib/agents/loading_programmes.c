/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lane file. Exercise that loads bone. A session gives a site the osteogenic index
 *
 *     intensity x (peak load - 1) x ln(1 + cycles)
 *
 * (Turner and Robling 2003: peak force x ln(1 + cycles)), where the peak load stands relative to that of habitual
 * walking, so that what she does every day anyway is no stimulus. A bout that comes t hours after another counts
 * 1 - exp(-t/6 h). The sum over a week, relative to the index of habitual walking over a week, is the push on the
 * site; bone answers to a session for about a day.
 */
#include "agents/loading_programmes.h"

static const double walking_bw = 1.2;       /* peak ground reaction of habitual walking */
static const double steps_per_min = 55.0;   /* of one leg */
static const double steps_per_day = 4000.0; /* of one leg, habitually: choice */
/* Part of the ground reaction's rise that arrives; the spine is damped on the way: choice. */
static const double transfer[BM__N_SITES] = {[BM__SITE_LS] = 0.6, [BM__SITE_TH] = 1.0, [BM__SITE_FN] = 1.0};

#define VALUES(per_week, minutes, intensity, sets, repetitions, impact_bw, jumps)                                      \
    { per_week, minutes, intensity, sets, repetitions, impact_bw, jumps }

/* Loads of lifts by site (spine, total hip, femoral neck, radius) and usual frequencies: choices within the ranges of
 * BM__SRC_EXERCISE. */
/* clang-format off */
const struct bm__exercise bm__exercises[BM__N_EXERCISES] = {
    {"squat", "Barbell squats: femoral neck and hip", BM__LIFTS,
     {2.2, 2.3, 2.5, 1.0}, VALUES(2.5, 20, 0.8, 4, 8, 3, 0)},
    {"goblet_squat", "Goblet squats: hip and femoral neck", BM__LIFTS,
     {1.8, 2.0, 2.2, 1.1}, VALUES(2.5, 20, 0.7, 3, 10, 3, 0)},
    {"deadlift", "Deadlifts: spine, and hip", BM__LIFTS,
     {4.0, 1.6, 1.5, 1.5}, VALUES(1.5, 20, 0.8, 4, 6, 3, 0)},
    {"weighted_carry", "Carrying weights: spine, and hip", BM__LIFTS,
     {3.0, 1.5, 1.5, 1.5}, VALUES(1.5, 20, 0.7, 3, 20, 3, 0)},
    {"push_up", "Push-ups: distal radius", BM__LIFTS,
     {1.2, 1.0, 1.0, 4.0}, VALUES(2.5, 10, 0.8, 3, 8, 3, 0)},
    {"modified_push_up", "Push-ups on the knees: distal radius", BM__LIFTS,
     {1.1, 1.0, 1.0, 3.0}, VALUES(2.5, 10, 0.7, 3, 10, 3, 0)},
    {"jump", "Jumps: hip, femoral neck, and spine", BM__JUMPS,
     {0}, VALUES(1.5, 10, 0.9, 0, 0, 4.0, 30)},
    {"box_jump", "Box jumps: hip, femoral neck, and spine", BM__JUMPS,
     {0}, VALUES(1.5, 10, 0.9, 0, 0, 4.5, 20)},
    {"walking", "Walking: hardly more than bone is used to", BM__STEPS,
     {0}, VALUES(5, 30, 0.6, 0, 0, 1.25, 0)},
    {"jogging", "Jogging: hip, femoral neck, and spine", BM__STEPS,
     {0}, VALUES(3, 30, 0.7, 0, 0, 2.5, 0)},
    {"hiking", "Hiking: hip and femoral neck", BM__STEPS,
     {0}, VALUES(1, 120, 0.6, 0, 0, 1.5, 0)},
    {"dancing", "Dancing: hip and femoral neck", BM__STEPS,
     {0}, VALUES(2, 60, 0.6, 0, 0, 1.7, 0)},
    {"stair_climbing", "Stair climbing: hip and femoral neck", BM__STEPS,
     {0}, VALUES(3, 20, 0.7, 0, 0, 1.4, 0)},
};

/* What a programme is that names no exercise: several of its kind. */
static const struct bm__exercise resistance = {
    "resistance_training", "", BM__LIFTS, {3.0, 1.8, 1.8, 2.0}, VALUES(3, 45, 0.65, 2, 10, 3, 0)};
static const struct bm__exercise aerobic = {
    "weight_bearing_aerobic", "", BM__STEPS, {0}, VALUES(3, 45, 0.7, 0, 0, 1.5, 0)};
static const struct bm__exercise impact = {
    "impact_training", "", BM__JUMPS, {0}, VALUES(3, 20, 0.9, 0, 0, 3, 30)};
/* clang-format on */

enum { RECOVERY_h, HALF_LIFE_h };
enum { LS, TH, FN, DR };

/* clang-format off */
#define PARAMETERS(agent)                                                                                              \
    BM__AGENT_PARAMETER_ROW(agent, recovery_time, 6.0, "h", 0.1, 240.0, 0, "Turner and Robling 2003, 6 h",             \
                            "Time constant in which bone recovers its answer after a bout")                            \
    BM__AGENT_PARAMETER_ROW(agent, signal_half_life, 24.0, "h", 1.0, 240.0, 0,                                         \
                            "choice: sensitivity is back after about a day", "Half-life of bone's answer to a session")
#define STATE(agent, name)                                                                                             \
    {#agent "." #name, 0.0, "1", 0.0, 1.0e3, BM__STATE_PERTURBED, "Turner and Robling 2003", "Load it adds: " #name}
#define STATES(agent)                                                                                                  \
    STATE(agent, lumbar_spine), STATE(agent, total_hip), STATE(agent, femoral_neck), STATE(agent, distal_radius)
#define BY_PRESET(agent, name, unit, minimum, maximum, description)                                                    \
    {#agent "." #name, (double)NAN, unit, minimum, maximum, 0, "not given: as the preset has it", description}
#define OPTIONS(agent)                                                                                                 \
    BY_PRESET(agent, sessions_per_week, "/wk", 0.1, 28.0, "Sessions a week"),                                          \
    BY_PRESET(agent, minutes_per_session, "min", 0.0, 600.0, "Minutes a session: count the steps of walking and such"), \
    BY_PRESET(agent, intensity, "1", 0.0, 1.0, "Effort, relative to the most she can"),                                \
    BY_PRESET(agent, sets, "1", 0.0, 100.0, "Sets of lifts a session"),                                                \
    BY_PRESET(agent, repetitions, "1", 0.0, 1000.0, "Lifts a set"),                                                    \
    BY_PRESET(agent, impact_bw, "1", 0.0, 15.0, "Peak ground reaction force of steps or jumps, in body weights"),      \
    BY_PRESET(agent, jumps_per_session, "1", 0.0, 2000.0, "Jumps a session"),                                          \
    {#agent ".exercise", 0.0, "1", 0.0, BM__N_EXERCISES, BM__OPTION_WHOLE, BM__SRC_EXERCISE,                           \
     "Preset, by its number in the catalogue; 0 = several of the kind"},                                               \
    {#agent ".by_session", 0.0, "1", 0.0, 1.0, BM__OPTION_WHOLE, "choice",                                             \
     "1 = every session is an event, 0 = evenly over the week"}
/* clang-format on */

static const struct bm__own_entry own[] = {{LS, LS}, {TH, TH}, {FN, FN}, {DR, DR}};
static const struct bm__push pushes[] = {
    {BM__U_loading_LS, LS}, {BM__U_loading_TH, TH}, {BM__U_loading_FN, FN}, {BM__U_loading_DR, DR}};

static void field(const struct bm__agent_at *s) {
    const bm__real k = BM__LN2 / s->p[HALF_LIFE_h];
    for (int i = 0; i < BM__N_SITES; i++) {
        s->f[i] = s->rate[i] - k * s->x[i];
        s->u[BM__U_loading_LS + i] += s->x[i];
        if (s->jac) {
            s->jac[i] = -k;
            s->push[i] = bm__all(1.0);
        }
    }
}

static const struct bm__exercise *preset(const double *options, const struct bm__exercise *of_agent) {
    const int number = (int)options[BM__EXERCISE_exercise];
    return number ? &bm__exercises[number - 1] : of_agent;
}

static double value_of(const double *options, const struct bm__exercise *e, enum bm__exercise_option option) {
    return isnan(options[option]) ? e->values[option] : options[option];
}

/* Osteogenic index at a site of a part of a session. */
static double index_of(double peak, double cycles) {
    return fmax(0.0, peak - 1.0) * bm__log_of_one(1.0 + cycles);
}

/* What a session adds to each site's load, so that evenly repeated ones hold it at their weekly index relative to that
 * of habitual walking. */
static void session(const double *p, const double *options, double dose, const struct bm__exercise *e,
                    double parts[BM__MAX_RATES]) {
#define VALUE(option) value_of(options, e, BM__EXERCISE_##option)
    const double hours_per_week = 7.0 * BM__HOURS_PER_DAY;
    const double habitual = 7.0 * bm__log_of_one(1.0 + steps_per_day);
    const double recovered = 1.0 - bm__exp_of_one(-hours_per_week / VALUE(sessions_per_week) / p[RECOVERY_h]);
    const double lifts = e->kind == BM__LIFTS ? VALUE(sets) * VALUE(repetitions) : 0.0;
    const double steps = e->kind == BM__STEPS ? VALUE(minutes_per_session) * steps_per_min : 0.0;
    const double jumps = VALUE(jumps_per_session), impact_bw = VALUE(impact_bw);
    const double scale = dose * VALUE(intensity) * recovered / habitual * hours_per_week * BM__LN2 / p[HALF_LIFE_h];
    for (int i = 0; i < BM__N_SITES; i++) {
        const double from_ground = 1.0 + (impact_bw / walking_bw - 1.0) * transfer[i];
        parts[i] = scale * (index_of(e->peak[i], lifts) + index_of(from_ground, steps) + index_of(from_ground, jumps));
    }
#undef VALUE
}

/* The first state stands for the programme: the spine's load. */
static double level(const double *p, double rate, const double *x) {
    (void)p;
    (void)rate;
    return x[LS];
}

#define AGENT(agent, of_agent, text)                                                                                   \
    static const struct bm__value_row agent##_parameters[] = {PARAMETERS(agent)};                                      \
    static const struct bm__value_row agent##_states[] = {STATES(agent)};                                              \
    static const struct bm__value_row agent##_options[] = {OPTIONS(agent)};                                            \
    static void agent##_parts(const double *p, const double *options, double dose, double parts[BM__MAX_RATES]) {      \
        session(p, options, dose, preset(options, &(of_agent)), parts);                                                \
    }                                                                                                                  \
    static double agent##_per_week(const double *options) {                                                            \
        return value_of(options, preset(options, &(of_agent)), BM__EXERCISE_sessions_per_week);                        \
    }                                                                                                                  \
    const struct bm__agent BM__LANE_SYMBOL(bm__agent_##agent) = {                                                      \
        .name = #agent,                                                                                                \
        .unit = "1",                                                                                                   \
        .description = text ", relative to what its parameters say",                                                   \
        .source = BM__SRC_EXERCISE,                                                                                    \
        .code = "",                                                                                                    \
        .flags = BM_FLAG_CONTINUOUS,                                                                                   \
        .models = BM__IN_FULL,                                                                                         \
        .dose_minimum = 0.0,                                                                                           \
        .dose_maximum = 10.0,                                                                                          \
        .dose_label = 1.0,                                                                                             \
        .usual_minimum = 0.0,                                                                                          \
        .usual_maximum = 2.0,                                                                                          \
        .level_unit = "1",                                                                                             \
        .n_rates = BM__N_SITES,                                                                                        \
        .n_parameters = BM__COUNT(agent##_parameters),                                                                 \
        .n_states = BM__COUNT(agent##_states),                                                                         \
        .n_own = BM__COUNT(own),                                                                                       \
        .n_pushes = BM__COUNT(pushes),                                                                                 \
        .n_options = BM__COUNT(agent##_options),                                                                       \
        .parameters = agent##_parameters,                                                                              \
        .states = agent##_states,                                                                                      \
        .options = agent##_options,                                                                                    \
        .own = own,                                                                                                    \
        .pushes = pushes,                                                                                              \
        .field = field,                                                                                                \
        .parts = agent##_parts,                                                                                        \
        .sessions_per_week = agent##_per_week,                                                                         \
        .level = level,                                                                                                \
    };

AGENT(resistance_training, resistance, "Resistance training")
AGENT(weight_bearing_aerobic, aerobic, "Weight-bearing aerobic exercise")
AGENT(impact_training, impact, "Impact training: jumps")
