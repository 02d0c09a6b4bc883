/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every reference trajectory through the public interface: all its states, scaled by each state's maximum, at the
 * default tolerance within 1e-4 and at 1e-10 within 1e-6. `api.parity all` prints the errors at more tolerances.
 */
#include "api/api_test.h"

#include "support/csv.h"

static const struct scenario {
    const char *file;
    struct {
        const char *name;
        double value;
    } set[2];
    const char *agent;
    double dose, every_d, stop_d;
    uint32_t doses;
} scenarios[] = {
    {.file = "a_baseline"},
    {.file = "b_denosumab", .agent = "denosumab", .dose = 60.0, .every_d = 4380.0 / 24.0, .doses = 6},
    {.file = "c_teriparatide", .agent = "teriparatide", .dose = 20.0, .every_d = 1.0, .doses = 730},
    {.file = "d1_menopause", .set = {{"core.ESTON", 1.0}}},
    {.file = "d2_menopause_onset", .set = {{"core.ESTON", 1.0}, {"core.ageENTER", 8736.0 * (51.0 - 1.66)}}},
    {.file = "d3_estrogen_half", .set = {{"core.EST", 0.5}}},
    {.file = "d4_estrogen_fifth", .set = {{"core.EST", 0.2}}},
    {.file = "e1_pth_infusion", .agent = "pth_infusion", .dose = 385.0, .stop_d = 5.0 * 8760.0 / 24.0},
    {.file = "e2_gfr_minus50", .set = {{"core.GFRdelta", 50.0}}},
    {.file = "e3_gfr_minus84", .set = {{"core.GFRdelta", 84.0}}},
    {.file = "e4_calcium_half", .set = {{"core.OralCa", 0.5 * 24.055 / 24.0}}},
    {.file = "e5_calcium_x1.5", .set = {{"core.OralCa", 1.5 * 24.055 / 24.0}}},
    {.file = "e6_phosphate_half", .set = {{"core.OralPhos", 0.5 * 10.5 / 24.0}}},
    {.file = "e7_phosphate_x1.5", .set = {{"core.OralPhos", 1.5 * 10.5 / 24.0}}},
    {.file = "e8_calcitriol_half", .set = {{"core.T65", 3.15}}},
    {.file = "e9_gland_x2", .set = {{"core.PTmax", 2.0}}},
};

static bm_patient *patient_of(const bm_model *model, const struct scenario *scenario, double rtol) {
    bm_patient *patient = bm_test_patient(model, rtol);
    for (size_t i = 0; i < 2; i++)
        if (scenario->set[i].name)
            OK(patient, bm_patient_set(patient, scenario->set[i].name, scenario->set[i].value));
    if (scenario->agent) {
        bm_prescription rx;
        OK(patient, bm_prescription_init(model, scenario->agent, &rx));
        rx.dose = scenario->dose;
        rx.every_d = scenario->every_d;
        rx.doses = scenario->doses;
        rx.stop_d = scenario->stop_d > 0.0 ? scenario->stop_d : BM_NEVER_D;
        OK(patient, bm_patient_prescribe(patient, &rx, NULL));
    }
    return patient;
}

/* The largest scaled error of a scenario; prints a line. */
static double largest_error(const bm_model *model, const struct scenario *scenario, double rtol) {
    enum { STATES = 38 };
    struct bm_csv csv;
    char path[96], state_name[64];
    snprintf(path, sizeof path, "../parity/%s.csv", scenario->file);
    bm_csv_read(&csv, path);
    assert_int_equal(csv.n_columns, STATES + 1);
    const size_t n = (size_t)csv.n_rows;
    assert_true(n > 100);
    size_t which[STATES];
    double *times = calloc(n, sizeof *times), *values = calloc(n * STATES, sizeof *values);
    assert_true(times && values);
    for (size_t i = 0; i < n; i++)
        times[i] = bm_csv_at(&csv, (int)i, 0);
    for (size_t s = 0; s < STATES; s++) {
        snprintf(state_name, sizeof state_name, "core.%s", csv.column[s + 1]);
        OK(NULL, bm_catalog_find(model, BM_KIND_OBSERVABLE, state_name, &which[s]));
    }
    bm_patient *patient = patient_of(model, scenario, rtol);
    OK(patient, bm_patient_sample(patient, times, n, which, STATES, values, n * STATES));

    double largest = 0.0, at_d = 0.0;
    size_t worst = 0;
    for (size_t s = 0; s < STATES; s++) {
        double scale = 0.0;
        for (size_t i = 0; i < n; i++)
            scale = fmax(scale, fabs(bm_csv_at(&csv, (int)i, (int)s + 1)));
        for (size_t i = 0; i < n; i++) {
            const double error = fabs(values[i * STATES + s] - bm_csv_at(&csv, (int)i, (int)s + 1));
            if (!(error <= largest * scale)) {
                largest = error / scale; /* a state that should stay 0 and does not: infinite */
                worst = s;
                at_d = times[i];
            }
        }
    }
    const bm_patient_stats stats = bm_test_stats(patient);
    char tolerance[16] = "default";
    if (rtol > 0.0)
        snprintf(tolerance, sizeof tolerance, "%.0e", rtol);
    print_message("%-18s rtol %-7s largest error %.1e (%s, day %.4g), %llu steps\n", scenario->file, tolerance, largest,
                  csv.column[worst + 1], at_d, (unsigned long long)stats.steps);
    bm_patient_destroy(patient);
    bm_csv_free(&csv);
    free(times);
    free(values);
    return largest;
}

static void all_scenarios(double rtol, double bound) {
    bm_model *model = bm_test_model();
    int too_far = 0;
    for (size_t i = 0; i < BM_COUNT(scenarios); i++)
        too_far += !(largest_error(model, &scenarios[i], rtol) <= bound);
    bm_model_destroy(model);
    assert_int_equal(too_far, 0);
}

static void at_the_default_tolerance(void **state) {
    (void)state;
    all_scenarios(0.0, 1e-4);
}

static void at_a_strict_tolerance(void **state) {
    (void)state;
    all_scenarios(1e-10, 1e-6);
}

int main(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "all") == 0) {
        for (double rtol = 1e-2; rtol > 5e-11; rtol /= 10.0)
            all_scenarios(rtol, 1.0);
        return 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_the_default_tolerance),
        cmocka_unit_test(at_a_strict_tolerance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
