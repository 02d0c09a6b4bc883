/* SPDX-License-Identifier: Apache-2.0 */
#include "simulation/simulation.h"

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
    bm__release(sim->allocator, sim->plans);
    sim->courses = NULL;
    bm__hooks_destroy(sim->hooks, sim->allocator);
    sim->hooks = NULL;
    sim->plans = NULL;
}

/* Copies n elements; *to is NULL when there are none. */
static bm_status copy_array(const bm_allocator *allocator, void *to, const void *from, size_t n, size_t size) {
    void *copy = NULL;
    if (n > 0) {
        copy = bm__allocate(allocator, n, size);
        if (!copy)
            return BM_ENOMEM;
        memcpy(copy, from, n * size);
    }
    memcpy(to, &copy, sizeof copy);
    return BM_OK;
}

bm_status bm__simulation_copy(struct bm__simulation *to, const struct bm__simulation *from) {
    *to = *from;
    to->courses = NULL;
    to->plans = NULL;
    to->hooks = NULL;
    to->courses_capacity = from->n_courses;
    to->integrator = to->integrator_before = (struct bm__integrator){0};
    to->underway = to->n_proposed = 0;
    bm_status status = copy_array(to->allocator, &to->courses, from->courses, from->n_courses, sizeof *to->courses);
    if (status == BM_OK)
        status = copy_array(to->allocator, &to->plans, from->plans, from->n_plans, sizeof *to->plans);
    if (status == BM_OK && from->hooks)
        status = bm__hooks_copy(&to->hooks, from->hooks, &to->organism, to->allocator);
    if (status == BM_OK && from->integrator.block)
        status = bm__integrator_create(&to->integrator, &from->organism.ode, to->allocator);
    if (status != BM_OK) {
        bm__simulation_destroy(to);
        return status;
    }
    connect(to);
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
    if (bm__simulation_reserve(sim, from->n_courses) != BM_OK)
        return BM_ENOMEM;
    struct bm__course *const courses = sim->courses;
    const uint32_t capacity = sim->courses_capacity;
    const struct bm__integrator integrator = sim->integrator;
    struct bm__plan *const plans = sim->plans;
    struct bm__hooks *const hooks = sim->hooks;
    *sim = *from;
    sim->hooks = hooks;
    if (hooks)
        bm__hooks_place(hooks, &sim->organism);
    sim->plans = plans;
    sim->courses = courses;
    sim->courses_capacity = capacity;
    sim->integrator = integrator;
    if (from->n_courses > 0)
        memcpy(courses, from->courses, from->n_courses * sizeof *courses);
    connect(sim);
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
    bm__organism_lay_out(&organism, organism.full, sim->active | more);
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

bm_status bm__simulation_derive(struct bm__simulation *sim, const char **bad) {
    *bad = bm__core_derive(sim->parameters, sim->initial, &sim->organism.k);
    if (*bad)
        return BM_ECONFLICT;
    memcpy(sim->organism.p, sim->parameters + BM__N_CORE_PARAMETERS, sim->organism.n_values * sizeof *sim->parameters);
    bm__simulation_refresh(sim);
    connect(sim);
    return BM_OK;
}

bm_status bm__simulation_begin(struct bm__simulation *sim, const char **bad) {
    const bm_status status = bm__simulation_derive(sim, bad);
    if (status != BM_OK)
        return status;
    begin(sim, sim->organism.full ? history_begins(sim) : 0.0);
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

bm_status bm__simulation_propose(struct bm__simulation *sim, const struct bm__course *course, uint64_t *id) {
    const uint32_t n = sim->n_courses + sim->n_proposed;
    if (n == sim->courses_capacity && bm__simulation_reserve(sim, n ? 2 * n : 4) != BM_OK)
        return BM_ENOMEM;
    struct bm__course *added = &sim->courses[n];
    *added = *course;
    added->stop_proposed_d = course->stop_d;
    *id = added->id = sim->next_id + sim->n_proposed++;
    return BM_OK;
}

struct bm__course *bm__simulation_find(struct bm__simulation *sim, uint64_t id) {
    for (uint32_t i = 0; i < sim->n_courses + sim->n_proposed; i++)
        if (sim->courses[i].id == id)
            return &sim->courses[i];
    return NULL;
}

/* What is proposed holds. */
static void commit(struct bm__simulation *sim) {
    sim->n_courses += sim->n_proposed;
    sim->next_id += sim->n_proposed;
    sim->n_proposed = 0;
    for (uint32_t i = 0; i < sim->n_courses; i++) {
        struct bm__course *course = &sim->courses[i];
        course->stop_d = course->stop_proposed_d;
        if (!sim->underway)
            course->stop_before_d = course->stop_d;
    }
}

bm_status bm__simulation_accept(struct bm__simulation *sim) {
    uint64_t agents = 0;
    for (uint32_t i = 0; i < sim->n_proposed; i++)
        agents |= UINT64_C(1) << sim->courses[sim->n_courses + i].agent;
    if (bm__simulation_activate(sim, agents) != BM_OK) {
        bm__simulation_withdraw(sim);
        return BM_ENOMEM;
    }
    commit(sim);
    return BM_OK;
}

void bm__simulation_withdraw(struct bm__simulation *sim) {
    sim->n_proposed = 0;
    for (uint32_t i = 0; i < sim->n_courses; i++)
        sim->courses[i].stop_proposed_d = sim->courses[i].stop_d;
}

bm_status bm__simulation_add(struct bm__simulation *sim, const struct bm__course *course, uint64_t *id) {
    uint64_t added;
    bm_status status = bm__simulation_propose(sim, course, &added);
    if (status == BM_OK)
        status = bm__simulation_accept(sim);
    if (status == BM_OK)
        *id = added;
    return status;
}

bm_status bm__simulation_append(struct bm__simulation *sim, const struct bm__course *course, uint64_t *id) {
    const bm_status status = bm__simulation_propose(sim, course, id);
    if (status == BM_OK)
        commit(sim);
    return status;
}

bm_status bm__simulation_plan(struct bm__simulation *sim, const struct bm__plan *plan) {
    struct bm__plan *plans = bm__allocate(sim->allocator, sim->n_plans + 1u, sizeof *plans);
    if (!plans)
        return BM_ENOMEM;
    if (sim->n_plans > 0)
        memcpy(plans, sim->plans, sim->n_plans * sizeof *plans);
    bm__release(sim->allocator, sim->plans);
    sim->plans = plans;
    plans[sim->n_plans++] = *plan;
    return BM_OK;
}

void bm__simulation_unplan(struct bm__simulation *sim, uint32_t plan) {
    const uint32_t after = --sim->n_plans - plan;
    uint8_t *side = sim->now.side + plan;
    memmove(sim->plans + plan, sim->plans + plan + 1, after * sizeof *sim->plans);
    memmove(side, side + 1, after);
    side[after] = 0;
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
static double next_event(const struct bm__simulation *sim, int visits) {
    double next = bm__hooks_next_event(sim->hooks, &sim->organism, sim->now.time_d);
    for (uint32_t i = 0; i < sim->n_courses; i++)
        next = fmin(next, bm__course_next_after(&sim->courses[i], sim->now.time_d));
    for (uint32_t i = 0; visits && i < sim->n_plans; i++)
        next = fmin(next, bm__course_next_after(&sim->plans[i].visits, sim->now.time_d));
    return next;
}

/* Does the plan wait for a crossing at this time? */
static int waits(const struct bm__plan *plan, double time_d) {
    return plan->crossing && time_d < plan->visits.stop_d;
}

/* On which side of a plan's level a moment lies; on the level itself, where it was. */
static uint8_t side_at(const struct bm__simulation *sim, const struct bm__watch *watch, uint32_t plan, double time_d,
                       const double *x) {
    const double value = watch->level(watch->user, plan, time_d, x), level = sim->plans[plan].level;
    return value < level ? BM_BELOW : value > level ? BM_ABOVE : sim->now.side[plan];
}

/* Holds the visits of now, in the order of the plans. */
static int32_t hold_visits(struct bm__simulation *sim, const struct bm__watch *watch) {
    const double now_d = sim->now.time_d;
    int32_t status = 0;
    for (uint32_t i = 0; status >= 0 && i < sim->n_plans; i++) {
        const struct bm__plan *plan = &sim->plans[i];
        uint32_t crossing = 0;
        if (waits(plan, now_d)) {
            const uint8_t side = side_at(sim, watch, i, now_d, sim->now.x);
            if (sim->now.side[i] && side != sim->now.side[i])
                crossing = side & plan->crossing;
            sim->now.side[i] = side;
        }
        if (crossing || bm__course_doses_at(&plan->visits, now_d))
            status = watch->visit(watch->user, i, crossing);
    }
    return status;
}

enum { STEPS_PER_POLL = 32 };

bm_status bm__journey_begin(struct bm__journey *journey, struct bm__simulation *sim, double end_d,
                            const struct bm__watch *watch) {
    const struct bm__step_memory *steps = &sim->now.steps;
    *journey = (struct bm__journey){.sim = sim, .watch = watch, .end_d = end_d};
    journey->tried = steps->steps + steps->rejected;
    journey->fresh = journey->tried == 0;
    for (uint32_t i = 0; watch->visit && i < sim->n_plans; i++)
        journey->levels |= sim->plans[i].crossing != 0;
    bm__simulation_clear_stop(sim);
    sim->before = sim->now;
    sim->active_before = sim->active;
    sim->n_courses_before = sim->n_courses;
    sim->next_id_before = sim->next_id;
    sim->underway = 1;
    sim->organism.runx2_switched = (steps->above & 1u) ? -1 : 0;
    return watch->poll && watch->poll(watch->user, sim->now.time_d) ? BM_ECANCELLED : BM_OK;
}

int bm__journey_depart(struct bm__journey *journey) {
    struct bm__simulation *sim = journey->sim;
    const struct bm__watch *watch = journey->watch;
    const double now_d = sim->now.time_d;
    for (; journey->next < watch->n_times && watch->times_d[journey->next] <= now_d; journey->next++)
        watch->read(watch->user, journey->next, watch->times_d[journey->next], sim->now.x);
    if (bm__simulation_stopped(sim) != BM_OK)
        return bm__simulation_stopped(sim);
    if (now_d >= journey->end_d)
        return 0;
    int32_t held = watch->visit ? hold_visits(sim, watch) : 0;
    if (held >= 0)
        held = bm__simulation_stopped(sim);
    if (held < 0)
        return held;
    journey->changed = give_due(sim) || journey->fresh;
    journey->fresh = 0;
    journey->stop_d = fmin(next_event(sim, watch->visit != NULL), journey->end_d);
    return 1;
}

void bm__journey_end(struct bm__journey *journey, bm_status status) {
    struct bm__simulation *sim = journey->sim;
    sim->underway = 0;
    if (status == BM_OK) {
        for (uint32_t i = 0; i < sim->n_courses; i++)
            sim->courses[i].stop_before_d = sim->courses[i].stop_d;
    } else {
        sim->now = sim->before;
        sim->n_courses = sim->n_courses_before;
        sim->next_id = sim->next_id_before;
        for (uint32_t i = 0; i < sim->n_courses; i++)
            sim->courses[i].stop_d = sim->courses[i].stop_proposed_d = sim->courses[i].stop_before_d;
        if (sim->active != sim->active_before) {
            const struct bm__integrator later = sim->integrator;
            sim->integrator = sim->integrator_before;
            sim->integrator_before = later;
            sim->active = sim->active_before;
            bm__organism_lay_out(&sim->organism, sim->organism.full, sim->active);
            connect(sim);
        }
    }
    bm__integrator_destroy(&sim->integrator_before, sim->allocator);
}

int bm__journey_cross(struct bm__journey *journey, double t0_h, double *t1_h, const double *x1, bm__dense_fn dense,
                      void *user) {
    static const double exactly_d = 1e-3;
    const struct bm__watch *watch = journey->watch;
    struct bm__simulation *sim = journey->sim;
    const double t0_d = t0_h / BM__HOURS_PER_DAY, t1_d = *t1_h / BM__HOURS_PER_DAY;
    uint8_t seen[BM__MAX_PLANS];
    double first_d = t1_d;
    int found = 0;
    for (uint32_t i = 0; watch->visit && i < sim->n_plans; i++) {
        const uint8_t side = sim->now.side[i];
        seen[i] = waits(&sim->plans[i], t0_d) ? side_at(sim, watch, i, t1_d, x1) : side;
        if (!side || seen[i] == side || !(seen[i] & sim->plans[i].crossing))
            continue;
        double low = t0_d, high = t1_d;
        while (high - low > exactly_d) {
            double x[BM__MAX_STATES];
            const double middle = low + 0.5 * (high - low);
            dense(user, middle * BM__HOURS_PER_DAY, x);
            *(side_at(sim, watch, i, middle, x) == seen[i] ? &high : &low) = middle;
        }
        first_d = fmin(first_d, high);
        found = 1;
    }
    if (!found && watch->visit) /* crossings that nobody waits for */
        memcpy(sim->now.side, seen, sim->n_plans);
    if (first_d < t1_d) {
        *t1_h = first_d * BM__HOURS_PER_DAY;
        journey->stop_d = first_d;
    } else if (found && *t1_h < journey->stop_d * BM__HOURS_PER_DAY) {
        journey->stop_d = t1_d;
    }
    return found;
}

uint64_t bm__journey_steps_left(const struct bm__journey *journey, const struct bm__step_memory *steps) {
    return journey->sim->max_steps - (steps->steps + steps->rejected - journey->tried);
}

size_t bm__journey_read_before(struct bm__journey *journey, double t_h) {
    const struct bm__watch *watch = journey->watch;
    const size_t i = journey->next;
    return i < watch->n_times && watch->times_d[i] * BM__HOURS_PER_DAY < t_h ? journey->next++ : watch->n_times;
}

int bm__journey_poll(struct bm__journey *journey, double t_h) {
    if (++journey->steps < STEPS_PER_POLL || !journey->watch->poll)
        return 0;
    journey->steps = 0;
    return journey->watch->poll(journey->watch->user, t_h / BM__HOURS_PER_DAY);
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
    }
    return bm__journey_poll(journey, t1);
}

bm_status bm__simulation_advance(struct bm__simulation *sim, double time_d, const struct bm__watch *watch) {
    struct bm__moment *now = &sim->now;
    struct bm__integrator *integrator = &sim->integrator;
    struct bm__journey journey;
    bm_status status = bm__journey_begin(&journey, sim, time_d, watch);
    int more = 1;
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
        now->time_d = journey.stop_d;
        now->steps = integrator->memory;
    }
    if (more < 0)
        status = more;
    bm__journey_end(&journey, status);
    return status;
}

void bm__simulation_levels(const struct bm__simulation *sim, double time_d, const double *x,
                           struct bm__body_levels *levels) {
    bm__organism_levels(&sim->organism, time_d * BM__HOURS_PER_DAY, x, sim->now.rate, levels);
}
