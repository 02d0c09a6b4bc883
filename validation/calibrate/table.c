/* SPDX-License-Identifier: Apache-2.0 */
/* CSV files as RFC 4180 has them, quotes included; the cells are cut out of the text where it stands. */
#include "calibrate.h"

#include <stdlib.h>
#include <string.h>

/* The whole file, NUL-terminated. */
static char *read_text(const char *path) {
    FILE *file = fopen(path, "rb");
    size_t size = 0, limit = 1 << 16;
    char *text = cal_allocate(limit, 1);
    if (!file)
        cal_stop("%s: cannot be read", path);
    for (size_t got; (got = fread(text + size, 1, limit - size - 1, file)) > 0;) {
        size += got;
        if (limit - size < 2) {
            char *longer = cal_allocate(2 * limit, 1);
            memcpy(longer, text, size);
            free(text);
            text = longer;
            limit *= 2;
        }
    }
    text[size] = '\0';
    fclose(file);
    return text;
}

void cal_table_read(struct cal_table *table, const char *header, const char *directory, const char *name,
                    const char *extension) {
    size_t length = strlen(directory) + strlen(name) + strlen(extension) + 2, lines = 1, columns = 1;
    char *at;
    table->path = cal_allocate(length, 1);
    snprintf(table->path, length, "%s/%s%s", directory, name, extension);
    table->text = at = read_text(table->path);
    for (const char *c = header; *c; c++)
        columns += *c == ',';
    for (const char *c = at; *c; c++)
        lines += *c == '\n';
    if (strncmp(at, header, strlen(header)) != 0)
        cal_stop("%s:1: found another header; allowed %s", table->path, header);
    at += strcspn(at, "\n");
    at += *at == '\n';
    table->n_columns = columns;
    table->cells = cal_allocate(lines * columns, sizeof *table->cells);
    for (; *at; table->n_rows++)
        for (size_t i = 0; i < columns; i++) {
            char separator = bs_take_cell(&at, &table->cells[table->n_rows * columns + i]);
            if ((i + 1 < columns) != (separator == ','))
                cal_stop("%s:%zu: found another number of cells; allowed %zu", table->path, table->n_rows + 2, columns);
        }
}

char *cal_cell(const struct cal_table *table, size_t row, size_t column) {
    return table->cells[row * table->n_columns + column];
}

double cal_cell_number(const struct cal_table *table, size_t row, size_t column) {
    const char *cell = cal_cell(table, row, column);
    char *end;
    double number = strtod(cell, &end);
    if (end == cell || *end || !isfinite(number))
        cal_stop("%s:%zu: found \"%s\" in column %zu; allowed a number", table->path, row + 2, cell, column + 1);
    return number;
}

void cal_table_free(struct cal_table *table) {
    free(table->path);
    free(table->text);
    free(table->cells);
}
