/* SPDX-License-Identifier: Apache-2.0 */
/* Members within one call that advances: what the threads of run.c and the lanes of lane_driver.c share. */
#ifndef BM__COHORT_MEMBERS_H
#define BM__COHORT_MEMBERS_H

#include "base/threads.h"
#include "cohort/cohort.h"

/* One call that advances: what its threads share. */
struct bm__run {
    const struct bm__cohort *cohort;
    const struct bm__member *members;
    struct bm__member *after;
    double end_d;
    const struct bm__reading *reading;
    struct bm__cohort_counts *counts;
    bm__shared_ullong next; /* the first member whom no thread has taken */
    bm__shared_int stopped; /* the bm_status that the whole call ends with */
    bm__lock lock;
    uint64_t done;
};

/* A slot within the call, and the member who is simulated in it. */
struct bm__current_member {
    struct bm__run *run;
    struct bm__slot slot;
    double *row;     /* [n_columns] */
    int occupied;    /* there is a member; otherwise what follows is of no use */
    uint64_t number; /* hers */
    struct bm__cohort_counts counts_before;
    struct bm__watch watch, history_watch; /* to the end of the call; and to day 0, where nothing is read */
};

/* Ends the whole call with a status, unless it has one already. */
void bm__run_stop(struct bm__run *run, bm_status status);

/* Prepares an empty place whose slot is still to be opened; it must stay where it is in memory. */
void bm__current_member_prepare(struct bm__current_member *current, struct bm__run *run, double *row);

/* Chooses the next member that can go on, and points *member to where she is now (NULL: not yet born). Returns 0 when
 * there is none. She is still to be given to the slot, by bm__member_begin(). */
int bm__member_take_next(struct bm__current_member *current, const struct bm__member **member);

/* The member has reached the end: stores her in `after`, and leaves the slot empty. */
void bm__member_finish(struct bm__current_member *current);

/* The member has failed, with what bm__member_begin() and others call bad: leaves the slot empty. BM_ENOMEM and
 * BM_ECANCELLED are no failures of hers and end the whole call. */
void bm__member_fail(struct bm__current_member *current, bm_status status, const char *bad);

#endif
