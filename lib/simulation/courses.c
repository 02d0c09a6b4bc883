/* SPDX-License-Identifier: Apache-2.0 */
/* What is prescribed: courses are proposed and accepted, and their doses and rates become amounts in an agent's states.
 */
#include "simulation/simulation.h"

#include "base/invariant.h"

bm_status bm__simulation_propose(struct bm__simulation *sim, const struct bm__course *course, uint64_t *id) {
    const uint32_t n = sim->n_courses + sim->n_proposed;
    if (NEVER(course->agent >= BM__MAX_AGENTS || !bm__agent_of(sim, course->agent))) /* found by its name */
        return BM__BROKEN;
    if (n == sim->courses_capacity && bm__simulation_reserve(sim, n ? 2 * n : 4) != BM_OK)
        return BM_ENOMEM;
    struct bm__course *added = &sim->courses[n];
    *added = *course;
    added->stop_proposed_d = course->stop_d;
    added->later = course->later | (sim->now.time_d > 0.0);
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
        course->later |= sim->now.time_d > 0.0 && course->stop_d != course->stop_proposed_d;
        course->stop_d = course->stop_proposed_d;
        if (!sim->underway)
            bm__course_settle(course);
    }
}

bm_status bm__simulation_accept(struct bm__simulation *sim) {
    uint64_t agents = 0;
    if (NEVER(sim->n_courses + sim->n_proposed > sim->courses_capacity)) /* proposals stand behind the courses */
        return BM__BROKEN;
    for (uint32_t i = 0; i < sim->n_proposed; i++)
        agents |= UINT64_C(1) << sim->courses[sim->n_courses + i].agent;
    const bm_status status = bm__simulation_activate(sim, agents);
    if (status == BM_OK)
        commit(sim);
    else
        bm__simulation_withdraw(sim);
    return status;
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

/* The typical size of an agent's state: of a dose, or what its row says it can at most be. */
static double state_scale(const struct bm__value_row *row, double dose) {
    return row->kind == BM__STATE_BOOKS ? 0.0 : fmin(dose, row->maximum);
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
        if (flow == 0.0 || NEVER(course->averaged && !(course->every_d > 0.0))) /* an average over no time */
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

int bm__simulation_give_due(struct bm__simulation *sim) {
    struct bm__moment *now = &sim->now;
    int changed = 0;
    for (uint32_t i = 0; i < sim->n_courses; i++) {
        const struct bm__course *course = &sim->courses[i];
        const int due = bm__course_doses_at(course, now->time_d);
        if (!due && !(course->averaged && bm__course_flow_at(course, now->time_d) > 0.0))
            continue;
        double sizes[BM__MAX_RATES];
        const uint32_t n = amounts(sim, course, sizes);
        if (NEVER(!sim->organism.first_state[course->agent])) /* the dose would go into the body's first states */
            return BM__BROKEN;
        if (NEVER(due && n > bm__agent_of(sim, course->agent)->n_states)) /* and here into another agent's */
            return BM__BROKEN;
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
