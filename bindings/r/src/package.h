/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the C files of the package share. Each routine takes what the functions in R have checked, and checks types once
 * more. It returns its value, or the failure that check() in R turns into a condition. R never jumps across a frame of
 * the library: what it calls back runs inside guarded(), and the jump goes on when the library has returned.
 */
#ifndef BM_PACKAGE_H
#define BM_PACKAGE_H

#define R_NO_REMAP
#define STRICT_R_HEADERS
#include <R.h>
#include <Rinternals.h>

#include <bonemodel/bonemodel.h>

/* ---- handles: external pointers with a tag; a patient's and a cohort's keep what they need alive ---- */

enum handle_kind { MODEL, PATIENT, COHORT, FORECAST, VISIT };

SEXP new_handle(enum handle_kind kind, void *pointer, SEXP kept);
void *pointer_of(SEXP handle, enum handle_kind kind);

bm_model *model_of(SEXP handle);        /* of any handle but a model's */
void keep(SEXP patient, SEXP function); /* adds to what is called back for her */
SEXP new_patient(bm_patient *patient, SEXP like);

/* ---- failures ---- */

SEXP failure(bm_status status, const char *sentence);
SEXP patient_failure(bm_status status, bm_patient *patient);
SEXP cohort_failure(bm_status status, bm_cohort *cohort);
SEXP visit_failure(bm_status status, bm_visit *visit);

/* ---- a call of the library that may take long or call back ---- */

struct call {
    SEXP progress; /* a function of the part that is done, or NULL */
    SEXP token;
    int interrupted, jumped;
    double shown; /* the part that was shown last */
    struct call *outer;
};

void begin_call(struct call *call, SEXP progress);
void end_call(struct call *call); /* does not return when a function in R has jumped */
int32_t progress_callback(void *user, double time_d, double fraction);

/* Calls body(data) in R's world; 0, or a negative number when it has jumped. */
int32_t guarded(SEXP (*body)(void *), void *data);

/* ---- arguments ---- */

const char *string_of(SEXP x, const char *what);
double number_of(SEXP x, const char *what);
const double *numbers_of(SEXP x, const char *what);
SEXP element(SEXP list, const char *name); /* of a named list; NULL of R when it is not there */
uint64_t whole_number(SEXP list, const char *name, uint64_t unless, double most); /* for the library to refuse */
void take_number(SEXP list, const char *name, double *field);                     /* unless it is missing or NA */
SEXP named_list(const char *const *names);                                        /* ends with a NULL */

/* The catalogue's indices of observables; *wrong is the failure when a name is not known. */
size_t *indices_of(const bm_model *model, SEXP names, SEXP *wrong);

/* Fills a prescription from a list as prescriptions_of() in R makes it, with an agent's defaults already in it. */
void fill_prescription(SEXP list, bm_prescription *prescription);

/* Fills a hook or decision; what it points to lives as long as the call from R. */
void fill_hook(SEXP list, bm_hook *hook);
void fill_decision(SEXP list, bm_decision *decision);

/* Declares the routine NAME of a number of arguments; init.c registers it. */
#define ROUTINES(X)                                                                                                    \
    X(is_alive, 1)                                                                                                     \
    X(statuses, 0)                                                                                                     \
    X(version, 0)                                                                                                      \
    X(model_create, 1)                                                                                                 \
    X(model_identity, 1)                                                                                               \
    X(catalog, 2)                                                                                                      \
    X(nearest, 3)                                                                                                      \
    X(convert, 5)                                                                                                      \
    X(patient_create, 3)                                                                                               \
    X(patient_clone, 1)                                                                                                \
    X(patient_set, 3)                                                                                                  \
    X(patient_values, 2)                                                                                               \
    X(patient_prescribe, 2)                                                                                            \
    X(patient_stop, 3)                                                                                                 \
    X(patient_prescriptions, 1)                                                                                        \
    X(patient_advance, 3)                                                                                              \
    X(patient_time, 1)                                                                                                 \
    X(patient_observe, 2)                                                                                              \
    X(patient_sample, 4)                                                                                               \
    X(patient_explain, 3)                                                                                              \
    X(patient_sensitivities, 4)                                                                                        \
    X(patient_hook, 2)                                                                                                 \
    X(patient_read_hook, 3)                                                                                            \
    X(patient_decide, 2)                                                                                               \
    X(patient_messages, 1)                                                                                             \
    X(patient_clear_warnings, 1)                                                                                       \
    X(patient_stats, 1)                                                                                                \
    X(patient_calibration, 1)                                                                                          \
    X(patient_save, 1)                                                                                                 \
    X(patient_load, 4)                                                                                                 \
    X(patient_scenario, 3)                                                                                             \
    X(cohort_create, 2)                                                                                                \
    X(cohort_vary, 5)                                                                                                  \
    X(cohort_correlate, 4)                                                                                             \
    X(cohort_sample, 5)                                                                                                \
    X(cohort_summarise, 6)                                                                                             \
    X(cohort_member, 2)                                                                                                \
    X(cohort_failures, 1)                                                                                              \
    X(cohort_stats, 1)                                                                                                 \
    X(forecast_create, 2)                                                                                              \
    X(forecast_measure, 3)                                                                                             \
    X(forecast_add, 2)                                                                                                 \
    X(forecast_follow, 2)                                                                                              \
    X(forecast_summarise, 6)                                                                                           \
    X(forecast_sample, 6)                                                                                              \
    X(forecast_weights, 2)                                                                                             \
    X(forecast_member, 3)                                                                                              \
    X(forecast_report, 1)                                                                                              \
    X(visit_observe, 2)                                                                                                \
    X(visit_prescribe, 3)                                                                                              \
    X(visit_stop, 3)

#define ARGUMENTS_0              void
#define ARGUMENTS_1              SEXP
#define ARGUMENTS_2              SEXP, SEXP
#define ARGUMENTS_3              SEXP, SEXP, SEXP
#define ARGUMENTS_4              SEXP, SEXP, SEXP, SEXP
#define ARGUMENTS_5              SEXP, SEXP, SEXP, SEXP, SEXP
#define ARGUMENTS_6              SEXP, SEXP, SEXP, SEXP, SEXP, SEXP
#define DECLARE(name, arguments) SEXP name(ARGUMENTS_##arguments);
ROUTINES(DECLARE)
#undef DECLARE

#endif
