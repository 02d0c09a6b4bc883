/* SPDX-License-Identifier: Apache-2.0 */
/* Exercise: the parameters of a programme, and presets by the name of an exercise. */
#ifndef BM__AGENTS_LOADING_PROGRAMMES_H
#define BM__AGENTS_LOADING_PROGRAMMES_H

#include "agents/agent.h"

#define BM__SRC_EXERCISE                                                                                               \
    "ground reaction: walking 1.1-1.3, stepping 1.4, jogging 2-3, jumps 3-5.5 body weights; hip contact: 1 to 5 km/h " \
    "280-480, jogging 550, squats and lunges up to 640 % of body weight; spine in heavy lifts 6-10 body weights"

/* What a programme may say; the first ones, not given (NAN), are as its preset has them. */
enum bm__exercise_option {
    BM__EXERCISE_sessions_per_week,
    BM__EXERCISE_minutes_per_session,
    BM__EXERCISE_intensity,
    BM__EXERCISE_sets,
    BM__EXERCISE_repetitions,
    BM__EXERCISE_impact_bw,
    BM__EXERCISE_jumps_per_session,
    BM__N_EXERCISE_VALUES,
    BM__EXERCISE_exercise = BM__N_EXERCISE_VALUES, /* the preset: 0 = the agent's own, else the catalogue's number */
    BM__EXERCISE_by_session                        /* 1: every session is an event; 0: evenly over the week */
};

/* What moves: weights lifted, steps, or jumps. */
enum bm__exercise_kind { BM__LIFTS, BM__STEPS, BM__JUMPS };

struct bm__exercise {
    const char *name, *description;
    enum bm__exercise_kind kind;
    double peak[BM__N_SITES]; /* of lifts: load of each site at the most she can lift, habitual walking = 1 */
    double values[BM__N_EXERCISE_VALUES]; /* of the options, where the programme does not give them */
};

/* The presets of the catalogue: number 1 is bm__exercises[0]. */
enum { BM__N_EXERCISES = 13 };
#define bm__exercises BM__LANE_SYMBOL(bm__exercises)
extern const struct bm__exercise bm__exercises[BM__N_EXERCISES];

BM__INLINE int bm__session_by_session(const double *options) {
    return options[BM__EXERCISE_by_session] == 1.0;
}

#endif
