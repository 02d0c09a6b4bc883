/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A body under her courses of treatment, moving through time: what a patient handle holds. Knows nothing of handles,
 * names or messages; lib/api checks all input.
 */
#ifndef BM__INTERVENTIONS_SIMULATION_H
#define BM__INTERVENTIONS_SIMULATION_H

#include "interventions/hook.h"
#include "interventions/organism.h"
#include "interventions/schedule.h"
#include "interventions/tables.h"
#include "solver/integrator.h"

/* All that changes while time passes. Plain data: copied to undo a call that fails, and saved. */
struct bm__moment {
    double time_d;
    double x[BM__MAX_STATES];     /* in the order of the organism's layout */
    double scale[BM__MAX_STATES]; /* typical size of each state, for the integrator; 0 = not under control */
    double rate[BM__MAX_AGENTS][BM__MAX_RATES]; /* of continuous agents and averaged doses */
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
    struct bm__hooks *hooks; /* NULL: none */
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

struct bm__watch {
    const double *times_d;
    size_t n_times;
    bm__read_fn read;
    bm__poll_fn poll; /* not 0 cancels */
    void *user;
};

/*
 * Derives what follows from parameters and initial values, and in the full model brings the person through her history
 * to day 0 (watch: only its poll is used). On BM_ECONFLICT *bad is the name of a constant that would not be finite;
 * other statuses come from the integrator.
 */
bm_status bm__simulation_prepare(struct bm__simulation *sim, const struct bm__watch *watch, const char **bad);

/* Takes over what has become known of the person at day 0 and changes nothing of her history. */
void bm__simulation_refresh(struct bm__simulation *sim);

/* Adds a course, activates its agent, and gives it a number; BM_ENOMEM leaves everything as it was. */
bm_status bm__simulation_add(struct bm__simulation *sim, const struct bm__course *course, uint64_t *id);
/* The same without activating the agent. */
bm_status bm__simulation_append(struct bm__simulation *sim, const struct bm__course *course, uint64_t *id);

/*
 * Advances a prepared simulation to time_d. A dose at the present time is given first, one at time_d is not yet given.
 * The times of the watch lie within [now, time_d], increasing. On failure the moment is as before.
 */
bm_status bm__simulation_advance(struct bm__simulation *sim, double time_d, const struct bm__watch *watch);

/* What flows in of an agent at a time (continuous agents: its dose, or its parts; averaged doses and sessions: per
 * hour, as its first states count it), and the doses given of an agent since day 0. */
void bm__simulation_rates(const struct bm__simulation *sim, uint32_t agent, double time_d, double rates[BM__MAX_RATES]);
double bm__simulation_doses_given(const struct bm__simulation *sim, uint32_t agent, double time_d);

/* What read-outs need at a time and state under the rates of now; of the full model. */
void bm__simulation_levels(const struct bm__simulation *sim, double time_d, const double *x,
                           struct bm__body_levels *levels);

#endif
