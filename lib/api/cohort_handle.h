/* SPDX-License-Identifier: Apache-2.0 */
/* What lies behind the handle of a cohort, and what its files offer each other: one band for each. */
#ifndef BM__API_COHORT_HANDLE_H
#define BM__API_COHORT_HANDLE_H

#include "api/handles.h"
#include "cohort/cohort.h"
#include "cohort/evidence.h"

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
    uint64_t origin;         /* of the profile, the parameters and the options, but for a draw: bm__cohort_origin() */
    double *given, *weights; /* of each member, as the host gave them; or NULL */
    bm_progress_fn progress;
    void *progress_user;
    double done, part;         /* of the work of a call: what is done, and the part that is under way */
    int busy;                  /* inside a call that simulates */
    const size_t *observables; /* of that call */
    size_t n_observables;
    const struct bm__datum *asked; /* in their place: what was measured, two numbers for each */
    size_t n_asked;
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

/* Of a call that is allowed until time has passed. */
bm_status bm__cohort_changeable(bm_cohort *cohort, const char *what);

/* Of a call that keeps all members between calls, which is possible for so many; of more there are summaries. */
#define BM__MOST_KEPT 1000000
bm_status bm__check_kept(bm_cohort *cohort, const char *call);

/* ---- cohort_setup.c: what varies. ---- */

/* What a covariate is for the profile: as given, or what the model gives for her on day 0. */
bm_status bm__find_centre(bm_cohort *cohort, uint32_t covariate, const char *name, double *centre);

/* ---- cohort_origin.c: who they are. ---- */

/* A number that two cohorts share whose members have the same profile, parameters, options and seed, and differ in the
 * same way, whatever part of them, draw of the parameters or number of threads is theirs. */
uint64_t bm__cohort_origin(const bm_cohort *cohort);

/* What bm_cohort_create() hashes for it. */
uint64_t bm__profile_origin(const bm_patient *profile, const bm_cohort_options *options);

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

/* ---- cohort_read.c: time passes. ---- */

/* What sample and summarise check: times from earliest_d on, observables, and a buffer of n_values numbers, width for
 * each time and observable. BM_OK, or what is wrong with the sentence. */
bm_status bm__check_reading(const bm_model *model, const char *call, double earliest_d, const double *times_d,
                            size_t n_times, const size_t *observables, size_t n_observables, size_t width,
                            const double *values, size_t n_values, char message[BM__MESSAGE_LENGTH]);
/* The same of percentiles. */
bm_status bm__check_percentiles(const char *call, const double *percentiles, size_t n_percentiles,
                                char message[BM__MESSAGE_LENGTH]);

/* How many times are read at once, so that memory does not grow with their number. */
size_t bm__times_at_once(size_t n_times, size_t per_time);

/* Summarises the numbers of all members, which lose their order, into BM_SUMMARY_... */
void bm__summarise(double *values, size_t size, double threshold, const double *percentiles, size_t n_percentiles,
                   double *summary);

/* Forgets those members' failures that belong to a call which is undone. */
void bm__forget_failures(bm_cohort *cohort);

#endif
