/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Estradiol in serum [pg/mL]: from the ovary, held by the gonadotropin feedback until the menopause, and from
 * peripheral aromatase; what inhibitors, analogues and supplies do to it; and what reaches bone under receptor ligands
 * (ERE), which draws the core's EST and osteoclasts after it.
 */
#ifndef BM__BODY_ESTRADIOL_H
#define BM__BODY_ESTRADIOL_H

/* clang-format off */
/* Estradiol in serum; and its signal in bone, g(E) = (floor + h(E))/(floor + h(100 pg/mL)), h = E^n/(K^n + E^n). */
#define BM__ESTRADIOL_PARAMETERS(X)                                                                                    \
    X(estradiol, ovary, 95.0, "pg/mL", 0.0, 1000.0, 0, BM__SRC_FIRST, "Estradiol from the ovary before the menopause") \
    X(estradiol, transition_width, 0.7, "a", 0.05, 5.0, 0, BM__SRC_FIRST,                                              \
      "Logistic width of the ovary's decline through the menopause")                                                   \
    BM__FIT(X, estradiol, transition_lead, "a", 0.01, 3.0,                                                             \
            "Time by which half of the ovary's decline precedes the final period")                                     \
    X(estradiol, late, 4.5, "pg/mL", 0.1, 50.0, 0, "Lonning et al., HPLC-RIA, 4.5-6.3 pg/mL",                          \
      "Estradiol made by peripheral aromatase late after the menopause")                                               \
    X(estradiol, early, 4.0, "pg/mL", 0.0, 50.0, 0, BM__SRC_FIRST,                                                     \
      "Estradiol made beyond estradiol.late soon after the menopause")                                                 \
    X(estradiol, early_years, 5.0, "a", 0.5, 50.0, 0, "choice: about 5 pg/mL ten years after the menopause",           \
      "Time constant of its decline")                                                                                  \
    X(estradiol, loop_gain, 200.0, "1", 0.0, 10000.0, 0,                                                               \
      "choice: an aromatase inhibitor alone hardly lowers estradiol before the menopause",                             \
      "Gain of the gonadotropin feedback on the ovary before the menopause")                                           \
    X(estradiol, fsh_maximum, 75.0, "[iU]/L", 10.0, 300.0, 0, BM__SRC_MEMORY, "FSH without estradiol")                 \
    X(estradiol, fsh_K, 25.6, "pg/mL", 1.0, 200.0, 0, BM__SRC_MEMORY,                                                  \
      "Estradiol at which FSH is half of its maximum (6 IU/L before, 60-75 after the menopause)")                      \
    X(estradiol, fsh_n, 1.79, "1", 0.5, 5.0, 0, BM__SRC_MEMORY, "Hill exponent of FSH's answer to estradiol")          \
    X(estrogen, lag, 12.0, "h", 0.5, 240.0, 0, BM__SRC_ESTROGEN, "Half-life of the passage from serum to bone")        \
    BM__FIT(X, estrogen, K, "pg/mL", 0.5, 300.0, "Signal to the core (its EST = g^p): half-effective estradiol")       \
    BM__FIT(X, estrogen, n, "1", 0.2, 5.0, "Signal to the core: Hill exponent")                                        \
    BM__FIT(X, estrogen, p, "1", 0.0, 5.0, "Signal to the core: power p; 0 = neutral")                                 \
    BM__FIT(X, estrogen, floor, "1", 0.001, 2.0, "Signal without any estradiol, relative to that of saturation")       \
    BM__FIT(X, estrogen, K_oc, "pg/mL", 0.5, 300.0, "Signal to osteoclasts: half-effective estradiol")                 \
    BM__FIT(X, estrogen, n_oc, "1", 0.2, 5.0, "Signal to osteoclasts: Hill exponent")                                  \
    BM__FIT(X, estrogen, rankl, "1", 0.0, 5.0, "Making of RANKL is divided by signal^this; 0 = neutral")               \
    BM__FIT(X, estrogen, opg, "1", 0.0, 5.0, "Making of OPG is multiplied by signal^this; 0 = neutral")                \
    BM__FIT(X, estrogen, withdrawal, "1", 0.0, 5.0,                                                                    \
            "Resorption per osteoclast is multiplied by exp[this x (signal they are used to - signal)]; 0 = neutral")  \
    X(estrogen, kidney, 0.4, "1", 0.0, 2.0, 0,                                                                         \
      "choice: over the menopause urine calcium rises by 20 to 40 % and PTH does not rise (reviews, recalled)",        \
      "Part of the core's effect of estrogen on the reabsorption of calcium; 1 = as published")                        \
    X(estrogen, sclerostin, 0.25, "1", 0.0, 3.0, 0, "Modder 2011: -27 % in four weeks, resorption's fall against it",  \
      "Sclerostin is divided by signal^this; 0 = neutral")                                                             \
    BM__FIT(X, estrogen, adaptation, "a", 0.1, 10.0, "Time constant in which osteoclasts get used to a signal")

/* Late in the catalogue because it came later. */
#define BM__BODY_MASS_PARAMETERS(X)                                                                                    \
    X(estradiol, bmi_exponent, 1.0, "1", 0.0, 5.0, 0, BM__SRC_MEMORY " (about twice from a BMI of 22 to one of 33)",   \
      "Estradiol made by peripheral aromatase is multiplied by (BMI, relative)^this")

#define BM__ESTRADIOL_TARGETS(X)                                                                                       \
    X(aromatase_inhibition, "1", 0.0,                                                                                  \
      "sum of concentration/IC50 of aromatase inhibitors: production of estradiol is divided by 1 + this")             \
    X(gonadotropin_blockade, "1", 0.0,                                                                                 \
      "ovarian production of estradiol is divided by 1 + this, and its feedback is opened")                            \
    X(estradiol_supply, "pg/mL", 0.0, "estradiol from outside, added to the woman's own in serum")                     \
    X(receptor_occupancy, "1", 0.0, "sum of concentration/Kd of ligands that compete for the estrogen receptor")       \
    X(receptor_agonism, "pg/mL", 0.0, "the same sum, each times the estradiol its receptor complex is worth in bone")

#define BM__ESTRADIOL_STATES(X)                                                                                        \
    X(ERE, 100.0, "pg/mL", bm__habitual_estradiol(e, core, t_h),                                                       \
      "Estradiol that acts on bone: that in serum, under receptor ligands, with a lag")                                \
    X(ADP, 1.0, "1", (e->estrogen_floor + bm__hill(x[BM__X_ERE], e->estrogen_K_oc, e->estrogen_n_oc)) * e->per_g_oc,  \
      "Estrogen signal that osteoclasts have got used to, as a logarithm")

#define BM__ESTRADIOL_DERIVED(X)                                                                                       \
    X(k_estrogen, BM__LN2 / e->estrogen_lag)                                                                           \
    X(k_adaptation, 1.0 / (e->estrogen_adaptation * BM__HOURS_PER_YEAR))                                               \
    X(log_K, bm__log(e->estrogen_K))                                                                                   \
    X(log_K_oc, bm__log(e->estrogen_K_oc))                                                                             \
    /* the signals are 1 at 100 pg/mL */                                                                               \
    X(log_g_core, bm__log(e->estrogen_floor + bm__hill(100.0, e->estrogen_K, e->estrogen_n)))                          \
    X(log_g_oc, bm__log(e->estrogen_floor + bm__hill(100.0, e->estrogen_K_oc, e->estrogen_n_oc))) \
    X(per_g_oc, bm__exp(-e->log_g_oc))
/* Her habitual estradiol relative to that of her age; it needs all other constants, so it comes last. */
#define BM__ESTRADIOL_SCALE_DERIVED(X)                                                                                 \
    X(estradiol_scale, bm__estradiol_scale(e, core, person))

#define BM__ESTRADIOL_JACOBIAN(X)                                                                                      \
    X(ERE, ERE) X(EST, ERE) X(ADP, ERE) X(ADP, ADP) X(OC, ERE) X(PRE, ERE) X(L, ERE) X(O, ERE)

#define BM__ESTRADIOL_TARGET_JACOBIAN(X)                                                                               \
    X(ERE, aromatase_inhibition) X(ERE, gonadotropin_blockade) X(ERE, estradiol_supply) X(ERE, receptor_occupancy)     \
    X(ERE, receptor_agonism)
/* clang-format on */

#endif

#if defined(BM__BODY_INDEX_COMPLETE) && !defined(BM__BODY_ESTRADIOL_EQUATIONS)
#define BM__BODY_ESTRADIOL_EQUATIONS

struct bm__estradiol {
    bm__real serum, effective; /* pg/mL */
    bm__real serum_a, serum_b; /* derivatives of serum by aromatase inhibition and gonadotropin blockade */
    bm__real serum_t;          /* ... and by time, /h */
};

BM__INLINE struct bm__estradiol bm__estradiol_now(const struct bm__core_at *s, const struct bm__extension_levels *at) {
    const struct bm__extension_constants *E = s->e;
    struct bm__estradiol now;
    const bm__real r = 1.0 / (1.0 + U(aromatase_inhibition));  /* aromatase that works */
    const bm__real b = 1.0 / (1.0 + U(gonadotropin_blockade)); /* gonadotropins that arrive */
    const bm__real left = 1.0 - at->gone;

    /* The ovary: less estradiol, more gonadotropin: E = E0 r (1 + G (1 - E/E0)), G the feedback's gain. */
    const bm__real E0 = E->estradiol_ovary * left;
    const bm__real G = E->estradiol_loop_gain * b * left;
    const bm__real per_loop = 1.0 / (1.0 + r * G);
    const bm__real held = r * (1.0 + G) * per_loop;
    const bm__real early = E->estradiol_early * at->gone * at->early;
    const bm__real peripheral = E->estradiol_late + early;
    const bm__real scale = E->estradiol_scale;
    now.serum = scale * (E0 * b * held + peripheral * r) + U(estradiol_supply);
    now.effective = (now.serum + U(receptor_agonism)) / (1.0 + U(receptor_occupancy));
    now.serum_a = now.serum_b = now.serum_t = bm__all(0.0);
    if (s->jac) {
        const bm__real held_r = (1.0 + G) * per_loop * per_loop;
        const bm__real held_G = r * (1.0 - r) * per_loop * per_loop;
        const bm__real gone_t = at->passes * (at->gone * left / (E->estradiol_transition_width * BM__HOURS_PER_YEAR));
        const bm__real after_t = at->passes * (at->gone * (1.0 / BM__HOURS_PER_YEAR));
        now.serum_a = -r * r * scale * (E0 * b * held_r + peripheral);
        now.serum_b = -b * b * scale * E0 * (held + b * held_G * E->estradiol_loop_gain * left);
        now.serum_t =
            scale * (-E->estradiol_ovary * gone_t * b * held - E0 * b * held_G * E->estradiol_loop_gain * b * gone_t +
                     r * (E->estradiol_early * at->early * gone_t - early * after_t / E->estradiol_early_years));
    }
    return now;
}

BM__INLINE void bm__estradiol(const struct bm__core_at *s, const struct bm__extension_levels *at) {
    const struct bm__extension_constants *E = s->e;
    const struct bm__estradiol now = bm__estradiol_now(s, at);
    F(ERE) = E->k_estrogen * (now.effective - X(ERE));
    F(EST) = s->k->koutEST * (at->est - X(EST));
    F(ADP) = E->k_adaptation * (at->g_oc - X(ADP));

    if (s->jac) {
        const bm__real share = E->k_estrogen / (1.0 + U(receptor_occupancy));
        J(ERE, ERE) = -E->k_estrogen;
        s->f_t[BM__X_ERE] = share * now.serum_t;
        JU(ERE, aromatase_inhibition) = share * now.serum_a;
        JU(ERE, gonadotropin_blockade) = share * now.serum_b;
        JU(ERE, estradiol_supply) = share;
        JU(ERE, receptor_agonism) = share;
        JU(ERE, receptor_occupancy) = -share * now.effective;
        J(EST, ERE) = s->k->koutEST * at->est_ERE;
        J(EST, EST) = -s->k->koutEST;
        J(ADP, ERE) = E->k_adaptation * at->g_oc * at->log_g_oc_ERE;
        J(ADP, ADP) = -E->k_adaptation;
    }
}

#endif
