/* SPDX-License-Identifier: Apache-2.0 */
/* The model and its catalogue. */
#include "package.h"

SEXP version(void) {
    return Rf_mkString(bm_version_string());
}

SEXP model_create(SEXP name) {
    bm_model_options options;
    bm_model *model;
    char message[240];
    bm_model_options_init(&options);
    options.name = string_of(name, "model");
    options.message = message;
    options.message_size = sizeof message;
    const bm_status status = bm_model_create(&options, &model);
    return status == BM_OK ? new_handle(MODEL, model, R_NilValue) : failure(status, message);
}

SEXP model_identity(SEXP handle) {
    static const char *const names[] = {"calibration", "equations", NULL};
    const bm_model *model = pointer_of(handle, MODEL);
    SEXP made = PROTECT(named_list(names));
    SET_VECTOR_ELT(made, 0, Rf_mkString(bm_model_calibration(model)));
    SET_VECTOR_ELT(made, 1, Rf_ScalarInteger((int)bm_model_equations(model)));
    UNPROTECT(1);
    return made;
}

SEXP catalog(SEXP handle, SEXP kind_number) {
    static const char *const names[] = {"name",        "unit",   "minimum", "maximum", "default",
                                        "description", "source", "code",    "flags",   NULL};
    enum { NAME, UNIT, MINIMUM, MAXIMUM, DEFAULT, DESCRIPTION, SOURCE, CODE, FLAGS, N_COLUMNS };
    const bm_model *model = pointer_of(handle, MODEL);
    const uint32_t kind = (uint32_t)number_of(kind_number, "kind");
    const size_t n = bm_catalog_count(model, kind);
    SEXP made = PROTECT(named_list(names));
    for (int i = 0; i < N_COLUMNS; i++) {
        const SEXPTYPE type = i == FLAGS ? INTSXP : i >= MINIMUM && i <= DEFAULT ? REALSXP : STRSXP;
        SET_VECTOR_ELT(made, i, Rf_allocVector(type, (R_xlen_t)n));
    }
    for (size_t i = 0; i < n; i++) {
        bm_catalog_entry row = {.struct_size = (uint32_t)sizeof row};
        const bm_status status = bm_catalog_row(model, kind, i, &row);
        if (status != BM_OK) {
            UNPROTECT(1);
            return failure(status, "");
        }
        const char *const texts[N_COLUMNS] = {[NAME] = row.name,
                                              [UNIT] = row.unit,
                                              [DESCRIPTION] = row.description,
                                              [SOURCE] = row.source,
                                              [CODE] = row.code};
        for (int column = 0; column < N_COLUMNS; column++)
            if (texts[column])
                SET_STRING_ELT(VECTOR_ELT(made, column), (R_xlen_t)i, Rf_mkCharCE(texts[column], CE_UTF8));
        REAL(VECTOR_ELT(made, MINIMUM))[i] = row.minimum;
        REAL(VECTOR_ELT(made, MAXIMUM))[i] = row.maximum;
        REAL(VECTOR_ELT(made, DEFAULT))[i] = row.default_value;
        INTEGER(VECTOR_ELT(made, FLAGS))[i] = (int)row.flags;
    }
    UNPROTECT(1);
    return made;
}

SEXP nearest(SEXP model, SEXP kind, SEXP name) {
    char names[160];
    const bm_status status = bm_catalog_nearest(pointer_of(model, MODEL), (uint32_t)number_of(kind, "kind"),
                                                string_of(name, "name"), names, sizeof names);
    return status == BM_OK ? Rf_mkString(names) : failure(status, "");
}

SEXP convert(SEXP model, SEXP kind, SEXP name, SEXP value, SEXP unit) {
    double converted;
    char message[240];
    const bm_status status =
        bm_catalog_convert(pointer_of(model, MODEL), (uint32_t)number_of(kind, "kind"), string_of(name, "name"),
                           number_of(value, "value"), string_of(unit, "unit"), &converted, message, sizeof message);
    return status == BM_OK ? Rf_ScalarReal(converted) : failure(status, message);
}
