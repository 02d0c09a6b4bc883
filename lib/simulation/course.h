/* SPDX-License-Identifier: Apache-2.0 */
/* A course of an agent: which doses fall when. Everything follows from the time; there is no cursor. */
#ifndef BM__SIMULATION_COURSE_H
#define BM__SIMULATION_COURSE_H

#include "agents/agent.h"

struct bm__course {
    uint64_t id;
    uint32_t agent;               /* agent number */
    uint32_t continuous;          /* 1: acts from start to stop; 0: doses */
    uint32_t averaged;            /* 1: doses or sessions, but so frequent that they flow in evenly */
    uint32_t doses;               /* 0 = no limit */
    uint32_t later, later_before; /* 1: prescribed or stopped after day 0; and when the call that advances began */
    double dose, every_d, start_d, stop_d, adherence;
    double options[BM__MAX_OPTIONS]; /* the prescription's named parameters */
    /* what a visit makes of stop_d when it is committed, and what it was when the call that advances began; at other
     * times both are stop_d */
    double stop_proposed_d, stop_before_d;
};

/* What a call has changed of a course holds, or is undone. */
BM__INLINE void bm__course_settle(struct bm__course *course) {
    course->stop_before_d = course->stop_d;
    course->later_before = course->later;
}
BM__INLINE void bm__course_undo(struct bm__course *course) {
    course->stop_d = course->stop_proposed_d = course->stop_before_d;
    course->later = course->later_before;
}

/* Is a dose given at exactly time_d? */
int bm__course_doses_at(const struct bm__course *course, double time_d);

/* The part of its full rate that a course has from time_d on: 0, or adherence while it runs; 0 for single doses. */
double bm__course_flow_at(const struct bm__course *course, double time_d);

/* The first time after time_d when a dose is given or the rate changes; BM_NEVER_D if there is none. */
double bm__course_next_after(const struct bm__course *course, double time_d);

/* When it no longer acts: the end of a continuous course, otherwise an interval after its last dose. */
double bm__course_end(const struct bm__course *course);

/* The last dose given before time_d, of a course of single doses; -BM_NEVER_D if there is none. */
double bm__course_last_before(const struct bm__course *course, double time_d);

/* Doses given until just before time_d: from the first on, and from day 0 on. */
double bm__course_doses_given(const struct bm__course *course, double time_d);
double bm__course_doses_before(const struct bm__course *course, double time_d);

#endif
