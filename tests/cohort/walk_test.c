/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A woman's own walk at each site: a Brownian motion in distribution, the same however she is simulated and read, in
 * densities and what decisions see of them, and nowhere else.
 */
#include "api/handles.h"
#include "api/snapshot.h"
#include "cohort/walk.h"

#include "api/group_model.h"
#include "support/cohort_case.h"

static const char *const sites[BM__N_SITES] = {"lumbar_spine", "total_hip", "femoral_neck", "distal_radius"};

/* ---- in distribution; the members are the same in every run, so 4 standard errors are not left by chance ---- */

enum { N = 4000 };
static const double FOUR = 4.0 / 63.2455532; /* sqrt N */

static double mean_of(const double *z) {
    double sum = 0.0;
    for (int i = 0; i < N; i++)
        sum += z[i];
    return sum / N;
}

static double product_of(const double *a, const double *b) {
    double sum = 0.0;
    for (int i = 0; i < N; i++)
        sum += a[i] * b[i];
    return sum / N;
}

/* Increments between these days, which stand on both sides of middles of the construction, have the variance of the
 * time between them, and go with none of another time or site. */
static void brownian(void **state) {
    (void)state;
    enum { N_TIMES = 9 };
    static const double times[N_TIMES] = {0.0, 1.0, 30.0, 365.0, 366.0, 1826.0, 8191.0, 8193.0, BM_MAX_TIME_D};
    static double step[BM__N_SITES * (N_TIMES - 1)][N];
    for (int s = 0; s < BM__N_SITES; s++)
        for (int t = 1; t < N_TIMES; t++) {
            double *z = step[s * (N_TIMES - 1) + t - 1];
            const double years = (times[t] - times[t - 1]) / 365.25;
            for (uint64_t m = 0; m < N; m++) {
                struct bm__walk walk = bm__walk_of(7, m, 1.0);
                z[m] =
                    bm__walk_at(&walk, (enum bm__site)s, times[t]) - bm__walk_at(&walk, (enum bm__site)s, times[t - 1]);
                z[m] /= sqrt(years);
            }
            bm_assert_close_named(sites[s], mean_of(z), 0.0, 0.0, FOUR);
            bm_assert_close_named(sites[s], product_of(z, z), 1.0, sqrt(2.0) * FOUR, 0.0);
        }
    for (size_t i = 0; i < BM_COUNT(step); i++)
        for (size_t j = 0; j < i; j++)
            bm_assert_close(product_of(step[i], step[j]), 0.0, 0.0, FOUR);
}

static void spread_and_mean_of_density(void **state) {
    (void)state;
    static const double times[] = {182.6, 1826.25, BM_MAX_TIME_D};
    static double logarithm[N], factor[N];
    for (int s = 0; s < BM__N_SITES; s++)
        for (size_t t = 0; t < BM_COUNT(times); t++) {
            const double sd = 3.0 * bm__walk_rows[s].sd * sqrt(times[t] / 365.25);
            for (uint64_t m = 0; m < N; m++) {
                struct bm__walk walk = bm__walk_of(7, m, 3.0);
                factor[m] = bm__walk_factor(&walk, (enum bm__site)s, times[t]);
                logarithm[m] = log(factor[m]) + 0.5 * sd * sd;
            }
            bm_assert_close_named(sites[s], sqrt(product_of(logarithm, logarithm)), sd, FOUR, 0.0);
            bm_assert_close_named(sites[s], mean_of(factor), 1.0, 0.0, FOUR * sqrt(expm1(sd * sd)));
        }
}

static void nothing_until_day_0_and_straight_within_a_day(void **state) {
    (void)state;
    static const double days[] = {0.0, 1.0, 4095.0, 4096.0, 36524.0};
    struct bm__walk walk = bm__walk_of(7, 3, 1.0);
    for (int s = 0; s < BM__N_SITES; s++) {
        const enum bm__site site = (enum bm__site)s;
        assert_true(bm__walk_at(&walk, site, 0.0) == 0.0 && bm__walk_at(&walk, site, -400.0) == 0.0);
        assert_true(bm__walk_factor(&walk, site, 0.0) == 1.0 && bm__walk_factor(&walk, site, -0.0) == 1.0);
        for (size_t i = 0; i < BM_COUNT(days); i++) {
            const double a = bm__walk_at(&walk, site, days[i]), b = bm__walk_at(&walk, site, days[i] + 1.0);
            assert_true(a != b);
            bm_assert_close(bm__walk_at(&walk, site, days[i] + 0.25), 0.75 * a + 0.25 * b, 1e-14, 1e-16);
        }
    }
}

/* Whatever was asked for before. */
static void no_memory(void **state) {
    (void)state;
    struct bm__walk walk = bm__walk_of(7, 8, 1.0);
    uint64_t seed = 1;
    double time_d = 0.0;
    for (int i = 0; i < 3000; i++) {
        struct bm__walk fresh = bm__walk_of(7, 8, 1.0);
        const enum bm__site site = (enum bm__site)(i % BM__N_SITES);
        time_d = i % 100 < 50 ? bm_random(&seed, -1.0, BM_MAX_TIME_D)
                              : fmin(fmax(time_d + floor(bm_random(&seed, -9.0, 9.0)), 0.0), BM_MAX_TIME_D);
        const double now = bm__walk_at(&walk, site, time_d), alone = bm__walk_at(&fresh, site, time_d);
        bm_assert_same_bits(&now, &alone, 1);
    }
}

/* Another seed, member or site is another walk; a number beyond 32 bits counts too. */
static void whose_it_is(void **state) {
    (void)state;
    struct bm__walk walks[] = {bm__walk_of(1, 2, 1.0), bm__walk_of(2, 1, 1.0), bm__walk_of(1, 3, 1.0),
                               bm__walk_of(1 + (UINT64_C(1) << 32), 2, 1.0),
                               bm__walk_of(1, 2 + (UINT64_C(1) << 32), 1.0)};
    for (size_t i = 0; i < BM_COUNT(walks) * BM__N_SITES; i++)
        for (size_t j = 0; j < i; j++)
            assert_true(bm__walk_at(&walks[i / BM__N_SITES], (enum bm__site)(i % BM__N_SITES), 700.0) !=
                        bm__walk_at(&walks[j / BM__N_SITES], (enum bm__site)(j % BM__N_SITES), 700.0));
}

/* ---- in a cohort ---- */

enum { SIZE = 12, SEED = 5, N_EVERY = BM_TEST_MAX_OBSERVABLES };
static const double END_D = 800.5;

static bm_patient *a_profile(void) {
    bm_patient *profile = bm_test_patient(model, 0.0);
    bm_test_prescribe(model, profile, "letrozole", 2.5, 1.0, 0.0, 0.0);
    return profile;
}

static bm_cohort *walking(const bm_patient *profile, bm_cohort_options some) {
    some.size = some.size ? some.size : SIZE;
    some.seed = SEED;
    some.variability = 1.0;
    return cohort_with(profile, some);
}

/* Is it a density's? Then *site is which. */
static int is_density(size_t index, int *site) {
    bm_catalog_entry row;
    OK(NULL, bm_catalog_row(model, BM_KIND_OBSERVABLE, index, &row));
    static const char *const kinds[] = {"bmd.", "bmd_change.", "t_score.", "z_score."};
    for (size_t k = 0; k < BM_COUNT(kinds); k++)
        for (*site = 0; *site < BM__N_SITES; ++*site)
            if (strncmp(row.name, kinds[k], strlen(kinds[k])) == 0 &&
                !strcmp(row.name + strlen(kinds[k]), sites[*site]))
                return 1;
    return 0;
}

/* What her walk makes of everything that is read of her: a factor of her densities, and nothing of anything else. */
static void check_walk(bm_patient *member, uint64_t number, double variability) {
    double with[N_EVERY], without[N_EVERY];
    struct bm__walk hers = member->walk, expected = bm__walk_of(SEED, number, variability);
    const double time_d = bm_test_time(member);
    const size_t n = bm_test_observe_all(model, member, with);
    memset(&member->walk, 0, sizeof member->walk);
    bm_test_observe_all(model, member, without);
    for (int s = 0; s < BM__N_SITES; s++) {
        char name[40];
        snprintf(name, sizeof name, "bmd.%s", sites[s]);
        const double bmd = bm_test_observe(member, name);
        const double factor = bm__walk_factor(&expected, (enum bm__site)s, time_d);
        assert_true(factor != 1.0 || time_d == 0.0 || variability == 0.0);
        member->walk = hers;
        bm_assert_close_named(name, bm_test_observe(member, name), factor * bmd, 1e-14, 0.0);
        snprintf(name, sizeof name, "t_score.%s", sites[s]);
        bm_assert_close_named(name, bm_test_observe(member, name), bm__t_score((enum bm__site)s, factor * bmd), 1e-13,
                              1e-13);
        memset(&member->walk, 0, sizeof member->walk);
    }
    for (size_t i = 0; i < n; i++) {
        int site;
        if (is_density(i, &site))
            assert_true((with[i] != without[i]) == (time_d > 0.0 && variability > 0.0));
        else
            assert_true(with[i] == without[i]);
    }
    member->walk = hers;
}

/* On any grid, in any number of parts, threads and lanes: at the end the factor is that of seed, member, site and time;
 * what was sampled is what the member taken out says; and she, her clone and her snapshot go on with the same bits. */
static void the_same_however_simulated(void **state) {
    (void)state;
    static const struct {
        uint32_t threads, lanes;
        double parts[3];
    } ways[] = {{1, 1, {END_D, END_D, END_D}}, {2, 8, {0.0, 100.3, END_D}}, {1, 2, {1.0, 799.0, END_D}}};
    const char *const names[] = {"bmd.lumbar_spine", "z_score.total_hip", "bmd_change.distal_radius"};
    size_t which[BM_COUNT(names)];
    for (size_t i = 0; i < BM_COUNT(names); i++)
        which[i] = cohort_observable(model, names[i]);
    bm_patient *profile = a_profile();
    for (size_t w = 0; w < BM_COUNT(ways); w++) {
        static double values[SIZE][BM_COUNT(names)];
        bm_cohort *cohort = walking(profile, (bm_cohort_options){.threads = ways[w].threads, .lanes = ways[w].lanes});
        for (int i = 0; i < 2; i++)
            COHORT_OK(cohort, bm_cohort_advance_to(cohort, ways[w].parts[i]));
        COHORT_OK(cohort, bm_cohort_sample(cohort, &ways[w].parts[2], 1, which, BM_COUNT(which), &values[0][0],
                                           SIZE * BM_COUNT(which)));
        for (uint64_t m = 0; m < SIZE; m++) {
            bm_patient *member = cohort_member(cohort, m);
            for (size_t i = 0; i < BM_COUNT(which); i++)
                assert_true(bm_test_observe(member, names[i]) == values[m][i]);
            check_walk(member, m, 1.0);
            bm_patient *loaded = cohort_loaded_goes_on(model, member, 1000.0);
            check_walk(loaded, m, 1.0);
            bm_patient_destroy(member);
            bm_patient_destroy(loaded);
        }
        bm_cohort_destroy(cohort);
    }
    bm_patient_destroy(profile);
}

/* variability scales the walk and at 0 there is none, as of a patient who was never a member; in a cohort around a
 * member, members have walks of their own or none. Draws of the parameters leave it as it is. */
static void as_variability_says(void **state) {
    (void)state;
    bm_patient *profile = a_profile();
    assert_false(bm__walks(&profile->walk));
    for (int twice = 0; twice <= 4; twice++) {
        bm_cohort *cohort = cohort_with(profile, (bm_cohort_options){.seed = SEED, .variability = 0.5 * twice});
        bm_patient *member = cohort_member(cohort, 9);
        check_walk(member, 9, 0.5 * twice); /* on day 0 */
        OK(member, bm_patient_advance_to(member, 90.0));
        check_walk(member, 9, 0.5 * twice);
        bm_patient_destroy(member);
        bm_cohort_destroy(cohort);
    }
    bm_cohort *cohort = walking(profile, (bm_cohort_options){.parameter_draw = 3});
    bm_patient *her = cohort_member(cohort, 4);
    OK(her, bm_patient_advance_to(her, 90.0));
    check_walk(her, 4, 1.0);
    bm_patient_destroy(her);
    her = cohort_member(cohort, 4);
    bm_cohort_destroy(cohort);
    for (int any = 0; any < 2; any++) { /* a cohort around her */
        cohort = cohort_with(her, (bm_cohort_options){.seed = SEED, .variability = any});
        bm_patient *member = cohort_member(cohort, 2);
        OK(member, bm_patient_advance_to(member, 90.0));
        check_walk(member, 2, any);
        bm_patient_destroy(member);
        bm_cohort_destroy(cohort);
    }
    bm_patient_destroy(her);
    bm_patient_destroy(profile);
}

/* The error of a measurement comes on top: it is the same factor with a walk and without. */
static void errors_come_on_top(void **state) {
    (void)state;
    const size_t spine = cohort_observable(model, "bmd.lumbar_spine");
    double read[2][2][SIZE];
    bm_patient *profile = a_profile();
    for (int w = 0; w < 2; w++)
        for (int e = 0; e < 2; e++) {
            bm_cohort *cohort = cohort_with(
                profile, (bm_cohort_options){.size = SIZE, .seed = SEED, .variability = w, .measurement_error = e});
            COHORT_OK(cohort, bm_cohort_sample(cohort, &END_D, 1, &spine, 1, read[w][e], SIZE));
            bm_cohort_destroy(cohort);
        }
    for (int m = 0; m < SIZE; m++)
        bm_assert_close(read[1][1][m] / read[1][0][m], read[0][1][m] / read[0][0][m], 1e-14, 0.0);
    bm_patient_destroy(profile);
}

/* A sensitivity of hers is that of the density which is hers. */
static void sensitivities_of_hers(void **state) {
    (void)state;
    const char *const name = "skeleton.turnover_lumbar_spine";
    const size_t spine = cohort_observable(model, "bmd.lumbar_spine");
    bm_patient *profile = a_profile();
    bm_cohort *cohort = walking(profile, (bm_cohort_options){0});
    bm_patient *her = cohort_member(cohort, 1);
    struct bm__walk hers = her->walk;
    double with, without;
    OK(her, bm_patient_sensitivities(her, &name, 1, &END_D, 1, &spine, 1, &with, 1));
    memset(&her->walk, 0, sizeof her->walk);
    OK(her, bm_patient_sensitivities(her, &name, 1, &END_D, 1, &spine, 1, &without, 1));
    bm_assert_close(with, without * bm__walk_factor(&hers, BM__SITE_LS, END_D), 1e-9, 0.0);
    assert_true(with != without);
    bm_patient_destroy(her);
    bm_cohort_destroy(cohort);
    bm_patient_destroy(profile);
}

/* ---- decisions ---- */

enum { WATCHED = 40, WATCHED_D = 1100, MOST_VISITS = 400 };
static const double LEVEL = -3.0; /* percent */

/* What each member's visits were. */
struct seen {
    int n[WATCHED];
    double times_d[WATCHED][MOST_VISITS], values[WATCHED][MOST_VISITS];
    uint32_t crossed[WATCHED][MOST_VISITS];
};

static int32_t look(void *user, bm_visit *v) {
    struct seen *seen = user;
    uint64_t m = 0;
    assert_int_equal(bm_visit_member(v, &m), BM_OK);
    assert_true(m < WATCHED && seen->n[m] < MOST_VISITS);
    const int i = seen->n[m]++;
    assert_int_equal(bm_visit_time(v, &seen->times_d[m][i]), BM_OK);
    assert_int_equal(bm_visit_crossed(v, &seen->crossed[m][i]), BM_OK);
    assert_int_equal(bm_visit_observe(v, "bmd_change.lumbar_spine", &seen->values[m][i]), BM_OK);
    return 0;
}

static bm_cohort *watched(const bm_patient *profile, uint32_t lanes, struct seen *seen, double every_d,
                          uint32_t crossing) {
    bm_decision decision;
    bm_patient *patient = NULL;
    OK(NULL, bm_patient_clone(profile, &patient));
    bm_decision_init(&decision);
    decision.visit = look;
    decision.user = seen;
    if (every_d > 0.0) {
        decision.first_d = 0.0;
        decision.every_d = every_d;
    }
    if (crossing) {
        decision.observable = "bmd_change.lumbar_spine";
        decision.crossing = crossing;
        decision.level = LEVEL;
    }
    memset(seen, 0, sizeof *seen);
    OK(patient, bm_patient_decide(patient, &decision, NULL));
    bm_cohort *cohort = walking(patient, (bm_cohort_options){.size = WATCHED, .lanes = lanes});
    bm_patient_destroy(patient);
    return cohort;
}

/* A visit by the calendar observes what a reading of that day gives. */
static void visits_observe_it(void **state) {
    (void)state;
    static struct seen seen;
    static double values[WATCHED][5];
    const double times_d[] = {0.0, 100.0, 200.0, 300.0, 400.0};
    const size_t spine = cohort_observable(model, "bmd_change.lumbar_spine");
    bm_patient *profile = a_profile();
    bm_cohort *cohort = watched(profile, 0, &seen, 100.0, 0);
    COHORT_OK(cohort, bm_cohort_sample(cohort, times_d, 5, &spine, 1, &values[0][0], WATCHED * 5));
    for (int m = 0; m < WATCHED; m++) {
        assert_int_equal(seen.n[m], 4);
        for (int i = 0; i < 4; i++)
            assert_true(seen.values[m][i] == values[m][i]);
    }
    bm_cohort_destroy(cohort);
    bm_patient_destroy(profile);
}

/*
 * Every crossing is a visit, although the walk crosses back and forth within a step: on the days between two visits the
 * density lies on the side where the earlier one left it. They are the same alone and in lanes, and nearly the same in
 * however many parts; where density only touches the level, another step may see it or not.
 */
static void every_crossing_is_seen(void **state) {
    (void)state;
    static struct seen whole, in_lanes, in_parts, below;
    static double values[WATCHED][WATCHED_D + 1], times_d[WATCHED_D + 1];
    const size_t spine = cohort_observable(model, "bmd_change.lumbar_spine");
    bm_patient *profile = bm_test_patient(model, 1e-8); /* parts agree within its error */
    bm_test_prescribe(model, profile, "letrozole", 2.5, 1.0, 0.0, 0.0);
    for (int i = 0; i <= WATCHED_D; i++)
        times_d[i] = i;
    bm_cohort *cohort = watched(profile, 1, &whole, 0.0, BM_BELOW | BM_ABOVE);
    COHORT_OK(cohort, bm_cohort_sample(cohort, times_d, WATCHED_D + 1, &spine, 1, &values[0][0],
                                       (size_t)WATCHED * (WATCHED_D + 1)));
    bm_cohort_destroy(cohort);
    int n_back = 0;
    for (int m = 0; m < WATCHED; m++) {
        int visits = 0;
        for (int day = 1; day <= WATCHED_D; day++) {
            const int was_below = values[m][day - 1] < LEVEL, is_below = values[m][day] < LEVEL;
            if (was_below == is_below)
                continue;
            assert_true(visits < whole.n[m]);
            assert_true(whole.times_d[m][visits] > day - 1 && whole.times_d[m][visits] <= day);
            assert_int_equal(whole.crossed[m][visits], is_below ? BM_BELOW : BM_ABOVE);
            bm_assert_close(whole.values[m][visits], LEVEL, 0.0, 1e-3);
            n_back += !is_below;
            visits++;
        }
        assert_int_equal(whole.n[m], visits);
    }
    assert_true(n_back > WATCHED); /* it is not a matter of course */

    cohort = watched(profile, 8, &in_lanes, 0.0, BM_BELOW | BM_ABOVE);
    COHORT_OK(cohort, bm_cohort_advance_to(cohort, WATCHED_D));
    bm_cohort_destroy(cohort);
    assert_memory_equal(&in_lanes, &whole, sizeof whole);

    cohort = watched(profile, 0, &in_parts, 0.0, BM_BELOW | BM_ABOVE);
    for (int part = 1; 37.7 * part < WATCHED_D; part++)
        COHORT_OK(cohort, bm_cohort_advance_to(cohort, 37.7 * part));
    COHORT_OK(cohort, bm_cohort_advance_to(cohort, WATCHED_D));
    bm_cohort_destroy(cohort);
    for (int m = 0; m < WATCHED; m++) {
        assert_int_equal(in_parts.n[m], whole.n[m]);
        for (int i = 0; i < whole.n[m]; i++)
            bm_assert_close(in_parts.times_d[m][i], whole.times_d[m][i], 0.0, 0.01);
    }

    /* those of one direction, when the others pass unnoticed */
    cohort = watched(profile, 0, &below, 0.0, BM_BELOW);
    COHORT_OK(cohort, bm_cohort_advance_to(cohort, WATCHED_D));
    bm_cohort_destroy(cohort);
    for (int m = 0; m < WATCHED; m++) {
        int n = 0;
        for (int i = 0; i < whole.n[m]; i++)
            if (whole.crossed[m][i] == BM_BELOW) {
                assert_true(n < below.n[m]);
                bm_assert_close(below.times_d[m][n++], whole.times_d[m][i], 0.0, 0.01);
            }
        assert_int_equal(below.n[m], n);
    }
    bm_patient_destroy(profile);
}

/* ---- what is refused ---- */

static void refusals(void **state) {
    (void)state;
    bm_patient *profile = a_profile(), *loaded = NULL;
    bm_cohort *cohort = walking(profile, (bm_cohort_options){0});
    bm_patient *her = cohort_member(cohort, 6);
    const size_t spine = cohort_observable(model, "bmd.lumbar_spine");
    const double time_d = 0.0;
    size_t needed = 77;
    FAILS(bm_patient_write_scenario(her, &time_d, 1, &spine, 1, NULL, 0, &needed), BM_ECONFLICT);
    assert_non_null(strstr(bm_patient_last_error(her), "has a walk of her own or a study's difference"));
    assert_int_equal(needed, 77);

    struct bm_bytes saved = bm_test_save(her), without = bm_test_save(profile);
    assert_int_equal(saved.data[8], 6); /* the format */
    assert_int_equal(without.data[8], 5);
    size_t at = 0; /* her seed, member and SD, one after the other */
    double sd;
    for (uint64_t seed = 0, number = 0; !(seed == SEED && number == 6); at += 8) {
        assert_true(at + 16 <= saved.size);
        memcpy(&seed, saved.data + at, 8);
        memcpy(&number, saved.data + at + 8, 8);
    }
    memcpy(&sd, saved.data + at + 8, 8);
    assert_true(sd == bm__walk_rows[0].sd);
    const double wrong[] = {-0.1, 1.5, (double)NAN};
    for (size_t i = 0; i < BM_COUNT(wrong); i++) {
        memcpy(saved.data + at + 8, &wrong[i], 8);
        bm_test_seal(saved.data, saved.size);
        FAILS(bm_patient_load(model, saved.data, saved.size, &loaded), BM_EFORMAT);
    }
    memcpy(saved.data + at + 8, &sd, 8);
    saved.data[at - 8 - 4 * BM__WALK_ROWS] ^= 1; /* a key of the list before them */
    bm_test_seal(saved.data, saved.size);
    char message[240] = "";
    const bm_callbacks callbacks = {.struct_size = (uint32_t)sizeof callbacks, .message = message, .message_size = 240};
    FAILS(bm_patient_load_with(model, saved.data, saved.size, &callbacks, &loaded), BM_EMODEL);
    assert_non_null(strstr(message, "holds a part of a walk that this library does not know"));
    assert_null(loaded);
    free(saved.data);
    free(without.data);
    bm_patient_destroy(her);
    bm_cohort_destroy(cohort);
    bm_patient_destroy(profile);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(brownian),
        cmocka_unit_test(spread_and_mean_of_density),
        cmocka_unit_test(nothing_until_day_0_and_straight_within_a_day),
        cmocka_unit_test(no_memory),
        cmocka_unit_test(whose_it_is),
        cmocka_unit_test(the_same_however_simulated),
        cmocka_unit_test(as_variability_says),
        cmocka_unit_test(errors_come_on_top),
        cmocka_unit_test(sensitivities_of_hers),
        cmocka_unit_test(visits_observe_it),
        cmocka_unit_test(every_crossing_is_seen),
        cmocka_unit_test(refusals),
    };
    return cmocka_run_group_tests(tests, create_full_model, destroy_model);
}
