/* SPDX-License-Identifier: Apache-2.0 */
/* RANK, RANKL (L), OPG (O) and their complexes: M = RANK-RANKL, N = OPG-RANKL. */
#ifndef BM__BODY_RANKL_H
#define BM__BODY_RANKL_H

#include "body/core_levels.h"

BM__INLINE void bm__rankl(const struct bm__core_at *s, struct bm__drives *d, const struct bm__core_levels *at) {
    const struct bm__core_constants *K = s->k;

    /* RANKL production under PTH, its EC50 shifted by osteoblasts (oe). */
    const bm__real oe = POWER(oe);
    const bm__real shifted = K->PTH50 * oe;
    const bm__real LpthEff = K->EmaxLpth * at->Cpth / (shifted + at->Cpth);
    const bm__real kinL = K->kinLb * oe * LpthEff * d->rankl_production;
    /* OPG production by responding osteoblasts, lowered by PTH. */
    const bm__real rD = X(ROB1) * K->per_ROB1_0;
    const bm__real pO = K->pOb * rD * (at->Cpth + K->opgPTH50 * rD) / (2.0 * at->Cpth);
    /* RANK production under TGF-beta. */
    const bm__real inRNK = K->kinRNK * POWER(RANK);

    const bm__real to_M = K->k3 * X(RNK) * X(L) - K->k4 * X(M);
    const bm__real to_N = K->k1 * X(O) * X(L) - K->k2 * X(N);
    /* Beyond the core, part of RANKL's loss goes with OPG. (A loss of the core's complex N would move free RANKL by
     * k1 O0/koutL = 0.9 % at most.) */
    const bm__real by_OPG = K->koutL * d->opg_clearance;
    const bm__real clearance = U(rankl_clearance) + d->rankl_clearance + by_OPG * (X(O) * K->per_O0 - 1.0);
    F(L) = kinL - K->koutL * X(L) - to_N - to_M - clearance * X(L);
    F(RNK) = inRNK - K->koutRNK * X(RNK) - to_M;
    F(M) = to_M;
    F(N) = to_N;
    F(O) = pO * d->opg_production - to_N - K->kO * X(O);

    if (s->jac) {
        d->L_slope = K->kinLb * oe * LpthEff;
        d->O_slope = pO;
        const bm__real by_OB = kinL * K->OsteoEffectGam * at->Cpth / ((shifted + at->Cpth) * at->OB);
        J(L, OBfast) = by_OB;
        J(L, OBslow) = by_OB;
        J(L, PTH) = kinL * shifted / ((shifted + at->Cpth) * X(PTH));
        J(L, L) = -K->koutL - K->k1 * X(O) - K->k3 * X(RNK) - clearance;
        J(L, O) = -(K->k1 + by_OPG * K->per_O0) * X(L);
        J(L, RNK) = -K->k3 * X(L);
        J(L, M) = K->k4;
        J(L, N) = K->k2;
        JU(L, rankl_clearance) = -X(L);
        J(RNK, TGFBact) = K->kinRNKgam * inRNK / X(TGFBact);
        J(RNK, RNK) = -K->koutRNK - K->k3 * X(L);
        J(RNK, L) = -K->k3 * X(RNK);
        J(RNK, M) = K->k4;
        J(M, RNK) = K->k3 * X(L);
        J(M, L) = K->k3 * X(RNK);
        J(M, M) = -K->k4;
        J(N, O) = K->k1 * X(L);
        J(N, L) = K->k1 * X(O);
        J(N, N) = -K->k2;
        J(O, ROB1) =
            d->opg_production * (K->pOb * (at->Cpth + 2.0 * K->opgPTH50 * rD) / (2.0 * at->Cpth) * K->per_ROB1_0);
        J(O, PTH) = -d->opg_production * (K->pOb * rD * K->opgPTH50 * rD / (2.0 * at->Cpth * X(PTH)));
        J(O, O) = -K->kO - K->k1 * X(L);
        J(O, L) = -K->k1 * X(O);
        J(O, N) = K->k2;
    }
}

#endif
