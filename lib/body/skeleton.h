/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Four sites, each with trabecular and cortical bone. Trabecular bone has young (Y) and mature (M) mineral, relative to
 * balance, V = Y + M: resorption R takes from both in proportion, formation F fills the young pool, which matures.
 * Cortical bone (C) turns over slowly, and PTH drives osteoclasts into it, the more so the less estrogen there is.
 * Density is (1 - c)(mu Y + M) + c C, with c the cortical part of the site. Remodelling space, secondary
 * mineralisation, plateaus and offsets follow.
 */
#ifndef BM__BODY_SKELETON_H
#define BM__BODY_SKELETON_H

#include "body/osteocyte.h"

/* Mature osteoblasts, which make the late markers. */
BM__INLINE void bm__mature_osteoblasts(const struct bm__core_at *s, const struct bm__extension_levels *at) {
    const struct bm__extension_constants *E = s->e;
    const bm__real wnt = E->osteocyte_lining_gain * X(WNT), pth = E->osteocyte_pth_gain * X(PUL);
    F(MOB) = E->k_mature * (bm__osteoblasts(s, at) - X(MOB));

    if (s->jac) {
        const bm__real per_R = E->k_mature * pth * X(LIN), per_OB = E->k_mature * at->helped / s->k->OB0;
        J(MOB, OBfast) = J(MOB, OBslow) = per_OB;
        J(MOB, OC) = per_R * at->R_OC;
        J(MOB, M) = per_R * at->R_M;
        J(MOB, ERE) = per_R * at->R_ERE;
        J(MOB, ADP) = per_R * at->R_ADP;
        J(MOB, WNT) = E->k_mature * E->osteocyte_lining_gain * X(LIN) + per_R * at->R_WNT;
        J(MOB, PUL) = E->k_mature * E->osteocyte_pth_gain * at->R * X(LIN);
        J(MOB, LIN) = E->k_mature * (wnt + pth * at->R) + per_R * at->R_LIN +
                      per_OB * at->OB * E->osteocyte_reserve / X(LIN);
        J(MOB, MOB) = -E->k_mature;
        JU(MOB, osteoclast_apoptosis) = per_R * at->R_surface;
    }
}

BM__INLINE void bm__skeleton(const struct bm__core_at *s, const struct bm__extension_levels *at) {
    const struct bm__extension_constants *E = s->e;
    bm__mature_osteoblasts(s, at);
    const bm__real wnt = E->osteocyte_lining_gain * X(WNT), pth = E->osteocyte_pth_gain * X(PUL);
    const bm__real wnt_C = E->skeleton_lining_share_cortex * wnt, pth_C = E->skeleton_pth_share_cortex * pth;
    const bm__real R = at->R, kappa = E->maturation, k_C = E->k_cortex, k_A = E->k_accommodation, k_B = E->k_load;
    const bm__real called = wnt + pth * R, called_C = wnt_C + pth_C * R; /* with the whole reserve */
    const bm__real helpers = called * X(LIN), helpers_C = k_C * called_C * X(LIN), eaten_C = k_C * at->eat_PTH;
    /* What load does through sclerostin ends where antibodies have bound it all. */
    const bm__real built_by = E->loading_wnt_formation * E->loading_sclerostin;
    const bm__real spared_by = E->loading_resorption * E->loading_sclerostin;
    const bm__real built = E->loading_formation + built_by * at->spared, spare = spared_by * at->spared;
    /* Derivatives of the logarithm of formation: by V and by load, as strain; by what is common to all sites. */
    const bm__real strained = E->skeleton_strain_exponent + E->skeleton_strain_exponent_lasting;
    const bm__real strained_C = E->skeleton_strain_cortex, deficit = E->nutrition_mineral_deficit;
    const bm__real carried = strained * E->loading_strain, carried_C = strained_C * E->loading_strain;
    bm__real by_OB = bm__all(0.0), by_LIN = bm__all(0.0), by_zinc = bm__all(0.0), by_boron = bm__all(0.0);
    bm__real by_manganese = bm__all(0.0), by_alcohol = bm__all(0.0), dug_TRN = bm__all(0.0);
    if (s->jac) {
        const bm__real none = bm__all(0.0);
        by_OB = E->remodelling_a_F / at->OB;
        by_LIN = E->osteocyte_reserve / X(LIN);
        dug_TRN = E->remodelling_cavity / X(TRN);
        by_alcohol = -E->habits_alcohol * at->drinking_u;
        by_zinc = bm__select(E->nutrition_zinc_intake + U(zinc_supply) < 1.0, deficit, none);
        by_boron = bm__select(E->nutrition_boron_intake + U(boron_supply) < 1.0, deficit, none);
        by_manganese = bm__select(E->nutrition_manganese_intake + U(manganese_supply) < 1.0, deficit, none);
    }
/* Entries of the pool that is formed, Y or C, whose formation by osteoblasts is made and resorption eaten at the rate
 * `eaten` R: all that trabecular and cortical bone have in common. */
#define FORMED(P, site, name, called, wnt_gain, pth, by_strain)                                                        \
    do {                                                                                                               \
        const bm__real per_R = k * pth * X(LIN) - eaten;                                                               \
        const bm__real by_signal = made * built + eaten * R * spare, by_load = by_signal + made * by_strain;           \
        J(P##site, OC) = per_R * at->R_OC;                                                                             \
        J(P##site, M) = per_R * at->R_M;                                                                               \
        J(P##site, ADP) = per_R * at->R_ADP;                                                                           \
        J(P##site, OBfast) = J(P##site, OBslow) = made * by_OB;                                                        \
        J(P##site, ERE) = per_R * at->R_ERE + by_load * load_ERE;                                                      \
        J(P##site, WNT) = k * wnt_gain * X(LIN) + per_R * at->R_WNT - made * built_by * signal -                       \
                          eaten * R * spared_by * signal;                                                              \
        J(P##site, PUL) = k * pth##_per_PUL * R * X(LIN);                                                              \
        J(P##site, LIN) = k * called + per_R * at->R_LIN + made * by_LIN;                                              \
        J(P##site, SMK) = -made * E->habits_smoking;                                                                   \
        J(P##site, B##site) = -by_signal;                                                                              \
        JU(P##site, osteoclast_apoptosis) = per_R * at->R_surface;                                                     \
        JU(P##site, loading_##site) = by_load * load_u;                                                                \
        JU(P##site, immobilisation) = -by_load * rest;                                                                 \
        JU(P##site, alcohol_units) = made * by_alcohol;                                                                \
        JU(P##site, zinc_supply) = made * by_zinc;                                                                     \
        JU(P##site, boron_supply) = made * by_boron;                                                                   \
        JU(P##site, manganese_supply) = made * by_manganese;                                                           \
        s->f_t[BM__X_##P##site] = -made * E->skeleton_ageing_##name * at->decline_t;                                   \
    } while (0)
#define TRABECULAR(site, name)                                                                                         \
    do {                                                                                                               \
        const bm__real k = E->k_##site, made = k * at->form[BM__SITE_##site];                                          \
        const bm__real per_V = 1.0 / (X(Y##site) + X(M##site));                                                        \
        const bm__real Y_part = X(Y##site) * per_V, M_part = X(M##site) * per_V;                                       \
        const bm__real all_eaten = k * at->eat[BM__SITE_##site]; /* of both, per R; load spares the site */            \
        const bm__real eaten = all_eaten * Y_part;                                                                     \
        F(Y##site) = made + k * helpers - kappa * X(Y##site) - eaten * R;                                              \
        F(M##site) = kappa * X(Y##site) - all_eaten * R * M_part;                                                      \
        F(A##site) = k_A * (at->strain[BM__SITE_##site] - X(A##site));                                                 \
        F(B##site) = k_B * (at->load[BM__SITE_##site] - X(B##site));                                                   \
        if (s->jac) {                                                                                                  \
            const bm__real signal = at->signal[BM__SITE_##site];                                                       \
            const bm__real load_ERE = at->felt_ERE * at->trained[BM__SITE_##site];                                     \
            const bm__real load_u = at->trained_u[BM__SITE_##site], rest = bm__bed_rest(E, BM__SITE_##site);           \
            FORMED(Y, site, name, called, E->osteocyte_lining_gain, pth, carried);                                     \
            const bm__real thinner = -made * strained * per_V, taken = all_eaten * R * per_V;                          \
            J(Y##site, Y##site) = thinner - kappa - taken * M_part;                                                    \
            J(Y##site, M##site) = thinner + taken * Y_part;                                                            \
            J(Y##site, A##site) = -made * E->skeleton_strain_exponent;                                                 \
            J(Y##site, TRN) = made * at->filled_TRN;                                                                   \
            const bm__real M_eaten = -all_eaten * M_part, M_signal = all_eaten * R * spare * M_part;                   \
            J(M##site, Y##site) = kappa + taken * M_part;                                                              \
            J(M##site, M##site) = -taken * Y_part;                                                                     \
            J(M##site, OC) = M_eaten * at->R_OC;                                                                       \
            J(M##site, M) = M_eaten * at->R_M;                                                                         \
            J(M##site, ERE) = M_eaten * at->R_ERE + M_signal * load_ERE;                                               \
            J(M##site, ADP) = M_eaten * at->R_ADP;                                                                     \
            J(M##site, WNT) = M_eaten * at->R_WNT + M_eaten * R * spared_by * signal;                                  \
            J(M##site, LIN) = M_eaten * at->R_LIN;                                                                     \
            J(M##site, B##site) = -M_signal;                                                                           \
            JU(M##site, osteoclast_apoptosis) = M_eaten * at->R_surface;                                               \
            JU(M##site, loading_##site) = M_signal * load_u;                                                           \
            JU(M##site, immobilisation) = -M_signal * rest;                                                            \
            J(A##site, Y##site) = J(A##site, M##site) = -k_A * per_V;                                                  \
            J(A##site, ERE) = k_A * E->loading_strain * load_ERE;                                                      \
            J(A##site, A##site) = -k_A;                                                                                \
            JU(A##site, loading_##site) = k_A * E->loading_strain * load_u;                                            \
            JU(A##site, immobilisation) = -k_A * E->loading_strain * rest;                                             \
            J(B##site, B##site) = -k_B;                                                                                \
            J(B##site, ERE) = k_B * load_ERE;                                                                          \
            JU(B##site, loading_##site) = k_B * load_u;                                                                \
        }                                                                                                              \
    } while (0)
#define CORTICAL(site, name)                                                                                           \
    do {                                                                                                               \
        const bm__real k = k_C, made = k * at->form_cortex[BM__SITE_##site];                                           \
        const bm__real eaten = eaten_C * at->eat[BM__SITE_##site];                                                     \
        F(C##site) = made + helpers_C - eaten * R;                                                                     \
        if (s->jac) {                                                                                                  \
            const bm__real by_PTH = k * at->eat[BM__SITE_##site] * R, signal = at->signal[BM__SITE_##site];            \
            const bm__real load_ERE = at->felt_ERE * at->trained[BM__SITE_##site];                                     \
            const bm__real load_u = at->trained_u[BM__SITE_##site], rest = bm__bed_rest(E, BM__SITE_##site);           \
            FORMED(C, site, name, called_C, wnt_C_per_WNT, pth_C, carried_C);                                          \
            J(C##site, C##site) = -made * strained_C / X(C##site);                                                     \
            J(C##site, TRN) = made * dug_TRN;                                                                          \
            J(C##site, ERE) -= by_PTH * at->eat_PTH_ERE;                                                               \
            J(C##site, PTH) = -by_PTH * at->eat_PTH_PTH;                                                               \
        }                                                                                                              \
    } while (0)
    const bm__real pth_per_PUL = E->osteocyte_pth_gain, pth_C_per_PUL = E->skeleton_pth_share_cortex * pth_per_PUL;
    const bm__real wnt_C_per_WNT = E->skeleton_lining_share_cortex * E->osteocyte_lining_gain;
    TRABECULAR(LS, lumbar_spine);
    TRABECULAR(TH, total_hip);
    TRABECULAR(FN, femoral_neck);
    TRABECULAR(DR, distal_radius);
    CORTICAL(LS, lumbar_spine);
    CORTICAL(TH, total_hip);
    CORTICAL(FN, femoral_neck);
    CORTICAL(DR, distal_radius);
#undef CORTICAL
#undef TRABECULAR
#undef FORMED
    if (s->jac)
        JU(YLS, protein_supply) = E->k_LS * at->form[BM__SITE_LS] *
                                  bm__select(E->protein_beyond + U(protein_supply) < E->nutrition_protein_most,
                                             E->nutrition_protein_spine, bm__all(0.0));
}

#endif
