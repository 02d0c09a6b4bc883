/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of cohorts share. */
#ifndef BM__TESTS_SUPPORT_COHORT_CASE_H
#define BM__TESTS_SUPPORT_COHORT_CASE_H

#include "api/api_test.h"

/* The call succeeds; otherwise the test fails and prints what the library said. */
#define COHORT_OK(cohort, call) check_cohort_ok((cohort), (call), #call, __FILE__, __LINE__)
static inline void check_cohort_ok(const bm_cohort *cohort, bm_status status, const char *call, const char *file,
                                   int line) {
    if (status == BM_OK)
        return;
    print_error("%s: %s, %s\n", call, bm_status_name(status), bm_cohort_last_error(cohort));
    _fail(file, line);
}

/* A cohort of the profile: some fields of the options, and 0 in others as it is (variability!) but for these, where 0
 * means the default. */
static inline bm_cohort *cohort_with(const bm_patient *profile, bm_cohort_options some) {
    bm_cohort *cohort = NULL;
    bm_cohort_options options;
    bm_cohort_options_init(&options);
    some.struct_size = options.struct_size;
    some.threads = some.threads ? some.threads : options.threads;
    some.size = some.size ? some.size : options.size;
    some.seed = some.seed ? some.seed : options.seed;
    some.parameter_spread = some.parameter_spread > 0.0 ? some.parameter_spread : options.parameter_spread;
    COHORT_OK(NULL, bm_cohort_create(profile, &some, &cohort));
    return cohort;
}

static inline bm_patient *cohort_member(bm_cohort *cohort, uint64_t number) {
    bm_patient *member = NULL;
    COHORT_OK(cohort, bm_cohort_member(cohort, number, &member));
    return member;
}

/* A member, her clone and the patient of her snapshot go on to the same bits. Returns the last, at time_d. */
static inline bm_patient *cohort_loaded_goes_on(const bm_model *of, bm_patient *member, double time_d) {
    static double of_member[BM_TEST_MAX_OBSERVABLES], of_clone[BM_TEST_MAX_OBSERVABLES],
        of_loaded[BM_TEST_MAX_OBSERVABLES];
    bm_patient *clone = NULL, *loaded = NULL;
    struct bm_bytes saved = bm_test_save(member);
    OK(member, bm_patient_clone(member, &clone));
    OK(NULL, bm_patient_load(of, saved.data, saved.size, &loaded));
    free(saved.data);
    OK(member, bm_patient_advance_to(member, time_d));
    OK(clone, bm_patient_advance_to(clone, time_d));
    OK(loaded, bm_patient_advance_to(loaded, time_d));
    const size_t n = bm_test_observe_all(of, member, of_member);
    bm_test_observe_all(of, clone, of_clone);
    bm_test_observe_all(of, loaded, of_loaded);
    bm_assert_same_bits(of_clone, of_member, n);
    bm_assert_same_bits(of_loaded, of_member, n);
    bm_patient_destroy(clone);
    return loaded;
}

static inline bm_catalog_entry cohort_row(const bm_model *of, uint32_t kind, const char *name) {
    bm_catalog_entry row;
    size_t index;
    OK(NULL, bm_catalog_find(of, kind, name, &index));
    OK(NULL, bm_catalog_row(of, kind, index, &row));
    return row;
}

static inline size_t cohort_observable(const bm_model *of, const char *name) {
    size_t index;
    OK(NULL, bm_catalog_find(of, BM_KIND_OBSERVABLE, name, &index));
    return index;
}

#endif
