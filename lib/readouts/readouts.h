/* SPDX-License-Identifier: Apache-2.0 */
/* What a host reads beside the states themselves: values that follow from the states in one line each. */
#ifndef BM__READOUTS_READOUTS_H
#define BM__READOUTS_READOUTS_H

#include "person/day0.h"

/* X(id, name, unit, code, of the core too, description) */
#define BM__READOUTS(X)                                                                                                \
    X(pth, "serum.pth", "pg/mL", "LOINC:2731-8", 1, "Serum PTH: 9.4 pg/mL per pmol/L")                                 \
    X(calcium, "serum.calcium", "mmol/L", "LOINC:2000-8", 1, "Serum calcium")                                          \
    X(phosphate, "serum.phosphate", "mmol/L", "LOINC:14879-1", 1, "Serum phosphate")                                   \
    X(calcitriol, "serum.calcitriol", "pmol/L", "", 1, "Serum calcitriol")                                             \
    X(rankl_opg_ratio, "serum.rankl_opg_ratio", "1", "", 1, "RANKL/OPG ratio, relative to day 0")                      \
    X(osteoclasts, "cells.osteoclasts", "1", "", 1, "Active osteoclasts, relative to day 0")                           \
    X(osteoblasts, "cells.osteoblasts", "1", "", 1, "Active osteoblasts, relative to day 0")                           \
    X(estradiol, "serum.estradiol", "pg/mL", "LOINC:2243-4", 0,                                                        \
      "Serum estradiol, on the scale of a sensitive immunoassay after extraction")                                     \
    X(fsh, "serum.fsh", "IU/L", "LOINC:15067-2", 0, "Serum follicle-stimulating hormone")                              \
    X(calcidiol, "serum.calcidiol", "nmol/L", "LOINC:1989-3", 0, "Serum calcidiol (25-OH vitamin D)")                  \
    X(sclerostin, "serum.sclerostin", "1", "", 0, "Free sclerostin, relative to day 0")                                \
    X(osteocytes, "cells.osteocytes", "1", "", 0, "Osteocytes, in proportion to bone, relative to day 0")              \
    X(fracture_major, "fracture_risk.major", "1", "", 0,                                                               \
      "Probability of a first major osteoporotic fracture (hip, clinical vertebral, forearm, humerus) since day 0, "   \
      "death competing")                                                                                               \
    X(fracture_hip, "fracture_risk.hip", "1", "", 0, "The same of a hip fracture")                                     \
    X(fracture_vertebral, "fracture_risk.vertebral", "1", "", 0, "The same of a clinical vertebral fracture")          \
    X(fracture_10y_major, "fracture_risk_10y.major", "1", "", 0,                                                       \
      "Probability of a first major osteoporotic fracture in the ten years ahead, death competing, from present age, " \
      "density, turnover and risk factors, no further treatment simulated")                                            \
    X(fracture_10y_hip, "fracture_risk_10y.hip", "1", "", 0, "The same of a hip fracture")                             \
    X(falls, "falls.relative_rate", "1", "", 0, "Rate of falls, relative to hers without training")                    \
    X(insulin_sensitivity, "metabolic.insulin_sensitivity", "1", "", 0,                                                \
      "Insulin sensitivity by undercarboxylated osteocalcin, relative to day 0; exploratory: trials found no effect, " \
      "and endocrine.insulin_gain is 0")                                                                               \
    X(testosterone, "metabolic.testosterone", "1", "", 0,                                                              \
      "Testosterone by undercarboxylated osteocalcin, relative to day 0; exploratory: endocrine.testosterone_gain is " \
      "0")

enum bm__readout {
#define BM__ROW(id, ...) BM__READOUT_##id,
    BM__READOUTS(BM__ROW)
#undef BM__ROW
        BM__N_READOUTS
};

/* By site: X(id, name, unit, description). Markers have their value and its change. */
#define BM__SITE_READOUTS(X)                                                                                           \
    X(bmd, "bmd.", "g/cm2", "Bone mineral density")                                                                    \
    X(bmd_change, "bmd_change.", "%", "Change of bone mineral density from day 0")                                     \
    X(t_score, "t_score.", "1", "T-score: bone mineral density against young women")                                   \
    X(z_score, "z_score.", "1", "Z-score: bone mineral density against women of her age")                              \
    X(loading, "loading.", "1", "Load of the site as bone feels it, relative to habit")                                \
    X(loading_signal, "loading_signal.", "1", "What bone has not got used to of its load, relative to habit")
enum bm__site_readout {
#define BM__ROW(id, ...) BM__SITE_READOUT_##id,
    BM__SITE_READOUTS(BM__ROW)
#undef BM__ROW
        BM__N_SITE_READOUTS
};

/* What measurements err by: a factor for each site and marker, now and on day 0. */
struct bm__errors {
    double site[BM__N_SITES], site_day_0[BM__N_SITES], marker[BM__N_MARKERS], marker_day_0[BM__N_MARKERS];
};

/* What may be read of the full model at a time: computed once, then read item by item. */
struct bm__view {
    const struct bm__simulation *sim;
    const struct bm__baseline *baseline; /* NULL: the core alone */
    double time_d;
    const double *x;
    struct bm__body_levels levels;
    const struct bm__errors *errors; /* NULL: none */
};

/* Looks at a moment; levels are computed for the full model only. */
void bm__look(struct bm__view *view, const struct bm__simulation *sim, const struct bm__baseline *baseline,
              double time_d, const double *x);

double bm__readout(const struct bm__view *view, enum bm__readout readout);
double bm__site_readout(const struct bm__view *view, enum bm__site_readout readout, enum bm__site site);
double bm__marker_readout(const struct bm__view *view, int change, enum bm__marker marker);

/* The core's state i < BM__N_STATES at x; 0 when its agent does not take part. */
double bm__state_value(const struct bm__simulation *sim, uint32_t i, const double *x);

/* The level of an agent at time and state. */
double bm__agent_level(const struct bm__simulation *sim, uint32_t agent, double time_d, const double *x);

/* Reasons why a simulation lies outside the domain where the model was calibrated: bit i set for reason i. */
#define BM__REASONS(X)                                                                                                 \
    X(teriparatide_density, "core.BMDls, core.BMDlsDEN and core.BMDfn are not calibrated for teriparatide or infused " \
                            "PTH: trials show gains at the spine where the core shows a loss")                         \
    X(dose, "a prescribed dose is far from the doses studied")                                                         \
    X(age, "age is outside 35 to 90 years")                                                                            \
    X(kidney, "GFR is below 30 mL/min, where the core's calcium rises but a patient's does not")                       \
    X(pth_gland, "core.T65 or core.PTmax is far from its published value: the core's calcium then rises where a "      \
                 "patient's falls")                                                                                    \
    X(combination, "three or more bone drugs at the same time, or romosozumab with teriparatide: not studied")         \
    X(parameters, "a parameter that was calibrated has been changed")                                                  \
    X(density, "a T-score below -4.5 or above 3 lies outside the trials")                                              \
    X(hook, "an intervention of the host's own takes part, of which the calibration knows nothing")

enum bm__reason {
#define BM__ROW(id, text) BM__REASON_##id,
    BM__REASONS(BM__ROW)
#undef BM__ROW
        BM__N_REASONS
};

uint32_t bm__applicability(const struct bm__simulation *sim, const struct bm__baseline *baseline);
const char *bm__reason_text(uint32_t reason);

#endif
