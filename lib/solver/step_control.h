/* SPDX-License-Identifier: Apache-2.0 */
/* How long the steps of one system are: shared by the integrator and by systems that advance side by side. */
#ifndef BM__SOLVER_STEP_CONTROL_H
#define BM__SOLVER_STEP_CONTROL_H

#include <stdint.h>

/* What decides the next steps beside t and x. Plain data: it is copied with a patient and saved with her. */
struct bm__step_memory {
    double h;         /* next step, 0 = not known */
    double h_restart; /* step to try after a restart, from how the last one went; 0 = not known */
    uint32_t above;   /* bit i: the system is above threshold i */
    uint32_t restarted, rejected_last;
    uint64_t steps, rejected, evaluations, factorizations, crossings;
};

/* The smallest step that still moves time; near time 0 one of 1e-20, in which nothing changes. */
double bm__step_smallest(double t);

/* Whether the next step is to be a first one: none is known, or that of an earlier restart would not move time now. */
int bm__step_is_first(const struct bm__step_memory *memory, double t);

/* A first step that changes none of n states by more than a small part of its scale. Values stand `stride` apart. */
double bm__step_first(uint32_t n, uint32_t stride, const double *x, const double *f, const double *scale, double rtol,
                      double remaining);

/* A step to try: its length, and whether the end of the stretch made it shorter. */
struct bm__step_try {
    double h;
    int truncated;
};

/* With memory->h known: ends exactly on the end of the stretch, without a tiny last step. */
struct bm__step_try bm__step_choose(const struct bm__step_memory *memory, double remaining);

/* What its error makes of a step at a tolerance; sets the next one. Hopeless: not finite, and as small as can be. */
enum bm__step_verdict { BM__STEP_ACCEPTED, BM__STEP_REJECTED, BM__STEP_HOPELESS };
enum bm__step_verdict bm__step_judge(struct bm__step_memory *memory, struct bm__step_try step, double error,
                                     double rtol, double t);

/* The state or the equations were changed from outside. */
void bm__step_restart(struct bm__step_memory *memory);

#endif
