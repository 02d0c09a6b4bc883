/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Four sites, each with young (Y) and mature (M) mineral relative to balance, V = Y + M: resorption R takes from both
 * in proportion, formation F fills the young pool, which matures. Density is mu Y + M. Remodelling space, secondary
 * mineralisation, plateaus and offsets follow.
 */
#ifndef BM__BODY_SKELETON_H
#define BM__BODY_SKELETON_H

/* clang-format off */
#define BM__SKELETON_PARAMETERS(X)                                                                                     \
    BM__FIT(X, skeleton, turnover_lumbar_spine, "/a", 0.005, 0.5, "Turnover of the lumbar spine in balance")           \
    BM__FIT(X, skeleton, turnover_total_hip, "/a", 0.005, 0.5, "Turnover of the total hip in balance")                 \
    BM__FIT(X, skeleton, turnover_femoral_neck, "/a", 0.005, 0.5, "Turnover of the femoral neck in balance")           \
    BM__FIT(X, skeleton, turnover_distal_radius, "/a", 0.002, 0.5, "Turnover of the one-third radius in balance")      \
    X(skeleton, ageing_from, 40.0, "a", 18.0, 150.0, 0, BM__SRC_FIRST, "Age from which osteoblasts' output declines")  \
    BM__FIT(X, skeleton, ageing_lumbar_spine, "/a", 0.0, 0.2, "Decline of osteoblasts' output at 70 years, spine")     \
    BM__FIT(X, skeleton, ageing_total_hip, "/a", 0.0, 0.2, "Decline of osteoblasts' output at 70 years, total hip")    \
    BM__FIT(X, skeleton, ageing_femoral_neck, "/a", 0.0, 0.2,                                                          \
            "Decline of osteoblasts' output at 70 years, femoral neck")                                                \
    BM__FIT(X, skeleton, ageing_distal_radius, "/a", 0.0, 0.2,                                                         \
            "Decline of osteoblasts' output at 70 years, one-third radius")                                            \
    BM__FIT(X, skeleton, strain_exponent, "1", 0.0, 20.0,                                                              \
            "Formation goes with strain^this (strain = 1/volume), as far as bone has not got used to it")              \
    BM__FIT(X, skeleton, strain_exponent_lasting, "1", 0.0, 20.0, "Formation goes with strain^this for good")          \
    BM__FIT(X, skeleton, accommodation, "a", 0.1, 30.0, "Time constant in which bone gets used to a strain")           \
    BM__FIT(X, skeleton, maturation, "/a", 0.1, 20.0, "Rate at which young mineral matures")                           \
    BM__FIT(X, skeleton, young_density, "1", 0.05, 0.99, "Density of young bone, relative to mature bone")             \
    BM__FIT(X, skeleton, lining_share_total_hip, "1", 0.0, 5.0, "Formation by Wnt-called cells, relative to spine")    \
    BM__FIT(X, skeleton, lining_share_femoral_neck, "1", 0.0, 5.0,                                                     \
            "Formation by Wnt-called cells at the femoral neck, relative to spine")                                    \
    BM__FIT(X, skeleton, lining_share_distal_radius, "1", 0.0, 5.0,                                                    \
            "Formation by Wnt-called cells at the one-third radius, relative to spine")                                \
    BM__FIT(X, skeleton, pth_share_total_hip, "1", 0.0, 5.0, "Formation by PTH-called cells, relative to spine")       \
    BM__FIT(X, skeleton, pth_share_femoral_neck, "1", 0.0, 5.0,                                                        \
            "Formation by PTH-called cells at the femoral neck, relative to spine")                                    \
    BM__FIT(X, skeleton, pth_share_distal_radius, "1", 0.0, 5.0, "Formation by PTH-called cells at the one-third radius, relative to spine")

/* Formation = resorption = k in balance: Y = k/(kappa + k), V = 1. */
#define BM__SKELETON_STATES(X)                                                                                         \
    X(YLS, 0.05, "1", e->k_LS / (e->maturation + e->k_LS), "Young bone mineral, lumbar spine")                         \
    X(MLS, 0.95, "1", 1.0 - x[BM__X_YLS], "Mature bone mineral, lumbar spine")                                         \
    X(YTH, 0.03, "1", e->k_TH / (e->maturation + e->k_TH), "Young bone mineral, total hip")                            \
    X(MTH, 0.97, "1", 1.0 - x[BM__X_YTH], "Mature bone mineral, total hip")                                            \
    X(YFN, 0.03, "1", e->k_FN / (e->maturation + e->k_FN), "Young bone mineral, femoral neck")                         \
    X(MFN, 0.97, "1", 1.0 - x[BM__X_YFN], "Mature bone mineral, femoral neck")                                         \
    X(YDR, 0.02, "1", e->k_DR / (e->maturation + e->k_DR), "Young bone mineral, one-third radius")                     \
    X(MDR, 0.98, "1", 1.0 - x[BM__X_YDR], "Mature bone mineral, one-third radius")                                     \
    X(ALS, 1.0, "1", 0.0, "Strain that the lumbar spine has got used to, as a logarithm")                              \
    X(ATH, 1.0, "1", 0.0, "Strain that the total hip has got used to, as a logarithm")                                 \
    X(AFN, 1.0, "1", 0.0, "Strain that the femoral neck has got used to, as a logarithm")                              \
    X(ADR, 1.0, "1", 0.0, "Strain that the one-third radius has got used to, as a logarithm")

#define BM__SKELETON_DERIVED(X)                                                                                        \
    X(k_accommodation, 1.0 / (e->skeleton_accommodation * BM__HOURS_PER_YEAR))                                         \
    X(maturation, e->skeleton_maturation / BM__HOURS_PER_YEAR)                                                         \
    X(k_LS, e->skeleton_turnover_lumbar_spine * (person->turnover_scale / BM__HOURS_PER_YEAR))                         \
    X(k_TH, e->skeleton_turnover_total_hip * (person->turnover_scale / BM__HOURS_PER_YEAR))                            \
    X(k_FN, e->skeleton_turnover_femoral_neck * (person->turnover_scale / BM__HOURS_PER_YEAR))                         \
    X(k_DR, e->skeleton_turnover_distal_radius * (person->turnover_scale / BM__HOURS_PER_YEAR))

#define BM__SKELETON_SITE_JACOBIAN(X, site)                                                                            \
    X(Y##site, Y##site) X(Y##site, M##site) X(Y##site, A##site) X(Y##site, B##site) X(Y##site, OC) X(Y##site, M)       \
    X(Y##site, OBfast) X(Y##site, OBslow) X(Y##site, ERE) X(Y##site, ADP) X(Y##site, WNT) X(Y##site, PUL)              \
    X(Y##site, LIN) X(Y##site, SMK)                                                                                    \
    X(M##site, Y##site) X(M##site, M##site) X(M##site, B##site) X(M##site, OC) X(M##site, M) X(M##site, ERE)           \
    X(M##site, ADP) X(M##site, WNT) X(M##site, LIN)                                                                    \
    X(A##site, Y##site) X(A##site, M##site) X(A##site, A##site) X(A##site, ERE)

#define BM__SKELETON_JACOBIAN(X)                                                                                       \
    BM__SKELETON_SITE_JACOBIAN(X, LS) BM__SKELETON_SITE_JACOBIAN(X, TH)                                                \
    BM__SKELETON_SITE_JACOBIAN(X, FN) BM__SKELETON_SITE_JACOBIAN(X, DR)

#define BM__SKELETON_SITE_TARGET_JACOBIAN(X, site)                                                                     \
    X(Y##site, osteoclast_apoptosis) X(Y##site, loading_##site) X(Y##site, immobilisation) X(Y##site, alcohol_units)   \
    X(Y##site, zinc_supply) X(Y##site, boron_supply) X(Y##site, manganese_supply)                                      \
    X(M##site, osteoclast_apoptosis) X(M##site, loading_##site) X(M##site, immobilisation)                             \
    X(A##site, loading_##site) X(A##site, immobilisation)

#define BM__SKELETON_TARGET_JACOBIAN(X)                                                                                \
    BM__SKELETON_SITE_TARGET_JACOBIAN(X, LS) BM__SKELETON_SITE_TARGET_JACOBIAN(X, TH)                                  \
    BM__SKELETON_SITE_TARGET_JACOBIAN(X, FN) BM__SKELETON_SITE_TARGET_JACOBIAN(X, DR)                                  \
    X(YLS, protein_supply)
/* clang-format on */

#endif

#if defined(BM__BODY_INDEX_COMPLETE) && !defined(BM__BODY_SKELETON_EQUATIONS)
#define BM__BODY_SKELETON_EQUATIONS

#include "body/loading.h"

enum {
    BM__N_SKELETON_SITE_JACOBIAN = BM__J_YTH_YTH - BM__J_YLS_YLS,
    BM__N_SKELETON_SITE_TARGET_JACOBIAN = BM__JU_YTH_osteoclast_apoptosis - BM__JU_YLS_osteoclast_apoptosis,
};
/* What all sites share at a moment. */
struct bm__sites_shared {
    bm__real wnt, pth;               /* called cells at full reserve: by the Wnt signal; by PTH, per resorption */
    bm__real exponents;              /* of strain on formation, both together */
    bm__real built_by, built;        /* formation by load through sclerostin; and in all, as antibodies leave it */
    bm__real spared_by, spare;       /* resorption spared by load: the same */
    bm__real zinc, boron, manganese; /* deficit's slope by each supply */
};

BM__INLINE struct bm__sites_shared bm__sites_shared(const struct bm__core_at *s,
                                                    const struct bm__extension_levels *at) {
    const struct bm__extension_constants *E = s->e;
    /* What load does through sclerostin ends where antibodies have bound it all. */
    const bm__real built_by = E->loading_wnt_formation * E->loading_sclerostin;
    const bm__real spared_by = E->loading_resorption * E->loading_sclerostin;
    const bm__real none = bm__all(0.0), deficit = E->nutrition_mineral_deficit;
    return (struct bm__sites_shared){
        .wnt = E->osteocyte_lining_gain * X(WNT),
        .pth = E->osteocyte_pth_gain * X(PUL),
        .exponents = E->skeleton_strain_exponent + E->skeleton_strain_exponent_lasting,
        .built_by = built_by,
        .built = E->loading_formation + built_by * at->spared,
        .spared_by = spared_by,
        .spare = spared_by * at->spared,
        .zinc = bm__select(E->nutrition_zinc_intake + U(zinc_supply) < 1.0, deficit, none),
        .boron = bm__select(E->nutrition_boron_intake + U(boron_supply) < 1.0, deficit, none),
        .manganese = bm__select(E->nutrition_manganese_intake + U(manganese_supply) < 1.0, deficit, none),
    };
}

/* Site i: its turnover k, and the shares in which called cells form bone there, relative to the spine. */
BM__INLINE void bm__site(const struct bm__core_at *s, const struct bm__extension_levels *at,
                         const struct bm__sites_shared *all, int i, bm__real k, bm__real wnt_share, bm__real pth_share,
                         bm__real ageing) {
    const struct bm__extension_constants *E = s->e;
    const int y = BM__X_YLS + 2 * i, m = BM__X_MLS + 2 * i, a = BM__X_ALS + i;
    const bm__real Y = s->x[y], M = s->x[m], A = s->x[a];
    const bm__real kappa = E->maturation, F_OB = at->form[i];
    const bm__real called = wnt_share * all->wnt + pth_share * all->pth * at->R;
    const bm__real formed = k * (F_OB + called * X(LIN));
    const bm__real per_V = 1.0 / (Y + M);
    const bm__real k_eat = k * at->eat[i]; /* load spares the site */
    const bm__real Y_part = Y * per_V, M_part = M * per_V;
    s->f[y] = formed - kappa * Y - k_eat * at->R * Y_part;
    s->f[m] = kappa * Y - k_eat * at->R * M_part;
    s->f[a] = E->k_accommodation * (at->strain[i] - A);

    if (s->jac) {
        const bm__real held = all->exponents * E->loading_strain;
        const bm__real strain = -k * all->exponents * F_OB * per_V;
        const bm__real per_R = k * pth_share * all->pth * X(LIN) - k_eat * Y_part; /* d(dY/dt)/dR */
        const bm__real taken = k_eat * at->R * per_V;
        const bm__real signal = at->signal[i], lost = k_eat * at->R * all->spared_by * signal;
        const bm__real by_load = k * F_OB * all->built + k_eat * at->R * all->spare * Y_part; /* d(dY/dt)/d(signal) */
        const bm__real M_by_load = k_eat * at->R * all->spare * M_part;
        const bm__real load_ERE = at->felt_ERE * at->trained[i];
        const bm__real rest = bm__bed_rest(E, (enum bm__site)i), load_u = at->trained_u[i];
        const bm__real per_OB = E->remodelling_a_F / at->OB;
        J_SITE(SKELETON, YLS, YLS) = strain - kappa - taken * M_part;
        J_SITE(SKELETON, YLS, MLS) = strain + taken * Y_part;
        J_SITE(SKELETON, YLS, ALS) = -k * E->skeleton_strain_exponent * F_OB;
        J_SITE(SKELETON, YLS, BLS) = -by_load;
        J_SITE(SKELETON, YLS, OC) = per_R * at->R_OC;
        J_SITE(SKELETON, YLS, M) = per_R * at->R_M;
        J_SITE(SKELETON, YLS, OBfast) = J_SITE(SKELETON, YLS, OBslow) = k * F_OB * per_OB;
        J_SITE(SKELETON, YLS, ERE) = per_R * at->R_ERE + k * F_OB * E->estrogen_formation * at->log_g_oc_ERE +
                                     (by_load + k * F_OB * held) * load_ERE;
        J_SITE(SKELETON, YLS, ADP) = per_R * at->R_ADP;
        J_SITE(SKELETON, YLS, WNT) = k * wnt_share * E->osteocyte_lining_gain * X(LIN) + per_R * at->R_WNT -
                                     k * F_OB * all->built_by * signal - lost * Y_part;
        J_SITE(SKELETON, YLS, PUL) = k * pth_share * E->osteocyte_pth_gain * at->R * X(LIN);
        J_SITE(SKELETON, YLS, LIN) = k * called + per_R * at->R_LIN;
        J_SITE(SKELETON, YLS, SMK) = -k * F_OB * E->habits_smoking;
        JU_SITE(SKELETON, YLS, osteoclast_apoptosis) = per_R * at->R_surface;
        JU_SITE(SKELETON, YLS, loading_LS) = (by_load + k * F_OB * held) * load_u;
        JU_SITE(SKELETON, YLS, immobilisation) = -(by_load + k * F_OB * held) * rest;
        JU_SITE(SKELETON, YLS, alcohol_units) = -k * F_OB * E->habits_alcohol * at->drinking_u;
        JU_SITE(SKELETON, YLS, zinc_supply) = k * F_OB * all->zinc;
        JU_SITE(SKELETON, YLS, boron_supply) = k * F_OB * all->boron;
        JU_SITE(SKELETON, YLS, manganese_supply) = k * F_OB * all->manganese;

        J_SITE(SKELETON, MLS, YLS) = kappa + taken * M_part;
        J_SITE(SKELETON, MLS, MLS) = -taken * Y_part;
        J_SITE(SKELETON, MLS, BLS) = -M_by_load;
        J_SITE(SKELETON, MLS, OC) = -k_eat * at->R_OC * M_part;
        J_SITE(SKELETON, MLS, M) = -k_eat * at->R_M * M_part;
        J_SITE(SKELETON, MLS, ERE) = -k_eat * at->R_ERE * M_part + M_by_load * load_ERE;
        J_SITE(SKELETON, MLS, ADP) = -k_eat * at->R_ADP * M_part;
        J_SITE(SKELETON, MLS, WNT) = -k_eat * at->R_WNT * M_part - lost * M_part;
        J_SITE(SKELETON, MLS, LIN) = -k_eat * at->R_LIN * M_part;
        JU_SITE(SKELETON, MLS, osteoclast_apoptosis) = -k_eat * at->R_surface * M_part;
        JU_SITE(SKELETON, MLS, loading_LS) = M_by_load * load_u;
        JU_SITE(SKELETON, MLS, immobilisation) = -M_by_load * rest;

        J_SITE(SKELETON, ALS, YLS) = J_SITE(SKELETON, ALS, MLS) = -E->k_accommodation * per_V;
        J_SITE(SKELETON, ALS, ALS) = -E->k_accommodation;
        J_SITE(SKELETON, ALS, ERE) = E->k_accommodation * E->loading_strain * load_ERE;
        JU_SITE(SKELETON, ALS, loading_LS) = E->k_accommodation * E->loading_strain * load_u;
        JU_SITE(SKELETON, ALS, immobilisation) = -E->k_accommodation * E->loading_strain * rest;
        s->f_t[y] = -k * F_OB * ageing * at->decline_t;
    }
}

BM__INLINE void bm__skeleton(const struct bm__core_at *s, const struct bm__extension_levels *at) {
    const struct bm__extension_constants *E = s->e;
    const bm__real spine = bm__all(1.0); /* the shares of the others are relative to it */
    const struct bm__sites_shared all = bm__sites_shared(s, at);
    bm__site(s, at, &all, BM__SITE_LS, E->k_LS, spine, spine, E->skeleton_ageing_lumbar_spine);
    bm__site(s, at, &all, BM__SITE_TH, E->k_TH, E->skeleton_lining_share_total_hip, E->skeleton_pth_share_total_hip,
             E->skeleton_ageing_total_hip);
    bm__site(s, at, &all, BM__SITE_FN, E->k_FN, E->skeleton_lining_share_femoral_neck,
             E->skeleton_pth_share_femoral_neck, E->skeleton_ageing_femoral_neck);
    bm__site(s, at, &all, BM__SITE_DR, E->k_DR, E->skeleton_lining_share_distal_radius,
             E->skeleton_pth_share_distal_radius, E->skeleton_ageing_distal_radius);
    if (s->jac)
        JU(YLS, protein_supply) = E->k_LS * at->form[BM__SITE_LS] *
                                  bm__select(E->protein_beyond + U(protein_supply) < E->nutrition_protein_most,
                                             E->nutrition_protein_spine, bm__all(0.0));
}

#endif
