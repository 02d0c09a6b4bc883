/* SPDX-License-Identifier: Apache-2.0 */
/* Parathyroid hormone: secretion under calcium, the gland's secretory pool, its capacity under calcitriol. */
#ifndef BM__BODY_PARATHYROID_H
#define BM__BODY_PARATHYROID_H

#include "body/core_levels.h"

BM__INLINE void bm__parathyroid(const struct bm__core_at *s, const struct bm__core_levels *at) {
    const struct bm__core_constants *K = s->k;

    /* Secretion falls with plasma calcium: SPTH = T63 (S/0.5) PTmax. */
    const bm__real H = HILL(secretion);
    const bm__real T63 = K->T58 - (K->T58 - K->T61) * H;
    const bm__real SPTH = T63 * (X(S) / 0.5) * X(PTmax);
    F(PTH) = SPTH - K->kout * X(PTH) + U(pth_supply);

    /* The secretory pool follows calcitriol against a set-point T72 that falls with calcium. */
    const bm__real th = 2.0 * HILL(pool) - 1.0; /* tanh(T71 (Cct - T72)), T72 = 90 (Cca0/Cca)^ScaEffGam */
    const bm__real T75 = K->T70 * (0.85 * (1.0 + th) + 0.15);
    const bm__real T76 = K->T70 * (0.85 * (1.0 - th) + 0.15);
    F(S) = (1.0 - X(S)) * T76 - X(S) * T75;

    /* Capacity: calcitriol holds the gland back. */
    const bm__real Hct = HILL(gland);
    const bm__real CtE = K->CtriolMax - (K->CtriolMax - K->CtriolMin) * Hct;
    F(PTmax) = K->PTout * CtE - K->PTout * X(PTmax);

    if (s->jac) {
        J(PTH, PTH) = -K->kout;
        J(PTH, P) = -(K->T58 - K->T61) * (K->T59 * H * (1.0 - H) / X(P)) * (X(S) / 0.5) * X(PTmax);
        J(PTH, S) = T63 / 0.5 * X(PTmax);
        J(PTH, PTmax) = T63 * (X(S) / 0.5);
        JU(PTH, pth_supply) = bm__all(1.0);
        const bm__real S_th = -0.85 * K->T70 * (1.0 - th * th) * K->T71;
        J(S, S) = -(T75 + T76);
        J(S, B) = S_th * K->per_V1;
        J(S, P) = S_th * K->ScaEffGam * at->T72 / X(P);
        J(PTmax, PTmax) = -K->PTout;
        J(PTmax, B) = -K->PTout * (K->CtriolMax - K->CtriolMin) * (K->CtriolPTgam * Hct * (1.0 - Hct) / X(B));
    }
}

#endif
