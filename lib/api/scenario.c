/* SPDX-License-Identifier: Apache-2.0 */
/* Writes a patient as a scenario of bonesim: what was set of her, and what was prescribed on day 0. */
#include <stdarg.h>
#include <stdio.h>

#include "api/handles.h"
#include "agents/loading_programmes.h"

/* A text in the making; without room it is only counted. */
struct text {
    char *at;
    size_t size, length;
};

__attribute__((format(printf, 2, 3))) static void put(struct text *text, const char *format, ...) {
    va_list arguments;
    const size_t room = text->length < text->size ? text->size - text->length : 0;
    va_start(arguments, format);
    const int length = vsnprintf(room ? text->at + text->length : NULL, room, format, arguments);
    va_end(arguments);
    text->length += length > 0 ? (size_t)length : 0;
}

/* Do 15 digits read back as the number? They are a whole number below 2^53 times a power of ten; up to 10^22 that is
 * exact too, and one operation on both rounds as reading does. */
static int fifteen_digits_do(double number) {
    char digits[40];
    double whole = 0.0, power = 1.0;
    int exponent = 0;
    const char *at = digits;
    snprintf(digits, sizeof digits, "%.14e", fabs(number));
    for (; *at != 'e'; at++)
        if (*at >= '0' && *at <= '9')
            whole = 10.0 * whole + (*at - '0');
    const int negative = *++at == '-';
    while (*++at)
        exponent = 10 * exponent + (*at - '0');
    exponent = (negative ? -exponent : exponent) - 14;
    if (exponent < -22 || exponent > 22)
        return 0;
    for (int i = 0; i < (exponent < 0 ? -exponent : exponent); i++)
        power *= 10.0;
    return fabs(number) == (exponent < 0 ? whole / power : whole * power);
}

/* 15 digits, or the 17 that always read back as the number; the locale's decimal point becomes JSON's. */
static void put_number(struct text *text, double number) {
    char digits[40];
    snprintf(digits, sizeof digits, "%.*g", fifteen_digits_do(number) ? 15 : 17, number);
    for (const char *at = digits; *at;) {
        const size_t plain = strspn(at, "0123456789+-e"), point = strcspn(at + plain, "0123456789");
        put(text, "%.*s%s", (int)plain, at, point ? "." : "");
        at += plain + point;
    }
}

static void put_member(struct text *text, const char *key, double number) {
    put(text, ", \"%s\": ", key);
    put_number(text, number);
}

/* An object of all values of a kind that were set, if there are any. */
static void put_values(struct text *text, const bm_patient *patient, uint32_t kind, const char *key) {
    int any = 0;
    for (size_t i = 0; i < bm_catalog_count(patient->model, kind); i++) {
        if (!bm__is_set(patient, kind, i))
            continue;
        bm_catalog_entry row;
        bm__catalog_entry(patient->model, kind, i, &row);
        put(text, any ? ", \"%s\": " : ",\n  \"%s\": { \"%s\": ", any ? row.name : key, row.name);
        put_number(text, kind == BM_KIND_COVARIATE   ? patient->day0.covariates[i]
                         : kind == BM_KIND_PARAMETER ? patient->sim.parameters[i]
                                                     : patient->sim.initial[i]);
        any = 1;
    }
    put(text, any ? " }" : "");
}

/* A parameter of an agent; an exercise goes by its name, and the number 0 stands for none. */
static void put_parameter(struct text *text, const bm_named_value *parameter) {
    if (strcmp(parameter->name, "exercise") != 0)
        put_member(text, parameter->name, parameter->value);
    else if (parameter->value > 0.0)
        put(text, ", \"exercise\": \"%s\"", bm__exercises[(size_t)parameter->value - 1].name);
}

static void put_prescription(struct text *text, const bm_prescription *rx) {
    /* what never acts takes part all the same, and a scenario does not end before it begins */
    const int never = !(rx->stop_d > rx->start_d) || rx->start_d > BM_MAX_TIME_D;
    put(text, "{ \"agent\": \"%s\"", rx->agent);
    put_member(text, "dose", rx->dose);
    if (rx->every_d > 0.0)
        put_member(text, "every_days", rx->every_d);
    if (rx->doses > 0)
        put(text, ", \"doses\": %lu", (unsigned long)rx->doses);
    put_member(text, "start_day", never ? 0.0 : rx->start_d);
    if (!never && rx->stop_d < BM_NEVER_D)
        put_member(text, "stop_day", rx->stop_d);
    if (never || rx->adherence != 1.0)
        put_member(text, "adherence", never ? 0.0 : rx->adherence);
    for (size_t i = 0; i < rx->n_parameters; i++)
        put_parameter(text, &rx->parameters[i]);
    put(text, " }");
}

static void put_scenario(struct text *text, const bm_patient *patient, const double *times_d, size_t n_times,
                         const size_t *observables, size_t n_observables) {
    put(text, "{\n  \"schema\": \"bonemodel.scenario/1\"");
    if (!patient->model->full)
        put(text, ",\n  \"model\": \"core\"");
    put_values(text, patient, BM_KIND_COVARIATE, "patient");
    put_values(text, patient, BM_KIND_PARAMETER, "parameters");
    put_values(text, patient, BM_KIND_INITIAL, "initial");
    put(text, ",\n  \"solver\": { \"rtol\": ");
    put_number(text, patient->sim.rtol);
    put(text, " },\n  \"arms\": [ { \"name\": \"patient\", \"interventions\": [");
    for (uint32_t i = 0; i < patient->sim.n_courses; i++) {
        bm_named_value parameters[BM__MAX_OPTIONS];
        const bm_prescription rx = bm__prescription_of(patient, &patient->sim.courses[i], parameters);
        put(text, i ? ",\n    " : "\n    ");
        put_prescription(text, &rx);
    }
    put(text, " ] } ],\n  \"horizon_days\": ");
    put_number(text, times_d[n_times - 1] > 0.0 ? times_d[n_times - 1] : 1.0);
    for (size_t i = 0; i < n_times; i++) {
        put(text, i ? ", " : ",\n  \"sample_days\": [");
        put_number(text, times_d[i]);
    }
    for (size_t i = 0; i < n_observables; i++)
        put(text, "%s\"%s\"", i ? ", " : "],\n  \"observables\": [", patient->model->observable_names[observables[i]]);
    put(text, "]\n}\n");
}

/* Whether a scenario can say all of her. */
static bm_status check_patient(bm_patient *patient) {
    const struct bm__simulation *sim = &patient->sim;
    if (bm__hooks_count(sim->hooks) > 0)
        return bm__fail(patient, BM_ECONFLICT,
                        "write_scenario: the patient has the hook '%s', and a scenario holds no functions of a host",
                        sim->hooks->hook[0]->name);
    if (sim->n_decisions > 0)
        return bm__fail(
            patient, BM_ECONFLICT,
            "write_scenario: the patient has the decision '%s', and a scenario holds no functions of a host",
            patient->deciders[0].name);
    if (bm__has_her_own(patient))
        return bm__fail(
            patient, BM_ECONFLICT,
            "write_scenario: the patient has a walk of her own or a study's difference, which a scenario does "
            "not say; allowed is a patient who has neither");
    for (uint32_t i = 0; i < sim->n_courses; i++)
        if (sim->courses[i].later)
            return bm__fail(patient, BM_ECONFLICT,
                            "write_scenario: prescription %llu, of %s, was prescribed or stopped after day 0, and a "
                            "scenario says what was prescribed on day 0",
                            (unsigned long long)sim->courses[i].id, bm__agent_of(sim, sim->courses[i].agent)->name);
    return BM_OK;
}

static bm_status check_sampling(bm_patient *patient, const double *times_d, size_t n_times, const size_t *observables,
                                size_t n_observables) {
    if (!times_d || n_times == 0 || !observables || n_observables == 0)
        return bm__fail(patient, BM_EINVAL, "write_scenario: there are no %s, needed is at least one",
                        !times_d || n_times == 0 ? "times" : "observables");
    for (size_t i = 0; i < n_times; i++)
        if (!(times_d[i] >= 0.0 && times_d[i] <= BM_MAX_TIME_D) || (i > 0 && !(times_d[i] > times_d[i - 1])))
            return bm__fail(patient, BM_ERANGE,
                            "write_scenario: time %llu is %g, allowed are increasing times of 0 to %g days",
                            (unsigned long long)i, times_d[i], BM_MAX_TIME_D);
    for (size_t i = 0; i < n_observables; i++)
        if (observables[i] >= patient->model->n_observables)
            return bm__fail(patient, BM_ENOTFOUND, "write_scenario: observable %llu, allowed is 0 to %lu",
                            (unsigned long long)observables[i], (unsigned long)patient->model->n_observables - 1);
    for (size_t i = 1; i < n_observables; i++)
        for (size_t j = 0; j < i; j++)
            if (observables[i] == observables[j])
                return bm__fail(patient, BM_ECONFLICT, "write_scenario: %s is named twice, allowed is each once",
                                patient->model->observable_names[observables[i]]);
    return BM_OK;
}

bm_status bm_patient_write_scenario(bm_patient *patient, const double *times_d, size_t n_times,
                                    const size_t *observables, size_t n_observables, char *text, size_t size,
                                    size_t *needed) {
    if (!patient)
        return BM_EINVAL;
    if (patient->busy)
        return bm__busy(patient, "write_scenario");
    bm_status status = check_sampling(patient, times_d, n_times, observables, n_observables);
    if (status == BM_OK)
        status = check_patient(patient);
    if (status == BM_OK && !text && !needed)
        status = bm__fail(patient, BM_EINVAL, "write_scenario: text and needed are NULL");
    if (status != BM_OK)
        return status;
    struct text counted = {NULL, 0, 0}, written = {text, size, 0};
    put_scenario(&counted, patient, times_d, n_times, observables, n_observables);
    if (text && size <= counted.length)
        return bm__fail(patient, BM_ESIZE, "write_scenario: the text has room for %llu bytes, needed are %llu",
                        (unsigned long long)size, (unsigned long long)counted.length + 1);
    if (text)
        put_scenario(&written, patient, times_d, n_times, observables, n_observables);
    if (needed)
        *needed = counted.length + 1;
    return BM_OK;
}
