/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hooks and decisions: what the library calls back. The user pointer is the list in R, as bm_hook() or bm_decision()
 * makes it, which the patient's handle keeps alive. Clones and members share it. A snapshot holds nothing of it: it is
 * given again when the patient is loaded.
 */
#include "package.h"

/* ---- a call of a function in R ---- */

struct question {
    SEXP list;            /* the hook or decision */
    const char *function; /* which of its functions */
    bm_hook_at *at;
    double number, *answer;
    bm_visit *visit;
    SEXP handle; /* of the visit */
};

static SEXP numbers_to(const double *from, R_xlen_t n) {
    SEXP made = Rf_allocVector(REALSXP, n);
    for (R_xlen_t i = 0; i < n; i++)
        REAL(made)[i] = from[i];
    return made;
}

static R_xlen_t length_of(SEXP list, const char *name) {
    return Rf_xlength(element(list, name));
}

static const char *name_of(SEXP list) {
    return CHAR(STRING_ELT(element(list, "name"), 0));
}

/* What a function has returned, as the doubles that it must be. */
static SEXP doubles(SEXP list, const char *what, SEXP x, R_xlen_t n) {
    if (!Rf_isNumeric(x) || Rf_xlength(x) != n)
        Rf_error("'%s' of the hook '%s' must be %d number%s", what, name_of(list), (int)n, n == 1 ? "" : "s");
    return Rf_coerceVector(x, REALSXP);
}

/* Copies a matrix of a field's answer, row by row as the library wants it. */
static void read_part(SEXP list, SEXP answer, const char *name, R_xlen_t rows, R_xlen_t columns, double *to) {
    SEXP x = element(answer, name);
    if (!to || rows * columns == 0 || x == R_NilValue)
        return;
    x = PROTECT(doubles(list, name, x, rows * columns));
    for (R_xlen_t i = 0; i < rows; i++)
        for (R_xlen_t j = 0; j < columns; j++)
            to[i * columns + j] = REAL(x)[i + j * rows];
    UNPROTECT(1);
}

static SEXP ask_field(void *data) {
    const struct question *q = data;
    bm_hook_at *at = q->at;
    const R_xlen_t n = length_of(q->list, "states"), n_targets = length_of(q->list, "targets"),
                   n_body = length_of(q->list, "body");
    SEXP x = PROTECT(numbers_to(at->x, n)), body = PROTECT(numbers_to(at->body, n_body));
    Rf_setAttrib(x, R_NamesSymbol, element(q->list, "state_names"));
    Rf_setAttrib(body, R_NamesSymbol, element(q->list, "body"));
    SEXP time = PROTECT(Rf_ScalarReal(at->time_h)), rate = PROTECT(Rf_ScalarReal(at->rate));
    SEXP call = PROTECT(Rf_lang5(element(q->list, "field"), time, x, rate, body));
    SEXP answer = PROTECT(Rf_eval(call, R_GlobalEnv));
    if (TYPEOF(answer) != VECSXP)
        Rf_error("'field' of the hook '%s' must return a list of dx_dt and targets", name_of(q->list));
    read_part(q->list, answer, "dx_dt", n, 1, at->dx_dt);
    read_part(q->list, answer, "targets", n_targets, 1, at->targets);
    read_part(q->list, answer, "dx_by_x", n, n, at->dx_by_x);
    read_part(q->list, answer, "targets_by_x", n_targets, n, at->targets_by_x);
    read_part(q->list, answer, "dx_by_body", n, n_body, at->dx_by_body);
    read_part(q->list, answer, "targets_by_body", n_targets, n_body, at->targets_by_body);
    read_part(q->list, answer, "dx_by_time", n, 1, at->dx_by_time);
    read_part(q->list, answer, "targets_by_time", n_targets, 1, at->targets_by_time);
    UNPROTECT(6);
    return R_NilValue;
}

static SEXP ask_number(void *data) {
    const struct question *q = data;
    SEXP number = PROTECT(Rf_ScalarReal(q->number)), call = PROTECT(Rf_lang2(element(q->list, q->function), number));
    SEXP answer = PROTECT(doubles(q->list, q->function, PROTECT(Rf_eval(call, R_GlobalEnv)), 1));
    *q->answer = REAL(answer)[0];
    UNPROTECT(4);
    return R_NilValue;
}

static SEXP ask_event(void *data) {
    const struct question *q = data;
    const R_xlen_t n = length_of(q->list, "states");
    SEXP time = PROTECT(Rf_ScalarReal(q->number)), x = PROTECT(numbers_to(q->answer, n));
    Rf_setAttrib(x, R_NamesSymbol, element(q->list, "state_names"));
    SEXP call = PROTECT(Rf_lang3(element(q->list, q->function), time, x));
    SEXP answer = PROTECT(doubles(q->list, q->function, PROTECT(Rf_eval(call, R_GlobalEnv)), n));
    for (R_xlen_t i = 0; i < n; i++)
        q->answer[i] = REAL(answer)[i];
    UNPROTECT(5);
    return R_NilValue;
}

static int32_t call_field(void *user, bm_hook_at *at) {
    struct question q = {.list = user, .at = at};
    return guarded(ask_field, &q);
}

static int32_t call_amount(void *user, double dose, double *amount) {
    struct question q = {.list = user, .function = "amount", .number = dose, .answer = amount};
    return guarded(ask_number, &q);
}

static int32_t call_next_event(void *user, double time_d, double *event_d) {
    struct question q = {.list = user, .function = "next_event", .number = time_d, .answer = event_d};
    const int32_t status = guarded(ask_number, &q);
    if (status == 0 && *event_d > BM_NEVER_D) /* Inf */
        *event_d = BM_NEVER_D;
    return status;
}

static int32_t call_event(void *user, double time_d, double *x) {
    struct question q = {.list = user, .function = "event", .number = time_d, .answer = x};
    return guarded(ask_event, &q);
}

static int32_t save_nothing(void *user, void *buffer, size_t size, size_t *needed) {
    (void)user;
    (void)buffer;
    (void)size;
    *needed = 0;
    return 0;
}

static const bm_user_functions functions = {.struct_size = (uint32_t)sizeof functions, .save = save_nothing};

/* ---- hooks ---- */

static const char *const *strings_to(SEXP x) {
    const char **made = (const char **)R_alloc((size_t)Rf_xlength(x) + 1, sizeof *made);
    for (R_xlen_t i = 0; i < Rf_xlength(x); i++)
        made[i] = Rf_translateCharUTF8(STRING_ELT(x, i));
    return made;
}

void fill_hook(SEXP list, bm_hook *hook) {
    SEXP states = element(list, "states");
    bm_hook_init(hook);
    hook->name = string_of(element(list, "name"), "name");
    hook->flags = (Rf_asLogical(element(list, "jacobian")) == TRUE ? BM_HOOK_JACOBIAN : 0) |
                  (Rf_asLogical(element(list, "continuous")) == TRUE ? BM_HOOK_CONTINUOUS : 0);
    hook->user = list;
    hook->n_states = (uint32_t)Rf_xlength(states);
    hook->scales = numbers_of(states, "states");
    hook->targets = strings_to(element(list, "targets"));
    hook->n_targets = (uint32_t)length_of(list, "targets");
    hook->body = strings_to(element(list, "body"));
    hook->n_body = (uint32_t)length_of(list, "body");
    take_number(list, "amt_minimum", &hook->dose_minimum);
    take_number(list, "amt_maximum", &hook->dose_maximum);
    take_number(list, "amt", &hook->dose_default);
    take_number(list, "ii", &hook->every_default_d);
    hook->field = call_field;
    hook->amount = element(list, "amount") == R_NilValue ? NULL : call_amount;
    hook->next_event = element(list, "next_event") == R_NilValue ? NULL : call_next_event;
    hook->event = element(list, "event") == R_NilValue ? NULL : call_event;
    hook->functions = &functions;
}

SEXP patient_hook(SEXP handle, SEXP list) {
    bm_patient *patient = pointer_of(handle, PATIENT);
    bm_hook hook;
    fill_hook(list, &hook);
    keep(handle, list);
    struct call call;
    begin_call(&call, R_NilValue);
    const bm_status status = bm_patient_hook(patient, &hook);
    end_call(&call);
    return status == BM_OK ? R_NilValue : patient_failure(status, patient);
}

SEXP patient_read_hook(SEXP handle, SEXP name, SEXP n_states) {
    bm_patient *patient = pointer_of(handle, PATIENT);
    SEXP x = PROTECT(Rf_allocVector(REALSXP, (R_xlen_t)number_of(n_states, "states")));
    const char *text = string_of(name, "name");
    struct call call;
    begin_call(&call, R_NilValue);
    const bm_status status = bm_patient_read_hook(patient, text, REAL(x), (size_t)Rf_xlength(x));
    end_call(&call);
    SEXP result = status == BM_OK ? x : patient_failure(status, patient);
    UNPROTECT(1);
    return result;
}

/* ---- decisions ---- */

static SEXP ask_visit(void *data) {
    static const char *const names[] = {"pointer", "time_d", "member", "crossed", NULL};
    struct question *q = data;
    double time_d = 0.0;
    uint64_t member = 0;
    uint32_t crossed = 0;
    bm_visit_time(q->visit, &time_d);
    bm_visit_member(q->visit, &member);
    bm_visit_crossed(q->visit, &crossed);
    SEXP visit = PROTECT(named_list(names)), kept = PROTECT(Rf_allocVector(VECSXP, 2));
    SET_VECTOR_ELT(kept, 0, element(q->list, "model"));
    q->handle = PROTECT(new_handle(VISIT, q->visit, kept));
    SET_VECTOR_ELT(visit, 0, q->handle);
    SET_VECTOR_ELT(visit, 1, Rf_ScalarReal(time_d));
    SET_VECTOR_ELT(visit, 2, Rf_ScalarReal((double)member));
    SET_VECTOR_ELT(visit, 3, Rf_mkString(crossed == BM_BELOW ? "below" : crossed == BM_ABOVE ? "above" : ""));
    Rf_setAttrib(visit, R_ClassSymbol, PROTECT(Rf_mkString("bm_visit")));
    SEXP call = PROTECT(Rf_lang2(element(q->list, "visit"), visit));
    Rf_eval(call, R_GlobalEnv);
    UNPROTECT(5);
    return R_NilValue;
}

static int32_t call_visit(void *user, bm_visit *visit) {
    struct question q = {.list = user, .visit = visit};
    const int32_t status = guarded(ask_visit, &q);
    if (q.handle) /* whoever keeps it hears that the visit is over */
        R_ClearExternalPtr(q.handle);
    return status;
}

void fill_decision(SEXP list, bm_decision *decision) {
    SEXP observable = element(list, "observable");
    bm_decision_init(decision);
    decision->name = string_of(element(list, "name"), "name");
    decision->visit = call_visit;
    decision->user = list;
    decision->functions = &functions;
    take_number(list, "first_d", &decision->first_d);
    take_number(list, "every_d", &decision->every_d);
    take_number(list, "stop_d", &decision->stop_d);
    if (observable != R_NilValue) {
        decision->observable = string_of(observable, "observable");
        decision->crossing = (uint32_t)number_of(element(list, "crossing"), "crossing");
        take_number(list, "level", &decision->level);
    }
}

SEXP patient_decide(SEXP handle, SEXP list) {
    bm_patient *patient = pointer_of(handle, PATIENT);
    bm_decision decision;
    uint64_t id = 0;
    fill_decision(list, &decision);
    keep(handle, list);
    const bm_status status = bm_patient_decide(patient, &decision, &id);
    return status == BM_OK ? Rf_ScalarReal((double)id) : patient_failure(status, patient);
}
