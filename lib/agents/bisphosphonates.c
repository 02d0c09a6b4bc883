/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lane file. Bisphosphonates: what the skeleton takes up lies on the bone surface, where osteoclasts eat it; it is
 * washed off, or buried under new bone, which remodelling opens again.
 */
#include "body/index.h"
#include "agents/agent.h"
#include "agents/generated/fitted_agents.h"

enum { EC50, k_off, k_bury, k_release, skeleton, F };
enum { SURFACE, BURIED };

#define PARAMETERS(agent, uptake, uptake_source)                                                                       \
    BM__AGENT_PARAMETER_ROW(agent, EC50, BM__FITTED_##agent##_EC50, "mg", 1.0e-3, 1000.0, BM_FLAG_FITTED,              \
                            BM__SRC_FITTED, "Amount on the bone surface with half of the largest effect")              \
    BM__AGENT_PARAMETER_ROW(agent, k_off, BM__FITTED_##agent##_k_off, "/a", 0.0, 100.0, BM_FLAG_FITTED,                \
                            BM__SRC_FITTED, "Loss from the bone surface out of the body")                              \
    BM__AGENT_PARAMETER_ROW(agent, k_bury, 0.25, "/a", 0.0, 10.0, 0, BM__SRC_FIRST, "Burial under new bone")           \
    BM__AGENT_PARAMETER_ROW(agent, k_release, 0.05, "/a", 0.0, 10.0, 0,                                                \
                            "turnover of buried bone, recalled and not verified",                                      \
                            "Return of what is buried to the surface")                                                 \
    BM__AGENT_PARAMETER_ROW(agent, skeleton, uptake, "1", 0.0, 1.0, 0, uptake_source,                                  \
                            "Part of what reaches the blood that the skeleton takes up")
#define ORAL(agent, f, f_source)                                                                                       \
    BM__AGENT_PARAMETER_ROW(agent, F, f, "1", 0.0, 1.0, 0, f_source, "Bioavailability by mouth")

static const struct bm__value_row zoledronic_acid_parameters[] = {
    PARAMETERS(zoledronic_acid, 0.61, "39% in urine within 24 h, recalled and not verified (label: 40-50% in urine)")};
static const struct bm__value_row alendronate_parameters[] = {
    PARAMETERS(alendronate, 0.5, "about 50% in urine within 5 days") ORAL(alendronate, 0.0064, "label: 0.64%")};
static const struct bm__value_row risedronate_parameters[] = {
    PARAMETERS(risedronate, 0.5, "label: 50% in urine within 24 h") ORAL(risedronate, 0.0063, "label: 0.63%")};
static const struct bm__value_row ibandronate_parameters[] = {
    PARAMETERS(ibandronate, 0.45, "40-50% to bone, recalled and not verified")
        ORAL(ibandronate, 0.006, "0.6%, recalled and not verified")};
static const struct bm__value_row ibandronate_options[] = {
    {"ibandronate.route", 0.0, "1", 0.0, 1.0, BM__OPTION_WHOLE, "choice",
     "How it is given: 0 = by mouth, 1 = into a vein"},
};

#define STATE(agent, name, description)                                                                                \
    {#agent "." #name, 0.0, "mg", 0.0, 1.0e6, BM__STATE_PERTURBED, BM__SRC_FIRST, description},
#define STATES(agent) STATE(agent, surface, "Amount on the bone surface") STATE(agent, buried, "Amount buried in bone")
static const struct bm__value_row zoledronic_acid_states[] = {STATES(zoledronic_acid)};
static const struct bm__value_row alendronate_states[] = {STATES(alendronate)};
static const struct bm__value_row risedronate_states[] = {STATES(risedronate)};
static const struct bm__value_row ibandronate_states[] = {STATES(ibandronate)};

static const struct bm__own_entry own[] = {{SURFACE, SURFACE}, {SURFACE, BURIED}, {BURIED, SURFACE}, {BURIED, BURIED}};
static const struct bm__push pushes[] = {{BM__U_osteoclast_apoptosis, SURFACE}};

static void field(const struct bm__agent_at *s) {
    const bm__real *p = s->p, *x = s->x;
    const double per_h = 1.0 / BM__HOURS_PER_YEAR;
    const bm__real bury = p[k_bury] * per_h, off = p[k_off] * per_h, release = p[k_release] * per_h;
    s->f[SURFACE] = release * x[BURIED] - (bury + off) * x[SURFACE];
    s->f[BURIED] = bury * x[SURFACE] - release * x[BURIED];
    s->u[BM__U_osteoclast_apoptosis] += x[SURFACE] / p[EC50];
    if (s->jac) {
        s->jac[0] = -(bury + off);
        s->jac[1] = release;
        s->jac[2] = bury;
        s->jac[3] = -release;
        s->push[0] = 1.0 / p[EC50];
    }
}

static double into_vein(const double *p, const double *options, double dose_mg) {
    (void)options;
    return dose_mg * p[skeleton];
}
static double by_mouth(const double *p, const double *options, double dose_mg) {
    (void)options;
    return dose_mg * p[F] * p[skeleton];
}
static double by_route(const double *p, const double *options, double dose_mg) {
    return (options[0] == 0.0 ? by_mouth : into_vein)(p, options, dose_mg);
}

static double level(const double *p, double rate, const double *x) {
    (void)p;
    (void)rate;
    return x[SURFACE];
}

#define AGENT(agent, dose, every_d, smallest_studied, largest_studied)                                                 \
    .name = #agent, .unit = "mg", .models = BM__IN_FULL, .bone_drug = BM__DRUG_BISPHOSPHONATE, .dose_minimum = 0.0,    \
    .dose_maximum = 20.0 * (dose), .dose_label = (dose), .every_label_d = (every_d),                                   \
    .usual_minimum = (smallest_studied), .usual_maximum = (largest_studied), .level_unit = "mg",                       \
    .n_parameters = BM__COUNT(agent##_parameters), .parameters = agent##_parameters,                                   \
    .n_states = BM__COUNT(agent##_states), .states = agent##_states, .n_own = BM__COUNT(own), .own = own,              \
    .n_pushes = BM__COUNT(pushes), .pushes = pushes, .field = field, .level = level

const struct bm__agent BM__LANE_SYMBOL(bm__agent_zoledronic_acid) = {
    AGENT(zoledronic_acid, 4.0, 182.625, 1.0, 5.0),
    .clearance_minimum = 35.0,
    .description = "Zoledronic acid into a vein: bisphosphonate",
    .source = "4 mg every 6 months, as with aromatase inhibitors (osteoporosis label: 5 mg a year)",
    .code = "ATC:M05BA08",
    .amount = into_vein,
};

const struct bm__agent BM__LANE_SYMBOL(bm__agent_alendronate) = {
    AGENT(alendronate, 70.0, 7.0, 5.0, 70.0),
    .clearance_minimum = 35.0,
    .description = "Alendronate by mouth: bisphosphonate",
    .source = "Label: 70 mg a week",
    .code = "ATC:M05BA04",
    .averaged_within_d = 8.0,
    .amount = by_mouth,
};

const struct bm__agent BM__LANE_SYMBOL(bm__agent_risedronate) = {
    AGENT(risedronate, 35.0, 7.0, 5.0, 150.0),
    .clearance_minimum = 30.0,
    .description = "Risedronate by mouth: bisphosphonate",
    .source = "Label: 35 mg a week",
    .code = "ATC:M05BA07",
    .averaged_within_d = 8.0,
    .amount = by_mouth,
};

const struct bm__agent BM__LANE_SYMBOL(bm__agent_ibandronate) = {
    AGENT(ibandronate, 150.0, 30.4375, 1.0, 150.0),
    .clearance_minimum = 30.0,
    .description = "Ibandronate by mouth or into a vein: bisphosphonate",
    .source = "Label: 150 mg a month by mouth, or 3 mg every 3 months into a vein",
    .code = "ATC:M05BA06",
    .averaged_within_d = 8.0,
    .n_options = BM__COUNT(ibandronate_options),
    .options = ibandronate_options,
    .amount = by_route,
};
