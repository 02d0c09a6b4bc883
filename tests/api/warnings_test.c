/* SPDX-License-Identifier: Apache-2.0 */
/* Warnings for what is legal but unlikely, and the reasons why a patient lies outside the calibrated domain. */
#include "api/group_model.h"

static void prescribe(bm_patient *patient, const char *agent, double dose) {
    bm_test_prescribe(model, patient, agent, dose, 0.0, 0.0, 0.0);
}

static void far_doses_warn_once(void **state) {
    (void)state;
    bm_patient *patient = bm_test_patient(model, 0.0);
    prescribe(patient, "denosumab", 60.0);
    assert_int_equal(bm_patient_warning_count(patient), 0);
    prescribe(patient, "denosumab", 500.0);
    prescribe(patient, "denosumab", 500.0);
    assert_int_equal(bm_patient_warning_count(patient), 1);
    const char *warning = bm_patient_warning(patient, 0);
    assert_non_null(warning);
    assert_true(strstr(warning, "denosumab") && strstr(warning, "500") && strstr(warning, "6 to 210") &&
                strstr(warning, "mg") && !strchr(warning, '\n'));
    assert_null(bm_patient_warning(patient, 1));
    prescribe(patient, "teriparatide", 100.0);
    assert_int_equal(bm_patient_warning_count(patient), 2);
    assert_string_equal(bm_patient_warning(patient, 0), warning); /* in the order they came */
    bm_patient_clear_warnings(patient);
    assert_int_equal(bm_patient_warning_count(patient), 0);
    assert_null(bm_patient_warning(patient, 0));
    prescribe(patient, "denosumab", 500.0); /* a warning that was cleared may come again */
    assert_int_equal(bm_patient_warning_count(patient), 1);
    bm_patient_destroy(patient);
}

static void sixteen_are_kept(void **state) {
    (void)state;
    bm_patient *patient = bm_test_patient(model, 0.0);
    char first[256];
    for (int i = 0; i < 20; i++) {
        prescribe(patient, "denosumab", 500.0 + i);
        if (i == 0)
            snprintf(first, sizeof first, "%s", bm_patient_warning(patient, 0));
        assert_int_equal(bm_patient_warning_count(patient), i < 16 ? i + 1 : 16);
    }
    assert_string_equal(bm_patient_warning(patient, 0), first);
    for (size_t i = 0; i < 16; i++)
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(bm_patient_warning(patient, i), bm_patient_warning(patient, j));
    assert_non_null(strstr(bm_patient_warning(patient, 15), "515"));
    assert_null(bm_patient_warning(patient, 16));
    bm_patient_destroy(patient);
}

static void prescriptions_that_never_act(void **state) {
    (void)state;
    bm_patient *patient = bm_test_patient(model, 0.0);
    bm_prescription rx;
    OK(NULL, bm_prescription_init(model, "denosumab", &rx));
    rx.adherence = 0.0;
    OK(patient, bm_patient_prescribe(patient, &rx, NULL));
    assert_int_equal(bm_patient_warning_count(patient), 1);
    assert_non_null(strstr(bm_patient_warning(patient, 0), "never acts"));
    rx.adherence = 1.0;
    rx.start_d = BM_MAX_TIME_D + 1.0;
    OK(patient, bm_patient_prescribe(patient, &rx, NULL));
    assert_int_equal(bm_patient_warning_count(patient), 2);
    bm_patient_destroy(patient);
}

/* The number of reasons; the first one's text holds a word. */
static void reasons(bm_patient *patient, size_t expected, const char *word) {
    size_t n = 99;
    OK(patient, bm_patient_applicability(patient, &n));
    assert_int_equal(n, expected);
    assert_null(bm_patient_applicability_reason(patient, n));
    for (size_t i = 0; i < n; i++) {
        const char *reason = bm_patient_applicability_reason(patient, i);
        assert_non_null(reason);
        assert_true(strlen(reason) > 20 && !strchr(reason, '\n'));
        if (strstr(reason, word))
            word = NULL;
        if (!word)
            break;
    }
    if (expected > 0)
        assert_null(word); /* found */
}

static void applicability(void **state) {
    (void)state;
    bm_patient *patient = bm_test_patient(model, 0.0);
    reasons(patient, 0, "");
    prescribe(patient, "denosumab", 60.0);
    reasons(patient, 0, "");
    prescribe(patient, "denosumab", 999.0);
    reasons(patient, 1, "dose");
    prescribe(patient, "teriparatide", 20.0);
    reasons(patient, 2, "teriparatide");
    bm_patient_destroy(patient);

    static const struct {
        const char *agent;
        double dose;
        size_t n;
        const char *word;
    } doses[] = {
        {"denosumab", 6.0, 0, ""},           {"denosumab", 210.0, 0, ""},       {"denosumab", 5.9, 1, "dose"},
        {"teriparatide", 20.0, 1, "BMDls"},  {"teriparatide", 41.0, 2, "dose"}, {"pth_infusion", 385.0, 1, "BMDls"},
        {"pth_infusion", 1001.0, 2, "dose"},
    };
    for (size_t i = 0; i < BM_COUNT(doses); i++) {
        patient = bm_test_patient(model, 0.0);
        prescribe(patient, doses[i].agent, doses[i].dose);
        reasons(patient, doses[i].n, doses[i].word);
        bm_patient_destroy(patient);
    }

    static const struct {
        const char *name;
        double value;
        size_t n;
        const char *word;
    } values[] = {
        {"core.GFR", 31.0 / 16.667, 0, ""}, {"core.GFR", 29.0 / 16.667, 1, "GFR"},
        {"core.T65", 6.3, 0, ""},           {"core.T65", 3.15, 1, "T65"},
        {"core.PTmax", 2.1, 1, "PTmax"},    {"core.ageENTER", 8736.0 * 30.0, 0, ""}, /* ESTON is off: age is not used */
    };
    for (size_t i = 0; i < BM_COUNT(values); i++) {
        patient = bm_test_patient(model, 0.0);
        OK(patient, bm_patient_set(patient, values[i].name, values[i].value));
        reasons(patient, values[i].n, values[i].word);
        bm_patient_destroy(patient);
    }
}

/* Reasons come with time: the age on the core's clock, and GFR as it falls. */
static void reached_in_time(void **state) {
    (void)state;
    bm_patient *patient = bm_test_patient(model, 0.0);
    OK(patient, bm_patient_set(patient, "core.ESTON", 1.0));
    OK(patient, bm_patient_set(patient, "core.ageENTER", 8736.0 * 34.0));
    reasons(patient, 1, "age");
    OK(patient, bm_patient_advance_to(patient, 364.0 * 1.5));
    reasons(patient, 0, "");
    bm_patient_destroy(patient);

    patient = bm_test_patient(model, 0.0);
    OK(patient, bm_patient_set(patient, "core.GFRdelta", 84.0));
    OK(patient, bm_patient_set(patient, "core.GFRtau", 10.0));
    reasons(patient, 0, "");
    OK(patient, bm_patient_advance_to(patient, 3650.0));
    reasons(patient, 1, "GFR");
    bm_patient_destroy(patient);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(far_doses_warn_once),
        cmocka_unit_test(sixteen_are_kept),
        cmocka_unit_test(prescriptions_that_never_act),
        cmocka_unit_test(applicability),
        cmocka_unit_test(reached_in_time),
    };
    return cmocka_run_group_tests(tests, create_model, destroy_model);
}
