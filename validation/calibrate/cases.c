/* SPDX-License-Identifier: Apache-2.0 */
/* Trial cases bound to the model, what each is for, and the fitted parameters with their priors. */
#include "calibrate.h"

#include <stdlib.h>
#include <string.h>

const char *const cal_role_names[] = {"fit", "predict", "none"};

static const double MONTH_D = 30.4375;

/* ---- cases ---- */

enum { CASE, STUDY, ROLE, SETTING }; /* columns of the roles */

static enum cal_role read_role(const struct cal_table *roles, size_t row) {
    const char *name = cal_cell(roles, row, ROLE);
    for (size_t i = 0; i < sizeof cal_role_names / sizeof *cal_role_names; i++)
        if (!strcmp(name, cal_role_names[i]))
            return (enum cal_role)i;
    cal_stop("%s:%zu: found role \"%s\"; allowed fit, predict, none", roles->path, row + 2, name);
}

/* Finds what the case names in the catalogue; says what is not there. */
static void bind(const bm_model *model, struct cal_case *of) {
    const struct bs_scenario *scenario = &of->scenario;
    size_t index;
    of->observables = cal_allocate(scenario->n_observables, sizeof *of->observables);
    for (size_t i = 0; i < scenario->n_observables; i++)
        if (bm_catalog_find(model, BM_KIND_OBSERVABLE, scenario->observables[i], &of->observables[i]) != BM_OK)
            bs_append(of->missing, sizeof of->missing, " %s", scenario->observables[i]);
    for (size_t i = 0; i < scenario->n_arms; i++)
        for (size_t j = 0; j < scenario->arms[i].n_interventions; j++) {
            bs_find_exercise(model, &scenario->arms[i].interventions[j]);
            if (bm_catalog_find(model, BM_KIND_AGENT, scenario->arms[i].interventions[j].agent, &index) != BM_OK)
                bs_append(of->missing, sizeof of->missing, " %s", scenario->arms[i].interventions[j].agent);
        }
}

/* The folder that has the case: trials, or else ratios, whose rows may be ratios of arms. */
static void find_folder(const char *validation, const char *name, char *folder, size_t size) {
    char path[4096];
    FILE *file;
    snprintf(folder, size, "%s/trials", validation);
    snprintf(path, sizeof path, "%s/%s.json", folder, name);
    file = fopen(path, "r");
    if (file)
        fclose(file);
    else
        snprintf(folder, size, "%s/ratios", validation);
}

static void read_case(struct cal_data *data, const char *validation, size_t row, struct cal_case *of) {
    struct bs_failure failure;
    char folder[4010], path[4096];
    *of = (struct cal_case){.name = cal_cell(&data->roles, row, CASE),
                            .study = cal_cell(&data->roles, row, STUDY),
                            .role = read_role(&data->roles, row),
                            .is_routine = !strcmp(cal_cell(&data->roles, row, SETTING), "routine"),
                            .first_arm = data->n_arms};
    if (of->role == CAL_NONE)
        return;
    find_folder(validation, of->name, folder, sizeof folder);
    snprintf(path, sizeof path, "%s/%s.json", folder, of->name);
    if (bs_scenario_read(path, &of->scenario, &failure) != BS_DONE)
        cal_stop("%s: %s", path, failure.text);
    bind(data->model, of);
    if (*of->missing) {
        fprintf(stderr, "calibrate: %s cannot run: this model lacks%s\n", of->name, of->missing);
        of->role = CAL_NONE;
        return;
    }
    cal_table_read(&of->table, "arm,months,observable,value,lo95,hi95,tolerance,source,n", folder, of->name, ".csv");
    data->n_arms += of->scenario.n_arms;
    data->n_rows += of->table.n_rows;
}

static void list_arms(struct cal_data *data) {
    struct cal_arm *arm = data->arms = cal_allocate(data->n_arms, sizeof *data->arms);
    for (size_t i = 0; i < data->n_cases; i++) {
        const struct bs_scenario *scenario = &data->cases[i].scenario;
        for (size_t j = 0; data->cases[i].role != CAL_NONE && j < scenario->n_arms; j++) {
            *arm++ = (struct cal_arm){.in_case = i, .index = j, .first_value = data->n_values};
            data->n_values += scenario->n_times * scenario->n_observables;
        }
    }
}

/* ---- rows ---- */

/* The arm of this name (up to length characters), as an index into data->arms. */
static bool find_arm(const struct cal_case *of, const char *name, size_t length, size_t *arm) {
    for (size_t i = 0; i < of->scenario.n_arms; i++)
        if (!strncmp(of->scenario.arms[i].name, name, length) && !of->scenario.arms[i].name[length]) {
            *arm = of->first_arm + i;
            return true;
        }
    return false;
}

static bool find_time(const struct bs_scenario *scenario, double months, size_t *time) {
    for (*time = 0; *time < scenario->n_times; ++*time)
        if (fabs(scenario->times_d[*time] - months * MONTH_D) < 0.01)
            return true;
    return false;
}

static bool find_observable(const struct bs_scenario *scenario, const char *name, size_t *observable) {
    for (*observable = 0; *observable < scenario->n_observables; ++*observable)
        if (!strcmp(scenario->observables[*observable], name))
            return true;
    return false;
}

/* Finds where the row's arms and months stand in the values of a parameter vector. */
static bool locate(const struct cal_data *data, struct cal_row *row) {
    const struct bs_scenario *scenario = &row->of->scenario;
    const char *minus = strstr(row->arm, " - "), *slash = strstr(row->arm, " / ");
    const char *sign = minus ? minus : slash, *span = strchr(row->span, '>');
    const char *names[] = {row->arm, sign ? sign + 3 : ""};
    size_t observable;
    row->months[0] = strtod(row->span, NULL);
    row->months[1] = span ? strtod(span + 1, NULL) : 0;
    if (!find_observable(scenario, row->observable, &observable))
        return false;
    row->n_arms = sign ? 2 : 1;
    row->is_ratio = !minus && slash;
    row->n_times = span ? 2 : 1;
    for (size_t i = 0; i < row->n_arms; i++) {
        size_t length = i == 0 && sign ? (size_t)(sign - row->arm) : strlen(names[i]);
        if (!find_arm(row->of, names[i], length, &row->arms[i]))
            return false;
        for (size_t j = 0; j < row->n_times; j++) {
            size_t time;
            if (!find_time(scenario, row->months[j], &time))
                return false;
            row->values[i][j] = data->arms[row->arms[i]].first_value + time * scenario->n_observables + observable;
        }
    }
    return true;
}

/* "40" or "40/45": measured in the first arm and in the second; "": not known. */
static void read_women(const char *cell, double women[2]) {
    const char *slash = strchr(cell, '/');
    women[0] = strtod(cell, NULL);
    women[1] = slash ? strtod(slash + 1, NULL) : 0;
}

static void list_rows(struct cal_data *data) {
    struct cal_row *row = data->rows = cal_allocate(data->n_rows, sizeof *data->rows);
    for (size_t i = 0; i < data->n_cases; i++) {
        const struct cal_table *table = &data->cases[i].table;
        for (size_t j = 0; j < table->n_rows; j++, row++) {
            *row = (struct cal_row){.of = &data->cases[i],
                                    .arm = cal_cell(table, j, 0),
                                    .span = cal_cell(table, j, 1),
                                    .observable = cal_cell(table, j, 2),
                                    .value = cal_cell_number(table, j, 3),
                                    .tolerance = cal_cell_number(table, j, 6)};
            row->is_memory = strstr(cal_cell(table, j, 7), "memory") != NULL;
            read_women(cal_cell(table, j, 8), row->women);
            if (!locate(data, row))
                cal_stop("%s:%zu: found an arm, months or observable that the scenario does not sample", table->path,
                         j + 2);
        }
    }
}

double cal_row_model(const struct cal_row *row, const double *values, const double *shift) {
    double model[2] = {0, 0};
    for (size_t i = 0; i < row->n_arms; i++) {
        double at[2] = {0, 0};
        for (size_t j = 0; j < row->n_times; j++)
            at[j] = values[row->values[i][j]] + (shift ? shift[row->values[i][j]] : 0);
        model[i] = row->n_times == 1 ? at[0] : 100 * ((100 + at[1]) / (100 + at[0]) - 1);
    }
    return row->is_ratio ? model[0] / model[1] : model[0] - model[1];
}

/* ---- parameters ---- */

static size_t find_prior(const struct cal_table *priors, const char *name) {
    size_t row = 0;
    while (row < priors->n_rows && strcmp(cal_cell(priors, row, 0), name) != 0)
        row++;
    return row;
}

static void list_parameters(struct cal_data *data) {
    const struct cal_table *priors = &data->priors;
    size_t count = bm_catalog_count(data->model, BM_KIND_PARAMETER);
    bm_catalog_entry entry;
    data->parameters = cal_allocate(count, sizeof *data->parameters);
    for (size_t i = 0; i < count; i++) {
        struct cal_parameter *parameter = &data->parameters[data->n_parameters];
        size_t row;
        if (bm_catalog_row(data->model, BM_KIND_PARAMETER, i, &entry) != BM_OK || !(entry.flags & BM_FLAG_FITTED))
            continue;
        row = find_prior(priors, entry.name);
        if (row == priors->n_rows)
            cal_stop("%s: found no row for %s, a fitted parameter", priors->path, entry.name);
        *parameter = (struct cal_parameter){.name = entry.name,
                                            .index = i,
                                            .value = entry.default_value,
                                            .minimum = entry.minimum,
                                            .maximum = entry.maximum,
                                            .centre = cal_cell_number(priors, row, 1),
                                            .log_sd = cal_cell_number(priors, row, 2)};
        if (!(parameter->centre > 0 && parameter->log_sd > 0))
            cal_stop("%s:%zu: found centre %g and log_sd %g; allowed numbers above 0", priors->path, row + 2,
                     parameter->centre, parameter->log_sd);
        data->n_parameters++;
    }
    if (priors->n_rows > data->n_parameters)
        fprintf(stderr, "calibrate: %s: %zu rows, but the model has %zu fitted parameters\n", priors->path,
                priors->n_rows, data->n_parameters);
}

/* ---- all ---- */

void cal_data_read(struct cal_data *data, const char *source_directory, const char *only) {
    char folder[4000];
    bm_model_options options;
    bool found = false;
    snprintf(folder, sizeof folder, "%s/validation", source_directory);
    bm_model_options_init(&options);
    options.name = "full";
    if (bm_model_create(&options, &data->model) != BM_OK)
        cal_stop("found no model \"full\" in this library");
    cal_table_read(&data->priors, "parameter,centre,log_sd,source", folder, "priors", ".csv");
    cal_table_read(&data->roles, "case,study,role,setting,reference,why", folder, "roles", ".csv");
    list_parameters(data);
    data->cases = cal_allocate(data->roles.n_rows, sizeof *data->cases);
    for (size_t i = 0; i < data->roles.n_rows; i++)
        if (!only || !strcmp(only, cal_cell(&data->roles, i, CASE))) {
            read_case(data, folder, i, &data->cases[data->n_cases++]);
            found = true;
        }
    if (!found)
        cal_stop("%s: found no case \"%s\"", data->roles.path, only ? only : "");
    list_arms(data);
    list_rows(data);
    cal_find_errors(data);
}

void cal_data_free(struct cal_data *data) {
    for (size_t i = 0; i < data->n_cases; i++) {
        bs_scenario_free(&data->cases[i].scenario);
        cal_table_free(&data->cases[i].table);
        free(data->cases[i].observables);
    }
    for (size_t i = 0; i < data->n_studies; i++) {
        free(data->studies[i].rows);
        free(data->studies[i].factor);
    }
    free(data->studies);
    free(data->cases);
    free(data->arms);
    free(data->rows);
    free(data->parameters);
    cal_table_free(&data->priors);
    cal_table_free(&data->roles);
    bm_model_destroy(data->model);
}
