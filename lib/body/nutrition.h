/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is eaten: calcidiol from sun, diet and supplements, the substrate of the renal 1-alpha-hydroxylase, which needs
 * magnesium; and calcium, of which caffeine costs a little where it is short.
 */
#ifndef BM__BODY_NUTRITION_H
#define BM__BODY_NUTRITION_H

/* What the trials' women ate and weighed, where the model is neutral; the covariates' defaults. */
#define BM__USUAL_WEIGHT     68.0                                                                           /* kg */
#define BM__USUAL_HEIGHT     162.0                                                                          /* cm */
#define BM__USUAL_BMI        (BM__USUAL_WEIGHT / ((BM__USUAL_HEIGHT / 100.0) * (BM__USUAL_HEIGHT / 100.0))) /* kg/m2 */
#define BM__USUAL_CALCIUM    960.0 /* mg/d, what the core's diet holds */
#define BM__USUAL_PROTEIN    0.9   /* g/kg/d */
#define BM__USUAL_MAGNESIUM  300.0 /* mg/d */
#define BM__USUAL_VITAMIN_K2 30.0  /* ug/d */
#define BM__USUAL_CRP        1.5   /* mg/L */

/* clang-format off */
#define BM__NUTRITION_PARAMETERS(X)                                                                                    \
    X(vitamin_d, half_life, 21.0, "d", 1.0, 200.0, 0, "label-independent consensus: 2 to 3 weeks",                     \
      "Half-life of calcidiol at the reference; shorter above")                                                        \
    X(vitamin_d, per_iu, 2.6, "nmol2/L2", 0.0, 20.0, 0,                                                               \
      "Burt 2019: 110 to 130 nmol/L on 4000 and 145 to 190 on 10 000 IU a day; Gallagher 2012",                        \
      "Square of calcidiol at steady state per IU a day, at 68 kg; in inverse proportion to body weight")              \
    BM__FIT(X, vitamin_d, K, "nmol/L", 1.0, 200.0, "Calcidiol at which the 1-alpha-hydroxylase works at half its rate")\
    BM__FIT(X, nutrition, calcium_effect, "1", 0.0, 1.0,                                                               \
            "Part of the calcium in diet and supplements that acts as the core's dietary calcium does")                \
    X(vitamin_d, reference, 60.0, "nmol/L", 1.0, 300.0, 0, "choice", "Calcidiol at which the core is in balance")      \
    X(nutrition, calcium_half, 2000.0, "mg/d", 1.0, 1.0e6, 0, "choice: trials saw no difference by dose (Tai 2015)",   \
      "Calcium beyond 960 mg/d with half of the largest effect")                                                       \
    X(nutrition, magnesium_K, 8.0, "mg/d", 0.0, 500.0, 0, "choice: mechanism only; trials saw no effect on fractures", \
      "Magnesium eaten at which the 1-alpha-hydroxylase works at half its rate")                                       \
    BM__FIT(X, nutrition, protein_spine, "1", 0.0, 1.0,                                                                \
            "Formation at the spine goes with exp(this x protein beyond 0.9 g/kg/d)")                                  \
    X(nutrition, protein_most, 0.7, "g/kg/d", 0.0, 3.0, 0, "choice: trials of up to 1.6 g/kg/d in all",                \
      "Protein beyond 0.9 g/kg/d that still counts")                                                                   \
    X(nutrition, zinc_intake, 1.0, "1", 0.0, 10.0, 0, "choice: no deficiency",                                         \
      "Zinc in the diet, relative to the recommended intake")                                                          \
    X(nutrition, boron_intake, 1.0, "1", 0.0, 10.0, 0, "choice: no deficiency",                                        \
      "Boron in the diet, relative to a usual intake")                                                                 \
    X(nutrition, manganese_intake, 1.0, "1", 0.0, 10.0, 0, "choice: no deficiency",                                    \
      "Manganese in the diet, relative to the recommended intake")                                                     \
    X(nutrition, mineral_deficit, 0.1, "1", 0.0, 2.0, 0, "choice: mechanism only",                                     \
      "Formation is multiplied by exp(-this x the part that is lacking) for zinc, boron and manganese each")

#define BM__NUTRITION_TARGETS(X)                                                                                       \
    X(calcium_supply, "mg/d", 0.0, "calcium taken beyond the diet")                                                    \
    X(vitamin_d_supply, "[iU]/d", 0.0, "vitamin D taken beyond diet and sun")                                          \
    X(protein_supply, "g/kg/d", 0.0, "protein eaten beyond the habitual diet")                                         \
    X(vitamin_k2_supply, "ug/d", 0.0, "vitamin K2 taken beyond the diet")                                              \
    X(magnesium_supply, "mg/d", 0.0, "magnesium taken beyond the diet")                                                \
    X(zinc_supply, "1", 0.0, "zinc taken beyond the diet, relative to the recommended intake")                         \
    X(boron_supply, "1", 0.0, "boron taken beyond the diet, relative to a usual intake")                               \
    X(manganese_supply, "1", 0.0, "manganese taken beyond the diet, relative to the recommended intake")

#define BM__NUTRITION_STATES(X)                                                                                        \
    X(D25, 60.0, "nmol/L", e->calcidiol_habitual, "Calcidiol (25-OH vitamin D) in serum")

#define BM__NUTRITION_DERIVED(X)                                                                                       \
    X(calcidiol_habitual, person->calcidiol_nmol_l)                                                                    \
    X(calcium_per_mg, e->nutrition_calcium_effect / (40.078 * BM__HOURS_PER_DAY)) /* mmol/h for each mg/d that counts */\
    /* near the reference, where the loss of calcidiol by its square has this half-life */                              \
    X(k_calcidiol, BM__LN2 / (2.0 * e->vitamin_d_reference * e->vitamin_d_half_life * BM__HOURS_PER_DAY))              \
    X(hydroxylase_scale, 1.0 + (e->vitamin_d_K / e->vitamin_d_reference) * (e->vitamin_d_K / e->vitamin_d_reference))  \
    X(calcium_eaten, person->calcium_mg_d)                                                                             \
    X(magnesium_eaten, person->magnesium_mg_d)                                                                         \
    X(protein_beyond, person->protein_beyond_g_kg_d)                                                                   \
    X(vitamin_k2_beyond, person->vitamin_k2_beyond_ug_d)

#define BM__NUTRITION_JACOBIAN(X)                                                                                      \
    X(D25, D25) X(AOH, D25)

#define BM__NUTRITION_TARGET_JACOBIAN(X)                                                                               \
    X(T, calcium_supply) X(T, caffeine) X(D25, vitamin_d_supply) X(AOH, magnesium_supply)
/* clang-format on */

#endif

#if defined(BM__BODY_INDEX_COMPLETE) && !defined(BM__BODY_NUTRITION_EQUATIONS)
#define BM__BODY_NUTRITION_EQUATIONS

/* Protein beyond the usual diet, as far as it counts [g/kg/d]. */
BM__INLINE bm__real bm__protein_counted(const struct bm__core_at *s) {
    const bm__real beyond = s->e->protein_beyond + U(protein_supply), most = s->e->nutrition_protein_most;
    return bm__select(beyond < most, beyond, most);
}

/* Rate of the 1-alpha-hydroxylase by its substrate, relative to that at the reference level: D^2/(K^2 + D^2), because
 * PTH rises below 40 to 50 nmol/L and little changes above. */
BM__INLINE bm__real bm__hydroxylase_by_calcidiol(const struct bm__core_at *s) {
    const bm__real share = s->e->vitamin_d_K / X(D25);
    return s->e->hydroxylase_scale / (1.0 + share * share);
}

/* The same by magnesium, relative to that of the usual diet. */
BM__INLINE bm__real bm__hydroxylase_by_magnesium(const struct bm__core_at *s) {
    const struct bm__extension_constants *E = s->e;
    const double usual = BM__USUAL_MAGNESIUM;
    const bm__real eaten = E->magnesium_eaten + U(magnesium_supply);
    return eaten / (eaten + E->nutrition_magnesium_K) * ((usual + E->nutrition_magnesium_K) / usual);
}

/* Calcium in diet and supplements beyond the core's diet, as far as it counts [mg/d]: surplus for less the more it is.
 */
struct bm__calcium {
    bm__real counted, by_supply, by_caffeine; /* and its derivatives */
};
BM__INLINE struct bm__calcium bm__calcium_counted(const struct bm__core_at *s) {
    const struct bm__extension_constants *E = s->e;
    const double fades = 200.0; /* mg/d over which the cost of caffeine ends */
    const bm__real eaten = E->calcium_eaten + U(calcium_supply);
    const bm__real surplus = bm__positive(eaten - BM__USUAL_CALCIUM), half = E->nutrition_calcium_half;
    const bm__real per = 1.0 / (half + surplus);

    /* Caffeine: all of its cost below caffeine_low, and never more than there is. */
    const bm__real whole = E->habits_caffeine_calcium * bm__positive(E->caffeine + U(caffeine));
    const bm__real above = eaten - E->habits_caffeine_low;
    const bm__real low = bm__positive(1.0 - bm__positive(above) / fades);
    const bm__real there = eaten / (eaten + whole + 1.0), cost = low * whole * there;
    const bm__bits fading = (above > 0.0) & (low > 0.0);
    const bm__real low_slope = bm__select(fading, bm__all(-1.0 / fades), bm__all(0.0));
    const bm__real there_slope = (1.0 - there) / (eaten + whole + 1.0);
    return (struct bm__calcium){
        .counted = bm__select(surplus > 0.0, surplus * half * per, eaten - BM__USUAL_CALCIUM) - cost,
        .by_supply = half * half * per * per - whole * (low_slope * there + low * there_slope),
        .by_caffeine = -E->habits_caffeine_calcium * low * there * (1.0 - whole / (eaten + whole + 1.0)),
    };
}

BM__INLINE void bm__nutrition(const struct bm__core_at *s) {
    const struct bm__extension_constants *E = s->e;
    /* Calcidiol is lost the faster the more there is, as it calls forth the enzyme that breaks it down: by its square.
     */
    const bm__real habitual = E->calcidiol_habitual * E->calcidiol_habitual;
    F(D25) = E->k_calcidiol * (habitual + E->vitamin_d_per_iu * U(vitamin_d_supply) - X(D25) * X(D25));

    if (s->jac) {
        J(D25, D25) = -2.0 * E->k_calcidiol * X(D25);
        JU(D25, vitamin_d_supply) = E->k_calcidiol * E->vitamin_d_per_iu;
    }
}

#endif
