/* SPDX-License-Identifier: Apache-2.0 */
#include "interventions/simulation.h"

static const double extension_scale[] = {
#define BM__ROW(name, start, unit, description) (start) > 0.0 ? (start) : 1.0,
    BM__EXTENSION_STATES(BM__ROW)
#undef BM__ROW
};
static const struct bm__threshold thresholds[] = {{BM__X_BCL2, BM__RUNX2_THRESHOLD}};

static void crossed(void *user, uint32_t threshold, int above) {
    struct bm__organism *organism = user;
    (void)threshold;
    organism->runx2_switched = above ? -1 : 0;
}

/* Connects the integrator to the organism; both may have been laid out or moved. */
static void connect(struct bm__simulation *sim) {
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
    bm__organism_lay_out(&sim->organism, full, 0);
    const bm_status status = bm__integrator_create(&sim->integrator, &sim->organism.ode, allocator);
    connect(sim);
    return status;
}

void bm__simulation_destroy(struct bm__simulation *sim) {
    bm__integrator_destroy(&sim->integrator, sim->allocator);
    bm__release(sim->allocator, sim->courses);
    sim->courses = NULL;
    bm__hooks_destroy(sim->hooks, sim->allocator);
    sim->hooks = NULL;
}

bm_status bm__simulation_copy(struct bm__simulation *to, const struct bm__simulation *from) {
    *to = *from;
    to->courses = NULL;
    to->integrator = (struct bm__integrator){0};
    to->hooks = NULL;
    const bm_status hooks = from->hooks ? bm__hooks_copy(&to->hooks, from->hooks, &to->organism, to->allocator) : BM_OK;
    if (hooks != BM_OK)
        return hooks;
    if (from->n_courses > 0) {
        to->courses = bm__allocate(to->allocator, from->n_courses, sizeof *to->courses);
        if (!to->courses) {
            bm__simulation_destroy(to);
            return BM_ENOMEM;
        }
        memcpy(to->courses, from->courses, from->n_courses * sizeof *to->courses);
    }
    to->courses_capacity = from->n_courses;
    if (bm__integrator_create(&to->integrator, &from->organism.ode, to->allocator) != BM_OK) {
        bm__simulation_destroy(to);
        return BM_ENOMEM;
    }
    connect(to);
    return BM_OK;
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
    bm__organism_lay_out(&organism, organism.full, sim->active | more);
    struct bm__integrator integrator;
    if (bm__integrator_create(&integrator, &organism.ode, sim->allocator) != BM_OK)
        return BM_ENOMEM;
    bm__integrator_destroy(&sim->integrator, sim->allocator);
    remap(&sim->organism, &organism, sim->now.x);
    remap(&sim->organism, &organism, sim->now.scale);
    sim->organism = organism;
    sim->integrator = integrator;
    sim->active |= more;
    connect(sim);
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

/* The typical size of an agent's state: of a dose, or what its row says it can at most be. */
static double state_scale(const struct bm__value_row *row, double dose) {
    return row->kind == BM__STATE_BOOKS ? 0.0 : fmin(dose, row->maximum);
}

/* The time when the run to day 0 begins: the end of the years in balance, or the first intervention before it. */
static double history_begins(const struct bm__simulation *sim) {
    double begin_d = fmin(0.0, (sim->organism.e.history_from_age - sim->person.age_years) * BM__DAYS_PER_YEAR);
    for (uint32_t i = 0; i < sim->n_courses; i++)
        begin_d = fmin(begin_d, sim->courses[i].start_d);
    return begin_d;
}

/* The state in balance at time_d, before anything has been given. */
static void begin(struct bm__simulation *sim, double time_d) {
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
        memcpy(now->scale + BM__N_CORE_STATES, extension_scale, sizeof extension_scale);
    }
    for (uint32_t a = 0; a < BM__N_AGENTS; a++) {
        const uint32_t first = sim->organism.first_state[a], row = bm__agent_first_state(a);
        for (uint32_t i = 0; first && row + i < BM__N_STATES && i < bm__agents[a]->n_states; i++) {
            now->x[first + i] = sim->initial[row + i];
            now->scale[first + i] = bm__state_row(row + i)->kind == BM__STATE_BOOKS ? 0.0 : sim->initial[row + i];
        }
    }
    bm__hooks_begin(sim->hooks, &sim->organism, now->scale);
    sim->organism.runx2_switched = 0;
}

bm_status bm__simulation_prepare(struct bm__simulation *sim, const struct bm__watch *watch, const char **bad) {
    if (sim->prepared)
        return BM_OK;
    *bad = bm__core_derive(sim->parameters, sim->initial, &sim->organism.k);
    if (*bad)
        return BM_ECONFLICT;
    memcpy(sim->organism.p, sim->parameters + BM__N_CORE_PARAMETERS, sim->organism.n_values * sizeof *sim->parameters);
    double begin_d = 0.0;
    if (sim->organism.full) {
        bm__extension_derive(bm__extension_parameters(sim), &sim->person, &sim->organism.k, &sim->organism.e);
        begin_d = history_begins(sim);
    }
    connect(sim);
    begin(sim, begin_d);
    if (begin_d < 0.0) {
        const bm_status status = bm__simulation_advance(sim, 0.0, watch);
        if (status != BM_OK) {
            sim->now.time_d = 0.0;
            return status;
        }
    }
    sim->now.x[BM__X_UCA] = sim->initial[BM__X_UCA]; /* the books are kept from day 0 */
    if (sim->organism.full)
        bm__fracture_books(sim->now.x);
    memcpy(sim->x_day_0, sim->now.x, sim->organism.n_body * sizeof *sim->x_day_0);
    if (sim->organism.full)
        bm__simulation_levels(sim, 0.0, sim->now.x, &sim->levels_day_0);
    sim->prepared = 1;
    return BM_OK;
}

void bm__simulation_refresh(struct bm__simulation *sim) {
    bm__extension_derive(bm__extension_parameters(sim), &sim->person, &sim->organism.k, &sim->organism.e);
}

bm_status bm__simulation_append(struct bm__simulation *sim, const struct bm__course *course, uint64_t *id) {
    if (sim->n_courses == sim->courses_capacity) {
        const uint32_t capacity = sim->courses_capacity ? 2 * sim->courses_capacity : 4;
        struct bm__course *courses = bm__allocate(sim->allocator, capacity, sizeof *courses);
        if (!courses)
            return BM_ENOMEM;
        if (sim->n_courses > 0)
            memcpy(courses, sim->courses, sim->n_courses * sizeof *courses);
        bm__release(sim->allocator, sim->courses);
        sim->courses = courses;
        sim->courses_capacity = capacity;
    }
    struct bm__course *added = &sim->courses[sim->n_courses++];
    *added = *course;
    *id = added->id = sim->next_id++;
    return BM_OK;
}

bm_status bm__simulation_add(struct bm__simulation *sim, const struct bm__course *course, uint64_t *id) {
    const bm_status status = bm__simulation_append(sim, course, id);
    if (status != BM_OK || bm__simulation_activate(sim, UINT64_C(1) << course->agent) == BM_OK)
        return status;
    sim->n_courses--;
    sim->next_id--;
    return BM_ENOMEM;
}

/* What one dose or session adds to the agent's first states; returns how many. */
static uint32_t amounts(const struct bm__simulation *sim, const struct bm__course *course,
                        double amounts[BM__MAX_RATES]) {
    const struct bm__agent *agent = bm__agent_of(sim, course->agent);
    const double *p = bm__agent_parameters(sim, course->agent);
    if (agent->parts) {
        agent->parts(p, course->options, course->dose, amounts);
        return agent->n_rates;
    }
    amounts[0] = agent->amount ? agent->amount(p, course->options, course->dose) : course->dose;
    return 1;
}

void bm__simulation_rates(const struct bm__simulation *sim, uint32_t agent, double time_d,
                          double rates[BM__MAX_RATES]) {
    for (uint32_t i = 0; i < BM__MAX_RATES; i++)
        rates[i] = 0.0;
    for (uint32_t i = 0; i < sim->n_courses; i++) {
        const struct bm__course *course = &sim->courses[i];
        const double flow = course->agent == agent ? bm__course_flow_at(course, time_d) : 0.0;
        if (flow == 0.0)
            continue;
        double parts[BM__MAX_RATES];
        const uint32_t n = amounts(sim, course, parts);
        const double per_h = course->averaged ? 1.0 / (course->every_d * BM__HOURS_PER_DAY) : 1.0;
        for (uint32_t k = 0; k < n; k++)
            rates[k] += flow * parts[k] * per_h;
        rates[0] -= flow * sim->person.habits[bm__agent_of(sim, agent)->replaces];
    }
}

double bm__simulation_doses_given(const struct bm__simulation *sim, uint32_t agent, double time_d) {
    double doses = 0.0;
    for (uint32_t i = 0; i < sim->n_courses; i++)
        if (sim->courses[i].agent == agent)
            doses += bm__course_doses_before(&sim->courses[i], time_d);
    return doses;
}

/* Doses that an agent's states will have to carry: the largest of them. */
static void expect(struct bm__simulation *sim, uint32_t agent, const double *sizes, uint32_t n) {
    const uint32_t first = sim->organism.first_state[agent];
    double size = 0.0;
    for (uint32_t i = 0; i < n; i++)
        size = fmax(size, sizes[i]);
    const struct bm__agent *it = bm__agent_of(sim, agent);
    for (uint32_t i = 0; i < it->n_states; i++)
        sim->now.scale[first + i] = fmax(sim->now.scale[first + i], state_scale(&it->states[i], size));
}

/* Gives the doses due now and sets the rates from now on; returns whether the state or the equations changed. */
static int give_due(struct bm__simulation *sim) {
    struct bm__moment *now = &sim->now;
    int changed = 0;
    for (uint32_t i = 0; i < sim->n_courses; i++) {
        const struct bm__course *course = &sim->courses[i];
        const int due = bm__course_doses_at(course, now->time_d);
        if (!due && !(course->averaged && bm__course_flow_at(course, now->time_d) > 0.0))
            continue;
        double sizes[BM__MAX_RATES];
        const uint32_t n = amounts(sim, course, sizes);
        expect(sim, course->agent, sizes, n);
        for (uint32_t k = 0; due && k < n; k++)
            now->x[sim->organism.first_state[course->agent] + k] += sizes[k];
        changed |= due;
    }
    for (uint32_t a = 0; a < BM__N_AGENTS + bm__hooks_count(sim->hooks); a++) {
        double rates[BM__MAX_RATES];
        bm__simulation_rates(sim, a, now->time_d, rates);
        for (uint32_t k = 0; k < BM__MAX_RATES; k++) {
            changed |= rates[k] != now->rate[a][k];
            sim->organism.rate[a][k] = now->rate[a][k] = rates[k];
        }
    }
    return changed | bm__hooks_events(sim->hooks, &sim->organism, now->time_d, now->x);
}

/* When something happens next, after the present time. */
static double next_event(const struct bm__simulation *sim) {
    double next = bm__hooks_next_event(sim->hooks, &sim->organism, sim->now.time_d);
    for (uint32_t i = 0; i < sim->n_courses; i++)
        next = fmin(next, bm__course_next_after(&sim->courses[i], sim->now.time_d));
    return next;
}

/* Goes with the integrator's accepted steps. */
struct walk {
    struct bm__simulation *sim;
    const struct bm__watch *watch;
    size_t next;    /* next time to read */
    uint32_t steps; /* since the last poll */
};

enum { STEPS_PER_POLL = 32 };

static int accepted(void *user, double t0, double t1) {
    struct walk *walk = user;
    const struct bm__watch *watch = walk->watch;
    (void)t0;
    int prepared = 0;
    while (walk->next < watch->n_times && watch->times_d[walk->next] * BM__HOURS_PER_DAY < t1) {
        double x[BM__MAX_STATES];
        if (!prepared)
            bm__integrator_prepare_dense(&walk->sim->integrator);
        prepared = 1;
        bm__integrator_read(&walk->sim->integrator, watch->times_d[walk->next] * BM__HOURS_PER_DAY, x);
        watch->read(watch->user, walk->next, watch->times_d[walk->next], x);
        walk->next++;
    }
    if (++walk->steps < STEPS_PER_POLL || !watch->poll)
        return 0;
    walk->steps = 0;
    return watch->poll(watch->user, t1 / BM__HOURS_PER_DAY);
}

bm_status bm__simulation_advance(struct bm__simulation *sim, double time_d, const struct bm__watch *watch) {
    struct bm__moment *now = &sim->now;
    struct bm__integrator *integrator = &sim->integrator;
    struct walk walk = {.sim = sim, .watch = watch};
    bm_status status = BM_OK;
    bm__simulation_clear_stop(sim);
    sim->before = *now;
    integrator->rtol = sim->rtol;
    integrator->memory = now->steps;
    integrator->scale = now->scale;
    sim->organism.runx2_switched = (now->steps.above & 1u) ? -1 : 0;

    if (watch->poll && watch->poll(watch->user, now->time_d))
        status = BM_ECANCELLED;
    const uint64_t tried = now->steps.steps + now->steps.rejected;
    int fresh = tried == 0;
    for (;;) {
        while (walk.next < watch->n_times && watch->times_d[walk.next] <= now->time_d) {
            watch->read(watch->user, walk.next, watch->times_d[walk.next], now->x);
            walk.next++;
        }
        if (status == BM_OK)
            status = bm__simulation_stopped(sim);
        if (status != BM_OK || now->time_d >= time_d)
            break;
        if (give_due(sim) || fresh)
            bm__integrator_restart(integrator, now->x);
        fresh = 0;
        const double stop_d = fmin(next_event(sim), time_d);
        double t = now->time_d * BM__HOURS_PER_DAY;
        const uint64_t left = sim->max_steps - (integrator->memory.steps + integrator->memory.rejected - tried);
        status = bm__integrate(integrator, &t, now->x, stop_d * BM__HOURS_PER_DAY, left, accepted, &walk);
        now->time_d = stop_d;
    }
    now->steps = integrator->memory;
    if (status != BM_OK)
        *now = sim->before;
    return status;
}

void bm__simulation_levels(const struct bm__simulation *sim, double time_d, const double *x,
                           struct bm__body_levels *levels) {
    bm__organism_levels(&sim->organism, time_d * BM__HOURS_PER_DAY, x, sim->now.rate, levels);
}
