/* SPDX-License-Identifier: Apache-2.0 */
/* The analysis of the structure; the numbers are in the header, to be inlined into lane files. */
#include "solver/sparse_lu.h"

#include "base/invariant.h"

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

/* The structure after fill-in, in the order of elimination: entry (i, j) belongs to the states pivot[i] and pivot[j].
 */
struct structure {
    uint32_t n;
    uint8_t *full;   /* [n][n] by states: is the entry anything but zero? */
    uint16_t *where; /* [n][n] by states: its place in values */
    uint16_t *pivot; /* [n] */
};

static uint32_t full(const struct structure *s, uint32_t i, uint32_t j) {
    return s->full[(size_t)s->pivot[i] * s->n + s->pivot[j]];
}

static uint16_t *where(const struct structure *s, uint32_t i, uint32_t j) {
    return &s->where[(size_t)s->pivot[i] * s->n + s->pivot[j]];
}

/* How long the lists will be; returns the number of updates. */
static uint32_t count(struct bm__sparse_lu *lu, const struct structure *s) {
    uint32_t n_updates = 0;
    for (uint32_t k = 0; k < s->n; k++) {
        uint32_t in_column = 0, in_row = 0, in_l_row = 0;
        for (uint32_t m = 0; m < s->n; m++) {
            in_column += m > k && full(s, m, k);
            in_row += m > k && full(s, k, m);
            in_l_row += m < k && full(s, k, m);
        }
        lu->n_l += in_column;
        lu->n_u += in_row;
        lu->n_l_rows += in_l_row > 0;
        n_updates += in_column * in_row;
    }
    lu->n_values = s->n + lu->n_l + lu->n_u;
    return n_updates;
}

/* One block for all lists. */
static bm_status allocate_lists(struct bm__sparse_lu *lu, uint32_t n_updates, const bm_allocator *allocator) {
    const uint32_t n = lu->n, n_entries = lu->n_l + lu->n_u, n_rows = lu->n_l_rows + n;
    uint16_t *next =
        bm__allocate(allocator, 2 * n_rows + n_entries + 3 * n + lu->n_l + n_updates + lu->n_nonzeros, sizeof *next);
    if (!next)
        return BM_ENOMEM;
    lu->memory = next;
    lu->rows = (struct bm__lu_row *)(void *)next, next += 2 * n_rows;
    lu->column = next, next += n_entries;
    lu->pivot = next, next += n;
    lu->l_length = next, next += n;
    lu->u_length = next, next += n;
    lu->l_place = next, next += lu->n_l;
    lu->updates = next, next += n_updates;
    lu->place = next;
    return BM_OK;
}

/* The rows of a solve: those of L downwards, then those of U upwards. Their entries get their places. */
static void list_rows(struct bm__sparse_lu *lu, const struct structure *s) {
    const uint32_t n = s->n;
    struct bm__lu_row *row_out = lu->rows;
    uint32_t position = 0;
    for (uint32_t step = 0; step < 2 * n; step++) {
        const int upper = step >= n;
        const uint32_t k = upper ? 2 * n - 1 - step : step;
        const uint32_t begin = position;
        for (uint32_t entries = upper ? n - 1 - k : k, i = 0; i < entries; i++) {
            const uint32_t m = upper ? n - 1 - i : i;
            if (full(s, k, m)) {
                lu->column[position] = s->pivot[m];
                *where(s, k, m) = (uint16_t)(n + position++);
            }
        }
        if (upper || position > begin)
            *row_out++ = (struct bm__lu_row){s->pivot[k], (uint16_t)(position - begin)};
    }
}

/* The steps of the elimination: the pivots, and what each subtracts from where. */
static void list_updates(struct bm__sparse_lu *lu, const struct structure *s) {
    const uint32_t n = s->n;
    uint16_t *update = lu->updates, *l_place = lu->l_place;
    for (uint32_t k = 0; k < n; k++) {
        lu->pivot[k] = s->pivot[k];
        *where(s, k, k) = s->pivot[k];
        for (uint32_t j = k + 1; j < n; j++)
            lu->u_length[k] = (uint16_t)(lu->u_length[k] + full(s, k, j));
        for (uint32_t i = k + 1; i < n; i++)
            if (full(s, i, k)) {
                lu->l_length[k]++;
                *l_place++ = *where(s, i, k);
            }
    }
    for (uint32_t k = 0; k < n; k++)
        for (uint32_t i = k + 1; i < n; i++)
            for (uint32_t j = n; j-- > k + 1;)
                if (full(s, i, k) && full(s, k, j))
                    *update++ = *where(s, i, j);
}

/* Fills the structure in from the entries, and the lists from it. */
static bm_status analyse(struct bm__sparse_lu *lu, const struct structure *s, uint8_t *done, const uint16_t *row,
                         const uint16_t *column, const bm_allocator *allocator) {
    const uint32_t n = s->n;
    for (uint32_t i = 0; i < n; i++)
        s->full[i * n + i] = 1;
    for (uint32_t p = 0; p < lu->n_nonzeros; p++) {
        if (NEVER(row[p] >= n || column[p] >= n)) /* an entry outside of the matrix would be written there */
            return BM__BROKEN;
        s->full[(uint32_t)row[p] * n + column[p]] = 1;
    }
    order_and_fill(n, s->full, s->pivot, done);
    const bm_status status = allocate_lists(lu, count(lu, s), allocator);
    if (status != BM_OK)
        return status;
    list_rows(lu, s);
    list_updates(lu, s);
    for (uint32_t p = 0; p < lu->n_nonzeros; p++)
        lu->place[p] = s->where[(uint32_t)row[p] * n + column[p]];
    return BM_OK;
}

bm_status bm__sparse_lu_create(struct bm__sparse_lu *lu, uint32_t n, uint32_t n_nonzeros, const uint16_t *row,
                               const uint16_t *column, const bm_allocator *allocator) {
    *lu = (struct bm__sparse_lu){.n = n, .n_nonzeros = n_nonzeros};
    if (NEVER(n == 0 || n > 255)) /* places in values are numbers of 16 bits */
        return BM__BROKEN;
    const size_t cells = (size_t)n * n;
    uint8_t *full = bm__allocate(allocator, cells + n, 1);
    uint16_t *where = bm__allocate(allocator, cells + n, sizeof *where);
    const struct structure s = {.n = n, .full = full, .where = where, .pivot = where ? where + cells : NULL};
    bm_status status = full && where ? analyse(lu, &s, full + cells, row, column, allocator) : BM_ENOMEM;
    bm__release(allocator, full);
    bm__release(allocator, where);
    return status;
}

void bm__sparse_lu_destroy(struct bm__sparse_lu *lu, const bm_allocator *allocator) {
    bm__release(allocator, lu->memory);
    *lu = (struct bm__sparse_lu){0};
}
