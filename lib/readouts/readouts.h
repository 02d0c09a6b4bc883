/* SPDX-License-Identifier: Apache-2.0 */
/* What a host reads beside the states themselves: values that follow from the states in one line each. */
#ifndef BM__READOUTS_READOUTS_H
#define BM__READOUTS_READOUTS_H

#include "interventions/simulation.h"

/* X(id, name, unit, code, description) */
#define BM__READOUTS(X)                                                                                                \
    X(pth, "serum.pth", "pg/mL", "LOINC:2731-8", "Serum PTH: 9.4 pg/mL per pmol/L")                                    \
    X(calcium, "serum.calcium", "mmol/L", "LOINC:2000-8", "Serum calcium")                                             \
    X(phosphate, "serum.phosphate", "mmol/L", "LOINC:14879-1", "Serum phosphate")                                      \
    X(calcitriol, "serum.calcitriol", "pmol/L", "", "Serum calcitriol")                                                \
    X(rankl_opg_ratio, "serum.rankl_opg_ratio", "1", "", "RANKL/OPG ratio, relative to day 0")                         \
    X(osteoclasts, "cells.osteoclasts", "1", "", "Active osteoclasts, relative to day 0 (proxy of CTX)")               \
    X(osteoblasts, "cells.osteoblasts", "1", "", "Active osteoblasts, relative to day 0 (proxy of BSAP)")

enum bm__readout {
#define BM__ROW(id, ...) BM__READOUT_##id,
    BM__READOUTS(BM__ROW)
#undef BM__ROW
        BM__N_READOUTS
};

/* The read-out at state x (laid out as the simulation's). */
double bm__readout(const struct bm__simulation *sim, uint32_t readout, const double *x);

/* State i < BM__N_STATES at x; 0 when its agent does not take part. */
double bm__state_value(const struct bm__simulation *sim, uint32_t i, const double *x);

/* The level of an agent at time and state. */
double bm__agent_level(const struct bm__simulation *sim, uint32_t agent, double time_d, const double *x);

/* Reasons why a simulation lies outside the domain where the core was calibrated: bit i set for reason i. */
#define BM__REASONS(X)                                                                                                 \
    X(teriparatide_density, "core.BMDls, core.BMDlsDEN and core.BMDfn are not calibrated for teriparatide or infused " \
                            "PTH: trials show gains at the spine where the core shows a loss")                         \
    X(dose, "a prescribed dose is far from the doses studied")                                                         \
    X(age, "age is outside 35 to 90 years on the core's own clock (core.ageENTER)")                                    \
    X(kidney, "GFR is below 30 mL/min, where the core's calcium rises but a patient's does not")                       \
    X(pth_gland, "core.T65 or core.PTmax is far from its published value: the core's calcium then rises where a "      \
                 "patient's falls")

enum bm__reason {
#define BM__ROW(id, text) BM__REASON_##id,
    BM__REASONS(BM__ROW)
#undef BM__ROW
        BM__N_REASONS
};

uint32_t bm__applicability(const struct bm__simulation *sim);
const char *bm__reason_text(uint32_t reason);

#endif
