/* SPDX-License-Identifier: Apache-2.0 */
/* Signals inside osteoblasts under PTH: RUNX2 (RX2), CREB and Bcl-2, which delays their apoptosis. */
#ifndef BM__BODY_OSTEOBLAST_SIGNALS_H
#define BM__BODY_OSTEOBLAST_SIGNALS_H

#include "body/core_levels.h"

BM__INLINE void bm__osteoblast_signals(const struct bm__core_at *s, const struct bm__core_levels *at) {
    const struct bm__core_constants *K = s->k;

    const bm__real RX2Kout = K->E0rx2Kout + K->EmaxPTHRX2x * at->Cpth / (at->Cpth + K->cRX2);
    const bm__real crebKin = K->crebKin0 * (K->E0crebKin + K->EmaxPTHcreb * at->Cpth / (at->Cpth + K->cCREB));
    F(RX2) = K->RX2Kin - RX2Kout * X(RX2);
    F(CREB) = crebKin - K->crebKout * X(CREB);
    F(BCL2) = K->bcl2Kout * (X(CREB) * X(RX2) - X(BCL2));

    if (s->jac) {
        const bm__real to_RX2 = (at->Cpth + K->cRX2) * (at->Cpth + K->cRX2) * K->V1;
        const bm__real to_CREB = (at->Cpth + K->cCREB) * (at->Cpth + K->cCREB) * K->V1;
        J(RX2, PTH) = -K->EmaxPTHRX2x * K->cRX2 / to_RX2 * X(RX2);
        J(RX2, RX2) = -RX2Kout;
        J(CREB, PTH) = K->crebKin0 * K->EmaxPTHcreb * K->cCREB / to_CREB;
        J(CREB, CREB) = -K->crebKout;
        J(BCL2, CREB) = K->bcl2Kout * X(RX2);
        J(BCL2, RX2) = K->bcl2Kout * X(CREB);
        J(BCL2, BCL2) = -K->bcl2Kout;
    }
}

#endif
