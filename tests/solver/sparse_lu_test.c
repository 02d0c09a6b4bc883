/* SPDX-License-Identifier: Apache-2.0 */
/* The sparse factorisation against dense Gaussian elimination with pivoting. */
#include "solver/sparse_lu.h"

#include "support/bm_test.h"
#include "support/counting_allocator.h"

enum { MAX_N = 64, MAX_NONZEROS = MAX_N * MAX_N };

struct matrix {
    uint32_t n, n_nonzeros;
    uint16_t row[MAX_NONZEROS], column[MAX_NONZEROS];
    double value[MAX_NONZEROS];
};

/* Each cell off the diagonal with probability `density`; rows in `with_diagonal` have their diagonal in the list. */
static void make_structure(struct matrix *m, uint32_t n, double density, double with_diagonal, uint64_t *seed) {
    m->n = n;
    m->n_nonzeros = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < n; j++)
            if (bm_random(seed, 0.0, 1.0) < (i == j ? with_diagonal : density)) {
                m->row[m->n_nonzeros] = (uint16_t)i;
                m->column[m->n_nonzeros++] = (uint16_t)j;
            }
    /* the order of the list means nothing */
    for (uint32_t p = m->n_nonzeros; p > 1; p--) {
        const uint32_t q = (uint32_t)(bm_random_bits(seed) % p);
        const uint16_t row = m->row[p - 1], column = m->column[p - 1];
        m->row[p - 1] = m->row[q], m->column[p - 1] = m->column[q];
        m->row[q] = row, m->column[q] = column;
    }
}

static double fill_values(struct matrix *m, uint64_t *seed) {
    double row_sum[MAX_N] = {0}, column_sum[MAX_N] = {0}, largest = 0.0;
    for (uint32_t p = 0; p < m->n_nonzeros; p++) {
        m->value[p] = bm_random(seed, -1.0, 1.0);
        row_sum[m->row[p]] += fabs(m->value[p]);
        column_sum[m->column[p]] += fabs(m->value[p]);
    }
    for (uint32_t i = 0; i < m->n; i++)
        largest = fmax(largest, fmax(row_sum[i], column_sum[i]));
    return 1.1 * largest + 0.1; /* a shift that makes shift I - J diagonally dominant */
}

/* Gaussian elimination with row pivoting in long double. */
static void solve_dense(const struct matrix *m, double shift, const double *b, double *x) {
    static long double a[MAX_N][MAX_N + 1];
    const uint32_t n = m->n;
    memset(a, 0, sizeof a);
    for (uint32_t i = 0; i < n; i++) {
        a[i][i] = (long double)shift;
        a[i][n] = (long double)b[i];
    }
    for (uint32_t p = 0; p < m->n_nonzeros; p++)
        a[m->row[p]][m->column[p]] -= (long double)m->value[p];
    for (uint32_t k = 0; k < n; k++) {
        uint32_t pivot = k;
        for (uint32_t i = k + 1; i < n; i++)
            if (fabsl(a[i][k]) > fabsl(a[pivot][k]))
                pivot = i;
        for (uint32_t j = 0; j <= n; j++) {
            const long double kept = a[k][j];
            a[k][j] = a[pivot][j];
            a[pivot][j] = kept;
        }
        for (uint32_t i = k + 1; i < n; i++) {
            const long double factor = a[i][k] / a[k][k];
            for (uint32_t j = k; j <= n; j++)
                a[i][j] -= factor * a[k][j];
        }
    }
    for (uint32_t i = n; i-- > 0;) {
        for (uint32_t j = i + 1; j < n; j++)
            a[i][n] -= a[i][j] * a[j][n];
        a[i][n] /= a[i][i];
        x[i] = (double)a[i][n];
    }
}

static void compare_with_dense(struct matrix *m, int rounds, uint64_t *seed) {
    struct bm__sparse_lu lu;
    assert_int_equal(bm__sparse_lu_create(&lu, m->n, m->n_nonzeros, m->row, m->column, &bm__malloc_allocator), BM_OK);
    double *values = calloc(lu.n_values + 1, sizeof *values);
    assert_non_null(values);
    for (int round = 0; round < rounds; round++) { /* one analysis serves many numbers */
        const double shift = fill_values(m, seed);
        double b[MAX_N], expected[MAX_N];
        values[lu.n_values] = 12345.0;
        bm__sparse_lu_factor(&lu, shift, m->value, values);
        for (int solve = 0; solve < 2; solve++) {
            for (uint32_t i = 0; i < m->n; i++)
                b[i] = bm_random(seed, -1.0, 1.0);
            solve_dense(m, shift, b, expected);
            bm__sparse_lu_solve(&lu, values, b);
            for (uint32_t i = 0; i < m->n; i++)
                bm_assert_close(b[i], expected[i], 1e-12, 1e-13);
        }
        assert_true(values[lu.n_values] == 12345.0);
    }
    free(values);
    bm__sparse_lu_destroy(&lu, &bm__malloc_allocator);
}

static void test_random_matrices(void **state) {
    (void)state;
    static struct matrix m;
    uint64_t seed = 11;
    static const double densities[] = {0.0, 0.02, 0.1, 0.3, 1.0};
    for (uint32_t n = 1; n <= MAX_N; n += n < 8 ? 1 : 7)
        for (size_t d = 0; d < BM_COUNT(densities); d++)
            for (int diagonal = 0; diagonal <= 2; diagonal++) {
                make_structure(&m, n, densities[d], 0.5 * diagonal, &seed);
                compare_with_dense(&m, 3, &seed);
            }
}

static void test_one_equation(void **state) {
    (void)state;
    struct bm__sparse_lu lu;
    const uint16_t zero = 0;
    double values[1], b[1] = {6.0};
    const double jacobian[1] = {-1.0};
    assert_int_equal(bm__sparse_lu_create(&lu, 1, 1, &zero, &zero, &bm__malloc_allocator), BM_OK);
    assert_int_equal(lu.n_values, 1);
    bm__sparse_lu_factor(&lu, 2.0, jacobian, values);
    bm__sparse_lu_solve(&lu, values, b);
    bm_assert_close(b[0], 2.0, 1e-15, 0.0);
    bm__sparse_lu_destroy(&lu, &bm__malloc_allocator);
}

/* No entries at all: shift I. */
static void test_empty_rows(void **state) {
    (void)state;
    struct bm__sparse_lu lu;
    double values[5], b[5] = {1.0, 2.0, 3.0, 4.0, 5.0};
    assert_int_equal(bm__sparse_lu_create(&lu, 5, 0, NULL, NULL, &bm__malloc_allocator), BM_OK);
    assert_int_equal(lu.n_values, 5);
    bm__sparse_lu_factor(&lu, 4.0, NULL, values);
    bm__sparse_lu_solve(&lu, values, b);
    for (int i = 0; i < 5; i++)
        assert_true(b[i] == (i + 1) / 4.0);
    bm__sparse_lu_destroy(&lu, &bm__malloc_allocator);
}

/* An arrow fills in completely when its point goes first, and not at all when it goes last. */
static void test_order_avoids_fill(void **state) {
    (void)state;
    enum { N = 40 };
    static struct matrix m;
    m.n = N;
    m.n_nonzeros = 0;
    for (uint16_t i = 1; i < N; i++) {
        m.row[m.n_nonzeros] = 0, m.column[m.n_nonzeros++] = i;
        m.row[m.n_nonzeros] = i, m.column[m.n_nonzeros++] = 0;
    }
    struct bm__sparse_lu lu;
    assert_int_equal(bm__sparse_lu_create(&lu, N, m.n_nonzeros, m.row, m.column, &bm__malloc_allocator), BM_OK);
    assert_int_equal(lu.n_l, N - 1);
    assert_int_equal(lu.n_u, N - 1);
    bm__sparse_lu_destroy(&lu, &bm__malloc_allocator);
    uint64_t seed = 12;
    compare_with_dense(&m, 5, &seed);
}

/* The same structure gives the same analysis: same order, same bits. */
static void test_structure_reproduces(void **state) {
    (void)state;
    static struct matrix m;
    uint64_t seed = 13;
    make_structure(&m, 30, 0.1, 0.7, &seed);
    const double shift = fill_values(&m, &seed);
    struct bm__sparse_lu lu[2];
    double values[2][MAX_NONZEROS], b[2][MAX_N];
    for (int i = 0; i < 2; i++) {
        assert_int_equal(bm__sparse_lu_create(&lu[i], m.n, m.n_nonzeros, m.row, m.column, &bm__malloc_allocator),
                         BM_OK);
        bm__sparse_lu_factor(&lu[i], shift, m.value, values[i]);
        for (uint32_t j = 0; j < m.n; j++)
            b[i][j] = j + 1.0;
        bm__sparse_lu_solve(&lu[i], values[i], b[i]);
    }
    assert_int_equal(lu[0].n_values, lu[1].n_values);
    bm_assert_same_bits(lu[0].pivot, lu[1].pivot, m.n);
    bm_assert_same_bits(values[0], values[1], lu[0].n_values);
    bm_assert_same_bits(b[0], b[1], m.n);
    for (int i = 0; i < 2; i++)
        bm__sparse_lu_destroy(&lu[i], &bm__malloc_allocator);
}

/* A zero pivot must not pass for a solution. */
static void test_singular_is_not_finite(void **state) {
    (void)state;
    struct bm__sparse_lu lu;
    const uint16_t row[] = {0, 0, 1, 1}, column[] = {0, 1, 0, 1};
    const double jacobian[] = {0.0, -1.0, -1.0, 0.0}; /* 1 I - J = ((1, 1), (1, 1)) */
    double values[4], b[2] = {1.0, 2.0};
    assert_int_equal(bm__sparse_lu_create(&lu, 2, 4, row, column, &bm__malloc_allocator), BM_OK);
    bm__sparse_lu_factor(&lu, 1.0, jacobian, values);
    bm__sparse_lu_solve(&lu, values, b);
    assert_false(isfinite(b[0]) && isfinite(b[1]));
    bm__sparse_lu_destroy(&lu, &bm__malloc_allocator);
}

static bm_status create_and_destroy(const bm_allocator *allocator) {
    static struct matrix m;
    uint64_t seed = 14;
    struct bm__sparse_lu lu;
    make_structure(&m, 20, 0.2, 1.0, &seed);
    const bm_status status = bm__sparse_lu_create(&lu, m.n, m.n_nonzeros, m.row, m.column, allocator);
    bm__sparse_lu_destroy(&lu, allocator); /* may follow a failure */
    return status;
}

static void test_no_memory(void **state) {
    (void)state;
    assert_true(bm_refuse_in_turn(create_and_destroy) >= 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_matrices),
        cmocka_unit_test(test_one_equation),
        cmocka_unit_test(test_empty_rows),
        cmocka_unit_test(test_order_avoids_fill),
        cmocka_unit_test(test_structure_reproduces),
        cmocka_unit_test(test_singular_is_not_finite),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
