/* SPDX-License-Identifier: Apache-2.0 */
/* Precursors of osteoclasts (PRE) leave by becoming osteoclasts, or otherwise: without RANKL they gather. */
#ifndef BM__BODY_PRECURSORS_H
#define BM__BODY_PRECURSORS_H

/* clang-format off */
#define BM__PRECURSORS_PARAMETERS(X)                                                                                   \
    BM__FIT(X, remodelling, precursor_share, "1", 0.0, 1.0,                                                            \
            "Part of the precursors that leave by becoming osteoclasts; 0 = neutral")                                  \
    BM__FIT(X, remodelling, precursor_turnover, "/a", 0.05, 50.0, "Rate at which precursors are renewed")

#define BM__PRECURSORS_STATES(X)                                                                                       \
    X(PRE, 1.0, "1", 1.0, "Precursors of osteoclasts, relative to balance")

#define BM__PRECURSORS_JACOBIAN(X)                                                                                     \
    X(OC, PRE) X(PRE, M) X(PRE, PRE)
/* clang-format on */

#endif

#if defined(BM__BODY_INDEX_COMPLETE) && !defined(BM__BODY_PRECURSORS_EQUATIONS)
#define BM__BODY_PRECURSORS_EQUATIONS

/* d: what the core's equations say of the making of osteoclasts. */
BM__INLINE void bm__precursors(const struct bm__core_at *s, const struct bm__drives *d) {
    const struct bm__extension_constants *E = s->e;
    const bm__real renewal = E->remodelling_precursor_turnover * (1.0 / BM__HOURS_PER_YEAR);
    const bm__real share = E->remodelling_precursor_share;
    F(PRE) = renewal * ((1.0 - share) * (1.0 - X(PRE)) + share * (1.0 - d->MeffOC * X(PRE)));

    if (s->jac) {
        J(PRE, PRE) = -renewal * (1.0 - share + share * d->MeffOC);
        J(PRE, M) = -renewal * share * X(PRE) * d->MeffOC_M;
    }
}

#endif
