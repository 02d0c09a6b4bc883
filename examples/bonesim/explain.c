/* SPDX-License-Identifier: Apache-2.0 */
/* What changes come from: for each arm and observable the parts of the change between the first and the last sample, as
 * a table and as bars. */
#include "bonesim.h"

#include <stdlib.h>
#include <string.h>

static size_t part_count(const struct bs_reasons *reasons, size_t arm) {
    return reasons->counts[arm];
}

static bm_part *parts_of(const struct bs_reasons *reasons, size_t arm, size_t observable) {
    return &reasons->parts[(arm * reasons->run->scenario->n_observables + observable) * BM_MAX_PARTS];
}

/* Explains the observables of an arm. */
static int explain_arm(struct bs_reasons *reasons, size_t arm, struct bs_failure *failure) {
    struct bs_run *run = reasons->run;
    const struct bs_scenario *scenario = run->scenario;
    const struct bs_place arms = bs_key(NULL, "arms"), place = bs_index(&arms, arm);
    const double first_d = scenario->times_d[0], last_d = scenario->times_d[scenario->n_times - 1];
    struct bs_rule *rules = calloc(scenario->arms[arm].n_interventions + 1, sizeof *rules);
    bm_patient *patient = NULL;
    bm_status result = BM_OK;
    int status = rules ? bs_make_patient(run, arm, rules, &patient, failure) : bs_no_memory(failure);
    if (!status)
        result = bm_patient_advance_to(patient, first_d);
    for (size_t i = 0; !status && result == BM_OK && i < scenario->n_observables; i++) {
        bm_part *parts = parts_of(reasons, arm, i);
        if (bs_interrupted())
            status = bs_stopped(failure);
        else
            result =
                bm_patient_explain(patient, last_d, run->observables[i], parts, BM_MAX_PARTS, &reasons->counts[arm]);
    }
    if (!status && result != BM_OK)
        status = bs_library_failed(bm_patient_last_error(patient), result, &place, failure);
    if (!status) {
        bm_patient_advance_to(patient, last_d); /* for what there is to warn of on the way */
        run->messages[arm] = bs_collect_messages(&scenario->arms[arm], patient);
    }
    for (size_t i = 0; !status && i < scenario->n_observables; i++)
        for (size_t p = 0; p < part_count(reasons, arm); p++) { /* names outlive her: they are the library's */
            bm_part *part = &parts_of(reasons, arm, i)[p];
            bm_catalog_entry row;
            if (part->kind == BM_PART_PRESCRIPTION && bs_find_row(run->model, BM_KIND_AGENT, part->name, &row))
                part->name = row.name;
        }
    bm_patient_destroy(patient);
    free(rules);
    return status;
}

int bs_explain(struct bs_run *run, struct bs_reasons *reasons, struct bs_failure *failure) {
    const struct bs_scenario *scenario = run->scenario;
    const struct bs_place cohort = bs_key(NULL, "cohort"), place = bs_key(NULL, "sample_days");
    int status = BS_DONE;
    *reasons = (struct bs_reasons){.run = run};
    if (scenario->cohort)
        return bs_wrong(failure, &cohort, scenario->cohort, "no cohort to explain: one patient in each arm");
    if (scenario->n_times < 2)
        return bs_fail(failure, BS_WRONG, &place,
                       "found one day; allowed two or more: the change between the first and "
                       "the last is explained");
    reasons->parts = calloc(scenario->n_arms * scenario->n_observables * BM_MAX_PARTS, sizeof *reasons->parts);
    reasons->counts = calloc(scenario->n_arms, sizeof *reasons->counts);
    if (!reasons->parts || !reasons->counts)
        return bs_no_memory(failure);
    for (size_t arm = 0; !status && arm < scenario->n_arms; arm++)
        status = explain_arm(reasons, arm, failure);
    return status;
}

void bs_reasons_free(struct bs_reasons *reasons) {
    free(reasons->parts);
    free(reasons->counts);
}

/* A part's name, with the number of its prescription when the agent has several. */
static void name_part(const struct bs_reasons *reasons, size_t arm, size_t p, char *name, size_t size) {
    const bm_part *parts = parts_of(reasons, arm, 0);
    bool again = false;
    for (size_t i = 0; i < part_count(reasons, arm); i++)
        again |= i != p && parts[i].kind == BM_PART_PRESCRIPTION && !strcmp(parts[i].name, parts[p].name);
    bs_append(name, size, "%s", parts[p].name);
    if (again && parts[p].kind == BM_PART_PRESCRIPTION)
        bs_append(name, size, "#%lu", (unsigned long)parts[p].id);
}

static double sum_of(const struct bs_reasons *reasons, size_t arm, size_t observable) {
    double sum = 0;
    for (size_t p = 0; p < part_count(reasons, arm); p++)
        sum += parts_of(reasons, arm, observable)[p].value;
    return sum;
}

/* ---- the table ---- */

static void write_row(FILE *file, const struct bs_reasons *reasons, size_t arm, size_t observable, const char *part,
                      double value) {
    const struct bs_scenario *scenario = reasons->run->scenario;
    bs_csv_field(file, scenario->arms[arm].name);
    fprintf(file, ",%s,%s,", bs_shortest(scenario->times_d[0]).text,
            bs_shortest(scenario->times_d[scenario->n_times - 1]).text);
    bs_csv_field(file, reasons->run->rows[observable].name);
    fputc(',', file);
    bs_csv_field(file, reasons->run->rows[observable].unit);
    fputc(',', file);
    bs_csv_field(file, part);
    fprintf(file, ",%s\n", bs_shortest(value).text);
}

void bs_reasons_write(const struct bs_reasons *reasons, FILE *file) {
    const struct bs_scenario *scenario = reasons->run->scenario;
    fputs("arm,from_days,to_days,observable,unit,part,value\n", file);
    for (size_t arm = 0; arm < scenario->n_arms; arm++)
        for (size_t i = 0; i < scenario->n_observables; i++) {
            for (size_t p = 0; p < part_count(reasons, arm); p++) {
                char name[80] = "";
                name_part(reasons, arm, p, name, sizeof name);
                write_row(file, reasons, arm, i, name, parts_of(reasons, arm, i)[p].value);
            }
            write_row(file, reasons, arm, i, "total", sum_of(reasons, arm, i));
        }
}

/* ---- the bars ---- */

enum { WIDTH = 760, ROW = 24, HEAD = 116, FOOT = 40, GAP = 84, LABELS = 190, MAX_PANELS = 6 };

struct colours {
    const char *background, *text, *grid, *less, *more, *total;
};
static const struct colours themes[] = {{"#ffffff", "#222222", "#dddddd", "#D55E00", "#0072B2", "#777777"},
                                        {"#16191d", "#eeeeee", "#3a3f45", "#FF8A4C", "#56B4E9", "#aaaaaa"}};

/* The rows of a panel: of each arm its name, its parts and their sum. */
static size_t rows_of(const struct bs_reasons *reasons) {
    size_t rows = 0;
    for (size_t arm = 0; arm < reasons->run->scenario->n_arms; arm++)
        rows += part_count(reasons, arm) + 2;
    return rows;
}

/* Names beside the rows; those of arms, which may be long, above their bars. */
static void write_names(FILE *script, const struct bs_reasons *reasons, const char *colour) {
    const struct bs_scenario *scenario = reasons->run->scenario;
    size_t row = 0;
    fputs("set ytics (", script);
    for (size_t arm = 0; arm < scenario->n_arms; arm++) {
        row++;
        for (size_t p = 0; p < part_count(reasons, arm); p++, row++) {
            char name[80] = "";
            name_part(reasons, arm, p, name, sizeof name);
            for (char *at = name; *at; at++)
                if (*at == '_')
                    *at = ' ';
            bs_write_quoted(script, name, strlen(name));
            fprintf(script, " %zu, ", row);
        }
        fprintf(script, "'in all' %zu%s", row++, arm + 1 < scenario->n_arms ? ", " : ")\n");
    }
    row = 0;
    for (size_t arm = 0; arm < scenario->n_arms; arm++) {
        fputs("set label ", script);
        bs_write_quoted(script, scenario->arms[arm].title, strlen(scenario->arms[arm].title));
        fprintf(script, " at graph 0.005, first %zu left font 'sans-serif:Bold,14' textcolor '%s' front\n", row,
                colour);
        row += part_count(reasons, arm) + 2;
    }
}

/* Rectangles from 0 to a value: of one colour of parts (more or less than nothing), or the sums. */
static void write_bars(FILE *script, const struct bs_reasons *reasons, size_t observable, double factor, int which) {
    size_t row = 0;
    for (size_t arm = 0; arm < reasons->run->scenario->n_arms; arm++) {
        row++;
        for (size_t p = 0; p <= part_count(reasons, arm); p++, row++) {
            const bool total = p == part_count(reasons, arm);
            const double value =
                factor * (total ? sum_of(reasons, arm, observable) : parts_of(reasons, arm, observable)[p].value);
            if (which == (total ? 2 : value < 0))
                fprintf(script, "%.9g %zu %.9g %.9g %g %g\n", value / 2, row, fmin(value, 0), fmax(value, 0),
                        (double)row - 0.36, (double)row + 0.36);
        }
    }
    fputs("0 -5 0 0 -5 -5\ne\n", script); /* gnuplot wants at least one */
}

static void write_panel(FILE *script, const struct bs_reasons *reasons, const struct colours *colours,
                        size_t observable, int top, int height) {
    const struct bs_title title = bs_observable_title(&reasons->run->rows[observable]);
    const int panel = (int)rows_of(reasons) * ROW;
    fprintf(script,
            "set lmargin at screen %g\nset rmargin at screen %g\nset tmargin at screen %g\n"
            "set bmargin at screen %g\nset yrange [%g:-0.6]\nset title ",
            LABELS / (double)WIDTH, 1 - 24 / (double)WIDTH, 1 - top / (double)height,
            1 - (top + panel) / (double)height, (double)rows_of(reasons) - 0.4);
    bs_write_quoted(script, title.text, strlen(title.text));
    fprintf(script, " textcolor '%s'\n", colours->text);
    write_names(script, reasons, colours->text);
    fprintf(script,
            "set arrow 1 from 0, graph 0 to 0, graph 1 nohead linecolor '%s'\n"
            "plot '-' using 1:2:3:4:5:6 with boxxyerror fill solid noborder linecolor '%s', "
            "'-' using 1:2:3:4:5:6 with boxxyerror fill solid noborder linecolor '%s', "
            "'-' using 1:2:3:4:5:6 with boxxyerror fill solid noborder linecolor '%s'\n",
            colours->text, colours->more, colours->less, colours->total);
    for (int which = 0; which < 3; which++)
        write_bars(script, reasons, observable, title.factor, which);
}

static void write_text(FILE *script, const char *text, int y, int height, double size, const char *colour) {
    fputs("set label ", script);
    bs_write_quoted(script, text, strlen(text));
    fprintf(script, " at screen 0.026, screen %g left font 'sans-serif,%g' textcolor '%s'\n", 1 - y / (double)height,
            size, colour);
}

static void write_script(FILE *script, const struct bs_reasons *reasons, const struct colours *colours,
                         const char *ending) {
    const struct bs_scenario *scenario = reasons->run->scenario;
    const size_t panels = scenario->n_observables < MAX_PANELS ? scenario->n_observables : MAX_PANELS;
    const int step = (int)rows_of(reasons) * ROW + GAP, height = HEAD + (int)panels * step + FOOT;
    char span[120] = "Parts of the change from day ", caveat[300] = "";
    bs_append(span, sizeof span, "%s to day %s (Shapley values)", bs_shortest(scenario->times_d[0]).text,
              bs_shortest(scenario->times_d[scenario->n_times - 1]).text);
    bs_caveat(caveat, sizeof caveat, bm_version_string(), bm_model_calibration(reasons->run->model), 1);
    bs_write_terminal(script, ending, WIDTH, height, colours->background);
    fprintf(
        script,
        "set encoding utf8\nset multiplot\nunset key\nset border 1 linecolor '%s'\nset tics nomirror textcolor '%s'\n"
        "set grid xtics linecolor '%s' linetype 1 linewidth 0.7\nset ytics scale 0\n",
        colours->grid, colours->text, colours->grid);
    write_text(script, *scenario->title ? scenario->title : "bonesim", 24, height, 19, colours->text);
    write_text(script, span, 52, height, 14, colours->text);
    write_text(script, caveat, height - 34, height, 12, colours->text);
    if (scenario->n_arms > 1)
        write_text(script, "Harms of treatments are not in this comparison.", height - 16, height, 12, colours->text);
    for (size_t i = 0; i < panels; i++) {
        write_panel(script, reasons, colours, i, HEAD + (int)i * step, height);
        fputs("unset label\n", script);
    }
    fputs("unset multiplot\n", script);
}

int bs_bars_write(const struct bs_reasons *reasons, const char *path, bool dark, FILE *file,
                  struct bs_failure *failure) {
    const struct bs_scenario *scenario = reasons->run->scenario;
    struct bs_picture picture = {.ending = strrchr(path, '.'), .title = scenario->title};
    size_t length = 0;
    FILE *script = open_memstream(&picture.script, &picture.length);
    FILE *description = open_memstream(&picture.description, &length);
    int status;
    if (script) {
        write_script(script, reasons, &themes[dark], picture.ending);
        fclose(script);
    }
    if (description) {
        fputs("Bars, for each arm and observable the parts of a change:", description);
        for (size_t i = 0; i < scenario->n_observables; i++) {
            fputs(i ? "; " : " ", description);
            bs_write_escaped(description, reasons->run->rows[i].name);
        }
        fclose(description);
    }
    status = bs_picture_draw(&picture, file, failure);
    free(picture.script);
    free(picture.description);
    return status;
}
