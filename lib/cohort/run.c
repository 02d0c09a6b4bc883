/* SPDX-License-Identifier: Apache-2.0 */
#include "cohort/cohort.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/processor.h"

bm__lanes_create_fn bm__lanes_create_x2;
#ifdef BM__HAVE_AVX2
bm__lanes_create_fn bm__lanes_create_x4, bm__lanes_create_x8;
#endif

/* The builds of the lanes, widest first. */
static bm__lanes_create_fn *lanes_of(uint32_t width) {
#ifdef BM__HAVE_AVX2
    if (width == 8 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl"))
        return bm__lanes_create_x8;
    if (width == 4 && __builtin_cpu_supports("avx2"))
        return bm__lanes_create_x4;
#endif
    return width == 2 ? bm__lanes_create_x2 : NULL;
}

uint32_t bm__lanes_width(uint32_t width) {
    while (width > 1 && !lanes_of(width))
        width /= 2;
    return width;
}

/* One call that advances: what its threads share. */
struct run {
    const struct bm__cohort *cohort;
    const struct bm__member *members;
    struct bm__member *after;
    double end_d;
    const struct bm__reading *reading;
    struct bm__cohort_counts *counts;
    atomic_ullong next; /* the first member whom nobody has taken */
    atomic_int stopped; /* a bm_status */
    pthread_mutex_t lock;
    uint64_t done;
};

/* A place where a member is simulated: a lane, or the only one of those who go alone. */
struct chair {
    struct run *run;
    struct bm__seat seat;
    double *row; /* [n_columns] */
    uint64_t member;
    struct bm__cohort_counts begun; /* her steps before */
    int taken;
    int history; /* on her way to day 0; then to the end */
    int again;   /* the last step was rejected, so the field at its beginning is known */
    int arrived; /* at stop_h */
    double t_h, stop_h;
    struct bm__step_try step;
    struct bm__watch watch, history_watch;
    struct bm__journey journey;
};

struct worker {
    struct run *run;
    struct bm__lanes *lanes;
    uint64_t active; /* agents that the lanes are laid out for */
    struct chair chairs[BM__MAX_LANES];
};

static int poll(void *user, double time_d) {
    const struct chair *chair = user;
    (void)time_d;
    return atomic_load_explicit(&chair->run->stopped, memory_order_relaxed) != BM_OK;
}

static int32_t hold(void *user, uint32_t plan, uint32_t crossing) {
    const struct chair *chair = user;
    const struct bm__cohort_host *host = chair->run->cohort->host;
    return host->visit(host->user, &chair->seat, chair->member, plan, crossing);
}

static double level(void *user, uint32_t plan, double time_d, const double *x) {
    const struct chair *chair = user;
    const struct bm__cohort_host *host = chair->run->cohort->host;
    return host->level(host->user, &chair->seat, plan, time_d, x);
}

static void read_row(void *user, size_t index, double time_d, const double *x) {
    const struct chair *chair = user;
    const struct bm__cohort *cohort = chair->run->cohort;
    const struct bm__reading *to = chair->run->reading;
    cohort->host->read(cohort->host->user, &chair->seat, chair->member, time_d, x, chair->row);
    for (size_t i = 0; i < to->n_columns; i++)
        to->values[chair->member * to->member_stride + index * to->row_stride + i * to->column_stride] = chair->row[i];
}

/* Of a member that failed. */
static void read_nothing(const struct run *run, uint64_t member) {
    const struct bm__reading *to = run->reading;
    for (size_t i = 0; i < to->n_times; i++)
        for (size_t j = 0; j < to->n_columns; j++)
            to->values[member * to->member_stride + i * to->row_stride + j * to->column_stride] = (double)NAN;
}

static void stop(struct run *run, bm_status status) {
    int running = BM_OK;
    atomic_compare_exchange_strong(&run->stopped, &running, status);
}

/* One more member is through; the steps of one that failed led nowhere. */
static void count(struct run *run, const struct chair *chair, int failed) {
    const struct bm__cohort_host *host = run->cohort->host;
    pthread_mutex_lock(&run->lock);
    run->done++;
    if (!failed) {
        run->counts->steps += chair->seat.sim->now.steps.steps - chair->begun.steps;
        run->counts->rejected += chair->seat.sim->now.steps.rejected - chair->begun.rejected;
    }
    if (host->progress && atomic_load(&run->stopped) == BM_OK &&
        host->progress(host->user, run->end_d, (double)run->done / (double)run->cohort->size))
        stop(run, BM_ECANCELLED);
    pthread_mutex_unlock(&run->lock);
}

static void release(const struct bm__cohort *cohort, struct bm__member *member) {
    cohort->host->forget(cohort->host->user, member->kept);
    bm__release(cohort->allocator, member->courses);
}

/* The member leaves her chair, and waits where she is. */
static void finish(struct chair *chair) {
    struct run *run = chair->run;
    const struct bm__cohort *cohort = run->cohort;
    const struct bm__simulation *sim = chair->seat.sim, *profile = cohort->profile.sim;
    struct bm__member *member = &run->after[chair->member];
    struct bm__course *courses = NULL;
    void *kept = NULL;
    chair->taken = 0;
    if (cohort->host->leave(cohort->host->user, &chair->seat, &kept) != BM_OK) {
        stop(run, BM_ENOMEM);
        return;
    }
    if (sim->n_courses != profile->n_courses ||
        (sim->n_courses && memcmp(sim->courses, profile->courses, sim->n_courses * sizeof *courses) != 0)) {
        courses = bm__allocate(cohort->allocator, sim->n_courses, sizeof *courses);
        if (!courses) {
            cohort->host->forget(cohort->host->user, kept);
            stop(run, BM_ENOMEM);
            return;
        }
        memcpy(courses, sim->courses, sim->n_courses * sizeof *courses);
    }
    release(cohort, member);
    *member = (struct bm__member){
        .now = sim->now,
        .levels_day_0 = sim->levels_day_0,
        .person = sim->person,
        .active = sim->active,
        .next_id = sim->next_id,
        .n_courses = sim->n_courses,
        .courses = courses,
        .kept = kept,
    };
    memcpy(member->x_day_0, sim->x_day_0, sizeof member->x_day_0);
    memcpy(member->bmd, chair->seat.baseline->bmd, sizeof member->bmd);
    memcpy(member->marker_scale, chair->seat.baseline->marker_scale, sizeof member->marker_scale);
    count(run, chair, 0);
}

/* The member leaves her chair for good; unless it is the whole call that fails. */
static void fail(struct chair *chair, bm_status status, const char *bad) {
    struct run *run = chair->run;
    const struct bm__cohort *cohort = run->cohort;
    struct bm__member *member = &run->after[chair->member];
    chair->taken = 0;
    if (status == BM_ENOMEM || status == BM_ECANCELLED) {
        stop(run, status);
        return;
    }
    release(cohort, member);
    *member = (struct bm__member){.status = status};
    read_nothing(run, chair->member);
    pthread_mutex_lock(&run->lock);
    if (cohort->host->failed(cohort->host->user, &chair->seat, chair->member, status, bad) != BM_OK)
        stop(run, BM_ENOMEM);
    pthread_mutex_unlock(&run->lock);
    count(run, chair, 1);
}

bm_status bm__member_sit(const struct bm__cohort *cohort, uint64_t number, const struct bm__member *member,
                         struct bm__seat *seat, const char **bad) {
    struct bm__simulation *sim = seat->sim;
    struct bm__baseline *baseline = seat->baseline;
    bm_status status = bm__simulation_assign(sim, cohort->profile.sim);
    *baseline = *cohort->profile.baseline;
    if (status == BM_OK)
        status = cohort->host->arrive(cohort->host->user, seat, member ? member->kept : NULL);
    if (status != BM_OK)
        return status;
    if (!bm__population_draw(&cohort->population, number, sim->parameters, baseline->covariates))
        return BM_ERANGE;
    if (!member) {
        sim->prepared = 0;
        return cohort->host->check(cohort->host->user, seat);
    }
    status = bm__simulation_activate(sim, member->active);
    if (status != BM_OK)
        return status;
    if (member->courses) {
        status = bm__simulation_reserve(sim, member->n_courses);
        if (status != BM_OK)
            return status;
        memcpy(sim->courses, member->courses, member->n_courses * sizeof *sim->courses);
    }
    sim->n_courses = member->n_courses;
    sim->next_id = member->next_id;
    sim->person = member->person;
    sim->levels_day_0 = member->levels_day_0;
    memcpy(sim->x_day_0, member->x_day_0, sizeof sim->x_day_0);
    memcpy(baseline->bmd, member->bmd, sizeof baseline->bmd);
    memcpy(baseline->marker_scale, member->marker_scale, sizeof baseline->marker_scale);
    status = bm__simulation_derive(sim, bad);
    sim->now = member->now;
    memcpy(sim->organism.rate, sim->now.rate, sizeof sim->organism.rate);
    sim->prepared = 1;
    bm__hooks_arrive(sim->hooks, &sim->organism, sim->now.time_d);
    return status;
}

/* Takes the next member that can go on; 0 when there is none. */
static int take(struct chair *chair, const struct bm__member **member) {
    struct run *run = chair->run;
    for (;;) {
        const uint64_t number = atomic_fetch_add(&run->next, 1);
        if (number >= run->cohort->size || atomic_load(&run->stopped) != BM_OK)
            return 0;
        *member = run->members ? &run->members[number] : NULL;
        chair->member = number;
        chair->begun = (struct bm__cohort_counts){0};
        if (*member)
            chair->begun = (struct bm__cohort_counts){(*member)->now.steps.steps, (*member)->now.steps.rejected};
        if (!*member || (*member)->status == BM_OK) {
            chair->taken = 1;
            return 1;
        }
        run->after[number].status = (*member)->status;
        read_nothing(run, number);
        pthread_mutex_lock(&run->lock);
        run->done++;
        pthread_mutex_unlock(&run->lock);
    }
}

/* ---- members alone ---- */

static void work_alone(struct worker *worker) {
    struct run *run = worker->run;
    struct chair *chair = &worker->chairs[0];
    const struct bm__cohort_host *host = run->cohort->host;
    const struct bm__member *member;
    while (take(chair, &member)) {
        const char *bad = NULL;
        bm_status status = host->open(host->user, 1, &chair->seat);
        if (status != BM_OK) {
            stop(run, status);
            return;
        }
        status = bm__member_sit(run->cohort, chair->member, member, &chair->seat, &bad);
        if (status == BM_OK)
            status = bm__baseline_prepare(chair->seat.baseline, chair->seat.sim, &chair->history_watch, &bad);
        if (status == BM_OK)
            status = bm__simulation_advance(chair->seat.sim, run->end_d, &chair->watch);
        if (status == BM_OK)
            finish(chair);
        else
            fail(chair, status, bad);
        host->close(host->user, &chair->seat);
    }
}

/* ---- members in lanes ---- */

static void put(double *to, const double *from, uint32_t n, uint32_t width, uint32_t lane) {
    for (uint32_t i = 0; i < n; i++)
        to[i * width + lane] = from[i];
}

/* The lanes have the states of every agent that takes part in any of them. */
static void put_states(const struct bm__lanes *lanes, uint32_t lane, const struct bm__organism *organism, double *to,
                       const double *from) {
    put(to, from, BM__N_BODY_STATES, lanes->width, lane);
    for (uint32_t i = 0; i < lanes->n_active; i++) {
        const uint32_t a = lanes->active[i], first = organism->first_state[a];
        for (uint32_t k = 0; k < bm__agents[a]->n_states; k++)
            to[(lanes->first_state[a] + k) * lanes->width + lane] = first ? from[first + k] : 0.0;
    }
}

/* Back, from values that stand `width` apart beginning with those of `lane`. */
static void get_states(const struct bm__lanes *lanes, uint32_t width, uint32_t lane,
                       const struct bm__organism *organism, double *to, const double *from) {
    for (uint32_t i = 0; i < BM__N_BODY_STATES; i++)
        to[i] = from[i * width + lane];
    for (uint32_t i = 0; i < organism->n_active; i++) {
        const uint32_t a = organism->active[i];
        for (uint32_t k = 0; k < bm__agents[a]->n_states; k++)
            to[organism->first_state[a] + k] = from[(lanes->first_state[a] + k) * width + lane];
    }
}

static void put_constants(const struct worker *worker, uint32_t lane) {
    const struct bm__lanes *lanes = worker->lanes;
    const struct bm__organism *organism = &worker->chairs[lane].seat.sim->organism;
    put(lanes->constants, (const double *)&organism->k, BM__N_CORE_CONSTANTS, lanes->width, lane);
    put(lanes->extension, (const double *)&organism->e, BM__N_EXTENSION_CONSTANTS, lanes->width, lane);
    put(lanes->values, organism->p, organism->n_values, lanes->width, lane);
}

static void put_moment(const struct worker *worker, uint32_t lane) {
    const struct bm__lanes *lanes = worker->lanes;
    const struct chair *chair = &worker->chairs[lane];
    const struct bm__simulation *sim = chair->seat.sim;
    put(lanes->rates, &sim->organism.rate[0][0], BM__N_AGENTS * BM__MAX_RATES, lanes->width, lane);
    put_states(lanes, lane, &sim->organism, lanes->x, sim->now.x);
    put_states(lanes, lane, &sim->organism, lanes->scale, sim->now.scale);
    lanes->t_h[lane] = chair->t_h;
}

/* Lays the lanes out anew when an agent takes part in one of them that none had; nothing of hers is in that lane yet.
 * Constants stay. Which agents those are changes no number: states that are 0 and push on nothing add 0 everywhere. */
static bm_status make_room(struct worker *worker, uint32_t lane) {
    struct bm__lanes *lanes = worker->lanes;
    struct chair *chairs = worker->chairs;
    const uint64_t active = worker->active | chairs[lane].seat.sim->active;
    if (active == worker->active)
        return BM_OK;
    for (uint32_t l = 0; l < lanes->width; l++)
        if (l != lane && chairs[l].taken)
            get_states(lanes, lanes->width, l, &chairs[l].seat.sim->organism, chairs[l].seat.sim->now.x, lanes->x);
    worker->active = active;
    const bm_status status = lanes->lay_out(lanes, active);
    for (uint32_t l = 0; l < lanes->width && status == BM_OK; l++)
        if (l != lane && chairs[l].taken)
            put_moment(worker, l);
    return status;
}

/* Begins her way to day 0, or to the end. */
static bm_status set_out(struct chair *chair) {
    struct bm__simulation *sim = chair->seat.sim;
    const struct bm__watch *watch = chair->history ? &chair->history_watch : &chair->watch;
    return bm__journey_begin(&chair->journey, sim, chair->history ? 0.0 : chair->run->end_d, watch);
}

/* She stands at an event: what happens there, until she needs steps or has left her chair. */
static void go_on(struct worker *worker, uint32_t lane) {
    struct chair *chair = &worker->chairs[lane];
    struct bm__simulation *sim = chair->seat.sim;
    const char *bad = NULL;
    chair->arrived = 0;
    for (bm_status status = BM_OK;;) {
        const int more = status == BM_OK ? bm__journey_depart(&chair->journey) : 0;
        if (more < 0)
            status = more;
        if (more > 0)
            status = make_room(worker, lane);
        if (status == BM_OK && more > 0) {
            chair->t_h = sim->now.time_d * BM__HOURS_PER_DAY;
            chair->stop_h = chair->journey.stop_d * BM__HOURS_PER_DAY;
            chair->again = 0;
            if (chair->journey.changed)
                bm__step_restart(&sim->now.steps);
            if (chair->stop_h - chair->t_h <= bm__step_smallest(chair->t_h)) {
                sim->now.time_d = chair->journey.stop_d;
                continue;
            }
            put_moment(worker, lane);
            return;
        }
        bm__journey_end(&chair->journey, status);
        if (status == BM_OK && !chair->history) {
            finish(chair);
            return;
        }
        if (status == BM_OK)
            status = bm__baseline_arrive(chair->seat.baseline, sim, &chair->history, &bad);
        if (status == BM_OK) {
            put_constants(worker, lane);
            status = set_out(chair);
        }
        if (status != BM_OK) {
            fail(chair, status, bad);
            return;
        }
    }
}

/* Seats the next member in a lane; 0 when there is none. */
static int fill(struct worker *worker, uint32_t lane) {
    struct chair *chair = &worker->chairs[lane];
    const struct bm__member *member;
    if (!take(chair, &member))
        return 0;
    const char *bad = NULL;
    bm_status status = bm__member_sit(chair->run->cohort, chair->member, member, &chair->seat, &bad);
    chair->history = !member;
    if (status == BM_OK && chair->history)
        status = bm__baseline_begin(chair->seat.baseline, chair->seat.sim, &bad);
    if (status == BM_OK) {
        put_constants(worker, lane);
        status = set_out(chair);
    }
    if (status == BM_OK)
        go_on(worker, lane);
    else
        fail(chair, status, bad);
    return 1;
}

/* Chooses the step of a lane whose field is known. */
static bm_status choose(struct worker *worker, uint32_t lane) {
    const struct bm__lanes *lanes = worker->lanes;
    struct chair *chair = &worker->chairs[lane];
    struct bm__step_memory *steps = &chair->seat.sim->now.steps;
    const double remaining = chair->stop_h - chair->t_h;
    steps->evaluations += !chair->again;
    if (steps->h <= 0.0)
        steps->h = bm__step_first(lanes->n, lanes->width, lanes->x + lane, lanes->f + lane, lanes->scale + lane,
                                  chair->seat.sim->rtol, remaining);
    if (bm__journey_steps_left(&chair->journey, steps) == 0)
        return BM_EMAXSTEPS;
    if (!(steps->h > bm__step_smallest(chair->t_h)))
        return BM_ESTEP;
    chair->step = bm__step_choose(steps, remaining);
    lanes->h[lane] = chair->step.h;
    return BM_OK;
}

/* The step that a lane has just taken, to be read in. */
struct taken {
    struct worker *worker;
    uint32_t lane;
    int *prepared;
};

static void read_lane(const struct taken *taken, double t_h, double *all) {
    struct bm__lanes *lanes = taken->worker->lanes;
    const struct chair *chair = &taken->worker->chairs[taken->lane];
    if (!*taken->prepared)
        lanes->prepare_dense(lanes);
    *taken->prepared = 1;
    lanes->read(lanes, taken->lane, (t_h - chair->t_h) / chair->step.h, all);
}

static void read_step(void *user, double t_h, double *x) {
    const struct taken *taken = user;
    double all[BM__MAX_STATES];
    read_lane(taken, t_h, all);
    get_states(taken->worker->lanes, 1, 0, &taken->worker->chairs[taken->lane].seat.sim->organism, x, all);
}

/* Reads what lies within the step just taken, before t_h. */
static void read_within(struct taken *taken, double t_h) {
    struct chair *chair = &taken->worker->chairs[taken->lane];
    for (size_t i; (i = bm__journey_read_before(&chair->journey, t_h)) < chair->watch.n_times;) {
        const double time_d = chair->watch.times_d[i];
        double x[BM__MAX_STATES];
        read_step(taken, time_d * BM__HOURS_PER_DAY, x);
        read_row(chair, i, time_d, x);
    }
}

/* What becomes of the step that a lane has taken. */
static void judge(struct worker *worker, uint32_t lane, int *prepared) {
    struct bm__lanes *lanes = worker->lanes;
    struct chair *chair = &worker->chairs[lane];
    struct bm__simulation *sim = chair->seat.sim;
    const enum bm__step_verdict verdict =
        bm__step_judge(&sim->now.steps, chair->step, lanes->norm[lane] / sim->rtol, chair->t_h);
    chair->again = verdict != BM__STEP_ACCEPTED;
    if (verdict == BM__STEP_HOPELESS)
        fail(chair, BM_ENONFINITE, NULL);
    if (verdict != BM__STEP_ACCEPTED)
        return;
    struct taken taken = {worker, lane, prepared};
    const double end_h = chair->step.h == chair->stop_h - chair->t_h ? chair->stop_h : chair->t_h + chair->step.h;
    double t_h = end_h, all[BM__MAX_STATES];
    int arrived = end_h == chair->stop_h;
    if (chair->journey.levels) {
        double x[BM__MAX_STATES];
        get_states(lanes, lanes->width, lane, &sim->organism, x, lanes->y);
        arrived |= bm__journey_cross(&chair->journey, chair->t_h, &t_h, x, read_step, &taken);
    }
    if (!chair->history)
        read_within(&taken, t_h);
    if (t_h < end_h) { /* the crossing cuts the step */
        read_lane(&taken, t_h, all);
        put(lanes->x, all, lanes->n, lanes->width, lane);
    } else {
        for (uint32_t i = lane; i < lanes->n * lanes->width; i += lanes->width)
            lanes->x[i] = lanes->y[i];
    }
    lanes->t_h[lane] = chair->t_h = t_h;
    if (bm__journey_poll(&chair->journey, t_h)) {
        fail(chair, BM_ECANCELLED, NULL);
    } else if (arrived) {
        get_states(lanes, lanes->width, lane, &sim->organism, sim->now.x, lanes->x);
        sim->now.time_d = chair->journey.stop_d;
        chair->arrived = 1;
    }
}

static void work_in_lanes(struct worker *worker) {
    struct bm__lanes *lanes = worker->lanes;
    struct chair *chairs = worker->chairs;
    for (;;) {
        int any = 0, prepared = 0;
        for (uint32_t l = 0; l < lanes->width; l++) {
            while (!chairs[l].taken && fill(worker, l))
                continue;
            any |= chairs[l].taken;
        }
        if (!any || atomic_load(&worker->run->stopped) != BM_OK) /* all is undone, and the lanes may have no room */
            return;
        lanes->evaluate(lanes);
        for (uint32_t l = 0; l < lanes->width; l++) {
            const bm_status status = chairs[l].taken ? choose(worker, l) : BM_OK;
            if (status != BM_OK)
                fail(&chairs[l], status, NULL);
        }
        lanes->step(lanes);
        for (uint32_t l = 0; l < lanes->width; l++)
            if (chairs[l].taken)
                judge(worker, l, &prepared);
        for (uint32_t l = 0; l < lanes->width; l++) /* when all steps are judged, for the lanes may be laid out anew */
            if (chairs[l].taken && chairs[l].arrived)
                go_on(worker, l);
    }
}

/* ---- threads ---- */

/* Opens the seats and the lanes of a worker; closes what was opened when that fails. */
static void *work(void *user) {
    struct run *run = user;
    const struct bm__cohort *cohort = run->cohort;
    const struct bm__cohort_host *host = cohort->host;
    struct worker *worker = bm__allocate(cohort->allocator, 1, sizeof *worker);
    double *rows = bm__allocate(cohort->allocator, cohort->width * run->reading->n_columns, sizeof *rows);
    bm_status status = worker && rows ? BM_OK : BM_ENOMEM;
    uint32_t opened = 0;
    for (uint32_t l = 0; status == BM_OK && l < cohort->width; l++) {
        struct chair *chair = &worker->chairs[l];
        *chair = (struct chair){.run = run, .row = rows + l * run->reading->n_columns};
        chair->history_watch = chair->watch = (struct bm__watch){.poll = poll, .user = chair};
        chair->watch.times_d = run->reading->times_d;
        chair->watch.n_times = run->reading->n_times;
        chair->watch.read = read_row;
        chair->watch.visit = cohort->profile.sim->n_plans ? hold : NULL;
        chair->watch.level = level;
        if (cohort->width == 1)
            break;
        status = host->open(host->user, 0, &chair->seat);
        opened += status == BM_OK;
    }
    if (status == BM_OK) {
        worker->run = run;
        if (cohort->width == 1) {
            work_alone(worker);
        } else {
            worker->lanes = lanes_of(cohort->width)(cohort->allocator);
            worker->active = cohort->profile.sim->active;
            status = worker->lanes ? worker->lanes->lay_out(worker->lanes, worker->active) : BM_ENOMEM;
            if (status == BM_OK)
                work_in_lanes(worker);
            if (worker->lanes)
                worker->lanes->destroy(worker->lanes);
        }
    }
    if (status != BM_OK)
        stop(run, status);
    for (uint32_t l = 0; l < opened; l++)
        host->close(host->user, &worker->chairs[l].seat);
    bm__release(cohort->allocator, rows);
    bm__release(cohort->allocator, worker);
    return NULL;
}

bm_status bm__cohort_advance(const struct bm__cohort *cohort, const struct bm__member *members,
                             struct bm__member *after, double end_d, const struct bm__reading *reading,
                             struct bm__cohort_counts *counts) {
    struct run run = {
        .cohort = cohort, .members = members, .after = after, .end_d = end_d, .reading = reading, .counts = counts};
    pthread_t threads[BM__MAX_THREADS];
    uint32_t started = 0;
    atomic_init(&run.next, 0);
    atomic_init(&run.stopped, BM_OK);
    if (pthread_mutex_init(&run.lock, NULL) != 0)
        return BM_ENOMEM;
    /* a thread that cannot be had only makes the call slower */
    while (started + 1 < cohort->threads && started < BM__MAX_THREADS &&
           pthread_create(&threads[started], NULL, work, &run) == 0)
        started++;
    work(&run);
    for (uint32_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    pthread_mutex_destroy(&run.lock);
    return atomic_load(&run.stopped);
}

void bm__members_release(const struct bm__cohort *cohort, struct bm__member *members) {
    for (uint64_t i = 0; members && i < cohort->size; i++)
        release(cohort, &members[i]);
    bm__release(cohort->allocator, members);
}
