/* SPDX-License-Identifier: Apache-2.0 */
/* How every observable, arm and sample changes with covariates and parameters: a table of derivatives. */
#include "bonesim.h"

#include <stdlib.h>
#include <string.h>

/* The names between the commas of a list, which is cut. */
static size_t split(char *list, const char **names) {
    size_t count = 0;
    for (char *at = list; at; at = strchr(at, ',')) {
        if (*at == ',')
            *at++ = '\0';
        names[count++] = at;
    }
    return count;
}

static void write_rows(const struct bs_run *run, size_t arm, const char *const *names, size_t n_names,
                       const double *values, FILE *file) {
    const struct bs_scenario *scenario = run->scenario;
    for (size_t i = 0; i < n_names; i++)
        for (size_t k = 0; k < scenario->n_observables; k++)
            for (size_t t = 0; t < scenario->n_times; t++) {
                bm_catalog_entry by = {.unit = ""};
                if (!bs_find_row(run->model, BM_KIND_COVARIATE, names[i], &by))
                    bs_find_row(run->model, BM_KIND_PARAMETER, names[i], &by);
                bs_csv_field(file, scenario->arms[arm].name);
                fprintf(file, ",%s,", bs_shortest(scenario->times_d[t]).text);
                bs_csv_field(file, run->rows[k].name);
                fputc(',', file);
                bs_csv_field(file, run->rows[k].unit);
                fprintf(file, ",%s,", names[i]);
                bs_csv_field(file, by.unit);
                fprintf(file, ",%s\n",
                        bs_shortest(values[(i * scenario->n_times + t) * scenario->n_observables + k]).text);
            }
}

static int differ(struct bs_run *run, size_t arm, const char *const *names, size_t n_names, double *values, FILE *file,
                  struct bs_failure *failure) {
    const struct bs_scenario *scenario = run->scenario;
    const struct bs_place arms = bs_key(NULL, "arms"), place = bs_index(&arms, arm);
    struct bs_rule *rules = calloc(scenario->arms[arm].n_interventions + 1, sizeof *rules);
    bm_patient *patient = NULL;
    int status = rules ? bs_make_patient(run, arm, rules, &patient, failure) : bs_no_memory(failure);
    if (!status) {
        const bm_status result = bm_patient_sensitivities(patient, names, n_names, scenario->times_d, scenario->n_times,
                                                          run->observables, scenario->n_observables, values,
                                                          n_names * scenario->n_times * scenario->n_observables);
        status = result == BM_OK ? BS_DONE : bs_library_failed(bm_patient_last_error(patient), result, &place, failure);
    }
    if (!status) {
        run->messages[arm] = bs_collect_messages(&scenario->arms[arm], patient);
        write_rows(run, arm, names, n_names, values, file);
    }
    bm_patient_destroy(patient);
    free(rules);
    return status;
}

int bs_sensitivities_write(struct bs_run *run, const char *by, FILE *file, struct bs_failure *failure) {
    const struct bs_scenario *scenario = run->scenario;
    const struct bs_place cohort = bs_key(NULL, "cohort");
    char *list = strdup(by);
    const char **names = list ? calloc(strlen(by) + 1, sizeof *names) : NULL;
    const size_t n_names = names ? split(list, names) : 0;
    double *values = calloc(n_names * scenario->n_times * scenario->n_observables + 1, sizeof *values);
    char *text = NULL;
    size_t length = 0;
    FILE *table = open_memstream(&text, &length); /* nothing appears unless all of it does */
    int status = names && values && table ? BS_DONE : bs_no_memory(failure);
    if (!status && scenario->cohort)
        status = bs_wrong(failure, &cohort, scenario->cohort, "no cohort to explain: one patient in each arm");
    if (!status)
        fputs("arm,time_days,observable,unit,by,by_unit,value\n", table);
    for (size_t arm = 0; !status && arm < scenario->n_arms; arm++)
        status = bs_interrupted() ? bs_stopped(failure) : differ(run, arm, names, n_names, values, table, failure);
    if (table)
        fclose(table);
    if (!status)
        fwrite(text, 1, length, file);
    free(text);
    free(values);
    free(names);
    free(list);
    return status;
}
