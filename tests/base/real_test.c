/* SPDX-License-Identifier: Apache-2.0 */
/* exp, log, pow and the logistic function against long double, at special values, and bit by bit in every variant. */
#include "base/real.h"

#include "base/real_variant.h"
#include "support/bm_test.h"

/* Largest errors allowed, in units in the last place of the exact result; base/real.h states those of exp and log. */
static const double EXP_ULP = 2.0, LOG_ULP = 2.0, LOGISTIC_ULP = 4.0;

#if LDBL_MANT_DIG < 64
#error "this test needs a long double that is longer than a double"
#endif

/* |found - exact| in units of the last place of exact. */
static double ulps(double found, long double exact) {
    int exponent;
    (void)frexpl(exact, &exponent);
    return (double)(fabsl((long double)found - exact) / ldexpl(1.0L, exponent - DBL_MANT_DIG));
}

struct worst {
    double error, at;
};

static void note(struct worst *worst, double error, double at) {
    if (!(error <= worst->error))
        *worst = (struct worst){error, at};
}

static void test_exp_against_long_double(void **state) {
    (void)state;
    struct worst worst = {0};
    uint64_t seed = 1;
    for (int i = 0; i < 1000000; i++) {
        static const double widths[] = {708.0, 30.0, 1.0, 1e-3, 1e-9};
        const double width = widths[i % (int)BM_COUNT(widths)];
        const double x = bm_random(&seed, -width, width);
        note(&worst, ulps(bm__exp(x), expl((long double)x)), x);
    }
    print_message("exp: %.3f ulp at %.17g\n", worst.error, worst.at);
    bm_assert_at_most(worst.error, EXP_ULP);
}

static void test_log_against_long_double(void **state) {
    (void)state;
    struct worst worst = {0};
    uint64_t seed = 2;
    for (int i = 0; i < 1000000; i++) {
        /* the whole range; about 1, where log is small; where the reduction changes octave */
        static const double centres[] = {0.0, 1.0, 0.7071067811865476, 1.4142135623730951};
        const double centre = centres[i % (int)BM_COUNT(centres)];
        const double x = centre == 0.0 ? exp(bm_random(&seed, -708.0, 709.0))
                                       : centre * (1.0 + bm_random(&seed, -1.0, 1.0) * pow(10.0, -(i % 13) - 1.0));
        note(&worst, ulps(bm__log(x), logl((long double)x)), x);
    }
    print_message("log: %.3f ulp at %.17g\n", worst.error, worst.at);
    bm_assert_at_most(worst.error, LOG_ULP);
    assert_true(bm__log(1.0) == 0.0);
}

/* The form in which the equations use exp most. */
static double logistic(double x) {
    return 1.0 / (1.0 + bm__exp(x));
}

static void test_logistic_against_long_double(void **state) {
    (void)state;
    struct worst worst = {0};
    uint64_t seed = 3;
    for (int i = 0; i < 500000; i++) {
        const double width = i % 2 == 0 ? 700.0 : 40.0, x = bm_random(&seed, -width, width);
        note(&worst, ulps(logistic(x), 1.0L / (1.0L + expl((long double)x))), x);
    }
    print_message("logistic: %.3f ulp at %.17g\n", worst.error, worst.at);
    bm_assert_at_most(worst.error, LOGISTIC_ULP);
}

/* (1 + tanh(a))/2 = logistic(-2 a), as the equations have it. */
static void test_logistic_is_tanh(void **state) {
    (void)state;
    for (double a = -20.0; a <= 20.0; a += 1.0 / 64)
        bm_assert_close(logistic(-2.0 * a), (double)((1.0L + tanhl((long double)a)) / 2.0L), 0.0, DBL_EPSILON);
}

/* The error of log grows by the exponent: |g log x| ulp and a little more. */
static void test_pow_against_long_double(void **state) {
    (void)state;
    uint64_t seed = 4;
    double worst = 0.0;
    for (int i = 0; i < 500000; i++) {
        const double x = exp(bm_random(&seed, -20.0, 20.0)), g = bm_random(&seed, -13.0, 13.0);
        const long double exact = powl((long double)x, (long double)g);
        const double relative = (double)fabsl(((long double)bm__pow(x, g) - exact) / exact);
        worst = fmax(worst, relative / (DBL_EPSILON * (2.0 + fabs(g * log(x)))));
    }
    print_message("pow: %.3f of the bound (2 + |g log x|) DBL_EPSILON\n", worst);
    bm_assert_at_most(worst, 1.0);
}

static void test_special_values(void **state) {
    (void)state;
    const double nan = (double)NAN, infinite = (double)INFINITY;
    /* exp */
    assert_true(bm__exp(0.0) == 1.0);
    assert_true(bm__exp(-0.0) == 1.0);
    assert_true(isnan(bm__exp(nan)));
    bm_assert_close(bm__exp(709.0), exp(709.0), 1e-15, 0.0);
    assert_true(bm__exp(710.0) == bm__exp(709.0));
    assert_true(bm__exp(1e300) == bm__exp(709.0));
    assert_true(bm__exp(infinite) == bm__exp(709.0));
    bm_assert_close(bm__exp(-708.0), exp(-708.0), 1e-15, 0.0);
    assert_true(bm__exp(-708.0) >= DBL_MIN);
    assert_true(bm__exp(-709.0) == bm__exp(-708.0));
    assert_true(bm__exp(-infinite) == bm__exp(-708.0));
    /* log */
    bm_assert_close(bm__log(0.0), log(DBL_MIN), 1e-15, 0.0);
    assert_true(bm__log(-0.0) == bm__log(0.0));
    assert_true(bm__log(0x1p-1074) == bm__log(0.0));
    assert_true(bm__log(DBL_MIN) == bm__log(0.0));
    bm_assert_close(bm__log(DBL_MAX), log(DBL_MAX), 1e-15, 0.0);
    assert_true(isnan(bm__log(-DBL_MIN)));
    assert_true(isnan(bm__log(-0x1p-1074)));
    assert_true(isnan(bm__log(-1.0)));
    assert_true(isnan(bm__log(-infinite)));
    assert_true(isnan(bm__log(nan)));
    /* pow */
    assert_true(bm__pow(0.0, 0.0) == 1.0);
    assert_true(bm__pow(1.0, 1e6) == 1.0);
    bm_assert_at_most(bm__pow(0.0, 0.5), 1e-150);
    assert_true(isnan(bm__pow(-1.0, 2.0)));
    assert_true(isnan(bm__pow(nan, 0.0)));
    /* logistic: 0 and 1 at the ends, and never outside them */
    assert_true(logistic(1000.0) >= 0.0 && logistic(1000.0) < 1e-300);
    assert_true(logistic(-1000.0) == 1.0);
    assert_true(logistic(0.0) == 0.5);
    assert_true(isnan(logistic(nan)));
    assert_true(logistic(infinite) >= 0.0 && logistic(infinite) < 1e-300);
}

enum { N = 1024, N_RESULTS = 6 };

static void run(real_run *variant, const double *x, const double *g, double result[N_RESULTS][N]) {
    const struct real_results out = {result[0], result[1], result[2], result[3], result[4], result[5]};
    variant(x, g, N, &out);
    for (int r = 0; r < N_RESULTS; r++)
        for (int i = 0; i < N; i++)
            if (isnan(result[r][i]))
                result[r][i] = (double)NAN; /* the sign and payload of a NaN mean nothing */
}

static void test_same_bits_in_every_variant(void **state) {
    (void)state;
    static const struct {
        const char *name;
        real_run *run;
    } all[] = {
#define BM__ROW(name, lanes, runs) {#name, real_##name},
        BM_LANE_VARIANTS(BM__ROW)
#undef BM__ROW
    };
    const int runs[] = {
#define BM__ROW(name, lanes, runs) (runs) != 0,
        BM_LANE_VARIANTS(BM__ROW)
#undef BM__ROW
    };
    static double expected[N_RESULTS][N], found[N_RESULTS][N];
    uint64_t seed = 5;
    for (int round = 0; round < 200; round++) {
        double x[N], g[N];
        for (int i = 0; i < N; i++) {
            const double u = bm_random(&seed, -1.0, 1.0);
            x[i] = i % 3 == 0 ? 750.0 * u : i % 3 == 1 ? exp(700.0 * u) : 10.0 * u;
            g[i] = bm_random(&seed, -13.0, 13.0);
        }
        static const double special[] = {0.0, -0.0, DBL_MIN, DBL_MAX, 0x1p-1074, -1.0, (double)NAN, (double)INFINITY};
        memcpy(x, special, sizeof special);
        run(all[0].run, x, g, expected);
        bm_assert_same_bits(expected[4], expected[0], N);
        bm_assert_same_bits(expected[5], expected[1], N);
        for (size_t v = 1; v < BM_COUNT(all); v++) {
            if (round == 0)
                print_message("%s: %s\n", all[v].name, runs[v] ? "compared" : "this processor cannot run it");
            if (!runs[v])
                continue;
            run(all[v].run, x, g, found);
            for (int r = 0; r < N_RESULTS; r++)
                bm_assert_same_bits(found[r], expected[r], N);
        }
    }
}

/* What decisions are taken with. */
static void test_select_and_any(void **state) {
    (void)state;
    assert_true(bm__select(1.0 > 0.0, 2.0, 3.0) == 2.0);
    assert_true(bm__select(0.0 > 1.0, 2.0, 3.0) == 3.0);
    assert_true(bm__select((double)NAN > 1.0, 2.0, 3.0) == 3.0);
    assert_true(bm__any(1) && !bm__any(0));
    assert_true(bm__lane(bm__all(7.0), 0) == 7.0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exp_against_long_double),      cmocka_unit_test(test_log_against_long_double),
        cmocka_unit_test(test_logistic_against_long_double), cmocka_unit_test(test_logistic_is_tanh),
        cmocka_unit_test(test_pow_against_long_double),      cmocka_unit_test(test_special_values),
        cmocka_unit_test(test_same_bits_in_every_variant),   cmocka_unit_test(test_select_and_any),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
