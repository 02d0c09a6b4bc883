/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is eaten: calcidiol from sun, diet and supplements, the substrate of the renal 1-alpha-hydroxylase, which needs
 * magnesium; and calcium, of which caffeine costs a little where it is short.
 */
#ifndef BM__BODY_NUTRITION_H
#define BM__BODY_NUTRITION_H

#include "body/extension_system.h"

/* Rate of the 1-alpha-hydroxylase by its substrate, relative to that at the reference level. */
BM__INLINE bm__real bm__hydroxylase_by_calcidiol(const struct bm__core_at *s) {
    const struct bm__extension_constants *E = s->e;
    return E->hydroxylase_scale / (1.0 + bm__pow(E->vitamin_d_K / X(D25), E->vitamin_d_n));
}

/* The same by magnesium, relative to that of the usual diet. */
BM__INLINE bm__real bm__hydroxylase_by_magnesium(const struct bm__core_at *s) {
    const struct bm__extension_constants *E = s->e;
    const double usual = BM__USUAL_MAGNESIUM;
    const bm__real eaten = E->magnesium_eaten + U(magnesium_supply);
    return eaten / (eaten + E->nutrition_magnesium_K) * ((usual + E->nutrition_magnesium_K) / usual);
}

/* What a calcium supplement is worth, relative to as much in the diet: less the more it is; and its derivative. */
BM__INLINE bm__real bm__calcium_counted(const struct bm__core_at *s, bm__real *slope) {
    const bm__real half = s->e->nutrition_calcium_half, per = 1.0 / (half + U(calcium_supply));
    *slope = half * half * per * per;
    return U(calcium_supply) * half * per;
}

/* Calcium that caffeine costs: all of its cost below caffeine_low, none from `fades` more [mg/d]. */
struct bm__caffeine {
    bm__real cost, cost_calcium, cost_caffeine; /* and its derivatives */
};
BM__INLINE struct bm__caffeine bm__caffeine(const struct bm__core_at *s) {
    const struct bm__extension_constants *E = s->e;
    const double fades = 200.0;
    const bm__real above = E->calcium_eaten + U(calcium_supply) - E->habits_caffeine_low;
    const bm__real part = 1.0 - bm__positive(above) / fades,
                   low = bm__positive(bm__select(part < 1.0, part, bm__all(1.0)));
    const bm__real whole = E->habits_caffeine_calcium * (E->caffeine + U(caffeine));
    const bm__bits fading = (above > 0.0) & (part > 0.0);
    return (struct bm__caffeine){low * whole, bm__select(fading, -whole / fades, bm__all(0.0)),
                                 low * E->habits_caffeine_calcium};
}

BM__INLINE void bm__nutrition(const struct bm__core_at *s) {
    const struct bm__extension_constants *E = s->e;
    F(D25) = E->k_calcidiol * (E->calcidiol_habitual + E->vitamin_d_per_iu * U(vitamin_d_supply) - X(D25));

    if (s->jac) {
        J(D25, D25) = -E->k_calcidiol;
        JU(D25, vitamin_d_supply) = E->k_calcidiol * E->vitamin_d_per_iu;
    }
}

#endif
