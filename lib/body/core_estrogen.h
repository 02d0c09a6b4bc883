/* SPDX-License-Identifier: Apache-2.0 */
/* Estrogen relative to its premenopausal level, falling with age and through the menopause when ESTON is not 0.
 * The clock counts ages in "years" of 8736 h (quirk 6). */
#ifndef BM__BODY_CORE_ESTROGEN_H
#define BM__BODY_CORE_ESTROGEN_H

#include "body/index.h"

BM__INLINE void bm__estrogen(const struct bm__core_at *s) {
    const struct bm__core_constants *K = s->k;
    F(EST) = bm__all(0.0);
    if (s->jac)
        J(EST, EST) = bm__all(0.0);
    if (!bm__any(K->ESTON != 0.0))
        return;

    /* kinEST = koutEST (age/ageENTER)^ageGAM [1 - age50 d^2/((menoDUR/2)^2 + d^2)], d = time since onset */
    const bm__real age = K->ageENTER + s->t_h;
    const bm__real by_age = bm__pow(age / K->ageENTER, K->ageGAM);
    const bm__real since = s->t_h - K->estrogen_onset_h;
    const bm__real d = bm__select(since > 0.0, since, bm__all(0.0));
    const bm__real half2 = K->menoDUR * K->menoDUR / 4.0;
    const bm__real meno = 1.0 - K->age50 * d * d / (half2 + d * d);
    F(EST) = K->ESTON * (K->koutEST * by_age * meno - K->koutEST * X(EST));

    if (s->jac) {
        const bm__real meno_t = -K->age50 * 2.0 * d * half2 / ((half2 + d * d) * (half2 + d * d));
        J(EST, EST) = -K->ESTON * K->koutEST;
        s->f_t[BM__X_EST] = K->ESTON * K->koutEST * by_age * (K->ageGAM / age * meno + meno_t);
    }
}

#endif
