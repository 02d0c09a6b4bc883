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

static const char *flags_text(const bm_catalog_entry *row) {
    if (row->flags & BM_FLAG_INERT)
        return " (declared, used nowhere)";
    if (row->flags & BM_FLAG_CONTINUOUS)
        return " (acts as long as it runs)";
    if (row->flags & BM_FLAG_ADDITIVE)
        return " (contributions add up)";
    return "";
}

static void write_catalog(const bm_model *model, const char *directory, const char *name, uint32_t kind) {
    const int numbers = kind == BM_KIND_PARAMETER || kind == BM_KIND_INITIAL || kind == BM_KIND_AGENT;
    const char *head = numbers ? "<th>name</th><th>unit</th><th>default</th><th>from</th><th>to</th><th>meaning</th>"
                                 "<th>source</th>"
                               : "<th>name</th><th>unit</th><th>meaning</th><th>source</th>";
    FILE *file = open_table(directory, name, head);
    for (size_t i = 0; i < bm_catalog_count(model, kind); i++) {
        bm_catalog_entry row;
        if (bm_catalog_row(model, kind, i, &row) != BM_OK)
            exit(EXIT_FAILURE);
        char meaning[512];
        const int computed = kind == BM_KIND_INITIAL && (row.flags & BM_FLAG_COMPUTED);
        snprintf(meaning, sizeof meaning, "%s%s%s%s%s", row.description, computed ? " (computed, cannot be set)" : "",
                 kind == BM_KIND_INITIAL ? "" : flags_text(&row), *row.code ? "; " : "", row.code);
        fputs("<tr>", file);
        text_cell(file, row.name, 1);
        text_cell(file, row.unit, 0);
        if (numbers) {
            number_cell(file, row.default_value);
            number_cell(file, row.minimum);
            number_cell(file, row.maximum);
        }
        text_cell(file, meaning, 0);
        text_cell(file, row.source, 0);
        fputs("</tr>\n", file);
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

int main(int argc, char **argv) {
    bm_model *model = NULL;
    if (argc != 2 || bm_model_create(NULL, &model) != BM_OK) {
        fputs("tables: needs one directory to write to\n", stderr);
        return EXIT_FAILURE;
    }
    write_status(argv[1]);
    write_catalog(model, argv[1], "agents.html", BM_KIND_AGENT);
    write_catalog(model, argv[1], "targets.html", BM_KIND_TARGET);
    write_catalog(model, argv[1], "observables.html", BM_KIND_OBSERVABLE);
    write_catalog(model, argv[1], "states.html", BM_KIND_INITIAL);
    write_catalog(model, argv[1], "parameters.html", BM_KIND_PARAMETER);
    bm_model_destroy(model);
    return EXIT_SUCCESS;
}
