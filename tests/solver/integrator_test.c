/* SPDX-License-Identifier: Apache-2.0 */
/* The adaptive integrator on problems with published or exact solutions, and what it promises its callers. */
#include "solver/integrator.h"

#include "problems.h"
#include "support/bm_test.h"
#include "support/counting_allocator.h"

#define MANY_STEPS 10000000u

struct run {
    struct problem_ode system;
    struct bm__integrator it;
    double t, x[PROBLEM_MAX_N];
    double scale[PROBLEM_MAX_N]; /* filled up with zeros, as the integrator wants it */
    struct bm_counts counts;
    bm_allocator allocator;
};

static void start(struct run *r, const struct problem *problem, double rtol) {
    memset(r, 0, sizeof *r);
    r->allocator = bm_counting_allocator(&r->counts);
    problem_lay_out(&r->system, problem);
    assert_int_equal(bm__integrator_create(&r->it, &r->system.ode, &r->allocator), BM_OK);
    memcpy(r->scale, problem->scale, sizeof r->scale);
    r->it.scale = r->scale;
    r->it.rtol = rtol;
    r->t = problem->t0;
    memcpy(r->x, problem->x0, sizeof r->x);
    bm__integrator_restart(&r->it, r->x);
}

static bm_status advance(struct run *r, double t_end) {
    return bm__integrate(&r->it, &r->t, r->x, t_end, MANY_STEPS, NULL, NULL);
}

static void stop(struct run *r) {
    bm__integrator_destroy(&r->it, &r->allocator);
    assert_int_equal(r->counts.blocks, 0);
}

/* The largest error at the end, against max(|x|, scale). */
static double end_error(const struct run *r) {
    const struct problem *p = r->system.problem;
    double worst = 0.0;
    for (uint32_t i = 0; i < p->n; i++) {
        const double error = fabs(r->x[i] - p->x_end[i]) / fmax(fabs(p->x_end[i]), p->scale[i]);
        worst = error <= worst ? worst : error;
    }
    return worst;
}

/*
 * Solves at several tolerances: the error stays within `factor` tolerances, and shrinks in proportion, a hundredth of
 * the tolerance giving at most `shrink` of the error by the same pair, down to the floor that rounding and the
 * published digits set.
 */
static void solve_at_tolerances(const struct problem *problem, double factor, double shrink, double floor) {
    double previous = 0.0;
    for (double rtol = 1e-4; rtol > 0.5e-10; rtol *= 1e-2) {
        struct run r;
        start(&r, problem, rtol);
        assert_int_equal(advance(&r, problem->t_end), BM_OK);
        assert_true(r.t == problem->t_end);
        const double error = end_error(&r);
        print_message("%s, rtol %.0e: error %.2e in %llu steps, %llu rejected\n", problem->name, rtol, error,
                      (unsigned long long)r.it.memory.steps, (unsigned long long)r.it.memory.rejected);
        bm_assert_at_most(error, factor * rtol + floor);
        if (previous > 0.0 && bm__order_for(rtol) == bm__order_for(100.0 * rtol))
            bm_assert_at_most(error, shrink * previous + floor);
        previous = error;
        stop(&r);
    }
}

static void test_robertson(void **state) {
    (void)state;
    solve_at_tolerances(&robertson, 10.0, 0.1, 1e-11);
}
static void test_van_der_pol(void **state) {
    (void)state;
    solve_at_tolerances(&van_der_pol, 10.0, 0.1, 1e-11);
}
static void test_hires(void **state) {
    (void)state;
    solve_at_tolerances(&hires, 10.0, 0.1, 1e-11);
}
static void test_arenstorf(void **state) {
    (void)state;
    /* close to the moon an error grows a million times */
    solve_at_tolerances(&arenstorf, 5e7, 0.1, 1e-8);
}
static void test_decay_chain(void **state) {
    (void)state;
    solve_at_tolerances(&decay_chain, 10.0, 0.1, 1e-14);
}
static void test_time_dependent(void **state) {
    (void)state;
    solve_at_tolerances(&time_dependent, 10.0, 0.1, 1e-13);
}

/* Stiffness must not cost steps. */
static void test_few_steps(void **state) {
    (void)state;
    struct run r;
    start(&r, &robertson, 1e-4);
    assert_int_equal(advance(&r, robertson.t_end), BM_OK);
    assert_in_range(r.it.memory.steps, 1, 300);
    stop(&r);
    start(&r, &van_der_pol, 1e-4);
    assert_int_equal(advance(&r, van_der_pol.t_end), BM_OK);
    assert_in_range(r.it.memory.steps + r.it.memory.rejected, 1, 500);
    stop(&r);
    start(&r, &van_der_pol, 9e-6); /* the other pair */
    assert_int_equal(advance(&r, van_der_pol.t_end), BM_OK);
    assert_in_range(r.it.memory.steps + r.it.memory.rejected, 1, 500);
    stop(&r);
}

/* A state with scale 0 is not controlled, and is still computed. */
static void test_uncontrolled_states(void **state) {
    (void)state;
    struct run r;
    start(&r, &decay_chain, 1e-8);
    r.scale[2] = 0.0;
    assert_int_equal(advance(&r, 2.0), BM_OK);
    bm_assert_close(r.x[1], decay_chain.x_end[1], 1e-7, 0.0);
    bm_assert_close(r.x[2], decay_chain.x_end[2], 1e-6, 0.0);
    stop(&r);
}

/* ---- stopping and splitting ---- */

static void test_splitting_agrees(void **state) {
    (void)state;
    const double rtol = 1e-7;
    struct run whole, parts;
    start(&whole, &time_dependent, rtol);
    start(&parts, &time_dependent, rtol);
    assert_int_equal(advance(&whole, 1.5), BM_OK);
    for (int k = 1; k <= 37; k++) {
        const double stop_at = k == 37 ? 1.5 : 0.5 + k / 37.0;
        assert_int_equal(advance(&parts, stop_at), BM_OK);
        assert_true(parts.t == stop_at);
    }
    for (int i = 0; i < 4; i++)
        bm_assert_close(parts.x[i], whole.x[i], 10.0 * rtol, 10.0 * rtol);
    /* a stop leaves the step length alone: about one step more for each stop */
    assert_in_range(parts.it.memory.steps, 37, 2 * whole.it.memory.steps + 2 * 37);
    stop(&whole);
    stop(&parts);
}

static void test_no_time_no_change(void **state) {
    (void)state;
    struct run r;
    start(&r, &hires, 1e-6);
    assert_int_equal(advance(&r, 1.0), BM_OK);
    double before[PROBLEM_MAX_N];
    memcpy(before, r.x, sizeof before);
    const uint64_t steps = r.it.memory.steps;
    assert_int_equal(advance(&r, 1.0), BM_OK);
    assert_int_equal(advance(&r, 0.5), BM_OK);
    assert_true(r.t == 1.0);
    bm_assert_same_bits(r.x, before, 8);
    assert_int_equal(r.it.memory.steps, steps);
    stop(&r);
}

static void test_same_calls_same_bits(void **state) {
    (void)state;
    double x[2][PROBLEM_MAX_N];
    for (int k = 0; k < 2; k++) {
        struct run r;
        start(&r, &van_der_pol, 1e-5);
        assert_int_equal(advance(&r, 0.7), BM_OK);
        assert_int_equal(advance(&r, 2.0), BM_OK);
        memcpy(x[k], r.x, sizeof r.x);
        stop(&r);
    }
    bm_assert_same_bits(x[0], x[1], 2);
}

/* What decides the next steps is t, x and step_memory: another integrator goes on with the same bits. */
static void test_step_memory_is_all_there_is(void **state) {
    (void)state;
    struct run r, other;
    start(&r, &hires, 1e-6);
    assert_int_equal(advance(&r, 100.0), BM_OK);
    start(&other, &hires, 1e-6);
    other.t = r.t;
    memcpy(other.x, r.x, sizeof r.x);
    other.it.memory = r.it.memory;
    assert_int_equal(advance(&r, 321.8122), BM_OK);
    assert_int_equal(advance(&other, 321.8122), BM_OK);
    bm_assert_same_bits(other.x, r.x, 8);
    assert_true(other.it.memory.h == r.it.memory.h);
    assert_int_equal(other.it.memory.steps, r.it.memory.steps);
    assert_int_equal(other.it.memory.rejected, r.it.memory.rejected);
    stop(&r);
    stop(&other);
}

static void test_no_allocation_while_stepping(void **state) {
    (void)state;
    struct run r;
    start(&r, &van_der_pol, 1e-6);
    const long requests = r.counts.requests, blocks = r.counts.blocks;
    assert_true(requests > 0);
    assert_int_equal(advance(&r, 2.0), BM_OK);
    bm__integrator_restart(&r.it, r.x);
    assert_int_equal(advance(&r, 2.5), BM_OK);
    assert_int_equal(r.counts.requests, requests);
    assert_int_equal(r.counts.blocks, blocks);
    stop(&r);
}

static bm_status create_and_destroy(const bm_allocator *allocator) {
    struct problem_ode system;
    problem_lay_out(&system, &hires);
    struct bm__integrator it;
    const bm_status status = bm__integrator_create(&it, &system.ode, allocator);
    if (status == BM_OK)
        bm__integrator_destroy(&it, allocator);
    return status;
}

static void test_no_memory(void **state) {
    (void)state;
    assert_true(bm_refuse_in_turn(create_and_destroy) >= 3);
}

/* ---- callbacks and failures ---- */

struct journal {
    struct run *run;
    uint32_t calls, cancel_at;
    double last_t1;
    double worst_dense; /* error of the dense output */
};

static int watch(void *user, double t0, double t1) {
    struct journal *j = user;
    assert_true(t0 == j->last_t1);
    assert_true(t1 > t0);
    assert_true(j->run->t == t1);
    j->last_t1 = t1;
    if (j->run->system.problem == &time_dependent) {
        bm__integrator_prepare_dense(&j->run->it);
        for (int k = 0; k <= 8; k++) {
            double x[PROBLEM_MAX_N], exact[4];
            const double t = k == 8 ? t1 : t0 + (t1 - t0) * k / 8.0;
            bm__integrator_read(&j->run->it, t, x);
            time_dependent_exact(t, exact);
            for (int i = 0; i < 4; i++)
                j->worst_dense = fmax(j->worst_dense, fabs(x[i] - exact[i]) / fmax(1.0, fabs(exact[i])));
        }
    }
    return ++j->calls == j->cancel_at;
}

static void test_accepted_covers_the_time_and_reads_inside(void **state) {
    (void)state;
    struct run r;
    start(&r, &time_dependent, 1e-7);
    struct journal j = {.run = &r, .last_t1 = 0.5};
    assert_int_equal(bm__integrate(&r.it, &r.t, r.x, 1.5, MANY_STEPS, watch, &j), BM_OK);
    assert_true(j.last_t1 == 1.5);
    assert_int_equal(j.calls, r.it.memory.steps);
    bm_assert_at_most(j.worst_dense, 2e-6);
    stop(&r);
}

static void test_cancel(void **state) {
    (void)state;
    struct run r, reference;
    start(&r, &hires, 1e-6);
    struct journal j = {.run = &r, .cancel_at = 7};
    assert_int_equal(bm__integrate(&r.it, &r.t, r.x, 300.0, MANY_STEPS, watch, &j), BM_ECANCELLED);
    assert_int_equal(j.calls, 7);
    assert_true(r.t == j.last_t1 && r.t < 300.0);
    /* it can go on, as if nothing had happened */
    j.cancel_at = 0;
    assert_int_equal(bm__integrate(&r.it, &r.t, r.x, 300.0, MANY_STEPS, watch, &j), BM_OK);
    start(&reference, &hires, 1e-6);
    assert_int_equal(advance(&reference, 300.0), BM_OK);
    bm_assert_same_bits(r.x, reference.x, 8);
    stop(&r);
    stop(&reference);
}

static void test_max_steps(void **state) {
    (void)state;
    struct run r;
    start(&r, &hires, 1e-6);
    struct journal j = {.run = &r};
    assert_int_equal(bm__integrate(&r.it, &r.t, r.x, 300.0, 5, watch, &j), BM_EMAXSTEPS);
    assert_int_equal(r.it.memory.steps + r.it.memory.rejected, 5);
    assert_true(r.t == j.last_t1 && r.t < 300.0);
    assert_int_equal(bm__integrate(&r.it, &r.t, r.x, 300.0, 0, NULL, NULL), BM_EMAXSTEPS);
    assert_int_equal(bm__integrate(&r.it, &r.t, r.x, 300.0, MANY_STEPS, NULL, NULL), BM_OK);
    assert_true(r.t == 300.0);
    stop(&r);
}

/* x_1' = -x_1 until x_1 falls below 1/2, where the field ends; x_2 follows it. */
static void ending_field(void *user, double t, const double *x, double *f) {
    (void)user;
    (void)t;
    f[0] = x[0] < 0.5 ? (double)NAN : -x[0];
    f[1] = f[0];
}
static void ending_slopes(double t, const double *x, double *jacobian, double *f_t) {
    (void)t;
    (void)x;
    (void)f_t;
    jacobian[0] = jacobian[2] = -1.0;
}
static const struct problem ending = {
    .name = "ends", .n = 2, .field = ending_field, .slopes = ending_slopes, .x0 = {1.0, 1.0}, .scale = {1.0, 1.0}};

static void fails_at_last_step(struct run *r) {
    struct journal j = {.run = r};
    const bm_status status = bm__integrate(&r->it, &r->t, r->x, 10.0, MANY_STEPS, watch, &j);
    assert_true(status == BM_ENONFINITE || status == BM_ESTEP);
    assert_true(r->t == j.last_t1);
    assert_true(isfinite(r->x[0]) && isfinite(r->x[1]));
}

static void test_field_without_value(void **state) {
    (void)state;
    struct run r;
    start(&r, &ending, 1e-8);
    fails_at_last_step(&r);
    bm_assert_close(r.t, log(2.0), 1e-3, 0.0); /* it comes close to where the field ends */
    bm_assert_close(r.x[0], exp(-r.t), 1e-6, 0.0);
    stop(&r);
    /* from the very beginning */
    start(&r, &ending, 1e-8);
    r.x[0] = 0.25;
    bm__integrator_restart(&r.it, r.x);
    fails_at_last_step(&r);
    assert_true(r.t == 0.0 && r.x[0] == 0.25 && r.x[1] == 1.0);
    stop(&r);
}

/* Neither may a value that is not finite slip in through a state that steers nothing: x_2' = 1 until x_1 < 1/2. */
static void books_field(void *user, double t, const double *x, double *f) {
    (void)user;
    (void)t;
    f[0] = -x[0];
    f[1] = x[0] < 0.5 ? (double)NAN : 1.0;
}
static void books_jacobian(void *user, double t, const double *x, double *f, double *jacobian, double *f_t) {
    (void)f_t;
    books_field(user, t, x, f);
    jacobian[0] = -1.0;
}

static void test_uncontrolled_states_stay_finite(void **state) {
    (void)state;
    static const uint16_t zero = 0;
    static const double scale[4] = {1.0, 0.0};
    const struct bm__ode books = {
        .n = 2, .n_nonzeros = 1, .row = &zero, .column = &zero, .field = books_field, .jacobian = books_jacobian};
    struct bm__integrator it;
    double t = 0.0, x[2] = {1.0, 0.0};
    assert_int_equal(bm__integrator_create(&it, &books, &bm__malloc_allocator), BM_OK);
    it.scale = scale;
    it.rtol = 1e-6;
    bm__integrator_restart(&it, x);
    const bm_status status = bm__integrate(&it, &t, x, 10.0, MANY_STEPS, NULL, NULL);
    bm__integrator_destroy(&it, &bm__malloc_allocator);
    assert_true(status == BM_ENONFINITE || status == BM_ESTEP);
    assert_true(isfinite(x[0]) && isfinite(x[1]));
}

/* x_1' = -x_1, whose host has had enough when x_1 falls below 1/2. */
static int32_t enough;
static int asked_since;
static void unwilling_field(void *user, double t, const double *x, double *f) {
    (void)user;
    (void)t;
    asked_since += enough != 0;
    if (x[0] < 0.5)
        enough = -1234;
    f[0] = -x[0];
}
static void unwilling_slopes(double t, const double *x, double *jacobian, double *f_t) {
    (void)t;
    (void)x;
    (void)f_t;
    jacobian[0] = -1.0;
}
static const struct problem unwilling = {
    .name = "unwilling", .n = 1, .field = unwilling_field, .slopes = unwilling_slopes, .x0 = {1.0}, .scale = {1.0}};

static void test_stopped(void **state) {
    (void)state;
    struct run r;
    for (int at_once = 0; at_once < 2; at_once++) {
        start(&r, &unwilling, 1e-8);
        r.system.ode.stopped = &enough;
        enough = asked_since = 0;
        r.x[0] = at_once ? 0.4 : 1.0;
        struct journal j = {.run = &r};
        assert_int_equal(bm__integrate(&r.it, &r.t, r.x, 10.0, MANY_STEPS, watch, &j), -1234);
        assert_in_range(asked_since, 0, at_once ? 0 : BM__STAGES); /* no further step is tried */
        assert_true(r.t == j.last_t1 && r.x[0] == (at_once ? 0.4 : r.x[0]) && r.x[0] >= 0.5 - 0.1 * at_once);
        enough = 0;
        stop(&r);
    }
}

/* x' = x^2 from 1 is infinite at t = 1. */
static void square_field(void *user, double t, const double *x, double *f) {
    (void)user;
    (void)t;
    f[0] = x[0] * x[0];
}
static void square_slopes(double t, const double *x, double *jacobian, double *f_t) {
    (void)t;
    (void)f_t;
    jacobian[0] = 2.0 * x[0];
}
static const struct problem square = {
    .name = "square", .n = 1, .field = square_field, .slopes = square_slopes, .x0 = {1.0}, .scale = {1.0}};

static void test_blow_up(void **state) {
    (void)state;
    struct run r;
    start(&r, &square, 1e-6);
    const bm_status status = bm__integrate(&r.it, &r.t, r.x, 2.0, 100000, NULL, NULL);
    assert_true(status == BM_ENONFINITE || status == BM_ESTEP);
    bm_assert_close(r.t, 1.0, 0.0, 1e-4);
    assert_true(isfinite(r.x[0]));
    stop(&r);
}

/* ---- thresholds; time in hours, so a second is: ---- */

static const double SECOND = 1.0 / 3600.0;

/* An oscillator x_1' = x_2, x_2' = -w^2 x_1 whose frequency depends on the side of a threshold. */
static double frequency;
static void oscillator_field(void *user, double t, const double *x, double *f) {
    (void)user;
    (void)t;
    f[0] = x[1];
    f[1] = -frequency * frequency * x[0];
}
static void oscillator_slopes(double t, const double *x, double *jacobian, double *f_t) {
    (void)t;
    (void)x;
    (void)f_t;
    jacobian[1] = 1.0;
    jacobian[2] = -frequency * frequency;
}
static const struct problem oscillator = {.name = "oscillator",
                                          .n = 2,
                                          .field = oscillator_field,
                                          .slopes = oscillator_slopes,
                                          .x0 = {0.0, 1.0},
                                          .scale = {1.0, 1.0}};

enum { MAX_EVENTS = 64 };
static struct {
    uint32_t n, threshold[MAX_EVENTS];
    int above[MAX_EVENTS];
    double t[MAX_EVENTS];
    int pending, switches_frequency;
} events;

static void crossed(void *user, uint32_t threshold, int above) {
    (void)user;
    assert_in_range(events.n, 0, MAX_EVENTS - 1);
    events.threshold[events.n] = threshold;
    events.above[events.n] = above;
    events.t[events.n] = (double)NAN;
    events.pending = 1;
    events.n++;
    if (events.switches_frequency)
        frequency = above ? 1.0 : 2.0;
}

/* The crossing is where the step ended. */
static int note_time(void *user, double t0, double t1) {
    (void)user;
    (void)t0;
    if (events.pending)
        events.t[events.n - 1] = t1;
    events.pending = 0;
    return 0;
}

static void start_with(struct run *r, const struct problem *problem, double rtol,
                       const struct bm__threshold *thresholds, uint32_t n_thresholds) {
    memset(&events, 0, sizeof events);
    frequency = 1.0;
    start(r, problem, rtol);
    r->it.n_thresholds = n_thresholds;
    r->it.thresholds = thresholds;
    r->it.crossed = crossed;
}

static void test_thresholds_are_located(void **state) {
    (void)state;
    static const struct bm__threshold levels[] = {{0, 0.5}, {0, -0.9}, {1, 0.25}};
    struct run r;
    start_with(&r, &oscillator, 1e-9, levels, 3);
    bm__integrator_restart(&r.it, r.x);
    assert_int_equal(events.n, 2); /* the sides at the beginning are told: x_1 = 0 and x_2 = 1 are above two levels */
    assert_true(events.threshold[0] == 1 && events.threshold[1] == 2);
    assert_true(events.above[0] == 1 && events.above[1] == 1);
    events.n = 0;
    events.pending = 0;
    assert_int_equal(bm__integrate(&r.it, &r.t, r.x, 4.0 * acos(-1.0), MANY_STEPS, note_time, NULL), BM_OK);
    /* x_1 = sin t, x_2 = cos t over two turns */
    const double pi = acos(-1.0), a = asin(0.5), b = asin(0.9), c = acos(0.25);
    const struct {
        double t;
        uint32_t threshold;
        int above;
    } turn[] = {{a, 0, 1}, {c, 2, 0}, {pi - a, 0, 0}, {pi + b, 1, 0}, {2 * pi - c, 2, 1}, {2 * pi - b, 1, 1}};
    uint32_t seen = 0;
    for (int round = 0; round < 2; round++)
        for (size_t k = 0; k < BM_COUNT(turn); k++, seen++) {
            assert_in_range(seen, 0, events.n - 1);
            bm_assert_close(events.t[seen], turn[k].t + 2 * pi * round, 0.0, SECOND / 100);
            assert_int_equal(events.threshold[seen], turn[k].threshold);
            assert_int_equal(events.above[seen], turn[k].above);
        }
    assert_int_equal(events.n, seen);
    assert_int_equal(r.it.memory.crossings, seen);
    bm_assert_close(r.x[0], 0.0, 0.0, 1e-6);
    stop(&r);
}

/* Half turns of pi above 0 and pi/2 below, with the velocity kept: no step straddles the switch. */
static void test_equations_change_at_a_threshold(void **state) {
    (void)state;
    static const struct bm__threshold zero = {0, 0.0};
    static const double tolerances[] = {1e-4, 1e-6, 1e-8};
    const double pi = acos(-1.0);
    for (size_t k = 0; k < BM_COUNT(tolerances); k++) {
        struct run r;
        start_with(&r, &oscillator, tolerances[k], &zero, 1);
        events.switches_frequency = 1;
        r.x[0] = 1e-3; /* above, to be clear of the threshold; phase asin(1e-3) */
        r.x[1] = sqrt(1.0 - 1e-6);
        const double phase = asin(1e-3);
        bm__integrator_restart(&r.it, r.x);
        events.n = 0;
        events.pending = 0;
        assert_int_equal(bm__integrate(&r.it, &r.t, r.x, 15.0 * pi - phase - 0.5, MANY_STEPS, note_time, NULL), BM_OK);
        assert_int_equal(events.n, 19); /* 10 turns of 3/2 pi, each with two crossings, less the one after the end */
        double expected = -phase;
        for (uint32_t i = 0; i < 19; i++) {
            expected += i % 2 == 0 ? pi : pi / 2;
            assert_int_equal(events.above[i], i % 2);
            bm_assert_close(events.t[i], expected, 0.0, 2000.0 * tolerances[k]);
        }
        bm_assert_close(r.x[0], -0.5 * sin(1.0), 0.0, 1000.0 * tolerances[k]);
        bm_assert_close(r.x[1], cos(1.0), 0.0, 1000.0 * tolerances[k]);
        stop(&r);
    }
}

/* x = 1 - (t - 5)^2, a parabola, which a step of any length follows exactly. */
static void parabola_field(void *user, double t, const double *x, double *f) {
    (void)user;
    (void)x;
    f[0] = -2.0 * (t - 5.0);
}
static void parabola_slopes(double t, const double *x, double *jacobian, double *f_t) {
    (void)t;
    (void)x;
    jacobian[0] = 0.0;
    f_t[0] = -2.0;
}
static const struct problem parabola = {
    .name = "parabola", .n = 1, .field = parabola_field, .slopes = parabola_slopes, .x0 = {-24.0}, .scale = {1.0}};

static void test_two_crossings_inside_one_step(void **state) {
    (void)state;
    static const struct bm__threshold level = {0, -3.0}; /* at t = 3 and t = 7 */
    struct run r;
    start_with(&r, &parabola, 1e-6, &level, 1);
    bm__integrator_restart(&r.it, r.x);
    r.it.memory.h = 12.5;
    assert_int_equal(bm__integrate(&r.it, &r.t, r.x, 50.0, MANY_STEPS, note_time, NULL), BM_OK);
    assert_int_equal(events.n, 2);
    bm_assert_close(events.t[0], 3.0, 0.0, 1e-9);
    bm_assert_close(events.t[1], 7.0, 0.0, 1e-9);
    assert_true(events.above[0] == 1 && events.above[1] == 0);
    bm_assert_close(r.x[0], 1.0 - 45.0 * 45.0, 1e-9, 0.0);
    stop(&r);
}

/* Whether a touch counts is rounding's choice; but both sides must be told, or neither, and time goes on. */
static void test_touching_a_threshold(void **state) {
    (void)state;
    for (int k = -2; k <= 2; k++) {
        const struct bm__threshold top = {0, 1.0 + k * 1e-15};
        for (double h = 0.0; h < 12.0; h += 2.5) {
            struct run r;
            start_with(&r, &parabola, 1e-6, &top, 1);
            bm__integrator_restart(&r.it, r.x);
            r.it.memory.h = h;
            assert_int_equal(bm__integrate(&r.it, &r.t, r.x, 50.0, 2000, note_time, NULL), BM_OK);
            assert_int_equal(events.n % 2, 0);
            assert_in_range(events.n, 0, 4);
            for (uint32_t i = 0; i < events.n; i++)
                bm_assert_close(events.t[i], 5.0, 0.0, 1e-3);
            assert_int_equal(r.it.memory.above, 0);
            bm_assert_close(r.x[0], 1.0 - 45.0 * 45.0, 1e-9, 0.0);
            stop(&r);
        }
    }
    /* well clear of the top, it is not crossed */
    static const struct bm__threshold beyond = {0, 1.001};
    struct run r;
    start_with(&r, &parabola, 1e-6, &beyond, 1);
    bm__integrator_restart(&r.it, r.x);
    assert_int_equal(bm__integrate(&r.it, &r.t, r.x, 50.0, 2000, note_time, NULL), BM_OK);
    assert_int_equal(events.n, 0);
    stop(&r);
}

/* The crossing falls on the end of a call: it is told once, whether before or after it. */
static void test_crossing_at_a_stop(void **state) {
    (void)state;
    static const struct bm__threshold level = {0, -3.0};
    static const double offsets[] = {-1e-9, -1e-13, 0.0, 1e-13, 1e-9};
    for (size_t k = 0; k < BM_COUNT(offsets); k++) {
        struct run r;
        start_with(&r, &parabola, 1e-6, &level, 1);
        bm__integrator_restart(&r.it, r.x);
        assert_int_equal(bm__integrate(&r.it, &r.t, r.x, 3.0 + offsets[k], MANY_STEPS, note_time, NULL), BM_OK);
        bm__integrator_restart(&r.it, r.x); /* as after a dose */
        assert_int_equal(bm__integrate(&r.it, &r.t, r.x, 6.0, MANY_STEPS, note_time, NULL), BM_OK);
        assert_int_equal(events.n, 1);
        assert_int_equal(r.it.memory.above, 1);
        stop(&r);
    }
}

/* After a change from outside, restart tells the side anew. */
static void test_restart_tells_the_side(void **state) {
    (void)state;
    static const struct bm__threshold level = {0, 0.5};
    struct run r;
    start_with(&r, &oscillator, 1e-6, &level, 1);
    bm__integrator_restart(&r.it, r.x);
    assert_int_equal(events.n, 0);
    r.x[0] = 2.0;
    bm__integrator_restart(&r.it, r.x);
    bm__integrator_restart(&r.it, r.x);
    assert_int_equal(events.n, 1);
    assert_int_equal(events.above[0], 1);
    r.x[0] = -2.0;
    bm__integrator_restart(&r.it, r.x);
    assert_int_equal(events.n, 2);
    assert_int_equal(events.above[1], 0);
    stop(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_robertson),
        cmocka_unit_test(test_van_der_pol),
        cmocka_unit_test(test_hires),
        cmocka_unit_test(test_arenstorf),
        cmocka_unit_test(test_decay_chain),
        cmocka_unit_test(test_time_dependent),
        cmocka_unit_test(test_few_steps),
        cmocka_unit_test(test_uncontrolled_states),
        cmocka_unit_test(test_splitting_agrees),
        cmocka_unit_test(test_no_time_no_change),
        cmocka_unit_test(test_same_calls_same_bits),
        cmocka_unit_test(test_step_memory_is_all_there_is),
        cmocka_unit_test(test_no_allocation_while_stepping),
        cmocka_unit_test(test_no_memory),
        cmocka_unit_test(test_accepted_covers_the_time_and_reads_inside),
        cmocka_unit_test(test_cancel),
        cmocka_unit_test(test_max_steps),
        cmocka_unit_test(test_stopped),
        cmocka_unit_test(test_field_without_value),
        cmocka_unit_test(test_uncontrolled_states_stay_finite),
        cmocka_unit_test(test_blow_up),
        cmocka_unit_test(test_thresholds_are_located),
        cmocka_unit_test(test_equations_change_at_a_threshold),
        cmocka_unit_test(test_two_crossings_inside_one_step),
        cmocka_unit_test(test_touching_a_threshold),
        cmocka_unit_test(test_crossing_at_a_stop),
        cmocka_unit_test(test_restart_tells_the_side),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
