/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Many virtual patients through the same stretch of time: in lanes where they can be, on several threads, each
 * depending on nothing but herself. Knows nothing of handles and messages: a host (lib/api) lends the patients.
 *
 *   member   a virtual patient by her number. Between two calls she is a struct bm__member: what differs from the
 *            profile, without the working memory of a simulation.
 *   slot     a patient of the host's in which a member is simulated; there are as many as members at the same time.
 *   lane     a place in the processor's vectors (cohort/lanes.h); each lane has a slot.
 *
 * run.c starts the threads; each takes members one after the other, alone or in lanes (lane_driver.c); members.c puts
 * a member into a slot and takes her out.
 */
#ifndef BM__COHORT_COHORT_H
#define BM__COHORT_COHORT_H

#include "cohort/lanes.h"
#include "cohort/population.h"

/* A patient of the host's, in which a member is simulated. The profile's walk is not asked for. */
struct bm__slot {
    void *patient;
    struct bm__simulation *sim;
    struct bm__day0 *day0;
    struct bm__walk *walk;
    struct bm__study *study;
    struct bm__learned *learned;
};

/* What the host does; from any of the cohort's threads, each with its own slots. */
struct bm__cohort_host {
    void *user;
    /* Opens a slot: a copy of the profile, with or without an integrator of its own. */
    bm_status (*open)(void *user, int alone, struct bm__slot *slot);
    void (*close)(void *user, struct bm__slot *slot);
    /* Gives the slot what the host stored of the member (NULL: nothing yet). */
    bm_status (*restore)(void *user, struct bm__slot *slot, void *stored);
    /* Takes it out of the slot again, to be restored in another call; and gives it up for good. */
    bm_status (*store)(void *user, struct bm__slot *slot, void **stored);
    void (*discard)(void *user, void *stored);
    /* Checks that the member's covariates do not contradict each other. */
    bm_status (*check)(void *user, struct bm__slot *slot);
    /* Reads what is asked for, at a time and state. */
    void (*read)(void *user, const struct bm__slot *slot, uint64_t member, double time_d, const double *x, double *row);
    /* Of her decisions: holds a visit, or tells what is observed (simulation/simulation.h). */
    int32_t (*visit)(void *user, const struct bm__slot *slot, uint64_t member, uint32_t decision, uint32_t crossing);
    double (*level)(void *user, const struct bm__slot *slot, uint32_t decision, double time_d, const double *x);
    /* The member failed: the host keeps why. One call at a time. */
    bm_status (*failed)(void *user, const struct bm__slot *slot, uint64_t member, bm_status status, const char *bad);
    /* Reports that a part of the work is done, 0 to 1; not 0 cancels. One call at a time. NULL: none. */
    int (*progress)(void *user, double time_d, double fraction);
};

/* A member between two calls. */
struct bm__member {
    bm_status status; /* how she failed, or BM_OK */
    struct bm__moment now;
    double x_day_0[BM__N_BODY_STATES];
    struct bm__body_levels levels_day_0;
    struct bm__person person;
    struct bm__reference reference;
    uint64_t active, next_id;
    uint32_t n_courses;
    struct bm__course *courses; /* NULL: the profile's */
    void *stored;               /* by the host */
};

struct bm__cohort {
    const bm_allocator *allocator;
    const struct bm__cohort_host *host;
    struct bm__population population;
    struct bm__slot profile; /* at time 0; read only */
    uint64_t size;
    uint64_t wandering;      /* as in struct bm__watch */
    uint32_t threads, width; /* width 1: each member alone, with an integrator of her own */
};

enum { BM__MAX_THREADS = 256 };

/* What is read: column j of row i of member m goes to values[m member_stride + i row_stride + j column_stride]. */
struct bm__reading {
    const double *times_d;
    size_t n_times, n_columns;
    double *values;
    size_t member_stride, row_stride, column_stride;
};

struct bm__cohort_counts {
    uint64_t steps, rejected;
};

/* The widest lanes of this processor up to `width`; 1 if that is none. */
uint32_t bm__lanes_width(uint32_t width);

/*
 * Takes all members from where they are (members; NULL: not yet born) to end_d, into `after` (which may be the same
 * array). A member that fails keeps her status, and NAN is read of her. Other statuses: BM_ENOMEM, BM_ECANCELLED.
 */
bm_status bm__cohort_advance(const struct bm__cohort *cohort, const struct bm__member *members,
                             struct bm__member *after, double end_d, const struct bm__reading *reading,
                             struct bm__cohort_counts *counts);

/* Gives a slot the member, as she is (NULL: not yet born, and her day 0 is still to be worked out); BM_OK, BM_ENOMEM,
 * or how she fails. */
bm_status bm__member_begin(const struct bm__cohort *cohort, uint64_t number, const struct bm__member *member,
                           struct bm__slot *slot, const char **bad);

void bm__members_release(const struct bm__cohort *cohort, struct bm__member *members);

#endif
