/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The Peterson-Riggs core as numbers: names of its states, targets, constants and Jacobian entries.
 * Time is in hours, amounts in mmol (calcium, phosphate) and pmol (PTH, calcitriol); RANK, RANKL, OPG and cells in the
 * model's own units. Equations: the system files beside this one, each a lane file (base/real.h).
 */
#ifndef BM__BODY_INDEX_H
#define BM__BODY_INDEX_H

#include "base/real.h"
#include "body/core_jacobian.h"
#include "body/core_parameters.h"
#include "body/core_states.h"
#include "body/extension_jacobian.h"
#include "body/extension_parameters.h"
#include "body/extension_states.h"

#define BM__HOURS_PER_DAY  24.0
#define BM__DAYS_PER_YEAR  365.25
#define BM__HOURS_PER_YEAR (BM__DAYS_PER_YEAR * BM__HOURS_PER_DAY)

/* States: BM__X_PTH, BM__X_S, ... */
enum bm__state {
#define BM__ROW(name, ...) BM__X_##name,
    BM__CORE_STATES(BM__ROW) BM__N_CORE_STATES,
    BM__X_last_of_core = BM__N_CORE_STATES - 1,
    BM__EXTENSION_STATES(BM__ROW)
#undef BM__ROW
        BM__N_BODY_STATES
};

/* Parameters: BM__P_OBtot0, ... */
enum bm__core_parameter {
#define BM__ROW(name, ...) BM__P_##name,
    BM__CORE_PARAMETERS(BM__ROW)
#undef BM__ROW
        BM__N_CORE_PARAMETERS
};

/* clang-format off */
/*
 * Targets, the places where interventions push: X(name, unit, neutral, "description"). All are additive: each stands on
 * the scale on which independent actions add up (concentration over IC50 for inhibitors of one enzyme, amounts for
 * supplies). The core knows the first two only.
 */
#define BM__TARGETS(X)                                                                                                 \
    X(rankl_clearance, "/h", 0.0, "first-order loss of free RANKL, added to its own")                                  \
    X(pth_supply, "pmol/h", 0.0, "PTH entering the circulation, added to the gland's secretion")                       \
    X(aromatase_inhibition, "1", 0.0,                                                                                  \
      "sum of concentration/IC50 of aromatase inhibitors: production of estradiol is divided by 1 + this")             \
    X(gonadotropin_blockade, "1", 0.0, "ovarian production of estradiol is divided by 1 + this, its feedback opened")  \
    X(estradiol_supply, "pg/mL", 0.0, "estradiol from outside, added to her own in serum")                             \
    X(receptor_occupancy, "1", 0.0, "sum of concentration/Kd of ligands that compete for the estrogen receptor")       \
    X(receptor_agonism, "pg/mL", 0.0, "the same sum, each times the estradiol its receptor complex is worth in bone")  \
    X(osteoclast_apoptosis, "1", 0.0, "sum of surface concentration/EC50 of drugs that osteoclasts take up from bone") \
    X(sclerostin_binding, "1", 0.0, "concentration/Kd of sclerostin's antibodies: free sclerostin is divided by 1 + "  \
                                    "this")                                                                            \
    X(pulsatile_pth, "1", 0.0, "intermittent PTH 1-34, relative to 20 ug a day")                            \
    X(calcium_supply, "mg/d", 0.0, "calcium taken beyond the diet")                                                    \
    X(vitamin_d_supply, "[iU]/d", 0.0, "vitamin D taken beyond diet and sun")                                          \
    X(protein_supply, "g/kg/d", 0.0, "protein eaten beyond the habitual diet")                                         \
    X(vitamin_k2_supply, "ug/d", 0.0, "vitamin K2 taken beyond the diet")                                              \
    X(magnesium_supply, "mg/d", 0.0, "magnesium taken beyond the diet")                                                \
    X(zinc_supply, "1", 0.0, "zinc taken beyond the diet, relative to the recommended intake")                         \
    X(boron_supply, "1", 0.0, "boron taken beyond the diet, relative to a usual intake")                               \
    X(manganese_supply, "1", 0.0, "manganese taken beyond the diet, relative to the recommended intake")               \
    X(loading_LS, "1", 0.0, "weekly load of the lumbar spine beyond habit, relative to that of habitual walking")      \
    X(loading_TH, "1", 0.0, "the same, total hip")                                                                     \
    X(loading_FN, "1", 0.0, "the same, femoral neck")                                                                  \
    X(loading_DR, "1", 0.0, "the same, one-third radius")                                                              \
    X(immobilisation, "1", 0.0, "load taken away, on the scale on which bed rest is 1")                                \
    X(cigarettes, "/d", 0.0, "cigarettes beyond the habit")                                                            \
    X(alcohol_units, "/d", 0.0, "units of alcohol beyond the habit")                                                   \
    X(caffeine, "mg/d", 0.0, "caffeine beyond the habit")                                                              \
    X(fall_rate, "1", 0.0, "logarithm of the rate of falls, relative to hers without training")
/* clang-format on */

enum bm__target {
#define BM__ROW(name, ...) BM__U_##name,
    BM__TARGETS(BM__ROW)
#undef BM__ROW
        BM__N_TARGETS,
    BM__N_CORE_TARGETS = BM__U_pth_supply + 1
};

/* Jacobian entries: BM__J_PTH_P = d(dPTH/dt)/dP, and BM__J_L_u_rankl_clearance = d(dL/dt)/d(target). */
enum bm__jacobian_entry {
#define BM__ROW(row, column) BM__J_##row##_##column,
    BM__CORE_JACOBIAN(BM__ROW) BM__N_CORE_JACOBIAN,
    BM__J_last_of_core = BM__N_CORE_JACOBIAN - 1,
    BM__EXTENSION_JACOBIAN(BM__ROW)
#undef BM__ROW
        BM__N_BODY_JACOBIAN
};
enum bm__target_jacobian_entry {
#define BM__ROW(row, target) BM__JU_##row##_##target,
    BM__TARGET_JACOBIAN(BM__ROW) BM__N_CORE_TARGET_JACOBIAN,
    BM__JU_last_of_core = BM__N_CORE_TARGET_JACOBIAN - 1,
    BM__EXTENSION_TARGET_JACOBIAN(BM__ROW)
#undef BM__ROW
        BM__N_TARGET_JACOBIAN
};

/* clang-format off */
/* Derived constants of section "steady state" (core_constants.c); X0 stands for the value of state X at the start. */
#define BM__CORE_DERIVED(X)                                                                                            \
    X(OB0) X(OBfast0) X(OBslow0) X(OC0) X(ROB1_0) X(Cca0) X(TGFB0)                                                     \
    X(T13Q0) X(T15) X(J14max) X(log_J14OC50) X(log_MOC0)                                                               \
    X(kinRNK) X(bigDb) X(Dr) X(kinTGF) X(koutTGFact)                                                                   \
    X(E0PicROB) X(log_EC50PicROB) X(E0PicOB) X(log_EC50PicOB) X(E0PicOC) X(log_EC50PicOC)                              \
    X(log_EC50MeffOC) X(log_EC50surv) X(T66) X(log_T67)                                                                \
    X(k15a) X(kLS) X(kHApIn) X(kinLb) X(PTH50) X(pOb)                                                                  \
    X(RX2Kin) X(cRX2) X(cCREB) X(crebKin0)                                                                             \
    X(PhosEffMax) X(log_PhosEff50) X(mtm) X(T17)                                                                       \
    X(E0PicOBkb) X(EmaxPicOBkb) X(log_EC50PicOBkb) X(E0RUN) X(RUNmax) X(log_RUN50)                                     \
    X(T29) X(log_Ctriol50) X(log_T60) X(log_T35) X(log_T81)                                                            \
    X(kinBMDls) X(kinBMDlsDEN) X(kinBMDfn) X(kGFR)                                                                     \
    X(log_OB0) X(log_OC0) X(log_TGFB0) X(log_Cca0) X(OCin) X(estrogen_onset_h)                                         \
    X(per_V1) X(per_O0) X(per_ROB1_0) X(per_Pic0) X(per_OBfast0) X(reabs_scale)
/* clang-format on */

/* Everything the right-hand side needs that does not change: parameters by their names, then derived constants.
 * Every member is a bm__real, so that the struct can be read as an array. */
struct bm__core_constants {
#define BM__ROW(name, ...) bm__real name;
    BM__CORE_PARAMETERS(BM__ROW)
#undef BM__ROW
#define BM__ROW(name) bm__real name;
    BM__CORE_DERIVED(BM__ROW)
#undef BM__ROW
};

/* BCL2 at which RUNX2 jumps (quirk 3 of the published model). */
#define BM__RUNX2_THRESHOLD 105.0

/* What the extensions do to the core; the core alone has the neutral values below. */
struct bm__drives {
    bm__real rankl_clearance;              /* /h, added */
    bm__real rankl_production;             /* times this */
    bm__real opg_production;               /* times this */
    bm__real opg_clearance;                /* part of RANKL's loss in balance that goes with OPG */
    bm__real unfelt_rankl;                 /* ln of the RANK-RANKL complex that the making of osteoclasts overlooks */
    bm__real oc_production;                /* osteoclast making, times this */
    bm__real oc_poisoning;                 /* osteoclast apoptosis, plus this, relative to Da */
    bm__real tgfb_loss;                    /* of latent TGF-beta beyond its balance, /h */
    bm__real hydroxylase;                  /* 1-alpha-hydroxylase, times this */
    bm__real calcium_mmol_h;               /* calcium eaten, plus this */
    bm__real runx2_width, phosphate_width; /* smoothing of the published jump and kink; 0 = as published */
    /* out: d(dL/dt)/d(rankl_production), d(dO/dt)/d(opg_production), d(dAOH/dt)/d(hydroxylase),
     * d(dT/dt)/d(calcium_mmol_h) */
    bm__real L_slope, O_slope, AOH_slope, T_slope;
    bm__real MeffOC, MeffOC_M; /* out: RANK-RANKL effect on osteoclast making, 1 in balance; its derivative by M */
};
#define BM__NEUTRAL_DRIVES                                                                                             \
    ((struct bm__drives){.rankl_production = bm__all(1.0),                                                             \
                         .opg_production = bm__all(1.0),                                                               \
                         .oc_production = bm__all(1.0),                                                                \
                         .hydroxylase = bm__all(1.0)})

/* What a system file reads and writes. jac and jac_u are NULL when only the field is wanted: every use of J() stands
 * behind `if (s->jac)`, which the compiler resolves because the system functions are inlined. */
struct bm__extension_constants;

struct bm__core_at {
    const struct bm__core_constants *k;
    bm__bits runx2_switched; /* BCL2 has passed 105: RUNX2 follows it (quirk 3 of the published model) */
    bm__real t_h;            /* time, for the estrogen clock */
    const bm__real *x;       /* states */
    const bm__real *u;       /* targets */
    bm__real *f;             /* out: d/dt of the states */
    bm__real *jac;           /* out: Jacobian entries, or NULL */
    bm__real *jac_u;         /* out: entries by target, or NULL */
    bm__real *f_t;           /* out: partial derivative of f by time where it is not 0, or NULL */
    const struct bm__extension_constants *e; /* NULL in the core alone */
};

/* How the equations read inside system files; K is the constants, s the struct above. */
#define X(state)        (s->x[BM__X_##state])
#define F(state)        (s->f[BM__X_##state])
#define U(target)       (s->u[BM__U_##target])
#define J(row, column)  (s->jac[BM__J_##row##_##column])
#define JU(row, target) (s->jac_u[BM__JU_##row##_##target])

#endif
