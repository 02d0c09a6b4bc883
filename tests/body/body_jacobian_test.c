/* SPDX-License-Identifier: Apache-2.0 */
/* The whole body's Jacobian, its derivatives by the targets and its slope in time against differences of its field. */
#include "support/body_case.h"
#include "support/differences.h"

/* The targets stand behind the states, as if they were states at rest. */
enum { N_BODY = BM__N_BODY_STATES, N_ALL = N_BODY + BM__N_TARGETS };

static const uint16_t rows[] = {
#define BM__ROW(row, column) BM__X_##row,
    BM__CORE_JACOBIAN(BM__ROW) BM__EXTENSION_JACOBIAN(BM__ROW) BM__TARGET_JACOBIAN(BM__ROW)
        BM__EXTENSION_TARGET_JACOBIAN(BM__ROW)
#undef BM__ROW
};
static const uint16_t columns[] = {
#define BM__ROW(row, column) BM__X_##column,
    BM__CORE_JACOBIAN(BM__ROW) BM__EXTENSION_JACOBIAN(BM__ROW)
#undef BM__ROW
#define BM__ROW(row, target) N_BODY + BM__U_##target,
        BM__TARGET_JACOBIAN(BM__ROW) BM__EXTENSION_TARGET_JACOBIAN(BM__ROW)
#undef BM__ROW
};
static const char *const target_names[] = {
#define BM__ROW(name, ...) #name,
    BM__TARGETS(BM__ROW)
#undef BM__ROW
};

static const char *name(uint32_t i) {
    return i < N_BODY ? body_state_name(i) : target_names[i - N_BODY];
}

static void field(void *user, double t, const double *x, double *f) {
    const struct bm__core_at at = body_case_at(user, t, x, x + N_BODY, f);
    bm__body_field(&at);
    memset(f + N_BODY, 0, BM__N_TARGETS * sizeof *f);
}

static void jacobian(void *user, double t, const double *x, double *f, double *jac, double *f_t) {
    struct bm__core_at at = body_case_at(user, t, x, x + N_BODY, f);
    at.jac = jac;
    at.jac_u = jac + BM__N_BODY_JACOBIAN;
    at.f_t = f_t;
    bm__body_field(&at);
    memset(f + N_BODY, 0, BM__N_TARGETS * sizeof *f);
}

static uint8_t seen[BM_COUNT(rows)];
static struct bm_differences differences = {.seen_not_zero = seen, .name = name};

static void check(struct body_case *c, double t_h) {
    const struct bm__ode ode = {
        .n = N_ALL,
        .n_nonzeros = BM_COUNT(rows),
        .row = rows,
        .column = columns,
        .user = c,
        .field = field,
        .jacobian = jacobian,
    };
    double x[N_ALL];
    memcpy(x, c->x, sizeof c->x);
    memcpy(x + N_BODY, c->u, sizeof c->u);
    bm_check_jacobian(&ode, t_h, x, 1e-7, &differences);
}

/* Premenopausal, in transition, soon after it, and old. */
static const double ages[] = {38.0, 47.0, 50.5, 51.0, 53.0, 61.0, 84.0};
static const double half_a_year = 0.5 * BM__HOURS_PER_YEAR, CLEARANCE = 0.01;

static void test_every_age(void **state) {
    (void)state;
    uint64_t seed = 61;
    struct body_case c;
    for (size_t a = 0; a < BM_COUNT(ages); a++)
        for (int k = 0; k < 60; k++) {
            body_case_random(&c, ages[a], CLEARANCE, &seed);
            check(&c, bm_random(&seed, 0.05, 1.5) * BM__HOURS_PER_YEAR);
        }
    for (size_t e = 0; e < BM_COUNT(rows); e++)
        if (!seen[e])
            fail_msg("d(%s)/d(%s) stands in the structure and is always 0", name(rows[e]), name(columns[e]));
    print_message("%d entries, largest difference %.1e\n", (int)BM_COUNT(rows), differences.worst);
}

/* From balance each target alone; phosphate stands beside its kink, which is smoothed more narrowly than the steps. */
static void test_each_target_alone(void **state) {
    (void)state;
    uint64_t seed = 62;
    struct body_case c;
    for (size_t a = 0; a < BM_COUNT(ages); a++)
        for (int target = -1; target < BM__N_TARGETS; target++) {
            struct body_case pushed;
            body_case_random(&pushed, ages[a], CLEARANCE, &seed);
            body_case_default(&c, ages[a]);
            c.q[BM__Q_smoothing_phosphate] = 0.05;
            c.person.habits[BM__HABIT_CIGARETTES] = 15.0; /* beside their kinks */
            c.person.habits[BM__HABIT_ALCOHOL] = 3.0;
            c.q[BM__Q_nutrition_zinc_intake] = c.q[BM__Q_nutrition_boron_intake] = 0.1;
            c.q[BM__Q_nutrition_manganese_intake] = 1.1;
            c.x[BM__X_SMK] = 0.3; /* beside it, what is left of the ovary's decline long before it is below rounding */
            body_case_derive(&c);
            if (target >= 0)
                c.u[target] = pushed.u[target];
            check(&c, half_a_year);
        }
}

/* In balance nothing moves but what age and menopause move. */
static void test_balance(void **state) {
    (void)state;
    struct body_case c;
    double f[N_BODY], core[BM__N_CORE_STATES], x[BM__N_CORE_STATES];
    body_case_default(&c, 30.0);
    /* at the estradiol at which the signals are 1 */
    c.person.estradiol_pg_ml = 100.0;
    c.q[BM__Q_skeleton_ageing_from] = 150.0;
    body_case_derive(&c);
    bm__extension_balance(&c.e, &c.core.k, 0.0, c.x);
    const struct bm__core_at at = body_case_at(&c, 0.0, c.x, c.u, f);
    bm__body_field(&at);
    memcpy(x, c.x, sizeof x);
    struct core_case alone = c.core;
    core_case_field(&alone, core);
    for (int i = 0; i < BM__N_CORE_STATES; i++)
        bm_assert_close_named(body_state_name((uint32_t)i), f[i], core[i], 0.0, 1e-13 * (1.0 + fabs(x[i])));
    for (uint32_t i = BM__N_CORE_STATES; i < BM__X_SMA; i++) /* but for the books of fractures, which stand last */
        bm_assert_close_named(body_state_name(i), f[i], 0.0, 0.0, 1e-13 * (1.0 + fabs(c.x[i])));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_age),
        cmocka_unit_test(test_each_target_alone),
        cmocka_unit_test(test_balance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
