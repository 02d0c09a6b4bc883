/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A member is the same to the last bit whether she goes alone or in lanes, on any number of threads, in any company, in
 * a cohort of any size; and one that fails is told of and disturbs nobody.
 */
#include "api/api_test.h"

#include "support/cohort_case.h"

enum { MAX_SIZE = 24, N_TIMES = 5, MAX_VALUES = MAX_SIZE * N_TIMES * BM_TEST_MAX_OBSERVABLES };
static bm_model *model;
static double alone[MAX_VALUES], together[MAX_VALUES];
static size_t every[BM_TEST_MAX_OBSERVABLES], n_every;

static int set_up(void **state) {
    (void)state;
    model = bm_test_full_model();
    n_every = bm_catalog_count(model, BM_KIND_OBSERVABLE);
    assert_in_range(n_every, 1, BM_TEST_MAX_OBSERVABLES);
    for (size_t i = 0; i < n_every; i++)
        every[i] = i;
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    bm_model_destroy(model);
    return 0;
}

/* The name of an observable, from any place in values that run over all of them fastest. */
static const char *observable_at(size_t place) {
    bm_catalog_entry row;
    OK(NULL, bm_catalog_row(model, BM_KIND_OBSERVABLE, place % n_every, &row));
    return row.name;
}

/* ---- profiles, each with something else in her neighbours' way ---- */

static void unlike(const bm_model *m, bm_patient *p) { /* a long history or none, before and after menopause */
    (void)m;
    OK(p, bm_patient_set(p, "age_years", 55.0));
}

static void measured(const bm_model *m, bm_patient *p) { /* her history is gone through twice */
    OK(p, bm_patient_set(p, "marker.s_ctx", 0.5));
    OK(p, bm_patient_set(p, "marker.s_p1np", 60.0));
    bm_test_prescribe(m, p, "anastrozole", 1.0, 0.0, -300.0, 0.0);
}

static void by_session(const bm_model *m, bm_patient *p) { /* an event every other day, and daily doses that flow in */
    bm_test_programme(m, p, "impact_training", 1.0, 0.25, 60.0,
                      (bm_named_value[BM_TEST_MAX_PARAMETERS]){{"by_session", 1.0}, {"sessions_per_week", 3.3}});
    bm_test_prescribe(m, p, "exemestane", 25.0, 1.0, 3.0, 0.0);
    bm_test_prescribe(m, p, "teriparatide", 20.0, 1.0, 10.0, 40.0);
    OK(p, bm_patient_set(p, "glucocorticoids", 1.0));
}

static void single_doses(const bm_model *m, bm_patient *p) {
    bm_test_prescribe(m, p, "denosumab", 60.0, 0.0, 0.0, 0.0);
    bm_test_prescribe(m, p, "zoledronic_acid", 4.0, 180.0, -20.0, 0.0);
    bm_test_prescribe(m, p, "romosozumab", 210.0, 30.0, 1.5, 100.0);
    bm_test_prescribe(m, p, "tamoxifen", 20.0, 1.0, -700.0, 20.0);
}

/* Every agent that the catalogue has, on one day or another. */
static void every_agent(const bm_model *m, bm_patient *p) {
    for (size_t i = 0; i < bm_catalog_count(m, BM_KIND_AGENT); i++) {
        bm_catalog_entry row;
        bm_prescription rx;
        OK(NULL, bm_catalog_row(m, BM_KIND_AGENT, i, &row));
        OK(NULL, bm_prescription_init(m, row.name, &rx));
        rx.start_d = (double)(i % 4) * 7.0;
        OK(p, bm_patient_prescribe(p, &rx, NULL));
    }
}

static const struct profile {
    const char *name;
    void (*prepare)(const bm_model *model, bm_patient *patient);
    double end_d;
} profiles[] = {
    {"unlike", unlike, 1500.0},         {"measured", measured, 700.0},
    {"by session", by_session, 100.0},  {"single doses", single_doses, 400.0},
    {"every agent", every_agent, 60.0},
};

static void times_of(const struct profile *profile, double times[N_TIMES]) {
    for (int i = 0; i < N_TIMES; i++) /* day 0, between events, the end */
        times[i] = profile->end_d * (double)(i * i) / ((N_TIMES - 1) * (N_TIMES - 1));
}

static bm_patient *a_profile(const struct profile *profile, double rtol) {
    bm_patient *patient = bm_test_patient(model, rtol);
    profile->prepare(model, patient);
    return patient;
}

/* Women as unlike as the ranges allow. */
static bm_cohort *unlike_each_other(const bm_patient *profile, uint64_t size, uint32_t threads, uint32_t lanes) {
    bm_cohort *cohort = cohort_with(
        profile, (bm_cohort_options){.size = size, .threads = threads, .lanes = lanes, .seed = 4, .variability = 1.0});
    static const struct {
        const char *name;
        double sd, minimum, maximum;
    } varied[] = {
        {"age_years", 20.0, 24.0, 95.0},          {"weight_kg", 15.0, 35.0, 140.0},
        {"calcidiol_nmol_l", 20.0, 15.0, 140.0},  {"egfr_ml_min", 25.0, 35.0, 140.0},
        {"cigarettes_per_day", 8.0, 0.0, 40.0},   {"hs_crp_mg_l", 3.0, 0.1, 30.0},
        {"t_score.femoral_neck", 1.0, -4.0, 2.5}, {"calcium_intake_mg_day", 300.0, 200.0, 2000.0},
    };
    for (size_t i = 0; i < BM_COUNT(varied); i++)
        COHORT_OK(cohort, bm_cohort_vary(cohort, varied[i].name, varied[i].sd, varied[i].minimum, varied[i].maximum));
    COHORT_OK(cohort, bm_cohort_correlate(cohort, "age_years", "t_score.femoral_neck", -0.4));
    return cohort;
}

static void sample(bm_cohort *cohort, const double *times, size_t n_times, double *values) {
    COHORT_OK(cohort, bm_cohort_sample(cohort, times, n_times, every, n_every, values, MAX_SIZE * n_times * n_every));
}

static uint32_t lanes_of(const bm_cohort *cohort) {
    bm_cohort_stats stats;
    COHORT_OK(cohort, bm_cohort_read_stats(cohort, &stats));
    return stats.lanes;
}

/* Which member, time and observable differs. */
static void same_values(const char *what, const double *found, const double *expected, size_t n_members,
                        size_t n_times) {
    for (size_t i = 0; i < n_members * n_times * n_every; i++)
        if (memcmp(&found[i], &expected[i], sizeof *found) != 0) {
            fail_msg("%s: member %zu, time %zu, %s: found %.17g, expected %.17g", what, i / n_every / n_times,
                     i / n_every % n_times, observable_at(i), found[i], expected[i]);
        }
}

/* In lanes of 2, 4, 8 and alone, on one thread, two, three: the reference is alone on one. */
static void lanes_and_threads(void **state) {
    (void)state;
    uint32_t widest = 1;
    for (size_t k = 0; k < BM_COUNT(profiles); k++) {
        const struct profile *profile = &profiles[k];
        bm_patient *patient = a_profile(profile, 0.0);
        double times[N_TIMES];
        times_of(profile, times);
        bm_cohort_stats stats, expected;
        for (uint32_t lanes = 1; lanes <= 8; lanes *= 2)
            for (uint32_t threads = 1; threads <= 3; threads++) {
                char what[80];
                bm_cohort *cohort = unlike_each_other(patient, MAX_SIZE, threads, lanes);
                widest = lanes_of(cohort) > widest ? lanes_of(cohort) : widest;
                if (lanes_of(cohort) == lanes) { /* otherwise this processor has no such lanes */
                    snprintf(what, sizeof what, "%s in %u lanes, %u threads", profile->name, lanes, threads);
                    const int first = lanes == 1 && threads == 1;
                    sample(cohort, times, N_TIMES, first ? alone : together);
                    COHORT_OK(cohort, bm_cohort_read_stats(cohort, &stats));
                    if (first)
                        expected = stats;
                    else
                        same_values(what, together, alone, MAX_SIZE, N_TIMES);
                    assert_int_equal(bm_cohort_failure_count(cohort), 0);
                    assert_int_equal(stats.steps, expected.steps);
                    assert_int_equal(stats.rejected_steps, expected.rejected_steps);
                }
                bm_cohort_destroy(cohort);
            }
        for (size_t i = 0; i < MAX_SIZE * N_TIMES * n_every; i++)
            assert_true(isfinite(alone[i]));
        for (size_t i = 1; i < MAX_SIZE; i++) /* and they are not all the same woman */
            assert_true(memcmp(alone, alone + i * N_TIMES * n_every, N_TIMES * n_every * sizeof *alone) != 0);
        bm_patient_destroy(patient);
    }
    assert_true(widest >= 2);
    print_message("up to %u lanes\n", widest);
}

/* Her number is hers, whatever the size. */
static void cohorts_of_other_sizes(void **state) {
    (void)state;
    const struct profile *profile = &profiles[2];
    bm_patient *patient = a_profile(profile, 0.0);
    double times[N_TIMES];
    times_of(profile, times);
    bm_cohort *cohort = unlike_each_other(patient, MAX_SIZE, 1, 0);
    sample(cohort, times, N_TIMES, alone);
    bm_cohort_destroy(cohort);
    const uint64_t sizes[] = {1, 2, 5, 8, 11};
    for (size_t i = 0; i < BM_COUNT(sizes); i++) {
        cohort = unlike_each_other(patient, sizes[i], 2, 0);
        sample(cohort, times, N_TIMES, together);
        same_values("another size", together, alone, sizes[i], N_TIMES);
        bm_cohort_destroy(cohort);
    }
    bm_patient_destroy(patient);
}

/* Asking for members, summaries and refused calls before and between changes nothing; nor does a grid that is read. */
static void in_any_order_of_calls(void **state) {
    (void)state;
    enum { SIZE = 10 };
    const struct profile *profile = &profiles[1];
    bm_patient *patient = a_profile(profile, 0.0);
    const double middle = 200.0, end = profile->end_d, dense[] = {1.0, 10.0, 20.5, 150.0, 200.0};
    bm_cohort *plain = unlike_each_other(patient, SIZE, 1, 0), *busy = unlike_each_other(patient, SIZE, 2, 4);
    COHORT_OK(plain, bm_cohort_advance_to(plain, middle));
    sample(plain, &end, 1, alone);

    bm_patient_destroy(cohort_member(busy, 3));
    double summary[5 * BM_SUMMARY_PERCENTILES];
    COHORT_OK(busy, bm_cohort_advance_to(busy, 0.0));
    bm_patient *member = cohort_member(busy, 7);
    OK(member, bm_patient_advance_to(member, 50.0));
    bm_patient_destroy(member);
    FAILS(bm_cohort_sample(busy, dense, 5, every, n_every, together, SIZE), BM_ESIZE);
    FAILS(bm_cohort_vary(busy, "age_years", 1.0, (double)NAN, (double)NAN), BM_ESTATE);
    COHORT_OK(busy, bm_cohort_summarise(busy, dense, 5, every, 1, NULL, 0, NULL, summary, BM_COUNT(summary)));
    COHORT_OK(busy, bm_cohort_advance_to(busy, middle));
    sample(busy, &end, 1, together);
    same_values("after other calls", together, alone, SIZE, 1);
    bm_cohort_destroy(plain);
    bm_cohort_destroy(busy);
    bm_patient_destroy(patient);
}

/* A patient made of a member goes on as the member does, from before time has passed, day 0, and later. */
static void a_member_goes_on(void **state) {
    (void)state;
    enum { SIZE = 9 };
    for (size_t k = 0; k < BM_COUNT(profiles); k++) {
        bm_patient *patient = a_profile(&profiles[k], 0.0), *members[SIZE];
        const double end = profiles[k].end_d, begins[] = {-1.0, 0.0, 0.4 * end};
        for (size_t b = 0; b < BM_COUNT(begins); b++) {
            bm_cohort *cohort = unlike_each_other(patient, SIZE, 1, 0);
            if (begins[b] >= 0.0)
                COHORT_OK(cohort, bm_cohort_advance_to(cohort, begins[b]));
            for (uint64_t m = 0; m < SIZE; m++) {
                members[m] = cohort_member(cohort, m);
                assert_true(bm_test_time(members[m]) == fmax(begins[b], 0.0));
            }
            sample(cohort, &end, 1, together);
            for (uint64_t m = 0; m < SIZE; m++) {
                OK(members[m], bm_patient_sample(members[m], &end, 1, every, n_every, alone + m * n_every, n_every));
                bm_patient_destroy(members[m]);
            }
            same_values(profiles[k].name, together, alone, SIZE, 1);
            bm_cohort_destroy(cohort);
        }
        bm_patient_destroy(patient);
    }
}

/* In two calls the steps are others, and the numbers within ten times the tolerance of what each can be. */
static void in_two_calls(void **state) {
    (void)state;
    enum { SIZE = 8 };
    const double rtol = 1e-6;
    for (size_t k = 0; k < BM_COUNT(profiles); k++) {
        bm_patient *patient = a_profile(&profiles[k], rtol);
        const double end = profiles[k].end_d, middle = 0.37 * end;
        bm_cohort *one = unlike_each_other(patient, SIZE, 1, 0), *two = unlike_each_other(patient, SIZE, 1, 0);
        sample(one, &end, 1, alone);
        sample(two, &middle, 1, together);
        sample(two, &end, 1, together);
        for (size_t i = 0; i < SIZE * n_every; i++) {
            const char *name = observable_at(i);
            double scale = fabs(alone[i]);
            if (strstr(name, "_change."))
                scale += 100.0; /* per cent of what there is */
            else if (strncmp(name, "t_score.", 8) == 0 || strncmp(name, "z_score.", 8) == 0)
                scale += 12.5; /* SD that a density is */
            else if (strncmp(name, "core.", 5) == 0 || strncmp(name, "drug.", 5) == 0)
                continue; /* amounts that come and go: their scale is that of a dose */
            else
                scale += 1.0;
            if (strncmp(name, "loading", 7) != 0)
                bm_assert_close_named(name, together[i], alone[i], 0.0, 10.0 * rtol * scale);
        }
        bm_cohort_destroy(one);
        bm_cohort_destroy(two);
        bm_patient_destroy(patient);
    }
}

/* ---- members that fail ---- */

/* Some cannot be: a menopause before 18 or after 65. The others are as in a cohort of their kind without those. */
static void impossible_members(void **state) {
    (void)state;
    bm_patient *patient = a_profile(&profiles[0], 0.0);
    OK(patient, bm_patient_set(patient, "years_since_menopause", 4.0));
    const double times[] = {0.0, 100.0};
    for (uint32_t lanes = 1; lanes <= 8; lanes *= 2) {
        bm_cohort *cohort = cohort_with(patient, (bm_cohort_options){.size = MAX_SIZE, .lanes = lanes, .threads = 2});
        COHORT_OK(cohort, bm_cohort_vary(cohort, "years_since_menopause", 10.0, -30.0, 50.0));
        double *values = lanes == 1 ? alone : together;
        sample(cohort, times, 2, values);
        const size_t n = bm_cohort_failure_count(cohort);
        assert_in_range(n, 1, MAX_SIZE - 4);
        size_t next = 0;
        for (uint64_t m = 0; m < MAX_SIZE; m++) {
            uint64_t number = MAX_SIZE;
            bm_status status = BM_OK;
            if (next < n)
                COHORT_OK(cohort, bm_cohort_failure(cohort, next, &number, &status));
            bm_patient *member = NULL;
            if (number == m) { /* in the order of their numbers */
                assert_int_equal(status, BM_ECONFLICT);
                assert_non_null(strstr(bm_cohort_failure_text(cohort, next), "years_since_menopause"));
                FAILS(bm_cohort_member(cohort, m, &member), BM_ECONFLICT);
                assert_null(member);
                for (size_t i = 0; i < 2 * n_every; i++)
                    assert_true(isnan(values[m * 2 * n_every + i]));
                next++;
                continue;
            }
            for (size_t i = 0; i < 2 * n_every; i++)
                assert_true(isfinite(values[m * 2 * n_every + i]));
            member = cohort_member(cohort, m); /* as if nobody had failed */
            double since, by_hand[2][BM_TEST_MAX_OBSERVABLES];
            OK(member, bm_patient_get(member, "years_since_menopause", &since));
            bm_patient_destroy(member);
            OK(patient, bm_patient_clone(patient, &member));
            OK(member, bm_patient_set(member, "years_since_menopause", since));
            OK(member, bm_patient_sample(member, times, 2, every, n_every, &together[MAX_VALUES / 2], 2 * n_every));
            memcpy(by_hand, &together[MAX_VALUES / 2], 2 * n_every * sizeof(double));
            same_values("beside failures", &values[m * 2 * n_every], &by_hand[0][0], 1, 2);
            bm_patient_destroy(member);
        }
        assert_int_equal(next, n);
        assert_null(bm_cohort_failure_text(cohort, n));
        FAILS(bm_cohort_failure(cohort, n, NULL, NULL), BM_ENOTFOUND);
        sample(cohort, &times[1], 1, together); /* they stay behind, and are not told of twice */
        assert_int_equal(bm_cohort_failure_count(cohort), n);
        bm_cohort_destroy(cohort);
    }
    bm_patient_destroy(patient);
}

/* Too few steps for some: alone and in lanes the same members, with the same status and sentence. */
static void members_out_of_steps(void **state) {
    (void)state;
    static char texts[MAX_SIZE][256];
    uint64_t numbers[MAX_SIZE], steps = 0;
    size_t n_alone = 0;
    bm_patient *patient = NULL;
    OK(NULL, bm_test_create(model, 1e-5, 130, &patient));
    bm_test_prescribe(model, patient, "letrozole", 2.5, 0.0, 0.0, 0.0);
    const double times[] = {0.0, 2000.0};
    for (uint32_t lanes = 1; lanes <= 8; lanes *= 2) {
        bm_cohort *cohort = unlike_each_other(patient, MAX_SIZE, 1, lanes);
        sample(cohort, times, 2, lanes == 1 ? alone : together);
        const size_t n = bm_cohort_failure_count(cohort);
        for (size_t i = 0; i < n; i++) {
            uint64_t number;
            bm_status status;
            COHORT_OK(cohort, bm_cohort_failure(cohort, i, &number, &status));
            assert_int_equal(status, BM_EMAXSTEPS);
            if (lanes == 1) {
                numbers[i] = number;
                snprintf(texts[i], sizeof texts[i], "%s", bm_cohort_failure_text(cohort, i));
            }
            assert_int_equal(number, numbers[i]);
            assert_string_equal(bm_cohort_failure_text(cohort, i), texts[i]);
        }
        bm_cohort_stats stats; /* where they stopped does not count, in lanes or alone */
        COHORT_OK(cohort, bm_cohort_read_stats(cohort, &stats));
        steps = lanes == 1 ? stats.steps : steps;
        assert_int_equal(stats.steps, steps);
        n_alone = lanes == 1 ? n : n_alone;
        assert_int_equal(n, n_alone);
        if (lanes > 1)
            same_values("beside failures", together, alone, MAX_SIZE, 2);
        bm_cohort_destroy(cohort);
    }
    print_message("%zu of %d out of steps: %s\n", n_alone, MAX_SIZE, texts[0]);
    assert_in_range(n_alone, 2, MAX_SIZE - 2);
    bm_patient_destroy(patient);
}

/* Where the core's equations switch, everybody goes alone. */
static void switching_equations_go_alone(void **state) {
    (void)state;
    bm_patient *patient = a_profile(&profiles[0], 0.0);
    OK(patient, bm_patient_set(patient, "smoothing.runx2", 0.0));
    bm_cohort *cohort = unlike_each_other(patient, 4, 1, 8);
    assert_int_equal(lanes_of(cohort), 1);
    COHORT_OK(cohort, bm_cohort_advance_to(cohort, 30.0));
    assert_int_equal(bm_cohort_failure_count(cohort), 0);
    bm_cohort_destroy(cohort);
    bm_patient_destroy(patient);
}

/* ---- a layout that grows: each member is given other agents, on days of her own ---- */

static int32_t own_agents(void *user, bm_visit *visit) {
    static const char *const agents[] = {"denosumab", "zoledronic_acid", NULL,        "romosozumab", "calcium",
                                         "alcohol",   "tamoxifen",       "vitamin_d", "teriparatide"};
    uint64_t member = 0;
    double now_d = 0.0;
    bm_prescription rx;
    (void)user;
    bm_status status = bm_visit_member(visit, &member);
    if (status == BM_OK)
        status = bm_visit_time(visit, &now_d);
    const uint64_t turn = member + (uint64_t)(now_d / 10.0);
    const char *agent = agents[turn % BM_COUNT(agents)];
    if (status != BM_OK || !agent || turn % 3 == 0)
        return status;
    status = bm_prescription_init(model, agent, &rx);
    rx.start_d = now_d + (double)(turn % 4);
    rx.stop_d = now_d + 10.0; /* before her turn for it comes again */
    return status == BM_OK ? bm_visit_prescribe(visit, &rx, NULL) : status;
}

static void a_layout_that_grows(void **state) {
    (void)state;
    enum { SIZE = 20 };
    const double times[] = {0.0, 15.0, 35.0}, later[] = {47.0, 90.0};
    bm_patient *patient = a_profile(&profiles[0], 0.0);
    bm_decision decision;
    bm_decision_init(&decision);
    decision.visit = own_agents;
    decision.first_d = 0.0;
    decision.every_d = 10.0;
    decision.stop_d = 60.0;
    OK(patient, bm_patient_decide(patient, &decision, NULL));
    for (uint32_t lanes = 1; lanes <= 8; lanes *= 2)
        for (uint32_t threads = 1; threads <= 2; threads++) {
            bm_cohort *cohort = unlike_each_other(patient, SIZE, threads, lanes);
            double *values = lanes == 1 && threads == 1 ? alone : together;
            sample(cohort, times, 3, values);
            sample(cohort, later, 2, values + SIZE * 3 * n_every);
            assert_int_equal(bm_cohort_failure_count(cohort), 0);
            if (values == together) {
                same_values("a layout that grows", together, alone, SIZE, 3);
                same_values("a layout that has grown", together + SIZE * 3 * n_every, alone + SIZE * 3 * n_every, SIZE,
                            2);
            }
            bm_cohort_destroy(cohort);
        }
    bm_patient_destroy(patient);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lanes_and_threads),     cmocka_unit_test(cohorts_of_other_sizes),
        cmocka_unit_test(in_any_order_of_calls), cmocka_unit_test(a_member_goes_on),
        cmocka_unit_test(in_two_calls),          cmocka_unit_test(impossible_members),
        cmocka_unit_test(members_out_of_steps),  cmocka_unit_test(switching_equations_go_alone),
        cmocka_unit_test(a_layout_that_grows),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
