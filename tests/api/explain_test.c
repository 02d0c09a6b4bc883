/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of a change: they add up, a part alone is the difference it makes, and the order of parts does not count.
 */
#include "api/group_model.h"

static size_t index_of(const char *name) {
    size_t index;
    OK(NULL, bm_catalog_find(model, BM_KIND_OBSERVABLE, name, &index));
    return index;
}

static bm_patient *woman(void) {
    bm_patient *patient = bm_test_patient(model, 1e-6);
    OK(patient, bm_patient_set(patient, "age_years", 56.0));
    OK(patient, bm_patient_set(patient, "years_since_menopause", 3.0));
    OK(patient, bm_patient_set(patient, "cigarettes_per_day", 20.0));
    return patient;
}

static size_t explain(bm_patient *patient, double to_d, const char *observable, bm_part parts[BM_MAX_PARTS]) {
    size_t n = 99;
    OK(patient, bm_patient_explain(patient, to_d, index_of(observable), parts, BM_MAX_PARTS, &n));
    assert_true(n >= 1 && n <= BM_MAX_PARTS);
    assert_true(parts[0].kind == BM_PART_UNDER_WAY && strcmp(parts[0].name, "under_way") == 0);
    return n;
}

static double part(const bm_part *parts, size_t n, const char *name) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(parts[i].name, name) == 0)
            return parts[i].value;
    fail_msg("no part %s", name);
    return 0.0;
}

/* The change itself, by the patient's own way there. */
static double change(bm_patient *patient, double to_d, const char *observable) {
    bm_patient *clone = NULL;
    OK(patient, bm_patient_clone(patient, &clone));
    const double before = bm_test_observe(clone, observable);
    OK(clone, bm_patient_advance_to(clone, to_d));
    const double after = bm_test_observe(clone, observable);
    bm_patient_destroy(clone);
    return after - before;
}

static void parts_add_up(void **state) {
    (void)state;
    static const char *const observables[] = {"bmd_change.lumbar_spine", "t_score.total_hip", "marker.s_ctx",
                                              "fracture_risk.major",     "serum.estradiol",   "z_score.total_hip"};
    bm_patient *patient = woman();
    bm_test_prescribe(model, patient, "letrozole", 2.5, 0.0, 0.0, 0.0);
    bm_test_prescribe(model, patient, "zoledronic_acid", 4.0, 0.0, 200.0, 0.0);
    for (int later = 0; later < 2; later++) {
        struct bm_bytes before = bm_test_save(patient);
        for (size_t i = 0; i < BM_COUNT(observables); i++) {
            bm_part parts[BM_MAX_PARTS];
            const size_t n = explain(patient, 900.0, observables[i], parts);
            assert_int_equal(n, 6);
            double sum = 0.0;
            for (size_t p = 0; p < n; p++) {
                sum += parts[p].value;
                assert_true(isfinite(parts[p].value) && parts[p].struct_size == sizeof parts[p]);
            }
            bm_assert_close_named(observables[i], sum, change(patient, 900.0, observables[i]), 1e-9, 1e-12);
            assert_true(parts[1].id == 1 && parts[2].id == 2 && parts[3].id == 0);
        }
        assert_true(bm_test_is_saved(patient, &before)); /* she is as she was */
        free(before.data);
        OK(patient, bm_patient_advance_to(patient, 250.0));
    }
    bm_patient_destroy(patient);
}

/* Signs that everybody expects, and who is not there. */
static void signs(void **state) {
    (void)state;
    bm_part parts[BM_MAX_PARTS];
    bm_patient *patient = woman();
    bm_test_prescribe(model, patient, "letrozole", 2.5, 0.0, 0.0, 0.0);
    bm_test_prescribe(model, patient, "zoledronic_acid", 4.0, 0.0, 0.0, 0.0);
    bm_test_prescribe(model, patient, "alendronate", 70.0, 0.0, -700.0, -300.0); /* over: it is under way */
    bm_test_prescribe(model, patient, "denosumab", 60.0, 0.0, 2000.0, 0.0);      /* later */
    size_t n = explain(patient, 1096.0, "bmd_change.total_hip", parts);
    for (size_t i = 0; i < n; i++)
        print_message("  %-16s %+.3f %%\n", parts[i].name, parts[i].value);
    assert_true(part(parts, n, "letrozole") < -0.5 && part(parts, n, "zoledronic_acid") > 1.0);
    assert_true(part(parts, n, "ageing") <= 0.0 && part(parts, n, "smoking") < 0.0);
    assert_int_equal(n, 6);
    /* estradiol: the inhibitor takes it, age does not */
    n = explain(patient, 1096.0, "serum.estradiol", parts);
    assert_true(part(parts, n, "letrozole") < 0.0 && fabs(part(parts, n, "ageing")) < 1e-9);
    assert_true(fabs(part(parts, n, "zoledronic_acid")) < 1e-9); /* a part that does nothing has no share */
    bm_patient_destroy(patient);
    /* before the menopause nearly all of the loss in the years around it is the menopause */
    patient = bm_test_patient(model, 1e-6);
    OK(patient, bm_patient_set(patient, "age_years", 50.0));
    OK(patient, bm_patient_set(patient, "years_since_menopause", -1.0));
    n = explain(patient, 5.0 * 365.25, "bmd_change.lumbar_spine", parts);
    assert_true(part(parts, n, "menopause") < -1.0 && part(parts, n, "menopause") < 3.0 * part(parts, n, "ageing"));
    bm_patient_destroy(patient);
}

/* One part alone: its share is the difference that it makes. Two: by hand, the mean of both orders. */
static void by_hand(void **state) {
    (void)state;
    bm_part parts[BM_MAX_PARTS];
    bm_model *core = bm_test_model();
    bm_patient *patient = bm_test_patient(core, 1e-6);
    size_t observable, n;
    OK(NULL, bm_catalog_find(core, BM_KIND_OBSERVABLE, "core.PTH", &observable));
    bm_test_prescribe(core, patient, "denosumab", 60.0, 0.0, 0.0, 0.0);
    double v[4] = {bm_test_observe(patient, "core.PTH")}, start = v[0];
    OK(patient, bm_patient_explain(patient, 30.0, observable, parts, BM_MAX_PARTS, &n));
    assert_int_equal(n, 2);
    bm_assert_close(parts[0].value + parts[1].value, change(patient, 30.0, "core.PTH"), 1e-12, 1e-12);
    bm_test_programme(core, patient, "pth_infusion", 20.0, 0.0, 0.0, (bm_named_value[4]){{0}});
    for (int set = 0; set < 4; set++) {
        bm_patient *some = bm_test_patient(core, 1e-6);
        if (set & 1)
            bm_test_prescribe(core, some, "denosumab", 60.0, 0.0, 0.0, 0.0);
        if (set & 2)
            bm_test_programme(core, some, "pth_infusion", 20.0, 0.0, 0.0, (bm_named_value[4]){{0}});
        OK(some, bm_patient_advance_to(some, 30.0));
        v[set] = bm_test_observe(some, "core.PTH");
        bm_patient_destroy(some);
    }
    OK(patient, bm_patient_explain(patient, 30.0, observable, parts, BM_MAX_PARTS, &n));
    assert_int_equal(n, 3);
    bm_assert_close(parts[0].value, v[0] - start, 0.0, 1e-4);
    bm_assert_close(parts[1].value, 0.5 * (v[1] - v[0] + v[3] - v[2]), 1e-3, 1e-4);
    bm_assert_close(parts[2].value, 0.5 * (v[2] - v[0] + v[3] - v[1]), 1e-3, 1e-4);
    bm_patient_destroy(patient);
    bm_model_destroy(core);
}

/* Equal parts have equal shares, whatever their order. */
static void symmetric(void **state) {
    (void)state;
    bm_part parts[BM_MAX_PARTS];
    bm_patient *patient = bm_test_patient(model, 1e-6);
    for (int i = 0; i < 2; i++)
        bm_test_programme(model, patient, "calcium", 400.0, 0.0, 0.0, (bm_named_value[4]){{0}});
    const size_t n = explain(patient, 400.0, "serum.pth", parts);
    assert_int_equal(n, 5);
    assert_true(parts[1].value != 0.0);
    bm_assert_close(parts[1].value, parts[2].value, 1e-6, 1e-9);
    bm_patient_destroy(patient);
}

/* Age and menopause held: estradiol stays, and so does the hazard by age. */
static void held(void **state) {
    (void)state;
    bm_part parts[BM_MAX_PARTS];
    bm_patient *patient = bm_test_patient(model, 1e-6);
    OK(patient, bm_patient_set(patient, "age_years", 45.0));
    size_t n = explain(patient, 3652.5, "serum.estradiol", parts);
    const double whole = change(patient, 3652.5, "serum.estradiol");
    assert_true(whole < -20.0);
    bm_assert_close(part(parts, n, "menopause"), whole, 1e-6, 0.0);
    assert_true(fabs(parts[0].value) < 1e-6 * fabs(whole));
    n = explain(patient, 3652.5, "fracture_risk_10y.hip", parts);
    assert_true(part(parts, n, "ageing") > 0.0 && part(parts, n, "menopause") > 0.0);
    bm_patient_destroy(patient);
}

static int32_t count_calls(void *user, double time_d, double fraction) {
    int *left = user;
    assert_true(time_d == 100.0 && fraction > 0.0 && fraction <= 1.0);
    return --*left == 0;
}

static int32_t visit(void *user, bm_visit *at) {
    (void)user;
    (void)at;
    return 0;
}

static void refused(void **state) {
    (void)state;
    bm_part parts[BM_MAX_PARTS] = {{0}};
    bm_patient *patient = woman();
    const size_t hip = index_of("bmd.total_hip");
    size_t n = 77;
    int calls = 1000;
    bm_test_observe(patient, "bmd.total_hip"); /* her history is not reported then */
    OK(patient, bm_patient_set_progress(patient, count_calls, &calls));
    OK(patient, bm_patient_explain(patient, 100.0, hip, parts, BM_MAX_PARTS, &n));
    assert_int_equal(calls, 1000 - 8);
    calls = 3;
    FAILS(bm_patient_explain(patient, 100.0, hip, parts, BM_MAX_PARTS, &n), BM_ECANCELLED);
    OK(patient, bm_patient_set_progress(patient, NULL, NULL));
    n = 77;
    FAILS(bm_patient_explain(patient, 0.0, hip, parts, BM_MAX_PARTS, &n), BM_ERANGE);
    FAILS(bm_patient_explain(patient, (double)NAN, hip, parts, BM_MAX_PARTS, &n), BM_ERANGE);
    FAILS(bm_patient_explain(patient, 100.0, 99999, parts, BM_MAX_PARTS, &n), BM_ENOTFOUND);
    FAILS(bm_patient_explain(patient, 100.0, hip, parts, 3, &n), BM_ESIZE);
    FAILS(bm_patient_explain_sized(patient, 100.0, hip, parts, 8, BM_MAX_PARTS, &n), BM_ESIZE);
    for (int i = 0; i < 6; i++)
        bm_test_programme(model, patient, "calcium", 10.0, 0.0, 0.0, (bm_named_value[4]){{0}});
    FAILS(bm_patient_explain(patient, 100.0, hip, parts, BM_MAX_PARTS, &n), BM_ECONFLICT);
    assert_non_null(strstr(bm_patient_last_error(patient), "9 prescriptions, ageing, menopause and habits"));
    bm_decision decision;
    bm_decision_init(&decision);
    decision.name = "annual";
    decision.visit = visit;
    decision.first_d = 50.0;
    OK(patient, bm_patient_decide(patient, &decision, NULL));
    FAILS(bm_patient_explain(patient, 100.0, hip, parts, BM_MAX_PARTS, &n), BM_ECONFLICT);
    assert_non_null(strstr(bm_patient_last_error(patient), "'annual'"));
    assert_int_equal(n, 77);
    bm_patient_destroy(patient);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_add_up), cmocka_unit_test(signs), cmocka_unit_test(by_hand),
        cmocka_unit_test(symmetric),    cmocka_unit_test(held),  cmocka_unit_test(refused),
    };
    return cmocka_run_group_tests(tests, create_full_model, destroy_model);
}
