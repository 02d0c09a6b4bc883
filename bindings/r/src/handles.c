/* SPDX-License-Identifier: Apache-2.0 */
/* External pointers, failures and arguments. */
#include "package.h"

#include <stdio.h>
#include <string.h>

/* ---- handles ---- */

static const char *const tags[] = {"bm_model", "bm_patient", "bm_cohort", "bm_forecast", "bm_visit"};

static void finalize(SEXP handle) {
    void *pointer = R_ExternalPtrAddr(handle);
    if (!pointer)
        return;
    if (R_ExternalPtrTag(handle) == Rf_install(tags[MODEL]))
        bm_model_destroy(pointer);
    else if (R_ExternalPtrTag(handle) == Rf_install(tags[PATIENT]))
        bm_patient_destroy(pointer);
    else if (R_ExternalPtrTag(handle) == Rf_install(tags[COHORT]))
        bm_cohort_destroy(pointer);
    else if (R_ExternalPtrTag(handle) == Rf_install(tags[FORECAST]))
        bm_forecast_destroy(pointer);
    R_ClearExternalPtr(handle);
}

SEXP new_handle(enum handle_kind kind, void *pointer, SEXP kept) {
    SEXP handle = PROTECT(R_MakeExternalPtr(pointer, Rf_install(tags[kind]), kept));
    if (kind != VISIT) /* which is the library's */
        R_RegisterCFinalizerEx(handle, finalize, FALSE);
    UNPROTECT(1);
    return handle;
}

void *pointer_of(SEXP handle, enum handle_kind kind) {
    if (TYPEOF(handle) != EXTPTRSXP || R_ExternalPtrTag(handle) != Rf_install(tags[kind]))
        Rf_error("found something else than a pointer of the kind %s", tags[kind]);
    if (!R_ExternalPtrAddr(handle))
        Rf_error("found a dead pointer of the kind %s", tags[kind]);
    return R_ExternalPtrAddr(handle);
}

SEXP is_alive(SEXP handle) {
    return Rf_ScalarLogical(TYPEOF(handle) == EXTPTRSXP && R_ExternalPtrAddr(handle) != NULL);
}

/* What a patient's or a cohort's handle keeps: the model's handle, and a list of functions. */
bm_model *model_of(SEXP handle) {
    return pointer_of(VECTOR_ELT(R_ExternalPtrProtected(handle), 0), MODEL);
}

void keep(SEXP patient, SEXP function) {
    SEXP before = R_ExternalPtrProtected(patient), after = PROTECT(Rf_allocVector(VECSXP, 2));
    SET_VECTOR_ELT(after, 0, VECTOR_ELT(before, 0));
    SET_VECTOR_ELT(after, 1, Rf_cons(function, VECTOR_ELT(before, 1)));
    R_SetExternalPtrProtected(patient, after);
    UNPROTECT(1);
}

SEXP new_patient(bm_patient *patient, SEXP like) {
    return new_handle(PATIENT, patient, R_ExternalPtrProtected(like));
}

/* ---- failures ---- */

SEXP failure(bm_status status, const char *sentence) {
    static const char *const names[] = {"status", "name", "message", NULL};
    SEXP made = PROTECT(named_list(names));
    SET_VECTOR_ELT(made, 0, Rf_ScalarInteger(status));
    SET_VECTOR_ELT(made, 1, Rf_mkString(bm_status_name(status)));
    SET_VECTOR_ELT(made, 2, Rf_ScalarString(Rf_mkCharCE(*sentence ? sentence : bm_status_text(status), CE_UTF8)));
    Rf_setAttrib(made, R_ClassSymbol, PROTECT(Rf_mkString("bm_failure")));
    UNPROTECT(2);
    return made;
}

SEXP patient_failure(bm_status status, bm_patient *patient) {
    return failure(status, bm_patient_last_error(patient));
}

SEXP cohort_failure(bm_status status, bm_cohort *cohort) {
    return failure(status, bm_cohort_last_error(cohort));
}

SEXP visit_failure(bm_status status, bm_visit *visit) {
    return failure(status, bm_visit_last_error(visit));
}

SEXP statuses(void) {
    static const int32_t numbers[] = {
#define NUMBER(name, number, text) number,
        BM_STATUS_LIST(NUMBER)};
    const R_xlen_t n = sizeof numbers / sizeof *numbers;
    SEXP made = PROTECT(Rf_allocVector(INTSXP, n)), names = PROTECT(Rf_allocVector(STRSXP, n));
    for (R_xlen_t i = 0; i < n; i++) {
        INTEGER(made)[i] = numbers[i];
        SET_STRING_ELT(names, i, Rf_mkChar(bm_status_name(numbers[i])));
    }
    Rf_setAttrib(made, R_NamesSymbol, names);
    UNPROTECT(2);
    return made;
}

/* ---- arguments ---- */

const char *string_of(SEXP x, const char *what) {
    if (TYPEOF(x) != STRSXP || Rf_xlength(x) != 1 || STRING_ELT(x, 0) == NA_STRING)
        Rf_error("%s must be one string", what);
    return Rf_translateCharUTF8(STRING_ELT(x, 0));
}

double number_of(SEXP x, const char *what) {
    if (TYPEOF(x) != REALSXP || Rf_xlength(x) != 1)
        Rf_error("%s must be one number", what);
    return REAL(x)[0];
}

const double *numbers_of(SEXP x, const char *what) {
    if (TYPEOF(x) != REALSXP)
        Rf_error("%s must be numbers", what);
    return REAL(x);
}

SEXP element(SEXP list, const char *name) {
    SEXP names = TYPEOF(list) == VECSXP ? Rf_getAttrib(list, R_NamesSymbol) : R_NilValue;
    for (R_xlen_t i = 0; i < Rf_xlength(names); i++)
        if (strcmp(CHAR(STRING_ELT(names, i)), name) == 0)
            return VECTOR_ELT(list, i);
    return R_NilValue;
}

void take_number(SEXP list, const char *name, double *field) {
    SEXP x = element(list, name);
    if (x != R_NilValue && !R_IsNA(number_of(x, name)))
        *field = REAL(x)[0];
}

/* A whole number in a field of the library; what cannot be one is left to the library to refuse. */
uint64_t whole_number(SEXP list, const char *name, uint64_t unless, double most) {
    double value = (double)unless;
    take_number(list, name, &value);
    return value >= 0.0 && value <= most ? (uint64_t)value : (uint64_t)most;
}

SEXP named_list(const char *const *names) {
    R_xlen_t n = 0;
    while (names[n])
        n++;
    SEXP list = PROTECT(Rf_allocVector(VECSXP, n)), as = PROTECT(Rf_allocVector(STRSXP, n));
    for (R_xlen_t i = 0; i < n; i++)
        SET_STRING_ELT(as, i, Rf_mkChar(names[i]));
    Rf_setAttrib(list, R_NamesSymbol, as);
    UNPROTECT(2);
    return list;
}

size_t *indices_of(const bm_model *model, SEXP names, SEXP *wrong) {
    if (TYPEOF(names) != STRSXP)
        Rf_error("observables must be strings");
    const R_xlen_t n = Rf_xlength(names);
    size_t *indices = (size_t *)R_alloc((size_t)n, sizeof *indices);
    for (R_xlen_t i = 0; i < n; i++) {
        const char *name = Rf_translateCharUTF8(STRING_ELT(names, i));
        const bm_status status = bm_catalog_find(model, BM_KIND_OBSERVABLE, name, &indices[i]);
        if (status != BM_OK) {
            char near[160], sentence[400];
            bm_catalog_nearest(model, BM_KIND_OBSERVABLE, name, near, sizeof near);
            snprintf(sentence, sizeof sentence, "'%.100s' is not an observable of this model%s%s%s", name,
                     *near ? "; did you mean " : "", near, *near ? "?" : "");
            *wrong = failure(status, sentence);
            return NULL;
        }
    }
    return indices;
}
