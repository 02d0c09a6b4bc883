/* SPDX-License-Identifier: Apache-2.0 */
/* One step of the Rosenbrock method (tableau.h): the arithmetic, without the decisions. */
#ifndef BM__SOLVER_ROSENBROCK_H
#define BM__SOLVER_ROSENBROCK_H

#include "solver/sparse_lu.h"

/* A system of ordinary differential equations x' = f(t, x). The structure of its Jacobian is fixed. */
struct bm__ode {
    uint32_t n;                   /* states */
    uint32_t n_nonzeros;          /* entries of the Jacobian */
    const uint16_t *row, *column; /* [n_nonzeros] where they stand; an entry occurs once */
    void *user;
    /* f[n] at (t, x). */
    void (*field)(void *user, bm__real t, const bm__real *x, bm__real *f);
    /*
     * The factorisation of shift I - jacobian into values[n_values], and its solution in place, when the system brings its
     * own; NULL: the general one of sparse_lu.h.
     */
    uint32_t n_values;
    void (*factor)(void *user, bm__real shift, const bm__real *jacobian, bm__real *values);
    void (*solve)(void *user, const bm__real *values, bm__real *b);
    /* f[n], jacobian[n_nonzeros] and the partial derivative by time f_t[n]; f_t comes as it was left, at first zero. */
    void (*jacobian)(void *user, bm__real t, const bm__real *x, bm__real *f, bm__real *jacobian, bm__real *f_t);
};

struct bm__rosenbrock;

/* Steps from (t, x[stride]) by h with the field and Jacobian in `step`: the result is step->y, its error estimate *error. */
typedef void bm__rosenbrock_step_fn(struct bm__rosenbrock *step, const struct bm__ode *ode, bm__real t, const bm__real *x,
                                    bm__real h, const bm__real **error);

/* Working memory of a step. Everything in it can be rebuilt from t and x. */
struct bm__rosenbrock {
    bm__rosenbrock_step_fn *take;
    struct bm__sparse_lu lu; /* empty when the system brings its own factorisation */
    uint32_t stride;       /* n rounded up to whole vectors; arrays end in zeros */
    bm__real *f, *f_t;     /* [stride] field and its time derivative at the beginning */
    bm__real *jacobian;    /* [n_nonzeros] there */
    bm__real *values;      /* of the factorisation */
    bm__real *U;           /* [BM__STAGES][stride] */
    bm__real *y;           /* [stride] the state after the step */
    bm__real *sum;         /* [stride] */
    bm__real *dense;       /* [3][stride] coefficients of the dense output */
    void *memory;
};

#define bm__rosenbrock_create BM__LANE_SYMBOL(bm__rosenbrock_create)
#define bm__rosenbrock_destroy BM__LANE_SYMBOL(bm__rosenbrock_destroy)
#define bm__rosenbrock_step BM__LANE_SYMBOL(bm__rosenbrock_step)
#define bm__rosenbrock_dense BM__LANE_SYMBOL(bm__rosenbrock_dense)
#define bm__rosenbrock_dense_of BM__LANE_SYMBOL(bm__rosenbrock_dense_of)

bm__rosenbrock_step_fn bm__rosenbrock_step;
#ifdef BM__HAVE_AVX2
bm__rosenbrock_step_fn bm__rosenbrock_step_x1_avx2;
#endif

bm_status bm__rosenbrock_create(struct bm__rosenbrock *step, const struct bm__ode *ode, const bm_allocator *allocator);
void bm__rosenbrock_destroy(struct bm__rosenbrock *step, const bm_allocator *allocator);

/* Prepares the dense output of the step just taken: of all states in step->dense, or of state i in d[3]. */
void bm__rosenbrock_dense(struct bm__rosenbrock *step);
void bm__rosenbrock_dense_of(const struct bm__rosenbrock *step, uint32_t i, bm__real d[3]);

/* A state at t + theta h, 0 <= theta <= 1, from its values at both ends and its coefficients. */
BM__INLINE bm__real bm__rosenbrock_between(bm__real x, bm__real y, bm__real d0, bm__real d1, bm__real d2,
                                           bm__real theta) {
    const bm__real rest = 1.0 - theta;
    return rest * x + theta * (y + rest * (d0 + theta * (d1 + theta * d2)));
}

#endif
