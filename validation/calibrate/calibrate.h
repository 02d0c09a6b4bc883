/* SPDX-License-Identifier: Apache-2.0 */
/*
 * calibrate: fits the model's parameters to the published trials, and scores it on them. A host of the public API that
 * shares bonesim's reader of scenarios. This header joins its files:
 *
 *   main.c       command line
 *   stop.c       giving up
 *   table.c      CSV files, read
 *   cases.c      trial cases, their roles, and the parameters with their priors
 *   errors.c     what published numbers err by, and how the errors of a study go together
 *   women.c      women in one arm, in lanes
 *   simulate.c   all arms, over threads
 *   problem.c    what is minimised: the model at a point, its slopes, residuals
 *   fit.c        penalised least squares: starts, leaving a study out, covariance, profiles
 *   refits.c     fits near the fit: without a study, and draws of the parameters
 *   results.c    what is written and printed
 */
#ifndef CALIBRATE_H
#define CALIBRATE_H

#include "bonesim.h"

/* ---- stop.c ---- */

/* Prints "calibrate: sentence" and ends the program with status 1. */
#if defined(__GNUC__)
__attribute__((format(printf, 1, 2), noreturn))
#endif
void cal_stop(const char *format, ...);

/* Zeroed memory, at least one byte; the program ends when there is none. */
void *cal_allocate(size_t count, size_t size);

/* ---- table.c ---- */

/* A CSV file: n_rows rows below the header, each with n_columns cells. */
struct cal_table {
    char *path, *text;
    char **cells;
    size_t n_columns, n_rows;
};

/* Ends the program unless the first line is the header. */
void cal_table_read(struct cal_table *table, const char *header, const char *directory, const char *name,
                    const char *extension);
char *cal_cell(const struct cal_table *table, size_t row, size_t column);
double cal_cell_number(const struct cal_table *table, size_t row, size_t column);
void cal_table_free(struct cal_table *table);

/* ---- cases.c ---- */

enum cal_role { CAL_FIT, CAL_PREDICT, CAL_NONE };
extern const char *const cal_role_names[];

struct cal_case {
    const char *name, *study;
    enum cal_role role;
    struct bs_scenario scenario;
    struct cal_table table;
    size_t *observables; /* catalogue indices */
    size_t first_arm;
    bool is_routine;   /* women in routine care, not in a trial */
    char missing[512]; /* why this model cannot run it, or "" */
};

/* An arm, and where its values (time by observable) stand in the values of a parameter vector. */
struct cal_arm {
    size_t in_case, index, first_value;
};

/* A published number: a value, a change between two times of it, or the difference or the ratio of two arms. */
struct cal_row {
    const struct cal_case *of;
    const char *arm, *span, *observable;
    double value, tolerance;
    double women[2]; /* measured, by arm; 0: not known */
    bool is_memory;  /* recalled, and not verified */
    double sd;       /* of its error */
    double weight;   /* of its study in the fit; 0 = not fitted */
    size_t n_arms;   /* 1 or 2 */
    size_t arms[2];  /* the second one is taken from the first, or divides it */
    bool is_ratio;
    size_t n_times; /* 2: change from the first to the second, in percent of the first */
    double months[2];
    size_t values[2][2];
};

/* A fitted parameter; its prior is log-normal. */
struct cal_parameter {
    const char *name;
    size_t index; /* in the catalogue */
    double value; /* the present one */
    double minimum, maximum, centre, log_sd;
};

/* The fitted rows of a study; the Cholesky factor of the correlation of their errors, lower triangle. */
struct cal_study {
    const char *name;
    size_t n, *rows;
    double *factor;
};

struct cal_data {
    bm_model *model;
    struct cal_table roles, priors;
    struct cal_case *cases;
    struct cal_arm *arms;
    struct cal_row *rows;
    struct cal_parameter *parameters;
    struct cal_study *studies;
    size_t n_studies, n_cases, n_arms, n_rows, n_parameters, n_values;
    struct bs_values set; /* from the command line, for every patient */
    size_t threads;
};

/* only: the one case to take, or NULL. */
void cal_data_read(struct cal_data *data, const char *source_directory, const char *only);
void cal_data_free(struct cal_data *data);

/* What the model says for a row, from the values of a parameter vector and what is to be added to them (or NULL). NaN
 * when an arm failed. */
double cal_row_model(const struct cal_row *row, const double *values, const double *shift);

/* ---- errors.c ---- */

/* Finds the sd and weight of every row, and the studies. */
void cal_find_errors(struct cal_data *data);

/* Takes out of numbers that err like the fitted rows (by row; value of row i at [i * stride]; in units of the sd) what
 * those of a study share: their errors are independent afterwards. */
void cal_whiten(const struct cal_data *data, double *values, size_t stride);

/* ---- women.c ---- */

/* Times to read at. */
struct cal_grid {
    const double *times_d;
    size_t n_times;
};

/* The parameters of the typical woman, and how this one differs from her: by one factor of the library's variability,
 * step SD from its mean. */
struct cal_woman {
    const double *parameters;
    const char *factor; /* NULL: not at all */
    double step;
};

/* The values (time by observable) of n women, one after the other; NaN of those who failed. */
void cal_simulate_women(const struct cal_data *data, size_t arm, const struct cal_woman *women, size_t n,
                        const struct cal_grid *grid, double *values);

/* By what the mean over women, as the library has them, differs from the typical one, value by value; 0 where a woman
 * failed. */
void cal_mean_shift(const struct cal_data *data, size_t arm, const double *parameters, const struct cal_grid *grid,
                    double *shift);

/* Why an arm fails. */
void cal_explain(const struct cal_data *data, size_t arm, const double *parameters, struct bs_failure *why);

/* ---- simulate.c ---- */

enum { CAL_MAX_THREADS = 64 };

/* How many threads there is use for. */
size_t cal_processors(void);
double cal_now_s(void);

/* Simulates the arms of n_vectors parameter vectors (rows of parameters) for the typical woman. An arm of a vector that
 * is not wanted (NULL = all are) is left as it is; one that fails becomes NaN. Neither the number
 * of threads nor other vectors change any bit. */
void cal_simulate(const struct cal_data *data, const double *parameters, size_t n_vectors, const bool *wanted,
                  double *values);

/* The shifts of the mean over women, of all values. */
void cal_mean_shifts(const struct cal_data *data, const double *parameters, double *shift);

/* The means that a trial would find: over women; of a case with a cohort, over that. */
void cal_simulate_means(const struct cal_data *data, const double *parameters, double *values);

/* The mean over women of an arm, on any grid of times. */
void cal_simulate_curve(const struct cal_data *data, size_t arm, const double *parameters, const struct cal_grid *grid,
                        double *values);

/* ---- fit.c ---- */

struct cal_options {
    unsigned long starts, iterations;
    bool warm; /* start from the present values alone */
};

/* Where a start ended; how far from the best one: the parameter, of those that are determined, that lies farthest from
 * it, in SD after the fit, and the rms over rows of what is predicted otherwise, in tolerances. */
struct cal_start {
    double chi2, penalty, farthest_sd, predictions_rms;
    size_t farthest;
};

/* A parameter is determined when the SD of its logarithm after the fit is below this share of the prior's. */
#define CAL_DETERMINED 0.5

/* What a fit has found. Numbers per parameter unless said otherwise. */
struct cal_fit {
    double *values, *posterior_log_sd, *correlation;
    size_t *partner; /* the parameter with the strongest correlation */
    struct cal_start *start;
    size_t n_starts, best;
};

void cal_fit_run(const struct cal_data *data, const struct cal_options *options, struct cal_fit *fit);
void cal_fit_free(struct cal_fit *fit);

/* Predictions of each fitted row by fits without its study, warm from the given values. NaN for other rows. */
void cal_leave_one_out(const struct cal_data *data, const double *parameters, double *left_out);

/* Covariance of the logarithms of the parameters near the fit: factor times its transpose. */
struct cal_covariance {
    double *factor;             /* lower triangle, parameter by parameter; zeros where one is held at an end */
    double misfit, weight;      /* of the rows: robust chi-squared, and the sum of their weights */
    double told_by_data, scale; /* parameters that the data tell of; by what variances of the data were multiplied */
    size_t held;
};

/* The caller frees the factor. */
void cal_covariance(const struct cal_data *data, const double *parameters, struct cal_covariance *found);

/* Prints the penalty along one parameter, the others fitted again at each value. */
void cal_profile(const struct cal_data *data, const double *parameters, const char *name);

/* ---- refits.c ---- */

/* By row: what the fit says, and a fit without the row's study, by secants and after new slopes there (NaN where the
 * study is only predicted); the SD of that by the parameters alone. NaN: not known yet. */
struct cal_unseen {
    double *model, *secants, *refit, *parameter_sd;
};

/* Fits again without each study that is not known yet, and writes what it finds after each. */
void cal_refit_left_out(const struct cal_data *data, const double *parameters, struct cal_unseen *unseen,
                        const char *source_directory);

/* Fits again without this study, until nothing moves, and prints what is predicted. */
void cal_refit_fully(const struct cal_data *data, const double *parameters, const char *study);

/* An even number n of draws of the parameters, in antithetic pairs; the penalty that each ended at. */
void cal_draw(const struct cal_data *data, const double *parameters, size_t n, double *draws, double *penalties);

/* ---- results.c ---- */

void cal_write_fit(const struct cal_data *data, const struct cal_fit *fit, const char *source_directory);
void cal_write_covariance(const struct cal_data *data, const struct cal_covariance *found,
                          const char *source_directory);
/* values: the means; left_out: per row, or NULL. */
void cal_write_predictions(const struct cal_data *data, const double *values, const double *left_out,
                           const char *source_directory);
/* values: the means. What an earlier run with the same fit has written is known, so that one can go on. */
void cal_read_unseen(const struct cal_data *data, const double *values, struct cal_unseen *unseen,
                     const char *source_directory);
void cal_write_unseen(const struct cal_data *data, const struct cal_unseen *unseen, const char *source_directory);
void cal_write_draws(const struct cal_data *data, const double *parameters, size_t n, const double *draws,
                     const double *penalties, const char *source_directory);
void cal_write_curves(const struct cal_data *data, const double *parameters, const char *source_directory);
void cal_print_scores(const struct cal_data *data, const double *parameters, const double *values, bool every_row);

#endif
