/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is eaten: calcidiol from sun, diet and supplements, the substrate of the renal 1-alpha-hydroxylase, which needs
 * magnesium; and calcium, of which caffeine costs a little where it is short.
 */
#ifndef BM__BODY_NUTRITION_H
#define BM__BODY_NUTRITION_H

#include "body/extension_system.h"

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
    /* Calcidiol is lost the faster the more there is, as it calls forth the enzyme that breaks it down: by its square. */
    const bm__real habitual = E->calcidiol_habitual * E->calcidiol_habitual;
    F(D25) = E->k_calcidiol * (habitual + E->vitamin_d_per_iu * U(vitamin_d_supply) - X(D25) * X(D25));

    if (s->jac) {
        J(D25, D25) = -2.0 * E->k_calcidiol * X(D25);
        JU(D25, vitamin_d_supply) = E->k_calcidiol * E->vitamin_d_per_iu;
    }
}

#endif
