/* SPDX-License-Identifier: Apache-2.0 */
/* What a forecast costs beside a plain cohort of the same women: with two DXA, when it is drawn once more, to update it
 * by a third, and for a further strategy. */
#include "bench.h"

#include <bonemodel/bonemodel.h>
#include <stdio.h>

enum { N_TIMES = 5, N_READ = 4, N_PERCENTILES = 3, WIDTH = BM_FORECAST_PERCENTILES + N_PERCENTILES };
static const double times_d[N_TIMES] = {371.0, 730.5, 1095.75, 1461.0, 1826.25}, percentiles[] = {5.0, 50.0, 95.0};
static size_t observables[N_READ], ctx;

/* What is timed. */
enum { PLAIN, TWO_DXA, DRAWN_AGAIN, UPDATE, PLAIN_STRATEGY, STRATEGY, N_TIMED };
static const char *const timed[N_TIMED] = {"cohort,five years of letrozole",
                                           "forecast,two DXA",
                                           "forecast,two DXA and CTX: drawn once more",
                                           "forecast,update by a third DXA",
                                           "cohort,letrozole and denosumab",
                                           "forecast,denosumab from day 371 on as another strategy"};

static bm_measurement measured(size_t observable, double time_d, double value) {
    bm_measurement one;
    bm_measurement_init(&one);
    one.observable = observable;
    one.time_d = time_d;
    one.value = value;
    return one;
}

static void summarise(bm_forecast *forecast, size_t strategy) {
    double summary[N_TIMES * N_READ * WIDTH];
    MUST(bm_forecast_summarise(forecast, strategy, BM_FORECAST_ALONE, times_d, N_TIMES, observables, N_READ,
                               percentiles, N_PERCENTILES, NULL, summary, sizeof summary / sizeof *summary));
}

static double of_cohort(const bm_patient *profile) {
    double summary[N_TIMES * N_READ * WIDTH];
    bm_cohort *cohort = NULL;
    bm_cohort_options options;
    bm_cohort_options_init(&options);
    options.size = 1000;
    bm_cohort_options_band(&options, BM_BAND_WOMAN);
    const double begin = cpu_ms();
    MUST(bm_cohort_create(profile, &options, &cohort));
    MUST(bm_cohort_summarise(cohort, times_d, N_TIMES, observables, N_READ, percentiles, N_PERCENTILES, NULL, summary,
                             sizeof summary / sizeof *summary));
    const double ms = cpu_ms() - begin;
    bm_cohort_destroy(cohort);
    return ms;
}

static void of_forecasts(const bm_patient *profile, const bm_patient *other, double ms[N_TIMED]) {
    const bm_measurement all[] = {measured(observables[0], 0.0, 0.905),
                                  measured(observables[1], 0.0, 0.820),
                                  measured(observables[0], 371.0, 0.871),
                                  measured(observables[1], 371.0, 0.800),
                                  measured(ctx, 0.0, 0.9),
                                  measured(ctx, 30.0, 0.9),
                                  measured(observables[0], 736.0, 0.860),
                                  measured(observables[1], 736.0, 0.790)};
    bm_forecast_report report;
    for (int high = 0; high < 2; high++) {
        bm_forecast *forecast = NULL;
        size_t strategy;
        double begin = cpu_ms();
        MUST(bm_forecast_create(profile, NULL, &forecast));
        MUST(bm_forecast_measure(forecast, all, high ? 6 : 4));
        summarise(forecast, 0);
        ms[high ? DRAWN_AGAIN : TWO_DXA] = fmin(ms[high ? DRAWN_AGAIN : TWO_DXA], cpu_ms() - begin);
        MUST(bm_forecast_read_report(forecast, &report));
        if (report.redrawn != (uint32_t)high)
            die("%s members were drawn once more", high ? "no" : "the");
        if (!high) {
            begin = cpu_ms();
            MUST(bm_forecast_add(forecast, other, &strategy));
            summarise(forecast, strategy);
            ms[STRATEGY] = fmin(ms[STRATEGY], cpu_ms() - begin);
            MUST(bm_forecast_follow(forecast, 0));
            begin = cpu_ms();
            MUST(bm_forecast_measure(forecast, &all[6], 2));
            ms[UPDATE] = fmin(ms[UPDATE], cpu_ms() - begin);
        }
        bm_forecast_destroy(forecast);
    }
}

void print_forecast(int quick) {
    static const char *const names[N_READ] = {"bmd.lumbar_spine", "bmd.total_hip", "bmd_change.lumbar_spine",
                                              "bmd_change.total_hip"};
    bm_model *model = NULL;
    bm_patient *profile = NULL, *other = NULL;
    bm_prescription rx;
    double ms[N_TIMED];
    MUST(bm_model_create(NULL, &model));
    MUST(bm_patient_create(model, NULL, &profile));
    MUST(bm_prescription_init(model, "letrozole", &rx));
    MUST(bm_patient_prescribe(profile, &rx, NULL));
    MUST(bm_patient_clone(profile, &other));
    MUST(bm_prescription_init(model, "denosumab", &rx));
    rx.start_d = 371.0;
    MUST(bm_patient_prescribe(other, &rx, NULL));
    for (int i = 0; i < N_READ; i++)
        MUST(bm_catalog_find(model, BM_KIND_OBSERVABLE, names[i], &observables[i]));
    MUST(bm_catalog_find(model, BM_KIND_OBSERVABLE, "marker.s_ctx", &ctx));
    for (int i = 0; i < N_TIMED; i++)
        ms[i] = (double)INFINITY;
    for (int i = 0; i < (quick ? 1 : 5); i++) {
        ms[PLAIN] = fmin(ms[PLAIN], of_cohort(profile));
        ms[PLAIN_STRATEGY] = fmin(ms[PLAIN_STRATEGY], of_cohort(other));
        of_forecasts(profile, other, ms);
    }
    printf("of,what,cpu_ms,over_the_cohort\n");
    for (int i = 0; i < N_TIMED; i++)
        printf("%s,%.0f,%.2f\n", timed[i], ms[i], ms[i] / ms[i < PLAIN_STRATEGY ? PLAIN : PLAIN_STRATEGY]);
    bm_patient_destroy(other);
    bm_patient_destroy(profile);
    bm_model_destroy(model);
}
