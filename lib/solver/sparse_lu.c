/* SPDX-License-Identifier: Apache-2.0 */
/* The analysis of the structure; the numbers are in the header, to be inlined into lane files. */
#include "solver/sparse_lu.h"

/* Picks the pivots by Markowitz' rule, (row length - 1)(column length - 1) smallest, and fills `full` in. */
static void order_and_fill(uint32_t n, uint8_t *full, uint16_t *pivot, uint8_t *done) {
    for (uint32_t k = 0; k < n; k++) {
        uint32_t best = 0, best_cost = UINT32_MAX;
        for (uint32_t i = 0; i < n; i++) {
            if (done[i])
                continue;
            uint32_t in_row = 0, in_column = 0;
            for (uint32_t j = 0; j < n; j++) {
                in_row += !done[j] && full[i * n + j];
                in_column += !done[j] && full[j * n + i];
            }
            const uint32_t cost = (in_row - 1) * (in_column - 1);
            if (cost < best_cost) {
                best_cost = cost;
                best = i;
            }
        }
        pivot[k] = (uint16_t)best;
        done[best] = 1;
        for (uint32_t i = 0; i < n; i++)
            if (!done[i] && full[i * n + best])
                for (uint32_t j = 0; j < n; j++)
                    if (!done[j] && full[best * n + j])
                        full[i * n + j] = 1;
    }
}

bm_status bm__sparse_lu_create(struct bm__sparse_lu *lu, uint32_t n, uint32_t n_nonzeros, const uint16_t *row,
                               const uint16_t *column, const bm_allocator *allocator) {
    *lu = (struct bm__sparse_lu){.n = n, .n_nonzeros = n_nonzeros};
    const size_t cells = (size_t)n * n;
    uint8_t *full = bm__allocate(allocator, cells + n, 1);
    uint16_t *where = bm__allocate(allocator, cells + n, sizeof *where);
    bm_status status = BM_ENOMEM;
    if (!full || !where)
        goto end;
    uint8_t *const done = full + cells;
    uint16_t *const pivot = where + cells;
#define FULL(i, j)  full[(size_t)pivot[i] * n + pivot[j]]
#define WHERE(i, j) where[(size_t)pivot[i] * n + pivot[j]]

    for (uint32_t i = 0; i < n; i++)
        full[i * n + i] = 1;
    for (uint32_t p = 0; p < n_nonzeros; p++)
        full[(uint32_t)row[p] * n + column[p]] = 1;
    order_and_fill(n, full, pivot, done);

    uint32_t n_updates = 0;
    for (uint32_t k = 0; k < n; k++) {
        uint32_t in_column = 0, in_row = 0, in_l_row = 0;
        for (uint32_t m = 0; m < n; m++) {
            in_column += m > k && FULL(m, k);
            in_row += m > k && FULL(k, m);
            in_l_row += m < k && FULL(k, m);
        }
        lu->n_l += in_column;
        lu->n_u += in_row;
        lu->n_l_rows += in_l_row > 0;
        n_updates += in_column * in_row;
    }
    const uint32_t n_entries = lu->n_l + lu->n_u, n_rows = lu->n_l_rows + n;
    lu->n_values = n + n_entries;

    uint16_t *next =
        bm__allocate(allocator, 2 * n_rows + n_entries + 3 * n + lu->n_l + n_updates + n_nonzeros, sizeof *next);
    if (!next)
        goto end;
    lu->memory = next;
    lu->rows = (struct bm__lu_row *)(void *)next, next += 2 * n_rows;
    lu->column = next, next += n_entries;
    lu->pivot = next, next += n;
    lu->l_length = next, next += n;
    lu->u_length = next, next += n;
    lu->l_place = next, next += lu->n_l;
    lu->updates = next, next += n_updates;
    lu->place = next;

    /* rows of L downwards, then rows of U upwards */
    struct bm__lu_row *row_out = lu->rows;
    uint32_t position = 0;
    for (uint32_t step = 0; step < 2 * n; step++) {
        const int upper = step >= n;
        const uint32_t k = upper ? 2 * n - 1 - step : step;
        const uint32_t begin = position;
        for (uint32_t count = upper ? n - 1 - k : k, i = 0; i < count; i++) {
            const uint32_t m = upper ? n - 1 - i : i;
            if (FULL(k, m)) {
                lu->column[position] = pivot[m];
                WHERE(k, m) = (uint16_t)(n + position++);
            }
        }
        if (upper || position > begin)
            *row_out++ = (struct bm__lu_row){pivot[k], (uint16_t)(position - begin)};
    }
    uint16_t *update = lu->updates, *l_place = lu->l_place;
    for (uint32_t k = 0; k < n; k++) {
        lu->pivot[k] = pivot[k];
        WHERE(k, k) = pivot[k];
        for (uint32_t j = k + 1; j < n; j++)
            lu->u_length[k] = (uint16_t)(lu->u_length[k] + FULL(k, j));
        for (uint32_t i = k + 1; i < n; i++)
            if (FULL(i, k)) {
                lu->l_length[k]++;
                *l_place++ = WHERE(i, k);
            }
    }
    for (uint32_t k = 0; k < n; k++)
        for (uint32_t i = k + 1; i < n; i++)
            for (uint32_t j = n; j-- > k + 1;)
                if (FULL(i, k) && FULL(k, j))
                    *update++ = WHERE(i, j);
    for (uint32_t p = 0; p < n_nonzeros; p++)
        lu->place[p] = where[(uint32_t)row[p] * n + column[p]];
    status = BM_OK;
#undef FULL
#undef WHERE
end:
    bm__release(allocator, full);
    bm__release(allocator, where);
    return status;
}

void bm__sparse_lu_destroy(struct bm__sparse_lu *lu, const bm_allocator *allocator) {
    bm__release(allocator, lu->memory);
    *lu = (struct bm__sparse_lu){0};
}
