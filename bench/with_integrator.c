/* SPDX-License-Identifier: Apache-2.0 */
#include "bench.h"

#include "solver/integrator.h"

#include <stdlib.h>

struct integrator_self {
    const struct scenario *scenario;
    struct bm__organism organism;
    struct bm__integrator it;
    struct run *run;
    uint32_t next; /* sample to take next */
};

static const struct bm__threshold runx2 = {BM__X_BCL2, BM__RUNX2_THRESHOLD};

static void crossed(void *user, uint32_t threshold, int above) {
    (void)threshold;
    struct bm__organism *organism = user;
    organism->runx2_switched = above ? -1 : 0;
}

/* Takes the samples within the step; one at its end is taken with the next, or before the next dose. */
static int accepted(void *user, double t0, double t1) {
    (void)t0;
    struct integrator_self *self = user;
    const struct scenario *s = self->scenario;
    if (self->next == s->n_samples || s->time_h[self->next] >= t1)
        return 0;
    bm__integrator_prepare_dense(&self->it);
    for (; self->next < s->n_samples && s->time_h[self->next] < t1; self->next++)
        bm__integrator_read(&self->it, s->time_h[self->next], self->run->samples[self->next]);
    return 0;
}

static void run_integrator(void *user, double tolerance, struct run *run) {
    struct integrator_self *self = user;
    const struct scenario *s = self->scenario;
    struct bm__integrator *it = &self->it;
    double x[BM__MAX_STATES];
    memcpy(x, s->x0, sizeof x);
    self->organism.runx2_switched = 0;
    self->run = run;
    self->next = 0;
    it->memory = (struct bm__step_memory){0};
    it->rtol = tolerance;
    *run = (struct run){0};

    const double begin = cpu_ms(), t_end = s->time_h[s->n_samples - 1];
    double t = 0.0;
    uint32_t dose = 0;
    while (t < t_end && !run->failed) {
        for (; self->next < s->n_samples && s->time_h[self->next] <= t; self->next++)
            memcpy(run->samples[self->next], x, sizeof x);
        if (dose < s->n_doses && t >= dose * s->every_h) {
            scenario_give(s, x);
            bm__integrator_restart(it, x);
            dose++;
        }
        const double t_next = dose < s->n_doses ? fmin(dose * s->every_h, t_end) : t_end;
        run->failed = bm__integrate(it, &t, x, t_next, 100000000, accepted, self) != BM_OK;
    }
    for (; self->next < s->n_samples; self->next++)
        memcpy(run->samples[self->next], x, sizeof x);
    run->ms = cpu_ms() - begin;
    run->steps = it->memory.steps;
    run->evaluations = it->memory.evaluations;
    run->jacobians = it->memory.factorizations;
}

struct method integrator_method(const struct scenario *s) {
    struct integrator_self *self = malloc(sizeof *self);
    if (!self)
        die("no memory");
    self->scenario = s;
    self->organism = s->organism;
    bm__organism_lay_out(&self->organism, 1u << s->agent);
    if (bm__integrator_create(&self->it, &self->organism.ode, &bm__malloc_allocator) != BM_OK)
        die("no memory");
    self->it.scale = s->scale;
    self->it.n_thresholds = 1;
    self->it.thresholds = &runx2;
    self->it.crossed = crossed;
    return (struct method){"integrator", run_integrator, self};
}

void integrator_method_end(struct method *method) {
    struct integrator_self *self = method->self;
    bm__integrator_destroy(&self->it, &bm__malloc_allocator);
    free(self);
}
