/* SPDX-License-Identifier: Apache-2.0 */
/*
 * As much of cmocka as the tests that run on other targets use, under the same names, where cmocka itself is not at
 * hand (other processors, MemorySanitizer). The first check that fails ends the program.
 */
#ifndef BM_TARGETS_CMOCKA_H
#define BM_TARGETS_CMOCKA_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef int (*CMFixtureFunction)(void **state);
struct CMUnitTest {
    const char *name;
    void (*test)(void **state);
    CMFixtureFunction setup, teardown;
    void *initial_state;
};
#define cmocka_unit_test(f)                                                                                            \
    { #f, f, NULL, NULL, NULL }
#define cmocka_unit_test_setup(f, before)                                                                              \
    { #f, f, before, NULL, NULL }
#define cmocka_unit_test_setup_teardown(f, before, end)                                                                \
    { #f, f, before, end, NULL }
#define cmocka_unit_test_prestate(f, state)                                                                            \
    { #f, f, NULL, NULL, state }

static inline int run_tests_of_a_group(const struct CMUnitTest *tests, size_t n, CMFixtureFunction before,
                                       CMFixtureFunction end) {
    void *of_group = NULL;
    if (before && before(&of_group) != 0)
        return 1;
    for (size_t i = 0; i < n; i++) {
        void *state = tests[i].initial_state ? tests[i].initial_state : of_group;
        printf("%s\n", tests[i].name);
        fflush(stdout);
        if (tests[i].setup && tests[i].setup(&state) != 0)
            return 1;
        tests[i].test(&state);
        if (tests[i].teardown && tests[i].teardown(&state) != 0)
            return 1;
    }
    printf("%d tests passed\n", (int)n);
    return end ? end(&of_group) : 0;
}
#define cmocka_run_group_tests(tests, before, end)                                                                     \
    run_tests_of_a_group((tests), sizeof(tests) / sizeof *(tests), (before), (end))
#define cmocka_run_group_tests_name(name, tests, before, end) cmocka_run_group_tests(tests, before, end)

#define print_message(...) printf(__VA_ARGS__)
#define print_error(...)   fprintf(stderr, __VA_ARGS__)

static inline void _fail(const char *file, int line) {
    fprintf(stderr, "%s:%d: failed\n", file, line);
    exit(1);
}
static inline void check_that(int holds, const char *what, const char *file, int line) {
    if (!holds) {
        fprintf(stderr, "%s\n", what);
        _fail(file, line);
    }
}
#define CHECK_THAT(condition, what)     check_that((condition) != 0, what, __FILE__, __LINE__)
#define fail()                          _fail(__FILE__, __LINE__)
#define fail_msg(...)                   (fprintf(stderr, __VA_ARGS__), fputc('\n', stderr), _fail(__FILE__, __LINE__))
#define assert_true(c)                  CHECK_THAT(c, #c)
#define assert_false(c)                 CHECK_THAT(!(c), "not " #c)
#define assert_non_null(p)              CHECK_THAT((p) != NULL, #p " is NULL")
#define assert_null(p)                  CHECK_THAT((p) == NULL, #p " is not NULL")
#define assert_ptr_equal(a, b)          CHECK_THAT((a) == (b), #a " == " #b)
#define assert_string_equal(a, b)       CHECK_THAT(strcmp((a), (b)) == 0, #a " == " #b)
#define assert_string_not_equal(a, b)   CHECK_THAT(strcmp((a), (b)) != 0, #a " != " #b)
#define assert_memory_equal(a, b, size) CHECK_THAT(memcmp((a), (b), (size)) == 0, #a " == " #b)
#define assert_int_equal(a, b)          CHECK_THAT((intmax_t)(a) == (intmax_t)(b), #a " == " #b)
#define assert_int_not_equal(a, b)      CHECK_THAT((intmax_t)(a) != (intmax_t)(b), #a " != " #b)
#define assert_in_range(a, low, high)                                                                                  \
    CHECK_THAT((uintmax_t)(a) >= (uintmax_t)(low) && (uintmax_t)(a) <= (uintmax_t)(high), #a " in " #low ".." #high)

#endif
