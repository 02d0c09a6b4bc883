/* SPDX-License-Identifier: Apache-2.0 */
/* Sorting against the C library's qsort(), on numbers in any order. */
#include "base/sort.h"

#include "support/bm_test.h"

enum { MOST = 2000 };

static int compare(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Sorts a copy both ways. */
static void sorts(const double *values, size_t n) {
    double found[MOST + 1], expected[MOST + 1];
    assert_true(n <= MOST);
    memcpy(found, values, n * sizeof *values);
    memcpy(expected, values, n * sizeof *values);
    found[n] = -1234.0; /* beyond the end */
    bm__sort(found, n);
    qsort(expected, n, sizeof *expected, compare);
    for (size_t i = 0; i < n; i++)
        if (found[i] != expected[i])
            fail_msg("%zu numbers: number %zu is %g, expected %g", n, i, found[i], expected[i]);
    assert_true(found[n] == -1234.0);
}

/* Every order of a few numbers, equal ones among them. */
static void every_order(void **state) {
    (void)state;
    for (size_t n = 0; n <= 6; n++) {
        size_t orders = 1;
        for (size_t i = 0; i < n; i++)
            orders *= n;
        for (size_t order = 0; order < orders; order++) {
            double values[6];
            size_t rest = order;
            for (size_t i = 0; i < n; i++, rest /= n)
                values[i] = (double)(rest % n);
            sorts(values, n);
        }
    }
}

static void any_numbers(void **state) {
    (void)state;
    uint64_t seed = 3;
    for (int k = 0; k < 300; k++) {
        double values[MOST];
        const size_t n = (size_t)bm_random(&seed, 0.0, MOST);
        const double distinct = k % 3 == 0 ? 5.0 : 1e9; /* few: mostly duplicates */
        for (size_t i = 0; i < n; i++)
            values[i] = floor(bm_random(&seed, -distinct, distinct));
        sorts(values, n);
    }
}

static void in_order_already(void **state) {
    (void)state;
    double up[MOST], down[MOST], same[MOST];
    for (size_t i = 0; i < MOST; i++) {
        up[i] = 0.5 * (double)i;
        down[i] = -up[i];
        same[i] = 7.0;
    }
    sorts(up, MOST);
    sorts(down, MOST);
    sorts(same, MOST);
}

static void ends_of_the_range(void **state) {
    (void)state;
    const double values[] = {0.0, (double)INFINITY, -DBL_MAX, 5e-324, -(double)INFINITY, DBL_MAX, -5e-324, 1.0};
    sorts(values, BM_COUNT(values));
}

/* NAN is not to be among them; if it is, the sort comes to an end and loses none of the numbers. */
static void not_a_number(void **state) {
    (void)state;
    uint64_t seed = 4;
    for (int k = 0; k < 200; k++) {
        double values[64];
        const size_t n = 1 + (size_t)bm_random(&seed, 0.0, 63.0);
        double sum = 0.0, sum_after = 0.0;
        int nans = 0, nans_after = 0;
        for (size_t i = 0; i < n; i++) {
            values[i] = bm_random(&seed, 0.0, 1.0) < 0.2 ? (double)NAN : floor(bm_random(&seed, 0.0, 100.0));
            nans += isnan(values[i]);
            sum += isnan(values[i]) ? 0.0 : values[i];
        }
        bm__sort(values, n);
        for (size_t i = 0; i < n; i++) {
            nans_after += isnan(values[i]);
            sum_after += isnan(values[i]) ? 0.0 : values[i];
        }
        assert_int_equal(nans_after, nans);
        assert_true(sum_after == sum);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_order),       cmocka_unit_test(any_numbers),  cmocka_unit_test(in_order_already),
        cmocka_unit_test(ends_of_the_range), cmocka_unit_test(not_a_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
