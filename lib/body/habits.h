/* SPDX-License-Identifier: Apache-2.0 */
/* Smoking: after the menopause it tells on osteoblasts slowly, and leaves slowly (SMK). */
#ifndef BM__BODY_HABITS_H
#define BM__BODY_HABITS_H

#include "body/extension_system.h"

BM__INLINE void bm__habits(const struct bm__core_at *s, const struct bm__extension_levels *at) {
    const struct bm__extension_constants *E = s->e;
    const double pack = 20.0;
    const bm__real cigarettes = bm__positive(E->cigarettes + U(cigarettes));
    const bm__real per = 1.0 / (cigarettes + E->habits_smoking_half), scale = (pack + E->habits_smoking_half) / pack;
    const bm__real smoked = cigarettes * per * scale;
    F(SMK) = E->k_smoking * (smoked * at->gone - X(SMK));

    if (s->jac) {
        J(SMK, SMK) = -E->k_smoking;
        JU(SMK, cigarettes) = E->k_smoking * at->gone * scale * E->habits_smoking_half * per * per;
        s->f_t[BM__X_SMK] =
            E->k_smoking * smoked * at->gone * (1.0 - at->gone) / (E->estradiol_transition_width * BM__HOURS_PER_YEAR);
    }
}

#endif
