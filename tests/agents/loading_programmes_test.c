/* SPDX-License-Identifier: Apache-2.0 */
/* Programmes: a session's index by hand, recovery, the presets, and sessions against their average. */
#include "agents/loading_programmes.h"

#include "support/bm_test.h"

enum { LS = BM__SITE_LS, TH = BM__SITE_TH, FN = BM__SITE_FN, DR = BM__SITE_DR };

struct programme {
    const struct bm__agent *agent;
    double options[BM__MAX_OPTIONS], p[2];
};

/* A programme by an exercise's name; NULL: the agent's own. */
static struct programme programme(int agent, const char *exercise) {
    struct programme it = {.agent = bm__agents[agent]};
    for (uint32_t i = 0; i < it.agent->n_options; i++)
        it.options[i] = it.agent->options[i].value;
    for (uint32_t i = 0; i < it.agent->n_parameters; i++)
        it.p[i] = it.agent->parameters[i].value;
    int number = 0;
    for (int i = 0; exercise && i < BM__N_EXERCISES; i++)
        if (strcmp(bm__exercises[i].name, exercise) == 0)
            number = i + 1;
    assert_true(!exercise || number > 0);
    it.options[BM__EXERCISE_exercise] = number;
    return it;
}

/* What a session adds, and what the programme comes to: the mean load in each place under repeated sessions. */
static void session(const struct programme *it, double dose, double parts[BM__N_SITES]) {
    it->agent->parts(it->p, it->options, dose, parts);
}
static void load(const struct programme *it, double mean[BM__N_SITES]) {
    const double hours = 168.0 / it->agent->sessions_per_week(it->options), half_life_h = it->p[1];
    session(it, 1.0, mean);
    for (int i = 0; i < BM__N_SITES; i++)
        mean[i] *= half_life_h / log(2.0) / hours;
}

/*
 * intensity x (peak - 1) x ln(1 + cycles). Turner and Robling 2003 have 1.40 ln(4195) = 11.7: of 4194 cycles at a peak
 * of 1.40; the peak here counts from habit, so the spine in a barbell squat has 2.2 - 1. A week of habitual walking is
 * 7 ln(4001).
 */
static void index_by_hand(void **state) {
    (void)state;
    struct programme squats = programme(BM__AGENT_resistance_training, "squat");
    double mean[BM__N_SITES], once[BM__N_SITES];
    squats.options[BM__EXERCISE_intensity] = 1.0;
    squats.options[BM__EXERCISE_sets] = 6.0;
    squats.options[BM__EXERCISE_repetitions] = 699.0;
    squats.options[BM__EXERCISE_sessions_per_week] = 1.0;
    load(&squats, mean);
    const double a_week = 7.0 * log(4001.0), recovered = 1.0 - exp(-168.0 / 6.0);
    bm_assert_close(mean[LS] * a_week / recovered * 1.40 / 1.2, 11.7, 0.0, 0.05); /* as printed */
    bm_assert_close(mean[LS], 1.2 * log(4195.0) * recovered / a_week, 1e-13, 0.0);
    bm_assert_close(mean[FN], 1.5 * log(4195.0) * recovered / a_week, 1e-13, 0.0);
    assert_true(mean[DR] == 0.0); /* no more than habit */
    session(&squats, 1.0, once);
    bm_assert_close(once[LS], mean[LS] * 168.0 * log(2.0) / 24.0, 1e-13, 0.0);
    session(&squats, 2.0, once); /* dose: so many times the programme */
    bm_assert_close(once[LS], 2.0 * mean[LS] * 168.0 * log(2.0) / 24.0, 1e-13, 0.0);

    struct programme jumps = programme(BM__AGENT_impact_training, "jump");
    load(&jumps, mean); /* 1.5 times a week, 0.9, 30 jumps of 4 body weights: walking has 1.2 */
    const double hip = 0.9 * (4.0 / 1.2 - 1.0) * log(31.0) * 1.5 * (1.0 - exp(-168.0 / 1.5 / 6.0)) / a_week;
    bm_assert_close(mean[TH], hip, 1e-13, 0.0);
    bm_assert_close(mean[LS], 0.6 * hip, 1e-13, 0.0); /* the spine is damped */
    assert_true(mean[DR] == 0.0);
}

/* A bout t hours after another counts 1 - exp(-t/6 h). */
static void recovery(void **state) {
    (void)state;
    struct programme it = programme(BM__AGENT_impact_training, NULL);
    double rested[BM__N_SITES], hurried[BM__N_SITES];
    it.options[BM__EXERCISE_sessions_per_week] = 0.1;
    session(&it, 1.0, rested);
    static const double per_week[] = {1.0, 7.0, 14.0, 28.0}; /* 28: every 6 h */
    for (size_t i = 0; i < BM_COUNT(per_week); i++) {
        it.options[BM__EXERCISE_sessions_per_week] = per_week[i];
        session(&it, 1.0, hurried);
        bm_assert_close(hurried[TH] / rested[TH], 1.0 - exp(-168.0 / per_week[i] / 6.0), 1e-13, 0.0);
    }
}

/* Where each preset loads her most, and how strongly; walking is what she does anyway. */
static void presets(void **state) {
    (void)state;
    static const struct {
        const char *name;
        int agent;
        char sign[BM__N_SITES + 1]; /* spine, hip, neck, radius: + loaded, . not (below a tenth of the most) */
        int most;                   /* or -1 */
    } rows[] = {
        {"squat", BM__AGENT_resistance_training, "+++.", FN},
        {"goblet_squat", BM__AGENT_resistance_training, "+++.", FN},
        {"deadlift", BM__AGENT_resistance_training, "++++", LS},
        {"weighted_carry", BM__AGENT_resistance_training, "++++", LS},
        {"push_up", BM__AGENT_resistance_training, "...+", DR},
        {"modified_push_up", BM__AGENT_resistance_training, "...+", DR},
        {"jump", BM__AGENT_impact_training, "+++.", TH},
        {"box_jump", BM__AGENT_impact_training, "+++.", TH},
        {"walking", BM__AGENT_weight_bearing_aerobic, "+++.", TH},
        {"jogging", BM__AGENT_weight_bearing_aerobic, "+++.", TH},
        {"hiking", BM__AGENT_weight_bearing_aerobic, "+++.", TH},
        {"dancing", BM__AGENT_weight_bearing_aerobic, "+++.", TH},
        {"stair_climbing", BM__AGENT_weight_bearing_aerobic, "+++.", TH},
        {NULL, BM__AGENT_resistance_training, "++++", LS},
        {NULL, BM__AGENT_weight_bearing_aerobic, "+++.", TH},
        {NULL, BM__AGENT_impact_training, "+++.", TH},
    };
    for (size_t i = 0; i < BM_COUNT(rows); i++) {
        const struct programme it = programme(rows[i].agent, rows[i].name);
        double mean[BM__N_SITES], most = 0.0;
        load(&it, mean);
        for (int s = 0; s < BM__N_SITES; s++)
            most = fmax(most, mean[s]);
        for (int s = 0; s < BM__N_SITES; s++)
            if ((rows[i].sign[s] == '+') != (mean[s] > 0.11 * most) || mean[s] < 0.0)
                fail_msg("%s: site %d has a load of %g, the most is %g", rows[i].name, s, mean[s], most);
        if (rows[i].most >= 0)
            assert_true(mean[rows[i].most] == most);
        /* lasting loads stay below what she carries every day; walking adds next to nothing */
        assert_true(most > 0.0 && most < 1.0);
        if (rows[i].name && strcmp(rows[i].name, "walking") == 0)
            bm_assert_at_most(most, 0.02);
        /* a preset is the same under every agent: the name says all */
        struct programme other = programme(BM__AGENT_resistance_training, rows[i].name);
        double same[BM__N_SITES];
        load(&other, same);
        if (rows[i].name)
            bm_assert_same_bits(same, mean, BM__N_SITES);
    }
    assert_int_equal(BM_COUNT(rows), BM__N_EXERCISES + 3);
}

/* More of anything that a kind of exercise counts is more load where it loads at all, and nothing else counts. */
static void monotone(void **state) {
    (void)state;
    static const struct {
        int option;
        double values[5];
        int kinds; /* bit: BM__LIFTS, BM__STEPS, BM__JUMPS */
    } rows[] = {
        {BM__EXERCISE_intensity, {0.0, 0.2, 0.5, 0.8, 1.0}, 7},
        {BM__EXERCISE_sets, {0.0, 1.0, 3.0, 5.0, 10.0}, 1 << BM__LIFTS},
        {BM__EXERCISE_repetitions, {0.0, 1.0, 5.0, 12.0, 30.0}, 1 << BM__LIFTS},
        {BM__EXERCISE_minutes_per_session, {0.0, 5.0, 20.0, 60.0, 120.0}, 1 << BM__STEPS},
        {BM__EXERCISE_impact_bw, {1.3, 1.5, 2.0, 4.0, 6.0}, 1 << BM__STEPS | 1 << BM__JUMPS},
        {BM__EXERCISE_jumps_per_session, {1.0, 5.0, 20.0, 50.0, 200.0}, 1 << BM__JUMPS},
        {BM__EXERCISE_sessions_per_week, {0.1, 1.0, 3.0, 7.0, 28.0}, 7},
    };
    for (int e = 0; e < BM__N_EXERCISES; e++)
        for (size_t r = 0; r < BM_COUNT(rows); r++) {
            struct programme it = programme(BM__AGENT_resistance_training, bm__exercises[e].name);
            double mean[5][BM__N_SITES];
            const int counts = rows[r].kinds >> bm__exercises[e].kind & 1;
            for (int v = 0; v < 5; v++) {
                it.options[rows[r].option] = rows[r].values[v];
                load(&it, mean[v]);
            }
            /* jumps count whatever else is done: a squat with jumps has them */
            const int added = rows[r].option == BM__EXERCISE_jumps_per_session;
            for (int v = 1; v < 5; v++)
                for (int s = 0; s < BM__N_SITES; s++) {
                    const int loaded = mean[4][s] > 0.0;
                    const int as_said = counts && loaded ? mean[v][s] > mean[v - 1][s]
                                        : added          ? mean[v][s] >= mean[v - 1][s]
                                                         : mean[v][s] == mean[v - 1][s];
                    if (!as_said)
                        fail_msg("%s, option %d from %g to %g: site %d from %g to %g", bm__exercises[e].name,
                                 rows[r].option, rows[r].values[v - 1], rows[r].values[v], s, mean[v - 1][s],
                                 mean[v][s]);
                }
        }
}

/* Steps and jumps below her own walk are no stimulus, and never less than none. */
static void below_habit(void **state) {
    (void)state;
    struct programme it = programme(BM__AGENT_weight_bearing_aerobic, "jogging");
    double mean[BM__N_SITES];
    for (double impact_bw = 0.0; impact_bw <= 1.2; impact_bw += 0.3) {
        it.options[BM__EXERCISE_impact_bw] = impact_bw;
        load(&it, mean);
        for (int s = 0; s < BM__N_SITES; s++)
            bm_assert_close(mean[s], 0.0, 0.0, 1e-15);
    }
}

/* Sessions one by one leave the same mean load as their average, half of the answer being gone in a day. */
static void sessions_and_average(void **state) {
    (void)state;
    static const double per_week[] = {1.0, 3.0, 7.0};
    for (size_t i = 0; i < BM_COUNT(per_week); i++) {
        struct programme it = programme(BM__AGENT_resistance_training, "squat");
        it.options[BM__EXERCISE_sessions_per_week] = per_week[i];
        double parts[BM__N_SITES], mean[BM__N_SITES], f[BM__N_SITES], u[BM__N_TARGETS] = {0};
        session(&it, 1.0, parts);
        load(&it, mean);
        /* a field without inflow halves what is there in 24 h, and the load is what is there */
        const double nothing[BM__MAX_RATES] = {0};
        const struct bm__agent_at at = {.p = it.p, .rate = nothing, .x = parts, .f = f, .u = u};
        it.agent->field(&at);
        for (int s = 0; s < BM__N_SITES; s++) {
            bm_assert_close(f[s], -log(2.0) / 24.0 * parts[s], 1e-14, 0.0);
            assert_true(u[BM__U_loading_LS + s] == parts[s]);
        }
        const double every_h = 168.0 / per_week[i];
        double x = 0.0, sum = 0.0;
        const int weeks = 12, from = 4, n = (int)(weeks * per_week[i]);
        for (int k = 0; k < n; k++) { /* exactly, from session to session */
            x += parts[LS];
            const double left = x * exp2(-every_h / 24.0);
            if (k * every_h >= from * 168.0)
                sum += (x - left) * 24.0 / log(2.0);
            x = left;
        }
        bm_assert_close(sum / ((weeks - from) * 168.0), mean[LS], 0.01, 0.0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(index_by_hand), cmocka_unit_test(recovery),    cmocka_unit_test(presets),
        cmocka_unit_test(monotone),      cmocka_unit_test(below_habit), cmocka_unit_test(sessions_and_average),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
