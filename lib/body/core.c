/* SPDX-License-Identifier: Apache-2.0 */
/* Lane file: the systems of the core, one after the other. */
#include "body/core.h"

#include "body/bone_density.h"
#include "body/calcitriol.h"
#include "body/calcium.h"
#include "body/core_levels.h"
#include "body/estrogen.h"
#include "body/osteoblast_signals.h"
#include "body/parathyroid.h"
#include "body/phosphate.h"
#include "body/rankl.h"
#include "body/remodelling.h"

BM__INLINE void systems(const struct bm__core_at *s) {
    struct bm__core_levels at;
    bm__core_levels(s, &at);
    const struct bm__bone_exchange exchange = bm__bone_exchange(s, &at);
    bm__parathyroid(s, &at);
    bm__calcitriol(s, &at);
    bm__calcium(s, &at, &exchange);
    bm__phosphate(s, &at, &exchange);
    bm__rankl(s, &at);
    bm__osteoblast_signals(s, &at);
    bm__remodelling(s, &at);
    bm__estrogen(s);
    bm__bone_density(s, &at);
}

void bm__core_field(const struct bm__core_at *s) {
    struct bm__core_at here = *s;
    if (here.jac) {
        systems(&here);
    } else {
        here.jac = NULL; /* known to the compiler, which then leaves the Jacobian out */
        systems(&here);
    }
}
