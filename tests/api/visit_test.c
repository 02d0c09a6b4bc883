/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decisions: visits when they are due and in the right order, crossings where they are, all of a visit or nothing of
 * the advance, clones with decisions of their own, and handles that work only during a visit.
 */
#include "api/group_model.h"

#include "support/counting_allocator.h"

enum { MAX_VISITS = 256 };

/* What a decision does, and what it saw. */
struct doctor {
    int n, fail_at; /* visits so far; the visit (from 1) that fails, 0 = none */
    int32_t fail_with;
    double times[MAX_VISITS];
    uint32_t crossings[MAX_VISITS];
    double values[MAX_VISITS];
    const char *observes;
    /* what it prescribes at visit number `at` (from 1), and what it stops then */
    const char *agent;
    int at;
    double starts_after_d;
    uint64_t id, stops;
    int *order; /* writes its number into a list that several share */
    int number;
};

static int order[MAX_VISITS], n_order;

static int32_t visit(void *user, bm_visit *v) {
    struct doctor *d = user;
    const int i = d->n++;
    assert_true(i < MAX_VISITS);
    assert_int_equal(bm_visit_time(v, &d->times[i]), BM_OK);
    assert_int_equal(bm_visit_crossed(v, &d->crossings[i]), BM_OK);
    if (d->observes)
        assert_int_equal(bm_visit_observe(v, d->observes, &d->values[i]), BM_OK);
    if (d->number)
        order[n_order++] = d->number;
    if (d->stops && d->n == d->at)
        assert_int_equal(bm_visit_stop(v, d->stops, d->times[i]), BM_OK);
    if (d->agent && d->n == d->at) {
        bm_prescription rx;
        OK(NULL, bm_prescription_init(model, d->agent, &rx));
        rx.start_d = d->times[i] + d->starts_after_d;
        const bm_status status = bm_visit_prescribe(v, &rx, &d->id);
        if (status != BM_OK)
            return status;
    }
    return d->n == d->fail_at ? d->fail_with : 0;
}

static uint64_t decide(bm_patient *patient, struct doctor *d, double first_d, double every_d, double stop_d) {
    bm_decision decision;
    uint64_t id = 0;
    bm_decision_init(&decision);
    decision.name = "doctor";
    decision.visit = visit;
    decision.user = d;
    decision.first_d = first_d;
    decision.every_d = every_d;
    if (stop_d > 0.0)
        decision.stop_d = stop_d;
    OK(patient, bm_patient_decide(patient, &decision, &id));
    return id;
}

static uint64_t watch_level(bm_patient *patient, struct doctor *d, const char *observable, uint32_t crossing,
                            double level) {
    bm_decision decision;
    uint64_t id = 0;
    bm_decision_init(&decision);
    decision.visit = visit;
    decision.user = d;
    decision.observable = observable;
    decision.crossing = crossing;
    decision.level = level;
    OK(patient, bm_patient_decide(patient, &decision, &id));
    return id;
}

/* A snapshot of the patient as she is, but without her decisions. */
static struct bm_bytes bare(bm_patient *patient) {
    bm_patient *clone = NULL;
    OK(patient, bm_patient_clone(patient, &clone));
    for (uint64_t id = 1; id < 10; id++)
        (void)bm_patient_undecide(clone, id);
    struct bm_bytes saved = bm_test_save(clone);
    bm_patient_destroy(clone);
    return saved;
}

static int same_bytes(struct bm_bytes a, struct bm_bytes b) {
    const int same = a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
    free(a.data);
    free(b.data);
    return same;
}

static void visited_at(const struct doctor *d, int n, const double *times) {
    assert_int_equal(d->n, n);
    for (int i = 0; i < n; i++)
        if (d->times[i] != times[i])
            fail_msg("visit %d on day %.17g, expected %.17g", i, d->times[i], times[i]);
}

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
        assert_true(same_bytes(bare(seen), bare(grid)));
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
    struct bm_bytes before = bare(patient);
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
        struct bm_bytes now = bare(patient);
        assert_true(now.size == before.size && memcmp(now.data, before.data, now.size) == 0);
        free(now.data);
    }
    free(before.data);
    /* and so does everything else that makes an advance fail */
    bm_patient *starved = NULL;
    OK(NULL, bm_test_create(model, 1e-9, 400, &starved));
    struct doctor s = {.agent = "teriparatide", .at = 1};
    decide(starved, &s, 1.0, 0.0, 0.0);
    struct bm_bytes fresh = bare(starved);
    FAILS(bm_patient_advance_to(starved, 400.0), BM_EMAXSTEPS);
    assert_int_equal(s.n, 1);
    assert_true(same_bytes(bare(starved), fresh));
    assert_null(strstr(bm_patient_last_error(starved), "visit"));

    /* then it goes on as if nothing had been */
    d = (struct doctor){.agent = "teriparatide", .at = 1, .stops = old};
    OK(patient, bm_patient_advance_to(patient, 45.0));
    d.n = 0;
    OK(never, bm_patient_advance_to(never, 45.0)); /* a clone without functions shares the pointer */
    assert_int_equal(d.n, 4);
    assert_true(same_bytes(bare(patient), bare(never)));
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
    struct bm_bytes before = bare(patient);
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
        struct bm_bytes now = bare(patient);
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

/* ---- clones ---- */

static int copies, released;

static int32_t copy_doctor(void *user, void **copy) {
    struct doctor *d = malloc(sizeof *d);
    if (!d)
        return -5000;
    memcpy(d, user, sizeof *d);
    *copy = d;
    copies++;
    return 0;
}

static void release_doctor(void *user) {
    free(user);
    released++;
}

static int32_t refuse_copy(void *user, void **copy) {
    (void)user;
    (void)copy;
    return -4711;
}

static void clones_have_their_own(void **state) {
    (void)state;
    bm_user_functions functions = {.struct_size = sizeof functions, .copy = copy_doctor, .release = release_doctor};
    bm_patient *patient = bm_test_patient(model, 0.0), *clone = NULL, *of_clone = NULL;
    struct doctor d = {.agent = "denosumab", .at = 2};
    bm_decision decision;
    bm_decision_init(&decision);
    decision.visit = visit;
    decision.user = &d;
    decision.first_d = 10.0;
    decision.every_d = 10.0;
    decision.functions = &functions;
    OK(patient, bm_patient_decide(patient, &decision, NULL));
    uint64_t second = 0;
    OK(patient, bm_patient_decide(patient, &decision, &second));
    OK(patient, bm_patient_undecide(patient, second));
    OK(patient, bm_patient_advance_to(patient, 15.0));
    OK(patient, bm_patient_clone(patient, &clone));
    OK(clone, bm_patient_clone(clone, &of_clone));
    assert_true(copies == 2 && released == 0);
    OK(clone, bm_patient_advance_to(clone, 60.0));
    assert_int_equal(d.n, 1); /* the original was not asked */
    OK(patient, bm_patient_advance_to(patient, 60.0));
    OK(of_clone, bm_patient_advance_to(of_clone, 60.0));
    assert_int_equal(d.n, 5);
    assert_true(same_bytes(bare(patient), bare(clone)));
    assert_true(same_bytes(bare(patient), bare(of_clone)));
    assert_true(bm_test_observe(clone, "doses_given.denosumab") == 1.0);
    const int by_bare = copies - 2; /* bare() clones, takes the decision away, and so releases the copy at once */
    assert_int_equal(released, by_bare);
    bm_patient_destroy(clone);
    bm_patient_destroy(of_clone);
    assert_int_equal(released, copies);

    /* a copy that fails: its number, and what was copied before is released */
    functions.copy = refuse_copy;
    OK(patient, bm_patient_decide(patient, &decision, NULL));
    clone = NULL;
    assert_int_equal(bm_patient_clone(patient, &clone), -4711);
    assert_true(clone == NULL && released == copies);
    bm_patient_destroy(patient);
    assert_int_equal(released, copies);
}

/* ---- snapshots ---- */

static int restored;

static int32_t save_doctor(void *user, void *buffer, size_t size, size_t *needed) {
    *needed = sizeof(struct doctor);
    if (buffer && size >= sizeof(struct doctor))
        memcpy(buffer, user, sizeof(struct doctor));
    return 0;
}

/* Pointers mean nothing in a file: those of the prototype take their place. */
static int32_t restore_doctor(void *prototype, const void *bytes, size_t size, void **user) {
    if (size != sizeof(struct doctor))
        return -88;
    struct doctor *d = malloc(sizeof *d);
    if (!d)
        return BM_ENOMEM;
    const struct doctor *given = prototype;
    memcpy(d, bytes, sizeof *d);
    d->observes = given->observes;
    d->agent = given->agent;
    d->order = given->order;
    *user = d;
    restored++;
    return 0;
}

static int32_t fails_to_save(void *user, void *buffer, size_t size, size_t *needed) {
    (void)user;
    (void)buffer;
    (void)size;
    *needed = 0;
    return -3141;
}

static void saved_and_loaded(void **state) {
    (void)state;
    bm_user_functions functions = {.struct_size = sizeof functions,
                                   .copy = copy_doctor,
                                   .release = release_doctor,
                                   .save = save_doctor,
                                   .restore = restore_doctor};
    struct doctor calendar = {.agent = "teriparatide", .at = 4}, level = {.observes = "core.OC"};
    bm_patient *patient = bm_test_patient(model, 0.0), *loaded = NULL;
    bm_test_prescribe(model, patient, "denosumab", 60.0, 400.0, 20.0, 0.0);
    bm_decision two[2];
    for (int i = 0; i < 2; i++) {
        bm_decision_init(&two[i]);
        two[i].name = "one of two with the same name, of 39 ch"; /* the longest */
        two[i].visit = visit;
        two[i].functions = &functions;
    }
    two[0].user = &calendar;
    two[0].first_d = two[0].every_d = 10.0;
    two[1].user = &level;
    two[1].observable = "core.OC";
    two[1].crossing = BM_BELOW | BM_ABOVE;
    two[1].level = 0.5 * bm_test_observe(patient, "core.OC");
    OK(patient, bm_patient_decide(patient, &two[0], NULL));
    OK(patient, bm_patient_decide(patient, &two[0], NULL));
    OK(patient, bm_patient_undecide(patient, 1)); /* so that numbers are not places */
    OK(patient, bm_patient_decide(patient, &two[1], NULL));
    OK(patient, bm_patient_advance_to(patient, 35.0));
    assert_true(calendar.n == 3 && level.n == 1);
    struct bm_bytes saved = bm_test_save(patient);

    /* without them, or with one alone, it is no patient */
    bm_callbacks callbacks = {.struct_size = sizeof callbacks, .decisions = two, .n_decisions = 2};
#define LOAD(callbacks) bm_patient_load_with(model, saved.data, saved.size, (callbacks), &loaded)
    FAILS(bm_patient_load(model, saved.data, saved.size, &loaded), BM_EMODEL);
    callbacks.n_decisions = 1;
    FAILS(LOAD(&callbacks), BM_EMODEL);
    callbacks.n_decisions = 2;
    two[1].struct_size = 8;
    FAILS(LOAD(&callbacks), BM_ESIZE);
    two[1].struct_size = sizeof *two;
    two[1].level = (double)NAN;
    FAILS(LOAD(&callbacks), BM_ERANGE);
    two[1].level = 0.0;
    callbacks.decisions = NULL;
    FAILS(LOAD(&callbacks), BM_EINVAL);
    callbacks.decisions = two;
    assert_true(loaded == NULL);

    /* she goes on as she would have, and so does what the host remembers */
    struct doctor prototypes[2] = {{.agent = "teriparatide"}, {.observes = "core.OC"}};
    two[0].user = &prototypes[0];
    two[1].user = &prototypes[1];
    two[1].level = 0.5 * bm_test_observe(patient, "core.OC") / bm_test_observe(patient, "cells.osteoclasts");
    restored = released = 0;
    OK(NULL, LOAD(&callbacks));
    assert_int_equal(restored, 2);
    struct bm_bytes again = bm_test_save(loaded);
    assert_int_equal(again.size, saved.size);
    assert_memory_equal(again.data, saved.data, saved.size);
    OK(patient, bm_patient_advance_to(patient, 700.0));
    OK(loaded, bm_patient_advance_to(loaded, 700.0));
    assert_true(bm_test_observe(patient, "doses_given.teriparatide") == 660.0); /* since the fourth visit */
    assert_true(prototypes[0].n == 0 && prototypes[1].n == 0 && level.n >= 2);
    assert_true(same_bytes(bare(patient), bare(loaded)));
    FAILS(bm_patient_undecide(loaded, 1), BM_ENOTFOUND);
    OK(loaded, bm_patient_undecide(loaded, 3));
    const int before = released;
    bm_patient_destroy(loaded);
    loaded = NULL;
    assert_int_equal(released, before + 1);

    /* what a function gives up with comes through */
    functions.restore = NULL;
    OK(NULL, LOAD(&callbacks)); /* then the prototype is the memory */
    bm_patient_destroy(loaded);
    loaded = NULL;
    functions.save = fails_to_save;
    two[0].name = "gives up";
    OK(patient, bm_patient_decide(patient, &two[0], NULL));
    size_t size = 0;
    assert_int_equal(bm_patient_save_size(patient, &size), -3141);
    assert_int_equal(bm_patient_save(patient, again.data, again.size, NULL), -3141);
    assert_non_null(strstr(bm_patient_last_error(patient), "'gives up'"));
    assert_int_equal(size, 0);

    /* every byte wrong in turn, under a checksum that fits: refused, or a patient who can be used */
    functions.save = save_doctor;
    functions.restore = restore_doctor;
    two[0].name = two[1].name;
    int refused = 0, taken = 0;
    for (size_t at = saved.size - 8 * 70 - 2 * sizeof(struct doctor); at < saved.size - 8; at += 8) {
        saved.data[at] ^= 0xff;
        bm_test_seal(saved.data, saved.size);
        if (LOAD(&callbacks) == BM_OK) {
            taken++;
            bm_patient_destroy(loaded);
            loaded = NULL;
        } else {
            refused++;
        }
        saved.data[at] ^= 0xff;
    }
    assert_true(loaded == NULL && refused > 10 && taken > 10);
#undef LOAD
    free(saved.data);
    free(again.data);
    bm_patient_destroy(patient);
}

/* ---- cohorts ---- */

enum { MEMBERS = 37 };

/* What a rule remembers of its member. */
struct delayed {
    uint64_t member;
    int visits;
};
static uint64_t unknown_members, wrong_members; /* of a cohort on one thread */

static int32_t start_below(void *user, bm_visit *v) {
    struct delayed *d = user;
    uint64_t member = UINT64_MAX;
    double spine, now_d;
    bm_prescription rx;
    assert_int_equal(bm_visit_member(v, &member), BM_OK);
    unknown_members += member >= MEMBERS;
    if (d->visits++ > 0)
        wrong_members += member != d->member;
    d->member = member;
    assert_int_equal(bm_visit_time(v, &now_d), BM_OK);
    assert_int_equal(bm_visit_observe(v, "t_score.lumbar_spine", &spine), BM_OK);
    if (d->visits < 3 || spine >= -1.5) /* not before the third visit: who remembers another member errs */
        return 0;
    d->visits = -1000;
    OK(NULL, bm_prescription_init(model, "zoledronic_acid", &rx));
    rx.start_d = now_d;
    return bm_visit_prescribe(v, &rx, NULL);
}

static int32_t copy_delayed(void *user, void **copy) {
    *copy = malloc(sizeof(struct delayed));
    if (!*copy)
        return BM_ENOMEM;
    memcpy(*copy, user, sizeof(struct delayed));
    return 0;
}

/* Doses given to each member by day 900, and her T-score then; with a cut on day 300, an instant of a visit. */
static void cohort_doses(uint32_t lanes, uint32_t cut, double doses[MEMBERS], double spine[MEMBERS]) {
    const bm_user_functions functions = {.struct_size = sizeof functions, .copy = copy_delayed, .release = free};
    struct delayed original = {0, 0};
    bm_patient *profile = bm_test_patient(model, 0.0);
    bm_cohort_options options;
    bm_cohort *cohort = NULL;
    bm_decision decision;
    letrozole(model, profile);
    OK(profile, bm_patient_set(profile, "t_score.lumbar_spine", -1.0));
    bm_decision_init(&decision);
    decision.visit = start_below;
    decision.user = &original;
    decision.first_d = 100.0;
    decision.every_d = 100.0;
    decision.observable = "bmd_change.lumbar_spine";
    decision.crossing = BM_BELOW;
    decision.level = -2.0;
    decision.functions = &functions;
    OK(profile, bm_patient_decide(profile, &decision, NULL));
    bm_cohort_options_init(&options);
    options.size = MEMBERS;
    options.lanes = lanes;
    assert_int_equal(bm_cohort_create(profile, &options, &cohort), BM_OK);
    bm_patient_destroy(profile);
    assert_int_equal(bm_cohort_vary(cohort, "t_score.lumbar_spine", 0.7, (double)NAN, (double)NAN), BM_OK);
    unknown_members = wrong_members = 0;
    if (cut)
        assert_int_equal(bm_cohort_advance_to(cohort, 300.0), BM_OK);
    const double at_d = 900.0;
    size_t which[2];
    double values[MEMBERS * 2];
    OK(NULL, bm_catalog_find(model, BM_KIND_OBSERVABLE, "doses_given.zoledronic_acid", &which[0]));
    OK(NULL, bm_catalog_find(model, BM_KIND_OBSERVABLE, "t_score.lumbar_spine", &which[1]));
    assert_int_equal(bm_cohort_sample(cohort, &at_d, 1, which, 2, values, MEMBERS * 2), BM_OK);
    assert_int_equal(bm_cohort_failure_count(cohort), 0);
    assert_true(unknown_members == 0 && wrong_members == 0 && original.visits == 0);
    for (int m = 0; m < MEMBERS; m++) {
        doses[m] = values[2 * m];
        spine[m] = values[2 * m + 1];
    }
    bm_cohort_destroy(cohort);
}

/* In lanes or alone, at once or in parts: the same members start at the same visits. */
static void members_decide_for_themselves(void **state) {
    (void)state;
    bm_model *core = model;
    model = bm_test_full_model();
    double alone[MEMBERS], spine[MEMBERS], others[MEMBERS], other_spine[MEMBERS];
    cohort_doses(1, 0, alone, spine);
    int treated = 0;
    for (int m = 0; m < MEMBERS; m++)
        treated += alone[m] > 0.0;
    assert_in_range(treated, MEMBERS / 5, MEMBERS - MEMBERS / 5);
    for (uint32_t lanes = 0; lanes < 2; lanes++)
        for (uint32_t cut = 0; cut < 2; cut++) {
            cohort_doses(lanes, cut, others, other_spine);
            for (int m = 0; m < MEMBERS; m++)
                if (others[m] != alone[m] || !(fabs(other_spine[m] - spine[m]) < 1e-3))
                    fail_msg("member %d: %g doses, T-score %.6f; alone %g doses, %.6f", m, others[m], other_spine[m],
                             alone[m], spine[m]);
        }
    bm_model_destroy(model);
    model = core;
}

/* ---- the border ---- */

struct intruder {
    bm_patient *patient, *other;
    bm_status inside[14];
};

static int32_t intrude(void *user, bm_visit *v) {
    struct intruder *w = user;
    bm_patient *p = w->patient, *clone = NULL;
    bm_prescription rx;
    bm_decision decision;
    double value = -1.0;
    const double times[] = {101.0};
    const size_t which[] = {0};
    static unsigned char bytes[65536];
    OK(NULL, bm_prescription_init(model, "denosumab", &rx));
    rx.start_d = 100.0;
    bm_decision_init(&decision);
    decision.visit = intrude;
    decision.first_d = 200.0;
    bm_status *s = w->inside;
    *s++ = bm_patient_advance_to(p, 101.0);
    *s++ = bm_patient_advance_by(p, 1.0);
    *s++ = bm_patient_sample(p, times, 1, which, 1, &value, 1);
    *s++ = bm_patient_set(p, "core.OralCa", 0.9);
    *s++ = bm_patient_prescribe(p, &rx, NULL);
    *s++ = bm_patient_stop(p, 1, 101.0);
    *s++ = bm_patient_clone(p, &clone);
    *s++ = bm_patient_save(p, bytes, sizeof bytes, NULL);
    *s++ = bm_patient_observe(p, "core.PTH", &value);
    *s++ = bm_patient_observe_index(p, 0, &value);
    *s++ = bm_patient_set_progress(p, NULL, NULL);
    *s++ = bm_patient_decide(p, &decision, NULL);
    *s++ = bm_patient_undecide(p, 1);
    *s = BM_ESTATE;
    assert_true(value == -1.0 && clone == NULL);
    /* another patient is nobody's business, and neither is the visit */
    OK(w->other, bm_patient_advance_by(w->other, 1.0));
    assert_int_equal(bm_visit_observe(v, "core.PTH", &value), BM_OK);
    return 0;
}

static void only_the_handle_works(void **state) {
    (void)state;
    struct intruder w = {.patient = bm_test_patient(model, 0.0), .other = bm_test_patient(model, 0.0)};
    bm_patient *undisturbed = bm_test_patient(model, 0.0);
    bm_decision decision;
    bm_decision_init(&decision);
    decision.visit = intrude;
    decision.user = &w;
    decision.first_d = 100.0;
    OK(w.patient, bm_patient_decide(w.patient, &decision, NULL));
    OK(w.patient, bm_patient_advance_to(w.patient, 110.0));
    assert_string_equal(bm_patient_last_error(w.patient), ""); /* what happened inside stays there */
    for (size_t i = 0; i < BM_COUNT(w.inside); i++)
        if (w.inside[i] != BM_ESTATE)
            fail_msg("call %zu from the visit: %s", i, bm_status_name(w.inside[i]));
    struct doctor d = {0};
    decide(undisturbed, &d, 100.0, 0.0, 0.0);
    OK(undisturbed, bm_patient_advance_to(undisturbed, 110.0));
    assert_true(same_bytes(bare(w.patient), bare(undisturbed)));
    bm_patient_destroy(w.patient);
    bm_patient_destroy(w.other);
    bm_patient_destroy(undisturbed);
}

/* Wrong input at a visit: the sentences of the patient's own functions, outputs untouched, and the visit goes on. */
static int32_t mistakes(void *user, bm_visit *v) {
    const uint64_t *running = user;
    bm_prescription rx;
    uint64_t id = 99;
    double value = -1.0, now_d = 0.0;
    uint64_t member = 99;
    OK(NULL, bm_prescription_init(model, "smoking", &rx));
    assert_int_equal(bm_visit_time(v, &now_d), BM_OK);
    assert_int_equal(bm_visit_member(v, &member), BM_OK);
    assert_int_equal(member, 0);
    assert_string_equal(bm_visit_last_error(v), "");
#define WRONG(call, status, word)                                                                                      \
    do {                                                                                                               \
        assert_int_equal((call), (status));                                                                            \
        if (!strstr(bm_visit_last_error(v), (word)))                                                                   \
            fail_msg("%s: the sentence is: %s", #call, bm_visit_last_error(v));                                        \
        assert_true(id == 99 && value == -1.0);                                                                        \
    } while (0)
    assert_int_equal(bm_visit_time(v, NULL), BM_EINVAL);
    assert_int_equal(bm_visit_member(v, NULL), BM_EINVAL);
    assert_int_equal(bm_visit_crossed(v, NULL), BM_EINVAL);
    WRONG(bm_visit_observe(v, "t_score", &value), BM_ENOTFOUND, "'t_score'");
    WRONG(bm_visit_observe(v, NULL, &value), BM_EINVAL, "NULL");
    WRONG(bm_visit_observe(v, "serum.pth", NULL), BM_EINVAL, "NULL");
    WRONG(bm_visit_observe_index(v, SIZE_MAX, &value), BM_ENOTFOUND, "allowed is 0 to");
    WRONG(bm_visit_prescribe(v, NULL, &id), BM_EINVAL, "NULL");
    WRONG(bm_visit_prescribe(v, &rx, &id), BM_ERANGE, "start_d is 0, allowed is day 30"); /* the past */
    rx.start_d = now_d;
    rx.dose = -1.0;
    WRONG(bm_visit_prescribe(v, &rx, &id), BM_ERANGE, "dose is -1");
    rx.dose = 20.0;
    WRONG(bm_visit_prescribe(v, &rx, &id), BM_ECONFLICT, "overlaps");
    WRONG(bm_visit_stop(v, *running, now_d - 1.0), BM_ERANGE, "present day 30");
    WRONG(bm_visit_stop(v, 1234, now_d), BM_ENOTFOUND, "1234");
    WRONG(bm_visit_change(v, 1234, &rx, &id), BM_ENOTFOUND, "1234");
    rx.dose = -1.0;
    WRONG(bm_visit_change(v, *running, &rx, &id), BM_ERANGE, "dose is -1");
    rx.dose = 20.0;
    WRONG(bm_visit_prescribe(v, &rx, &id), BM_ECONFLICT, "overlaps"); /* the change that failed stopped nothing */
#undef WRONG
    /* the old habit until now, another from now on: no overlap, for both happen together */
    assert_int_equal(bm_visit_change(v, *running, &rx, &id), BM_OK);
    assert_int_equal(id, *running + 1);
    assert_int_equal(bm_visit_observe(v, "drug.smoking", &value), BM_OK);
    assert_true(value == 5.0); /* as before any change */
    return 0;
}

static void mistakes_are_told(void **state) {
    (void)state;
    bm_model *core = model;
    model = bm_test_full_model();
    bm_patient *patient = bm_test_patient(model, 0.0);
    uint64_t running =
        bm_test_programme(model, patient, "smoking", 5.0, 0.0, 0.0, (const bm_named_value[4]){{NULL, 0.0}});
    bm_decision decision;
    bm_decision_init(&decision);
    decision.visit = mistakes;
    decision.user = &running;
    decision.first_d = 30.0;
    OK(patient, bm_patient_decide(patient, &decision, NULL));
    OK(patient, bm_patient_advance_to(patient, 31.0));
    assert_true(bm_test_observe(patient, "drug.smoking") == 20.0);
    bm_patient_destroy(patient);
    bm_model_destroy(model);
    model = core;
}

static int32_t gives_up(void *user, bm_visit *v) {
    bm_prescription rx;
    (void)user;
    OK(NULL, bm_prescription_init(model, "denosumab", &rx));
    rx.start_d = 4.0;
    rx.dose = 5000.0;
    return bm_visit_prescribe(v, &rx, NULL);
}

/* A hook may hand on what its own call returned: the host then reads why. */
static void the_sentence_comes_through(void **state) {
    (void)state;
    bm_patient *patient = bm_test_patient(model, 0.0);
    bm_decision decision;
    bm_decision_init(&decision);
    decision.visit = gives_up;
    decision.name = "treat to target";
    decision.first_d = 4.0;
    OK(patient, bm_patient_decide(patient, &decision, NULL));
    FAILS(bm_patient_advance_to(patient, 10.0), BM_ERANGE);
    const char *error = bm_patient_last_error(patient);
    if (!strstr(error, "treat to target") || !strstr(error, "day 4") || !strstr(error, "dose is 5000, allowed is"))
        fail_msg("the sentence is: %s", error);
    size_t size = 7;
    unsigned char byte;
    assert_int_equal(bm_patient_save_size(patient, &size), BM_ESTATE);
    FAILS(bm_patient_save(patient, &byte, 1, NULL), BM_ESTATE);
    assert_non_null(strstr(bm_patient_last_error(patient), "treat to target"));
    assert_int_equal(size, 7);
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
        cmocka_unit_test(clones_have_their_own),
        cmocka_unit_test(saved_and_loaded),
        cmocka_unit_test(members_decide_for_themselves),
        cmocka_unit_test(only_the_handle_works),
        cmocka_unit_test(mistakes_are_told),
        cmocka_unit_test(the_sentence_comes_through),
    };
    return cmocka_run_group_tests(tests, create_model, destroy_model);
}
