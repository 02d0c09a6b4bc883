/* SPDX-License-Identifier: Apache-2.0 */
/* Averaged courses: when they flow, when they end, how many doses they stand for; and that they do what single doses
 * do. Single doses are tested through the public interface (api.doses). */
#include "simulation/simulation.h"

#include "base/memory.h"
#include "support/bm_test.h"
#include "support/person.h"

static struct bm__course daily(double start_d, double stop_d, uint32_t doses, double adherence) {
    return (struct bm__course){.agent = BM__AGENT_letrozole,
                               .averaged = 1,
                               .doses = doses,
                               .dose = 2.5,
                               .every_d = 1.0,
                               .start_d = start_d,
                               .stop_d = stop_d,
                               .adherence = adherence};
}

/* It flows from the first dose until an interval after the last one, which comes before stop_d. */
static void flow(void **state) {
    (void)state;
    static const struct {
        double start_d, every_d, stop_d;
        uint32_t doses;
        double end_d;
    } rows[] = {
        {0.0, 1.0, BM_NEVER_D, 0, BM_NEVER_D},
        {0.0, 1.0, BM_NEVER_D, 3, 3.0},
        {5.0, 2.0, BM_NEVER_D, 4, 13.0},
        {0.0, 7.0, 21.0, 0, 21.0}, /* a dose at stop_d is not given */
        {0.0, 7.0, 21.5, 0, 28.0},
        {0.0, 7.0, 21.5, 2, 14.0},
        {-800.0, 1.0, 20.5, 0, 21.0},
        {-100.0, 7.0, -50.0, 0, -44.0},
    };
    for (size_t i = 0; i < BM_COUNT(rows); i++) {
        struct bm__course c = daily(rows[i].start_d, rows[i].stop_d, rows[i].doses, 0.75);
        c.every_d = rows[i].every_d;
        assert_true(bm__course_flow_at(&c, nextafter(c.start_d, -1e9)) == 0.0);
        assert_true(bm__course_flow_at(&c, c.start_d) == 0.75);
        assert_true(bm__course_next_after(&c, c.start_d - 1.0) == c.start_d);
        assert_true(bm__course_next_after(&c, c.start_d) == rows[i].end_d);
        assert_true(bm__course_doses_at(&c, c.start_d) == 0); /* nothing comes at once */
        if (rows[i].end_d < BM_NEVER_D) {
            assert_true(bm__course_flow_at(&c, nextafter(rows[i].end_d, -1e9)) == 0.75);
            assert_true(bm__course_flow_at(&c, rows[i].end_d) == 0.0);
            assert_true(bm__course_next_after(&c, rows[i].end_d) == BM_NEVER_D);
        } else {
            assert_true(bm__course_flow_at(&c, BM_MAX_TIME_D) == 0.75);
        }
    }
}

/* Doses are counted from day 0, as if each were given. */
static void doses_counted(void **state) {
    (void)state;
    static const struct {
        double start_d, time_d, adherence, expected;
    } rows[] = {{0.0, 0.0, 1.0, 0.0},    {0.0, 10.0, 1.0, 10.0},   {0.0, 10.5, 1.0, 11.0},   {3.0, 10.0, 1.0, 7.0},
                {-30.0, 0.0, 1.0, 0.0},  {-30.0, 10.0, 1.0, 10.0}, {-30.5, 10.0, 1.0, 10.0}, {-30.0, 10.0, 0.5, 5.0},
                {-31.0, 10.0, 0.5, 5.0}, {0.0, 7.0, 0.5, 3.0}};
    for (size_t i = 0; i < BM_COUNT(rows); i++)
        for (uint32_t averaged = 0; averaged < 2; averaged++) {
            struct bm__course c = daily(rows[i].start_d, BM_NEVER_D, 0, rows[i].adherence);
            c.averaged = averaged;
            bm_assert_close(bm__course_doses_before(&c, rows[i].time_d), rows[i].expected, 0.0, 0.0);
        }
}

/* A woman of 61 under one course; states at times. */
struct reading {
    double *ere, *hip;
};

static void read(void *user, size_t index, double time_d, const double *x) {
    struct reading *reading = user;
    (void)time_d;
    reading->ere[index] = x[BM__X_ERE];
    reading->hip[index] = 0.7 * x[BM__X_YTH] + x[BM__X_MTH]; /* density, but for its unit */
}

enum { N = 24 * 8 * 7 };

static void run(const struct bm__course *course, const double times_d[N], double ere[N], double hip[N]) {
    struct bm__simulation sim;
    struct reading reading = {ere, hip};
    const struct bm__watch watch = {.times_d = times_d, .n_times = N, .read = read, .user = &reading};
    const struct bm__watch nothing = {0};
    const char *bad = NULL;
    uint64_t id;
    assert_int_equal(bm__simulation_create(&sim, 1, &bm__malloc_allocator, 1e-6, 100000000), BM_OK);
    sim.person = bm_usual_person(61.0);
    if (course)
        assert_int_equal(bm__simulation_add(&sim, course, &id), BM_OK);
    assert_int_equal(bm__simulation_begin(&sim, &bad), BM_OK);
    assert_int_equal(bm__simulation_advance(&sim, 0.0, &nothing), BM_OK);
    bm__simulation_day_0(&sim);
    assert_int_equal(bm__simulation_advance(&sim, times_d[N - 1], &watch), BM_OK);
    bm__simulation_destroy(&sim);
}

static double mean(const double values[N]) {
    double sum = 0.0;
    for (int i = 0; i < N; i++)
        sum += values[i] / N;
    return sum;
}

/* Averaged and single doses over a year: estradiol and hip density, means of the last eight weeks. */
static void averaged_is_as_single_doses(void **state) {
    (void)state;
    static double times_d[N], ere[3][N], hip[3][N];
    struct bm__course letrozole = daily(0.0, BM_NEVER_D, 0, 1.0), alendronate = letrozole;
    alendronate.agent = BM__AGENT_alendronate;
    alendronate.dose = 70.0;
    alendronate.every_d = 7.0;
    for (int i = 0; i < N; i++)
        times_d[i] = 365.0 - 56.0 + (i + 1) / 24.0;
    run(NULL, times_d, ere[2], hip[2]);

    for (uint32_t averaged = 0; averaged < 2; averaged++) {
        letrozole.averaged = averaged;
        run(&letrozole, times_d, ere[averaged], hip[averaged]);
    }
    const double lost = mean(hip[2]) - mean(hip[1]);
    print_message(
        "letrozole: estradiol %.4f averaged, %.4f by doses (%.1f%% of before); density differs by %.2f%% of the "
        "loss\n",
        mean(ere[1]), mean(ere[0]), 100.0 * mean(ere[1]) / mean(ere[2]), 100.0 * (mean(hip[1]) - mean(hip[0])) / lost);
    assert_true(mean(ere[1]) < 0.07 * mean(ere[2]) && lost > 0.0);
    bm_assert_close(mean(ere[0]), mean(ere[1]), 0.02, 0.0); /* 1/(1 + C/IC50) of a C that goes up and down */
    bm_assert_close(mean(hip[0]), mean(hip[1]), 0.0, 0.005 * lost);

    for (uint32_t averaged = 0; averaged < 2; averaged++) {
        alendronate.averaged = averaged;
        run(&alendronate, times_d, ere[averaged], hip[averaged]);
    }
    const double won = mean(hip[1]) - mean(hip[2]);
    print_message("alendronate: density differs by %.2f%% of the gain\n", 100.0 * (mean(hip[1]) - mean(hip[0])) / won);
    assert_true(won > 0.0);
    /* a single dose comes at the beginning of its week: half a week of a year ahead */
    bm_assert_close(mean(hip[0]), mean(hip[1]), 0.0, 0.02 * won);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flow),
        cmocka_unit_test(doses_counted),
        cmocka_unit_test(averaged_is_as_single_doses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
