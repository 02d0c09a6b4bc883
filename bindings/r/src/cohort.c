/* SPDX-License-Identifier: Apache-2.0 */
/* Cohorts. */
#include "package.h"

SEXP cohort_create(SEXP profile, SEXP list) {
    bm_patient *patient = pointer_of(profile, PATIENT);
    bm_cohort_options options;
    bm_cohort *cohort;
    const double seeds = 9007199254740992.0; /* 2^53 */
    static const char ranges[] =
        "size is at least 1, threads is 1 to 256, lanes is 0 to 8, parameter_spread is above 0 "
        "and at most 1, variability, measurement_error and study_difference are 0 to 3";
    bm_cohort_options_init(&options);
    const uint32_t band = (uint32_t)whole_number(list, "band", 0, 4);
    if (band > 0)
        bm_cohort_options_band(&options, band);
    options.size = whole_number(list, "size", options.size, 1e15);
    options.seed = whole_number(list, "seed", options.seed, seeds);
    options.threads = (uint32_t)whole_number(list, "threads", options.threads, UINT32_MAX);
    options.lanes = (uint32_t)whole_number(list, "lanes", options.lanes, UINT32_MAX);
    options.parameter_draw = whole_number(list, "parameter_draw", options.parameter_draw, seeds);
    options.own_draws = (uint32_t)whole_number(list, "own_draws", options.own_draws, UINT32_MAX);
    options.arm = (uint32_t)whole_number(list, "arm", options.arm, UINT32_MAX);
    take_number(list, "variability", &options.variability);
    take_number(list, "measurement_error", &options.measurement_error);
    take_number(list, "parameter_spread", &options.parameter_spread);
    take_number(list, "study_difference", &options.study_difference);
    struct call call;
    begin_call(&call, R_NilValue);
    const bm_status status = bm_cohort_create(patient, &options, &cohort);
    SEXP made = PROTECT(status == BM_OK ? new_handle(COHORT, cohort, R_ExternalPtrProtected(profile))
                                        : failure(status, status == BM_ERANGE ? ranges : ""));
    end_call(&call);
    UNPROTECT(1);
    return made;
}

SEXP cohort_vary(SEXP handle, SEXP covariate, SEXP sd, SEXP minimum, SEXP maximum) {
    bm_cohort *cohort = pointer_of(handle, COHORT);
    const char *name = string_of(covariate, "covariate");
    const double numbers[] = {number_of(sd, "sd"), number_of(minimum, "minimum"), number_of(maximum, "maximum")};
    struct call call; /* the profile's history may be simulated, and hooks take part in it */
    begin_call(&call, R_NilValue);
    const bm_status status = bm_cohort_vary(cohort, name, numbers[0], numbers[1], numbers[2]);
    end_call(&call);
    return status == BM_OK ? R_NilValue : cohort_failure(status, cohort);
}

SEXP cohort_correlate(SEXP handle, SEXP first, SEXP second, SEXP correlation) {
    bm_cohort *cohort = pointer_of(handle, COHORT);
    const bm_status status = bm_cohort_correlate(cohort, string_of(first, "first"), string_of(second, "second"),
                                                 number_of(correlation, "correlation"));
    return status == BM_OK ? R_NilValue : cohort_failure(status, cohort);
}

/* An array: observables, times, members. */
SEXP cohort_sample(SEXP handle, SEXP size, SEXP times_d, SEXP observables, SEXP progress) {
    bm_cohort *cohort = pointer_of(handle, COHORT);
    const double *times = numbers_of(times_d, "times");
    SEXP wrong = R_NilValue;
    const size_t *indices = indices_of(model_of(handle), observables, &wrong);
    const size_t n_times = (size_t)Rf_xlength(times_d), n = (size_t)Rf_xlength(observables),
                 n_members = (size_t)number_of(size, "size");
    if (!indices)
        return wrong;
    SEXP values = PROTECT(Rf_alloc3DArray(REALSXP, (int)n, (int)n_times, (int)n_members));
    struct call call;
    begin_call(&call, progress);
    bm_cohort_set_progress(cohort, progress_callback, NULL);
    const bm_status status =
        bm_cohort_sample(cohort, times, n_times, indices, n, REAL(values), n * n_times * n_members);
    end_call(&call);
    SEXP result = status == BM_OK ? values : cohort_failure(status, cohort);
    UNPROTECT(1);
    return result;
}

/* An array: the entries of a summary, observables, times. */
SEXP cohort_summarise(SEXP handle, SEXP times_d, SEXP observables, SEXP percentiles, SEXP thresholds, SEXP progress) {
    bm_cohort *cohort = pointer_of(handle, COHORT);
    const double *times = numbers_of(times_d, "times"), *ranks = numbers_of(percentiles, "percentiles"),
                 *levels = thresholds == R_NilValue ? NULL : numbers_of(thresholds, "below");
    SEXP wrong = R_NilValue;
    const size_t *indices = indices_of(model_of(handle), observables, &wrong);
    const size_t n_times = (size_t)Rf_xlength(times_d), n = (size_t)Rf_xlength(observables),
                 n_ranks = (size_t)Rf_xlength(percentiles), n_entries = BM_SUMMARY_PERCENTILES + n_ranks;
    if (!indices)
        return wrong;
    if (levels && (size_t)Rf_xlength(thresholds) != n)
        Rf_error("below must have a number for each observable");
    SEXP values = PROTECT(Rf_alloc3DArray(REALSXP, (int)n_entries, (int)n, (int)n_times));
    struct call call;
    begin_call(&call, progress);
    bm_cohort_set_progress(cohort, progress_callback, NULL);
    const bm_status status = bm_cohort_summarise(cohort, times, n_times, indices, n, n_ranks ? ranks : NULL, n_ranks,
                                                 levels, REAL(values), n_entries * n * n_times);
    end_call(&call);
    SEXP result = status == BM_OK ? values : cohort_failure(status, cohort);
    UNPROTECT(1);
    return result;
}

SEXP cohort_member(SEXP handle, SEXP number) {
    bm_cohort *cohort = pointer_of(handle, COHORT);
    const uint64_t member = (uint64_t)number_of(number, "number");
    bm_patient *patient = NULL;
    struct call call;
    begin_call(&call, R_NilValue);
    bm_cohort_set_progress(cohort, NULL, NULL);
    const bm_status status = bm_cohort_member(cohort, member, &patient);
    SEXP made = PROTECT(status == BM_OK ? new_patient(patient, handle) : cohort_failure(status, cohort));
    end_call(&call);
    UNPROTECT(1);
    return made;
}

SEXP cohort_failures(SEXP handle) {
    static const char *const names[] = {"member", "status", "message", NULL};
    bm_cohort *cohort = pointer_of(handle, COHORT);
    const size_t n = bm_cohort_failure_count(cohort);
    SEXP made = PROTECT(named_list(names));
    SET_VECTOR_ELT(made, 0, Rf_allocVector(REALSXP, (R_xlen_t)n));
    SET_VECTOR_ELT(made, 1, Rf_allocVector(STRSXP, (R_xlen_t)n));
    SET_VECTOR_ELT(made, 2, Rf_allocVector(STRSXP, (R_xlen_t)n));
    for (size_t i = 0; i < n; i++) {
        uint64_t member = 0;
        bm_status status = BM_OK;
        bm_cohort_failure(cohort, i, &member, &status);
        REAL(VECTOR_ELT(made, 0))[i] = (double)member;
        SET_STRING_ELT(VECTOR_ELT(made, 1), (R_xlen_t)i, Rf_mkChar(bm_status_name(status)));
        SET_STRING_ELT(VECTOR_ELT(made, 2), (R_xlen_t)i, Rf_mkCharCE(bm_cohort_failure_text(cohort, i), CE_UTF8));
    }
    UNPROTECT(1);
    return made;
}

SEXP cohort_stats(SEXP handle) {
    static const char *const names[] = {"lanes", "bytes_per_member", "steps", "rejected_steps", NULL};
    bm_cohort_stats stats;
    const bm_status status = bm_cohort_read_stats(pointer_of(handle, COHORT), &stats);
    if (status != BM_OK)
        return failure(status, "");
    SEXP made = PROTECT(named_list(names));
    const double counts[] = {stats.lanes, (double)stats.bytes_per_member, (double)stats.steps,
                             (double)stats.rejected_steps};
    for (int i = 0; i < 4; i++)
        SET_VECTOR_ELT(made, i, Rf_ScalarReal(counts[i]));
    UNPROTECT(1);
    return made;
}
