/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A woman had a DXA before letrozole and another one after a year on it: how will her spine go on? What the forecast
 * says before the second scan, and what it says after it.
 *
 *     cc 14_second_dxa.c $(pkg-config --cflags --libs bonemodel) -o 14_second_dxa
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

enum { N_YEARS = 6, N_PERCENTILES = 2, WIDTH = BM_FORECAST_PERCENTILES + N_PERCENTILES };
static const double percentiles[N_PERCENTILES] = {5, 95};

int main(void) {
    bm_model *model = NULL;
    bm_patient *patient = NULL;
    bm_forecast *forecast = NULL;
    bm_forecast_report report;
    bm_prescription letrozole;
    bm_measurement scan;
    bm_status status;
    size_t spine;
    double times[N_YEARS], before[N_YEARS][WIDTH], after[N_YEARS][WIDTH];

    TRY(bm_model_create(NULL, &model));
    TRY(bm_patient_create(model, NULL, &patient));
    TRY(bm_patient_set(patient, "age_years", 61));
    TRY(bm_prescription_init(model, "letrozole", &letrozole));
    TRY(bm_patient_prescribe(patient, &letrozole, NULL));
    TRY(bm_catalog_find(model, BM_KIND_OBSERVABLE, "bmd.lumbar_spine", &spine));
    for (int year = 0; year < N_YEARS; year++)
        times[year] = 365.25 * year;

    /* [measure] */
    TRY(bm_forecast_create(patient, NULL, &forecast));
    bm_measurement_init(&scan);
    scan.observable = spine;
    scan.value = 0.905; /* g/cm2, on day 0; its error is that of the library, 1.5 % */
    TRY(bm_forecast_measure(forecast, &scan, 1));
    TRY(bm_forecast_summarise(forecast, 0, BM_FORECAST_ALONE, times, N_YEARS, &spine, 1, percentiles, N_PERCENTILES,
                              NULL, &before[0][0], sizeof before / sizeof(double)));
    scan.time_d = 371;
    scan.value = 0.851;
    TRY(bm_forecast_measure(forecast, &scan, 1)); /* goes on from there: nothing begins again */
    TRY(bm_forecast_summarise(forecast, 0, BM_FORECAST_ALONE, times, N_YEARS, &spine, 1, percentiles, N_PERCENTILES,
                              NULL, &after[0][0], sizeof after / sizeof(double)));
    /* [measure] */

    printf("Lumbar spine, g/cm2, and where nine of ten women like her lie\n"
           "        one scan              two scans\n");
    for (int year = 0; year < N_YEARS; year++)
        printf("year %d  %.3f (%.3f-%.3f)   %.3f (%.3f-%.3f)\n", year, before[year][BM_FORECAST_MEAN],
               before[year][BM_FORECAST_PERCENTILES], before[year][BM_FORECAST_PERCENTILES + 1],
               after[year][BM_FORECAST_MEAN], after[year][BM_FORECAST_PERCENTILES],
               after[year][BM_FORECAST_PERCENTILES + 1]);

    /* [report] */
    TRY(bm_forecast_read_report(forecast, &report));
    printf("As good as %.0f equal members of %.0f.\n", report.effective_size, (double)report.size);
    if (report.p < 0.01)
        printf("No woman of the model is like her: measurement %d lies %.1f SD from what is expected.\n",
               (int)report.worst, fabs(report.worst_residual));
    /* [report] */

done:
    if (status != BM_OK)
        fprintf(stderr, "14_second_dxa: %s%s%s\n", bm_status_text(status),
                *bm_forecast_last_error(forecast) ? ": " : "", bm_forecast_last_error(forecast));
    bm_forecast_destroy(forecast);
    bm_patient_destroy(patient);
    bm_model_destroy(model);
    return status == BM_OK ? 0 : 1;
}
