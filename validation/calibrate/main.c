/* SPDX-License-Identifier: Apache-2.0 */
/* The command line of calibrate. */
#include "calibrate.h"

#include <gsl/gsl_errno.h>
#include <stdlib.h>
#include <string.h>

static const char *const help =
    "calibrate [OPTION...] SOURCE_DIR\n"
    "Fits the model to SOURCE_DIR/validation/trials and writes SOURCE_DIR/validation/results.\n"
    "\n"
    "  --starts N           fits from the priors' centre and N - 1 points drawn around it (default 1)\n"
    "  --iterations N       at most, of each fit (default 40)\n"
    "  --warm               fit once, from the present values\n"
    "  --leave-one-out      also predict each fitted study by a fit without it\n"
    "  --evaluate           no fit: print scores of the present values, a line per published number\n"
    "  --covariance         no fit: write results/covariance.csv, how sure the present values are, all together\n"
    "  --refit-left-out     no fit: write results/unseen.csv, each fitted study by a fit without it; goes on where it "
    "was\n"
    "                       stopped\n"
    "  --refit-fully STUDY  no fit: print what a fit without this study predicts of it, until nothing moves\n"
    "  --draws N            no fit: write results/draws.csv, N draws of the parameters that agree with the trials\n"
    "  --only CASE          this case alone; nothing is written\n"
    "  --set NAME=VALUE     with --evaluate: another value of a parameter; nothing is written\n"
    "  --threads N          at most (default: all processors); the results are the same\n"
    "  --profile NAME       print the penalty along this parameter, the others fitted; nothing is written\n";

static void stop_with_usage(const char *argument) {
    fprintf(stderr, "calibrate: found %s; allowed:\n%s", argument, help);
    exit(BS_WRONG);
}

struct command {
    struct cal_options options;
    const char *only, *profile, *source_directory;
    const char *refit_fully;
    bool leave_one_out, evaluate, covariance, refit_left_out;
    unsigned long draws;
    struct bs_values set;
    size_t threads;
};

static unsigned long read_count(const char *text) {
    char *end;
    unsigned long count = strtoul(text, &end, 10);
    if (end == text || *end || *text == '-' || count == 0 || count > 10000)
        stop_with_usage(text);
    return count;
}

/* NAME=VALUE, cut where it stands. */
static bm_named_value read_assignment(char *text) {
    char *equals = strchr(text, '='), *end;
    bm_named_value item = {.name = text};
    if (!equals)
        stop_with_usage(text);
    *equals = '\0';
    item.value = strtod(equals + 1, &end);
    if (end == equals + 1 || *end)
        stop_with_usage(equals + 1);
    return item;
}

static void read_command(int count, char **arguments, struct command *command) {
    static const char *const with_value[] = {"--starts",  "--iterations", "--only",  "--set",
                                             "--profile", "--threads",    "--draws", "--refit-fully"};
    *command = (struct command){.options = {.starts = 1, .iterations = 40}, .threads = cal_processors()};
    command->set.items = cal_allocate((size_t)count, sizeof *command->set.items);
    for (int i = 1; i < count; i++) {
        char *name = arguments[i], *value = i + 1 < count ? arguments[i + 1] : NULL;
        if (!strcmp(name, "--help")) {
            fputs(help, stdout);
            exit(EXIT_SUCCESS);
        }
        for (size_t j = 0; j < sizeof with_value / sizeof *with_value; j++)
            if (!strcmp(name, with_value[j]) && ++i == count)
                stop_with_usage("an option without its value");
        if (!strcmp(name, "--starts"))
            command->options.starts = read_count(value);
        else if (!strcmp(name, "--iterations"))
            command->options.iterations = read_count(value);
        else if (!strcmp(name, "--threads"))
            command->threads = read_count(value);
        else if (!strcmp(name, "--warm"))
            command->options.warm = true;
        else if (!strcmp(name, "--leave-one-out"))
            command->leave_one_out = true;
        else if (!strcmp(name, "--evaluate"))
            command->evaluate = true;
        else if (!strcmp(name, "--covariance"))
            command->covariance = true;
        else if (!strcmp(name, "--refit-left-out"))
            command->refit_left_out = true;
        else if (!strcmp(name, "--refit-fully"))
            command->refit_fully = value;
        else if (!strcmp(name, "--draws"))
            command->draws = read_count(value);
        else if (!strcmp(name, "--only"))
            command->only = value;
        else if (!strcmp(name, "--set"))
            command->set.items[command->set.count++] = read_assignment(value);
        else if (!strcmp(name, "--profile"))
            command->profile = value;
        else if (*name == '-' || command->source_directory)
            stop_with_usage(name);
        else
            command->source_directory = name;
    }
    if (!command->source_directory)
        stop_with_usage("no SOURCE_DIR");
    if (command->threads > CAL_MAX_THREADS)
        command->threads = CAL_MAX_THREADS;
    if (command->set.count > 0 && !command->evaluate)
        stop_with_usage("--set without --evaluate");
    if ((command->covariance || command->refit_left_out || command->draws) && command->only)
        stop_with_usage("--covariance, --refit-left-out or --draws with --only");
    if (command->draws % 2)
        stop_with_usage("--draws with an odd number");
}

static void check_set(const struct cal_data *data) {
    for (size_t i = 0; i < data->set.count; i++) {
        size_t index;
        if (bm_catalog_find(data->model, BM_KIND_PARAMETER, data->set.items[i].name, &index) != BM_OK)
            cal_stop("found no parameter \"%s\"", data->set.items[i].name);
    }
}

static void write_covariance(const struct command *command, const struct cal_data *data, const double *parameters) {
    struct cal_covariance found;
    cal_covariance(data, parameters, &found);
    cal_write_covariance(data, &found, command->source_directory);
    free(found.factor);
}

static void write_draws(const struct command *command, const struct cal_data *data, const double *parameters) {
    double *draws = cal_allocate(command->draws * data->n_parameters, sizeof *draws);
    double *penalties = cal_allocate(command->draws, sizeof *penalties);
    cal_draw(data, parameters, command->draws, draws, penalties);
    cal_write_draws(data, parameters, command->draws, draws, penalties, command->source_directory);
    free(penalties);
    free(draws);
}

static void write_unseen(const struct command *command, const struct cal_data *data, const double *parameters) {
    double *values = cal_allocate(data->n_values, sizeof *values);
    struct cal_unseen unseen = {.model = cal_allocate(data->n_rows, sizeof(double)),
                                .secants = cal_allocate(data->n_rows, sizeof(double)),
                                .refit = cal_allocate(data->n_rows, sizeof(double)),
                                .parameter_sd = cal_allocate(data->n_rows, sizeof(double))};
    cal_simulate_means(data, parameters, values);
    cal_read_unseen(data, values, &unseen, command->source_directory);
    cal_refit_left_out(data, parameters, &unseen, command->source_directory);
    free(unseen.parameter_sd);
    free(unseen.refit);
    free(unseen.secants);
    free(unseen.model);
    free(values);
}

/* What is asked instead of a fit or scores. Returns whether something was. */
static bool run_once(const struct command *command, const struct cal_data *data, const double *parameters) {
    if (command->profile)
        cal_profile(data, parameters, command->profile);
    else if (command->covariance)
        write_covariance(command, data, parameters);
    else if (command->draws)
        write_draws(command, data, parameters);
    else if (command->refit_left_out)
        write_unseen(command, data, parameters);
    else if (command->refit_fully)
        cal_refit_fully(data, parameters, command->refit_fully);
    else
        return false;
    return true;
}

static void run(const struct command *command, const struct cal_data *data) {
    bool writes = !command->only && data->set.count == 0;
    double *parameters = cal_allocate(data->n_parameters, sizeof *parameters), *left_out = NULL, *values;
    for (size_t i = 0; i < data->n_parameters; i++)
        parameters[i] = data->parameters[i].value;
    if (run_once(command, data, parameters)) {
        free(parameters);
        return;
    }
    if (!command->evaluate) {
        struct cal_fit fit;
        cal_fit_run(data, &command->options, &fit);
        memcpy(parameters, fit.values, data->n_parameters * sizeof *parameters);
        if (writes)
            cal_write_fit(data, &fit, command->source_directory);
        cal_fit_free(&fit);
    }
    if (command->leave_one_out) {
        left_out = cal_allocate(data->n_rows, sizeof *left_out);
        cal_leave_one_out(data, parameters, left_out);
    }
    values = cal_allocate(data->n_values, sizeof *values);
    cal_simulate_means(data, parameters, values);
    cal_print_scores(data, parameters, values, command->evaluate);
    if (writes) {
        cal_write_predictions(data, values, left_out, command->source_directory);
        cal_write_curves(data, parameters, command->source_directory);
    }
    free(values);
    free(left_out);
    free(parameters);
}

int main(int count, char **arguments) {
    struct command command;
    struct cal_data data = {0};
    gsl_set_error_handler_off();
    read_command(count, arguments, &command);
    data.set = command.set;
    data.threads = command.threads;
    cal_data_read(&data, command.source_directory, command.only);
    check_set(&data);
    run(&command, &data);
    cal_data_free(&data);
    free(command.set.items);
    return EXIT_SUCCESS;
}
