/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of forecasts share: a woman on letrozole, and two DXA of hers. */
#ifndef BM__TESTS_SUPPORT_FORECAST_CASE_H
#define BM__TESTS_SUPPORT_FORECAST_CASE_H

#include "support/cohort_case.h"

/* The call succeeds; otherwise the test fails and prints what the library said. */
#define FORECAST_OK(forecast, call) check_forecast_ok((forecast), (call), #call, __FILE__, __LINE__)
static inline void check_forecast_ok(const bm_forecast *forecast, bm_status status, const char *call, const char *file,
                                     int line) {
    if (status == BM_OK)
        return;
    print_error("%s: %s, %s\n", call, bm_status_name(status), bm_forecast_last_error(forecast));
    _fail(file, line);
}

/* A woman on letrozole from day 0 on, and on what is named from a day on; NULL: nothing else. */
static inline bm_patient *on_letrozole(const bm_model *model, const char *and_on, double from_d) {
    bm_patient *patient = bm_test_patient(model, 0.0);
    bm_prescription rx;
    const char *const agents[] = {"letrozole", and_on};
    for (int i = 0; i < 2 && agents[i]; i++) {
        OK(patient, bm_patient_prescription_init(patient, agents[i], &rx));
        rx.start_d = i ? from_d : 0.0;
        OK(patient, bm_patient_prescribe(patient, &rx, NULL));
    }
    return patient;
}

static inline bm_forecast *forecast_of(const bm_patient *patient, uint64_t size, uint64_t seed) {
    bm_forecast *forecast = NULL;
    bm_forecast_options options;
    bm_forecast_options_init(&options);
    options.size = size;
    options.seed = seed;
    FORECAST_OK(NULL, bm_forecast_create(patient, &options, &forecast));
    return forecast;
}

static inline bm_measurement measured(const bm_model *model, const char *name, double time_d, double value) {
    bm_measurement measurement;
    bm_measurement_init(&measurement);
    measurement.observable = cohort_observable(model, name);
    measurement.time_d = time_d;
    measurement.value = value;
    return measurement;
}

enum { TWO_DXA = 4 };
static inline void two_dxa(const bm_model *model, bm_measurement dxa[TWO_DXA]) {
    dxa[0] = measured(model, "bmd.lumbar_spine", 0.0, 0.905);
    dxa[1] = measured(model, "bmd.total_hip", 0.0, 0.82);
    dxa[2] = measured(model, "bmd.lumbar_spine", 371.0, 0.871);
    dxa[3] = measured(model, "bmd.total_hip", 371.0, 0.80);
}

#endif
