/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Clones and loaded snapshots go on with identical bits, from any moment of any course. Bytes that are not a snapshot
 * are refused, whatever they are. A snapshot of an earlier build is still read.
 */
#include "api/api_test.h"

static bm_patient *load(const bm_model *model, const struct bm_bytes *saved) {
    bm_patient *patient = NULL;
    OK(NULL, bm_patient_load(model, saved->data, saved->size, &patient));
    return patient;
}

/* Goes on with a patient in every way that changes her. */
static void go_on(const bm_model *model, bm_patient *patient, double days, double results[BM_TEST_MAX_OBSERVABLES]) {
    const double now_d = bm_test_time(patient);
    const size_t which[] = {1, 2, 3};
    const double times[] = {now_d + 0.1 * days, now_d + 0.2 * days};
    double values[6];
    OK(patient, bm_patient_sample(patient, times, 2, which, 3, values, 6));
    OK(patient, bm_patient_advance_by(patient, 0.3 * days));
    const uint64_t id = bm_test_prescribe(model, patient, "denosumab", 30.0, 5.0, now_d + 0.6 * days, 0.0);
    OK(patient, bm_patient_advance_by(patient, 0.5 * days));
    OK(patient, bm_patient_stop(patient, id, bm_test_time(patient)));
    const size_t n = bm_test_observe_all(model, patient, results);
    memcpy(results + n, values, sizeof values);
}

static void goes_on_identically(const bm_model *model, bm_patient *patient, double days) {
    double results[4][BM_TEST_MAX_OBSERVABLES] = {{0}};
    struct bm_bytes saved = bm_test_save(patient);
    bm_patient *copies[4] = {NULL};
    OK(patient, bm_patient_clone(patient, &copies[0]));
    OK(patient, bm_patient_clone(copies[0], &copies[1]));
    copies[2] = load(model, &saved);
    OK(copies[2], bm_patient_clone(copies[2], &copies[3]));
    for (size_t i = 0; i < 4; i++) {
        assert_true(bm_test_is_saved(copies[i], &saved));
        go_on(model, copies[i], days, results[i]);
        if (i > 0) {
            bm_assert_same_bits(results[i], results[0], BM_TEST_MAX_OBSERVABLES);
            bm_assert_same_patient(copies[i], copies[0]);
        }
    }
    assert_true(bm_test_is_saved(patient, &saved)); /* copying has not changed her */
    for (size_t i = 0; i < 4; i++)
        bm_patient_destroy(copies[i]);
    free(saved.data);
}

static uint64_t switches; /* of RUNX2, after which copies went on */

static void copies_of(size_t set) {
    bm_model *model = bm_test_sets[set].model();
    for (size_t i = 0; i < bm_test_sets[set].n_courses; i++) {
        const struct bm_test_course *course = &bm_test_sets[set].courses[i];
        bm_patient *patient = bm_test_patient(model, 0.0);
        goes_on_identically(model, patient, 1.0); /* as created */
        course->prepare(model, patient);
        goes_on_identically(model, patient, 1.0); /* not yet read */
        bm_test_observe(patient, "core.PTH");
        goes_on_identically(model, patient, 1.0);
        const double days = course->days;
        const double times[] = {1e-6, 0.01, 0.5, 1.0, 3.0, 10.0, 20.25, 0.31 * days, 0.456 * days, 0.73 * days, days};
        double before_d = 0.0;
        for (size_t k = 0; k < BM_COUNT(times); k++) {
            if (times[k] < before_d)
                continue;
            OK(patient, bm_patient_advance_to(patient, times[k]));
            goes_on_identically(model, patient, fmin(30.0, 0.1 * days));
            before_d = times[k];
        }
        bm_patient_destroy(patient);
        if (set == BM_TEST_FULL)
            continue; /* smooth: nothing is switched */

        /* right after a crossing of the threshold: steps of 6 h, and of 22 min once there was one */
        patient = bm_test_patient(model, 0.0);
        course->prepare(model, patient);
        double step_d = 0.25;
        bm_patient *earlier = NULL;
        for (double time_d = 0.0; time_d <= days; time_d += step_d) {
            bm_patient_destroy(earlier);
            OK(patient, bm_patient_clone(patient, &earlier));
            OK(patient, bm_patient_advance_to(patient, time_d));
            if (bm_test_stats(patient).threshold_events == 0)
                continue;
            if (step_d < 0.1) {
                goes_on_identically(model, patient, 3.0);
                switches++;
                break;
            }
            time_d -= step_d;
            step_d = 0x1p-6;
            bm_patient_destroy(patient);
            patient = earlier;
            earlier = NULL;
        }
        bm_patient_destroy(earlier);
        bm_patient_destroy(patient);
    }
    bm_model_destroy(model);
}

static void copies_go_on_identically(void **state) {
    (void)state;
    for (size_t set = 0; set < BM_TEST_N_SETS; set++)
        copies_of(set);
    assert_true(switches >= 2); /* there were such courses */
}

/* At the instant of a dose, before it is given. */
static void at_a_dose(void **state) {
    (void)state;
    bm_model *model = bm_test_model();
    bm_patient *patient = bm_test_patient(model, 0.0);
    bm_test_prescribe(model, patient, "denosumab", 60.0, 30.5, 0.0, 0.0);
    bm_test_prescribe(model, patient, "pth_infusion", 50.0, 0.0, 30.5, 61.0);
    for (int k = 0; k < 4; k++) {
        OK(patient, bm_patient_advance_to(patient, 30.5 * k));
        assert_true(bm_test_observe(patient, "doses_given.denosumab") == k);
        goes_on_identically(model, patient, 5.0);
    }
    bm_patient_destroy(patient);
    bm_model_destroy(model);
}

static struct bm_bytes snapshot_to_damage(const bm_model *model) {
    bm_patient *patient = bm_test_patient(model, 0.0);
    bm_test_prescribe(model, patient, "denosumab", 60.0, 0.0, 0.0, 0.0);
    bm_test_prescribe(model, patient, "teriparatide", 20.0, 0.0, 2.5, 30.0);
    if (bm_catalog_count(model, BM_KIND_COVARIATE) == 0) {
        bm_test_prescribe(model, patient, "pth_infusion", 20.0, 0.0, 3.5, 30.0);
    } else { /* without years before day 0, which each load would go through again */
        OK(patient, bm_patient_set(patient, "history.from_age", 150.0));
        OK(patient, bm_patient_set(patient, "t_score.total_hip", -2.0));
        OK(patient, bm_patient_set(patient, "marker.s_p1np", 60.0));
        bm_test_prescribe(model, patient, "letrozole", 2.5, 0.0, -3.0, 30.0);
        bm_test_prescribe(model, patient, "ibandronate", 150.0, 0.0, 1.0, 0.0);
        bm_test_prescribe(model, patient, "calcium", 500.0, 0.0, 0.0, 30.0);
        bm_test_prescribe(model, patient, "caffeine", 0.0, 0.0, 1.0, 30.0);
        bm_test_programme(model, patient, "resistance_training", 1.0, 0.0, 30.0,
                          (bm_named_value[4]){{"exercise", 3.0}, {"by_session", 1.0}, {"sets", 2.0}});
        bm_test_programme(model, patient, "impact_training", 1.0, 2.0, 30.0, NULL);
    }
    OK(patient, bm_patient_advance_to(patient, 4.0));
    struct bm_bytes saved = bm_test_save(patient);
    bm_patient_destroy(patient);
    return saved;
}

static void refused(const bm_model *model, const unsigned char *bytes, size_t size, size_t where) {
    bm_patient *patient = NULL;
    const bm_status status = bm_patient_load(model, bytes, size, &patient);
    if (status != BM_EFORMAT && status != BM_EVERSION && status != BM_EMODEL)
        fail_msg("damaged at byte %zu of %zu: %s", where, size, bm_status_name(status));
    assert_null(patient);
}

static void damaged(bm_model *model) {
    struct bm_bytes saved = snapshot_to_damage(model);
    for (size_t size = 0; size < saved.size; size++) {
        unsigned char *part = malloc(size + 1); /* so that a sanitizer sees reads past the end */
        assert_non_null(part);
        memcpy(part + 1, saved.data, size);
        refused(model, part + 1, size, size);
        if (size >= 48) { /* the same with a size and a checksum that fit */
            for (size_t i = 0; i < 8; i++)
                part[1 + 16 + i] = (unsigned char)((uint64_t)size >> 8 * i);
            bm_test_seal(part + 1, size);
            refused(model, part + 1, size, size);
        }
        free(part);
    }
    for (size_t i = 0; i < saved.size; i++)
        for (int bit = 0; bit < 8; bit++) {
            saved.data[i] ^= (unsigned char)(1u << bit);
            refused(model, saved.data, saved.size, i);
            saved.data[i] ^= (unsigned char)(1u << bit);
        }
    unsigned char *more = calloc(saved.size + 16, 1);
    assert_non_null(more);
    for (size_t extra = 1; extra <= 16; extra++) {
        memcpy(more, saved.data, saved.size);
        refused(model, more, saved.size + extra, saved.size);
        for (size_t i = 0; i < 8; i++)
            more[16 + i] = (unsigned char)((uint64_t)(saved.size + extra) >> 8 * i);
        bm_test_seal(more, saved.size + extra);
        refused(model, more, saved.size + extra, saved.size);
        memset(more, 0, saved.size + 16);
    }
    free(more);
    bm_patient_destroy(load(model, &saved)); /* the bytes themselves are good */
    free(saved.data);
    bm_model_destroy(model);
}

static void damaged_bytes_are_refused(void **state) {
    (void)state;
    for (size_t set = 0; set < BM_TEST_N_SETS; set++)
        damaged(bm_test_sets[set].model());
}

/* Every number of a snapshot replaced by special ones, with a checksum that fits: refused, or a patient that works. */
static void forge(bm_model *model) {
    enum { MAX_STEPS_AT = 6 * 8 };
    static const uint64_t bits[] = {
        0,
        1,
        2,
        255,
        UINT32_MAX,
        UINT64_MAX,
        UINT64_MAX / 2 + 1,
        0x7ff0000000000000,
        0xfff0000000000000,
        0x7ff8000000000000, /* infinities, NaN */
        0x7fefffffffffffff,
        0x8000000000000000,
        0x0010000000000000,
        0xbff0000000000000, /* largest, -0, tiny, -1 */
        0x3ff0000000000000,
        0x41dfffffffc00000,
        0x6974e718d7d7625a,
        0x4024000000000000, /* 1, 2^31, 1e200, 10 */
    };
    struct bm_bytes saved = snapshot_to_damage(model);
    const uint64_t steps = 5000; /* three days need a hundred; a forged state may need any number */
    memcpy(saved.data + MAX_STEPS_AT, &steps, sizeof steps);
    unsigned char *forged = malloc(saved.size);
    assert_non_null(forged);
    int n_loaded = 0, n_exhausted = 0;
    for (size_t at = 0; at < saved.size - 8; at += 8)
        for (size_t b = 0; b < BM_COUNT(bits); b++) {
            memcpy(forged, saved.data, saved.size);
            memcpy(forged + at, &bits[b], sizeof bits[b]);
            bm_test_seal(forged, saved.size);
            bm_patient *patient = NULL, *again = NULL;
            if (bm_patient_load(model, forged, saved.size, &patient) != BM_OK) {
                assert_null(patient);
                continue;
            }
            n_loaded++;
            const double before_d = bm_test_time(patient);
            struct bm_bytes once = bm_test_save(patient);
            again = load(model, &once);
            assert_true(bm_test_is_saved(again, &once));
            free(once.data);
            double value;
            if (bm_patient_observe(patient, "core.PTH", &value) == BM_OK && bm_test_time(patient) != before_d)
                fail_msg("number %zu as %016llx: reading moves the time from %g to %g", at / 8,
                         (unsigned long long)bits[b], before_d, bm_test_time(patient));
            const bm_status status = bm_patient_advance_by(patient, 3.0);
            if (status != BM_OK && status != BM_EMAXSTEPS && status != BM_ESTEP && status != BM_ENONFINITE &&
                status != BM_ERANGE) /* too near the last day */
                fail_msg("number %zu as %016llx: %s", at / 8, (unsigned long long)bits[b], bm_status_name(status));
            if (status != BM_OK)
                assert_true(strlen(bm_patient_last_error(patient)) > 10);
            n_exhausted += status == BM_EMAXSTEPS;
            if (bm_test_time(patient) < before_d)
                fail_msg("number %zu as %016llx: time goes back from %g to %g", at / 8, (unsigned long long)bits[b],
                         before_d, bm_test_time(patient));
            bm_patient_destroy(patient);
            bm_patient_destroy(again);
        }
    print_message("%d forged snapshots load, %d of them then take too many steps\n", n_loaded, n_exhausted);
    assert_true(n_loaded > 100);
    free(forged);
    free(saved.data);
    bm_model_destroy(model);
}

static void forged_numbers(void **state) {
    (void)state;
    for (size_t set = 0; set < BM_TEST_N_SETS; set++)
        forge(bm_test_sets[set].model());
}

/* golden.snapshot and golden.csv were written by `api.snapshot write`, run here by the first release. */
static const double golden_days = 60.0;

static void write_golden(void) {
    bm_model *model = bm_test_model();
    bm_patient *patient = bm_test_patient(model, 1e-12);
    bm_test_courses[5].prepare(model, patient);
    OK(patient, bm_patient_advance_to(patient, 30.0));
    struct bm_bytes saved = bm_test_save(patient);
    FILE *file = fopen("golden.snapshot", "wb");
    assert_true(file && fwrite(saved.data, 1, saved.size, file) == saved.size && fclose(file) == 0);
    double now[BM_TEST_MAX_OBSERVABLES], later[BM_TEST_MAX_OBSERVABLES];
    const size_t n = bm_test_observe_all(model, patient, now);
    OK(patient, bm_patient_advance_by(patient, golden_days));
    bm_test_observe_all(model, patient, later);
    file = fopen("golden.csv", "w");
    assert_non_null(file);
    fprintf(file, "observable,now,later\n");
    for (size_t i = 0; i < n; i++) {
        bm_catalog_entry row;
        OK(NULL, bm_catalog_row(model, BM_KIND_OBSERVABLE, i, &row));
        fprintf(file, "%s,%.17g,%.17g\n", row.name, now[i], later[i]);
    }
    assert_int_equal(fclose(file), 0);
    free(saved.data);
    bm_patient_destroy(patient);
    bm_model_destroy(model);
}

static void golden_snapshot(void **state) {
    (void)state;
    static unsigned char bytes[65536];
    FILE *file = fopen("golden.snapshot", "rb");
    assert_non_null(file);
    struct bm_bytes saved = {bytes, fread(bytes, 1, sizeof bytes, file)};
    fclose(file);
    bm_model *model = bm_test_model();
    bm_patient *now = load(model, &saved), *later = load(model, &saved);
    OK(later, bm_patient_advance_by(later, golden_days));
    file = fopen("golden.csv", "r");
    assert_non_null(file);
    char line[256], name[64];
    int n = 0;
    while (fgets(line, (int)sizeof line, file)) {
        double value_now, value_later;
        if (sscanf(line, "%63[^,],%lf,%lf", name, &value_now, &value_later) != 3)
            continue;
        bm_assert_close_named(name, bm_test_observe(now, name), value_now, 1e-9, 0.0);
        /* what has decayed to nothing is compared with what it was */
        bm_assert_close_named(name, bm_test_observe(later, name), value_later, 1e-9, 1e-9 * fabs(value_now));
        n++;
    }
    fclose(file);
    assert_true(n > 50);
    bm_patient_destroy(now);
    bm_patient_destroy(later);
    bm_model_destroy(model);
}

int main(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "write") == 0) {
        write_golden();
        return 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(copies_go_on_identically),  cmocka_unit_test(at_a_dose),
        cmocka_unit_test(damaged_bytes_are_refused), cmocka_unit_test(forged_numbers),
        cmocka_unit_test(golden_snapshot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
