/* SPDX-License-Identifier: Apache-2.0 */
/* When doses are given: the rule of bm_prescription, read through doses_given.* and the drugs' own states. */
#include "api/group_model.h"

static uint64_t prescribe(bm_patient *patient, const bm_prescription *rx) {
    uint64_t id = 0;
    OK(patient, bm_patient_prescribe(patient, rx, &id));
    return id;
}

static bm_prescription label(const char *agent) {
    bm_prescription rx;
    OK(NULL, bm_prescription_init(model, agent, &rx));
    return rx;
}

/* Patients for long schedules: loose steps, and days without a dose cost next to nothing. */
static bm_patient *loose_patient(void) {
    return bm_test_patient(model, 1e-2);
}

static const double ABSORBED_NG = 60.0 * 0.729e6;

/* A reading at the instant of a dose, alone, in a grid or after an advance, is before it. */
static void read_before_dose(void **state) {
    (void)state;
    bm_patient *patient = bm_test_patient(model, 0.0);
    bm_prescription rx = label("denosumab");
    rx.start_d = 2.0;
    rx.every_d = 100.0;
    prescribe(patient, &rx);
    size_t which[3];
    OK(NULL, bm_catalog_find(model, BM_KIND_OBSERVABLE, "core.DENSC", &which[0]));
    OK(NULL, bm_catalog_find(model, BM_KIND_OBSERVABLE, "doses_given.denosumab", &which[1]));
    OK(NULL, bm_catalog_find(model, BM_KIND_OBSERVABLE, "drug.denosumab", &which[2]));
    const double times[] = {0.0, 1.0, 2.0, nextafter(2.0, 3.0), 2.5, 102.0, 102.5};
    double v[7][3];
    OK(patient, bm_patient_sample(patient, times, 1, which, 3, v[0], 3));
    OK(patient, bm_patient_sample(patient, times + 1, 2, which, 3, v[1], 6));
    assert_true(bm_test_observe(patient, "core.DENSC") == 0.0);
    assert_true(bm_test_observe(patient, "doses_given.denosumab") == 0.0);
    OK(patient, bm_patient_sample(patient, times + 2, 1, which, 3, v[2], 3));
    OK(patient, bm_patient_advance_by(patient, 0.0)); /* no time passes: not given yet */
    assert_true(bm_test_observe(patient, "core.DENSC") == 0.0);
    OK(patient, bm_patient_sample(patient, times + 2, 5, which, 3, v[2], 15));
    for (int i = 0; i <= 2; i++) {
        assert_true(v[i][0] == 0.0);
        assert_true(v[i][1] == 0.0);
        assert_true(v[i][2] == 0.0);
    }
    bm_assert_close(v[3][0], ABSORBED_NG, 1e-6, 0.0); /* just after */
    assert_true(v[3][1] == 1.0);
    assert_true(v[4][2] > 0.0);
    assert_true(v[5][1] == 1.0); /* at the second dose */
    assert_true(v[5][0] < 1e-4 * ABSORBED_NG);
    assert_true(v[6][1] == 2.0);
    bm_assert_close(v[6][0], ABSORBED_NG * exp(-0.00592 * 12.0), 1e-4, 0.0);
    bm_patient_destroy(patient);
}

/* Dose k is taken if and only if floor((k + 1) a) > floor(k a). */
static void adherence(void **state) {
    (void)state;
    enum { N = 60 };
    const double shares[] = {0.0,       1e-300, 0.01, 0.1, 0.25, 0.3,  1.0 / 3.0,     0.5, 0.6180339887498949,
                             2.0 / 3.0, 0.7,    0.75, 0.8, 0.9,  0.99, 1.0 - 0x1p-53, 1.0};
    size_t given_index, depot_index;
    OK(NULL, bm_catalog_find(model, BM_KIND_OBSERVABLE, "doses_given.denosumab", &given_index));
    OK(NULL, bm_catalog_find(model, BM_KIND_OBSERVABLE, "core.DENSC", &depot_index));
    const size_t which[] = {given_index, depot_index};
    for (size_t i = 0; i < BM_COUNT(shares); i++) {
        bm_patient *patient = bm_test_patient(model, 1e-3);
        bm_prescription rx = label("denosumab");
        rx.adherence = shares[i];
        rx.every_d = 3.0;
        rx.start_d = 1.0;
        prescribe(patient, &rx);
        double times[2 * N], values[2 * N][2], expected = 0.0;
        for (int k = 0; k < N; k++) { /* just before each dose, and some minutes after */
            times[2 * k] = 1.0 + 3.0 * k;
            times[2 * k + 1] = 1.01 + 3.0 * k;
        }
        OK(patient, bm_patient_sample(patient, times, (size_t)2 * N, which, 2, values[0], (size_t)4 * N));
        for (int k = 0; k < N; k++) {
            const int taken = floor((k + 1.0) * shares[i]) > floor(k * shares[i]);
            if (values[2 * k][0] != expected || values[2 * k + 1][0] != expected + taken)
                fail_msg("adherence %.17g, dose %d: %g then %g doses, expected %g then %g", shares[i], k,
                         values[2 * k][0], values[2 * k + 1][0], expected, expected + taken);
            /* and the drug came with it */
            const double came = values[2 * k + 1][1] - values[2 * k][1];
            assert_true(taken ? came > 0.9 * ABSORBED_NG : came <= 0.0);
            expected += taken;
        }
        bm_patient_destroy(patient);
    }
}

static void number_of_doses_and_stop(void **state) {
    (void)state;
    static const struct {
        uint32_t doses;
        double start_d, every_d, stop_d, adherence, until_d, expected;
    } rows[] = {
        {0, 0.0, 1.0, BM_NEVER_D, 1.0, 10.5, 11.0}, /* days 0 to 10 */
        {0, 0.0, 1.0, BM_NEVER_D, 1.0, 10.0, 10.0}, /* the one at day 10 is not given yet */
        {3, 0.0, 1.0, BM_NEVER_D, 1.0, 10.0, 3.0},
        {3, 5.0, 1.0, BM_NEVER_D, 1.0, 7.5, 3.0},
        {3, 5.0, 1.0, BM_NEVER_D, 1.0, 6.5, 2.0},
        {0, 0.0, 1.0, 4.0, 1.0, 10.0, 4.0}, /* a dose at stop_d is not given */
        {0, 0.0, 1.0, 4.1, 1.0, 10.0, 5.0},
        {2, 0.0, 1.0, 4.0, 1.0, 10.0, 2.0},
        {9, 0.0, 1.0, 4.0, 1.0, 10.0, 4.0},
        {10, 0.0, 1.0, BM_NEVER_D, 0.5, 20.0, 5.0}, /* 10 due, 5 taken */
        {0, 20.0, 1.0, BM_NEVER_D, 1.0, 10.0, 0.0},
        {1, 0.0, 36525.0, BM_NEVER_D, 1.0, 10.0, 1.0},
        {UINT32_MAX, 0.0, 0.5, BM_NEVER_D, 1.0, 10.0, 20.0},
    };
    for (size_t i = 0; i < BM_COUNT(rows); i++) {
        bm_patient *patient = loose_patient();
        bm_prescription rx = label("denosumab");
        rx.doses = rows[i].doses;
        rx.start_d = rows[i].start_d;
        rx.every_d = rows[i].every_d;
        rx.stop_d = rows[i].stop_d;
        rx.adherence = rows[i].adherence;
        prescribe(patient, &rx);
        OK(patient, bm_patient_advance_to(patient, rows[i].until_d));
        const double given = bm_test_observe(patient, "doses_given.denosumab");
        if (given != rows[i].expected)
            fail_msg("row %zu: %g doses, expected %g", i, given, rows[i].expected);
        bm_patient_destroy(patient);
    }
}

/* Dose k falls on start + k x every, a multiplication: no drift over ten thousand doses. */
static void ten_thousand_doses(void **state) {
    (void)state;
    enum { N = 10000 };
    const double start_d = 0.1, every_d = 0.7;
    bm_patient *patient = loose_patient();
    bm_prescription rx = label("denosumab");
    rx.dose = 1e-3;
    rx.start_d = start_d;
    rx.every_d = every_d;
    prescribe(patient, &rx);
    static double times[2 * N], values[2 * N];
    size_t which;
    OK(NULL, bm_catalog_find(model, BM_KIND_OBSERVABLE, "doses_given.denosumab", &which));
    for (int k = 0; k < N; k++) {
        times[2 * k] = start_d + k * every_d;
        times[2 * k + 1] = nextafter(times[2 * k], BM_NEVER_D);
    }
    OK(patient, bm_patient_sample(patient, times, (size_t)2 * N, &which, 1, values, (size_t)2 * N));
    for (int k = 0; k < N; k++)
        if (values[2 * k] != k || values[2 * k + 1] != k + 1)
            fail_msg("dose %d: %g given before and %g after", k, values[2 * k], values[2 * k + 1]);
    bm_patient_destroy(patient);
}

/* Prescribing at the present time is as prescribing for it beforehand, and stopping now gives nothing. */
static void in_mid_course(void **state) {
    (void)state;
    bm_patient *before = bm_test_patient(model, 0.0), *now = bm_test_patient(model, 0.0);
    bm_prescription rx = label("denosumab");
    rx.start_d = 50.0;
    prescribe(before, &rx);
    OK(before, bm_patient_advance_to(before, 50.0));
    OK(now, bm_patient_advance_to(now, 50.0));
    const uint64_t id = prescribe(now, &rx);
    assert_true(bm_test_observe(now, "doses_given.denosumab") == 0.0);

    bm_patient *never = NULL;
    OK(now, bm_patient_clone(now, &never));
    OK(never, bm_patient_stop(never, id, 50.0));
    OK(never, bm_patient_advance_to(never, 80.0));
    assert_true(bm_test_observe(never, "doses_given.denosumab") == 0.0);
    assert_true(bm_test_observe(never, "core.DENCENT") == 0.0);

    OK(before, bm_patient_advance_to(before, 80.0));
    OK(now, bm_patient_advance_to(now, 80.0));
    assert_true(bm_test_observe(now, "doses_given.denosumab") == 1.0);
    bm_assert_close(bm_test_observe(now, "core.DENCENT"), bm_test_observe(before, "core.DENCENT"), 1e-4, 0.0);
    bm_assert_close(bm_test_observe(now, "core.OC"), bm_test_observe(before, "core.OC"), 1e-4, 0.0);

    /* an earlier stop stays; doses given are not taken back */
    OK(now, bm_patient_stop(now, id, 100.0));
    OK(now, bm_patient_stop(now, id, 1000.0));
    OK(now, bm_patient_advance_to(now, 800.0));
    assert_true(bm_test_observe(now, "doses_given.denosumab") == 1.0);
    bm_patient_destroy(before);
    bm_patient_destroy(now);
    bm_patient_destroy(never);
}

/* Runs two patients to some days and compares every state, scaled by the first one's value. */
static void same_course(bm_patient *a, bm_patient *b, double days, double rtol) {
    OK(a, bm_patient_advance_to(a, days));
    OK(b, bm_patient_advance_to(b, days));
    double va[BM_TEST_MAX_OBSERVABLES], vb[BM_TEST_MAX_OBSERVABLES];
    bm_test_observe_all(model, a, va);
    bm_test_observe_all(model, b, vb);
    for (size_t i = 0; i < bm_catalog_count(model, BM_KIND_INITIAL); i++) {
        bm_catalog_entry row;
        OK(NULL, bm_catalog_row(model, BM_KIND_OBSERVABLE, i, &row));
        bm_assert_close_named(row.name, vb[i], va[i], rtol, 1e-9);
    }
}

static void adds_up(void **state) {
    (void)state; /* a tolerance at which a drug is exact even when hardly any of it is left */
    bm_patient *whole = bm_test_patient(model, 1e-6), *halves = bm_test_patient(model, 1e-6);
    bm_test_prescribe(model, whole, "denosumab", 60.0, 0.0, 0.0, 0.0);
    const uint64_t first = bm_test_prescribe(model, halves, "denosumab", 30.0, 0.0, 0.0, 0.0);
    const uint64_t second = bm_test_prescribe(model, halves, "denosumab", 30.0, 0.0, 0.0, 0.0);
    assert_true(first != second);
    same_course(whole, halves, 120.0, 1e-4);
    assert_true(bm_test_observe(whole, "doses_given.denosumab") == 1.0);
    assert_true(bm_test_observe(halves, "doses_given.denosumab") == 2.0);
    bm_patient_destroy(whole);
    bm_patient_destroy(halves);

    whole = bm_test_patient(model, 1e-6);
    halves = bm_test_patient(model, 1e-6);
    bm_test_prescribe(model, whole, "pth_infusion", 200.0, 0.0, 5.0, 20.0);
    bm_test_prescribe(model, halves, "pth_infusion", 150.0, 0.0, 5.0, 20.0);
    bm_test_prescribe(model, halves, "pth_infusion", 50.0, 0.0, 5.0, 20.0);
    OK(halves, bm_patient_advance_to(halves, 10.0));
    assert_true(bm_test_observe(halves, "drug.pth_infusion") == 200.0);
    same_course(whole, halves, 30.0, 1e-4);
    bm_patient_destroy(whole);
    bm_patient_destroy(halves);
}

static void continuous(void **state) {
    (void)state;
    bm_patient *patient = bm_test_patient(model, 0.0);
    bm_prescription rx = label("pth_infusion");
    rx.dose = 100.0;
    rx.adherence = 0.25;
    rx.start_d = 5.0;
    rx.stop_d = 15.0;
    const uint64_t id = prescribe(patient, &rx);
    static const struct {
        double time_d, rate;
    } rows[] = {{0.0, 0.0}, {4.999, 0.0}, {5.001, 25.0}, {10.0, 25.0}, {14.999, 25.0}, {15.001, 0.0}, {30.0, 0.0}};
    for (size_t i = 0; i < BM_COUNT(rows); i++) {
        OK(patient, bm_patient_advance_to(patient, rows[i].time_d));
        assert_true(bm_test_observe(patient, "drug.pth_infusion") == rows[i].rate);
        if (rows[i].time_d == 10.0) {
            bm_patient *stopped = NULL;
            OK(patient, bm_patient_clone(patient, &stopped));
            OK(stopped, bm_patient_stop(stopped, id, 12.0));
            OK(stopped, bm_patient_advance_to(stopped, 12.001));
            assert_true(bm_test_observe(stopped, "drug.pth_infusion") == 0.0);
            bm_patient_destroy(stopped);
        }
    }
    /* what it does is seen in PTH */
    bm_patient *untreated = bm_test_patient(model, 0.0);
    OK(untreated, bm_patient_advance_to(untreated, 30.0));
    bm_assert_close(bm_test_observe(patient, "serum.pth"), bm_test_observe(untreated, "serum.pth"), 0.05, 0.0);
    bm_patient_destroy(untreated);
    bm_patient_destroy(patient);

    patient = bm_test_patient(model, 0.0);
    untreated = bm_test_patient(model, 0.0);
    prescribe(patient, &rx);
    OK(patient, bm_patient_advance_to(patient, 6.0));
    OK(untreated, bm_patient_advance_to(untreated, 6.0));
    assert_true(bm_test_observe(patient, "core.PTH") > 1.01 * bm_test_observe(untreated, "core.PTH"));
    bm_patient_destroy(patient);
    bm_patient_destroy(untreated);
}

/* A dose of nothing, and doses never taken, change nothing. */
static void nothing_given(void **state) {
    (void)state;
    static const char *const agents[] = {"denosumab", "teriparatide", "pth_infusion"};
    for (size_t i = 0; i < BM_COUNT(agents); i++)
        for (int never_taken = 0; never_taken <= 1; never_taken++) {
            bm_patient *untreated = bm_test_patient(model, 0.0), *treated = bm_test_patient(model, 0.0);
            OK(untreated, bm_patient_set(untreated, "core.OralCa", 0.7));
            OK(treated, bm_patient_set(treated, "core.OralCa", 0.7));
            bm_prescription rx = label(agents[i]);
            if (never_taken)
                rx.adherence = 0.0;
            else
                rx.dose = 0.0;
            prescribe(treated, &rx);
            same_course(untreated, treated, 20.0, 1e-4);
            bm_patient_destroy(untreated);
            bm_patient_destroy(treated);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(read_before_dose),
        cmocka_unit_test(adherence),
        cmocka_unit_test(number_of_doses_and_stop),
        cmocka_unit_test(ten_thousand_doses),
        cmocka_unit_test(in_mid_course),
        cmocka_unit_test(adds_up),
        cmocka_unit_test(continuous),
        cmocka_unit_test(nothing_given),
    };
    return cmocka_run_group_tests(tests, create_model, destroy_model);
}
