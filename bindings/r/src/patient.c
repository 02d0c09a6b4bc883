/* SPDX-License-Identifier: Apache-2.0 */
/* Patients: who she is, what happens to her, what is read of her. The functions in R change clones only. */
#include "package.h"

SEXP patient_create(SEXP model, SEXP rtol, SEXP max_steps) {
    bm_patient_options options;
    bm_patient *patient;
    bm_patient_options_init(&options);
    if (!R_IsNA(number_of(rtol, "rtol")))
        options.rtol = number_of(rtol, "rtol");
    if (!R_IsNA(number_of(max_steps, "max_steps")))
        options.max_steps = (uint64_t)number_of(max_steps, "max_steps");
    const bm_status status = bm_patient_create(pointer_of(model, MODEL), &options, &patient);
    if (status != BM_OK)
        return failure(status, status == BM_ERANGE ? "rtol is from 1e-12 to 1e-2 and max_steps is at least 1" : "");
    SEXP kept = PROTECT(Rf_allocVector(VECSXP, 2));
    SET_VECTOR_ELT(kept, 0, model);
    SEXP made = new_handle(PATIENT, patient, kept);
    UNPROTECT(1);
    return made;
}

SEXP patient_clone(SEXP handle) {
    bm_patient *clone;
    const bm_status status = bm_patient_clone(pointer_of(handle, PATIENT), &clone);
    return status == BM_OK ? new_patient(clone, handle) : failure(status, "");
}

SEXP patient_set(SEXP handle, SEXP names, SEXP values) {
    bm_patient *patient = pointer_of(handle, PATIENT);
    const double *numbers = numbers_of(values, "values");
    for (R_xlen_t i = 0; i < Rf_xlength(values); i++) {
        const bm_status status = bm_patient_set(patient, Rf_translateCharUTF8(STRING_ELT(names, i)), numbers[i]);
        if (status != BM_OK)
            return patient_failure(status, patient);
    }
    return R_NilValue;
}

SEXP patient_values(SEXP handle, SEXP names) {
    bm_patient *patient = pointer_of(handle, PATIENT);
    const R_xlen_t n = Rf_xlength(names);
    SEXP made = PROTECT(Rf_allocMatrix(REALSXP, (int)n, 2)); /* the value, and whether it was set */
    for (R_xlen_t i = 0; i < n; i++) {
        const char *name = Rf_translateCharUTF8(STRING_ELT(names, i));
        int32_t set = 0;
        bm_status status = bm_patient_is_set(patient, name, &set);
        if (status == BM_OK)
            status = bm_patient_get(patient, name, &REAL(made)[i]);
        if (status == BM_ECONFLICT) /* an initial value that is computed */
            REAL(made)[i] = R_NaN;
        else if (status != BM_OK) {
            UNPROTECT(1);
            return patient_failure(status, patient);
        }
        REAL(made)[n + i] = set;
    }
    UNPROTECT(1);
    return made;
}

/* ---- time ---- */

/* What a call of the library has returned: the value, or why there is none. */
static SEXP outcome(bm_status status, bm_patient *patient, SEXP value) {
    return status == BM_OK ? value : patient_failure(status, patient);
}

SEXP patient_advance(SEXP handle, SEXP to_d, SEXP progress) {
    bm_patient *patient = pointer_of(handle, PATIENT);
    const double to = number_of(to_d, "to");
    struct call call;
    begin_call(&call, progress);
    bm_patient_set_progress(patient, progress_callback, NULL);
    const bm_status status = bm_patient_advance_to(patient, to);
    end_call(&call);
    return outcome(status, patient, R_NilValue);
}

SEXP patient_time(SEXP handle) {
    double time_d;
    const bm_status status = bm_patient_time(pointer_of(handle, PATIENT), &time_d);
    return status == BM_OK ? Rf_ScalarReal(time_d) : failure(status, "");
}

SEXP patient_observe(SEXP handle, SEXP observables) {
    bm_patient *patient = pointer_of(handle, PATIENT);
    SEXP wrong = R_NilValue;
    const size_t *indices = indices_of(model_of(handle), observables, &wrong);
    const R_xlen_t n = Rf_xlength(observables);
    if (!indices)
        return wrong;
    SEXP values = PROTECT(Rf_allocVector(REALSXP, n));
    struct call call;
    begin_call(&call, R_NilValue);
    bm_patient_set_progress(patient, progress_callback, NULL);
    bm_status status = BM_OK;
    for (R_xlen_t i = 0; i < n && status == BM_OK; i++)
        status = bm_patient_observe_index(patient, indices[i], &REAL(values)[i]);
    end_call(&call);
    SEXP result = outcome(status, patient, values);
    UNPROTECT(1);
    return result;
}

SEXP patient_sample(SEXP handle, SEXP times_d, SEXP observables, SEXP progress) {
    bm_patient *patient = pointer_of(handle, PATIENT);
    const double *times = numbers_of(times_d, "times");
    SEXP wrong = R_NilValue;
    const size_t *indices = indices_of(model_of(handle), observables, &wrong);
    const size_t n_times = (size_t)Rf_xlength(times_d), n = (size_t)Rf_xlength(observables);
    if (!indices)
        return wrong;
    SEXP values = PROTECT(Rf_allocMatrix(REALSXP, (int)n, (int)n_times)); /* a column per time */
    struct call call;
    begin_call(&call, progress);
    bm_patient_set_progress(patient, progress_callback, NULL);
    const bm_status status = bm_patient_sample(patient, times, n_times, indices, n, REAL(values), n * n_times);
    end_call(&call);
    SEXP result = outcome(status, patient, values);
    UNPROTECT(1);
    return result;
}

/* ---- reasons ---- */

SEXP patient_explain(SEXP handle, SEXP to_d, SEXP observable) {
    static const char *const columns[] = {"part", "number", "value", NULL};
    bm_patient *patient = pointer_of(handle, PATIENT);
    const double to = number_of(to_d, "to");
    SEXP wrong = R_NilValue;
    const size_t *index = indices_of(model_of(handle), observable, &wrong);
    bm_part parts[BM_MAX_PARTS];
    size_t n = 0;
    struct call call;
    if (!index)
        return wrong;
    begin_call(&call, R_NilValue);
    bm_patient_set_progress(patient, progress_callback, NULL);
    const bm_status status = bm_patient_explain(patient, to, *index, parts, BM_MAX_PARTS, &n);
    end_call(&call);
    if (status != BM_OK)
        return patient_failure(status, patient);
    SEXP made = PROTECT(named_list(columns));
    SET_VECTOR_ELT(made, 0, Rf_allocVector(STRSXP, (R_xlen_t)n));
    SET_VECTOR_ELT(made, 1, Rf_allocVector(REALSXP, (R_xlen_t)n));
    SET_VECTOR_ELT(made, 2, Rf_allocVector(REALSXP, (R_xlen_t)n));
    for (size_t i = 0; i < n; i++) {
        SET_STRING_ELT(VECTOR_ELT(made, 0), (R_xlen_t)i, Rf_mkCharCE(parts[i].name, CE_UTF8));
        REAL(VECTOR_ELT(made, 1))[i] = (double)parts[i].id;
        REAL(VECTOR_ELT(made, 2))[i] = parts[i].value;
    }
    UNPROTECT(1);
    return made;
}

SEXP patient_sensitivities(SEXP handle, SEXP names, SEXP times_d, SEXP observables) {
    bm_patient *patient = pointer_of(handle, PATIENT);
    const double *times = numbers_of(times_d, "times");
    SEXP wrong = R_NilValue;
    const size_t *indices = indices_of(model_of(handle), observables, &wrong);
    const size_t n_times = (size_t)Rf_xlength(times_d), n = (size_t)Rf_xlength(observables),
                 n_names = (size_t)Rf_xlength(names);
    if (!indices)
        return wrong;
    const char **texts = (const char **)R_alloc(n_names, sizeof *texts);
    for (size_t i = 0; i < n_names; i++)
        texts[i] = Rf_translateCharUTF8(STRING_ELT(names, (R_xlen_t)i));
    SEXP values = PROTECT(Rf_alloc3DArray(REALSXP, (int)n, (int)n_times, (int)n_names));
    struct call call;
    begin_call(&call, R_NilValue);
    bm_patient_set_progress(patient, progress_callback, NULL);
    const bm_status status = bm_patient_sensitivities(patient, texts, n_names, times, n_times, indices, n, REAL(values),
                                                      n * n_times * n_names);
    end_call(&call);
    SEXP result = outcome(status, patient, values);
    UNPROTECT(1);
    return result;
}

/* ---- what is said of her ---- */

SEXP patient_messages(SEXP handle) {
    static const char *const names[] = {"warnings", "applicability", NULL};
    const bm_patient *patient = pointer_of(handle, PATIENT);
    size_t n = bm_patient_warning_count(patient), n_reasons = 0;
    SEXP made = PROTECT(named_list(names));
    SET_VECTOR_ELT(made, 0, Rf_allocVector(STRSXP, (R_xlen_t)n));
    for (size_t i = 0; i < n; i++)
        SET_STRING_ELT(VECTOR_ELT(made, 0), (R_xlen_t)i, Rf_mkCharCE(bm_patient_warning(patient, i), CE_UTF8));
    bm_patient_applicability(patient, &n_reasons);
    SET_VECTOR_ELT(made, 1, Rf_allocVector(STRSXP, (R_xlen_t)n_reasons));
    for (size_t i = 0; i < n_reasons; i++)
        SET_STRING_ELT(VECTOR_ELT(made, 1), (R_xlen_t)i,
                       Rf_mkCharCE(bm_patient_applicability_reason(patient, i), CE_UTF8));
    UNPROTECT(1);
    return made;
}

SEXP patient_clear_warnings(SEXP handle) {
    bm_patient_clear_warnings(pointer_of(handle, PATIENT));
    return R_NilValue;
}

SEXP patient_stats(SEXP handle) {
    static const char *const names[] = {"steps",          "rejected_steps",   "rhs_evaluations",
                                        "factorizations", "threshold_events", NULL};
    bm_patient_stats stats;
    const bm_status status = bm_patient_read_stats(pointer_of(handle, PATIENT), &stats);
    if (status != BM_OK)
        return failure(status, "");
    SEXP made = PROTECT(named_list(names));
    const uint64_t counts[] = {stats.steps, stats.rejected_steps, stats.rhs_evaluations, stats.factorizations,
                               stats.threshold_events};
    for (int i = 0; i < 5; i++)
        SET_VECTOR_ELT(made, i, Rf_ScalarReal((double)counts[i]));
    UNPROTECT(1);
    return made;
}

SEXP patient_calibration(SEXP handle) {
    return Rf_mkString(bm_patient_calibration(pointer_of(handle, PATIENT)));
}

/* ---- keeping her ---- */

SEXP patient_save(SEXP handle) {
    bm_patient *patient = pointer_of(handle, PATIENT);
    size_t size = 0;
    bm_status status = bm_patient_save_size(patient, &size);
    if (status != BM_OK)
        return failure(status, "");
    SEXP bytes = PROTECT(Rf_allocVector(RAWSXP, (R_xlen_t)size));
    struct call call; /* her history may be simulated */
    begin_call(&call, R_NilValue);
    bm_patient_set_progress(patient, progress_callback, NULL);
    status = bm_patient_save(patient, RAW(bytes), size, NULL);
    end_call(&call);
    SEXP result = outcome(status, patient, bytes);
    UNPROTECT(1);
    return result;
}

SEXP patient_load(SEXP model, SEXP bytes, SEXP hooks, SEXP decisions) {
    const R_xlen_t n_hooks = Rf_xlength(hooks), n_decisions = Rf_xlength(decisions);
    bm_hook *made_hooks = (bm_hook *)R_alloc((size_t)n_hooks + 1, sizeof *made_hooks);
    bm_decision *made_decisions = (bm_decision *)R_alloc((size_t)n_decisions + 1, sizeof *made_decisions);
    char message[240];
    bm_callbacks callbacks = {.struct_size = (uint32_t)sizeof callbacks,
                              .hooks = made_hooks,
                              .n_hooks = (size_t)n_hooks,
                              .decisions = made_decisions,
                              .n_decisions = (size_t)n_decisions,
                              .message = message,
                              .message_size = sizeof message};
    bm_patient *patient;
    if (TYPEOF(bytes) != RAWSXP)
        Rf_error("a snapshot is a raw vector");
    SEXP kept = PROTECT(Rf_allocVector(VECSXP, 2));
    SET_VECTOR_ELT(kept, 0, model);
    for (R_xlen_t i = 0; i < n_hooks; i++) {
        fill_hook(VECTOR_ELT(hooks, i), &made_hooks[i]);
        SET_VECTOR_ELT(kept, 1, Rf_cons(VECTOR_ELT(hooks, i), VECTOR_ELT(kept, 1)));
    }
    for (R_xlen_t i = 0; i < n_decisions; i++) {
        fill_decision(VECTOR_ELT(decisions, i), &made_decisions[i]);
        SET_VECTOR_ELT(kept, 1, Rf_cons(VECTOR_ELT(decisions, i), VECTOR_ELT(kept, 1)));
    }
    struct call call;
    begin_call(&call, R_NilValue);
    const bm_status status =
        bm_patient_load_with(pointer_of(model, MODEL), RAW(bytes), (size_t)Rf_xlength(bytes), &callbacks, &patient);
    SEXP made = status == BM_OK ? PROTECT(new_handle(PATIENT, patient, kept)) : PROTECT(failure(status, message));
    UNPROTECT(1);
    PROTECT(made);
    end_call(&call);
    UNPROTECT(2);
    return made;
}

SEXP patient_scenario(SEXP handle, SEXP times_d, SEXP observables) {
    bm_patient *patient = pointer_of(handle, PATIENT);
    const double *times = numbers_of(times_d, "times");
    SEXP wrong = R_NilValue;
    const size_t *indices = indices_of(model_of(handle), observables, &wrong);
    const size_t n_times = (size_t)Rf_xlength(times_d), n = (size_t)Rf_xlength(observables);
    size_t needed = 0;
    if (!indices)
        return wrong;
    bm_status status = bm_patient_write_scenario(patient, times, n_times, indices, n, NULL, 0, &needed);
    if (status != BM_OK)
        return patient_failure(status, patient);
    char *text = R_alloc(needed, 1);
    status = bm_patient_write_scenario(patient, times, n_times, indices, n, text, needed, NULL);
    return status == BM_OK ? Rf_ScalarString(Rf_mkCharCE(text, CE_UTF8)) : patient_failure(status, patient);
}
