/* SPDX-License-Identifier: Apache-2.0 */
/* What a clinician would be warned of: each warning comes when it should, with its source, and not beside that; none of
 * them changes a bit of the simulation. */
#include "api/group_model.h"

struct given {
    const char *agent;
    double start_d, stop_d, every_d; /* 0: never, label */
    uint32_t doses;
};

struct row {
    bm_named_value values[3];
    struct given given[3];
    double until_d;
    const char *words; /* apart by |, of one warning; NULL: there is none */
};

#define AGE(years)                                                                                                     \
    { "age_years", years }
static const double month_d = 30.4375, year_d = 365.25;

static bm_patient *patient_of(const struct row *row) {
    bm_patient *patient = bm_test_patient(model, 1e-3);
    for (size_t i = 0; i < BM_COUNT(row->values) && row->values[i].name; i++)
        OK(patient, bm_patient_set(patient, row->values[i].name, row->values[i].value));
    for (size_t i = 0; i < BM_COUNT(row->given) && row->given[i].agent; i++) {
        const struct given *given = &row->given[i];
        bm_prescription rx;
        OK(NULL, bm_prescription_init(model, given->agent, &rx));
        rx.start_d = given->start_d;
        if (given->stop_d != 0.0)
            rx.stop_d = given->stop_d;
        if (given->every_d > 0.0)
            rx.every_d = given->every_d;
        rx.doses = given->doses;
        OK(patient, bm_patient_prescribe(patient, &rx, NULL));
    }
    return patient;
}

/* Each of the words, apart by |, is in the sentence. */
static int has(const char *sentence, const char *words) {
    while (*words) {
        char word[80];
        const size_t length = strcspn(words, "|");
        snprintf(word, sizeof word, "%.*s", (int)length, words);
        if (!strstr(sentence, word))
            return 0;
        words += length + (words[length] == '|');
    }
    return 1;
}

static void check(const struct row *rows, size_t n) {
    for (size_t i = 0; i < n; i++) {
        bm_patient *patient = patient_of(&rows[i]);
        OK(patient, bm_patient_advance_to(patient, rows[i].until_d));
        const size_t count = bm_patient_warning_count(patient);
        size_t found = 0;
        for (size_t w = 0; w < count; w++)
            found += rows[i].words && has(bm_patient_warning(patient, w), rows[i].words);
        if (rows[i].words ? found != 1 || count != 1 : count != 0) {
            for (size_t w = 0; w < count; w++)
                print_error("  %s\n", bm_patient_warning(patient, w));
            fail_msg("row %zu, %s: %zu warnings, %zu with '%s'", i, rows[i].given[0].agent, count, found,
                     rows[i].words ? rows[i].words : "");
        }
        bm_patient_destroy(patient);
    }
}

static void not_together(void **state) {
    (void)state;
    const struct row rows[] = {
        {{{0}}, {{"letrozole", 0, 0, 0, 0}, {"anastrozole", 0, 0, 0, 0}}, 0.0, "anastrozole and letrozole|labels"},
        {{{0}}, {{"letrozole", 0, 700, 0, 0}, {"exemestane", 700, 0, 0, 0}}, 900.0, NULL}, /* a switch */
        {{{0}}, {{"letrozole", 0, 0, 0, 0}, {"tamoxifen", 100, 0, 0, 0}}, 0.0, "oppose|lowers the level|labels"},
        {{{0}}, {{"raloxifene", 0, 0, 0, 0}, {"anastrozole", 0, 0, 0, 0}}, 0.0, "anastrozole and raloxifene|oppose"},
        {{{0}}, {{"tamoxifen", -1826, 0.001, 0, 0}, {"letrozole", 0, 0, 0, 0}}, 10.0, NULL},
        {{{0}},
         {{"letrozole", 0, 0, 0, 0}, {"estradiol", 0, 0, 0, 0}},
         0.0,
         "estradiol is given with letrozole|labels"},
        {{{0}}, {{"estradiol", 0, 0, 0, 0}}, 10.0, NULL},
        {{{0}}, {{"denosumab", 0, 0, 0, 0}, {"denosumab", 90, 0, 0, 0}}, 0.0, "denosumab is prescribed twice|label"},
        {{{0}}, {{"denosumab", 0, 0, 0, 1}, {"denosumab", 182, 0, 0, 1}}, 200.0, NULL},
        {{{0}},
         {{"denosumab", 0, 0, 0, 0}, {"zoledronic_acid", 0, 0, 0, 0}},
         0.0,
         "denosumab and zoledronic_acid|label"},
        {{{0}}, {{"alendronate", 0, 0, 0, 0}, {"denosumab", 365, 0, 0, 0}}, 0.0, "denosumab and alendronate"},
        {{AGE(42)}, {{"letrozole", 0, 0, 0, 0}}, 0.0, "letrozole hardly lowers|9 years before|labels"},
        {{AGE(42)}, {{"goserelin", 0, 0, 0, 0}, {"letrozole", 0, 0, 0, 0}}, 30.0, NULL},
        {{AGE(42)}, {{"letrozole", 3650, 0, 0, 0}}, 0.0, NULL},
    };
    check(rows, BM_COUNT(rows));
}

static void ends_badly(void **state) {
    (void)state;
    const struct row rows[] = {
        {{{0}}, {{"denosumab", 0, 0, 0, 4}}, 3 * 182.625 + 7.1 * month_d, "denosumab was stopped after day 547|ECTS"},
        {{{0}}, {{"denosumab", 0, 0, 0, 4}}, 3 * 182.625 + 6.9 * month_d, NULL}, /* it may still be given */
        {{{0}}, {{"denosumab", 0, 500, 0, 0}}, 3 * year_d, "denosumab was stopped after day 365.25"},
        {{{0}}, {{"denosumab", 0, 0, 0, 4}, {"zoledronic_acid", 4 * 182.625, 0, 0, 1}}, 5 * year_d, NULL},
        {{{0}}, {{"denosumab", 0, 0, 0, 4}, {"alendronate", 4 * 182.625, 0, 0, 0}}, 3 * year_d, NULL},
        {{{0}}, {{"denosumab", 0, 0, 0, 4}, {"raloxifene", 4 * 182.625, 0, 0, 0}}, 3 * year_d, "was stopped after"},
        {{{0}},
         {{"denosumab", 0, 0, 0, 2}, {"denosumab", 420, 0, 0, 0}},
         600.0,
         "of day 420 is later than 7 months|label"},
        {{{0}}, {{"denosumab", 0, 0, 0, 2}, {"denosumab", 390, 0, 0, 0}}, 600.0, NULL},
        {{{0}}, {{"denosumab", 0, 0, 240, 0}}, 230.0, "denosumab of day 240 is later than 7 months"},
        {{{0}}, {{"denosumab", -400, -100, 0, 0}}, 150.0, "denosumab was stopped after day -217"},
        {{{0}}, {{"teriparatide", 0, 730, 0, 0}}, 730.0 + 93, "teriparatide ended on day 730|labels"},
        {{{0}}, {{"teriparatide", 0, 730, 0, 0}}, 730.0 + 90, NULL},
        {{{0}}, {{"teriparatide", 0, 730, 0, 0}, {"zoledronic_acid", 760, 0, 0, 0}}, 1000.0, NULL},
        {{{0}}, {{"romosozumab", 0, 0, 0, 12}}, 700.0, "romosozumab ended on day 365|labels"},
        {{{0}}, {{"romosozumab", 0, 0, 0, 12}, {"denosumab", 365.25, 0, 0, 0}}, 700.0, NULL},
        {{{0}}, {{"romosozumab", 0, 0, 0, 0}}, 12.5 * month_d, "romosozumab is given beyond 12 doses|label"},
        {{{0}}, {{"romosozumab", 0, 0, 0, 0}}, 11.5 * month_d, NULL},
    };
    check(rows, BM_COUNT(rows));
}

static void does_not_suit_her(void **state) {
    (void)state;
    const struct row rows[] = {
        {{{"egfr_ml_min", 29}}, {{"denosumab", 0, 0, 0, 0}}, 1.0, "denosumab at a GFR of 29|January 2024"},
        {{{"egfr_ml_min", 31}}, {{"denosumab", 0, 0, 0, 0}}, 1.0, NULL},
        {{{"egfr_ml_min", 34}},
         {{"zoledronic_acid", 0, 0, 0, 0}},
         1.0,
         "zoledronic_acid is not for|GFR of 34|of 35|label"},
        {{{"egfr_ml_min", 34}}, {{"risedronate", 0, 0, 0, 0}}, 1.0, NULL},
        {{{"egfr_ml_min", 29}}, {{"risedronate", 0, 0, 0, 0}}, 1.0, "risedronate is not for|of 30"},
        {{{"calcidiol_nmol_l", 45}}, {{"denosumab", 0, 0, 0, 0}}, 1.0, "denosumab at a calcidiol of 45|labels"},
        {{{"calcidiol_nmol_l", 45}}, {{"zoledronic_acid", 0, 0, 0, 0}}, 1.0, "zoledronic_acid at a calcidiol of 45"},
        {{{"calcidiol_nmol_l", 45}}, {{"alendronate", 0, 0, 0, 0}}, 1.0, NULL},
        {{{"calcidiol_nmol_l", 55}}, {{"denosumab", 0, 0, 0, 0}}, 1.0, NULL},
        {{{"calcidiol_nmol_l", 12}}, {{0}}, 1.0, "calcidiol of 12 nmol/L is a deficiency|Institute of Medicine 2011"},
        {{{"calcidiol_nmol_l", 31}}, {{0}}, 1.0, NULL},
        {{{"weight_kg", 25}, {"height_cm", 200}}, {{0}}, 1.0, "25 kg and 200 cm|6.25 kg/m2"},
        {{{"weight_kg", 200}, {"height_cm", 150}}, {{0}}, 1.0, "200 kg and 150 cm"},
        {{{"weight_kg", 40}, {"height_cm", 170}}, {{0}}, 1.0, NULL},
    };
    check(rows, BM_COUNT(rows));
}

/* Low calcium on day 0 comes from what keeps it up: here PTH is taken away. */
/* Low calcium on day 0: here the glands answer to it at another level. */
static void low_calcium(void **state) {
    (void)state;
    for (int low = 0; low < 2; low++) {
        bm_patient *patient = bm_test_patient(model, 1e-3);
        OK(patient, bm_patient_set(patient, "core.T65", low ? 15.0 : 6.3));
        OK(patient, bm_patient_set(patient, "calcium_intake_mg_day", low ? 0.0 : 1000.0));
        bm_test_prescribe(model, patient, "denosumab", 60.0, 0.0, 0.0, 0.0);
        const double calcium = bm_test_observe(patient, "serum.calcium");
        print_message("serum calcium %g mmol/L, %zu warnings\n", calcium, bm_patient_warning_count(patient));
        assert_true((calcium < 2.1) == low);
        assert_int_equal(bm_patient_warning_count(patient), low);
        if (low)
            assert_true(has(bm_patient_warning(patient, 0), "denosumab at a serum calcium of|labels"));
        bm_patient_destroy(patient);
    }
}

/* Whatever the order of set and prescribe, the warning is there once she is first read; and one that was cleared may
 * come again. */
static void whatever_the_order(void **state) {
    (void)state;
    bm_patient *patient = bm_test_patient(model, 0.0);
    double value;
    bm_test_prescribe(model, patient, "denosumab", 60.0, 0.0, 0.0, 0.0);
    OK(patient, bm_patient_set(patient, "egfr_ml_min", 25.0));
    assert_int_equal(bm_patient_warning_count(patient), 0);
    OK(patient, bm_patient_observe(patient, "bmd.total_hip", &value));
    assert_int_equal(bm_patient_warning_count(patient), 1);
    bm_patient_clear_warnings(patient);
    assert_int_equal(bm_patient_warning_count(patient), 0);
    OK(patient, bm_patient_advance_to(patient, 1.0));
    assert_int_equal(bm_patient_warning_count(patient), 1);
    bm_patient_destroy(patient);
}

/* A patient in whom everything is wrong goes on as one does whose warnings nobody sees. */
static void nothing_else_changes(void **state) {
    (void)state;
    const struct row row = {{{"egfr_ml_min", 25}, {"calcidiol_nmol_l", 20}, {"weight_kg", 30}},
                            {{"letrozole", 0, 0, 0, 0}, {"tamoxifen", 0, 0, 0, 0}, {"denosumab", 0, 0, 0, 2}},
                            0.0,
                            NULL};
    bm_patient *once = patient_of(&row), *often = patient_of(&row);
    for (int month = 1; month <= 30; month++) {
        OK(often, bm_patient_advance_to(often, month * month_d));
        bm_patient_clear_warnings(often);
        OK(once, bm_patient_advance_to(once, month * month_d));
    }
    assert_true(bm_patient_warning_count(once) >= 5);
    bm_assert_same_patient(once, often);
    bm_patient_destroy(once);
    bm_patient_destroy(often);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(not_together), cmocka_unit_test(ends_badly),         cmocka_unit_test(does_not_suit_her),
        cmocka_unit_test(low_calcium),  cmocka_unit_test(whatever_the_order), cmocka_unit_test(nothing_else_changes),
    };
    return cmocka_run_group_tests(tests, create_full_model, destroy_model);
}
