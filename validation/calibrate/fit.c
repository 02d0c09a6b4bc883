/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Penalised least squares by Levenberg and Marquardt (GSL). What is minimised, the penalty:
 *
 *   sum over studies  w h' C^-1 h  +  sum over parameters  z^2,
 *   h_i = e_i up to |e_i| = 2, the signed square root of Huber's 4 |e_i| - 4 beyond,      e_i = (m_i - value_i) / sd_i,
 *   z = (ln p - ln centre) / log_sd,
 *
 * m is the mean over women, C and w are those of the study's errors (errors.c). Huber's loss goes on pulling, however
 * far a number lies outside: no trial is given up. What the mean differs by from the typical woman is kept while she is
 * fitted, then found anew, until it stays.
 *
 * z is also what the optimiser moves, so every direction has its prior's width. A parameter stays within its range by
 * being held at its end; the prior leads back.
 */
#include "problem.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_multifit_nlinear.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <stdlib.h>
#include <string.h>

static const double SMALL_DECREASE = 1e-4;
static const unsigned long SEED = 1;
static const double SMALL_SHIFT = 0.03;   /* sd, rms over rows, of what the mean over women still moves by */
static const double SMALLEST_PART = 0.01; /* of a step */
enum { MOST_SHIFTS = 4, QUIET_ITERATIONS = 2, PROFILE_ITERATIONS = 4, PROFILE_POINTS = 4 };

/* ---- the problem as GSL has it ---- */

static void go_to(struct cal_problem *problem, const gsl_vector *x) {
    for (size_t i = 0; i < problem->n_free; i++)
        problem->z[problem->free[i]] = gsl_vector_get(x, i);
}

/* Residuals of the rows, then of the priors. */
static int residuals(const gsl_vector *x, void *user, gsl_vector *f) {
    struct cal_problem *problem = user;
    const struct cal_data *data = problem->data;
    const struct cal_point *point;
    go_to(problem, x);
    point = cal_find_values(problem);
    for (size_t i = 0; i < data->n_rows; i++)
        gsl_vector_set(
            f, i,
            cal_robust(problem, cal_deviation(&data->rows[i], cal_mean_of(problem, &data->rows[i], point->values))));
    cal_weigh(data, problem->weights, f->data, f->stride);
    for (size_t i = 0; i < problem->n_free; i++)
        gsl_vector_set(f, data->n_rows + i, gsl_vector_get(x, i));
    return GSL_SUCCESS;
}

static int jacobian(const gsl_vector *x, void *user, gsl_matrix *jac) {
    struct cal_problem *problem = user;
    const struct cal_data *data = problem->data;
    const struct cal_point *point;
    go_to(problem, x);
    point = cal_find_slopes(problem);
    gsl_matrix_set_zero(jac);
    for (size_t i = 0; i < data->n_rows; i++) {
        const struct cal_row *row = &data->rows[i];
        const double scale =
            cal_robust_slope(problem, cal_deviation(row, cal_mean_of(problem, row, point->values))) / row->sd;
        for (size_t j = 0; j < problem->n_free; j++) {
            const double slope = scale * point->slopes[i * data->n_parameters + problem->free[j]];
            gsl_matrix_set(jac, i, j, isfinite(slope) ? slope : 0);
        }
    }
    for (size_t j = 0; j < problem->n_free; j++) {
        cal_weigh(data, problem->weights, jac->data + j, jac->tda);
        gsl_matrix_set(jac, data->n_rows + j, j, 1);
    }
    return GSL_SUCCESS;
}

/* ---- minimising ---- */

static void print_progress(const struct cal_problem *problem, const char *label, size_t iteration, const gsl_vector *f,
                           double started_s) {
    gsl_vector_const_view priors = gsl_vector_const_subvector(f, problem->data->n_rows, problem->n_free);
    double penalty = pow(gsl_blas_dnrm2(f), 2), prior = pow(gsl_blas_dnrm2(&priors.vector), 2);
    printf("%s: iteration %zu, penalty %.2f (data %.2f, priors %.2f), %.0f s\n", label, iteration, penalty,
           penalty - prior, prior, cal_now_s() - started_s);
    fflush(stdout);
}

/* Minimises from where the problem stands, and leaves it there. Returns the penalty; chi2 (or NULL) is the data's part.
 */
static double minimise(struct cal_problem *problem, size_t iterations, const char *label, double *chi2) {
    const size_t n_residuals = problem->data->n_rows + problem->n_free;
    gsl_multifit_nlinear_parameters options = gsl_multifit_nlinear_default_parameters();
    gsl_multifit_nlinear_fdf fdf = {
        .f = residuals, .df = jacobian, .n = n_residuals, .p = problem->n_free, .params = problem};
    gsl_multifit_nlinear_workspace *work;
    gsl_vector *x = gsl_vector_alloc(problem->n_free), *f;
    double penalty, started_s = cal_now_s();
    size_t quiet = 0;
    options.scale = gsl_multifit_nlinear_scale_levenberg; /* z is scaled already */
    work = gsl_multifit_nlinear_alloc(gsl_multifit_nlinear_trust, &options, n_residuals, problem->n_free);
    if (!x || !work)
        cal_stop("found no memory left");
    for (size_t i = 0; i < problem->n_free; i++)
        gsl_vector_set(x, i, problem->z[problem->free[i]]);
    gsl_multifit_nlinear_init(x, &fdf, work);
    f = gsl_multifit_nlinear_residual(work);
    penalty = pow(gsl_blas_dnrm2(f), 2);
    print_progress(problem, label, 0, f, started_s);
    for (size_t i = 1; i <= iterations && quiet < QUIET_ITERATIONS; i++) {
        double before = penalty;
        /* No better point in any direction: this one is the minimum as far as rounding lets see. */
        if (gsl_multifit_nlinear_iterate(work) != GSL_SUCCESS)
            break;
        penalty = pow(gsl_blas_dnrm2(f), 2);
        quiet = before - penalty < SMALL_DECREASE * before ? quiet + 1 : 0;
        print_progress(problem, label, i, f, started_s);
    }
    go_to(problem, gsl_multifit_nlinear_position(work));
    if (chi2) {
        gsl_vector_const_view rows = gsl_vector_const_subvector(f, 0, problem->data->n_rows);
        *chi2 = pow(gsl_blas_dnrm2(&rows.vector), 2);
    }
    gsl_multifit_nlinear_free(work);
    gsl_vector_free(x);
    return penalty;
}

/* Covariance of z where the problem stands, (J^T J)^-1 with the priors among the residuals. The caller frees it. */
static gsl_matrix *covariance(struct cal_problem *problem) {
    gsl_vector *x = gsl_vector_alloc(problem->n_free);
    gsl_matrix *jac = gsl_matrix_alloc(problem->data->n_rows + problem->n_free, problem->n_free);
    gsl_matrix *covar = gsl_matrix_alloc(problem->n_free, problem->n_free);
    if (!x || !jac || !covar)
        cal_stop("found no memory left");
    for (size_t i = 0; i < problem->n_free; i++)
        gsl_vector_set(x, i, problem->z[problem->free[i]]);
    jacobian(x, problem, jac);
    gsl_multifit_nlinear_covar(jac, 0, covar);
    gsl_matrix_free(jac);
    gsl_vector_free(x);
    return covar;
}

/* ---- the fit ---- */

static void describe(const gsl_matrix *covar, const struct cal_data *data, struct cal_fit *fit) {
    size_t n = data->n_parameters;
    for (size_t i = 0; i < n; i++) {
        double sd = sqrt(gsl_matrix_get(covar, i, i));
        fit->posterior_log_sd[i] = sd * data->parameters[i].log_sd;
        for (size_t j = 0; j < n; j++) {
            double correlation = gsl_matrix_get(covar, i, j) / (sd * sqrt(gsl_matrix_get(covar, j, j)));
            if (j != i && fabs(correlation) > fabs(fit->correlation[i])) {
                fit->correlation[i] = correlation;
                fit->partner[i] = j;
            }
        }
    }
}

double cal_minimise_means(struct cal_problem *problem, bool from_afar, size_t iterations, const char *start,
                          double *chi2) {
    const double huber = problem->huber;
    char label[80];
    for (int i = 1;; i++) {
        const bool squares = from_afar && i == 1;
        problem->huber = squares ? HUGE_VAL : huber;
        snprintf(label, sizeof label, "%s, %s %d", start, squares ? "least squares" : "means", i);
        const double penalty = minimise(problem, iterations, label, chi2);
        const double moved = cal_renew_shift(problem);
        printf("%s: the means moved by %.3f sd\n", label, moved);
        if (i == MOST_SHIFTS || (moved < SMALL_SHIFT && !squares))
            return penalty;
    }
}

/* How far a start ended from the best one: in parameters that the trials determine, and in what is predicted. */
static void compare(const struct cal_data *data, const double *z, const double *best, const double *means,
                    const double *best_means, const gsl_matrix *covar, struct cal_start *start) {
    double sum = 0;
    size_t n = 0;
    for (size_t i = 0; i < data->n_parameters; i++) {
        const double sd = sqrt(gsl_matrix_get(covar, i, i)), difference = fabs(z[i] - best[i]) / sd;
        if (sd < CAL_DETERMINED && difference > start->farthest_sd) {
            start->farthest_sd = difference;
            start->farthest = i;
        }
    }
    for (size_t i = 0; i < data->n_rows; i++) {
        const double difference = (means[i] - best_means[i]) / data->rows[i].tolerance;
        if (!isfinite(difference))
            continue;
        sum += difference * difference;
        n++;
    }
    start->predictions_rms = sqrt(sum / fmax(1, (double)n));
}

/* The values as they are written, so that what follows is what the library will say. */
static void round_values(const struct cal_data *data, const double *z, double *values) {
    cal_to_values(data, z, values);
    for (size_t i = 0; i < data->n_parameters; i++) {
        char text[40];
        snprintf(text, sizeof text, "%.4g", values[i]);
        values[i] = strtod(text, NULL);
    }
}

void cal_fit_run(const struct cal_data *data, const struct cal_options *options, struct cal_fit *fit) {
    const size_t n = data->n_parameters, starts = options->warm ? 1 : options->starts;
    double *present = cal_allocate(n, sizeof *present), *ends = cal_allocate(starts * n, sizeof *ends);
    double *means = cal_allocate(starts * data->n_rows, sizeof *means);
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    struct cal_problem problem;
    gsl_matrix *covar;
    size_t best = 0;
    *fit = (struct cal_fit){.values = cal_allocate(n, sizeof(double)),
                            .posterior_log_sd = cal_allocate(n, sizeof(double)),
                            .correlation = cal_allocate(n, sizeof(double)),
                            .partner = cal_allocate(n, sizeof(size_t)),
                            .start = cal_allocate(starts, sizeof *fit->start),
                            .n_starts = starts};
    gsl_rng_set(rng, SEED);
    for (size_t i = 0; i < n; i++)
        present[i] = data->parameters[i].value;
    cal_problem_open(&problem, data, present);
    for (size_t start = 0; start < starts; start++) {
        struct cal_start *end = &fit->start[start];
        char label[60];
        /* The first start is the priors' centre, the others are drawn around it. The first means are those of the
         * centre: far from anything plausible, the curvature tells nothing. */
        for (size_t i = 0; !options->warm && i < n; i++)
            problem.z[i] = 0;
        cal_renew_shift(&problem);
        for (size_t i = 0; !options->warm && start > 0 && i < n; i++)
            problem.z[i] = gsl_ran_gaussian(rng, 1);
        problem.touches_known = false;
        snprintf(label, sizeof label, "start %zu of %zu", start + 1, starts);
        end->penalty = cal_minimise_means(&problem, !options->warm, options->iterations, label, &end->chi2);
        memcpy(&ends[start * n], problem.z, n * sizeof *ends);
        for (size_t i = 0; i < data->n_rows; i++)
            means[start * data->n_rows + i] = cal_mean_of(&problem, &data->rows[i], cal_find_values(&problem)->values);
        if (end->penalty < fit->start[best].penalty)
            best = start;
    }
    memcpy(problem.z, &ends[best * n], n * sizeof *ends);
    problem.touches_known = problem.touches_known && starts == 1;
    cal_renew_shift(&problem);
    covar = covariance(&problem);
    fit->best = best;
    describe(covar, data, fit);
    for (size_t start = 0; start < starts; start++)
        compare(data, &ends[start * n], &ends[best * n], &means[start * data->n_rows], &means[best * data->n_rows],
                covar, &fit->start[start]);
    round_values(data, problem.z, fit->values);
    gsl_matrix_free(covar);
    gsl_rng_free(rng);
    cal_problem_close(&problem);
    free(means);
    free(ends);
    free(present);
}

void cal_fit_free(struct cal_fit *fit) {
    free(fit->values);
    free(fit->posterior_log_sd);
    free(fit->correlation);
    free(fit->partner);
    free(fit->start);
}

/* ---- what was not seen ---- */

/* The penalty where the model's values are these. */
static double penalty_of(const struct cal_problem *problem, const double *z, const double *values) {
    const struct cal_data *data = problem->data;
    double *rows = cal_allocate(data->n_rows, sizeof *rows), sum = 0;
    for (size_t i = 0; i < data->n_rows; i++)
        rows[i] = cal_robust(problem, cal_deviation(&data->rows[i], cal_mean_of(problem, &data->rows[i], values)));
    cal_weigh(data, problem->weights, rows, 1);
    for (size_t i = 0; i < data->n_rows; i++)
        sum += rows[i] * rows[i];
    for (size_t i = 0; i < problem->n_free; i++)
        sum += pow(z[problem->free[i]], 2);
    free(rows);
    return sum;
}

/* A step of Gauss and Newton from where the problem stands, by parameter; 0 of those that are not free. */
static void gauss_newton(struct cal_problem *problem, double *step) {
    const size_t n_residuals = problem->data->n_rows + problem->n_free;
    gsl_vector *x = gsl_vector_alloc(problem->n_free), *dx = gsl_vector_alloc(problem->n_free);
    gsl_vector *f = gsl_vector_alloc(n_residuals), *rest = gsl_vector_alloc(n_residuals);
    gsl_vector *tau = gsl_vector_alloc(problem->n_free);
    gsl_matrix *jac = gsl_matrix_alloc(n_residuals, problem->n_free);
    if (!x || !dx || !f || !rest || !tau || !jac)
        cal_stop("found no memory left");
    for (size_t i = 0; i < problem->n_free; i++)
        gsl_vector_set(x, i, problem->z[problem->free[i]]);
    residuals(x, problem, f);
    jacobian(x, problem, jac);
    gsl_vector_scale(f, -1);
    gsl_linalg_QR_decomp(jac, tau);
    gsl_linalg_QR_lssolve(jac, tau, f, dx, rest);
    for (size_t i = 0; i < problem->n_free; i++)
        step[problem->free[i]] = gsl_vector_get(dx, i);
    gsl_matrix_free(jac);
    gsl_vector_free(tau);
    gsl_vector_free(rest);
    gsl_vector_free(f);
    gsl_vector_free(dx);
    gsl_vector_free(x);
}

static void leave_out(struct cal_problem *problem, const char *study) {
    for (size_t i = 0; i < problem->data->n_rows; i++) {
        const struct cal_row *row = &problem->data->rows[i];
        problem->weights[i] = strcmp(row->of->study, study) != 0 ? row->weight : 0;
    }
}

static void predict_study(const struct cal_problem *problem, const char *study, const double *values,
                          double *left_out) {
    for (size_t i = 0; i < problem->data->n_rows; i++)
        if (!strcmp(problem->data->rows[i].of->study, study))
            left_out[i] = cal_mean_of(problem, &problem->data->rows[i], values);
}

/*
 * Without each study one step of Gauss and Newton from the fit, halved until the penalty falls: a minimum is so near
 * when one study of many has gone that the slopes found there serve. The studies are simulated side by side.
 */
void cal_leave_one_out(const struct cal_data *data, const double *parameters, double *left_out) {
    const size_t n = data->n_parameters;
    struct cal_problem problem;
    cal_problem_open(&problem, data, parameters);
    cal_hold_ends(&problem);
    cal_renew_shift(&problem);
    const double *home = cal_find_slopes(&problem)->values;
    double *steps = cal_allocate(data->n_studies * n, sizeof *steps), *z = cal_allocate(n, sizeof *z);
    double *moved = cal_allocate(data->n_studies * n, sizeof *moved);
    double *values = cal_allocate(data->n_studies * data->n_values, sizeof *values);
    size_t *open = cal_allocate(data->n_studies, sizeof *open), n_open = data->n_studies;
    for (size_t i = 0; i < data->n_rows; i++)
        left_out[i] = (double)NAN;
    for (size_t i = 0; i < data->n_studies; i++) {
        leave_out(&problem, data->studies[i].name);
        gauss_newton(&problem, &steps[i * n]);
        predict_study(&problem, data->studies[i].name, home, left_out);
        open[i] = i;
    }
    for (double part = 1; n_open > 0 && part > SMALLEST_PART; part /= 2) {
        size_t n_left = 0;
        for (size_t k = 0; k < n_open; k++) {
            for (size_t i = 0; i < n; i++)
                z[i] = problem.z[i] + part * steps[open[k] * n + i];
            cal_to_values(data, z, &moved[k * n]);
        }
        cal_simulate(data, moved, n_open, NULL, values);
        for (size_t k = 0; k < n_open; k++) {
            const char *study = data->studies[open[k]].name;
            for (size_t i = 0; i < n; i++)
                z[i] = problem.z[i] + part * steps[open[k] * n + i];
            leave_out(&problem, study);
            if (penalty_of(&problem, z, &values[k * data->n_values]) < penalty_of(&problem, problem.z, home))
                predict_study(&problem, study, &values[k * data->n_values], left_out);
            else
                open[n_left++] = open[k];
        }
        n_open = n_left;
    }
    cal_problem_close(&problem);
    free(open);
    free(values);
    free(moved);
    free(z);
    free(steps);
}

/* ---- the whole covariance ---- */

/* Of the free parameters, how many the data tell of rather than the priors, whose variance of z is 1. */
static double told_by_data(const gsl_matrix *covar) {
    double sum = 0;
    for (size_t i = 0; i < covar->size1; i++)
        sum += 1 - gsl_matrix_get(covar, i, i);
    return sum;
}

void cal_covariance(const struct cal_data *data, const double *parameters, struct cal_covariance *found) {
    size_t n = data->n_parameters;
    struct cal_problem problem;
    gsl_matrix *covar;
    cal_problem_open(&problem, data, parameters);
    cal_hold_ends(&problem);
    cal_renew_shift(&problem);
    *found = (struct cal_covariance){.factor = cal_allocate(n * n, sizeof(double)), .held = n - problem.n_free};
    found->misfit = penalty_of(&problem, problem.z, cal_find_values(&problem)->values);
    for (size_t i = 0; i < problem.n_free; i++)
        found->misfit -= pow(problem.z[problem.free[i]], 2);
    for (size_t i = 0; i < data->n_rows; i++)
        found->weight += problem.weights[i];
    covar = covariance(&problem);
    found->told_by_data = told_by_data(covar);
    found->scale = fmax(1, found->misfit / (found->weight - found->told_by_data));
    /* The data are that much less sure than their tolerances say; the priors are not. */
    if (found->scale > 1) {
        for (size_t i = 0; i < data->n_rows; i++)
            problem.weights[i] /= found->scale;
        gsl_matrix_free(covar);
        covar = covariance(&problem);
    }
    if (gsl_linalg_cholesky_decomp1(covar) != GSL_SUCCESS)
        cal_stop("found a covariance that is not positive definite");
    for (size_t i = 0; i < problem.n_free; i++)
        for (size_t j = 0; j <= i; j++)
            found->factor[problem.free[i] * n + problem.free[j]] =
                data->parameters[problem.free[i]].log_sd * gsl_matrix_get(covar, i, j);
    gsl_matrix_free(covar);
    cal_problem_close(&problem);
}

void cal_profile(const struct cal_data *data, const double *parameters, const char *name) {
    size_t n = data->n_parameters, held = 0;
    double *home = cal_allocate(n, sizeof *home), penalties[2 * PROFILE_POINTS + 1], sd;
    struct cal_problem problem;
    gsl_matrix *covar;
    while (held < n && strcmp(data->parameters[held].name, name) != 0)
        held++;
    if (held == n)
        cal_stop("found profile \"%s\"; allowed a fitted parameter", name);
    cal_problem_open(&problem, data, parameters);
    memcpy(home, problem.z, n * sizeof *home);
    cal_renew_shift(&problem);
    covar = covariance(&problem);
    sd = sqrt(gsl_matrix_get(covar, held, held));
    gsl_matrix_free(covar);
    /* The others stay free; the held one leaves the list. */
    problem.n_free = n - 1;
    for (size_t i = held; i < problem.n_free; i++)
        problem.free[i] = i + 1;
    /* From the middle outwards, each value warm from its neighbour. */
    for (int side = -1; side <= 1; side += 2) {
        memcpy(problem.z, home, n * sizeof *home);
        for (int i = side < 0 ? 0 : 1; i <= PROFILE_POINTS; i++) {
            problem.z[held] = home[held] + side * i * sd / 2;
            penalties[PROFILE_POINTS + side * i] =
                minimise(&problem, PROFILE_ITERATIONS, name, NULL) + problem.z[held] * problem.z[held];
        }
    }
    printf("%s,penalty\n", name);
    for (int i = -PROFILE_POINTS; i <= PROFILE_POINTS; i++)
        printf("%.4g,%.2f\n", cal_to_value(&data->parameters[held], home[held] + i * sd / 2),
               penalties[PROFILE_POINTS + i]);
    cal_problem_close(&problem);
    free(home);
}
