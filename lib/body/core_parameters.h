/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows: X(name, value, unit, minimum, maximum, flags, source, description).
 * Units are UCUM, "1" where there is none; time is in hours. Any one value in its range, the others at
 * their defaults, keeps the derived constants and the vector field at the start finite.
 */
#ifndef BM__BODY_CORE_PARAMETERS_H
#define BM__BODY_CORE_PARAMETERS_H

#include "body/body_sources.h"

#define BM__CORE_PARAMETERS(X)                                                                                         \
    /* Bone cells */                                                                                                   \
    X(OBtot0, 0.00501324, "1", 5.0e-4, 0.05, 0, BM__SRC_PR2010, "Osteoblasts, fast and slow together, at baseline")    \
    X(FracOBfast, 0.797629, "1", 0.1, 0.99, 0, BM__SRC_PR2010,                                                         \
      "Fraction of the osteoblasts that is fast at baseline; the rest is slow")                                        \
    X(Frackb, 0.313186, "1", 0.03, 1.0, 0, BM__SRC_PR2010,                                                             \
      "Apoptosis rate of slow osteoblasts relative to that of osteoblasts as a whole")                                 \
    X(kb, 0.000605516, "/h", 6.0e-5, 0.006, 0, BM__SRC_PR2010, "Apoptosis rate of osteoblasts at baseline")            \
    X(Da, 0.7 / 24.0, "/h", 0.003, 0.3, 0, BM__SRC_PR2010, "Scale of osteoclast production and apoptosis")             \
    X(E0Meff, 0.388267, "1", 0.0, 0.99, 0, BM__SRC_PR2010,                                                             \
      "RANK-RANKL effect on osteoclast production: value without any RANK-RANKL complex")                              \
    X(EmaxMeffOC, 3.15667, "1", 0.62, 30.0, 0, BM__SRC_PR2010,                                                         \
      "RANK-RANKL effect on osteoclast production: largest increase over E0Meff")                                      \
    X(kinOCgam, 8.53065, "1", 0.85, 30.0, 0, BM__SRC_PR2010,                                                           \
      "RANK-RANKL effect on osteoclast production: Hill exponent")                                                     \
    X(E0RANKL, 3.80338, "1", 1.05, 38.0, 0, BM__SRC_PR2010,                                                            \
      "RANKL effect on osteoclast apoptosis: value without RANKL")                                                     \
    X(EmaxL, 0.469779, "1", 0.0, 0.99, 0, BM__SRC_PR2010,                                                              \
      "RANKL effect on osteoclast apoptosis: value at saturating RANKL")                                               \
    X(LsurvOCgam, 3.09023, "1", 0.31, 30.0, 0, BM__SRC_PR2010, "RANKL effect on osteoclast apoptosis: Hill exponent")  \
    X(PicOBgamkb, 2.92375, "1", 0.3, 30.0, 0, BM__SRC_PR2010,                                                          \
      "Active TGF-beta effect on osteoblast apoptosis: Hill exponent")                                                 \
    X(MultPicOBkb, 3.11842, "1", 1.05, 30.0, 0, BM__SRC_PR2010,                                                        \
      "Active TGF-beta effect on osteoblast apoptosis: value without TGF-beta, relative to baseline")                  \
    X(FracPic0kb, 0.764028, "1", 0.3, 0.99, 0, BM__SRC_PR2010,                                                         \
      "Active TGF-beta effect on osteoblast apoptosis: value at saturating TGF-beta, relative to baseline")            \
    X(E0RUNX2kbEffFACT, 1.01, "1", 1.001, 2.7, 0, BM__SRC_PR2010,                                                      \
      "Osteoblast apoptosis without RunX2, relative to kb")                                                            \
    X(RUNkbMaxFact, 0.638114, "1", 0.02, 0.75, 0, BM__SRC_PR2010,                                                      \
      "Largest part of osteoblast apoptosis that RunX2 prevents")                                                      \
    X(RUNkbGAM, 3.81644, "1", 0.4, 30.0, 0, BM__SRC_PR2010, "RunX2 effect on osteoblast apoptosis: Hill exponent")     \
    X(RUNX20, 10.0, "1", 1.0, 100.0, 0, BM__SRC_PR2010, "RunX2 at baseline in its effect on osteoblast apoptosis")     \
    /* TGF-beta */                                                                                                     \
    X(Pic0, 0.228142, "1", 0.023, 0.25, 0, BM__SRC_PR2010, "Active TGF-beta at baseline (receptor occupancy)")         \
    X(koutTGF0, 2.98449e-5, "/h", 3.0e-6, 3.0e-4, 0, BM__SRC_PR2010,                                                   \
      "Release rate of latent TGF-beta at baseline; active TGF-beta is lost 1000 times as fast")                       \
    X(koutTGFGam, 0.919131, "1", 0.0, 9.0, 0, BM__SRC_PR2010,                                                          \
      "Release of TGF-beta: exponent of latent TGF-beta relative to baseline")                                         \
    X(OBtgfGAM, 0.0111319, "1", 0.0, 1.0, 0, BM__SRC_PR2010,                                                           \
      "Production of latent TGF-beta: exponent of osteoblasts relative to baseline")                                   \
    X(OCtgfGAM, 0.593891, "1", 0.0, 6.0, 0, BM__SRC_PR2010,                                                            \
      "Release of TGF-beta: exponent of osteoclasts relative to baseline")                                             \
    X(EmaxPicROB, 3.9745, "1", 0.4, 40.0, 0, BM__SRC_PR2010,                                                           \
      "Active TGF-beta effect on responding osteoblast production: largest increase")                                  \
    X(PicROBgam, 1.80968, "1", 0.2, 18.0, 0, BM__SRC_PR2010,                                                           \
      "Active TGF-beta effect on responding osteoblast production: Hill exponent")                                     \
    X(FracPicROB, 0.883824, "1", 0.0, 0.99, 0, BM__SRC_PR2010,                                                         \
      "Active TGF-beta effect on responding osteoblast production: fraction of Pic0 without TGF-beta")                 \
    X(EmaxPicOB, 0.251636, "1", 0.23, 2.5, 0, BM__SRC_PR2010,                                                          \
      "Active TGF-beta effect on osteoblast maturation: largest increase")                                             \
    X(PicOBgam, 0.122313, "1", 0.05, 1.2, 0, BM__SRC_PR2010,                                                           \
      "Active TGF-beta effect on osteoblast maturation: Hill exponent")                                                \
    X(FracPicOB, 0.000244818, "1", 0.0, 0.9, 0, BM__SRC_PR2010,                                                        \
      "Active TGF-beta effect on osteoblast maturation: fraction of Pic0 without TGF-beta")                            \
    X(EmaxPicOC, 1.9746, "1", 0.2, 20.0, 0, BM__SRC_PR2010,                                                            \
      "Active TGF-beta effect on osteoclast apoptosis: largest increase")                                              \
    X(PicOCgam, 1.0168, "1", 0.1, 10.0, 0, BM__SRC_PR2010,                                                             \
      "Active TGF-beta effect on osteoclast apoptosis: Hill exponent")                                                 \
    X(FracPicOC, 0.878215, "1", 0.0, 0.99, 0, BM__SRC_PR2010,                                                          \
      "Active TGF-beta effect on osteoclast apoptosis: fraction of Pic0 without TGF-beta")                             \
    /* RANK, RANKL, OPG */                                                                                             \
    X(k1, 6.24e-6, "/h", 6.2e-7, 6.2e-5, 0, BM__SRC_PR2010, "Association rate of OPG and RANKL, per unit of OPG")      \
    X(k2, 0.112013, "/h", 0.011, 1.1, 0, BM__SRC_PR2010, "Dissociation rate of the OPG-RANKL complex")                 \
    X(k3, 6.24e-6, "/h", 6.2e-7, 6.2e-5, 0, BM__SRC_PR2010, "Association rate of RANK and RANKL, per unit of RANK")    \
    X(k4, 0.112013, "/h", 0.011, 1.1, 0, BM__SRC_PR2010, "Dissociation rate of the RANK-RANKL complex")                \
    X(koutRNK, 0.00323667, "/h", 3.2e-4, 0.032, 0, BM__SRC_PR2010, "Loss rate of RANK")                                \
    X(kinRNKgam, 0.151825, "1", 0.0, 1.5, 0, BM__SRC_PR2010, "Production of RANK: exponent of active TGF-beta")        \
    X(koutL, 0.00293273, "/h", 2.9e-4, 0.029, 0, BM__SRC_PR2010, "Loss rate of RANKL")                                 \
    X(OsteoEffectGam, 0.173833, "1", 0.0, 1.7, 0, BM__SRC_PR2010,                                                      \
      "Production of RANKL: exponent of osteoblasts relative to baseline")                                             \
    X(EmaxLpth, 1.30721, "1", 1.01, 13.0, 0, BM__SRC_PR2010,                                                           \
      "PTH effect on RANKL production: largest value, relative to baseline")                                           \
    X(opgPTH50, 3.85, "pmol/L", 0.385, 38.5, 0, BM__SRC_PR2010, "PTH effect on OPG production: PTH scale")             \
    X(kO, 15.8885, "/h", 1.6, 160.0, 0, BM__SRC_PR2010, "Loss rate of OPG")                                            \
    /* Signalling in osteoblasts */                                                                                    \
    X(RX2Kout0, 0.693, "/h", 0.2, 5.0, 0, BM__SRC_PR2010, "Loss rate of RunX2 at baseline")                            \
    X(E0rx2Kout, 0.125, "/h", 0.0, 0.65, 0, BM__SRC_PR2010, "Loss rate of RunX2 without PTH")                          \
    X(EmaxPTHRX2x, 5.0, "/h", 0.6, 50.0, 0, BM__SRC_PR2010, "Largest increase of the loss rate of RunX2 by PTH")       \
    X(E0crebKin, 0.5, "1", 0.0, 0.99, 0, BM__SRC_PR2010, "Production of CREB without PTH, relative to baseline")       \
    X(EmaxPTHcreb, 3.39745, "1", 0.55, 34.0, 0, BM__SRC_PR2010,                                                        \
      "Largest increase of the production of CREB by PTH, relative to baseline")                                       \
    X(crebKout, 0.00279513, "/h", 2.8e-4, 0.028, 0, BM__SRC_PR2010, "Loss rate of CREB")                               \
    X(bcl2Kout, 0.693, "/h", 0.07, 7.0, 0, BM__SRC_PR2010, "Loss rate of Bcl-2")                                       \
    /* Bone calcium */                                                                                                 \
    X(CaDay, 88.0, "mmol/d", 10.0, 880.0, 0, BM__SRC_PR2010,                                                           \
      "Calcium exchanged between plasma and bone at baseline, each way")                                               \
    X(FracJ14, 0.107763, "1", 0.0, 1.0, 0, BM__SRC_PR2010,                                                             \
      "Fraction of the calcium release from bone that osteoclasts govern")                                             \
    X(J14OCmax, 0.543488, "/h", 0.05, 5.4, 0, BM__SRC_PR2010,                                                          \
      "Osteoclast effect on calcium release: largest rate, per exchangeable bone calcium")                             \
    X(J14OCgam, 1.6971, "1", 0.2, 17.0, 0, BM__SRC_PR2010, "Osteoclast effect on calcium release: Hill exponent")      \
    X(MOCratioGam, 0.603754, "1", 0.0, 6.0, 0, BM__SRC_PR2010,                                                         \
      "Calcium release: exponent of RANK-RANKL per osteoclast, relative to baseline")                                  \
    X(FracJ15, 0.114376, "1", 0.0, 1.0, 0, BM__SRC_PR2010,                                                             \
      "Fraction of the calcium uptake into bone that follows hydroxyapatite")                                          \
    X(k14a, 2.44437e-5, "/h", 2.4e-6, 2.4e-4, 0, BM__SRC_PR2010,                                                       \
      "Rate from non-exchangeable to exchangeable bone calcium")                                                       \
    X(HApMRT, 3.60609, "h", 0.36, 36.0, 0, BM__SRC_PR2010, "Mean residence time of hydroxyapatite")                    \
    /* PTH and its gland */                                                                                            \
    X(kout, 100.0 / 14.0, "/h", 0.7, 70.0, 0, BM__SRC_PR2010, "Loss rate of PTH")                                      \
    X(T58, 6249.09, "pmol/h", 600.0, 60000.0, 0, BM__SRC_PR2010, "Secretion of PTH: largest, without calcium")         \
    X(T61, 96.25, "pmol/h", 0.0, 380.0, 0, BM__SRC_PR2010, "Secretion of PTH: smallest, at high calcium")              \
    X(T59, 11.7387, "1", 1.2, 50.0, 0, BM__SRC_PR2010, "Secretion of PTH: Hill exponent of plasma calcium")            \
    X(T70, 0.01, "/h", 0.001, 0.1, 0, BM__SRC_PR2010, "Turnover rate of the secretory pool of the PTH gland")          \
    X(T71, 0.03, "L/pmol", 0.003, 0.3, 0, BM__SRC_PR2010,                                                              \
      "Secretory pool of the PTH gland: steepness of the calcitriol effect")                                           \
    X(ScaEffGam, 0.9, "1", 0.0, 9.0, 0, BM__SRC_PR2010, "Secretory pool of the PTH gland: exponent of plasma calcium") \
    X(PTout, 1.604e-4, "/h", 1.6e-5, 0.0016, 0, BM__SRC_PR2010, "Loss rate of the PTH gland's capacity")               \
    X(CtriolMax, 4.1029, "1", 1.05, 40.0, 0, BM__SRC_PR2010,                                                           \
      "Calcitriol effect on growth of the PTH gland: value without calcitriol")                                        \
    X(CtriolMin, 0.9, "1", 0.0, 0.99, 0, BM__SRC_PR2010,                                                               \
      "Calcitriol effect on growth of the PTH gland: value at high calcitriol")                                        \
    X(CtriolPTgam, 12.5033, "1", 1.25, 30.0, 0, BM__SRC_PR2010,                                                        \
      "Calcitriol effect on growth of the PTH gland: Hill exponent")                                                   \
    /* Calcitriol */                                                                                                   \
    X(T64, 0.05, "/h", 0.005, 0.5, 0, BM__SRC_PR2010, "Loss rate of 1-alpha-hydroxylase activity")                     \
    X(T65, 6.3, "pmol/h2", 0.1, 150.0, 0, BM__SRC_PR2010, "Production of 1-alpha-hydroxylase activity at baseline")    \
    X(T67, 1.54865, "pmol/L", 0.15, 15.0, 0, BM__SRC_PR2010,                                                           \
      "PTH effect on 1-alpha-hydroxylase: PTH at half of the largest effect")                                          \
    X(AlphOHgam, 0.111241, "1", 0.01, 1.1, 0, BM__SRC_PR2010, "PTH effect on 1-alpha-hydroxylase: Hill exponent")      \
    X(T69, 0.1, "/h", 0.01, 1.0, 0, BM__SRC_PR2010, "Loss rate of calcitriol")                                         \
    X(PhosEff0, 1.52493, "1", 1.0, 4.0, 0, BM__SRC_PR2010, "Phosphate effect on 1-alpha-hydroxylase: scale; 1 = none") \
    X(PhosEff50, 1.3021, "mmol/L", 0.13, 13.0, 0, BM__SRC_PR2010,                                                      \
      "Phosphate effect on 1-alpha-hydroxylase: phosphate at half of the largest effect")                              \
    X(PhosEffGam, 8.25229, "1", 0.8, 16.0, 0, BM__SRC_PR2010,                                                          \
      "Phosphate effect on 1-alpha-hydroxylase: Hill exponent")                                                        \
    X(PO4inhPTHgam, 0.0, "1", 0.0, 10.0, 0, BM__SRC_PR2010,                                                            \
      "Phosphate inhibition of the PTH effect on 1-alpha-hydroxylase: exponent; 0 = none")                             \
    /* Kidney and plasma */                                                                                            \
    X(V1, 14.0, "L", 5.0, 50.0, 0, BM__SRC_PR2010,                                                                     \
      "Volume of distribution of plasma calcium, phosphate, PTH and calcitriol")                                       \
    X(T16, 1.06147, "1", 1.001, 10.0, 0, BM__SRC_PR2010,                                                               \
      "PTH effect on renal calcium reabsorption: largest value, relative to baseline")                                 \
    X(Reabs50, 1.57322, "mmol/L", 0.16, 16.0, 0, BM__SRC_PR2010,                                                       \
      "Active renal calcium reabsorption: plasma calcium at half of the maximum")                                      \
    X(T7, 2.0, "1", 0.0, 4.0, 0, BM__SRC_PR2010, "Calcitriol effect on calcium excretion: largest decrease")           \
    X(T9, 90.0, "pmol/L", 9.0, 900.0, 0, BM__SRC_PR2010,                                                               \
      "Calcitriol effect on calcium excretion: calcitriol at half of the largest effect")                              \
    X(T46, 1.142, "mmol/L", 0.11, 1.9, 0, BM__SRC_PR2010, "Renal threshold of phosphate excretion")                    \
    X(maxTmESTkid, 0.923737, "1", 0.1, 1.0, 0, BM__SRC_ESTROGEN,                                                       \
      "Estrogen effect on the renal calcium reabsorption maximum: 1 = none")                                           \
    /* Gut */                                                                                                          \
    X(OralCa, 24.055 / 24.0, "mmol/h", 0.0, 5.1, 0, BM__SRC_PR2010, "Calcium intake")                                  \
    X(OralPhos, 10.5 / 24.0, "mmol/h", 0.0, 4.4, 0, BM__SRC_PR2010, "Phosphate intake")                                \
    X(F12, 0.7, "1", 0.0, 1.0, 0, BM__SRC_PR2010, "Fraction of the phosphate intake that is absorbed")                 \
    X(T28, 0.9, "mmol/h", 0.11, 9.0, 0, BM__SRC_PR2010, "Active calcium absorption: maximum")                          \
    X(T310, 0.105929, "mmol/h", 0.0106, 0.89, 0, BM__SRC_PR2010, "Active calcium absorption at baseline")              \
    X(T77, 0.909359, "1", 0.09, 1.0, 0, BM__SRC_PR2010,                                                                \
      "Largest fraction of the calcium intake that enters the gut calcium pool")                                       \
    X(T80, 4.0, "1", 0.4, 30.0, 0, BM__SRC_PR2010,                                                                     \
      "Calcium entry into the gut pool: Hill exponent of the absorption capacity R")                                   \
    X(T81, 0.75, "mmol", 0.075, 7.5, 0, BM__SRC_PR2010,                                                                \
      "Gut calcium (and, as a bare number, absorption capacity R) at half of the largest effect")                      \
    X(T87, 0.0495, "/h", 0.005, 0.5, 0, BM__SRC_PR2010, "Rate of passive calcium absorption")                          \
    X(T33, 0.003, "/h", 3.0e-4, 0.03, 0, BM__SRC_PR2010,                                                               \
      "Calcitriol effect on gut absorption capacity: lower limit of its two rates")                                    \
    X(T34, 0.037, "/h", 0.0037, 0.37, 0, BM__SRC_PR2010,                                                               \
      "Calcitriol effect on gut absorption capacity: upper limit of its two rates")                                    \
    X(T35, 90.0, "pmol/L", 9.0, 900.0, 0, BM__SRC_PR2010,                                                              \
      "Calcitriol effect on gut absorption capacity: calcitriol at half of the largest effect")                        \
    X(CaPOgam, 1.0, "1", 0.1, 10.0, 0, BM__SRC_PR2010, "Calcitriol effect on gut absorption capacity: Hill exponent")  \
    /* Phosphate */                                                                                                    \
    X(T49, 51.8, "L/h", 30.0, 520.0, 0, BM__SRC_PR2010,                                                                \
      "Phosphate clearance from the extracellular to the intracellular space")                                         \
    X(T52, 0.365, "/h", 0.037, 3.7, 0, BM__SRC_PR2010, "Rate of phosphate absorption from the gut")                    \
    X(T55, 0.019268, "/h", 0.0019, 0.032, 0, BM__SRC_PR2010, "Rate from intracellular to extracellular phosphate")     \
    /* Bone density */                                                                                                 \
    X(koutBMDls, 3.97e-4, "/h", 4.0e-5, 0.004, 0, BM__SRC_OBM, "Loss rate of lumbar spine bone density")               \
    X(koutBMDlsDEN, 1.45e-4, "/h", 1.45e-5, 0.00145, 0, BM__SRC_BMD,                                                   \
      "Loss rate of lumbar spine bone density, antiresorptive-fitted variant")                                         \
    X(koutBMDfnBAS, 5.651e-6, "/h", 5.7e-7, 5.7e-5, 0, BM__SRC_OBM, "Loss rate of femoral neck bone density")          \
    X(gamOB, 0.0793, "1", 0.0, 0.8, 0, BM__SRC_BMD,                                                                    \
      "Gain of bone density: exponent of osteoblasts relative to baseline")                                            \
    X(gamOCls, 0.14, "1", 0.0, 1.4, 0, BM__SRC_OBM,                                                                    \
      "Loss of lumbar spine bone density: exponent of osteoclasts relative to baseline")                               \
    X(gamOClsDEN, 0.0679, "1", 0.0, 0.68, 0, BM__SRC_BMD,                                                              \
      "Loss of lumbar spine bone density, antiresorptive-fitted variant: exponent of osteoclasts")                     \
    X(gamOCfnBAS, 0.3101, "1", 0.0, 3.1, 0, BM__SRC_OBM,                                                               \
      "Loss of femoral neck bone density: exponent of osteoclasts relative to baseline")                               \
    /* Estrogen */                                                                                                     \
    X(ESTON, 0.0, "1", 0.0, 1.0, 0, BM__SRC_ESTROGEN,                                                                  \
      "Switch: 1 = estrogen follows age and menopause, 0 = estrogen stays as it is")                                   \
    X(koutEST, 0.05776227, "/h", 0.0058, 0.58, 0, BM__SRC_ESTROGEN, "Loss rate of estrogen")                           \
    X(menoDUR, 8736.0 * 1.66, "h", 8736.0 * 0.1, 8736.0 * 16.6, 0, BM__SRC_ESTROGEN,                                   \
      "Time from the onset of the menopausal transition to the final menstrual period (ageDONE)")                      \
    X(ageENTER, 8736.0 * 41.0, "h", 8736.0 * 18.0, 8736.0 * 100.0, 0, BM__SRC_ESTROGEN,                                \
      "Age at time 0 (a year has 8736 h here)")                                                                        \
    X(ageDONE, 8736.0 * 51.0, "h", 8736.0 * 18.0, 8736.0 * 100.0, 0, BM__SRC_ESTROGEN,                                 \
      "Age when the menopausal transition is done")                                                                    \
    X(ageGAM, -2.3, "1", -10.0, 0.0, 0, BM__SRC_ESTROGEN,                                                              \
      "Production of estrogen: exponent of age relative to ageENTER")                                                  \
    X(age50, 0.64, "1", 0.0, 0.99, 0, BM__SRC_ESTROGEN,                                                                \
      "Largest fraction of estrogen production that the menopausal transition takes away")                             \
    X(tgfbGAM, 0.0374, "1", 0.0, 0.37, 0, BM__SRC_ESTROGEN,                                                            \
      "Estrogen effect on latent TGF-beta production: exponent of 1/estrogen")                                         \
    X(tgfbactGAM, 0.045273, "1", 0.0, 0.45, 0, BM__SRC_ESTROGEN,                                                       \
      "Estrogen effect on TGF-beta release: exponent of estrogen")                                                     \
    X(robGAM, 0.16, "1", 0.0, 1.6, 0, BM__SRC_ESTROGEN,                                                                \
      "Estrogen effect on responding osteoblast production: exponent of 1/estrogen")                                   \
    X(E2scalePicB1, 1.16832e-5, "1", 0.0, 0.01, 0, BM__SRC_ESTROGEN,                                                   \
      "Estrogen effect on osteoblast apoptosis: exponent of 1/estrogen")                                               \
    /* Glomerular filtration */                                                                                        \
    X(GFRtau, 10.0, "a", 1.0, 50.0, 0, BM__SRC_OBM, "Time in which GFRdelta is lost (a year has 8766 h here)")         \
    X(GFRdelta, 0.0, "mL/min", 0.0, 99.0, 0, BM__SRC_OBM,                                                              \
      "GFR lost over GFRtau; the exponential decline does not stop there")                                             \
    /* Declared but used nowhere */                                                                                    \
    X(T43, 1.03856, "1", 0.1, 10.0, BM__INERT, BM__SRC_OBM, "Used nowhere; the published model only prints it")        \
    X(T45, 3.85, "1", 0.385, 38.5, BM__INERT, BM__SRC_OBM, "Used nowhere; equals the PTH concentration at baseline")   \
    X(T84, 0.25, "1", 0.025, 2.5, BM__INERT, BM__SRC_OBM, "Used nowhere; meaning not published")                       \
    X(IPTHint, 0.0, "1", 0.0, 1000.0, BM__INERT, BM__SRC_OBM, "Used nowhere; by its name of a PTH infusion")           \
    X(IPTHinf, 0.0, "1", 0.0, 1000.0, BM__INERT, BM__SRC_OBM, "Used nowhere; by its name of a PTH infusion")           \
    X(LsurvOCCgam, 3.0923, "1", 0.31, 30.0, BM__INERT, BM__SRC_OBM, "Used nowhere; near twin of LsurvOCgam")           \
    X(ETHN, 0.0, "1", 0.0, 10.0, BM__INERT, BM__SRC_OBM, "Used nowhere; by its name ethnicity")                        \
    X(BMI, 28.0, "kg/m2", 10.0, 80.0, BM__INERT, BM__SRC_OBM, "Used nowhere; by its name body mass index")             \
    X(obGAM, 1.2e-5, "1", 0.0, 0.01, BM__INERT, BM__SRC_OBM, "Used nowhere; by its name an exponent of osteoblasts")

#endif /* BM__BODY_CORE_PARAMETERS_H */
