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

/* clang-format off */
#define BM__SKELETON_PARAMETERS(X)                                                                                     \
    X(skeleton, cortex_lumbar_spine, 0.25, "1", 0.0, 1.0, 0, BM__SRC_MEMORY,                                           \
      "Cortical part of the mineral in balance, lumbar spine")                                                         \
    X(skeleton, cortex_total_hip, 0.55, "1", 0.0, 1.0, 0, BM__SRC_MEMORY, "The same, total hip")                       \
    X(skeleton, cortex_femoral_neck, 0.6, "1", 0.0, 1.0, 0, BM__SRC_MEMORY, "The same, femoral neck")                  \
    X(skeleton, cortex_distal_radius, 0.95, "1", 0.0, 1.0, 0, BM__SRC_MEMORY, "The same, one-third radius")            \
    BM__FIT(X, skeleton, turnover_lumbar_spine, "/a", 0.005, 0.5,                                                      \
            "Turnover of trabecular bone in balance, lumbar spine and one-third radius")                               \
    BM__FIT(X, skeleton, turnover_total_hip, "/a", 0.005, 0.5, "The same, total hip")                                  \
    BM__FIT(X, skeleton, turnover_femoral_neck, "/a", 0.005, 0.5, "The same, femoral neck")                            \
    BM__FIT(X, skeleton, turnover_cortex, "/a", 0.002, 0.5, "Turnover of cortical bone in balance")                    \
    X(skeleton, ageing_from, 40.0, "a", 18.0, 150.0, 0, BM__SRC_FIRST, "Age from which osteoblasts' output declines")  \
    BM__FIT(X, skeleton, ageing_lumbar_spine, "/a", 0.0, 0.2, "Decline of osteoblasts' output, lumbar spine: in trabecular bone; in cortical bone at 70 years")     \
    BM__FIT(X, skeleton, ageing_total_hip, "/a", 0.0, 0.2, "The same, total hip")    \
    BM__FIT(X, skeleton, ageing_femoral_neck, "/a", 0.0, 0.2,                                                          \
            "The same, femoral neck")                                                \
    BM__FIT(X, skeleton, ageing_distal_radius, "/a", 0.0, 0.2,                                                         \
            "The same, one-third radius")                                            \
    BM__FIT(X, skeleton, strain_exponent, "1", 0.0, 20.0,                                                              \
            "Formation goes with strain^this (strain = 1/volume), as far as bone has not got used to it")              \
    BM__FIT(X, skeleton, strain_exponent_lasting, "1", 0.0, 20.0, "Formation goes with strain^this for good")          \
    BM__FIT(X, skeleton, accommodation, "a", 0.1, 30.0, "Time constant in which bone gets used to a strain")           \
    BM__FIT(X, skeleton, strain_cortex, "1", 0.0, 20.0, "Formation of cortical bone goes with strain^this")            \
    BM__FIT(X, skeleton, pth_cortex, "1", 0.0, 5.0,                                                                    \
            "Resorption of cortical bone goes with PTH^(this (1 - ln of estrogen's signal)); 0 = neutral")             \
    BM__FIT(X, skeleton, lining_share_cortex, "1", 0.0, 5.0,                                                           \
            "Formation of cortical bone by cells that Wnt calls, relative to trabecular bone")                         \
    BM__FIT(X, skeleton, pth_share_cortex, "1", 0.0, 5.0, "The same by cells that PTH calls")                          \
    BM__FIT(X, skeleton, maturation, "/a", 0.1, 20.0, "Rate at which young mineral matures")                           \
    BM__FIT(X, skeleton, young_density, "1", 0.05, 0.99, "Density of young bone, relative to mature bone")

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
    X(ADR, 1.0, "1", 0.0, "Strain that the one-third radius has got used to, as a logarithm")                          \
    X(CLS, 1.0, "1", 1.0, "Cortical bone, lumbar spine, relative to balance") \
    X(CTH, 1.0, "1", 1.0, "Cortical bone, total hip, relative to balance") \
    X(CFN, 1.0, "1", 1.0, "Cortical bone, femoral neck, relative to balance") \
    X(CDR, 1.0, "1", 1.0, "Cortical bone, one-third radius, relative to balance")

#define BM__SKELETON_DERIVED(X)                                                                                        \
    X(k_accommodation, 1.0 / (e->skeleton_accommodation * BM__HOURS_PER_YEAR))                                         \
    X(maturation, e->skeleton_maturation / BM__HOURS_PER_YEAR)                                                         \
    X(k_LS, e->skeleton_turnover_lumbar_spine * (person->turnover_scale / BM__HOURS_PER_YEAR))                         \
    X(k_TH, e->skeleton_turnover_total_hip * (person->turnover_scale / BM__HOURS_PER_YEAR))                            \
    X(k_FN, e->skeleton_turnover_femoral_neck * (person->turnover_scale / BM__HOURS_PER_YEAR))                         \
    X(k_DR, e->k_LS) /* trabecular bone is 5 % of the one-third radius */ \
    X(k_cortex, e->skeleton_turnover_cortex * (person->turnover_scale / BM__HOURS_PER_YEAR))

/* Of the pool P that is formed, young trabecular or cortical bone: in the order of bm__formed(). */
#define BM__FORMED_JACOBIAN(X, P, site)                                                                                \
    X(P##site, OC) X(P##site, M) X(P##site, ADP) X(P##site, OBfast) X(P##site, OBslow) X(P##site, ERE)                 \
    X(P##site, WNT) X(P##site, PUL) X(P##site, LIN) X(P##site, SMK) X(P##site, B##site)

#define BM__FORMED_TARGET_JACOBIAN(X, P, site)                                                                         \
    X(P##site, osteoclast_apoptosis) X(P##site, loading_##site) X(P##site, immobilisation) X(P##site, alcohol_units)   \
    X(P##site, zinc_supply) X(P##site, boron_supply) X(P##site, manganese_supply)

#define BM__SKELETON_SITE_JACOBIAN(X, site)                                                                            \
    BM__FORMED_JACOBIAN(X, Y, site) X(Y##site, Y##site) X(Y##site, M##site) X(Y##site, A##site) X(Y##site, TRN)        \
    X(M##site, Y##site) X(M##site, M##site) X(M##site, B##site) X(M##site, OC) X(M##site, M) X(M##site, ERE)           \
    X(M##site, ADP) X(M##site, WNT) X(M##site, LIN)                                                                    \
    X(A##site, Y##site) X(A##site, M##site) X(A##site, A##site) X(A##site, ERE)                                        \
    BM__FORMED_JACOBIAN(X, C, site) X(C##site, C##site) X(C##site, TRN) X(C##site, PTH)

#define BM__SKELETON_JACOBIAN(X)                                                                                       \
    BM__SKELETON_SITE_JACOBIAN(X, LS) BM__SKELETON_SITE_JACOBIAN(X, TH)                                                \
    BM__SKELETON_SITE_JACOBIAN(X, FN) BM__SKELETON_SITE_JACOBIAN(X, DR)

#define BM__SKELETON_SITE_TARGET_JACOBIAN(X, site)                                                                     \
    BM__FORMED_TARGET_JACOBIAN(X, Y, site)                                                                             \
    X(M##site, osteoclast_apoptosis) X(M##site, loading_##site) X(M##site, immobilisation)                             \
    X(A##site, loading_##site) X(A##site, immobilisation)                                                              \
    BM__FORMED_TARGET_JACOBIAN(X, C, site)

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
    BM__N_SKELETON_SITE_JACOBIAN = BM__J_YTH_OC - BM__J_YLS_OC,
    BM__N_SKELETON_SITE_TARGET_JACOBIAN = BM__JU_YTH_osteoclast_apoptosis - BM__JU_YLS_osteoclast_apoptosis,
};
/* What all sites share at a moment. */
struct bm__sites_shared {
    bm__real wnt, pth;         /* called by the Wnt signal; by PTH, per resorption */
    bm__real built_by, built;  /* ln of formation by load through sclerostin; and in all, as antibodies leave it */
    bm__real spared_by, spare; /* resorption spared by load: the same */
    bm__real by_OB, by_LIN;    /* derivatives of the logarithm of osteoblasts' formation */
    bm__real by_alcohol, by_zinc, by_boron, by_manganese;
};

BM__INLINE struct bm__sites_shared bm__sites_shared(const struct bm__core_at *s,
                                                    const struct bm__extension_levels *at) {
    const struct bm__extension_constants *E = s->e;
    /* What load does through sclerostin ends where antibodies have bound it all. */
    const bm__real built_by = E->loading_wnt_formation * E->loading_sclerostin;
    const bm__real spared_by = E->loading_resorption * E->loading_sclerostin;
    const bm__real none = bm__all(0.0), deficit = E->nutrition_mineral_deficit;
    struct bm__sites_shared all = {
        .wnt = E->osteocyte_lining_gain * X(WNT),
        .pth = E->osteocyte_pth_gain * X(PUL),
        .built_by = built_by,
        .built = E->loading_formation + built_by * at->spared,
        .spared_by = spared_by,
        .spare = spared_by * at->spared,
    };
    if (s->jac) {
        all.by_OB = E->remodelling_a_F / at->OB;
        all.by_LIN = E->osteocyte_reserve / X(LIN);
        all.by_alcohol = -E->habits_alcohol * at->drinking_u;
        all.by_zinc = bm__select(E->nutrition_zinc_intake + U(zinc_supply) < 1.0, deficit, none);
        all.by_boron = bm__select(E->nutrition_boron_intake + U(boron_supply) < 1.0, deficit, none);
        all.by_manganese = bm__select(E->nutrition_manganese_intake + U(manganese_supply) < 1.0, deficit, none);
    }
    return all;
}

/* A pool that is formed at a site: young trabecular bone, or cortical bone. */
struct bm__formed {
    int state, jac, jac_u;         /* where it stands, and where its entries begin */
    bm__real k, made, eaten;       /* turnover; formation by osteoblasts; what resorption takes, per R */
    bm__real wnt_share, pth_share; /* of called cells */
    bm__real by_strain;            /* ln of formation by load, as strain */
    bm__real decline_t;            /* how fast osteoblasts' output declines with age */
};

/* All entries that trabecular and cortical bone of site i have in common. */
BM__INLINE void bm__formed(const struct bm__core_at *s, const struct bm__extension_levels *at,
                           const struct bm__sites_shared *all, int i, const struct bm__formed *pool) {
    enum { OC, M, ADP, OBFAST, OBSLOW, ERE, WNT, PUL, LIN, SMK, B };
    enum { SURFACE, LOADING, IMMOBILISATION, ALCOHOL, ZINC, BORON, MANGANESE };
    const struct bm__extension_constants *E = s->e;
    bm__real *jac = s->jac + pool->jac, *jac_u = s->jac_u + pool->jac_u;
    const bm__real k = pool->k, made = pool->made, eaten = pool->eaten, R = at->R;
    const bm__real wnt = pool->wnt_share * all->wnt, pth = pool->pth_share * all->pth;
    const bm__real signal = at->signal[i], load_ERE = at->felt_ERE * at->trained[i];
    const bm__real load_u = at->trained_u[i], rest = bm__bed_rest(E, (enum bm__site)i);
    const bm__real per_R = k * pth * X(LIN) - eaten;
    const bm__real by_signal = made * all->built + eaten * R * all->spare, by_load = by_signal + made * pool->by_strain;
    jac[OC] = per_R * at->R_OC;
    jac[M] = per_R * at->R_M;
    jac[ADP] = per_R * at->R_ADP;
    jac[OBFAST] = jac[OBSLOW] = made * all->by_OB;
    jac[ERE] = per_R * at->R_ERE + by_load * load_ERE;
    jac[WNT] = k * (pool->wnt_share * E->osteocyte_lining_gain) * X(LIN) + per_R * at->R_WNT -
               made * all->built_by * signal - eaten * R * all->spared_by * signal;
    jac[PUL] = k * (pool->pth_share * E->osteocyte_pth_gain) * R * X(LIN);
    jac[LIN] = k * (wnt + pth * R) + per_R * at->R_LIN + made * all->by_LIN;
    jac[SMK] = -made * E->habits_smoking;
    jac[B] = -by_signal;
    jac_u[SURFACE] = per_R * at->R_surface;
    jac_u[LOADING] = by_load * load_u;
    jac_u[IMMOBILISATION] = -by_load * rest;
    jac_u[ALCOHOL] = made * all->by_alcohol;
    jac_u[ZINC] = made * all->by_zinc;
    jac_u[BORON] = made * all->by_boron;
    jac_u[MANGANESE] = made * all->by_manganese;
    s->f_t[pool->state] = -made * pool->decline_t;
}

BM__INLINE void bm__trabecular(const struct bm__core_at *s, const struct bm__extension_levels *at,
                               const struct bm__sites_shared *all, int i, bm__real k, bm__real ageing) {
    const struct bm__extension_constants *E = s->e;
    const int y = BM__X_YLS + 2 * i, m = BM__X_MLS + 2 * i, a = BM__X_ALS + i;
    const bm__real Y = s->x[y], M = s->x[m], A = s->x[a], R = at->R, kappa = E->maturation, k_A = E->k_accommodation;
    const bm__real made = k * at->form[i], called = (all->wnt + all->pth * R) * X(LIN);
    const bm__real per_V = 1.0 / (Y + M), Y_part = Y * per_V, M_part = M * per_V;
    const bm__real all_eaten = k * at->eat[i]; /* of both, per R; load spares the site */
    const bm__real eaten = all_eaten * Y_part;
    s->f[y] = made + k * called - kappa * Y - eaten * R;
    s->f[m] = kappa * Y - all_eaten * R * M_part;
    s->f[a] = k_A * (at->strain[i] - A);

    if (s->jac) {
        const bm__real strained = E->skeleton_strain_exponent + E->skeleton_strain_exponent_lasting;
        const struct bm__formed pool = {
            .state = y,
            .jac = BM__J_YLS_OC + i * BM__N_SKELETON_SITE_JACOBIAN,
            .jac_u = BM__JU_YLS_osteoclast_apoptosis + i * BM__N_SKELETON_SITE_TARGET_JACOBIAN,
            .k = k,
            .made = made,
            .eaten = eaten,
            .wnt_share = bm__all(1.0),
            .pth_share = bm__all(1.0),
            .by_strain = strained * E->loading_strain,
            .decline_t = ageing * at->decline_t,
        };
        bm__formed(s, at, all, i, &pool);
        const bm__real signal = at->signal[i], load_ERE = at->felt_ERE * at->trained[i];
        const bm__real load_u = at->trained_u[i], rest = bm__bed_rest(E, (enum bm__site)i);
        const bm__real thinner = -made * strained * per_V, taken = all_eaten * R * per_V;
        J_SITE(SKELETON, YLS, YLS) = thinner - kappa - taken * M_part;
        J_SITE(SKELETON, YLS, MLS) = thinner + taken * Y_part;
        J_SITE(SKELETON, YLS, ALS) = -made * E->skeleton_strain_exponent;
        J_SITE(SKELETON, YLS, TRN) = made * at->filled_TRN;

        const bm__real M_eaten = -all_eaten * M_part, M_signal = all_eaten * R * all->spare * M_part;
        J_SITE(SKELETON, MLS, YLS) = kappa + taken * M_part;
        J_SITE(SKELETON, MLS, MLS) = -taken * Y_part;
        J_SITE(SKELETON, MLS, BLS) = -M_signal;
        J_SITE(SKELETON, MLS, OC) = M_eaten * at->R_OC;
        J_SITE(SKELETON, MLS, M) = M_eaten * at->R_M;
        J_SITE(SKELETON, MLS, ERE) = M_eaten * at->R_ERE + M_signal * load_ERE;
        J_SITE(SKELETON, MLS, ADP) = M_eaten * at->R_ADP;
        J_SITE(SKELETON, MLS, WNT) = M_eaten * at->R_WNT + M_eaten * R * all->spared_by * signal;
        J_SITE(SKELETON, MLS, LIN) = M_eaten * at->R_LIN;
        JU_SITE(SKELETON, MLS, osteoclast_apoptosis) = M_eaten * at->R_surface;
        JU_SITE(SKELETON, MLS, loading_LS) = M_signal * load_u;
        JU_SITE(SKELETON, MLS, immobilisation) = -M_signal * rest;

        J_SITE(SKELETON, ALS, YLS) = J_SITE(SKELETON, ALS, MLS) = -k_A * per_V;
        J_SITE(SKELETON, ALS, ALS) = -k_A;
        J_SITE(SKELETON, ALS, ERE) = k_A * E->loading_strain * load_ERE;
        JU_SITE(SKELETON, ALS, loading_LS) = k_A * E->loading_strain * load_u;
        JU_SITE(SKELETON, ALS, immobilisation) = -k_A * E->loading_strain * rest;
    }
}

BM__INLINE void bm__cortical(const struct bm__core_at *s, const struct bm__extension_levels *at,
                             const struct bm__sites_shared *all, int i, bm__real ageing) {
    const struct bm__extension_constants *E = s->e;
    const int c = BM__X_CLS + i;
    const bm__real k = E->k_cortex, R = at->R, C = s->x[c], made = k * at->form_cortex[i];
    const bm__real wnt = E->skeleton_lining_share_cortex * all->wnt, pth = E->skeleton_pth_share_cortex * all->pth;
    const bm__real eaten = k * at->eat_PTH * at->eat[i];
    s->f[c] = made + k * (wnt + pth * R) * X(LIN) - eaten * R;

    if (s->jac) {
        const struct bm__formed pool = {
            .state = c,
            .jac = BM__J_CLS_OC + i * BM__N_SKELETON_SITE_JACOBIAN,
            .jac_u = BM__JU_CLS_osteoclast_apoptosis + i * BM__N_SKELETON_SITE_TARGET_JACOBIAN,
            .k = k,
            .made = made,
            .eaten = eaten,
            .wnt_share = E->skeleton_lining_share_cortex,
            .pth_share = E->skeleton_pth_share_cortex,
            .by_strain = E->skeleton_strain_cortex * E->loading_strain,
            .decline_t = ageing * at->decline_cortex_t,
        };
        bm__formed(s, at, all, i, &pool);
        const bm__real by_PTH = k * at->eat[i] * R;
        J_SITE(SKELETON, CLS, CLS) = -made * E->skeleton_strain_cortex / C;
        J_SITE(SKELETON, CLS, TRN) = made * (E->remodelling_cavity / X(TRN));
        J_SITE(SKELETON, CLS, ERE) -= by_PTH * at->eat_PTH_ERE;
        J_SITE(SKELETON, CLS, PTH) = -by_PTH * at->eat_PTH_PTH;
    }
}

BM__INLINE void bm__skeleton(const struct bm__core_at *s, const struct bm__extension_levels *at) {
    const struct bm__extension_constants *E = s->e;
    const struct bm__sites_shared all = bm__sites_shared(s, at);
    const bm__real k[BM__N_SITES] = {E->k_LS, E->k_TH, E->k_FN, E->k_DR};
    const bm__real ageing[BM__N_SITES] = {E->skeleton_ageing_lumbar_spine, E->skeleton_ageing_total_hip,
                                          E->skeleton_ageing_femoral_neck, E->skeleton_ageing_distal_radius};
    for (int i = 0; i < BM__N_SITES; i++) {
        bm__trabecular(s, at, &all, i, k[i], ageing[i]);
        bm__cortical(s, at, &all, i, ageing[i]);
    }
    if (s->jac)
        JU(YLS, protein_supply) = E->k_LS * at->form[BM__SITE_LS] *
                                  bm__select(E->protein_beyond + U(protein_supply) < E->nutrition_protein_most,
                                             E->nutrition_protein_spine, bm__all(0.0));
}

#endif
