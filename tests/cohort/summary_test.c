/* SPDX-License-Identifier: Apache-2.0 */
/* What cells say, against the numbers themselves. */
#include "cohort/tally.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/sort.h"
#include "support/bm_test.h"

static double next(uint64_t *state) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(*state >> 11) * 0x1p-53;
}

/* Of sorted numbers with weights: the definition. */
static double percentile(const double *x, const double *w, size_t n, double percent) {
    double end = 0.0, at = 0.0;
    for (size_t i = 0; i + 1 < n; i++)
        end += (w[i] + w[i + 1]) / 2.0;
    const double place = end * percent / 100.0;
    for (size_t i = 0; i + 1 < n; i++) {
        const double step = (w[i] + w[i + 1]) / 2.0;
        if (place <= at + step)
            return x[i] + (place - at) / step * (x[i + 1] - x[i]);
        at += step;
    }
    return x[n - 1];
}

static void compare(size_t n, int weighted, double centre, double width) {
    uint64_t seed = 11 + n;
    double *x = calloc(n, sizeof *x), *w = calloc(n, sizeof *w), sum = 0.0, all = 0.0, squares = 0.0, weights = 0.0;
    struct bm__cell cell;
    memset(&cell, 0, sizeof cell);
    for (size_t i = 0; i < n; i++) {
        x[i] = centre + width * (next(&seed) + next(&seed) + next(&seed) - 1.5);
        w[i] = weighted ? 0.25 + floor(16.0 * next(&seed)) / 4.0 : 1.0;
        assert_int_equal(bm__cell_add(&bm__malloc_allocator, &cell, x[i], w[i]), BM_OK);
    }
    bm__sort_weighted(x, w, n);
    for (size_t i = 0; i < n; i++) {
        sum += w[i] * x[i];
        all += w[i];
        weights += w[i] * w[i];
    }
    for (size_t i = 0; i < n; i++)
        squares += w[i] * (x[i] - sum / all) * (x[i] - sum / all);
    const double sd = sqrt(squares / (all - weights / all));
    for (size_t i = 0, end; i < n; i = end) { /* those of a bin share its weight */
        uint64_t rest;
        double of_bin = 0.0;
        for (end = i; end < n && bm__bin_key(x[end], &rest) == bm__bin_key(x[i], &rest); end++)
            of_bin += w[end];
        for (size_t j = i; j < end; j++)
            w[j] = of_bin / (double)(end - i);
    }
    assert_true(cell.n == n);
    assert_true(fabs(bm__cell_mean(&cell) - sum / all) <= 1e-14 * fabs(centre) + 1e-14 * width);
    if (n > 1)
        assert_true(fabs(bm__cell_sd(&cell) - sd) <=
                    1e-9 * sd); /* that of the test loses digits, where width is small */
    else
        assert_true(isnan(bm__cell_sd(&cell)));
    int exact = 0;
    for (double percent = 0.0; percent <= 100.0; percent += 2.5) {
        double error;
        const double found = bm__cell_percentile(&cell, percent, &error), true_one = percentile(x, w, n, percent);
        const double largest = fmax(fabs(x[0]), fabs(x[n - 1]));
        assert_true(error >= 0.0 && error <= 0x1p-10 * largest);
        assert_true(fabs(found - true_one) <= error + 1e-13 * largest);
        exact += error == 0.0;
    }
    if (n == 5 && centre < 1e3 && centre > -1e3)
        assert_int_equal(exact, 41); /* one or two in each bin */
    if (n > 10000)
        assert_true(exact < 41); /* so that the bound says something */
    bm__release(&bm__malloc_allocator, cell.bins.items);
    free(x);
    free(w);
}

static void cells_say_what_the_numbers_say(void **state) {
    (void)state;
    const size_t sizes[] = {1, 2, 3, 5, 100, 20000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (int weighted = 0; weighted < 2; weighted++) {
            compare(sizes[i], weighted, 0.0, 3.0);
            compare(sizes[i], weighted, 1.0, 0.1);
            compare(sizes[i], weighted, -1e6, 20.0);
        }
}

/* A mean a hundred million SDs away costs no digits. */
static void spreads_survive_large_means(void **state) {
    (void)state;
    struct bm__cell cell;
    memset(&cell, 0, sizeof cell);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(bm__cell_add(&bm__malloc_allocator, &cell, 1e9 + (i % 2), 1.0), BM_OK);
    assert_true(bm__cell_mean(&cell) == 1e9 + 0.5);
    assert_true(fabs(bm__cell_sd(&cell) - sqrt(250.0 / 999.0)) < 1e-15);
    bm__release(&bm__malloc_allocator, cell.bins.items);
}

static void bins_are_a_thousandth_wide(void **state) {
    (void)state;
    uint64_t seed = 5, rest;
    for (int i = 0; i < 100000; i++) {
        const double x = ldexp(next(&seed) - 0.5, (int)(200.0 * next(&seed)) - 100);
        const uint32_t key = bm__bin_key(x, &rest);
        assert_true(bm__bin_value(key, rest) == x);
        const double a = bm__bin_value(key, 0), b = bm__bin_value(key, (UINT64_C(1) << BM__BIN_SHIFT) - 1);
        assert_true(a <= x && x <= b && b - a <= 0x1p-10 * fabs(x) * (1.0 + 1e-3));
        assert_true(bm__bin_key(nextafter(b, (double)INFINITY), &rest) == key + 1);
    }
    assert_true(bm__bin_key(-0.0, &rest) == bm__bin_key(0.0, &rest));
}

static void weights_add_up(void **state) {
    (void)state;
    struct bm__weight sum = {0, 0};
    const double weights[] = {0x1p-60, 1.0, 4294967295.5, 0.1, 16.0, 15.999};
    double all = 0.0;
    for (size_t i = 0; i < sizeof weights / sizeof *weights; i++) {
        assert_true(fabs(bm__weight_value(bm__weight_of(weights[i])) - weights[i]) <= 0x1p-60);
        bm__weight_add(&sum, bm__weight_of(weights[i]));
        all += weights[i];
    }
    assert_true(fabs(bm__weight_value(sum) - all) < 1e-6);
    assert_true(bm__weight_of(1.0).low == UINT64_C(1) << 60 && bm__weight_of(16.0).high == 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_say_what_the_numbers_say),
        cmocka_unit_test(spreads_survive_large_means),
        cmocka_unit_test(bins_are_a_thousandth_wide),
        cmocka_unit_test(weights_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
