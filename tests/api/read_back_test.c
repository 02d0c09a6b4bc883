/* SPDX-License-Identifier: Apache-2.0 */
/* What a patient is can be read back: a second one made of what was read has the same bits. */
#include "api/api_test.h"

/* Sets what was set of one patient on another, and prescribes what she was prescribed. */
static void make_like(const bm_model *model, bm_patient *from, bm_patient *to) {
    static const uint32_t kinds[] = {BM_KIND_COVARIATE, BM_KIND_PARAMETER, BM_KIND_INITIAL};
    for (size_t k = 0; k < BM_COUNT(kinds); k++)
        for (size_t i = 0; i < bm_catalog_count(model, kinds[k]); i++) {
            bm_catalog_entry row;
            int32_t set = -1;
            double value;
            OK(NULL, bm_catalog_row(model, kinds[k], i, &row));
            OK(from, bm_patient_is_set(from, row.name, &set));
            assert_true(set == 0 || set == 1);
            if (!set)
                continue;
            OK(from, bm_patient_get(from, row.name, &value));
            OK(to, bm_patient_set(to, row.name, value));
        }
    for (size_t i = 0; i < bm_patient_prescription_count(from); i++) {
        bm_prescription rx;
        uint64_t id, other;
        OK(from, bm_patient_read_prescription(from, i, &rx, &id, NULL));
        OK(to, bm_patient_prescribe(to, &rx, &other));
        assert_int_equal(id, other);
    }
}

static void second_patient_has_the_same_bits(void **state) {
    (void)state;
    for (size_t s = 0; s < BM_TEST_N_SETS; s++) {
        bm_model *model = bm_test_sets[s].model();
        for (size_t c = 0; c < bm_test_sets[s].n_courses; c++) {
            bm_patient *patient = bm_test_patient(model, 0.0), *second = bm_test_patient(model, 0.0);
            bm_patient *loaded = NULL, *third = bm_test_patient(model, 0.0);
            bm_test_sets[s].courses[c].prepare(model, patient);
            make_like(model, patient, second);
            bm_assert_same_patient(patient, second);
            struct bm_bytes saved = bm_test_save(patient);
            OK(NULL, bm_patient_load(model, saved.data, saved.size, &loaded));
            make_like(model, loaded, third);
            OK(patient, bm_patient_advance_to(patient, 20.0));
            OK(third, bm_patient_advance_to(third, 20.0));
            bm_assert_same_patient(patient, third);
            free(saved.data);
            bm_patient_destroy(patient);
            bm_patient_destroy(second);
            bm_patient_destroy(loaded);
            bm_patient_destroy(third);
        }
        bm_model_destroy(model);
    }
}

static bm_model *model;

static int create(void **state) {
    (void)state;
    model = bm_test_full_model();
    return 0;
}

static int destroy(void **state) {
    (void)state;
    bm_model_destroy(model);
    return 0;
}

static const char *const unset[] = {"height_cm", "bmd.total_hip", "core.OBtot0"};

static void what_was_set(void **state) {
    (void)state;
    bm_patient *patient = bm_test_patient(model, 0.0);
    int32_t set = -1;
    OK(patient, bm_patient_set(patient, "age_years", 61.0)); /* given, although it is the default */
    OK(patient, bm_patient_set(patient, "letrozole.residual", 0.03));
    OK(patient, bm_patient_is_set(patient, "age_years", &set));
    assert_int_equal(set, 1);
    OK(patient, bm_patient_is_set(patient, "letrozole.residual", &set));
    assert_int_equal(set, 1);
    for (size_t i = 0; i < BM_COUNT(unset); i++) {
        OK(patient, bm_patient_is_set(patient, unset[i], &set));
        assert_int_equal(set, 0);
    }
    FAILS(bm_patient_is_set(patient, "age", &set), BM_ENOTFOUND);
    assert_non_null(strstr(bm_patient_last_error(patient), "'age'"));
    bm_patient_destroy(patient);
}

/* Doses so far, history and adherence counted, as they fall; the stop day as it is now. */
static void doses_and_stops(void **state) {
    (void)state;
    bm_patient *patient = bm_test_patient(model, 0.0);
    bm_prescription rx;
    uint64_t denosumab, id;
    double given;
    OK(NULL, bm_prescription_init(model, "denosumab", &rx));
    rx.start_d = -200.0;
    rx.every_d = 100.0;
    OK(patient, bm_patient_prescribe(patient, &rx, &denosumab));
    OK(NULL, bm_prescription_init(model, "alendronate", &rx));
    rx.adherence = 0.5;
    rx.doses = 20;
    OK(patient, bm_patient_prescribe(patient, &rx, NULL));
    bm_test_programme(model, patient, "calcium", 800.0, 0.0, 0.0, (bm_named_value[4]){{0}});
    static const struct {
        double time_d, denosumab, alendronate;
    } expected[] = {{0.0, 2.0, 0.0}, {0.5, 3.0, 0.0}, {100.0, 3.0, 7.0}, {100.5, 4.0, 7.0}, {250.0, 5.0, 10.0}};
    for (size_t i = 0; i < BM_COUNT(expected); i++) {
        OK(patient, bm_patient_advance_to(patient, expected[i].time_d));
        OK(patient, bm_patient_read_prescription(patient, 0, &rx, &id, &given));
        assert_true(given == expected[i].denosumab && id == denosumab && rx.start_d == -200.0);
        OK(patient, bm_patient_read_prescription(patient, 1, &rx, NULL, &given));
        bm_assert_close(given, expected[i].alendronate, 0.0, 0.0);
        assert_true(rx.doses == 20 && rx.adherence == 0.5 && rx.every_d == 7.0);
        OK(patient, bm_patient_read_prescription(patient, 2, &rx, NULL, &given));
        assert_true(given == 0.0 && rx.every_d == 0.0 && rx.dose == 800.0 && rx.stop_d == BM_NEVER_D);
        assert_string_equal(rx.agent, "calcium");
    }
    OK(patient, bm_patient_stop(patient, denosumab, 300.0));
    OK(patient, bm_patient_read_prescription(patient, 0, &rx, NULL, NULL));
    bm_assert_close(rx.stop_d, 300.0, 0.0, 0.0);
    assert_int_equal(bm_patient_prescription_count(patient), 3);
    FAILS(bm_patient_read_prescription(patient, 3, &rx, NULL, NULL), BM_ENOTFOUND);
    assert_non_null(strstr(bm_patient_last_error(patient), "index 3"));
    bm_patient_destroy(patient);
}

/* A prescription's own parameters: those given, and the defaults; not those that follow from a preset. */
static void parameters(void **state) {
    (void)state;
    bm_patient *patient = bm_test_patient(model, 0.0);
    bm_prescription rx;
    const double jump = bm_test_exercise(model, "jump");
    bm_test_programme(model, patient, "impact_training", 1.0, 0.0, 0.0,
                      (bm_named_value[4]){{"exercise", jump}, {"jumps_per_session", 40.0}});
    OK(patient, bm_patient_read_prescription(patient, 0, &rx, NULL, NULL));
    int found = 0;
    for (size_t i = 0; i < rx.n_parameters; i++) {
        found += strcmp(rx.parameters[i].name, "exercise") == 0 && rx.parameters[i].value == jump;
        found += strcmp(rx.parameters[i].name, "jumps_per_session") == 0 && rx.parameters[i].value == 40.0;
        assert_string_not_equal(rx.parameters[i].name, "sets");
        assert_true(isfinite(rx.parameters[i].value));
    }
    assert_int_equal(found, 2);
    bm_patient_destroy(patient);
}

static int32_t visit(void *user, bm_visit *at) {
    (void)at;
    return *(int32_t *)user;
}

static void decisions(void **state) {
    (void)state;
    bm_patient *patient = bm_test_patient(model, 0.0), *clone = NULL;
    int32_t answer = 0;
    bm_decision given[2], read;
    uint64_t ids[2], id;
    for (size_t i = 0; i < 2; i++) {
        bm_decision_init(&given[i]);
        given[i].visit = visit;
        given[i].user = &answer;
    }
    given[0].name = "once";
    given[0].first_d = 30.0;
    given[1].name = "low";
    given[1].first_d = 10.0;
    given[1].every_d = 90.0;
    given[1].stop_d = 700.0;
    given[1].observable = "t_score.total_hip";
    given[1].crossing = BM_BELOW;
    given[1].level = -2.5;
    for (size_t i = 0; i < 2; i++)
        OK(patient, bm_patient_decide(patient, &given[i], &ids[i]));
    OK(patient, bm_patient_clone(patient, &clone));
    assert_int_equal(bm_patient_decision_count(clone), 2);
    for (size_t i = 0; i < 2; i++) {
        OK(clone, bm_patient_read_decision(clone, i, &read, &id));
        assert_int_equal(id, ids[i]);
        assert_string_equal(read.name, given[i].name);
        assert_true(read.first_d == given[i].first_d && read.every_d == given[i].every_d &&
                    read.stop_d == given[i].stop_d && read.crossing == given[i].crossing &&
                    read.level == given[i].level && read.visit == visit && read.user == &answer && !read.functions);
        assert_true(!read.observable == !given[i].observable);
        if (read.observable)
            assert_string_equal(read.observable, given[i].observable);
    }
    OK(patient, bm_patient_undecide(patient, ids[0]));
    OK(patient, bm_patient_read_decision(patient, 0, &read, &id));
    assert_int_equal(id, ids[1]);
    FAILS(bm_patient_read_decision(patient, 1, &read, &id), BM_ENOTFOUND);
    bm_patient_destroy(patient);
    bm_patient_destroy(clone);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(second_patient_has_the_same_bits),
        cmocka_unit_test(what_was_set),
        cmocka_unit_test(doses_and_stops),
        cmocka_unit_test(parameters),
        cmocka_unit_test(decisions),
    };
    return cmocka_run_group_tests(tests, create, destroy);
}
