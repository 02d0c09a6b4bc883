/* SPDX-License-Identifier: Apache-2.0 */
/* With every extension at its neutral value the full model is the core: all its states, untreated and under drugs. */
#include "api/api_test.h"

enum { N_TIMES = 120, MAX_STATES = 43 };

static void neutral(bm_patient *patient) {
    static const struct {
        const char *name;
        double value;
    } values[] = {
        {"history.from_age", 150.0},
        {"smoothing.runx2", 0.0},
        {"smoothing.phosphate", 0.0},
        {"estrogen.p", 0.0},
        {"estrogen.rankl", 0.0},
        {"estrogen.opg", 0.0},
        {"remodelling.opg_clearance", 0.0},
        {"remodelling.tgfb_loss", 0.0},
        {"remodelling.bp_max", 0.0},
        {"remodelling.precursor_share", 0.0},
        {"osteocyte.rankl_clearance", 0.0},
        {"osteocyte.pth_rankl", 0.0},
        {"calcidiol_nmol_l", 60.0}, /* vitamin_d.reference */
    };
    for (size_t i = 0; i < BM_COUNT(values); i++)
        OK(patient, bm_patient_set(patient, values[i].name, values[i].value));
}

static const struct course {
    const char *agent; /* NULL = nothing */
    double dose, every_d, days, oral_ca;
} courses[] = {
    {NULL, 0.0, 0.0, 1825.0, 0.0},
    {NULL, 0.0, 0.0, 1825.0, 0.7}, /* away from balance */
    {"denosumab", 60.0, 182.5, 1825.0, 0.0},
    {"teriparatide", 20.0, 2.01, 365.0, 0.0}, /* the full model averages what comes every two days or oftener */
};

/* States of the core at times, in a model. */
static bm_patient *run(const bm_model *model, const struct course *course, double rtol, double runx2_width,
                       double values[N_TIMES * MAX_STATES]) {
    double times_d[N_TIMES];
    size_t which[MAX_STATES];
    bm_patient *patient = bm_test_patient(model, rtol);
    if (bm_catalog_count(model, BM_KIND_COVARIATE) > 0) {
        neutral(patient);
        OK(patient, bm_patient_set(patient, "smoothing.runx2", runx2_width));
        OK(patient, bm_patient_set(patient, "smoothing.phosphate", 0.01 * runx2_width));
    }
    if (course->oral_ca > 0.0)
        OK(patient, bm_patient_set(patient, "core.OralCa", course->oral_ca));
    if (course->agent)
        bm_test_prescribe(model, patient, course->agent, course->dose, course->every_d, 0.0, 0.0);
    for (size_t i = 0; i < N_TIMES; i++)
        times_d[i] = course->days * (double)(i + 1) / N_TIMES;
    bm_model *core = bm_test_model(); /* has the names of the states */
    for (size_t i = 0; i < MAX_STATES; i++) {
        bm_catalog_entry row;
        OK(NULL, bm_catalog_row(core, BM_KIND_INITIAL, i, &row));
        OK(NULL, bm_catalog_find(model, BM_KIND_OBSERVABLE, row.name, &which[i]));
    }
    bm_model_destroy(core);
    OK(patient, bm_patient_sample(patient, times_d, N_TIMES, which, MAX_STATES, values, N_TIMES * MAX_STATES));
    return patient;
}

/* The largest difference, each state relative to its largest value. */
static double difference(const double *a, const double *b) {
    double worst = 0.0;
    for (size_t s = 0; s < MAX_STATES; s++) {
        double largest = 0.0, apart = 0.0;
        for (size_t i = 0; i < N_TIMES; i++) {
            largest = fmax(largest, fabs(b[i * MAX_STATES + s]));
            apart = fmax(apart, fabs(a[i * MAX_STATES + s] - b[i * MAX_STATES + s]));
        }
        if (largest > 0.0)
            worst = fmax(worst, apart / largest);
    }
    return worst;
}

static void full_model_is_the_core(void **state) {
    (void)state;
    static double of_core[N_TIMES * MAX_STATES], of_full[N_TIMES * MAX_STATES];
    bm_model *core = bm_test_model(), *full = bm_test_full_model();
    uint64_t switches = 0;
    for (size_t i = 0; i < BM_COUNT(courses); i++) {
        bm_patient *a = run(core, &courses[i], 1e-11, 0.0, of_core), *b = run(full, &courses[i], 1e-11, 0.0, of_full);
        const double apart = difference(of_full, of_core);
        print_message("%s, calcium %g: %.1e apart\n", courses[i].agent ? courses[i].agent : "nothing",
                      courses[i].oral_ca, apart);
        bm_assert_at_most(apart, 1e-9);
        assert_int_equal(bm_test_stats(a).threshold_events, bm_test_stats(b).threshold_events);
        switches += bm_test_stats(b).threshold_events;
        bm_patient_destroy(a);
        bm_patient_destroy(b);
    }
    assert_true(switches > 0); /* the published jump was among it */
    bm_model_destroy(core);
    bm_model_destroy(full);
}

/* The smoothing alone: the narrower, the nearer to the core, whose jump it replaces. */
static void smoothing_alone(void **state) {
    (void)state;
    static double of_core[N_TIMES * MAX_STATES], of_full[N_TIMES * MAX_STATES];
    const struct course *course = &courses[2];
    bm_model *core = bm_test_model(), *full = bm_test_full_model();
    bm_patient_destroy(run(core, course, 1e-9, 0.0, of_core));
    double last = 1.0;
    for (double width = 1.0; width > 0.05; width /= 4.0) {
        bm_patient *patient = run(full, course, 1e-9, width, of_full);
        const double apart = difference(of_full, of_core);
        print_message("width %g: %.1e apart\n", width, apart);
        assert_true(apart < 0.6 * last);
        assert_int_equal(bm_test_stats(patient).threshold_events, 0);
        last = apart;
        bm_patient_destroy(patient);
    }
    bm_assert_at_most(last, 2e-4);
    bm_model_destroy(core);
    bm_model_destroy(full);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(full_model_is_the_core),
        cmocka_unit_test(smoothing_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
