/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lane file. Aromatase inhibitors: letrozole and anastrozole compete for the enzyme, exemestane inactivates it. All
 * push w, inhibited over active enzyme, so that 1/(1 + w) of the enzyme works on.
 *
 * One compartment; absorption is fast against the half-life. Competing, w = C/IC50. Exemestane's inactivated part e
 * follows e' = k_inact C (1 - e) - k_turnover e; written for w = e/(1 - e), which has no edge at e = 1, this is
 *   w' = k_turnover (1 + w) (C/IC50 - w),  IC50 = k_turnover/k_inact.
 * IC50 follows from the estradiol that is left at the label dose: 1 + C_label/IC50 = 1/residual.
 */
#include "body/extension_parameters.h"
#include "agents/agent.h"

/* Average concentration [ng/mL] of a daily dose [mg] at steady state: F dose/(CL tau), with CL = ln 2 V/t_half. */
#define AVERAGE(dose, f, v, half_life) (1000.0 * (f) * (dose) / 24.0 * (half_life) / (BM__LN2 * (v)))

enum { F, V, t_half, C_label, residual, t_half_enzyme };
enum { AMOUNT, INACTIVATED };

#define PARAMETERS(agent, dose, f, f_source, v, v_source, half_life, half_life_source, left, left_source)              \
    BM__AGENT_PARAMETER_ROW(agent, F, f, "1", 0.0, 2.0, 0, f_source, "Bioavailability by mouth")                       \
    BM__AGENT_PARAMETER_ROW(agent, V, v, "L", 1.0, 1.0e6, 0, v_source, "Volume of distribution")                       \
    BM__AGENT_PARAMETER_ROW(agent, t_half, half_life, "h", 1.0, 2000.0, 0, half_life_source, "Half-life")              \
    BM__AGENT_PARAMETER_ROW(agent, C_label, AVERAGE(dose, f, v, half_life), "ng/mL", 1.0e-3, 1.0e5, 0,                 \
                            "computed from F, V, t_half and the label dose",                                           \
                            "Average concentration at which residual holds")                                           \
    BM__AGENT_PARAMETER_ROW(agent, residual, left, "1", 1.0e-3, 1.0, 0, left_source,                                   \
                            "Part of peripheral estradiol production left at C_label; 1 = no effect")

static const struct bm__value_row letrozole_parameters[] = {
    PARAMETERS(letrozole, 2.5, 1.0, BM__SRC_MEMORY, 1.9 * 70.0, "1.9 L/kg, recalled and not verified; 70 kg", 72.0,
               "label: 2-4 days", 0.059, "Dixon 2008 (PMID 18375896): 5.9% of baseline at 3 months")};
static const struct bm__value_row anastrozole_parameters[] = {
    PARAMETERS(anastrozole, 1.0, 0.85, BM__SRC_MEMORY, 1.5 * 0.85 * 46.0 / BM__LN2,
               "from CL/F 1.5 L/h, recalled and not verified, and the half-life", 46.0, "label: 41-48 h", 0.101,
               "Dixon 2008 (PMID 18375896): 10.1% of baseline at 3 months")};
static const struct bm__value_row exemestane_parameters[] = {
    PARAMETERS(exemestane, 25.0, 1.6, "Valle 2005: after a meal, relative to an empty stomach",
               1360.0 * 0.738 * 27.0 / BM__LN2, "V/F: from CL/F 1360 L x 0.738/h (Valle 2005) and the half-life", 27.0,
               "label: 27 h", 0.08, "published estradiol about -92%")
        BM__AGENT_PARAMETER_ROW(exemestane, t_half_enzyme, 48.0, "h", 1.0, 1000.0, 0,
                                "recalled and not verified: estradiol stays down 4-5 days after one dose",
                                "Half-life of aromatase")};

#define STATE(agent, name, unit, description)                                                                          \
    {#agent "." #name, 0.0, unit, 0.0, 1.0e6, BM__STATE_PERTURBED, "mechanism", description},
static const struct bm__value_row letrozole_states[] = {STATE(letrozole, amount, "mg", "Amount in the body")};
static const struct bm__value_row anastrozole_states[] = {STATE(anastrozole, amount, "mg", "Amount in the body")};
static const struct bm__value_row exemestane_states[] = {STATE(exemestane, amount, "mg", "Amount in the body") STATE(
    exemestane, inactivated, "1", "Inactivated over active aromatase")};

static const struct bm__own_entry own[] = {{AMOUNT, AMOUNT}, {INACTIVATED, AMOUNT}, {INACTIVATED, INACTIVATED}};
static const struct bm__push competing_pushes[] = {{BM__U_aromatase_inhibition, AMOUNT}};
static const struct bm__push inactivating_pushes[] = {{BM__U_aromatase_inhibition, INACTIVATED}};

/* d(C/IC50)/d(amount) */
BM__INLINE bm__real effect_per_mg(const bm__real *p) {
    return (1.0 / p[residual] - 1.0) / p[C_label] * (1000.0 / p[V]);
}

static void competing(const struct bm__agent_at *s) {
    const bm__real *p = s->p;
    const bm__real k = BM__LN2 / p[t_half], effect = effect_per_mg(p);
    s->f[AMOUNT] = -k * s->x[AMOUNT];
    s->u[BM__U_aromatase_inhibition] += effect * s->x[AMOUNT];
    if (s->jac) {
        s->jac[0] = -k;
        s->push[0] = effect;
    }
}

static void inactivating(const struct bm__agent_at *s) {
    const bm__real *p = s->p;
    const bm__real k = BM__LN2 / p[t_half], k_turnover = BM__LN2 / p[t_half_enzyme], effect = effect_per_mg(p);
    const bm__real w = s->x[INACTIVATED], equilibrium = effect * s->x[AMOUNT];
    s->f[AMOUNT] = -k * s->x[AMOUNT];
    s->f[INACTIVATED] = k_turnover * (1.0 + w) * (equilibrium - w);
    s->u[BM__U_aromatase_inhibition] += w;
    if (s->jac) {
        s->jac[0] = -k;
        s->jac[1] = k_turnover * (1.0 + w) * effect;
        s->jac[2] = k_turnover * (equilibrium - 2.0 * w - 1.0);
        s->push[0] = bm__all(1.0);
    }
}

static double amount(const double *p, const double *options, double dose_mg) {
    (void)options;
    return dose_mg * p[F];
}

/* mg/L to ng/mL */
static double level(const double *p, double rate, const double *x) {
    (void)rate;
    return 1000.0 * x[AMOUNT] / p[V];
}

#define AGENT(agent, dose, smallest_studied, largest_studied)                                                          \
    .name = #agent, .unit = "mg", .models = BM__IN_FULL, .suits = BM__SUPPRESSED, .dose_minimum = 0.0,                 \
    .dose_maximum = 100.0 * (dose), .dose_label = (dose), .every_label_d = 1.0, .usual_minimum = (smallest_studied),   \
    .usual_maximum = (largest_studied), .averaged_within_d = 2.0, .level_unit = "ng/mL",                               \
    .n_parameters = BM__COUNT(agent##_parameters), .parameters = agent##_parameters,                                   \
    .n_states = BM__COUNT(agent##_states), .states = agent##_states, .own = own, .n_pushes = 1, .amount = amount,      \
    .level = level

const struct bm__agent BM__LANE_SYMBOL(bm__agent_letrozole) = {
    AGENT(letrozole, 2.5, 0.5, 2.5),
    .description = "Letrozole by mouth: aromatase inhibitor, reversible",
    .source = "Label: 2.5 mg a day",
    .code = "ATC:L02BG04",
    .n_own = 1,
    .pushes = competing_pushes,
    .field = competing,
};

const struct bm__agent BM__LANE_SYMBOL(bm__agent_anastrozole) = {
    AGENT(anastrozole, 1.0, 0.5, 10.0),
    .description = "Anastrozole by mouth: aromatase inhibitor, reversible",
    .source = "Label: 1 mg a day",
    .code = "ATC:L02BG03",
    .n_own = 1,
    .pushes = competing_pushes,
    .field = competing,
};

const struct bm__agent BM__LANE_SYMBOL(bm__agent_exemestane) = {
    AGENT(exemestane, 25.0, 5.0, 25.0),
    .description = "Exemestane by mouth: aromatase inhibitor, irreversible",
    .source = "Label: 25 mg a day",
    .code = "ATC:L02BG06",
    .n_own = BM__COUNT(own),
    .pushes = inactivating_pushes,
    .field = inactivating,
};
