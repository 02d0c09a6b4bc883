/* SPDX-License-Identifier: Apache-2.0 */
/* Day 0 of the full model: what was measured is what is read, and her history is in what comes after. */
#include "api/api_test.h"

#include "api/group_model.h"

static const char *const sites[] = {"lumbar_spine", "total_hip", "femoral_neck", "distal_radius"};
static const char *const markers[] = {"s_ctx", "s_ntx", "u_ntx", "s_p1np", "s_bsap", "s_osteocalcin"};
static const double YEAR_D = 365.25;

static bm_patient *woman(double age_years) {
    bm_patient *patient = bm_test_patient(model, 0.0);
    OK(patient, bm_patient_set(patient, "age_years", age_years));
    return patient;
}

static double observe(bm_patient *patient, const char *group, const char *name) {
    char both[64];
    snprintf(both, sizeof both, "%s%s", group, name);
    return bm_test_observe(patient, both);
}

static void set(bm_patient *patient, const char *group, const char *name, double value) {
    char both[64];
    snprintf(both, sizeof both, "%s%s", group, name);
    OK(patient, bm_patient_set(patient, both, value));
}

/* Bone density by itself or as a T-score. */
static void measured_density(void **state) {
    (void)state;
    const double bmd[] = {0.831, 0.6999, 0.6123, 0.5432}, t_score[] = {-2.7, -1.1, 0.3, -3.3};
    for (int with_history = 0; with_history < 2; with_history++)
        for (size_t measured = 1; measured < 16; measured++) {
            bm_patient *grams = woman(66.0), *scores = woman(66.0);
            for (size_t i = 0; i < 4; i++)
                if (measured >> i & 1u) {
                    set(grams, "bmd.", sites[i], bmd[i]);
                    set(scores, "t_score.", sites[i], t_score[i]);
                }
            if (with_history) {
                bm_test_prescribe(model, grams, "letrozole", 2.5, 0.0, -700.0, 0.0);
                bm_test_prescribe(model, scores, "zoledronic_acid", 4.0, 0.0, -500.0, 0.0);
            }
            for (size_t i = 0; i < 4; i++) {
                assert_true(observe(grams, "bmd_change.", sites[i]) == 0.0);
                if (!(measured >> i & 1u))
                    continue;
                assert_true(observe(grams, "bmd.", sites[i]) == bmd[i]);
                bm_assert_close_named(sites[i], observe(scores, "t_score.", sites[i]), t_score[i], 0.0, 1e-13);
            }
            bm_patient_destroy(grams);
            bm_patient_destroy(scores);
        }
}

/* Without any measurement her density is that of her age; with one, the others follow with 0.6 of its Z-score. */
static void unmeasured_density(void **state) {
    (void)state;
    bm_patient *patient = woman(65.0);
    for (size_t i = 0; i < 4; i++)
        bm_assert_close_named(sites[i], observe(patient, "z_score.", sites[i]), 0.0, 0.0, 1e-13);
    set(patient, "bmd.", "total_hip", 0.797874 - 2.0 * 0.122);
    bm_assert_close(observe(patient, "z_score.", "total_hip"), -2.0, 1e-12, 0.0);
    bm_assert_close(observe(patient, "z_score.", "lumbar_spine"), -1.2, 1e-12, 0.0);
    bm_patient_destroy(patient);
}

/* Each marker alone and all of them: read as measured, and only her own are matched. */
static void measured_markers(void **state) {
    (void)state;
    const double values[] = {0.71, 14.5, 52.0, 81.0, 6.1, 31.0};
    bm_patient *unmeasured = woman(61.0);
    for (size_t m = 0; m <= BM_COUNT(markers); m++) {
        bm_patient *patient = woman(61.0);
        for (size_t i = 0; i < BM_COUNT(markers); i++)
            if (m == i || m == BM_COUNT(markers))
                set(patient, "marker.", markers[i], values[i]);
        for (size_t i = 0; i < BM_COUNT(markers); i++) {
            const double found = observe(patient, "marker.", markers[i]);
            assert_true(observe(patient, "marker_change.", markers[i]) == 0.0);
            if (m == i || m == BM_COUNT(markers))
                bm_assert_close_named(markers[i], found, values[i], 1e-14, 0.0);
            else
                bm_assert_close_named(markers[i], found, observe(unmeasured, "marker.", markers[i]), 1e-5, 0.0);
        }
        bm_patient_destroy(patient);
    }
    bm_patient_destroy(unmeasured);
}

static double loss(bm_patient *patient, const char *site) {
    bm_test_prescribe(model, patient, "anastrozole", 1.0, 0.0, bm_test_time(patient), 0.0);
    OK(patient, bm_patient_advance_by(patient, 2.0 * YEAR_D));
    return -observe(patient, "bmd_change.", site);
}

/* High turnover markers mean faster loss under an inhibitor, low ones slower, as far as they are hers. */
static void turnover(void **state) {
    (void)state;
    const double ctx[] = {0.15, 0.0, 1.2};
    for (size_t s = 0; s < BM_COUNT(sites); s++) {
        double last = 0.0;
        for (size_t i = 0; i < BM_COUNT(ctx); i++) {
            bm_patient *patient = woman(61.0);
            if (ctx[i] > 0.0)
                set(patient, "marker.", "s_ctx", ctx[i]);
            const double lost = loss(patient, sites[s]);
            assert_true(lost > 1.1 * last);
            last = lost;
            bm_patient_destroy(patient);
        }
        bm_patient *unreliable = woman(61.0), *usual = woman(61.0);
        set(unreliable, "marker.", "s_ctx", 1.2);
        set(unreliable, "markers.", "reliability", 0.0);
        bm_assert_close(loss(unreliable, sites[s]), loss(usual, sites[s]), 1e-4, 0.0);
        bm_patient_destroy(unreliable);
        bm_patient_destroy(usual);
    }
}

/* What was given before day 0 has acted: tamoxifen, from which she switches, or an inhibitor that goes on. */
static void history(void **state) {
    (void)state;
    bm_patient *never = woman(61.0), *switches = woman(61.0), *goes_on = woman(61.0);
    bm_test_prescribe(model, switches, "tamoxifen", 20.0, 0.0, -5.0 * YEAR_D, -0.5);
    bm_test_prescribe(model, goes_on, "anastrozole", 1.0, 0.0, -2.0 * YEAR_D, 0.0);
    bm_patient *const all[] = {never, switches, goes_on};
    for (size_t i = 0; i < 3; i++) {
        assert_true(bm_test_time(all[i]) == 0.0);
        assert_true(bm_test_observe(all[i], "doses_given.tamoxifen") == 0.0);
        assert_true(bm_test_observe(all[i], "doses_given.anastrozole") == 0.0);
    }
    bm_assert_close(bm_test_observe(switches, "drug.tamoxifen"), 122.0, 0.05, 0.0);
    bm_assert_close(bm_test_observe(goes_on, "serum.estradiol") / bm_test_observe(never, "serum.estradiol"), 0.101,
                    1e-3, 0.0);
    assert_true(bm_test_observe(goes_on, "marker.s_ctx") > 1.1 * bm_test_observe(never, "marker.s_ctx"));
    assert_true(bm_test_observe(switches, "marker.s_ctx") < 0.95 * bm_test_observe(never, "marker.s_ctx"));
    OK(goes_on, bm_patient_advance_by(goes_on, 2.0 * YEAR_D));
    assert_true(bm_test_observe(goes_on, "doses_given.anastrozole") == 730.0); /* at 0.5 to 729.5 days */
    const double later = -observe(goes_on, "bmd_change.", "lumbar_spine"), fresh = loss(never, "lumbar_spine");
    const double after_tamoxifen = loss(switches, "lumbar_spine");
    print_message(
        "spine lost in two years of anastrozole: %.2f%%, in the third and fourth %.2f%%, after tamoxifen %.2f%%\n",
        fresh, later, after_tamoxifen);
    assert_true(later > 0.0 && later < 0.8 * fresh && after_tamoxifen > 1.1 * fresh);
    for (size_t i = 0; i < 3; i++)
        bm_patient_destroy(all[i]);
}

/* The order of prescriptions does not matter, nor whether she was read before. */
static void order(void **state) {
    (void)state;
    static const struct {
        const char *agent;
        double dose, every_d, start_d, stop_d;
    } rx[] = {{"tamoxifen", 20.0, 0.0, -900.0, -50.0},
              {"alendronate", 70.0, 0.0, -300.0, 200.0},
              {"letrozole", 2.5, 0.0, 0.0, 0.0},
              {"zoledronic_acid", 4.0, 0.0, -100.0, 0.0}};
    enum { N = BM_COUNT(rx) };
    bm_patient *patients[3];
    for (size_t p = 0; p < 3; p++) {
        patients[p] = woman(58.0);
        for (size_t i = 0; i < N; i++) {
            const size_t which = p == 1 ? N - 1 - i : i;
            if (p == 2) /* read at day 0 between prescriptions */
                observe(patients[p], "bmd.", "total_hip");
            bm_test_prescribe(model, patients[p], rx[which].agent, rx[which].dose, rx[which].every_d, rx[which].start_d,
                              rx[which].stop_d);
        }
    }
    for (int year = 0; year < 4; year++) {
        bm_assert_same_patient(patients[0], patients[2]);
        for (size_t i = 0; i < bm_catalog_count(model, BM_KIND_OBSERVABLE); i++) {
            double a, b;
            OK(patients[0], bm_patient_observe_index(patients[0], i, &a));
            OK(patients[1], bm_patient_observe_index(patients[1], i, &b));
            bm_assert_close(b, a, 1e-9, 1e-12);
        }
        for (size_t p = 0; p < 3; p++)
            OK(patients[p], bm_patient_advance_by(patients[p], 100.0));
    }
    for (size_t p = 0; p < 3; p++)
        bm_patient_destroy(patients[p]);
}

/* What has passed can be told at day 0 only. */
static void history_after_an_advance(void **state) {
    (void)state;
    bm_patient *patient = woman(61.0);
    bm_prescription rx;
    OK(NULL, bm_prescription_init(model, "letrozole", &rx));
    rx.start_d = -100.0;
    observe(patient, "bmd.", "total_hip");
    OK(patient, bm_patient_advance_to(patient, 0.0));
    OK(patient, bm_patient_prescribe(patient, &rx, NULL));
    OK(patient, bm_patient_advance_to(patient, 1.0));
    struct bm_bytes saved = bm_test_save(patient);
    FAILS(bm_patient_prescribe(patient, &rx, NULL), BM_ERANGE);
    assert_non_null(strstr(bm_patient_last_error(patient), "start_d is -100"));
    FAILS(bm_patient_set(patient, "age_years", 70.0), BM_ESTATE);
    assert_true(bm_test_is_saved(patient, &saved));
    free(saved.data);
    bm_patient_destroy(patient);
}

/* Covariates that follow from others, and are read so. */
static void what_follows(void **state) {
    (void)state;
    bm_patient *patient = woman(47.5);
    double value = 0.0;
    OK(patient, bm_patient_get(patient, "years_since_menopause", &value));
    bm_assert_close(value, -3.5, 1e-15, 0.0);
    OK(patient, bm_patient_set(patient, "estradiol_pg_ml", 61.0));
    bm_assert_close(bm_test_observe(patient, "serum.estradiol"), 61.0, 1e-13, 0.0);
    OK(patient, bm_patient_set(patient, "vitamin_d_intake_iu_day", 1000.0));
    OK(patient, bm_patient_get(patient, "vitamin_d.per_iu", &value)); /* by a square, at the usual weight */
    bm_assert_close(bm_test_observe(patient, "serum.calcidiol"), sqrt(60.0 * 60.0 + value * 800.0), 1e-6, 0.0);
    OK(patient, bm_patient_set(patient, "calcidiol_nmol_l", 33.0)); /* then the intake is ignored */
    bm_assert_close(bm_test_observe(patient, "serum.calcidiol"), 33.0, 1e-6, 0.0);
    bm_patient_destroy(patient);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(measured_density), cmocka_unit_test(unmeasured_density),
        cmocka_unit_test(measured_markers), cmocka_unit_test(turnover),
        cmocka_unit_test(history),          cmocka_unit_test(order),
        cmocka_unit_test(what_follows),     cmocka_unit_test(history_after_an_advance),
    };
    return cmocka_run_group_tests(tests, create_full_model, destroy_model);
}
