/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every agent and the file that defines it, in the order of the catalogue, the core's first: X(symbol, file). This is the
 * only list of agents; the build reads the files' names from it. generic_pk cannot be prescribed.
 */
#ifndef BM__AGENTS_AGENT_LIST_H
#define BM__AGENTS_AGENT_LIST_H

/* clang-format off */
#define BM__AGENTS(X)                     \
    X(denosumab, denosumab)               \
    X(teriparatide, teriparatide)         \
    X(pth_infusion, pth_infusion)         \
    X(generic_pk, generic_pk)             \
    X(letrozole, aromatase_inhibitors)    \
    X(anastrozole, aromatase_inhibitors)  \
    X(exemestane, aromatase_inhibitors)   \
    X(goserelin, goserelin)               \
    X(tamoxifen, serms)                   \
    X(raloxifene, serms)                  \
    X(estradiol, oral_estradiol)          \
    X(zoledronic_acid, bisphosphonates)   \
    X(alendronate, bisphosphonates)       \
    X(risedronate, bisphosphonates)       \
    X(ibandronate, bisphosphonates)       \
    X(romosozumab, romosozumab)           \
    X(calcium, nutrients)                 \
    X(vitamin_d, nutrients)               \
    X(protein, nutrients)                 \
    X(vitamin_k2, nutrients)              \
    X(magnesium, nutrients)               \
    X(trace_minerals, nutrients)          \
    X(resistance_training, loading_programmes)    \
    X(weight_bearing_aerobic, loading_programmes) \
    X(impact_training, loading_programmes)        \
    X(balance_training, other_programmes)         \
    X(flexibility_training, other_programmes)     \
    X(whole_body_vibration, other_programmes)     \
    X(immobilisation, other_programmes)           \
    X(smoking, other_programmes)          \
    X(alcohol, other_programmes)          \
    X(caffeine, other_programmes)
/* clang-format on */

#endif
