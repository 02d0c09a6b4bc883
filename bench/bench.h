/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of bonemodel-bench: scenarios, and the two ways of running them. */
#ifndef BENCH_H
#define BENCH_H

#include "simulation/course.h"
#include "simulation/organism.h"

enum { BENCH_MAX_SAMPLES = 512, BENCH_MAX_COURSES = 2 };

/* Courses of doses of a default patient, the times at which she is compared, and the published trajectory there. */
struct scenario {
    const char *name, *model;
    const char *file; /* in the directory of the parity tables, or NULL */
    struct bm__course courses[BENCH_MAX_COURSES];
    uint32_t n_courses;
    /* The rest is filled by scenario_load(). */
    double begin_h; /* negative: with her history before day 0 */
    uint32_t n_samples, n_states, n_columns;
    double time_h[BENCH_MAX_SAMPLES];
    const char *column_name[BM__MAX_STATES];         /* what is compared, as in the catalogue, such as "core.PTH" */
    double table[BENCH_MAX_SAMPLES][BM__MAX_STATES]; /* NaN where the table lacks a column */
    struct bm__organism organism;                    /* laid out and derived */
    double x0[BM__MAX_STATES];
    double scale[BM__MAX_STATES]; /* typical size of each state, 0: only keeps books, its error is not controlled */
    bm_patient *reader;           /* of the full model, whose columns are no states */
};

/* The last one is that of the cohort. */
enum { N_SCENARIOS = 4, COHORT = N_SCENARIOS - 1 };
extern struct scenario scenarios[N_SCENARIOS];

/* Reads the parity table in `directory` and prepares the body. Exits with a sentence when that fails. */
void scenario_load(struct scenario *scenario, const char *directory);

/* Of the full model: constants, scales and the beginning of her history as the reader has them. */
void scenario_take_over(struct scenario *scenario);

/* Gives what is due at a time, at which the state is x, and sets what flows in from then on; returns when the next
 * change comes. */
double scenario_give(const struct scenario *scenario, double time_d, double *x, double (*rates)[BM__MAX_RATES]);

/* Turns rows of states into rows of columns. */
void scenario_read(const struct scenario *scenario, double (*samples)[BM__MAX_STATES]);

/* A patient of the scenario's model under its courses. */
bm_patient *scenario_patient(const struct scenario *scenario, const bm_model *model, double rtol);

/* What one run gave and cost. Set-up is not in the time. */
struct run {
    int failed;
    double ms, setup_ms;
    uint64_t steps, evaluations, jacobians;
    double samples[BENCH_MAX_SAMPLES][BM__MAX_STATES];
};

/* A way of running a scenario. */
struct method {
    const char *name;
    void (*run)(void *self, double tolerance, struct run *run);
    void *self;
};

double cpu_ms(void);
double wall_ms(void);
_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A call of the library that must not fail. */
#define MUST(call)                                                                                                     \
    do {                                                                                                               \
        const bm_status status = (call);                                                                               \
        if (status != BM_OK)                                                                                           \
            die("%s returned %s", #call, bm_status_name(status));                                                      \
    } while (0)

/* The library through its public interface: bm_patient_sample() of all columns. */
struct method patient_method(const struct scenario *scenario);
void patient_method_end(struct method *method);

/* SUNDIALS CVODE, BDF with the analytic Jacobian. A member that is 0 leaves CVODE's default. */
struct cvode_options {
    const char *name;
    int klu;             /* KLU, otherwise dense */
    int roots;           /* locate the RUNX2 switch by rootfinding; otherwise it acts inside the right-hand side */
    int restart_at_root; /* CVodeReInit after a root, otherwise the multistep history goes on */
    int adams;           /* Adams with fixed-point iteration instead of BDF with Newton's */
    int own_system;      /* give I - gamma J directly (CVodeSetLinSysFn) */
    int remember_step;   /* start after a dose with the step that worked after the one before */
    int max_order;
    long setup_frequency; /* CVodeSetLSetupFrequency */
    double setup_gamma;   /* CVodeSetDeltaGammaMaxLSetup */
    double nonlinear;     /* CVodeSetNonlinConvCoef */
};
/* What served CVODE best in the scenarios of the bench. */
#define CVODE_TUNED                                                                                                    \
    .klu = 1, .own_system = 1, .max_order = 4, .nonlinear = 0.03, .setup_frequency = 10, .remember_step = 1
struct method cvode_method(const struct scenario *scenario, const struct cvode_options *options);
void cvode_method_end(struct method *method);

/* Runs CVODE at a tight tolerance; errors are then differences to that, divided by each column's largest value. */
struct run *reference_make(const struct scenario *scenario, double tolerance);
double scaled_difference(const struct scenario *scenario, double (*a)[BM__MAX_STATES], double (*b)[BM__MAX_STATES]);
double error_of(const struct scenario *scenario, struct run *run);

/* The cohort: prints its rows and ratios. */
void compare_cohort(struct scenario *scenario, int quick);

/* Work against precision: prints a row for each tolerance 10^(-place/CURVE_PER_DECADE). */
enum { CURVE_PER_DECADE = 4, CURVE_FIRST = 2 * CURVE_PER_DECADE, CURVE_LAST = 8 * CURVE_PER_DECADE };
void print_curves(struct scenario *scenario, int quick);
void print_cohort_curves(struct scenario *scenario, int quick);
double curve_tolerance(int place);
const char *curve_pair(double tolerance); /* the library's at a tolerance */
void curve_row(const char *scenario, const char *method, double tolerance, double error, double steps, double ms);

/* What a host pays for more of everything: prints a row for each. */
void print_costs(int quick);

/* What a forecast costs beside a plain cohort, of a thousand members on one thread. */
void print_forecast(int quick);

#endif
