/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads that share a model, each with patients of its own, get the bits of a single thread: there is nothing they
 * could share. Build with -DBM_SANITIZE=thread to see it proved. Models and patients go in any order.
 */
#include "api/api_test.h"

#include <pthread.h>

enum { N_THREADS = 10, N_OBSERVED = BM_TEST_MAX_OBSERVABLES };

struct job {
    const bm_model *model;
    const struct bm_test_course *course;
    int failed;
    double observed[N_OBSERVED];
};

/* Takes notes; the main thread checks them. */
static void *work(void *argument) {
    struct job *job = argument;
    const struct bm_test_course *course = job->course;
    bm_patient *patient = NULL, *clone = NULL, *loaded = NULL;
    size_t size = 0, index = 0;
    bm_catalog_entry row;
    bm_prescription rx;
    int failed = bm_test_create(job->model, 1e-8, 0, &patient) != BM_OK; /* long enough for threads to meet */
    if (failed) {
        job->failed = 1;
        return NULL;
    }
    course->prepare(job->model, patient);
    failed |= bm_patient_advance_to(patient, 0.3 * course->days) != BM_OK;
    failed |= bm_patient_clone(patient, &clone) != BM_OK;
    failed |= bm_patient_save_size(clone, &size) != BM_OK;
    unsigned char *bytes = malloc(size);
    failed |= !bytes || bm_patient_save(clone, bytes, size, NULL) != BM_OK;
    failed |= bm_patient_load(job->model, bytes, size, &loaded) != BM_OK;
    failed |= bm_catalog_find(job->model, BM_KIND_OBSERVABLE, "serum.pth", &index) != BM_OK;
    failed |= bm_catalog_row(job->model, BM_KIND_OBSERVABLE, index, &row) != BM_OK;
    failed |= bm_prescription_init(job->model, "denosumab", &rx) != BM_OK;
    failed |= bm_patient_set(patient, "core.ESTON", 2.0) != BM_ERANGE;
    failed |= bm_patient_advance_to(loaded, 0.6 * course->days) != BM_OK;
    for (size_t i = 0; i < bm_catalog_count(job->model, BM_KIND_OBSERVABLE) && i < N_OBSERVED; i++)
        failed |= bm_patient_observe_index(loaded, i, &job->observed[i]) != BM_OK;
    free(bytes);
    bm_patient_destroy(loaded);
    bm_patient_destroy(patient);
    bm_patient_destroy(clone);
    job->failed = failed;
    return NULL;
}

static void threads_share_a_model(void **state) {
    (void)state;
    bm_model *models[BM_TEST_N_SETS] = {bm_test_model(), bm_test_full_model()};
    static struct job alone[N_THREADS], together[N_THREADS];
    pthread_t threads[N_THREADS];
    for (size_t i = 0; i < N_THREADS; i++) {
        const struct bm_test_set *set = &bm_test_sets[i % BM_TEST_N_SETS];
        alone[i] = together[i] = (struct job){.model = models[i % BM_TEST_N_SETS],
                                              .course = &set->courses[i / BM_TEST_N_SETS % set->n_courses]};
        work(&alone[i]);
        assert_int_equal(alone[i].failed, 0);
    }
    for (size_t i = 0; i < N_THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, work, &together[i]), 0);
    for (size_t i = 0; i < N_THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    for (size_t i = 0; i < N_THREADS; i++) {
        assert_int_equal(together[i].failed, 0);
        bm_assert_same_bits(together[i].observed, alone[i].observed, N_OBSERVED);
    }
    for (size_t i = 0; i < BM_TEST_N_SETS; i++)
        bm_model_destroy(models[i]);
}

/* Each thread ends with the last hold on a patient's model, or another does. */
static void *destroy(void *argument) {
    bm_patient_destroy(argument);
    return NULL;
}

static void destroyed_in_any_order(void **state) {
    (void)state;
    bm_model *model = bm_test_model();
    bm_patient *patients[N_THREADS];
    pthread_t threads[N_THREADS];
    for (size_t i = 0; i < N_THREADS; i++)
        patients[i] = bm_test_patient(model, 0.0);
    bm_model_destroy(model); /* the patients keep it alive */
    OK(patients[0], bm_patient_set(patients[0], "core.ESTON", 1.0));
    OK(patients[0], bm_patient_advance_to(patients[0], 30.0));
    assert_true(bm_test_observe(patients[0], "core.EST") > 0.0);
    bm_patient *clone = NULL;
    OK(patients[0], bm_patient_clone(patients[0], &clone));
    for (size_t i = 0; i < N_THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, destroy, patients[i]), 0);
    OK(clone, bm_patient_advance_to(clone, 40.0));
    for (size_t i = 0; i < N_THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    OK(clone, bm_patient_advance_to(clone, 50.0));
    bm_patient_destroy(clone);
}

/* What docs/embedding.md promises of the stack; the sanitizers' own part comes on top. */
#ifdef __SANITIZE_ADDRESS__
enum { STACK = 4 << 20 };
#else
enum { STACK = 256 << 10 };
#endif

static void *on_a_small_stack(void *argument) {
    struct job *job = argument;
    bm_patient *profile = NULL, *member = NULL, *loaded = NULL;
    bm_forecast *forecast = NULL;
    bm_forecast_options options;
    bm_measurement one;
    bm_prescription rx;
    size_t size = 0;
    bm_forecast_options_init(&options);
    options.size = 20;
    bm_measurement_init(&one);
    one.time_d = 50.0;
    one.value = 0.9;
    int failed = bm_patient_create(job->model, NULL, &profile) != BM_OK;
    failed |= bm_prescription_init(job->model, "letrozole", &rx) != BM_OK;
    failed |= bm_patient_prescribe(profile, &rx, NULL) != BM_OK;
    failed |= bm_catalog_find(job->model, BM_KIND_OBSERVABLE, "bmd.lumbar_spine", &one.observable) != BM_OK;
    failed |= bm_forecast_create(profile, &options, &forecast) != BM_OK;
    failed |= bm_forecast_measure(forecast, &one, 1) != BM_OK; /* in lanes */
    failed |= bm_forecast_member(forecast, 0, 3, &member) != BM_OK;
    failed |= bm_patient_save_size(member, &size) != BM_OK;
    unsigned char *bytes = malloc(size);
    failed |= !bytes || bm_patient_save(member, bytes, size, NULL) != BM_OK;
    failed |= bm_patient_load(job->model, bytes, size, &loaded) != BM_OK;
    failed |= bm_patient_advance_by(loaded, 30.0) != BM_OK;
    failed |= bm_patient_advance_by(member, 30.0) != BM_OK;
    free(bytes);
    bm_patient_destroy(loaded);
    bm_patient_destroy(member);
    bm_patient_destroy(profile);
    bm_forecast_destroy(forecast);
    job->failed = failed;
    return NULL;
}

static void a_small_stack_is_enough(void **state) {
    (void)state;
    bm_model *model = bm_test_full_model();
    struct job job = {.model = model, .failed = 1};
    pthread_attr_t small;
    pthread_t thread;
    assert_int_equal(pthread_attr_init(&small), 0);
    assert_int_equal(pthread_attr_setstacksize(&small, STACK), 0);
    assert_int_equal(pthread_create(&thread, &small, on_a_small_stack, &job), 0);
    pthread_join(thread, NULL);
    pthread_attr_destroy(&small);
    assert_false(job.failed);
    bm_model_destroy(model);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_share_a_model),
        cmocka_unit_test(destroyed_in_any_order),
        cmocka_unit_test(a_small_stack_is_enough),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
