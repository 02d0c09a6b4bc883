/* SPDX-License-Identifier: Apache-2.0 */
/* Time passes for a patient: to a day, or along a grid of days on which observables are read. */
#include <stdio.h>

#include "api/handles.h"

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

static int32_t hold_visit(void *user, uint32_t decision, uint32_t crossing) {
    const struct call *call = user;
    return bm__hold_visit(call->stretch.patient, 0, decision, crossing);
}

static double level(void *user, uint32_t decision, double time_d, const double *x) {
    const struct call *call = user;
    return bm__decision_level(call->stretch.patient, decision, time_d, x);
}

static void read_row(void *user, size_t index, double time_d, const double *x) {
    struct call *call = user;
    double *row = call->values + index * call->n_observables;
    const struct bm__observable *observables = call->stretch.patient->model->observables;
    struct bm__view view;
    bm__look(&view, &call->stretch.patient->sim, &call->stretch.patient->day0.reference, time_d, x);
    for (size_t i = 0; i < call->n_observables; i++) {
        const struct bm__observable *o = &observables[call->observables[i]];
        if (o->family == BM__OBSERVE_BODY || (o->family == BM__OBSERVE_STATE && o->row < BM__N_CORE_STATES))
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
        .visit = patient->sim.n_decisions ? hold_visit : NULL,
        .level = level,
        .wandering = bm__has_her_own(patient) ? bm__wandering(patient) : 0,
        .user = call,
    };
    patient->visit.failed = 0;
    patient->busy = 1;
    status = bm__simulation_advance(&patient->sim, call->stretch.end_d, &watch);
    patient->busy = 0;
    if (status == BM_OK) {
        bm__warn_of_cautions(patient);
        return BM_OK;
    }
    char why[BM__MESSAGE_LENGTH], text[BM__MESSAGE_LENGTH]; /* a copy, because the sentence becomes part of another */
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
        return bm__fail(
            patient, BM_ESIZE,
            "sample: the buffer has room for %llu numbers, needed are n_times x n_observables = %llu x %llu",
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
    double *rows = bm__allocate_raw(allocator, n_times * n_observables, sizeof *rows);
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
