/* SPDX-License-Identifier: Apache-2.0 */
/* Day 0 of a patient, worked out when a call first needs it: checks who she is, then lets her history pass. */
#include "api/handles.h"

/* Each number alone has been checked when it was set; here is what cannot be together. */
bm_status bm__check_person(bm_patient *patient) {
    const struct bm__day0 *b = &patient->day0;
    const double age = bm__covariate(b, BM__C_age_years), since = bm__covariate(b, BM__C_years_since_menopause);
    const double youngest = BM__YOUNGEST, oldest = 65.0;
    if (age - since < youngest || age - since > oldest)
        return bm__fail(patient, BM_ECONFLICT,
                        "age_years is %g and years_since_menopause is %g: a menopause at %g, allowed is %g to %g years",
                        age, since, age - since, youngest, oldest);
    for (int i = 0; i < BM__N_SITES; i++)
        if (!isnan(b->covariates[BM__C_t_LS + i]) && !isnan(b->covariates[BM__C_bmd_LS + i]))
            return bm__fail(patient, BM_ECONFLICT,
                            "both the bmd (%g g/cm2) and the t_score (%g) of a site are given, allowed is one of them",
                            b->covariates[BM__C_bmd_LS + i], b->covariates[BM__C_t_LS + i]);
    if (!isnan(b->covariates[BM__C_bmd_DR]) && bm__device_of(b) != BM__HOLOGIC)
        return bm__fail(patient, BM_ECONFLICT,
                        "bmd.distal_radius is given on the scale of %s; allowed is Hologic's, because no equation that "
                        "converts the one-third radius has been published",
                        bm__devices[bm__device_of(b) - 1].name);
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
    if (status == BM_OK) {
        bm__warn_of_cautions(patient);
        return BM_OK;
    }
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
