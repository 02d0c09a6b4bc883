/* SPDX-License-Identifier: Apache-2.0 */
#include "solver/integrator.h"

#if BM__LANES != 1
#error "decisions are taken one system at a time"
#endif

bm_status bm__integrator_create(struct bm__integrator *it, const struct bm__ode *ode, const bm_allocator *allocator) {
    *it = (struct bm__integrator){.ode = ode};
    const bm_status status = bm__rosenbrock_create(&it->step, ode, allocator);
    if (status != BM_OK)
        return status;
    const uint32_t stride = it->step.stride;
    double *next = bm__allocate(allocator, 2 * (size_t)stride, sizeof *next);
    if (!next) {
        bm__rosenbrock_destroy(&it->step, allocator);
        return BM_ENOMEM;
    }
    it->block = next;
    it->x = next;
    it->x_begin = next + stride;
    return BM_OK;
}

void bm__integrator_destroy(struct bm__integrator *it, const bm_allocator *allocator) {
    bm__rosenbrock_destroy(&it->step, allocator);
    bm__release(allocator, it->block);
    *it = (struct bm__integrator){0};
}

void bm__integrator_restart(struct bm__integrator *it, const double *x) {
    bm__step_restart(&it->memory);
    for (uint32_t i = 0; i < it->n_thresholds; i++) {
        const double distance = x[it->thresholds[i].state] - it->thresholds[i].level;
        if (fabs(distance) <= 1e-12 * fabs(it->thresholds[i].level))
            continue; /* on the threshold: the side was decided when it was crossed */
        const uint32_t bit = 1u << i, above = distance > 0.0 ? bit : 0u;
        if ((it->memory.above & bit) != above) {
            it->memory.above ^= bit;
            if (it->crossed)
                it->crossed(it->ode->user, i, above != 0);
        }
    }
}

/* The first crossing within the step just taken: its position theta and threshold, or 0 if there is none. */
static int find_crossing(struct bm__integrator *it, double *theta, uint32_t *which) {
    enum { PARTS = 8 };
    int found = 0;
    for (uint32_t i = 0; i < it->n_thresholds; i++) {
        const uint32_t s = it->thresholds[i].state;
        const double level = it->thresholds[i].level;
        const double side = (it->memory.above >> i & 1u) ? 1.0 : -1.0;
        /* |y(theta) - chord| <= (|d1| + |d2| + |d3|)/4: mostly that is enough to see that nothing is crossed */
        const double x_s = it->x_begin[s], y_s = it->step.y[s];
        double d[3];
        bm__rosenbrock_dense_of(&it->step, s, d);
        if (fmin(side * (x_s - level), side * (y_s - level)) > 0.25 * (fabs(d[0]) + fabs(d[1]) + fabs(d[2])))
            continue;
#define DISTANCE(at)                                                                                                   \
    (side * ((1.0 - (at)) * x_s + (at) * (y_s + (1.0 - (at)) * (d[0] + (at) * (d[1] + (at)*d[2]))) - level))
        double low = 0.0, high = 0.0, at_low = fmax(side * (x_s - level), 0.0), at_high = 0.0;
        uint32_t part = 1;
        for (; part <= PARTS; part++) {
            high = (double)part / PARTS;
            at_high = DISTANCE(high);
            if (at_high < 0.0)
                break;
            low = high;
            at_low = at_high;
        }
        if (part > PARTS || (found && low >= *theta))
            continue;
        /* regula falsi (Illinois) between low, still on this side, and high, beyond */
        for (int k = 0; k < 60 && high - low > 1e-13; k++) {
            double middle = low + (high - low) * (at_low / (at_low - at_high));
            if (!(middle > low && middle < high))
                middle = 0.5 * (low + high);
            const double at_middle = DISTANCE(middle);
            if (at_middle < 0.0) {
                high = middle;
                at_high = at_middle;
                at_low *= 0.5;
            } else {
                low = middle;
                at_low = at_middle;
                at_high *= 0.5;
            }
        }
#undef DISTANCE
        if (!found || high < *theta) {
            *theta = high;
            *which = i;
            found = 1;
        }
    }
    return found;
}

static int stopped(const struct bm__ode *ode) {
    return ode->stopped && *ode->stopped;
}

bm_status bm__integrate(struct bm__integrator *it, double *t, double *x_out, double t_end, uint64_t max_steps,
                        bm__accepted_fn accepted, void *user) {
    const struct bm__ode *ode = it->ode;
    struct bm__step_memory *memory = &it->memory;
    struct bm__rosenbrock *step = &it->step;
    const uint32_t n = ode->n;
    double *const x = it->x;
    uint64_t tried = 0;
    memcpy(x, x_out, n * sizeof *x);
    int fresh = 0; /* the field and Jacobian in step belong to (t, x) */

    while (*t < t_end) {
        const double remaining = t_end - *t, smallest = bm__step_smallest(*t);
        if (remaining <= smallest) { /* too close to the end to step: nothing can have changed */
            *t = t_end;
            break;
        }
        if (!fresh) {
            ode->jacobian(ode->user, *t, x, step->f, step->jacobian, step->f_t);
            memory->evaluations++;
            fresh = 1;
            if (stopped(ode))
                return *ode->stopped;
        }
        if (memory->h <= 0.0)
            memory->h = bm__step_first(n, 1, x, step->f, it->scale, it->rtol, remaining);
        if (tried++ >= max_steps)
            return BM_EMAXSTEPS;
        if (!(memory->h > smallest))
            return BM_ESTEP;

        const struct bm__step_try choice = bm__step_choose(memory, remaining);
        const double h = choice.h, norm = step->take(step, ode, *t, x, h, it->scale) / it->rtol;
        if (stopped(ode))
            return *ode->stopped;
        const enum bm__step_verdict verdict = bm__step_judge(memory, choice, norm, *t);
        if (verdict == BM__STEP_HOPELESS)
            return BM_ENONFINITE;
        if (verdict == BM__STEP_REJECTED)
            continue;

        memcpy(it->x_begin, x, n * sizeof *x);
        it->t = *t;
        it->step_h = h;
        double t_next = h == remaining ? t_end : *t + h;
        double theta = 1.0;
        uint32_t which = 0;
        int crossing = it->n_thresholds && find_crossing(it, &theta, &which);
        if (crossing && theta < 1.0) {
            t_next = *t + theta * h;
            bm__integrator_prepare_dense(it);
            bm__integrator_read(it, t_next, x);
        } else {
            memcpy(x, step->y, n * sizeof *x);
        }
        const double t_step = t_next;
        const int cut = it->cuts && it->cuts(user, *t, &t_next, x);
        if (t_next < t_step) {
            crossing = 0;
            bm__integrator_prepare_dense(it);
            bm__integrator_read(it, t_next, x);
        }
        if (crossing) {
            memory->crossings++;
            memory->above ^= 1u << which;
            if (it->crossed)
                it->crossed(ode->user, which, (memory->above >> which & 1u) != 0);
        }
        *t = t_next;
        memcpy(x_out, x, n * sizeof *x);
        fresh = 0;
        if (accepted && accepted(user, it->t, t_next))
            return BM_ECANCELLED;
        if (cut)
            break;
    }
    return BM_OK;
}

void bm__integrator_prepare_dense(struct bm__integrator *it) {
    it->step.prepare(&it->step);
}

void bm__integrator_read(const struct bm__integrator *it, double time, double *x) {
    it->step.read(&it->step, it->x_begin, (time - it->t) / it->step_h, x);
}
