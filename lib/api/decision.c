/* SPDX-License-Identifier: Apache-2.0 */
/* Decisions of a host, registered at a patient: checked, kept, copied with her, found again for a snapshot. */
#include "api/handles.h"

static const size_t FIRST_DECISION = offsetof(bm_decision, functions) + sizeof(const bm_user_functions *);
static const size_t FIRST_FUNCTIONS = offsetof(bm_user_functions, restore) + sizeof(void *);
static const double SHORTEST_D = 1e-6; /* choice: a tenth of a second, so that every visit has a time of its own */

void bm_decision_init_sized(bm_decision *decision, size_t struct_size) {
    const bm_decision defaults = {
        .struct_size = (uint32_t)struct_size, .name = "", .first_d = BM_NEVER_D, .stop_d = BM_NEVER_D};
    if (decision && struct_size >= sizeof decision->struct_size)
        bm__copy_struct(decision, struct_size, &defaults, sizeof defaults);
}

/* Checks a decision and turns it into what the patient keeps of it. */
static bm_status read_decision(bm_patient *patient, const bm_decision *given, struct bm__decision *decision,
                               struct bm__decider *decider) {
    if (!given)
        return bm__fail(patient, BM_EINVAL, "decide: the decision is NULL");
    if (given->struct_size < FIRST_DECISION)
        return bm__fail(patient, BM_ESIZE, "decide: struct_size is %lu, allowed is %lu or more",
                        (unsigned long)given->struct_size, (unsigned long)FIRST_DECISION);
    bm_decision d = {0};
    struct bm__nearest nearest;
    bm__copy_struct(&d, sizeof d, given, given->struct_size);
    if (!d.visit || !d.name)
        return bm__fail(patient, BM_EINVAL, "decide: the %s is NULL", d.visit ? "name" : "visit function");
    if (strlen(d.name) >= sizeof decider->name)
        return bm__fail(patient, BM_ERANGE, "decide: the name has %lu characters, allowed are up to %lu",
                        (unsigned long)strlen(d.name), (unsigned long)sizeof decider->name - 1);
    if (!(d.first_d >= -BM_MAX_TIME_D && d.first_d <= BM_NEVER_D))
        return bm__fail(patient, BM_ERANGE, "decide: first_d is %g, allowed is %g to BM_NEVER_D", d.first_d,
                        -BM_MAX_TIME_D);
    if (!(d.every_d == 0.0 || (d.every_d >= SHORTEST_D && d.every_d <= BM_NEVER_D)))
        return bm__fail(patient, BM_ERANGE, "decide: every_d is %g, allowed is 0 (one visit), or %g days to BM_NEVER_D",
                        d.every_d, SHORTEST_D);
    if (!(d.stop_d >= -BM_MAX_TIME_D && d.stop_d <= BM_NEVER_D))
        return bm__fail(patient, BM_ERANGE, "decide: stop_d is %g, allowed is %g to BM_NEVER_D", d.stop_d,
                        -BM_MAX_TIME_D);
    if (d.first_d == BM_NEVER_D && !d.observable)
        return bm__fail(patient, BM_ECONFLICT,
                        "decide: neither first_d nor an observable is set; allowed is one of them, or both");
    if (!d.observable ? d.crossing != 0 : d.crossing == 0 || d.crossing > (BM_BELOW | BM_ABOVE))
        return bm__fail(patient, BM_EINVAL, "decide: crossing is %lu, allowed is %s", (unsigned long)d.crossing,
                        d.observable ? "BM_BELOW, BM_ABOVE or both" : "0 without an observable");
    if (d.observable &&
        bm_catalog_find(patient->model, BM_KIND_OBSERVABLE, d.observable, &decider->observable) != BM_OK)
        return bm__fail(patient, BM_ENOTFOUND, "decide: '%.60s' is not an observable of this model%s", d.observable,
                        bm__did_you_mean_one(&nearest, patient->model, BM_KIND_OBSERVABLE, d.observable));
    if (!isfinite(d.level))
        return bm__fail(patient, BM_ERANGE, "decide: level is %g, allowed is a number", d.level);
    if (d.functions && d.functions->struct_size < FIRST_FUNCTIONS)
        return bm__fail(patient, BM_ESIZE, "decide: struct_size of the functions is %lu, allowed is %lu or more",
                        (unsigned long)d.functions->struct_size, (unsigned long)FIRST_FUNCTIONS);
    *decision = (struct bm__decision){
        .calendar = {.start_d = d.first_d, .stop_d = d.stop_d, .every_d = d.every_d, .adherence = 1.0},
        .crossing = d.crossing,
        .level = d.level,
    };
    if (d.every_d == 0.0) { /* one visit: the one dose of a course */
        decision->calendar.every_d = 1.0;
        decision->calendar.doses = 1;
    }
    decider->visit = d.visit;
    decider->user = d.user;
    if (d.functions)
        bm__copy_struct(&decider->functions, sizeof decider->functions, d.functions, d.functions->struct_size);
    memcpy(decider->name, d.name, strlen(d.name) + 1);
    return BM_OK;
}

bm_status bm_patient_decide(bm_patient *patient, const bm_decision *given, uint64_t *id) {
    if (!patient)
        return BM_EINVAL;
    if (patient->busy)
        return bm__busy(patient, "decide");
    struct bm__decision decision;
    struct bm__decider decider = {0};
    const bm_status status = read_decision(patient, given, &decision, &decider);
    if (status != BM_OK)
        return status;
    const bm_allocator *allocator = &patient->model->allocator;
    const uint32_t n = patient->sim.n_decisions;
    if (n == BM__MAX_DECISIONS)
        return bm__fail(patient, BM_ESTATE, "decide: the patient has %d decisions already, and no more are allowed",
                        BM__MAX_DECISIONS);
    /* both lists, or neither */
    struct bm__decider *deciders = bm__allocate(allocator, n + 1u, sizeof *deciders);
    if (!deciders || bm__simulation_add_decision(&patient->sim, &decision) != BM_OK) {
        bm__release(allocator, deciders);
        return bm__fail(patient, BM_ENOMEM, "decide: no memory");
    }
    if (n > 0)
        memcpy(deciders, patient->deciders, n * sizeof *deciders);
    bm__release(allocator, patient->deciders);
    patient->deciders = deciders;
    decider.id = ++patient->last_decision;
    deciders[n] = decider;
    if (id)
        *id = decider.id;
    return BM_OK;
}

static void release_user(const struct bm__decider *decider) {
    if (decider->made && decider->functions.release)
        decider->functions.release(decider->user);
}

bm_status bm_patient_undecide(bm_patient *patient, uint64_t id) {
    if (!patient)
        return BM_EINVAL;
    if (patient->busy)
        return bm__busy(patient, "undecide");
    for (uint32_t i = 0; i < patient->sim.n_decisions; i++) {
        struct bm__decider *decider = &patient->deciders[i];
        if (decider->id != id)
            continue;
        release_user(decider);
        bm__simulation_remove_decision(&patient->sim, i);
        memmove(decider, decider + 1, (patient->sim.n_decisions - i) * sizeof *decider);
        return BM_OK;
    }
    return bm__fail(patient, BM_ENOTFOUND, "undecide: no decision has the number %llu", (unsigned long long)id);
}

void bm__decisions_release(bm_patient *patient) {
    for (uint32_t i = 0; patient->deciders && i < patient->sim.n_decisions; i++)
        release_user(&patient->deciders[i]);
    bm__release(&patient->model->allocator, patient->deciders);
    patient->deciders = NULL;
}

bm_status bm__decisions_copy(bm_patient *to, const struct bm__decider *from, void *const *users) {
    const uint32_t n = to->sim.n_decisions;
    to->deciders = NULL;
    if (n == 0)
        return BM_OK;
    to->deciders = bm__allocate(&to->model->allocator, n, sizeof *to->deciders);
    if (!to->deciders)
        return BM_ENOMEM;
    memcpy(to->deciders, from, n * sizeof *to->deciders);
    for (uint32_t i = 0; i < n; i++)
        to->deciders[i].made = 0;
    for (uint32_t i = 0; i < n; i++) {
        struct bm__decider *decider = &to->deciders[i];
        if (!decider->functions.copy)
            continue;
        const int32_t status = decider->functions.copy(users ? users[i] : from[i].user, &decider->user);
        if (status != 0) {
            bm__decisions_release(to);
            return status < 0 ? status : BM_EINVAL;
        }
        decider->made = 1;
    }
    return BM_OK;
}

bm_status bm__restore_decision(bm_patient *patient, const char *name, uint64_t id, uint8_t side, const void *bytes,
                               size_t size, const bm_callbacks *callbacks) {
    const uint32_t n = patient->sim.n_decisions;
    uint32_t skip = 0; /* of several with one name, each in turn */
    for (uint32_t i = 0; i < n; i++)
        skip += strcmp(patient->deciders[i].name, name) == 0;
    const char *at = (const char *)callbacks->decisions; /* as far apart as the host's build has them */
    const bm_decision *given = NULL;
    for (size_t i = 0; i < callbacks->n_decisions && !given; i++, at += callbacks->decisions->struct_size) {
        const bm_decision *candidate = (const bm_decision *)(const void *)at;
        if (candidate->struct_size < FIRST_DECISION)
            return BM_ESIZE;
        if (candidate->name && strcmp(candidate->name, name) == 0 && skip-- == 0)
            given = candidate;
    }
    if (!given)
        return BM_EMODEL;
    const bm_status status = bm_patient_decide(patient, given, NULL);
    if (status != BM_OK)
        return status;
    struct bm__decider *decider = &patient->deciders[n];
    decider->id = id;
    patient->sim.now.side[n] = side;
    if (!decider->functions.restore)
        return BM_OK;
    const int32_t answer = decider->functions.restore(given->user, bytes, size, &decider->user);
    decider->made = answer >= 0;
    return answer < 0 ? answer : BM_OK;
}
