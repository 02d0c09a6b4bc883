/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A body under her courses of treatment, moving through time: what a patient handle holds. Knows nothing of handles,
 * names or messages; lib/api checks all input.
 */
#ifndef BM__SIMULATION_SIMULATION_H
#define BM__SIMULATION_SIMULATION_H

#include "simulation/hooks.h"
#include "simulation/organism.h"
#include "simulation/course.h"
#include "simulation/rows.h"
#include "solver/integrator.h"

enum { BM__MAX_DECISIONS = 64 };

/* All that changes while time passes. Plain data: copied to undo a call that fails, and saved. */
struct bm__moment {
    double time_d;
    double x[BM__MAX_STATES];     /* in the order of the organism's layout */
    double scale[BM__MAX_STATES]; /* typical size of each state, for the integrator; 0 = not under control */
    double rate[BM__MAX_AGENTS][BM__MAX_RATES]; /* of continuous agents and averaged doses */
    uint8_t
        side[BM__MAX_DECISIONS]; /* of each decision's level: BM_BELOW or BM_ABOVE, where it was last seen; 0: never */
    struct bm__step_memory steps;
};

/* When somebody is to decide: at visits by the calendar, and when what they observe crosses a level. */
struct bm__decision {
    struct bm__course calendar; /* its doses are the visits; nothing is seen from its stop_d on */
    uint32_t crossing;          /* BM_BELOW, BM_ABOVE, both: which crossings are visits; 0: no level */
    double level;
};

/* Where the last call that could not go on came to an end: what changed fastest there. */
struct bm__lost {
    double time_d, value;
    const char *state; /* NULL: no call has */
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
    struct bm__integrator integrator; /* its block NULL: the steps are taken elsewhere */
    struct bm__moment now;
    double x_day_0[BM__N_BODY_STATES];
    struct bm__body_levels levels_day_0; /* of the full model */

    struct bm__course *courses;
    uint32_t n_courses, n_proposed, courses_capacity; /* proposed: after the others, until a visit is committed */
    uint64_t next_id;
    struct bm__hooks *hooks; /* NULL: none */
    struct bm__decision *decisions;
    uint32_t n_decisions;

    /* Where a call that advances began, to undo it; courses and decisions keep what else is needed. */
    uint32_t underway, n_courses_before;
    uint64_t active_before, next_id_before;
    struct bm__integrator integrator_before; /* block NULL: it is still the present one */
    struct bm__moment before;
    struct bm__lost lost;
};

/* An agent, the library's own or a hook of hers. */
BM__INLINE const struct bm__agent *bm__agent_of(const struct bm__simulation *sim, uint32_t agent) {
    return sim->organism.agent[agent];
}

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

/* Makes an exact copy; BM_OK, BM_ENOMEM or what a hook's copy function returned, nothing left to destroy then. */
bm_status bm__simulation_copy(struct bm__simulation *to, const struct bm__simulation *from);

/* Makes room for this many courses in all; BM_ENOMEM leaves everything as it was. */
bm_status bm__simulation_reserve(struct bm__simulation *sim, uint32_t capacity);

/* Makes it a copy that keeps its memory: the same decisions and hooks, and an integrator for the same agents or none.
 * BM_ENOMEM leaves everything as it was. */
bm_status bm__simulation_assign(struct bm__simulation *sim, const struct bm__simulation *from);

/* Gives up the integrator: who takes the steps of this simulation, and of its copies, does so elsewhere. */
void bm__simulation_leave_integrator(struct bm__simulation *sim);

/* Connects the integrator to the organism; both may have been laid out or moved. */
void bm__simulation_connect(struct bm__simulation *sim);

/* Where the core's state i < BM__N_STATES stands in the moment's x; BM__MAX_STATES when its agent does not take part.
 */
uint32_t bm__state_place(const struct bm__simulation *sim, uint32_t i);

/* Makes agents take part (bits of `more`) besides those that do; BM_ENOMEM leaves everything as it was. */
bm_status bm__simulation_activate(struct bm__simulation *sim, uint64_t more);

/*
 * Takes a hook in (see bm__hooks_add()), and with `active` makes it take part from now on. BM_ENOMEM, or BM_ERANGE when
 * there is no room for its states and Jacobian beside the library's own agents: then everything is as it was.
 */
bm_status bm__simulation_hook(struct bm__simulation *sim, const bm_hook *host, const uint16_t *targets,
                              const uint16_t *view, int active);

/* What a hook gave up with in the last call, or BM_OK. */
BM__INLINE bm_status bm__simulation_stopped(const struct bm__simulation *sim) {
    return sim->hooks ? sim->hooks->status : BM_OK;
}
BM__INLINE void bm__simulation_clear_stop(struct bm__simulation *sim) {
    if (sim->hooks)
        sim->hooks->status = BM_OK;
}

/* Called at each of a grid of times with the state there; and, to report and to ask whether to go on, with the time. */
typedef void (*bm__read_fn)(void *user, size_t index, double time_d, const double *x);
typedef int (*bm__poll_fn)(void *user, double time_d);
/* Holds a visit of a decision, crossing as in bm_visit_crossed(), before anything due now is given: it may propose and
 * accept. Negative: nothing of the call has happened, and this is its status. */
typedef int32_t (*bm__hold_fn)(void *user, uint32_t decision, uint32_t crossing);
/* What a decision observes, at a time and state. */
typedef double (*bm__level_fn)(void *user, uint32_t decision, double time_d, const double *x);

struct bm__watch {
    const double *times_d;
    size_t n_times;
    bm__read_fn read;
    bm__poll_fn poll;  /* not 0 cancels */
    bm__hold_fn visit; /* NULL: there are no visits, whatever the decisions */
    bm__level_fn level;
    uint64_t wandering; /* bits of decisions whose level's observable may turn on any day, though not within one */
    void *user;
};

/* Derives the constants from parameters, initial values and the person. On BM_ECONFLICT *bad is the name of one that
 * would not be finite. */
bm_status bm__simulation_derive(struct bm__simulation *sim, const char **bad);

/* The state in balance at time_d, before anything has been given; the constants are derived. Nothing of hooks. */
void bm__simulation_balance(struct bm__simulation *sim, double time_d);

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
/* The same without activating the agent, which may still be to come. */
bm_status bm__simulation_append(struct bm__simulation *sim, const struct bm__course *course, uint64_t *id);

/*
 * The same in two parts: courses to add, with the numbers they will have, and changed stops are only proposed until
 * they are accepted or withdrawn, all together. BM_ENOMEM: not proposed; nothing accepted, all withdrawn.
 */
bm_status bm__simulation_propose(struct bm__simulation *sim, const struct bm__course *course, uint64_t *id);
/* The course of a number, proposed ones among them, or NULL: to propose another stop_d. */
struct bm__course *bm__simulation_find(struct bm__simulation *sim, uint64_t id);
bm_status bm__simulation_accept(struct bm__simulation *sim);
void bm__simulation_withdraw(struct bm__simulation *sim);

/* Adds a decision as the last one, or removes one; BM_ENOMEM leaves everything as it was. */
bm_status bm__simulation_add_decision(struct bm__simulation *sim, const struct bm__decision *decision);
void bm__simulation_remove_decision(struct bm__simulation *sim, uint32_t decision);

/*
 * Advances a simulation that has begun to time_d. Visits of the present time come first, then its doses; those of
 * time_d belong to the next advance. The times of the watch lie within [now, time_d], increasing. On failure everything
 * is as before.
 */
bm_status bm__simulation_advance(struct bm__simulation *sim, double time_d, const struct bm__watch *watch);

/*
 * The parts of an advance, for those who take the steps elsewhere: a way from event to event. After begin, depart as
 * long as it returns 1, each time taking the state from now to stop_d (with a restart when `changed`) and setting
 * now.time_d to it; then end, whatever happened. A departure may have let agents take part that did not (`active`).
 */
struct bm__journey {
    struct bm__simulation *sim;
    const struct bm__watch *watch;
    double end_d, stop_d; /* of the way, and of the stretch to the next event */
    int changed;          /* the state or the equations, by what was given at the departure */
    int fresh;            /* no step has ever been taken */
    int levels;           /* there are decisions whose crossings are visits */
    size_t next;          /* next time to read */
    uint32_t steps;       /* and rows read, since the last poll */
    uint64_t tried;       /* steps before the way began */
};
bm_status bm__journey_begin(struct bm__journey *journey, struct bm__simulation *sim, double end_d,
                            const struct bm__watch *watch);
/* Reads what is to be read now, holds the visits, gives what is due, and finds the next event. Returns 1; 0 at the end
 * of the way; or, negative, the status of a visit that was not held. */
int bm__journey_depart(struct bm__journey *journey);
/* Forgets how it was before, or brings it back. */
void bm__journey_end(struct bm__journey *journey, bm_status status);
/*
 * After each step from t0_h to *t1_h, before anything is read in it: whether a level was crossed and the stretch ends
 * there. Then *t1_h, to which the step is to be cut, and stop_d are just after the crossing. x1 is the state at *t1_h,
 * dense reads it within the step.
 */
typedef void (*bm__dense_fn)(void *user, double t_h, double *x);
int bm__journey_cross(struct bm__journey *journey, double t0_h, double *t1_h, const double *x1, bm__dense_fn dense,
                      void *user);
uint64_t bm__journey_steps_left(const struct bm__journey *journey, const struct bm__step_memory *steps);
/* The next time to read if it lies before t_h, which counts as read then; n_times if there is none. */
size_t bm__journey_read_before(struct bm__journey *journey, double t_h);
/* Notes where the integration could not go on: the state x at t_h, its d/dt f and its scale. */
void bm__simulation_lost(struct bm__simulation *sim, double t_h, const double *x, const double *f, const double *scale);

/* After each step: now and then asks whether to go on; not 0 cancels. */
int bm__journey_poll(struct bm__journey *journey, double t_h);

/* What flows in of an agent at a time (continuous agents: its dose, or its parts; averaged doses and sessions: per
 * hour, as its first states count it), and the doses given of an agent since day 0. */
void bm__simulation_rates(const struct bm__simulation *sim, uint32_t agent, double time_d, double rates[BM__MAX_RATES]);
double bm__simulation_doses_given(const struct bm__simulation *sim, uint32_t agent, double time_d);

/* Gives the doses due now and sets the rates from now on; returns whether the state or the equations changed, or, of a
 * violated invariant, a negative status. */
int bm__simulation_give_due(struct bm__simulation *sim);

/* What read-outs need at a time and state under the rates of now; of the full model. */
void bm__simulation_levels(const struct bm__simulation *sim, double time_d, const double *x,
                           struct bm__body_levels *levels);

#endif
