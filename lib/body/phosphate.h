/* SPDX-License-Identifier: Apache-2.0 */
/* Phosphate: gut, extracellular and intracellular pools, urine; bone's share moves with calcium (0.464 P per Ca). */
#ifndef BM__BODY_PHOSPHATE_H
#define BM__BODY_PHOSPHATE_H

#include "body/calcium.h"

BM__INLINE void bm__phosphate(const struct bm__core_at *s, const struct bm__core_levels *at,
                              const struct bm__bone_exchange *e) {
    const struct bm__core_constants *K = s->k;
    const double P_per_Ca = 0.464;

    const bm__bits above = at->Cph > K->T46; /* renal threshold */
    const bm__real J48 = bm__select(above, 0.88 * X(GFR) * (at->Cph - K->T46), bm__all(0.0));
    const bm__real J53 = K->T52 * X(PhosGut);
    const bm__real J54 = K->T49 * at->Cph;
    const bm__real J56 = K->T55 * X(IntraPO);
    F(ECCPhos) = P_per_Ca * e->J14 - P_per_Ca * e->J15 - J48 + J53 - J54 + J56;
    F(IntraPO) = J54 - J56;
    F(PhosGut) = K->OralPhos * K->F12 - J53;

    if (s->jac) {
        const bm__real urine = bm__select(above, bm__all(0.88), bm__all(0.0));
        J(ECCPhos, OC) = P_per_Ca * e->J14_OC;
        J(ECCPhos, M) = P_per_Ca * e->J14_M;
        J(ECCPhos, P) = -P_per_Ca * e->J15_P;
        J(ECCPhos, HAp) = -P_per_Ca * e->J15_HAp;
        J(ECCPhos, GFR) = -urine * (at->Cph - K->T46);
        J(ECCPhos, ECCPhos) = -(urine * X(GFR) + K->T49) * K->per_V1;
        J(ECCPhos, PhosGut) = K->T52;
        J(ECCPhos, IntraPO) = K->T55;
        J(IntraPO, ECCPhos) = K->T49 * K->per_V1;
        J(IntraPO, IntraPO) = -K->T55;
        J(PhosGut, PhosGut) = -K->T52;
    }
}

#endif
