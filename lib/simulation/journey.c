/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Time passes: from event to event, with visits of the decisions, doses, crossings and read-outs in the right order.
 * The steps between two events are taken by the integrator of the simulation, or in lanes by whoever drives the
 * journey.
 */
#include "simulation/simulation.h"

#include "base/invariant.h"

bm_status bm__simulation_add_decision(struct bm__simulation *sim, const struct bm__decision *decision) {
    if (NEVER(sim->n_decisions >= BM__MAX_DECISIONS)) /* a moment has sides for no more */
        return BM__BROKEN;
    struct bm__decision *decisions = bm__allocate(sim->allocator, sim->n_decisions + 1u, sizeof *decisions);
    if (!decisions)
        return BM_ENOMEM;
    if (sim->n_decisions > 0)
        memcpy(decisions, sim->decisions, sim->n_decisions * sizeof *decisions);
    bm__release(sim->allocator, sim->decisions);
    sim->decisions = decisions;
    decisions[sim->n_decisions++] = *decision;
    return BM_OK;
}

void bm__simulation_remove_decision(struct bm__simulation *sim, uint32_t decision) {
    if (NEVER(decision >= sim->n_decisions)) /* the number of those after it would wrap */
        return;
    const uint32_t after = --sim->n_decisions - decision;
    uint8_t *side = sim->now.side + decision;
    memmove(sim->decisions + decision, sim->decisions + decision + 1, after * sizeof *sim->decisions);
    memmove(side, side + 1, after);
    side[after] = 0;
}

/* When something happens next, after the present time. */
static double next_event(const struct bm__simulation *sim, int visits) {
    double next = bm__hooks_next_event(sim->hooks, &sim->organism, sim->now.time_d);
    for (uint32_t i = 0; i < sim->n_courses; i++)
        next = fmin(next, bm__course_next_after(&sim->courses[i], sim->now.time_d));
    for (uint32_t i = 0; visits && i < sim->n_decisions; i++)
        next = fmin(next, bm__course_next_after(&sim->decisions[i].calendar, sim->now.time_d));
    return next;
}

/* Does the decision wait for a crossing at this time? */
static int waits(const struct bm__decision *decision, double time_d) {
    return decision->crossing && time_d < decision->calendar.stop_d;
}

/* On which side of a decision's level a moment lies; on the level itself, where it was. */
static uint8_t side_at(const struct bm__simulation *sim, const struct bm__watch *watch, uint32_t decision,
                       double time_d, const double *x) {
    const double value = watch->level(watch->user, decision, time_d, x), level = sim->decisions[decision].level;
    return value < level ? BM_BELOW : value > level ? BM_ABOVE : sim->now.side[decision];
}

/* Holds the visits of now, in the order of the decisions. */
static int32_t hold_visits(struct bm__simulation *sim, const struct bm__watch *watch) {
    const double now_d = sim->now.time_d;
    int32_t status = 0;
    for (uint32_t i = 0; status >= 0 && i < sim->n_decisions; i++) {
        const struct bm__decision *decision = &sim->decisions[i];
        uint32_t crossing = 0;
        if (waits(decision, now_d)) {
            const uint8_t side = side_at(sim, watch, i, now_d, sim->now.x);
            if (sim->now.side[i] && side != sim->now.side[i])
                crossing = side & decision->crossing;
            sim->now.side[i] = side;
        }
        if (crossing || bm__course_doses_at(&decision->calendar, now_d))
            status = watch->visit(watch->user, i, crossing);
    }
    return status;
}

enum { STEPS_PER_POLL = 32 }; /* steps and rows that are read */

bm_status bm__journey_begin(struct bm__journey *journey, struct bm__simulation *sim, double end_d,
                            const struct bm__watch *watch) {
    const struct bm__step_memory *steps = &sim->now.steps;
    *journey = (struct bm__journey){.sim = sim, .watch = watch, .end_d = end_d};
    if (NEVER(sim->underway || end_d < sim->now.time_d)) /* to undo this one would not bring back what was before */
        return BM__BROKEN;
    if (NEVER(!sim->prepared && end_d > 0.0)) /* there is no day 0 to refer to */
        return BM__BROKEN;
    journey->tried = steps->steps + steps->rejected;
    journey->fresh = journey->tried == 0;
    for (uint32_t i = 0; watch->visit && i < sim->n_decisions; i++)
        journey->levels |= sim->decisions[i].crossing != 0;
    bm__simulation_clear_stop(sim);
    sim->lost.state = NULL;
    sim->before = sim->now;
    sim->active_before = sim->active;
    sim->n_courses_before = sim->n_courses;
    sim->next_id_before = sim->next_id;
    sim->underway = 1;
    sim->organism.runx2_switched = (steps->above & 1u) ? -1 : 0;
    sim->organism.counting = sim->now.time_d >= 0.0 ? -1 : 0; /* no journey goes through day 0 */
    return watch->poll && watch->poll(watch->user, sim->now.time_d) ? BM_ECANCELLED : BM_OK;
}

int bm__journey_depart(struct bm__journey *journey) {
    struct bm__simulation *sim = journey->sim;
    const struct bm__watch *watch = journey->watch;
    const double now_d = sim->now.time_d;
    for (; journey->next < watch->n_times && watch->times_d[journey->next] <= now_d; journey->next++)
        watch->read(watch->user, journey->next, watch->times_d[journey->next], sim->now.x); /* one, as they increase */
    if (bm__simulation_stopped(sim) != BM_OK)
        return bm__simulation_stopped(sim);
    if (now_d >= journey->end_d)
        return 0;
    int32_t held = watch->visit ? hold_visits(sim, watch) : 0;
    if (held >= 0)
        held = bm__simulation_stopped(sim);
    if (held < 0)
        return held;
    const int changed = bm__simulation_give_due(sim);
    if (changed < 0)
        return changed;
    journey->changed = changed || journey->fresh;
    journey->fresh = 0;
    journey->stop_d = fmin(next_event(sim, watch->visit != NULL), journey->end_d);
    if (NEVER(!(journey->stop_d > now_d))) /* an event that is not after now comes again and again */
        return BM__BROKEN;
    return 1;
}

void bm__journey_end(struct bm__journey *journey, bm_status status) {
    struct bm__simulation *sim = journey->sim;
    sim->underway = 0;
    if (NEVER(sim->n_proposed > 0)) /* each visit has accepted or withdrawn what it proposed */
        bm__simulation_withdraw(sim);
    if (status == BM_OK) {
        for (uint32_t i = 0; i < sim->n_courses; i++)
            bm__course_settle(&sim->courses[i]);
    } else {
        sim->now = sim->before;
        if (ALWAYS(sim->n_courses >= sim->n_courses_before)) /* none is ever removed */
            sim->n_courses = sim->n_courses_before;
        sim->next_id = sim->next_id_before;
        for (uint32_t i = 0; i < sim->n_courses; i++)
            bm__course_undo(&sim->courses[i]);
        if (sim->active != sim->active_before) {
            const struct bm__integrator later = sim->integrator;
            sim->integrator = sim->integrator_before;
            sim->integrator_before = later;
            sim->active = sim->active_before;
            bm__organism_lay_out(&sim->organism, sim->organism.full, sim->active);
            bm__simulation_connect(sim);
        }
    }
    bm__integrator_destroy(&sim->integrator_before, sim->allocator);
}

/* The step just taken. */
struct span {
    double t0_d, t1_d;
    const double *x1; /* the state at its end */
    bm__dense_fn dense;
    void *user;
};

/* The side at a time within the step. */
static uint8_t side_within(const struct bm__journey *journey, const struct span *span, uint32_t decision,
                           double time_d) {
    double x[BM__MAX_STATES];
    if (time_d < span->t1_d)
        span->dense(span->user, time_d * BM__HOURS_PER_DAY, x);
    return side_at(journey->sim, journey->watch, decision, time_d, time_d < span->t1_d ? x : span->x1);
}

/* Looks for the first crossing that a decision waits for: at the end of the step, and on each day in it where the
 * observable wanders. Returns the time just after it, or infinity; *side is where the observable is then, or at the
 * end. */
static double first_crossing(const struct bm__journey *journey, const struct span *span, uint32_t decision,
                             uint8_t *side) {
    static const double exactly_d = 1e-3;
    const int daily = (int)(journey->watch->wandering >> decision & 1u);
    double low, high = span->t0_d;
    int crossed;
    do {
        const uint8_t before = *side;
        low = high;
        high = daily ? fmin(floor(low) + 1.0, span->t1_d) : span->t1_d;
        *side = side_within(journey, span, decision, high);
        crossed = before && *side != before && (*side & journey->sim->decisions[decision].crossing);
    } while (!crossed && high < span->t1_d);
    if (!crossed)
        return HUGE_VAL;
    while (high - low > exactly_d) {
        const double middle = low + 0.5 * (high - low);
        *(side_within(journey, span, decision, middle) == *side ? &high : &low) = middle;
    }
    return high;
}

int bm__journey_cross(struct bm__journey *journey, double t0_h, double *t1_h, const double *x1, bm__dense_fn dense,
                      void *user) {
    const struct bm__watch *watch = journey->watch;
    struct bm__simulation *sim = journey->sim;
    const double t0_d = t0_h / BM__HOURS_PER_DAY, t1_d = *t1_h / BM__HOURS_PER_DAY;
    const struct span span = {t0_d, t1_d, x1, dense, user};
    uint8_t seen[BM__MAX_DECISIONS];
    double crossed_d[BM__MAX_DECISIONS], first_d = HUGE_VAL;
    if (!watch->visit || NEVER(!(t1_d >= t0_d))) /* nothing lies between them, and bisection would not end there */
        return 0;
    for (uint32_t i = 0; i < sim->n_decisions; i++) {
        seen[i] = sim->now.side[i];
        crossed_d[i] = waits(&sim->decisions[i], t0_d) ? first_crossing(journey, &span, i, &seen[i]) : HUGE_VAL;
        first_d = fmin(first_d, crossed_d[i]);
    }
    const int found = first_d <= t1_d;
    for (uint32_t i = 0; i < sim->n_decisions; i++) {
        if (!found) /* crossings that nobody waits for */
            sim->now.side[i] = seen[i];
        else if (crossed_d[i] == first_d) /* where she was just before */
            sim->now.side[i] = (BM_BELOW | BM_ABOVE) ^ seen[i];
    }
    if (first_d < t1_d) {
        *t1_h = first_d * BM__HOURS_PER_DAY;
        journey->stop_d = first_d;
    } else if (found && *t1_h < journey->stop_d * BM__HOURS_PER_DAY) {
        journey->stop_d = t1_d;
    }
    return found;
}

uint64_t bm__journey_steps_left(const struct bm__journey *journey, const struct bm__step_memory *steps) {
    const uint64_t taken = steps->steps + steps->rejected - journey->tried;
    if (NEVER(taken > journey->sim->max_steps)) /* the difference would wrap, and be all the steps in the world */
        return 0;
    return journey->sim->max_steps - taken;
}

size_t bm__journey_read_before(struct bm__journey *journey, double t_h) {
    const struct bm__watch *watch = journey->watch;
    const size_t i = journey->next;
    return i < watch->n_times && watch->times_d[i] * BM__HOURS_PER_DAY < t_h ? journey->next++ : watch->n_times;
}

int bm__journey_poll(struct bm__journey *journey, double t_h) {
    const double time_d = t_h / BM__HOURS_PER_DAY;
    if (++journey->steps < STEPS_PER_POLL || !journey->watch->poll || time_d >= journey->end_d) /* or has arrived */
        return 0;
    journey->steps = 0;
    return journey->watch->poll(journey->watch->user, time_d);
}

static void dense(void *user, double t_h, double *x) {
    struct bm__journey *journey = user;
    bm__integrator_prepare_dense(&journey->sim->integrator);
    bm__integrator_read(&journey->sim->integrator, t_h, x);
}

/* Goes with the integrator's accepted steps, before anything is read in them. */
static int cuts(void *user, double t0, double *t1, const double *x) {
    struct bm__journey *journey = user;
    return bm__journey_cross(journey, t0, t1, x, dense, journey);
}

/* Goes with the integrator's accepted steps. */
static int accepted(void *user, double t0, double t1) {
    struct bm__journey *journey = user;
    struct bm__integrator *integrator = &journey->sim->integrator;
    const struct bm__watch *watch = journey->watch;
    int prepared = 0;
    (void)t0;
    for (size_t i; (i = bm__journey_read_before(journey, t1)) < watch->n_times;) {
        double x[BM__MAX_STATES];
        if (!prepared)
            bm__integrator_prepare_dense(integrator);
        prepared = 1;
        bm__integrator_read(integrator, watch->times_d[i] * BM__HOURS_PER_DAY, x);
        watch->read(watch->user, i, watch->times_d[i], x);
        if (bm__journey_poll(journey, watch->times_d[i] * BM__HOURS_PER_DAY))
            return 1;
    }
    return bm__journey_poll(journey, t1);
}

/* A state's name; of a hook's states, the hook's. */
static const char *name_of(const struct bm__organism *o, uint32_t place) {
    if (place < o->n_body)
        return bm__body_state_row(place)->name;
    uint32_t i = 0;
    while (i + 1 < o->n_active && place >= o->first_state[o->active[i]] + o->agent[o->active[i]]->n_states)
        i++;
    const struct bm__agent *agent = o->agent[o->active[i]];
    return o->active[i] < BM__N_AGENTS ? agent->states[place - o->first_state[o->active[i]]].name : agent->name;
}

void bm__simulation_lost(struct bm__simulation *sim, double t_h, const double *x, const double *f,
                         const double *scale) {
    double fastest = 0.0;
    uint32_t which = 0;
    for (uint32_t i = 0; i < sim->organism.ode.n; i++) {
        const double speed = fabs(f[i]) / fmax(fmax(fabs(x[i]), scale[i]), DBL_MIN);
        if (!(speed <= fastest)) { /* or NaN */
            fastest = isnan(speed) ? HUGE_VAL : speed;
            which = i;
        }
    }
    sim->lost = (struct bm__lost){t_h / BM__HOURS_PER_DAY, x[which], name_of(&sim->organism, which)};
}

bm_status bm__simulation_advance(struct bm__simulation *sim, double time_d, const struct bm__watch *watch) {
    struct bm__moment *now = &sim->now;
    struct bm__integrator *integrator = &sim->integrator;
    struct bm__journey journey;
    bm_status status = bm__journey_begin(&journey, sim, time_d, watch);
    int more = 1;
    if (status == BM__BROKEN) /* it has not begun, so there is nothing to end */
        return status;
    while (status == BM_OK && (more = bm__journey_depart(&journey)) > 0) {
        /* a visit may have let agents take part, which makes the integrator anew */
        integrator->rtol = sim->rtol;
        integrator->memory = now->steps;
        integrator->scale = now->scale;
        integrator->cuts = journey.levels ? cuts : NULL;
        if (journey.changed)
            bm__integrator_restart(integrator, now->x);
        double t = now->time_d * BM__HOURS_PER_DAY;
        status = bm__integrate(integrator, &t, now->x, journey.stop_d * BM__HOURS_PER_DAY,
                               bm__journey_steps_left(&journey, &integrator->memory), accepted, &journey);
        if (status == BM_ENONFINITE || status == BM_ESTEP)
            bm__simulation_lost(sim, t, now->x, integrator->step.f, now->scale);
        now->time_d = journey.stop_d;
        now->steps = integrator->memory;
        const double stop_h = journey.stop_d * BM__HOURS_PER_DAY;
        if (status == BM_OK && NEVER(!(fabs(t - stop_h) <= 4.0 * DBL_EPSILON * fabs(stop_h))))
            status = BM__BROKEN; /* the state is not that of the time which is told */
    }
    if (more < 0)
        status = more;
    bm__journey_end(&journey, status);
    return status;
}
