/* SPDX-License-Identifier: Apache-2.0 */
/* What a patient is, read back: what was set of her, prescribed and decided. */
#include "api/handles.h"

int bm__is_set(const bm_patient *patient, uint32_t kind, size_t index) {
    const uint32_t i = (uint32_t)index;
    if (kind == BM_KIND_COVARIATE)
        return !isnan(patient->day0.covariates[i]);
    if (kind == BM_KIND_PARAMETER)
        return patient->sim.parameters[i] != bm__parameter_row(i)->value;
    return bm__state_row(i)->kind != BM__STATE_COMPUTED && patient->sim.initial[i] != bm__state_row(i)->value;
}

bm_status bm_patient_is_set(bm_patient *patient, const char *name, int32_t *set) {
    static const uint32_t kinds[] = {BM_KIND_PARAMETER, BM_KIND_COVARIATE, BM_KIND_INITIAL};
    if (!patient)
        return BM_EINVAL;
    if (!name || !set)
        return bm__fail(patient, BM_EINVAL, "is_set: the %s is NULL", name ? "answer" : "name");
    for (uint32_t k = 0; k < BM__COUNT(kinds); k++) {
        size_t index;
        if (bm_catalog_find(patient->model, kinds[k], name, &index) == BM_OK) {
            *set = bm__is_set(patient, kinds[k], index);
            return BM_OK;
        }
    }
    return bm__no_such_value(patient, "is_set", name);
}

bm_prescription bm__prescription_of(const bm_patient *patient, const struct bm__course *course,
                                    bm_named_value *parameters) {
    const struct bm__agent *agent = bm__agent_of(&patient->sim, course->agent);
    bm_prescription rx = {
        .struct_size = (uint32_t)sizeof rx,
        .doses = course->doses,
        .agent = agent->name,
        .dose = course->dose,
        .every_d = bm__is_continuous(agent) ? 0.0 : course->every_d, /* of a programme: between its sessions */
        .start_d = course->start_d,
        .stop_d = course->stop_d,
        .adherence = course->adherence,
    };
    for (uint32_t i = 0; i < agent->n_options; i++)
        if (!isnan(course->options[i])) /* else the preset's */
            parameters[rx.n_parameters++] =
                (bm_named_value){agent->options[i].name + strlen(agent->name) + 1, course->options[i]};
    rx.parameters = rx.n_parameters ? parameters : NULL;
    return rx;
}

size_t bm_patient_prescription_count(const bm_patient *patient) {
    return patient ? patient->sim.n_courses : 0;
}

bm_status bm_patient_read_prescription_sized(bm_patient *patient, size_t index, bm_prescription *prescription,
                                             size_t struct_size, uint64_t *id, double *doses_given) {
    if (!patient)
        return BM_EINVAL;
    if (patient->busy)
        return bm__busy(patient, "read_prescription");
    if (!prescription)
        return bm__fail(patient, BM_EINVAL, "read_prescription: the prescription is NULL");
    const bm_status status = bm__check_prescription_size(patient, "read_prescription", struct_size);
    if (status != BM_OK)
        return status;
    if (index >= patient->sim.n_courses)
        return bm__fail(patient, BM_ENOTFOUND, "read_prescription: index %llu, and the patient has %lu prescriptions",
                        (unsigned long long)index, (unsigned long)patient->sim.n_courses);
    const struct bm__course *course = &patient->sim.courses[index];
    bm_prescription rx = bm__prescription_of(patient, course, patient->read_parameters);
    rx.struct_size = (uint32_t)struct_size;
    bm__copy_struct(prescription, struct_size, &rx, sizeof rx);
    if (id)
        *id = course->id;
    if (doses_given)
        *doses_given = bm__course_doses_given(course, patient->sim.now.time_d);
    return BM_OK;
}

size_t bm_patient_decision_count(const bm_patient *patient) {
    return patient ? patient->sim.n_decisions : 0;
}

bm_status bm_patient_read_decision_sized(bm_patient *patient, size_t index, bm_decision *decision, size_t struct_size,
                                         uint64_t *id) {
    static const size_t first = offsetof(bm_decision, functions) + sizeof(const bm_user_functions *);
    if (!patient)
        return BM_EINVAL;
    if (patient->busy)
        return bm__busy(patient, "read_decision");
    if (!decision)
        return bm__fail(patient, BM_EINVAL, "read_decision: the decision is NULL");
    if (struct_size < first || struct_size > UINT32_MAX)
        return bm__fail(patient, BM_ESIZE, "read_decision: struct_size is %llu, allowed is %lu or more",
                        (unsigned long long)struct_size, (unsigned long)first);
    if (index >= patient->sim.n_decisions)
        return bm__fail(patient, BM_ENOTFOUND, "read_decision: index %llu, and the patient has %lu decisions",
                        (unsigned long long)index, (unsigned long)patient->sim.n_decisions);
    const struct bm__decider *decider = &patient->deciders[index];
    const struct bm__decision *d = &patient->sim.decisions[index];
    const bm_decision whole = {
        .struct_size = (uint32_t)struct_size,
        .crossing = d->crossing,
        .name = decider->name,
        .visit = decider->visit,
        .user = decider->user,
        .first_d = d->calendar.start_d,
        .every_d = d->calendar.doses == 1 ? 0.0 : d->calendar.every_d,
        .stop_d = d->calendar.stop_d,
        .observable = d->crossing ? patient->model->observable_names[decider->observable] : NULL,
        .level = d->level,
        .functions = decider->functions.struct_size ? &decider->functions : NULL,
    };
    bm__copy_struct(decision, struct_size, &whole, sizeof whole);
    if (id)
        *id = decider->id;
    return BM_OK;
}
