/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of bonemodel-bench: scenarios, and the two ways of running them. */
#ifndef BENCH_H
#define BENCH_H

#include "interventions/organism.h"

enum { BENCH_MAX_SAMPLES = 512 };

/* A course of doses from the default body, the times at which it is compared, and the published trajectory there. */
struct scenario {
    const char *name, *file; /* file: in the directory of the parity tables */
    uint32_t agent;
    double dose, every_h;
    uint32_t n_doses;
    /* The rest is filled by scenario_load(). */
    uint32_t n_samples, n_states;
    double time_h[BENCH_MAX_SAMPLES];
    const char *state_name[BM__MAX_STATES];          /* as in the catalogue, such as "core.PTH" */
    double table[BENCH_MAX_SAMPLES][BM__MAX_STATES]; /* NaN where the table lacks a state */
    struct bm__organism organism;                    /* laid out and derived */
    double x0[BM__MAX_STATES];
    double scale[BM__MAX_STATES]; /* typical size of each state, 0: only keeps books, its error is not controlled */
};

extern struct scenario scenarios[2];

/* Reads the parity table in `directory` and prepares the body. Exits with a sentence when that fails. */
void scenario_load(struct scenario *scenario, const char *directory);

/* Gives dose number k, at the time of which the state is x. */
void scenario_give(const struct scenario *scenario, double *x);

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
_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The library through its public interface: bm_patient_sample() of all states. */
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
struct method cvode_method(const struct scenario *scenario, const struct cvode_options *options);
void cvode_method_end(struct method *method);

#endif
