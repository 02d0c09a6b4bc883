/* SPDX-License-Identifier: Apache-2.0 */
/* Virtual patients: how the members of a cohort differ from its profile. */
#ifndef BM__COHORT_POPULATION_H
#define BM__COHORT_POPULATION_H

#include "cohort/learned.h"
#include "cohort/study.h"
#include "cohort/walk.h"
#include "person/day0.h"

/* A covariate that varies: normal, drawn again while outside its range. */
struct bm__varied {
    uint32_t covariate, key;
    double centre, sd, minimum, maximum;
};

enum { BM__MAX_VARIABILITY = 64, BM__MAX_UNCERTAIN = 128 };

/* One value of the profile's that is another one for a member. */
struct bm__shift {
    uint32_t row, is_parameter; /* of the parameters; else of the covariates */
    double value;
};

struct bm__population {
    const struct bm__shift *shifts; /* of each member, who differs in nothing else; NULL: members are drawn */
    uint64_t seed;
    uint64_t first;                          /* the number of the first member, from which all others count */
    const double *rows;                      /* covariates that are given of each member, in rows; NULL: none */
    uint64_t rows_first;                     /* the number of the member of the first row */
    uint32_t n_given;                        /* columns */
    uint32_t given[BM__N_COVARIATES];        /* which covariates they are */
    double variability;                      /* of the parameters and the walk, 1 = as estimated */
    double study_difference;                 /* 1 = as estimated */
    double parameter_spread;                 /* of draws of the fitted parameters */
    uint64_t parameter_draw;                 /* of a cohort that shares one, and its study; 0: the fitted ones */
    uint32_t arm;                            /* of a study */
    int own_draws;                           /* each member has a draw, and a study, of her own */
    const double *factors;                   /* of each member, by row of the table of variability; NULL: drawn */
    const struct bm__learned *learned;       /* of each member; NULL: nothing */
    uint16_t parameter[BM__MAX_VARIABILITY]; /* by row of the table of variability */
    uint32_t factor_key[BM__MAX_VARIABILITY];
    uint16_t uncertain[BM__MAX_UNCERTAIN]; /* by row of the draws */
    uint32_t n_varied;
    struct bm__varied varied[BM__N_COVARIATES]; /* by covariate, so that the order of calls does not matter */
    double correlation[BM__N_COVARIATES][BM__N_COVARIATES]; /* by place in varied; 1 on the diagonal */
    double factor[BM__N_COVARIATES][BM__N_COVARIATES];      /* its Cholesky factor, lower */
};

/* Of nothing but parameters yet. */
void bm__population_create(struct bm__population *population, uint64_t seed, double variability);

/* Where a covariate stands in varied; n_varied when it does not vary. */
uint32_t bm__varied_place(const struct bm__population *population, uint32_t covariate);

/* Makes room for another covariate, and returns its place. */
uint32_t bm__varied_insert(struct bm__population *population, uint32_t covariate);

/* Factorises the correlations; 0 when they contradict each other. */
int bm__population_factorise(struct bm__population *population);

/* What a member begins with: the profile's, changed into hers. */
struct bm__own {
    double *parameters, *covariates;
    struct bm__walk *walk;
    struct bm__study *study;
    struct bm__learned *learned;
};

/* Of a member by her place among those of the call; 0: no draw lies within the ranges. */
int bm__population_draw(const struct bm__population *population, uint64_t member, const struct bm__own *own);

/* Draw number `draw` > 0 of the fitted parameters from their uncertainty, times the population's spread. Draws 2 k + 1
 * and 2 k + 2 are a pair on both sides of the fit; after the last draw of the table the first one follows. */
void bm__parameters_draw(const struct bm__population *population, uint64_t draw, double *parameters);

/* How the model's parameters vary between women: rows that share a factor share a draw. */
struct bm__variability {
    const char *factor, *parameter, *description;
    double log_sd;
    const char *source;
};
extern const struct bm__variability bm__variability[];
extern const uint32_t bm__n_variability;

/* A member's factor of a row: standard normal. */
double bm__population_factor(const struct bm__population *population, uint64_t member, uint32_t row);

/* What a measurement errs by: coefficient of variation of an observable. */
struct bm__measurement {
    const char *observable;
    double cv;
    const char *source;
};
extern const struct bm__measurement bm__measurements[];
extern const uint32_t bm__n_measurements;

/* What one reading errs by that stands for how she is at a time: its CV, and of a marker how far it wanders over
 * months. */
double bm__measurement_error(const struct bm__measurement *measurement, double time_d);

/* The draws of uncertain parameter i: its name, and bm__n_draws numbers which times the scale are ln(drawn/fitted).
 * NULL after the last parameter. */
const char *bm__draws_row(uint32_t i, double *scale, const int16_t **numbers);
extern const uint32_t bm__n_draws;

#endif
