/* SPDX-License-Identifier: Apache-2.0 */
/* What is minimised: the model at a point, its slopes, and residuals. */
#include "problem.h"

#include <stdlib.h>
#include <string.h>

static const double HUBER = 2;       /* sd, up to where the loss is a square */
static const double FAILED_SD = 100; /* what a row of an arm that cannot be simulated counts as */
static const double STEP = 0.01;     /* of ln p, for differences */

/* ---- setting up ---- */

void cal_problem_open(struct cal_problem *problem, const struct cal_data *data, const double *parameters) {
    size_t n = data->n_parameters;
    if (n == 0)
        cal_stop("found no fitted parameter in the model");
    *problem = (struct cal_problem){.data = data, .n_free = n, .huber = HUBER};
    problem->shift = cal_allocate(data->n_values, sizeof(double));
    problem->weights = cal_allocate(data->n_rows, sizeof(double));
    problem->z = cal_allocate(n, sizeof(double));
    problem->free = cal_allocate(n, sizeof(size_t));
    problem->touches = cal_allocate(n * data->n_arms, sizeof(bool));
    problem->latest.z = cal_allocate(n, sizeof(double));
    problem->latest.values = cal_allocate(data->n_values, sizeof(double));
    problem->latest.slopes = cal_allocate(data->n_rows * n, sizeof(double));
    for (size_t i = 0; i < data->n_rows; i++)
        problem->weights[i] = data->rows[i].weight;
    for (size_t i = 0; i < n; i++) {
        problem->free[i] = i;
        problem->z[i] = cal_to_z(&data->parameters[i], parameters[i]);
    }
}

void cal_problem_close(struct cal_problem *problem) {
    free(problem->latest.z);
    free(problem->latest.values);
    free(problem->latest.slopes);
    free(problem->shift);
    free(problem->weights);
    free(problem->z);
    free(problem->free);
    free(problem->touches);
}

double cal_to_value(const struct cal_parameter *parameter, double z) {
    return fmin(fmax(parameter->centre * exp(parameter->log_sd * z), parameter->minimum), parameter->maximum);
}

double cal_to_z(const struct cal_parameter *parameter, double value) {
    return log(value / parameter->centre) / parameter->log_sd;
}

void cal_to_values(const struct cal_data *data, const double *z, double *values) {
    for (size_t i = 0; i < data->n_parameters; i++)
        values[i] = cal_to_value(&data->parameters[i], z[i]);
}

/* ---- the model at a point ---- */

static bool is_at(const struct cal_problem *problem, const struct cal_point *point) {
    return point->has_values && !memcmp(point->z, problem->z, problem->data->n_parameters * sizeof *point->z);
}

double cal_mean_of(const struct cal_problem *problem, const struct cal_row *row, const double *values) {
    return cal_row_model(row, values, problem->shift);
}

double cal_renew_shift(struct cal_problem *problem) {
    const struct cal_data *data = problem->data;
    double *parameters = cal_allocate(data->n_parameters, sizeof *parameters);
    double *values = cal_allocate(data->n_values, sizeof *values);
    double *before = cal_allocate(data->n_values, sizeof *before), sum = 0;
    size_t n = 0;
    memcpy(before, problem->shift, data->n_values * sizeof *before);
    cal_to_values(data, problem->z, parameters);
    cal_simulate(data, parameters, 1, NULL, values);
    cal_mean_shifts(data, parameters, problem->shift);
    for (size_t i = 0; i < data->n_rows; i++) {
        const struct cal_row *row = &data->rows[i];
        const double moved = (cal_mean_of(problem, row, values) - cal_row_model(row, values, before)) / row->sd;
        if (problem->weights[i] > 0 && isfinite(moved)) {
            sum += moved * moved;
            n++;
        }
    }
    problem->latest.has_slopes = false;
    free(before);
    free(values);
    free(parameters);
    return sqrt(sum / fmax(1, (double)n));
}

struct cal_point *cal_find_values(struct cal_problem *problem) {
    const struct cal_data *data = problem->data;
    struct cal_point *latest = &problem->latest;
    double *values;
    if (is_at(problem, latest))
        return latest;
    values = cal_allocate(data->n_parameters, sizeof *values);
    cal_to_values(data, problem->z, values);
    cal_simulate(data, values, 1, NULL, latest->values);
    free(values);
    memcpy(latest->z, problem->z, data->n_parameters * sizeof *latest->z);
    latest->has_values = true;
    latest->has_slopes = false;
    return latest;
}

/* The step of z for differences: away from the end of the range. */
static double step_of(const struct cal_parameter *parameter, double z) {
    double step = STEP / parameter->log_sd;
    return cal_to_value(parameter, z + step) < parameter->maximum ? step : -step;
}

/* Learns from the first slopes which parameters leave an arm as it was, to the last bit; values: by free parameter,
 * with that one moved. */
static void learn_touches(struct cal_problem *problem, const struct cal_point *point, const double *values) {
    const struct cal_data *data = problem->data;
    for (size_t i = 0; i < problem->n_free; i++)
        for (size_t arm = 0; arm < data->n_arms; arm++) {
            const size_t first = data->arms[arm].first_value;
            const size_t end = arm + 1 < data->n_arms ? data->arms[arm + 1].first_value : data->n_values;
            problem->touches[problem->free[i] * data->n_arms + arm] =
                memcmp(&point->values[first], &values[i * data->n_values + first], (end - first) * sizeof *values) != 0;
        }
    problem->touches_known = true;
}

struct cal_point *cal_find_slopes(struct cal_problem *problem) {
    const struct cal_data *data = problem->data;
    struct cal_point *point = cal_find_values(problem);
    const size_t n = data->n_parameters;
    double *values, *parameters;
    bool *wanted;
    if (point->has_slopes)
        return point;
    values = cal_allocate(problem->n_free * data->n_values, sizeof *values);
    parameters = cal_allocate(problem->n_free * n, sizeof *parameters);
    wanted = cal_allocate(problem->n_free * data->n_arms, sizeof *wanted);
    for (size_t i = 0; i < problem->n_free; i++) {
        const size_t j = problem->free[i];
        cal_to_values(data, problem->z, &parameters[i * n]);
        parameters[i * n + j] =
            cal_to_value(&data->parameters[j], problem->z[j] + step_of(&data->parameters[j], problem->z[j]));
        memcpy(&values[i * data->n_values], point->values, data->n_values * sizeof *values);
        for (size_t arm = 0; arm < data->n_arms; arm++)
            wanted[i * data->n_arms + arm] = !problem->touches_known || problem->touches[j * data->n_arms + arm];
    }
    cal_simulate(data, parameters, problem->n_free, wanted, values);
    if (!problem->touches_known)
        learn_touches(problem, point, values);
    for (size_t i = 0; i < problem->n_free; i++) {
        const size_t j = problem->free[i];
        const double step = step_of(&data->parameters[j], problem->z[j]);
        for (size_t row = 0; row < data->n_rows; row++)
            point->slopes[row * n + j] = (cal_mean_of(problem, &data->rows[row], &values[i * data->n_values]) -
                                          cal_mean_of(problem, &data->rows[row], point->values)) /
                                         step;
    }
    point->has_slopes = true;
    free(wanted);
    free(parameters);
    free(values);
    return point;
}

/* ---- residuals ---- */

double cal_deviation(const struct cal_row *row, double model) {
    const double e = (model - row->value) / row->sd;
    return isfinite(e) ? e : FAILED_SD;
}

double cal_robust(const struct cal_problem *problem, double e) {
    const double k = problem->huber;
    return fabs(e) <= k ? e : copysign(sqrt(k * (2 * fabs(e) - k)), e);
}

double cal_robust_slope(const struct cal_problem *problem, double e) {
    return fabs(e) <= problem->huber ? 1 : problem->huber / fabs(cal_robust(problem, e));
}

void cal_weigh(const struct cal_data *data, const double *weights, double *rows, size_t stride) {
    cal_whiten(data, rows, stride);
    for (size_t i = 0; i < data->n_rows; i++)
        rows[i * stride] *= sqrt(weights[i]);
}

/* ---- the ends of ranges ---- */

void cal_hold_ends(struct cal_problem *problem) {
    size_t n = 0;
    for (size_t i = 0; i < problem->n_free; i++) {
        size_t j = problem->free[i];
        if (step_of(&problem->data->parameters[j], problem->z[j]) > 0)
            problem->free[n++] = j;
    }
    problem->n_free = n;
}
