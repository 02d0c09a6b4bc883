/* SPDX-License-Identifier: Apache-2.0 */
/* Lane file: the core alone. */
#include "body/core.h"

#include "body/order.h"
#include "body/core_estrogen.h"

BM__INLINE void systems(const struct bm__core_at *s) {
    struct bm__drives neutral = BM__NEUTRAL_DRIVES;
    bm__core_systems(s, &neutral);
    bm__estrogen(s);
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
