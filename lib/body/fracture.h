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

enum bm__hazard { BM__HIP, BM__VERTEBRAL, BM__OTHER, BM__DEATH, BM__N_HAZARDS };

/* Hazards stay as they are at 110 years: nobody knows what comes then. */
#define BM__OLDEST_DECADE 4.0

/* clang-format off */
/* Hazards at 70 years, T-score 0 and turnover_reference; the ageing of slopes is per decade. */
#define BM__FRACTURE_PARAMETERS(X)                                                                                     \
    BM__FIT(X, fracture, hip_rate, "/a", 1.0e-7, 0.1, "Hip fractures")                                                 \
    BM__FIT(X, fracture, hip_age, "1", 0.0, 5.0, "Hip fractures: slope by age, logarithm per decade")                  \
    BM__FIT(X, fracture, hip_age2, "1", 0.0, 2.0, "Hip fractures: curvature by age, logarithm per decade squared")     \
    BM__FIT(X, fracture, hip_bmd, "1", 0.0, 3.0, "Hip fractures: slope by femoral neck T-score, logarithm per SD")     \
    BM__FIT(X, fracture, hip_bmd_age, "1", 0.0, 1.0, "Fall per decade of the hip's slope by T-score")                  \
    BM__FIT(X, fracture, other_rate, "/a", 1.0e-7, 0.1, "Fractures of forearm and humerus")                            \
    BM__FIT(X, fracture, other_age, "1", 0.0, 5.0,                                                                     \
            "Fractures of forearm and humerus: slope by age, logarithm per decade")                                    \
    BM__FIT(X, fracture, other_bmd, "1", 0.0, 3.0,                                                                     \
            "Fractures of forearm and humerus: slope by femoral neck T-score, logarithm per SD")                       \
    BM__FIT(X, fracture, vertebral_rate, "/a", 1.0e-7, 0.1, "Clinical vertebral fractures")                            \
    BM__FIT(X, fracture, vertebral_age, "1", 0.0, 5.0, "Vertebral fractures: slope by age, logarithm per decade")      \
    X(fracture, vertebral_bmd, 0.833, "1", 0.0, 3.0, 0, "Marshall 1996: 2.3 per SD of the spine",                      \
      "Vertebral fractures: slope by spine T-score, logarithm per SD")                                                 \
    BM__FIT(X, fracture, hip_turnover, "1", 0.0, 0.6, "Hip hazard: rise per turnover in balance")                      \
    BM__FIT(X, fracture, vertebral_turnover, "1", 0.0, 0.6, "Vertebral hazard: rise per turnover in balance")          \
    BM__FIT(X, fracture, other_turnover, "1", 0.0, 0.6, "Forearm and humerus hazard: rise per turnover in balance")    \
    X(fracture, turnover_reference, 1.5, "1", 0.5, 5.0, 0, "what the model has late after the menopause",              \
      "Resorption, relative to balance, at which the rates hold")                                                      \
    X(fracture, turnover_lag, 0.25, "a", 0.01, 5.0, 0, "choice: a remodelling cycle",                                  \
      "Time constant in which fracture risk follows resorption")                                                       \
    BM__FIT(X, fracture, hip_prior, "1", 0.0, 3.0, "Hip, logarithm of the hazard ratio: earlier fracture, at 70")      \
    BM__FIT(X, fracture, major_prior, "1", 0.0, 3.0,                                                                   \
            "Other major fractures, logarithm of the hazard ratio: earlier fracture")                                  \
    BM__FIT(X, fracture, prior_age, "1", 0.0, 2.0, "Fall per decade of fracture.hip_prior and major_prior")            \
    BM__FIT(X, fracture, hip_parent, "1", 0.0, 3.0,                                                                    \
            "Hip, logarithm of the hazard ratio: a parent's hip fracture, at 70")                                      \
    BM__FIT(X, fracture, hip_parent_age, "1", 0.0, 2.0, "Rise per decade of fracture.hip_parent")                      \
    BM__FIT(X, fracture, major_parent, "1", 0.0, 3.0,                                                                  \
            "Other major fractures, logarithm of the hazard ratio: a parent's hip fracture")                           \
    BM__FIT(X, fracture, hip_smoking, "1", 0.0, 3.0,                                                                   \
            "Hip, logarithm of the hazard ratio: a pack a day, long after the menopause")                              \
    BM__FIT(X, fracture, major_smoking, "1", 0.0, 3.0,                                                                 \
            "Other major fractures, logarithm of the hazard ratio: a pack a day")                                      \
    BM__FIT(X, fracture, hip_alcohol, "1", 0.0, 3.0,                                                                   \
            "Hip, logarithm of the hazard ratio: alcohol, a unit beyond habits.alcohol_free")                          \
    BM__FIT(X, fracture, major_alcohol, "1", 0.0, 3.0,                                                                 \
            "Other major fractures, logarithm of the hazard ratio: alcohol")                                           \
    BM__FIT(X, fracture, hip_glucocorticoids, "1", 0.0, 3.0,                                                           \
            "Hip, logarithm of the hazard ratio: glucocorticoids, at 70")                                              \
    BM__FIT(X, fracture, major_glucocorticoids, "1", 0.0, 3.0,                                                         \
            "Other major fractures, logarithm of the hazard ratio: glucocorticoids")                                   \
    BM__FIT(X, fracture, glucocorticoids_age, "1", 0.0, 2.0,                                                           \
            "Fall per decade of fracture.hip_glucocorticoids and major_glucocorticoids")                               \
    BM__FIT(X, fracture, hip_arthritis, "1", 0.0, 3.0, "Hip, logarithm of the hazard ratio: rheumatoid arthritis")     \
    BM__FIT(X, fracture, major_arthritis, "1", 0.0, 3.0,                                                               \
            "Other major fractures, logarithm of the hazard ratio: rheumatoid arthritis")                              \
    X(fracture, hip_thinness, 0.117, "1", 0.0, 1.0, 0,                                                                 \
      "Harvey 2025: underweight (taken as BMI 17.5) against normal (22) 1.69 at the same density",                     \
      "Hip, logarithm of the hazard ratio: each kg/m2 of BMI below 22")                                                \
    X(fracture, falls, 0.45, "1", 0.0, 3.0, 0, "QFracture 2012: 0.4505",                                               \
      "All fractures, logarithm of the hazard ratio: a fall in the last year")                                         \
    X(fracture, inflammation, 0.15, "1", 0.0, 3.0, 0,                                                                  \
      "CHS: 1.17 per doubling of IL-6; Health ABC: 1.34 in the top quarter of C-reactive protein",                     \
      "All fractures, logarithm of the hazard ratio: each doubling of C-reactive protein above 1.5 mg/L")              \
    X(fracture, vertebral_by_falls, 0.2, "1", 0.0, 1.0, 0, "choice: few vertebrae break in falls",                     \
      "Power of the rate of falls with which vertebral fractures go; others go with it")                               \
    X(mortality, at_70, 0.0180, "/a", 0.0, 1.0, 0,                                                                     \
      "Gompertz line through the US female period table of 2019 at 50 to 90, recalled", "Hazard of death at 70")       \
    X(mortality, by_age, 0.0920, "/a", 0.0, 1.0, 0, "the same", "Slope of the hazard of death, logarithm per year of age")

#define BM__FRACTURE_TARGETS(X)                                                                                        \
    X(fall_rate, "1", 0.0, "logarithm of the rate of falls, relative to hers without training")

/* The books of fractures, kept from day 0: for each outcome, S and then P. */
#define BM__FRACTURE_BOOKS(X)                                                                                          \
    X(SMA, 1.0, "1", 1.0, "Probability to be alive without a major osteoporotic fracture since day 0")                 \
    X(PMA, 1.0, "1", 0.0, "Probability of a major osteoporotic fracture since day 0")                                  \
    X(SHI, 1.0, "1", 1.0, "Probability to be alive without a hip fracture since day 0")                                \
    X(PHI, 1.0, "1", 0.0, "Probability of a hip fracture since day 0")                                                 \
    X(SVE, 1.0, "1", 1.0, "Probability to be alive without a clinical vertebral fracture since day 0")                 \
    X(PVE, 1.0, "1", 0.0, "Probability of a clinical vertebral fracture since day 0")

#define BM__FRACTURE_STATES(X)                                                                                         \
    X(TRN, 1.0, "1", e->turnover_scale,                                                                                \
      "Resorption that acts on fracture risk: cavities left open, relative to balance, with a lag")                    \
    BM__FRACTURE_BOOKS(X)

#define BM__FRACTURE_DERIVED(X)                                                                                        \
    X(k_turnover, 1.0 / (e->fracture_turnover_lag * BM__HOURS_PER_YEAR))                                               \
    X(turnover_scale, person->turnover_scale)                                                                          \
    /* hazards at 70, with her risk factors, and what these add to the slopes by age */                                \
    X(log_hip, bm__log(e->fracture_hip_rate) + person->log_hazard[BM__HIP])                                            \
    X(log_vertebral, bm__log(e->fracture_vertebral_rate) + person->log_hazard[BM__VERTEBRAL])                          \
    X(log_other, bm__log(e->fracture_other_rate) + person->log_hazard[BM__OTHER])                                      \
    X(log_death, bm__log(e->mortality_at_70))                                                                          \
    X(hip_decade, person->log_hazard_decade[BM__HIP])                                                                  \
    X(major_decade, person->log_hazard_decade[BM__OTHER])                                                              \
    /* T-score: from + per_density (mu Y + M) */                                                                       \
    X(t_FN_from, person->t_FN.from) X(t_FN_per_density, person->t_FN.per_density) X(t_FN_variance, person->t_FN.variance)\
    X(t_LS_from, person->t_LS.from) X(t_LS_per_density, person->t_LS.per_density) X(t_LS_variance, person->t_LS.variance)

#define BM__OUTCOME_JACOBIAN(X, of)                                                                                    \
    X(S##of, S##of) X(S##of, TRN) X(S##of, SMK) X(P##of, S##of) X(P##of, TRN) X(P##of, SMK)

#define BM__DENSITY_JACOBIAN(X, of, site)                                                                              \
    X(P##of, C##site) X(S##of, C##site) X(P##of, M##site) X(S##of, M##site) X(P##of, Y##site) X(S##of, Y##site)

#define BM__FRACTURE_JACOBIAN(X)                                                                                       \
    X(TRN, OC) X(TRN, M) X(TRN, ERE) X(TRN, ADP) X(TRN, WNT) X(TRN, PUL) X(TRN, LIN) X(TRN, TRN)                       \
    BM__OUTCOME_JACOBIAN(X, MA) BM__OUTCOME_JACOBIAN(X, HI) BM__OUTCOME_JACOBIAN(X, VE)                                \
    BM__DENSITY_JACOBIAN(X, MA, FN) BM__DENSITY_JACOBIAN(X, MA, LS)                                                    \
    BM__DENSITY_JACOBIAN(X, HI, FN) BM__DENSITY_JACOBIAN(X, VE, LS)

#define BM__OUTCOME_TARGET_JACOBIAN(X, of)                                                                             \
    X(S##of, fall_rate) X(S##of, alcohol_units) X(P##of, fall_rate) X(P##of, alcohol_units)

#define BM__FRACTURE_TARGET_JACOBIAN(X)                                                                                \
    X(TRN, osteoclast_apoptosis)                                                                                       \
    BM__OUTCOME_TARGET_JACOBIAN(X, MA) BM__OUTCOME_TARGET_JACOBIAN(X, HI) BM__OUTCOME_TARGET_JACOBIAN(X, VE)
/* clang-format on */

#endif

#if defined(BM__BODY_INDEX_COMPLETE) && !defined(BM__BODY_FRACTURE_EQUATIONS)
#define BM__BODY_FRACTURE_EQUATIONS

#include "body/osteocyte.h"

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

/* T-score at a site, from its mineral; c is the cortical part in balance. */
BM__INLINE bm__real bm__t_score_of(const struct bm__extension_constants *E, bm__real c, bm__real Y, bm__real M,
                                   bm__real C, bm__real from, bm__real per_density) {
    return from + per_density * ((1.0 - c) * (E->skeleton_young_density * Y + M) + c * C);
}

BM__INLINE struct bm__risk bm__risk_now(const struct bm__core_at *s, const struct bm__extension_levels *at) {
    const bm__real years = s->t_h * (1.0 / BM__HOURS_PER_YEAR);
    const bm__real aged_years = bm__select(years < s->e->ageing_ends, years, s->e->ageing_ends);
    const bm__real decade = 0.1 * (s->e->age_years + aged_years - 70.0);
    return (struct bm__risk){
        .decade = bm__select(decade < BM__OLDEST_DECADE, decade, bm__all(BM__OLDEST_DECADE)),
        .t_FN = bm__t_score_of(s->e, s->e->skeleton_cortex_femoral_neck, X(YFN), X(MFN), X(CFN), s->e->t_FN_from,
                               s->e->t_FN_per_density),
        .t_LS = bm__t_score_of(s->e, s->e->skeleton_cortex_lumbar_spine, X(YLS), X(MLS), X(CLS), s->e->t_LS_from,
                               s->e->t_LS_per_density),
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

/* A first fracture of one kind, or of any of n kinds from `kind` on: its two states, and where their entries begin. */
struct bm__outcome {
    int S, P, kind, n;
    int jac, jac_u;
};

/* The sum of what the hazards of an outcome contribute. */
BM__INLINE bm__real bm__sum_of(const struct bm__outcome *o, const bm__real *h, const bm__real *by) {
    bm__real sum = h[o->kind] * by[o->kind];
    for (int i = 1; i < o->n; i++)
        sum += h[o->kind + i] * by[o->kind + i];
    return sum;
}

/* Entries of an outcome, in the order of BM__OUTCOME_JACOBIAN and BM__OUTCOME_TARGET_JACOBIAN. */
BM__INLINE void bm__outcome(const struct bm__core_at *s, const struct bm__extension_levels *at,
                            const struct bm__hazards *now, const struct bm__outcome *o, bm__real per_h,
                            bm__real ageing) {
    const bm__real *h = now->h;
    bm__real hazard = h[o->kind];
    for (int i = 1; i < o->n; i++)
        hazard += h[o->kind + i];
    const bm__real broken = hazard * per_h, dead = h[BM__DEATH] * per_h, S = s->x[o->S];
    s->f[o->P] = broken * S;
    s->f[o->S] = -(broken + dead) * S;

    if (s->jac) {
        enum { S_S, S_TRN, S_SMK, P_S, P_TRN, P_SMK };
        enum { S_FALL, S_ALCOHOL, P_FALL, P_ALCOHOL };
        bm__real *jac = s->jac + o->jac, *jac_u = s->jac_u + o->jac_u;
        const bm__real lot = per_h * S;
        jac[P_S] = broken;
        jac[S_S] = -(broken + dead);
        jac[S_TRN] = -(jac[P_TRN] = lot * bm__sum_of(o, h, now->by_turnover));
        jac[S_SMK] = -(jac[P_SMK] = lot * bm__sum_of(o, h, now->by_smoked));
        jac_u[S_FALL] = -(jac_u[P_FALL] = lot * bm__sum_of(o, h, now->by_falls));
        jac_u[P_ALCOHOL] = lot * bm__sum_of(o, h, now->by_drinking) * at->drinking_u;
        jac_u[S_ALCOHOL] = -jac_u[P_ALCOHOL];
        const bm__real older = lot * bm__sum_of(o, h, now->by_decade) * ageing;
        s->f_t[o->P] = older;
        s->f_t[o->S] = -older - lot * (h[BM__DEATH] * now->by_decade[BM__DEATH]) * ageing;
    }
}

/* The entries of BM__DENSITY_JACOBIAN that begin at `first`, of a site with the cortical part c: by_mineral is dP/dt by
 * the mineral. */
BM__INLINE void bm__by_density(const struct bm__core_at *s, int first, bm__real c, bm__real by_mineral) {
    bm__real *jac = s->jac + first;
    const bm__real by_M = (1.0 - c) * by_mineral;
    jac[0] = c * by_mineral;
    jac[1] = -jac[0];
    jac[2] = by_M;
    jac[3] = -by_M;
    jac[4] = s->e->skeleton_young_density * by_M;
    jac[5] = -jac[4];
}

BM__INLINE void bm__fracture(const struct bm__core_at *s, const struct bm__extension_levels *at) {
    static const struct bm__outcome major = {BM__X_SMA, BM__X_PMA, BM__HIP, 3, BM__J_SMA_SMA, BM__JU_SMA_fall_rate},
                                    hip = {BM__X_SHI, BM__X_PHI, BM__HIP, 1, BM__J_SHI_SHI, BM__JU_SHI_fall_rate},
                                    vertebral = {BM__X_SVE, BM__X_PVE,     BM__VERTEBRAL,
                                                 1,         BM__J_SVE_SVE, BM__JU_SVE_fall_rate};
    const struct bm__extension_constants *E = s->e;
    /* The books begin on day 0, in each lane by itself; not by the time, because the last step of the years before
     * evaluates its stages on day 0 and would find other equations there. */
    const bm__real per_h = bm__select(s->counting, bm__all(1.0 / BM__HOURS_PER_YEAR), bm__all(0.0));
    bm__cavities(s, at);
    if (!bm__any(s->counting)) {
        for (int i = BM__X_SMA; i <= BM__X_PVE; i++)
            s->f[i] = bm__all(0.0);
        for (int i = BM__J_SMA_SMA; s->jac && i <= BM__J_SVE_YLS; i++)
            s->jac[i] = bm__all(0.0);
        for (int i = BM__JU_SMA_fall_rate; s->jac && i <= BM__JU_PVE_alcohol_units; i++)
            s->jac_u[i] = bm__all(0.0);
        for (int i = BM__X_SMA; s->jac && i <= BM__X_PVE; i++)
            s->f_t[i] = bm__all(0.0);
        return;
    }
    const struct bm__risk risk = bm__risk_now(s, at);
    const struct bm__hazards now = bm__hazards(E, &risk);
    const bm__real ageing = at->ages * bm__select(risk.decade < BM__OLDEST_DECADE, 0.1 * per_h, bm__all(0.0));
    bm__outcome(s, at, &now, &major, per_h, ageing);
    bm__outcome(s, at, &now, &hip, per_h, ageing);
    bm__outcome(s, at, &now, &vertebral, per_h, ageing);

    if (s->jac) {
        const bm__real by_hip = now.h[BM__HIP] * now.by_T[BM__HIP], by_other = now.h[BM__OTHER] * now.by_T[BM__OTHER];
        const bm__real by_vertebral = now.h[BM__VERTEBRAL] * now.by_T[BM__VERTEBRAL];
        const bm__real neck = E->skeleton_cortex_femoral_neck, spine = E->skeleton_cortex_lumbar_spine;
        const bm__real FN = E->t_FN_per_density, LS = E->t_LS_per_density;
        bm__by_density(s, BM__J_PMA_CFN, neck, per_h * X(SMA) * (by_hip + by_other) * FN);
        bm__by_density(s, BM__J_PMA_CLS, spine, per_h * X(SMA) * by_vertebral * LS);
        bm__by_density(s, BM__J_PHI_CFN, neck, per_h * X(SHI) * by_hip * FN);
        bm__by_density(s, BM__J_PVE_CLS, spine, per_h * X(SVE) * by_vertebral * LS);
    }
}

#endif
