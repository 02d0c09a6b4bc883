/* SPDX-License-Identifier: Apache-2.0 */
/* What a host sets of a patient at time 0 - parameters, initial values, covariates - and how it asks for progress. */
#include "api/handles.h"

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

bm_status bm__no_such_value(bm_patient *patient, const char *call, const char *name) {
    struct bm__nearest nearest = {.name = name};
    bm__nearest_in(&nearest, patient->model, BM_KIND_COVARIATE);
    if (!nearest.found[0]) { /* else who she is, which people write more often */
        bm__nearest_in(&nearest, patient->model, BM_KIND_PARAMETER);
        bm__nearest_in(&nearest, patient->model, BM_KIND_INITIAL);
    }
    return bm__fail(patient, BM_ENOTFOUND,
                    "%s: '%.60s' is not a parameter, an initial value or a covariate of this model%s", call, name,
                    bm__did_you_mean(&nearest));
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
        return bm__no_such_value(patient, "set", name);
    if (row.flags & BM_FLAG_COMPUTED && row.kind == BM_KIND_INITIAL)
        return bm__fail(patient, BM_ECONFLICT,
                        "set: the initial value of %s is computed from parameters and cannot be set", row.name);
    if (!(value >= row.minimum && value <= row.maximum))
        return bm__fail(patient, BM_ERANGE, "set: %s is %g, allowed is %g to %g %s", row.name, value, row.minimum,
                        row.maximum, row.unit);
    if (slot == &patient->day0.covariates[BM__C_device] && value != floor(value))
        return bm__fail(patient, BM_ERANGE, "set: device is %g, allowed is the whole number of a preset", value);
    if (patient->sim.now.time_d > 0.0)
        return bm__fail(patient, BM_ESTATE, "set: %s can be set at time 0 only, and the patient is at day %g", row.name,
                        patient->sim.now.time_d);
    /* a drug that is in her from the beginning takes part, prescribed or not */
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
        return bm__no_such_value(patient, "get", name);
    if (row.flags & BM_FLAG_COMPUTED && row.kind == BM_KIND_INITIAL) {
        const bm_status status = bm__prepare(patient);
        if (status != BM_OK)
            return status;
    }
    *value = *slot;
    if (row.kind == BM_KIND_COVARIATE) /* one that was not given has a default, at times by others */
        *value = bm__covariate(&patient->day0, (enum bm__covariate)(slot - patient->day0.covariates));
    return BM_OK;
}

bm_status bm_patient_set_progress(bm_patient *patient, bm_progress_fn progress, void *user) {
    if (!patient)
        return BM_EINVAL;
    if (patient->busy)
        return bm__busy(patient, "set_progress");
    patient->progress = progress;
    patient->progress_user = user;
    return BM_OK;
}
