/* SPDX-License-Identifier: Apache-2.0 */
/* What programmes, nutrients and habits do and do not do, seen from a host: directions and sizes that hold whatever the
 * calibration finds. */
#include "api/group_model.h"

static const double year = 365.25, month = 30.4375;
static const char *const densities[] = {"bmd.lumbar_spine", "bmd.total_hip", "bmd.femoral_neck", "bmd.distal_radius"};
enum { LS, TH, FN, DR, N_SITES };

struct setting {
    const char *name;
    double value;
};
struct course {
    const char *agent;
    double dose, start_d, stop_d;
    bm_named_value parameters[BM_TEST_MAX_PARAMETERS];
};
enum { MAX_SETTINGS = 4, MAX_COURSES = 4 };
struct life {
    struct setting settings[MAX_SETTINGS]; /* a NULL name ends them */
    struct course courses[MAX_COURSES];    /* a NULL agent ends them */
};

static bm_patient *woman(const struct life *life) {
    bm_patient *patient = bm_test_patient(model, 1e-7);
    for (int i = 0; i < MAX_SETTINGS && life->settings[i].name; i++)
        OK(patient, bm_patient_set(patient, life->settings[i].name, life->settings[i].value));
    for (int i = 0; i < MAX_COURSES && life->courses[i].agent; i++) {
        const struct course *c = &life->courses[i];
        bm_test_programme(model, patient, c->agent, c->dose, c->start_d, c->stop_d, c->parameters);
    }
    return patient;
}

/* Change of density at the sites [%] at a time, and as many more times as one likes. */
static void changes(const struct life *life, size_t n, const double times_d[], double change[][N_SITES]) {
    static const char *const names[] = {"bmd_change.lumbar_spine", "bmd_change.total_hip", "bmd_change.femoral_neck",
                                        "bmd_change.distal_radius"};
    bm_patient *patient = woman(life);
    for (size_t t = 0; t < n; t++) {
        OK(patient, bm_patient_advance_to(patient, times_d[t]));
        for (int s = 0; s < N_SITES; s++)
            change[t][s] = bm_test_observe(patient, names[s]);
    }
    bm_patient_destroy(patient);
}

/* The same beyond that of a woman who does nothing of it [points]. */
static void gains(const struct life *life, size_t n, const double times_d[], double gain[][N_SITES]) {
    struct life nothing = *life;
    double without[16][N_SITES];
    assert_in_range(n, 1, 16);
    memset(nothing.courses, 0, sizeof nothing.courses);
    changes(life, n, times_d, gain);
    changes(&nothing, n, times_d, without);
    for (size_t t = 0; t < n; t++)
        for (int s = 0; s < N_SITES; s++)
            gain[t][s] -= without[t][s];
}

static double change_at(const struct life *life, double time_d, int site) {
    double change[1][N_SITES];
    changes(life, 1, &time_d, change);
    return change[0][site];
}

static struct life programme(const char *agent, double stop_d, const char *exercise) {
    struct life life = {.courses = {{.agent = agent, .dose = 1.0, .stop_d = stop_d}}};
    if (exercise)
        life.courses[0].parameters[0] = (bm_named_value){"exercise", bm_test_exercise(model, exercise)};
    return life;
}

/* ---- programmes ---- */

/* A year of it: gains where it loads, and nowhere else; walking not a tenth of what jumps do. */
static void training_gains_where_it_loads(void **state) {
    (void)state;
    static const struct {
        const char *agent, *exercise;
        int gained[N_SITES];
    } rows[] = {
        {"resistance_training", NULL, {1, 1, 1, 1}},       {"impact_training", NULL, {1, 1, 1, 0}},
        {"weight_bearing_aerobic", NULL, {1, 1, 1, 0}},    {"resistance_training", "squat", {1, 1, 1, 0}},
        {"resistance_training", "deadlift", {1, 1, 1, 1}}, {"resistance_training", "push_up", {1, 0, 0, 1}},
        {"impact_training", "jump", {1, 1, 1, 0}},         {"weight_bearing_aerobic", "walking", {1, 1, 1, 0}},
    };
    double jumped[1][N_SITES];
    const struct life jumps = programme("impact_training", 0.0, NULL);
    gains(&jumps, 1, &year, jumped);
    for (size_t i = 0; i < BM_COUNT(rows); i++) {
        double gain[1][N_SITES];
        const struct life life = programme(rows[i].agent, 0.0, rows[i].exercise);
        gains(&life, 1, &year, gain);
        print_message("%-22s %-10s %+.2f %+.2f %+.2f %+.2f points in a year\n", rows[i].agent,
                      rows[i].exercise ? rows[i].exercise : "", gain[0][LS], gain[0][TH], gain[0][FN], gain[0][DR]);
        for (int s = 0; s < N_SITES; s++)
            assert_true(rows[i].gained[s] ? gain[0][s] > 1e-3 : fabs(gain[0][s]) < 1e-5);
        if (rows[i].exercise && strcmp(rows[i].exercise, "walking") == 0)
            for (int s = 0; s < DR; s++)
                bm_assert_at_most(gain[0][s], 0.1 * jumped[0][s]);
    }
}

/* More in the first year than in the second; given up, most of what will be lost is lost in twelve months. */
static void gains_flatten_and_fade(void **state) {
    (void)state;
    const double times_d[] = {year, 2.0 * year, 3.0 * year, 7.0 * year};
    double on[4][N_SITES], off[4][N_SITES];
    const struct life training = programme("resistance_training", 0.0, NULL);
    const struct life stopped = programme("resistance_training", 2.0 * year, NULL);
    gains(&training, 4, times_d, on);
    gains(&stopped, 4, times_d, off);
    for (int s = 0; s < N_SITES; s++) {
        assert_true(on[0][s] > 0.0 && on[1][s] - on[0][s] < on[0][s]);
        bm_assert_close(off[1][s], on[1][s], 0.0, 1e-4);
        const double in_a_year = off[1][s] - off[2][s], in_the_end = off[1][s] - off[3][s];
        print_message("site %d: %+.2f in a year, %+.2f in two; stopped, %.2f of it lost in a year, %.2f in five\n", s,
                      on[0][s], on[1][s], in_a_year, in_the_end);
        assert_true(off[2][s] < on[2][s]);
        assert_true(in_a_year > 0.5 * in_the_end && in_the_end > 0.0);
    }
}

/* Sessions one by one and over the week: the same mean load in eight weeks, the same density in a year; and with every
 * second session left out, half. */
static void by_session(void **state) {
    (void)state;
    struct life life = programme("resistance_training", 0.0, "squat");
    double change[2], mean[3] = {0};
    for (int single = 0; single < 2; single++) {
        life.courses[0].parameters[1] = (bm_named_value){"by_session", single};
        change[single] = change_at(&life, year, LS);
    }
    for (int k = 0; k < 3; k++) { /* averaged, by session, half of them */
        enum { HOURS = 8 * 7 * 24 };
        static double times_d[HOURS], level[HOURS];
        bm_patient *patient = bm_test_patient(model, 0.0);
        size_t which;
        const bm_named_value values[] = {{"exercise", 1.0}, {"by_session", k > 0}, {"sessions_per_week", 3.0}};
        bm_prescription rx;
        OK(NULL, bm_prescription_init(model, "resistance_training", &rx));
        rx.parameters = values;
        rx.n_parameters = 3;
        rx.adherence = k == 2 ? 0.5 : 1.0;
        OK(patient, bm_patient_prescribe(patient, &rx, NULL));
        OK(NULL, bm_catalog_find(model, BM_KIND_OBSERVABLE, "drug.resistance_training", &which));
        for (int i = 0; i < HOURS; i++)
            times_d[i] = 28.0 + (i + 0.5) / 24.0;
        OK(patient, bm_patient_sample(patient, times_d, HOURS, &which, 1, level, HOURS));
        for (int i = 0; i < HOURS; i++)
            mean[k] += level[i] / HOURS;
        bm_patient_destroy(patient);
    }
    print_message("squats by session: mean load %.4f, over the week %.4f; density %+.4f and %+.4f %%\n", mean[1],
                  mean[0], change[1], change[0]);
    bm_assert_close(mean[1], mean[0], 0.01, 0.0);
    bm_assert_close(mean[2], 0.5 * mean[0], 0.01, 0.0);
    /* formation goes with the exponent of the signal: its mean over the peaks of sessions is a little more */
    assert_true(change[1] > change[0]);
    bm_assert_close(change[1], change[0], 0.02, 0.0);
}

/* Bed rest costs bone, most at the spine or hip, hardly at the radius; half of it less; afterwards it comes back. */
static void immobilisation(void **state) {
    (void)state;
    const double times_d[] = {4.0 * month, 28.0 * month};
    struct life rest = {.courses = {{.agent = "immobilisation", .dose = 1.0, .stop_d = 4.0 * month}}};
    double whole[2][N_SITES], half[2][N_SITES];
    gains(&rest, 2, times_d, whole);
    rest.courses[0].dose = 0.5;
    gains(&rest, 2, times_d, half);
    print_message("bed rest of four months: %+.2f %+.2f %+.2f %+.2f points\n", whole[0][LS], whole[0][TH], whole[0][FN],
                  whole[0][DR]);
    for (int s = 0; s < N_SITES; s++) {
        assert_true(whole[0][s] < half[0][s] && half[0][s] < 0.0);
        assert_true(whole[1][s] > whole[0][s]);
        assert_true(s == DR || whole[0][s] < whole[0][DR]);
    }
    bm_assert_at_most(whole[0][LS], -1.0);
}

/* What does nothing to density does nothing at all, to the bit. */
static void no_effect_on_density(void **state) {
    (void)state;
    static const struct course courses[] = {
        {.agent = "whole_body_vibration", .dose = 1.0},
        {.agent = "balance_training", .dose = 1.0},
        {.agent = "flexibility_training", .dose = 1.0},
        {.agent = "vitamin_k2", .dose = 180.0},
        {.agent = "trace_minerals", .dose = 1.0},
        {.agent = "smoking", .dose = 0.0}, /* she does not smoke anyway */
        {.agent = "alcohol", .dose = 2.0},
        {.agent = "caffeine", .dose = 600.0}, /* she eats enough calcium */
    };
    /* without years before day 0, so that beginning a course is not also a new beginning for the integrator */
    const struct life nothing = {.settings = {{"history.from_age", 150.0}}};
    double without[N_SITES], with[N_SITES];
    bm_patient *patient = woman(&nothing);
    OK(patient, bm_patient_advance_to(patient, 2.0 * year));
    for (int s = 0; s < N_SITES; s++)
        without[s] = bm_test_observe(patient, densities[s]);
    bm_patient_destroy(patient);
    for (size_t i = 0; i < BM_COUNT(courses); i++) {
        struct life life = nothing;
        life.courses[0] = courses[i];
        patient = woman(&life);
        OK(patient, bm_patient_advance_to(patient, 2.0 * year));
        for (int s = 0; s < N_SITES; s++)
            with[s] = bm_test_observe(patient, densities[s]);
        if (memcmp(with, without, sizeof with) != 0)
            fail_msg("%s: spine %.17g, without %.17g", courses[i].agent, with[LS], without[LS]);
        bm_patient_destroy(patient);
    }
}

/* ---- nutrition ---- */

/* Spine's density at two years under growing doses: never less, in the end less for as much more, and little where she
 * has enough (but trials of calcium saw no difference by diet: Tai 2015). */
static void more_is_never_worse(void **state) {
    (void)state;
    static const struct {
        const char *agent;
        double doses[4];
        struct setting poor, rich; /* what she has of it, poor and enough */
    } rows[] = {
        {"calcium", {0.0, 300.0, 600.0, 1200.0}, {"calcium_intake_mg_day", 400.0}, {"calcium_intake_mg_day", 1200.0}},
        {"vitamin_d", {0.0, 400.0, 800.0, 2000.0}, {"calcidiol_nmol_l", 15.0}, {"calcidiol_nmol_l", 75.0}},
        {"protein", {0.0, 0.25, 0.5, 1.2}, {"protein_intake_g_kg_day", 0.6}, {"protein_intake_g_kg_day", 1.6}},
        {"magnesium",
         {0.0, 100.0, 200.0, 400.0},
         {"magnesium_intake_mg_day", 60.0},
         {"magnesium_intake_mg_day", 350.0}},
    };
    for (size_t i = 0; i < BM_COUNT(rows); i++) {
        double gained[2];
        for (int rich = 0; rich < 2; rich++) {
            double first = 0.0, last = 0.0, slope = 0.0, first_slope = 0.0;
            for (int d = 0; d < 4; d++) {
                /* without caffeine, whose cost ends where calcium is enough */
                const struct life life = {.settings = {rich ? rows[i].rich : rows[i].poor, {"caffeine_mg_day", 0.0}},
                                          .courses = {{.agent = rows[i].agent, .dose = rows[i].doses[d]}}};
                const double now = change_at(&life, 2.0 * year, LS);
                if (d > 0) {
                    slope = (now - last) / (rows[i].doses[d] - rows[i].doses[d - 1]);
                    if (!(now > last - 1e-6))
                        fail_msg("%s %g: %g after %g", rows[i].agent, rows[i].doses[d], now, last);
                } else {
                    first = now;
                }
                first_slope = d == 1 ? slope : first_slope;
                last = now;
            }
            if (!(slope < first_slope + 1e-6))
                fail_msg("%s: %g a unit in the end, %g in the beginning", rows[i].agent, slope, first_slope);
            gained[rich] = last - first;
        }
        print_message("%-10s %+.4f points where there is little, %+.4f where there is enough\n", rows[i].agent,
                      gained[0], gained[1]);
        assert_true(gained[0] > 1e-3);
        if (strcmp(rows[i].agent, "calcium") != 0)
            bm_assert_at_most(gained[1], 0.5 * gained[0]);
    }
    /* protein acts at the spine alone, and beyond what counts not at all */
    const struct life enough = {.courses = {{.agent = "protein", .dose = 0.8}}};
    const struct life much = {.courses = {{.agent = "protein", .dose = 2.0}}};
    double gain[1][N_SITES], more[1][N_SITES];
    gains(&enough, 1, &year, gain);
    gains(&much, 1, &year, more);
    assert_true(gain[0][LS] > 0.0 && fabs(gain[0][TH]) < 1e-5 && fabs(gain[0][DR]) < 1e-5);
    bm_assert_close(more[0][LS], gain[0][LS], 0.0, 1e-12);
}

/* Zinc, boron and manganese count only where the diet lacks them, and then up to what it lacks. */
static void trace_minerals(void **state) {
    (void)state;
    static const char *const names[] = {"zinc", "boron", "manganese"};
    for (size_t m = 0; m < BM_COUNT(names); m++) {
        char intake[40];
        snprintf(intake, sizeof intake, "nutrition.%s_intake", names[m]);
        double change[5];
        static const double doses[] = {0.0, 0.2, 0.4, 0.6, 1.2};
        for (int d = 0; d < 5; d++) {
            struct life life = {.settings = {{intake, 0.5}}, .courses = {{.agent = "trace_minerals", .dose = 1.0}}};
            for (int k = 0; k < 3; k++)
                life.courses[0].parameters[k] = (bm_named_value){names[k], k == (int)m ? doses[d] : 1.0};
            change[d] = change_at(&life, year, LS);
        }
        assert_true(change[1] > change[0] + 1e-3 && change[2] > change[1] + 1e-3 && change[3] > change[2] + 1e-4);
        bm_assert_close(change[4], change[3], 0.0, 1e-6);
    }
}

/* Vitamin K2 lowers undercarboxylated osteocalcin, the more the more, and what that might do is off. */
static void vitamin_k2(void **state) {
    (void)state;
    double last = 0.0;
    for (double dose = 60.0; dose < 1000.0; dose *= 2.0) {
        const struct life life = {.courses = {{.agent = "vitamin_k2", .dose = dose}}};
        bm_patient *patient = woman(&life);
        OK(patient, bm_patient_advance_to(patient, 0.5 * year));
        const double change = bm_test_observe(patient, "marker_change.s_ucoc");
        assert_true(change < last && change > -100.0);
        last = change;
        assert_true(bm_test_observe(patient, "metabolic.insulin_sensitivity") == 1.0);
        assert_true(bm_test_observe(patient, "metabolic.testosterone") == 1.0);
        bm_patient_destroy(patient);
    }
}

/* ---- habits ---- */

/* Stopped, she fares better than going on, and never better than had she never smoked; the habit is replaced. */
static void smoking(void **state) {
    (void)state;
    const double ten_years = 10.0 * year;
    const struct life goes_on = {.settings = {{"cigarettes_per_day", 20.0}}};
    struct life stops = goes_on, same = goes_on, begins = {.courses = {{.agent = "smoking", .dose = 20.0}}};
    stops.courses[0] = (struct course){.agent = "smoking", .dose = 0.0};
    same.courses[0] = (struct course){.agent = "smoking", .dose = 20.0};
    const struct life never = {.settings = {{NULL, 0.0}}};
    const struct life *const lives[] = {&goes_on, &stops, &same, &begins, &never};
    double density[5], risk[5], level[5];
    for (int i = 0; i < 5; i++) {
        bm_patient *patient = woman(lives[i]);
        OK(patient, bm_patient_advance_to(patient, ten_years));
        density[i] = bm_test_observe(patient, "bmd_change.total_hip");
        risk[i] = bm_test_observe(patient, "fracture_risk.hip");
        level[i] = bm_test_observe(patient, "drug.smoking");
        bm_patient_destroy(patient);
    }
    assert_true(density[1] > density[0] + 1e-3 && risk[1] < risk[0]);
    assert_true(density[3] < density[4] - 1e-3 && risk[3] > risk[4]);
    assert_true(risk[1] > risk[4]);
    bm_assert_close(density[2], density[0], 0.0, 1e-6); /* the same habit in other words */
    const double levels[] = {20.0, 0.0, 20.0, 20.0, 0.0};
    bm_assert_same_bits(level, levels, 5);
}

/* One level at a time: an overlap is refused and changes nothing; one may follow on the other. */
static void one_habit_at_a_time(void **state) {
    (void)state;
    static const char *const agents[] = {"smoking", "alcohol", "caffeine"};
    static const struct {
        double start_d, stop_d;
        bm_status expected;
    } rows[] = {
        {15.0, 18.0, BM_ECONFLICT}, {0.0, 11.0, BM_ECONFLICT},    {19.0, 30.0, BM_ECONFLICT},
        {0.0, 40.0, BM_ECONFLICT},  {10.0, 20.0, BM_ECONFLICT},   {0.0, BM_NEVER_D, BM_ECONFLICT},
        {5.0, 10.0, BM_OK},         {20.0, BM_NEVER_D, BM_OK},    {-100.0, 5.0, BM_OK},
        {25.0, 30.0, BM_ECONFLICT}, {-50.0, -40.0, BM_ECONFLICT},
    };
    for (size_t a = 0; a < BM_COUNT(agents); a++) {
        const struct life life = {.courses = {{.agent = agents[a], .dose = 3.0, .start_d = 10.0, .stop_d = 20.0}}};
        bm_patient *patient = woman(&life);
        for (size_t i = 0; i < BM_COUNT(rows); i++) {
            bm_prescription rx;
            uint64_t id = 77;
            struct bm_bytes saved = bm_test_save(patient);
            OK(NULL, bm_prescription_init(model, agents[a], &rx));
            rx.dose = 5.0;
            rx.start_d = rows[i].start_d;
            rx.stop_d = rows[i].stop_d;
            FAILS(bm_patient_prescribe(patient, &rx, &id), rows[i].expected);
            if (rows[i].expected != BM_OK) {
                assert_true(id == 77 && bm_test_is_saved(patient, &saved));
                assert_true(strstr(bm_patient_last_error(patient), agents[a]) &&
                            strstr(bm_patient_last_error(patient), "overlap"));
            }
            free(saved.data);
        }
        static const struct {
            double time_d, level;
        } levels[] = {{5.0, 5.0}, {9.9, 5.0}, {10.1, 3.0}, {19.9, 3.0}, {20.1, 5.0}};
        char level[40];
        snprintf(level, sizeof level, "drug.%s", agents[a]);
        for (size_t i = 0; i < BM_COUNT(levels); i++) {
            OK(patient, bm_patient_advance_to(patient, levels[i].time_d));
            bm_assert_close_named(level, bm_test_observe(patient, level), levels[i].level, 1e-12, 0.0);
        }
        /* stopped, the way is free for another */
        bm_patient_destroy(patient);
        patient = bm_test_patient(model, 0.0);
        const uint64_t first = bm_test_prescribe(model, patient, agents[a], 3.0, 0.0, 0.0, 0.0);
        OK(patient, bm_patient_advance_to(patient, 4.0));
        OK(patient, bm_patient_stop(patient, first, 4.0));
        bm_test_prescribe(model, patient, agents[a], 1.0, 0.0, 4.0, 0.0);
        OK(patient, bm_patient_advance_to(patient, 8.0));
        bm_assert_close(bm_test_observe(patient, level), 1.0, 1e-12, 0.0);
        bm_patient_destroy(patient);
    }
}

/* Up to two units a day alcohol does nothing, to the bit; beyond, it costs, and never gains. */
static void alcohol(void **state) {
    (void)state;
    double last[N_SITES], change[1][N_SITES];
    for (double units = 0.0; units <= 8.0; units += 1.0) {
        const struct life life = {.settings = {{"alcohol_units_day", units}}};
        bm_patient *patient = woman(&life);
        OK(patient, bm_patient_advance_to(patient, year));
        for (int s = 0; s < N_SITES; s++)
            change[0][s] = bm_test_observe(patient, densities[s]) + 0.01 * change_at(&life, year, s);
        for (int s = 0; units > 0.0 && s < N_SITES; s++)
            assert_true(units <= 2.0 ? change[0][s] == last[s] : change[0][s] < last[s]);
        memcpy(last, change[0], sizeof last);
        bm_patient_destroy(patient);
    }
}

/* Caffeine costs where calcium is short, and calcium makes up for it. */
static void caffeine(void **state) {
    (void)state;
    double change[2][2][2]; /* short of calcium, caffeine, supplement */
    for (int low = 0; low < 2; low++)
        for (int much = 0; much < 2; much++)
            for (int helped = 0; helped < 2; helped++) {
                struct life life = {.settings = {{"calcium_intake_mg_day", low ? 450.0 : 1000.0}},
                                    .courses = {{.agent = "caffeine", .dose = much ? 800.0 : 0.0}}};
                if (helped)
                    life.courses[1] = (struct course){.agent = "calcium", .dose = 1000.0};
                change[low][much][helped] = change_at(&life, 2.0 * year, LS);
            }
    assert_true(change[1][1][0] < change[1][0][0] - 1e-3);
    bm_assert_close(change[0][1][0], change[0][0][0], 0.0, 1e-6);
    bm_assert_close(change[1][1][1], change[1][0][1], 0.0, 1e-6);
}

/* ---- all of them ---- */

/* Half of the time is half of the dose, of habits half of the way from hers: to the bit, but for agents with states,
 * which tell the integrator how large they can become. */
static void adherence(void **state) {
    (void)state;
    int n = 0;
    for (size_t i = 0; i < bm_catalog_count(model, BM_KIND_AGENT); i++) {
        bm_catalog_entry row;
        double values[2][BM_TEST_MAX_OBSERVABLES];
        size_t n_values = 0;
        OK(NULL, bm_catalog_row(model, BM_KIND_AGENT, i, &row));
        if (!(row.flags & BM_FLAG_CONTINUOUS))
            continue;
        char level[80];
        snprintf(level, sizeof level, "drug.%s", row.name);
        for (int half = 0; half < 2; half++) {
            bm_prescription rx;
            bm_patient *patient = bm_test_patient(model, 1e-8);
            OK(NULL, bm_prescription_init(model, row.name, &rx));
            OK(patient, bm_patient_set(patient, "cigarettes_per_day", 20.0));
            OK(patient, bm_patient_set(patient, "alcohol_units_day", 3.0));
            if (half)
                rx.dose = 0.5 * (rx.dose + bm_test_observe(patient, level)); /* the other half is her habit */
            else
                rx.adherence = 0.5;
            OK(patient, bm_patient_prescribe(patient, &rx, NULL));
            OK(patient, bm_patient_advance_to(patient, 100.0));
            n_values = bm_test_observe_all(model, patient, values[half]);
            bm_patient_destroy(patient);
        }
        char name[80];
        size_t index;
        snprintf(name, sizeof name, "%s.by_session", row.name);
        const int has_states = bm_catalog_find(model, BM_KIND_AGENT_PARAMETER, name, &index) == BM_OK;
        for (size_t k = 0; k < n_values; k++)
            bm_assert_close_named(row.name, values[1][k], values[0][k], has_states ? 1e-6 : 0.0,
                                  has_states ? 1e-6 : 0.0);
        n++;
    }
    assert_int_equal(n, 16);
}

/* With all exponents of load at 0 nothing is felt of it, by training or in bed; so for the other extensions. */
static void switched_off(void **state) {
    (void)state;
    static const struct {
        struct course course;
        struct setting woman; /* for whom it matters */
        const char *off[2];
    } rows[] = {
        {{.agent = "resistance_training", .dose = 1.0}, {NULL, 0.0}, {"loading."}},
        {{.agent = "immobilisation", .dose = 1.0}, {NULL, 0.0}, {"loading."}},
        {{.agent = "protein", .dose = 0.4}, {NULL, 0.0}, {"nutrition.protein_spine"}},
        {{.agent = "magnesium", .dose = 400.0}, {"magnesium_intake_mg_day", 60.0}, {"nutrition.magnesium_K"}},
        {{.agent = "smoking", .dose = 40.0}, {NULL, 0.0}, {"habits.smoking"}},
        {{.agent = "alcohol", .dose = 6.0}, {NULL, 0.0}, {"habits.alcohol"}},
        {{.agent = "caffeine", .dose = 900.0}, {"calcium_intake_mg_day", 450.0}, {"habits.caffeine_calcium"}},
    };
    for (size_t i = 0; i < BM_COUNT(rows); i++) {
        double effect[2];
        for (int off = 0; off < 2; off++) {
            double change[2];
            for (int treated = 0; treated < 2; treated++) {
                struct life life = {.settings = {rows[i].woman}};
                if (treated)
                    life.courses[0] = rows[i].course;
                bm_patient *patient = woman(&life);
                const char *name = rows[i].off[0];
                const size_t length = strlen(name), n = bm_catalog_count(model, BM_KIND_PARAMETER);
                for (size_t p = 0; off && p < n; p++) {
                    bm_catalog_entry row;
                    OK(NULL, bm_catalog_row(model, BM_KIND_PARAMETER, p, &row));
                    const int group = name[length - 1] == '.' && strncmp(row.name, name, length) == 0;
                    if ((group && strcmp(row.unit, "1") == 0 && row.minimum == 0.0) || strcmp(row.name, name) == 0)
                        OK(patient, bm_patient_set(patient, row.name, 0.0));
                }
                OK(patient, bm_patient_advance_to(patient, 3.0 * year));
                change[treated] = bm_test_observe(patient, "bmd_change.lumbar_spine");
                bm_patient_destroy(patient);
            }
            effect[off] = change[1] - change[0];
        }
        print_message("%-20s %+.4f points in three years, switched off %+.1e\n", rows[i].course.agent, effect[0],
                      effect[1]);
        assert_true(fabs(effect[0]) > 1e-3);
        bm_assert_close(effect[1], 0.0, 0.0, 1e-5);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(training_gains_where_it_loads),
        cmocka_unit_test(gains_flatten_and_fade),
        cmocka_unit_test(by_session),
        cmocka_unit_test(immobilisation),
        cmocka_unit_test(no_effect_on_density),
        cmocka_unit_test(more_is_never_worse),
        cmocka_unit_test(trace_minerals),
        cmocka_unit_test(vitamin_k2),
        cmocka_unit_test(smoking),
        cmocka_unit_test(one_habit_at_a_time),
        cmocka_unit_test(alcohol),
        cmocka_unit_test(caffeine),
        cmocka_unit_test(adherence),
        cmocka_unit_test(switched_off),
    };
    return cmocka_run_group_tests(tests, create_full_model, destroy_model);
}
