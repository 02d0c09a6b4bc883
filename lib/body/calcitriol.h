/* SPDX-License-Identifier: Apache-2.0 */
/* Calcitriol and the renal 1-alpha-hydroxylase (AOH), raised by PTH, held back by phosphate. */
#ifndef BM__BODY_CALCITRIOL_H
#define BM__BODY_CALCITRIOL_H

#include "body/core_levels.h"

BM__INLINE void bm__calcitriol(const struct bm__core_at *s, struct bm__drives *d, const struct bm__core_levels *at) {
    const struct bm__core_constants *K = s->k;

    /* PTH effect r = Cpth^a/(T67^a (Cph/1.2)^g + Cpth^a), a = AlphOHgam, g = PO4inhPTHgam */
    const bm__real r = HILL(hydroxylase);
    /* Phosphate above its normal 1.2 mM inhibits; the kink sits exactly at baseline (quirk 4). */
    const bm__bits high = at->Cph > 1.2;
    const bm__real H = HILL(phosphate);
    const bm__real inhibited = K->PhosEff0 - K->PhosEffMax * K->PhosEff0 * H;
    bm__real PhosE = bm__select(high, inhibited, bm__all(1.0));
    bm__real sigma = bm__select(high, bm__all(1.0), bm__all(0.0)), sigma_Ph = bm__all(0.0);
    if (bm__any(d->phosphate_width > 0.0)) { /* a smooth passage instead, through the same value at the kink */
        const bm__real width = 1.2 * d->phosphate_width;
        const bm__real passage = 1.0 / (1.0 + bm__exp((1.2 - at->Cph) / width));
        sigma = bm__select(width > 0.0, passage, sigma);
        sigma_Ph = bm__select(width > 0.0, passage * (1.0 - passage) / width * K->per_V1, sigma_Ph);
        PhosE = bm__select(width > 0.0, 1.0 + passage * (inhibited - 1.0), PhosE);
    }
    const bm__real SE = K->T65 * K->T66 * r * PhosE * d->hydroxylase;

    F(AOH) = SE - K->T64 * X(AOH);
    F(B) = X(AOH) - K->T69 * X(B);

    if (s->jac) {
        const bm__real PhosE_Ph = sigma_Ph * (inhibited - 1.0) -
                                  sigma * K->PhosEffMax * K->PhosEff0 * (K->PhosEffGam * H * (1.0 - H) / X(ECCPhos));
        J(AOH, PTH) = SE * K->AlphOHgam * (1.0 - r) / X(PTH);
        J(AOH, ECCPhos) =
            K->T65 * K->T66 * r * PhosE_Ph * d->hydroxylase - SE * K->PO4inhPTHgam * (1.0 - r) / X(ECCPhos);
        J(AOH, AOH) = -K->T64;
        d->AOH_slope = K->T65 * K->T66 * r * PhosE;
        J(B, AOH) = bm__all(1.0);
        J(B, B) = -K->T69;
    }
}

#endif
