/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Members as patients: the host's side of lib/cohort, which lends it patients to simulate members in; members taken out
 * of the cohort, and those that failed. Several threads are in here at once, each with patients of its own.
 */
#include <stdio.h>

#include "api/cohort_handle.h"
#include "cohort/random.h"

void bm__close_slot(void *user, struct bm__slot *slot) {
    (void)user;
    bm_patient_destroy(slot->patient); /* lessons of the cohort's are not hers */
}

bm_status bm__open_slot(const bm_patient *profile, int alone, struct bm__slot *slot) {
    bm_patient *patient;
    const bm_status status = bm_patient_clone(profile, &patient);
    if (status != BM_OK)
        return status;
    if (!alone) /* in lanes, one integrator takes the steps of several */
        bm__simulation_leave_integrator(&patient->sim);
    *slot = (struct bm__slot){.patient = patient,
                              .sim = &patient->sim,
                              .day0 = &patient->day0,
                              .walk = &patient->walk,
                              .study = &patient->study,
                              .learned = &patient->learned};
    return BM_OK;
}

static bm_status open_slot(void *user, int alone, struct bm__slot *slot) {
    const bm_cohort *cohort = user;
    return bm__open_slot(cohort->profile, alone, slot);
}

/*
 * What is stored of a member: the memory behind the user pointers of her hooks, then of her decisions. The slot that
 * she takes works on copies, so that a call can be undone.
 */
static uint32_t n_users(const bm_patient *patient) {
    return bm__hooks_count(patient->sim.hooks) + patient->sim.n_decisions;
}

static void discard(void *user, void *stored) {
    const bm_cohort *cohort = user;
    const struct bm__hooks *hooks = cohort->profile->sim.hooks;
    const uint32_t n_hooks = bm__hooks_count(hooks), n = n_users(cohort->profile);
    void **users = stored;
    for (uint32_t i = 0; users && i < n; i++) {
        const bm_user_functions *functions =
            i < n_hooks ? &hooks->hook[i]->functions : &cohort->profile->deciders[i - n_hooks].functions;
        if (functions->copy && functions->release)
            functions->release(users[i]);
    }
    bm__release(cohort->cohort.allocator, users);
}

static bm_status restore(void *user, struct bm__slot *slot, void *stored) {
    const bm_cohort *cohort = user;
    bm_patient *patient = slot->patient;
    const struct bm__hooks *hooks = cohort->profile->sim.hooks;
    void **users = stored;
    patient->error[0] = '\0';
    patient->n_warnings = 0;
    const bm_status status = bm__hooks_renew(patient->sim.hooks, hooks, users);
    if (status != BM_OK)
        return status;
    bm__decisions_release(patient);
    return bm__decisions_copy(patient, cohort->profile->deciders, users ? users + bm__hooks_count(hooks) : NULL);
}

static bm_status store(void *user, struct bm__slot *slot, void **stored) {
    const bm_cohort *cohort = user;
    bm_patient *patient = slot->patient;
    const uint32_t n_hooks = bm__hooks_count(patient->sim.hooks), n = n_users(patient);
    int any = 0;
    *stored = NULL;
    for (uint32_t i = 0; i < n; i++)
        any |= i < n_hooks ? patient->sim.hooks->hook[i]->owned != 0 : patient->deciders[i - n_hooks].made;
    if (!any)
        return BM_OK;
    void **users = bm__allocate(cohort->cohort.allocator, n, sizeof *users);
    if (!users)
        return BM_ENOMEM;
    for (uint32_t i = 0; i < n_hooks; i++) {
        users[i] = patient->sim.hooks->hook[i]->host.user;
        patient->sim.hooks->hook[i]->owned = 0;
    }
    for (uint32_t i = n_hooks; i < n; i++) {
        users[i] = patient->deciders[i - n_hooks].user;
        patient->deciders[i - n_hooks].made = 0;
    }
    *stored = users;
    return BM_OK;
}

static int32_t visit(void *user, const struct bm__slot *slot, uint64_t member, uint32_t decision, uint32_t crossing) {
    const bm_cohort *cohort = user;
    return bm__hold_visit(slot->patient, cohort->cohort.population.first + member, decision, crossing);
}

static double level(void *user, const struct bm__slot *slot, uint32_t decision, double time_d, const double *x) {
    (void)user;
    return bm__decision_level(slot->patient, decision, time_d, x);
}

static bm_status check(void *user, struct bm__slot *slot) {
    (void)user;
    return bm__check_person(slot->patient);
}

/* What a measurement at a time errs by: its factors now. */
static void draw_errors(const bm_cohort *cohort, uint64_t member, double time_d, double site[BM__N_SITES],
                        double marker[BM__N_MARKERS]) {
    const uint64_t seed = cohort->cohort.population.seed;
    member += cohort->cohort.population.first;
    uint64_t bits;
    const double time = time_d + 0.0; /* -0 is 0 */
    memcpy(&bits, &time, sizeof bits);
    const uint32_t occasion = (uint32_t)(bits ^ bits >> 32);
    for (int i = 0; i < BM__N_SITES; i++)
        site[i] = bm__exp(cohort->measurement_error * cohort->site_cv[i] *
                          bm__random_normal(seed, member, cohort->site_key[i], occasion));
    for (int i = 0; i < BM__N_MARKERS; i++)
        marker[i] = bm__exp(cohort->measurement_error * cohort->marker_cv[i] *
                            bm__random_normal(seed, member, cohort->marker_key[i], occasion));
}

/* Of each datum that is asked for the logarithm of what the model says (with the walk's drift, but nothing by chance),
 * and the SD of the study's difference. */
static void read_measured(bm_patient *patient, struct bm__view *view, const struct bm__datum *data, size_t n,
                          double *row) {
    struct bm__simulation *sim = &patient->sim;
    for (size_t i = 0; i < n; i++) {
        const uint64_t of = data[i].of;
        double value, study_sd = 0.0, drift = 0.0;
        if (of < BM__OF_MARKER) {
            const enum bm__site site = (enum bm__site)of;
            const double relative = bm__bmd_relative(sim, site, view->x), sd = patient->walk.sd[site];
            value = view->reference->bmd[site] * relative;
            drift = 0.5 * sd * sd * view->time_d / BM__DAYS_PER_YEAR;
            study_sd = bm__study_density_sd(&patient->study, sim, view->time_d, relative);
        } else if (of < BM__OF_BLOOD) {
            const enum bm__marker marker = (enum bm__marker)(of - BM__OF_MARKER);
            value = bm__marker_readout(view, 0, marker);
            study_sd = bm__study_marker_sd(&patient->study, sim, view->time_d, bm__marker_relative(view, marker));
        } else {
            value = bm__readout(view, (enum bm__readout)(of - BM__OF_BLOOD));
        }
        row[2 * i] = bm__log(fmax(value, 1e-300)) - drift;
        row[2 * i + 1] = study_sd;
    }
}

static void read_member(void *user, const struct bm__slot *slot, uint64_t member, double time_d, const double *x,
                        double *row) {
    const bm_cohort *cohort = user;
    bm_patient *patient = slot->patient;
    struct bm__errors errors;
    struct bm__view view;
    bm__look(&view, &patient->sim, &patient->day0.reference, time_d, x);
    if (cohort->n_asked > 0) {
        read_measured(patient, &view, cohort->asked, cohort->n_asked, row);
        return;
    }
    if (cohort->measurement_error > 0.0) {
        draw_errors(cohort, member, time_d, errors.site, errors.marker);
        draw_errors(cohort, member, 0.0, errors.site_day_0, errors.marker_day_0);
        view.errors = &errors;
    }
    for (size_t i = 0; i < cohort->n_observables; i++)
        row[i] = bm__observe(patient, cohort->observables[i], &view);
}

static bm_status failed(void *user, const struct bm__slot *slot, uint64_t member, bm_status status, const char *bad) {
    bm_cohort *cohort = user;
    const bm_patient *patient = slot->patient;
    member += cohort->cohort.population.first;
    if (cohort->n_failures == cohort->failures_capacity) {
        const size_t capacity = cohort->failures_capacity ? 2 * cohort->failures_capacity : 8;
        struct bm__failure *failures = bm__allocate(cohort->cohort.allocator, capacity, sizeof *failures);
        if (!failures)
            return BM_ENOMEM;
        if (cohort->n_failures > 0)
            memcpy(failures, cohort->failures, cohort->n_failures * sizeof *failures);
        bm__release(cohort->cohort.allocator, cohort->failures);
        cohort->failures = failures;
        cohort->failures_capacity = capacity;
    }
    size_t i = cohort->n_failures++; /* threads fail in any order; members are reported in theirs */
    for (; i > 0 && cohort->failures[i - 1].member > member; i--)
        cohort->failures[i] = cohort->failures[i - 1];
    struct bm__failure *failure = &cohort->failures[i];
    char text[BM__MESSAGE_LENGTH];
    failure->member = member;
    failure->status = status;
    if (patient->error[0])
        snprintf(failure->text, sizeof failure->text, "%s", patient->error);
    else if (bad)
        snprintf(failure->text, sizeof failure->text,
                 "the member's parameters do not fit together: derived constant %s is not finite", bad);
    else if (status == BM_ERANGE)
        snprintf(failure->text, sizeof failure->text, "no draw of the member's covariates lies within their ranges");
    else if (!patient->sim.prepared)
        snprintf(failure->text, sizeof failure->text, "the history before day 0: %s",
                 bm__reason(patient, status, text));
    else
        snprintf(failure->text, sizeof failure->text, "after day %g: %s", cohort->time_d,
                 bm__reason(patient, status, text));
    return BM_OK;
}

static int progress(void *user, double time_d, double fraction) {
    bm_cohort *cohort = user;
    return cohort->progress &&
           cohort->progress(cohort->progress_user, time_d, cohort->done + cohort->part * fraction) != 0;
}

struct bm__cohort_host bm__cohort_host_of(bm_cohort *cohort) {
    return (struct bm__cohort_host){
        .user = cohort,
        .open = open_slot,
        .close = bm__close_slot,
        .restore = restore,
        .store = store,
        .discard = discard,
        .visit = visit,
        .level = level,
        .check = check,
        .read = read_member,
        .failed = failed,
        .progress = progress,
    };
}

bm_status bm__check_correlations(bm_cohort *cohort, const char *call) {
    if (!cohort->members && !bm__population_factorise(&cohort->cohort.population))
        return bm__cohort_fail(
            cohort, BM_ECONFLICT,
            "%s: the correlations contradict each other; allowed are correlations that are possible together", call);
    return BM_OK;
}

bm_status bm_cohort_member(bm_cohort *cohort, uint64_t number, bm_patient **out) {
    if (!cohort)
        return BM_EINVAL;
    if (cohort->busy)
        return bm__cohort_busy(cohort, "member");
    if (!out)
        return bm__cohort_fail(cohort, BM_EINVAL, "member: patient is NULL");
    const uint64_t first = cohort->cohort.population.first, place = number - first;
    if (number < first || place >= cohort->cohort.size)
        return bm__cohort_fail(cohort, BM_ENOTFOUND, "member: number %llu, allowed is %llu to %llu",
                               (unsigned long long)number, (unsigned long long)first,
                               (unsigned long long)(first + cohort->cohort.size - 1));
    const struct bm__member *member = cohort->members ? &cohort->members[place] : NULL;
    if (member && member->status != BM_OK)
        return bm__cohort_fail(cohort, member->status, "member %llu failed: %s", (unsigned long long)number,
                               bm_status_text(member->status));
    struct bm__slot slot;
    const char *bad = NULL;
    bm_status status = bm__check_correlations(cohort, "member");
    if (status != BM_OK)
        return status;
    status = open_slot(cohort, 1, &slot);
    if (status != BM_OK)
        return bm__cohort_fail(cohort, status, "member: no memory for a patient");
    status = bm__member_begin(&cohort->cohort, place, member, &slot, &bad);
    if (status == BM_OK)
        status = bm__keep_lessons(slot.patient);
    if (status == BM_OK) {
        *out = slot.patient;
        return BM_OK;
    }
    const char *sentence = bm_patient_last_error(slot.patient);
    bm__cohort_fail(cohort, status, "member %llu: %s", (unsigned long long)number,
                    *sentence ? sentence : bm_status_text(status));
    bm__close_slot(cohort, &slot);
    return status;
}

size_t bm_cohort_failure_count(const bm_cohort *cohort) {
    return cohort ? cohort->n_failures : 0;
}

bm_status bm_cohort_failure(const bm_cohort *cohort, size_t index, uint64_t *member, bm_status *status) {
    if (!cohort)
        return BM_EINVAL;
    if (index >= cohort->n_failures)
        return BM_ENOTFOUND;
    if (member)
        *member = cohort->failures[index].member;
    if (status)
        *status = cohort->failures[index].status;
    return BM_OK;
}

const char *bm_cohort_failure_text(const bm_cohort *cohort, size_t index) {
    return cohort && index < cohort->n_failures ? cohort->failures[index].text : NULL;
}
