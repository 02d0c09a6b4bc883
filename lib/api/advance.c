/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "api/handles.h"

double bm__observe(const bm_patient *patient, size_t index, const struct bm__view *view) {
    const struct bm__observable *o = &patient->model->observables[index];
    switch (o->family) {
    case BM__OBSERVE_STATE:
        return bm__state_value(&patient->sim, o->row, view->x);
    case BM__OBSERVE_READOUT:
        return bm__readout(view, (enum bm__readout)o->row);
    case BM__OBSERVE_SITE:
        return bm__site_readout(view, (enum bm__site_readout)o->readout, (enum bm__site)o->row);
    case BM__OBSERVE_MARKER:
        return bm__marker_readout(view, o->readout, (enum bm__marker)o->row);
    case BM__OBSERVE_LEVEL:
        return bm__agent_level(&patient->sim, o->row, view->time_d, view->x);
    case BM__OBSERVE_BODY:
        return view->x[o->row];
    default:
        return bm__simulation_doses_given(&patient->sim, o->row, view->time_d);
    }
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

int bm__poll(void *user, double time_d) {
    struct bm__stretch *stretch = user;
    bm_patient *patient = stretch->patient;
    const double length = stretch->end_d - stretch->begin_d;
    const int busy = patient->busy;
    patient->busy = 1;
    const int32_t answer = patient->progress(patient->progress_user, time_d,
                                             length > 0.0 ? fmin(1.0, (time_d - stretch->begin_d) / length) : 0.0);
    patient->busy = busy;
    return answer != 0;
}

/* A call that advances, seen from the simulation. */
struct call {
    struct bm__stretch stretch;
    const size_t *observables;
    size_t n_observables;
    double *values;
};

static int poll(void *user, double time_d) {
    struct call *call = user;
    return bm__poll(&call->stretch, time_d);
}

static int32_t hold_visit(void *user, uint32_t plan, uint32_t crossing) {
    const struct call *call = user;
    return bm__hold_visit(call->stretch.patient, 0, plan, crossing);
}

static double level(void *user, uint32_t plan, double time_d, const double *x) {
    const struct call *call = user;
    return bm__decision_level(call->stretch.patient, plan, time_d, x);
}

static void read_row(void *user, size_t index, double time_d, const double *x) {
    struct call *call = user;
    double *row = call->values + index * call->n_observables;
    const struct bm__observable *observables = call->stretch.patient->model->observables;
    struct bm__view view;
    bm__look(&view, &call->stretch.patient->sim, &call->stretch.patient->baseline, time_d, x);
    for (size_t i = 0; i < call->n_observables; i++) {
        const struct bm__observable *o = &observables[call->observables[i]];
        if (o->family == BM__OBSERVE_STATE && o->row < BM__N_CORE_STATES)
            row[i] = x[o->row]; /* by far the most frequent */
        else
            row[i] = bm__observe(call->stretch.patient, call->observables[i], &view);
    }
}

static bm_status advance(struct call *call, const double *times_d, size_t n_times) {
    bm_patient *patient = call->stretch.patient;
    bm_status status = bm__prepare(patient);
    if (status != BM_OK)
        return status;
    const struct bm__watch watch = {
        .times_d = times_d,
        .n_times = n_times,
        .read = read_row,
        .poll = patient->progress ? poll : NULL,
        .visit = patient->sim.n_plans ? hold_visit : NULL,
        .level = level,
        .user = call,
    };
    patient->visit.failed = 0;
    patient->busy = 1;
    status = bm__simulation_advance(&patient->sim, call->stretch.end_d, &watch);
    patient->busy = 0;
    if (status == BM_OK)
        return BM_OK;
    char why[BM__MESSAGE_LENGTH], text[BM__MESSAGE_LENGTH];
    snprintf(why, sizeof why, "%s", patient->visit.failed ? patient->error : bm__reason(patient, status, text));
    return bm__fail(patient, status, "advance from day %g to %g: %s", call->stretch.begin_d, call->stretch.end_d, why);
}

bm_status bm_patient_advance_to(bm_patient *patient, double time_d) {
    if (!patient)
        return BM_EINVAL;
    if (patient->busy)
        return bm__busy(patient, "advance");
    const double now_d = patient->sim.now.time_d;
    if (!(time_d >= now_d && time_d <= BM_MAX_TIME_D))
        return bm__fail(patient, BM_ERANGE, "advance: the time is day %g, allowed is the present day %g to %g", time_d,
                        now_d, BM_MAX_TIME_D);
    struct call call = {.stretch = {patient, now_d, time_d}};
    return advance(&call, NULL, 0);
}

bm_status bm_patient_advance_by(bm_patient *patient, double days) {
    if (!patient)
        return BM_EINVAL;
    if (!patient->busy && !(days >= 0.0 && days <= BM_MAX_TIME_D))
        return bm__fail(patient, BM_ERANGE, "advance: %g days, allowed is 0 to %g", days, BM_MAX_TIME_D);
    return bm_patient_advance_to(patient, patient->sim.now.time_d + days);
}

bm_status bm_patient_time(const bm_patient *patient, double *time_d) {
    if (!patient || !time_d)
        return BM_EINVAL;
    *time_d = patient->sim.now.time_d;
    return BM_OK;
}

bm_status bm__find_observable(bm_patient *patient, const char *name, size_t *index) {
    if (!name)
        return bm__fail(patient, BM_EINVAL, "observe: the name is NULL");
    if (bm_catalog_find(patient->model, BM_KIND_OBSERVABLE, name, index) != BM_OK)
        return bm__fail(patient, BM_ENOTFOUND, "observe: '%.60s' is not an observable of this model", name);
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
    bm__look(&view, &patient->sim, &patient->baseline, patient->sim.now.time_d, patient->sim.now.x);
    patient->busy = busy;
    const bm_status stopped = bm__simulation_stopped(&patient->sim);
    if (stopped != BM_OK)
        return bm__fail(patient, stopped, "observe: %s", bm__reason(patient, stopped, text));
    *value = bm__observe(patient, index, &view);
    return BM_OK;
}

bm_status bm_patient_sample(bm_patient *patient, const double *times_d, size_t n_times, const size_t *observables,
                            size_t n_observables, double *values, size_t n_values) {
    if (!patient)
        return BM_EINVAL;
    if (patient->busy)
        return bm__busy(patient, "sample");
    if (!times_d || !observables || !values)
        return bm__fail(patient, BM_EINVAL, "sample: %s is NULL",
                        !times_d       ? "times_d"
                        : !observables ? "observables"
                                       : "values");
    if (n_times == 0 || n_observables == 0)
        return bm__fail(patient, BM_EINVAL, "sample: %s is 0, allowed is 1 or more",
                        n_times == 0 ? "n_times" : "n_observables");
    if (n_values / n_observables < n_times)
        return bm__fail(patient, BM_ESIZE,
                        "sample: room for %llu numbers, needed is n_times x n_observables = %llu x %llu",
                        (unsigned long long)n_values, (unsigned long long)n_times, (unsigned long long)n_observables);
    for (size_t i = 0; i < n_observables; i++)
        if (observables[i] >= patient->model->n_observables)
            return bm__fail(patient, BM_ENOTFOUND, "sample: observables[%llu] is %llu, allowed is 0 to %lu",
                            (unsigned long long)i, (unsigned long long)observables[i],
                            (unsigned long)patient->model->n_observables - 1);
    const double now_d = patient->sim.now.time_d;
    for (size_t i = 0; i < n_times; i++) {
        const double earliest = i ? times_d[i - 1] : now_d;
        if (!((i ? times_d[i] > earliest : times_d[i] >= earliest) && times_d[i] <= BM_MAX_TIME_D))
            return bm__fail(patient, BM_ERANGE, "sample: times_d[%llu] is %g, allowed is %s %g to %g",
                            (unsigned long long)i, times_d[i], i ? "after" : "the present day", earliest,
                            BM_MAX_TIME_D);
    }

    /* The caller's buffer is written at the end only, so that it is unchanged if the call fails. */
    const bm_allocator *allocator = &patient->model->allocator;
    double *rows = bm__allocate(allocator, n_times * n_observables, sizeof *rows);
    if (!rows)
        return bm__fail(patient, BM_ENOMEM, "sample: no memory for %llu numbers",
                        (unsigned long long)n_times * n_observables);
    struct call call = {
        .stretch = {patient, now_d, times_d[n_times - 1]},
        .observables = observables,
        .n_observables = n_observables,
        .values = rows,
    };
    const bm_status status = advance(&call, times_d, n_times);
    if (status == BM_OK)
        memcpy(values, rows, n_times * n_observables * sizeof *values);
    bm__release(allocator, rows);
    return status;
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
