/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fits near the fit: without a study, or with numbers that err otherwise. From the fit they need few steps, and the
 * slopes found there serve them all, corrected after each step by what it showed (Broyden's secants). What the secants
 * cannot know is asked once more, with new slopes at the end, of the fits without a study.
 *
 * A draw of the parameters is such a fit, after its residuals, of the rows as of the priors, have been moved by
 * standard normal numbers: a sample of the posterior where the model is linear, and near it where it is not, since
 * every draw fits its numbers and lies within the ranges. (Maximum likelihood of randomised data: D. S. Oliver, N. He,
 * A. C. Reynolds, 1996.) Draws come in pairs, moved by the same numbers with both signs.
 */
#include "problem.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <stdlib.h>
#include <string.h>

static const unsigned long SEED = 1;
static const double SMALL_DECREASE = 0.1; /* of the penalty, in which one SD of one direction is 1 */
static const double SMALLEST_PART = 0.2;  /* of a step */
static const double HELD = 1e12;          /* precision of what is held */
enum { MOST_STEPS = 10, FULL_ITERATIONS = 40 };

/* ---- minima near the fit ---- */

struct search {
    double *z;       /* by parameter */
    double *means;   /* there, by row */
    double *slopes;  /* row by parameter */
    double *weights; /* by row */
    double *aims;    /* what the residuals, of the rows and then of the priors, are compared with; NULL: 0 */
    double penalty, part;
    size_t steps;
    bool is_closed;
};

/* The weighted residuals, of the rows and then of the priors. Returns their sum of squares. */
static double find_residuals(const struct cal_problem *problem, const struct search *search, const double *z,
                             const double *means, double *residuals) {
    const struct cal_data *data = problem->data;
    const size_t n_residuals = data->n_rows + data->n_parameters;
    double sum = 0;
    for (size_t i = 0; i < data->n_rows; i++)
        residuals[i] = cal_robust(problem, cal_deviation(&data->rows[i], means[i]));
    cal_weigh(data, search->weights, residuals, 1);
    memcpy(&residuals[data->n_rows], z, data->n_parameters * sizeof *z);
    for (size_t i = 0; i < n_residuals; i++) {
        residuals[i] -= search->aims ? search->aims[i] : 0;
        sum += residuals[i] * residuals[i];
    }
    return sum;
}

/* J^T J and J^T residuals; J are the slopes of the residuals. */
static void find_normal(const struct cal_problem *problem, const struct search *search, const double *residuals,
                        gsl_matrix *square, gsl_vector *slope) {
    const struct cal_data *data = problem->data;
    const size_t n = data->n_parameters;
    double *slopes = cal_allocate(data->n_rows * n, sizeof *slopes);
    gsl_matrix_view matrix = gsl_matrix_view_array(slopes, data->n_rows, n);
    gsl_vector_const_view rows = gsl_vector_const_view_array(residuals, data->n_rows);
    for (size_t i = 0; i < data->n_rows; i++) {
        const double e = cal_deviation(&data->rows[i], search->means[i]);
        for (size_t j = 0; j < n; j++) {
            const double of_row = search->slopes[i * n + j] * cal_robust_slope(problem, e) / data->rows[i].sd;
            slopes[i * n + j] = isfinite(of_row) ? of_row : 0;
        }
    }
    for (size_t j = 0; j < n; j++)
        cal_weigh(data, search->weights, slopes + j, n);
    gsl_matrix_set_identity(square);
    gsl_blas_dsyrk(CblasLower, CblasTrans, 1, &matrix.matrix, 1, square);
    gsl_vector_const_view priors = gsl_vector_const_view_array(&residuals[data->n_rows], n);
    gsl_vector_memcpy(slope, &priors.vector);
    gsl_blas_dgemv(CblasTrans, 1, &matrix.matrix, &rows.vector, 1, slope);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            gsl_matrix_set(square, j, i, gsl_matrix_get(square, i, j));
    free(slopes);
}

/* Solves square step = -slope for the parameters that are free; the others have their step. */
static void solve_free(const gsl_matrix *square, const gsl_vector *slope, const size_t *free_ones, size_t n_free,
                       gsl_vector *step) {
    gsl_matrix *part = gsl_matrix_alloc(n_free, n_free);
    gsl_vector *right = gsl_vector_alloc(n_free);
    if (!part || !right)
        cal_stop("found no memory left");
    for (size_t i = 0; i < n_free; i++)
        gsl_vector_set(step, free_ones[i], 0);
    for (size_t i = 0; i < n_free; i++) {
        const size_t k = free_ones[i];
        gsl_vector_const_view row = gsl_matrix_const_row(square, k);
        double held;
        gsl_blas_ddot(&row.vector, step, &held);
        gsl_vector_set(right, i, -gsl_vector_get(slope, k) - held);
        for (size_t j = 0; j < n_free; j++)
            gsl_matrix_set(part, i, j, gsl_matrix_get(square, k, free_ones[j]));
    }
    if (gsl_linalg_cholesky_decomp1(part) != GSL_SUCCESS)
        cal_stop("found slopes without a minimum");
    gsl_linalg_cholesky_svx(part, right);
    for (size_t i = 0; i < n_free; i++)
        gsl_vector_set(step, free_ones[i], gsl_vector_get(right, i));
    gsl_vector_free(right);
    gsl_matrix_free(part);
}

/* Gauss and Newton's step within the ranges: a parameter that would leave its range stops at the end, and the others
 * are asked again. */
static void find_step(const struct cal_data *data, const struct search *search, const gsl_matrix *square,
                      const gsl_vector *slope, gsl_vector *step) {
    size_t *free_ones = cal_allocate(data->n_parameters, sizeof *free_ones), n_free = data->n_parameters, n_left;
    for (size_t i = 0; i < n_free; i++)
        free_ones[i] = i;
    gsl_vector_set_zero(step);
    for (;; n_free = n_left) {
        solve_free(square, slope, free_ones, n_free, step);
        n_left = 0;
        for (size_t i = 0; i < n_free; i++) {
            const size_t k = free_ones[i];
            const struct cal_parameter *parameter = &data->parameters[k];
            const double low = cal_to_z(parameter, parameter->minimum) - search->z[k];
            const double high = cal_to_z(parameter, parameter->maximum) - search->z[k];
            const double wanted = gsl_vector_get(step, k);
            if (wanted > low && wanted < high)
                free_ones[n_left++] = k;
            else
                gsl_vector_set(step, k, fmin(fmax(wanted, low), high));
        }
        if (n_left == n_free)
            break;
    }
    free(free_ones);
}

/* Makes the slopes say what the model said of a step; among those that do, the nearest where the fit is measured by
 * its own precision. */
static void learn(const struct cal_data *data, struct search *search, const double *means, const double *step,
                  const gsl_matrix *square) {
    const size_t n = data->n_parameters;
    double *along = cal_allocate(n, sizeof *along), length = 0;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++)
            along[i] += gsl_matrix_get(square, i, j) * step[j];
        length += along[i] * step[i];
    }
    for (size_t i = 0; i < data->n_rows && length > 0; i++) {
        double *slopes = &search->slopes[i * n], missing = means[i] - search->means[i];
        for (size_t j = 0; j < n; j++)
            missing -= slopes[j] * step[j];
        for (size_t j = 0; j < n && isfinite(missing); j++)
            slopes[j] += missing * along[j] / length;
    }
    free(along);
}

/* Where a search goes next, and what it needs afterwards. */
struct trial {
    struct search *search;
    double *step, *z;
    gsl_matrix *square;
};

static void propose(const struct cal_problem *problem, struct search *search, struct trial *trial, double *parameters) {
    const struct cal_data *data = problem->data;
    const size_t n = data->n_parameters;
    double *residuals = cal_allocate(data->n_rows + n, sizeof *residuals);
    gsl_vector *slope = gsl_vector_alloc(n), *step = gsl_vector_alloc(n);
    *trial = (struct trial){.search = search,
                            .step = cal_allocate(n, sizeof(double)),
                            .z = cal_allocate(n, sizeof(double)),
                            .square = gsl_matrix_alloc(n, n)};
    if (!slope || !step || !trial->square)
        cal_stop("found no memory left");
    search->penalty = find_residuals(problem, search, search->z, search->means, residuals);
    find_normal(problem, search, residuals, trial->square, slope);
    find_step(data, search, trial->square, slope, step);
    for (size_t i = 0; i < n; i++) {
        trial->step[i] = search->part * gsl_vector_get(step, i);
        trial->z[i] = search->z[i] + trial->step[i];
    }
    cal_to_values(data, trial->z, parameters);
    gsl_vector_free(step);
    gsl_vector_free(slope);
    free(residuals);
}

/* Goes there if it is better, and learns from it if it is not. */
static void judge(const struct cal_problem *problem, struct trial *trial, const double *values) {
    const struct cal_data *data = problem->data;
    struct search *search = trial->search;
    double *means = cal_allocate(data->n_rows, sizeof *means);
    double *residuals = cal_allocate(data->n_rows + data->n_parameters, sizeof *residuals), decrease;
    for (size_t i = 0; i < data->n_rows; i++)
        means[i] = cal_mean_of(problem, &data->rows[i], values);
    decrease = search->penalty - find_residuals(problem, search, trial->z, means, residuals);
    learn(data, search, means, trial->step, trial->square);
    if (decrease > 0) {
        memcpy(search->z, trial->z, data->n_parameters * sizeof *search->z);
        memcpy(search->means, means, data->n_rows * sizeof *means);
        search->penalty -= decrease;
        search->is_closed = decrease < SMALL_DECREASE && search->part == 1;
        search->part = fmin(1, 2 * search->part);
    } else {
        search->part /= 2;
        search->is_closed = search->part < SMALLEST_PART;
    }
    search->steps++;
    gsl_matrix_free(trial->square);
    free(trial->step);
    free(trial->z);
    free(residuals);
    free(means);
}

/* Goes on with all of them, side by side, until each has found its minimum. */
static void run_searches(const struct cal_problem *problem, struct search *searches, size_t n) {
    const struct cal_data *data = problem->data;
    double *parameters = cal_allocate(n * data->n_parameters, sizeof *parameters);
    double *values = cal_allocate(n * data->n_values, sizeof *values);
    struct trial *trials = cal_allocate(n, sizeof *trials);
    for (size_t i = 0; i < n; i++) {
        searches[i].part = 1;
        searches[i].is_closed = false;
    }
    for (size_t step = 0; step < MOST_STEPS; step++) {
        size_t n_open = 0;
        for (size_t i = 0; i < n; i++)
            if (!searches[i].is_closed) {
                propose(problem, &searches[i], &trials[n_open], &parameters[n_open * data->n_parameters]);
                n_open++;
            }
        if (n_open == 0)
            break;
        cal_simulate(data, parameters, n_open, NULL, values);
        for (size_t i = 0; i < n_open; i++)
            judge(problem, &trials[i], &values[i * data->n_values]);
    }
    free(trials);
    free(values);
    free(parameters);
}

/* Moves a search to where the problem stands, with its slopes. */
static void put(struct cal_problem *problem, struct search *search) {
    const struct cal_data *data = problem->data;
    const struct cal_point *point = cal_find_slopes(problem);
    memcpy(search->z, problem->z, data->n_parameters * sizeof *search->z);
    memcpy(search->slopes, point->slopes, data->n_rows * data->n_parameters * sizeof *search->slopes);
    for (size_t i = 0; i < data->n_rows; i++)
        search->means[i] = cal_mean_of(problem, &data->rows[i], point->values);
}

static struct search new_search(const struct cal_data *data) {
    return (struct search){.z = cal_allocate(data->n_parameters, sizeof(double)),
                           .means = cal_allocate(data->n_rows, sizeof(double)),
                           .slopes = cal_allocate(data->n_rows * data->n_parameters, sizeof(double)),
                           .weights = cal_allocate(data->n_rows, sizeof(double))};
}

/* At the fit, with its means and slopes. */
static struct search open_fit(struct cal_problem *problem) {
    struct search search = new_search(problem->data);
    cal_renew_shift(problem);
    put(problem, &search);
    memcpy(search.weights, problem->weights, problem->data->n_rows * sizeof *search.weights);
    return search;
}

static struct search copy(const struct cal_data *data, const struct search *fit) {
    struct search search = new_search(data);
    memcpy(search.z, fit->z, data->n_parameters * sizeof *search.z);
    memcpy(search.means, fit->means, data->n_rows * sizeof *search.means);
    memcpy(search.slopes, fit->slopes, data->n_rows * data->n_parameters * sizeof *search.slopes);
    memcpy(search.weights, fit->weights, data->n_rows * sizeof *search.weights);
    return search;
}

static void close_search(struct search *search) {
    free(search->z);
    free(search->means);
    free(search->slopes);
    free(search->weights);
    free(search->aims);
}

/* ---- draws ---- */

void cal_draw(const struct cal_data *data, const double *parameters, size_t n, double *draws, double *penalties) {
    const size_t n_rows = data->n_rows, n_aims = n_rows + data->n_parameters;
    struct search *searches = cal_allocate(n, sizeof *searches), fit;
    struct cal_covariance covariance;
    struct cal_problem problem;
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    double started_s = cal_now_s(), steps = 0;
    gsl_rng_set(rng, SEED);
    cal_covariance(data, parameters, &covariance);
    cal_problem_open(&problem, data, parameters);
    fit = open_fit(&problem);
    for (size_t i = 0; i < n; i++) {
        searches[i] = copy(data, &fit);
        searches[i].aims = cal_allocate(n_aims, sizeof(double));
        for (size_t j = 0; j < n_rows; j++)
            searches[i].weights[j] /= covariance.scale;
        for (size_t j = 0; j < n_aims; j++)
            searches[i].aims[j] = i % 2 ? -searches[i - 1].aims[j] : gsl_ran_gaussian(rng, 1);
    }
    /* Data that count less would let the priors move everything; their centres move instead, so that the fit stays the
     * minimum. */
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < data->n_parameters; j++)
            searches[i].aims[n_rows + j] += fit.z[j] * (1 - 1 / covariance.scale);
    run_searches(&problem, searches, n);
    for (size_t i = 0; i < n; i++) {
        cal_to_values(data, searches[i].z, &draws[i * data->n_parameters]);
        penalties[i] = searches[i].penalty;
        steps += (double)searches[i].steps / (double)n;
        close_search(&searches[i]);
    }
    printf("%zu draws, variances of the data multiplied by %.3f, %.1f steps each, %.0f s\n", n, covariance.scale, steps,
           cal_now_s() - started_s);
    close_search(&fit);
    cal_problem_close(&problem);
    gsl_rng_free(rng);
    free(covariance.factor);
    free(searches);
}

/* ---- studies left out ---- */

/* SD of what the model says for each row of a study, by the parameters alone; those at an end of their range are held.
 */
static void find_row_sd(const struct cal_problem *problem, const struct search *search, double scale, const char *study,
                        double *row_sd) {
    const struct cal_data *data = problem->data;
    const size_t n = data->n_parameters;
    struct search wider = *search;
    double *residuals = cal_allocate(data->n_rows + n, sizeof *residuals);
    gsl_matrix *square = gsl_matrix_alloc(n, n);
    gsl_vector *slope = gsl_vector_alloc(n);
    if (!square || !slope)
        cal_stop("found no memory left");
    wider.weights = cal_allocate(data->n_rows, sizeof *wider.weights);
    for (size_t i = 0; i < data->n_rows; i++)
        wider.weights[i] = search->weights[i] / scale;
    find_residuals(problem, &wider, wider.z, wider.means, residuals);
    find_normal(problem, &wider, residuals, square, slope);
    for (size_t j = 0; j < n; j++) {
        const double value = cal_to_value(&data->parameters[j], search->z[j]);
        if (value <= 1.01 * data->parameters[j].minimum || value >= 0.99 * data->parameters[j].maximum)
            gsl_matrix_set(square, j, j, HELD);
    }
    if (gsl_linalg_cholesky_decomp1(square) != GSL_SUCCESS)
        cal_stop("found slopes without a minimum");
    for (size_t i = 0; i < data->n_rows; i++) {
        if (study && strcmp(data->rows[i].of->study, study) != 0)
            continue;
        for (size_t j = 0; j < n; j++)
            gsl_vector_set(slope, j, search->slopes[i * n + j]);
        gsl_blas_dtrsv(CblasLower, CblasNoTrans, CblasNonUnit, square, slope);
        row_sd[i] = gsl_blas_dnrm2(slope);
    }
    gsl_vector_free(slope);
    gsl_matrix_free(square);
    free(residuals);
    free(wider.weights);
}

static bool is_of(const struct cal_row *row, const char *study) {
    return row->of->role == CAL_FIT && !strcmp(row->of->study, study);
}

static void leave_out(const struct cal_data *data, const char *study, double *weights) {
    for (size_t i = 0; i < data->n_rows; i++)
        weights[i] = is_of(&data->rows[i], study) ? 0 : data->rows[i].weight;
}

static void take(const struct cal_data *data, const char *study, const double *means, double *to) {
    for (size_t i = 0; i < data->n_rows; i++)
        if (is_of(&data->rows[i], study))
            to[i] = means[i];
}

/* Secants from the fit; then the means over women and the slopes are found anew, and secants go on from there. */
static void refit(struct cal_problem *problem, const struct search *fit, const char *study, double scale,
                  struct cal_unseen *unseen) {
    const struct cal_data *data = problem->data;
    struct search search = copy(data, fit);
    leave_out(data, study, search.weights);
    run_searches(problem, &search, 1);
    take(data, study, search.means, unseen->secants);
    memcpy(problem->z, search.z, data->n_parameters * sizeof *problem->z);
    cal_renew_shift(problem);
    put(problem, &search);
    find_row_sd(problem, &search, scale, study, unseen->parameter_sd);
    run_searches(problem, &search, 1);
    take(data, study, search.means, unseen->refit);
    close_search(&search);
}

void cal_refit_left_out(const struct cal_data *data, const double *parameters, struct cal_unseen *unseen,
                        const char *source_directory) {
    const double started_s = cal_now_s();
    struct cal_covariance covariance;
    struct cal_problem problem;
    struct search fit;
    double *shift = cal_allocate(data->n_values, sizeof *shift), *row_sd = cal_allocate(data->n_rows, sizeof *row_sd);
    cal_covariance(data, parameters, &covariance);
    cal_problem_open(&problem, data, parameters);
    fit = open_fit(&problem);
    memcpy(shift, problem.shift, data->n_values * sizeof *shift);
    find_row_sd(&problem, &fit, covariance.scale, NULL, row_sd);
    for (size_t i = 0; i < data->n_rows; i++)
        if (data->rows[i].of->role == CAL_PREDICT)
            unseen->parameter_sd[i] = row_sd[i];
    for (size_t i = 0; i < data->n_studies; i++) {
        const struct cal_study *study = &data->studies[i];
        if (isfinite(unseen->parameter_sd[study->rows[0]]))
            continue;
        memcpy(problem.shift, shift, data->n_values * sizeof *shift);
        refit(&problem, &fit, study->name, covariance.scale, unseen);
        cal_write_unseen(data, unseen, source_directory);
        printf("%zu of %zu, without %s: %.0f s\n", i + 1, data->n_studies, study->name, cal_now_s() - started_s);
        fflush(stdout);
    }
    cal_write_unseen(data, unseen, source_directory);
    close_search(&fit);
    cal_problem_close(&problem);
    free(covariance.factor);
    free(row_sd);
    free(shift);
}

void cal_refit_fully(const struct cal_data *data, const double *parameters, const char *study) {
    struct cal_problem problem;
    bool is_known = false;
    for (size_t i = 0; i < data->n_studies; i++)
        is_known |= !strcmp(data->studies[i].name, study);
    if (!is_known)
        cal_stop("found study \"%s\"; allowed one that is fitted", study);
    cal_problem_open(&problem, data, parameters);
    cal_renew_shift(&problem);
    leave_out(data, study, problem.weights);
    cal_minimise_means(&problem, false, FULL_ITERATIONS, study, NULL);
    printf("study,case,arm,months,observable,refit_fully\n");
    for (size_t i = 0; i < data->n_rows; i++) {
        const struct cal_row *row = &data->rows[i];
        if (is_of(row, study))
            printf("%s,%s,%s,%s,%s,%.5g\n", study, row->of->name, row->arm, row->span, row->observable,
                   cal_mean_of(&problem, row, cal_find_values(&problem)->values));
    }
    cal_problem_close(&problem);
}
