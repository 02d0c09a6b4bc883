/* SPDX-License-Identifier: Apache-2.0 */
/* What lies behind the handle of a cohort, and what its files offer each other: one band for each. */
#ifndef BM__API_COHORT_HANDLE_H
#define BM__API_COHORT_HANDLE_H

#include "api/handles.h"
#include "cohort/cohort.h"

/* A member that failed, and why. */
struct bm__failure {
    uint64_t member;
    bm_status status;
    char text[BM__MESSAGE_LENGTH];
};

struct bm_cohort {
    bm_patient *profile;
    struct bm__cohort_host host;
    struct bm__cohort cohort;
    struct bm__member *members; /* NULL: time has not passed */
    double time_d;
    double measurement_error;
    double site_cv[BM__N_SITES], marker_cv[BM__N_MARKERS];
    uint32_t site_key[BM__N_SITES], marker_key[BM__N_MARKERS];
    struct bm__cohort_counts counts;
    bm_progress_fn progress;
    void *progress_user;
    int busy;                  /* inside a call that simulates */
    const size_t *observables; /* of that call */
    size_t n_observables;
    struct bm__failure *failures; /* in the order of their members */
    size_t n_failures, failures_capacity;
    char error[BM__MESSAGE_LENGTH];
};

/* ---- message.c: the cohort's sentence. ---- */

/* Keeps an error in the handle, and returns its status. */
__attribute__((format(printf, 3, 4))) bm_status bm__cohort_fail(bm_cohort *cohort, bm_status status, const char *format,
                                                                ...);

/* The error of a call, by its name, that came from the progress callback. */
bm_status bm__cohort_busy(bm_cohort *cohort, const char *call);

/* ---- cohort_setup.c: what varies. ---- */

/* What a covariate is for the profile: as given, or what the model gives for her on day 0. */
bm_status bm__find_centre(bm_cohort *cohort, uint32_t covariate, const char *name, double *centre);

/* ---- cohort_members.c: patients who are lent to the simulation of members. ---- */

/* A patient to simulate members in, like the profile; alone: with an integrator of her own. And her end, as a host's.
 */
bm_status bm__open_slot(const bm_patient *profile, int alone, struct bm__slot *slot);
void bm__close_slot(void *user, struct bm__slot *slot);

/* What lib/cohort asks of a host. */
struct bm__cohort_host bm__cohort_host_of(bm_cohort *cohort);

/* To be called before the first members are drawn: until then, correlations that do not fit together may be on their
 * way to some that do. */
bm_status bm__check_correlations(bm_cohort *cohort, const char *call);

#endif
