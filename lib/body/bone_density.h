/* SPDX-License-Identifier: Apache-2.0 */
/* The core's own bone density, relative to baseline: lumbar spine (two variants) and femoral neck. */
#ifndef BM__BODY_BONE_DENSITY_H
#define BM__BODY_BONE_DENSITY_H

#include "body/core_levels.h"

BM__INLINE void bm__bone_density(const struct bm__core_at *s, const struct bm__core_levels *at) {
    const struct bm__core_constants *K = s->k;

    const bm__real by_OB = POWER(BMD_OB);
    const bm__real ls = K->koutBMDls * POWER(BMDls);
    const bm__real lsDEN = K->koutBMDlsDEN * POWER(BMDlsDEN);
    const bm__real fn = K->koutBMDfnBAS * POWER(BMDfn);
    F(BMDls) = K->kinBMDls * by_OB - ls * X(BMDls);
    F(BMDlsDEN) = K->kinBMDlsDEN * by_OB - lsDEN * X(BMDlsDEN);
    F(BMDfn) = K->kinBMDfn * by_OB - fn * X(BMDfn);

    if (s->jac) {
        const bm__real OB_slope = K->gamOB * by_OB / at->OB, per_OC = 1.0 / X(OC);
        J(BMDls, OBfast) = J(BMDls, OBslow) = K->kinBMDls * OB_slope;
        J(BMDls, OC) = -K->gamOCls * ls * X(BMDls) * per_OC;
        J(BMDls, BMDls) = -ls;
        J(BMDlsDEN, OBfast) = J(BMDlsDEN, OBslow) = K->kinBMDlsDEN * OB_slope;
        J(BMDlsDEN, OC) = -K->gamOClsDEN * lsDEN * X(BMDlsDEN) * per_OC;
        J(BMDlsDEN, BMDlsDEN) = -lsDEN;
        J(BMDfn, OBfast) = J(BMDfn, OBslow) = K->kinBMDfn * OB_slope;
        J(BMDfn, OC) = -K->gamOCfnBAS * fn * X(BMDfn) * per_OC;
        J(BMDfn, BMDfn) = -fn;
    }
}

#endif
