/* SPDX-License-Identifier: Apache-2.0 */
/* Forecasts from measurements. */
#include "package.h"

static SEXP forecast_failure(bm_status status, bm_forecast *forecast) {
    return failure(status, bm_forecast_last_error(forecast));
}

SEXP forecast_create(SEXP handle, SEXP list) {
    bm_patient *patient = pointer_of(handle, PATIENT);
    bm_forecast_options options;
    bm_forecast *forecast;
    static const char ranges[] = "size is 1 to 1,000,000, threads is 1 to 256, lanes is 0 to 8, from_d is at least 0";
    bm_forecast_options_init(&options);
    options.size = whole_number(list, "size", options.size, 1e15);
    options.seed = whole_number(list, "seed", options.seed, 9007199254740992.0); /* 2^53 */
    options.threads = (uint32_t)whole_number(list, "threads", options.threads, UINT32_MAX);
    options.lanes = (uint32_t)whole_number(list, "lanes", options.lanes, UINT32_MAX);
    take_number(list, "from_d", &options.from_d);
    struct call call; /* her history may be simulated, and hooks take part in it */
    begin_call(&call, R_NilValue);
    bm_patient_set_progress(patient, progress_callback, NULL);
    const bm_status status = bm_forecast_create(patient, &options, &forecast);
    SEXP made = PROTECT(status == BM_OK ? new_handle(FORECAST, forecast, R_ExternalPtrProtected(handle))
                                        : failure(status, status == BM_ERANGE ? ranges : ""));
    end_call(&call);
    UNPROTECT(1);
    return made;
}

/* list: columns below, time_d, observable, value, cv_percent, sd, lsc_percent, device of one length. */
SEXP forecast_measure(SEXP handle, SEXP list, SEXP progress) {
    bm_forecast *forecast = pointer_of(handle, FORECAST);
    SEXP wrong = R_NilValue, observables = element(list, "observable");
    const size_t *indices = indices_of(model_of(handle), observables, &wrong);
    const size_t n = (size_t)Rf_xlength(observables);
    if (!indices)
        return wrong;
    static const char *const columns[] = {"below", "time_d", "value", "cv_percent", "sd", "lsc_percent", "device"};
    const double *numbers[7];
    for (int i = 0; i < 7; i++) {
        numbers[i] = numbers_of(element(list, columns[i]), columns[i]);
        if ((size_t)Rf_xlength(element(list, columns[i])) != n)
            Rf_error("%s must have a number for each measurement", columns[i]);
    }
    bm_measurement *measurements = (bm_measurement *)R_alloc(n + 1, sizeof *measurements);
    for (size_t i = 0; i < n; i++) {
        bm_measurement_init(&measurements[i]);
        measurements[i].below = numbers[0][i] != 0.0;
        measurements[i].time_d = numbers[1][i];
        measurements[i].observable = indices[i];
        measurements[i].value = numbers[2][i];
        measurements[i].cv_percent = numbers[3][i];
        measurements[i].sd = numbers[4][i];
        measurements[i].lsc_percent = numbers[5][i];
        measurements[i].device = numbers[6][i];
    }
    struct call call;
    begin_call(&call, progress);
    bm_forecast_set_progress(forecast, progress_callback, NULL);
    const bm_status status = bm_forecast_measure(forecast, measurements, n);
    end_call(&call);
    return status == BM_OK ? R_NilValue : forecast_failure(status, forecast);
}

SEXP forecast_add(SEXP handle, SEXP patient) {
    bm_forecast *forecast = pointer_of(handle, FORECAST);
    const bm_patient *woman = pointer_of(patient, PATIENT);
    size_t strategy = 0;
    struct call call;
    begin_call(&call, R_NilValue);
    bm_forecast_set_progress(forecast, progress_callback, NULL);
    const bm_status status = bm_forecast_add(forecast, woman, &strategy);
    end_call(&call);
    return status == BM_OK ? Rf_ScalarReal((double)strategy) : forecast_failure(status, forecast);
}

SEXP forecast_follow(SEXP handle, SEXP strategy) {
    bm_forecast *forecast = pointer_of(handle, FORECAST);
    const bm_status status = bm_forecast_follow(forecast, (size_t)number_of(strategy, "strategy"));
    return status == BM_OK ? R_NilValue : forecast_failure(status, forecast);
}

/* strategies: a number, or two whose difference is meant. An array: the entries of a summary, observables, times. */
SEXP forecast_summarise(SEXP handle, SEXP strategies, SEXP times_d, SEXP observables, SEXP thresholds, SEXP progress) {
    static const double percentiles[] = {5.0, 50.0, 95.0};
    enum { N_PERCENTILES = 3, N_ENTRIES = BM_FORECAST_PERCENTILES + N_PERCENTILES };
    bm_forecast *forecast = pointer_of(handle, FORECAST);
    const double *numbers = numbers_of(strategies, "strategies"), *times = numbers_of(times_d, "times"),
                 *levels = thresholds == R_NilValue ? NULL : numbers_of(thresholds, "below");
    SEXP wrong = R_NilValue;
    const size_t *indices = indices_of(model_of(handle), observables, &wrong);
    const size_t n_times = (size_t)Rf_xlength(times_d), n = (size_t)Rf_xlength(observables);
    if (!indices)
        return wrong;
    if ((levels && (size_t)Rf_xlength(thresholds) != n) || Rf_xlength(strategies) < 1)
        Rf_error("below must have a number for each observable, and there must be a strategy");
    const size_t minus = Rf_xlength(strategies) > 1 ? (size_t)numbers[1] : BM_FORECAST_ALONE;
    SEXP values = PROTECT(Rf_alloc3DArray(REALSXP, N_ENTRIES, (int)n, (int)n_times));
    struct call call;
    begin_call(&call, progress);
    bm_forecast_set_progress(forecast, progress_callback, NULL);
    const bm_status status =
        bm_forecast_summarise(forecast, (size_t)numbers[0], minus, times, n_times, indices, n, percentiles,
                              N_PERCENTILES, levels, REAL(values), (size_t)N_ENTRIES * n * n_times);
    end_call(&call);
    SEXP result = status == BM_OK ? values : forecast_failure(status, forecast);
    UNPROTECT(1);
    return result;
}

/* An array: observables, times, members. */
SEXP forecast_sample(SEXP handle, SEXP strategy, SEXP size, SEXP times_d, SEXP observables, SEXP progress) {
    bm_forecast *forecast = pointer_of(handle, FORECAST);
    const double *times = numbers_of(times_d, "times"), number = number_of(strategy, "strategy");
    SEXP wrong = R_NilValue;
    const size_t *indices = indices_of(model_of(handle), observables, &wrong);
    const size_t n_times = (size_t)Rf_xlength(times_d), n = (size_t)Rf_xlength(observables),
                 n_members = (size_t)number_of(size, "size");
    if (!indices)
        return wrong;
    SEXP values = PROTECT(Rf_alloc3DArray(REALSXP, (int)n, (int)n_times, (int)n_members));
    struct call call;
    begin_call(&call, progress);
    bm_forecast_set_progress(forecast, progress_callback, NULL);
    const bm_status status =
        bm_forecast_sample(forecast, (size_t)number, times, n_times, indices, n, REAL(values), n * n_times * n_members);
    end_call(&call);
    SEXP result = status == BM_OK ? values : forecast_failure(status, forecast);
    UNPROTECT(1);
    return result;
}

SEXP forecast_weights(SEXP handle, SEXP size) {
    bm_forecast *forecast = pointer_of(handle, FORECAST);
    SEXP weights = PROTECT(Rf_allocVector(REALSXP, (R_xlen_t)number_of(size, "size")));
    const bm_status status = bm_forecast_weights(forecast, REAL(weights), (size_t)Rf_xlength(weights));
    SEXP result = status == BM_OK ? weights : forecast_failure(status, forecast);
    UNPROTECT(1);
    return result;
}

SEXP forecast_member(SEXP handle, SEXP strategy, SEXP number) {
    bm_forecast *forecast = pointer_of(handle, FORECAST);
    const size_t of = (size_t)number_of(strategy, "strategy");
    const uint64_t member = (uint64_t)number_of(number, "number");
    bm_patient *patient = NULL;
    struct call call;
    begin_call(&call, R_NilValue);
    bm_forecast_set_progress(forecast, progress_callback, NULL);
    const bm_status status = bm_forecast_member(forecast, of, member, &patient);
    SEXP made = PROTECT(status == BM_OK ? new_patient(patient, handle) : forecast_failure(status, forecast));
    end_call(&call);
    UNPROTECT(1);
    return made;
}

SEXP forecast_report(SEXP handle) {
    static const char *const names[] = {"size",   "failed",       "effective_size", "redrawn",
                                        "last_d", "measurements", "chi_square",     "degrees",
                                        "p",      "worst",        "worst_residual", NULL};
    bm_forecast_report report;
    const bm_status status = bm_forecast_read_report(pointer_of(handle, FORECAST), &report);
    if (status != BM_OK)
        return failure(status, "");
    const double numbers[] = {(double)report.size,
                              (double)report.failed,
                              report.effective_size,
                              report.redrawn,
                              report.last_d,
                              (double)report.measurements,
                              report.chi_square,
                              report.degrees,
                              report.p,
                              (double)report.worst + 1.0,
                              report.worst_residual};
    SEXP made = PROTECT(named_list(names));
    for (int i = 0; names[i]; i++)
        SET_VECTOR_ELT(made, i, Rf_ScalarReal(numbers[i]));
    UNPROTECT(1);
    return made;
}
