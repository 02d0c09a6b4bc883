/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Visits when they are due and in the right order, crossings where they are, and all of a visit or nothing of the
 * advance.
 */
#include "api/doctor.h"
#include "support/counting_allocator.h"

/* ---- days ---- */

static void visits_fall_on_their_days(void **state) {
    (void)state;
    bm_patient *patient = bm_test_patient(model, 0.0);
    struct doctor grid = {0}, once = {0}, late = {0}, past = {0}, now = {0};
    decide(patient, &grid, 10.0, 30.3, 10.0 + 3 * 30.3);
    decide(patient, &once, 55.5, 0.0, 0.0);
    decide(patient, &past, -20.0, 15.0, 41.0);
    const double stops[] = {10.0, 10.0, 25.0, 40.3, 60.0, 200.0};
    for (size_t i = 0; i < BM_COUNT(stops); i++) {
        OK(patient, bm_patient_advance_to(patient, stops[i]));
        if (i == 0)
            assert_int_equal(grid.n, 0); /* a visit at the end of an advance belongs to the next */
        if (stops[i] == 25.0) {
            decide(patient, &late, -20.0, 15.0, 56.0);
            decide(patient, &now, 25.0, 1.0, 26.0);
        }
    }
    visited_at(&grid, 3, (const double[]){10.0, 10.0 + 30.3, 10.0 + 2 * 30.3});
    visited_at(&once, 1, (const double[]){55.5});
    visited_at(&past, 3, (const double[]){10.0, 25.0, 40.0}); /* the grid begins before day 0, visits do not */
    visited_at(&late, 3, (const double[]){25.0, 40.0, 55.0}); /* registered on a day of the grid */
    visited_at(&now, 1, (const double[]){25.0});
    for (int i = 0; i < grid.n; i++)
        assert_int_equal(grid.crossings[i], 0);
    bm_patient_destroy(patient);
}

static void no_visits_in_history(void **state) {
    (void)state;
    bm_model *full = bm_test_full_model();
    bm_patient *patient = bm_test_patient(full, 0.0), *alone = bm_test_patient(full, 0.0);
    struct doctor d = {.observes = "bmd_change.total_hip"};
    bm_test_prescribe(full, patient, "letrozole", 2.5, 1.0, -500.0, 0.0);
    bm_test_prescribe(full, alone, "letrozole", 2.5, 1.0, -500.0, 0.0);
    decide(patient, &d, -400.0, 100.0, 0.0);
    watch_level(patient, &d, "t_score.total_hip", BM_BELOW | BM_ABOVE, -0.5);
    assert_true(bm_test_observe(patient, "bmd.total_hip") == bm_test_observe(alone, "bmd.total_hip"));
    OK(patient, bm_patient_advance_to(patient, 100.0));
    visited_at(&d, 1, (const double[]){0.0});
    assert_true(d.values[0] == 0.0);
    bm_patient_destroy(patient);
    bm_patient_destroy(alone);
    bm_model_destroy(full);
}

/* A reading, then the visit, then the dose. */
static void before_doses_after_readings(void **state) {
    (void)state;
    size_t given;
    OK(NULL, bm_catalog_find(model, BM_KIND_OBSERVABLE, "doses_given.denosumab", &given));
    const double times[] = {20.0, 20.001, 50.0};
    double values[3];

    /* prescribed at the visit, its first dose is given at the visit's time */
    bm_patient *patient = bm_test_patient(model, 0.0), *told = bm_test_patient(model, 0.0);
    struct doctor d = {.observes = "drug.denosumab", .agent = "denosumab", .at = 2};
    decide(patient, &d, 10.0, 10.0, 0.0);
    OK(patient, bm_patient_sample(patient, times, 3, &given, 1, values, 3));
    assert_true(values[0] == 0.0 && values[1] == 1.0);
    assert_int_equal(d.n, 4);
    assert_true(d.values[1] == 0.0 && d.values[2] > 0.0);
    /* as if it had been prescribed for that day, but for the tolerance: the walk stopped at visits */
    bm_test_prescribe(model, told, "denosumab", 60.0, 0.0, 20.0, 0.0);
    OK(told, bm_patient_advance_to(told, 50.0));
    assert_true(fabs(bm_test_observe(told, "core.OC") / bm_test_observe(patient, "core.OC") - 1.0) < 1e-4);

    /* a dose of the visit's time comes after it, and a stop then comes before that dose */
    bm_patient *stopped = bm_test_patient(model, 0.0);
    struct doctor s = {.observes = "doses_given.denosumab", .at = 3};
    s.stops = bm_test_prescribe(model, stopped, "denosumab", 60.0, 10.0, 0.0, 0.0);
    decide(stopped, &s, 0.0, 10.0, 0.0);
    OK(stopped, bm_patient_advance_to(stopped, 50.0));
    assert_true(s.values[0] == 0.0 && s.values[1] == 1.0 && s.values[2] == 2.0 && s.values[3] == 2.0);

    bm_patient_destroy(patient);
    bm_patient_destroy(told);
    bm_patient_destroy(stopped);
}

/* Due at the same time: in the order of registration, each with what those before it did. */
static void one_after_the_other(void **state) {
    (void)state;
    bm_patient *patient = bm_test_patient(model, 0.0);
    struct doctor first = {.number = 1, .agent = "denosumab", .at = 1};
    struct doctor second = {.number = 2, .at = 1}, third = {.number = 3};
    decide(patient, &first, 30.0, 0.0, 0.0);
    const uint64_t gone = decide(patient, &third, 30.0, 0.0, 0.0);
    decide(patient, &second, 30.0, 0.0, 0.0);
    second.stops = 1; /* the number that the first prescription will have */
    OK(patient, bm_patient_undecide(patient, gone));
    FAILS(bm_patient_undecide(patient, gone), BM_ENOTFOUND);
    n_order = 0;
    OK(patient, bm_patient_advance_to(patient, 60.0));
    assert_true(n_order == 2 && order[0] == 1 && order[1] == 2);
    assert_int_equal(first.id, 1);
    assert_true(bm_test_observe(patient, "doses_given.denosumab") == 0.0);
    bm_patient_destroy(patient);
}

/* A decision that does nothing: the values within the tolerance, whatever the parts and the grid of readings. */
static void looking_changes_nothing(void **state) {
    (void)state;
    const double rtol = 1e-6;
    for (size_t set = 0; set < BM_TEST_N_SETS; set++) {
        bm_model *m = bm_test_sets[set].model();
        const struct bm_test_course *course = &bm_test_sets[set].courses[set == BM_TEST_CORE ? 1 : 2];
        const char *name = set == BM_TEST_CORE ? "core.OC" : "bmd.total_hip";
        size_t which;
        OK(NULL, bm_catalog_find(m, BM_KIND_OBSERVABLE, name, &which));
        bm_patient *alone = bm_test_patient(m, rtol), *seen = bm_test_patient(m, rtol);
        bm_patient *parts = bm_test_patient(m, rtol), *grid = bm_test_patient(m, rtol);
        struct doctor d[3] = {{.observes = name}, {.observes = name}, {.observes = name}};
        bm_patient *with[] = {seen, parts, grid};
        course->prepare(m, alone);
        for (int i = 0; i < 3; i++) {
            course->prepare(m, with[i]);
            decide(with[i], &d[i], 7.0, 13.7, 0.0);
            watch_level(with[i], &d[i], name, BM_BELOW, -1.0);
        }
        enum { N = 200 };
        double times[N], values[N];
        for (int i = 0; i < N; i++)
            times[i] = course->days * (i + 1) / N;
        OK(alone, bm_patient_advance_to(alone, course->days));
        OK(seen, bm_patient_advance_to(seen, course->days));
        OK(grid, bm_patient_sample(grid, times, N, &which, 1, values, N));
        for (int i = 0; i < N; i += 7)
            OK(parts, bm_patient_advance_to(parts, times[i]));
        OK(parts, bm_patient_advance_to(parts, course->days));
        assert_true(d[0].n >= (int)(course->days / 13.7));
        for (int i = 0; i < d[0].n; i++) {
            assert_true(d[0].values[i] == d[1].values[i] || fabs(d[1].values[i] / d[0].values[i] - 1.0) < 10.0 * rtol);
            assert_true(d[0].values[i] == d[2].values[i] && d[0].times[i] == d[2].times[i]);
            assert_true(d[0].times[i] == d[1].times[i]);
        }
        assert_true(d[1].n == d[0].n && d[2].n == d[0].n);
        assert_true(bm_test_same_bytes(bm_test_save_bare(seen), bm_test_save_bare(grid)));
        const double a = bm_test_observe(alone, name), b = bm_test_observe(seen, name);
        if (!(fabs(b / a - 1.0) < 10.0 * rtol))
            fail_msg("%s: %s is %.17g with visits, %.17g without", course->name, name, b, a);
        /* a stop of the walk that changes nothing does not shorten the steps */
        const uint64_t few = bm_test_stats(alone).steps, many = bm_test_stats(seen).steps;
        if (many > few + 2u * (uint64_t)d[0].n)
            fail_msg("%s: %llu steps with %d visits, %llu without", course->name, (unsigned long long)many, d[0].n,
                     (unsigned long long)few);
        for (int i = 0; i < 3; i++)
            bm_patient_destroy(with[i]);
        bm_patient_destroy(alone);
        bm_model_destroy(m);
    }
}

/* ---- all or nothing ---- */

/* Doctors who, at visits of one advance, prescribe an agent that took no part, stop one, and fail in the end. */
static void undone_to_the_last_bit(void **state) {
    (void)state;
    bm_patient *patient = bm_test_patient(model, 0.0), *never = NULL;
    const uint64_t old = bm_test_prescribe(model, patient, "denosumab", 60.0, 30.0, 0.0, 0.0);
    bm_test_prescribe(model, patient, "denosumab", 60.0, 30.0, 7.0, 1000.0);
    OK(patient, bm_patient_advance_to(patient, 5.0));
    struct doctor d = {.agent = "teriparatide", .at = 1, .stops = old, .fail_at = 3, .fail_with = -777};
    struct doctor level = {0};
    decide(patient, &d, 10.0, 10.0, 0.0);
    watch_level(patient, &level, "core.PTH", BM_ABOVE, bm_test_observe(patient, "core.PTH") * 1.1);
    OK(patient, bm_patient_clone(patient, &never));
    struct bm_bytes before = bm_test_save_bare(patient);
    double value = -1.0;
    const size_t which = 0;
    const double at = 45.0;
    assert_int_equal(bm_patient_set(patient, "core.OralCa", 1.0), BM_ESTATE); /* leaves a sentence */
    for (int again = 0; again < 2; again++) {
        const int seen = level.n;
        d.n = 0;
        assert_int_equal(again ? bm_patient_sample(patient, &at, 1, &which, 1, &value, 1)
                               : bm_patient_advance_to(patient, 45.0),
                         -777);
        assert_int_equal(d.n, 3);
        assert_true(d.id == 3 && value == -1.0 && bm_test_time(patient) == 5.0);
        assert_true(level.n > seen);
        const char *error = bm_patient_last_error(patient);
        if (!strstr(error, "'doctor'") || !strstr(error, "day 30") || !strstr(error, "-777"))
            fail_msg("the sentence is: %s", error);
        struct bm_bytes now = bm_test_save_bare(patient);
        assert_true(now.size == before.size && memcmp(now.data, before.data, now.size) == 0);
        free(now.data);
    }
    free(before.data);
    /* and so does everything else that makes an advance fail */
    bm_patient *starved = NULL;
    OK(NULL, bm_test_create(model, 1e-9, 400, &starved));
    struct doctor s = {.agent = "teriparatide", .at = 1};
    decide(starved, &s, 1.0, 0.0, 0.0);
    struct bm_bytes fresh = bm_test_save_bare(starved);
    FAILS(bm_patient_advance_to(starved, 400.0), BM_EMAXSTEPS);
    assert_int_equal(s.n, 1);
    assert_true(bm_test_same_bytes(bm_test_save_bare(starved), fresh));
    assert_null(strstr(bm_patient_last_error(starved), "visit"));

    /* then it goes on as if nothing had been */
    d = (struct doctor){.agent = "teriparatide", .at = 1, .stops = old};
    OK(patient, bm_patient_advance_to(patient, 45.0));
    d.n = 0;
    OK(never, bm_patient_advance_to(never, 45.0)); /* a clone without functions shares the pointer */
    assert_int_equal(d.n, 4);
    assert_true(bm_test_same_bytes(bm_test_save_bare(patient), bm_test_save_bare(never)));
    assert_true(bm_test_observe(patient, "drug.teriparatide") >= 0.0 &&
                bm_test_observe(patient, "doses_given.teriparatide") == 35.0);
    bm_patient_destroy(patient);
    bm_patient_destroy(never);
    bm_patient_destroy(starved);
}

/* A visit that failed is held once more, with all that it wanted, when the call is made again. */
static void failed_visits_come_again(void **state) {
    (void)state;
    bm_patient *patient = bm_test_patient(model, 0.0);
    bm_test_prescribe(model, patient, "denosumab", 60.0, 400.0, 20.0, 0.0);
    struct doctor d = {.agent = "teriparatide", .at = 1, .fail_at = 1, .fail_with = -5};
    watch_level(patient, &d, "core.OC", BM_BELOW | BM_ABOVE, 0.5 * bm_test_observe(patient, "core.OC"));
    for (int again = 0; again < 3; again++) {
        d.n = 0;
        assert_int_equal(bm_patient_advance_to(patient, 60.0), -5);
        assert_true(d.n == 1 && d.id == 2 && d.crossings[0] == BM_BELOW);
    }
    d = (struct doctor){.at = 0};
    OK(patient, bm_patient_advance_to(patient, 60.0));
    assert_true(d.n == 1 && bm_test_observe(patient, "doses_given.teriparatide") == 0.0);
    bm_test_prescribe(model, patient, "denosumab", 60.0, 400.0, 61.0, 0.0);
    OK(patient, bm_patient_advance_to(patient, 65.0));
    assert_true(bm_test_observe(patient, "doses_given.teriparatide") == 0.0);
    bm_patient_destroy(patient);
}

static int32_t returns(void *user, bm_visit *v) {
    (void)v;
    return *(const int32_t *)user;
}

static void any_negative_number_is_the_status(void **state) {
    (void)state;
    static const int32_t numbers[] = {-1, -30, -12345, INT32_MIN, 1, INT32_MAX};
    bm_patient *patient = bm_test_patient(model, 0.0);
    int32_t answer = 0;
    bm_decision decision;
    bm_decision_init(&decision);
    decision.visit = returns;
    decision.user = &answer;
    decision.first_d = 3.0;
    OK(patient, bm_patient_decide(patient, &decision, NULL));
    for (size_t i = 0; i < BM_COUNT(numbers); i++) {
        answer = numbers[i];
        assert_int_equal(bm_patient_advance_to(patient, 5.0), answer < 0 ? answer : BM_EINVAL);
        assert_true(bm_test_time(patient) == 0.0);
    }
    assert_non_null(strstr(bm_patient_last_error(patient), "allowed is 0 or less"));
    answer = 0;
    OK(patient, bm_patient_advance_to(patient, 5.0));
    bm_patient_destroy(patient);
}

/* Memory refused for an agent that takes part from a visit on. */
static void no_memory_at_a_visit(void **state) {
    (void)state;
    struct bm_counts counts = {0};
    const bm_allocator counting = bm_counting_allocator(&counts);
    bm_model_options options;
    bm_model_options_init(&options);
    options.name = "core";
    options.allocator = &counting;
    bm_model *shared = model;
    OK(NULL, bm_model_create(&options, &model));
    bm_patient *patient = bm_test_patient(model, 0.0);
    struct doctor d = {.agent = "teriparatide", .at = 2, .starts_after_d = 3.0}, second = {0};
    decide(patient, &second, 5.0, 10.0, 0.0);
    decide(patient, &d, 5.0, 10.0, 0.0);
    struct bm_bytes before = bm_test_save_bare(patient);
    const long blocks = counts.blocks;
    int refused = 0;
    for (long request = 1; request < 20; request++) {
        d.n = 0;
        counts.refuse_from = counts.requests + request;
        const bm_status status = bm_patient_advance_to(patient, 16.0);
        counts.refuse_from = 0;
        if (status == BM_OK)
            break;
        FAILS(status, BM_ENOMEM);
        refused++;
        assert_non_null(strstr(bm_patient_last_error(patient), "day 15"));
        struct bm_bytes now = bm_test_save_bare(patient);
        assert_true(now.size == before.size && memcmp(now.data, before.data, now.size) == 0);
        free(now.data);
        assert_true(counts.blocks <= blocks + 1); /* the list of courses may have grown */
    }
    free(before.data);
    assert_true(refused >= 2 && bm_test_time(patient) == 16.0);
    bm_patient_destroy(patient);
    bm_model_destroy(model);
    assert_int_equal(counts.blocks, 0);
    model = shared;
}

/* ---- crossings ---- */

/* When an observable first lies beyond a level, by bisection on fresh patients: as fine as their tolerance. */
static double first_beyond(const bm_model *m, void (*prepare)(const bm_model *, bm_patient *), const char *name,
                           double level, double low, double high) {
    bm_patient *patient = bm_test_patient(m, 1e-9);
    prepare(m, patient);
    OK(patient, bm_patient_advance_to(patient, low));
    const int below = bm_test_observe(patient, name) < level;
    while (high - low > 1e-5) {
        bm_patient *try = NULL;
        const double middle = 0.5 * (low + high);
        OK(patient, bm_patient_clone(patient, &try));
        OK(try, bm_patient_advance_to(try, middle));
        if ((bm_test_observe(try, name) < level) == below)
            low = middle;
        else
            high = middle;
        bm_patient_destroy(try);
    }
    bm_patient_destroy(patient);
    return high;
}

static void letrozole(const bm_model *m, bm_patient *patient) {
    bm_test_prescribe(m, patient, "letrozole", 2.5, 1.0, 0.0, 0.0);
}

static void crossings_are_located(void **state) {
    (void)state;
    bm_model *full = bm_test_full_model();
    const char *name = "bmd_change.lumbar_spine";
    const double level = -3.0;
    const double expected = first_beyond(full, letrozole, name, level, 100.0, 500.0);
    for (int parts = 0; parts < 2; parts++) {
        bm_patient *patient = bm_test_patient(full, 1e-9);
        letrozole(full, patient);
        struct doctor d = {.observes = name}, above = {0};
        watch_level(patient, &d, name, BM_BELOW, level);
        watch_level(patient, &above, name, BM_ABOVE, level);
        for (double t = 50.0; parts && t < 1000.0; t += 50.0)
            OK(patient, bm_patient_advance_to(patient, t));
        OK(patient, bm_patient_advance_to(patient, 1000.0));
        assert_int_equal(d.n, 1);
        assert_int_equal(above.n, 0);
        assert_int_equal(d.crossings[0], BM_BELOW);
        if (!(fabs(d.times[0] - expected) < 1.1e-3))
            fail_msg("crossed on day %.6f, by a fine search on day %.6f", d.times[0], expected);
        assert_true(d.values[0] < level && d.values[0] > level - 1e-4);
        /* what crosses at the end of an advance is visited at the beginning of the next */
        bm_patient *exactly = bm_test_patient(full, 1e-9);
        letrozole(full, exactly);
        struct doctor e = {0};
        watch_level(exactly, &e, name, BM_BELOW, level);
        OK(exactly, bm_patient_advance_to(exactly, d.times[0] + 1e-4));
        const int at_once = e.n;
        OK(exactly, bm_patient_advance_to(exactly, 600.0));
        assert_true(at_once <= 1 && e.n == 1 && fabs(e.times[0] - d.times[0]) < 1.1e-3);
        bm_patient_destroy(exactly);
        bm_patient_destroy(patient);
    }
    bm_model_destroy(full);
}

/* Down and up again: each direction for who waits for it, and both for who waits for both. */
static void each_direction(void **state) {
    (void)state;
    bm_patient *patient = bm_test_patient(model, 0.0);
    bm_test_prescribe(model, patient, "denosumab", 60.0, 400.0, 20.0, 0.0);
    const double level = 0.5 * bm_test_observe(patient, "core.OC");
    struct doctor below = {.observes = "core.OC"}, above = {.observes = "core.OC"}, both = {.observes = "core.OC"};
    watch_level(patient, &below, "core.OC", BM_BELOW, level);
    watch_level(patient, &above, "core.OC", BM_ABOVE, level);
    watch_level(patient, &both, "core.OC", BM_BELOW | BM_ABOVE, level);
    OK(patient, bm_patient_advance_to(patient, 1000.0));
    assert_true(below.n >= 2 && above.n >= 2 && both.n == below.n + above.n);
    for (int i = 0; i < both.n; i++) {
        const struct doctor *one = i % 2 ? &above : &below;
        assert_int_equal(both.crossings[i], i % 2 ? BM_ABOVE : BM_BELOW);
        assert_int_equal(one->crossings[i / 2], both.crossings[i]);
        assert_true(fabs(one->times[i / 2] - both.times[i]) < 2e-3);
        assert_true((both.values[i] < level) == (i % 2 == 0));
    }
    bm_patient_destroy(patient);
}

/* A jump by a dose is a crossing too; a level never passed is none; nothing is seen from stop_d on. */
static void jumps_and_ends(void **state) {
    (void)state;
    bm_patient *patient = bm_test_patient(model, 0.0);
    bm_test_prescribe(model, patient, "denosumab", 60.0, 100.0, 50.0, 0.0);
    struct doctor second_dose = {0}, never = {0}, ended = {0};
    watch_level(patient, &second_dose, "doses_given.denosumab", BM_ABOVE, 1.5);
    watch_level(patient, &never, "doses_given.denosumab", BM_ABOVE, 100.0);
    bm_decision decision;
    bm_decision_init(&decision);
    decision.visit = visit;
    decision.user = &ended;
    decision.observable = "doses_given.denosumab";
    decision.crossing = BM_ABOVE;
    decision.level = 1.5;
    decision.stop_d = 150.0;
    OK(patient, bm_patient_decide(patient, &decision, NULL));
    OK(patient, bm_patient_advance_to(patient, 500.0));
    assert_int_equal(second_dose.n, 1);
    assert_true(second_dose.times[0] > 150.0 && second_dose.times[0] < 150.002);
    assert_true(never.n == 0 && ended.n == 0);
    bm_patient_destroy(patient);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(visits_fall_on_their_days),
        cmocka_unit_test(no_visits_in_history),
        cmocka_unit_test(before_doses_after_readings),
        cmocka_unit_test(one_after_the_other),
        cmocka_unit_test(looking_changes_nothing),
        cmocka_unit_test(undone_to_the_last_bit),
        cmocka_unit_test(failed_visits_come_again),
        cmocka_unit_test(any_negative_number_is_the_status),
        cmocka_unit_test(no_memory_at_a_visit),
        cmocka_unit_test(crossings_are_located),
        cmocka_unit_test(each_direction),
        cmocka_unit_test(jumps_and_ends),
    };
    return cmocka_run_group_tests(tests, create_model, destroy_model);
}
