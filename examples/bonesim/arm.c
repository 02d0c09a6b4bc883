/* SPDX-License-Identifier: Apache-2.0 */
/* An arm's patient through time: what she is given, by the calendar or by what is observed, and what is read of her. */
#include "bonesim.h"

#include <string.h>

void bs_find_exercise(const bm_model *model, struct bs_intervention *intervention) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(intervention->json, BS_EXERCISE);
    for (size_t i = 0; i < intervention->parameters.count; i++) {
        bm_named_value *parameter = &intervention->parameters.items[i];
        bm_catalog_entry row;
        size_t index;
        if (strcmp(parameter->name, BS_EXERCISE) != 0)
            continue;
        parameter->value = (double)NAN;
        if (cJSON_IsString(item) && bm_catalog_find(model, BM_KIND_EXERCISE, item->valuestring, &index) == BM_OK &&
            bm_catalog_row(model, BM_KIND_EXERCISE, index, &row) == BM_OK)
            parameter->value = row.default_value;
    }
}

bm_status bs_prescribe(const bm_model *model, bm_patient *patient, const struct bs_intervention *intervention,
                       double start_d) {
    bm_prescription prescription;
    bm_status result = bm_prescription_init(model, intervention->agent, &prescription);
    if (result != BM_OK)
        return result;
    if (!isnan(intervention->dose))
        prescription.dose = intervention->dose;
    if (!isnan(intervention->every_d))
        prescription.every_d = intervention->every_d;
    prescription.doses = intervention->doses;
    prescription.start_d = start_d;
    prescription.stop_d = intervention->stop_d;
    prescription.adherence = intervention->adherence;
    prescription.parameters = intervention->parameters.count ? intervention->parameters.items : NULL;
    prescription.n_parameters = intervention->parameters.count;
    return bm_patient_prescribe(patient, &prescription, NULL);
}

double bs_check_time(const struct bs_intervention *intervention, size_t check) {
    double time_d = intervention->start_d + (double)check * intervention->when.every_d;
    return check > 0 && time_d < intervention->stop_d ? time_d : HUGE_VAL;
}

static bool is_met(const struct bs_condition *condition, double value) {
    return condition->below ? value < condition->threshold : value > condition->threshold;
}

static bm_status test_start(bm_patient *patient, const struct bs_start_when *when, bool *holds) {
    *holds = when->all;
    for (size_t i = 0; i < when->count; i++) {
        double value = 0;
        bm_status result = bm_patient_observe(patient, when->conditions[i].observable, &value);
        if (result != BM_OK)
            return result;
        if (is_met(&when->conditions[i], value) != when->all)
            *holds = !when->all;
    }
    return BM_OK;
}

/* The next time at which some start_when is checked, if it can still change what is read. */
static double next_check(const struct bs_arm *arm, const size_t *checks, double last_d) {
    double time_d = HUGE_VAL;
    for (size_t i = 0; i < arm->n_interventions; i++)
        time_d = fmin(time_d, bs_check_time(&arm->interventions[i], checks[i]));
    return time_d < last_d ? time_d : HUGE_VAL;
}

/* Tests what is due at a time, and prescribes what starts then. */
static bm_status check_starts(const bm_model *model, bm_patient *patient, const struct bs_arm *arm, size_t *checks,
                              double time_d) {
    for (size_t i = 0; i < arm->n_interventions; i++) {
        const struct bs_intervention *intervention = &arm->interventions[i];
        bool holds = false;
        bm_status result;
        if (bs_check_time(intervention, checks[i]) > time_d)
            continue;
        result = test_start(patient, &intervention->when, &holds);
        if (result == BM_OK && holds)
            result = bs_prescribe(model, patient, intervention, time_d);
        if (result != BM_OK && holds)
            checks[i] = BS_REFUSED;
        if (result != BM_OK)
            return result;
        checks[i] = holds ? 0 : checks[i] + 1;
    }
    return BM_OK;
}

bm_status bs_sample(const bm_model *model, bm_patient *patient, const struct bs_arm *arm,
                    const struct bs_reading *reading, size_t *checks) {
    size_t width = reading->n_observables, done = 0;
    for (size_t i = 0; i < arm->n_interventions; i++)
        checks[i] = arm->interventions[i].when.count > 0;
    for (;;) {
        double check_d = next_check(arm, checks, reading->times_d[reading->n_times - 1]);
        size_t until = done;
        bm_status result = BM_OK;
        while (until < reading->n_times && reading->times_d[until] <= check_d)
            until++;
        if (until > done)
            result = bm_patient_sample(patient, &reading->times_d[done], until - done, reading->observables, width,
                                       &reading->values[done * width], (until - done) * width);
        if (result != BM_OK || isinf(check_d))
            return result;
        done = until;
        result = bm_patient_advance_to(patient, check_d);
        if (result == BM_OK)
            result = check_starts(model, patient, arm, checks, check_d);
        if (result != BM_OK)
            return result;
    }
}
