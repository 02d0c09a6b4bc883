/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A simulation comes into being, is copied, gets agents and hooks, and begins: the constants, and the state in balance.
 * What is prescribed stands in courses.c, what happens while time passes in journey.c.
 */
#include "simulation/simulation.h"

#include "base/invariant.h"

static const struct bm__threshold thresholds[] = {{BM__X_BCL2, BM__RUNX2_THRESHOLD}};

static void crossed(void *user, uint32_t threshold, int above) {
    struct bm__organism *organism = user;
    (void)threshold;
    organism->runx2_switched = above ? -1 : 0;
}

void bm__simulation_connect(struct bm__simulation *sim) {
    sim->organism.ode.row = sim->organism.row;
    sim->organism.ode.column = sim->organism.column;
    sim->organism.ode.user = &sim->organism;
    sim->integrator.ode = &sim->organism.ode;
    sim->integrator.thresholds = thresholds;
    const uint32_t smooth = sim->organism.full && sim->organism.e.smoothing_runx2 > 0.0;
    sim->integrator.n_thresholds = smooth ? 0 : BM__COUNT(thresholds);
    sim->integrator.crossed = crossed;
}

bm_status bm__simulation_create(struct bm__simulation *sim, uint32_t full, const bm_allocator *allocator, double rtol,
                                uint64_t max_steps) {
    *sim = (struct bm__simulation){.allocator = allocator, .rtol = rtol, .max_steps = max_steps, .next_id = 1};
    bm__parameter_defaults(sim->parameters);
    for (uint32_t i = 0; i < BM__N_STATES; i++)
        sim->initial[i] = bm__state_row(i)->value;
    const int fits = bm__organism_lay_out(&sim->organism, full, 0);
    if (NEVER(!fits)) /* the body alone does */
        return BM__BROKEN;
    const bm_status status = bm__integrator_create(&sim->integrator, &sim->organism.ode, allocator);
    bm__simulation_connect(sim);
    return status;
}

void bm__simulation_destroy(struct bm__simulation *sim) {
    bm__integrator_destroy(&sim->integrator, sim->allocator);
    bm__release(sim->allocator, sim->courses);
    bm__release(sim->allocator, sim->decisions);
    sim->courses = NULL;
    bm__hooks_destroy(sim->hooks, sim->allocator);
    sim->hooks = NULL;
    sim->decisions = NULL;
}

/* A copy of n elements, NULL when there are none; without memory for it *status is BM_ENOMEM. */
static void *copy_of(const void *from, size_t n, size_t size, const bm_allocator *allocator, bm_status *status) {
    if (n == 0 || *status != BM_OK)
        return NULL;
    void *copy = bm__allocate(allocator, n, size);
    if (copy)
        memcpy(copy, from, n * size);
    else
        *status = BM_ENOMEM;
    return copy;
}

bm_status bm__simulation_copy(struct bm__simulation *to, const struct bm__simulation *from) {
    *to = *from;
    to->courses = NULL;
    to->decisions = NULL;
    to->hooks = NULL;
    to->courses_capacity = from->n_courses;
    to->integrator = to->integrator_before = (struct bm__integrator){0};
    to->underway = to->n_proposed = 0;
    bm_status status = BM_OK;
    to->courses = copy_of(from->courses, from->n_courses, sizeof *to->courses, to->allocator, &status);
    to->decisions = copy_of(from->decisions, from->n_decisions, sizeof *to->decisions, to->allocator, &status);
    if (status == BM_OK && from->hooks)
        status = bm__hooks_copy(&to->hooks, from->hooks, &to->organism, to->allocator);
    if (status == BM_OK && from->integrator.block)
        status = bm__integrator_create(&to->integrator, &from->organism.ode, to->allocator);
    if (status != BM_OK) {
        bm__simulation_destroy(to);
        return status;
    }
    bm__simulation_connect(to);
    return BM_OK;
}

bm_status bm__simulation_reserve(struct bm__simulation *sim, uint32_t capacity) {
    if (capacity <= sim->courses_capacity)
        return BM_OK;
    struct bm__course *courses = bm__allocate(sim->allocator, capacity, sizeof *courses);
    if (!courses)
        return BM_ENOMEM;
    if (sim->courses_capacity > 0)
        memcpy(courses, sim->courses, sim->courses_capacity * sizeof *courses);
    bm__release(sim->allocator, sim->courses);
    sim->courses = courses;
    sim->courses_capacity = capacity;
    return BM_OK;
}

bm_status bm__simulation_assign(struct bm__simulation *sim, const struct bm__simulation *from) {
    /* what is kept must be a copy of what from has, and memory for the same layout */
    if (NEVER(sim->n_decisions != from->n_decisions || bm__hooks_count(sim->hooks) != bm__hooks_count(from->hooks)))
        return BM__BROKEN;
    if (NEVER(sim->integrator.block && sim->active != from->active))
        return BM__BROKEN;
    if (bm__simulation_reserve(sim, from->n_courses) != BM_OK)
        return BM_ENOMEM;
    struct bm__course *const courses = sim->courses;
    const uint32_t capacity = sim->courses_capacity;
    const struct bm__integrator integrator = sim->integrator;
    struct bm__decision *const decisions = sim->decisions;
    struct bm__hooks *const hooks = sim->hooks;
    *sim = *from;
    sim->hooks = hooks;
    if (hooks)
        bm__hooks_place(hooks, &sim->organism);
    sim->decisions = decisions;
    sim->courses = courses;
    sim->courses_capacity = capacity;
    sim->integrator = integrator;
    if (from->n_courses > 0)
        memcpy(courses, from->courses, from->n_courses * sizeof *courses);
    bm__simulation_connect(sim);
    return BM_OK;
}

void bm__simulation_leave_integrator(struct bm__simulation *sim) {
    bm__integrator_destroy(&sim->integrator, sim->allocator);
}

/* Copies a value per state from one layout to another; states that were not there get 0. */
static void remap(const struct bm__organism *from, const struct bm__organism *to, double *values) {
    double old[BM__MAX_STATES];
    memcpy(old, values, sizeof old);
    memset(values + to->n_body, 0, (BM__MAX_STATES - to->n_body) * sizeof *values);
    for (uint32_t a = 0; a < BM__MAX_AGENTS; a++)
        if (from->first_state[a] && to->first_state[a])
            memcpy(values + to->first_state[a], old + from->first_state[a], to->agent[a]->n_states * sizeof *values);
}

uint32_t bm__state_place(const struct bm__simulation *sim, uint32_t i) {
    uint32_t own;
    const uint32_t agent = bm__agent_of_state(i, &own);
    if (agent == BM__N_AGENTS)
        return i;
    return sim->organism.first_state[agent] ? sim->organism.first_state[agent] + own : BM__MAX_STATES;
}

bm_status bm__simulation_activate(struct bm__simulation *sim, uint64_t more) {
    if ((sim->active | more) == sim->active)
        return BM_OK;
    struct bm__organism organism = sim->organism;
    const int fits = bm__organism_lay_out(&organism, organism.full, sim->active | more);
    if (NEVER(!fits)) /* hooks came only where all fit */
        return BM__BROKEN;
    if (sim->integrator.block) {
        struct bm__integrator integrator;
        if (bm__integrator_create(&integrator, &organism.ode, sim->allocator) != BM_OK)
            return BM_ENOMEM;
        if (sim->underway && !sim->integrator_before.block)
            sim->integrator_before = sim->integrator;
        else
            bm__integrator_destroy(&sim->integrator, sim->allocator);
        sim->integrator = integrator;
    }
    remap(&sim->organism, &organism, sim->now.x);
    remap(&sim->organism, &organism, sim->now.scale);
    sim->organism = organism;
    sim->active |= more;
    bm__simulation_connect(sim);
    bm__hooks_scale(sim->hooks, &sim->organism, sim->now.scale);
    return BM_OK;
}

/* Is there room for every hook beside all agents that the model has? */
static int all_fit(const struct bm__simulation *sim) {
    struct bm__organism organism = sim->organism;
    uint64_t agents = 0;
    for (uint32_t a = 0; a < BM__MAX_AGENTS; a++)
        if (organism.agent[a] && (organism.full || organism.agent[a]->models != BM__IN_FULL))
            agents |= UINT64_C(1) << a;
    return bm__organism_lay_out(&organism, organism.full, agents);
}

bm_status bm__simulation_hook(struct bm__simulation *sim, const bm_hook *host, const uint16_t *targets,
                              const uint16_t *view, int active) {
    uint32_t number;
    bm_status status = bm__hooks_add(&sim->hooks, host, targets, view, &sim->organism, sim->allocator, &number);
    if (status != BM_OK)
        return status;
    if (!all_fit(sim))
        status = BM_ERANGE;
    else if (active)
        status = bm__simulation_activate(sim, UINT64_C(1) << number);
    if (status != BM_OK) {
        bm__hooks_drop(sim->hooks, &sim->organism, sim->allocator);
        return status;
    }
    sim->hooks->hook[number - BM__N_AGENTS]->late = sim->prepared;
    return BM_OK;
}

/* The time when the run to day 0 begins: the end of the years in balance, or the first intervention before it. */
static double history_begins(const struct bm__simulation *sim) {
    double begin_d = fmin(0.0, (sim->organism.e.history_from_age - sim->person.age_years) * BM__DAYS_PER_YEAR);
    for (uint32_t i = 0; i < sim->n_courses; i++)
        begin_d = fmin(begin_d, sim->courses[i].start_d);
    return begin_d;
}

void bm__simulation_balance(struct bm__simulation *sim, double time_d) {
    struct bm__moment *now = &sim->now;
    *now = (struct bm__moment){.time_d = time_d};
    for (uint32_t i = 0; i < BM__N_CORE_STATES; i++) {
        now->x[i] = sim->initial[i];
        now->scale[i] = bm__state_row(i)->kind == BM__STATE_BOOKS ? 0.0 : fabs(bm__state_row(i)->value);
    }
    if (sim->organism.full) {
        if (sim->person.gfr_l_h > 0.0)
            now->x[BM__X_GFR] = sim->person.gfr_l_h;
        bm__extension_balance(&sim->organism.e, &sim->organism.k, time_d * BM__HOURS_PER_DAY, now->x);
        for (uint32_t i = BM__N_CORE_STATES; i < BM__N_BODY_STATES; i++)
            now->scale[i] = bm__body_state_row(i)->value;
    }
    for (uint32_t a = 0; a < BM__N_AGENTS; a++) {
        const uint32_t first = sim->organism.first_state[a], row = bm__agent_first_state(a);
        for (uint32_t i = 0; first && row + i < BM__N_STATES && i < bm__agents[a]->n_states; i++) {
            now->x[first + i] = sim->initial[row + i];
            now->scale[first + i] = bm__state_row(row + i)->kind == BM__STATE_BOOKS ? 0.0 : sim->initial[row + i];
        }
    }
}

bm_status bm__simulation_derive(struct bm__simulation *sim, const char **bad) {
    *bad = bm__core_derive(sim->parameters, sim->initial, &sim->organism.k);
    if (*bad)
        return BM_ECONFLICT;
    memcpy(sim->organism.p, sim->parameters + BM__N_CORE_PARAMETERS, sim->organism.n_values * sizeof *sim->parameters);
    bm__simulation_refresh(sim);
    bm__simulation_connect(sim);
    return BM_OK;
}

bm_status bm__simulation_begin(struct bm__simulation *sim, const char **bad) {
    const bm_status status = bm__simulation_derive(sim, bad);
    if (status != BM_OK)
        return status;
    bm__simulation_balance(sim, sim->organism.full ? history_begins(sim) : 0.0);
    bm__hooks_begin(sim->hooks, &sim->organism, sim->now.scale);
    sim->organism.runx2_switched = 0;
    return BM_OK;
}

void bm__simulation_day_0(struct bm__simulation *sim) {
    sim->now.x[BM__X_UCA] = sim->initial[BM__X_UCA]; /* the books are kept from day 0 */
    if (sim->organism.full)
        bm__fracture_books(sim->now.x);
    memcpy(sim->x_day_0, sim->now.x, sim->organism.n_body * sizeof *sim->x_day_0);
    if (sim->organism.full)
        bm__simulation_levels(sim, 0.0, sim->now.x, &sim->levels_day_0);
    sim->prepared = 1;
}

void bm__simulation_refresh(struct bm__simulation *sim) {
    if (sim->organism.full)
        bm__extension_derive(bm__extension_parameters(sim), &sim->person, &sim->organism.k, &sim->organism.e);
}

void bm__simulation_levels(const struct bm__simulation *sim, double time_d, const double *x,
                           struct bm__body_levels *levels) {
    bm__organism_levels(&sim->organism, time_d * BM__HOURS_PER_DAY, x, sim->now.rate, levels);
}
