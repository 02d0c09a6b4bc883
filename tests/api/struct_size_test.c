/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Structs of other releases: those of the first release, in blocks of exactly that size, so that a sanitizer sees any
 * read or write past them; and those of a later one, whose unknown part stays as it was.
 */
#include "api/api_test.h"

#include "support/counting_allocator.h"

/* What each struct had in the first release: up to and with its last required member. */
#define UP_TO(type, member) (offsetof(type, member) + sizeof(((type *)0)->member))
enum { LATER = 64, PATTERN = 0x5A };

static void *block(size_t size) {
    void *bytes = malloc(size);
    assert_non_null(bytes);
    memset(bytes, PATTERN, size);
    return bytes;
}

static void tail_is_untouched(const void *bytes, size_t from, size_t to) {
    for (size_t i = from; i < to; i++)
        assert_int_equal(((const unsigned char *)bytes)[i], PATTERN);
}

static void model_options(void **state) {
    (void)state;
    const size_t sizes[] = {UP_TO(bm_model_options, name), sizeof(bm_model_options), sizeof(bm_model_options) + LATER};
    for (size_t i = 0; i < BM_COUNT(sizes); i++) {
        bm_model_options *options = block(sizes[i]);
        bm_model_options_init_sized(options, sizes[i]);
        assert_int_equal(options->struct_size, sizes[i]);
        assert_string_equal(options->name, "full");
        if (sizes[i] > sizeof *options)
            tail_is_untouched(options, sizeof *options, sizes[i]);
        bm_model *model = NULL;
        OK(NULL, bm_model_create(options, &model));
        assert_int_equal(options->struct_size, sizes[i]);
        if (sizes[i] > sizeof *options)
            tail_is_untouched(options, sizeof *options, sizes[i]);
        free(options);
        assert_int_equal(bm_catalog_count(model, BM_KIND_AGENT) > 0, 1);
        bm_model_destroy(model);
    }
}

static void allocator(void **state) {
    (void)state;
    const size_t sizes[] = {UP_TO(bm_allocator, release), sizeof(bm_allocator) + LATER};
    for (size_t i = 0; i < BM_COUNT(sizes); i++) {
        struct bm_counts counts = {0};
        const bm_allocator counting = bm_counting_allocator(&counts);
        bm_allocator *given = block(sizes[i]);
        memcpy(given, &counting, sizeof counting);
        given->struct_size = (uint32_t)sizes[i];
        bm_model_options options;
        bm_model_options_init(&options);
        options.allocator = given;
        bm_model *model = NULL;
        OK(NULL, bm_model_create(&options, &model));
        tail_is_untouched(given, sizeof counting, sizes[i]);
        free(given); /* read during the call only */
        bm_patient *patient = bm_test_patient(model, 0.0);
        assert_true(counts.requests >= 2);
        bm_patient_destroy(patient);
        bm_model_destroy(model);
        assert_int_equal(counts.blocks, 0);
    }
}

static void patient_options(void **state) {
    (void)state;
    bm_model *model = bm_test_model();
    const size_t sizes[] = {UP_TO(bm_patient_options, rtol), sizeof(bm_patient_options),
                            sizeof(bm_patient_options) + LATER};
    for (size_t i = 0; i < BM_COUNT(sizes); i++) {
        bm_patient_options *options = block(sizes[i]);
        bm_patient_options_init_sized(options, sizes[i]);
        assert_int_equal(options->struct_size, sizes[i]);
        options->rtol = 1e-9;
        bm_patient *patient = NULL;
        OK(NULL, bm_patient_create(model, options, &patient));
        if (sizes[i] > sizeof *options)
            tail_is_untouched(options, sizeof *options, sizes[i]);
        free(options);
        /* what was left out has its default: so many steps are allowed */
        OK(patient, bm_patient_set(patient, "core.ESTON", 1.0));
        OK(patient, bm_patient_advance_to(patient, 300.0));
        bm_patient *strict = bm_test_patient(model, 1e-9); /* and what was there was read */
        OK(strict, bm_patient_set(strict, "core.ESTON", 1.0));
        OK(strict, bm_patient_advance_to(strict, 300.0));
        bm_assert_same_patient(strict, patient);
        bm_patient_destroy(strict);
        bm_patient_destroy(patient);
    }
    bm_model_destroy(model);
}

static void prescription(void **state) {
    (void)state;
    bm_model *model = bm_test_model();
    const size_t sizes[] = {UP_TO(bm_prescription, n_parameters), sizeof(bm_prescription) + LATER};
    for (size_t i = 0; i < BM_COUNT(sizes); i++) {
        bm_prescription *rx = block(sizes[i]);
        OK(NULL, bm_prescription_init_sized(model, "denosumab", rx, sizes[i]));
        assert_int_equal(rx->struct_size, sizes[i]);
        assert_true(rx->dose == 60.0);
        tail_is_untouched(rx, sizeof *rx, sizes[i]);
        bm_patient *patient = bm_test_patient(model, 0.0);
        OK(patient, bm_patient_prescribe(patient, rx, NULL));
        tail_is_untouched(rx, sizeof *rx, sizes[i]);
        free(rx); /* read during the call only */
        OK(patient, bm_patient_advance_to(patient, 3.0));
        assert_true(bm_test_observe(patient, "doses_given.denosumab") == 1.0);
        bm_patient_destroy(patient);
    }
    bm_model_destroy(model);
}

static int32_t count_visit(void *user, bm_visit *visit) {
    (void)visit;
    ++*(int *)user;
    return 0;
}

static int32_t share(void *user, void **copy) {
    *copy = user;
    return 0;
}

static void decision(void **state) {
    (void)state;
    bm_model *model = bm_test_model();
    const size_t sizes[] = {UP_TO(bm_decision, functions), sizeof(bm_decision) + LATER};
    const size_t function_sizes[] = {UP_TO(bm_user_functions, restore), sizeof(bm_user_functions) + LATER};
    for (size_t i = 0; i < BM_COUNT(sizes); i++) {
        int visits = 0;
        bm_decision *d = block(sizes[i]);
        bm_user_functions *functions = block(function_sizes[i]);
        bm_decision_init_sized(d, sizes[i]);
        assert_int_equal(d->struct_size, sizes[i]);
        assert_true(d->first_d == BM_NEVER_D && d->every_d == 0.0 && d->stop_d == BM_NEVER_D && d->name[0] == '\0');
        tail_is_untouched(d, sizeof *d, sizes[i]);
        memset(functions, 0, sizeof *functions);
        functions->struct_size = (uint32_t)function_sizes[i];
        functions->copy = share;
        d->visit = count_visit;
        d->user = &visits;
        d->first_d = 2.0;
        d->functions = functions;
        bm_patient *patient = bm_test_patient(model, 0.0), *clone = NULL;
        OK(patient, bm_patient_decide(patient, d, NULL));
        tail_is_untouched(d, sizeof *d, sizes[i]);
        tail_is_untouched(functions, sizeof *functions, function_sizes[i]);
        free(functions); /* both read during the call only */
        free(d);
        OK(patient, bm_patient_clone(patient, &clone));
        OK(patient, bm_patient_advance_to(patient, 3.0));
        OK(clone, bm_patient_advance_to(clone, 3.0));
        assert_int_equal(visits, 2);
        bm_patient_destroy(patient);
        bm_patient_destroy(clone);
    }
    bm_model_destroy(model);
}

static void cohort_options(void **state) {
    (void)state;
    bm_model *model = bm_test_full_model();
    bm_patient *profile = bm_test_patient(model, 0.0);
    const size_t sizes[] = {UP_TO(bm_cohort_options, parameter_spread), sizeof(bm_cohort_options) + LATER};
    for (size_t i = 0; i < BM_COUNT(sizes); i++) {
        bm_cohort_options *options = block(sizes[i]);
        bm_cohort_options_init_sized(options, sizes[i]);
        assert_int_equal(options->struct_size, sizes[i]);
        assert_true(options->size == 100 && options->seed == 1 && options->threads == 1 && options->lanes == 0);
        assert_true(options->variability == 1.0 && options->measurement_error == 0.0 && options->parameter_draw == 0);
        assert_true(options->parameter_spread == 1.0);
        tail_is_untouched(options, sizeof *options, sizes[i]);
        options->size = 3;
        bm_cohort *cohort = NULL;
        OK(NULL, bm_cohort_create(profile, options, &cohort));
        tail_is_untouched(options, sizeof *options, sizes[i]);
        free(options); /* read during the call only */
        bm_patient *member = NULL;
        OK(NULL, bm_cohort_member(cohort, 2, &member));
        bm_patient_destroy(member);
        FAILS(bm_cohort_member(cohort, 3, &member), BM_ENOTFOUND);
        bm_cohort_destroy(cohort);
    }
    bm_cohort_options too_small; /* nothing beyond what is told of is written */
    memset(&too_small, PATTERN, sizeof too_small);
    bm_cohort_options_init_sized(&too_small, offsetof(bm_cohort_options, size));
    tail_is_untouched(&too_small, offsetof(bm_cohort_options, size), sizeof too_small);
    bm_patient_destroy(profile);
    bm_model_destroy(model);
}

static void forecast_structs(void **state) {
    (void)state;
    bm_model *model = bm_test_full_model();
    bm_patient *profile = bm_test_patient(model, 0.0);
    size_t spine;
    OK(NULL, bm_catalog_find(model, BM_KIND_OBSERVABLE, "bmd.lumbar_spine", &spine));
    const size_t options_sizes[] = {UP_TO(bm_forecast_options, lanes), sizeof(bm_forecast_options) + LATER};
    const size_t sizes[] = {sizeof(bm_measurement), sizeof(bm_measurement) + LATER};
    const size_t report_sizes[] = {UP_TO(bm_forecast_report, worst_residual), sizeof(bm_forecast_report) + LATER};
    for (size_t i = 0; i < 2; i++) {
        bm_forecast *forecast = NULL;
        bm_forecast_options *options = block(options_sizes[i]);
        bm_forecast_options_init_sized(options, options_sizes[i]);
        assert_true(options->struct_size == options_sizes[i] && options->size == 1000 && options->seed == 1);
        assert_true(options->threads == 1 && isnan(options->from_d) && options->lanes == 0);
        tail_is_untouched(options, sizeof *options, options_sizes[i]);
        options->size = 3;
        OK(NULL, bm_forecast_create(profile, options, &forecast));
        tail_is_untouched(options, sizeof *options, options_sizes[i]);
        free(options); /* read during the call only */

        char *list = block(2 * sizes[i]); /* one stands after the other, at the distance of the caller's build */
        for (size_t k = 0; k < 2; k++) {
            bm_measurement *one = (void *)(list + k * sizes[i]);
            bm_measurement_init_sized(one, sizes[i]);
            assert_true(one->below == 0 && one->time_d == 0.0 && isnan(one->value) && isnan(one->cv_percent));
            assert_true(isnan(one->sd) && isnan(one->lsc_percent) && isnan(one->device));
            tail_is_untouched(one, sizeof *one, sizes[i]);
            one->observable = spine;
            one->time_d = 10.0 * (double)k;
            one->value = 0.95;
        }
        OK(NULL, bm_forecast_measure_sized(forecast, (void *)list, sizes[i], 2));
        FAILS(bm_forecast_measure_sized(forecast, (void *)list, sizeof(bm_measurement) - 1, 2), BM_ESIZE);
        free(list);

        bm_forecast_report *report = block(report_sizes[i]);
        OK(NULL, bm_forecast_read_report_sized(forecast, report, report_sizes[i]));
        assert_true(report->struct_size == report_sizes[i] && report->size == 3 && report->measurements == 2);
        tail_is_untouched(report, sizeof *report, report_sizes[i]);
        free(report);
        bm_forecast_destroy(forecast);
    }
    bm_patient_destroy(profile);
    bm_model_destroy(model);
}

static void cohort_stats(void **state) {
    (void)state;
    bm_model *model = bm_test_full_model();
    bm_patient *profile = bm_test_patient(model, 0.0);
    bm_cohort *cohort = NULL;
    OK(NULL, bm_cohort_create(profile, NULL, &cohort));
    const size_t sizes[] = {UP_TO(bm_cohort_stats, rejected_steps), sizeof(bm_cohort_stats) + LATER};
    for (size_t i = 0; i < BM_COUNT(sizes); i++) {
        bm_cohort_stats *stats = block(sizes[i]);
        OK(NULL, bm_cohort_read_stats_sized(cohort, stats, sizes[i]));
        assert_int_equal(stats->struct_size, sizes[i]);
        assert_true(stats->lanes >= 1 && stats->steps == 0 && stats->rejected_steps == 0);
        tail_is_untouched(stats, sizeof *stats, sizes[i]);
        free(stats);
    }
    bm_cohort_destroy(cohort);
    bm_patient_destroy(profile);
    bm_model_destroy(model);
}

static void outputs(void **state) {
    (void)state;
    bm_model *model = bm_test_model();
    bm_patient *patient = bm_test_patient(model, 0.0);
    OK(patient, bm_patient_advance_to(patient, 30.0));
    const size_t entry_sizes[] = {UP_TO(bm_catalog_entry, default_value), sizeof(bm_catalog_entry) + LATER};
    const size_t stats_sizes[] = {UP_TO(bm_patient_stats, threshold_events), sizeof(bm_patient_stats) + LATER};
    for (size_t i = 0; i < 2; i++) {
        bm_catalog_entry *entry = block(entry_sizes[i]);
        OK(NULL, bm_catalog_row_sized(model, BM_KIND_PARAMETER, 0, entry, entry_sizes[i]));
        assert_int_equal(entry->struct_size, entry_sizes[i]);
        assert_true(entry->default_value > 0.0);
        tail_is_untouched(entry, sizeof *entry, entry_sizes[i]);
        free(entry);
        bm_patient_stats *stats = block(stats_sizes[i]);
        OK(NULL, bm_patient_read_stats_sized(patient, stats, stats_sizes[i]));
        assert_int_equal(stats->struct_size, stats_sizes[i]);
        assert_true(stats->steps > 0 && stats->threshold_events == 0);
        tail_is_untouched(stats, sizeof *stats, stats_sizes[i]);
        free(stats);
    }
    bm_patient_destroy(patient);
    bm_model_destroy(model);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(model_options),  cmocka_unit_test(allocator),    cmocka_unit_test(patient_options),
        cmocka_unit_test(prescription),   cmocka_unit_test(decision),     cmocka_unit_test(outputs),
        cmocka_unit_test(cohort_options), cmocka_unit_test(cohort_stats), cmocka_unit_test(forecast_structs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
