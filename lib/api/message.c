/* SPDX-License-Identifier: Apache-2.0 */
/* The sentences that a handle keeps for the host: why a call failed, and the warnings of a patient. */
#include <stdarg.h>
#include <stdio.h>

#include "api/forecast_handle.h"

bm_status bm__fail(bm_patient *patient, bm_status status, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(patient->error, sizeof patient->error, format, arguments);
    va_end(arguments);
    return status;
}

bm_status bm__say(char *message, size_t size, bm_status status, const char *format, ...) {
    if (!message || size == 0)
        return status;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, size, format, arguments);
    va_end(arguments);
    return status;
}

bm_status bm__busy(bm_patient *patient, const char *call) {
    return bm__fail(patient, BM_ESTATE, "%s: this is not allowed inside a callback of the same patient", call);
}

const char *bm__reason(const bm_patient *patient, bm_status status, char text[BM__MESSAGE_LENGTH]) {
    const struct bm__hooks *hooks = patient->sim.hooks;
    if (status == BM_EMAXSTEPS) {
        snprintf(
            text, BM__MESSAGE_LENGTH,
            "the integrator did not arrive within %llu steps; a larger max_steps in the patient's options allows more",
            (unsigned long long)patient->sim.max_steps);
        return text;
    }
    if ((status == BM_ENONFINITE || status == BM_ESTEP) && patient->sim.lost.state) {
        snprintf(text, BM__MESSAGE_LENGTH, "%s; on day %g %s, which changes fastest, is %g", bm_status_text(status),
                 patient->sim.lost.time_d, patient->sim.lost.state, patient->sim.lost.value);
        return text;
    }
    if (!hooks || hooks->status != status || status == BM_OK)
        return bm_status_text(status);
    snprintf(text, BM__MESSAGE_LENGTH, "the hook %s gave up in %s with %ld", hooks->by, hooks->what, (long)status);
    return text;
}

void bm__warn(bm_patient *patient, const char *format, ...) {
    char text[BM__MESSAGE_LENGTH];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    for (uint32_t i = 0; i < patient->n_warnings; i++) /* the same prescription may be given again and again */
        if (strcmp(patient->warnings[i], text) == 0)
            return;
    if (patient->n_warnings < BM__MAX_WARNINGS)
        memcpy(patient->warnings[patient->n_warnings++], text, sizeof text);
}

static void take_caution(void *user, const char *sentence) {
    bm__warn(user, "%s", sentence);
}

void bm__warn_of_cautions(bm_patient *patient) {
    if (patient->model->full)
        bm__cautions(&patient->sim, &patient->day0, take_caution, patient);
}

const char *bm_patient_last_error(const bm_patient *patient) {
    return patient ? patient->error : "";
}

size_t bm_patient_warning_count(const bm_patient *patient) {
    return patient ? patient->n_warnings : 0;
}

const char *bm_patient_warning(const bm_patient *patient, size_t index) {
    return patient && index < patient->n_warnings ? patient->warnings[index] : NULL;
}

void bm_patient_clear_warnings(bm_patient *patient) {
    if (patient)
        patient->n_warnings = 0;
}

bm_status bm__cohort_fail(bm_cohort *cohort, bm_status status, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(cohort->error, sizeof cohort->error, format, arguments);
    va_end(arguments);
    return status;
}

bm_status bm__cohort_busy(bm_cohort *cohort, const char *call) {
    return bm__cohort_fail(cohort, BM_ESTATE, "%s: this is not allowed inside the progress callback of the same cohort",
                           call);
}

bm_status bm__cohort_changeable(bm_cohort *cohort, const char *what) {
    if (cohort->busy)
        return bm__cohort_busy(cohort, what);
    if (cohort->members)
        return bm__cohort_fail(cohort, BM_ESTATE, "%s: allowed at time 0 only, and the cohort is at day %g", what,
                               cohort->time_d);
    return BM_OK;
}

bm_status bm__check_kept(bm_cohort *cohort, const char *call) {
    if (cohort->cohort.size <= BM__MOST_KEPT)
        return BM_OK;
    return bm__cohort_fail(cohort, BM_ESTATE,
                           "%s: the cohort has %llu members, and at most %d are kept; allowed with more is "
                           "bm_summary_add()",
                           call, (unsigned long long)cohort->cohort.size, BM__MOST_KEPT);
}

const char *bm_cohort_last_error(const bm_cohort *cohort) {
    return cohort ? cohort->error : "";
}

bm_status bm__forecast_fail(bm_forecast *forecast, bm_status status, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(forecast->error, sizeof forecast->error, format, arguments);
    va_end(arguments);
    return status;
}

bm_status bm__forecast_busy(bm_forecast *forecast, const char *call) {
    return bm__forecast_fail(forecast, BM_ESTATE,
                             "%s: this is not allowed inside the progress callback of the same forecast", call);
}

bm_status bm__forecast_no_strategy(bm_forecast *forecast, const char *call, size_t strategy) {
    return bm__forecast_fail(forecast, BM_ENOTFOUND, "%s: strategy %llu, allowed is 0 to %llu", call,
                             (unsigned long long)strategy, (unsigned long long)forecast->n_strategies - 1);
}

const char *bm_forecast_last_error(const bm_forecast *forecast) {
    return forecast ? forecast->error : "";
}
