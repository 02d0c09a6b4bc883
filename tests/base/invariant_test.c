/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Invariants, violated on purpose by calling the solver as the library never does. Built twice, with BM__INVARIANTS 0
 * and 1, whatever the library around it has: either way the call ends with the same status and nothing is written where
 * it must not be; with 1 it is also noticed, once and by its text.
 */
#include "base/invariant.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "solver/integrator.h"
#include "support/bm_test.h"

static int n_failed;
static const char *failed_condition, *failed_file;

/* In place of the library's, which would end this program. */
void bm__invariant_failed(const char *file, int line, const char *condition);
void bm__invariant_failed(const char *file, int line, const char *condition) {
    n_failed++;
    failed_file = file;
    failed_condition = condition;
    assert_true(line > 0);
}

static int forget_failures(void **state) {
    (void)state;
    n_failed = 0;
    failed_file = failed_condition = NULL;
    return 0;
}

/* The invariant with this text in this file was violated, once. */
static void noticed(const char *file, const char *condition) {
#if BM__INVARIANTS
    assert_int_equal(n_failed, 1);
    assert_non_null(strstr(failed_file, file));
    assert_string_equal(failed_condition, condition);
#else
    (void)file;
    (void)condition;
    assert_int_equal(n_failed, 0);
#endif
}

/* Both have the condition's value, evaluate it once, and tell of it only when it is not as expected. */
static void values(void **state) {
    (void)state;
    int evaluated = 0;
    assert_int_equal(ALWAYS(++evaluated == 1), 1);
    assert_int_equal(NEVER(++evaluated != 2), 0);
    assert_int_equal(n_failed, 0);
    assert_int_equal(ALWAYS(++evaluated == 2), 0);
    noticed("invariant_test.c", "++evaluated == 2");
    n_failed = 0;
    assert_int_equal(NEVER(++evaluated == 4), 1);
    noticed("invariant_test.c", "++evaluated == 4");
    assert_int_equal(evaluated, 4);
    assert_int_equal(ALWAYS(4), 1); /* any value but 0 is true */
    assert_int_equal(NEVER(0), 0);
}

static void sparse_lu(void **state) {
    (void)state;
    struct bm__sparse_lu lu;
    const uint16_t row[] = {0, 1}, outside[] = {0, 2};
    assert_int_equal(bm__sparse_lu_create(&lu, 2, 2, row, outside, &bm__malloc_allocator), BM__BROKEN);
    noticed("sparse_lu.c", "row[p] >= n || column[p] >= n");
    bm__sparse_lu_destroy(&lu, &bm__malloc_allocator); /* nothing is left of it */
    n_failed = 0;
    assert_int_equal(bm__sparse_lu_create(&lu, 256, 2, row, row, &bm__malloc_allocator), BM__BROKEN);
    noticed("sparse_lu.c", "n == 0 || n > 255");
}

static void step_control(void **state) {
    (void)state;
    struct bm__step_memory memory = {.h = 1.0};
    assert_int_equal(bm__step_judge(&memory, (struct bm__step_try){0.0, 0}, 0.1, 1.0, 1.0), BM__STEP_HOPELESS);
    noticed("step_control.c", "!(step.h > 0.0)");
    assert_int_equal(memory.steps + memory.rejected, 0);
}

/* ---- x' = -x ---- */

static void field(void *user, double t, const double *x, double *f) {
    (void)user;
    (void)t;
    f[0] = -x[0];
}

static void jacobian(void *user, double t, const double *x, double *f, double *jac, double *f_t) {
    field(user, t, x, f);
    (void)f_t;
    jac[0] = -1.0;
}

static void factor(void *user, double shift, const double *jac, double *values) {
    (void)user;
    values[0] = shift - jac[0];
}

static const uint16_t first[] = {0};
static struct bm__ode decay(void) {
    return (struct bm__ode){
        .n = 1, .n_nonzeros = 1, .row = first, .column = first, .field = field, .jacobian = jacobian};
}

static void rosenbrock(void **state) {
    (void)state;
    struct bm__rosenbrock step;
    struct bm__ode ode = decay();
    ode.n_values = 1;
    ode.factor = factor; /* and no solve */
    assert_int_equal(bm__rosenbrock_create(&step, &ode, &bm__malloc_allocator), BM__BROKEN);
    noticed("rosenbrock.c", "!ode->factor != !ode->solve");
    bm__rosenbrock_destroy(&step, &bm__malloc_allocator);
}

static double cut_to;
static int cuts(void *user, double t0, double *t1, const double *x) {
    (void)user;
    (void)t0;
    (void)x;
    *t1 = cut_to;
    return 1;
}

static void integrator(void **state) {
    (void)state;
    static const double scale[4] = {1.0};
    struct bm__ode ode = decay();
    struct bm__integrator it;
    double t = 1.0, x = 5.0;
    assert_int_equal(bm__integrator_create(&it, &ode, &bm__malloc_allocator), BM_OK);
    it.rtol = 1e-6;
    assert_int_equal(bm__integrate(&it, &t, &x, 2.0, 1000, NULL, NULL), BM__BROKEN);
    noticed("integrator.c", "!it->scale || it->n_thresholds > BM__MAX_THRESHOLDS");
    it.scale = scale;

    n_failed = 0;
    ode.n = 5; /* more than the memory was made for */
    assert_int_equal(bm__integrate(&it, &t, &x, 2.0, 1000, NULL, NULL), BM__BROKEN);
    noticed("integrator.c", "n > step->stride || step->stride - n > 3");
    ode.n = 1;

    const double outside[] = {0.5, 3.0, (double)NAN};
    for (size_t i = 0; i < BM_COUNT(outside); i++) {
        n_failed = 0;
        cut_to = outside[i];
        it.cuts = cuts;
        assert_int_equal(bm__integrate(&it, &t, &x, 2.0, 1000, NULL, NULL), BM__BROKEN);
        noticed("integrator.c", "!(t_next >= *t && t_next <= t_chosen)");
    }
    assert_true(t == 1.0 && x == 5.0); /* of the last step that was accepted: there was none */

    n_failed = 0;
    it.cuts = NULL;
    assert_int_equal(bm__integrate(&it, &t, &x, 2.0, 1000, NULL, NULL), BM_OK);
    assert_int_equal(n_failed, 0);
    bm_assert_close(x, 5.0 * exp(-1.0), 1e-4, 0.0);
    bm__integrator_destroy(&it, &bm__malloc_allocator);
}

#if BM__INVARIANTS
/* lib/base/invariant.c, by another name */
void bm_library_invariant_failed(const char *file, int line, const char *condition);

/* The library's own way ends the process by a signal. */
static void the_library_traps(void **state) {
    (void)state;
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        signal(SIGILL, SIG_DFL); /* which of the two depends on the processor; cmocka catches the first */
        signal(SIGTRAP, SIG_DFL);
        bm_library_invariant_failed(__FILE__, __LINE__, "nothing");
        _exit(0);
    }
    int how = 0;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFSIGNALED(how));
    assert_true(WTERMSIG(how) == SIGILL || WTERMSIG(how) == SIGTRAP);
}
#endif

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(values, forget_failures),
        cmocka_unit_test_setup(sparse_lu, forget_failures),
        cmocka_unit_test_setup(step_control, forget_failures),
        cmocka_unit_test_setup(rosenbrock, forget_failures),
        cmocka_unit_test_setup(integrator, forget_failures),
#if BM__INVARIANTS
        cmocka_unit_test(the_library_traps),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
