/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A call that advances and fails leaves the patient and the caller's buffer as they were, to the last bit, and what
 * comes after is as if it had never been made.
 */
#include "api/api_test.h"

#include <errno.h>

enum { N_TIMES = 3, N_READ = 2 };
static const size_t which[N_READ] = {1, 16};

struct canceller {
    int polls, cancel_at; /* cancel_at: the poll (from 0) that cancels; -1 = none */
};

static int32_t cancel(void *user, double time_d, double fraction) {
    struct canceller *c = user;
    (void)time_d;
    (void)fraction;
    return c->polls++ == c->cancel_at;
}

/* Both ways to advance fail and change nothing. */
static void fails_unchanged(bm_patient *patient, double until_d, bm_status expected, struct canceller *c, int at) {
    const double now_d = bm_test_time(patient), length_d = until_d - now_d;
    const double times[N_TIMES] = {now_d, now_d + 0.1 * length_d, until_d};
    double values[N_TIMES * N_READ], pattern[N_TIMES * N_READ];
    memset(values, 0xA5, sizeof values);
    memcpy(pattern, values, sizeof values);
    struct bm_bytes saved = bm_test_save(patient);
    if (c)
        *c = (struct canceller){0, at};
    FAILS(bm_patient_advance_to(patient, until_d), expected);
    assert_true(bm_test_is_saved(patient, &saved));
    assert_true(strlen(bm_patient_last_error(patient)) > 10);
    if (c)
        *c = (struct canceller){0, at};
    FAILS(bm_patient_sample(patient, times, N_TIMES, which, N_READ, values, N_TIMES * N_READ), expected);
    assert_true(bm_test_is_saved(patient, &saved));
    bm_assert_same_bits(values, pattern, N_TIMES * N_READ);
    free(saved.data);
}

static void cancelled(const struct bm_test_set *set) {
    bm_model *model = set->model();
    for (size_t i = 0; i < set->n_courses; i++) {
        const struct bm_test_course *course = &set->courses[i];
        bm_patient *patient = bm_test_patient(model, 1e-6), *never = NULL;
        course->prepare(model, patient);
        const double begins[] = {0.0, 0.31 * course->days, 0.31 * course->days, 0.5 * course->days};
        for (size_t k = 0; k < BM_COUNT(begins); k++) {
            OK(patient, bm_patient_advance_to(patient, begins[k]));
            OK(patient, bm_patient_clone(patient, &never));
            struct canceller c = {0, -1};
            OK(never, bm_patient_set_progress(never, cancel, &c));
            OK(never, bm_patient_advance_to(never, course->days));
            const int polls = c.polls;
            assert_true(polls >= 1);
            OK(patient, bm_patient_set_progress(patient, cancel, &c));
            for (int at = 0; at < polls; at += 1 + at / 4)
                fails_unchanged(patient, course->days, BM_ECANCELLED, &c, at);
            c.cancel_at = -1;
            bm_patient *after = NULL;
            OK(patient, bm_patient_clone(patient, &after));
            OK(after, bm_patient_advance_to(after, course->days));
            bm_assert_same_patient(never, after);
            OK(patient, bm_patient_set_progress(patient, NULL, NULL));
            bm_patient_destroy(never);
            bm_patient_destroy(after);
        }
        bm_patient_destroy(patient);
    }
    bm_model_destroy(model);
}

static void cancelled_at_each_poll(void **state) {
    (void)state;
    for (size_t set = 0; set < BM_TEST_N_SETS; set++)
        cancelled(&bm_test_sets[set]);
}

static void out_of_steps(void **state) {
    (void)state;
    bm_model *model = bm_test_model();
    for (size_t i = 0; i < bm_test_n_courses; i++) {
        const struct bm_test_course *course = &bm_test_courses[i];
        const double middle_d = 0.5 * course->days;
        bm_patient *one_step = NULL, *patient = NULL, *never = NULL;
        OK(NULL, bm_test_create(model, 1e-9, 1, &one_step));
        course->prepare(model, one_step);
        fails_unchanged(one_step, course->days, BM_EMAXSTEPS, NULL, 0);
        bm_patient_destroy(one_step);

        /* enough steps to come to the middle, but not for what comes then */
        OK(NULL, bm_test_create(model, 1e-9, 0, &never));
        course->prepare(model, never);
        OK(never, bm_patient_advance_to(never, middle_d));
        const bm_patient_stats stats = bm_test_stats(never);
        OK(NULL, bm_test_create(model, 1e-9, stats.steps + stats.rejected_steps, &patient));
        course->prepare(model, patient);
        OK(patient, bm_patient_advance_to(patient, middle_d));
        bm_test_prescribe(model, never, "teriparatide", 20.0, 1.0, middle_d + 1.0, 0.0);
        bm_test_prescribe(model, patient, "teriparatide", 20.0, 1.0, middle_d + 1.0, 0.0);
        fails_unchanged(patient, BM_MAX_TIME_D, BM_EMAXSTEPS, NULL, 0);
        OK(patient, bm_patient_advance_to(patient, middle_d + 0.5));
        OK(never, bm_patient_advance_to(never, middle_d + 0.5));
        double a[BM_TEST_MAX_OBSERVABLES], b[BM_TEST_MAX_OBSERVABLES];
        const size_t n = bm_test_observe_all(model, never, a);
        bm_test_observe_all(model, patient, b);
        bm_assert_same_bits(a, b, n);
        bm_patient_destroy(patient);
        bm_patient_destroy(never);
    }
    bm_model_destroy(model);
}

/* The years before day 0 fail too, and say so; without them she goes on. */
static void history_out_of_steps(void **state) {
    (void)state;
    bm_model *model = bm_test_full_model();
    bm_patient *patient = NULL, *never = NULL;
    OK(NULL, bm_test_create(model, 1e-6, 60, &patient));
    OK(NULL, bm_test_create(model, 1e-6, 60, &never));
    double values[N_READ], pattern[N_READ];
    memset(values, 0xA5, sizeof values);
    memcpy(pattern, values, sizeof values);
    const double now_d = 0.0;
    for (int again = 0; again < 2; again++) {
        FAILS(bm_patient_observe(patient, "bmd.total_hip", &values[0]), BM_EMAXSTEPS);
        assert_non_null(strstr(bm_patient_last_error(patient), "history"));
        FAILS(bm_patient_observe_index(patient, 0, &values[0]), BM_EMAXSTEPS);
        FAILS(bm_patient_advance_to(patient, 1.0), BM_EMAXSTEPS);
        FAILS(bm_patient_sample(patient, &now_d, 1, which, N_READ, values, N_READ), BM_EMAXSTEPS);
        bm_assert_same_bits(values, pattern, N_READ);
        assert_true(bm_test_time(patient) == 0.0);
    }
    OK(patient, bm_patient_set(patient, "history.from_age", 150.0));
    OK(never, bm_patient_set(never, "history.from_age", 150.0));
    OK(patient, bm_patient_advance_to(patient, 1.0));
    OK(never, bm_patient_advance_to(never, 1.0));
    bm_assert_same_patient(patient, never);
    bm_patient_destroy(patient);
    bm_patient_destroy(never);
    bm_model_destroy(model);
}

/* A patient whose PTH was overwritten in a snapshot with what no body has. */
static void impossible_state(void **state) {
    (void)state;
    bm_model *model = bm_test_model();
    bm_patient *patient = bm_test_patient(model, 0.0), *broken = NULL;
    OK(patient, bm_patient_set(patient, "core.OralCa", 0.6));
    OK(patient, bm_patient_advance_to(patient, 10.0));
    struct bm_bytes saved = bm_test_save(patient);
    const double pth = bm_test_observe(patient, "core.PTH");
    size_t at = 0;
    while (at + 8 < saved.size && memcmp(saved.data + at, &pth, sizeof pth) != 0)
        at += 8;
    assert_true(at + 8 < saved.size);
    const double impossible[] = {-1.0, -1e300, 1e300, 1.7e308};
    int n_failed = 0;
    for (size_t i = 0; i < BM_COUNT(impossible); i++) {
        memcpy(saved.data + at, &impossible[i], sizeof impossible[i]);
        bm_test_seal(saved.data, saved.size);
        if (bm_patient_load(model, saved.data, saved.size, &broken) != BM_OK)
            continue;
        struct bm_bytes before = bm_test_save(broken);
        errno = 0;
        const bm_status status = bm_patient_advance_by(broken, 1.0);
        assert_int_equal(errno, 0);
        if (status != BM_OK) {
            n_failed++;
            assert_true(status == BM_ENONFINITE || status == BM_ESTEP);
            assert_true(bm_test_is_saved(broken, &before));
        }
        free(before.data);
        bm_patient_destroy(broken);
    }
    assert_true(n_failed > 0);
    free(saved.data);
    bm_patient_destroy(patient);
    bm_model_destroy(model);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cancelled_at_each_poll),
        cmocka_unit_test(out_of_steps),
        cmocka_unit_test(history_out_of_steps),
        cmocka_unit_test(impossible_state),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
