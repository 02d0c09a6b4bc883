/* SPDX-License-Identifier: Apache-2.0 */
/* Systems with known solutions, as the solver sees them. */
#ifndef BM__TESTS_SOLVER_PROBLEMS_H
#define BM__TESTS_SOLVER_PROBLEMS_H

#include "solver/integrator.h"

/* A system together with where it starts. Its Jacobian is stored dense, row by row. */
struct problem {
    const char *name;
    uint32_t n;
    void (*field)(void *user, double t, const double *x, double *f);
    /* jacobian[n * n], row by row, and f_t; both come zeroed */
    void (*slopes)(double t, const double *x, double *jacobian, double *f_t);
    double t0, t_end;
    double x0[8], x_end[8];
    double scale[8];
};

enum { PROBLEM_MAX_N = 8 };

/* A problem as a bm__ode. */
struct problem_ode {
    struct bm__ode ode;
    const struct problem *problem;
    uint16_t row[PROBLEM_MAX_N * PROBLEM_MAX_N], column[PROBLEM_MAX_N * PROBLEM_MAX_N];
};
void problem_lay_out(struct problem_ode *out, const struct problem *problem);

extern const struct problem robertson;      /* Hairer & Wanner, Solving ODEs II, IV.10 */
extern const struct problem van_der_pol;    /* the same, epsilon = 1e-6 */
extern const struct problem hires;          /* the same; end values of the Bari test set */
extern const struct problem arenstorf;      /* Hairer, Norsett & Wanner, Solving ODEs I, II.0: a closed orbit */
extern const struct problem decay_chain;    /* a -> b -> c, solved by Bateman's formula */
extern const struct problem time_dependent; /* non-linear, driven by time; solution in sin(t^2) */

/* The solution of time_dependent. */
void time_dependent_exact(double t, double x[4]);

#endif
