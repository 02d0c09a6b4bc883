/* SPDX-License-Identifier: Apache-2.0 */
/* What every test of the inside includes: cmocka, and comparison of doubles, which cmocka 1.1 lacks. */
#ifndef BM__TESTS_SUPPORT_BM_TEST_H
#define BM__TESTS_SUPPORT_BM_TEST_H

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define BM_COUNT(array) (sizeof(array) / sizeof *(array))

static inline void bm_check_close(double found, double expected, double rtol, double atol, const char *what,
                                  const char *file, int line) {
    const double allowed = atol + rtol * fabs(expected);
    if (fabs(found - expected) <= allowed || (isinf(found) && found == expected))
        return;
    print_error("%s: found %.17g, expected %.17g, difference %.3e, allowed %.3e\n", what, found, expected,
                found - expected, allowed);
    _fail(file, line);
}

/* |found - expected| <= atol + rtol |expected|; NaN is never close. */
#define bm_assert_close(found, expected, rtol, atol)                                                                   \
    bm_check_close((found), (expected), (rtol), (atol), #found, __FILE__, __LINE__)
/* The same with the name of what is compared, for loops. */
#define bm_assert_close_named(name, found, expected, rtol, atol)                                                       \
    bm_check_close((found), (expected), (rtol), (atol), (name), __FILE__, __LINE__)

static inline void bm_check_less(double found, double bound, const char *what, const char *file, int line) {
    if (found <= bound)
        return;
    print_error("%s: found %.6g, allowed at most %.6g\n", what, found, bound);
    _fail(file, line);
}

/* found <= bound; NaN fails. */
#define bm_assert_at_most(found, bound) bm_check_less((found), (bound), #found, __FILE__, __LINE__)

#define bm_assert_same_bits(found, expected, count) assert_memory_equal((found), (expected), (count) * sizeof *(found))

/* A small generator (splitmix64), so that every run tests the same numbers. */
static inline uint64_t bm_random_bits(uint64_t *seed) {
    uint64_t z = *seed += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}
/* Uniform between low and high. */
static inline double bm_random(uint64_t *seed, double low, double high) {
    return low + (high - low) * ((double)(bm_random_bits(seed) >> 11) * 0x1p-53);
}

#endif
