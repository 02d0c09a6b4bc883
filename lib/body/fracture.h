/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hazards of a first fracture of the hip, of vertebrae (clinical) and of forearm or humerus, which together are the
 * major ones, and of death. Each is log-linear in age, T-score and risk factors, and linear in turnover:
 *
 *     h = rate exp(a1 d + a2 d^2 - b T + risk factors) (1 + c (turnover - reference)),     d = (age - 70)/10,
 *
 * with b = b0 - b1 d at the hip (Johnell 2005: the gradient falls with age). Where a density was not measured, T stands
 * for the expected one and exp(b^2 v/2) for what its variance v adds to the mean hazard. Death follows Gompertz. The
 * probability of a first fracture then grows as dP/dt = h S, dS/dt = -(h + death) S.
 */
#ifndef BM__BODY_FRACTURE_H
#define BM__BODY_FRACTURE_H

#include "body/osteocyte.h"

enum bm__hazard { BM__HIP, BM__VERTEBRAL, BM__OTHER, BM__DEATH, BM__N_HAZARDS };

/* Hazards stay as they are at 110 years: nobody knows what comes then. */
#define BM__OLDEST_DECADE 4.0

/* What hazards depend on at a moment. */
struct bm__risk {
    bm__real decade;           /* (age - 70)/10 */
    bm__real t_FN, t_LS;       /* T-scores */
    bm__real turnover;         /* TRN */
    bm__real smoked, drinking; /* SMK, and the harm of alcohol */
    bm__real falls;            /* logarithm of their rate, relative */
};

struct bm__hazards {
    bm__real h[BM__N_HAZARDS];         /* per year */
    bm__real by_decade[BM__N_HAZARDS]; /* derivatives of ln h */
    bm__real by_T[BM__N_HAZARDS], by_turnover[BM__N_HAZARDS], by_smoked[BM__N_HAZARDS], by_drinking[BM__N_HAZARDS],
        by_falls[BM__N_HAZARDS];
};

BM__INLINE struct bm__hazards bm__hazards(const struct bm__extension_constants *E, const struct bm__risk *r) {
    const bm__real zero = bm__all(0.0), d = r->decade;
    const bm__real b = E->fracture_hip_bmd - E->fracture_hip_bmd_age * d;
    const bm__real hip_age = E->fracture_hip_age + E->hip_decade, other_age = E->fracture_other_age + E->major_decade;
    const bm__real vertebral_age = E->fracture_vertebral_age + E->major_decade;
    struct bm__hazards at = {
        .by_decade = {hip_age + 2.0 * E->fracture_hip_age2 * d +
                          E->fracture_hip_bmd_age * (r->t_FN - b * E->t_FN_variance),
                      vertebral_age, other_age, 10.0 * E->mortality_by_age},
        .by_T = {-b, -E->fracture_vertebral_bmd, -E->fracture_other_bmd, zero},
        .by_smoked = {E->fracture_hip_smoking, E->fracture_major_smoking, E->fracture_major_smoking, zero},
        .by_drinking = {E->fracture_hip_alcohol, E->fracture_major_alcohol, E->fracture_major_alcohol, zero},
        .by_falls = {bm__all(1.0), E->fracture_vertebral_by_falls, bm__all(1.0), zero},
    };
    const bm__real T[BM__N_HAZARDS] = {r->t_FN, r->t_LS, r->t_FN, zero};
    const bm__real variance[BM__N_HAZARDS] = {E->t_FN_variance, E->t_LS_variance, E->t_FN_variance, zero};
    const bm__real by_age[BM__N_HAZARDS] = {hip_age + E->fracture_hip_age2 * d, vertebral_age, other_age,
                                            10.0 * E->mortality_by_age};
    const bm__real log_rate[BM__N_HAZARDS] = {E->log_hip, E->log_vertebral, E->log_other, E->log_death};
    const bm__real slope[BM__N_HAZARDS] = {E->fracture_hip_turnover, E->fracture_vertebral_turnover,
                                           E->fracture_other_turnover, zero};
    for (int i = 0; i < BM__N_HAZARDS; i++)
        at.h[i] = log_rate[i] + by_age[i] * d + at.by_T[i] * (T[i] + 0.5 * at.by_T[i] * variance[i]) +
                  at.by_smoked[i] * r->smoked + at.by_drinking[i] * r->drinking + at.by_falls[i] * r->falls;
    for (int i = 0; i < BM__N_HAZARDS; i += BM__REALS_PER_PACK) /* 4 hazards fill their packs */
        bm__store(at.h + i, bm__pack_exp(bm__load(at.h + i)));
    for (int i = 0; i < BM__N_HAZARDS; i++) {
        const bm__real excess = 1.0 + slope[i] * (r->turnover - E->fracture_turnover_reference);
        at.h[i] *= excess;
        at.by_turnover[i] = slope[i] / excess;
    }
    return at;
}

/* Cortical part of the mineral at a site in balance, its mineral, and its T-score. */
#define BM__CORTEX_LS    (s->e->skeleton_cortex_lumbar_spine)
#define BM__CORTEX_FN    (s->e->skeleton_cortex_femoral_neck)
#define BM__CORTEX(site) BM__CORTEX_##site
#define BM__MINERAL(site)                                                                                              \
    ((1.0 - BM__CORTEX(site)) * (s->e->skeleton_young_density * X(Y##site) + X(M##site)) +                             \
     BM__CORTEX(site) * X(C##site))
#define BM__T_SCORE(site)                                                                                              \
    (s->e->t_##site##_from + s->e->t_##site##_per_density * BM__MINERAL(site))

BM__INLINE struct bm__risk bm__risk_now(const struct bm__core_at *s, const struct bm__extension_levels *at) {
    const bm__real decade = 0.1 * (s->e->age_years + s->t_h * (1.0 / BM__HOURS_PER_YEAR) - 70.0);
    return (struct bm__risk){
        .decade = bm__select(decade < BM__OLDEST_DECADE, decade, bm__all(BM__OLDEST_DECADE)),
        .t_FN = BM__T_SCORE(FN),
        .t_LS = BM__T_SCORE(LS),
        .turnover = X(TRN),
        .smoked = X(SMK),
        .drinking = at->drinking,
        .falls = U(fall_rate),
    };
}

/* Resorption as fracture risk feels it (TRN): the cavities that called cells do not fill at once. */
BM__INLINE void bm__cavities(const struct bm__core_at *s, const struct bm__extension_levels *at) {
    const struct bm__extension_constants *E = s->e;
    const bm__real open = 1.0 / (1.0 + bm__called(s, at));
    F(TRN) = E->k_turnover * (at->R * open * E->turnover_scale - X(TRN));

    if (s->jac) {
        const bm__real wnt = E->osteocyte_lining_gain * X(WNT), pth = E->osteocyte_pth_gain * X(PUL);
        const bm__real scale = E->k_turnover * E->turnover_scale * open, filled = at->R * open;
        const bm__real by_R = scale * (1.0 - filled * pth * X(LIN));
        J(TRN, OC) = by_R * at->R_OC;
        J(TRN, M) = by_R * at->R_M;
        J(TRN, ERE) = by_R * at->R_ERE;
        J(TRN, ADP) = by_R * at->R_ADP;
        J(TRN, WNT) = by_R * at->R_WNT - scale * filled * E->osteocyte_lining_gain * X(LIN);
        J(TRN, PUL) = -scale * filled * E->osteocyte_pth_gain * at->R * X(LIN);
        J(TRN, LIN) = by_R * at->R_LIN - scale * filled * (wnt + pth * at->R);
        J(TRN, TRN) = -E->k_turnover;
        JU(TRN, osteoclast_apoptosis) = by_R * at->R_surface;
    }
}

BM__INLINE void bm__fracture(const struct bm__core_at *s, const struct bm__extension_levels *at) {
    const struct bm__extension_constants *E = s->e;
    /* the books begin on day 0, in each lane by itself */
    const bm__bits begun = s->t_h >= 0.0;
    const bm__real per_h = bm__select(begun, bm__all(1.0 / BM__HOURS_PER_YEAR), bm__all(0.0));
    bm__cavities(s, at);
    if (!bm__any(begun)) {
        for (int i = BM__X_SMA; i <= BM__X_PVE; i++)
            s->f[i] = bm__all(0.0);
        for (int i = BM__J_SMA_SMA; s->jac && i <= BM__J_PVE_SMK; i++)
            s->jac[i] = bm__all(0.0);
        for (int i = BM__JU_SMA_fall_rate; s->jac && i <= BM__JU_PVE_alcohol_units; i++)
            s->jac_u[i] = bm__all(0.0);
        for (int i = BM__X_SMA; s->jac && i <= BM__X_PVE; i++)
            s->f_t[i] = bm__all(0.0);
        return;
    }
    const struct bm__risk risk = bm__risk_now(s, at);
    const struct bm__hazards now = bm__hazards(E, &risk);
    const bm__real *h = now.h;
    const bm__real ageing = bm__select(risk.decade < BM__OLDEST_DECADE, 0.1 * per_h, bm__all(0.0));

/* The sum of a derivative over the hazards that end a state: `all` of major ones, or one. */
#define ONE(kind, by)   (h[kind] * now.by[kind])
#define MAJOR(kind, by) (ONE(BM__HIP, by) + ONE(BM__VERTEBRAL, by) + ONE(BM__OTHER, by))
#define FRACTURE(of, hazard, kind, SUM)                                                                                \
    do {                                                                                                               \
        const bm__real broken = (hazard)*per_h, dead = h[BM__DEATH] * per_h;                                           \
        F(P##of) = broken * X(S##of);                                                                                  \
        F(S##of) = -(broken + dead) * X(S##of);                                                                        \
        if (s->jac) {                                                                                                  \
            const bm__real lot = per_h * X(S##of);                                                                     \
            J(P##of, S##of) = broken;                                                                                  \
            J(S##of, S##of) = -(broken + dead);                                                                        \
            J(S##of, TRN) = -(J(P##of, TRN) = lot * SUM(kind, by_turnover));                                           \
            J(S##of, SMK) = -(J(P##of, SMK) = lot * SUM(kind, by_smoked));                                             \
            JU(S##of, fall_rate) = -(JU(P##of, fall_rate) = lot * SUM(kind, by_falls));                                \
            JU(P##of, alcohol_units) = lot * SUM(kind, by_drinking) * at->drinking_u;                                  \
            JU(S##of, alcohol_units) = -JU(P##of, alcohol_units);                                                      \
            const bm__real older = lot * SUM(kind, by_decade) * ageing;                                                \
            s->f_t[BM__X_P##of] = older;                                                                               \
            s->f_t[BM__X_S##of] = -older - lot * ONE(BM__DEATH, by_decade) * ageing;                                   \
        }                                                                                                              \
    } while (0)
#define BY_DENSITY(of, site, by_T)                                                                                     \
    do {                                                                                                               \
        const bm__real by_mineral = per_h * X(S##of) * (by_T)*E->t_##site##_per_density;                               \
        const bm__real cortex = BM__CORTEX(site), by_M = (1.0 - cortex) * by_mineral;                                  \
        J(P##of, C##site) = cortex * by_mineral;                                                                       \
        J(S##of, C##site) = -J(P##of, C##site);                                                                        \
        J(P##of, M##site) = by_M;                                                                                      \
        J(S##of, M##site) = -by_M;                                                                                     \
        J(P##of, Y##site) = E->skeleton_young_density * by_M;                                                          \
        J(S##of, Y##site) = -J(P##of, Y##site);                                                                        \
    } while (0)
    FRACTURE(MA, h[BM__HIP] + h[BM__VERTEBRAL] + h[BM__OTHER], BM__HIP, MAJOR);
    FRACTURE(HI, h[BM__HIP], BM__HIP, ONE);
    FRACTURE(VE, h[BM__VERTEBRAL], BM__VERTEBRAL, ONE);
    if (s->jac) {
        BY_DENSITY(MA, FN, ONE(BM__HIP, by_T) + ONE(BM__OTHER, by_T));
        BY_DENSITY(MA, LS, ONE(BM__VERTEBRAL, by_T));
        BY_DENSITY(HI, FN, ONE(BM__HIP, by_T));
        BY_DENSITY(VE, LS, ONE(BM__VERTEBRAL, by_T));
    }
#undef BY_DENSITY
#undef FRACTURE
#undef MAJOR
#undef ONE
}

#endif
