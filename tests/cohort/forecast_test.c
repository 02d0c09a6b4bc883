/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forecasts through the public interface: without measurements they are the band; how measurements come, threads, lanes
 * and other strategies change no bit; a measurement that says nothing changes nothing; a strategy is the same woman;
 * members can be taken out; a call that fails leaves everything as it was. Whether they are right:
 * forecast_calibration.c.
 */
#include "support/forecast_case.h"

static bm_model *model;
static bm_patient *patient; /* on letrozole */

enum { SIZE = 48, N_TIMES = 4, N_READ = 3, N_PERCENTILES = 3, WIDTH = BM_FORECAST_PERCENTILES + N_PERCENTILES };
enum { N_SUMMARY = N_TIMES * N_READ * WIDTH };
static const double times[N_TIMES] = {0.0, 200.0, 500.0, 1096.0}, percentiles[N_PERCENTILES] = {5.0, 50.0, 95.0};
static size_t which[N_READ];

static int begin(void **state) {
    (void)state;
    model = bm_test_full_model();
    patient = on_letrozole(model, NULL, 0.0);
    which[0] = cohort_observable(model, "bmd.lumbar_spine");
    which[1] = cohort_observable(model, "bmd_change.total_hip");
    which[2] = cohort_observable(model, "marker.s_ctx");
    return 0;
}

static int end(void **state) {
    (void)state;
    bm_patient_destroy(patient);
    bm_model_destroy(model);
    return 0;
}

static void summarise(bm_forecast *forecast, size_t strategy, size_t minus, double *summary) {
    static const double thresholds[N_READ] = {0.85, -3.0, (double)NAN};
    FORECAST_OK(forecast, bm_forecast_summarise(forecast, strategy, minus, times, N_TIMES, which, N_READ, percentiles,
                                                N_PERCENTILES, thresholds, summary, N_SUMMARY));
}

static void assert_same(const double *a, const double *b, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (!(isnan(a[i]) && isnan(b[i])) && memcmp(&a[i], &b[i], sizeof *a) != 0)
            fail_msg("number %zu: %.17g and %.17g", i, a[i], b[i]);
}

static bm_forecast *measured_twice(uint64_t seed) {
    bm_measurement dxa[TWO_DXA];
    bm_forecast *forecast = forecast_of(patient, SIZE, seed);
    two_dxa(model, dxa);
    FORECAST_OK(forecast, bm_forecast_measure(forecast, dxa, TWO_DXA));
    return forecast;
}

static bm_forecast_report report_of(const bm_forecast *forecast) {
    bm_forecast_report report;
    FORECAST_OK(forecast, bm_forecast_read_report(forecast, &report));
    return report;
}

/* ---- without measurements ---- */

static void it_is_the_band(void **state) {
    (void)state;
    enum { PLAIN = BM_SUMMARY_PERCENTILES + N_PERCENTILES };
    double summary[N_SUMMARY], plain[N_TIMES * N_READ * PLAIN], weights[SIZE];
    bm_forecast *forecast = forecast_of(patient, SIZE, 5);
    bm_cohort_options options;
    bm_cohort *cohort = NULL;
    bm_cohort_options_init(&options);
    options.size = SIZE;
    options.seed = 5;
    bm_cohort_options_band(&options, BM_BAND_WOMAN);
    COHORT_OK(NULL, bm_cohort_create(patient, &options, &cohort));
    COHORT_OK(cohort, bm_cohort_summarise(cohort, times, N_TIMES, which, N_READ, percentiles, N_PERCENTILES, NULL,
                                          plain, BM_COUNT(plain)));
    FORECAST_OK(forecast, bm_forecast_measure_sized(forecast, NULL, sizeof(bm_measurement), 0));
    summarise(forecast, 0, BM_FORECAST_ALONE, summary);
    for (size_t i = 0; i < N_TIMES * N_READ; i++) {
        assert_same(&summary[i * WIDTH], &plain[i * PLAIN], BM_SUMMARY_SD + 1);
        assert_same(&summary[i * WIDTH + BM_FORECAST_PERCENTILES], &plain[i * PLAIN + BM_SUMMARY_PERCENTILES],
                    N_PERCENTILES);
    }
    FORECAST_OK(forecast, bm_forecast_weights(forecast, weights, SIZE));
    for (size_t i = 0; i < SIZE; i++)
        bm_assert_close(weights[i], 1.0 / SIZE, 1e-15, 0.0);
    assert_true(report_of(forecast).p >= 1.0 && report_of(forecast).measurements == 0);
    bm_forecast_destroy(forecast);
    bm_cohort_destroy(cohort);
}

/* ---- with measurements ---- */

static void it_learns(void **state) {
    (void)state;
    double before[N_SUMMARY], after[N_SUMMARY];
    bm_forecast *forecast = forecast_of(patient, SIZE, 1), *learned = measured_twice(1);
    summarise(forecast, 0, BM_FORECAST_ALONE, before);
    summarise(learned, 0, BM_FORECAST_ALONE, after);
    /* on day 0 her density is what was measured, drawn a little to that of her age; errors of 1.5 %, one of two */
    bm_assert_close(after[BM_FORECAST_MEAN], 0.905, 0.01, 0.0);
    bm_assert_close(after[BM_FORECAST_SD] / after[BM_FORECAST_MEAN], 0.0145, 0.25, 0.0);
    /* and the change of her hip is known better, after a year and three */
    for (size_t t = 2; t < N_TIMES; t++)
        assert_true(after[(t * N_READ + 1) * WIDTH + BM_FORECAST_SD] <
                    0.95 * before[(t * N_READ + 1) * WIDTH + BM_FORECAST_SD]);
    const bm_forecast_report report = report_of(learned);
    assert_true(report.effective_size > 0.3 * SIZE && report.effective_size <= SIZE && report.p > 0.01);
    assert_true(report.measurements == TWO_DXA && report.degrees > 3.5 && report.degrees < 4.5 && report.failed == 0);
    bm_assert_close(report.last_d, 371.0, 0.0, 0.0);
    bm_forecast_destroy(forecast);
    bm_forecast_destroy(learned);
}

static void order_and_updates_change_no_bit(void **state) {
    (void)state;
    double once[N_SUMMARY], again[N_SUMMARY];
    bm_measurement dxa[TWO_DXA], backwards[TWO_DXA];
    bm_forecast *forecast = measured_twice(1), *other;
    two_dxa(model, dxa);
    summarise(forecast, 0, BM_FORECAST_ALONE, once);
    for (size_t i = 0; i < TWO_DXA; i++)
        backwards[i] = dxa[TWO_DXA - 1 - i];
    for (int way = 0; way < 4; way++) {
        other = forecast_of(patient, SIZE, 1);
        if (way == 0)
            FORECAST_OK(other, bm_forecast_measure(other, backwards, TWO_DXA));
        for (size_t i = 0; way > 0 && i < TWO_DXA; i++) { /* one by one, forwards, backwards, and read in between */
            FORECAST_OK(other, bm_forecast_measure(other, way == 2 ? &backwards[i] : &dxa[i], 1));
            if (way == 3)
                summarise(other, 0, BM_FORECAST_ALONE, again);
        }
        summarise(other, 0, BM_FORECAST_ALONE, again);
        assert_same(once, again, N_SUMMARY);
        bm_forecast_destroy(other);
    }
    bm_forecast_destroy(forecast);
}

static void threads_and_lanes_change_no_bit(void **state) {
    (void)state;
    static const uint32_t threads[] = {2, 3}, lanes[] = {1, 2};
    double once[N_SUMMARY], again[N_SUMMARY];
    bm_measurement dxa[TWO_DXA];
    bm_forecast *forecast = measured_twice(1);
    summarise(forecast, 0, BM_FORECAST_ALONE, once);
    two_dxa(model, dxa);
    for (size_t i = 0; i < BM_COUNT(threads); i++) {
        bm_forecast *other = NULL;
        bm_forecast_options options;
        bm_forecast_options_init(&options);
        options.size = SIZE;
        options.threads = threads[i];
        options.lanes = lanes[i];
        FORECAST_OK(NULL, bm_forecast_create(patient, &options, &other));
        FORECAST_OK(other, bm_forecast_measure(other, dxa, TWO_DXA));
        summarise(other, 0, BM_FORECAST_ALONE, again);
        assert_same(once, again, N_SUMMARY);
        bm_forecast_destroy(other);
    }
    bm_forecast_destroy(forecast);
}

static void what_says_nothing_changes_nothing(void **state) {
    (void)state;
    double once[N_SUMMARY], again[N_SUMMARY];
    bm_forecast *forecast = measured_twice(1);
    bm_measurement vague = measured(model, "bmd.lumbar_spine", 371.0, 0.5);
    summarise(forecast, 0, BM_FORECAST_ALONE, once);
    vague.cv_percent = 1e6;
    FORECAST_OK(forecast, bm_forecast_measure(forecast, &vague, 1));
    summarise(forecast, 0, BM_FORECAST_ALONE, again);
    for (size_t i = 0; i < N_SUMMARY; i++)
        if (!isnan(once[i]))
            bm_assert_close(again[i], once[i], 1e-4, 1e-6);
    bm_forecast_destroy(forecast);
}

/* CV, SD and least significant change are three ways to say the same; so are a density and its T-score. */
static void ways_to_say_the_same(void **state) {
    (void)state;
    double once[N_SUMMARY], again[N_SUMMARY];
    for (int way = 0; way < 4; way++) {
        bm_forecast *forecast = forecast_of(patient, SIZE, 1);
        bm_measurement one = measured(model, "bmd.lumbar_spine", 371.0, 0.871);
        if (way == 0)
            one.cv_percent = 1.5;
        else if (way == 1)
            one.sd = 0.015 * 0.871;
        else if (way == 2)
            one.lsc_percent = 2.77 * 1.5;
        else /* young women: 1.047 +- 0.11 g/cm2; the usual error */
            one = measured(model, "t_score.lumbar_spine", 371.0, (0.871 - 1.047) / 0.11);
        FORECAST_OK(forecast, bm_forecast_measure(forecast, &one, 1));
        summarise(forecast, 0, BM_FORECAST_ALONE, again);
        for (size_t i = 0; i < N_SUMMARY && way > 0; i++)
            if (!isnan(once[i]))
                bm_assert_close(again[i], once[i], 1e-9, 1e-12);
        if (way == 0)
            memcpy(once, again, sizeof once);
        bm_forecast_destroy(forecast);
    }
}

/* She is below the limit: estradiol falls, and what a limit far above everybody says is nothing. */
static void detection_limits(void **state) {
    (void)state;
    static const double limits[] = {1e6, 2.0};
    double estradiol[2];
    const size_t observable = cohort_observable(model, "serum.estradiol");
    for (int i = 0; i < 2; i++) {
        double summary[BM_FORECAST_PERCENTILES];
        bm_patient *untreated = bm_test_patient(model, 0.0);
        bm_forecast *forecast = forecast_of(untreated, 300, 1);
        bm_measurement one = measured(model, "serum.estradiol", 30.0, limits[i]);
        const double day = 30.0;
        one.below = 1;
        FORECAST_OK(forecast, bm_forecast_measure(forecast, &one, 1));
        FORECAST_OK(forecast, bm_forecast_summarise(forecast, 0, BM_FORECAST_ALONE, &day, 1, &observable, 1, NULL, 0,
                                                    NULL, summary, BM_COUNT(summary)));
        estradiol[i] = summary[BM_FORECAST_MEAN];
        if (i == 0)
            bm_assert_close(report_of(forecast).effective_size, 300.0, 1e-9, 0.0);
        bm_forecast_destroy(forecast);
        bm_patient_destroy(untreated);
    }
    assert_true(estradiol[1] < 0.5 * estradiol[0] && estradiol[1] < 3.0);
}

/* Two DXA, and CTX on three days. */
static bm_forecast_report with_ctx(double ng_ml) {
    bm_forecast *forecast = forecast_of(patient, 300, 1);
    bm_measurement all[TWO_DXA + 3];
    two_dxa(model, all);
    for (int i = 0; i < 3; i++)
        all[TWO_DXA + i] = measured(model, "marker.s_ctx", 20.0 * i, ng_ml);
    FORECAST_OK(forecast, bm_forecast_measure(forecast, all, BM_COUNT(all)));
    const bm_forecast_report report = report_of(forecast);
    bm_forecast_destroy(forecast);
    return report;
}

/* Turnover is twice as high as usual: hardly a member has it, and they are drawn once more. */
static void few_are_like_her(void **state) {
    (void)state;
    const bm_forecast_report report = with_ctx(0.9);
    assert_true(report.redrawn == 1 && report.p > 0.05);
    assert_true(report.effective_size > 60.0);
}

/* Five times as high: nobody has it, which the forecast says, with the measurement that tells most. */
static void nobody_is_like_her(void **state) {
    (void)state;
    const bm_forecast_report report = with_ctx(2.2);
    assert_true(report.redrawn == 1 && report.p < 0.01 && report.worst >= TWO_DXA && report.worst_residual > 3.0);
    assert_true(report.effective_size >= 1.0);
}

/* ---- strategies ---- */

static void strategies_are_one_woman(void **state) {
    (void)state;
    double alone[N_SUMMARY], other[N_SUMMARY], difference[N_SUMMARY];
    bm_patient *with_denosumab = on_letrozole(model, "denosumab", 371.0), *late = on_letrozole(model, "calcium", 200.0);
    bm_forecast *forecast = measured_twice(1);
    size_t strategy = 0;
    bm_measurement third = measured(model, "bmd.lumbar_spine", 730.0, 0.9);
    FORECAST_OK(forecast, bm_forecast_add(forecast, with_denosumab, &strategy));
    assert_true(strategy == 1 && bm_forecast_strategy_count(forecast) == 2);
    summarise(forecast, 0, BM_FORECAST_ALONE, alone);
    summarise(forecast, 1, BM_FORECAST_ALONE, other);
    summarise(forecast, 1, 0, difference);
    for (size_t i = 0; i < N_TIMES * N_READ; i++) {
        const size_t mean = i * WIDTH + BM_FORECAST_MEAN, sd = i * WIDTH + BM_FORECAST_SD;
        bm_assert_close(difference[mean], other[mean] - alone[mean], 0.0, 1e-9);
        if (i < 2 * N_READ) /* before they part */
            bm_assert_close(difference[sd], 0.0, 0.0, 2e-3);
        else if (i >= 3 * N_READ &&
                 i % N_READ == 1) /* what both share drops out: the band of the difference is narrower */
            assert_true(difference[sd] < 0.7 * hypot(alone[sd], other[sd]));
    }
    FAILS(bm_forecast_add(forecast, late, &strategy), BM_ECONFLICT);
    assert_non_null(strstr(bm_forecast_last_error(forecast), "another woman"));
    /* two years on, she has been given one of them */
    FAILS(bm_forecast_measure(forecast, &third, 1), BM_ECONFLICT);
    assert_non_null(strstr(bm_forecast_last_error(forecast), "bm_forecast_follow"));
    summarise(forecast, 1, 0, other);
    assert_same(difference, other, N_SUMMARY);
    FORECAST_OK(forecast, bm_forecast_follow(forecast, 1));
    FORECAST_OK(forecast, bm_forecast_measure(forecast, &third, 1));
    assert_true(bm_forecast_strategy_count(forecast) == 1 && report_of(forecast).measurements == TWO_DXA + 1);
    bm_forecast_destroy(forecast);
    bm_patient_destroy(with_denosumab);
    bm_patient_destroy(late);
}

/* ---- members ---- */

static void members_are_what_is_summarised(void **state) {
    (void)state;
    double *values = calloc(SIZE * N_TIMES * N_READ, sizeof *values), weights[SIZE], summary[N_SUMMARY], sum = 0.0;
    bm_forecast *forecast = measured_twice(1);
    FORECAST_OK(forecast,
                bm_forecast_sample(forecast, 0, times, N_TIMES, which, N_READ, values, SIZE * N_TIMES * N_READ));
    FORECAST_OK(forecast, bm_forecast_weights(forecast, weights, SIZE));
    summarise(forecast, 0, BM_FORECAST_ALONE, summary);
    for (size_t i = 0; i < N_TIMES * N_READ; i++) {
        double mean = 0.0, below = 0.0;
        for (size_t k = 0; k < SIZE; k++) {
            mean += weights[k] * values[k * N_TIMES * N_READ + i];
            below += weights[k] * (values[k * N_TIMES * N_READ + i] < 0.85);
        }
        bm_assert_close(summary[i * WIDTH + BM_FORECAST_MEAN], mean, 1e-12, 1e-12);
        if (i % N_READ == 0)
            bm_assert_close(summary[i * WIDTH + BM_FORECAST_BELOW], below, 0.0, 1e-12);
    }
    for (size_t k = 0; k < SIZE; k++)
        sum += weights[k];
    bm_assert_close(sum, 1.0, 1e-12, 0.0);
    /* a member as a patient goes on as she does, and so do her clone and her snapshot */
    bm_patient *member = NULL, *clone = NULL, *loaded = NULL;
    FORECAST_OK(forecast, bm_forecast_member(forecast, 0, 7, &member));
    bm_forecast_destroy(forecast);
    OK(member, bm_patient_clone(member, &clone));
    struct bm_bytes saved = bm_test_save(member);
    OK(member, bm_patient_load(model, saved.data, saved.size, &loaded));
    assert_true(bm_test_is_saved(loaded, &saved));
    bm_patient *const all[] = {member, clone, loaded};
    for (size_t i = 0; i < BM_COUNT(all); i++) {
        bm_assert_close(bm_test_time(all[i]), 371.0, 0.0, 0.0);
        for (size_t t = 2; t < N_TIMES; t++) {
            OK(all[i], bm_patient_advance_to(all[i], times[t]));
            bm_assert_close(bm_test_observe(all[i], "bmd.lumbar_spine"), values[(7 * N_TIMES + t) * N_READ], 1e-6, 0.0);
            bm_assert_close(bm_test_observe(all[i], "marker.s_ctx"), values[(7 * N_TIMES + t) * N_READ + 2], 1e-5, 0.0);
        }
        bm_patient_destroy(all[i]);
    }
    free(saved.data);
    free(values);
}

/* ---- ever below ---- */

/* On a grid of its own, whatever times are asked for; never falling. */
static void ever_below(void **state) {
    (void)state;
    double few[WIDTH], many[40 * WIDTH], days[40], before = 0.0;
    const double threshold = 0.86;
    bm_forecast *forecast = measured_twice(1);
    for (int i = 0; i < 40; i++)
        days[i] = 371.0 + 10.0 + 25.0 * i;
    FORECAST_OK(forecast, bm_forecast_summarise(forecast, 0, BM_FORECAST_ALONE, days, 40, which, 1, NULL, 0, &threshold,
                                                many, 40 * BM_FORECAST_PERCENTILES));
    FORECAST_OK(forecast, bm_forecast_summarise(forecast, 0, BM_FORECAST_ALONE, &days[39], 1, which, 1, NULL, 0,
                                                &threshold, few, BM_FORECAST_PERCENTILES));
    assert_same(few, &many[39 * BM_FORECAST_PERCENTILES], BM_FORECAST_PERCENTILES);
    for (int i = 0; i < 40; i++) {
        const double ever = many[i * BM_FORECAST_PERCENTILES + BM_FORECAST_EVER_BELOW];
        assert_true(ever >= before - 1e-12 && ever <= 1.0 + 1e-12);
        before = ever;
    }
    assert_true(before > 0.2);
    bm_forecast_destroy(forecast);
}

/* ---- a call that fails ---- */

static int32_t cancel(void *user, double time_d, double fraction) {
    (void)time_d, (void)fraction;
    return --*(int *)user <= 0;
}

static void cancelled(void **state) {
    (void)state;
    double once[N_SUMMARY], again[N_SUMMARY];
    bm_measurement more[2] = {measured(model, "bmd.lumbar_spine", 600.0, 0.86),
                              measured(model, "bmd.femoral_neck", 0.0, 0.7)};
    bm_forecast *forecast = measured_twice(1);
    summarise(forecast, 0, BM_FORECAST_ALONE, once);
    for (int calls = 1; calls < 60; calls += 19) {
        int left = calls;
        FORECAST_OK(forecast, bm_forecast_set_progress(forecast, cancel, &left));
        FAILS(bm_forecast_measure(forecast, more, 2), BM_ECANCELLED);
        left = calls;
        FAILS(bm_forecast_summarise(forecast, 0, BM_FORECAST_ALONE, times, N_TIMES, which, N_READ, NULL, 0, NULL, again,
                                    N_SUMMARY),
              BM_ECANCELLED);
        FORECAST_OK(forecast, bm_forecast_set_progress(forecast, NULL, NULL));
        summarise(forecast, 0, BM_FORECAST_ALONE, again);
        assert_same(once, again, N_SUMMARY);
    }
    assert_true(report_of(forecast).measurements == TWO_DXA);
    bm_forecast_destroy(forecast);
}

/* What the model knows is not what is measured: devices, exact values, nonsense. Nothing of it changes the forecast. */
static void refused(void **state) {
    (void)state;
    bm_patient *exact = on_letrozole(model, NULL, 0.0);
    OK(exact, bm_patient_set(exact, "bmd.total_hip", 0.8));
    bm_forecast *forecast = forecast_of(exact, 4, 1);
    const struct {
        bm_measurement measurement;
        bm_status status;
        const char *says;
    } wrong[] = {
        {measured(model, "bmd.total_hip", 0.0, 0.8), BM_ECONFLICT, "measurements[0].observable"},
        {measured(model, "t_score.total_hip", 0.0, -1.0), BM_ECONFLICT, "measurements[0].observable"},
        {measured(model, "bmd_change.total_hip", 90.0, -1.0), BM_ECONFLICT, "bmd_change.total_hip"},
        {measured(model, "cells.osteoclasts", 90.0, 1.0), BM_ECONFLICT, "cells.osteoclasts"},
        {measured(model, "bmd.lumbar_spine", -1.0, 0.9), BM_ERANGE, "measurements[0].time_d"},
        {measured(model, "bmd.lumbar_spine", 1e6, 0.9), BM_ERANGE, "measurements[0].time_d"},
        {measured(model, "bmd.lumbar_spine", 90.0, 0.0), BM_ERANGE, "measurements[0].value"},
        {measured(model, "bmd.lumbar_spine", 90.0, (double)NAN), BM_ERANGE, "measurements[0].value"},
        {measured(model, "serum.pth", 90.0, -4.0), BM_ERANGE, "measurements[0].value"},
        {measured(model, "t_score.lumbar_spine", 90.0, -30.0), BM_ERANGE, "measurements[0].value"},
    };
    for (size_t i = 0; i < BM_COUNT(wrong); i++) {
        FAILS(bm_forecast_measure(forecast, &wrong[i].measurement, 1), wrong[i].status);
        if (!strstr(bm_forecast_last_error(forecast), wrong[i].says))
            fail_msg("%zu: %s", i, bm_forecast_last_error(forecast));
    }
    bm_measurement one = measured(model, "bmd.total_hip", 90.0, 0.8);
    const bm_measurement right = one;
    static const double bad_errors[] = {0.0, -1.0, (double)INFINITY};
    for (size_t i = 0; i < BM_COUNT(bad_errors); i++) {
        one = right;
        one.lsc_percent = bad_errors[i];
        FAILS(bm_forecast_measure(forecast, &one, 1), BM_ERANGE);
    }
    one = right;
    one.cv_percent = one.sd = 1.0;
    FAILS(bm_forecast_measure(forecast, &one, 1), BM_ECONFLICT);
    one = right;
    one.device = 2.0; /* the patient's is another */
    FAILS(bm_forecast_measure(forecast, &one, 1), BM_ECONFLICT);
    assert_non_null(strstr(bm_forecast_last_error(forecast), "across scanners"));
    one.device = 1.5;
    FAILS(bm_forecast_measure(forecast, &one, 1), BM_ERANGE);
    one = measured(model, "bmd.distal_radius", 90.0, 0.6);
    one.device = 2.0; /* there is no equation */
    FAILS(bm_forecast_measure(forecast, &one, 1), BM_ECONFLICT);
    one = right;
    one.below = 2;
    FAILS(bm_forecast_measure(forecast, &one, 1), BM_ERANGE);
    assert_true(report_of(forecast).measurements == 0);
    FORECAST_OK(forecast, bm_forecast_measure(forecast, &right, 1)); /* later than day 0 it is a measurement */
    bm_forecast_destroy(forecast);
    bm_patient_destroy(exact);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_the_band),
        cmocka_unit_test(it_learns),
        cmocka_unit_test(order_and_updates_change_no_bit),
        cmocka_unit_test(threads_and_lanes_change_no_bit),
        cmocka_unit_test(what_says_nothing_changes_nothing),
        cmocka_unit_test(ways_to_say_the_same),
        cmocka_unit_test(detection_limits),
        cmocka_unit_test(few_are_like_her),
        cmocka_unit_test(nobody_is_like_her),
        cmocka_unit_test(strategies_are_one_woman),
        cmocka_unit_test(members_are_what_is_summarised),
        cmocka_unit_test(ever_below),
        cmocka_unit_test(cancelled),
        cmocka_unit_test(refused),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
