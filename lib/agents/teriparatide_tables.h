/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parameters: X(name, value, unit, minimum, maximum, flags, source, description);
 * states: X(name, initial, unit, minimum, maximum, kind, source, description).
 * Units are UCUM, "1" where there is none; time is in hours.
 */
#ifndef BM__AGENTS_TERIPARATIDE_TABLES_H
#define BM__AGENTS_TERIPARATIDE_TABLES_H

#include "body/body_sources.h"

#define BM__TERIPARATIDE_PARAMETERS(X)                                                                                 \
    X(TERICL, 62.2, "L/h", 0.0, 622.0, 0, BM__SRC_OBM,                                                                 \
      "Clearance; divided by TERIVC it is the rate from under the skin into circulating PTH")                          \
    X(TERIVC, 94.4, "L", 9.44, 944.0, 0, BM__SRC_OBM, "Volume of distribution")                                        \
    X(TERIKA, 10.4, "/h", 0.0, 104.0, 0, BM__SRC_OBM, "Loss rate of the book-keeping central amount; acts on nothing") \
    X(TERIF, 1.0, "1", 0.0, 1.0, 0, BM__SRC_OBM, "Bioavailability of a subcutaneous dose")                             \
    X(TERIVD, 7.0, "1", 0.7, 70.0, BM__INERT, BM__SRC_OBM, "Used nowhere; by its name a volume of distribution")

#define BM__TERIPARATIDE_STATES(X)                                                                                     \
    X(TERISC, 0.0, "pmol", 0.0, 1.0e6, BM__STATE_PERTURBED, BM__SRC_OBM, "Teriparatide under the skin")                \
    X(TERICENT, 0.0, "pmol", 0.0, 1.0e6, BM__STATE_BOOKS, BM__SRC_OBM,                                                 \
      "Teriparatide in the central volume, book-keeping only: acts on nothing")

#endif /* BM__AGENTS_TERIPARATIDE_TABLES_H */
