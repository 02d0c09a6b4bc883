/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario.h"
#include "solver/integrator.h"
#include "support/bm_test.h"

struct walk {
    struct bm__integrator it;
    struct samples *samples;
    int next;
};

static void crossed(void *user, uint32_t threshold, int above) {
    struct bm__organism *organism = user;
    (void)threshold;
    organism->runx2_switched = above ? -1 : 0;
}

static int accepted(void *user, double t0, double t1) {
    struct walk *walk = user;
    struct samples *samples = walk->samples;
    (void)t0;
    if (walk->next < samples->n && samples->t_h[walk->next] < t1)
        bm__integrator_prepare_dense(&walk->it);
    for (; walk->next < samples->n && samples->t_h[walk->next] < t1; walk->next++)
        bm__integrator_read(&walk->it, samples->t_h[walk->next], samples->x[walk->next]);
    return 0;
}

void solve_with_integrator(struct course *course, double rtol, struct samples *samples) {
    static const struct bm__threshold threshold = {BM__X_BCL2, BM__RUNX2_THRESHOLD};
    struct walk walk = {.samples = samples};
    struct bm__integrator *it = &walk.it;
    assert_int_equal(bm__integrator_create(it, &course->organism.ode, &bm__malloc_allocator), BM_OK);
    it->rtol = rtol;
    it->scale = course->scale;
    it->n_thresholds = 1;
    it->thresholds = &threshold;
    it->crossed = crossed;
    const double end_h = samples->t_h[samples->n - 1];
    double t_h = 0.0;
    bm__integrator_restart(it, course->x);
    for (;;) {
        for (; walk.next < samples->n && samples->t_h[walk.next] <= t_h; walk.next++)
            memcpy(samples->x[walk.next], course->x, sizeof course->x);
        if (t_h >= end_h)
            break;
        if (course_apply(course, t_h))
            bm__integrator_restart(it, course->x);
        assert_int_equal(
            bm__integrate(it, &t_h, course->x, fmin(course_next_h(course, t_h), end_h), 100000000, accepted, &walk),
            BM_OK);
    }
    solve_steps = (long)(it->memory.steps + it->memory.rejected);
    solve_evaluations = (long)it->memory.evaluations;
    bm__integrator_destroy(it, &bm__malloc_allocator);
}
