/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bonemodel-bench: the library against CVODE on the same equations at equal accuracy. README.md beside this file says
 * what is measured and how.
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>

static const double ALLOWED_ERROR = 1e-4, LOOSEST = 1e-3, TIGHTEST = 1e-9, REFERENCE = 1e-11;
enum { PER_DECADE = 8, IN_A_ROW = 5 };

/* The candidates on CVODE's side. The last group was the best found by varying its settings, one after the other. */
static const struct cvode_options candidates[] = {
    {.name = "CVODE dense, plain switch"},
    {.name = "CVODE dense, roots", .roots = 1, .restart_at_root = 1},
    {.name = "CVODE KLU, plain switch", .klu = 1},
    {.name = "CVODE KLU, roots, no restart", .klu = 1, .roots = 1},
    {.name = "CVODE KLU, roots", .klu = 1, .roots = 1, .restart_at_root = 1},
#define TUNED .klu = 1, .roots = 1, .restart_at_root = 1, .own_system = 1
    {.name = "  I - gamma J given directly (*)", TUNED},
    {.name = "  *, steps remembered", TUNED, .remember_step = 1},
    {.name = "  *, order <= 4 (**)", TUNED, .max_order = 4},
    {.name = "  **, Newton coefficient 0.03", TUNED, .max_order = 4, .nonlinear = 0.03},
    {.name = "  **, Newton coefficient 0.3", TUNED, .max_order = 4, .nonlinear = 0.3},
    {.name = "  **, new matrix at 15 % gamma", TUNED, .max_order = 4, .setup_gamma = 0.15},
    {.name = "  **, plain switch", .klu = 1, .own_system = 1, .max_order = 4},
#undef TUNED
};
static const struct cvode_options adams = {.name = "CVODE Adams (not searched)", .adams = 1, .roots = 1};

/* The tight solution, and the largest value of each state over the samples. */
static struct {
    struct run run;
    double largest[BM__MAX_STATES];
} reference;
static struct run run;

static double scaled_difference(const struct scenario *s, double (*a)[BM__MAX_STATES], double (*b)[BM__MAX_STATES]) {
    double worst = 0.0;
    for (uint32_t i = 0; i < s->n_samples; i++)
        for (uint32_t j = 0; j < s->n_states; j++) {
            const double difference = fabs(a[i][j] - b[i][j]) / reference.largest[j];
            if (reference.largest[j] > 0.0 && difference > worst) /* NaN: not in the parity table */
                worst = difference;
        }
    return worst;
}

static double error_of(const struct scenario *s) {
    for (uint32_t i = 0; i < s->n_samples; i++)
        for (uint32_t j = 0; j < s->n_states; j++)
            if (run.failed || !isfinite(run.samples[i][j]))
                return (double)INFINITY;
    return scaled_difference(s, run.samples, reference.run.samples);
}

static void make_reference(struct scenario *s, const struct method *library) {
    const struct cvode_options tight = {.klu = 1, .roots = 1, .restart_at_root = 1, .own_system = 1};
    struct method cvode = cvode_method(s, &tight);
    cvode.run(cvode.self, REFERENCE, &reference.run);
    cvode_method_end(&cvode);
    library->run(library->self, REFERENCE, &run);
    if (reference.run.failed || run.failed)
        die("%s: no reference solution at tolerance %g", s->name, REFERENCE);
    for (uint32_t j = 0; j < s->n_states; j++) {
        reference.largest[j] = 0.0;
        for (uint32_t i = 0; i < s->n_samples; i++)
            reference.largest[j] = fmax(reference.largest[j], fabs(reference.run.samples[i][j]));
    }
    printf("reference: CVODE at tolerance %g; largest scaled difference to the library at %g: %.1e\n", REFERENCE,
           REFERENCE, error_of(s));
    printf("from the published trajectory: CVODE %.1e, library %.1e\n\n",
           scaled_difference(s, reference.run.samples, s->table), scaled_difference(s, run.samples, s->table));
}

static void print_row(const struct method *method, double tolerance, double error) {
    printf("%-34s %9.2e %9.2e %8lu %8lu %8lu %9.3f\n", method->name, tolerance, error, (unsigned long)run.steps,
           (unsigned long)run.evaluations, (unsigned long)run.jacobians, run.ms);
    fflush(stdout);
}

/* The loosest tolerance that, like the IN_A_ROW - 1 next tighter ones, keeps the error below ALLOWED_ERROR; or 0. */
static double find_tolerance(const struct scenario *s, const struct method *method) {
    int passed = 0;
    for (int i = 0; pow(10.0, (double)-i / PER_DECADE) * LOOSEST > TIGHTEST; i++) {
        method->run(method->self, pow(10.0, (double)-i / PER_DECADE) * LOOSEST, &run);
        passed = error_of(s) < ALLOWED_ERROR ? passed + 1 : 0;
        if (passed == IN_A_ROW)
            return pow(10.0, (double)(IN_A_ROW - 1 - i) / PER_DECADE) * LOOSEST;
    }
    return 0.0;
}

/* Searches the tolerance and prints the row; returns the time there, the least of a few. */
static double measure(const struct scenario *s, const struct method *method, double *tolerance) {
    *tolerance = find_tolerance(s, method);
    if (*tolerance <= 0.0) {
        printf("%-34s not below %g at any tolerance\n", method->name, ALLOWED_ERROR);
        return (double)INFINITY;
    }
    double least = (double)INFINITY;
    for (int i = 0; i < 3; i++) {
        method->run(method->self, *tolerance, &run);
        least = fmin(least, run.ms);
    }
    run.ms = least;
    print_row(method, *tolerance, error_of(s));
    return least;
}

static int by_size(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}
static double median(double *values, uint32_t n) {
    qsort(values, n, sizeof *values, by_size);
    return 0.5 * (values[(n - 1) / 2] + values[n / 2]);
}

static double compare(struct scenario *s, int quick) {
    printf("%s: %s %g %s every %g h x %u, %u samples, %u states\n", s->name, bm__agents[s->agent]->name, s->dose,
           bm__agents[s->agent]->unit, s->every_h, s->n_doses, s->n_samples, s->n_states);
    struct method library = patient_method(s);
    make_reference(s, &library);

    printf("%-34s %9s %9s %8s %8s %8s %9s\n", "method", "tolerance", "error", "steps", "rhs", "Jacobian", "time [ms]");
    double library_tolerance = 0.0, cvode_tolerance = 0.0, cvode_ms = (double)INFINITY;
    measure(s, &library, &library_tolerance);
    struct method cvode[BM__COUNT(candidates)] = {{0}};
    uint32_t best = 0;
    for (uint32_t i = 0; i < BM__COUNT(candidates); i++) {
        cvode[i] = cvode_method(s, &candidates[i]);
        double tolerance = 0.0;
        const double ms = quick && i != 2 && i != 7 ? (double)INFINITY : measure(s, &cvode[i], &tolerance);
        if (ms < cvode_ms) {
            best = i;
            cvode_ms = ms;
            cvode_tolerance = tolerance;
        }
    }
    if (!quick) {
        struct method method = cvode_method(s, &adams);
        method.run(method.self, 1e-6, &run);
        print_row(&method, 1e-6, error_of(s));
        cvode_method_end(&method);
    }
    if (library_tolerance <= 0.0 || cvode_tolerance <= 0.0)
        die("%s: no tolerance keeps the error below %g", s->name, ALLOWED_ERROR);

    enum { MOST_REPEATS = 400 };
    double library_times[MOST_REPEATS], cvode_times[MOST_REPEATS], setup_times[MOST_REPEATS];
    const uint32_t repeats = (uint32_t)fmin(MOST_REPEATS, fmax(5.0, (quick ? 1e3 : 8e3) / cvode_ms));
    for (uint32_t i = 0; i < repeats; i++) {
        library.run(library.self, library_tolerance, &run);
        library_times[i] = run.ms;
        setup_times[i] = run.setup_ms;
        cvode[best].run(cvode[best].self, cvode_tolerance, &run);
        cvode_times[i] = run.ms;
    }
    const double library_median = median(library_times, repeats), cvode_median = median(cvode_times, repeats);
    printf("\nmedian of %u alternating runs: library %.3f ms (its set-up %.3f ms, not counted), best CVODE%s%s %.3f ms\n",
           repeats, library_median, median(setup_times, repeats), strncmp(candidates[best].name, "CVODE", 5) ? "" : " =",
           candidates[best].name, cvode_median);
    printf("ratio %s %.1f\n\n", s->name, cvode_median / library_median);

    for (uint32_t i = 0; i < BM__COUNT(candidates); i++)
        cvode_method_end(&cvode[i]);
    patient_method_end(&library);
    return cvode_median / library_median;
}
int main(void){return 0;}
