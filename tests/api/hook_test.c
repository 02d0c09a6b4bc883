/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A host's own interventions as a host sees them: continuous and in doses, events, jumps in time, at visits, in
 * cohorts, in her history. What they may not do is in hook_failures_test.c, copies of them in hook_copies_test.c, the
 * same bits as the library's own agents in tests/simulation.
 */
#include "support/hook_case.h"

static void continuous(void **state) {
    (void)state;
    bm_hook hook = hook_new("infusion", hook_supply);
    hook.flags = BM_HOOK_CONTINUOUS;
    hook.n_targets = 1;
    hook.targets = hook_pth;
    bm_patient *hooked = bm_test_patient(hook_models[CORE], 0.0), *built_in = bm_test_patient(hook_models[CORE], 0.0);
    OK(hooked, bm_patient_hook(hooked, &hook));
    for (int k = 0; k < 2; k++) {
        bm_patient *patient = k ? hooked : built_in;
        for (int twice = 0; twice < 2; twice++) { /* which adds up; and adherence counts */
            bm_prescription rx;
            OK(patient, bm_patient_prescription_init(patient, k ? "infusion" : "pth_infusion", &rx));
            assert_true(rx.every_d == 0.0);
            rx.dose = 100.0;
            rx.adherence = twice ? 0.25 : 1.0;
            rx.start_d = 2.0 + twice;
            rx.stop_d = 20.0;
            OK(patient, bm_patient_prescribe(patient, &rx, NULL));
        }
        OK(patient, bm_patient_advance_to(patient, 25.0));
    }
    hook_assert_same_now(hooked, built_in, NULL, "pth_infusion");
    bm_patient_destroy(hooked);
    bm_patient_destroy(built_in);
}

static void events(void **state) {
    (void)state;
    for (int which = CORE; which <= FULL; which++) {
        bm_patient *dosed = bm_test_patient(hook_models[which], 0.0),
                   *jumping = bm_test_patient(hook_models[which], 0.0);
        bm_hook hook = hook_depot("depot");
        OK(dosed, bm_patient_hook(dosed, &hook));
        hook_prescribe(dosed, "depot", 50.0, 10.0, 5.0);
        int count = 0;
        hook.next_event = hook_every_ten_days;
        hook.event = hook_fifty;
        hook.user = &count;
        OK(jumping, bm_patient_hook(jumping, &hook));
        for (int k = 1; k <= 9; k++) { /* at days of events and between */
            OK(dosed, bm_patient_advance_to(dosed, 5.0 * k));
            OK(jumping, bm_patient_advance_to(jumping, 5.0 * k));
            hook_assert_same_now(jumping, dosed, "depot", NULL);
        }
        assert_int_equal(count, 4); /* the one of day 45 is not yet due */
        bm_patient_destroy(dosed);
        bm_patient_destroy(jumping);
    }
}

/* Equations that jump with time: with a stop there the steps do not have to find the place. */
static int32_t switched(void *user, bm_hook_at *at) {
    (void)user;
    at->targets[0] = at->time_h >= 24.0 * 5.0 && at->time_h < 24.0 * 15.0 ? 0.05 : 0.0;
    return 0;
}
static int32_t next_switch(void *user, double time_d, double *event_d) {
    (void)user;
    *event_d = time_d < 5.0 ? 5.0 : time_d < 15.0 ? 15.0 : BM_NEVER_D;
    return 0;
}

static void jumps_in_time(void **state) {
    (void)state;
    bm_hook hook = hook_new("switched", switched);
    hook.n_targets = 1;
    hook.targets = hook_rankl;
    bm_patient *patients[3];
    for (int k = 0; k < 3; k++) { /* with stops; without; with, nearly exact */
        patients[k] = bm_test_patient(hook_models[CORE], k == 2 ? 1e-11 : 1e-6);
        hook.next_event = k == 1 ? NULL : next_switch;
        OK(patients[k], bm_patient_hook(patients[k], &hook));
        OK(patients[k], bm_patient_advance_to(patients[k], 20.0));
    }
    const uint64_t with = bm_test_stats(patients[0]).rejected_steps,
                   without = bm_test_stats(patients[1]).rejected_steps;
    print_message("rejected steps: %lu with stops, %lu without\n", (unsigned long)with, (unsigned long)without);
    assert_true(with < 20 && without > 2 * with);
    double found[BM_TEST_MAX_OBSERVABLES], exact[BM_TEST_MAX_OBSERVABLES];
    const size_t n = bm_test_observe_all(hook_models[CORE], patients[0], found);
    bm_test_observe_all(hook_models[CORE], patients[2], exact);
    for (size_t i = 0; i < n; i++)
        bm_assert_close(found[i], exact[i], 2e-5, 0.0);
    for (int k = 0; k < 3; k++)
        bm_patient_destroy(patients[k]);
}

/* A reading at the instant of a jump is one before it, also of a clone and of a patient from a snapshot. */
static void reading_at_a_jump(void **state) {
    (void)state;
    static const char *const falls[] = {"fall_rate"};
    bm_hook hook = hook_new("switched", switched);
    hook.n_targets = 1;
    hook.targets = falls;
    hook.next_event = next_switch;
    hook.functions = &hook_stateless;
    for (int second = 0; second < 2; second++) {
        bm_patient *patients[3] = {bm_test_patient(hook_models[FULL], 0.0)};
        OK(patients[0], bm_patient_hook(patients[0], &hook));
        OK(patients[0], bm_patient_advance_to(patients[0], second ? 15.0 : 5.0));
        OK(patients[0], bm_patient_clone(patients[0], &patients[1]));
        struct bm_bytes saved = bm_test_save(patients[0]);
        const bm_callbacks callbacks = {.struct_size = (uint32_t)sizeof callbacks, .hooks = &hook, .n_hooks = 1};
        OK(NULL, bm_patient_load_with(hook_models[FULL], saved.data, saved.size, &callbacks, &patients[2]));
        free(saved.data);
        for (int k = 0; k < 3; k++) {
            const double before = bm_test_observe(patients[k], "falls.relative_rate");
            OK(patients[k], bm_patient_advance_by(patients[k], 1e-6));
            const double after = bm_test_observe(patients[k], "falls.relative_rate");
            bm_assert_close(second ? before : after, exp(0.05), 1e-12, 0.0);
            assert_true((second ? after : before) == 1.0);
            bm_patient_destroy(patients[k]);
        }
    }
}

struct visitor {
    bm_prescription rx;
    bm_status observed;
    struct unwilling *gives_up; /* from the visit on */
};
static int32_t begin_drug(void *user, bm_visit *visit) {
    struct visitor *v = user;
    double value = 0.0;
    if (v->gives_up)
        v->gives_up->what = IN_FIELD;
    v->observed = bm_visit_observe(visit, "falls.relative_rate", &value); /* asks hooks */
    return v->observed == BM_OK ? bm_visit_prescribe(visit, &v->rx, NULL) : v->observed;
}

/* A visit prescribes a hook, as if it had been prescribed before; and reads her while the hook gives up. */
static void visits(void **state) {
    (void)state;
    struct unwilling u = {0, 0.0};
    bm_patient *patients[2];
    for (int k = 0; k < 2; k++) {
        bm_patient *patient = patients[k] = bm_test_patient(hook_models[FULL], 0.0);
        const bm_hook hook = hook_unwilling(&u);
        OK(patient, bm_patient_hook(patient, &hook));
        struct visitor visitor = {.observed = BM_OK};
        OK(patient, bm_patient_prescription_init(patient, "unwilling", &visitor.rx));
        visitor.rx.agent = "unwilling"; /* not the string of a patient who goes first */
        visitor.rx.start_d = 12.0;
        visitor.rx.dose = 20.0;
        visitor.rx.every_d = 9.0;
        bm_decision decision;
        bm_decision_init(&decision);
        decision.visit = begin_drug;
        decision.user = &visitor;
        decision.first_d = 12.0;
        if (k == 0)
            OK(patient, bm_patient_decide(patient, &decision, NULL));
        else
            OK(patient, bm_patient_prescribe(patient, &visitor.rx, NULL));
        if (k == 0) {
            OK(patient, bm_patient_advance_to(patient, 11.0));
            struct bm_bytes before = bm_test_save_bare(patient);
            visitor.gives_up = &u;
            FAILS(bm_patient_advance_to(patient, 30.0), -1234);
            assert_int_equal(visitor.observed, -1234);
            u.what = 0;
            assert_true(bm_test_same_bytes(bm_test_save_bare(patient), before));
            visitor.gives_up = NULL;
            bm_patient_destroy(patient);
            patient = patients[k] = bm_test_patient(hook_models[FULL], 0.0);
            OK(patient, bm_patient_hook(patient, &hook));
            OK(patient, bm_patient_decide(patient, &decision, NULL));
        }
        OK(patient, bm_patient_advance_to(patient, 60.0));
        assert_true(k == 1 || visitor.observed == BM_OK);
    }
    hook_assert_same_now(patients[0], patients[1], "unwilling", NULL);
    bm_patient_destroy(patients[0]);
    bm_patient_destroy(patients[1]);
}

static bm_cohort *cohort_of(const bm_patient *profile) {
    bm_cohort_options options;
    bm_cohort_options_init(&options);
    return hook_cohort(profile, &options);
}

/* Members have memory of their own; and a hook that gives up does so in all of them. */
static void cohorts(void **state) {
    (void)state;
    double values[HOOK_MEMBERS * HOOK_TIMES * HOOK_READ];
    struct unwilling u = {0, 0.0};
    bm_patient *profile = bm_test_patient(hook_models[FULL], 0.0);
    const bm_hook hook = hook_unwilling(&u);
    OK(profile, bm_patient_hook(profile, &hook));
    hook_prescribe(profile, "unwilling", 30.0, 7.0, 1.0);
    hook_copies = hook_releases = 0;
    bm_cohort *cohort = cohort_of(profile);
    OK(NULL, bm_cohort_advance_to(cohort, 20.0));
    assert_true(hook_copies > HOOK_MEMBERS && bm_cohort_failure_count(cohort) == 0);
    bm_cohort_destroy(cohort);
    u = (struct unwilling){IN_FIELD, 25.0}; /* copied by the next */
    cohort = cohort_of(profile);
    hook_read_cohort(cohort, values);
    assert_int_equal(bm_cohort_failure_count(cohort), HOOK_MEMBERS);
    bm_status status = BM_OK;
    OK(NULL, bm_cohort_failure(cohort, 4, NULL, &status));
    assert_int_equal(status, -1234);
    assert_non_null(strstr(bm_cohort_failure_text(cohort, 4), "the hook unwilling"));
    assert_true(isnan(values[0]) && isnan(values[BM_COUNT(values) - 1]));
    bm_cohort_destroy(cohort);
    bm_patient_destroy(profile);
    assert_int_equal(hook_copies, hook_releases);
}

static int32_t always(void *user, bm_hook_at *at) {
    *(double *)user = fmin(*(double *)user, at->time_h);
    at->targets[0] = 0.02;
    return 0;
}

static void history(void **state) {
    (void)state;
    double earliest[3] = {1e9, 1e9, 1e9}, clearance[3];
    for (int k = 0; k < 3; k++) { /* before day 0 is worked out; after; after, and then it is worked out again */
        bm_patient *patient = bm_test_patient(hook_models[FULL], 0.0);
        bm_hook hook = hook_new("always", always);
        hook.n_targets = 1;
        hook.targets = hook_rankl;
        hook.user = &earliest[k];
        const double untreated = k ? bm_test_observe(patient, "core.L") : 0.0;
        OK(patient, bm_patient_hook(patient, &hook));
        if (k == 1) {
            assert_true(bm_test_observe(patient, "core.L") == untreated);
            assert_true(earliest[1] == 1e9); /* a state is read without asking what hooks push */
            bm_test_observe(patient, "falls.relative_rate");
        }
        if (k == 2)
            OK(patient, bm_patient_set(patient, "age_years", 61.0));
        clearance[k] = bm_test_observe(patient, "core.L");
        bm_patient_destroy(patient);
    }
    assert_true(earliest[0] < -20 * 8766.0 && earliest[1] == 0.0 && earliest[2] == earliest[0]);
    assert_true(clearance[0] == clearance[2] && clearance[0] < 0.99 * clearance[1]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(continuous),        cmocka_unit_test(events), cmocka_unit_test(jumps_in_time),
        cmocka_unit_test(reading_at_a_jump), cmocka_unit_test(visits), cmocka_unit_test(cohorts),
        cmocka_unit_test(history),
    };
    return cmocka_run_group_tests(tests, hook_create_models, hook_destroy_models);
}
