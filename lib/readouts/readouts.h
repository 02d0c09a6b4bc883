/* SPDX-License-Identifier: Apache-2.0 */
/* What a host reads beside the states themselves: values that follow from the states, each row with its formula. */
#ifndef BM__READOUTS_READOUTS_H
#define BM__READOUTS_READOUTS_H

#include "readouts/densitometry.h"
#include "readouts/markers.h"

/*
 * X(id, name, unit, code, of the core too, formula, description). Formulas see the state x and that of day 0, x0; the
 * body's levels `at` and those of day 0, at0 (of the full model); the extensions' constants e; and per_volume, by which
 * amounts in the extracellular fluid become concentrations.
 */
#define BM__READOUTS(X)                                                                                                \
    X(pth, "serum.pth", "pg/mL", "LOINC:2731-8", 1, 9.4 * x[BM__X_PTH] * per_volume,                                   \
      "Serum PTH: 9.4 pg/mL per pmol/L")                                                                               \
    X(calcium, "serum.calcium", "mmol/L", "LOINC:2000-8", 1, x[BM__X_P] * per_volume, "Serum calcium")                 \
    X(phosphate, "serum.phosphate", "mmol/L", "LOINC:14879-1", 1, x[BM__X_ECCPhos] * per_volume, "Serum phosphate")    \
    X(calcitriol, "serum.calcitriol", "pmol/L", "", 1, x[BM__X_B] * per_volume, "Serum calcitriol")                    \
    X(bone_rankl_opg_ratio, "bone.rankl_opg_ratio", "1", "", 1, rankl_opg(x) / rankl_opg(x0),                          \
      "RANKL/OPG ratio in bone, relative to day 0")                                                                    \
    X(rankl_opg_ratio, "serum.rankl_opg_ratio", "1", "", 1, rankl_opg(x) / rankl_opg(x0),                              \
      "Another name of bone.rankl_opg_ratio: the ratio in bone, not that of serum, which goes other ways")             \
    X(osteoclasts, "cells.osteoclasts", "1", "", 1, x[BM__X_OC] / x0[BM__X_OC],                                        \
      "Active osteoclasts, relative to day 0")                                                                         \
    X(osteoblasts, "cells.osteoblasts", "1", "", 1,                                                                    \
      (x[BM__X_OBfast] + x[BM__X_OBslow]) / (x0[BM__X_OBfast] + x0[BM__X_OBslow]),                                     \
      "Active osteoblasts, relative to day 0")                                                                         \
    X(estradiol, "serum.estradiol", "pg/mL", "LOINC:2243-4", 0, at->estradiol_pg_ml,                                   \
      "Serum estradiol, on the scale of a sensitive immunoassay after extraction")                                     \
    X(fsh, "serum.fsh", "IU/L", "LOINC:15067-2", 0, at->fsh_iu_l, "Serum follicle-stimulating hormone")                \
    X(calcidiol, "serum.calcidiol", "nmol/L", "LOINC:14635-7", 0, x[BM__X_D25], "Serum calcidiol (25-OH vitamin D)")   \
    X(sclerostin, "serum.sclerostin", "1", "", 0, at->sclerostin / at0->sclerostin * osteocytes(x) / osteocytes(x0),   \
      "Free sclerostin, relative to day 0")                                                                            \
    X(osteocytes, "cells.osteocytes", "1", "", 0, osteocytes(x) / osteocytes(x0),                                      \
      "Osteocytes, in proportion to bone, relative to day 0")                                                          \
    X(fracture_major, "fracture_risk.major", "1", "", 0, x[BM__X_PMA],                                                 \
      "Probability of a first major osteoporotic fracture (hip, clinical vertebral, forearm, humerus) since day 0, "   \
      "death competing")                                                                                               \
    X(fracture_hip, "fracture_risk.hip", "1", "", 0, x[BM__X_PHI],                                                     \
      "Probability of a first hip fracture since day 0, death competing")                                              \
    X(fracture_vertebral, "fracture_risk.vertebral", "1", "", 0, x[BM__X_PVE],                                         \
      "Probability of a first clinical vertebral fracture since day 0, death competing")                               \
    X(fracture_10y_major, "fracture_risk_10y.major", "1", "", 0, bm__ten_year_risk(e, &at->risk, 0),                   \
      "Probability of a first major osteoporotic fracture in the ten years ahead, death competing, from present age, " \
      "density, turnover and risk factors, no further treatment simulated")                                            \
    X(fracture_10y_hip, "fracture_risk_10y.hip", "1", "", 0, bm__ten_year_risk(e, &at->risk, 1),                       \
      "Probability of a first hip fracture in the ten years ahead, as for fracture_risk_10y.major")                    \
    X(falls, "falls.relative_rate", "1", "", 0, bm__exp(at->risk.falls),                                               \
      "Rate of falls, relative to that without training")                                                              \
    X(insulin_sensitivity, "metabolic.insulin_sensitivity", "1", "", 0, endocrine(view, BM__Q_endocrine_insulin_gain), \
      "Insulin sensitivity by undercarboxylated osteocalcin, relative to day 0; exploratory: trials found no effect, " \
      "and endocrine.insulin_gain is 0")                                                                               \
    X(testosterone, "metabolic.testosterone", "1", "", 0, endocrine(view, BM__Q_endocrine_testosterone_gain),          \
      "Testosterone by undercarboxylated osteocalcin, relative to day 0; exploratory: endocrine.testosterone_gain is " \
      "0")

enum bm__readout {
#define BM__ROW(id, ...) BM__READOUT_##id,
    BM__READOUTS(BM__ROW)
#undef BM__ROW
        BM__N_READOUTS
};

/* By site: X(id, name, unit, formula, description). Formulas see its density `bmd` and that `relative` to day 0, with
 * what is her own, as measured now and on `day_0`, and the body's levels_of(view). Markers have their value and its
 * change. */
#define BM__SITE_READOUTS(X)                                                                                           \
    X(bmd, "bmd.", "g/cm2", bmd, "Bone mineral density, on Hologic's scale")                                           \
    X(bmd_change, "bmd_change.", "%", 100.0 * (relative * measured / day_0 - 1.0),                                     \
      "Change of bone mineral density from day 0")                                                                     \
    X(t_score, "t_score.", "1", bm__t_score(site, bmd), "T-score: bone mineral density against young women")           \
    X(z_score, "z_score.", "1", bm__z_score(site, age_years, bmd),                                                     \
      "Z-score: bone mineral density against women of her age")                                                        \
    X(loading, "loading.", "1", levels_of(view)->load[site], "Load of the site as it acts on bone, relative to habit") \
    X(loading_signal, "loading_signal.", "1", levels_of(view)->signal[site],                                           \
      "Part of the load that bone has not got used to, relative to habit")

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

/* What read-outs of the full model refer to: hers on day 0. */
struct bm__reference {
    double bmd[BM__N_SITES];            /* g/cm2 */
    double marker_scale[BM__N_MARKERS]; /* measured over expected */
};

/* What may be read of the full model at a time: computed once, then read item by item. */
struct bm__view {
    const struct bm__simulation *sim;
    const struct bm__reference *reference; /* NULL: the core alone */
    double time_d;
    const double *x;
    const struct bm__errors *errors; /* NULL: none */
    double own[BM__N_SITES];         /* what her densities are multiplied by beside the equations; 1 unless set */
    double start[BM__N_SITES];       /* and those of day 0; likewise */
    uint32_t has_own;                /* bits of the sites where whoever looks has set it */
    /* Computed when the first read-out needs them, in the full model: */
    int has_levels, has_markers;
    struct bm__body_levels levels;
    double markers[BM__N_MARKERS]; /* not yet matched to a measurement */
};

/* Looks at a moment. The simulation and the state are to stay while the view is read. */
void bm__look(struct bm__view *view, const struct bm__simulation *sim, const struct bm__reference *reference,
              double time_d, const double *x);

/* Mineral density of a site relative to balance; and now, relative to day 0. */
double bm__mineral_density(const struct bm__simulation *sim, enum bm__site site, const double *x);
double bm__bmd_relative(const struct bm__simulation *sim, enum bm__site site, const double *x);

double bm__readout(struct bm__view *view, enum bm__readout readout);
double bm__site_readout(struct bm__view *view, enum bm__site_readout readout, enum bm__site site);
/* Without errors of measurement. */
double bm__marker_relative(struct bm__view *view, enum bm__marker marker);
double bm__marker_readout(struct bm__view *view, int change, enum bm__marker marker);

/* The core's state i < BM__N_STATES at x; 0 when its agent does not take part. */
double bm__state_value(const struct bm__simulation *sim, uint32_t i, const double *x);

/* The level of an agent at time and state. */
double bm__agent_level(const struct bm__simulation *sim, uint32_t agent, double time_d, const double *x);

#endif
