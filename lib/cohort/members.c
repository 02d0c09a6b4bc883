/* SPDX-License-Identifier: Apache-2.0 */
/* A member's way through a slot: she is taken from those who wait, begins, and finishes or fails. */
#include "cohort/members.h"

#include "base/invariant.h"

void bm__run_stop(struct bm__run *run, bm_status status) {
    int running = BM_OK;
    bm__shared_replace(&run->stopped, &running, status);
}

/* Tells the host how many members are through, and lets it cancel; within the lock. */
static void tell(struct bm__run *run) {
    const struct bm__cohort_host *host = run->cohort->host;
    if (host->progress && bm__shared_load(&run->stopped) == BM_OK &&
        host->progress(host->user, run->end_d, (double)run->done / (double)run->cohort->size))
        bm__run_stop(run, BM_ECANCELLED);
}

/* ---- what a simulation asks on behalf of its member (struct bm__watch) ---- */

static int poll(void *user, double time_d) {
    const struct bm__current_member *current = user;
    struct bm__run *run = current->run;
    (void)time_d;
    if (run->cohort->host->progress) {
        bm__lock_take(&run->lock);
        tell(run);
        bm__lock_leave(&run->lock);
    }
    return bm__shared_peek(&run->stopped) != BM_OK;
}

static int32_t hold_visit(void *user, uint32_t decision, uint32_t crossing) {
    const struct bm__current_member *current = user;
    const struct bm__cohort_host *host = current->run->cohort->host;
    return host->visit(host->user, &current->slot, current->number, decision, crossing);
}

static double level(void *user, uint32_t decision, double time_d, const double *x) {
    const struct bm__current_member *current = user;
    const struct bm__cohort_host *host = current->run->cohort->host;
    return host->level(host->user, &current->slot, decision, time_d, x);
}

static void read_row(void *user, size_t index, double time_d, const double *x) {
    const struct bm__current_member *current = user;
    const struct bm__cohort_host *host = current->run->cohort->host;
    const struct bm__reading *to = current->run->reading;
    host->read(host->user, &current->slot, current->number, time_d, x, current->row);
    double *row = to->values + current->number * to->member_stride + index * to->row_stride;
    for (size_t i = 0; i < to->n_columns; i++)
        row[i * to->column_stride] = current->row[i];
}

void bm__current_member_prepare(struct bm__current_member *current, struct bm__run *run, double *row) {
    *current = (struct bm__current_member){.run = run, .row = row};
    current->history_watch = (struct bm__watch){.poll = poll, .user = current};
    current->watch = (struct bm__watch){
        .times_d = run->reading->times_d,
        .n_times = run->reading->n_times,
        .read = read_row,
        .poll = poll,
        .visit = run->cohort->profile.sim->n_decisions ? hold_visit : NULL,
        .level = level,
        .wandering = run->cohort->wandering,
        .user = current,
    };
}

/* ---- members who wait ---- */

/* All that is read of a member that failed. */
static void read_nothing(const struct bm__run *run, uint64_t number) {
    const struct bm__reading *to = run->reading;
    for (size_t i = 0; i < to->n_times; i++)
        for (size_t j = 0; j < to->n_columns; j++)
            to->values[number * to->member_stride + i * to->row_stride + j * to->column_stride] = (double)NAN;
}

int bm__member_take_next(struct bm__current_member *current, const struct bm__member **member) {
    struct bm__run *run = current->run;
    if (NEVER(current->occupied)) /* whoever is in the slot would be lost */
        bm__run_stop(run, BM__BROKEN);
    for (;;) {
        const uint64_t number = bm__shared_add(&run->next, 1);
        if (number >= run->cohort->size || bm__shared_load(&run->stopped) != BM_OK)
            return 0;
        *member = run->members ? &run->members[number] : NULL;
        if (!*member || (*member)->status == BM_OK) {
            current->number = number;
            current->occupied = 1;
            current->counts_before = (struct bm__cohort_counts){0};
            if (*member)
                current->counts_before =
                    (struct bm__cohort_counts){(*member)->now.steps.steps, (*member)->now.steps.rejected};
            return 1;
        }
        /* who failed in an earlier call stays behind */
        run->after[number].status = (*member)->status;
        read_nothing(run, number);
        bm__lock_take(&run->lock);
        run->done++;
        bm__lock_leave(&run->lock);
    }
}

/* ---- a member begins ---- */

/* Puts back what a member has become since day 0 into a simulation that is the profile's, with her parameters. */
static bm_status restore(const struct bm__member *member, struct bm__slot *slot, const char **bad) {
    struct bm__simulation *sim = slot->sim;
    bm_status status = bm__simulation_activate(sim, member->active);
    if (status != BM_OK)
        return status;
    if (NEVER(sim->active != member->active)) /* her states stand where the layout of her own agents has them */
        return BM__BROKEN;
    if (member->courses) {
        status = bm__simulation_reserve(sim, member->n_courses);
        if (status != BM_OK)
            return status;
        memcpy(sim->courses, member->courses, member->n_courses * sizeof *sim->courses);
    } else if (NEVER(member->n_courses != sim->n_courses)) { /* she has the profile's, all of them */
        return BM__BROKEN;
    }
    sim->n_courses = member->n_courses;
    sim->next_id = member->next_id;
    sim->person = member->person;
    sim->levels_day_0 = member->levels_day_0;
    memcpy(sim->x_day_0, member->x_day_0, sizeof sim->x_day_0);
    slot->day0->reference = member->reference;
    status = bm__simulation_derive(sim, bad);
    sim->now = member->now;
    memcpy(sim->organism.rate, sim->now.rate, sizeof sim->organism.rate);
    sim->prepared = 1;
    bm__hooks_arrive(sim->hooks, &sim->organism, sim->now.time_d);
    return status;
}

bm_status bm__member_begin(const struct bm__cohort *cohort, uint64_t number, const struct bm__member *member,
                           struct bm__slot *slot, const char **bad) {
    const struct bm__cohort_host *host = cohort->host;
    bm_status status = bm__simulation_assign(slot->sim, cohort->profile.sim);
    *slot->day0 = *cohort->profile.day0;
    if (status == BM_OK)
        status = host->restore(host->user, slot, member ? member->stored : NULL);
    if (status != BM_OK)
        return status;
    const struct bm__own own = {slot->sim->parameters, slot->day0->covariates, slot->walk, slot->study, slot->learned};
    if (!bm__population_draw(&cohort->population, number, &own))
        return BM_ERANGE;
    if (member)
        return restore(member, slot, bad);
    slot->sim->prepared = 0;
    return host->check(host->user, slot);
}

/* ---- a member ends ---- */

static void release(const struct bm__cohort *cohort, struct bm__member *member) {
    cohort->host->discard(cohort->host->user, member->stored);
    bm__release(cohort->allocator, member->courses);
}

/* One more member is done. The steps of one that failed do not count: how many they were depends on how she went. */
static void count(struct bm__run *run, const struct bm__current_member *current, int failed) {
    bm__lock_take(&run->lock);
    run->done++;
    if (!failed) {
        run->counts->steps += current->slot.sim->now.steps.steps - current->counts_before.steps;
        run->counts->rejected += current->slot.sim->now.steps.rejected - current->counts_before.rejected;
    }
    tell(run);
    bm__lock_leave(&run->lock);
}

/* Her courses, in memory of their own unless they are the profile's. */
static bm_status copy_courses(const struct bm__cohort *cohort, const struct bm__simulation *sim,
                              struct bm__course **courses) {
    const struct bm__simulation *profile = cohort->profile.sim;
    *courses = NULL;
    if (sim->n_courses == profile->n_courses &&
        (sim->n_courses == 0 || memcmp(sim->courses, profile->courses, sim->n_courses * sizeof **courses) == 0))
        return BM_OK;
    *courses = bm__allocate(cohort->allocator, sim->n_courses, sizeof **courses);
    if (!*courses)
        return BM_ENOMEM;
    memcpy(*courses, sim->courses, sim->n_courses * sizeof **courses);
    return BM_OK;
}

/* Makes a member of what is in the slot; BM_ENOMEM leaves nothing behind. */
static bm_status store(const struct bm__cohort *cohort, struct bm__slot *slot, struct bm__member *member) {
    const struct bm__cohort_host *host = cohort->host;
    const struct bm__simulation *sim = slot->sim;
    if (NEVER(sim->underway || sim->n_proposed > 0)) /* neither could be taken back any more */
        return BM__BROKEN;
    *member = (struct bm__member){
        .now = sim->now,
        .levels_day_0 = sim->levels_day_0,
        .person = sim->person,
        .reference = slot->day0->reference,
        .active = sim->active,
        .next_id = sim->next_id,
        .n_courses = sim->n_courses,
    };
    memcpy(member->x_day_0, sim->x_day_0, sizeof member->x_day_0);
    if (host->store(host->user, slot, &member->stored) != BM_OK)
        return BM_ENOMEM;
    const bm_status status = copy_courses(cohort, sim, &member->courses);
    if (status != BM_OK)
        host->discard(host->user, member->stored);
    return status;
}

void bm__member_finish(struct bm__current_member *current) {
    struct bm__run *run = current->run;
    struct bm__member *after = &run->after[current->number], stored;
    current->occupied = 0;
    const bm_status status = store(run->cohort, &current->slot, &stored);
    if (status != BM_OK) {
        bm__run_stop(run, status);
        return;
    }
    release(run->cohort, after);
    *after = stored;
    count(run, current, 0);
}

void bm__member_fail(struct bm__current_member *current, bm_status status, const char *bad) {
    struct bm__run *run = current->run;
    const struct bm__cohort *cohort = run->cohort;
    struct bm__member *after = &run->after[current->number];
    current->occupied = 0;
    if (status == BM_ENOMEM || status == BM_ECANCELLED) {
        bm__run_stop(run, status);
        return;
    }
    release(cohort, after);
    *after = (struct bm__member){.status = status};
    read_nothing(run, current->number);
    bm__lock_take(&run->lock);
    if (cohort->host->failed(cohort->host->user, &current->slot, current->number, status, bad) != BM_OK)
        bm__run_stop(run, BM_ENOMEM);
    bm__lock_leave(&run->lock);
    count(run, current, 1);
}

void bm__members_release(const struct bm__cohort *cohort, struct bm__member *members) {
    for (uint64_t i = 0; members && i < cohort->size; i++)
        release(cohort, &members[i]);
    bm__release(cohort->allocator, members);
}
