/* SPDX-License-Identifier: Apache-2.0 */
#include "support/csv.h"

#include "support/bm_test.h"

static void copy_cell(char cell[BM_CSV_NAME], const char *begin, size_t length) {
    assert_in_range(length, 0, BM_CSV_NAME - 1);
    memcpy(cell, begin, length);
    cell[length] = '\0';
}

void bm_csv_read(struct bm_csv *csv, const char *path) {
    *csv = (struct bm_csv){0};
    FILE *file = fopen(path, "r");
    if (!file)
        fail_msg("cannot read %s", path);
    static char line[8192];
    int capacity = 0;
    for (int row = -1; fgets(line, (int)sizeof line, file); row++) {
        if (row == capacity) {
            capacity = capacity ? 2 * capacity : 128;
            csv->text = realloc(csv->text, (size_t)capacity * sizeof *csv->text);
            csv->value = realloc(csv->value, (size_t)(capacity * csv->n_columns) * sizeof *csv->value);
            assert_true(csv->text && csv->value);
        }
        if (row >= 0)
            csv->text[row][0] = '\0';
        int column = 0;
        for (char *cell = line;; column++) {
            const size_t length = strcspn(cell, ",\r\n");
            assert_in_range(column, 0, BM_CSV_MAX_COLUMNS - 1);
            if (row < 0) {
                copy_cell(csv->column[column], cell, length);
            } else {
                char *end;
                const double value = strtod(cell, &end);
                const int is_number = end == cell + length && length > 0;
                csv->value[row * csv->n_columns + column] = is_number ? value : (double)NAN;
                if (!is_number && csv->text[row][0] == '\0')
                    copy_cell(csv->text[row], cell, length);
            }
            if (cell[length] != ',')
                break;
            cell += length + 1;
        }
        if (row < 0)
            csv->n_columns = column + 1;
        assert_int_equal(column + 1, csv->n_columns);
        csv->n_rows = row + 1;
    }
    fclose(file);
    assert_true(csv->n_rows > 0);
}

void bm_csv_free(struct bm_csv *csv) {
    free(csv->text);
    free(csv->value);
    *csv = (struct bm_csv){0};
}

int bm_csv_find_column(const struct bm_csv *csv, const char *name) {
    for (int i = 0; i < csv->n_columns; i++)
        if (strcmp(csv->column[i], name) == 0)
            return i;
    return -1;
}

double bm_csv_at(const struct bm_csv *csv, int row, int column) {
    assert_in_range(row, 0, csv->n_rows - 1);
    assert_in_range(column, 0, csv->n_columns - 1);
    return csv->value[row * csv->n_columns + column];
}
