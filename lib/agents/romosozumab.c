/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lane file. Romosozumab: absorption from under the skin, two compartments, linear and saturable elimination; it binds
 * sclerostin in proportion to its concentration.
 */
#include "body/extension_parameters.h"
#include "agents/agent.h"
#include "agents/generated/fitted_agents.h"

#define SRC_STEIN "Stein 2018, fitted to Padhi 2011 (two compartments, Michaelis-Menten)"

enum { ka, F, Vc, Vp, CL, Q, Vmax, Km, Kd };
enum { DEPOT, CENTRAL, PERIPHERAL };

static const struct bm__value_row parameters[] = {
    BM__AGENT_PARAMETER_ROW(romosozumab, ka, 0.2, "/d", 0.01, 10.0, 0,
                            "derived: largest concentration on day 5 (label, recalled and not verified)",
                            "Absorption rate from under the skin")
        BM__AGENT_PARAMETER_ROW(romosozumab, F, 0.81, "1", 0.0, 1.0, 0, "label, recalled and not verified",
                                "Bioavailability of a subcutaneous dose")
            BM__AGENT_PARAMETER_ROW(romosozumab, Vc, 2.4, "L", 0.1, 100.0, 0, SRC_STEIN, "Central volume")
                BM__AGENT_PARAMETER_ROW(romosozumab, Vp, 2.6, "L", 0.1, 100.0, 0, SRC_STEIN, "Peripheral volume")
                    BM__AGENT_PARAMETER_ROW(romosozumab, CL, 0.25, "L/d", 0.0, 10.0, 0, SRC_STEIN, "Linear clearance")
                        BM__AGENT_PARAMETER_ROW(romosozumab, Q, 0.54, "L/d", 0.0, 50.0, 0, SRC_STEIN,
                                                "Clearance between the central and the peripheral volume")
                            BM__AGENT_PARAMETER_ROW(romosozumab, Vmax, 6.1, "nmol/(L.d)", 0.0, 100.0, 0, SRC_STEIN,
                                                    "Saturable elimination: largest rate, per central volume")
                                BM__AGENT_PARAMETER_ROW(
                                    romosozumab, Km, 12.0, "nmol/L", 0.1, 1000.0, 0, SRC_STEIN,
                                    "Saturable elimination: concentration at half of the largest rate")
                                    BM__AGENT_PARAMETER_ROW(romosozumab, Kd, BM__FITTED_romosozumab_Kd, "nmol/L",
                                                            1.0e-3, 1.0e4, BM_FLAG_FITTED, BM__SRC_FITTED,
                                                            "Concentration that binds half of the sclerostin")};
static const struct bm__value_row states[] = {
    {"romosozumab.depot", 0.0, "mg", 0.0, 1.0e6, BM__STATE_PERTURBED, SRC_STEIN, "Romosozumab under the skin"},
    {"romosozumab.central", 0.0, "mg", 0.0, 1.0e6, BM__STATE_PERTURBED, SRC_STEIN, "Romosozumab, central volume"},
    {"romosozumab.peripheral", 0.0, "mg", 0.0, 1.0e6, BM__STATE_PERTURBED, SRC_STEIN, "Romosozumab, peripheral volume"},
};
static const struct bm__own_entry own[] = {{DEPOT, DEPOT},        {CENTRAL, DEPOT},      {CENTRAL, CENTRAL},
                                           {CENTRAL, PERIPHERAL}, {PERIPHERAL, CENTRAL}, {PERIPHERAL, PERIPHERAL}};
static const struct bm__push pushes[] = {{BM__U_sclerostin_binding, CENTRAL}};

static void field(const struct bm__agent_at *s) {
    const bm__real *p = s->p, *x = s->x;
    const double per_h = 1.0 / 24.0, mg_per_nmol = 0.145; /* 145 kDa */
    const bm__real nM_per_mg = 1.0 / (mg_per_nmol * p[Vc]);
    const bm__real C = nM_per_mg * x[CENTRAL], per_Km = 1.0 / (p[Km] + C);
    const bm__real absorbed = per_h * p[ka], out = per_h * (p[CL] + p[Q]) / p[Vc], over = per_h * p[Q] / p[Vc];
    const bm__real back = per_h * p[Q] / p[Vp], saturable = per_h * p[Vmax] * per_Km; /* per hour, all */
    s->f[DEPOT] = -absorbed * x[DEPOT];
    s->f[CENTRAL] = absorbed * x[DEPOT] + back * x[PERIPHERAL] - (out + saturable) * x[CENTRAL];
    s->f[PERIPHERAL] = over * x[CENTRAL] - back * x[PERIPHERAL];
    s->u[BM__U_sclerostin_binding] += C / p[Kd];
    if (s->jac) {
        s->jac[0] = -absorbed;
        s->jac[1] = absorbed;
        s->jac[2] = -(out + saturable * p[Km] * per_Km);
        s->jac[3] = back;
        s->jac[4] = over;
        s->jac[5] = -back;
        s->push[0] = nM_per_mg / p[Kd];
    }
}

static double amount(const double *p, const double *options, double dose_mg) {
    (void)options;
    return dose_mg * p[F];
}

/* mg/L = ug/mL */
static double level(const double *p, double rate, const double *x) {
    (void)rate;
    return x[CENTRAL] / p[Vc];
}

const struct bm__agent BM__LANE_SYMBOL(bm__agent_romosozumab) = {
    .name = "romosozumab",
    .unit = "mg",
    .description = "Romosozumab under the skin: antibody to sclerostin",
    .source = "Label: 210 mg a month, for 12 months",
    .code = "ATC:M05BX06",
    .models = BM__IN_FULL,
    .bone_drug = BM__DRUG_SCLEROSTIN,
    .suits = BM__AFTER_MENOPAUSE,
    .dose_minimum = 0.0,
    .dose_maximum = 2100.0,
    .dose_label = 210.0,
    .every_label_d = 30.4375,
    .usual_minimum = 70.0,
    .usual_maximum = 210.0,
    .level_unit = "ug/mL",
    BM__AGENT_TABLES,
    .n_pushes = BM__COUNT(pushes),
    .pushes = pushes,
    .amount = amount,
    .level = level,
};
