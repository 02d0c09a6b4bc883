/* SPDX-License-Identifier: Apache-2.0 */
/* Fracture risk, seen from a host: against the formula where hazards are constant, and which way each thing moves it.
 */
#include "api/group_model.h"

static const double year = 365.25;

struct setting {
    const char *name;
    double value;
};

static void set(bm_patient *patient, const struct setting *settings, size_t n) {
    for (size_t i = 0; i < n; i++)
        OK(patient, bm_patient_set(patient, settings[i].name, settings[i].value));
}

static bm_patient *woman(double age_years) {
    bm_patient *patient = bm_test_patient(model, 0.0);
    OK(patient, bm_patient_set(patient, "age_years", age_years));
    return patient;
}

/* Takes a woman to a day, reads, and gives her up. */
static double then(bm_patient *patient, double time_d, const char *observable) {
    OK(patient, bm_patient_advance_to(patient, time_d));
    const double value = bm_test_observe(patient, observable);
    bm_patient_destroy(patient);
    return value;
}

/* Hazards that depend on nothing: h/(h + m) (1 - exp(-(h + m) t)), of each kind and of all; and the ten years ahead. */
static void constant_hazards(void **state) {
    (void)state;
    static const struct setting constant[] = {
        {"fracture.hip_age", 0.0},       {"fracture.hip_age2", 0.0},           {"fracture.hip_bmd", 0.0},
        {"fracture.hip_bmd_age", 0.0},   {"fracture.other_age", 0.0},          {"fracture.other_bmd", 0.0},
        {"fracture.vertebral_age", 0.0}, {"fracture.vertebral_bmd", 0.0},      {"mortality.by_age", 0.0},
        {"fracture.hip_turnover", 0.0},  {"fracture.vertebral_turnover", 0.0}, {"fracture.other_turnover", 0.0},
        {"fracture.hip_rate", 0.02},     {"fracture.vertebral_rate", 0.05},    {"fracture.other_rate", 0.03},
        {"mortality.at_70", 0.04},
    };
    const double m = 0.04;
    const struct {
        const char *cumulative, *ahead;
        double h;
    } rows[] = {{"fracture_risk.hip", "fracture_risk_10y.hip", 0.02},
                {"fracture_risk.vertebral", NULL, 0.05},
                {"fracture_risk.major", "fracture_risk_10y.major", 0.10}};
    bm_patient *patient = bm_test_patient(model, 1e-8);
    set(patient, constant, BM_COUNT(constant));
    bm_test_prescribe(model, patient, "letrozole", 2.5, 0.0, 0.0, 0.0); /* matters no more than anything else */
    const double years[] = {0.0, 0.25, 1.0, 10.0, 40.0};
    for (size_t t = 0; t < BM_COUNT(years); t++) {
        OK(patient, bm_patient_advance_to(patient, year * years[t]));
        for (size_t i = 0; i < BM_COUNT(rows); i++) {
            const double lost = rows[i].h + m, whole = rows[i].h / lost;
            bm_assert_close_named(rows[i].cumulative, bm_test_observe(patient, rows[i].cumulative),
                                  whole * -expm1(-lost * years[t]), 1e-7, 1e-12);
            if (rows[i].ahead) /* exact where hazards are constant */
                bm_assert_close_named(rows[i].ahead, bm_test_observe(patient, rows[i].ahead),
                                      whole * -expm1(-lost * 10.0), 1e-12, 0.0);
        }
    }
    bm_patient_destroy(patient);
}

/* From nothing on day 0 it grows, and one kind never exceeds what it is part of. */
static void grows(void **state) {
    (void)state;
    const double ages[] = {45.0, 61.0, 75.0, 85.0};
    for (size_t a = 0; a < BM_COUNT(ages); a++) {
        bm_patient *patient = woman(ages[a]);
        double last[3] = {0};
        for (int t = 0; t <= 30; t++) {
            OK(patient, bm_patient_advance_to(patient, year * t));
            const double now[] = {bm_test_observe(patient, "fracture_risk.major"),
                                  bm_test_observe(patient, "fracture_risk.hip"),
                                  bm_test_observe(patient, "fracture_risk.vertebral")};
            for (int i = 0; i < 3; i++) {
                assert_true(t == 0 ? now[i] == 0.0 : now[i] > last[i] && now[i] < 1.0);
                last[i] = now[i];
            }
            assert_true(now[1] <= now[0] && now[2] <= now[0] && now[0] <= now[1] + now[2] + 1.0);
            const double hip = bm_test_observe(patient, "fracture_risk_10y.hip");
            assert_true(hip > 0.0 && hip < bm_test_observe(patient, "fracture_risk_10y.major"));
        }
        bm_patient_destroy(patient);
    }
}

/* The books begin with day 0 and not within the last step of the years before, which would be tried again and again.
 * Nothing else happens in the years of a woman before her menopause. */
static void begin_between_steps(void **state) {
    (void)state;
    bm_patient *patient = NULL;
    bm_patient_stats stats;
    OK(NULL, bm_test_create(model, 1e-3, 1000, &patient));
    OK(patient, bm_patient_set(patient, "age_years", 45.0));
    assert_true(bm_test_observe(patient, "fracture_risk.major") == 0.0);
    OK(patient, bm_patient_read_stats(patient, &stats));
    assert_in_range(stats.steps, 5, 20);
    assert_int_equal(stats.rejected_steps, 0);
    bm_patient_destroy(patient);
}

/* Nobody is lost but by a fracture or by death: where all die at once, hardly any breaks. */
static void death_competes(void **state) {
    (void)state;
    const double rates[] = {0.0, 0.02, 0.1, 1.0};
    double last[2] = {1.0, 1.0};
    for (size_t i = 0; i < BM_COUNT(rates); i++) {
        bm_patient *patient = woman(75.0);
        OK(patient, bm_patient_set(patient, "mortality.at_70", rates[i]));
        const double ahead = bm_test_observe(patient, "fracture_risk_10y.major");
        const double since = then(patient, 10.0 * year, "fracture_risk.major");
        assert_true(ahead < last[0] && since < last[1]);
        last[0] = ahead, last[1] = since;
    }
    assert_true(last[0] < 0.05 && last[1] < 0.05);
}

/* What is known of her on day 0, and which way it moves the ten years ahead: hip, and major. */
static void risk_factors(void **state) {
    (void)state;
    static const struct {
        const char *name;
        double from, to;
    } rows[] = {
        {"t_score.femoral_neck", 1.0, -1.0}, {"t_score.femoral_neck", -1.0, -3.0},
        {"prior_fracture", 0.0, 1.0},        {"parent_hip_fracture", 0.0, 1.0},
        {"glucocorticoids", 0.0, 1.0},       {"rheumatoid_arthritis", 0.0, 1.0},
        {"falls_last_year", 0.0, 1.0},       {"cigarettes_per_day", 0.0, 20.0},
        {"alcohol_units_day", 2.0, 3.0},     {"alcohol_units_day", 3.0, 6.0},
        {"hs_crp_mg_l", 1.5, 6.0},
    };
    for (int measured = 0; measured < 2; measured++)
        for (size_t i = 0; i < BM_COUNT(rows); i++) {
            double hip[2], major[2];
            for (int k = 0; k < 2; k++) {
                bm_patient *patient = woman(68.0);
                if (measured)
                    OK(patient, bm_patient_set(patient, "t_score.femoral_neck", -1.5));
                OK(patient, bm_patient_set(patient, rows[i].name, k ? rows[i].to : rows[i].from));
                hip[k] = bm_test_observe(patient, "fracture_risk_10y.hip");
                major[k] = bm_test_observe(patient, "fracture_risk_10y.major");
                bm_patient_destroy(patient);
            }
            if (!(hip[1] > hip[0] && major[1] > major[0]))
                fail_msg("%s from %g to %g: hip %g to %g, major %g to %g", rows[i].name, rows[i].from, rows[i].to,
                         hip[0], hip[1], major[0], major[1]);
        }
    /* the spine's density tells of vertebrae, and of the hip only as far as nothing better is known */
    double major[2], hip[2];
    for (int k = 0; k < 2; k++) {
        bm_patient *patient = woman(68.0);
        OK(patient, bm_patient_set(patient, "t_score.femoral_neck", -1.5));
        OK(patient, bm_patient_set(patient, "t_score.lumbar_spine", k ? -3.0 : -1.0));
        major[k] = bm_test_observe(patient, "fracture_risk_10y.major");
        hip[k] = bm_test_observe(patient, "fracture_risk_10y.hip");
        bm_patient_destroy(patient);
    }
    assert_true(major[1] > major[0]);
    bm_assert_close(hip[1], hip[0], 1e-12, 0.0);
    /* what does not count: alcohol up to two units, more than one fall, stoutness, less C-reactive protein */
    static const struct {
        const char *name;
        double from, to;
    } nothing[] = {{"alcohol_units_day", 0.0, 2.0}, {"falls_last_year", 1.0, 5.0}, {"hs_crp_mg_l", 0.2, 1.5}};
    for (size_t i = 0; i < BM_COUNT(nothing); i++) {
        double risk[2];
        for (int k = 0; k < 2; k++) {
            bm_patient *patient = woman(68.0);
            OK(patient, bm_patient_set(patient, nothing[i].name, k ? nothing[i].to : nothing[i].from));
            risk[k] = then(patient, 0.0, "fracture_risk_10y.major");
        }
        bm_assert_same_bits(&risk[1], &risk[0], 1);
    }
}

/* Ten years ahead by T-score and by age at that T-score; the same by the years that come. */
static void monotone_in_density_and_age(void **state) {
    (void)state;
    for (double age = 50.0; age <= 80.0; age += 10.0) {
        double last = 0.0;
        for (double t = 1.0; t >= -4.0; t -= 0.5) {
            bm_patient *patient = woman(age);
            OK(patient, bm_patient_set(patient, "years_since_menopause", age - 51.0));
            OK(patient, bm_patient_set(patient, "t_score.femoral_neck", t));
            const double major = bm_test_observe(patient, "fracture_risk_10y.major");
            const double hip = then(patient, 0.0, "fracture_risk_10y.hip");
            assert_true(hip > last && major > hip);
            last = hip;
        }
    }
    double last[2] = {0};
    for (double age = 50.0; age <= 80.0; age += 5.0) {
        bm_patient *patient = woman(age); /* of no known density: her age tells of it too */
        const double major = bm_test_observe(patient, "fracture_risk_10y.major");
        const double hip = then(patient, 0.0, "fracture_risk_10y.hip");
        assert_true(major > last[0] && hip > last[1]);
        last[0] = major, last[1] = hip;
    }
}

/* Risk of the three kinds since day 0 at a time, under up to two prescriptions. */
static void under(const char *const agents[2], const double stops_d[2], double time_d, double risk[3]) {
    bm_patient *patient = woman(70.0);
    OK(patient, bm_patient_set(patient, "t_score.lumbar_spine", -2.8));
    OK(patient, bm_patient_set(patient, "t_score.femoral_neck", -2.2));
    for (int i = 0; i < 2 && agents[i]; i++) {
        bm_prescription rx;
        OK(NULL, bm_prescription_init(model, agents[i], &rx));
        bm_test_prescribe(model, patient, agents[i], rx.dose, rx.every_d, 0.0, stops_d[i]);
    }
    OK(patient, bm_patient_advance_to(patient, time_d));
    risk[0] = bm_test_observe(patient, "fracture_risk.major");
    risk[1] = bm_test_observe(patient, "fracture_risk.hip");
    risk[2] = bm_test_observe(patient, "fracture_risk.vertebral");
    bm_patient_destroy(patient);
}

static void treatment(void **state) {
    (void)state;
    const double never[2] = {0.0, 0.0};
    double none[3], letrozole[3], treated[3];
    under((const char *const[2]){NULL}, never, 3.0 * year, none);
    under((const char *const[2]){"letrozole"}, never, 3.0 * year, letrozole);
    static const char *const drugs[] = {"zoledronic_acid", "alendronate",  "risedronate", "denosumab",
                                        "romosozumab",     "teriparatide", "raloxifene",  "estradiol"};
    for (int i = 0; i < 3; i++)
        assert_true(letrozole[i] > none[i]);
    for (size_t d = 0; d < BM_COUNT(drugs); d++) {
        under((const char *const[2]){drugs[d]}, never, 3.0 * year, treated);
        for (int i = 0; i < 3; i++)
            if (!(treated[i] < none[i]))
                fail_msg("%s: kind %d at three years %g, untreated %g", drugs[d], i, treated[i], none[i]);
        print_message("%-16s vertebral %.2f, hip %.2f of the untreated's\n", drugs[d], treated[2] / none[2],
                      treated[1] / none[1]);
    }
    under((const char *const[2]){"letrozole", "denosumab"}, never, 3.0 * year, treated);
    for (int i = 0; i < 3; i++)
        assert_true(treated[i] < letrozole[i]);
}

/* Denosumab stopped after four years: in the second year after its effect the hazard passes that of before, and of
 * women who go on. */
static void denosumab_stopped(void **state) {
    (void)state;
    double rates[3], before[3], after[3];
    const char *const agents[3][2] = {{"denosumab"}, {"denosumab"}, {NULL}};
    const double stops_d[3][2] = {{4.0 * year - 1.0, 0.0}, {0.0, 0.0}, {0.0, 0.0}};
    for (int k = 0; k < 3; k++) {
        under(agents[k], stops_d[k], 4.5 * year, before);
        under(agents[k], stops_d[k], 5.5 * year, after);
        rates[k] = after[2] - before[2];
    }
    print_message("clinical vertebral fractures a year: stopped %.4f, going on %.4f, never treated %.4f\n", rates[0],
                  rates[1], rates[2]);
    assert_true(rates[0] > 1.5 * rates[1] && rates[1] < rates[2]);
}

/* Balance training: falls x 0.77, the hip's hazard as much, and no density at all. */
static void balance_training(void **state) {
    (void)state;
    bm_patient *with = woman(75.0), *without = woman(75.0);
    bm_test_programme(model, with, "balance_training", 1.0, 0.0, 0.0, NULL);
    bm_test_programme(model, with, "flexibility_training", 1.0, year, 0.0, NULL);
    assert_true(bm_test_observe(without, "falls.relative_rate") == 1.0);
    OK(with, bm_patient_advance_to(with, 1.0));
    OK(without, bm_patient_advance_to(without, 1.0));
    bm_assert_close(bm_test_observe(with, "falls.relative_rate"), 0.77, 1e-14, 0.0);
    bm_assert_close(bm_test_observe(with, "fracture_risk.hip") / bm_test_observe(without, "fracture_risk.hip"), 0.77,
                    1e-4, 0.0); /* in a day nothing else has happened */
    OK(with, bm_patient_advance_to(with, 3.0 * year));
    OK(without, bm_patient_advance_to(without, 3.0 * year));
    bm_assert_close(bm_test_observe(with, "falls.relative_rate"), 0.77 * 0.95, 1e-14, 0.0);
    static const char *const lower[] = {"fracture_risk.hip", "fracture_risk.major", "fracture_risk.vertebral",
                                        "fracture_risk_10y.hip", "fracture_risk_10y.major"};
    for (size_t i = 0; i < BM_COUNT(lower); i++)
        assert_true(bm_test_observe(with, lower[i]) < bm_test_observe(without, lower[i]));
    bm_patient_destroy(with);
    bm_patient_destroy(without);
}

/* Far beyond the age that anyone reaches, at coarse and fine tolerances, the books stay probabilities, and the default
 * tolerance keeps them within 1e-4. */
static void a_hundred_years(void **state) {
    (void)state;
    static const double rtols[] = {1e-9, 0.0, 1e-3, 1e-2}; /* 0: the default */
    static const char *const kinds[] = {"fracture_risk.hip", "fracture_risk.vertebral", "fracture_risk.major"};
    double fine[3][BM_COUNT(kinds)];
    for (size_t r = 0; r < BM_COUNT(rtols); r++) {
        bm_patient *patient = bm_test_patient(model, rtols[r]);
        bm_test_prescribe(model, patient, "letrozole", 2.5, 1.0, 0.0, 0.0);
        const double years[] = {25.0, 40.0, 100.0};
        for (size_t t = 0; t < BM_COUNT(years); t++) {
            OK(patient, bm_patient_advance_to(patient, fmin(year * years[t], BM_MAX_TIME_D)));
            for (size_t k = 0; k < BM_COUNT(kinds); k++) {
                const double risk = bm_test_observe(patient, kinds[k]);
                assert_true(risk >= 0.0 && risk <= 1.0);
                if (r == 0)
                    fine[t][k] = risk;
                else if (rtols[r] == 0.0)
                    bm_assert_close_named(kinds[k], risk, fine[t][k], 0.0, 1e-4);
            }
        }
        bm_patient_destroy(patient);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hundred_years),
        cmocka_unit_test(constant_hazards),
        cmocka_unit_test(begin_between_steps),
        cmocka_unit_test(grows),
        cmocka_unit_test(death_competes),
        cmocka_unit_test(risk_factors),
        cmocka_unit_test(monotone_in_density_and_age),
        cmocka_unit_test(treatment),
        cmocka_unit_test(denosumab_stopped),
        cmocka_unit_test(balance_training),
    };
    return cmocka_run_group_tests(tests, create_full_model, destroy_model);
}
