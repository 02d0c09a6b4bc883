/* SPDX-License-Identifier: Apache-2.0 */
/* Results as comma-separated values (RFC 4180, lines ending in a line feed). */
#include "bonesim.h"

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

void bs_csv_write(const struct bs_run *run, FILE *file) {
    const struct bs_scenario *scenario = run->scenario;
    const bool band = run->cohort.draws > 0;
    fprintf(file, "arm,time_days,observable,unit,value,sd,p05,p50,p95,n%s\n", band ? ",mean_p05,mean_p95" : "");
    for (size_t arm = 0; arm < scenario->n_arms; arm++)
        for (size_t i = 0; i < scenario->n_observables; i++)
            for (size_t time = 0; time < scenario->n_times; time++) {
                const struct bs_spread *spread = bs_run_spread(run, arm, time, i);
                if (!(scenario->uses[time] & BS_LISTED))
                    continue;
                bs_csv_field(file, scenario->arms[arm].name);
                fprintf(file, ",%s,", bs_shortest(scenario->times_d[time]).text);
                bs_csv_field(file, run->rows[i].name);
                fputc(',', file);
                bs_csv_field(file, run->rows[i].unit);
                if (spread)
                    write_spread(file, spread, band);
                else /* one patient has no spread */
                    fprintf(file, ",%s,,,,,1\n", bs_shortest(bs_run_value(run, arm, time, i)).text);
            }
}
