/* SPDX-License-Identifier: Apache-2.0 */
/* Exact sums against arithmetic that cannot round: whole numbers of 128 bits, and long double beside pairs of doubles.
 */
#include "base/exact.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support/bm_test.h"

static double random_of(uint64_t *state, int least, int most) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    const double digits = (double)(*state >> 11) * 0x1p-53 + 0x1p-53;
    const int exponent = least + (int)(*state >> 33) % (most - least + 1);
    return (*state & 1024 ? -1.0 : 1.0) * ldexp(digits, exponent);
}

/* Any order and any groups, from the smallest double to the largest: the same bits, and nothing left at the end. */
static void order_and_groups_do_not_matter(void **state) {
    (void)state;
    enum { N = 4000, GROUPS = 7 };
    uint64_t seed = 1;
    struct bm__exact one = {{0}}, back = {{0}}, groups[GROUPS], joined = {{0}}, none = {{0}};
    double *values = calloc(N, sizeof *values);
    memset(groups, 0, sizeof groups);
    for (int i = 0; i < N; i++) {
        values[i] = i == 0 ? DBL_TRUE_MIN : i == 1 ? -DBL_MAX : i == 2 ? DBL_MAX : random_of(&seed, -1074, 1023);
        bm__exact_add(&one, values[i]);
        bm__exact_add(&groups[i % GROUPS], values[i]);
    }
    for (int i = N - 1; i >= 0; i--)
        bm__exact_add(&back, values[i]);
    assert_memory_equal(&one, &back, sizeof one);
    for (int i = GROUPS - 1; i >= 0; i--)
        bm__exact_join(&joined, &groups[i]);
    assert_memory_equal(&one, &joined, sizeof one);
    for (int i = 0; i < N; i++)
        bm__exact_add(&one, -values[i]);
    assert_memory_equal(&one, &none, sizeof one);
    bm__exact_add(&one, -0.0);
    assert_memory_equal(&one, &none, sizeof one);
    free(values);
}

#ifdef __SIZEOF_INT128__
__extension__ typedef __int128 wide;
/* What is read is the sum: against whole numbers. */
static void values_are_sums(void **state) {
    (void)state;
    uint64_t seed = 7;
    for (int round = 0; round < 2000; round++) {
        wide expected = 0;
        struct bm__exact sum = {{0}};
        const int unit = -900 + round % 1500, spread = 1 + round % 60;
        for (int i = 0; i < 1 + round % 50; i++) {
            const int64_t whole = (int64_t)random_of(&seed, 0, spread);
            expected += whole;
            bm__exact_add(&sum, ldexp((double)whole, unit));
            expected += whole - (int64_t)(double)whole; /* 53 bits: none is lost */
        }
        const struct bm__double2 value = bm__exact_value(&sum);
        const wide high = (wide)ldexp(value.high, -unit), low = (wide)ldexp(value.low, -unit);
        assert_true(high + low == expected); /* up to 106 bits */
        assert_true(fabs(value.low) <= 0.5 * (nextafter(fabs(value.high), (double)INFINITY) - fabs(value.high)));
    }
}
#endif

static void products_and_quotients(void **state) {
    (void)state;
    uint64_t seed = 3;
    for (int i = 0; i < 20000; i++) {
        const double a = random_of(&seed, -30, 30), b = random_of(&seed, -30, 30), c = random_of(&seed, -30, 30);
        const struct bm__double2 product = bm__product(a, b);
        assert_true(product.low == fma(a, b, -product.high));
        const struct bm__double2 quotient = bm__double2_over(product, (struct bm__double2){b, 0.0});
        assert_true(quotient.high == a && fabs(quotient.low) <= 1e-30 * fabs(a));
        const struct bm__double2 twice = bm__double2_times(product, (struct bm__double2){c, 0.0});
        const struct bm__double2 back = bm__double2_over(twice, (struct bm__double2){c, 0.0});
        const struct bm__double2 nothing = bm__double2_minus(back, product);
        assert_true(fabs(nothing.high) <= 1e-30 * fabs(product.high));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_and_groups_do_not_matter),
#ifdef __SIZEOF_INT128__
        cmocka_unit_test(values_are_sums),
#endif
        cmocka_unit_test(products_and_quotients),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
