/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Many virtual patients through the same stretch of time: in lanes where they can be, on several threads, each
 * depending on nothing but herself. Knows nothing of handles and messages: a host (lib/api) lends the patients.
 */
#ifndef BM__COHORT_COHORT_H
#define BM__COHORT_COHORT_H

#include "cohort/lanes.h"
#include "cohort/population.h"

/* A patient of the host's, in whom a member comes to life while she is simulated. */
struct bm__seat {
    void *patient;
    struct bm__simulation *sim;
    struct bm__baseline *baseline;
};

/* What the host does; from any of the cohort's threads, each with its own seats. */
struct bm__cohort_host {
    void *user;
    /* A copy of the profile, with or without an integrator of its own. */
    bm_status (*open)(void *user, int alone, struct bm__seat *seat);
    void (*close)(void *user, struct bm__seat *seat);
    /* The member takes her seat; leaves it, with what the host keeps of her until she comes back; and never does. */
    bm_status (*arrive)(void *user, struct bm__seat *seat, void *kept);
    bm_status (*leave)(void *user, struct bm__seat *seat, void **kept);
    void (*forget)(void *user, void *kept);
    /* Can she be, as her covariates are? */
    bm_status (*check)(void *user, struct bm__seat *seat);
    /* Reads what is asked for, at a time and state. */
    void (*read)(void *user, const struct bm__seat *seat, uint64_t member, double time_d, const double *x, double *row);
    /* Of her plans: holds a visit, or tells what is observed (simulation/simulation.h). */
    int32_t (*visit)(void *user, const struct bm__seat *seat, uint64_t member, uint32_t plan, uint32_t crossing);
    double (*level)(void *user, const struct bm__seat *seat, uint32_t plan, double time_d, const double *x);
    /* She failed: keeps why. One call at a time. */
    bm_status (*failed)(void *user, const struct bm__seat *seat, uint64_t member, bm_status status, const char *bad);
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
    double bmd[BM__N_SITES], marker_scale[BM__N_MARKERS];
    uint64_t active, next_id;
    uint32_t n_courses;
    struct bm__course *courses; /* NULL: the profile's */
    void *kept;                 /* by the host */
};

struct bm__cohort {
    const bm_allocator *allocator;
    const struct bm__cohort_host *host;
    struct bm__population population;
    struct bm__seat profile; /* at time 0; read only */
    uint64_t size;
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

/* Gives a seat the member, as she is (NULL: not yet born, and her day 0 is still to be worked out); BM_OK, BM_ENOMEM,
 * or how she fails. */
bm_status bm__member_sit(const struct bm__cohort *cohort, uint64_t number, const struct bm__member *member,
                         struct bm__seat *seat, const char **bad);

void bm__members_release(const struct bm__cohort *cohort, struct bm__member *members);

#endif
