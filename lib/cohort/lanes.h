/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Several women side by side, each in a lane of the processor's vectors with a time and a step of her own: the
 * arithmetic, without the decisions. Whoever drives the lanes sees doubles; element i of lane l stands at
 * [i * width + l].
 */
#ifndef BM__COHORT_LANES_H
#define BM__COHORT_LANES_H

#include "base/memory.h"

struct bm__lanes {
    uint32_t width;
    uint32_t n, n_active; /* of the present layout: states, agents that take part */
    const uint8_t *active;
    const uint16_t *first_state; /* by agent number */
    /* Written by whoever drives, a lane at a time: what one patient's organism holds, and the moment. */
    double *constants, *extension, *values, *rates;
    int64_t *counting;
    double *t_h, *h; /* the step to take */
    double *x;       /* the state at t_h */
    double *scale;
    /* Results. */
    double *f;     /* d/dt of x, after evaluate */
    double *y;     /* the state after the step; whoever drives may put an earlier one there */
    double *error; /* its error, relative to the scale; NaN if anything is not finite */

    /* Lays the lanes out for the full model with these agents, to be stepped at this tolerance; constants stay, moments
     * are to be written anew. Anything but BM_OK, such as BM_ENOMEM: the lanes can only be destroyed. */
    bm_status (*lay_out)(struct bm__lanes *lanes, uint64_t active, double rtol);
    void (*evaluate)(struct bm__lanes *lanes); /* the field and the Jacobian at (t_h, x) */
    void (*step)(struct bm__lanes *lanes);     /* after evaluate */
    void (*prepare_dense)(struct bm__lanes *lanes);
    void (*read)(struct bm__lanes *lanes, uint32_t lane, double theta, double *x); /* after prepare_dense */
    void (*accept)(struct bm__lanes *lanes, uint32_t which); /* y becomes x in the lanes whose bits are set */
    void (*destroy)(struct bm__lanes *lanes);
};

enum { BM__MAX_LANES = 8 };

/* Makes lanes of the width of its build, or returns NULL: bm__lanes_create_x2 and others. */
typedef struct bm__lanes *bm__lanes_create_fn(const bm_allocator *allocator);

#endif
