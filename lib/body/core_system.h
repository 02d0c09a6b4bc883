/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The Peterson-Riggs core as numbers: names of its states, targets, constants and Jacobian entries.
 * Time is in hours, amounts in mmol (calcium, phosphate) and pmol (PTH, calcitriol); RANK, RANKL, OPG and cells in the
 * model's own units. Equations: the system files beside this one, each a lane file (base/real.h).
 */
#ifndef BM__BODY_CORE_SYSTEM_H
#define BM__BODY_CORE_SYSTEM_H

#include "base/real.h"
#include "body/core_jacobian.h"
#include "body/core_parameters.h"
#include "body/core_states.h"

/* States: BM__X_PTH, BM__X_S, ... */
enum bm__state {
#define BM__ROW(name, ...) BM__X_##name,
    BM__BODY_STATES(BM__ROW)
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

/* Targets, the places where interventions push: X(name, unit, additive, neutral, "description"). */
#define BM__TARGETS(X)                                                                                                 \
    X(rankl_clearance, "/h", 1, 0.0, "first-order loss of free RANKL, added to its own")                               \
    X(pth_supply, "pmol/h", 1, 0.0, "PTH entering the circulation, added to the gland's secretion")

enum bm__target {
#define BM__ROW(name, ...) BM__U_##name,
    BM__TARGETS(BM__ROW)
#undef BM__ROW
        BM__N_TARGETS
};

/* Jacobian entries: BM__J_PTH_P = d(dPTH/dt)/dP, and BM__J_L_u_rankl_clearance = d(dL/dt)/d(target). */
enum bm__jacobian_entry {
#define BM__ROW(row, column) BM__J_##row##_##column,
    BM__CORE_JACOBIAN(BM__ROW)
#undef BM__ROW
        BM__N_CORE_JACOBIAN
};
enum bm__target_jacobian_entry {
#define BM__ROW(row, target) BM__JU_##row##_##target,
    BM__TARGET_JACOBIAN(BM__ROW)
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
    X(per_V1) X(per_ROB1_0) X(per_Pic0) X(per_OBfast0) X(reabs_scale)
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

/* What a system file reads and writes. jac and jac_u are NULL when only the field is wanted: every use of J() stands
 * behind `if (s->jac)`, which the compiler resolves because the system functions are inlined. */
struct bm__core_at {
    const struct bm__core_constants *k;
    bm__bits runx2_switched; /* BCL2 has passed 105: RUNX2 follows it (quirk 3 of the published model) */
    bm__real t_h;            /* time, for the estrogen clock */
    const bm__real *x;       /* states */
    const bm__real *u;       /* targets */
    bm__real *f;             /* out: d/dt of the states */
    bm__real *jac;           /* out: BM__N_CORE_JACOBIAN entries, or NULL */
    bm__real *jac_u;         /* out: BM__N_TARGET_JACOBIAN entries, or NULL */
    bm__real *f_t;           /* out: partial derivative of f by time, BM__N_BODY_STATES zeros to add to, or NULL */
};

/* How the equations read inside system files; K is the constants, s the struct above. */
#define X(state)        (s->x[BM__X_##state])
#define F(state)        (s->f[BM__X_##state])
#define U(target)       (s->u[BM__U_##target])
#define J(row, column)  (s->jac[BM__J_##row##_##column])
#define JU(row, target) (s->jac_u[BM__JU_##row##_##target])

#endif
