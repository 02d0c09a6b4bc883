/* SPDX-License-Identifier: Apache-2.0 */
/* Calcidiol from sun, diet and supplements, the substrate of the renal 1-alpha-hydroxylase. */
#ifndef BM__BODY_VITAMIN_D_H
#define BM__BODY_VITAMIN_D_H

#include "body/extension_system.h"

/* Rate of the 1-alpha-hydroxylase by its substrate, relative to that at the reference level. */
BM__INLINE bm__real bm__hydroxylase(const struct bm__core_at *s) {
    const struct bm__extension_constants *E = s->e;
    return X(D25) / (X(D25) + E->vitamin_d_K) * ((E->vitamin_d_reference + E->vitamin_d_K) / E->vitamin_d_reference);
}

BM__INLINE void bm__vitamin_d(const struct bm__core_at *s) {
    const struct bm__extension_constants *E = s->e;
    F(D25) = E->k_calcidiol * (E->calcidiol_habitual + E->vitamin_d_per_iu * U(vitamin_d_supply) - X(D25));

    if (s->jac) {
        J(D25, D25) = -E->k_calcidiol;
        JU(D25, vitamin_d_supply) = E->k_calcidiol * E->vitamin_d_per_iu;
    }
}

#endif
