/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The promise of the default tolerance: everything that is read lies within 1e-4 of its scale, under every agent. The
 * scale of a state is its own or its largest value, that of all else its largest value.
 */
#include "api/group_model.h"

#include "simulation/rows.h"

enum { N_TIMES = 66, MAX_READ = 256 };

/* Amounts, concentrations, densities and probabilities; changes in percent follow from them. */
static size_t readable(size_t observables[MAX_READ]) {
    static const char *const groups[] = {"core.", "body.", "bmd.", "marker.", "serum.", "drug.", "fracture_risk"};
    size_t n = 0;
    for (size_t i = 0; i < bm_catalog_count(model, BM_KIND_OBSERVABLE); i++) {
        bm_catalog_entry row;
        OK(NULL, bm_catalog_row(model, BM_KIND_OBSERVABLE, i, &row));
        for (size_t g = 0; g < BM_COUNT(groups); g++)
            if (strncmp(row.name, groups[g], strlen(groups[g])) == 0 && n < MAX_READ)
                observables[n++] = i;
    }
    assert_in_range(n, 50, MAX_READ - 1);
    return n;
}

static double scale_of(const char *name) {
    for (uint32_t i = 0; i < BM__N_BODY_STATES; i++)
        if (strcmp(bm__body_state_row(i)->name, name) == 0)
            return bm__body_state_row(i)->value;
    return 0.0;
}

/* Every four weeks for five years, of which she is given the agent for two. */
static void sample(double rtol, double age_years, const char *agent, const size_t *observables, size_t n,
                   double *values) {
    bm_patient *patient = bm_test_patient(model, rtol);
    double times_d[N_TIMES];
    for (int i = 0; i < N_TIMES; i++)
        times_d[i] = 28.0 * i;
    OK(patient, bm_patient_set(patient, "age_years", age_years));
    bm_prescription rx;
    OK(patient, bm_prescription_init(model, agent, &rx));
    rx.stop_d = 2.0 * 365.25;
    OK(patient, bm_patient_prescribe(patient, &rx, NULL));
    OK(patient, bm_patient_sample(patient, times_d, N_TIMES, observables, n, values, N_TIMES * n));
    bm_patient_destroy(patient);
}

static void within_1e_4_of_its_scale(void **state) {
    (void)state;
    static double found[N_TIMES * MAX_READ], exact[N_TIMES * MAX_READ];
    size_t observables[MAX_READ], worst_at = 0;
    const size_t n = readable(observables), n_agents = bm_catalog_count(model, BM_KIND_AGENT);
    const double ages[] = {48.0, 61.0, 76.0};
    assert_true(n_agents >= 20);
    int failed = 0;
    for (size_t a = 0; a < n_agents; a++) {
        bm_catalog_entry agent, row;
        double worst = 0.0;
        OK(NULL, bm_catalog_row(model, BM_KIND_AGENT, a, &agent));
        for (size_t k = 0; k < BM_COUNT(ages); k++) {
            sample(0.0, ages[k], agent.name, observables, n, found);
            sample(1e-10, ages[k], agent.name, observables, n, exact);
            for (size_t j = 0; j < n; j++) {
                OK(NULL, bm_catalog_row(model, BM_KIND_OBSERVABLE, observables[j], &row));
                double largest = scale_of(row.name), error = 0.0;
                for (size_t i = j; i < N_TIMES * n; i += n) {
                    largest = fmax(largest, fabs(exact[i]));
                    error = fmax(error, fabs(found[i] - exact[i]));
                }
                if (error > worst * largest) {
                    worst = error / largest;
                    worst_at = j;
                }
            }
        }
        OK(NULL, bm_catalog_row(model, BM_KIND_OBSERVABLE, observables[worst_at], &row));
        print_message("%-24s %.1e of %s\n", agent.name, worst, row.name);
        if (!(worst <= 1e-4))
            failed++;
    }
    assert_int_equal(failed, 0);
}

/*
 * Under denosumab the core's Bcl-2 rises above the threshold of RUNX2 once and falls below it once, almost along it. At
 * loose tolerances a step that began on the threshold was cut there again and again, to the last of its 100 million.
 */
static void loose_tolerances_cross_the_threshold_twice(void **state) {
    (void)state;
    bm_model *core = bm_test_model();
    for (int place = 16; place <= 40; place++) {
        bm_patient *patient = NULL;
        bm_patient_stats stats;
        OK(NULL, bm_test_create(core, pow(10.0, -place / 8.0), 1000, &patient));
        bm_test_prescribe(core, patient, "denosumab", 60.0, 182.5, 0.0, 913.0);
        OK(patient, bm_patient_advance_to(patient, 1825.0));
        OK(patient, bm_patient_read_stats(patient, &stats));
        assert_int_equal(stats.threshold_events, 2);
        bm_patient_destroy(patient);
    }
    bm_model_destroy(core);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(within_1e_4_of_its_scale),
        cmocka_unit_test(loose_tolerances_cross_the_threshold_twice),
    };
    return cmocka_run_group_tests(tests, create_full_model, destroy_model);
}
