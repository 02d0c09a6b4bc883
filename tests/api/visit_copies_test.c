/* SPDX-License-Identifier: Apache-2.0 */
/* Decisions of clones, of patients from a snapshot and of members of a cohort: each remembers for herself. */
#include "api/doctor.h"

/* ---- clones ---- */

static int copies, released;

static int32_t copy_doctor(void *user, void **copy) {
    struct doctor *d = malloc(sizeof *d);
    if (!d)
        return -5000;
    memcpy(d, user, sizeof *d);
    *copy = d;
    copies++;
    return 0;
}

static void release_doctor(void *user) {
    free(user);
    released++;
}

static int32_t refuse_copy(void *user, void **copy) {
    (void)user;
    (void)copy;
    return -4711;
}

static void clones_have_their_own(void **state) {
    (void)state;
    bm_user_functions functions = {.struct_size = sizeof functions, .copy = copy_doctor, .release = release_doctor};
    bm_patient *patient = bm_test_patient(model, 0.0), *clone = NULL, *of_clone = NULL;
    struct doctor d = {.agent = "denosumab", .at = 2};
    bm_decision decision;
    bm_decision_init(&decision);
    decision.visit = visit;
    decision.user = &d;
    decision.first_d = 10.0;
    decision.every_d = 10.0;
    decision.functions = &functions;
    OK(patient, bm_patient_decide(patient, &decision, NULL));
    uint64_t second = 0;
    OK(patient, bm_patient_decide(patient, &decision, &second));
    OK(patient, bm_patient_undecide(patient, second));
    OK(patient, bm_patient_advance_to(patient, 15.0));
    OK(patient, bm_patient_clone(patient, &clone));
    OK(clone, bm_patient_clone(clone, &of_clone));
    assert_true(copies == 2 && released == 0);
    OK(clone, bm_patient_advance_to(clone, 60.0));
    assert_int_equal(d.n, 1); /* the original was not asked */
    OK(patient, bm_patient_advance_to(patient, 60.0));
    OK(of_clone, bm_patient_advance_to(of_clone, 60.0));
    assert_int_equal(d.n, 5);
    assert_true(bm_test_same_bytes(bm_test_save_bare(patient), bm_test_save_bare(clone)));
    assert_true(bm_test_same_bytes(bm_test_save_bare(patient), bm_test_save_bare(of_clone)));
    assert_true(bm_test_observe(clone, "doses_given.denosumab") == 1.0);
    const int by_bare = copies - 2; /* saving bare clones, takes the decision away, and so releases the copy at once */
    assert_int_equal(released, by_bare);
    bm_patient_destroy(clone);
    bm_patient_destroy(of_clone);
    assert_int_equal(released, copies);

    /* a copy that fails: its number, and what was copied before is released */
    functions.copy = refuse_copy;
    OK(patient, bm_patient_decide(patient, &decision, NULL));
    clone = NULL;
    assert_int_equal(bm_patient_clone(patient, &clone), -4711);
    assert_true(clone == NULL && released == copies);
    bm_patient_destroy(patient);
    assert_int_equal(released, copies);
}

/* ---- snapshots ---- */

static int restored;

static int32_t save_doctor(void *user, void *buffer, size_t size, size_t *needed) {
    *needed = sizeof(struct doctor);
    if (buffer && size >= sizeof(struct doctor))
        memcpy(buffer, user, sizeof(struct doctor));
    return 0;
}

/* Pointers mean nothing in a file: those of the prototype take their place. */
static int32_t restore_doctor(void *prototype, const void *bytes, size_t size, void **user) {
    if (size != sizeof(struct doctor))
        return -88;
    struct doctor *d = malloc(sizeof *d);
    if (!d)
        return BM_ENOMEM;
    const struct doctor *given = prototype;
    memcpy(d, bytes, sizeof *d);
    d->observes = given->observes;
    d->agent = given->agent;
    d->order = given->order;
    *user = d;
    restored++;
    return 0;
}

static int32_t fails_to_save(void *user, void *buffer, size_t size, size_t *needed) {
    (void)user;
    (void)buffer;
    (void)size;
    *needed = 0;
    return -3141;
}

static void saved_and_loaded(void **state) {
    (void)state;
    bm_user_functions functions = {.struct_size = sizeof functions,
                                   .copy = copy_doctor,
                                   .release = release_doctor,
                                   .save = save_doctor,
                                   .restore = restore_doctor};
    struct doctor calendar = {.agent = "teriparatide", .at = 4}, level = {.observes = "core.OC"};
    bm_patient *patient = bm_test_patient(model, 0.0), *loaded = NULL;
    bm_test_prescribe(model, patient, "denosumab", 60.0, 400.0, 20.0, 0.0);
    bm_decision two[2];
    for (int i = 0; i < 2; i++) {
        bm_decision_init(&two[i]);
        two[i].name = "one of two with the same name, of 39 ch"; /* the longest */
        two[i].visit = visit;
        two[i].functions = &functions;
    }
    two[0].user = &calendar;
    two[0].first_d = two[0].every_d = 10.0;
    two[1].user = &level;
    two[1].observable = "core.OC";
    two[1].crossing = BM_BELOW | BM_ABOVE;
    two[1].level = 0.5 * bm_test_observe(patient, "core.OC");
    OK(patient, bm_patient_decide(patient, &two[0], NULL));
    OK(patient, bm_patient_decide(patient, &two[0], NULL));
    OK(patient, bm_patient_undecide(patient, 1)); /* so that numbers are not places */
    OK(patient, bm_patient_decide(patient, &two[1], NULL));
    OK(patient, bm_patient_advance_to(patient, 35.0));
    assert_true(calendar.n == 3 && level.n == 1);
    struct bm_bytes saved = bm_test_save(patient);

    /* without them, or with one alone, it is no patient */
    bm_callbacks callbacks = {.struct_size = sizeof callbacks, .decisions = two, .n_decisions = 2};
#define LOAD(callbacks) bm_patient_load_with(model, saved.data, saved.size, (callbacks), &loaded)
    FAILS(bm_patient_load(model, saved.data, saved.size, &loaded), BM_EMODEL);
    callbacks.n_decisions = 1;
    FAILS(LOAD(&callbacks), BM_EMODEL);
    callbacks.n_decisions = 2;
    two[1].struct_size = 8;
    FAILS(LOAD(&callbacks), BM_ESIZE);
    two[1].struct_size = sizeof *two;
    two[1].level = (double)NAN;
    FAILS(LOAD(&callbacks), BM_ERANGE);
    two[1].level = 0.0;
    callbacks.decisions = NULL;
    FAILS(LOAD(&callbacks), BM_EINVAL);
    callbacks.decisions = two;
    assert_true(loaded == NULL);

    /* she goes on as she would have, and so does what the host remembers */
    struct doctor prototypes[2] = {{.agent = "teriparatide"}, {.observes = "core.OC"}};
    two[0].user = &prototypes[0];
    two[1].user = &prototypes[1];
    two[1].level = 0.5 * bm_test_observe(patient, "core.OC") / bm_test_observe(patient, "cells.osteoclasts");
    restored = released = 0;
    OK(NULL, LOAD(&callbacks));
    assert_int_equal(restored, 2);
    struct bm_bytes again = bm_test_save(loaded);
    assert_int_equal(again.size, saved.size);
    assert_memory_equal(again.data, saved.data, saved.size);
    OK(patient, bm_patient_advance_to(patient, 700.0));
    OK(loaded, bm_patient_advance_to(loaded, 700.0));
    assert_true(bm_test_observe(patient, "doses_given.teriparatide") == 660.0); /* since the fourth visit */
    assert_true(prototypes[0].n == 0 && prototypes[1].n == 0 && level.n >= 2);
    assert_true(bm_test_same_bytes(bm_test_save_bare(patient), bm_test_save_bare(loaded)));
    FAILS(bm_patient_undecide(loaded, 1), BM_ENOTFOUND);
    OK(loaded, bm_patient_undecide(loaded, 3));
    const int before = released;
    bm_patient_destroy(loaded);
    loaded = NULL;
    assert_int_equal(released, before + 1);

    /* what a function gives up with comes through */
    functions.restore = NULL;
    OK(NULL, LOAD(&callbacks)); /* then the prototype is the memory */
    bm_patient_destroy(loaded);
    loaded = NULL;
    functions.save = fails_to_save;
    two[0].name = "gives up";
    OK(patient, bm_patient_decide(patient, &two[0], NULL));
    size_t size = 0;
    assert_int_equal(bm_patient_save_size(patient, &size), -3141);
    assert_int_equal(bm_patient_save(patient, again.data, again.size, NULL), -3141);
    assert_non_null(strstr(bm_patient_last_error(patient), "'gives up'"));
    assert_int_equal(size, 0);

    /* every byte wrong in turn, under a checksum that fits: refused, or a patient who can be used */
    functions.save = save_doctor;
    functions.restore = restore_doctor;
    two[0].name = two[1].name;
    int refused = 0, taken = 0;
    for (size_t at = saved.size - 8 * 70 - 2 * sizeof(struct doctor); at < saved.size - 8; at += 8) {
        saved.data[at] ^= 0xff;
        bm_test_seal(saved.data, saved.size);
        if (LOAD(&callbacks) == BM_OK) {
            taken++;
            bm_patient_destroy(loaded);
            loaded = NULL;
        } else {
            refused++;
        }
        saved.data[at] ^= 0xff;
    }
    assert_true(loaded == NULL && refused > 10 && taken > 10);
#undef LOAD
    free(saved.data);
    free(again.data);
    bm_patient_destroy(patient);
}

/* ---- cohorts ---- */

enum { MEMBERS = 37 };

/* What a rule remembers of its member. */
struct delayed {
    uint64_t member;
    int visits;
};
static uint64_t unknown_members, wrong_members; /* of a cohort on one thread */

static int32_t start_below(void *user, bm_visit *v) {
    struct delayed *d = user;
    uint64_t member = UINT64_MAX;
    double spine, now_d;
    bm_prescription rx;
    assert_int_equal(bm_visit_member(v, &member), BM_OK);
    unknown_members += member >= MEMBERS;
    if (d->visits++ > 0)
        wrong_members += member != d->member;
    d->member = member;
    assert_int_equal(bm_visit_time(v, &now_d), BM_OK);
    assert_int_equal(bm_visit_observe(v, "t_score.lumbar_spine", &spine), BM_OK);
    if (d->visits < 3 || spine >= -1.5) /* not before the third visit: who remembers another member errs */
        return 0;
    d->visits = -1000;
    OK(NULL, bm_prescription_init(model, "zoledronic_acid", &rx));
    rx.start_d = now_d;
    return bm_visit_prescribe(v, &rx, NULL);
}

static int32_t copy_delayed(void *user, void **copy) {
    *copy = malloc(sizeof(struct delayed));
    if (!*copy)
        return BM_ENOMEM;
    memcpy(*copy, user, sizeof(struct delayed));
    return 0;
}

/* Doses given to each member by day 900, and her T-score then; with a cut on day 300, an instant of a visit. */
static void cohort_doses(uint32_t lanes, uint32_t cut, double doses[MEMBERS], double spine[MEMBERS]) {
    const bm_user_functions functions = {.struct_size = sizeof functions, .copy = copy_delayed, .release = free};
    struct delayed original = {0, 0};
    bm_patient *profile = bm_test_patient(model, 0.0);
    bm_cohort_options options;
    bm_cohort *cohort = NULL;
    bm_decision decision;
    bm_test_prescribe(model, profile, "letrozole", 2.5, 1.0, 0.0, 0.0);
    OK(profile, bm_patient_set(profile, "t_score.lumbar_spine", -1.0));
    bm_decision_init(&decision);
    decision.visit = start_below;
    decision.user = &original;
    decision.first_d = 100.0;
    decision.every_d = 100.0;
    decision.observable = "bmd_change.lumbar_spine";
    decision.crossing = BM_BELOW;
    decision.level = -2.0;
    decision.functions = &functions;
    OK(profile, bm_patient_decide(profile, &decision, NULL));
    bm_cohort_options_init(&options);
    options.size = MEMBERS;
    options.lanes = lanes;
    assert_int_equal(bm_cohort_create(profile, &options, &cohort), BM_OK);
    bm_patient_destroy(profile);
    assert_int_equal(bm_cohort_vary(cohort, "t_score.lumbar_spine", 0.7, (double)NAN, (double)NAN), BM_OK);
    unknown_members = wrong_members = 0;
    if (cut)
        assert_int_equal(bm_cohort_advance_to(cohort, 300.0), BM_OK);
    const double at_d = 900.0;
    size_t which[2];
    double values[MEMBERS * 2];
    OK(NULL, bm_catalog_find(model, BM_KIND_OBSERVABLE, "doses_given.zoledronic_acid", &which[0]));
    OK(NULL, bm_catalog_find(model, BM_KIND_OBSERVABLE, "t_score.lumbar_spine", &which[1]));
    assert_int_equal(bm_cohort_sample(cohort, &at_d, 1, which, 2, values, MEMBERS * 2), BM_OK);
    assert_int_equal(bm_cohort_failure_count(cohort), 0);
    assert_true(unknown_members == 0 && wrong_members == 0 && original.visits == 0);
    for (int m = 0; m < MEMBERS; m++) {
        doses[m] = values[2 * m];
        spine[m] = values[2 * m + 1];
    }
    bm_cohort_destroy(cohort);
}

/* In lanes or alone, at once or in parts: the same members start at the same visits. */
static void members_decide_for_themselves(void **state) {
    (void)state;
    bm_model *core = model;
    model = bm_test_full_model();
    double alone[MEMBERS], spine[MEMBERS], others[MEMBERS], other_spine[MEMBERS];
    cohort_doses(1, 0, alone, spine);
    int treated = 0;
    for (int m = 0; m < MEMBERS; m++)
        treated += alone[m] > 0.0;
    assert_in_range(treated, MEMBERS / 5, MEMBERS - MEMBERS / 5);
    for (uint32_t lanes = 0; lanes < 2; lanes++)
        for (uint32_t cut = 0; cut < 2; cut++) {
            cohort_doses(lanes, cut, others, other_spine);
            for (int m = 0; m < MEMBERS; m++)
                if (others[m] != alone[m] || !(fabs(other_spine[m] - spine[m]) < 1e-3))
                    fail_msg("member %d: %g doses, T-score %.6f; alone %g doses, %.6f", m, others[m], other_spine[m],
                             alone[m], spine[m]);
        }
    bm_model_destroy(model);
    model = core;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clones_have_their_own),
        cmocka_unit_test(saved_and_loaded),
        cmocka_unit_test(members_decide_for_themselves),
    };
    return cmocka_run_group_tests(tests, create_model, destroy_model);
}
