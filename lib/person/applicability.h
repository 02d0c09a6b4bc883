/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a simulation lies in the domain where the model was calibrated. */
#ifndef BM__PERSON_APPLICABILITY_H
#define BM__PERSON_APPLICABILITY_H

#include "person/day0.h"

/* Reasons why a simulation lies outside the domain where the model was calibrated: bit i set for reason i. */
#define BM__REASONS(X)                                                                                                 \
    X(teriparatide_density, "core.BMDls, core.BMDlsDEN and core.BMDfn are not calibrated for teriparatide or infused " \
                            "PTH: trials show gains at the spine where the core shows a loss")                         \
    X(dose, "a prescribed dose is far from the doses studied")                                                         \
    X(age, "age is outside 35 to 90 years")                                                                            \
    X(kidney, "GFR is below 30 mL/min, where the core's calcium rises but a patient's does not")                       \
    X(pth_gland, "core.T65 or core.PTmax is far from its published value: the core's calcium then rises where a "      \
                 "patient's falls")                                                                                    \
    X(combination, "three or more kinds of bone drugs are given at the same time, or romosozumab with teriparatide, "  \
                   "which was not studied")                                                                            \
    X(parameters, "a parameter that was calibrated has been changed")                                                  \
    X(density, "a T-score below -4.5 or above 3 lies outside the trials")                                              \
    X(hook, "an intervention of the host takes part, which the calibration does not know")

enum bm__reason {
#define BM__ROW(id, text) BM__REASON_##id,
    BM__REASONS(BM__ROW)
#undef BM__ROW
        BM__N_REASONS
};

uint32_t bm__applicability(const struct bm__simulation *sim, const struct bm__day0 *day0);
const char *bm__reason_text(uint32_t reason);

#endif
