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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_share_a_model),
        cmocka_unit_test(destroyed_in_any_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
