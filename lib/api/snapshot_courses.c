/* SPDX-License-Identifier: Apache-2.0 */
/* The prescriptions of a snapshot. */
#include "agents/loading_programmes.h"
#include "api/snapshot_names.h"
#include "api/snapshot_reader.h"

/* The number of a preset of exercise: found by its key, which stands behind an old number in the frozen list. */
static double get_preset(struct bm__reader *r) {
    const double number = bm__get_double(r, 0.0, UINT32_MAX);
    if (r->bad || number == 0.0)
        return 0.0;
    double key = number;
    if (bm__by_place(r)) {
        r->bad |= !(number <= BM__COUNT(bm__frozen_exercises) && number == floor(number));
        key = r->bad ? 0.0 : (double)bm__name_key(bm__frozen_exercises[(uint32_t)number - 1]);
    }
    uint32_t i = 0;
    while (i < BM__N_EXERCISES && (double)bm__name_key(bm__exercises[i].name) != key)
        i++;
    r->bad |= i == BM__N_EXERCISES;
    return (double)i + 1.0;
}

/* An agent's own parameter; some take what is not given from elsewhere. */
static double get_option(struct bm__reader *r, const struct bm__value_row *row) {
    const double value = bm__option_is_preset(row) ? get_preset(r)
                         : isnan(row->value)       ? bm__get_if_given(r, row->minimum, row->maximum)
                                                   : bm__get_double(r, row->minimum, row->maximum);
    r->bad |= !bm__option_can_be(row, value);
    return value;
}

static uint32_t find_option(const struct bm__agent *agent, uint32_t key) {
    uint32_t o = 0;
    while (o < agent->n_options && bm__name_key(agent->options[o].name) != key)
        o++;
    return o;
}

/* The keys of a course's options. */
static uint32_t option_keys(struct bm__reader *r, uint32_t frozen_agent, uint32_t keys[BM__LIST_ROWS]) {
    if (!bm__by_place(r))
        return bm__get_keys(r, keys);
    const struct bm__frozen_agent *frozen = &bm__frozen_agents[frozen_agent];
    uint32_t n = 0;
    for (; n < BM__FROZEN_AGENT_OPTIONS && frozen->options[n]; n++)
        keys[n] = bm__name_key(frozen->options[n]);
    return n;
}

/* The options of one of the library's agents; by place there are always as many numbers, the last of them 0. */
static bm_status get_options(struct bm__reader *r, const struct bm__agent *agent, uint32_t frozen_agent,
                             double *options) {
    uint32_t keys[BM__LIST_ROWS];
    const uint32_t n = option_keys(r, frozen_agent, keys);
    for (uint32_t o = 0; o < agent->n_options; o++)
        options[o] = agent->options[o].value;
    for (uint32_t i = 0; i < n && !r->bad; i++) {
        const uint32_t o = find_option(agent, keys[i]);
        if (o == agent->n_options)
            return bm__refuse(r, BM_EMODEL,
                              "load: the snapshot holds a parameter of %s that this library does not know",
                              agent->name);
        options[o] = get_option(r, &agent->options[o]);
    }
    for (uint32_t i = n; bm__by_place(r) && i < BM__FROZEN_AGENT_OPTIONS; i++)
        bm__get_double(r, 0.0, 0.0);
    return r->bad ? BM_EFORMAT : BM_OK;
}

/* What the dose of a hook comes to. */
static void get_hook_option(struct bm__reader *r, const struct bm__agent *agent, double *options) {
    const double amount = agent->amount ? BM__HOOK_LARGEST : 0.0;
    options[0] = bm__get_double(r, -amount, amount);
    for (uint32_t i = 1; bm__by_place(r) && i < BM__FROZEN_AGENT_OPTIONS; i++)
        bm__get_double(r, 0.0, 0.0);
}

/* The agent of a course: one of the library's, found by its key or its old number, or a hook. */
static bm_status get_agent(struct bm__reader *r, const bm_patient *patient, uint32_t *agent, uint32_t *frozen_agent) {
    const uint32_t n_frozen = BM__COUNT(bm__frozen_agents), n_hooks = bm__hooks_count(patient->sim.hooks);
    const uint64_t number = bm__get(r), first_hook = bm__by_place(r) ? n_frozen : BM__SNAPSHOT_HOOK;
    if (number >= first_hook) {
        *agent = (uint32_t)(number - first_hook < n_hooks ? BM__N_AGENTS + number - first_hook : 0);
        return !r->bad && number - first_hook < n_hooks ? BM_OK : BM_EFORMAT;
    }
    *frozen_agent = (uint32_t)number;
    const uint32_t key = bm__by_place(r) ? bm__name_key(bm__frozen_agents[number].name) : (uint32_t)number;
    *agent = bm__find_row(patient, BM__LIST_AGENTS, BM__N_AGENTS, 0, key);
    return r->bad || *agent == BM__N_AGENTS ? BM_EFORMAT : BM_OK; /* one of those that take part, which are known */
}

/* Reads one course; BM_EFORMAT when it is something that cannot be. */
static bm_status read_course(struct bm__reader *r, const bm_patient *patient, uint64_t active,
                             struct bm__course *course) {
    const double earliest_d = patient->model->full ? -BM_MAX_TIME_D : 0.0;
    const uint32_t models = patient->model->full ? BM__IN_FULL : BM__IN_CORE;
    const struct bm__simulation *sim = &patient->sim;
    uint32_t frozen_agent = 0;
    const bm_status status = get_agent(r, patient, &course->agent, &frozen_agent);
    if (status != BM_OK)
        return status;
    const struct bm__agent *agent = bm__agent_of(sim, course->agent);
    if (!(agent->models & models) || !(active >> course->agent & 1u))
        return BM_EFORMAT;
    const struct bm__hook *hook = agent->user;
    const int continuous = (agent->flags & BM_FLAG_CONTINUOUS) != 0, programme = agent->sessions_per_week != NULL;
    const uint32_t kind = (uint32_t)bm__get_integer(r, bm__by_place(r) ? 1 : 3);
    course->continuous = kind & 1u;
    course->later = course->later_before = kind >> 1;
    course->averaged =
        (uint32_t)bm__get_integer(r, programme || (agent->averaged_within_d > 0.0 && patient->model->full));
    if (programme ? course->continuous != course->averaged : course->continuous != (uint32_t)continuous)
        return BM_EFORMAT;
    course->doses = (uint32_t)bm__get_integer(r, continuous ? 0 : UINT32_MAX);
    course->dose = bm__get_double(r, agent->dose_minimum, agent->dose_maximum);
    const int by_dose = programme || !continuous;
    course->every_d = bm__get_double(r, by_dose ? BM__MINIMUM_EVERY_D : 0.0, by_dose ? BM_MAX_TIME_D : 0.0);
    course->start_d = bm__get_double(r, hook && hook->late ? 0.0 : earliest_d, BM_NEVER_D);
    course->stop_d = bm__get_double(r, earliest_d, BM_NEVER_D);
    course->adherence = bm__get_double(r, 0.0, 1.0);
    if (!hook)
        return get_options(r, agent, frozen_agent, course->options);
    get_hook_option(r, agent, course->options);
    if (!continuous && !agent->amount)
        return BM_EFORMAT; /* without a state that could take a dose */
    return r->bad ? BM_EFORMAT : BM_OK;
}

bm_status bm__read_courses(struct bm__reader *r, bm_patient *patient, uint64_t active) {
    struct bm__simulation *sim = &patient->sim;
    const uint64_t next_id = bm__get(r), n_courses = bm__get_integer(r, UINT32_MAX);
    for (uint64_t i = 0; i < n_courses && !r->bad; i++) {
        struct bm__course course = {0};
        const uint64_t id = bm__get_integer(r, next_id);
        const bm_status status = read_course(r, patient, active, &course);
        if (status != BM_OK)
            return status;
        sim->next_id = id;
        uint64_t added;
        if (!r->bad && bm__simulation_append(sim, &course, &added) != BM_OK)
            return BM_ENOMEM;
    }
    sim->next_id = next_id;
    return r->bad ? BM_EFORMAT : BM_OK;
}
