/* SPDX-License-Identifier: Apache-2.0 */
/* The structure of the Jacobian beyond the core's (core_jacobian.h): rows and columns of the extensions. */
#ifndef BM__BODY_EXTENSION_JACOBIAN_H
#define BM__BODY_EXTENSION_JACOBIAN_H

/* clang-format off */
#define BM__EXTENSION_JACOBIAN(X)                                                                                      \
    X(ERE, ERE)                                                                                                        \
    X(EST, ERE)                                                                                                        \
    X(ADP, ERE) X(ADP, ADP)                                                                                            \
    X(OC, ERE) X(OC, PRE)                                                                                              \
    X(PRE, M) X(PRE, PRE)                                                                                              \
    X(WNT, WNT)                                                                                                        \
    X(PUL, PUL)                                                                                                        \
    X(LIN, WNT) X(LIN, PUL) X(LIN, LIN)                                                                                \
    X(L, WNT) X(L, PUL)                                                                                                \
    X(MOB, OBfast) X(MOB, OBslow) X(MOB, OC) X(MOB, M) X(MOB, ERE) X(MOB, ADP) X(MOB, WNT) X(MOB, PUL) X(MOB, LIN)     \
    X(MOB, MOB)                                                                                                        \
    X(D25, D25)                                                                                                        \
    X(AOH, D25)                                                                                                        \
    X(YLS, YLS) X(YLS, MLS) X(YLS, ALS) X(YLS, OC) X(YLS, M) X(YLS, OBfast) X(YLS, OBslow) X(YLS, ERE) X(YLS, ADP)     \
    X(YLS, WNT) X(YLS, PUL) X(YLS, LIN) X(MLS, YLS) X(MLS, MLS) X(MLS, OC) X(MLS, M) X(MLS, ERE) X(MLS, ADP)           \
    X(MLS, WNT) X(MLS, LIN) X(ALS, YLS) X(ALS, MLS) X(ALS, ALS)                                                        \
    X(YTH, YTH) X(YTH, MTH) X(YTH, ATH) X(YTH, OC) X(YTH, M) X(YTH, OBfast) X(YTH, OBslow) X(YTH, ERE) X(YTH, ADP)     \
    X(YTH, WNT) X(YTH, PUL) X(YTH, LIN) X(MTH, YTH) X(MTH, MTH) X(MTH, OC) X(MTH, M) X(MTH, ERE) X(MTH, ADP)           \
    X(MTH, WNT) X(MTH, LIN) X(ATH, YTH) X(ATH, MTH) X(ATH, ATH)                                                        \
    X(YFN, YFN) X(YFN, MFN) X(YFN, AFN) X(YFN, OC) X(YFN, M) X(YFN, OBfast) X(YFN, OBslow) X(YFN, ERE) X(YFN, ADP)     \
    X(YFN, WNT) X(YFN, PUL) X(YFN, LIN) X(MFN, YFN) X(MFN, MFN) X(MFN, OC) X(MFN, M) X(MFN, ERE) X(MFN, ADP)           \
    X(MFN, WNT) X(MFN, LIN) X(AFN, YFN) X(AFN, MFN) X(AFN, AFN)                                                        \
    X(YDR, YDR) X(YDR, MDR) X(YDR, ADR) X(YDR, OC) X(YDR, M) X(YDR, OBfast) X(YDR, OBslow) X(YDR, ERE) X(YDR, ADP)     \
    X(YDR, WNT) X(YDR, PUL) X(YDR, LIN) X(MDR, YDR) X(MDR, MDR) X(MDR, OC) X(MDR, M) X(MDR, ERE) X(MDR, ADP)           \
    X(MDR, WNT) X(MDR, LIN) X(ADR, YDR) X(ADR, MDR) X(ADR, ADR)

/* X(row, target) where d(row)/dt depends on a target. */
#define BM__EXTENSION_TARGET_JACOBIAN(X)                                                                               \
    X(ERE, aromatase_inhibition) X(ERE, gonadotropin_blockade) X(ERE, estradiol_supply) X(ERE, receptor_occupancy)     \
    X(ERE, receptor_agonism)                                                                                           \
    X(OC, osteoclast_apoptosis)                                                                                        \
    X(MOB, osteoclast_apoptosis)                                                                                       \
    X(YLS, osteoclast_apoptosis) X(MLS, osteoclast_apoptosis)                                                          \
    X(YTH, osteoclast_apoptosis) X(MTH, osteoclast_apoptosis)                                                          \
    X(YFN, osteoclast_apoptosis) X(MFN, osteoclast_apoptosis)                                                          \
    X(YDR, osteoclast_apoptosis) X(MDR, osteoclast_apoptosis)                                                          \
    X(WNT, sclerostin_binding)                                                                                         \
    X(PUL, pulsatile_pth)                                                                                              \
    X(T, calcium_supply)                                                                                               \
    X(D25, vitamin_d_supply)
/* clang-format on */

#endif
