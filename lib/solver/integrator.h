/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The adaptive integrator for one system: chooses steps by the error of each state against its scale, stops exactly at
 * given times, finds where states cross thresholds, and reads between steps. It never allocates while stepping.
 */
#ifndef BM__SOLVER_INTEGRATOR_H
#define BM__SOLVER_INTEGRATOR_H

#include "solver/rosenbrock.h"
#include "solver/step_control.h"

/* A level whose crossing by a state changes the equations: located, and stepped onto, so that no step straddles it. */
struct bm__threshold {
    uint32_t state;
    double level;
};

#define BM__MAX_THRESHOLDS 8u

struct bm__integrator {
    const struct bm__ode *ode;
    double rtol;
    const double *scale; /* [stride] typical size of each state; its error is held below rtol max(|x|, scale). 0: not
                            controlled */
    uint32_t n_thresholds;
    const struct bm__threshold *thresholds;
    /* Called at a crossing, with x on the threshold; the equations may change from there on. May be NULL. */
    void (*crossed)(void *user, uint32_t threshold, int above);
    /* Asked after each step from t0 to *t1, with the state x there: not 0 cuts the step at *t1, which it may set to an
     * earlier time, and the stretch with it. May read inside the step; user as for `accepted`. NULL: nobody asks. */
    int (*cuts)(void *user, double t0, double *t1, const double *x);

    struct bm__step_memory memory;
    struct bm__rosenbrock step;
    double t, step_h; /* beginning and length of the step just taken */
    double *x;        /* [n] the state now */
    double *x_begin;  /* [n] the state at the beginning of the step */
    void *block;
};

/* Allocates the working memory; the caller then sets scale to its own array, a whole number of vectors long. */
bm_status bm__integrator_create(struct bm__integrator *it, const struct bm__ode *ode, const bm_allocator *allocator);
void bm__integrator_destroy(struct bm__integrator *it, const bm_allocator *allocator);

/* To be called before the first step and whenever the state or the equations were changed from outside. */
void bm__integrator_restart(struct bm__integrator *it, const double *x);

/* Called after each step that was accepted, with [t0, t1] just covered; not 0 cancels. */
typedef int (*bm__accepted_fn)(void *user, double t0, double t1);

/*
 * Takes x_out from *t to t_end. Returns BM_OK with *t = t_end exactly, or where `cuts` cut it; or BM_ESTEP,
 * BM_EMAXSTEPS, BM_ENONFINITE, BM_ECANCELLED, or what the system was stopped with: x_out and *t are then those of the
 * last accepted step.
 */
bm_status bm__integrate(struct bm__integrator *it, double *t, double *x_out, double t_end, uint64_t max_steps,
                        bm__accepted_fn accepted, void *user);

/* Within the callbacks cuts and accepted: prepares reading inside the step, then reads x[stride] at t0 <= time <= t1.
 */
void bm__integrator_prepare_dense(struct bm__integrator *it);
void bm__integrator_read(const struct bm__integrator *it, double time, double *x);

#endif
