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
    X(PRE, M) X(PRE, PRE) X(PRE, ERE)                                                                                  \
    X(WNT, WNT)                                                                                                        \
    X(PUL, PUL)                                                                                                        \
    X(LIN, WNT) X(LIN, PUL) X(LIN, LIN)                                                                                \
    X(L, WNT) X(L, PUL) X(L, ERE) X(O, ERE)                                                                            \
    X(MOB, OBfast) X(MOB, OBslow) X(MOB, OC) X(MOB, M) X(MOB, ERE) X(MOB, ADP) X(MOB, WNT) X(MOB, PUL) X(MOB, LIN)     \
    X(MOB, MOB)                                                                                                        \
    X(SMK, SMK)                                                                                                        \
    X(TRN, OC) X(TRN, M) X(TRN, ERE) X(TRN, ADP) X(TRN, WNT) X(TRN, PUL) X(TRN, LIN) X(TRN, TRN)                       \
    X(D25, D25)                                                                                                        \
    X(AOH, D25)                                                                                                        \
    X(YLS, YLS) X(YLS, MLS) X(YLS, ALS) X(YLS, OC) X(YLS, M) X(YLS, OBfast) X(YLS, OBslow) X(YLS, ERE) X(YLS, ADP)     \
    X(YLS, WNT) X(YLS, PUL) X(YLS, LIN) X(MLS, YLS) X(MLS, MLS) X(MLS, OC) X(MLS, M) X(MLS, ERE) X(MLS, ADP)           \
    X(MLS, WNT) X(MLS, LIN) X(ALS, YLS) X(ALS, MLS) X(ALS, ALS) X(ALS, ERE)                                            \
    X(BLS, BLS) X(BLS, ERE) X(YLS, BLS) X(MLS, BLS) X(YLS, SMK) X(YLS, TRN)                                            \
    X(YTH, YTH) X(YTH, MTH) X(YTH, ATH) X(YTH, OC) X(YTH, M) X(YTH, OBfast) X(YTH, OBslow) X(YTH, ERE) X(YTH, ADP)     \
    X(YTH, WNT) X(YTH, PUL) X(YTH, LIN) X(MTH, YTH) X(MTH, MTH) X(MTH, OC) X(MTH, M) X(MTH, ERE) X(MTH, ADP)           \
    X(MTH, WNT) X(MTH, LIN) X(ATH, YTH) X(ATH, MTH) X(ATH, ATH) X(ATH, ERE)                                            \
    X(BTH, BTH) X(BTH, ERE) X(YTH, BTH) X(MTH, BTH) X(YTH, SMK) X(YTH, TRN)                                            \
    X(YFN, YFN) X(YFN, MFN) X(YFN, AFN) X(YFN, OC) X(YFN, M) X(YFN, OBfast) X(YFN, OBslow) X(YFN, ERE) X(YFN, ADP)     \
    X(YFN, WNT) X(YFN, PUL) X(YFN, LIN) X(MFN, YFN) X(MFN, MFN) X(MFN, OC) X(MFN, M) X(MFN, ERE) X(MFN, ADP)           \
    X(MFN, WNT) X(MFN, LIN) X(AFN, YFN) X(AFN, MFN) X(AFN, AFN) X(AFN, ERE)                                            \
    X(BFN, BFN) X(BFN, ERE) X(YFN, BFN) X(MFN, BFN) X(YFN, SMK) X(YFN, TRN)                                            \
    X(YDR, YDR) X(YDR, MDR) X(YDR, ADR) X(YDR, OC) X(YDR, M) X(YDR, OBfast) X(YDR, OBslow) X(YDR, ERE) X(YDR, ADP)     \
    X(YDR, WNT) X(YDR, PUL) X(YDR, LIN) X(MDR, YDR) X(MDR, MDR) X(MDR, OC) X(MDR, M) X(MDR, ERE) X(MDR, ADP)           \
    X(MDR, WNT) X(MDR, LIN) X(ADR, YDR) X(ADR, MDR) X(ADR, ADR) X(ADR, ERE)                                            \
    X(BDR, BDR) X(BDR, ERE) X(YDR, BDR) X(MDR, BDR) X(YDR, SMK) X(YDR, TRN)                                            \
    X(CLS, CLS) X(CLS, OC) X(CLS, M) X(CLS, OBfast) X(CLS, OBslow) X(CLS, ERE) X(CLS, ADP)                             \
    X(CLS, WNT) X(CLS, PUL) X(CLS, LIN) X(CLS, TRN) X(CLS, PTH) X(CLS, SMK) X(CLS, BLS)                                \
    X(CTH, CTH) X(CTH, OC) X(CTH, M) X(CTH, OBfast) X(CTH, OBslow) X(CTH, ERE) X(CTH, ADP)                             \
    X(CTH, WNT) X(CTH, PUL) X(CTH, LIN) X(CTH, TRN) X(CTH, PTH) X(CTH, SMK) X(CTH, BTH)                                \
    X(CFN, CFN) X(CFN, OC) X(CFN, M) X(CFN, OBfast) X(CFN, OBslow) X(CFN, ERE) X(CFN, ADP)                             \
    X(CFN, WNT) X(CFN, PUL) X(CFN, LIN) X(CFN, TRN) X(CFN, PTH) X(CFN, SMK) X(CFN, BFN)                                \
    X(CDR, CDR) X(CDR, OC) X(CDR, M) X(CDR, OBfast) X(CDR, OBslow) X(CDR, ERE) X(CDR, ADP)                             \
    X(CDR, WNT) X(CDR, PUL) X(CDR, LIN) X(CDR, TRN) X(CDR, PTH) X(CDR, SMK) X(CDR, BDR)                                \
    X(SMA, SMA) X(SMA, CFN) X(SMA, CLS) X(SMA, YFN) X(SMA, MFN) X(SMA, YLS) X(SMA, MLS) X(SMA, TRN) X(SMA, SMK)        \
    X(PMA, SMA) X(PMA, CFN) X(PMA, CLS) X(PMA, YFN) X(PMA, MFN) X(PMA, YLS) X(PMA, MLS) X(PMA, TRN) X(PMA, SMK)        \
    X(SHI, SHI) X(SHI, CFN) X(SHI, YFN) X(SHI, MFN) X(SHI, TRN) X(SHI, SMK)                                            \
    X(PHI, SHI) X(PHI, CFN) X(PHI, YFN) X(PHI, MFN) X(PHI, TRN) X(PHI, SMK)                                            \
    X(SVE, SVE) X(SVE, CLS) X(SVE, YLS) X(SVE, MLS) X(SVE, TRN) X(SVE, SMK)                                            \
    X(PVE, SVE) X(PVE, CLS) X(PVE, YLS) X(PVE, MLS) X(PVE, TRN) X(PVE, SMK)

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
    X(D25, vitamin_d_supply)                                                                                           \
    X(BLS, loading_LS) X(YLS, loading_LS) X(MLS, loading_LS)                                                           \
    X(YLS, immobilisation) X(MLS, immobilisation)                                                                      \
    X(ALS, loading_LS) X(ALS, immobilisation) X(YLS, alcohol_units) X(YLS, zinc_supply)                                \
    X(YLS, boron_supply) X(YLS, manganese_supply)                                                                      \
    X(BTH, loading_TH) X(YTH, loading_TH) X(MTH, loading_TH)                                                           \
    X(YTH, immobilisation) X(MTH, immobilisation)                                                                      \
    X(ATH, loading_TH) X(ATH, immobilisation) X(YTH, alcohol_units) X(YTH, zinc_supply)                                \
    X(YTH, boron_supply) X(YTH, manganese_supply)                                                                      \
    X(BFN, loading_FN) X(YFN, loading_FN) X(MFN, loading_FN)                                                           \
    X(YFN, immobilisation) X(MFN, immobilisation)                                                                      \
    X(AFN, loading_FN) X(AFN, immobilisation) X(YFN, alcohol_units) X(YFN, zinc_supply)                                \
    X(YFN, boron_supply) X(YFN, manganese_supply)                                                                      \
    X(BDR, loading_DR) X(YDR, loading_DR) X(MDR, loading_DR)                                                           \
    X(YDR, immobilisation) X(MDR, immobilisation)                                                                      \
    X(ADR, loading_DR) X(ADR, immobilisation) X(YDR, alcohol_units) X(YDR, zinc_supply)                                \
    X(YDR, boron_supply) X(YDR, manganese_supply)                                                                      \
    X(YLS, protein_supply)                                                                                             \
    X(AOH, magnesium_supply)                                                                                           \
    X(SMK, cigarettes)                                                                                                 \
    X(T, caffeine) X(L, immobilisation)                                                                                \
    X(CLS, osteoclast_apoptosis) X(CLS, loading_LS) X(CLS, immobilisation) X(CLS, alcohol_units) X(CLS, zinc_supply)   \
    X(CLS, boron_supply) X(CLS, manganese_supply)                                                                      \
    X(CTH, osteoclast_apoptosis) X(CTH, loading_TH) X(CTH, immobilisation) X(CTH, alcohol_units) X(CTH, zinc_supply)   \
    X(CTH, boron_supply) X(CTH, manganese_supply)                                                                      \
    X(CFN, osteoclast_apoptosis) X(CFN, loading_FN) X(CFN, immobilisation) X(CFN, alcohol_units) X(CFN, zinc_supply)   \
    X(CFN, boron_supply) X(CFN, manganese_supply)                                                                      \
    X(CDR, osteoclast_apoptosis) X(CDR, loading_DR) X(CDR, immobilisation) X(CDR, alcohol_units) X(CDR, zinc_supply)   \
    X(CDR, boron_supply) X(CDR, manganese_supply)                                                                      \
    X(TRN, osteoclast_apoptosis)                                                                                       \
    X(SMA, fall_rate) X(SMA, alcohol_units) X(PMA, fall_rate) X(PMA, alcohol_units)                                    \
    X(SHI, fall_rate) X(SHI, alcohol_units) X(PHI, fall_rate) X(PHI, alcohol_units)                                    \
    X(SVE, fall_rate) X(SVE, alcohol_units) X(PVE, fall_rate) X(PVE, alcohol_units)
/* clang-format on */

#endif
