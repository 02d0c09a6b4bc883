/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parameters: X(name, value, unit, minimum, maximum, flags, source, description);
 * states: X(name, initial, unit, minimum, maximum, kind, source, description).
 * Units are UCUM, "1" where there is none; time is in hours.
 * The published model carries this block without units and lets it act on nothing; mg and L are our choice.
 */
#ifndef BM__AGENTS_GENERIC_PK_TABLES_H
#define BM__AGENTS_GENERIC_PK_TABLES_H

#include "body/body_sources.h"

#define BM__GENERIC_PK_PARAMETERS(X)                                                                                   \
    X(PKKA, 0.0, "/h", 0.0, 100.0, 0, BM__SRC_OBM, "Absorption rate from the gut")                                     \
    X(PKVC, 10.0, "L", 0.1, 1000.0, 0, BM__SRC_OBM, "Central volume")                                                  \
    X(PKCL, 0.0, "L/h", 0.0, 1000.0, 0, BM__SRC_OBM, "Linear clearance")                                               \
    X(PKQ1, 0.0, "L/h", 0.0, 1000.0, 0, BM__SRC_OBM, "Clearance between the central and the first peripheral volume")  \
    X(PKQ2, 0.0, "L/h", 0.0, 1000.0, 0, BM__SRC_OBM, "Clearance between the central and the second peripheral volume") \
    X(PKVP1, 1.0, "L", 0.01, 1000.0, 0, BM__SRC_OBM, "First peripheral volume")                                        \
    X(PKVP2, 1.0, "L", 0.01, 1000.0, 0, BM__SRC_OBM, "Second peripheral volume")                                       \
    X(PKVMAX, 0.0, "mg/h", 0.0, 1000.0, 0, BM__SRC_OBM, "Saturable elimination: largest rate")                         \
    X(PKKM, 1.0, "mg/L", 0.001, 1000.0, 0, BM__SRC_OBM,                                                                \
      "Saturable elimination: concentration at half of the largest rate")

#define BM__GENERIC_PK_STATES(X)                                                                                       \
    X(PKGUT, 0.0, "mg", 0.0, 1.0e6, BM__STATE_BOOKS, BM__SRC_OBM, "Drug in the gut")                                   \
    X(PKCENT, 0.0, "mg", 0.0, 1.0e6, BM__STATE_BOOKS, BM__SRC_OBM, "Drug in the central volume")                       \
    X(PKPER1, 0.0, "mg", 0.0, 1.0e6, BM__STATE_BOOKS, BM__SRC_OBM, "Drug in the first peripheral volume")              \
    X(PKPER2, 0.0, "mg", 0.0, 1.0e6, BM__STATE_BOOKS, BM__SRC_OBM, "Drug in the second peripheral volume")

#endif /* BM__AGENTS_GENERIC_PK_TABLES_H */
