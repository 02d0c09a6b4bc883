/* SPDX-License-Identifier: Apache-2.0 */
#include "api/handles.h"
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

bm_status bm_patient_prescription_init_sized(bm_patient *patient, const char *agent, bm_prescription *prescription,
                                             size_t struct_size) {
    if (!patient)
        return BM_EINVAL;
    if (!agent || !prescription)
        return bm__fail(patient, BM_EINVAL, "prescription_init: the %s is NULL", agent ? "prescription" : "agent");
    if (struct_size < FIRST_PRESCRIPTION || struct_size > UINT32_MAX)
        return bm__fail(patient, BM_ESIZE, "prescription_init: struct_size is %llu, allowed is %lu or more",
                        (unsigned long long)struct_size, (unsigned long)FIRST_PRESCRIPTION);
    uint32_t number;
    const struct bm__agent *found = find_agent_of(patient, agent, &number);
    if (!found)
        return bm__fail(patient, BM_ENOTFOUND, "prescription_init: '%.60s' is not an agent of this model or a hook",
                        agent);
    fill_in(found, prescription, struct_size);
    return BM_OK;
}

/* Warns when an agent does not fit the woman, as far as that is known when it is prescribed. */
static void warn_if_unsuitable(bm_patient *patient, const struct bm__agent *agent, const struct bm__course *course) {
    if (!patient->model->full)
        return;
    const double since =
        bm__covariate(&patient->baseline, BM__C_years_since_menopause) + course->start_d / BM__DAYS_PER_YEAR;
    int suppressed = 0;
    for (uint32_t i = 0; i < patient->sim.n_courses + patient->sim.n_proposed; i++)
        suppressed |= bm__agent_of(&patient->sim, patient->sim.courses[i].agent)->suits == BM__BEFORE_MENOPAUSE;
    if (agent->suits == BM__AFTER_MENOPAUSE && since < 0.0)
        bm__warn(patient, "%s is for women after the menopause, and she is %g years before it", agent->name, -since);
    if (agent->suits == BM__BEFORE_MENOPAUSE && since > 2.0)
        bm__warn(patient, "%s stops the ovaries, and she is %g years after the menopause", agent->name, since);
    if (agent->suits == BM__SUPPRESSED && since < 0.0 && !suppressed)
        bm__warn(patient,
                 "%s hardly lowers estradiol %g years before the menopause without goserelin (prescribe that first)",
                 agent->name, -since);
    if (bm__covariate(&patient->baseline, BM__C_egfr) < 35.0 && agent->bone_drug == BM__DRUG_BISPHOSPHONATE)
        bm__warn(patient, "%s is not for women with a GFR of %g mL/min: labels ask for 30 to 35 or more", agent->name,
                 bm__covariate(&patient->baseline, BM__C_egfr));
}

bm_status bm__propose(bm_patient *patient, const bm_prescription *prescription, double earliest_d, uint64_t *id) {
    if (!prescription)
        return bm__fail(patient, BM_EINVAL, "prescribe: the prescription is NULL");
    if (prescription->struct_size < FIRST_PRESCRIPTION)
        return bm__fail(patient, BM_ESIZE, "prescribe: struct_size is %lu, allowed is %lu or more",
                        (unsigned long)prescription->struct_size, (unsigned long)FIRST_PRESCRIPTION);
    bm_prescription rx = {0};
    bm__copy_struct(&rx, sizeof rx, prescription, prescription->struct_size);
    if (!rx.agent)
        return bm__fail(patient, BM_EINVAL, "prescribe: the agent is NULL");
    uint32_t number;
    const struct bm__agent *agent = find_agent_of(patient, rx.agent, &number);
    if (!agent)
        return bm__fail(patient, BM_ENOTFOUND, "prescribe: '%.60s' is not an agent of this model or a hook", rx.agent);
    const int continuous = (agent->flags & BM_FLAG_CONTINUOUS) != 0;

#define REFUSE_UNLESS(condition, status, format, ...)                                                                  \
    do {                                                                                                               \
        if (!(condition))                                                                                              \
            return bm__fail(patient, status, "prescribe %s: " format, agent->name, __VA_ARGS__);                       \
    } while (0)
    REFUSE_UNLESS(rx.dose >= agent->dose_minimum && rx.dose <= agent->dose_maximum, BM_ERANGE,
                  "dose is %g, allowed is %g to %g %s", rx.dose, agent->dose_minimum, agent->dose_maximum, agent->unit);
    REFUSE_UNLESS(rx.start_d >= earliest_d && rx.start_d <= BM_NEVER_D, BM_ERANGE,
                  "start_d is %g, allowed is day %g or later", rx.start_d, earliest_d);
    const double age_then = bm__age_at(&patient->baseline, rx.start_d);
    REFUSE_UNLESS(rx.start_d >= 0.0 || age_then >= BM__YOUNGEST, BM_ECONFLICT,
                  "start_d is %g, at an age of %g years; allowed is %g years or later (set age_years first)",
                  rx.start_d, age_then, BM__YOUNGEST);
    REFUSE_UNLESS(rx.stop_d >= -BM_NEVER_D && rx.stop_d <= BM_NEVER_D, BM_ERANGE,
                  "stop_d is %g, allowed is a day after start_d up to BM_NEVER_D", rx.stop_d);
    REFUSE_UNLESS(rx.stop_d > rx.start_d, BM_ECONFLICT, "stop_d is %g, allowed is a day after start_d, which is %g",
                  rx.stop_d, rx.start_d);
    REFUSE_UNLESS(rx.adherence >= 0.0 && rx.adherence <= 1.0, BM_ERANGE, "adherence is %g, allowed is 0 to 1",
                  rx.adherence);
    if (continuous) {
        REFUSE_UNLESS(isfinite(rx.every_d), BM_ERANGE, "every_d is %g, allowed for a continuous agent is 0",
                      rx.every_d);
        REFUSE_UNLESS(rx.every_d == 0.0, BM_ECONFLICT, "every_d is %g, allowed for a continuous agent is 0",
                      rx.every_d);
        REFUSE_UNLESS(rx.doses == 0, BM_ECONFLICT, "doses is %lu, allowed for a continuous agent is 0",
                      (unsigned long)rx.doses);
    } else {
        REFUSE_UNLESS(rx.every_d >= BM__MINIMUM_EVERY_D && rx.every_d <= BM_MAX_TIME_D, BM_ERANGE,
                      "every_d is %g, allowed is %g to %g days", rx.every_d, BM__MINIMUM_EVERY_D, BM_MAX_TIME_D);
    }
    REFUSE_UNLESS(rx.n_parameters == 0 || rx.parameters, BM_EINVAL, "parameters is NULL but n_parameters is %lu",
                  (unsigned long)rx.n_parameters);
    double options[BM__MAX_OPTIONS] = {0};
    for (uint32_t i = 0; i < agent->n_options; i++)
        options[i] = agent->options[i].value;
    for (size_t i = 0; i < rx.n_parameters; i++) {
        const bm_named_value *given = &rx.parameters[i];
        REFUSE_UNLESS(given->name, BM_EINVAL, "the name of parameter %llu is NULL", (unsigned long long)i);
        uint32_t o = 0;
        while (o < agent->n_options && strcmp(agent->options[o].name + strlen(agent->name) + 1, given->name) != 0)
            o++;
        REFUSE_UNLESS(o < agent->n_options, BM_ENOTFOUND, "'%.60s' is not a parameter of this agent%s", given->name,
                      agent->n_options ? "" : ", which has none");
        const struct bm__value_row *row = &agent->options[o];
        REFUSE_UNLESS(given->value >= row->minimum && given->value <= row->maximum, BM_ERANGE,
                      "%s is %g, allowed is %g to %g %s", row->name, given->value, row->minimum, row->maximum,
                      row->unit);
        REFUSE_UNLESS(bm__option_can_be(row, given->value), BM_ERANGE, "%s is %g, allowed is a whole number", row->name,
                      given->value);
        options[o] = given->value;
    }
    if (agent->user && !continuous) {
        const struct bm__hook *hook = agent->user;
        REFUSE_UNLESS(hook->host.n_states > 0, BM_ECONFLICT,
                      "found a hook without states; allowed is one with a state that takes doses%s", "");
        const int busy = patient->busy;
        patient->busy = 1;
        const bm_status status = bm__hook_amount(hook, rx.dose, &options[0]);
        patient->busy = busy;
        REFUSE_UNLESS(status != BM_ERANGE, BM_ERANGE, "the amount of a dose of %g is %g, allowed is %g to %g", rx.dose,
                      options[0], -BM__HOOK_LARGEST, BM__HOOK_LARGEST);
        REFUSE_UNLESS(status == BM_OK, status, "the hook gave up in amount with %ld", (long)status);
    }
#undef REFUSE_UNLESS

    int averaged = patient->model->full && !continuous && rx.every_d <= agent->averaged_within_d, flows = continuous;
    if (agent->sessions_per_week) {
        rx.every_d = 7.0 / agent->sessions_per_week(options);
        flows = averaged = !bm__session_by_session(options);
    }
    struct bm__course course = {
        .agent = number,
        .averaged = (uint32_t)averaged,
        .continuous = (uint32_t)flows,
        .doses = rx.doses,
        .dose = rx.dose,
        .every_d = rx.every_d,
        .start_d = rx.start_d,
        .stop_d = rx.stop_d,
        .adherence = rx.adherence,
    };
    memcpy(course.options, options, sizeof options);
    if (agent->replaces)
        for (uint32_t i = 0; i < patient->sim.n_courses + patient->sim.n_proposed; i++) {
            const struct bm__course *other = &patient->sim.courses[i];
            if (other->agent == number && other->start_d < rx.stop_d && rx.start_d < other->stop_proposed_d)
                return bm__fail(patient, BM_ECONFLICT,
                                "prescribe %s: found a start on day %g, which overlaps with one that starts on day %g; "
                                "allowed is one at a time, because it takes the place of the habit",
                                agent->name, rx.start_d, other->start_d);
        }
    if (bm__simulation_propose(&patient->sim, &course, id) != BM_OK)
        return bm__fail(patient, BM_ENOMEM, "prescribe %s: no memory", agent->name);
    warn_if_unsuitable(patient, agent, &course);
    if (rx.dose < agent->usual_minimum || rx.dose > agent->usual_maximum)
        bm__warn(patient, "%s: a dose of %g %s is far from those studied, %g to %g %s", agent->name, rx.dose,
                 agent->unit, agent->usual_minimum, agent->usual_maximum, agent->unit);
    if (rx.start_d > BM_MAX_TIME_D || rx.adherence == 0.0)
        bm__warn(patient, "%s: the prescription never acts (start_d %g, adherence %g)", agent->name, rx.start_d,
                 rx.adherence);
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
