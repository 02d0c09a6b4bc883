/* SPDX-License-Identifier: Apache-2.0 */
/* The progress callback: often enough, forwards, able to cancel, and no way to change the patient from inside. */
#include "api/group_model.h"

struct watcher {
    bm_patient *patient;
    int calls, cancel_at;
    double last_fraction, last_time_d, first_fraction;
    bm_status inside[12]; /* of calls made in the callback */
    int call_inside;
};

static int32_t watch(void *user, double time_d, double fraction) {
    struct watcher *w = user;
    if (w->calls == 0)
        w->first_fraction = fraction;
    else if (time_d < 0.0) /* years before day 0, gone through once more when turnover has been measured */
        assert_true(fraction == 0.0 && w->last_time_d < 0.0);
    else
        assert_true((fraction > w->last_fraction || w->last_time_d < 0.0) && time_d > w->last_time_d);
    assert_true(fraction >= 0.0 && fraction <= 1.0);
    w->last_fraction = fraction;
    w->last_time_d = time_d;
    if (w->call_inside && w->calls == 1) {
        bm_patient *p = w->patient, *clone = NULL;
        bm_prescription rx;
        bm_prescription_init(model, "denosumab", &rx);
        rx.start_d = time_d;
        double value = -1.0;
        const double times[] = {time_d + 1.0};
        const size_t which[] = {0};
        static unsigned char bytes[65536];
        bm_status *s = w->inside;
        *s++ = bm_patient_advance_to(p, time_d + 1.0);
        *s++ = bm_patient_advance_by(p, 1.0);
        *s++ = bm_patient_sample(p, times, 1, which, 1, &value, 1);
        *s++ = bm_patient_set(p, "core.OralCa", 0.9);
        *s++ = bm_patient_prescribe(p, &rx, NULL);
        *s++ = bm_patient_stop(p, 1, time_d + 1.0);
        *s++ = bm_patient_clone(p, &clone);
        *s++ = bm_patient_save(p, bytes, sizeof bytes, NULL);
        *s++ = bm_patient_observe(p, "core.PTH", &value);
        *s++ = bm_patient_observe_index(p, 0, &value);
        *s++ = bm_patient_set_progress(p, NULL, NULL);
        *s = bm_patient_advance_by(p, (double)NAN);
        assert_true(value == -1.0 && clone == NULL);
    }
    return w->calls++ == w->cancel_at;
}

static bm_patient *watched(size_t course, double rtol, struct watcher *w) {
    bm_patient *patient = bm_test_patient(model, rtol);
    bm_test_courses[course].prepare(model, patient);
    *w = (struct watcher){.patient = patient, .cancel_at = -1};
    OK(patient, bm_patient_set_progress(patient, watch, w));
    return patient;
}

static void called_often_enough(void **state) {
    (void)state;
    const double tolerances[] = {0.0, 1e-9};
    for (size_t c = 0; c < bm_test_n_courses; c++)
        for (size_t r = 0; r < 2; r++) {
            struct watcher w;
            bm_patient *patient = watched(c, tolerances[r], &w);
            OK(patient, bm_patient_advance_to(patient, bm_test_courses[c].days));
            const bm_patient_stats stats = bm_test_stats(patient);
            if (w.calls < (int)((stats.steps + stats.rejected_steps) / 64))
                fail_msg("%s: called %d times in %d steps", bm_test_courses[c].name, w.calls,
                         (int)(stats.steps + stats.rejected_steps));
            assert_true(w.calls >= 1);
            assert_true(w.first_fraction == 0.0);
            /* the calls of a later part count from 0 again */
            const double whole = w.last_fraction;
            w = (struct watcher){.patient = patient, .cancel_at = -1, .last_fraction = -1.0};
            OK(patient, bm_patient_advance_by(patient, 200.0));
            assert_true(w.first_fraction == 0.0 && whole > -1.0);
            bm_patient_destroy(patient);
        }
}

/* Rows count like steps, so that a long sampling can be cancelled between two steps; and in a cohort, where the
 * callback of a member who is under way comes as often. */
static int32_t count_calls(void *user, double time_d, double fraction) {
    struct watcher *w = user;
    (void)time_d;
    (void)fraction;
    return w->calls++ == w->cancel_at;
}

struct watched_sampling {
    struct watcher w;
    bm_patient *patient;
    bm_cohort *cohort; /* NULL: the patient herself is sampled */
};

/* A patient, or with lanes a cohort of one. */
static struct watched_sampling *begin_sampling(const bm_model *full, uint32_t lanes, int cancel_at) {
    struct watched_sampling *s = calloc(1, sizeof *s);
    bm_cohort_options options;
    bm_cohort_options_init(&options);
    options.size = 1;
    options.lanes = lanes;
    s->w.cancel_at = cancel_at;
    s->patient = bm_test_patient(full, 0.0);
    if (lanes > 0) {
        OK(s->patient, bm_cohort_create(s->patient, &options, &s->cohort));
        OK(s->patient, bm_cohort_set_progress(s->cohort, count_calls, &s->w));
    } else {
        OK(s->patient, bm_patient_set_progress(s->patient, count_calls, &s->w));
    }
    return s;
}

static void rows_count_too(void **state) {
    (void)state;
    enum { N = 20000 };
    static double times_d[N], values[N];
    const size_t which = 0;
    bm_model *full = bm_test_full_model();
    for (int i = 0; i < N; i++)
        times_d[i] = 1e-3 * (i + 1);
    for (uint32_t lanes = 0; lanes <= 2; lanes++)
        for (int at = -1; at < N / 64; at += 100) {
            struct watched_sampling *s = begin_sampling(full, lanes, at);
            const bm_status status = s->cohort ? bm_cohort_sample(s->cohort, times_d, N, &which, 1, values, N)
                                               : bm_patient_sample(s->patient, times_d, N, &which, 1, values, N);
            assert_int_equal(status, at < 0 ? BM_OK : BM_ECANCELLED);
            if (at < 0)
                assert_true(s->w.calls >= N / 64);
            else
                assert_int_equal(s->w.calls, at + 1); /* not called again */
            bm_cohort_destroy(s->cohort);
            bm_patient_destroy(s->patient);
            free(s);
        }
    bm_model_destroy(full);
}

/* Watching changes nothing. */
static void watching_changes_nothing(void **state) {
    (void)state;
    for (size_t s = 0; s < BM_TEST_N_SETS; s++) {
        bm_model *other = bm_test_sets[s].model();
        for (size_t c = 0; c < bm_test_sets[s].n_courses; c++) {
            const struct bm_test_course *course = &bm_test_sets[s].courses[c];
            struct watcher w = {.cancel_at = -1};
            bm_patient *seen = bm_test_patient(other, 0.0), *unseen = bm_test_patient(other, 0.0);
            course->prepare(other, seen);
            course->prepare(other, unseen);
            OK(seen, bm_patient_set_progress(seen, watch, &w));
            OK(seen, bm_patient_advance_to(seen, course->days));
            OK(unseen, bm_patient_advance_to(unseen, course->days));
            assert_true(w.calls >= 1);
            bm_assert_same_patient(seen, unseen);
            bm_patient_destroy(seen);
            bm_patient_destroy(unseen);
        }
        bm_model_destroy(other);
    }
}

static void cancels_at_once(void **state) {
    (void)state;
    struct watcher w;
    bm_patient *patient = watched(3, 1e-8, &w);
    for (int at = 0; at < 5; at++) {
        w = (struct watcher){.patient = patient, .cancel_at = at};
        FAILS(bm_patient_advance_to(patient, 20.0), BM_ECANCELLED);
        assert_int_equal(w.calls, at + 1); /* not called again */
        assert_true(bm_test_time(patient) == 0.0);
        assert_true(strstr(bm_patient_last_error(patient), "cancel") != NULL);
    }
    OK(patient, bm_patient_set_progress(patient, NULL, NULL));
    OK(patient, bm_patient_advance_to(patient, 20.0));
    bm_patient_destroy(patient);
}

static void calls_from_inside_are_refused(void **state) {
    (void)state;
    struct watcher w;
    bm_patient *patient = watched(3, 1e-8, &w), *undisturbed = bm_test_patient(model, 1e-8);
    w.call_inside = 1;
    for (size_t i = 0; i < BM_COUNT(w.inside); i++)
        w.inside[i] = 99;
    OK(patient, bm_patient_advance_to(patient, 20.0));
    for (size_t i = 0; i < BM_COUNT(w.inside); i++)
        if (w.inside[i] != BM_ESTATE)
            fail_msg("call %zu from the callback: %s", i, bm_status_name(w.inside[i]));
    bm_test_courses[3].prepare(model, undisturbed);
    OK(undisturbed, bm_patient_advance_to(undisturbed, 20.0));
    bm_assert_same_patient(patient, undisturbed);
    bm_patient_destroy(patient);
    bm_patient_destroy(undisturbed);
}

/* A clone and a loaded patient have no callback. */
static void not_copied(void **state) {
    (void)state;
    struct watcher w;
    bm_patient *patient = watched(0, 0.0, &w), *clone = NULL, *loaded = NULL;
    OK(patient, bm_patient_clone(patient, &clone));
    struct bm_bytes saved = bm_test_save(patient);
    OK(NULL, bm_patient_load(model, saved.data, saved.size, &loaded));
    OK(clone, bm_patient_advance_to(clone, 500.0));
    OK(loaded, bm_patient_advance_to(loaded, 500.0));
    assert_int_equal(w.calls, 0);
    free(saved.data);
    bm_patient_destroy(patient);
    bm_patient_destroy(clone);
    bm_patient_destroy(loaded);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(called_often_enough), cmocka_unit_test(watching_changes_nothing),
        cmocka_unit_test(cancels_at_once),     cmocka_unit_test(calls_from_inside_are_refused),
        cmocka_unit_test(not_copied),          cmocka_unit_test(rows_count_too),
    };
    return cmocka_run_group_tests(tests, create_model, destroy_model);
}
