/* SPDX-License-Identifier: Apache-2.0 */
/* The header needs no other header before it, may be included twice, and its macros expand in C and in C++. */
#include <bonemodel/bonemodel.h>
#include <bonemodel/bonemodel.h>

#ifndef __cplusplus
int32_t use_macros(const bm_model *model);
#endif

int32_t use_macros(const bm_model *model) {
    bm_model_options model_options;
    bm_patient_options patient_options;
    bm_prescription prescription;
    bm_catalog_entry entry;
    bm_patient_stats stats;
    bm_cohort_options cohort_options;
    bm_cohort_stats cohort_stats;
    bm_forecast_options forecast_options;
    bm_measurement measurement;
    bm_forecast_report report;
    bm_cohort_options_init(&cohort_options);
    bm_forecast_options_init(&forecast_options);
    bm_measurement_init(&measurement);
    bm_model_options_init(&model_options);
    bm_patient_options_init(&patient_options);
    if (bm_prescription_init(model, "denosumab", &prescription) != BM_OK ||
        bm_catalog_row(model, BM_KIND_TARGET, 0, &entry) != BM_OK || bm_patient_read_stats(NULL, &stats) != BM_EINVAL ||
        bm_cohort_read_stats(NULL, &cohort_stats) != BM_EINVAL ||
        bm_forecast_measure(NULL, &measurement, 1) != BM_EINVAL ||
        bm_forecast_read_report(NULL, &report) != BM_EINVAL) {
        return BM_ESTATE;
    }
    return BM_VERSION_NUMBER;
}
