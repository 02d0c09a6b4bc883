/* SPDX-License-Identifier: Apache-2.0 */
/* Scanners: densities of each are the same woman on the library's scale, and what cannot be converted is refused. */
#include "api/group_model.h"

static double device_number(const char *name) {
    bm_catalog_entry row;
    size_t index;
    OK(NULL, bm_catalog_find(model, BM_KIND_DEVICE, name, &index));
    OK(NULL, bm_catalog_row(model, BM_KIND_DEVICE, index, &row));
    return row.default_value;
}

/* A woman of 65 with a density, or T-score, of one scanner; NULL: the default. */
static bm_patient *woman(const char *device, const char *name, double value) {
    bm_patient *patient = bm_test_patient(model, 0.0);
    OK(patient, bm_patient_set(patient, "age_years", 65.0));
    OK(patient, bm_patient_set(patient, name, value));
    if (device)
        OK(patient, bm_patient_set(patient, "device", device_number(device)));
    return patient;
}

static void levels_are_converted(void **state) {
    (void)state;
    static const struct {
        const char *device, *name;
        double given, read; /* g/cm2; read: by hand from the published equations */
    } rows[] = {{"lunar", "bmd.lumbar_spine", 1.000, 0.880218}, {"norland", "bmd.lumbar_spine", 0.900, 0.908278},
                {"lunar", "bmd.total_hip", 0.900, 0.837401},    {"norland", "bmd.total_hip", 0.800, 0.823016},
                {"lunar", "bmd.femoral_neck", 0.850, 0.695630}, {"norland", "bmd.femoral_neck", 0.700, 0.622355},
                {"hologic", "bmd.lumbar_spine", 0.9, 0.9}};
    for (size_t i = 0; i < BM_COUNT(rows); i++) {
        bm_patient *patient = woman(rows[i].device, rows[i].name, rows[i].given);
        const double read = bm_test_observe(patient, rows[i].name);
        bm_assert_close_named(rows[i].device, read, rows[i].read, 2e-6, 0.0);
        const int converted = strcmp(rows[i].device, "hologic") != 0;
        assert_int_equal(bm_patient_warning_count(patient), converted);
        if (converted)
            assert_true(strstr(bm_patient_warning(patient, 0), rows[i].name) &&
                        strstr(bm_patient_warning(patient, 0), rows[i].device) &&
                        strstr(bm_patient_warning(patient, 0), "no change"));
        /* from then on she is as one who was measured on Hologic, but for her risk, which knows the error */
        bm_patient *same = woman(NULL, rows[i].name, read);
        static const char *const alike[] = {"bmd_change.lumbar_spine", "bmd.total_hip", "t_score.femoral_neck"};
        const char *risk = "fracture_risk_10y.major";
        const double before = bm_test_observe(same, risk), with_error = bm_test_observe(patient, risk);
        assert_true(converted && strcmp(rows[i].name, "bmd.total_hip") != 0 ? with_error > before * (1.0 + 1e-6)
                                                                            : fabs(with_error - before) < 1e-9);
        bm_test_prescribe(model, patient, "letrozole", 2.5, 0.0, 0.0, 0.0);
        bm_test_prescribe(model, same, "letrozole", 2.5, 0.0, 0.0, 0.0);
        OK(patient, bm_patient_advance_to(patient, 400.0));
        OK(same, bm_patient_advance_to(same, 400.0));
        for (size_t k = 0; k < BM_COUNT(alike); k++)
            bm_assert_close(bm_test_observe(patient, alike[k]), bm_test_observe(same, alike[k]), 1e-6, 1e-7);
        bm_patient_destroy(patient);
        bm_patient_destroy(same);
    }
}

static void t_scores_are_as_printed(void **state) {
    (void)state;
    static const char *const devices[] = {NULL, "hologic", "lunar", "norland"};
    static const char *const names[] = {"t_score.lumbar_spine", "t_score.femoral_neck", "t_score.distal_radius"};
    for (size_t d = 0; d < BM_COUNT(devices); d++)
        for (size_t i = 0; i < BM_COUNT(names); i++) {
            bm_patient *patient = woman(devices[d], names[i], -1.7);
            bm_assert_close(bm_test_observe(patient, names[i]), -1.7, 1e-12, 0.0);
            assert_int_equal(bm_patient_warning_count(patient), 0);
            bm_patient_destroy(patient);
        }
}

/* The sentence holds a word. */
static void says(const bm_patient *patient, const char *word) {
    if (!strstr(bm_patient_last_error(patient), word))
        fail_msg("'%s' lacks '%s'", bm_patient_last_error(patient), word);
}

static void refused(void **state) {
    (void)state;
    double value;
    bm_patient *patient = woman("lunar", "bmd.distal_radius", 0.8);
    FAILS(bm_patient_observe(patient, "bmd.distal_radius", &value), BM_ECONFLICT);
    says(patient, "bmd.distal_radius is given on the scale of lunar");
    OK(patient, bm_patient_set(patient, "device", 1.0));
    OK(patient, bm_patient_observe(patient, "bmd.distal_radius", &value));
    FAILS(bm_patient_set(patient, "device", 1.5), BM_ERANGE);
    says(patient, "device is 1.5, allowed is the whole number of a preset");
    FAILS(bm_patient_set(patient, "device", 4.0), BM_ERANGE);
    FAILS(bm_patient_set(patient, "device", 0.0), BM_ERANGE);
    static const char *const sites[] = {"lumbar_spine", "total_hip", "femoral_neck", "distal_radius"};
    for (size_t i = 0; i < BM_COUNT(sites); i++) {
        char name[60];
        snprintf(name, sizeof name, "t_score.%s", sites[i]);
        FAILS(bm_patient_set(patient, name, -8.01), BM_ERANGE);
        FAILS(bm_patient_set(patient, name, 6.01), BM_ERANGE);
        says(patient, "to 6");
        OK(patient, bm_patient_set(patient, name, 6.0));
    }
    bm_patient_destroy(patient);
}

static void unlikely_on_the_default_scale(void **state) {
    (void)state;
    static const struct {
        const char *name;
        double bmd;
        int warned;
    } rows[] = {{"bmd.lumbar_spine", 1.30, 1},  {"bmd.lumbar_spine", 1.15, 0},  {"bmd.total_hip", 1.15, 1},
                {"bmd.distal_radius", 0.88, 1}, {"bmd.distal_radius", 0.60, 0}, {"bmd.lumbar_spine", 0.70, 0},
                {"bmd.lumbar_spine", 0.45, 1}};
    for (size_t i = 0; i < BM_COUNT(rows); i++) {
        bm_patient *patient = woman(NULL, rows[i].name, rows[i].bmd);
        bm_test_observe(patient, rows[i].name);
        assert_int_equal(bm_patient_warning_count(patient), rows[i].warned);
        if (rows[i].warned)
            assert_true(strstr(bm_patient_warning(patient, 0), rows[i].name) &&
                        strstr(bm_patient_warning(patient, 0), "unlikely on Hologic's scale"));
        bm_patient_destroy(patient);
    }
}

/* Members of a cohort are given densities on the same scale; the device itself does not vary. */
static void cohorts(void **state) {
    (void)state;
    static const double times_d[] = {0.0};
    bm_patient *profile = woman("lunar", "bmd.total_hip", 0.9);
    bm_cohort_options options;
    bm_cohort_options_init(&options);
    options.size = 8;
    options.variability = 0.0;
    bm_cohort *cohort = NULL;
    size_t which[2];
    double values[16];
    OK(profile, bm_cohort_create(profile, &options, &cohort));
    FAILS(bm_cohort_vary(cohort, "device", 1.0, (double)NAN, (double)NAN), BM_ECONFLICT);
    assert_non_null(strstr(bm_cohort_last_error(cohort), "device"));
    OK(NULL, bm_cohort_vary(cohort, "bmd.total_hip", 0.0, (double)NAN, (double)NAN));
    OK(NULL, bm_cohort_vary(cohort, "bmd.lumbar_spine", 0.0, (double)NAN, (double)NAN)); /* not given */
    OK(NULL, bm_catalog_find(model, BM_KIND_OBSERVABLE, "bmd.total_hip", &which[0]));
    OK(NULL, bm_catalog_find(model, BM_KIND_OBSERVABLE, "bmd.lumbar_spine", &which[1]));
    OK(NULL, bm_cohort_sample(cohort, times_d, 1, which, 2, values, 16));
    for (size_t i = 0; i < 8; i++) {
        bm_assert_close(values[2 * i], bm_test_observe(profile, "bmd.total_hip"), 1e-12, 0.0);
        bm_assert_close(values[2 * i + 1], bm_test_observe(profile, "bmd.lumbar_spine"), 1e-12, 0.0);
    }
    bm_cohort_destroy(cohort);
    bm_patient_destroy(profile);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(levels_are_converted),
        cmocka_unit_test(t_scores_are_as_printed),
        cmocka_unit_test(refused),
        cmocka_unit_test(unlikely_on_the_default_scale),
        cmocka_unit_test(cohorts),
    };
    return cmocka_run_group_tests(tests, create_full_model, destroy_model);
}
