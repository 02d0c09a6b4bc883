/* SPDX-License-Identifier: Apache-2.0 */
/* The core's field: against the reference at t = 0, against the equations written plainly, and bit by bit in lanes. */
#include "body/core.h"

#include "core_variant.h"
#include "plain_core.h"
#include "support/core_case.h"
#include "support/csv.h"

/* Rates of the reference implementation at the start. */
static void test_field_at_the_start(void **state) {
    (void)state;
    struct core_case c;
    struct bm_csv csv;
    double f[BM__N_CORE_STATES];
    core_case_default(&c);
    core_case_field(&c, f);
    bm_csv_read(&csv, "../parity/rhs_at_t0.csv");
    int compared = 0;
    for (int row = 0; row < csv.n_rows; row++) {
        const int i = core_find_state(csv.text[row]);
        if (i < 0)
            continue; /* a state of an agent */
        bm_assert_close_named(csv.text[row], f[i], bm_csv_at(&csv, row, 2), 1e-8, 1e-12 * fmax(1.0, fabs(c.x[i])));
        compared++;
    }
    assert_int_equal(compared, BM__N_CORE_STATES);
    bm_csv_free(&csv);
    /* the single-precision constants of bone density are visible here, and only here */
    bm_assert_close(f[BM__X_BMDls], -3.844499588e-12, 1e-3, 0.0);
    bm_assert_close(f[BM__X_BMDlsDEN], -1.844018699e-12, 1e-3, 0.0);
    bm_assert_close(f[BM__X_BMDfn], -1.896861938e-13, 1e-3, 0.0);
}

static void compare_with_plain(const struct core_case *c, double rtol) {
    double f[BM__N_CORE_STATES], expected[BM__N_CORE_STATES], size[BM__N_CORE_STATES];
    core_case_field(c, f);
    plain_core_field(c, expected, size);
    for (int i = 0; i < BM__N_CORE_STATES; i++)
        bm_assert_close_named(core_state_rows[i].name, f[i], expected[i], 0.0, rtol * size[i]);
}

static void test_field_at_random_states(void **state) {
    (void)state;
    uint64_t seed = 21;
    struct core_case c;
    for (int k = 0; k < 2000; k++) {
        core_case_random(&c, 1.0, 3.0, 1e-9, &seed);
        compare_with_plain(&c, 2e-13);
    }
}

/* Each parameter and initial value alone, at three places of its range, so that a wrong one has a name. */
static void test_field_at_other_parameters(void **state) {
    (void)state;
    uint64_t seed = 22;
    struct core_case at, c;
    for (int i = 0; i < BM__N_CORE_PARAMETERS + BM__N_CORE_STATES; i++) {
        const int is_parameter = i < BM__N_CORE_PARAMETERS;
        const int j = is_parameter ? i : i - BM__N_CORE_PARAMETERS;
        const struct core_row *row = is_parameter ? &core_parameter_rows[j] : &core_state_rows[j];
        if (!is_parameter && row->kind != BM__STATE_BASELINE)
            continue;
        for (int k = 1; k <= 3; k++) {
            core_case_random(&at, 1.0, 1.5, 1e-9, &seed);
            c = at;
            const double value = row->minimum + (row->maximum - row->minimum) * k / 4.0;
            *(is_parameter ? &c.p[j] : &c.x0[j]) = is_parameter ? value : row->value * (0.7 + 0.2 * k);
            if (bm__core_derive(c.p, c.x0, &c.k))
                continue; /* refused: tested in core_constants_test.c */
            compare_with_plain(&c, 1e-11);
        }
    }
}

static void test_field_at_random_parameters(void **state) {
    (void)state;
    uint64_t seed = 23;
    struct core_case c;
    for (int k = 0; k < 2000; k++) {
        core_case_random(&c, 1.2, 1.5, 1e-9, &seed);
        compare_with_plain(&c, 1e-11);
    }
}

/* ---- lanes ---- */

enum { N_CONSTANTS = sizeof(struct bm__core_constants) / sizeof(double) };

struct result {
    double f_alone[BM__N_CORE_STATES], f[BM__N_CORE_STATES], jac[BM__N_CORE_JACOBIAN],
        jac_u[BM__N_CORE_TARGET_JACOBIAN];
    double f_t[BM__N_CORE_STATES];
};

static void run(core_run *variant, const struct core_case c[BM_MAX_LANES], struct result result[BM_MAX_LANES]) {
    double constants[BM_MAX_LANES][N_CONSTANTS];
    struct core_numbers numbers[BM_MAX_LANES];
    memset(result, 0, BM_MAX_LANES * sizeof *result);
    for (int i = 0; i < BM_MAX_LANES; i++) {
        memcpy(constants[i], &c[i].k, sizeof constants[i]);
        numbers[i] = (struct core_numbers){.constants = constants[i],
                                           .x = c[i].x,
                                           .u = c[i].u,
                                           .t_h = c[i].t_h,
                                           .runx2_switched = c[i].runx2_switched,
                                           .f = result[i].f_alone};
    }
    variant(numbers);
    for (int i = 0; i < BM_MAX_LANES; i++) {
        numbers[i].f = result[i].f;
        numbers[i].jac = result[i].jac;
        numbers[i].jac_u = result[i].jac_u;
        numbers[i].f_t = result[i].f_t;
    }
    variant(numbers);
    /* a zero may have either sign: a switched-off lane multiplies by 0 what a single patient leaves out */
    double *all = (double *)(void *)result;
    for (size_t i = 0; i < BM_MAX_LANES * sizeof *result / sizeof *all; i++)
        all[i] += 0.0;
}

static const struct {
    const char *name;
    core_run *run;
} variants[] = {
#define BM__ROW(name, lanes, runs) {#name, core_##name},
    BM_LANE_VARIANTS(BM__ROW)
#undef BM__ROW
};

static void test_same_bits_in_every_lane(void **state) {
    (void)state;
    const int runs[] = {
#define BM__ROW(name, lanes, runs) (runs) != 0,
        BM_LANE_VARIANTS(BM__ROW)
#undef BM__ROW
    };
    static struct core_case c[BM_MAX_LANES];
    static struct result expected[BM_MAX_LANES], found[BM_MAX_LANES];
    uint64_t seed = 24;
    for (int round = 0; round < 300; round++) {
        for (int i = 0; i < BM_MAX_LANES; i++)
            core_case_random(&c[i], 1.2, 2.0, 1e-9, &seed); /* every lane a patient of her own */
        if (round % 3 == 0)                                 /* all on one side of the switch of estrogen */
            for (int i = 0; i < BM_MAX_LANES; i++) {
                c[i].p[BM__P_ESTON] = round % 2;
                core_case_derive(&c[i]);
            }
        run(core_x1, c, expected);
        for (int i = 0; i < BM_MAX_LANES; i++) {
            double f[BM__N_CORE_STATES];
            core_case_field(&c[i], f); /* as it is built into the library */
            for (int j = 0; j < BM__N_CORE_STATES; j++)
                f[j] += 0.0;
            bm_assert_same_bits(expected[i].f_alone, f, BM__N_CORE_STATES);
            bm_assert_same_bits(expected[i].f, f, BM__N_CORE_STATES);
        }
        for (size_t v = 1; v < BM_COUNT(variants); v++) {
            if (round == 0)
                print_message("%s: %s\n", variants[v].name, runs[v] ? "compared" : "this processor cannot run it");
            if (!runs[v])
                continue;
            run(variants[v].run, c, found);
            for (int i = 0; i < BM_MAX_LANES; i++) {
                bm_assert_same_bits(found[i].f_alone, expected[i].f_alone, BM__N_CORE_STATES);
                bm_assert_same_bits(found[i].f, expected[i].f, BM__N_CORE_STATES);
                bm_assert_same_bits(found[i].jac, expected[i].jac, BM__N_CORE_JACOBIAN);
                bm_assert_same_bits(found[i].jac_u, expected[i].jac_u, BM__N_CORE_TARGET_JACOBIAN);
                bm_assert_same_bits(found[i].f_t, expected[i].f_t, BM__N_CORE_STATES);
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_field_at_the_start),        cmocka_unit_test(test_field_at_random_states),
        cmocka_unit_test(test_field_at_other_parameters), cmocka_unit_test(test_field_at_random_parameters),
        cmocka_unit_test(test_same_bits_in_every_lane),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
