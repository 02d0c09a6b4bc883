/* SPDX-License-Identifier: Apache-2.0 */
#include "api/handles.h"

static const size_t FIRST_PRESCRIPTION = offsetof(bm_prescription, n_parameters) + sizeof(size_t);

/* The agent of a name, or NULL. */
static const struct bm__agent *find_agent(const bm_model *model, const char *name, uint32_t *number) {
    for (uint32_t i = 0; i < BM__N_PRESCRIBABLE; i++)
        if (strcmp(bm__agents[model->agents[i]]->name, name) == 0) {
            *number = model->agents[i];
            return bm__agents[*number];
        }
    return NULL;
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
    const bm_prescription label = {
        .struct_size = (uint32_t)struct_size,
        .agent = found->name,
        .dose = found->dose_label,
        .every_d = found->every_label_d,
        .stop_d = BM_NEVER_D,
        .adherence = 1.0,
    };
    bm__copy_struct(prescription, struct_size, &label, sizeof label);
    return BM_OK;
}

bm_status bm_patient_prescribe(bm_patient *patient, const bm_prescription *prescription, uint64_t *id) {
    if (!patient)
        return BM_EINVAL;
    if (patient->busy)
        return bm__fail(patient, BM_ESTATE, "prescribe: the patient is in a call that reports progress");
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
    const struct bm__agent *agent = find_agent(patient->model, rx.agent, &number);
    if (!agent)
        return bm__fail(patient, BM_ENOTFOUND, "prescribe: '%.60s' is not an agent of this model", rx.agent);
    const int continuous = (agent->flags & BM_FLAG_CONTINUOUS) != 0;
    const double now_d = patient->sim.now.time_d;

#define REFUSE_UNLESS(condition, status, format, ...)                                                                  \
    do {                                                                                                               \
        if (!(condition))                                                                                              \
            return bm__fail(patient, status, "prescribe %s: " format, agent->name, __VA_ARGS__);                       \
    } while (0)
    REFUSE_UNLESS(rx.dose >= agent->dose_minimum && rx.dose <= agent->dose_maximum, BM_ERANGE,
                  "dose is %g, allowed is %g to %g %s", rx.dose, agent->dose_minimum, agent->dose_maximum, agent->unit);
    REFUSE_UNLESS(rx.start_d >= now_d && rx.start_d <= BM_NEVER_D, BM_ERANGE,
                  "start_d is %g, allowed is the present day %g or later", rx.start_d, now_d);
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
    REFUSE_UNLESS(rx.n_parameters == 0 || rx.parameters[0].name, BM_EINVAL, "the name of parameter %d is NULL", 0);
    REFUSE_UNLESS(rx.n_parameters == 0, BM_ENOTFOUND, "'%.60s' is not a parameter of this agent, which has none",
                  rx.parameters[0].name);
#undef REFUSE_UNLESS

    const struct bm__course course = {
        .agent = number,
        .continuous = (uint32_t)continuous,
        .doses = rx.doses,
        .dose = rx.dose,
        .every_d = rx.every_d,
        .start_d = rx.start_d,
        .stop_d = rx.stop_d,
        .adherence = rx.adherence,
    };
    uint64_t added;
    if (bm__simulation_add(&patient->sim, &course, &added) != BM_OK)
        return bm__fail(patient, BM_ENOMEM, "prescribe %s: no memory", agent->name);
    if (id)
        *id = added;
    if (rx.dose < agent->usual_minimum || rx.dose > agent->usual_maximum)
        bm__warn(patient, "%s: a dose of %g %s is far from those studied, %g to %g %s", agent->name, rx.dose,
                 agent->unit, agent->usual_minimum, agent->usual_maximum, agent->unit);
    if (rx.start_d > BM_MAX_TIME_D || rx.adherence == 0.0)
        bm__warn(patient, "%s: the prescription never acts (start_d %g, adherence %g)", agent->name, rx.start_d,
                 rx.adherence);
    return BM_OK;
}

bm_status bm_patient_stop(bm_patient *patient, uint64_t id, double stop_d) {
    if (!patient)
        return BM_EINVAL;
    if (patient->busy)
        return bm__fail(patient, BM_ESTATE, "stop: the patient is in a call that reports progress");
    if (!(stop_d >= patient->sim.now.time_d && stop_d <= BM_NEVER_D))
        return bm__fail(patient, BM_ERANGE, "stop: stop_d is %g, allowed is the present day %g or later", stop_d,
                        patient->sim.now.time_d);
    for (uint32_t i = 0; i < patient->sim.n_courses; i++) {
        struct bm__course *course = &patient->sim.courses[i];
        if (course->id == id) {
            course->stop_d = fmin(course->stop_d, stop_d);
            return BM_OK;
        }
    }
    return bm__fail(patient, BM_ENOTFOUND, "stop: no prescription has the number %llu", (unsigned long long)id);
}
