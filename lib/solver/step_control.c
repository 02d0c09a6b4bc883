/* SPDX-License-Identifier: Apache-2.0 */
/* The usual control of an error per step: its root of the pair's order tells how much longer or shorter the next one
 * can be. */
#include "solver/step_control.h"

#include "base/invariant.h"
#include "base/real.h"
#include "solver/rosenbrock.h"

/* The next step is the one whose error would be SAFETY^order of the tolerance. */
static const double SAFETY = 0.9, MAX_GROWTH = 6.0, MAX_SHRINK = 0.1;

static double growth(double norm, uint32_t order) {
    return fmin(MAX_GROWTH, fmax(MAX_SHRINK, SAFETY * bm__pow(norm, -1.0 / order)));
}

double bm__step_smallest(double t) {
    return 1e-14 * fmax(fabs(t), 1e-6);
}

int bm__step_is_first(const struct bm__step_memory *memory, double t) {
    return memory->h <= 0.0 || (memory->restarted && !memory->rejected_last && memory->h <= bm__step_smallest(t));
}

double bm__step_first(uint32_t n, uint32_t stride, const double *x, const double *f, const double *scale, double rtol,
                      double remaining) {
    double fastest = 0.0;
    for (uint32_t i = 0; i < n * stride; i += stride)
        if (scale[i] > 0.0)
            fastest = fmax(fastest, fabs(f[i]) / fmax(fabs(x[i]), scale[i]));
    const double part = 0.1 * bm__pow(rtol, 1.0 / bm__order_for(rtol));
    return fastest > 0.0 ? fmin(part / fastest, remaining) : remaining;
}

struct bm__step_try bm__step_choose(const struct bm__step_memory *memory, double remaining) {
    const double h = memory->h;
    if (h >= 0.99 * remaining)
        return (struct bm__step_try){remaining, h > remaining};
    if (h > 0.5 * remaining)
        return (struct bm__step_try){0.5 * remaining, 1};
    return (struct bm__step_try){h, 0};
}

enum bm__step_verdict bm__step_judge(struct bm__step_memory *memory, struct bm__step_try step, double error,
                                     double rtol, double t) {
    const double norm = error / rtol;
    const uint32_t order = bm__order_for(rtol);
    if (NEVER(!(step.h > 0.0))) /* the next one would not be longer, and time would stand still */
        return BM__STEP_HOPELESS;
    memory->factorizations++;
    memory->evaluations += (order == 4 ? BM__STAGES_4 : BM__STAGES) - 1u; /* the first stage has the field at (t, x) */
    if (!(norm <= 1.0)) {
        memory->rejected++;
        memory->rejected_last = 1;
        memory->h = step.h * (isfinite(norm) ? growth(norm, order) : MAX_SHRINK);
        return isfinite(norm) || memory->h > bm__step_smallest(t) ? BM__STEP_REJECTED : BM__STEP_HOPELESS;
    }
    memory->steps++;
    const double longer = growth(norm, order);
    double h_next = step.h * (memory->rejected_last ? fmin(1.0, longer) : longer);
    if (step.truncated)
        h_next = fmax(h_next, memory->h);
    if (memory->restarted) {
        memory->h_restart = step.truncated ? fmax(memory->h, h_next) : h_next;
        memory->restarted = 0;
    }
    memory->rejected_last = 0;
    memory->h = h_next;
    return BM__STEP_ACCEPTED;
}

void bm__step_restart(struct bm__step_memory *memory) {
    memory->h = memory->h_restart;
    memory->rejected_last = 0;
    memory->restarted = 1;
}
