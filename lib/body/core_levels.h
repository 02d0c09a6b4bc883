/* SPDX-License-Identifier: Apache-2.0 */
/* Shorthands that several systems share: concentrations, cell numbers relative to baseline, their logarithms. */
#ifndef BM__BODY_CORE_LEVELS_H
#define BM__BODY_CORE_LEVELS_H

#include "body/core_system.h"

struct bm__core_levels {
    bm__real Cpth, Cca, Cph, Cct;                 /* pM, mM, mM, pM */
    bm__real OB;                                  /* fast + slow osteoblasts */
    bm__real log_Cpth, log_Cca, log_Cph, log_Cct; /* of the concentrations */
    bm__real log_rOB, log_OC, log_rOC;            /* cells; r = relative to baseline */
    bm__real log_M, log_t, log_EST;               /* RANK-RANKL complex, active TGF-beta, estrogen */
};

BM__INLINE struct bm__core_levels bm__core_levels(const struct bm__core_at *s) {
    const struct bm__core_constants *K = s->k;
    struct bm__core_levels at;
    const bm__real per_volume = 1.0 / K->V1;
    at.Cpth = X(PTH) * per_volume;
    at.Cca = X(P) * per_volume;
    at.Cph = X(ECCPhos) * per_volume;
    at.Cct = X(B) * per_volume;
    at.OB = X(OBfast) + X(OBslow);
    at.log_Cpth = bm__log(at.Cpth);
    at.log_Cca = bm__log(at.Cca);
    at.log_Cph = bm__log(at.Cph);
    at.log_Cct = bm__log(at.Cct);
    at.log_rOB = bm__log(at.OB) - K->log_OB0;
    at.log_OC = bm__log(X(OC));
    at.log_rOC = at.log_OC - K->log_OC0;
    at.log_M = bm__log(X(M));
    at.log_t = bm__log(X(TGFBact));
    at.log_EST = bm__log(X(EST));
    return at;
}

#endif
