/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cohort with a host of the test's own, the smallest that will do, so that members can be damaged between two
 * calls: one that does not fit her profile fails with a status and disturbs nobody, alone and in lanes. Where the
 * library checks its invariants (base/invariant.h), it notices as well.
 */
#include "api/api_test.h"

#include "api/cohort_handle.h"
#include "base/invariant.h"

enum { SIZE = 5 };
static bm_model *model;
static int n_noticed, n_failed;

#if BM__INVARIANTS
/* In place of the library's, which would end this program. */
void bm__invariant_failed(const char *file, int line, const char *condition) {
    (void)file;
    (void)line;
    (void)condition;
    n_noticed++;
}
#endif

static int set_up(void **state) {
    (void)state;
    model = bm_test_full_model();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    bm_model_destroy(model);
    return 0;
}

/* ---- the host ---- */

static bm_status open_slot(void *user, int alone, struct bm__slot *slot) {
    return bm__open_slot(user, alone, slot);
}

static bm_status restore(void *user, struct bm__slot *slot, void *stored) {
    (void)user;
    (void)slot;
    (void)stored;
    return BM_OK;
}

static bm_status store(void *user, struct bm__slot *slot, void **stored) {
    (void)user;
    (void)slot;
    *stored = NULL;
    return BM_OK;
}

static void discard(void *user, void *stored) {
    (void)user;
    (void)stored;
}

static bm_status check(void *user, struct bm__slot *slot) {
    (void)user;
    (void)slot;
    return BM_OK;
}

static void read_time(void *user, const struct bm__slot *slot, uint64_t member, double time_d, const double *x,
                      double *row) {
    (void)user;
    (void)slot;
    (void)member;
    (void)x;
    row[0] = time_d;
}

static bm_status failed(void *user, const struct bm__slot *slot, uint64_t member, bm_status status, const char *bad) {
    (void)user;
    (void)slot;
    (void)member;
    (void)bad;
    assert_int_equal(status, BM__BROKEN);
    n_failed++;
    return BM_OK;
}

/* ---- what becomes of damaged members ---- */

static void without_her_agents(struct bm__member *member) {
    member->active = 0;
}

static void without_her_courses(struct bm__member *member) {
    member->n_courses = 0; /* and none of her own: the profile has one */
}

/* Day 0 to day 10; then, two members damaged, to day 20. */
static void damaged_members(void **state) {
    (void)state;
    void (*const damages[])(struct bm__member *) = {without_her_agents, without_her_courses};
    bm_patient *profile = bm_test_patient(model, 0.0);
    bm_test_prescribe(model, profile, "letrozole", 2.5, 1.0, 0.0, 0.0);
    const struct bm__cohort_host host = {
        .user = profile,
        .open = open_slot,
        .close = bm__close_slot,
        .restore = restore,
        .store = store,
        .discard = discard,
        .check = check,
        .read = read_time,
        .failed = failed,
    };
    for (size_t d = 0; d < BM_COUNT(damages); d++)
        for (uint32_t width = 1; width <= 2; width++) {
            struct bm__cohort cohort = {
                .allocator = &bm__malloc_allocator,
                .host = &host,
                .profile = {.patient = profile, .sim = &profile->sim, .day0 = &profile->day0},
                .size = SIZE,
                .threads = 1,
                .width = width,
            };
            const double end_d = 20.0;
            double values[SIZE];
            const struct bm__reading nothing = {0};
            const struct bm__reading time = {.times_d = &end_d,
                                             .n_times = 1,
                                             .n_columns = 1,
                                             .values = values,
                                             .member_stride = 1,
                                             .row_stride = 1,
                                             .column_stride = 1};
            struct bm__cohort_counts counts = {0};
            struct bm__member *members = bm__allocate(cohort.allocator, SIZE, sizeof *members);
            assert_non_null(members);
            bm__population_create(&cohort.population, 3, 0.0);
            n_noticed = n_failed = 0;
            assert_int_equal(bm__cohort_advance(&cohort, NULL, members, 10.0, &nothing, &counts), BM_OK);
            assert_int_equal(n_failed, 0);

            damages[d](&members[1]);
            damages[d](&members[4]);
            assert_int_equal(bm__cohort_advance(&cohort, members, members, end_d, &time, &counts), BM_OK);
            assert_int_equal(n_failed, 2);
            assert_int_equal(n_noticed, BM__INVARIANTS ? 2 : 0);
            for (int m = 0; m < SIZE; m++) {
                const int damaged = m == 1 || m == 4;
                assert_int_equal(members[m].status, damaged ? BM__BROKEN : BM_OK);
                assert_true(damaged ? isnan(values[m]) : values[m] == end_d && members[m].now.time_d == end_d);
            }
            bm__members_release(&cohort, members);
        }
    bm_patient_destroy(profile);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(damaged_members)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
