/* SPDX-License-Identifier: Apache-2.0 */
/*
 * LU factorisation of a small sparse matrix whose structure is known: A = shift I - J. The structure is analysed once
 * (pivots on the diagonal in an order that keeps fill-in low, every index); factorising and solving then run through
 * plain index lists. No pivoting for size: the Rosenbrock step shortens when a factorisation is not finite.
 */
#ifndef BM__SOLVER_SPARSE_LU_H
#define BM__SOLVER_SPARSE_LU_H

#include "base/real.h"
#include "solver/lu_structure.h"

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
