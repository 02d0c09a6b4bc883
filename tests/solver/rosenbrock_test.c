/* SPDX-License-Identifier: Apache-2.0 */
/* The step alone, with fixed step lengths: orders, damping, dense output. */
#include "solver/rosenbrock.h"
#include "solver/tableau.h"

#include "problems.h"
#include "support/bm_test.h"
#include "support/counting_allocator.h"

enum { MAX_STRIDE = 8 };

struct stepper {
    struct problem_ode system;
    struct bm__rosenbrock step;
    double t, x[MAX_STRIDE];
    const double *error; /* of the step just tried: its last stage */
    double norm;
};

/* Which pair the tests below look at; each runs for both. */
static uint32_t order;

static void start(struct stepper *s, const struct problem *problem, double t, const double *x) {
    memset(s, 0, sizeof *s);
    problem_lay_out(&s->system, problem);
    assert_int_equal(bm__rosenbrock_create(&s->step, &s->system.ode, &bm__malloc_allocator), BM_OK);
    assert_int_equal(s->step.order, 5);
    s->step.order = order;
    s->t = t;
    memcpy(s->x, x, problem->n * sizeof *x);
}

static void try_step(struct stepper *s, double h) {
    const struct bm__ode *ode = &s->system.ode;
    ode->jacobian(ode->user, s->t, s->x, s->step.f, s->step.jacobian, s->step.f_t);
    static const double scale[MAX_STRIDE] = {1.0, 1.0, 1.0, 1.0};
    s->norm = bm__rosenbrock_step(&s->step, ode, s->t, s->x, h, scale);
    s->error = s->step.U + ((order == 4 ? BM__STAGES_4 : BM__STAGES) - 1u) * s->step.stride;
    double expected = 0.0;
    for (uint32_t i = 0; i < ode->n && i < 4; i++)
        expected = fmax(expected, fabs(s->error[i]) / fmax(1.0, fmax(fabs(s->x[i]), fabs(s->step.y[i]))));
    bm_assert_close(s->norm, expected, 1e-14, 0.0);
}

static void go(struct stepper *s, double h, int n_steps, int take_embedded) {
    for (int k = 0; k < n_steps; k++) {
        try_step(s, h);
        for (uint32_t i = 0; i < s->system.ode.n; i++)
            s->x[i] = s->step.y[i] - (take_embedded ? s->error[i] : 0.0);
        s->t += h;
    }
}

static void stop(struct stepper *s) {
    bm__rosenbrock_destroy(&s->step, &bm__malloc_allocator);
}

static double distance(const double *a, const double *b, uint32_t n) {
    double sum = 0.0;
    for (uint32_t i = 0; i < n; i++)
        sum += (a[i] - b[i]) * (a[i] - b[i]) / (1.0 + b[i] * b[i]);
    return sqrt(sum / n);
}

/* The error at the end of time_dependent after n equal steps. */
static double global_error(int n_steps, int take_embedded) {
    struct stepper s;
    double exact[4];
    start(&s, &time_dependent, time_dependent.t0, time_dependent.x0);
    go(&s, (time_dependent.t_end - time_dependent.t0) / n_steps, n_steps, take_embedded);
    time_dependent_exact(time_dependent.t_end, exact);
    stop(&s);
    return distance(s.x, exact, 4);
}

static double observed_order(const char *what, double coarse, double fine, double ratio) {
    const double found = log(coarse / fine) / log(ratio);
    print_message("pair of order %u, %s: errors %.2e and %.2e, order %.2f\n", order, what, coarse, fine, found);
    return found;
}

static void test_order_of_the_method(void **state) {
    (void)state;
    const double found = observed_order("method", global_error(40, 0), global_error(160, 0), 4.0);
    bm_assert_close(found, order, 0.0, 0.25);
    bm_assert_at_most(global_error(160, 0), order == 4 ? 1e-6 : 1e-7);
}

static void test_order_of_the_embedded_method(void **state) {
    (void)state;
    const double found = observed_order("embedded", global_error(80, 1), global_error(320, 1), 4.0);
    bm_assert_close(found, order - 1, 0.0, 0.25);
}

/* The largest error inside one step of length h from the exact solution, against the exact solution. */
static double dense_error(double h) {
    struct stepper s;
    double exact[4], x[4], worst = 0.0;
    time_dependent_exact(1.0, x);
    start(&s, &time_dependent, 1.0, x);
    try_step(&s, h);
    bm__rosenbrock_dense(&s.step);
    for (int k = 1; k < 16; k++) {
        const double theta = k / 16.0;
        time_dependent_exact(1.0 + theta * h, exact);
        bm__rosenbrock_read(&s.step, s.x, theta, x);
        worst = fmax(worst, distance(x, exact, 4));
    }
    stop(&s);
    return worst;
}

static void test_order_of_the_dense_output(void **state) {
    (void)state;
    /* order 4 (3) is an error of h^5 (h^4) in one step */
    const double found = observed_order("dense, one step", dense_error(0.02), dense_error(0.005), 4.0);
    bm_assert_close(found, order, 0.0, 0.3);
}

static void test_dense_output_meets_the_ends(void **state) {
    (void)state;
    struct stepper s;
    start(&s, &time_dependent, time_dependent.t0, time_dependent.x0);
    try_step(&s, 0.1);
    bm__rosenbrock_dense(&s.step);
    double x[2][4];
    bm__rosenbrock_read(&s.step, s.x, 0.0, x[0]);
    bm__rosenbrock_read(&s.step, s.x, 1.0, x[1]);
    for (uint32_t i = 0; i < 4; i++) {
        assert_true(x[0][i] == s.x[i]);
        assert_true(x[1][i] == s.step.y[i]);
        /* one state alone has the same coefficients */
        double d[3];
        bm__rosenbrock_dense_of(&s.step, i, d);
        for (uint32_t k = 0; k < 3; k++)
            assert_true(d[k] == s.step.dense[k * s.step.stride + i]);
    }
    stop(&s);
}

/* x' = z x, with z changed between tests. */
static double z;
static void dahlquist_field(void *user, double t, const double *x, double *f) {
    (void)user;
    (void)t;
    f[0] = z * x[0];
}
static void dahlquist_slopes(double t, const double *x, double *jacobian, double *f_t) {
    (void)t;
    (void)x;
    (void)f_t;
    jacobian[0] = z;
}
static const struct problem dahlquist = {
    .name = "x' = z x", .n = 1, .field = dahlquist_field, .slopes = dahlquist_slopes};

static double stability_function(double at) {
    struct stepper s;
    z = at;
    start(&s, &dahlquist, 0.0, (const double[]){1.0});
    go(&s, 1.0, 1, 0);
    stop(&s);
    return s.x[0];
}

static void test_damping_at_minus_infinity(void **state) {
    (void)state;
    for (double at = -0.01; at > -1e15; at *= 1.5)
        bm_assert_at_most(fabs(stability_function(at)), 1.0);
    bm_assert_close(stability_function(-0.01), exp(-0.01), 1e-12, 0.0);
    bm_assert_at_most(fabs(stability_function(-1e4)), 1e-2);
    bm_assert_at_most(fabs(stability_function(-1e8)), 1e-6);
    bm_assert_at_most(fabs(stability_function(-1e14)), 1e-11);
}

/* Prothero and Robinson: x' = -lambda (x - cos t) - sin t, solved by cos t, however stiff. */
static const double lambda = 1e8;
static void prothero_field(void *user, double t, const double *x, double *f) {
    (void)user;
    f[0] = -lambda * (x[0] - cos(t)) - sin(t);
}
static void prothero_slopes(double t, const double *x, double *jacobian, double *f_t) {
    (void)x;
    jacobian[0] = -lambda;
    f_t[0] = -lambda * sin(t) - cos(t);
}
static const struct problem prothero = {
    .name = "Prothero-Robinson", .n = 1, .field = prothero_field, .slopes = prothero_slopes};

static double prothero_error(int n_steps, double x0) {
    struct stepper s;
    start(&s, &prothero, 0.0, &x0);
    go(&s, 2.0 / n_steps, n_steps, 0);
    stop(&s);
    return fabs(s.x[0] - cos(s.t));
}

static void test_stiff_forcing(void **state) {
    (void)state;
    print_message("Prothero-Robinson, lambda 1e8: %.2e in 10 steps, %.2e in 40\n", prothero_error(10, 1.0),
                  prothero_error(40, 1.0));
    bm_assert_at_most(prothero_error(10, 1.0), 1e-5);
    bm_assert_at_most(prothero_error(40, 1.0), 1e-7);
    /* from far outside, it is back on the solution within a step or two */
    bm_assert_at_most(prothero_error(10, 1e3), 1e-5);
}

static bm_status create_and_destroy(const bm_allocator *allocator) {
    struct problem_ode system;
    problem_lay_out(&system, &hires);
    struct bm__rosenbrock step;
    const bm_status status = bm__rosenbrock_create(&step, &system.ode, allocator);
    if (status == BM_OK)
        bm__rosenbrock_destroy(&step, allocator);
    return status;
}

static void test_no_memory(void **state) {
    (void)state;
    assert_true(bm_refuse_in_turn(create_and_destroy) >= 2);
}

static void test_which_pair(void **state) {
    (void)state;
    assert_int_equal(bm__order_for(1e-2), 4);
    assert_int_equal(bm__order_for(1e-5), 4);
    assert_int_equal(bm__order_for(9.9e-6), 5);
    assert_int_equal(bm__order_for(1e-12), 5);
}

static int of_order_5(void **state) {
    (void)state;
    order = 5;
    return 0;
}
static int of_order_4(void **state) {
    (void)state;
    order = 4;
    return 0;
}

#define BOTH(test) cmocka_unit_test_setup(test, of_order_5), cmocka_unit_test_setup(test, of_order_4)

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(test_order_of_the_method),       BOTH(test_order_of_the_embedded_method),
        BOTH(test_order_of_the_dense_output), BOTH(test_dense_output_meets_the_ends),
        BOTH(test_damping_at_minus_infinity), BOTH(test_stiff_forcing),
        cmocka_unit_test(test_which_pair),    cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
