/* SPDX-License-Identifier: Apache-2.0 */
/* Results as comma-separated values (RFC 4180, lines ending in a line feed). */
#include "bonesim.h"

#include <stdlib.h>
#include <string.h>

void bs_csv_field(FILE *file, const char *text) {
    if (!text[strcspn(text, ",\"\r\n")]) {
        fputs(text, file);
        return;
    }
    fputc('"', file);
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', file);
        fputc(*text, file);
    }
    fputc('"', file);
}

/* Nothing, where there is no number. */
static void write_number(FILE *file, double value) {
    fprintf(file, ",%s", isnan(value) ? "" : bs_shortest(value).text);
}

static void write_spread(FILE *file, const struct bs_spread *spread, bool band) {
    const double columns[] = {spread->mean, spread->sd, spread->p05, spread->p50, spread->p95};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        write_number(file, columns[i]);
    fprintf(file, ",%zu", spread->n);
    if (band) {
        write_number(file, spread->mean_p05);
        write_number(file, spread->mean_p95);
    }
    fputc('\n', file);
}

static void write_place(FILE *file, const char *arm, double time_d, const char *before, const bm_catalog_entry *row) {
    char name[200] = "";
    bs_append(name, sizeof name, "%s%s", before, row->name);
    bs_csv_field(file, arm);
    fprintf(file, ",%s,", bs_shortest(time_d).text);
    bs_csv_field(file, name);
    fputc(',', file);
    bs_csv_field(file, *before ? "1" : row->unit);
}

/* The probabilities of being below thresholds, and of ever having been. */
static void write_below(const struct bs_run *run, size_t arm, FILE *file) {
    const struct bs_scenario *scenario = run->scenario;
    for (size_t i = 0; i < 2 * run->n_below; i++)
        for (size_t time = 0; time < scenario->n_times; time++) {
            const struct bs_below *below = &run->below[i / 2];
            const double *values = i % 2 ? below->ever : below->now;
            if (!(scenario->uses[time] & BS_LISTED))
                continue;
            write_place(file, scenario->arms[arm].name, scenario->times_d[time],
                        i % 2 ? "probability_ever_below." : "probability_below.", &below->row);
            write_number(file, values[arm * scenario->n_times + time]);
            fprintf(file, ",,,,,%zu%s\n", bs_run_spread(run, arm, time, 0)->n, run->cohort.draws > 0 ? ",," : "");
        }
}

/* Of a forecast: what each arm has more than each one after it. */
static void write_differences(const struct bs_run *run, FILE *file) {
    const struct bs_scenario *scenario = run->scenario;
    for (size_t first = 0; first < scenario->n_arms; first++)
        for (size_t second = first + 1; second < scenario->n_arms; second++) {
            const size_t length = strlen(scenario->arms[first].name) + strlen(scenario->arms[second].name) + 4;
            char *name = calloc(length, 1);
            if (!name)
                return;
            bs_append(name, length, "%s - %s", scenario->arms[first].name, scenario->arms[second].name);
            for (size_t i = 0; i < scenario->n_observables; i++)
                for (size_t time = 0; time < scenario->n_times; time++)
                    if (scenario->uses[time] & BS_LISTED) {
                        write_place(file, name, scenario->times_d[time], "", &run->rows[i]);
                        write_spread(file, bs_run_difference(run, first, second, time, i), false);
                    }
            free(name);
        }
}

void bs_csv_write(const struct bs_run *run, FILE *file) {
    const struct bs_scenario *scenario = run->scenario;
    const bool band = run->cohort.draws > 0;
    fprintf(file, "arm,time_days,observable,unit,value,sd,p05,p50,p95,n%s\n", band ? ",mean_p05,mean_p95" : "");
    for (size_t arm = 0; arm < scenario->n_arms; arm++) {
        for (size_t i = 0; i < scenario->n_observables; i++)
            for (size_t time = 0; time < scenario->n_times; time++) {
                const struct bs_spread *spread = bs_run_spread(run, arm, time, i);
                if (!(scenario->uses[time] & BS_LISTED))
                    continue;
                write_place(file, scenario->arms[arm].name, scenario->times_d[time], "", &run->rows[i]);
                if (spread)
                    write_spread(file, spread, band);
                else /* one patient has no spread */
                    fprintf(file, ",%s,,,,,1\n", bs_shortest(bs_run_value(run, arm, time, i)).text);
            }
        write_below(run, arm, file);
    }
    if (run->differences)
        write_differences(run, file);
}
