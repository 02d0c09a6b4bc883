/* SPDX-License-Identifier: Apache-2.0 */
/* Prescriptions: checked against the label of their agent, turned into courses of the simulation, stopped. */
#include "api/handles.h"
#include "base/invariant.h"
#include "agents/loading_programmes.h"

static const size_t FIRST_PRESCRIPTION = offsetof(bm_prescription, n_parameters) + sizeof(size_t);

/* The agent of a name, or NULL. */
static const struct bm__agent *find_agent(const bm_model *model, const char *name, uint32_t *number) {
    for (uint32_t i = 0; i < model->n_agents; i++)
        if (strcmp(bm__agents[model->agents[i]]->name, name) == 0) {
            *number = model->agents[i];
            return bm__agents[*number];
        }
    return NULL;
}

/* The agent of a name for a patient, hers too. */
static const struct bm__agent *find_agent_of(const bm_patient *patient, const char *name, uint32_t *number) {
    const struct bm__hook *hook = bm__find_hook(patient, name, number);
    return hook ? &hook->agent : find_agent(patient->model, name, number);
}

static bm_status no_such_agent(bm_patient *patient, const char *call, const char *name) {
    struct bm__nearest nearest = {.name = name};
    bm__nearest_in(&nearest, patient->model, BM_KIND_AGENT);
    for (uint32_t i = 0; i < bm__hooks_count(patient->sim.hooks); i++)
        bm__nearest_try(&nearest, patient->sim.hooks->hook[i]->name);
    return bm__fail(patient, BM_ENOTFOUND, "%s: '%.60s' is not an agent of this model or a hook%s", call, name,
                    bm__did_you_mean(&nearest));
}

static void fill_in(const struct bm__agent *agent, bm_prescription *prescription, size_t struct_size) {
    const bm_prescription label = {
        .struct_size = (uint32_t)struct_size,
        .agent = agent->name,
        .dose = agent->dose_label,
        .every_d = agent->every_label_d,
        .stop_d = BM_NEVER_D,
        .adherence = 1.0,
    };
    bm__copy_struct(prescription, struct_size, &label, sizeof label);
}

bm_status bm_prescription_init_sized(const bm_model *model, const char *agent, bm_prescription *prescription,
                                     size_t struct_size) {
    if (!model || !agent || !prescription)
        return BM_EINVAL;
    if (struct_size < FIRST_PRESCRIPTION || struct_size > UINT32_MAX)
        return BM_ESIZE;
    uint32_t number;
    const struct bm__agent *found = find_agent(model, agent, &number);
    if (!found)
        return BM_ENOTFOUND;
    fill_in(found, prescription, struct_size);
    return BM_OK;
}

bm_status bm__check_prescription_size(bm_patient *patient, const char *call, size_t struct_size) {
    if (struct_size < FIRST_PRESCRIPTION || struct_size > UINT32_MAX)
        return bm__fail(patient, BM_ESIZE, "%s: struct_size is %llu, allowed is %lu or more", call,
                        (unsigned long long)struct_size, (unsigned long)FIRST_PRESCRIPTION);
    return BM_OK;
}

bm_status bm_patient_prescription_init_sized(bm_patient *patient, const char *agent, bm_prescription *prescription,
                                             size_t struct_size) {
    if (!patient)
        return BM_EINVAL;
    if (!agent || !prescription)
        return bm__fail(patient, BM_EINVAL, "prescription_init: the %s is NULL", agent ? "prescription" : "agent");
    const bm_status status = bm__check_prescription_size(patient, "prescription_init", struct_size);
    if (status != BM_OK)
        return status;
    uint32_t number;
    const struct bm__agent *found = find_agent_of(patient, agent, &number);
    if (!found)
        return no_such_agent(patient, "prescription_init", agent);
    fill_in(found, prescription, struct_size);
    return BM_OK;
}

/* Warns when an agent does not fit the woman, as far as that is known when it is prescribed. */
static void warn_if_unsuitable(bm_patient *patient, const struct bm__agent *agent, const struct bm__course *course) {
    if (!patient->model->full)
        return;
    const double since =
        bm__covariate(&patient->day0, BM__C_years_since_menopause) + course->start_d / BM__DAYS_PER_YEAR;
    if (agent->suits == BM__AFTER_MENOPAUSE && since < 0.0)
        bm__warn(patient, "%s is for women after the menopause, and this patient is %g years before it", agent->name,
                 -since);
    if (agent->suits == BM__BEFORE_MENOPAUSE && since > 2.0)
        bm__warn(patient, "%s stops the ovaries, and this patient is %g years after the menopause", agent->name, since);
}

/* Warns of a dose that nobody studied, and of a prescription that does nothing. */
static void warn_if_unusual(bm_patient *patient, const struct bm__agent *agent, const struct bm__course *course) {
    if (course->dose < agent->usual_minimum || course->dose > agent->usual_maximum)
        bm__warn(patient, "%s: a dose of %g %s is far from those studied, %g to %g %s", agent->name, course->dose,
                 agent->unit, agent->usual_minimum, agent->usual_maximum, agent->unit);
    if (course->start_d > BM_MAX_TIME_D || course->adherence == 0.0)
        bm__warn(patient, "%s: the prescription never acts (start_d %g, adherence %g)", agent->name, course->start_d,
                 course->adherence);
}

/* A prescription as the host's build has it, and the agent that it names. */
static bm_status read_prescription(bm_patient *patient, const bm_prescription *given, bm_prescription *rx,
                                   const struct bm__agent **agent, uint32_t *number) {
    if (!given)
        return bm__fail(patient, BM_EINVAL, "prescribe: the prescription is NULL");
    if (given->struct_size < FIRST_PRESCRIPTION)
        return bm__fail(patient, BM_ESIZE, "prescribe: struct_size is %lu, allowed is %lu or more",
                        (unsigned long)given->struct_size, (unsigned long)FIRST_PRESCRIPTION);
    *rx = (bm_prescription){0};
    bm__copy_struct(rx, sizeof *rx, given, given->struct_size);
    if (!rx->agent)
        return bm__fail(patient, BM_EINVAL, "prescribe: the agent is NULL");
    *agent = find_agent_of(patient, rx->agent, number);
    if (!*agent)
        return no_such_agent(patient, "prescribe", rx->agent);
    return BM_OK;
}

/* How much, from when to when, and how reliably. */
static bm_status check_course(bm_patient *patient, const struct bm__agent *agent, const bm_prescription *rx,
                              double earliest_d) {
    if (!(rx->dose >= agent->dose_minimum && rx->dose <= agent->dose_maximum))
        return bm__fail(patient, BM_ERANGE, "prescribe %s: dose is %g, allowed is %g to %g %s", agent->name, rx->dose,
                        agent->dose_minimum, agent->dose_maximum, agent->unit);
    if (!(rx->start_d >= earliest_d && rx->start_d <= BM_NEVER_D))
        return bm__fail(patient, BM_ERANGE, "prescribe %s: start_d is %g, allowed is day %g or later", agent->name,
                        rx->start_d, earliest_d);
    const double age_then = bm__age_at(&patient->day0, rx->start_d);
    if (rx->start_d < 0.0 && !(age_then >= BM__YOUNGEST))
        return bm__fail(
            patient, BM_ECONFLICT,
            "prescribe %s: start_d is %g, at an age of %g years; allowed is %g years or later (set age_years first)",
            agent->name, rx->start_d, age_then, BM__YOUNGEST);
    if (!(rx->stop_d >= -BM_NEVER_D && rx->stop_d <= BM_NEVER_D))
        return bm__fail(patient, BM_ERANGE,
                        "prescribe %s: stop_d is %g, allowed is a day after start_d up to BM_NEVER_D", agent->name,
                        rx->stop_d);
    if (!(rx->stop_d > rx->start_d))
        return bm__fail(patient, BM_ECONFLICT,
                        "prescribe %s: stop_d is %g, allowed is a day after start_d, which is %g", agent->name,
                        rx->stop_d, rx->start_d);
    if (!(rx->adherence >= 0.0 && rx->adherence <= 1.0))
        return bm__fail(patient, BM_ERANGE, "prescribe %s: adherence is %g, allowed is 0 to 1", agent->name,
                        rx->adherence);
    return BM_OK;
}

/* How often. */
static bm_status check_rhythm(bm_patient *patient, const struct bm__agent *agent, const bm_prescription *rx) {
    if (!bm__is_continuous(agent)) {
        if (!(rx->every_d >= BM__MINIMUM_EVERY_D && rx->every_d <= BM_MAX_TIME_D))
            return bm__fail(patient, BM_ERANGE, "prescribe %s: every_d is %g, allowed is %g to %g days", agent->name,
                            rx->every_d, BM__MINIMUM_EVERY_D, BM_MAX_TIME_D);
        return BM_OK;
    }
    if (rx->every_d != 0.0)
        return bm__fail(patient, isfinite(rx->every_d) ? BM_ECONFLICT : BM_ERANGE,
                        "prescribe %s: every_d is %g, allowed for a continuous agent is 0", agent->name, rx->every_d);
    if (rx->doses != 0)
        return bm__fail(patient, BM_ECONFLICT, "prescribe %s: doses is %lu, allowed for a continuous agent is 0",
                        agent->name, (unsigned long)rx->doses);
    return BM_OK;
}

static bm_status no_such_option(bm_patient *patient, const struct bm__agent *agent, const char *name) {
    static const char *const fields[] = {"dose", "every_d", "start_d", "stop_d", "adherence", "doses"};
    struct bm__nearest nearest = {.name = name};
    for (uint32_t i = 0; i < agent->n_options; i++)
        bm__nearest_try(&nearest, agent->options[i].name + strlen(agent->name) + 1);
    for (uint32_t i = 0; i < BM__COUNT(fields); i++) /* for hosts that take both by name */
        bm__nearest_try(&nearest, fields[i]);
    return bm__fail(patient, BM_ENOTFOUND, "prescribe %s: '%.60s' is not a parameter of this agent%s%s", agent->name,
                    name, agent->n_options ? "" : ", which has none", bm__did_you_mean(&nearest));
}

/* The agent's own parameters: as given, or their defaults. */
static bm_status read_options(bm_patient *patient, const struct bm__agent *agent, const bm_prescription *rx,
                              double options[BM__MAX_OPTIONS]) {
    if (rx->n_parameters > 0 && !rx->parameters)
        return bm__fail(patient, BM_EINVAL, "prescribe %s: parameters is NULL but n_parameters is %lu", agent->name,
                        (unsigned long)rx->n_parameters);
    for (uint32_t i = 0; i < BM__MAX_OPTIONS; i++)
        options[i] = i < agent->n_options ? agent->options[i].value : 0.0;
    for (size_t i = 0; i < rx->n_parameters; i++) {
        const bm_named_value *given = &rx->parameters[i];
        if (!given->name)
            return bm__fail(patient, BM_EINVAL, "prescribe %s: the name of parameter %llu is NULL", agent->name,
                            (unsigned long long)i);
        uint32_t o = 0; /* the row is named "agent.parameter" */
        while (o < agent->n_options && strcmp(agent->options[o].name + strlen(agent->name) + 1, given->name) != 0)
            o++;
        if (o == agent->n_options)
            return no_such_option(patient, agent, given->name);
        const struct bm__value_row *row = &agent->options[o];
        if (!(given->value >= row->minimum && given->value <= row->maximum))
            return bm__fail(patient, BM_ERANGE, "prescribe %s: %s is %g, allowed is %g to %g %s", agent->name,
                            row->name, given->value, row->minimum, row->maximum, row->unit);
        if (!bm__option_can_be(row, given->value))
            return bm__fail(patient, BM_ERANGE, "prescribe %s: %s is %g, allowed is a whole number", agent->name,
                            row->name, given->value);
        options[o] = given->value;
    }
    return BM_OK;
}

/* What a dose of a hook comes to, from the host's own function. */
static bm_status ask_amount(bm_patient *patient, const struct bm__agent *agent, double dose, double *amount) {
    const struct bm__hook *hook = agent->user;
    if (hook->host.n_states == 0)
        return bm__fail(patient, BM_ECONFLICT,
                        "prescribe %s: found a hook without states; allowed is one with a state that takes doses",
                        agent->name);
    const int busy = patient->busy;
    patient->busy = 1;
    const bm_status status = bm__hook_amount(hook, dose, amount);
    patient->busy = busy;
    if (status == BM_ERANGE)
        return bm__fail(patient, BM_ERANGE, "prescribe %s: the amount of a dose of %g is %g, allowed is %g to %g",
                        agent->name, dose, *amount, -BM__HOOK_LARGEST, BM__HOOK_LARGEST);
    if (status != BM_OK)
        return bm__fail(patient, status, "prescribe %s: the hook gave up in amount with %ld", agent->name,
                        (long)status);
    return BM_OK;
}

/* What takes the place of a habit cannot be two things at a time. */
static bm_status check_overlap(bm_patient *patient, const struct bm__agent *agent, const struct bm__course *course) {
    for (uint32_t i = 0; i < patient->sim.n_courses + patient->sim.n_proposed; i++) {
        const struct bm__course *other = &patient->sim.courses[i];
        if (other->agent == course->agent && other->start_d < course->stop_d &&
            course->start_d < other->stop_proposed_d)
            return bm__fail(
                patient, BM_ECONFLICT,
                "prescribe %s: the course that starts on day %g overlaps with the one that starts on day %g; "
                "allowed is one at a time, because it replaces the habit",
                agent->name, course->start_d, other->start_d);
    }
    return BM_OK;
}

/* A prescription that has been checked, as the simulation takes it. */
static struct bm__course course_of(const bm_patient *patient, const struct bm__agent *agent, uint32_t number,
                                   const bm_prescription *rx, const double options[BM__MAX_OPTIONS]) {
    const uint32_t continuous = bm__is_continuous(agent);
    struct bm__course course = {
        .agent = number,
        .averaged = !continuous && patient->model->full && rx->every_d <= agent->averaged_within_d,
        .continuous = continuous,
        .doses = rx->doses,
        .dose = rx->dose,
        .every_d = rx->every_d,
        .start_d = rx->start_d,
        .stop_d = rx->stop_d,
        .adherence = rx->adherence,
    };
    memcpy(course.options, options, sizeof course.options);
    if (agent->sessions_per_week) { /* a programme: its sessions one by one, or spread over the week */
        course.every_d = 7.0 / agent->sessions_per_week(options);
        course.continuous = course.averaged = !bm__session_by_session(options);
    }
    return course;
}

bm_status bm__propose(bm_patient *patient, const bm_prescription *prescription, double earliest_d, uint64_t *id) {
    bm_prescription rx;
    const struct bm__agent *agent = NULL;
    uint32_t number = 0;
    double options[BM__MAX_OPTIONS];
    bm_status status = read_prescription(patient, prescription, &rx, &agent, &number);
    if (status == BM_OK && NEVER(!agent)) /* it was found by its name */
        status = BM__BROKEN;
    if (status != BM_OK)
        return status;
    status = check_course(patient, agent, &rx, earliest_d);
    if (status == BM_OK)
        status = check_rhythm(patient, agent, &rx);
    if (status == BM_OK)
        status = read_options(patient, agent, &rx, options);
    if (status == BM_OK && agent->user && !bm__is_continuous(agent))
        status = ask_amount(patient, agent, rx.dose, &options[0]);
    if (status != BM_OK)
        return status;
    const struct bm__course course = course_of(patient, agent, number, &rx, options);
    status = agent->replaces ? check_overlap(patient, agent, &course) : BM_OK;
    if (status != BM_OK)
        return status;
    if (bm__simulation_propose(&patient->sim, &course, id) != BM_OK)
        return bm__fail(patient, BM_ENOMEM, "prescribe %s: no memory", agent->name);
    warn_if_unsuitable(patient, agent, &course);
    warn_if_unusual(patient, agent, &course);
    return BM_OK;
}

bm_status bm_patient_prescribe(bm_patient *patient, const bm_prescription *prescription, uint64_t *id) {
    if (!patient)
        return BM_EINVAL;
    if (patient->busy)
        return bm__busy(patient, "prescribe");
    const double now_d = patient->sim.now.time_d;
    uint64_t added;
    /* before she has moved, what went before can still be told */
    const bm_status status =
        bm__propose(patient, prescription, patient->model->full && now_d == 0.0 ? -BM_MAX_TIME_D : now_d, &added);
    if (status != BM_OK)
        return status;
    if (bm__simulation_accept(&patient->sim) != BM_OK)
        return bm__fail(patient, BM_ENOMEM, "prescribe %.60s: no memory", prescription->agent);
    if (id)
        *id = added;
    if (prescription->start_d < 0.0)
        patient->sim.prepared = 0; /* her history has changed */
    bm__warn_of_cautions(patient);
    return BM_OK;
}

bm_status bm__no_such_course(bm_patient *patient, const char *call, uint64_t id) {
    return bm__fail(patient, BM_ENOTFOUND, "%s: no prescription has the number %llu", call, (unsigned long long)id);
}

bm_status bm__propose_stop(bm_patient *patient, uint64_t id, double stop_d) {
    if (!(stop_d >= patient->sim.now.time_d && stop_d <= BM_NEVER_D))
        return bm__fail(patient, BM_ERANGE, "stop: stop_d is %g, allowed is the present day %g or later", stop_d,
                        patient->sim.now.time_d);
    struct bm__course *course = bm__simulation_find(&patient->sim, id);
    if (!course)
        return bm__no_such_course(patient, "stop", id);
    course->stop_proposed_d = fmin(course->stop_proposed_d, stop_d); /* an earlier stop stays */
    return BM_OK;
}

bm_status bm_patient_stop(bm_patient *patient, uint64_t id, double stop_d) {
    if (!patient)
        return BM_EINVAL;
    if (patient->busy)
        return bm__busy(patient, "stop");
    const bm_status status = bm__propose_stop(patient, id, stop_d);
    return status == BM_OK ? bm__simulation_accept(&patient->sim) : status;
}
