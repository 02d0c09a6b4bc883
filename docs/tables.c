/* SPDX-License-Identifier: Apache-2.0 */
/* tables DIRECTORY: writes the tables of the documentation as HTML, from the library's own lists. */
#include <bonemodel/bonemodel.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static FILE *open_file(const char *directory, const char *name) {
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        fprintf(stderr, "tables: %s cannot be written\n", path);
        exit(EXIT_FAILURE);
    }
    return file;
}

static void close_file(FILE *file) {
    if (ferror(file) | fclose(file)) {
        fputs("tables: a file could not be written in full\n", stderr);
        exit(EXIT_FAILURE);
    }
}

static FILE *open_table(const char *directory, const char *name, const char *head) {
    FILE *file = open_file(directory, name);
    fprintf(file, "<table class=\"doxtable\">\n<tr>%s</tr>\n", head);
    return file;
}

static void close_table(FILE *file) {
    fputs("</table>\n", file);
    close_file(file);
}

static void text_cell(FILE *file, const char *text, int code) {
    fprintf(file, "<td>%s", code ? "<code>" : "");
    for (; *text; text++)
        switch (*text) {
        case '<':
            fputs("&lt;", file);
            break;
        case '>':
            fputs("&gt;", file);
            break;
        case '&':
            fputs("&amp;", file);
            break;
        default:
            fputc(*text, file);
        }
    fprintf(file, "%s</td>", code ? "</code>" : "");
}

static void number_cell(FILE *file, double number) {
    if (isnan(number))
        fputs("<td></td>", file);
    else
        fprintf(file, "<td align=\"right\">%.7g</td>", number);
}

/* What presets there are of a kind; their numbers come from the catalogue and are for no reader. */
static void write_presets(const bm_model *model, uint32_t kind, const char *directory, const char *name) {
    FILE *file = open_table(directory, name, "<th>name</th><th>meaning</th>");
    for (size_t i = 0; i < bm_catalog_count(model, kind); i++) {
        bm_catalog_entry row;
        if (bm_catalog_row(model, kind, i, &row) != BM_OK)
            exit(EXIT_FAILURE);
        fputs("<tr>", file);
        text_cell(file, row.name, 1);
        text_cell(file, row.description, 0);
        fputs("</tr>\n", file);
    }
    close_table(file);
}

static const char *flags_text(const bm_catalog_entry *row) {
    if (row->kind == BM_KIND_INITIAL)
        return row->flags & BM_FLAG_COMPUTED ? " (computed, cannot be set)" : "";
    if (row->flags & BM_FLAG_INERT)
        return " (declared, used nowhere)";
    if (row->flags & BM_FLAG_FITTED)
        return " (fitted)";
    if (row->flags & BM_FLAG_CONTINUOUS)
        return " (acts as long as it runs)";
    if (row->flags & BM_FLAG_ADDITIVE)
        return " (contributions add up)";
    return "";
}

struct models {
    const bm_model *full, *core;
};

static int has(const bm_model *model, uint32_t kind, const char *name) {
    size_t index;
    return bm_catalog_find(model, kind, name, &index) == BM_OK;
}

static void interval_cell(FILE *file, const bm_model *model, const char *agent) {
    bm_prescription label;
    const int doses = bm_prescription_init(model, agent, &label) == BM_OK && label.every_d > 0.0;
    number_cell(file, doses ? label.every_d : (double)NAN);
}

static void write_row(FILE *file, const struct models *models, const bm_model *model, const bm_catalog_entry *row) {
    const uint32_t kind = row->kind;
    const int is_target = kind == BM_KIND_TARGET, is_read = kind == BM_KIND_OBSERVABLE;
    char meaning[512];
    snprintf(meaning, sizeof meaning, "%s%s%s%s", row->description, flags_text(row), *row->code ? "; " : "", row->code);
    fputs("<tr>", file);
    text_cell(file, row->name, 1);
    text_cell(file, row->unit, 0);
    if (!is_read)
        number_cell(file, row->default_value);
    if (!is_read && !is_target) {
        number_cell(file, row->minimum);
        number_cell(file, row->maximum);
    }
    if (kind == BM_KIND_AGENT)
        interval_cell(file, model, row->name);
    text_cell(file,
              !has(models->core, kind, row->name)  ? "full"
              : has(models->full, kind, row->name) ? "both"
                                                   : "core",
              0);
    text_cell(file, meaning, 0);
    if (!is_read && !is_target)
        text_cell(file, row->source, 0);
    fputs("</tr>\n", file);
}

/* The rows of the full model, then those that only the core has. */
static void write_catalog(const struct models *models, const char *directory, const char *name, uint32_t kind,
                          const char *numbers, int source) {
    char head[256];
    snprintf(head, sizeof head, "<th>name</th><th>unit</th>%s<th>model</th><th>meaning</th>%s", numbers,
             source ? "<th>source</th>" : "");
    FILE *file = open_table(directory, name, head);
    const bm_model *const both[] = {models->full, models->core};
    for (int m = 0; m < 2; m++)
        for (size_t i = 0; i < bm_catalog_count(both[m], kind); i++) {
            bm_catalog_entry row;
            if (bm_catalog_row(both[m], kind, i, &row) != BM_OK)
                exit(EXIT_FAILURE);
            if (m == 0 || !has(models->full, kind, row.name))
                write_row(file, models, both[m], &row);
        }
    close_table(file);
}

static void write_status(const char *directory) {
    static const bm_status codes[] = {
#define CODE(name, number, text) name,
        BM_STATUS_LIST(CODE)
#undef CODE
    };
    FILE *file = open_table(directory, "status.html", "<th>name</th><th>number</th><th>meaning</th>");
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        fputs("<tr>", file);
        text_cell(file, bm_status_name(codes[i]), 1);
        fprintf(file, "<td align=\"right\">%d</td>", (int)codes[i]);
        text_cell(file, bm_status_text(codes[i]), 0);
        fputs("</tr>\n", file);
    }
    close_table(file);

    /* The constants themselves, which the header makes from its list. */
    file = open_file(directory, "status.dox");
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        fprintf(file, "/** @var %s\n %d: %s. */\n", bm_status_name(codes[i]), (int)codes[i], bm_status_text(codes[i]));
    close_file(file);
}

static bm_model *create(const char *name) {
    bm_model_options options;
    bm_model *model = NULL;
    bm_model_options_init(&options);
    options.name = name;
    return bm_model_create(&options, &model) == BM_OK ? model : NULL;
}

int main(int argc, char **argv) {
    bm_model *full = create("full"), *core = create("core");
    if (argc != 2 || full == NULL || core == NULL) {
        fputs("tables: needs one directory to write to\n", stderr);
        return EXIT_FAILURE;
    }
    const struct models models = {full, core};
    const char *range = "<th>default</th><th>from</th><th>to</th>";
    write_status(argv[1]);
    write_catalog(&models, argv[1], "agents.html", BM_KIND_AGENT,
                  "<th>default</th><th>from</th><th>to</th><th>every [d]</th>", 1);
    write_catalog(&models, argv[1], "agent_parameters.html", BM_KIND_AGENT_PARAMETER, range, 1);
    write_presets(full, BM_KIND_EXERCISE, argv[1], "exercises.html");
    write_presets(full, BM_KIND_DEVICE, argv[1], "devices.html");
    write_catalog(&models, argv[1], "covariates.html", BM_KIND_COVARIATE, range, 1);
    write_catalog(&models, argv[1], "targets.html", BM_KIND_TARGET, "<th>neutral</th>", 0);
    write_catalog(&models, argv[1], "observables.html", BM_KIND_OBSERVABLE, "", 0);
    write_catalog(&models, argv[1], "states.html", BM_KIND_INITIAL, range, 1);
    write_catalog(&models, argv[1], "parameters.html", BM_KIND_PARAMETER, range, 1);
    bm_model_destroy(full);
    bm_model_destroy(core);
    return EXIT_SUCCESS;
}
