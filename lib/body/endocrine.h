/* SPDX-License-Identifier: Apache-2.0 */
/* Bone as an endocrine organ, exploratory: the part of osteocalcin that is undercarboxylated. */
#ifndef BM__BODY_ENDOCRINE_H
#define BM__BODY_ENDOCRINE_H

/* clang-format off */
#define BM__ENDOCRINE_PARAMETERS(X)                                                                                    \
    X(endocrine, ucoc_share, 0.3, "1", 0.01, 1.0, 0, BM__SRC_MEMORY,                                                   \
      "Part of osteocalcin that is undercarboxylated, in balance and at a K2 intake of 30 ug/d")                       \
    X(endocrine, k2_half, 150.0, "ug/d", 1.0, 10000.0, 0, BM__SRC_MEMORY " (180 ug of MK-7 halve it)",                 \
      "Vitamin K2 beyond 30 ug/d that halves what can be carboxylated")                                                \
    X(endocrine, ucoc_least, 0.2, "1", 0.0, 1.0, 0, "choice",                                                          \
      "Part of undercarboxylated osteocalcin that vitamin K2 leaves")                                                  \
    X(endocrine, resorption_power, 0.2, "1", 0.0, 2.0, 0,                                                              \
      "choice: acid of osteoclasts decarboxylates; antiresorptives lower it",                                          \
      "Undercarboxylated share goes with resorption^this")                                                             \
    X(endocrine, insulin_gain, 0.0, "1", -2.0, 2.0, 0, "FIT, HORIZON, FREEDOM: no effect on glucose; exploratory",     \
      "Insulin sensitivity goes with undercarboxylated osteocalcin^this")                                              \
    X(endocrine, testosterone_gain, 0.0, "1", -2.0, 2.0, 0, "no human trial; exploratory",                             \
      "Testosterone goes with undercarboxylated osteocalcin^this")
/* clang-format on */

#endif

#if defined(BM__BODY_INDEX_COMPLETE) && !defined(BM__BODY_ENDOCRINE_EQUATIONS)
#define BM__BODY_ENDOCRINE_EQUATIONS

/* Vitamin K2 carboxylates osteocalcin, down to what it leaves; osteoclasts' acid decarboxylates it. */
BM__INLINE bm__real bm__undercarboxylated(const struct bm__core_at *s, const struct bm__extension_levels *at) {
    const struct bm__extension_constants *E = s->e;
    const bm__real carboxylated =
        E->endocrine_k2_half / (E->endocrine_k2_half + E->vitamin_k2_beyond + U(vitamin_k2_supply));
    return E->endocrine_ucoc_share * (E->endocrine_ucoc_least + (1.0 - E->endocrine_ucoc_least) * carboxylated) *
           bm__pow(at->R, E->endocrine_resorption_power);
}

#endif
