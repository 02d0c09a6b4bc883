/* SPDX-License-Identifier: Apache-2.0 */
/*
 * LU factorisation of a small sparse matrix whose structure is known: A = shift I - J. The structure is analysed once
 * (pivots on the diagonal in an order that keeps fill-in low, every index); factorising and solving then run through
 * plain index lists. No pivoting for size: the Rosenbrock step shortens when a factorisation is not finite.
 */
#ifndef BM__SOLVER_SPARSE_LU_H
#define BM__SOLVER_SPARSE_LU_H

#include "base/memory.h"
#include "base/real.h"

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

/* Factorises shift I - J into values. */
BM__INLINE void bm__sparse_lu_factor(const struct bm__sparse_lu *lu, bm__real shift, const bm__real *jacobian,
                                     bm__real *values) {
    bm__real *const inverse = values, *u = values + lu->n_values;
    for (uint32_t i = 0; i < lu->n; i++)
        values[i] = shift;
    for (uint32_t i = lu->n; i < lu->n_values; i++)
        values[i] = bm__all(0.0);
    for (uint32_t p = 0; p < lu->n_nonzeros; p++)
        values[lu->place[p]] -= jacobian[p];

    const uint16_t *update = lu->updates, *l = lu->l_place;
    for (uint32_t k = 0; k < lu->n; k++) {
        const uint32_t n_l = lu->l_length[k], n_u = lu->u_length[k];
        const bm__real per_pivot = 1.0 / inverse[lu->pivot[k]];
        inverse[lu->pivot[k]] = per_pivot;
        u -= n_u;
        for (uint32_t i = 0; i < n_l; i++, l++) {
            const bm__real factor = values[*l] * per_pivot;
            values[*l] = factor;
            for (uint32_t j = 0; j < n_u; j++)
                values[*update++] -= factor * u[j];
        }
        for (uint32_t j = 0; j < n_u; j++)
            u[j] = u[j] * per_pivot;
    }
}

/* Solves in place: b becomes the solution. */
BM__INLINE void bm__sparse_lu_solve(const struct bm__sparse_lu *lu, const bm__real *values, bm__real *b) {
    const struct bm__lu_row *row = lu->rows;
    const uint16_t *column = lu->column;
    const bm__real *value = values + lu->n;
    for (uint32_t i = 0; i < lu->n_l_rows; i++, row++) {
        bm__real sum = b[row->row];
        for (uint32_t j = 0; j < row->length; j++)
            sum -= *value++ * b[*column++];
        b[row->row] = sum;
    }
    for (uint32_t i = 0; i < lu->n; i++, row++) {
        bm__real sum = b[row->row] * values[row->row];
        for (uint32_t j = 0; j < row->length; j++)
            sum -= *value++ * b[*column++];
        b[row->row] = sum;
    }
}

#endif
