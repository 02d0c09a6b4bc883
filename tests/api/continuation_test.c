/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Advancing in parts equals advancing at once, and any grid of readings equals any other, within ten times the
 * tolerance; a dense grid takes the very steps of a sparse one.
 */
#include "api/api_test.h"

/* Indices of the observables compared: what changes smoothly and has a scale of its own. */
static size_t n_states, which[BM_TEST_MAX_OBSERVABLES];

static void choose_states(const bm_model *model) {
    static const char *const groups[] = {"core.", "serum.", "cells.", "bmd.", "marker."};
    n_states = 0;
    for (size_t i = 0; i < bm_catalog_count(model, BM_KIND_OBSERVABLE); i++) {
        bm_catalog_entry row;
        OK(NULL, bm_catalog_row(model, BM_KIND_OBSERVABLE, i, &row));
        for (size_t g = 0; g < BM_COUNT(groups); g++)
            if (strncmp(row.name, groups[g], strlen(groups[g])) == 0)
                which[n_states++] = i;
    }
}

static int is_books(const char *name) {
    return strcmp(name, "core.UCA") == 0 || strncmp(name, "core.PK", 7) == 0;
}

/* The largest of every state along a course: its scale. */
static void find_scales(const bm_model *model, const struct bm_test_course *course, double scale[]) {
    enum { N = 2000 };
    static double times[N], values[N * BM_TEST_MAX_OBSERVABLES];
    for (size_t i = 0; i < N; i++)
        times[i] = course->days * (double)(i + 1) / N;
    bm_patient *patient = bm_test_patient(model, 1e-8);
    course->prepare(model, patient);
    OK(patient, bm_patient_sample(patient, times, N, which, n_states, values, N * n_states));
    for (size_t s = 0; s < n_states; s++) {
        scale[s] = 0.0;
        for (size_t i = 0; i < N; i++)
            scale[s] = fmax(scale[s], fabs(values[i * n_states + s]));
    }
    bm_patient_destroy(patient);
}

/* The largest difference of two rows of states, scaled. */
static double difference(const bm_model *model, const double *a, const double *b, const double *scale,
                         const char **worst) {
    double largest = 0.0;
    for (size_t s = 0; s < n_states; s++) {
        bm_catalog_entry row;
        OK(NULL, bm_catalog_row(model, BM_KIND_OBSERVABLE, which[s], &row));
        const double d = fabs(a[s] - b[s]) / (scale[s] + 1e-300);
        if (!is_books(row.name) && !(d <= largest)) {
            largest = d;
            *worst = row.name;
        }
    }
    return largest;
}

static void observe_states(const bm_model *model, bm_patient *patient, double *values) {
    double all[BM_TEST_MAX_OBSERVABLES];
    bm_test_observe_all(model, patient, all);
    for (size_t i = 0; i < n_states; i++)
        values[i] = all[which[i]];
}

enum { READINGS = 40 };

static void parts_and_grids_of(const struct bm_test_set *set) {
    bm_model *model = set->model();
    choose_states(model);
    const double tolerances[] = {0.0, 1e-4, 1e-6, 1e-8}; /* 0: the default */
    uint64_t seed = 20240613;
    int too_far = 0;
    bm_patient_options options;
    bm_patient_options_init(&options);
    for (size_t c = 0; c < set->n_courses; c++) {
        const struct bm_test_course *course = &set->courses[c];
        double scale[BM_TEST_MAX_OBSERVABLES];
        find_scales(model, course, scale);
        for (size_t r = 0; r < BM_COUNT(tolerances); r++) {
            const double rtol = tolerances[r] > 0.0 ? tolerances[r] : options.rtol;
            double times[READINGS], *values = calloc(READINGS * n_states, sizeof *values);
            assert_non_null(values);
            for (size_t i = 0; i < READINGS; i++) /* increasing, the last one at the end */
                times[i] = course->days * ((double)i + bm_random(&seed, 0.01, 0.99)) / READINGS;
            times[READINGS - 1] = course->days;

            /* one call with readings, one without */
            bm_patient *grid = bm_test_patient(model, rtol), *once = bm_test_patient(model, rtol);
            bm_patient *parts = bm_test_patient(model, rtol), *dense = bm_test_patient(model, rtol);
            course->prepare(model, grid);
            course->prepare(model, once);
            course->prepare(model, parts);
            course->prepare(model, dense);
            OK(grid, bm_patient_sample(grid, times, READINGS, which, n_states, values, READINGS * n_states));
            OK(once, bm_patient_advance_to(once, course->days));
            bm_assert_same_patient(grid, once);

            /* a dense grid: the same steps, the same bits at the same times */
            double all_times[3 * READINGS], *all = calloc(3 * READINGS * n_states, sizeof *all);
            assert_non_null(all);
            for (size_t i = 0; i < READINGS; i++) {
                const double before_d = i ? times[i - 1] : 0.0;
                all_times[3 * i] = before_d + (times[i] - before_d) / 3.0;
                all_times[3 * i + 1] = before_d + (times[i] - before_d) / 1.5;
                all_times[3 * i + 2] = times[i];
            }
            OK(dense, bm_patient_sample(dense, all_times, 3 * READINGS, which, n_states, all, 3 * READINGS * n_states));
            bm_assert_same_patient(dense, once);
            const bm_patient_stats few = bm_test_stats(once), many = bm_test_stats(dense);
            assert_memory_equal(&few, &many, sizeof few);
            for (size_t i = 0; i < READINGS; i++)
                bm_assert_same_bits(all + (3 * i + 2) * n_states, values + i * n_states, n_states);

            /* stepwise, with cuts at random times besides those read */
            double largest = 0.0, at_d = 0.0;
            const char *worst = "";
            for (size_t i = 0; i < READINGS; i++) {
                const double now_d = bm_test_time(parts);
                if (i % 3 != 0)
                    OK(parts, bm_patient_advance_to(parts, bm_random(&seed, now_d, times[i])));
                OK(parts, bm_patient_advance_by(parts, 0.0));
                OK(parts, bm_patient_advance_to(parts, times[i]));
                double row[BM_TEST_MAX_OBSERVABLES];
                observe_states(model, parts, row);
                const double d = difference(model, row, values + i * n_states, scale, &worst);
                if (!(d <= largest)) {
                    largest = d;
                    at_d = times[i];
                }
            }
            print_message("%-16s rtol %.0e: parts and whole differ by %5.2f x rtol (%s, day %.1f)\n", course->name,
                          rtol, largest / rtol, worst, at_d);
            too_far += !(largest <= 10.0 * rtol);
            bm_patient_destroy(grid);
            bm_patient_destroy(once);
            bm_patient_destroy(parts);
            bm_patient_destroy(dense);
            free(values);
            free(all);
        }
    }
    bm_model_destroy(model);
    assert_int_equal(too_far, 0);
}

static void parts_and_grids(void **state) {
    (void)state;
    for (size_t set = 0; set < BM_TEST_N_SETS; set++)
        parts_and_grids_of(&bm_test_sets[set]);
}

/* Times as a host computes them, which may miss one another by a rounding. */
static void times_a_rounding_apart(void **state) {
    (void)state;
    bm_model *model = bm_test_model();
    bm_patient *patient = bm_test_patient(model, 0.0);
    OK(patient, bm_patient_advance_to(patient, 1000.0));
    OK(patient, bm_patient_advance_to(patient, nextafter(1000.0, 2000.0)));
    for (double gap_d = 1e-13; gap_d < 0.1; gap_d *= 2.0)
        OK(patient, bm_patient_advance_by(patient, gap_d));
    bm_patient_destroy(patient);

    /* ten times 0.1 is just before the dose of day 1 */
    patient = bm_test_patient(model, 0.0);
    bm_test_prescribe(model, patient, "teriparatide", 20.0, 1.0, 0.0, 0.0);
    for (int i = 0; i < 100; i++)
        OK(patient, bm_patient_advance_by(patient, 0.1));
    bm_patient_destroy(patient);

    /* 3 x 0.1 is just after 0.3 */
    patient = bm_test_patient(model, 0.0);
    bm_test_prescribe(model, patient, "teriparatide", 1.0, 0.1, 0.0, 0.0);
    bm_test_prescribe(model, patient, "denosumab", 1.0, 0.3, 0.0, 0.0);
    OK(patient, bm_patient_advance_to(patient, 5.0));
    assert_true(bm_test_observe(patient, "doses_given.teriparatide") == 50.0);
    bm_patient_destroy(patient);
    bm_model_destroy(model);
}

/* Times so near to day 0 that what is divided by them is infinite. */
static void hardly_any_time(void **state) {
    (void)state;
    for (int full = 0; full < 2; full++) {
        bm_model *model = full ? bm_test_full_model() : bm_test_model();
        bm_patient *patient = bm_test_patient(model, 1e-8), *rested = bm_test_patient(model, 1e-8);
        bm_patient *const both[] = {patient, rested};
        for (int i = 0; i < 2; i++) {
            bm_test_prescribe(model, both[i], "denosumab", full ? 60.0 : 1.0, 0.0, 0.0, 0.0);
            bm_test_prescribe(model, both[i], "teriparatide", 20.0, 1.0, 1e-310, 0.0);
        }
        for (double time_d = 4.9406564584124654e-324; time_d < 1.0; time_d *= 16.0) {
            OK(patient, bm_patient_advance_to(patient, time_d));
            assert_true(bm_test_time(patient) == time_d);
        }
        OK(patient, bm_patient_advance_to(patient, 100.0));
        OK(rested, bm_patient_advance_to(rested, 100.0));
        static double values[BM_TEST_MAX_OBSERVABLES], expected[BM_TEST_MAX_OBSERVABLES];
        const size_t n = bm_test_observe_all(model, patient, values);
        bm_test_observe_all(model, rested, expected);
        for (size_t i = 0; i < n; i++)
            bm_assert_close(values[i], expected[i], 1e-6, 1e-9);
        bm_patient_destroy(rested);
        bm_patient_destroy(patient);
        bm_model_destroy(model);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_and_grids),
        cmocka_unit_test(times_a_rounding_apart),
        cmocka_unit_test(hardly_any_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
