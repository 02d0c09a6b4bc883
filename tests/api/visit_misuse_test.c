/* SPDX-License-Identifier: Apache-2.0 */
/* Inside a visit only its handle works; mistakes are told, and so is why a visit failed. */
#include "api/doctor.h"

struct intruder {
    bm_patient *patient, *other;
    bm_status inside[14];
};

static int32_t intrude(void *user, bm_visit *v) {
    struct intruder *w = user;
    bm_patient *p = w->patient, *clone = NULL;
    bm_prescription rx;
    bm_decision decision;
    double value = -1.0;
    const double times[] = {101.0};
    const size_t which[] = {0};
    static unsigned char bytes[65536];
    OK(NULL, bm_prescription_init(model, "denosumab", &rx));
    rx.start_d = 100.0;
    bm_decision_init(&decision);
    decision.visit = intrude;
    decision.first_d = 200.0;
    bm_status *s = w->inside;
    *s++ = bm_patient_advance_to(p, 101.0);
    *s++ = bm_patient_advance_by(p, 1.0);
    *s++ = bm_patient_sample(p, times, 1, which, 1, &value, 1);
    *s++ = bm_patient_set(p, "core.OralCa", 0.9);
    *s++ = bm_patient_prescribe(p, &rx, NULL);
    *s++ = bm_patient_stop(p, 1, 101.0);
    *s++ = bm_patient_clone(p, &clone);
    *s++ = bm_patient_save(p, bytes, sizeof bytes, NULL);
    *s++ = bm_patient_observe(p, "core.PTH", &value);
    *s++ = bm_patient_observe_index(p, 0, &value);
    *s++ = bm_patient_set_progress(p, NULL, NULL);
    *s++ = bm_patient_decide(p, &decision, NULL);
    *s++ = bm_patient_undecide(p, 1);
    *s = BM_ESTATE;
    assert_true(value == -1.0 && clone == NULL);
    /* another patient is nobody's business, and neither is the visit */
    OK(w->other, bm_patient_advance_by(w->other, 1.0));
    assert_int_equal(bm_visit_observe(v, "core.PTH", &value), BM_OK);
    return 0;
}

static void only_the_handle_works(void **state) {
    (void)state;
    struct intruder w = {.patient = bm_test_patient(model, 0.0), .other = bm_test_patient(model, 0.0)};
    bm_patient *undisturbed = bm_test_patient(model, 0.0);
    bm_decision decision;
    bm_decision_init(&decision);
    decision.visit = intrude;
    decision.user = &w;
    decision.first_d = 100.0;
    OK(w.patient, bm_patient_decide(w.patient, &decision, NULL));
    OK(w.patient, bm_patient_advance_to(w.patient, 110.0));
    assert_string_equal(bm_patient_last_error(w.patient), ""); /* what happened inside stays there */
    for (size_t i = 0; i < BM_COUNT(w.inside); i++)
        if (w.inside[i] != BM_ESTATE)
            fail_msg("call %zu from the visit: %s", i, bm_status_name(w.inside[i]));
    struct doctor d = {0};
    decide(undisturbed, &d, 100.0, 0.0, 0.0);
    OK(undisturbed, bm_patient_advance_to(undisturbed, 110.0));
    assert_true(bm_test_same_bytes(bm_test_save_bare(w.patient), bm_test_save_bare(undisturbed)));
    bm_patient_destroy(w.patient);
    bm_patient_destroy(w.other);
    bm_patient_destroy(undisturbed);
}

/* Wrong input at a visit: the sentences of the patient's own functions, outputs untouched, and the visit goes on. */
static int32_t mistakes(void *user, bm_visit *v) {
    const uint64_t *running = user;
    bm_prescription rx;
    uint64_t id = 99;
    double value = -1.0, now_d = 0.0;
    uint64_t member = 99;
    OK(NULL, bm_prescription_init(model, "smoking", &rx));
    assert_int_equal(bm_visit_time(v, &now_d), BM_OK);
    assert_int_equal(bm_visit_member(v, &member), BM_OK);
    assert_int_equal(member, 0);
    assert_string_equal(bm_visit_last_error(v), "");
#define WRONG(call, status, word)                                                                                      \
    do {                                                                                                               \
        assert_int_equal((call), (status));                                                                            \
        if (!strstr(bm_visit_last_error(v), (word)))                                                                   \
            fail_msg("%s: the sentence is: %s", #call, bm_visit_last_error(v));                                        \
        assert_true(id == 99 && value == -1.0);                                                                        \
    } while (0)
    assert_int_equal(bm_visit_time(v, NULL), BM_EINVAL);
    assert_int_equal(bm_visit_member(v, NULL), BM_EINVAL);
    assert_int_equal(bm_visit_crossed(v, NULL), BM_EINVAL);
    WRONG(bm_visit_observe(v, "t_score", &value), BM_ENOTFOUND, "'t_score'");
    WRONG(bm_visit_observe(v, NULL, &value), BM_EINVAL, "NULL");
    WRONG(bm_visit_observe(v, "serum.pth", NULL), BM_EINVAL, "NULL");
    WRONG(bm_visit_observe_index(v, SIZE_MAX, &value), BM_ENOTFOUND, "allowed is 0 to");
    WRONG(bm_visit_prescribe(v, NULL, &id), BM_EINVAL, "NULL");
    WRONG(bm_visit_prescribe(v, &rx, &id), BM_ERANGE, "start_d is 0, allowed is day 30"); /* the past */
    rx.start_d = now_d;
    rx.dose = -1.0;
    WRONG(bm_visit_prescribe(v, &rx, &id), BM_ERANGE, "dose is -1");
    rx.dose = 20.0;
    WRONG(bm_visit_prescribe(v, &rx, &id), BM_ECONFLICT, "overlaps");
    WRONG(bm_visit_stop(v, *running, now_d - 1.0), BM_ERANGE, "present day 30");
    WRONG(bm_visit_stop(v, 1234, now_d), BM_ENOTFOUND, "1234");
    WRONG(bm_visit_change(v, 1234, &rx, &id), BM_ENOTFOUND, "1234");
    rx.dose = -1.0;
    WRONG(bm_visit_change(v, *running, &rx, &id), BM_ERANGE, "dose is -1");
    rx.dose = 20.0;
    WRONG(bm_visit_prescribe(v, &rx, &id), BM_ECONFLICT, "overlaps"); /* the change that failed stopped nothing */
#undef WRONG
    /* the old habit until now, another from now on: no overlap, for both happen together */
    assert_int_equal(bm_visit_change(v, *running, &rx, &id), BM_OK);
    assert_int_equal(id, *running + 1);
    assert_int_equal(bm_visit_observe(v, "drug.smoking", &value), BM_OK);
    assert_true(value == 5.0); /* as before any change */
    return 0;
}

static void mistakes_are_told(void **state) {
    (void)state;
    bm_model *core = model;
    model = bm_test_full_model();
    bm_patient *patient = bm_test_patient(model, 0.0);
    uint64_t running =
        bm_test_programme(model, patient, "smoking", 5.0, 0.0, 0.0, (const bm_named_value[4]){{NULL, 0.0}});
    bm_decision decision;
    bm_decision_init(&decision);
    decision.visit = mistakes;
    decision.user = &running;
    decision.first_d = 30.0;
    OK(patient, bm_patient_decide(patient, &decision, NULL));
    OK(patient, bm_patient_advance_to(patient, 31.0));
    assert_true(bm_test_observe(patient, "drug.smoking") == 20.0);
    bm_patient_destroy(patient);
    bm_model_destroy(model);
    model = core;
}

static int32_t gives_up(void *user, bm_visit *v) {
    bm_prescription rx;
    (void)user;
    OK(NULL, bm_prescription_init(model, "denosumab", &rx));
    rx.start_d = 4.0;
    rx.dose = 5000.0;
    return bm_visit_prescribe(v, &rx, NULL);
}

/* A hook may hand on what its own call returned: the host then reads why. */
static void the_sentence_comes_through(void **state) {
    (void)state;
    bm_patient *patient = bm_test_patient(model, 0.0);
    bm_decision decision;
    bm_decision_init(&decision);
    decision.visit = gives_up;
    decision.name = "treat to target";
    decision.first_d = 4.0;
    OK(patient, bm_patient_decide(patient, &decision, NULL));
    FAILS(bm_patient_advance_to(patient, 10.0), BM_ERANGE);
    const char *error = bm_patient_last_error(patient);
    if (!strstr(error, "treat to target") || !strstr(error, "day 4") || !strstr(error, "dose is 5000, allowed is"))
        fail_msg("the sentence is: %s", error);
    size_t size = 7;
    unsigned char byte;
    assert_int_equal(bm_patient_save_size(patient, &size), BM_ESTATE);
    FAILS(bm_patient_save(patient, &byte, 1, NULL), BM_ESTATE);
    assert_non_null(strstr(bm_patient_last_error(patient), "treat to target"));
    assert_int_equal(size, 7);
    bm_patient_destroy(patient);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_handle_works),
        cmocka_unit_test(mistakes_are_told),
        cmocka_unit_test(the_sentence_comes_through),
    };
    return cmocka_run_group_tests(tests, create_model, destroy_model);
}
