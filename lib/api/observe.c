/* SPDX-License-Identifier: Apache-2.0 */
/* What a host reads of a patient as she is now: observables, time, reasons for caution, counters. */
#include "api/handles.h"

/* Beside what the equations say: her own walk, the difference of the study that she is in, and what was learned of
 * both. */
static double own_of_site(bm_patient *patient, enum bm__site site, const struct bm__view *view) {
    const double time_d = view->time_d;
    double factor = bm__walk_factor(&patient->walk, site, time_d), study_sd = 0.0;
    if (patient->study.size > 0.0) {
        const double relative = bm__bmd_relative(&patient->sim, site, view->x);
        factor *= bm__study_density_factor(&patient->study, &patient->sim, site, time_d, relative);
        study_sd = bm__study_density_sd(&patient->study, &patient->sim, time_d, relative);
    }
    if (bm__learns(&patient->learned))
        factor *= bm__learned_factor(&patient->learned, &patient->walk, site, time_d, study_sd);
    return factor;
}

static double readout_in_study(const bm_patient *patient, enum bm__readout readout, double value) {
    static const struct {
        enum bm__readout readout;
        enum bm__study_risk risk;
        uint32_t fracture;
    } probabilities[] = {{BM__READOUT_fracture_major, BM__RISK_TRIAL, 0},
                         {BM__READOUT_fracture_hip, BM__RISK_TRIAL, 1},
                         {BM__READOUT_fracture_vertebral, BM__RISK_TRIAL, 2},
                         {BM__READOUT_fracture_10y_major, BM__RISK_TABLE, 0},
                         {BM__READOUT_fracture_10y_hip, BM__RISK_TABLE, 1}};
    for (size_t i = 0; i < BM__COUNT(probabilities) && patient->study.size > 0.0; i++)
        if (probabilities[i].readout == readout)
            return bm__study_probability(&patient->study, probabilities[i].risk, probabilities[i].fracture, value);
    return value;
}

static double marker_in_study(const bm_patient *patient, int change, enum bm__marker marker, struct bm__view *view) {
    const double value = bm__marker_readout(view, change, marker);
    if (!(patient->study.size > 0.0))
        return value;
    const double relative = bm__marker_relative(view, marker);
    double factor = bm__study_marker_factor(&patient->study, &patient->sim, marker, view->time_d, relative);
    if (bm__learns(&patient->learned))
        factor *= bm__learned_factor(&patient->learned, &patient->walk, BM__OF_MARKER + (uint64_t)marker, view->time_d,
                                     bm__study_marker_sd(&patient->study, &patient->sim, view->time_d, relative));
    return change ? 100.0 * ((1.0 + value / 100.0) * factor - 1.0) : value * factor;
}

double bm__observe(bm_patient *patient, size_t index, struct bm__view *view) {
    const struct bm__observable *o = &patient->model->observables[index];
    switch (o->family) {
    case BM__OBSERVE_STATE:
        return bm__state_value(&patient->sim, o->row, view->x);
    case BM__OBSERVE_READOUT:
        return readout_in_study(patient, (enum bm__readout)o->row, bm__readout(view, (enum bm__readout)o->row));
    case BM__OBSERVE_SITE:
        if (!(view->has_own >> o->row & 1u)) {
            view->own[o->row] = own_of_site(patient, (enum bm__site)o->row, view);
            if (bm__learns(&patient->learned))
                view->start[o->row] = bm__learned_start(&patient->learned, (enum bm__site)o->row);
        }
        view->has_own |= 1u << o->row;
        return bm__site_readout(view, (enum bm__site_readout)o->readout, (enum bm__site)o->row);
    case BM__OBSERVE_MARKER:
        return marker_in_study(patient, o->readout, (enum bm__marker)o->row, view);
    case BM__OBSERVE_LEVEL:
        return bm__agent_level(&patient->sim, o->row, view->time_d, view->x);
    case BM__OBSERVE_DOSES:
        return bm__simulation_doses_given(&patient->sim, o->row, view->time_d);
    case BM__OBSERVE_BODY:
        return view->x[o->row];
    }
    return (double)NAN; /* not reached: each family has its case */
}

bm_status bm__find_observable(bm_patient *patient, const char *name, size_t *index) {
    if (!name)
        return bm__fail(patient, BM_EINVAL, "observe: the name is NULL");
    struct bm__nearest nearest;
    if (bm_catalog_find(patient->model, BM_KIND_OBSERVABLE, name, index) != BM_OK)
        return bm__fail(patient, BM_ENOTFOUND, "observe: '%.60s' is not an observable of this model%s", name,
                        bm__did_you_mean_one(&nearest, patient->model, BM_KIND_OBSERVABLE, name));
    return BM_OK;
}

bm_status bm__check_observable(bm_patient *patient, size_t index, const double *value) {
    if (!value)
        return bm__fail(patient, BM_EINVAL, "observe: the value is NULL");
    if (index >= patient->model->n_observables)
        return bm__fail(patient, BM_ENOTFOUND, "observe: index %llu, allowed is 0 to %lu", (unsigned long long)index,
                        (unsigned long)patient->model->n_observables - 1);
    return BM_OK;
}

bm_status bm_patient_observe(bm_patient *patient, const char *name, double *value) {
    if (!patient)
        return BM_EINVAL;
    size_t index = 0;
    const bm_status status = bm__find_observable(patient, name, &index);
    return status == BM_OK ? bm_patient_observe_index(patient, index, value) : status;
}

bm_status bm_patient_observe_index(bm_patient *patient, size_t index, double *value) {
    if (!patient)
        return BM_EINVAL;
    if (patient->busy)
        return bm__busy(patient, "observe");
    bm_status status = bm__check_observable(patient, index, value);
    if (status == BM_OK)
        status = bm__prepare(patient);
    if (status != BM_OK)
        return status;
    struct bm__view view;
    char text[BM__MESSAGE_LENGTH];
    bm__simulation_clear_stop(&patient->sim);
    const int busy = patient->busy;
    patient->busy = 1;
    bm__look(&view, &patient->sim, &patient->day0.reference, patient->sim.now.time_d, patient->sim.now.x);
    const double found = bm__observe(patient, index, &view); /* may ask hooks what they push */
    patient->busy = busy;
    const bm_status stopped = bm__simulation_stopped(&patient->sim);
    if (stopped != BM_OK)
        return bm__fail(patient, stopped, "observe: %s", bm__reason(patient, stopped, text));
    *value = found;
    return BM_OK;
}

bm_status bm_patient_time(const bm_patient *patient, double *time_d) {
    if (!patient || !time_d)
        return BM_EINVAL;
    *time_d = patient->sim.now.time_d;
    return BM_OK;
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

bm_status bm_patient_read_stats_sized(const bm_patient *patient, bm_patient_stats *stats, size_t struct_size) {
    static const size_t first = offsetof(bm_patient_stats, threshold_events) + sizeof(uint64_t);
    if (!patient || !stats)
        return BM_EINVAL;
    if (struct_size < first || struct_size > UINT32_MAX)
        return BM_ESIZE;
    const struct bm__step_memory *steps = &patient->sim.now.steps;
    const bm_patient_stats all = {
        .struct_size = (uint32_t)struct_size,
        .steps = steps->steps,
        .rejected_steps = steps->rejected,
        .rhs_evaluations = steps->evaluations,
        .factorizations = steps->factorizations,
        .threshold_events = steps->crossings,
    };
    bm__copy_struct(stats, struct_size, &all, sizeof all);
    return BM_OK;
}
