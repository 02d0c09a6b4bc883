/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The structure of the core's Jacobian: X(row, column) where d(row)/dt depends on column. An entry that an equation
 * writes and this list lacks does not compile; one that the list lacks and the equations need fails the test against
 * differences (tests/body/jacobian_test.c).
 */
#ifndef BM__BODY_CORE_JACOBIAN_H
#define BM__BODY_CORE_JACOBIAN_H

/* clang-format off */
#define BM__CORE_JACOBIAN(X)                                                                                           \
    X(PTH, PTH) X(PTH, S) X(PTH, PTmax) X(PTH, P)                                                                      \
    X(S, S) X(S, B) X(S, P)                                                                                            \
    X(PTmax, PTmax) X(PTmax, B)                                                                                        \
    X(B, B) X(B, AOH)                                                                                                  \
    X(P, PTH) X(P, B) X(P, P) X(P, T) X(P, R) X(P, HAp) X(P, OC) X(P, M) X(P, EST) X(P, GFR)                           \
    X(ECCPhos, P) X(ECCPhos, ECCPhos) X(ECCPhos, HAp) X(ECCPhos, PhosGut) X(ECCPhos, IntraPO) X(ECCPhos, OC)           \
    X(ECCPhos, M) X(ECCPhos, GFR)                                                                                      \
    X(T, T) X(T, R)                                                                                                    \
    X(R, B) X(R, R)                                                                                                    \
    X(HAp, HAp) X(HAp, OBfast) X(HAp, OBslow)                                                                          \
    X(PhosGut, PhosGut)                                                                                                \
    X(IntraPO, ECCPhos) X(IntraPO, IntraPO)                                                                            \
    X(OC, OC) X(OC, TGFBact) X(OC, M)                                                                                  \
    X(ROB1, ROB1) X(ROB1, TGFBact) X(ROB1, EST)                                                                        \
    X(L, PTH) X(L, L) X(L, RNK) X(L, O) X(L, OBfast) X(L, OBslow) X(L, M) X(L, N)                                      \
    X(RNK, L) X(RNK, RNK) X(RNK, TGFBact) X(RNK, M)                                                                    \
    X(O, PTH) X(O, ROB1) X(O, L) X(O, O) X(O, N)                                                                       \
    X(Q, P) X(Q, HAp) X(Q, OC) X(Q, Q) X(Q, Qbone) X(Q, M)                                                             \
    X(Qbone, Q) X(Qbone, Qbone)                                                                                        \
    X(RX2, PTH) X(RX2, RX2)                                                                                            \
    X(CREB, PTH) X(CREB, CREB)                                                                                         \
    X(BCL2, RX2) X(BCL2, CREB) X(BCL2, BCL2)                                                                           \
    X(UCA, PTH) X(UCA, B) X(UCA, P) X(UCA, EST) X(UCA, GFR)                                                            \
    X(TGFB, OC) X(TGFB, TGFB) X(TGFB, OBfast) X(TGFB, OBslow) X(TGFB, EST)                                             \
    X(TGFBact, OC) X(TGFBact, TGFB) X(TGFBact, TGFBact) X(TGFBact, EST)                                                \
    X(OBfast, ROB1) X(OBfast, BCL2) X(OBfast, TGFBact) X(OBfast, OBfast) X(OBfast, EST)                                \
    X(OBslow, ROB1) X(OBslow, BCL2) X(OBslow, TGFBact) X(OBslow, OBslow) X(OBslow, EST)                                \
    X(M, L) X(M, RNK) X(M, M)                                                                                          \
    X(N, L) X(N, O) X(N, N)                                                                                            \
    X(AOH, PTH) X(AOH, ECCPhos) X(AOH, AOH)                                                                            \
    X(EST, EST)                                                                                                        \
    X(BMDls, OC) X(BMDls, OBfast) X(BMDls, OBslow) X(BMDls, BMDls)                                                     \
    X(BMDlsDEN, OC) X(BMDlsDEN, OBfast) X(BMDlsDEN, OBslow) X(BMDlsDEN, BMDlsDEN)                                      \
    X(BMDfn, OC) X(BMDfn, OBfast) X(BMDfn, OBslow) X(BMDfn, BMDfn)                                                     \
    X(GFR, GFR)
/* clang-format on */

/* X(row, target) where d(row)/dt depends on a target. */
#define BM__TARGET_JACOBIAN(X) X(PTH, pth_supply) X(L, rankl_clearance)

#endif
