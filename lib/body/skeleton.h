/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Four sites, each with young (Y) and mature (M) mineral relative to balance, V = Y + M: resorption R takes from both
 * in proportion, formation F fills the young pool, which matures. Density is mu Y + M. Remodelling space, secondary
 * mineralisation, plateaus and offsets follow.
 */
#ifndef BM__BODY_SKELETON_H
#define BM__BODY_SKELETON_H

#include "body/extension_system.h"

/* All that form bone, relative to osteoblasts in balance: osteoblasts, and lining cells called by the Wnt signal and by
 * intermittent PTH, which builds where bone is being resorbed: without resorption it does little. */
BM__INLINE bm__real bm__forming(const struct bm__core_at *s, const struct bm__extension_levels *at) {
    const bm__real wnt = s->e->osteocyte_lining_gain * X(WNT), pth = s->e->osteocyte_pth_gain * X(PUL);
    return at->OB / s->k->OB0 + (wnt + pth * at->R) * X(LIN);
}

BM__INLINE void bm__skeleton(const struct bm__core_at *s, const struct bm__extension_levels *at) {
    const struct bm__extension_constants *E = s->e;
    const double share_LS = 1.0;
    const bm__real wnt = E->osteocyte_lining_gain * X(WNT), pth = E->osteocyte_pth_gain * X(PUL);
    F(MOB) = E->k_mature * (bm__forming(s, at) - X(MOB)); /* mature osteoblasts, which make the late markers */
    const bm__real kappa = E->maturation;
    const bm__real exponents = E->skeleton_strain_exponent + E->skeleton_strain_exponent_lasting;
    bm__real R_OC = bm__all(0.0), R_M = bm__all(0.0), R_WNT = bm__all(0.0), R_LIN = bm__all(0.0), R_ADP = bm__all(0.0),
             per_OB = bm__all(0.0);
    if (s->jac) {
        R_OC = E->remodelling_a_R * at->R / X(OC);
        R_M = E->remodelling_rankl_activity * E->per_M0 * at->R / at->spurred;
        R_WNT = -E->osteocyte_wnt_activity * X(LIN) * at->R;
        R_LIN = -E->osteocyte_wnt_activity * X(WNT) * at->R;
        R_ADP = E->estrogen_withdrawal * at->R;
        const bm__real per_R = E->k_mature * pth * X(LIN);
        J(MOB, OBfast) = J(MOB, OBslow) = E->k_mature / s->k->OB0;
        J(MOB, OC) = per_R * R_OC;
        J(MOB, M) = per_R * R_M;
        J(MOB, ERE) = per_R * at->R_ERE;
        J(MOB, ADP) = per_R * R_ADP;
        J(MOB, WNT) = E->k_mature * E->osteocyte_lining_gain * X(LIN) + per_R * R_WNT;
        J(MOB, PUL) = E->k_mature * E->osteocyte_pth_gain * at->R * X(LIN);
        J(MOB, LIN) = E->k_mature * (wnt + pth * at->R) + per_R * R_LIN;
        J(MOB, MOB) = -E->k_mature;
        JU(MOB, osteoclast_apoptosis) = per_R * at->R_surface;
        per_OB = E->remodelling_a_F / at->OB;
    }
#define SITE(site, name, wnt_share, pth_share)                                                                         \
    do {                                                                                                               \
        const bm__real k = E->k_##site, F_OB = at->form[BM__SITE_##site];                                              \
        const bm__real called = (wnt_share)*wnt + (pth_share)*pth * at->R;                                             \
        const bm__real formed = k * (F_OB + called * X(LIN));                                                          \
        const bm__real per_V = 1.0 / (X(Y##site) + X(M##site));                                                        \
        const bm__real Y_part = X(Y##site) * per_V, M_part = X(M##site) * per_V;                                       \
        F(Y##site) = formed - kappa * X(Y##site) - k * at->R * Y_part;                                                 \
        F(M##site) = kappa * X(Y##site) - k * at->R * M_part;                                                          \
        F(A##site) = E->k_accommodation * (at->strain[BM__SITE_##site] - X(A##site));                                  \
        if (s->jac) {                                                                                                  \
            const bm__real strain = -k * exponents * F_OB * per_V;                                                     \
            const bm__real per_R = k * ((pth_share)*pth * X(LIN) - Y_part); /* d(dY/dt)/dR */                          \
            const bm__real taken = k * at->R * per_V;                                                                  \
            J(Y##site, Y##site) = strain - kappa - taken * M_part;                                                     \
            J(Y##site, M##site) = strain + taken * Y_part;                                                             \
            J(Y##site, A##site) = -k * E->skeleton_strain_exponent * F_OB;                                             \
            J(Y##site, OC) = per_R * R_OC;                                                                             \
            J(Y##site, M) = per_R * R_M;                                                                               \
            J(Y##site, OBfast) = J(Y##site, OBslow) = k * F_OB * per_OB;                                               \
            J(Y##site, ERE) = per_R * at->R_ERE + k * F_OB * E->estrogen_formation * at->log_g_oc_ERE;                 \
            J(Y##site, ADP) = per_R * R_ADP;                                                                           \
            J(Y##site, WNT) = k * (wnt_share)*E->osteocyte_lining_gain * X(LIN) + per_R * R_WNT;                       \
            J(Y##site, PUL) = k * (pth_share)*E->osteocyte_pth_gain * at->R * X(LIN);                                  \
            J(Y##site, LIN) = k * called + per_R * R_LIN;                                                              \
            J(M##site, Y##site) = kappa + taken * M_part;                                                              \
            J(M##site, M##site) = -taken * Y_part;                                                                     \
            J(M##site, OC) = -k * R_OC * M_part;                                                                       \
            J(M##site, M) = -k * R_M * M_part;                                                                         \
            J(M##site, ERE) = -k * at->R_ERE * M_part;                                                                 \
            J(M##site, WNT) = -k * R_WNT * M_part;                                                                     \
            J(M##site, LIN) = -k * R_LIN * M_part;                                                                     \
            J(M##site, ADP) = -k * R_ADP * M_part;                                                                     \
            JU(Y##site, osteoclast_apoptosis) = per_R * at->R_surface;                                                 \
            JU(M##site, osteoclast_apoptosis) = -k * at->R_surface * M_part;                                           \
            J(A##site, Y##site) = J(A##site, M##site) = -E->k_accommodation * per_V;                                   \
            J(A##site, A##site) = -E->k_accommodation;                                                                 \
            s->f_t[BM__X_Y##site] = -k * F_OB * E->skeleton_ageing_##name * at->decline_t;                             \
        }                                                                                                              \
    } while (0)
    SITE(LS, lumbar_spine, share_LS, share_LS);
    SITE(TH, total_hip, E->skeleton_lining_share_total_hip, E->skeleton_pth_share_total_hip);
    SITE(FN, femoral_neck, E->skeleton_lining_share_femoral_neck, E->skeleton_pth_share_femoral_neck);
    SITE(DR, distal_radius, E->skeleton_lining_share_distal_radius, E->skeleton_pth_share_distal_radius);
#undef SITE
}

#endif
