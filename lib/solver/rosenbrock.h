/* SPDX-License-Identifier: Apache-2.0 */
/* One step of a Rosenbrock method (tableau.h): the arithmetic, without the decisions. */
#ifndef BM__SOLVER_ROSENBROCK_H
#define BM__SOLVER_ROSENBROCK_H

#include "base/processor.h"
#include "solver/sparse_lu.h"

#define BM__STAGES   8 /* at most: of the pair of order 5; that of order 4 has BM__STAGES_4 */
#define BM__STAGES_4 6

/* The order of the pair that is the cheaper one at a tolerance (docs/decisions/0032). */
BM__INLINE uint32_t bm__order_for(double rtol) {
    return rtol >= 1e-5 ? 4 : 5;
}

/* A system of ordinary differential equations x' = f(t, x). The structure of its Jacobian is fixed. */
struct bm__ode {
    uint32_t n;                   /* states */
    uint32_t n_nonzeros;          /* entries of the Jacobian */
    const uint16_t *row, *column; /* [n_nonzeros] where they stand, once each; with a factor of its own, parts of an
                                     entry may stand apart and add up */
    void *user;
    /* f[n] at (t, x). */
    void (*field)(void *user, bm__real t, const bm__real *x, bm__real *f);
    /* f[n], jacobian[n_nonzeros] and the partial derivative by time f_t[n]; f_t comes as it was left, at first zero. */
    void (*jacobian)(void *user, bm__real t, const bm__real *x, bm__real *f, bm__real *jacobian, bm__real *f_t);
    /*
     * The factorisation of shift I - jacobian into values[n_values], and its solution in place, when the system brings
     * its own; NULL: the general one of sparse_lu.h.
     */
    uint32_t n_values;
    void (*factor)(void *user, bm__real shift, const bm__real *jacobian, bm__real *values);
    void (*solve)(void *user, const bm__real *values, bm__real *b);
    const int32_t *stopped; /* not 0: the field could not be given, and why; NULL: always can */
};

struct bm__rosenbrock;

/*
 * Steps from (t, x[stride]) by h with the field and Jacobian in `step`. The result is step->y; returned is its largest
 * error among the states with scale[i] > 0, each relative to max(|x|, |y|, scale), or NaN if any number is not finite.
 */
typedef bm__real bm__rosenbrock_step_fn(struct bm__rosenbrock *step, const struct bm__ode *ode, bm__real t,
                                        const bm__real *x, bm__real h, const bm__real *scale);

/* Prepares the dense output of the step just taken, in step->dense. */
typedef void bm__rosenbrock_dense_fn(struct bm__rosenbrock *step);

/* Reads all states at t + theta h, 0 <= theta <= 1, after bm__rosenbrock_dense; x[stride] as at the beginning. */
typedef void bm__rosenbrock_read_fn(const struct bm__rosenbrock *step, const bm__real *x, bm__real theta,
                                    bm__real *out);

/* Working memory of a step. Everything in it can be rebuilt from t and x. */
struct bm__rosenbrock {
    bm__rosenbrock_step_fn *take;
    bm__rosenbrock_dense_fn *prepare;
    bm__rosenbrock_read_fn *read;
    uint32_t order;          /* 5, or 4: which pair; may be changed between steps */
    struct bm__sparse_lu lu; /* empty when the system brings its own factorisation */
    uint32_t stride;         /* n rounded up to whole vectors; arrays end in zeros */
    bm__real *f, *f_t;       /* [stride] field and its time derivative at the beginning */
    bm__real *jacobian;      /* [n_nonzeros] there */
    bm__real *values;        /* of the factorisation */
    bm__real *U;             /* [BM__STAGES][stride] */
    bm__real *y;             /* [stride] the state after the step */
    bm__real *sum;           /* [stride] */
    bm__real *dense;         /* [3][stride] coefficients of the dense output */
    void *memory;
};

#define bm__rosenbrock_create   BM__LANE_SYMBOL(bm__rosenbrock_create)
#define bm__rosenbrock_destroy  BM__LANE_SYMBOL(bm__rosenbrock_destroy)
#define bm__rosenbrock_step     BM__LANE_SYMBOL(bm__rosenbrock_step)
#define bm__rosenbrock_read     BM__LANE_SYMBOL(bm__rosenbrock_read)
#define bm__rosenbrock_dense    BM__LANE_SYMBOL(bm__rosenbrock_dense)
#define bm__rosenbrock_dense_of BM__LANE_SYMBOL(bm__rosenbrock_dense_of)

BM__DECLARE_BUILDS(bm__rosenbrock_step_fn, bm__rosenbrock_step);
BM__DECLARE_BUILDS(bm__rosenbrock_dense_fn, bm__rosenbrock_dense);
BM__DECLARE_BUILDS(bm__rosenbrock_read_fn, bm__rosenbrock_read);

bm_status bm__rosenbrock_create(struct bm__rosenbrock *step, const struct bm__ode *ode, const bm_allocator *allocator);
void bm__rosenbrock_destroy(struct bm__rosenbrock *step, const bm_allocator *allocator);

/* The dense output of state i alone, in d[3]. */
void bm__rosenbrock_dense_of(const struct bm__rosenbrock *step, uint32_t i, bm__real d[3]);

#endif
