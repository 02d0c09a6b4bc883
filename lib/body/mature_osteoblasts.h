/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Osteoblasts mature (MOB) and then make BSAP and osteocalcin, later than they made P1NP. The parameters of all
 * turnover markers stand here; what is read from them, in readouts/markers.h.
 */
#ifndef BM__BODY_MATURE_OSTEOBLASTS_H
#define BM__BODY_MATURE_OSTEOBLASTS_H

/* clang-format off */
/* Read-outs: value = level in balance x (relative rate)^q. */
#define BM__MARKERS_PARAMETERS(X)                                                                                      \
    BM__FIT(X, markers, q_ctx, "1", 0.2, 3.0, "s-CTX goes with resorption^this")                                       \
    BM__FIT(X, markers, q_ntx, "1", 0.2, 3.0, "NTX goes with resorption^this")                                         \
    BM__FIT(X, markers, q_p1np, "1", 0.2, 3.0, "s-P1NP goes with formation^this")                                      \
    BM__FIT(X, markers, q_bsap, "1", 0.2, 3.0, "s-BSAP goes with formation^this")                                      \
    BM__FIT(X, markers, q_osteocalcin, "1", 0.2, 3.0, "s-osteocalcin goes with formation^this")                        \
    BM__FIT(X, markers, maturation, "d", 1.0, 365.0,                                                                   \
            "Time constant in which osteoblasts come to make BSAP and osteocalcin")                                    \
    BM__FIT(X, markers, ctx_floor, "1", 0.0, 0.5, "s-CTX without resorption, relative to balance")                     \
    X(markers, ctx, 0.26, "ng/mL", 0.01, 3.0, 0, "middle of the premenopausal interval 0.137-0.484",                   \
      "s-CTX in balance")                                                                                              \
    X(markers, s_ntx, 10.0, "nmol/L", 1.0, 100.0, 0, BM__SRC_MEMORY, "s-NTX in balance, nmol BCE/L")                   \
    X(markers, u_ntx, 33.0, "nmol/mmol", 1.0, 300.0, 0, BM__SRC_MEMORY, "u-NTX in balance, nmol BCE/mmol creatinine")  \
    X(markers, p1np, 38.0, "ug/L", 1.0, 300.0, 0, "middle of the premenopausal interval 23-63", "s-P1NP in balance")   \
    X(markers, bsap, 9.0, "ug/L", 1.0, 100.0, 0, "middle of the premenopausal interval 6.0-13.6", "s-BSAP in balance") \
    X(markers, osteocalcin, 14.0, "ug/L", 1.0, 100.0, 0, "middle of the premenopausal interval 8-23",                  \
      "s-osteocalcin in balance")                                                                                      \
    X(markers, reliability, 0.85, "1", 0.0, 1.0, 0,                                                                    \
      "variance of the logarithm between women over that plus within a woman: 95 % intervals 0.137-0.484 (CTX), 23-63 "\
      "(P1NP), 6.0-13.6 (BSAP) and CV 10, 12.4, 7.1 % give 0.91, 0.81, 0.90",                                          \
      "Part of a measured marker's deviation that is the woman's own turnover")

#define BM__MATURE_OSTEOBLASTS_STATES(X)                                                                               \
    X(MOB, 1.0, "1", 1.0, "Mature osteoblasts, relative to balance")

#define BM__MATURE_OSTEOBLASTS_DERIVED(X)                                                                              \
    X(k_mature, 1.0 / (e->markers_maturation * BM__HOURS_PER_DAY))

#define BM__MATURE_OSTEOBLASTS_JACOBIAN(X)                                                                             \
    X(MOB, OBfast) X(MOB, OBslow) X(MOB, OC) X(MOB, M) X(MOB, ERE) X(MOB, ADP) X(MOB, WNT) X(MOB, PUL) X(MOB, LIN)     \
    X(MOB, TRN) X(MOB, MOB)

#define BM__MATURE_OSTEOBLASTS_TARGET_JACOBIAN(X)                                                                      \
    X(MOB, osteoclast_apoptosis)
/* clang-format on */

#endif

#if defined(BM__BODY_INDEX_COMPLETE) && !defined(BM__BODY_MATURE_OSTEOBLASTS_EQUATIONS)
#define BM__BODY_MATURE_OSTEOBLASTS_EQUATIONS

#include "body/osteocyte.h"

BM__INLINE void bm__mature_osteoblasts(const struct bm__core_at *s, const struct bm__extension_levels *at) {
    const struct bm__extension_constants *E = s->e;
    F(MOB) = E->k_mature * (bm__forming(s, at) - X(MOB));

    if (s->jac) {
        const bm__real wnt = E->osteocyte_lining_gain * X(WNT), pth = E->osteocyte_pth_gain * X(PUL);
        const bm__real per_R = E->k_mature * pth * X(LIN), per_OB = E->k_mature * at->helped * at->filled / s->k->OB0;
        J(MOB, OBfast) = J(MOB, OBslow) = per_OB;
        J(MOB, OC) = per_R * at->R_OC;
        J(MOB, M) = per_R * at->R_M;
        J(MOB, ERE) = per_R * at->R_ERE;
        J(MOB, ADP) = per_R * at->R_ADP;
        J(MOB, WNT) = E->k_mature * E->osteocyte_lining_gain * X(LIN) + per_R * at->R_WNT;
        J(MOB, PUL) = E->k_mature * E->osteocyte_pth_gain * at->R * X(LIN);
        J(MOB, LIN) =
            E->k_mature * (wnt + pth * at->R) + per_R * at->R_LIN + per_OB * at->OB * E->osteocyte_reserve / X(LIN);
        J(MOB, TRN) = per_OB * at->OB * at->filled_TRN;
        J(MOB, MOB) = -E->k_mature;
        JU(MOB, osteoclast_apoptosis) = per_R * at->R_surface;
    }
}

#endif
