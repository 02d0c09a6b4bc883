/* SPDX-License-Identifier: Apache-2.0 */
/* A patient's handle: made, copied, destroyed. */
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

/* An empty patient of a model, without a simulation yet. */
static bm_patient *new_patient(const bm_model *model) {
    bm_patient *patient = bm__allocate(&model->allocator, 1, sizeof *patient);
    if (patient) {
        patient->model = model;
        memcpy(patient->calibration, model->calibration, sizeof patient->calibration);
        bm__model_hold(model);
    }
    return patient;
}

/* Releases a patient whose simulation does not exist. */
static void release(bm_patient *patient) {
    const bm_model *model = patient->model;
    bm__release(&model->allocator, patient->lessons);
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
    bm_patient *patient = new_patient(model);
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

const char *bm_patient_calibration(const bm_patient *patient) {
    return patient ? patient->calibration : "";
}

void bm_patient_destroy(bm_patient *patient) {
    if (!patient)
        return;
    bm__decisions_release(patient);
    bm__simulation_destroy(&patient->sim);
    release(patient);
}

bm_status bm__keep_lessons(bm_patient *patient) {
    if (patient->learned.n == 0)
        return BM_OK;
    struct bm__lesson *lessons = bm__allocate(&patient->model->allocator, patient->learned.n, sizeof *lessons);
    if (!lessons)
        return BM_ENOMEM;
    memcpy(lessons, patient->learned.lessons, patient->learned.n * sizeof *lessons);
    bm__release(&patient->model->allocator, patient->lessons);
    patient->learned.lessons = patient->lessons = lessons;
    return BM_OK;
}

bm_status bm_patient_clone(const bm_patient *patient, bm_patient **out) {
    if (!patient || !out)
        return BM_EINVAL;
    if (patient->busy)
        return BM_ESTATE;
    bm_patient *clone = new_patient(patient->model);
    if (!clone)
        return BM_ENOMEM;
    *clone = *patient;
    clone->progress = NULL; /* the host asked for that of the original */
    clone->progress_user = NULL;
    clone->error[0] = '\0';
    clone->lessons = NULL;
    bm_status status = bm__keep_lessons(clone);
    if (status == BM_OK)
        status = bm__simulation_copy(&clone->sim, &patient->sim);
    if (status != BM_OK) {
        release(clone);
        return status;
    }
    status = bm__decisions_copy(clone, patient->deciders, NULL);
    if (status != BM_OK) {
        bm__simulation_destroy(&clone->sim);
        release(clone);
        return status;
    }
    *out = clone;
    return BM_OK;
}
