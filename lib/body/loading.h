/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Load on the sites: training, as far as bone can answer and estrogen lets it feel it, less what immobilisation takes
 * away. Bone gets used to training (B). What sclerostin and strain make of load stands in skeleton.h.
 */
#ifndef BM__BODY_LOADING_H
#define BM__BODY_LOADING_H

/* clang-format off */
/* Load by programmes, beyond habit. */
#define BM__LOADING_PARAMETERS(X)                                                                                      \
    BM__FIT(X, loading, estrogen_K, "pg/mL", 0.0, 100.0,                                                               \
            "Estradiol at which bone feels half of training; all of it at 5 pg/mL")                                    \
    BM__FIT(X, loading, formation, "1", 0.0, 20.0,                                                                     \
            "Formation goes with exp(this x signal of load), whatever sclerostin does")                                \
    X(loading, sclerostin, 0.5, "1", 0.0, 20.0, 0, "choice: trials do not tell it from the powers of it below",        \
      "Sclerostin of a site goes with exp(-this x signal of load)")                                                    \
    BM__FIT(X, loading, strain, "1", 0.0, 1.0, "Strain goes with exp(this x load) over volume")                        \
    BM__FIT(X, loading, resorption, "1", 0.0, 20.0, "Resorption at a site goes with its sclerostin^this")              \
    X(loading, wnt_formation, 1.0, "1", 0.0, 20.0, 0, "choice: trials do not tell it from loading.formation",          \
      "Formation at a site goes with its sclerostin^-this")                                                            \
    X(loading, most, 0.4, "1", 0.01, 10.0, 0,                                                                          \
      "choice: LIFTMOR, taken as the upper bound of programmes, is two thirds of it",                                  \
      "Most of a load by training, relative to habit, that bone answers to")                                           \
    X(loading, accommodation, 0.5, "a", 0.05, 10.0, 0, "choice: gains of programmes flatten within 4 to 8 months",     \
      "Time constant in which bone gets used to training")                                                             \
    BM__FIT(X, loading, bed_rest, "1", 0.0, 5.0,                                                                       \
            "Load that bed rest takes away at the spine, on the scale of the signal")                                  \
    BM__FIT(X, loading, bed_rest_hip, "1", 0.0, 5.0,                                                                   \
            "Load that bed rest takes away at total hip and femoral neck, relative to the spine")                      \
    BM__FIT(X, loading, rankl, "1", 0.0, 5.0, "RANKL that bed rest adds, relative to its making; 0 = neutral")         \
    X(loading, bed_rest_radius, 0.2, "1", 0.0, 1.0, 0, "choice: arms are used in bed",                                 \
      "Load that bed rest takes away at the one-third radius, relative to the spine")

#define BM__LOADING_TARGETS(X)                                                                                         \
    X(loading_LS, "1", 0.0, "weekly load of the lumbar spine beyond habit, relative to that of habitual walking")      \
    X(loading_TH, "1", 0.0, "the same, total hip")                                                                     \
    X(loading_FN, "1", 0.0, "the same, femoral neck")                                                                  \
    X(loading_DR, "1", 0.0, "the same, one-third radius")                                                              \
    X(immobilisation, "1", 0.0, "load taken away, on the scale on which bed rest is 1")

#define BM__LOADING_STATES(X)                                                                                          \
    X(BLS, 1.0, "1", 0.0, "Training that the lumbar spine has got used to")                                            \
    X(BTH, 1.0, "1", 0.0, "Training that the total hip has got used to")                                               \
    X(BFN, 1.0, "1", 0.0, "Training that the femoral neck has got used to")                                            \
    X(BDR, 1.0, "1", 0.0, "Training that the one-third radius has got used to")

#define BM__LOADING_DERIVED(X)                                                                                         \
    X(k_load, 1.0 / (e->loading_accommodation * BM__HOURS_PER_YEAR))                                                   \
    X(felt_scale, (5.0 + e->loading_estrogen_K) / 5.0)

#define BM__LOADING_SITE_JACOBIAN(X, site)                                                                             \
    X(B##site, B##site) X(B##site, ERE)

#define BM__LOADING_JACOBIAN(X)                                                                                        \
    BM__LOADING_SITE_JACOBIAN(X, LS) BM__LOADING_SITE_JACOBIAN(X, TH)                                                  \
    BM__LOADING_SITE_JACOBIAN(X, FN) BM__LOADING_SITE_JACOBIAN(X, DR)

#define BM__LOADING_TARGET_JACOBIAN(X)                                                                                 \
    X(BLS, loading_LS) X(BTH, loading_TH) X(BFN, loading_FN) X(BDR, loading_DR)                  \
    X(L, immobilisation)
/* clang-format on */

#endif

#if defined(BM__BODY_INDEX_COMPLETE) && !defined(BM__BODY_LOADING_EQUATIONS)
#define BM__BODY_LOADING_EQUATIONS

enum {
    BM__N_LOADING_SITE_JACOBIAN = BM__J_BTH_BTH - BM__J_BLS_BLS,
    BM__N_LOADING_SITE_TARGET_JACOBIAN = BM__JU_BTH_loading_TH - BM__JU_BLS_loading_LS,
};

/* What bed rest takes away from the signal of load. */
BM__INLINE bm__real bm__bed_rest(const struct bm__extension_constants *E, enum bm__site site) {
    return site == BM__SITE_LS   ? E->loading_bed_rest
           : site == BM__SITE_DR ? E->loading_bed_rest * E->loading_bed_rest_radius
                                 : E->loading_bed_rest_hip;
}

/*
 * Load on the sites: training, as far as bone can answer (tanh) and estrogen lets it feel it, and immobilisation. It
 * lowers sclerostin there, and with it resorption, but for what antibodies have bound already.
 */
BM__INLINE void bm__load_levels(const struct bm__core_at *s, struct bm__extension_levels *at) {
    const struct bm__extension_constants *E = s->e;
    const bm__real *training = s->u + BM__U_loading_LS, *used_to = s->x + BM__X_BLS;
    const bm__real per_felt = 1.0 / (X(ERE) + E->loading_estrogen_K);
    at->felt = X(ERE) * per_felt * E->felt_scale;
    at->felt_ERE = E->loading_estrogen_K * per_felt * per_felt * E->felt_scale;
    at->spared = 1.0 - X(WNT);
    const bm__real spares = E->loading_resorption * E->loading_sclerostin * at->spared;

    bm__bits changed = U(immobilisation) != 0.0;
    for (int i = 0; i < BM__N_SITES; i++)
        changed |= (training[i] != 0.0) | (used_to[i] != 0.0);
    if (!bm__any(changed)) { /* habitual load: what the formulas below come to */
        for (int i = 0; i < BM__N_SITES; i++) {
            at->trained[i] = at->load[i] = at->carried[i] = at->signal[i] = bm__all(0.0);
            at->trained_u[i] = at->felt;
            at->eat[i] = bm__all(1.0);
        }
        return;
    }
    bm__pack twice[BM__PACKS(BM__N_SITES)], eat[BM__PACKS(BM__N_SITES)]; /* exp(2 training/most), exp(-spares signal) */
    for (int i = 0; i < BM__N_SITES; i++)
        BM__AT(twice, i) = training[i] * (2.0 / E->loading_most);
    for (int i = 0; i < BM__PACKS(BM__N_SITES); i++)
        twice[i] = bm__pack_exp(twice[i]);
    for (int i = 0; i < BM__N_SITES; i++) {
        const bm__real limited = 1.0 - 2.0 / (1.0 + BM__AT(twice, i));
        at->trained[i] = E->loading_most * limited;
        at->trained_u[i] = at->felt * (1.0 - limited * limited);
        at->load[i] = at->felt * at->trained[i];
        at->carried[i] = at->load[i] - bm__bed_rest(E, (enum bm__site)i) * U(immobilisation);
        at->signal[i] = at->carried[i] - used_to[i];
        BM__AT(eat, i) = -spares * at->signal[i];
    }
    for (int i = 0; i < BM__PACKS(BM__N_SITES); i++)
        eat[i] = bm__pack_exp(eat[i]);
    for (int i = 0; i < BM__N_SITES; i++)
        at->eat[i] = BM__AT(eat, i);
}

BM__INLINE void bm__loading(const struct bm__core_at *s, const struct bm__extension_levels *at) {
    const bm__real k_load = s->e->k_load;
    for (int i = 0; i < BM__N_SITES; i++)
        s->f[BM__X_BLS + i] = k_load * (at->load[i] - s->x[BM__X_BLS + i]);

    for (int i = 0; s->jac && i < BM__N_SITES; i++) {
        J_SITE(LOADING, BLS, BLS) = -k_load;
        J_SITE(LOADING, BLS, ERE) = k_load * (at->felt_ERE * at->trained[i]);
        JU_SITE(LOADING, BLS, loading_LS) = k_load * at->trained_u[i];
    }
}

#endif
