/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Members in lanes, side by side. All lanes take a step at once, each of its own length; what decides about a step, an
 * event or a visit is done lane by lane, with the same functions as for a patient alone, so that a member's numbers do
 * not depend on her neighbours.
 *
 * A member's simulation (her slot's) keeps her constants and courses; while she is under way, her state lives in the
 * lanes. It is written to the lanes when a stretch between events begins, and read back at the event.
 */
#include "cohort/lane_driver.h"

#include "base/invariant.h"
#include "base/processor.h"

/* ---- the builds of the lanes ---- */

/* width, and whether this processor has the vectors; widest first */
#if defined(BM__HAVE_AVX512)
#define BM__WIDE_LANES(X)                                                                                              \
    X(8,                                                                                                               \
      __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))   \
    X(4, __builtin_cpu_supports("avx2"))
#elif defined(BM__HAVE_AVX2)
#define BM__WIDE_LANES(X) X(4, __builtin_cpu_supports("avx2"))
#else
#define BM__WIDE_LANES(X)
#endif
#if BM__VECTORS
#define BM__LANE_BUILDS(X) BM__WIDE_LANES(X) X(2, 1)
#else
#define BM__LANE_BUILDS(X)
#endif

#define BM__ROW(width, runs_here) bm__lanes_create_fn bm__lanes_create_x##width;
BM__LANE_BUILDS(BM__ROW)
#undef BM__ROW

/* Makes lanes of this width; NULL when there are none of it here. */
static bm__lanes_create_fn *create_lanes(uint32_t width) {
    (void)width; /* where there are no vectors */
#define BM__ROW(lanes, runs_here)                                                                                      \
    if (width == (lanes) && (runs_here))                                                                               \
        return bm__lanes_create_x##lanes;
    BM__LANE_BUILDS(BM__ROW)
#undef BM__ROW
    return NULL;
}

uint32_t bm__lanes_width(uint32_t width) {
    while (width > 1 && !create_lanes(width))
        width /= 2;
    return width;
}

/* ---- what the driver knows of its lanes ---- */

/* A lane: the member in it, and how far she has come. */
struct lane_state {
    struct bm__current_member current;
    int in_history;     /* on her way to day 0; then to the end of the call */
    int field_is_known; /* the last step was rejected, so what was evaluated at its beginning still holds */
    int at_event;       /* has reached stop_h */
    double t_h, stop_h; /* now, and when the stretch to the next event ends */
    struct bm__step_try step;
    struct bm__journey journey;
};

struct driver {
    struct bm__run *run;
    struct bm__lanes *lanes;
    uint64_t active;    /* agents that the lanes are laid out for */
    uint32_t accepted;  /* bit l: the step just taken moves lane l */
    int dense_is_ready; /* of the step just taken, in all lanes */
    struct lane_state state[BM__MAX_LANES];
};

static struct bm__simulation *simulation_of(const struct driver *driver, uint32_t lane) {
    return driver->state[lane].current.slot.sim;
}

/* ---- values into a lane, and out of it ---- */

enum {
    N_CORE_CONSTANTS = sizeof(struct bm__core_constants) / sizeof(bm__real),
    N_EXTENSION_CONSTANTS = sizeof(struct bm__extension_constants) / sizeof(bm__real),
};

static void write_values(double *to, const double *from, uint32_t n, uint32_t width, uint32_t lane) {
    for (uint32_t i = 0; i < n; i++)
        to[i * width + lane] = from[i];
}

/* The lanes have the states of every agent that takes part in any of them; a member's own are among them. */
static void write_states(const struct bm__lanes *lanes, uint32_t lane, const struct bm__organism *organism, double *to,
                         const double *from) {
    write_values(to, from, BM__N_BODY_STATES, lanes->width, lane);
    for (uint32_t i = 0; i < lanes->n_active; i++) {
        const uint32_t a = lanes->active[i], first = organism->first_state[a];
        for (uint32_t k = 0; k < bm__agents[a]->n_states; k++)
            to[(lanes->first_state[a] + k) * lanes->width + lane] = first ? from[first + k] : 0.0;
    }
}

/* Back, from values that stand `width` apart beginning with those of `lane`. */
static void read_states(const struct bm__lanes *lanes, uint32_t width, uint32_t lane,
                        const struct bm__organism *organism, double *to, const double *from) {
    for (uint32_t i = 0; i < BM__N_BODY_STATES; i++)
        to[i] = from[i * width + lane];
    for (uint32_t i = 0; i < organism->n_active; i++) {
        const uint32_t a = organism->active[i];
        for (uint32_t k = 0; k < bm__agents[a]->n_states; k++)
            to[organism->first_state[a] + k] = from[(lanes->first_state[a] + k) * width + lane];
    }
}

/* What stays while the member is under way. */
static void write_constants(const struct driver *driver, uint32_t lane) {
    const struct bm__lanes *lanes = driver->lanes;
    const struct bm__organism *organism = &simulation_of(driver, lane)->organism;
    write_values(lanes->constants, (const double *)&organism->k, N_CORE_CONSTANTS, lanes->width, lane);
    write_values(lanes->extension, (const double *)&organism->e, N_EXTENSION_CONSTANTS, lanes->width, lane);
    write_values(lanes->values, organism->p, organism->n_values, lanes->width, lane);
}

/* What a stretch begins with. */
static void write_moment(const struct driver *driver, uint32_t lane) {
    const struct bm__lanes *lanes = driver->lanes;
    const struct bm__simulation *sim = simulation_of(driver, lane);
    write_values(lanes->rates, &sim->organism.rate[0][0], BM__N_AGENTS * BM__MAX_RATES, lanes->width, lane);
    write_states(lanes, lane, &sim->organism, lanes->x, sim->now.x);
    write_states(lanes, lane, &sim->organism, lanes->scale, sim->now.scale);
    lanes->counting[lane] = sim->organism.counting;
    lanes->t_h[lane] = driver->state[lane].t_h;
}

/*
 * Lays the lanes out anew when the member of `lane` has been given an agent that none of them had; nothing of hers is
 * in that lane yet. Constants stay. Which agents the layout has changes no number: states that are 0 and push on
 * nothing add 0 everywhere.
 */
static bm_status include_agents(struct driver *driver, uint32_t lane) {
    struct bm__lanes *lanes = driver->lanes;
    const uint64_t active = driver->active | simulation_of(driver, lane)->active;
    if (active == driver->active)
        return BM_OK;
    for (uint32_t l = 0; l < lanes->width; l++)
        if (l != lane && driver->state[l].current.occupied) {
            struct bm__simulation *sim = simulation_of(driver, l);
            read_states(lanes, lanes->width, l, &sim->organism, sim->now.x, lanes->x);
        }
    driver->active = active;
    const bm_status status = lanes->lay_out(lanes, active, simulation_of(driver, lane)->rtol);
    for (uint32_t l = 0; l < lanes->width && status == BM_OK; l++)
        if (l != lane && driver->state[l].current.occupied)
            write_moment(driver, l);
    return status;
}

/* ---- from event to event ---- */

/* Starts the member's journey to day 0, or to the end of the call. */
static bm_status start_journey(struct lane_state *state) {
    const struct bm__current_member *current = &state->current;
    const struct bm__watch *watch = state->in_history ? &current->history_watch : &current->watch;
    return bm__journey_begin(&state->journey, current->slot.sim, state->in_history ? 0.0 : current->run->end_d, watch);
}

/* Lets happen what is due now and begins the stretch to the next event. Returns 1 when that needs steps, 0 at the end
 * of the journey, or, negative, the status that it ends with. */
static int start_stretch(struct driver *driver, uint32_t lane) {
    struct lane_state *state = &driver->state[lane];
    struct bm__simulation *sim = state->current.slot.sim;
    for (;;) {
        const int more = bm__journey_depart(&state->journey);
        if (more <= 0)
            return more;
        const bm_status status = include_agents(driver, lane);
        if (status != BM_OK)
            return status;
        state->t_h = sim->now.time_d * BM__HOURS_PER_DAY;
        state->stop_h = state->journey.stop_d * BM__HOURS_PER_DAY;
        state->field_is_known = 0;
        if (state->journey.changed)
            bm__step_restart(&sim->now.steps);
        if (state->stop_h - state->t_h > bm__step_smallest(state->t_h)) {
            write_moment(driver, lane);
            return 1;
        }
        sim->now.time_d = state->journey.stop_d; /* too close to step: nothing can have changed */
    }
}

/* Continues the journey of a member at an event, until she needs steps or has left her slot. At day 0 her history may
 * be gone through once more (bm__day0_arrive()); then she goes on to the end of the call. */
static void continue_journey(struct driver *driver, uint32_t lane) {
    struct lane_state *state = &driver->state[lane];
    struct bm__current_member *current = &state->current;
    const char *bad = NULL;
    state->at_event = 0;
    for (;;) {
        bm_status status = start_stretch(driver, lane);
        if (status > 0)
            return;
        bm__journey_end(&state->journey, status);
        if (status == BM_OK && !state->in_history) {
            bm__member_finish(current);
            return;
        }
        if (status == BM_OK)
            status = bm__day0_arrive(current->slot.day0, current->slot.sim, &state->in_history, &bad);
        if (status == BM_OK) {
            write_constants(driver, lane);
            status = start_journey(state);
        }
        if (status != BM_OK) {
            bm__member_fail(current, status, bad);
            return;
        }
    }
}

/* Puts the next member into an empty lane; 0 when there is none. She may have finished or failed when this returns. */
static int start_next_member(struct driver *driver, uint32_t lane) {
    struct lane_state *state = &driver->state[lane];
    struct bm__current_member *current = &state->current;
    const struct bm__member *member;
    if (!bm__member_take_next(current, &member))
        return 0;
    const char *bad = NULL;
    bm_status status = bm__member_begin(driver->run->cohort, current->number, member, &current->slot, &bad);
    state->in_history = !member;
    if (status == BM_OK && state->in_history)
        status = bm__day0_begin(current->slot.day0, current->slot.sim, &bad);
    if (status == BM_OK) {
        write_constants(driver, lane);
        status = start_journey(state);
    }
    if (status == BM_OK)
        continue_journey(driver, lane);
    else
        bm__member_fail(current, status, bad);
    return 1;
}

/* ---- steps ---- */

/* Chooses the step of a lane whose field is known; as bm__integrate() does. */
static bm_status choose_step(struct driver *driver, uint32_t lane) {
    const struct bm__lanes *lanes = driver->lanes;
    struct lane_state *state = &driver->state[lane];
    struct bm__simulation *sim = state->current.slot.sim;
    struct bm__step_memory *steps = &sim->now.steps;
    const double remaining = state->stop_h - state->t_h;
    if (NEVER(!(remaining > 0.0))) /* who stands at an event has left it before lanes step */
        return BM__BROKEN;
    steps->evaluations += !state->field_is_known;
    if (bm__step_is_first(steps, state->t_h))
        steps->h = bm__step_first(lanes->n, lanes->width, lanes->x + lane, lanes->f + lane, lanes->scale + lane,
                                  sim->rtol, remaining);
    if (bm__journey_steps_left(&state->journey, steps) == 0)
        return BM_EMAXSTEPS;
    if (!(steps->h > bm__step_smallest(state->t_h)))
        return BM_ESTEP;
    state->step = bm__step_choose(steps, remaining);
    lanes->h[lane] = state->step.h;
    return BM_OK;
}

/* The step that a lane has just taken, to be read in. */
struct step_taken {
    struct driver *driver;
    uint32_t lane;
};

/* All states of the lanes' layout at a time within the step. */
static void read_layout_at(const struct step_taken *taken, double t_h, double *all) {
    struct driver *driver = taken->driver;
    struct bm__lanes *lanes = driver->lanes;
    const struct lane_state *state = &driver->state[taken->lane];
    if (!driver->dense_is_ready)
        lanes->prepare_dense(lanes);
    driver->dense_is_ready = 1;
    lanes->read(lanes, taken->lane, (t_h - state->t_h) / state->step.h, all);
}

/* The member's own states there (bm__dense_fn). */
static void read_at(void *user, double t_h, double *x) {
    const struct step_taken *taken = user;
    const struct driver *driver = taken->driver;
    double all[BM__MAX_STATES];
    read_layout_at(taken, t_h, all);
    read_states(driver->lanes, 1, 0, &simulation_of(driver, taken->lane)->organism, x, all);
}

/* Reads the rows of the call that lie within the step, before t_h. Not 0: the call is cancelled. */
static int read_rows_before(struct step_taken *taken, double t_h) {
    struct lane_state *state = &taken->driver->state[taken->lane];
    const struct bm__watch *watch = &state->current.watch;
    for (size_t i; (i = bm__journey_read_before(&state->journey, t_h)) < watch->n_times;) {
        double x[BM__MAX_STATES];
        read_at(taken, watch->times_d[i] * BM__HOURS_PER_DAY, x);
        watch->read(watch->user, i, watch->times_d[i], x);
        if (bm__journey_poll(&state->journey, watch->times_d[i] * BM__HOURS_PER_DAY))
            return 1;
    }
    return 0;
}

/* Lets the lane move to t_h <= end_h within the step that ends at end_h, when all steps are finished. */
static void move_to(const struct step_taken *taken, double t_h, double end_h) {
    const struct bm__lanes *lanes = taken->driver->lanes;
    const uint32_t lane = taken->lane;
    if (t_h < end_h) {
        double all[BM__MAX_STATES];
        read_layout_at(taken, t_h, all);
        write_values(lanes->y, all, lanes->n, lanes->width, lane);
    }
    taken->driver->accepted |= 1u << lane;
    lanes->t_h[lane] = taken->driver->state[lane].t_h = t_h;
}

/* The member of a lane cannot go on. */
static void lose(struct driver *driver, uint32_t lane, bm_status status) {
    const struct bm__lanes *lanes = driver->lanes;
    struct bm__simulation *sim = simulation_of(driver, lane);
    double x[BM__MAX_STATES], f[BM__MAX_STATES], scale[BM__MAX_STATES];
    read_states(lanes, lanes->width, lane, &sim->organism, x, lanes->x);
    read_states(lanes, lanes->width, lane, &sim->organism, f, lanes->f);
    read_states(lanes, lanes->width, lane, &sim->organism, scale, lanes->scale);
    bm__simulation_lost(sim, driver->state[lane].t_h, x, f, scale);
    bm__member_fail(&driver->state[lane].current, status, NULL);
}

/* Accepts the step that a lane has taken or rejects it; an accepted one is cut where a level is crossed, read in, and
 * may have reached the event. */
static void finish_step(struct driver *driver, uint32_t lane) {
    const struct bm__lanes *lanes = driver->lanes;
    struct lane_state *state = &driver->state[lane];
    struct bm__current_member *current = &state->current;
    struct bm__simulation *sim = current->slot.sim;
    const enum bm__step_verdict verdict =
        bm__step_judge(&sim->now.steps, state->step, lanes->error[lane], sim->rtol, state->t_h);
    state->field_is_known = verdict != BM__STEP_ACCEPTED;
    if (verdict == BM__STEP_HOPELESS)
        lose(driver, lane, BM_ENONFINITE);
    if (verdict != BM__STEP_ACCEPTED)
        return;
    struct step_taken taken = {driver, lane};
    const double end_h = state->step.h == state->stop_h - state->t_h ? state->stop_h : state->t_h + state->step.h;
    double t_h = end_h;
    int arrived = end_h == state->stop_h;
    if (state->journey.levels) {
        double x[BM__MAX_STATES];
        read_states(lanes, lanes->width, lane, &sim->organism, x, lanes->y);
        arrived |= bm__journey_cross(&state->journey, state->t_h, &t_h, x, read_at, &taken);
    }
    if (NEVER(!(t_h > state->t_h && t_h <= end_h))) { /* a crossing outside of the step could not be read */
        bm__member_fail(current, BM__BROKEN, NULL);
        return;
    }
    int cancelled = !state->in_history && read_rows_before(&taken, t_h);
    move_to(&taken, t_h, end_h);
    cancelled = cancelled || bm__journey_poll(&state->journey, t_h);
    if (cancelled) {
        bm__member_fail(current, BM_ECANCELLED, NULL);
    } else if (arrived) {
        read_states(lanes, lanes->width, lane, &sim->organism, sim->now.x, lanes->y);
        sim->now.time_d = state->journey.stop_d;
        state->at_event = 1;
    }
}

/* Fills empty lanes; returns whether anybody is in any. */
static int fill_lanes(struct driver *driver) {
    int any = 0;
    for (uint32_t l = 0; l < driver->lanes->width; l++) {
        const int *occupied = &driver->state[l].current.occupied;
        while (!*occupied && start_next_member(driver, l))
            continue;
        any |= *occupied;
    }
    return any;
}

/* Lets the lanes step until all members are through, or the whole call has to stop: then all of it is undone, and the
 * lanes may have had no room to be laid out. */
static void drive(struct driver *driver) {
    struct bm__lanes *lanes = driver->lanes;
    struct lane_state *state = driver->state;
    while (fill_lanes(driver) && bm__shared_load(&driver->run->stopped) == BM_OK) {
        lanes->evaluate(lanes);
        for (uint32_t l = 0; l < lanes->width; l++) {
            const bm_status status = state[l].current.occupied ? choose_step(driver, l) : BM_OK;
            if (status == BM_ESTEP)
                lose(driver, l, status);
            else if (status != BM_OK)
                bm__member_fail(&state[l].current, status, NULL);
        }
        lanes->step(lanes);
        driver->dense_is_ready = 0;
        driver->accepted = 0;
        for (uint32_t l = 0; l < lanes->width; l++)
            if (state[l].current.occupied)
                finish_step(driver, l);
        lanes->accept(lanes, driver->accepted);
        for (uint32_t l = 0; l < lanes->width;
             l++) /* when all steps are finished, for the lanes may be laid out anew */
            if (state[l].current.occupied && state[l].at_event)
                continue_journey(driver, l);
    }
}

bm_status bm__members_advance_in_lanes(struct bm__run *run) {
    const struct bm__cohort *cohort = run->cohort;
    const struct bm__cohort_host *host = cohort->host;
    const size_t n_columns = run->reading->n_columns;
    struct driver driver = {.run = run, .active = cohort->profile.sim->active};
    uint32_t opened = 0;
    double *rows = bm__allocate(cohort->allocator, cohort->width * n_columns, sizeof *rows);
    driver.lanes = create_lanes(cohort->width)(cohort->allocator);
    bm_status status = rows && driver.lanes
                           ? driver.lanes->lay_out(driver.lanes, driver.active, cohort->profile.sim->rtol)
                           : BM_ENOMEM;
    if (status == BM_OK && NEVER(driver.lanes->width != cohort->width)) /* a build of the wrong width */
        status = BM__BROKEN;
    for (uint32_t l = 0; status == BM_OK && l < cohort->width; l++) {
        struct bm__current_member *current = &driver.state[l].current;
        bm__current_member_prepare(current, run, rows + l * n_columns);
        status = host->open(host->user, 0, &current->slot);
        opened += status == BM_OK;
    }
    if (status == BM_OK)
        drive(&driver);
    for (uint32_t l = 0; l < opened; l++)
        host->close(host->user, &driver.state[l].current.slot);
    if (driver.lanes)
        driver.lanes->destroy(driver.lanes);
    bm__release(cohort->allocator, rows);
    return status;
}
