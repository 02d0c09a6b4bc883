/* SPDX-License-Identifier: Apache-2.0 */
/* Sensitivities beside finer differences of patients who are simulated alone, and beside what can be said by hand. */
#include "api/group_model.h"

enum { N_OBSERVABLES = 4, N_TIMES = 2 };
static const double times_d[N_TIMES] = {0.0, 730.5};
static const char *const observables[N_OBSERVABLES] = {"bmd_change.total_hip", "marker.s_ctx", "serum.estradiol",
                                                       "fracture_risk_10y.major"};
static size_t which[N_OBSERVABLES];

static bm_patient *woman(double rtol) {
    bm_patient *patient = bm_test_patient(model, rtol);
    OK(patient, bm_patient_set(patient, "age_years", 62.0));
    OK(patient, bm_patient_set(patient, "t_score.total_hip", -1.4));
    bm_test_prescribe(model, patient, "letrozole", 2.5, 0.0, 0.0, 0.0);
    bm_test_prescribe(model, patient, "zoledronic_acid", 4.0, 0.0, 200.0, 0.0);
    for (size_t i = 0; i < N_OBSERVABLES; i++)
        OK(NULL, bm_catalog_find(model, BM_KIND_OBSERVABLE, observables[i], &which[i]));
    return patient;
}

/* What is read of a woman in whom one value is another. */
static void read_with(const char *name, double value, double *values) {
    bm_patient *patient = woman(1e-10);
    OK(patient, bm_patient_set(patient, name, value));
    OK(patient, bm_patient_sample(patient, times_d, N_TIMES, which, N_OBSERVABLES, values, N_TIMES * N_OBSERVABLES));
    bm_patient_destroy(patient);
}

static void beside_finer_differences(void **state) {
    (void)state;
    static const struct {
        const char *name;
        double value, step;
    } rows[] = {{"age_years", 62.0, 0.01},           {"weight_kg", 67.0, 0.01},    {"t_score.total_hip", -1.4, 0.0002},
                {"letrozole.residual", 0.059, 1e-5}, {"estrogen.K_oc", 0.0, 1e-4}, {"zoledronic_acid.EC50", 0.0, 1e-4}};
    const char *names[BM_COUNT(rows)];
    double found[BM_COUNT(rows)][N_TIMES][N_OBSERVABLES];
    bm_patient *patient = woman(0.0);
    for (size_t i = 0; i < BM_COUNT(rows); i++)
        names[i] = rows[i].name;
    OK(patient, bm_patient_sensitivities(patient, names, BM_COUNT(rows), times_d, N_TIMES, which, N_OBSERVABLES,
                                         &found[0][0][0], sizeof found / sizeof(double)));
    for (size_t i = 0; i < BM_COUNT(rows); i++) {
        double low[N_TIMES][N_OBSERVABLES], high[N_TIMES][N_OBSERVABLES], value, largest = 0.0;
        OK(patient, bm_patient_get(patient, rows[i].name, &value));
        const double step = rows[i].value != 0.0 ? rows[i].step : rows[i].step * value;
        read_with(rows[i].name, value - step, &low[0][0]);
        read_with(rows[i].name, value + step, &high[0][0]);
        for (size_t t = 0; t < N_TIMES; t++)
            for (size_t k = 0; k < N_OBSERVABLES; k++) {
                const double finer = (high[t][k] - low[t][k]) / (2.0 * step), scale = fabs(high[t][k]) + 1e-3;
                /* the integrator's error, 1e-7 of an observable, over the step, a thousandth of the value */
                bm_assert_close_named(rows[i].name, found[i][t][k], finer, 2e-3, 1e-7 * scale / (1e-3 * fabs(value)));
                largest = fmax(largest, fabs(finer * value) / scale);
            }
        print_message("%-22s largest change of an observable for a change as large as itself: %.3g\n", rows[i].name,
                      largest);
        assert_true(largest > 1e-3);
    }
    bm_patient_destroy(patient);
}

/* Density goes with its T-score; yes or no is the whole difference; day 0's estradiol is what was said of it. */
static void by_hand(void **state) {
    (void)state;
    static const char *const names[] = {"t_score.total_hip", "prior_fracture", "estradiol_pg_ml", "cigarettes_per_day"};
    bm_patient *patient = woman(0.0), *other = woman(1e-8);
    size_t hip[2];
    double values[4][1][2];
    OK(NULL, bm_catalog_find(model, BM_KIND_OBSERVABLE, "bmd.total_hip", &hip[0]));
    OK(NULL, bm_catalog_find(model, BM_KIND_OBSERVABLE, "fracture_risk_10y.major", &hip[1]));
    OK(patient, bm_patient_sensitivities(patient, names, 4, times_d, 1, hip, 2, &values[0][0][0], 8));
    bm_assert_close(values[0][0][0], 0.122, 1e-6, 0.0);
    const double without = bm_test_observe(other, "fracture_risk_10y.major");
    OK(other, bm_patient_set(other, "prior_fracture", 1.0));
    const double with = bm_test_observe(other, "fracture_risk_10y.major");
    bm_assert_close(values[1][0][1], with - without, 1e-4, 0.0);
    assert_true(values[3][0][1] > 0.0); /* at the lower end of its range: to one side */
    OK(NULL, bm_catalog_find(model, BM_KIND_OBSERVABLE, "serum.estradiol", &hip[0]));
    bm_patient_destroy(other);
    other = bm_test_patient(model, 0.0); /* untreated, so that estradiol is the habitual one */
    OK(other, bm_patient_sensitivities(other, &names[2], 1, times_d, 1, hip, 1, &values[0][0][0], 1));
    bm_assert_close(values[0][0][0], 1.0, 1e-6, 0.0);
    bm_patient_destroy(patient);
    bm_patient_destroy(other);
}

static void refused(void **state) {
    (void)state;
    bm_patient *patient = woman(0.0);
    double values[8] = {0.0};
    const char *names[] = {"age_years", "device"}, *none[] = {NULL}, *unknown[] = {"wieght_kg"},
               *twice[] = {"bmd.total_hip"};
    struct bm_bytes before = bm_test_save(patient);
#define CALL(names, n, times, n_times, n_values)                                                                       \
    bm_patient_sensitivities(patient, names, n, times, n_times, which, 1, values, n_values)
    FAILS(CALL(names, 2, times_d, 1, 8), BM_ECONFLICT);
    assert_non_null(strstr(bm_patient_last_error(patient), "device"));
    FAILS(CALL(unknown, 1, times_d, 1, 8), BM_ENOTFOUND);
    assert_non_null(strstr(bm_patient_last_error(patient), "did you mean weight_kg?"));
    FAILS(CALL(twice, 1, times_d, 1, 8), BM_ECONFLICT);
    assert_non_null(strstr(bm_patient_last_error(patient), "bmd.total_hip"));
    FAILS(CALL(none, 1, times_d, 1, 8), BM_EINVAL);
    FAILS(CALL(names, 0, times_d, 1, 8), BM_EINVAL);
    FAILS(CALL(names, 1, times_d, 2, 1), BM_ESIZE);
    FAILS(CALL(names, 1, ((const double[]){5.0, 4.0}), 2, 8), BM_ERANGE);
    FAILS(CALL(names, 1, NULL, 1, 8), BM_EINVAL);
    assert_true(values[0] == 0.0 && bm_test_is_saved(patient, &before));
    free(before.data);
    OK(patient, bm_patient_advance_to(patient, 1.0));
    FAILS(CALL(names, 1, times_d, 1, 8), BM_ESTATE);
    bm_patient_destroy(patient);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(beside_finer_differences),
        cmocka_unit_test(by_hand),
        cmocka_unit_test(refused),
    };
    return cmocka_run_group_tests(tests, create_full_model, destroy_model);
}
