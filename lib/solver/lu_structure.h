/* SPDX-License-Identifier: Apache-2.0 */
/* The structure of a small sparse matrix and of its factors, which does not depend on the lanes. */
#ifndef BM__SOLVER_LU_STRUCTURE_H
#define BM__SOLVER_LU_STRUCTURE_H

#include "base/memory.h"

/* A row of L that has entries, or a row of U. Its entries stand so that the one a solve finishes last comes last. */
struct bm__lu_row {
    uint16_t row, length;
};

/*
 * A = L D U with unit triangles. The numbers lie in one array values[n_values]: 1/D by state [n], then L row by row in
 * the order of elimination, then U row by row against it, so that a solve runs through them once.
 */
struct bm__sparse_lu {
    uint32_t n, n_nonzeros, n_l, n_u, n_values, n_l_rows;
    struct bm__lu_row *rows;       /* [n_l_rows + n] in the order of a solve */
    uint16_t *column;              /* [n_l + n_u] columns of their entries */
    uint16_t *pivot;               /* [n] step k eliminates state pivot[k] */
    uint16_t *l_length, *u_length; /* [n] entries in column k of L and row k of U */
    uint16_t *l_place;             /* [n_l] where L lies in values, column by column */
    uint16_t *updates;             /* where values change when step k is subtracted, in order */
    uint16_t *place;               /* [n_nonzeros] where entry p of J lies in values */
    void *memory;                  /* one block that holds all of the above */
};

/* Analyses the structure of n_nonzeros entries (row[p], column[p]), each given once; BM_OK or BM_ENOMEM. n < 256. */
bm_status bm__sparse_lu_create(struct bm__sparse_lu *lu, uint32_t n, uint32_t n_nonzeros, const uint16_t *row,
                               const uint16_t *column, const bm_allocator *allocator);
void bm__sparse_lu_destroy(struct bm__sparse_lu *lu, const bm_allocator *allocator);

#endif
