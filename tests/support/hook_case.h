/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of a host's own interventions share: both models, and three hooks that can be watched. */
#ifndef BM__TESTS_SUPPORT_HOOK_CASE_H
#define BM__TESTS_SUPPORT_HOOK_CASE_H

#include "api/api_test.h"

enum { CORE, FULL };
extern bm_model *hook_models[2];
int hook_create_models(void **state);
int hook_destroy_models(void **state);

bm_hook hook_new(const char *name, int32_t (*field)(void *, bm_hook_at *));

/* Prescribes an agent or a hook. */
void hook_prescribe(bm_patient *patient, const char *agent, double dose, double every_d, double start_d);

/* Time, counters, every observable whose name lacks `except` (NULL: none), and what their hook `name` holds (NULL:
 * none has one) are the same to the last bit. */
void hook_assert_same_now(bm_patient *a, bm_patient *b, const char *name, const char *except);

/* The functions of a hook that keeps no memory. */
extern const bm_user_functions hook_stateless;
int32_t hook_save_nothing(void *user, void *buffer, size_t size, size_t *needed);

/*
 * The follower sees PTH and calcium (or the estrogen receptor) and RANKL, and answers with RANKL's clearance and PTH's
 * supply, more by day than by night. 2 states; all derivatives are written out.
 */
enum { FOLLOWER_STATES = 2, FOLLOWER_BODY = 3, FOLLOWER_TARGETS = 2 };
int32_t hook_follow(void *user, bm_hook_at *at);
bm_hook hook_follower(int which, double *amplitude, uint32_t flags);

/* The depot clears RANKL in proportion to its one state. Its events stand for doses of 50 every 10 days from day 5. */
int32_t hook_depot_field(void *user, bm_hook_at *at);
int32_t hook_every_ten_days(void *user, double time_d, double *event_d);
int32_t hook_fifty(void *user, double time_d, double *x); /* user: counts the events, or NULL */
extern const char *const hook_rankl[1];
bm_hook hook_depot(const char *name);

/* A continuous supply of PTH. */
int32_t hook_supply(void *user, bm_hook_at *at);
extern const char *const hook_pth[1];

/* The unwilling is a depot that gives up in a callback, or gives what is no number, from a day on. Its memory is
 * copied, saved and given back. */
enum { IN_FIELD = 1, IN_AMOUNT, IN_NEXT_EVENT, IN_EVENT, NAN_FIELD, NAN_TARGET, NAN_EVENT, NAN_NEXT, PAST_NEXT };
struct unwilling {
    int64_t what; /* no gap behind it, for her snapshot holds the bytes */
    double from_d;
};
extern int hook_copies, hook_releases; /* made and given back */
extern int32_t hook_fails_with;        /* what copy, save and restore return; 0: they work */
int32_t hook_unwilling_amount(void *user, double dose, double *amount);
bm_hook hook_unwilling(struct unwilling *u);

/* Members of several ages around a profile of the full model, and what is read of each at each time. */
enum { HOOK_MEMBERS = 7, HOOK_TIMES = 3, HOOK_READ = 2 };
bm_cohort *hook_cohort(const bm_patient *profile, bm_cohort_options *options);
void hook_read_cohort(bm_cohort *cohort, double values[HOOK_MEMBERS * HOOK_TIMES * HOOK_READ]);

#endif
