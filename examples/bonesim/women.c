/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Real women as the members of a cohort: a table of covariates, a row for each, with their weights. It is read line by
 * line, and the numbers of the shard's rows alone are kept.
 */
#include "bonesim.h"

#include <errno.h>
#include <nettle/sha2.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const char weight_column[] = "weight";
static const double MOST_WEIGHT = 4294967296, MOST_ROWS = 1e6; /* rows: of a shard */

/* What is known of a column: its row of the catalogue, or that it is the weight. */
struct column {
    char *name;
    bm_catalog_entry row;
    bool weight;
};

struct table {
    const bm_model *model;
    const char *path;
    struct column *columns;
    size_t n_columns, capacity;
    struct bs_cohort *cohort;
    struct bs_failure *failure;
};

/* An error of a row, counted from 0 as members are; the line of the file is told too. */
#if defined(__GNUC__)
__attribute__((format(printf, 3, 4)))
#endif
static int
wrong(const struct table *table, uint64_t row, const char *format, ...) {
    const struct bs_place cohort = bs_key(NULL, "cohort"), place = bs_key(&cohort, "members");
    char sentence[600] = "";
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    return bs_fail(table->failure, BS_WRONG, &place, "%.300s, row %llu (member %llu): %s", table->path,
                   (unsigned long long)row + 1, (unsigned long long)row, sentence);
}

#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
static int
wrong_header(const struct table *table, const char *format, ...) {
    const struct bs_place cohort = bs_key(NULL, "cohort"), place = bs_key(&cohort, "members");
    char sentence[600] = "";
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    return bs_fail(table->failure, BS_WRONG, &place, "%.300s, header: %s", table->path, sentence);
}

static int add_column(struct table *table, const char *cell) {
    struct column column = {.weight = !strcmp(cell, weight_column)}, *columns;
    char found[300] = "", nearest[160] = "";
    bs_append_quoted(found, sizeof found, cell);
    for (size_t i = 0; i < table->n_columns; i++)
        if (!strcmp(table->columns[i].name, cell))
            return wrong_header(table, "found the column %s twice; allowed each once", found);
    if (!column.weight && !bs_find_row(table->model, BM_KIND_COVARIATE, cell, &column.row)) {
        bm_catalog_nearest(table->model, BM_KIND_COVARIATE, cell, nearest, sizeof nearest);
        return wrong_header(table, "found the column %s; allowed covariates and weight%s%s", found,
                            *nearest ? "; nearest " : "", nearest);
    }
    columns = realloc(table->columns, (table->n_columns + 1) * sizeof *columns);
    if (columns)
        table->columns = columns;
    column.name = columns ? strdup(cell) : NULL;
    if (!column.name)
        return bs_no_memory(table->failure);
    columns[table->n_columns++] = column;
    return BS_DONE;
}

static int read_header(struct table *table, char *line) {
    struct bs_women *women = &table->cohort->women;
    char separator = ',', *cell;
    int status = BS_DONE;
    while (!status && separator == ',') {
        separator = bs_take_cell(&line, &cell);
        status = separator == '"' ? wrong_header(table, "found a quote where none can be; allowed cells as in RFC 4180")
                                  : add_column(table, cell);
    }
    if (status)
        return status;
    women->names = calloc(table->n_columns + 1, sizeof *women->names);
    if (!women->names)
        return bs_no_memory(table->failure);
    for (size_t i = 0; i < table->n_columns; i++) {
        if (table->columns[i].weight)
            women->weighted = true;
        else
            women->names[women->n_names++] = table->columns[i].row.name; /* the library's */
    }
    return BS_DONE;
}

static int read_cell(const struct table *table, const struct column *column, const char *cell, uint64_t row,
                     double *value) {
    const double minimum = column->weight ? 0 : column->row.minimum;
    const double maximum = column->weight ? MOST_WEIGHT : column->row.maximum;
    char found[300] = "", *end = NULL;
    *value = (double)NAN;
    if (!*cell && !column->weight) /* as the scenario's patient */
        return BS_DONE;
    if ((*cell >= '0' && *cell <= '9') || *cell == '-' || *cell == '.')
        *value = strtod(cell, &end);
    const bool whole = !column->weight && minimum == 0 && maximum == 1; /* 0 or 1 */
    if (end && !*end && *value >= minimum && *value <= maximum && !(column->weight && *value == 0) &&
        !(whole && *value > 0 && *value < 1))
        return BS_DONE;
    bs_append_quoted(found, sizeof found, cell);
    return wrong(table, row, "%s: found %s; allowed %s%s to %s%s", column->name, found,
                 column->weight ? "a number above " : "", bs_shortest(minimum).text, bs_shortest(maximum).text,
                 column->weight ? ""
                 : whole        ? ", either of them, or nothing"
                                : ", or nothing");
}

/* Room for one more row. */
static int make_room(struct table *table) {
    struct bs_women *women = &table->cohort->women;
    double *values, *weights;
    if (women->n < table->capacity)
        return BS_DONE;
    table->capacity = table->capacity ? 2 * table->capacity : 1024;
    values = realloc(women->values, (table->capacity * women->n_names + 1) * sizeof *values);
    if (values)
        women->values = values;
    weights = realloc(women->weights, table->capacity * sizeof *weights);
    if (weights)
        women->weights = weights;
    return values && weights ? BS_DONE : bs_no_memory(table->failure);
}

static int read_row(struct table *table, char *line, uint64_t row) {
    struct bs_women *women = &table->cohort->women;
    char separator = ',', *cell;
    size_t n = 0, place;
    int status = make_room(table);
    if (status)
        return status;
    place = women->n * women->n_names;
    women->weights[women->n] = 1;
    while (!status && separator == ',') {
        separator = bs_take_cell(&line, &cell);
        if (separator == '"')
            return wrong(table, row, "found a quote where none can be; allowed cells as in RFC 4180");
        if (n < table->n_columns) {
            const struct column *column = &table->columns[n];
            status = read_cell(table, column, cell, row,
                               column->weight ? &women->weights[women->n] : &women->values[place++]);
        }
        n++;
    }
    if (!status && n != table->n_columns)
        return wrong(table, row, "found %zu cells; allowed %zu, as in the header", n, table->n_columns);
    women->n++;
    return status;
}

/* Reads the lines, those of rows within the range in full. */
static int read_lines(struct table *table, FILE *file, uint64_t first, uint64_t last, struct sha256_ctx *hash) {
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    int status = BS_DONE;
    uint64_t row = 0;
    bool header = false;
    while (!status && (length = getline(&line, &capacity, file)) > 0) {
        char *text = line;
        sha256_update(hash, (size_t)length, (const uint8_t *)line);
        if (strlen(line) != (size_t)length)
            status = wrong(table, row, "found a byte 0; allowed text");
        else if (!header) {
            if (!strncmp(text, "\xEF\xBB\xBF", 3))
                text += 3;
            header = true;
            status = read_header(table, text);
        } else if (*text == '\n' || *text == '\r') {
            status = wrong(table, row, "found an empty line; allowed a row for each woman");
        } else {
            if (row >= first && row < last)
                status = read_row(table, text, row);
            row++;
        }
    }
    free(line);
    if (!status && (!header || row == 0))
        status = wrong_header(table, "found no rows; allowed a header of covariates, and a row for each woman");
    table->cohort->size = row;
    return status;
}

/* The table stands beside the scenario, unless its name says otherwise. */
static char *path_of(const struct bs_scenario *scenario, const char *name) {
    const char *slash = scenario->path && strcmp(scenario->path, "-") != 0 ? strrchr(scenario->path, '/') : NULL;
    const size_t folder = *name != '/' && slash ? (size_t)(slash - scenario->path) + 1 : 0;
    char *path = calloc(folder + strlen(name) + 1, 1);
    if (path) {
        memcpy(path, scenario->path ? scenario->path : "", folder);
        memcpy(path + folder, name, strlen(name));
    }
    return path;
}

int bs_women_read(const bm_model *model, const struct bs_scenario *scenario, const char *name, struct bs_cohort *cohort,
                  struct bs_failure *failure) {
    const struct bs_place root = bs_key(NULL, "cohort"), place = bs_key(&root, "members");
    const uint64_t first = scenario->shard.given ? scenario->shard.first : 0;
    const uint64_t last = scenario->shard.given ? scenario->shard.last : UINT64_MAX;
    struct table table = {.model = model, .cohort = cohort, .failure = failure};
    char *path = path_of(scenario, name);
    FILE *file = path ? fopen(path, "rb") : NULL;
    struct sha256_ctx hash;
    uint8_t digest[SHA256_DIGEST_SIZE];
    int status = BS_DONE;
    if (!path)
        return bs_no_memory(failure);
    table.path = path;
    if (!file)
        status = bs_fail(failure, BS_WRONG, &place, "cannot open %.300s: found \"%s\"; allowed a readable table", path,
                         strerror(errno));
    sha256_init(&hash);
    if (!status)
        status = read_lines(&table, file, first, last, &hash);
    if (!status && (double)cohort->women.n > MOST_ROWS)
        status = bs_fail(failure, BS_WRONG, &place, "found %zu rows; allowed at most %.0f at a time, see --members",
                         cohort->women.n, MOST_ROWS);
    sha256_digest(&hash, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++)
        bs_append(cohort->women.sha256, BS_SHA256, "%02x", digest[i]);
    if (file)
        fclose(file);
    for (size_t i = 0; i < table.n_columns; i++)
        free(table.columns[i].name);
    free(table.columns);
    free(path);
    return status;
}

void bs_women_free(struct bs_women *women) {
    free(women->names);
    free(women->values);
    free(women->weights);
}
