/* SPDX-License-Identifier: Apache-2.0 */
/* The systems of the core, one after the other. */
#ifndef BM__BODY_ORDER_H
#define BM__BODY_ORDER_H

#include "body/bone_density.h"
#include "body/calcitriol.h"
#include "body/calcium.h"
#include "body/core_levels.h"
#include "body/osteoblast_signals.h"
#include "body/parathyroid.h"
#include "body/phosphate.h"
#include "body/rankl.h"
#include "body/remodelling.h"

/* All but estrogen, which the core and the extensions each have in their own way. */
BM__INLINE void bm__core_systems(const struct bm__core_at *s, struct bm__drives *d) {
    struct bm__core_levels at;
    bm__core_levels(s, d, &at);
    const struct bm__bone_exchange exchange = bm__bone_exchange(s, &at);
    bm__parathyroid(s, &at);
    bm__calcitriol(s, d, &at);
    bm__calcium(s, d, &at, &exchange);
    bm__phosphate(s, &at, &exchange);
    bm__rankl(s, d, &at);
    bm__osteoblast_signals(s, &at);
    bm__remodelling(s, d, &at);
    bm__bone_density(s, &at);
}

#endif
