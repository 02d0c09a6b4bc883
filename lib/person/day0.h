/* SPDX-License-Identifier: Apache-2.0 */
/* Day 0 of the full model: the person brought there through her history, then matched to what was measured. */
#ifndef BM__PERSON_DAY0_H
#define BM__PERSON_DAY0_H

#include "person/covariates.h"
#include "readouts/readouts.h"

/* L/h, in which the core counts filtration, per mL/min */
#define BM__L_H_PER_ML_MIN (1.0 / 16.667)

struct bm__day0 {
    double covariates[BM__N_COVARIATES]; /* as given; NAN = not given */
    struct bm__reference reference;
    uint32_t matched; /* her history is being gone through once more, with her turnover */
};

/* A covariate as given, or its default. */
double bm__covariate(const struct bm__day0 *day0, enum bm__covariate covariate);

/* The scanner on whose scale her densities were given. */
uint32_t bm__device_of(const struct bm__day0 *day0);

/* Her age at a time, years. */
double bm__age_at(const struct bm__day0 *day0, double time_d);

/* What the body's equations know of her on day 0. */
struct bm__person bm__person_of(const struct bm__day0 *day0, const struct bm__simulation *sim);

/* Prepares a simulation: day 0 from her covariates, through her history (watch: only its poll is used). On
 * BM_ECONFLICT *bad is the name of a constant that would not be finite; other statuses come from the integrator. */
bm_status bm__day0_prepare(struct bm__day0 *day0, struct bm__simulation *sim, const struct bm__watch *watch,
                           const char **bad);

/*
 * Its parts, for those who take the steps elsewhere: the simulation begins where her history does; when she has arrived
 * at day 0, she is matched to what was measured, and *again says that she begins once more.
 */
bm_status bm__day0_begin(struct bm__day0 *day0, struct bm__simulation *sim, const char **bad);
bm_status bm__day0_arrive(struct bm__day0 *day0, struct bm__simulation *sim, int *again, const char **bad);

#endif
