/* SPDX-License-Identifier: Apache-2.0 */
/* What is written into validation/results, and printed. */
#include "calibrate.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const double MONTH_D = 30.4375;
static const size_t CURVE_POINTS = 120; /* at most, and at most one a month */

/* A file in the making: it appears whole or not at all. */
static FILE *open_result(struct bs_output *output, const char *source_directory, const char *name) {
    struct bs_failure failure;
    char path[4096];
    snprintf(path, sizeof path, "%s/validation/results/%s", source_directory, name);
    if (bs_output_open(output, path, &failure) != BS_DONE)
        cal_stop("%s: %s", path, failure.text);
    return output->file;
}

static void close_result(struct bs_output *output) {
    struct bs_failure failure;
    if (bs_output_finish(output, &failure) != BS_DONE || bs_output_commit(output, 1, &failure) != BS_DONE)
        cal_stop("%s", failure.text);
    bs_output_discard(output);
}

/* An empty cell where there is no number. */
static void write_number(FILE *file, double number) {
    if (isfinite(number))
        fprintf(file, ",%.5g", number);
    else
        fputc(',', file);
}

static const char *verdict(double ratio) {
    return ratio < CAL_DETERMINED ? "determined" : ratio < 0.9 ? "partly" : "not";
}

/* "minimum", "maximum" or "": which end of its range a parameter stands at. */
static const char *end_of(const struct cal_parameter *parameter, double value) {
    return value <= 1.01 * parameter->minimum ? "minimum" : value >= 0.99 * parameter->maximum ? "maximum" : "";
}

static bool agrees(const struct cal_start *start) {
    return start->farthest_sd <= 1 && start->predictions_rms <= 0.1;
}

static void write_starts(const struct cal_data *data, const struct cal_fit *fit, const char *source_directory) {
    struct bs_output output;
    FILE *file = open_result(&output, source_directory, "starts.csv");
    fprintf(file, "start,penalty,chi2,farthest_determined,its_distance_sd,predictions_rms,agrees\n");
    for (size_t i = 0; i < fit->n_starts; i++) {
        const struct cal_start *start = &fit->start[i];
        fprintf(file, "%zu,%.2f,%.2f,%s,%.2f,%.3f,%s\n", i + 1, start->penalty, start->chi2,
                i == fit->best ? "" : data->parameters[start->farthest].name, start->farthest_sd,
                start->predictions_rms,
                i == fit->best  ? "best"
                : agrees(start) ? "yes"
                                : "no");
    }
    close_result(&output);
}

void cal_write_fit(const struct cal_data *data, const struct cal_fit *fit, const char *source_directory) {
    const struct cal_start *best = &fit->start[fit->best];
    struct bs_output output;
    FILE *file = open_result(&output, source_directory, "parameters.csv");
    size_t fitted = 0, agreeing = 0;
    fprintf(file, "parameter,value,centre,log_sd,posterior_log_sd,ratio,verdict,partner,correlation,end\n");
    for (size_t i = 0; i < data->n_parameters; i++) {
        const struct cal_parameter *parameter = &data->parameters[i];
        double ratio = fit->posterior_log_sd[i] / parameter->log_sd;
        fprintf(file, "%s,%.4g,%.4g,%.3g,%.3g,%.3f,%s,%s,%.2f,%s\n", parameter->name, fit->values[i], parameter->centre,
                parameter->log_sd, fit->posterior_log_sd[i], ratio, verdict(ratio),
                data->parameters[fit->partner[i]].name, fit->correlation[i], end_of(parameter, fit->values[i]));
    }
    close_result(&output);
    for (size_t i = 0; i < data->n_rows; i++)
        fitted += data->rows[i].weight > 0;
    for (size_t i = 0; i < fit->n_starts; i++)
        agreeing += agrees(&fit->start[i]);
    file = open_result(&output, source_directory, "fit.csv");
    fprintf(file, "name,value\nparameters,%zu\nrows,%zu\nchi2,%.1f\npriors,%.1f\nstarts,%zu\nagreeing,%zu\n",
            data->n_parameters, fitted, best->chi2, best->penalty - best->chi2, fit->n_starts, agreeing);
    close_result(&output);
    write_starts(data, fit, source_directory);
    printf("%zu of %zu starts agree with the best\n", agreeing, fit->n_starts);
}

void cal_write_covariance(const struct cal_data *data, const struct cal_covariance *found,
                          const char *source_directory) {
    struct bs_output output;
    size_t n = data->n_parameters;
    FILE *file = open_result(&output, source_directory, "covariance.csv");
    fprintf(file, "parameter,value,log_sd");
    for (size_t i = 0; i < n; i++)
        fprintf(file, ",%s", data->parameters[i].name);
    for (size_t i = 0; i < n; i++) {
        const double *row = &found->factor[i * n];
        double variance = 0;
        for (size_t j = 0; j <= i; j++)
            variance += row[j] * row[j];
        fprintf(file, "\n%s,%.4g,%.4g", data->parameters[i].name, data->parameters[i].value, sqrt(variance));
        for (size_t j = 0; j <= i; j++)
            fprintf(file, ",%.4g", row[j]);
        for (size_t j = i + 1; j < n; j++)
            fputc(',', file);
    }
    fputc('\n', file);
    close_result(&output);
    printf("misfit %.1f, weights %.1f, told by the data %.1f of %zu parameters, %zu held at an end; variances of the "
           "data multiplied by %.3f\n",
           found->misfit, found->weight, found->told_by_data, n, found->held, found->scale);
}

void cal_write_predictions(const struct cal_data *data, const double *values, const double *left_out,
                           const char *source_directory) {
    struct bs_output output;
    FILE *file = open_result(&output, source_directory, "predictions.csv");
    fprintf(file, "case,arm,months,observable,role,value,tolerance,sd,model,within,loo\n");
    for (size_t i = 0; i < data->n_rows; i++) {
        const struct cal_row *row = &data->rows[i];
        double model = cal_row_model(row, values, NULL);
        fprintf(file, "%s,%s,%s,%s,%s,%.6g,%.6g,%.4g", row->of->name, row->arm, row->span, row->observable,
                cal_role_names[row->of->role], row->value, row->tolerance, row->sd);
        write_number(file, model);
        fprintf(file, ",%d", fabs(model - row->value) <= row->tolerance);
        write_number(file, left_out ? left_out[i] : (double)NAN);
        fputc('\n', file);
    }
    close_result(&output);
}

static const char unseen_header[] = "case,arm,months,observable,model,secants,refit,parameter_sd";

static void print_unseen(char text[64], double number) {
    text[0] = '\0';
    if (isfinite(number))
        snprintf(text, 64, "%.5g", number);
}

static double read_unseen(const struct cal_table *table, size_t row, size_t column) {
    return *cal_cell(table, row, column) ? cal_cell_number(table, row, column) : (double)NAN;
}

void cal_read_unseen(const struct cal_data *data, const double *values, struct cal_unseen *unseen,
                     const char *source_directory) {
    char directory[4096];
    struct cal_table table = {0};
    bool is_of_now;
    snprintf(directory, sizeof directory, "%s/validation/results/unseen.csv", source_directory);
    is_of_now = access(directory, R_OK) == 0;
    if (is_of_now) {
        *strrchr(directory, '/') = '\0';
        cal_table_read(&table, unseen_header, directory, "unseen", ".csv");
        is_of_now = table.n_rows == data->n_rows;
    }
    for (size_t i = 0; i < data->n_rows; i++) {
        char model[64];
        unseen->model[i] = cal_row_model(&data->rows[i], values, NULL);
        unseen->secants[i] = unseen->refit[i] = unseen->parameter_sd[i] = (double)NAN;
        print_unseen(model, unseen->model[i]);
        is_of_now = is_of_now && !strcmp(cal_cell(&table, i, 0), data->rows[i].of->name) &&
                    !strcmp(cal_cell(&table, i, 4), model);
    }
    for (size_t i = 0; i < data->n_rows && is_of_now; i++) {
        unseen->secants[i] = read_unseen(&table, i, 5);
        unseen->refit[i] = read_unseen(&table, i, 6);
        unseen->parameter_sd[i] = read_unseen(&table, i, 7);
    }
    cal_table_free(&table);
}

void cal_write_unseen(const struct cal_data *data, const struct cal_unseen *unseen, const char *source_directory) {
    struct bs_output output;
    FILE *file = open_result(&output, source_directory, "unseen.csv");
    fprintf(file, "%s\n", unseen_header);
    for (size_t i = 0; i < data->n_rows; i++) {
        const struct cal_row *row = &data->rows[i];
        fprintf(file, "%s,%s,%s,%s", row->of->name, row->arm, row->span, row->observable);
        write_number(file, unseen->model[i]);
        write_number(file, unseen->secants[i]);
        write_number(file, unseen->refit[i]);
        write_number(file, unseen->parameter_sd[i]);
        fputc('\n', file);
    }
    close_result(&output);
}

static void write_draw(FILE *file, const struct cal_data *data, const double *parameters) {
    for (size_t i = 0; i < data->n_parameters; i++)
        fprintf(file, ",%.6g", parameters[i]);
    fputc('\n', file);
}

/* Draw 0 is the fit. */
void cal_write_draws(const struct cal_data *data, const double *parameters, size_t n, const double *draws,
                     const double *penalties, const char *source_directory) {
    struct bs_output output;
    FILE *file = open_result(&output, source_directory, "draws.csv");
    fprintf(file, "draw,penalty");
    for (size_t i = 0; i < data->n_parameters; i++)
        fprintf(file, ",%s", data->parameters[i].name);
    fprintf(file, "\n0,");
    write_draw(file, data, parameters);
    for (size_t draw = 0; draw < n; draw++) {
        fprintf(file, "%zu,%.1f", draw + 1, penalties[draw]);
        write_draw(file, data, &draws[draw * data->n_parameters]);
    }
    close_result(&output);
}

/* An arm on a dense grid. */
static void write_curve(const struct cal_data *data, size_t arm, const double *parameters, FILE *file) {
    const struct cal_case *of = &data->cases[data->arms[arm].in_case];
    const struct bs_scenario *scenario = &of->scenario;
    size_t months = (size_t)(scenario->times_d[scenario->n_times - 1] / MONTH_D + 1e-6);
    size_t step = (months + CURVE_POINTS - 1) / CURVE_POINTS, count = step ? months / step + 1 : 1;
    double *times_d = cal_allocate(count, sizeof *times_d);
    double *values = cal_allocate(count * scenario->n_observables, sizeof *values);
    for (size_t i = 0; i < count; i++)
        times_d[i] = (double)(i * step) * MONTH_D;
    cal_simulate_curve(data, arm, parameters, &(struct cal_grid){times_d, count}, values);
    for (size_t i = 0; i < scenario->n_observables; i++)
        for (size_t j = 0; j < count; j++)
            if (isfinite(values[j * scenario->n_observables + i]))
                fprintf(file, "%s,%s,%zu,%s,%.4g\n", of->name, scenario->arms[data->arms[arm].index].name, j * step,
                        scenario->observables[i], values[j * scenario->n_observables + i]);
    free(values);
    free(times_d);
}

void cal_write_curves(const struct cal_data *data, const double *parameters, const char *source_directory) {
    struct bs_output output;
    FILE *file = open_result(&output, source_directory, "curves.csv");
    fprintf(file, "case,arm,months,observable,value\n");
    for (size_t arm = 0; arm < data->n_arms; arm++)
        write_curve(data, arm, parameters, file);
    close_result(&output);
}

/* Says of an arm that failed, why. */
static void print_failures(const struct cal_data *data, const double *parameters, const double *values) {
    for (size_t arm = 0; arm < data->n_arms; arm++) {
        const struct cal_case *of = &data->cases[data->arms[arm].in_case];
        const struct bs_scenario *scenario = &of->scenario;
        struct bs_failure why = {.text = ""};
        if (!isnan(values[data->arms[arm].first_value]))
            continue;
        cal_explain(data, arm, parameters, &why);
        printf("FAILED %s %s: %s\n", of->name, scenario->arms[data->arms[arm].index].name, why.text);
    }
}

void cal_print_scores(const struct cal_data *data, const double *parameters, const double *values, bool every_row) {
    size_t within[3] = {0}, count[3] = {0};
    print_failures(data, parameters, values);
    for (size_t i = 0; i < data->n_rows; i++) {
        const struct cal_row *row = &data->rows[i];
        double model = cal_row_model(row, values, NULL), error = (model - row->value) / row->tolerance;
        bool good = fabs(error) <= 1;
        count[row->of->role]++;
        within[row->of->role] += good;
        if (every_row)
            printf("%s %-7s %-28s %-28s %8s %-26s want %8.4g got %8.4g (tol %.3g, error %.2f of it)\n",
                   good ? "ok " : "OUT", cal_role_names[row->of->role], row->of->name, row->arm, row->span,
                   row->observable, row->value, model, row->tolerance, error);
    }
    for (size_t role = CAL_FIT; role < CAL_NONE; role++)
        printf("%s: %zu of %zu within tolerance (%.0f %%)\n", cal_role_names[role], within[role], count[role],
               100 * (double)within[role] / fmax(1, (double)count[role]));
}
