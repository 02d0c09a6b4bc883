/* SPDX-License-Identifier: Apache-2.0 */
/* The reference's 16 courses as data, and the body in them, for whatever solves the equations. */
#ifndef BM__TESTS_PARITY_SCENARIO_H
#define BM__TESTS_PARITY_SCENARIO_H

#include "simulation/organism.h"
#include "support/csv.h"

struct scenario {
    const char *name; /* of the table: NAME.csv */
    struct {
        const char *name; /* a parameter or an initial value, or NULL */
        double value;
    } set[2];
    int agent;   /* or -1 */
    double dose; /* bolus, or the rate of a continuous agent */
    double every_h;
    int n_doses;
    double off_h; /* a continuous agent acts from 0 until then */
};

enum { N_SCENARIOS = 16, MAX_SAMPLES = 512 };
extern const struct scenario scenarios[N_SCENARIOS];

/* A body in a scenario. */
struct course {
    const struct scenario *scenario;
    struct bm__organism organism;
    double x[BM__MAX_STATES];
    double scale[BM__MAX_STATES]; /* typical sizes; 0 where a state only keeps the books */
    int doses_given;
};

/* States at the times of the reference's table. */
struct samples {
    int n;
    double t_h[MAX_SAMPLES], x[MAX_SAMPLES][BM__MAX_STATES];
};

/* Puts the body at time 0. */
void course_begin(struct course *course, const struct scenario *scenario);
/* Gives the dose due at t_h or changes the rate; returns whether it did. */
int course_apply(struct course *course, double t_h);
/* The next time after t_h when something is due, or infinity. */
double course_next_h(const struct course *course, double t_h);
/* Index of a state by its published name in this course, or -1. */
int course_find_state(const struct course *course, const char *name);

/* Takes the body along the sample times; a sample at the instant of a dose is taken before it. */
typedef void solve_fn(struct course *course, double rtol, struct samples *samples);
solve_fn solve_with_integrator, solve_with_cvode;
/* Steps and evaluations of the field of the last solve. */
extern long solve_steps, solve_evaluations;

/* The largest difference of a state, relative to the state's largest value; `where` gets its name and time. */
double samples_difference(const struct course *course, const struct samples *a, const struct samples *b,
                          char where[64]);
/* The same against the reference's table; the number of columns compared comes out as well. */
double table_difference(const struct course *course, const struct samples *a, const struct bm_csv *table,
                        int *n_compared, char where[64]);

#endif
