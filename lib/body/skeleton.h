/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Four sites, each with young (Y) and mature (M) mineral relative to balance, V = Y + M: resorption R takes from both
 * in proportion, formation F fills the young pool, which matures. Density is mu Y + M. Remodelling space, secondary
 * mineralisation, plateaus and offsets follow.
 */
#ifndef BM__BODY_SKELETON_H
#define BM__BODY_SKELETON_H

#include "body/osteocyte.h"

BM__INLINE void bm__skeleton(const struct bm__core_at *s, const struct bm__extension_levels *at) {
    const struct bm__extension_constants *E = s->e;
    const double share_LS = 1.0;
    const bm__real wnt = E->osteocyte_lining_gain * X(WNT), pth = E->osteocyte_pth_gain * X(PUL);
    F(MOB) = E->k_mature * (bm__forming(s, at) - X(MOB)); /* mature osteoblasts, which make the late markers */
    const bm__real kappa = E->maturation;
    const bm__real exponents = E->skeleton_strain_exponent + E->skeleton_strain_exponent_lasting;
    /* What load does through sclerostin ends where antibodies have bound it all. */
    const bm__real built_by = E->loading_wnt_formation * E->loading_sclerostin;
    const bm__real spared_by = E->loading_resorption * E->loading_sclerostin;
    const bm__real built = E->loading_formation + built_by * at->spared, spare = spared_by * at->spared;
    const bm__real held = exponents * E->loading_strain;
    const bm__real deficit = E->nutrition_mineral_deficit, zinc = E->nutrition_zinc_intake + U(zinc_supply);
    const bm__real boron = E->nutrition_boron_intake + U(boron_supply);
    const bm__real manganese = E->nutrition_manganese_intake + U(manganese_supply);
    bm__real per_OB = bm__all(0.0);
    if (s->jac) {
        const bm__real per_R = E->k_mature * pth * X(LIN);
        J(MOB, OBfast) = J(MOB, OBslow) = E->k_mature / s->k->OB0;
        J(MOB, OC) = per_R * at->R_OC;
        J(MOB, M) = per_R * at->R_M;
        J(MOB, ERE) = per_R * at->R_ERE;
        J(MOB, ADP) = per_R * at->R_ADP;
        J(MOB, WNT) = E->k_mature * E->osteocyte_lining_gain * X(LIN) + per_R * at->R_WNT;
        J(MOB, PUL) = E->k_mature * E->osteocyte_pth_gain * at->R * X(LIN);
        J(MOB, LIN) = E->k_mature * (wnt + pth * at->R) + per_R * at->R_LIN;
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
        const bm__real k_eat = k * at->eat[BM__SITE_##site]; /* load spares the site */                                \
        const bm__real Y_part = X(Y##site) * per_V, M_part = X(M##site) * per_V;                                       \
        F(Y##site) = formed - kappa * X(Y##site) - k_eat * at->R * Y_part;                                             \
        F(M##site) = kappa * X(Y##site) - k_eat * at->R * M_part;                                                      \
        F(A##site) = E->k_accommodation * (at->strain[BM__SITE_##site] - X(A##site));                                  \
        F(B##site) = E->k_load * (at->load[BM__SITE_##site] - X(B##site));                                             \
        if (s->jac) {                                                                                                  \
            const bm__real strain = -k * exponents * F_OB * per_V;                                                     \
            const bm__real per_R = k * (pth_share)*pth * X(LIN) - k_eat * Y_part; /* d(dY/dt)/dR */                    \
            const bm__real taken = k_eat * at->R * per_V;                                                              \
            const bm__real signal = at->signal[BM__SITE_##site], lost = k_eat * at->R * spared_by * signal;            \
            const bm__real by_load = k * F_OB * built + k_eat * at->R * spare * Y_part; /* d(dY/dt)/d(signal) */       \
            const bm__real M_by_load = k_eat * at->R * spare * M_part;                                                 \
            const bm__real load_ERE = at->felt_ERE * at->trained[BM__SITE_##site];                                     \
            const bm__real rest = bm__bed_rest(E, BM__SITE_##site), load_u = at->trained_u[BM__SITE_##site];           \
            J(Y##site, Y##site) = strain - kappa - taken * M_part;                                                     \
            J(Y##site, M##site) = strain + taken * Y_part;                                                             \
            J(Y##site, A##site) = -k * E->skeleton_strain_exponent * F_OB;                                             \
            J(Y##site, OC) = per_R * at->R_OC;                                                                         \
            J(Y##site, M) = per_R * at->R_M;                                                                           \
            J(Y##site, OBfast) = J(Y##site, OBslow) = k * F_OB * per_OB;                                               \
            J(Y##site, ERE) = per_R * at->R_ERE + k * F_OB * E->estrogen_formation * at->log_g_oc_ERE +                \
                              (by_load + k * F_OB * held) * load_ERE;                                                  \
            J(Y##site, ADP) = per_R * at->R_ADP;                                                                       \
            J(Y##site, WNT) = k * (wnt_share)*E->osteocyte_lining_gain * X(LIN) + per_R * at->R_WNT -                  \
                              k * F_OB * built_by * signal - lost * Y_part;                                            \
            J(Y##site, PUL) = k * (pth_share)*E->osteocyte_pth_gain * at->R * X(LIN);                                  \
            J(Y##site, LIN) = k * called + per_R * at->R_LIN;                                                          \
            J(M##site, Y##site) = kappa + taken * M_part;                                                              \
            J(M##site, M##site) = -taken * Y_part;                                                                     \
            J(M##site, OC) = -k_eat * at->R_OC * M_part;                                                               \
            J(M##site, M) = -k_eat * at->R_M * M_part;                                                                 \
            J(M##site, ERE) = -k_eat * at->R_ERE * M_part + M_by_load * load_ERE;                                      \
            J(B##site, ERE) = E->k_load * load_ERE;                                                                    \
            J(M##site, WNT) = -k_eat * at->R_WNT * M_part - lost * M_part;                                             \
            J(M##site, LIN) = -k_eat * at->R_LIN * M_part;                                                             \
            J(M##site, ADP) = -k_eat * at->R_ADP * M_part;                                                             \
            JU(Y##site, osteoclast_apoptosis) = per_R * at->R_surface;                                                 \
            JU(M##site, osteoclast_apoptosis) = -k_eat * at->R_surface * M_part;                                       \
            J(B##site, B##site) = -E->k_load;                                                                          \
            J(Y##site, B##site) = -by_load;                                                                            \
            J(M##site, B##site) = -M_by_load;                                                                          \
            JU(B##site, loading_##site) = E->k_load * load_u;                                                          \
            JU(Y##site, loading_##site) = (by_load + k * F_OB * held) * load_u;                                        \
            JU(M##site, loading_##site) = M_by_load * load_u;                                                          \
            JU(Y##site, immobilisation) = -(by_load + k * F_OB * held) * rest;                                         \
            JU(M##site, immobilisation) = -M_by_load * rest;                                                           \
            J(Y##site, SMK) = -k * F_OB * E->habits_smoking;                                                           \
            JU(Y##site, alcohol_units) = -k * F_OB * E->habits_alcohol * at->drinking_u;                               \
            JU(Y##site, zinc_supply) = k * F_OB * bm__select(zinc < 1.0, deficit, bm__all(0.0));                       \
            JU(Y##site, boron_supply) = k * F_OB * bm__select(boron < 1.0, deficit, bm__all(0.0));                     \
            JU(Y##site, manganese_supply) = k * F_OB * bm__select(manganese < 1.0, deficit, bm__all(0.0));             \
            J(A##site, Y##site) = J(A##site, M##site) = -E->k_accommodation * per_V;                                   \
            J(A##site, ERE) = E->k_accommodation * E->loading_strain * load_ERE;                                       \
            JU(A##site, loading_##site) = E->k_accommodation * E->loading_strain * load_u;                             \
            JU(A##site, immobilisation) = -E->k_accommodation * E->loading_strain * rest;                              \
            J(A##site, A##site) = -E->k_accommodation;                                                                 \
            s->f_t[BM__X_Y##site] = -k * F_OB * E->skeleton_ageing_##name * at->decline_t;                             \
        }                                                                                                              \
    } while (0)
    SITE(LS, lumbar_spine, share_LS, share_LS);
    SITE(TH, total_hip, E->skeleton_lining_share_total_hip, E->skeleton_pth_share_total_hip);
    SITE(FN, femoral_neck, E->skeleton_lining_share_femoral_neck, E->skeleton_pth_share_femoral_neck);
    SITE(DR, distal_radius, E->skeleton_lining_share_distal_radius, E->skeleton_pth_share_distal_radius);
#undef SITE
    if (s->jac)
        JU(YLS, protein_supply) = E->k_LS * at->form[BM__SITE_LS] *
                                  bm__select(E->protein_beyond + U(protein_supply) < E->nutrition_protein_most,
                                             E->nutrition_protein_spine, bm__all(0.0));
}

#endif
