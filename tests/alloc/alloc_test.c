/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The host's allocator: each of its refusals is BM_ENOMEM and changes nothing, nothing is lost, and no memory is asked
 * for while time passes.
 */
#include "api/api_test.h"

#include "support/counting_allocator.h"

static struct bm_counts counts;

static int full; /* which model the walk goes through */

static bm_status create_model(bm_model **model) {
    const bm_allocator counting = bm_counting_allocator(&counts);
    bm_model_options options;
    bm_model_options_init(&options);
    options.name = full ? "full" : "core";
    options.allocator = &counting;
    return bm_model_create(&options, model);
}

static int refusals; /* seen in the walk */

/* A call that may be refused memory: then the patient is unchanged, and the same call succeeds after it. */
#define TRY(patient, call)                                                                                             \
    do {                                                                                                               \
        struct bm_bytes kept = {0};                                                                                    \
        if (patient)                                                                                                   \
            kept = bm_test_save(patient);                                                                              \
        const long blocks = counts.blocks;                                                                             \
        bm_status status = (call);                                                                                     \
        if (status != BM_OK) {                                                                                         \
            FAILS(status, BM_ENOMEM);                                                                                  \
            refusals++;                                                                                                \
            if (patient)                                                                                               \
                assert_true(bm_test_is_saved(patient, &kept));                                                         \
            bm_check_growth(blocks);                                                                                   \
            OK(patient, call);                                                                                         \
        }                                                                                                              \
        free(kept.data);                                                                                               \
    } while (0)

/* A call that failed keeps no more than what it had: only a longer list of courses may have grown before it. */
static void bm_check_growth(long blocks_before) {
    assert_true(counts.blocks <= blocks_before + 1);
}

/* Every function that asks for memory, ending with numbers that depend on all of it. */
static double walk(void) {
    enum { N_TIMES = 4, N_READ = 3 };
    bm_model *model = NULL;
    bm_patient *patient = NULL, *clone = NULL, *loaded = NULL;
    TRY(patient, create_model(&model));
    TRY(patient, bm_patient_create(model, NULL, &patient));
    TRY(patient, bm_patient_set(patient, full ? "t_score.total_hip" : "core.DENSC", full ? -2.0 : 1e6));
    static const char *const of_core[] = {"teriparatide", "pth_infusion", "denosumab"};
    static const char *const of_full[] = {"letrozole", "calcium", "zoledronic_acid"};
    const char *const *agents = full ? of_full : of_core;
    uint64_t ids[6];
    for (size_t i = 0; i < 6; i++) { /* more than the list of courses first has room for */
        bm_prescription rx;
        OK(NULL, bm_prescription_init(model, agents[i % 3], &rx));
        rx.start_d = full ? 40.0 * ((double)i - 4.0) : (double)i; /* the full model's begin before day 0 */
        ids[i] = 0;
        TRY(patient, bm_patient_prescribe(patient, &rx, &ids[i]));
        assert_int_equal(ids[i], i + 1);
    }
    const long before = counts.requests, blocks_before = counts.blocks; /* her history is gone through below */
    OK(patient, bm_patient_advance_to(patient, 3.0));
    OK(patient, bm_patient_advance_by(patient, 4.0));
    OK(patient, bm_patient_stop(patient, ids[1], 8.0));
    bm_test_observe(patient, "serum.pth");
    assert_int_equal(counts.requests, before); /* stepping never allocates */
    assert_int_equal(counts.blocks, blocks_before);

    const double times[N_TIMES] = {7.0, 8.0, 9.5, 10.0};
    const size_t which[N_READ] = {0, 1, 2};
    double values[N_TIMES * N_READ], pattern[N_TIMES * N_READ];
    memset(values, 0xA5, sizeof values);
    memcpy(pattern, values, sizeof values);
    struct bm_bytes saved = bm_test_save(patient);
    if (bm_patient_sample(patient, times, N_TIMES, which, N_READ, values, N_TIMES * N_READ) != BM_OK) {
        refusals++;
        bm_assert_same_bits(values, pattern, N_TIMES * N_READ);
        assert_true(bm_test_is_saved(patient, &saved));
        assert_non_null(strstr(bm_patient_last_error(patient), "memory"));
        OK(patient, bm_patient_sample(patient, times, N_TIMES, which, N_READ, values, N_TIMES * N_READ));
    }
    free(saved.data);
    TRY(patient, bm_patient_clone(patient, &clone));
    OK(clone, bm_patient_advance_to(clone, 12.0));
    saved = bm_test_save(clone);
    TRY(clone, bm_patient_load(model, saved.data, saved.size, &loaded));
    free(saved.data);
    OK(loaded, bm_patient_advance_to(loaded, 20.0));
    const double result = bm_test_observe(loaded, "core.OC") + bm_test_observe(patient, "core.PTH") + values[4];
    bm_patient_destroy(patient);
    bm_model_destroy(model);
    bm_patient_destroy(loaded);
    bm_patient_destroy(clone);
    assert_int_equal(counts.blocks, 0);
    return result;
}

/* A call on a cohort that may be refused memory: then time, failures and counters are as before, and so is the
 * caller's buffer; the same call succeeds after it. */
#define TRY_COHORT(cohort, call, n_expected)                                                                           \
    do {                                                                                                               \
        double time_before = 0.0, time_after = 0.0;                                                                    \
        bm_cohort_stats stats_before = {0}, stats_after = {0};                                                         \
        const size_t n_failed = bm_cohort_failure_count(cohort);                                                       \
        if (cohort) {                                                                                                  \
            OK(NULL, bm_cohort_time(cohort, &time_before));                                                            \
            OK(NULL, bm_cohort_read_stats(cohort, &stats_before));                                                     \
        }                                                                                                              \
        memset(values, 0xA5, sizeof values);                                                                           \
        memcpy(pattern, values, sizeof values);                                                                        \
        const long blocks = counts.blocks;                                                                             \
        if ((call) != BM_OK) {                                                                                         \
            refusals++;                                                                                                \
            bm_assert_same_bits(values, pattern, BM_COUNT(values));                                                    \
            if (cohort) {                                                                                              \
                OK(NULL, bm_cohort_time(cohort, &time_after));                                                         \
                OK(NULL, bm_cohort_read_stats(cohort, &stats_after));                                                  \
                assert_true(time_after == time_before);                                                                \
                assert_memory_equal(&stats_after, &stats_before, sizeof stats_after);                                  \
                assert_int_equal(bm_cohort_failure_count(cohort), n_failed);                                           \
                assert_non_null(strstr(bm_cohort_last_error(cohort), "memory"));                                       \
            }                                                                                                          \
            bm_check_growth(blocks);                                                                                   \
            OK(NULL, call);                                                                                            \
        }                                                                                                              \
        assert_int_equal(bm_cohort_failure_count(cohort), (n_expected));                                               \
    } while (0)

/* Gives every other member a drug that no other has. */
static int32_t treat_some(void *user, bm_visit *visit) {
    uint64_t member = 0;
    bm_prescription rx;
    const bm_model *const *model = user;
    bm_status status = bm_visit_member(visit, &member);
    if (status != BM_OK || member % 2 == 0)
        return status;
    OK(NULL, bm_prescription_init(*model, "denosumab", &rx));
    OK(NULL, bm_visit_time(visit, &rx.start_d));
    return bm_visit_prescribe(visit, &rx, NULL);
}

/* The same of a cohort, with members that fail and members that are given something at a visit. */
static double walk_of_cohort(uint32_t lanes) {
    enum { SIZE = 6, N_TIMES = 3, N_READ = 2, N_VALUES = SIZE * N_TIMES * N_READ, N_FAILING = 2 };
    const double times[N_TIMES] = {20.0, 30.0, 31.0}, later[N_TIMES] = {50.0, 51.0, 52.0}, none = (double)NAN;
    const double percentiles[] = {5.0, 50.0, 95.0};
    double values[N_VALUES + N_TIMES * N_READ * (BM_SUMMARY_PERCENTILES + 3)], pattern[BM_COUNT(values)];
    bm_model *model = NULL;
    bm_patient *profile = NULL, *member = NULL;
    bm_cohort *cohort = NULL;
    bm_cohort_options options;
    bm_cohort_options_init(&options);
    options.size = SIZE;
    options.lanes = lanes;
    TRY(profile, create_model(&model));
    TRY(profile, bm_patient_create(model, NULL, &profile));
    TRY(profile, bm_patient_set(profile, "years_since_menopause", 5.0));
    bm_prescription rx;
    OK(NULL, bm_prescription_init(model, "letrozole", &rx));
    TRY(profile, bm_patient_prescribe(profile, &rx, NULL));
    bm_decision decision;
    bm_decision_init(&decision);
    decision.visit = treat_some;
    decision.user = &model;
    decision.first_d = 15.0;
    TRY(profile, bm_patient_decide(profile, &decision, NULL));
    TRY_COHORT(cohort, bm_cohort_create(profile, &options, &cohort), 0);
    TRY_COHORT(cohort, bm_cohort_vary(cohort, "t_score.total_hip", 0.7, none, none), 0); /* reads her on day 0 */
    TRY_COHORT(cohort, bm_cohort_vary(cohort, "age_years", 9.0, none, none), 0);
    TRY_COHORT(cohort, bm_cohort_advance_to(cohort, 10.0), N_FAILING);
    const size_t which[N_READ] = {3, 70};
    TRY_COHORT(cohort, bm_cohort_sample(cohort, times, N_TIMES, which, N_READ, values, N_VALUES), N_FAILING);
    double result = 0.0;
    for (size_t i = 0; i < N_VALUES; i++)
        result += isnan(values[i]) ? 1.0 : values[i];
    TRY_COHORT(
        cohort,
        bm_cohort_summarise(cohort, later, N_TIMES, which, N_READ, percentiles, 3, NULL, values, BM_COUNT(values)),
        N_FAILING);
    for (size_t i = 0; i < N_TIMES * N_READ * (BM_SUMMARY_PERCENTILES + 3); i++)
        result += isnan(values[i]) ? 1.0 : values[i];
    uint64_t fails[N_FAILING], well = 0; /* a member who has not failed */
    for (size_t i = 0; i < N_FAILING; i++) {
        OK(NULL, bm_cohort_failure(cohort, i, &fails[i], NULL));
        well += fails[i] == well;
    }
    TRY_COHORT(cohort, bm_cohort_member(cohort, well, &member), N_FAILING);
    OK(member, bm_patient_advance_to(member, 60.0));
    result += bm_test_observe(member, "core.OC");
    bm_patient_destroy(member);
    bm_patient_destroy(profile);
    bm_model_destroy(model);
    bm_cohort_destroy(cohort);
    assert_int_equal(counts.blocks, 0);
    return result;
}

/* A call on a forecast that may be refused memory: what is measured, its weights, its strategies and the caller's
 * buffer are as before; the same call succeeds after it. */
#define TRY_FORECAST(forecast, call)                                                                                   \
    do {                                                                                                               \
        bm_forecast_report before = {0}, after = {0};                                                                  \
        double weights_before[MEMBERS] = {0}, weights_after[MEMBERS] = {0};                                            \
        const size_t n_strategies = bm_forecast_strategy_count(forecast);                                              \
        if (forecast) {                                                                                                \
            OK(NULL, bm_forecast_read_report(forecast, &before));                                                      \
            OK(NULL, bm_forecast_weights(forecast, weights_before, MEMBERS));                                          \
        }                                                                                                              \
        memset(values, 0xA5, sizeof values);                                                                           \
        memcpy(pattern, values, sizeof values);                                                                        \
        const long blocks = counts.blocks;                                                                             \
        if ((call) != BM_OK) {                                                                                         \
            refusals++;                                                                                                \
            bm_assert_same_bits(values, pattern, BM_COUNT(values));                                                    \
            if (forecast) {                                                                                            \
                OK(NULL, bm_forecast_read_report(forecast, &after));                                                   \
                OK(NULL, bm_forecast_weights(forecast, weights_after, MEMBERS));                                       \
                assert_memory_equal(&after, &before, sizeof after);                                                    \
                bm_assert_same_bits(weights_after, weights_before, MEMBERS);                                           \
                assert_int_equal(bm_forecast_strategy_count(forecast), n_strategies);                                  \
                assert_non_null(strstr(bm_forecast_last_error(forecast), "memory"));                                   \
            }                                                                                                          \
            bm_check_growth(blocks);                                                                                   \
            OK(NULL, call);                                                                                            \
        }                                                                                                              \
    } while (0)

/* The same of a forecast: measured, a strategy more, measured again so that members are drawn once more, read. */
static double walk_of_forecast(void) {
    enum { MEMBERS = 6, N_READ = 2, WIDTH = BM_FORECAST_PERCENTILES + 1 };
    const double day = 30.0, thresholds[N_READ] = {0.9, 0.5}, median = 50.0;
    double values[MEMBERS * N_READ + N_READ * WIDTH], pattern[BM_COUNT(values)], result = 0.0;
    bm_model *model = NULL;
    bm_patient *profile = NULL, *other = NULL, *member = NULL;
    bm_forecast *forecast = NULL;
    bm_forecast_options options;
    bm_measurement all[3];
    bm_prescription rx;
    size_t which[N_READ] = {0}, strategy = 0;
    bm_forecast_options_init(&options);
    options.size = MEMBERS;
    TRY(profile, create_model(&model));
    TRY(profile, bm_patient_create(model, NULL, &profile));
    TRY(profile, bm_patient_clone(profile, &other));
    OK(NULL, bm_prescription_init(model, "denosumab", &rx));
    rx.start_d = 25.0;
    TRY(other, bm_patient_prescribe(other, &rx, NULL));
    OK(NULL, bm_catalog_find(model, BM_KIND_OBSERVABLE, "bmd.lumbar_spine", &which[0]));
    OK(NULL, bm_catalog_find(model, BM_KIND_OBSERVABLE, "marker.s_ctx", &which[1]));
    for (int i = 0; i < 3; i++) {
        bm_measurement_init(&all[i]);
        all[i].observable = which[i == 2];
        all[i].time_d = 10.0 * i;
        all[i].value = i == 2 ? 1.0 : 0.95;
    }
    TRY_FORECAST(forecast, bm_forecast_create(profile, &options, &forecast));
    TRY_FORECAST(forecast, bm_forecast_measure(forecast, all, 2));
    TRY_FORECAST(forecast, bm_forecast_add(forecast, other, &strategy));
    TRY_FORECAST(forecast, bm_forecast_measure(forecast, &all[2], 1));
    TRY_FORECAST(forecast, bm_forecast_sample(forecast, 1, &day, 1, which, N_READ, values, BM_COUNT(values)));
    for (size_t i = 0; i < MEMBERS * N_READ; i++)
        result += values[i];
    TRY_FORECAST(forecast, bm_forecast_summarise(forecast, 1, 0, &day, 1, which, N_READ, &median, 1, thresholds, values,
                                                 BM_COUNT(values)));
    for (size_t i = 0; i < N_READ * WIDTH; i++)
        result += values[i];
    TRY_FORECAST(forecast, bm_forecast_member(forecast, 1, 2, &member));
    bm_patient *clone = NULL;
    TRY(member, bm_patient_clone(member, &clone));
    result += bm_test_observe(clone, "bmd.lumbar_spine");
    bm_forecast_report report;
    OK(NULL, bm_forecast_read_report(forecast, &report));
    assert_int_equal(report.redrawn, 1);
    bm_patient_destroy(clone);
    bm_patient_destroy(member);
    bm_patient_destroy(other);
    bm_patient_destroy(profile);
    bm_forecast_destroy(forecast);
    bm_model_destroy(model);
    assert_int_equal(counts.blocks, 0);
    return result;
}

static uint32_t lanes; /* 0: a patient's walk */
static int of_forecast;

static double walk_of(void) {
    return of_forecast ? walk_of_forecast() : lanes ? walk_of_cohort(lanes) : walk();
}

static void refuse_each(void) {
    counts = (struct bm_counts){0};
    refusals = 0;
    const double expected = walk_of();
    const long requests = counts.requests;
    assert_true(requests > 20);
    assert_int_equal(refusals, 0);
    for (long n = 1; n <= requests; n++) {
        counts = (struct bm_counts){.refuse_only = n};
        refusals = 0;
        const double result = walk_of();
        assert_int_equal(refusals, 1);
        assert_true(result == expected);
    }
    print_message("%ld requests\n", requests);
}

static void each_request_refused_once(void **state) {
    (void)state;
    lanes = 0;
    for (full = 0; full <= 1; full++)
        refuse_each();
}

static void each_request_of_a_cohort_refused_once(void **state) {
    (void)state;
    full = 1;
    for (lanes = 1; lanes <= 8; lanes *= 2)
        refuse_each();
}

static void each_request_of_a_forecast_refused_once(void **state) {
    (void)state;
    full = of_forecast = 1;
    refuse_each();
    of_forecast = 0;
}

static bm_status prescribe_and_clone(const bm_allocator *allocator) {
    bm_model_options options;
    bm_model_options_init(&options);
    options.name = full ? "full" : "core";
    options.allocator = allocator;
    bm_model *model = NULL;
    bm_patient *patient = NULL, *clone = NULL;
    bm_status status = bm_model_create(&options, &model);
    if (status == BM_OK)
        status = bm_patient_create(model, NULL, &patient);
    bm_prescription rx;
    for (int i = 0; i < 8 && status == BM_OK; i++) {
        OK(NULL, bm_prescription_init(model, i % 2 ? "teriparatide" : "denosumab", &rx));
        status = bm_patient_prescribe(patient, &rx, NULL);
    }
    if (status == BM_OK)
        status = bm_patient_clone(patient, &clone);
    if (patient) /* what there is works */
        OK(patient, bm_patient_advance_by(patient, 2.0));
    bm_patient_destroy(clone);
    bm_patient_destroy(patient);
    bm_model_destroy(model);
    return status;
}

/* No memory from the n-th request on: the walk ends there, and all that there was is given back. */
static void all_refused_from_one_on(void **state) {
    (void)state;
    for (full = 0; full <= 1; full++)
        assert_in_range(bm_refuse_in_turn(prescribe_and_clone), 8, 60);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_request_refused_once),
        cmocka_unit_test(each_request_of_a_cohort_refused_once),
        cmocka_unit_test(each_request_of_a_forecast_refused_once),
        cmocka_unit_test(all_refused_from_one_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
