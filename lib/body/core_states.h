/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows: X(name, initial, unit, minimum, maximum, kind, source, description).
 * Units are UCUM, "1" where there is none; time is in hours. In the order of the published model. Kinds: BASELINE, the
 * initial value enters the derived constants; PERTURBED, it only moves the start; COMPUTED, parameters give it; BOOKS,
 * a perturbed state that only keeps the books: nothing depends on it.
 */
#ifndef BM__BODY_CORE_STATES_H
#define BM__BODY_CORE_STATES_H

#include "body/body_sources.h"

#define BM__CORE_STATES(X)                                                                                             \
    X(PTH, 53.90, "pmol", 5.0, 540.0, BM__STATE_BASELINE, BM__SRC_PR2010, "PTH in plasma")                             \
    X(S, 0.5, "1", 0.0, 1.0, BM__STATE_PERTURBED, BM__SRC_PR2010, "Secretory pool of the PTH gland, as a fraction")    \
    X(PTmax, 1.0, "1", 0.01, 100.0, BM__STATE_PERTURBED, BM__SRC_PR2010,                                               \
      "Capacity of the PTH gland, relative to baseline")                                                               \
    X(B, 1260.0, "pmol", 126.0, 12600.0, BM__STATE_BASELINE, BM__SRC_PR2010, "Calcitriol in plasma")                   \
    X(P, 32.90, "mmol", 10.0, 100.0, BM__STATE_BASELINE, BM__SRC_PR2010, "Calcium in plasma (extracellular)")          \
    X(ECCPhos, 16.8, "mmol", 3.0, 60.0, BM__STATE_PERTURBED, BM__SRC_PR2010, "Extracellular phosphate")                \
    X(T, 1.58471, "mmol", 0.16, 16.0, BM__STATE_BASELINE, BM__SRC_PR2010, "Calcium in the gut")                        \
    X(R, 0.5, "1", 0.001, 1.0, BM__STATE_PERTURBED, BM__SRC_PR2010,                                                    \
      "Calcitriol-dependent capacity of the gut to absorb calcium")                                                    \
    X(HAp, 1.0, "1", 0.0, 10.0, BM__STATE_PERTURBED, BM__SRC_PR2010, "Hydroxyapatite, relative to baseline")           \
    X(PhosGut, 0.839, "mmol", 0.0, 84.0, BM__STATE_PERTURBED, BM__SRC_PR2010, "Phosphate in the gut")                  \
    X(IntraPO, 3226.0, "mmol", 300.0, 5600.0, BM__STATE_PERTURBED, BM__SRC_PR2010, "Intracellular phosphate")          \
    X(OC, 0.00115398, "1", 1.2e-4, 0.0115, BM__STATE_BASELINE, BM__SRC_PR2010, "Active osteoclasts")                   \
    X(ROB1, 0.00104122, "1", 1.0e-4, 0.0104, BM__STATE_BASELINE, BM__SRC_PR2010, "Responding osteoblasts")             \
    X(L, 0.4, "1", 0.04, 4.0, BM__STATE_BASELINE, BM__SRC_PR2010, "RANKL")                                             \
    X(RNK, 10.0, "1", 1.0, 100.0, BM__STATE_BASELINE, BM__SRC_PR2010, "RANK")                                          \
    X(O, 4.0, "1", 0.4, 40.0, BM__STATE_BASELINE, BM__SRC_PR2010, "OPG")                                               \
    X(Q, 100.0, "mmol", 10.0, 1000.0, BM__STATE_BASELINE, BM__SRC_PR2010, "Exchangeable bone calcium")                 \
    X(Qbone, 24900.0, "mmol", 2500.0, 250000.0, BM__STATE_BASELINE, BM__SRC_PR2010, "Non-exchangeable bone calcium")   \
    X(RX2, 10.0, "1", 1.0, 100.0, BM__STATE_BASELINE, BM__SRC_PR2010, "RunX2")                                         \
    X(CREB, 10.0, "1", 1.0, 100.0, BM__STATE_BASELINE, BM__SRC_PR2010, "CREB")                                         \
    X(BCL2, 100.0, "1", 1.0, 1000.0, BM__STATE_PERTURBED, BM__SRC_PR2010, "Bcl-2")                                     \
    X(UCA, 0.0, "mmol", 0.0, 1.0e6, BM__STATE_BOOKS, BM__SRC_PR2010, "Calcium excreted in urine since time 0")         \
    X(TGFB, 1000.0 * 0.228142, "1", 22.8, 2280.0, BM__STATE_COMPUTED, BM__SRC_PR2010,                                  \
      "Latent TGF-beta; starts at 1000 Pic0")                                                                          \
    X(TGFBact, 0.228142, "1", 0.0228, 2.28, BM__STATE_COMPUTED, BM__SRC_PR2010, "Active TGF-beta; starts at Pic0")     \
    X(OBfast, 0.00501324 * 0.797629, "1", 4.0e-4, 0.04, BM__STATE_COMPUTED, BM__SRC_PR2010,                            \
      "Fast osteoblasts; start at OBtot0 FracOBfast")                                                                  \
    X(OBslow, 0.00501324 * (1.0 - 0.797629), "1", 1.0e-4, 0.01, BM__STATE_COMPUTED, BM__SRC_PR2010,                    \
      "Slow osteoblasts; start at OBtot0 (1 - FracOBfast)")                                                            \
    X(M, 6.24e-6 * 10.0 * 0.4 / 0.112013, "1", 2.2e-5, 0.0022, BM__STATE_COMPUTED, BM__SRC_PR2010,                     \
      "RANK-RANKL complex; starts at k3 RNK L / k4")                                                                   \
    X(N, 6.24e-6 * 4.0 * 0.4 / 0.112013, "1", 8.9e-6, 8.9e-4, BM__STATE_COMPUTED, BM__SRC_PR2010,                      \
      "OPG-RANKL complex; starts at k1 O L / k2")                                                                      \
    X(AOH, 126.0, "pmol/h", 12.6, 1260.0, BM__STATE_COMPUTED, BM__SRC_PR2010,                                          \
      "1-alpha-hydroxylase activity; starts at B / 10")                                                                \
    X(EST, 1.0, "1", 0.01, 10.0, BM__STATE_PERTURBED, BM__SRC_ESTROGEN, "Estrogen, relative to baseline")              \
    X(BMDls, 1.0, "1", 0.1, 10.0, BM__STATE_BASELINE, BM__SRC_OBM, "Lumbar spine bone density, relative to baseline")  \
    X(BMDlsDEN, 1.0, "1", 0.1, 10.0, BM__STATE_BASELINE, BM__SRC_BMD,                                                  \
      "Lumbar spine bone density, antiresorptive-fitted variant, relative to baseline")                                \
    X(BMDfn, 1.0, "1", 0.1, 10.0, BM__STATE_BASELINE, BM__SRC_OBM, "Femoral neck bone density, relative to baseline")  \
    X(GFR, 100.0 / 16.667, "L/h", 10.0 / 16.667, 200.0 / 16.667, BM__STATE_BASELINE, BM__SRC_PR2010,                   \
      "Glomerular filtration rate")

#endif /* BM__BODY_CORE_STATES_H */
