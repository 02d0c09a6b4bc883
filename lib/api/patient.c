/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stdio.h>

#include "api/handles.h"

static const size_t FIRST_OPTIONS = offsetof(bm_patient_options, rtol) + sizeof(double);
static const double DEFAULT_RTOL = 2e-5;
static const uint64_t DEFAULT_MAX_STEPS = 100000000;

void bm_patient_options_init_sized(bm_patient_options *options, size_t struct_size) {
    const bm_patient_options defaults = {
        .struct_size = (uint32_t)struct_size, .rtol = DEFAULT_RTOL, .max_steps = DEFAULT_MAX_STEPS};
    if (options && struct_size >= sizeof options->struct_size)
        bm__copy_struct(options, struct_size, &defaults, sizeof defaults);
}

bm_patient *bm__patient_new(const bm_model *model) {
    bm_patient *patient = bm__allocate(&model->allocator, 1, sizeof *patient);
    if (patient) {
        patient->model = model;
        bm__model_hold(model);
    }
    return patient;
}

/* Releases a patient whose simulation does not exist. */
static void release(bm_patient *patient) {
    const bm_model *model = patient->model;
    bm__release(&model->allocator, patient);
    bm__model_release(model);
}

bm_status bm_patient_create(const bm_model *model, const bm_patient_options *options, bm_patient **out) {
    if (!model || !out)
        return BM_EINVAL;
    bm_patient_options o;
    bm_patient_options_init(&o);
    if (options) {
        if (options->struct_size < FIRST_OPTIONS)
            return BM_ESIZE;
        bm__copy_struct(&o, sizeof o, options, options->struct_size);
    }
    if (!(o.rtol >= BM__MINIMUM_RTOL && o.rtol <= BM__MAXIMUM_RTOL) || o.max_steps == 0)
        return BM_ERANGE;
    bm_patient *patient = bm__patient_new(model);
    if (!patient)
        return BM_ENOMEM;
    if (bm__simulation_create(&patient->sim, model->full, &model->allocator, o.rtol, o.max_steps) != BM_OK) {
        release(patient);
        return BM_ENOMEM;
    }
    for (int i = 0; i < BM__N_COVARIATES; i++)
        patient->day0.covariates[i] = (double)NAN;
    *out = patient;
    return BM_OK;
}

void bm_patient_destroy(bm_patient *patient) {
    if (!patient)
        return;
    bm__decisions_release(patient);
    bm__simulation_destroy(&patient->sim);
    release(patient);
}

bm_status bm_patient_clone(const bm_patient *patient, bm_patient **out) {
    if (!patient || !out)
        return BM_EINVAL;
    if (patient->busy)
        return BM_ESTATE;
    bm_patient *clone = bm__patient_new(patient->model);
    if (!clone)
        return BM_ENOMEM;
    *clone = *patient;
    clone->progress = NULL;
    clone->progress_user = NULL;
    clone->error[0] = '\0';
    bm_status status = bm__simulation_copy(&clone->sim, &patient->sim);
    if (status != BM_OK) {
        release(clone);
        return status;
    }
    status = bm__decisions_copy(clone, patient->decisions, NULL);
    if (status != BM_OK) {
        bm__simulation_destroy(&clone->sim);
        release(clone);
        return status;
    }
    *out = clone;
    return BM_OK;
}

bm_status bm__fail(bm_patient *patient, bm_status status, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(patient->error, sizeof patient->error, format, arguments);
    va_end(arguments);
    return status;
}

bm_status bm__busy(bm_patient *patient, const char *call) {
    return bm__fail(patient, BM_ESTATE, "%s: the patient is in a call that has called back", call);
}

void bm__warn(bm_patient *patient, const char *format, ...) {
    char text[BM__MESSAGE_LENGTH];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    for (uint32_t i = 0; i < patient->n_warnings; i++)
        if (strcmp(patient->warnings[i], text) == 0)
            return;
    if (patient->n_warnings < BM__MAX_WARNINGS)
        memcpy(patient->warnings[patient->n_warnings++], text, sizeof text);
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

bm_status bm_patient_applicability(const bm_patient *patient, size_t *n_reasons) {
    if (!patient || !n_reasons)
        return BM_EINVAL;
    size_t n = 0;
    for (uint32_t reasons = bm__applicability(&patient->sim, &patient->day0); reasons; reasons &= reasons - 1)
        n++;
    *n_reasons = n;
    return BM_OK;
}

const char *bm_patient_applicability_reason(const bm_patient *patient, size_t index) {
    if (!patient)
        return NULL;
    const uint32_t reasons = bm__applicability(&patient->sim, &patient->day0);
    for (uint32_t i = 0; i < BM__N_REASONS; i++)
        if ((reasons >> i & 1u) && index-- == 0)
            return bm__reason_text(i);
    return NULL;
}

/* The value that a settable name stands for, with its catalogue row; NULL if there is none. */
static double *find_value(bm_patient *patient, const char *name, bm_catalog_entry *row, uint32_t *agent) {
    size_t i;
    *agent = BM__N_AGENTS;
    if (bm_catalog_find(patient->model, BM_KIND_PARAMETER, name, &i) == BM_OK) {
        bm__catalog_entry(patient->model, BM_KIND_PARAMETER, i, row);
        return &patient->sim.parameters[i];
    }
    if (bm_catalog_find(patient->model, BM_KIND_COVARIATE, name, &i) == BM_OK) {
        bm__catalog_entry(patient->model, BM_KIND_COVARIATE, i, row);
        return &patient->day0.covariates[i];
    }
    if (bm_catalog_find(patient->model, BM_KIND_INITIAL, name, &i) == BM_OK) {
        bm__catalog_entry(patient->model, BM_KIND_INITIAL, i, row);
        uint32_t own;
        *agent = bm__agent_of_state((uint32_t)i, &own);
        return &patient->sim.initial[i];
    }
    return NULL;
}

bm_status bm_patient_set(bm_patient *patient, const char *name, double value) {
    bm_catalog_entry row;
    uint32_t agent;
    if (!patient)
        return BM_EINVAL;
    if (patient->busy)
        return bm__busy(patient, "set");
    if (!name)
        return bm__fail(patient, BM_EINVAL, "set: the name is NULL");
    double *slot = find_value(patient, name, &row, &agent);
    if (!slot)
        return bm__fail(patient, BM_ENOTFOUND,
                        "set: '%.60s' is not a parameter, an initial value or a covariate of this model", name);
    if (row.flags & BM_FLAG_COMPUTED && row.kind == BM_KIND_INITIAL)
        return bm__fail(patient, BM_ECONFLICT,
                        "set: the initial value of %s is computed from parameters and cannot be set", row.name);
    if (!(value >= row.minimum && value <= row.maximum))
        return bm__fail(patient, BM_ERANGE, "set: %s is %g, allowed is %g to %g %s", row.name, value, row.minimum,
                        row.maximum, row.unit);
    if (patient->sim.now.time_d > 0.0)
        return bm__fail(patient, BM_ESTATE, "set: %s can be set at time 0 only, and the patient is at day %g", row.name,
                        patient->sim.now.time_d);
    if (agent < BM__N_AGENTS && value != 0.0 && bm__simulation_activate(&patient->sim, UINT64_C(1) << agent) != BM_OK)
        return bm__fail(patient, BM_ENOMEM, "set: no memory for the states of %s", bm__agents[agent]->name);
    *slot = value;
    patient->sim.prepared = 0;
    return BM_OK;
}

bm_status bm_patient_get(bm_patient *patient, const char *name, double *value) {
    bm_catalog_entry row;
    uint32_t agent;
    if (!patient)
        return BM_EINVAL;
    if (!name || !value)
        return bm__fail(patient, BM_EINVAL, "get: the %s is NULL", name ? "value" : "name");
    const double *slot = find_value(patient, name, &row, &agent);
    if (!slot)
        return bm__fail(patient, BM_ENOTFOUND,
                        "get: '%.60s' is not a parameter, an initial value or a covariate of this model", name);
    if (row.flags & BM_FLAG_COMPUTED && row.kind == BM_KIND_INITIAL) {
        const bm_status status = bm__prepare(patient);
        if (status != BM_OK)
            return status;
    }
    *value = *slot;
    if (row.kind == BM_KIND_COVARIATE)
        *value = bm__covariate(&patient->day0, (enum bm__covariate)(slot - patient->day0.covariates));
    return BM_OK;
}

/* What she cannot be, whatever each number alone may be. */
bm_status bm__check_person(bm_patient *patient) {
    const struct bm__day0 *b = &patient->day0;
    const double age = bm__covariate(b, BM__C_age_years), since = bm__covariate(b, BM__C_years_since_menopause);
    const double youngest = BM__YOUNGEST, oldest = 65.0;
    if (age - since < youngest || age - since > oldest)
        return bm__fail(patient, BM_ECONFLICT,
                        "age_years is %g and years_since_menopause %g: a menopause at %g, allowed is %g to %g years",
                        age, since, age - since, youngest, oldest);
    for (int i = 0; i < BM__N_SITES; i++)
        if (!isnan(b->covariates[BM__C_t_LS + i]) && !isnan(b->covariates[BM__C_bmd_LS + i]))
            return bm__fail(patient, BM_ECONFLICT,
                            "both the bmd (%g g/cm2) and the t_score (%g) of a site are given, allowed is one of them",
                            b->covariates[BM__C_bmd_LS + i], b->covariates[BM__C_t_LS + i]);
    for (uint32_t i = 0; i < patient->sim.n_courses; i++) {
        const struct bm__course *course = &patient->sim.courses[i];
        const double age_then = bm__age_at(b, course->start_d);
        if (course->start_d < 0.0 && age_then < youngest)
            return bm__fail(patient, BM_ECONFLICT,
                            "%s begins on day %g, at an age of %g years; allowed is %g years or later",
                            bm__agent_of(&patient->sim, course->agent)->name, course->start_d, age_then, youngest);
    }
    return BM_OK;
}

bm_status bm__prepare(bm_patient *patient) {
    if (patient->sim.prepared)
        return BM_OK;
    if (patient->model->full) {
        const bm_status checked = bm__check_person(patient);
        if (checked != BM_OK)
            return checked;
    }
    const char *bad = NULL;
    struct bm__stretch history = {patient, 0.0, 0.0}; /* nothing of the call itself is done yet */
    const struct bm__watch watch = {.poll = patient->progress ? bm__poll : NULL, .user = &history};
    patient->busy = 1;
    bm_status status = bm__day0_prepare(&patient->day0, &patient->sim, &watch, &bad);
    patient->busy = 0;
    if (status == BM_OK) /* day 0 itself has been read, too */
        status = bm__simulation_stopped(&patient->sim);
    if (status == BM_OK)
        return BM_OK;
    patient->sim.prepared = 0;
    if (bad)
        return bm__fail(
            patient, BM_ECONFLICT,
            "the parameters and initial values that were set do not fit together: derived constant %s is not "
            "finite; allowed are values for which the baseline exists",
            bad);
    char text[BM__MESSAGE_LENGTH];
    return bm__fail(patient, status, "the history before day 0: %s", bm__reason(patient, status, text));
}
