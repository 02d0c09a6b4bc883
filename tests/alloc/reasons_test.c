/* SPDX-License-Identifier: Apache-2.0 */
/* Each request for memory of an explanation or of sensitivities refused once: BM_ENOMEM with a sentence, the patient
 * and the outputs are as before, nothing is lost, and the call works after it. */
#include "api/api_test.h"

#include "support/counting_allocator.h"

static struct bm_counts counts;

static bm_status explain(bm_patient *patient, void *out) {
    size_t n;
    return bm_patient_explain(patient, 2.0, 3, (bm_part *)out, BM_MAX_PARTS, &n);
}

static bm_status differ(bm_patient *patient, void *out) {
    static const char *const names[] = {"age_years", "letrozole.residual", "t_score.lumbar_spine"};
    static const double times_d[] = {1.0};
    static const size_t which[] = {3};
    return bm_patient_sensitivities(patient, names, 3, times_d, 1, which, 1, (double *)out, 3);
}

static void refuse_each(bm_status (*call)(bm_patient *patient, void *out)) {
    const bm_allocator counting = bm_counting_allocator(&counts);
    unsigned char out[BM_MAX_PARTS * sizeof(bm_part)], pattern[sizeof out], expected[sizeof out];
    bm_model_options options;
    bm_model *model = NULL;
    bm_patient *patient = NULL;
    bm_model_options_init(&options);
    options.allocator = &counting;
    OK(NULL, bm_model_create(&options, &model));
    OK(NULL, bm_test_create(model, 1e-3, 100000, &patient));
    OK(patient, bm_patient_set(patient, "alcohol_units_day", 1.0)); /* a habit: it is given up by prescribing */
    bm_test_prescribe(model, patient, "letrozole", 2.5, 0.0, 0.0, 0.0);
    memset(expected, 0xA5, sizeof expected);
    counts.requests = counts.refuse_only = 0;
    OK(patient, call(patient, expected));
    const long requests = counts.requests, blocks = counts.blocks;
    assert_true(requests > 5);
    struct bm_bytes saved = bm_test_save(patient);
    for (counts.refuse_only = 1; counts.refuse_only <= requests; counts.refuse_only++) {
        memset(out, 0xA5, sizeof out);
        memcpy(pattern, out, sizeof out);
        counts.requests = 0;
        const bm_status status = call(patient, out);
        const long refused = counts.refuse_only;
        counts.refuse_only = 0;
        FAILS(status, BM_ENOMEM);
        assert_memory_equal(out, pattern, sizeof out);
        assert_non_null(strstr(bm_patient_last_error(patient), "memory"));
        assert_int_equal(counts.blocks, blocks);
        assert_true(bm_test_is_saved(patient, &saved));
        counts.refuse_only = refused;
    }
    counts.refuse_only = 0;
    memset(out, 0xA5, sizeof out);
    OK(patient, call(patient, out));
    assert_memory_equal(out, expected, sizeof out);
    print_message("%ld requests\n", requests);
    free(saved.data);
    bm_patient_destroy(patient);
    bm_model_destroy(model);
    assert_int_equal(counts.blocks, 0);
}

static void explanations(void **state) {
    (void)state;
    refuse_each(explain);
}

static void sensitivities(void **state) {
    (void)state;
    refuse_each(differ);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(explanations), cmocka_unit_test(sensitivities)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
