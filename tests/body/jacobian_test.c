/* SPDX-License-Identifier: Apache-2.0 */
/* The core's Jacobian and slope in time against differences of its field. */
#include "body/core_jacobian.h"
#include "support/core_case.h"
#include "support/differences.h"

static const uint16_t rows[] = {
#define BM__ROW(row, column) BM__X_##row,
    BM__CORE_JACOBIAN(BM__ROW)
#undef BM__ROW
};
static const uint16_t columns[] = {
#define BM__ROW(row, column) BM__X_##column,
    BM__CORE_JACOBIAN(BM__ROW)
#undef BM__ROW
};

static void field(void *user, double t, const double *x, double *f) {
    const struct core_case *c = user;
    const struct bm__core_at at = {
        .k = &c->k, .runx2_switched = c->runx2_switched, .t_h = t, .x = x, .u = c->u, .f = f};
    bm__core_field(&at);
}

static void jacobian(void *user, double t, const double *x, double *f, double *jac, double *f_t) {
    const struct core_case *c = user;
    double jac_u[BM__N_CORE_TARGET_JACOBIAN];
    const struct bm__core_at at = {.k = &c->k,
                                   .runx2_switched = c->runx2_switched,
                                   .t_h = t,
                                   .x = x,
                                   .u = c->u,
                                   .f = f,
                                   .jac = jac,
                                   .jac_u = jac_u,
                                   .f_t = f_t};
    bm__core_field(&at);
}

static const char *state_name(uint32_t i) {
    return core_state_rows[i].name;
}

static const double RTOL = 1e-8;
/* steps of differences stay this far from the kinks of the equations */
static const double CLEARANCE = 0.01;
static struct bm_differences differences = {.name = state_name};

static void check(struct core_case *c) {
    const struct bm__ode ode = {
        .n = BM__N_CORE_STATES,
        .n_nonzeros = BM__N_CORE_JACOBIAN,
        .row = rows,
        .column = columns,
        .user = c,
        .field = field,
        .jacobian = jacobian,
    };
    bm_check_jacobian(&ode, c->t_h, c->x, RTOL, &differences);
}

/* At the baseline itself phosphate stands on its kink at 1.2 mM: beside it, on either side. */
static void test_baseline(void **state) {
    (void)state;
    for (int switched = 0; switched < 2; switched++)
        for (int side = -1; side <= 1; side += 2) {
            struct core_case c;
            core_case_default(&c);
            c.x[BM__X_ECCPhos] *= 1.0 + 0.01 * side;
            c.t_h = 1000.0;
            c.runx2_switched = switched;
            check(&c);
        }
}

static void test_random_states(void **state) {
    (void)state;
    uint64_t seed = 31;
    struct core_case c;
    for (int k = 0; k < 500; k++) {
        core_case_random(&c, 1.0, 2.0, CLEARANCE, &seed);
        check(&c);
    }
}

/* With every entry of the structure in use at least once. */
static void test_random_parameters(void **state) {
    (void)state;
    static uint8_t seen[BM__N_CORE_JACOBIAN];
    uint64_t seed = 32;
    struct core_case c;
    differences.seen_not_zero = seen;
    for (int k = 0; k < 500; k++) {
        core_case_random(&c, 1.2, 1.5, CLEARANCE, &seed);
        check(&c);
    }
    differences.seen_not_zero = NULL;
    for (int e = 0; e < BM__N_CORE_JACOBIAN; e++)
        if (!seen[e])
            fail_msg("d(%s)/d(%s) stands in the structure and is always 0", state_name(rows[e]),
                     state_name(columns[e]));
    print_message("largest difference %.1e\n", differences.worst);
}

/* Where the estrogen clock changes its law: before, within and after the menopause. */
static void test_slope_in_time(void **state) {
    (void)state;
    uint64_t seed = 33;
    struct core_case c;
    for (int k = 0; k < 300; k++) {
        core_case_random(&c, 1.0, 1.5, CLEARANCE, &seed);
        c.p[BM__P_ESTON] = 1.0;
        core_case_derive(&c);
        c.t_h = bm_random(&seed, 0.1, 25.0) * 8736.0;
        if (fabs(c.t_h / c.k.estrogen_onset_h - 1.0) < CLEARANCE)
            continue;
        check(&c);
        double f[BM__N_CORE_STATES], jac[BM__N_CORE_JACOBIAN], f_t[BM__N_CORE_STATES] = {0};
        jacobian(&c, c.t_h, c.x, f, jac, f_t);
        assert_true(f_t[BM__X_EST] < 0.0);
    }
}

/* The targets' derivatives, and that nothing else depends on them. */
static void test_targets(void **state) {
    (void)state;
    static const struct {
        int row, target;
    } entries[] = {
#define BM__ROW(row, target) {BM__X_##row, BM__U_##target},
        BM__TARGET_JACOBIAN(BM__ROW)
#undef BM__ROW
    };
    uint64_t seed = 34;
    struct core_case c;
    for (int k = 0; k < 100; k++) {
        core_case_random(&c, 1.2, 1.5, CLEARANCE, &seed);
        double f[BM__N_CORE_STATES], jac[BM__N_CORE_JACOBIAN], jac_u[BM__N_CORE_TARGET_JACOBIAN];
        double f_t[BM__N_CORE_STATES] = {0};
        const struct bm__core_at at = {.k = &c.k,
                                       .runx2_switched = c.runx2_switched,
                                       .t_h = c.t_h,
                                       .x = c.x,
                                       .u = c.u,
                                       .f = f,
                                       .jac = jac,
                                       .jac_u = jac_u,
                                       .f_t = f_t};
        bm__core_field(&at);
        for (int target = 0; target < BM__N_CORE_TARGETS; target++) {
            struct core_case moved = c;
            double f_moved[BM__N_CORE_STATES];
            const double step = 1e-2 * (1.0 + c.u[target]);
            moved.u[target] += step;
            core_case_field(&moved, f_moved);
            for (int i = 0; i < BM__N_CORE_STATES; i++) {
                double expected = 0.0; /* the field is linear in its targets */
                for (size_t e = 0; e < BM_COUNT(entries); e++)
                    if (entries[e].row == i && entries[e].target == target)
                        expected = jac_u[e];
                bm_assert_close_named(state_name((uint32_t)i), (f_moved[i] - f[i]) / step, expected, 1e-9,
                                      expected == 0.0 ? 0.0 : 1e-13 * fabs(f[i]) / step);
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_baseline),          cmocka_unit_test(test_random_states),
        cmocka_unit_test(test_random_parameters), cmocka_unit_test(test_slope_in_time),
        cmocka_unit_test(test_targets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
