/* SPDX-License-Identifier: Apache-2.0 */
/* The loop over steps: how long each is, what is accepted, and where it is cut for a crossing or an event. */
#include "solver/integrator.h"

#include "base/invariant.h"

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

/* Is the state on the level? Then the side was decided when it was crossed. */
static int lies_on(double x, double level) {
    return fabs(x - level) <= 1e-12 * fabs(level);
}

void bm__integrator_restart(struct bm__integrator *it, const double *x) {
    bm__step_restart(&it->memory);
    for (uint32_t i = 0; i < it->n_thresholds; i++) {
        const double x_i = x[it->thresholds[i].state], level = it->thresholds[i].level;
        if (lies_on(x_i, level))
            continue;
        const uint32_t bit = 1u << i, above = x_i > level ? bit : 0u;
        if ((it->memory.above & bit) != above) {
            it->memory.above ^= bit;
            if (it->crossed)
                it->crossed(it->ode->user, i, above != 0);
        }
    }
}

/* A state within the step just taken, by its dense output, seen from a level that it may cross. */
struct approach {
    double level, side; /* +1 when the state was above the level, -1 below */
    double begin, end;  /* the state at both ends of the step */
    double d[3];
};

/* How far the state is from the level at theta of the step; negative beyond it. */
BM__INLINE double distance(const struct approach *a, double theta) {
    const double rest = 1.0 - theta;
    const double x = rest * a->begin + theta * (a->end + rest * (a->d[0] + theta * (a->d[1] + theta * a->d[2])));
    return a->side * (x - a->level);
}

/* Narrows a crossing down by regula falsi (Illinois) between low, still on this side, and *high, beyond; to *high. */
static void narrow(const struct approach *a, double low, double at_low, double *high, double at_high) {
    for (int k = 0; k < 60 && *high - low > 1e-13; k++) {
        double middle = low + (*high - low) * (at_low / (at_low - at_high));
        if (!(middle > low && middle < *high))
            middle = 0.5 * (low + *high);
        const double at_middle = distance(a, middle);
        if (at_middle < 0.0) {
            *high = middle;
            at_high = at_middle;
            at_low *= 0.5;
        } else {
            low = middle;
            at_low = at_middle;
            at_high *= 0.5;
        }
    }
}

/* The first crossing within the step just taken: its position theta and threshold, or 0 if there is none. */
static int find_crossing(struct bm__integrator *it, double *theta, uint32_t *which) {
    enum { PARTS = 8 }; /* looked at one by one, for a level that is crossed and crossed back */
    int found = 0;
    for (uint32_t i = 0; i < it->n_thresholds; i++) {
        const uint32_t s = it->thresholds[i].state;
        struct approach a = {
            .level = it->thresholds[i].level,
            .side = (it->memory.above >> i & 1u) ? 1.0 : -1.0,
            .begin = it->x_begin[s],
            .end = it->step.y[s],
        };
        /* A step that begins on the level and ends on its side has not crossed it: what the dense output says in
         * between may be its error, and a cut there would be followed by the next one, without end. */
        if (lies_on(a.begin, a.level) && a.side * (a.end - a.level) > 0.0)
            continue;
        bm__rosenbrock_dense_of(&it->step, s, a.d);
        /* |y(theta) - chord| <= (|d1| + |d2| + |d3|)/4: mostly that is enough to see that nothing is crossed */
        if (fmin(a.side * (a.begin - a.level), a.side * (a.end - a.level)) >
            0.25 * (fabs(a.d[0]) + fabs(a.d[1]) + fabs(a.d[2])))
            continue;
        double low = 0.0, high = 0.0, at_low = fmax(a.side * (a.begin - a.level), 0.0), at_high = 0.0;
        uint32_t part = 1;
        for (; part <= PARTS; part++) {
            high = (double)part / PARTS;
            at_high = distance(&a, high);
            if (at_high < 0.0)
                break;
            low = high;
            at_low = at_high;
        }
        if (part > PARTS || (found && low >= *theta))
            continue;
        narrow(&a, low, at_low, &high, at_high);
        if (!found || high < *theta) {
            *theta = high;
            *which = i;
            found = 1;
        }
    }
    return found;
}

/* Moves x into the step just taken, which is cut there. */
static void cut_at(struct bm__integrator *it, double time, double *x) {
    bm__integrator_prepare_dense(it);
    bm__integrator_read(it, time, x);
}

/* Where the step just taken ends: at *t_next, or earlier at a crossing or where `cuts` cuts it. Moves *t_next and x
 * there, and returns whether the stretch ends with the step. */
static int end_step(struct bm__integrator *it, double *t_next, double *x, void *user) {
    struct bm__step_memory *memory = &it->memory;
    double theta = 1.0;
    uint32_t which = 0;
    int crossing = it->n_thresholds && find_crossing(it, &theta, &which);
    if (crossing && theta < 1.0) {
        *t_next = it->t + theta * it->step_h;
        cut_at(it, *t_next, x);
    } else {
        memcpy(x, it->step.y, it->ode->n * sizeof *x);
    }
    const double t_step = *t_next;
    const int cut = it->cuts && it->cuts(user, it->t, t_next, x);
    if (*t_next < t_step) {
        crossing = 0; /* it comes later, in another step */
        cut_at(it, *t_next, x);
    }
    if (crossing) {
        memory->crossings++;
        memory->above ^= 1u << which;
        if (it->crossed)
            it->crossed(it->ode->user, which, (memory->above >> which & 1u) != 0);
    }
    return cut;
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
    if (NEVER(n > step->stride || step->stride - n > 3)) /* the system was laid out anew, the memory was not */
        return BM__BROKEN;
    if (NEVER(!it->scale || it->n_thresholds > BM__MAX_THRESHOLDS))
        return BM__BROKEN;
    step->order = bm__order_for(it->rtol);
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
        if (bm__step_is_first(memory, *t))
            memory->h = bm__step_first(n, 1, x, step->f, it->scale, it->rtol, remaining);
        if (tried++ >= max_steps)
            return BM_EMAXSTEPS;
        if (!(memory->h > smallest))
            return BM_ESTEP;

        const struct bm__step_try choice = bm__step_choose(memory, remaining);
        const double h = choice.h, error = step->take(step, ode, *t, x, h, it->scale);
        if (stopped(ode))
            return *ode->stopped;
        const enum bm__step_verdict verdict = bm__step_judge(memory, choice, error, it->rtol, *t);
        if (verdict == BM__STEP_HOPELESS)
            return BM_ENONFINITE;
        if (verdict == BM__STEP_REJECTED)
            continue;

        memcpy(it->x_begin, x, n * sizeof *x);
        it->t = *t;
        it->step_h = h;
        const double t_chosen = h == remaining ? t_end : *t + h;
        double t_next = t_chosen;
        const int cut = end_step(it, &t_next, x, user);
        if (NEVER(!(t_next >= *t && t_next <= t_chosen))) /* `cuts` went outside of the step */
            return BM__BROKEN;
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
