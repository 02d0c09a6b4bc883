/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the reference tables: a header line, then rows. Stops the test when the file is not as it should be. */
#ifndef BM__TESTS_SUPPORT_CSV_H
#define BM__TESTS_SUPPORT_CSV_H

enum { BM_CSV_MAX_COLUMNS = 64, BM_CSV_NAME = 32 };

struct bm_csv {
    int n_columns, n_rows;
    char column[BM_CSV_MAX_COLUMNS][BM_CSV_NAME]; /* names of the columns */
    char (*text)[BM_CSV_NAME];                    /* [n_rows] the first column that is not a number, or "" */
    double *value;                                /* [n_rows * n_columns]; NaN where there is no number */
};

void bm_csv_read(struct bm_csv *csv, const char *path);
void bm_csv_free(struct bm_csv *csv);

/* The column's index, or -1. */
int bm_csv_find_column(const struct bm_csv *csv, const char *name);
double bm_csv_at(const struct bm_csv *csv, int row, int column);

#endif
