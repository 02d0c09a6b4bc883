/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sclerostin from osteocytes restrains the Wnt signal. Neutralised, lining cells are called to form bone at once, as
 * intermittent PTH calls them slowly; their reserve is used up by that and recovers. The same signal raises OPG, which
 * removes RANKL.
 */
#ifndef BM__BODY_OSTEOCYTE_H
#define BM__BODY_OSTEOCYTE_H

/* clang-format off */
#define BM__OSTEOCYTE_PARAMETERS(X)                                                                                    \
    X(osteocyte, wnt_lag, 2.0, "d", 0.1, 60.0, 0,                                                                      \
      "choice: P1NP is at its peak two weeks after an antibody to sclerostin",                                         \
      "Time constant of the Wnt signal")                                                                               \
    BM__FIT(X, osteocyte, lining_gain, "1", 0.0, 30.0, "Formation by the full reserve at the full Wnt signal")         \
    BM__FIT(X, osteocyte, lining_depletion, "/a", 0.0, 100.0, "Rate at which the full Wnt signal uses the reserve up") \
    BM__FIT(X, osteocyte, lining_recovery, "/a", 0.01, 20.0, "Rate at which the reserve recovers")                     \
    BM__FIT(X, osteocyte, rankl_clearance, "/h", 0.0, 1.0, "Loss of RANKL by the OPG that the Wnt signal calls forth") \
    BM__FIT(X, osteocyte, wnt_activity, "1", 0.0, 5.0,                                                                 \
            "Resorption per osteoclast is multiplied by exp(-this x Wnt signal x reserve)")                            \
    BM__FIT(X, osteocyte, pth_gain, "1", 0.0, 30.0,                                                                    \
            "Formation by the full reserve under 20 ug PTH 1-34 a day, times resorption")                              \
    BM__FIT(X, osteocyte, pth_depletion, "/a", 0.0, 20.0, "Rate at which 20 ug PTH 1-34 a day use the reserve up")     \
    BM__FIT(X, osteocyte, pth_rankl, "1", 0.0, 20.0, "RANKL that 20 ug PTH 1-34 a day add, relative to its making")    \
    BM__FIT(X, osteocyte, reserve, "1", 0.0, 3.0, "Osteoblasts' formation goes with the reserve^this; 0 = neutral")    \
    X(osteocyte, sclerostin_resorption, 0.15, "1", 0.0, 3.0, 0, "choice: sclerostin rises as resorption falls",               \
      "Sclerostin is divided by resorption^this; 0 = neutral")                                                         \
    X(osteocyte, sclerostin_pth, 0.14, "1", 0.0, 3.0, 0, "Drake 2010: -13 % in 14 days of PTH",                        \
      "Sclerostin goes with exp(-this) under 20 ug PTH 1-34 a day")                                                    \
    BM__FIT(X, osteocyte, pulse_lag, "d", 1.0, 365.0, "Time constant of the signal of intermittent PTH")

#define BM__OSTEOCYTE_TARGETS(X)                                                                                       \
    X(sclerostin_binding, "1", 0.0, "concentration/Kd of sclerostin's antibodies: free sclerostin is divided by 1 + "  \
                                    "this")                                                                            \
    X(pulsatile_pth, "1", 0.0, "intermittent PTH 1-34, relative to 20 ug a day")

#define BM__OSTEOCYTE_STATES(X)                                                                                        \
    X(WNT, 1.0, "1", 0.0, "Wnt signal released by neutralised sclerostin, 0 to 1")                                     \
    X(PUL, 1.0, "1", 0.0, "Signal of intermittent PTH in bone, relative to 20 ug of PTH 1-34 a day")                   \
    X(LIN, 1.0, "1", 1.0, "Reserve of bone lining cells that can be called to form bone, relative to rest")

#define BM__OSTEOCYTE_DERIVED(X)                                                                                       \
    X(k_wnt, 1.0 / (e->osteocyte_wnt_lag * BM__HOURS_PER_DAY))                                                         \
    X(k_pulse, 1.0 / (e->osteocyte_pulse_lag * BM__HOURS_PER_DAY))

#define BM__OSTEOCYTE_JACOBIAN(X)                                                                                      \
    X(WNT, WNT) X(PUL, PUL) X(LIN, WNT) X(LIN, PUL) X(LIN, LIN) X(L, WNT) X(L, PUL)

#define BM__OSTEOCYTE_TARGET_JACOBIAN(X)                                                                               \
    X(WNT, sclerostin_binding) X(PUL, pulsatile_pth)
/* clang-format on */

#endif

#if defined(BM__BODY_INDEX_COMPLETE) && !defined(BM__BODY_OSTEOCYTE_EQUATIONS)
#define BM__BODY_OSTEOCYTE_EQUATIONS

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

/* Osteoblasts that lay down collagen, relative to balance: those that have cavities to fill, and the cells that are
 * called. */
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
