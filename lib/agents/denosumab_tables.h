/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parameters: X(name, value, unit, minimum, maximum, flags, source, description);
 * states: X(name, initial, unit, minimum, maximum, kind, source, description).
 * Units are UCUM, "1" where there is none; time is in hours.
 */
#ifndef BM__AGENTS_DENOSUMAB_TABLES_H
#define BM__AGENTS_DENOSUMAB_TABLES_H

#include "body/body_sources.h"

#define BM__SRC_DENOSUMAB "OpenBoneMin model, 13 Oct 2017 (after an AAPS 2004 abstract)"

#define BM__DENOSUMAB_PARAMETERS(X)                                                                                    \
    X(DENKA, 0.00592, "/h", 5.9e-4, 0.059, 0, BM__SRC_DENOSUMAB, "Absorption rate from under the skin")                \
    X(DENF, 0.729, "1", 0.0, 1.0, 0, BM__SRC_DENOSUMAB, "Bioavailability of a subcutaneous dose")                      \
    X(DENVC, 2340.0, "mL", 234.0, 23400.0, 0, BM__SRC_DENOSUMAB, "Central volume")                                     \
    X(DENVP, 1324.0, "mL", 132.0, 13240.0, 0, BM__SRC_DENOSUMAB, "Peripheral volume")                                  \
    X(DENCL, 2.75, "mL/h", 0.0, 27.5, 0, BM__SRC_DENOSUMAB, "Linear clearance")                                        \
    X(DENQ, 18.67, "mL/h", 0.0, 187.0, 0, BM__SRC_DENOSUMAB,                                                           \
      "Clearance between the central and the peripheral volume")                                                       \
    X(DENVMAX, 3110.0, "ng/h", 0.0, 31100.0, 0, BM__SRC_DENOSUMAB, "Saturable elimination: largest rate")              \
    X(DENKM, 188.0, "ng/mL", 18.8, 1880.0, 0, BM__SRC_DENOSUMAB,                                                       \
      "Saturable elimination: concentration at half of the largest rate")                                              \
    X(kdenosl, 2.0e-6, "L/(pmol.h)", 0.0, 2.0e-4, 0, BM__SRC_BMD,                                                      \
      "Loss rate of RANKL per concentration of denosumab (150 kDa)")

#define BM__DENOSUMAB_STATES(X)                                                                                        \
    X(DENSC, 0.0, "ng", 0.0, 1.0e9, BM__STATE_PERTURBED, BM__SRC_BMD, "Denosumab under the skin")                      \
    X(DENCENT, 0.0, "ng", 0.0, 1.0e9, BM__STATE_PERTURBED, BM__SRC_BMD, "Denosumab in the central volume")             \
    X(DENPER, 0.0, "ng", 0.0, 1.0e9, BM__STATE_PERTURBED, BM__SRC_BMD, "Denosumab in the peripheral volume")

#endif /* BM__AGENTS_DENOSUMAB_TABLES_H */
