/* SPDX-License-Identifier: Apache-2.0 */
/* One call that advances a cohort: its threads, and members who go alone. */
#include "base/invariant.h"
#include "cohort/lane_driver.h"

/* Takes members through the call one after the other, each with an integrator of her own. */
static bm_status advance_alone(struct bm__run *run) {
    const struct bm__cohort *cohort = run->cohort;
    const struct bm__cohort_host *host = cohort->host;
    struct bm__current_member current;
    const struct bm__member *member;
    double *row = bm__allocate(cohort->allocator, run->reading->n_columns, sizeof *row);
    bm_status opened = row ? BM_OK : BM_ENOMEM;
    bm__current_member_prepare(&current, run, row);
    while (opened == BM_OK && bm__member_take_next(&current, &member)) {
        const char *bad = NULL;
        opened = host->open(host->user, 1, &current.slot);
        if (opened != BM_OK)
            break;
        struct bm__slot *slot = &current.slot;
        bm_status status = bm__member_begin(cohort, current.number, member, slot, &bad);
        if (status == BM_OK)
            status = bm__day0_prepare(slot->day0, slot->sim, &current.history_watch, &bad);
        if (status == BM_OK)
            status = bm__simulation_advance(slot->sim, run->end_d, &current.watch);
        if (status == BM_OK)
            bm__member_finish(&current);
        else
            bm__member_fail(&current, status, bad);
        host->close(host->user, slot);
    }
    bm__release(cohort->allocator, row);
    return opened;
}

/* What each thread does, the caller's own among them. */
static void *work(void *user) {
    struct bm__run *run = user;
    const bm_status status = run->cohort->width == 1 ? advance_alone(run) : bm__members_advance_in_lanes(run);
    if (status != BM_OK)
        bm__run_stop(run, status);
    return NULL;
}

bm_status bm__cohort_advance(const struct bm__cohort *cohort, const struct bm__member *members,
                             struct bm__member *after, double end_d, const struct bm__reading *reading,
                             struct bm__cohort_counts *counts) {
    struct bm__run run = {
        .cohort = cohort, .members = members, .after = after, .end_d = end_d, .reading = reading, .counts = counts};
    bm__thread threads[BM__MAX_THREADS];
    uint32_t started = 0;
    bm__shared_init(&run.next, 0);
    bm__shared_init(&run.stopped, BM_OK);
    if (bm__lock_create(&run.lock) != 0)
        return BM_ENOMEM;
    /* a thread that cannot be had only makes the call slower */
    while (started + 1 < cohort->threads && started < BM__MAX_THREADS &&
           bm__thread_create(&threads[started], work, &run) == 0)
        started++;
    work(&run);
    for (uint32_t i = 0; i < started; i++)
        bm__thread_join(threads[i]);
    bm__lock_destroy(&run.lock);
    const bm_status status = bm__shared_load(&run.stopped);
    if (status == BM_OK && NEVER(run.done != cohort->size)) /* a member was left where she is */
        return BM__BROKEN;
    return status;
}
