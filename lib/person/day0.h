/* SPDX-License-Identifier: Apache-2.0 */
/* Day 0 of the full model: the person brought there through her history, then matched to what was measured. */
#ifndef BM__PERSON_DAY0_H
#define BM__PERSON_DAY0_H

#include "person/covariates.h"
#include "readouts/densitometry.h"
#include "readouts/markers.h"

/* L/h, in which the core counts filtration, per mL/min */
#define BM__L_H_PER_ML_MIN (1.0 / 16.667)

struct bm__baseline {
    double covariates[BM__N_COVARIATES]; /* as given; NAN = not given */
    double bmd[BM__N_SITES];             /* at day 0, g/cm2 */
    double marker_scale[BM__N_MARKERS];  /* measured over expected */
    uint32_t matched;                    /* her history is being gone through once more, with her turnover */
};

/* A covariate as given, or its default. */
double bm__covariate(const struct bm__baseline *baseline, enum bm__covariate covariate);

/* Her age at a time, years. */
double bm__age_at(const struct bm__baseline *baseline, double time_d);

/* Prepares a simulation: day 0 from her covariates, through her history (watch: only its poll is used). On
 * BM_ECONFLICT *bad is the name of a constant that would not be finite; other statuses come from the integrator. */
bm_status bm__baseline_prepare(struct bm__baseline *baseline, struct bm__simulation *sim, const struct bm__watch *watch,
                               const char **bad);

/*
 * Its parts, for those who take the steps elsewhere: the simulation begins where her history does; when she has arrived
 * at day 0, she is matched to what was measured, and *again says that she begins once more.
 */
bm_status bm__baseline_begin(struct bm__baseline *baseline, struct bm__simulation *sim, const char **bad);
bm_status bm__baseline_arrive(struct bm__baseline *baseline, struct bm__simulation *sim, int *again, const char **bad);

/* Density now, relative to day 0. */
double bm__bmd_relative(const struct bm__simulation *sim, enum bm__site site, const double *x);

/* Volume of bone at a site, relative to balance. */
BM__INLINE double bm__bone_volume(enum bm__site site, const double *x) {
    return x[BM__X_YLS + 2 * (int)site] + x[BM__X_MLS + 2 * (int)site];
}

#endif
