/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The body as numbers: names of its states, targets, parameters, constants and Jacobian entries, the Peterson-Riggs
 * core's first, then those of the systems beyond it (extensions.h). Time is in hours, amounts in mmol (calcium,
 * phosphate) and pmol (PTH, calcitriol); RANK, RANKL, OPG and cells in the model's own units. Equations: the system
 * files beside this one, each read by lane files (base/real.h).
 */
#ifndef BM__BODY_INDEX_H
#define BM__BODY_INDEX_H

#include "base/real.h"
#include "body/core_jacobian.h"
#include "body/core_parameters.h"
#include "body/core_states.h"
#include "body/extensions.h"

#define BM__HOURS_PER_DAY  24.0
#define BM__DAYS_PER_YEAR  365.25
#define BM__HOURS_PER_YEAR (BM__DAYS_PER_YEAR * BM__HOURS_PER_DAY)

/* Sites: X(symbol, name). */
#define BM__SITES(X) X(LS, lumbar_spine) X(TH, total_hip) X(FN, femoral_neck) X(DR, distal_radius)

enum bm__site {
#define BM__ROW(symbol, name) BM__SITE_##symbol,
    BM__SITES(BM__ROW)
#undef BM__ROW
        BM__N_SITES
};

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
/* Of the extensions: BM__Q_estrogen_K, ... */
enum bm__extension_parameter {
#define BM__ROW(group, name, ...) BM__Q_##group##_##name,
    BM__EXTENSION_PARAMETERS(BM__ROW)
#undef BM__ROW
        BM__N_EXTENSION_PARAMETERS
};

/* clang-format off */
/*
 * Targets, the places where interventions push: X(name, unit, neutral, "description"). All are additive: each stands on
 * the scale on which independent actions add up (concentration over IC50 for inhibitors of one enzyme, amounts for
 * supplies).
 */
#define BM__CORE_TARGETS(X)                                                                                            \
    X(rankl_clearance, "/h", 0.0, "first-order loss of free RANKL, added to its own")                                  \
    X(pth_supply, "pmol/h", 0.0, "PTH entering the circulation, added to the gland's secretion")
#define BM__TARGETS(X) BM__CORE_TARGETS(X) BM__EXTENSION_TARGETS(X)
/* clang-format on */

enum bm__target {
#define BM__ROW(name, ...) BM__U_##name,
    BM__CORE_TARGETS(BM__ROW) BM__N_CORE_TARGETS,
    BM__U_last_of_core = BM__N_CORE_TARGETS - 1,
    BM__EXTENSION_TARGETS(BM__ROW)
#undef BM__ROW
        BM__N_TARGETS
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

struct bm__extension_constants {
#define BM__ROW(group, name, ...) bm__real group##_##name;
    BM__EXTENSION_PARAMETERS(BM__ROW)
#undef BM__ROW
#define BM__ROW(name, formula) bm__real name;
    BM__EXTENSION_DERIVED(BM__ROW)
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
    bm__real kidney_estrogen;              /* estrogen on the kidney's reabsorption of calcium, times this */
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
                         .hydroxylase = bm__all(1.0),                                                                  \
                         .kidney_estrogen = bm__all(1.0)})

/* What a system file reads and writes. jac and jac_u are NULL when only the field is wanted: every use of J() stands
 * behind `if (s->jac)`, which the compiler resolves because the system functions are inlined. */
struct bm__core_at {
    const struct bm__core_constants *k;
    bm__bits runx2_switched; /* BCL2 has passed 105: RUNX2 follows it (quirk 3 of the published model) */
    bm__bits counting;       /* the books of fractures are kept: from day 0 on */
    bm__real t_h;            /* time, for the estrogen clock */
    const bm__real *x;       /* states */
    const bm__real *u;       /* targets */
    bm__real *f;             /* out: d/dt of the states */
    bm__real *jac;           /* out: Jacobian entries, or NULL */
    bm__real *jac_u;         /* out: entries by target, or NULL */
    bm__real *f_t;           /* out: partial derivative of f by time where it is not 0, or NULL */
    const struct bm__extension_constants *e; /* NULL in the core alone */
};

/* What the extensions share at a moment, with derivatives where the Jacobian needs them. */
struct bm__extension_levels {
    bm__real ages, passes;                 /* 1, or 0 when ageing, or the menopause, is held */
    bm__real gone;                         /* of the ovary's function, 0 to 1 */
    bm__real early;                        /* exp(-years since that/early_years) */
    bm__real est, est_ERE;                 /* the core's EST is drawn towards this */
    bm__real g_oc, log_g_oc, log_g_oc_ERE; /* estrogen's signal to osteoclasts and what makes RANKL */
    bm__real rankl, opg;                   /* their making by estrogen, relative */
    bm__real spurred;                      /* by RANKL: resorption per osteoclast, relative */
    bm__real R;                            /* resorption, relative; and its derivatives */
    bm__real R_OC, R_M, R_WNT, R_LIN, R_ADP, R_ERE, R_surface;
    bm__real helped;                      /* osteoblasts' formation by the reserve of lining cells, relative */
    bm__real filled, filled_TRN;          /* by cavities, in trabecular bone; and d ln(that)/d TRN */
    bm__real eat_PTH;                     /* resorption in cortex by PTH, relative */
    bm__real eat_PTH_PTH, eat_PTH_ERE;    /* its derivatives */
    bm__real free;                        /* part of osteoclasts' food that is free of drugs */
    bm__real decline_t, decline_cortex_t; /* how fast osteoblasts' output declines, per skeleton.ageing_... */
    bm__real strain[BM__N_SITES];         /* logarithm, relative to balance */
    bm__real felt, felt_ERE;              /* part of training that bone feels, by estrogen */
    bm__real trained[BM__N_SITES];        /* load by training, relative to habit, as far as bone can answer */
    bm__real load[BM__N_SITES];           /* as bone feels it */
    bm__real carried[BM__N_SITES];        /* that, less what immobilisation takes away */
    bm__real trained_u[BM__N_SITES];      /* its derivative by the target */
    bm__real signal[BM__N_SITES];         /* of what is carried: what bone has not got used to */
    bm__real spared;                      /* part of sclerostin's effect that antibodies leave */
    bm__real form[BM__N_SITES];           /* formation by osteoblasts in trabecular bone, relative */
    bm__real form_cortex[BM__N_SITES];    /* the same in cortex */
    bm__real eat[BM__N_SITES];            /* resorption at the site, relative to R */
    bm__real drinking, drinking_u;        /* harm of alcohol, 1 at a unit beyond what is free; its derivative */
    bm__real OB;
};

/* Code that runs over the sites relies on this order. */
#define BM__ROW(symbol, name)                                                                                          \
    _Static_assert(BM__X_Y##symbol == BM__X_YLS + 2 * (int)BM__SITE_##symbol &&                                        \
                       BM__X_M##symbol == BM__X_MLS + 2 * (int)BM__SITE_##symbol &&                                    \
                       BM__X_A##symbol == BM__X_ALS + (int)BM__SITE_##symbol &&                                        \
                       BM__X_B##symbol == BM__X_BLS + (int)BM__SITE_##symbol &&                                        \
                       BM__X_C##symbol == BM__X_CLS + (int)BM__SITE_##symbol,                                          \
                   "the states of the sites stand in their order, young and mature mineral side by side");             \
    _Static_assert(BM__U_loading_##symbol == BM__U_loading_LS + (int)BM__SITE_##symbol, "and so do their targets");
BM__SITES(BM__ROW)
#undef BM__ROW

/* How the equations read inside system files; K is the constants, s the struct above. */
#define X(state)        (s->x[BM__X_##state])
#define F(state)        (s->f[BM__X_##state])
#define U(target)       (s->u[BM__U_##target])
#define J(row, column)  (s->jac[BM__J_##row##_##column])
#define JU(row, target) (s->jac_u[BM__JU_##row##_##target])
/* Entries of site i, which are named as those of the spine: the other sites' stand in the same order behind them. */
#define J_SITE(system, row, column)  (s->jac[BM__J_##row##_##column + i * BM__N_##system##_SITE_JACOBIAN])
#define JU_SITE(system, row, target) (s->jac_u[BM__JU_##row##_##target + i * BM__N_##system##_SITE_TARGET_JACOBIAN])

BM__INLINE bm__real bm__positive(bm__real x) {
    return bm__select(x > 0.0, x, bm__all(0.0));
}

#define BM__BODY_INDEX_COMPLETE

#endif
