/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads of a host that share one model, each with a patient or a cohort, and cohorts with threads of their own, one
 * of them cancelled again and again. All get the bits that they get one after the other. ThreadSanitizer, which is what
 * this is for, sees whether that is luck.
 */
#include "api/api_test.h"

#include <pthread.h>
#include <stdatomic.h>

enum { N_PATIENTS = 3, N_COHORTS = 4, N_JOBS = N_PATIENTS + N_COHORTS, SIZE = 12, N_TIMES = 3, N_READ = 4 };
static const char *const names[N_READ] = {"bmd_change.total_hip", "marker.s_ctx", "core.OC", "fracture_risk_10y.major"};
static const double times[N_TIMES] = {0.0, 20.0, 60.0};

struct job {
    const bm_model *model;
    int number, failed;
    uint64_t calls, cancel_at; /* of a cohort's callback */
    double values[SIZE * N_TIMES * N_READ];
};
static atomic_int waiting; /* so that all begin at once */

static void of_a_patient(struct job *job, const size_t *which) {
    bm_patient *patient = NULL;
    const struct bm_test_course *course = &bm_test_sets[BM_TEST_FULL].courses[2 + job->number];
    job->failed |= bm_patient_create(job->model, NULL, &patient) != BM_OK;
    course->prepare(job->model, patient);
    job->failed |= bm_patient_sample(patient, times, N_TIMES, which, N_READ, job->values, N_TIMES * N_READ) != BM_OK;
    bm_patient_destroy(patient);
}

static int32_t cancel(void *user, double time_d, double fraction) {
    struct job *job = user;
    (void)time_d;
    (void)fraction;
    return job->calls++ == job->cancel_at;
}

static void of_a_cohort(struct job *job, const size_t *which) {
    bm_patient *profile = NULL, *member = NULL;
    bm_cohort *cohort = NULL;
    bm_cohort_options options;
    bm_cohort_options_init(&options);
    options.size = SIZE;
    options.threads = 3;
    options.lanes = job->number == N_PATIENTS ? 1 : job->number == N_PATIENTS + 1 ? 2 : 0;
    options.measurement_error = 1.0;
    job->failed |= bm_patient_create(job->model, NULL, &profile) != BM_OK;
    bm_test_sets[BM_TEST_FULL].courses[2].prepare(job->model, profile);
    job->failed |= bm_cohort_create(profile, &options, &cohort) != BM_OK;
    bm_patient_destroy(profile);
    job->failed |= bm_cohort_vary(cohort, "age_years", 12.0, 21.0, 90.0) != BM_OK; /* some fail: tamoxifen at 18 */
    job->failed |= bm_cohort_vary(cohort, "years_since_menopause", 9.0, -30.0, 40.0) != BM_OK;
    if (job->number == N_JOBS - 1) {
        job->failed |= bm_cohort_set_progress(cohort, cancel, job) != BM_OK;
        for (uint64_t at = 0; at < SIZE; at += 4) {
            job->calls = 0;
            job->cancel_at = at;
            job->failed |= bm_cohort_advance_to(cohort, 60.0) != BM_ECANCELLED || bm_cohort_failure_count(cohort) != 0;
        }
        job->cancel_at = UINT64_MAX;
    }
    job->failed |= bm_cohort_sample(cohort, times, N_TIMES, which, N_READ, job->values, BM_COUNT(job->values)) != BM_OK;
    const size_t n_failed = bm_cohort_failure_count(cohort);
    job->failed |= n_failed == 0 || n_failed == SIZE;
    for (uint64_t m = 0; m < SIZE; m++)
        if (bm_cohort_member(cohort, m, &member) == BM_OK) {
            job->failed |= bm_patient_advance_by(member, 5.0) != BM_OK;
            bm_patient_destroy(member);
        }
    bm_cohort_destroy(cohort);
}

/* Takes notes; the main thread checks them. */
static void *work(void *user) {
    struct job *job = user;
    size_t which[N_READ];
    for (int i = 0; i < N_READ; i++)
        job->failed |= bm_catalog_find(job->model, BM_KIND_OBSERVABLE, names[i], &which[i]) != BM_OK;
    atomic_fetch_sub(&waiting, 1);
    while (atomic_load(&waiting) > 0)
        continue;
    if (job->number < N_PATIENTS)
        of_a_patient(job, which);
    else
        of_a_cohort(job, which);
    return NULL;
}

static void all_at_once(void **state) {
    (void)state;
    static struct job alone[N_JOBS], together[N_JOBS];
    bm_model *model = bm_test_full_model();
    pthread_t threads[N_JOBS];
    for (int i = 0; i < N_JOBS; i++) {
        alone[i] = together[i] = (struct job){.model = model, .number = i};
        atomic_store(&waiting, 1);
        work(&alone[i]);
        assert_int_equal(alone[i].failed, 0);
    }
    atomic_store(&waiting, N_JOBS);
    for (int i = 0; i < N_JOBS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, work, &together[i]), 0);
    for (int i = 0; i < N_JOBS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    for (int i = 0; i < N_JOBS; i++) {
        assert_int_equal(together[i].failed, 0);
        bm_assert_same_bits(together[i].values, alone[i].values, BM_COUNT(alone[i].values));
        if (i > N_PATIENTS) /* and the cohorts are one, cancelled or not */
            bm_assert_same_bits(alone[i].values, alone[N_PATIENTS].values, BM_COUNT(alone[i].values));
    }
    bm_model_destroy(model);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
