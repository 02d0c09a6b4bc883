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
#include "calibrate.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_multifit_nlinear.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <stdlib.h>
#include <string.h>

static const double HUBER = 2;       /* sd, up to where the loss is a square */
static const double FAILED_SD = 100; /* what a row of an arm that cannot be simulated counts as */
static const double STEP = 0.01;     /* of ln p, for differences */
static const double SMALL_DECREASE = 1e-4;
static const unsigned long SEED = 1;
static const double SMALL_SHIFT = 0.03; /* sd, rms over rows, of what the mean over women still moves by */
enum { MOST_SHIFTS = 4, QUIET_ITERATIONS = 2, PROFILE_ITERATIONS = 4, PROFILE_POINTS = 4, MOST_HALVINGS = 6 };

/* The model at a point z, and its slopes there. */
struct point {
    double *z, *values, *slopes; /* slopes of the rows: row by parameter */
    bool has_values, has_slopes;
};

struct problem {
    const struct cal_data *data;
    double *weights; /* per row */
    double *shift;   /* of the mean over women, by value */
    double *z;       /* every parameter; those that are not free stay there */
    size_t *free, n_free;
    bool *touches; /* parameter by arm: whether it changes anything; found with the first slopes */
    bool touches_known;
    struct point points[2]; /* the latest, and one that is kept */
};

enum { LATEST, KEPT };

/* ---- setting up ---- */

static void problem_open(struct problem *problem, const struct cal_data *data, const double *parameters) {
    size_t n = data->n_parameters;
    if (n == 0)
        cal_stop("found no fitted parameter in the model");
    *problem = (struct problem){.data = data, .n_free = n};
    problem->shift = cal_allocate(data->n_values, sizeof(double));
    problem->weights = cal_allocate(data->n_rows, sizeof(double));
    problem->z = cal_allocate(n, sizeof(double));
    problem->free = cal_allocate(n, sizeof(size_t));
    problem->touches = cal_allocate(n * data->n_arms, sizeof(bool));
    for (size_t i = 0; i < 2; i++) {
        problem->points[i].z = cal_allocate(n, sizeof(double));
        problem->points[i].values = cal_allocate(data->n_values, sizeof(double));
        problem->points[i].slopes = cal_allocate(data->n_rows * n, sizeof(double));
    }
    for (size_t i = 0; i < data->n_rows; i++)
        problem->weights[i] = data->rows[i].weight;
    for (size_t i = 0; i < n; i++) {
        problem->free[i] = i;
        problem->z[i] = log(parameters[i] / data->parameters[i].centre) / data->parameters[i].log_sd;
    }
}

static void problem_close(struct problem *problem) {
    for (size_t i = 0; i < 2; i++) {
        free(problem->points[i].z);
        free(problem->points[i].values);
        free(problem->points[i].slopes);
    }
    free(problem->shift);
    free(problem->weights);
    free(problem->z);
    free(problem->free);
    free(problem->touches);
}

static double to_value(const struct cal_parameter *parameter, double z) {
    return fmin(fmax(parameter->centre * exp(parameter->log_sd * z), parameter->minimum), parameter->maximum);
}

static void to_values(const struct cal_data *data, const double *z, double *values) {
    for (size_t i = 0; i < data->n_parameters; i++)
        values[i] = to_value(&data->parameters[i], z[i]);
}

/* ---- the model at a point ---- */

static bool is_at(const struct problem *problem, const struct point *point) {
    return point->has_values && !memcmp(point->z, problem->z, problem->data->n_parameters * sizeof *point->z);
}

static void add_shift(const struct problem *problem, double *values) {
    for (size_t i = 0; i < problem->data->n_values; i++)
        values[i] += problem->shift[i];
}

/* Finds the shift where the problem stands; all that was known of points is forgotten. Returns the rms, in sd, of what
 * it moves the fitted rows by. */
static double renew_shift(struct problem *problem) {
    const struct cal_data *data = problem->data;
    double *values = cal_allocate(data->n_parameters, sizeof *values);
    double *typical = cal_allocate(data->n_values, sizeof *typical);
    double *before = cal_allocate(data->n_values, sizeof *before), sum = 0;
    size_t n = 0;
    to_values(data, problem->z, values);
    cal_simulate(data, values, 1, NULL, typical);
    memcpy(before, typical, data->n_values * sizeof *before);
    add_shift(problem, before);
    cal_mean_shifts(data, values, problem->shift);
    add_shift(problem, typical);
    for (size_t i = 0; i < data->n_rows; i++) {
        const struct cal_row *row = &data->rows[i];
        const double moved = (cal_row_model(row, typical) - cal_row_model(row, before)) / row->sd;
        if (problem->weights[i] > 0 && isfinite(moved)) {
            sum += moved * moved;
            n++;
        }
    }
    problem->points[LATEST].has_values = problem->points[KEPT].has_values = false;
    free(before);
    free(typical);
    free(values);
    return sqrt(sum / fmax(1, (double)n));
}

static struct point *find_values(struct problem *problem) {
    const struct cal_data *data = problem->data;
    struct point *latest = &problem->points[LATEST];
    double *values;
    if (is_at(problem, &problem->points[KEPT]))
        return &problem->points[KEPT];
    if (is_at(problem, latest))
        return latest;
    values = cal_allocate(data->n_parameters, sizeof *values);
    to_values(data, problem->z, values);
    cal_simulate(data, values, 1, NULL, latest->values);
    add_shift(problem, latest->values);
    free(values);
    memcpy(latest->z, problem->z, data->n_parameters * sizeof *latest->z);
    latest->has_values = true;
    latest->has_slopes = false;
    return latest;
}

/* The step of z for differences: away from the end of the range. */
static double step_of(const struct cal_parameter *parameter, double z) {
    double step = STEP / parameter->log_sd;
    return to_value(parameter, z + step) < parameter->maximum ? step : -step;
}

/* Learns from the first slopes (vector 0: the point; i + 1: free parameter i moved) which parameters leave an arm as it
 * was, to the last bit. */
static void learn_touches(struct problem *problem, const double *values) {
    const struct cal_data *data = problem->data;
    for (size_t i = 0; i < problem->n_free; i++)
        for (size_t arm = 0; arm < data->n_arms; arm++) {
            const size_t first = data->arms[arm].first_value;
            const size_t end = arm + 1 < data->n_arms ? data->arms[arm + 1].first_value : data->n_values;
            problem->touches[problem->free[i] * data->n_arms + arm] =
                memcmp(&values[first], &values[(i + 1) * data->n_values + first], (end - first) * sizeof *values) != 0;
        }
    problem->touches_known = true;
}

static bool touches(const struct problem *problem, size_t parameter, const struct cal_row *row) {
    bool any = false;
    for (size_t i = 0; i < row->n_arms; i++)
        any |= problem->touches[parameter * problem->data->n_arms + row->arms[i]];
    return any;
}

/* Vector 0 is the point itself: a difference is between neighbours in the lanes. */
static struct point *find_slopes(struct problem *problem) {
    const struct cal_data *data = problem->data;
    struct point *point = find_values(problem);
    const size_t n = data->n_parameters, n_vectors = problem->n_free + 1;
    double *values, *parameters;
    bool *wanted;
    if (point->has_slopes)
        return point;
    values = cal_allocate(n_vectors * data->n_values, sizeof *values);
    parameters = cal_allocate(n_vectors * n, sizeof *parameters);
    wanted = cal_allocate(n_vectors * data->n_arms, sizeof *wanted);
    for (size_t i = 0; i < n_vectors; i++)
        to_values(data, problem->z, &parameters[i * n]);
    for (size_t i = 0; i < problem->n_free; i++) {
        const size_t j = problem->free[i];
        parameters[(i + 1) * n + j] =
            to_value(&data->parameters[j], problem->z[j] + step_of(&data->parameters[j], problem->z[j]));
        for (size_t arm = 0; arm < data->n_arms; arm++) {
            wanted[(i + 1) * data->n_arms + arm] = !problem->touches_known || problem->touches[j * data->n_arms + arm];
            wanted[arm] |= wanted[(i + 1) * data->n_arms + arm];
        }
    }
    cal_simulate(data, parameters, n_vectors, wanted, values);
    if (!problem->touches_known)
        learn_touches(problem, values);
    for (size_t i = 0; i < n_vectors; i++)
        add_shift(problem, &values[i * data->n_values]);
    for (size_t i = 0; i < problem->n_free; i++) {
        const size_t j = problem->free[i];
        const double step = step_of(&data->parameters[j], problem->z[j]);
        for (size_t row = 0; row < data->n_rows; row++)
            point->slopes[row * n + j] = touches(problem, j, &data->rows[row])
                                             ? (cal_row_model(&data->rows[row], &values[(i + 1) * data->n_values]) -
                                                cal_row_model(&data->rows[row], values)) /
                                                   step
                                             : 0;
    }
    point->has_slopes = true;
    free(wanted);
    free(parameters);
    free(values);
    return point;
}

/* ---- residuals ---- */

static double deviation(const struct cal_row *row, const double *values) {
    const double e = (cal_row_model(row, values) - row->value) / row->sd;
    return isfinite(e) ? e : FAILED_SD;
}

/* The residual whose square is Huber's loss, and its slope. */
static double robust(double e) {
    return fabs(e) <= HUBER ? e : copysign(sqrt(HUBER * (2 * fabs(e) - HUBER)), e);
}

static double robust_slope(double e) {
    return fabs(e) <= HUBER ? 1 : HUBER / fabs(robust(e));
}

/* Makes the rows of a vector or matrix (stride: its columns) independent, and weighs them. */
static void weigh(const struct problem *problem, double *rows, size_t stride) {
    cal_whiten(problem->data, rows, stride);
    for (size_t i = 0; i < problem->data->n_rows; i++)
        rows[i * stride] *= sqrt(problem->weights[i]);
}

static void go_to(struct problem *problem, const gsl_vector *x) {
    for (size_t i = 0; i < problem->n_free; i++)
        problem->z[problem->free[i]] = gsl_vector_get(x, i);
}

/* Residuals of the rows, then of the priors. */
static int residuals(const gsl_vector *x, void *user, gsl_vector *f) {
    struct problem *problem = user;
    const struct cal_data *data = problem->data;
    const struct point *point;
    go_to(problem, x);
    point = find_values(problem);
    for (size_t i = 0; i < data->n_rows; i++)
        gsl_vector_set(f, i, robust(deviation(&data->rows[i], point->values)));
    weigh(problem, f->data, f->stride);
    for (size_t i = 0; i < problem->n_free; i++)
        gsl_vector_set(f, data->n_rows + i, gsl_vector_get(x, i));
    return GSL_SUCCESS;
}

static int jacobian(const gsl_vector *x, void *user, gsl_matrix *jac) {
    struct problem *problem = user;
    const struct cal_data *data = problem->data;
    const struct point *point;
    go_to(problem, x);
    point = find_slopes(problem);
    gsl_matrix_set_zero(jac);
    for (size_t i = 0; i < data->n_rows; i++) {
        const struct cal_row *row = &data->rows[i];
        const double scale = robust_slope(deviation(row, point->values)) / row->sd;
        for (size_t j = 0; j < problem->n_free; j++) {
            const double slope = scale * point->slopes[i * data->n_parameters + problem->free[j]];
            gsl_matrix_set(jac, i, j, isfinite(slope) ? slope : 0);
        }
    }
    for (size_t j = 0; j < problem->n_free; j++) {
        weigh(problem, jac->data + j, jac->tda);
        gsl_matrix_set(jac, data->n_rows + j, j, 1);
    }
    return GSL_SUCCESS;
}

/* ---- minimising ---- */

static void print_progress(const struct problem *problem, const char *label, size_t iteration, const gsl_vector *f,
                           double started_s) {
    gsl_vector_const_view priors = gsl_vector_const_subvector(f, problem->data->n_rows, problem->n_free);
    double penalty = pow(gsl_blas_dnrm2(f), 2), prior = pow(gsl_blas_dnrm2(&priors.vector), 2);
    printf("%s: iteration %zu, penalty %.2f (data %.2f, priors %.2f), %.0f s\n", label, iteration, penalty,
           penalty - prior, prior, cal_now_s() - started_s);
    fflush(stdout);
}

/* Minimises from where the problem stands, and leaves it there. Returns the penalty; chi2 (or NULL) is the data's part.
 */
static double minimise(struct problem *problem, size_t iterations, const char *label, double *chi2) {
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
static gsl_matrix *covariance(struct problem *problem) {
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

/* Minimises, and again while the mean over women moves. */
static double minimise_means(struct problem *problem, size_t iterations, const char *start, double *chi2) {
    char label[80];
    renew_shift(problem);
    for (int i = 1;; i++) {
        snprintf(label, sizeof label, "%s, means %d", start, i);
        const double penalty = minimise(problem, iterations, label, chi2);
        const double moved = renew_shift(problem);
        printf("%s: the means moved by %.3f sd\n", label, moved);
        if (i == MOST_SHIFTS || moved < SMALL_SHIFT)
            return penalty;
    }
}

/* How far a start ended from the best one: in parameters that the trials determine, and in what is predicted. */
static void compare(const struct cal_data *data, const double *z, const double *best, const double *values,
                    const double *best_values, const gsl_matrix *covar, struct cal_start *start) {
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
        const struct cal_row *row = &data->rows[i];
        const double difference = (cal_row_model(row, values) - cal_row_model(row, best_values)) / row->tolerance;
        if (!isfinite(difference))
            continue;
        sum += difference * difference;
        n++;
    }
    start->predictions_rms = sqrt(sum / fmax(1, (double)n));
}

/* The values as they are written, so that what follows is what the library will say. */
static void round_values(const struct cal_data *data, const double *z, double *values) {
    to_values(data, z, values);
    for (size_t i = 0; i < data->n_parameters; i++) {
        char text[40];
        snprintf(text, sizeof text, "%.4g", values[i]);
        values[i] = strtod(text, NULL);
    }
}

void cal_fit_run(const struct cal_data *data, const struct cal_options *options, struct cal_fit *fit) {
    const size_t n = data->n_parameters, starts = options->warm ? 1 : options->starts;
    double *present = cal_allocate(n, sizeof *present), *ends = cal_allocate(starts * n, sizeof *ends);
    double *values = cal_allocate(starts * data->n_values, sizeof *values);
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    struct problem problem;
    gsl_matrix *covar;
    size_t best = 0;
    *fit = (struct cal_fit){.values = cal_allocate(n, sizeof(double)),
                            .posterior_log_sd = cal_allocate(n, sizeof(double)),
                            .correlation = cal_allocate(n, sizeof(double)),
                            .partner = cal_allocate(n, sizeof(size_t)),
                            .start = cal_allocate(starts, sizeof *fit->start),
                            .n_starts = starts};
    gsl_set_error_handler_off();
    gsl_rng_set(rng, SEED);
    for (size_t i = 0; i < n; i++)
        present[i] = data->parameters[i].value;
    problem_open(&problem, data, present);
    for (size_t start = 0; start < starts; start++) {
        struct cal_start *end = &fit->start[start];
        char label[60];
        /* The first start is the priors' centre, the others are drawn around it. */
        for (size_t i = 0; !options->warm && i < n; i++)
            problem.z[i] = start == 0 ? 0 : gsl_ran_gaussian(rng, 1);
        problem.touches_known = false;
        snprintf(label, sizeof label, "start %zu of %zu", start + 1, starts);
        end->penalty = minimise_means(&problem, options->iterations, label, &end->chi2);
        memcpy(&ends[start * n], problem.z, n * sizeof *ends);
        memcpy(&values[start * data->n_values], find_values(&problem)->values, data->n_values * sizeof *values);
        if (end->penalty < fit->start[best].penalty)
            best = start;
    }
    memcpy(problem.z, &ends[best * n], n * sizeof *ends);
    problem.touches_known = problem.touches_known && starts == 1;
    renew_shift(&problem);
    covar = covariance(&problem);
    fit->best = best;
    describe(covar, data, fit);
    for (size_t start = 0; start < starts; start++)
        compare(data, &ends[start * n], &ends[best * n], &values[start * data->n_values],
                &values[best * data->n_values], covar, &fit->start[start]);
    round_values(data, problem.z, fit->values);
    gsl_matrix_free(covar);
    gsl_rng_free(rng);
    problem_close(&problem);
    free(values);
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

/* The penalty of f: the sum of squares of residuals and priors. */
static double penalty_at(struct problem *problem, const gsl_vector *x, gsl_vector *f) {
    residuals(x, problem, f);
    return pow(gsl_blas_dnrm2(f), 2);
}

/*
 * One step of Gauss and Newton from where the problem stands, halved until the penalty falls. A minimum is so near when
 * one study of many has gone that its slopes serve, and no others have to be found.
 */
static void step_once(struct problem *problem) {
    const size_t n_residuals = problem->data->n_rows + problem->n_free;
    gsl_vector *x = gsl_vector_alloc(problem->n_free), *step = gsl_vector_alloc(problem->n_free);
    gsl_vector *f = gsl_vector_alloc(n_residuals), *rest = gsl_vector_alloc(n_residuals);
    gsl_vector *tau = gsl_vector_alloc(problem->n_free);
    gsl_matrix *jac = gsl_matrix_alloc(n_residuals, problem->n_free);
    double before;
    if (!x || !step || !f || !rest || !tau || !jac)
        cal_stop("found no memory left");
    for (size_t i = 0; i < problem->n_free; i++)
        gsl_vector_set(x, i, problem->z[problem->free[i]]);
    before = penalty_at(problem, x, f);
    jacobian(x, problem, jac);
    gsl_vector_scale(f, -1);
    gsl_linalg_QR_decomp(jac, tau);
    gsl_linalg_QR_lssolve(jac, tau, f, step, rest);
    for (size_t halvings = 0;; halvings++) {
        gsl_vector_add(x, step);
        if (penalty_at(problem, x, f) < before)
            break;
        gsl_vector_sub(x, step);
        if (halvings == MOST_HALVINGS) {
            go_to(problem, x);
            break;
        }
        gsl_vector_scale(step, 0.5);
    }
    gsl_matrix_free(jac);
    gsl_vector_free(tau);
    gsl_vector_free(rest);
    gsl_vector_free(f);
    gsl_vector_free(step);
    gsl_vector_free(x);
}

/* Parameters at the end of their range stay there: the data would lead them out of it. */
static void hold_ends(struct problem *problem) {
    size_t n = 0;
    for (size_t i = 0; i < problem->n_free; i++) {
        size_t j = problem->free[i];
        if (step_of(&problem->data->parameters[j], problem->z[j]) > 0)
            problem->free[n++] = j;
    }
    problem->n_free = n;
}

void cal_leave_one_out(const struct cal_data *data, const double *parameters, double *left_out) {
    size_t n = data->n_parameters;
    double *home = cal_allocate(n, sizeof *home), *values = cal_allocate(data->n_values, sizeof *values);
    double *fitted = cal_allocate(n, sizeof *fitted);
    struct problem problem;
    struct point latest;
    gsl_set_error_handler_off();
    problem_open(&problem, data, parameters);
    memcpy(home, problem.z, n * sizeof *home);
    hold_ends(&problem);
    renew_shift(&problem);
    /* Every study starts from the same point, whose slopes are kept. */
    find_slopes(&problem);
    latest = problem.points[LATEST];
    problem.points[LATEST] = problem.points[KEPT];
    problem.points[KEPT] = latest;
    for (size_t row = 0; row < data->n_rows; row++)
        left_out[row] = (double)NAN;
    for (size_t row = 0; row < data->n_rows; row++) {
        const char *study = data->rows[row].of->study;
        if (!(data->rows[row].weight > 0) || !isnan(left_out[row]))
            continue;
        memcpy(problem.z, home, n * sizeof *home);
        for (size_t i = 0; i < data->n_rows; i++)
            problem.weights[i] = strcmp(data->rows[i].of->study, study) != 0 ? data->rows[i].weight : 0;
        step_once(&problem);
        to_values(data, problem.z, fitted);
        cal_simulate(data, fitted, 1, NULL, values);
        add_shift(&problem, values);
        for (size_t i = 0; i < data->n_rows; i++)
            if (!strcmp(data->rows[i].of->study, study))
                left_out[i] = cal_row_model(&data->rows[i], values);
    }
    problem_close(&problem);
    free(fitted);
    free(values);
    free(home);
}

/* ---- the whole covariance ---- */

/* Sum of the rows' squared residuals where the problem stands, and of their weights. */
static double misfit(struct problem *problem, double *weight) {
    const struct cal_data *data = problem->data;
    const struct point *point = find_values(problem);
    double *rows = cal_allocate(data->n_rows, sizeof *rows), sum = 0;
    for (size_t i = 0; i < data->n_rows; i++)
        rows[i] = robust(deviation(&data->rows[i], point->values));
    weigh(problem, rows, 1);
    *weight = 0;
    for (size_t i = 0; i < data->n_rows; i++) {
        sum += rows[i] * rows[i];
        *weight += problem->weights[i];
    }
    free(rows);
    return sum;
}

/* Of the free parameters, how many the data tell of rather than the priors, whose variance of z is 1. */
static double told_by_data(const gsl_matrix *covar) {
    double sum = 0;
    for (size_t i = 0; i < covar->size1; i++)
        sum += 1 - gsl_matrix_get(covar, i, i);
    return sum;
}

void cal_covariance(const struct cal_data *data, const double *parameters, struct cal_covariance *found) {
    size_t n = data->n_parameters;
    struct problem problem;
    gsl_matrix *covar;
    gsl_set_error_handler_off();
    problem_open(&problem, data, parameters);
    hold_ends(&problem);
    renew_shift(&problem);
    *found = (struct cal_covariance){.factor = cal_allocate(n * n, sizeof(double)), .held = n - problem.n_free};
    found->misfit = misfit(&problem, &found->weight);
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
    problem_close(&problem);
}

void cal_profile(const struct cal_data *data, const double *parameters, const char *name) {
    size_t n = data->n_parameters, held = 0;
    double *home = cal_allocate(n, sizeof *home), penalties[2 * PROFILE_POINTS + 1], sd;
    struct problem problem;
    gsl_matrix *covar;
    while (held < n && strcmp(data->parameters[held].name, name) != 0)
        held++;
    if (held == n)
        cal_stop("found profile \"%s\"; allowed a fitted parameter", name);
    gsl_set_error_handler_off();
    problem_open(&problem, data, parameters);
    memcpy(home, problem.z, n * sizeof *home);
    renew_shift(&problem);
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
        printf("%.4g,%.2f\n", to_value(&data->parameters[held], home[held] + i * sd / 2),
               penalties[PROFILE_POINTS + i]);
    problem_close(&problem);
    free(home);
}
