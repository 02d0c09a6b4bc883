/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The published model's reference trajectories and CVODE against the organism and the integrator: every scenario, all
 * states, differences relative to each state's largest value.
 */
#include "scenario.h"
#include "support/bm_test.h"

#include <time.h>

/* At a strict tolerance; the reference's own error is about 1e-7 where BCL2 switches daily. */
static const double STRICT_RTOL = 1e-10, STRICT_DIFFERENCE = 2e-7;
/* The tolerance that a patient has by default, and what the header promises for it. */
static const double DEFAULT_RTOL = 1e-5, DEFAULT_DIFFERENCE = 1e-4;
/* Against CVODE, each near its limit. */
static const double CVODE_RTOL = 1e-10, BESIDE_CVODE_RTOL = 1e-9, CVODE_DIFFERENCE = 2e-7;

static void read_times(struct samples *samples, const struct bm_csv *table) {
    assert_in_range(table->n_rows, 2, MAX_SAMPLES);
    assert_string_equal(table->column[0], "time_d");
    samples->n = table->n_rows;
    for (int i = 0; i < table->n_rows; i++)
        samples->t_h[i] = bm_csv_at(table, i, 0) * 24.0;
}

static void read_table(struct bm_csv *table, const struct scenario *scenario) {
    char path[64];
    snprintf(path, sizeof path, "../parity/%s.csv", scenario->name);
    bm_csv_read(table, path);
}

/* Solves and prints a line; the time is the processor's. */
static void solve(solve_fn *solver, const char *solver_name, const struct scenario *scenario, double rtol,
                  struct course *course, struct samples *samples) {
    course_begin(course, scenario);
    const clock_t begin = clock();
    solver(course, rtol, samples);
    print_message("%-19s %-10s rtol %.0e: %7ld steps %8ld evaluations %7.1f ms", scenario->name, solver_name, rtol,
                  solve_steps, solve_evaluations, 1e3 * (double)(clock() - begin) / CLOCKS_PER_SEC);
}

static void compare_with_reference(double rtol, double allowed) {
    static struct course course;
    static struct samples samples;
    int failed = 0;
    for (int k = 0; k < N_SCENARIOS; k++) {
        struct bm_csv table;
        char where[64] = "";
        int n_compared;
        read_table(&table, &scenarios[k]);
        read_times(&samples, &table);
        solve(solve_with_integrator, "integrator", &scenarios[k], rtol, &course, &samples);
        const double difference = table_difference(&course, &samples, &table, &n_compared, where);
        print_message(", largest difference %.1e (%s)%s\n", difference, where,
                      difference <= allowed ? "" : " TOO LARGE");
        assert_int_equal(n_compared, 38);
        failed += !(difference <= allowed);
        bm_csv_free(&table);
    }
    assert_int_equal(failed, 0);
}

static void test_reference_at_strict_tolerance(void **state) {
    (void)state;
    compare_with_reference(STRICT_RTOL, STRICT_DIFFERENCE);
}

static void test_reference_at_default_tolerance(void **state) {
    (void)state;
    compare_with_reference(DEFAULT_RTOL, DEFAULT_DIFFERENCE);
}

static void test_agreement_with_cvode(void **state) {
    (void)state;
    static struct course course;
    static struct samples ours, theirs;
    int failed = 0;
    for (int k = 0; k < N_SCENARIOS; k++) {
        struct bm_csv table;
        char where[64] = "";
        read_table(&table, &scenarios[k]);
        read_times(&ours, &table);
        read_times(&theirs, &table);
        solve(solve_with_cvode, "CVODE", &scenarios[k], CVODE_RTOL, &course, &theirs);
        print_message("\n");
        solve(solve_with_integrator, "integrator", &scenarios[k], BESIDE_CVODE_RTOL, &course, &ours);
        const double difference = samples_difference(&course, &ours, &theirs, where);
        print_message(", largest difference %.1e (%s)\n", difference, where);
        failed += !(difference <= CVODE_DIFFERENCE);
        bm_csv_free(&table);
    }
    assert_int_equal(failed, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reference_at_strict_tolerance),
        cmocka_unit_test(test_reference_at_default_tolerance),
        cmocka_unit_test(test_agreement_with_cvode),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
