/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bonemodel-bench: the library against CVODE on the same equations at equal accuracy. README.md beside this file says
 * what is measured and how.
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>

static const double ALLOWED_ERROR = 1e-4, REFERENCE = 1e-11;

/* Tolerances that are tried: 10^(-place/PER_DECADE). */
enum { PER_DECADE = 8, LAST_DECADE = 9, IN_A_ROW = 5 };

/* The candidates on CVODE's side: of the settings that were varied, those that helped in either scenario (README.md).
 */
#define KLU   .klu = 1, .own_system = 1
#define ROOTS .roots = 1, .restart_at_root = 1
static const struct candidate {
    struct cvode_options options;
    int searched; /* otherwise it runs at the tolerance of the candidate before it, whose steps it takes or spoils */
    int quick;    /* --quick keeps to these */
} candidates[] = {
    {{.name = "CVODE KLU, roots", KLU, ROOTS}, 1, 0},
    {{.name = "    I - gamma J made by CVODE", .klu = 1, ROOTS}, 0, 0},
    {{.name = "    dense", ROOTS}, 0, 0},
    {{.name = "    no restart at roots", KLU, .roots = 1}, 0, 0},
    {{.name = "    no roots", KLU}, 0, 0},
    {{.name = "CVODE KLU, roots, order <= 4", KLU, ROOTS, .max_order = 4}, 1, 1},
    {{.name = "    first steps remembered", KLU, ROOTS, .max_order = 4, .remember_step = 1}, 1, 0},
    {{.name = "    nonlinear coefficient 0.03", KLU, ROOTS, .max_order = 4, .nonlinear = 0.03}, 1, 0},
    {{.name = "    nonlinear coefficient 0.3", KLU, ROOTS, .max_order = 4, .nonlinear = 0.3}, 1, 0},
    {{.name = "    new matrix at 15 % of gamma", KLU, ROOTS, .max_order = 4, .setup_gamma = 0.15}, 1, 0},
    {{.name = "CVODE KLU, no roots, tuned", CVODE_TUNED}, 1, 1},
};
static const struct cvode_options adams = {.name = "CVODE Adams (not searched)", .adams = 1};

static struct run run;

static void print_reference(struct scenario *s, const struct method *library) {
    struct run *reference = reference_make(s, REFERENCE);
    library->run(library->self, REFERENCE, &run);
    printf("reference: CVODE at tolerance %g; largest scaled difference to the library at %g: %.1e\n", REFERENCE,
           REFERENCE, error_of(s, &run));
    if (s->file)
        printf("from the published trajectory: CVODE %.1e, library %.1e\n",
               scaled_difference(s, reference->samples, s->table), scaled_difference(s, run.samples, s->table));
    printf("\n");
}

static void print_row(const struct method *method, double tolerance, double error) {
    printf("%-34s %9.2e %9.2e %8lu %8lu %8lu %9.3f\n", method->name, tolerance, error, (unsigned long)run.steps,
           (unsigned long)run.evaluations, (unsigned long)run.jacobians, run.ms);
    fflush(stdout);
}

static double tolerance_at(int place) {
    return pow(10.0, -(double)place / PER_DECADE);
}

/*
 * The loosest tolerance, from 10^-first_decade on, that like the IN_A_ROW - 1 next tighter ones keeps the error below
 * ALLOWED_ERROR; or 0.
 */
static double find_tolerance(const struct scenario *s, const struct method *method, int first_decade) {
    int passed = 0;
    for (int place = first_decade * PER_DECADE; place <= LAST_DECADE * PER_DECADE; place++) {
        method->run(method->self, tolerance_at(place), &run);
        passed = error_of(s, &run) < ALLOWED_ERROR ? passed + 1 : 0;
        if (passed == IN_A_ROW)
            return tolerance_at(place - (IN_A_ROW - 1));
    }
    return 0.0;
}

/* Prints the method's row at a tolerance and returns its time, the least of three; infinity if the error is too large.
 */
static double measure(const struct scenario *s, const struct method *method, double tolerance) {
    double least = (double)INFINITY;
    for (int i = 0; i < 3; i++) {
        method->run(method->self, tolerance, &run);
        least = fmin(least, run.ms);
    }
    run.ms = least;
    const double error = error_of(s, &run);
    print_row(method, tolerance, error);
    return error < ALLOWED_ERROR ? least : (double)INFINITY;
}

static int by_size(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}
static double median(double *values, uint32_t n) {
    qsort(values, n, sizeof *values, by_size);
    return 0.5 * (values[(n - 1) / 2] + values[n / 2]);
}

/* CVODE's time over the library's, which comes out as well. */
static double compare(struct scenario *s, int quick, double *time_ms) {
    printf("%s:", s->name);
    for (uint32_t i = 0; i < s->n_courses; i++)
        printf(" %s %g %s every %g h%s", bm__agents[s->courses[i].agent]->name, s->courses[i].dose,
               bm__agents[s->courses[i].agent]->unit, 24.0 * s->courses[i].every_d,
               s->courses[i].averaged ? ", averaged," : ",");
    printf(" from %.1f years, %u samples of %u numbers, %u states\n", s->begin_h / BM__HOURS_PER_YEAR, s->n_samples,
           s->n_columns, s->n_states);
    struct method library = patient_method(s);
    print_reference(s, &library);

    printf("%-34s %9s %9s %8s %8s %8s %9s\n", "method", "tolerance", "error", "steps", "rhs", "Jacobian", "time [ms]");
    const double library_tolerance = find_tolerance(s, &library, 2);
    if (library_tolerance > 0.0)
        measure(s, &library, library_tolerance);
    bm_patient_options options;
    bm_patient_options_init(&options);
    struct method by_default = library;
    by_default.name = "    at its default tolerance";
    measure(s, &by_default, options.rtol);

    struct method cvode[BM__COUNT(candidates)];
    double tolerance = 0.0, best_tolerance = 0.0, best_ms = (double)INFINITY;
    uint32_t best = 0;
    for (uint32_t i = 0; i < BM__COUNT(candidates); i++) {
        cvode[i] = cvode_method(s, &candidates[i].options);
        if (quick && !candidates[i].quick)
            continue;
        if (candidates[i].searched)
            tolerance = find_tolerance(s, &cvode[i], 4);
        const double ms = tolerance > 0.0 ? measure(s, &cvode[i], tolerance) : (double)INFINITY;
        if (ms < best_ms) {
            best = i;
            best_ms = ms;
            best_tolerance = tolerance;
        }
    }
    if (!quick && s->file) { /* the full model takes it half a minute */
        struct method method = cvode_method(s, &adams);
        measure(s, &method, 1e-5);
        cvode_method_end(&method);
    }
    if (library_tolerance <= 0.0 || best_tolerance <= 0.0)
        die("%s: no tolerance keeps the error below %g", s->name, ALLOWED_ERROR);

    enum { MOST_REPEATS = 400 };
    double library_times[MOST_REPEATS], cvode_times[MOST_REPEATS], setup_times[MOST_REPEATS];
    const uint32_t repeats = (uint32_t)fmin(MOST_REPEATS, fmax(5.0, (quick ? 1e3 : 8e3) / best_ms));
    for (uint32_t i = 0; i < repeats; i++) {
        library.run(library.self, library_tolerance, &run);
        library_times[i] = run.ms;
        setup_times[i] = run.setup_ms;
        cvode[best].run(cvode[best].self, best_tolerance, &run);
        cvode_times[i] = run.ms;
    }
    const double library_ms = median(library_times, repeats);
    const double cvode_ms = median(cvode_times, repeats);
    printf(
        "\nmedians of %u alternating runs: bonemodel %.3f ms (and %.3f ms of set-up, not counted), CVODE %.3f ms\n\n",
        repeats, library_ms, median(setup_times, repeats), cvode_ms);
    for (uint32_t i = 0; i < BM__COUNT(candidates); i++)
        cvode_method_end(&cvode[i]);
    patient_method_end(&library);
    *time_ms = library_ms;
    return cvode_ms / library_ms;
}

static const char help[] =
    "usage: bonemodel-bench [--quick] [--curves | --cost | --forecast] [--scenario NAME] [--tables DIRECTORY]\n"
    "  --quick             few candidates and repeats\n"
    "  --curves            error and time at tolerances from 1e-2 to 1e-8, as CSV\n"
    "  --forecast          what a forecast costs beside a plain cohort, as CSV\n"
    "  --cost              time by agents, doses, horizon, members, lanes and threads, as CSV\n"
    "  --scenario NAME     denosumab_5y, teriparatide_2y, full_model_5y or cohort_1000 only\n"
    "  --tables DIRECTORY  where the parity tables lie\n";

int main(int argc, char **argv) {
    const char *only = NULL, *tables = BENCH_TABLES;
    int quick = 0, curves = 0, cost = 0, forecast = 0;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0) {
            fputs(help, stdout);
            return 0;
        }
        if (strcmp(argv[i], "--quick") == 0)
            quick = 1;
        else if (strcmp(argv[i], "--curves") == 0)
            curves = 1;
        else if (strcmp(argv[i], "--cost") == 0)
            cost = 1;
        else if (strcmp(argv[i], "--forecast") == 0)
            forecast = 1;
        else if (strcmp(argv[i], "--scenario") == 0 && i + 1 < argc)
            only = argv[++i];
        else if (strcmp(argv[i], "--tables") == 0 && i + 1 < argc)
            tables = argv[++i];
        else
            die("argument \"%s\" is not known or lacks its value; --help lists what is allowed", argv[i]);
    }
    if (cost) {
        print_costs(quick);
        return 0;
    }
    if (forecast) {
        print_forecast(quick);
        return 0;
    }
    if (curves)
        printf("scenario,method,rtol,error,steps,ms\n");
    double ratio[N_SCENARIOS] = {0}, ms[N_SCENARIOS] = {0};
    int done = 0;
    for (uint32_t i = 0; i < N_SCENARIOS; i++)
        if (!only || strcmp(only, scenarios[i].name) == 0) {
            scenario_load(&scenarios[i], tables);
            if (curves)
                (i == COHORT ? print_cohort_curves : print_curves)(&scenarios[i], quick);
            else if (i == COHORT)
                compare_cohort(&scenarios[i], quick);
            else
                ratio[i] = compare(&scenarios[i], quick, &ms[i]);
            done++;
        }
    if (!done)
        die("--scenario is \"%s\"; allowed are denosumab_5y, teriparatide_2y, full_model_5y and cohort_1000", only);
    for (uint32_t i = 0; i < N_SCENARIOS; i++)
        if (ratio[i] > 0.0)
            printf("ratio %s %.1f\n", scenarios[i].name, ratio[i]);
    if (ms[0] > 0.0 && ms[2] > 0.0)
        printf("time %s / %s %.1f\n", scenarios[2].name, scenarios[0].name, ms[2] / ms[0]);
    return 0;
}
