/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lane file. Selective estrogen receptor modulators: they compete with estradiol for its receptor, and in bone their
 * complex is worth some estradiol itself. One compartment (active metabolites counted in); absorption is fast against
 * the half-life. C/Kd = occupancy C/C_label.
 */
#include "body/extension_parameters.h"
#include "agents/agent.h"
#include "agents/generated/fitted_agents.h"

enum { V, t_half, C_label, occupancy, estradiol_equivalent };

#define PARAMETERS(agent, v, v_source, half_life, half_life_source, c, c_source)                                       \
    BM__AGENT_PARAMETER_ROW(agent, V, v, "L", 1.0, 1.0e7, 0, v_source, "Volume of distribution over bioavailability")  \
    BM__AGENT_PARAMETER_ROW(agent, t_half, half_life, "h", 1.0, 5000.0, 0, half_life_source, "Half-life")              \
    BM__AGENT_PARAMETER_ROW(agent, C_label, c, "ng/mL", 1.0e-3, 1.0e5, 0, c_source,                                    \
                            "Average concentration of the label dose at steady state")                                 \
    BM__AGENT_PARAMETER_ROW(agent, occupancy, 10.0, "1", 0.0, 1000.0, 0,                                               \
                            "recalled and not verified: near saturation at the label dose",                            \
                            "Concentration over Kd at C_label; 0 = no effect")                                         \
    BM__AGENT_PARAMETER_ROW(agent, estradiol_equivalent, BM__FITTED_##agent##_estradiol_equivalent, "pg/mL", 0.0,      \
                            1000.0, BM_FLAG_FITTED, BM__SRC_FITTED,                                                    \
                            "Estradiol that a fully occupied receptor is worth in bone")

/* Either volume or concentration follows from the other: C_label = dose t_half/(24 h ln 2 V). */
static const struct bm__value_row tamoxifen_parameters[] = {PARAMETERS(
    tamoxifen, 20.0 / 24.0 * 240.0 / (BM__LN2 * 0.122), "from C_label, t_half and 20 mg a day", 240.0,
    "choice between tamoxifen, 5-7 days, and its N-desmethyl metabolite, 14 days (label)", 122.0, BM__SRC_MEMORY)};
static const struct bm__value_row raloxifene_parameters[] = {
    PARAMETERS(raloxifene, 2348.0 * 65.0, "label: V/F 2348 L/kg; 65 kg", 32.5, "label: 32.5 h on repeated doses",
               1000.0 * 60.0 / 24.0 * 32.5 / (BM__LN2 * 2348.0 * 65.0), "computed from V, t_half and 60 mg a day")};

#define AMOUNT_ROW(agent)                                                                                              \
    {#agent ".amount", 0.0, "mg", 0.0, 1.0e6, BM__STATE_PERTURBED, "mechanism", "Amount in the body, as doses"},
static const struct bm__value_row tamoxifen_states[] = {AMOUNT_ROW(tamoxifen)};
static const struct bm__value_row raloxifene_states[] = {AMOUNT_ROW(raloxifene)};

static const struct bm__own_entry own[] = {{0, 0}};
static const struct bm__push pushes[] = {{BM__U_receptor_occupancy, 0}, {BM__U_receptor_agonism, 0}};

static void field(const struct bm__agent_at *s) {
    const bm__real *p = s->p;
    const bm__real k = BM__LN2 / p[t_half], bound_per_mg = p[occupancy] / p[C_label] * (1000.0 / p[V]);
    const bm__real worth_per_mg = bound_per_mg * p[estradiol_equivalent];
    s->f[0] = -k * s->x[0];
    s->u[BM__U_receptor_occupancy] += bound_per_mg * s->x[0];
    s->u[BM__U_receptor_agonism] += worth_per_mg * s->x[0];
    if (s->jac) {
        s->jac[0] = -k;
        s->push[0] = bound_per_mg;
        s->push[1] = worth_per_mg;
    }
}

/* mg/L to ng/mL */
static double level(const double *p, double rate, const double *x) {
    (void)rate;
    return 1000.0 * x[0] / p[V];
}

#define AGENT(agent, dose, smallest_studied, largest_studied)                                                          \
    .name = #agent, .unit = "mg", .models = BM__IN_FULL, .bone_drug = BM__DRUG_SERM, .dose_minimum = 0.0,              \
    .dose_maximum = 100.0 * (dose), .dose_label = (dose), .every_label_d = 1.0, .usual_minimum = (smallest_studied),   \
    .usual_maximum = (largest_studied), .averaged_within_d = 2.0, .level_unit = "ng/mL",                               \
    .n_parameters = BM__COUNT(agent##_parameters), .parameters = agent##_parameters,                                   \
    .n_states = BM__COUNT(agent##_states), .states = agent##_states, .n_own = BM__COUNT(own), .own = own,              \
    .n_pushes = BM__COUNT(pushes), .pushes = pushes, .field = field, .amount = bm__as_dosed, .level = level

const struct bm__agent BM__LANE_SYMBOL(bm__agent_tamoxifen) = {
    AGENT(tamoxifen, 20.0, 5.0, 40.0),
    .description = "Tamoxifen by mouth: selective estrogen receptor modulator",
    .source = "Label: 20 mg a day",
    .code = "ATC:L02BA01",
};

const struct bm__agent BM__LANE_SYMBOL(bm__agent_raloxifene) = {
    AGENT(raloxifene, 60.0, 30.0, 150.0),
    .description = "Raloxifene by mouth: selective estrogen receptor modulator",
    .source = "Label: 60 mg a day",
    .code = "ATC:G03XC01",
};
