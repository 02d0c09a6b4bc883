/* SPDX-License-Identifier: Apache-2.0 */
/* What is minimised, as those who minimise it share it: fit.c and refits.c. */
#ifndef CALIBRATE_PROBLEM_H
#define CALIBRATE_PROBLEM_H

#include "calibrate.h"

/* The model at a point z, and its slopes there. */
struct cal_point {
    double *z, *values, *slopes; /* slopes of the rows: row by parameter */
    bool has_values, has_slopes;
};

/* What is minimised (fit.c), and where one stands. */
struct cal_problem {
    const struct cal_data *data;
    double *weights; /* per row */
    double huber;    /* up to where the loss is a square, in sd */
    double *shift;   /* of the mean over women, by value */
    double *z;       /* every parameter; those that are not free stay there */
    size_t *free, n_free;
    bool *touches; /* parameter by arm: whether it changes anything; found with the first slopes */
    bool touches_known;
    struct cal_point latest;
};

/* At these parameters, with the means of nobody yet: see cal_renew_shift(). */
void cal_problem_open(struct cal_problem *problem, const struct cal_data *data, const double *parameters);
void cal_problem_close(struct cal_problem *problem);

double cal_to_value(const struct cal_parameter *parameter, double z);
void cal_to_values(const struct cal_data *data, const double *z, double *values);
double cal_to_z(const struct cal_parameter *parameter, double value);

/* What the model says for a row: the mean over women, from values of the typical one. */
double cal_mean_of(const struct cal_problem *problem, const struct cal_row *row, const double *values);

/* Finds the shift where the problem stands. Returns the rms, in sd, of what it moves the fitted rows by. */
double cal_renew_shift(struct cal_problem *problem);

/* The model where the problem stands; slopes by differences: a vector for each free parameter. */
struct cal_point *cal_find_values(struct cal_problem *problem);
struct cal_point *cal_find_slopes(struct cal_problem *problem);

/* By how many sd the model's number is off; the residual whose square is Huber's loss of that, and its slope. */
double cal_deviation(const struct cal_row *row, double model);
double cal_robust(const struct cal_problem *problem, double e);
double cal_robust_slope(const struct cal_problem *problem, double e);

/* Makes the rows of a vector or matrix (stride: its columns) independent, and weighs them. */
void cal_weigh(const struct cal_data *data, const double *weights, double *rows, size_t stride);

/* Parameters at the end of their range stay there: the data would lead them out of it. */
void cal_hold_ends(struct cal_problem *problem);

/* ---- fit.c ---- */

/* Minimises with the present shift, and again while the mean over women moves. From afar least squares come first: they
 * pull harder, and lead to the same place from more places. Returns the penalty; chi2 (or NULL) is the data's part. */
double cal_minimise_means(struct cal_problem *problem, bool from_afar, size_t iterations, const char *start,
                          double *chi2);

#endif
