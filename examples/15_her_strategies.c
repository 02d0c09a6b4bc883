/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The woman of 14_second_dxa has lost more than expected: what would a change of treatment do for her hip, and how sure
 * is that? Three strategies from the same woman, as her two scans let her be known, member by member, so that their
 * difference has a band of its own.
 *
 *     cc 15_her_strategies.c $(pkg-config --cflags --libs bonemodel) -o 15_her_strategies
 */
#include <bonemodel/bonemodel.h>
#include <math.h>
#include <stdio.h>

#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        status = (call);                                                                                               \
        if (status != BM_OK)                                                                                           \
            goto done;                                                                                                 \
    } while (0)

enum { N_STRATEGIES = 3, N_PERCENTILES = 2, WIDTH = BM_FORECAST_PERCENTILES + N_PERCENTILES };
enum { CHANGE, T_SCORE, N_READ };
static const char *const agents[N_STRATEGIES] = {NULL, "alendronate", "denosumab"};
static const double percentiles[N_PERCENTILES] = {5, 95}, second_scan_d = 371, end_d = 5 * 365.25;

/* On letrozole, and on another drug from the second scan on. */
static bm_status make(const bm_model *model, const char *agent, bm_patient **patient) {
    const char *const both[] = {"letrozole", agent};
    bm_prescription course;
    bm_status status = bm_patient_create(model, NULL, patient);
    if (status == BM_OK)
        status = bm_patient_set(*patient, "age_years", 61);
    for (int i = 0; i < 2 && both[i] && status == BM_OK; i++) {
        status = bm_prescription_init(model, both[i], &course);
        course.start_d = i == 0 ? 0 : second_scan_d;
        if (status == BM_OK)
            status = bm_patient_prescribe(*patient, &course, NULL);
    }
    return status;
}

int main(void) {
    bm_model *model = NULL;
    bm_patient *patients[N_STRATEGIES] = {NULL, NULL, NULL};
    bm_forecast *forecast = NULL;
    bm_measurement scans[4];
    bm_status status;
    size_t bmd[2], observables[N_READ], strategy = 0;
    const double values[4] = {0.905, 0.820, 0.851, 0.785}, thresholds[N_READ] = {(double)NAN, -2.0};
    double summary[N_READ][WIDTH];

    TRY(bm_model_create(NULL, &model));
    TRY(bm_catalog_find(model, BM_KIND_OBSERVABLE, "bmd.lumbar_spine", &bmd[0]));
    TRY(bm_catalog_find(model, BM_KIND_OBSERVABLE, "bmd.total_hip", &bmd[1]));
    TRY(bm_catalog_find(model, BM_KIND_OBSERVABLE, "bmd_change.total_hip", &observables[CHANGE]));
    TRY(bm_catalog_find(model, BM_KIND_OBSERVABLE, "t_score.total_hip", &observables[T_SCORE]));
    for (int i = 0; i < 4; i++) {
        bm_measurement_init(&scans[i]);
        scans[i].observable = bmd[i % 2];
        scans[i].time_d = i < 2 ? 0 : second_scan_d;
        scans[i].value = values[i];
    }

    /* [strategies] */
    for (int i = 0; i < N_STRATEGIES; i++) {
        TRY(make(model, agents[i], &patients[i]));
        if (i == 0)
            TRY(bm_forecast_create(patients[0], NULL, &forecast));
        else
            TRY(bm_forecast_add(forecast, patients[i], &strategy));
    }
    TRY(bm_forecast_measure(forecast, scans, 4));
    /* [strategies] */

    printf("Total hip after five years, change from day 0 (5 to 95 %% of women like her)\n");
    for (size_t i = 0; i < N_STRATEGIES; i++) {
        TRY(bm_forecast_summarise(forecast, i, BM_FORECAST_ALONE, &end_d, 1, observables, N_READ, percentiles,
                                  N_PERCENTILES, thresholds, &summary[0][0], sizeof summary / sizeof(double)));
        printf("letrozole%s%-12s %5.1f %% (%.1f to %.1f); T-score below -2 at some time: %2.0f of 100\n",
               i ? ", " : "  ", i ? agents[i] : "", summary[CHANGE][BM_FORECAST_MEAN],
               summary[CHANGE][BM_FORECAST_PERCENTILES], summary[CHANGE][BM_FORECAST_PERCENTILES + 1],
               100 * summary[T_SCORE][BM_FORECAST_EVER_BELOW]);
    }

    /* [difference] */
    printf("More than with letrozole alone\n");
    for (size_t i = 1; i < N_STRATEGIES; i++) {
        TRY(bm_forecast_summarise(forecast, i, 0, &end_d, 1, observables, 1, percentiles, N_PERCENTILES, NULL,
                                  &summary[0][0], sizeof summary / sizeof(double)));
        printf("%-12s %5.1f points (%.1f to %.1f)\n", agents[i], summary[CHANGE][BM_FORECAST_MEAN],
               summary[CHANGE][BM_FORECAST_PERCENTILES], summary[CHANGE][BM_FORECAST_PERCENTILES + 1]);
    }
    /* [difference] */

done:
    if (status != BM_OK)
        fprintf(stderr, "15_her_strategies: %s%s%s\n", bm_status_text(status),
                *bm_forecast_last_error(forecast) ? ": " : "", bm_forecast_last_error(forecast));
    bm_forecast_destroy(forecast);
    for (int i = 0; i < N_STRATEGIES; i++)
        bm_patient_destroy(patients[i]);
    bm_model_destroy(model);
    return status == BM_OK ? 0 : 1;
}
