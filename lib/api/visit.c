/* SPDX-License-Identifier: Apache-2.0 */
/* Visits: the host is called at a decision, looks, and proposes changes, which are taken in all together or not at all.
 */
#include <stdio.h>

#include "api/handles.h"

double bm__decision_level(bm_patient *patient, uint32_t decision, double time_d, const double *x) {
    struct bm__view view;
    bm__look(&view, &patient->sim, &patient->day0.reference, time_d, x);
    return bm__observe(patient, patient->deciders[decision].observable, &view);
}

uint64_t bm__wandering(const bm_patient *patient) {
    uint64_t bits = 0;
    for (uint32_t i = 0; i < patient->sim.n_decisions; i++)
        if (patient->sim.decisions[i].crossing &&
            patient->model->observables[patient->deciders[i].observable].family == BM__OBSERVE_SITE)
            bits |= UINT64_C(1) << i;
    return bits;
}

int32_t bm__hold_visit(bm_patient *patient, uint64_t member, uint32_t decision, uint32_t crossing) {
    const struct bm__decider *d = &patient->deciders[decision];
    struct bm_visit *visit = &patient->visit;
    char error[BM__MESSAGE_LENGTH];
    /* What goes wrong inside a visit that succeeds is the visit's own affair: the sentence of before comes back. */
    memcpy(error, patient->error, sizeof error);
    patient->error[0] = '\0';
    visit->patient = patient;
    visit->member = member;
    visit->crossing = crossing;
    visit->looked = 0;
    const int busy = patient->busy;
    patient->busy = visit->open = 1;
    const int32_t answer = d->visit(d->user, visit);
    patient->busy = busy;
    visit->open = 0;
    bm_status status = answer > 0 ? BM_EINVAL : answer;
    if (status != BM_OK)
        bm__simulation_withdraw(&patient->sim);
    else
        status = bm__simulation_accept(&patient->sim);
    if (status == BM_OK) {
        memcpy(patient->error, error, sizeof error);
        return BM_OK;
    }
    visit->failed = 1;
    memcpy(error, patient->error, sizeof error);
    if (answer == 0)
        snprintf(error, sizeof error, "there is no memory for what the visit changes");
    bm__fail(patient, status, "the visit of decision '%s' on day %g returned %ld%s%s", d->name, patient->sim.now.time_d,
             (long)answer,
             error[0]     ? ": "
             : answer > 0 ? ", allowed is 0 or less"
                          : "",
             error);
    return status;
}

/* The patient of a visit that is going on; otherwise a status says what is wrong. */
static bm_status find_visited(const bm_visit *visit, bm_patient **patient) {
    if (!visit)
        return BM_EINVAL;
    *patient = visit->patient;
    return visit->open ? BM_OK : BM_ESTATE;
}

bm_status bm_visit_time(const bm_visit *visit, double *time_d) {
    bm_patient *patient;
    const bm_status visited = find_visited(visit, &patient);
    if (visited != BM_OK)
        return visited;
    if (!time_d)
        return BM_EINVAL;
    *time_d = patient->sim.now.time_d;
    return BM_OK;
}

bm_status bm_visit_member(const bm_visit *visit, uint64_t *member) {
    bm_patient *patient;
    const bm_status visited = find_visited(visit, &patient);
    if (visited != BM_OK)
        return visited;
    if (!member)
        return BM_EINVAL;
    *member = visit->member;
    return BM_OK;
}

bm_status bm_visit_crossed(const bm_visit *visit, uint32_t *crossing) {
    bm_patient *patient;
    const bm_status visited = find_visited(visit, &patient);
    if (visited != BM_OK)
        return visited;
    if (!crossing)
        return BM_EINVAL;
    *crossing = visit->crossing;
    return BM_OK;
}

bm_status bm_visit_observe(bm_visit *visit, const char *name, double *value) {
    bm_patient *patient;
    const bm_status visited = find_visited(visit, &patient);
    if (visited != BM_OK)
        return visited;
    size_t index;
    const bm_status status = bm__find_observable(patient, name, &index);
    return status == BM_OK ? bm_visit_observe_index(visit, index, value) : status;
}

bm_status bm_visit_observe_index(bm_visit *visit, size_t index, double *value) {
    bm_patient *patient;
    const bm_status visited = find_visited(visit, &patient);
    if (visited != BM_OK)
        return visited;
    const bm_status status = bm__check_observable(patient, index, value);
    if (status != BM_OK)
        return status;
    if (!visit->looked) /* once: time stands still at a visit, and what it proposes has not happened */
        bm__look(&visit->view, &patient->sim, &patient->day0.reference, patient->sim.now.time_d, patient->sim.now.x);
    visit->looked = 1;
    const double found = bm__observe(patient, index, &visit->view);
    char text[BM__MESSAGE_LENGTH];
    const bm_status stopped = bm__simulation_stopped(&patient->sim);
    if (stopped != BM_OK)
        return bm__fail(patient, stopped, "observe: %s", bm__reason(patient, stopped, text));
    *value = found;
    return BM_OK;
}

bm_status bm_visit_prescribe(bm_visit *visit, const bm_prescription *prescription, uint64_t *id) {
    bm_patient *patient;
    const bm_status visited = find_visited(visit, &patient);
    if (visited != BM_OK)
        return visited;
    uint64_t proposed;
    const bm_status status = bm__propose(patient, prescription, patient->sim.now.time_d, &proposed);
    if (status == BM_OK && id)
        *id = proposed;
    return status;
}

bm_status bm_visit_stop(bm_visit *visit, uint64_t id, double stop_d) {
    bm_patient *patient;
    const bm_status visited = find_visited(visit, &patient);
    if (visited != BM_OK)
        return visited;
    return bm__propose_stop(patient, id, stop_d);
}

bm_status bm_visit_change(bm_visit *visit, uint64_t id, const bm_prescription *prescription, uint64_t *new_id) {
    bm_patient *patient;
    const bm_status visited = find_visited(visit, &patient);
    if (visited != BM_OK)
        return visited;
    struct bm__course *course = bm__simulation_find(&patient->sim, id);
    if (!course)
        return bm__no_such_course(patient, "change", id);
    /* stopped first, for it may be a habit that the new one replaces */
    const double stop_d = course->stop_proposed_d;
    course->stop_proposed_d = fmin(stop_d, patient->sim.now.time_d);
    const bm_status status = bm_visit_prescribe(visit, prescription, new_id);
    if (status != BM_OK)
        bm__simulation_find(&patient->sim, id)->stop_proposed_d = stop_d;
    return status;
}

const char *bm_visit_last_error(const bm_visit *visit) {
    bm_patient *patient;
    return find_visited(visit, &patient) == BM_OK ? patient->error : "";
}
