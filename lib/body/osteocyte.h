/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sclerostin from osteocytes restrains the Wnt signal. Neutralised, lining cells are called to form bone at once, as
 * intermittent PTH calls them slowly; their reserve is used up by that and recovers. The same signal raises OPG, which
 * removes RANKL.
 */
#ifndef BM__BODY_OSTEOCYTE_H
#define BM__BODY_OSTEOCYTE_H

#include "body/extension_system.h"

/* Loss of RANKL to the OPG that the Wnt signal calls forth [/h]. */
BM__INLINE bm__real bm__wnt_rankl_clearance(const struct bm__core_at *s) {
    return s->e->osteocyte_rankl_clearance * X(WNT);
}

/* Formation by the cells that the Wnt signal and intermittent PTH call, relative to osteoblasts in balance; PTH's build
 * where bone is being resorbed: without resorption they do little. */
BM__INLINE bm__real bm__called(const struct bm__core_at *s, const struct bm__extension_levels *at) {
    const bm__real wnt = s->e->osteocyte_lining_gain * X(WNT), pth = s->e->osteocyte_pth_gain * X(PUL);
    return (wnt + pth * at->R) * X(LIN);
}

/* Osteoblasts at work and the cells that are called, relative to osteoblasts in balance. */
BM__INLINE bm__real bm__osteoblasts(const struct bm__core_at *s, const struct bm__extension_levels *at) {
    return at->helped * at->OB / s->k->OB0 + bm__called(s, at);
}

/* Collagen that they lay down: osteoblasts, where there are cavities. */
BM__INLINE bm__real bm__forming(const struct bm__core_at *s, const struct bm__extension_levels *at) {
    return at->helped * at->filled * at->OB / s->k->OB0 + bm__called(s, at);
}

BM__INLINE void bm__osteocyte(const struct bm__core_at *s) {
    const struct bm__extension_constants *E = s->e;
    const double per_year = 1.0 / BM__HOURS_PER_YEAR;
    const bm__real bound = 1.0 / (1.0 + U(sclerostin_binding)); /* free sclerostin, relative */
    const bm__real use = (E->osteocyte_lining_depletion * X(WNT) + E->osteocyte_pth_depletion * X(PUL)) * per_year;
    const bm__real recovery = E->osteocyte_lining_recovery * per_year;
    F(WNT) = E->k_wnt * (1.0 - bound - X(WNT));
    F(PUL) = E->k_pulse * (U(pulsatile_pth) - X(PUL));
    F(LIN) = recovery * (1.0 - X(LIN)) - use * X(LIN);

    if (s->jac) {
        J(WNT, WNT) = -E->k_wnt;
        JU(WNT, sclerostin_binding) = E->k_wnt * bound * bound;
        J(PUL, PUL) = -E->k_pulse;
        JU(PUL, pulsatile_pth) = E->k_pulse;
        J(LIN, WNT) = -E->osteocyte_lining_depletion * per_year * X(LIN);
        J(LIN, PUL) = -E->osteocyte_pth_depletion * per_year * X(LIN);
        J(LIN, LIN) = -recovery - use;
        J(L, WNT) = -E->osteocyte_rankl_clearance * X(L);
    }
}

#endif
