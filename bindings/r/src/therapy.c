/* SPDX-License-Identifier: Apache-2.0 */
/* Prescriptions, of a patient and at a visit. */
#include "package.h"

void fill_prescription(SEXP list, bm_prescription *prescription) {
    double doses = prescription->doses;
    take_number(list, "dose", &prescription->dose);
    take_number(list, "every_d", &prescription->every_d);
    take_number(list, "start_d", &prescription->start_d);
    take_number(list, "stop_d", &prescription->stop_d);
    take_number(list, "adherence", &prescription->adherence);
    take_number(list, "doses", &doses);
    prescription->doses = doses >= 0.0 && doses <= UINT32_MAX ? (uint32_t)doses : UINT32_MAX;
    SEXP own = element(list, "parameters");
    const R_xlen_t n = Rf_xlength(own);
    if (n > 0) {
        SEXP names = Rf_getAttrib(own, R_NamesSymbol);
        bm_named_value *values = (bm_named_value *)R_alloc((size_t)n, sizeof *values);
        for (R_xlen_t i = 0; i < n; i++) {
            values[i].name = Rf_translateCharUTF8(STRING_ELT(names, i));
            values[i].value = numbers_of(own, "parameters")[i];
        }
        prescription->parameters = values;
        prescription->n_parameters = (size_t)n;
    }
}

SEXP patient_prescribe(SEXP handle, SEXP list) {
    bm_patient *patient = pointer_of(handle, PATIENT);
    bm_prescription prescription;
    uint64_t id = 0;
    bm_status status = bm_patient_prescription_init(patient, string_of(element(list, "agent"), "drug"), &prescription);
    if (status != BM_OK)
        return patient_failure(status, patient);
    fill_prescription(list, &prescription);
    struct call call; /* a hook may be asked for an amount */
    begin_call(&call, R_NilValue);
    status = bm_patient_prescribe(patient, &prescription, &id);
    end_call(&call);
    return status == BM_OK ? Rf_ScalarReal((double)id) : patient_failure(status, patient);
}

SEXP patient_stop(SEXP handle, SEXP number, SEXP stop_d) {
    bm_patient *patient = pointer_of(handle, PATIENT);
    const bm_status status = bm_patient_stop(patient, (uint64_t)number_of(number, "number"), number_of(stop_d, "at"));
    return status == BM_OK ? R_NilValue : patient_failure(status, patient);
}

SEXP patient_prescriptions(SEXP handle) {
    static const char *const columns[] = {"number",    "drug",  "amt",         "ii",         "time", "until",
                                          "adherence", "doses", "doses_given", "parameters", NULL};
    enum { NUMBER, DRUG, AMT, II, TIME, UNTIL, ADHERENCE, DOSES, GIVEN, PARAMETERS, N_COLUMNS };
    bm_patient *patient = pointer_of(handle, PATIENT);
    const size_t n = bm_patient_prescription_count(patient);
    SEXP made = PROTECT(named_list(columns));
    for (int i = 0; i < N_COLUMNS; i++) {
        const SEXPTYPE type = i == DRUG ? STRSXP : i == PARAMETERS ? VECSXP : REALSXP;
        SET_VECTOR_ELT(made, i, Rf_allocVector(type, (R_xlen_t)n));
    }
    for (size_t i = 0; i < n; i++) {
        bm_prescription read;
        uint64_t id;
        double given;
        const bm_status status = bm_patient_read_prescription(patient, i, &read, &id, &given);
        if (status != BM_OK) {
            UNPROTECT(1);
            return patient_failure(status, patient);
        }
        const double numbers[] = {[NUMBER] = (double)id,        [AMT] = read.dose,     [II] = read.every_d,
                                  [TIME] = read.start_d,        [UNTIL] = read.stop_d, [ADHERENCE] = read.adherence,
                                  [DOSES] = (double)read.doses, [GIVEN] = given};
        for (int column = 0; column < PARAMETERS; column++)
            if (column != DRUG)
                REAL(VECTOR_ELT(made, column))[i] = numbers[column];
        SET_STRING_ELT(VECTOR_ELT(made, DRUG), (R_xlen_t)i, Rf_mkCharCE(read.agent, CE_UTF8));
        SEXP own = PROTECT(Rf_allocVector(REALSXP, (R_xlen_t)read.n_parameters));
        SEXP names = PROTECT(Rf_allocVector(STRSXP, (R_xlen_t)read.n_parameters));
        for (size_t j = 0; j < read.n_parameters; j++) {
            REAL(own)[j] = read.parameters[j].value;
            SET_STRING_ELT(names, (R_xlen_t)j, Rf_mkCharCE(read.parameters[j].name, CE_UTF8));
        }
        Rf_setAttrib(own, R_NamesSymbol, names);
        SET_VECTOR_ELT(VECTOR_ELT(made, PARAMETERS), (R_xlen_t)i, own);
        UNPROTECT(2);
    }
    UNPROTECT(1);
    return made;
}

/* ---- at a visit ---- */

SEXP visit_observe(SEXP handle, SEXP observables) {
    bm_visit *visit = pointer_of(handle, VISIT);
    SEXP wrong = R_NilValue;
    const size_t *indices = indices_of(model_of(handle), observables, &wrong);
    if (!indices)
        return wrong;
    SEXP values = PROTECT(Rf_allocVector(REALSXP, Rf_xlength(observables)));
    for (R_xlen_t i = 0; i < Rf_xlength(values); i++) {
        const bm_status status = bm_visit_observe_index(visit, indices[i], &REAL(values)[i]);
        if (status != BM_OK) {
            UNPROTECT(1);
            return visit_failure(status, visit);
        }
    }
    UNPROTECT(1);
    return values;
}

SEXP visit_prescribe(SEXP handle, SEXP list, SEXP replaced) {
    bm_visit *visit = pointer_of(handle, VISIT);
    const char *agent = string_of(element(list, "agent"), "drug");
    const double instead_of = number_of(replaced, "number");
    bm_prescription prescription;
    uint64_t id = 0;
    if (bm_prescription_init(model_of(handle), agent, &prescription) != BM_OK) /* a hook, or not known */
        prescription = (bm_prescription){.struct_size = (uint32_t)sizeof prescription,
                                         .agent = agent,
                                         .dose = 1.0,
                                         .stop_d = BM_NEVER_D,
                                         .adherence = 1.0};
    fill_prescription(list, &prescription);
    struct call call;
    begin_call(&call, R_NilValue);
    const bm_status status = R_IsNA(instead_of) ? bm_visit_prescribe(visit, &prescription, &id)
                                                : bm_visit_change(visit, (uint64_t)instead_of, &prescription, &id);
    end_call(&call);
    return status == BM_OK ? Rf_ScalarReal((double)id) : visit_failure(status, visit);
}

SEXP visit_stop(SEXP handle, SEXP number, SEXP stop_d) {
    bm_visit *visit = pointer_of(handle, VISIT);
    const bm_status status = bm_visit_stop(visit, (uint64_t)number_of(number, "number"), number_of(stop_d, "at"));
    return status == BM_OK ? R_NilValue : visit_failure(status, visit);
}
