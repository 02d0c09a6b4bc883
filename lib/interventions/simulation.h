/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A body under her courses of treatment, moving through time: what a patient handle holds. Knows nothing of handles,
 * names or messages; lib/api checks all input.
 */
#ifndef BM__INTERVENTIONS_SIMULATION_H
#define BM__INTERVENTIONS_SIMULATION_H

#include "interventions/organism.h"
#include "interventions/schedule.h"
#include "interventions/tables.h"
#include "solver/integrator.h"

/* All that changes while time passes. Plain data: copied to undo a call that fails, and saved. */
struct bm__moment {
    double time_d;
    double x[BM__MAX_STATES];     /* in the order of the organism's layout */
    double scale[BM__MAX_STATES]; /* typical size of each state, for the integrator; 0 = not under control */
    double rate[BM__N_AGENTS][BM__MAX_RATES]; /* of continuous agents and averaged doses */
    struct bm__step_memory steps;
};

struct bm__simulation {
    const bm_allocator *allocator;
    double rtol;
    uint64_t max_steps;

    double parameters[BM__MAX_PARAMETERS], initial[BM__N_STATES]; /* as set; computed initial values after prepare */
    struct bm__person person;                                     /* of the full model */
    uint64_t active;                                              /* bit a: agent a takes part */
    uint32_t prepared; /* constants and the state at day 0 follow parameters, initial values, person and courses */
    struct bm__organism organism;
    struct bm__integrator integrator;
    struct bm__moment now, before; /* before: where a call that advances began */
    double x_day_0[BM__N_BODY_STATES];
    struct bm__body_levels levels_day_0; /* of the full model */

    struct bm__course *courses;
    uint32_t n_courses, courses_capacity;
    uint64_t next_id;
};

/* The parameters of an agent, and those of the extensions. */
BM__INLINE const double *bm__agent_parameters(const struct bm__simulation *sim, uint32_t agent) {
    return sim->parameters + BM__N_CORE_PARAMETERS + sim->organism.first_value[agent];
}
BM__INLINE const double *bm__extension_parameters(const struct bm__simulation *sim) {
    return sim->parameters + BM__N_CORE_PARAMETERS + sim->organism.n_values;
}

/* Fills with defaults at time 0; BM_OK or BM_ENOMEM, nothing left to destroy then. */
bm_status bm__simulation_create(struct bm__simulation *sim, uint32_t full, const bm_allocator *allocator, double rtol,
                                uint64_t max_steps);
void bm__simulation_destroy(struct bm__simulation *sim);

/* Makes an exact copy; BM_OK or BM_ENOMEM, nothing left to destroy then. */
bm_status bm__simulation_copy(struct bm__simulation *to, const struct bm__simulation *from);

/* Makes it a copy within the memory it has: room for the courses, and an integrator for the same agents or none. */
void bm__simulation_assign(struct bm__simulation *sim, const struct bm__simulation *from);

/* Gives up the integrator: who takes the steps of this simulation, and of its copies, does so elsewhere. */
void bm__simulation_leave_integrator(struct bm__simulation *sim);

/* Where the core's state i < BM__N_STATES stands in the moment's x; BM__MAX_STATES when its agent does not take part.
 */
uint32_t bm__state_place(const struct bm__simulation *sim, uint32_t i);

/* Makes agents take part (bits of `more`) besides those that do; BM_ENOMEM leaves everything as it was. */
bm_status bm__simulation_activate(struct bm__simulation *sim, uint64_t more);

/* Called at each of a grid of times with the state there; and, to report and to ask whether to go on, with the time. */
typedef void (*bm__read_fn)(void *user, size_t index, double time_d, const double *x);
typedef int (*bm__poll_fn)(void *user, double time_d);

struct bm__watch {
    const double *times_d;
    size_t n_times;
    bm__read_fn read;
    bm__poll_fn poll; /* not 0 cancels */
    void *user;
};

/* Derives the constants from parameters, initial values and the person. On BM_ECONFLICT *bad is the name of one that
 * would not be finite. */
bm_status bm__simulation_derive(struct bm__simulation *sim, const char **bad);

/*
 * Day 0 in two parts: derives, and lets her begin where her history does, which is day 0 itself for the core; then,
 * when she has been advanced to day 0, takes that as her reference.
 */
bm_status bm__simulation_begin(struct bm__simulation *sim, const char **bad);
void bm__simulation_day_0(struct bm__simulation *sim);

/* Takes over what has become known of the person at day 0 and changes nothing of her history. */
void bm__simulation_refresh(struct bm__simulation *sim);

/* Adds a course, activates its agent, and gives it a number; BM_ENOMEM leaves everything as it was. */
bm_status bm__simulation_add(struct bm__simulation *sim, const struct bm__course *course, uint64_t *id);

/*
 * Advances a simulation that has begun to time_d. A dose at the present time is given first, one at time_d is not yet
 * given. The times of the watch lie within [now, time_d], increasing. On failure the moment is as before.
 */
bm_status bm__simulation_advance(struct bm__simulation *sim, double time_d, const struct bm__watch *watch);

/*
 * The parts of an advance, for those who take the steps elsewhere: a way from event to event. After begin, depart as
 * long as it returns 1, each time taking the state from now to stop_d (with a restart when `changed`) and setting
 * now.time_d to it. `before` is where the way began.
 */
struct bm__journey {
    struct bm__simulation *sim;
    const struct bm__watch *watch;
    double end_d, stop_d; /* of the way, and of the stretch to the next event */
    int changed;          /* the state or the equations, by what was given at the departure */
    int fresh;            /* no step has ever been taken */
    size_t next;          /* next time to read */
    uint32_t steps;       /* since the last poll */
    uint64_t tried;       /* steps before the way began */
};
bm_status bm__journey_begin(struct bm__journey *journey, struct bm__simulation *sim, double end_d,
                            const struct bm__watch *watch);
/* Reads what is to be read now, gives what is due, and finds the next event; returns 0 at the end of the way. */
int bm__journey_depart(struct bm__journey *journey);
uint64_t bm__journey_steps_left(const struct bm__journey *journey, const struct bm__step_memory *steps);
/* The next time to read if it lies before t_h, which counts as read then; n_times if there is none. */
size_t bm__journey_read_before(struct bm__journey *journey, double t_h);
/* After each step: now and then asks whether to go on; not 0 cancels. */
int bm__journey_poll(struct bm__journey *journey, double t_h);

/* What flows in of an agent at a time (continuous agents: its dose, or its parts; averaged doses and sessions: per
 * hour, as its first states count it), and the doses given of an agent since day 0. */
void bm__simulation_rates(const struct bm__simulation *sim, uint32_t agent, double time_d, double rates[BM__MAX_RATES]);
double bm__simulation_doses_given(const struct bm__simulation *sim, uint32_t agent, double time_d);

/* What read-outs need at a time and state under the rates of now; of the full model. */
void bm__simulation_levels(const struct bm__simulation *sim, double time_d, const double *x,
                           struct bm__body_levels *levels);

#endif
