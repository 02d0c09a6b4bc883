/* SPDX-License-Identifier: Apache-2.0 */
/* LOINC codes as the panels of bone densitometry and laboratories have them, and units that people use. */
#include "api/group_model.h"

static const char *code_of(uint32_t kind, const char *name) {
    static bm_catalog_entry row;
    size_t index;
    OK(NULL, bm_catalog_find(model, kind, name, &index));
    OK(NULL, bm_catalog_row(model, kind, index, &row));
    return row.code;
}

/* OHDSI Themis, and the examples of US Core (85bf4af6e): a code is that of one site. */
static void loinc_by_site(void **state) {
    (void)state;
    static const struct {
        const char *site, *bmd, *t_score, *z_score;
    } rows[] = {{"lumbar_spine", "LOINC:24966-4", "LOINC:38267-1", "LOINC:85394-5"},
                {"total_hip", "LOINC:38261-4", "LOINC:38264-8", "LOINC:80933-5"},
                {"femoral_neck", "LOINC:24701-5", "LOINC:38263-0", "LOINC:80934-3"}, /* the femur's */
                {"distal_radius", "LOINC:24890-6", "LOINC:38265-5", "LOINC:80932-7"}};
    for (size_t i = 0; i < BM_COUNT(rows); i++) {
        char name[60];
        snprintf(name, sizeof name, "bmd.%s", rows[i].site);
        assert_string_equal(code_of(BM_KIND_COVARIATE, name), rows[i].bmd);
        assert_string_equal(code_of(BM_KIND_OBSERVABLE, name), rows[i].bmd);
        snprintf(name, sizeof name, "t_score.%s", rows[i].site);
        assert_string_equal(code_of(BM_KIND_COVARIATE, name), rows[i].t_score);
        assert_string_equal(code_of(BM_KIND_OBSERVABLE, name), rows[i].t_score);
        snprintf(name, sizeof name, "z_score.%s", rows[i].site);
        assert_string_equal(code_of(BM_KIND_OBSERVABLE, name), rows[i].z_score);
        snprintf(name, sizeof name, "bmd_change.%s", rows[i].site);
        assert_string_equal(code_of(BM_KIND_OBSERVABLE, name), "");
    }
}

/* A code says the unit too: calcidiol in nmol/L is moles per volume, 1989-3 would be ng/mL. */
static void loinc_by_unit(void **state) {
    (void)state;
    assert_string_equal(code_of(BM_KIND_COVARIATE, "calcidiol_nmol_l"), "LOINC:14635-7");
    assert_string_equal(code_of(BM_KIND_OBSERVABLE, "serum.calcidiol"), "LOINC:14635-7");
    assert_string_equal(code_of(BM_KIND_COVARIATE, "egfr_ml_min"), ""); /* 33914-3 is per 1.73 m2 */
}

/* One code means one thing: rows that share it have the same unit, and are of the same site. */
static void no_code_has_two_meanings(void **state) {
    (void)state;
    static const uint32_t kinds[] = {BM_KIND_COVARIATE, BM_KIND_OBSERVABLE};
    bm_catalog_entry rows[400];
    size_t n = 0;
    for (size_t k = 0; k < BM_COUNT(kinds); k++)
        for (size_t i = 0; i < bm_catalog_count(model, kinds[k]); i++) {
            assert_true(n < BM_COUNT(rows));
            OK(NULL, bm_catalog_row(model, kinds[k], i, &rows[n]));
            n += rows[n].code[0] != '\0';
        }
    assert_true(n > 40);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(rows[i].code, rows[j].code) == 0) {
                assert_string_equal(rows[i].unit, rows[j].unit);
                assert_true(rows[i].kind != rows[j].kind);
            }
}

/* Factors as textbooks have them, to the digits that they have. */
static void units_convert(void **state) {
    (void)state;
    static const struct {
        uint32_t kind;
        const char *name, *unit;
        double value, expected, rtol;
    } cases[] = {
        {BM_KIND_COVARIATE, "calcidiol_nmol_l", "ng/mL", 20.0, 50.0, 2e-3}, /* 1 ng/mL = 2.496 nmol/L */
        {BM_KIND_COVARIATE, "calcidiol_nmol_l", "ng/mL", 1.0, 2.496, 1e-4},
        {BM_KIND_COVARIATE, "calcidiol_nmol_l", "nmol/L", 31.0, 31.0, 0.0},
        {BM_KIND_OBSERVABLE, "serum.calcidiol", "ug/L", 1.0, 2.496, 1e-4},
        {BM_KIND_COVARIATE, "estradiol_pg_ml", "pmol/L", 3.671, 1.0, 1e-4}, /* 1 pg/mL = 3.671 pmol/L */
        {BM_KIND_COVARIATE, "estradiol_pg_ml", "ng/L", 5.0, 5.0, 0.0},
        {BM_KIND_OBSERVABLE, "serum.calcium", "mg/dL", 10.0, 2.495, 1e-3},
        {BM_KIND_OBSERVABLE, "serum.phosphate", "mg/dL", 1.0, 0.3229, 1e-3},
        {BM_KIND_OBSERVABLE, "serum.pth", "pmol/L", 1.0, 9.4, 1e-3},
        {BM_KIND_OBSERVABLE, "serum.calcitriol", "pg/mL", 1.0, 2.4, 1e-3},
        {BM_KIND_COVARIATE, "marker.s_ctx", "pg/mL", 450.0, 0.45, 1e-15},
        {BM_KIND_COVARIATE, "marker.s_p1np", "ng/mL", 45.0, 45.0, 0.0},
        {BM_KIND_COVARIATE, "hs_crp_mg_l", "mg/dL", 0.3, 3.0, 1e-15},
        {BM_KIND_COVARIATE, "height_cm", "m", 1.62, 162.0, 1e-15},
        {BM_KIND_COVARIATE, "height_cm", "[in_i]", 64.0, 162.56, 1e-15},
        {BM_KIND_COVARIATE, "weight_kg", "[lb_av]", 150.0, 68.0388555, 1e-12},
        {BM_KIND_COVARIATE, "age_years", "mo", 732.0, 61.0, 1e-15},
        {BM_KIND_COVARIATE, "bmd.lumbar_spine", "mg/cm2", 950.0, 0.95, 1e-15},
        {BM_KIND_COVARIATE, "cigarettes_per_day", "/wk", 70.0, 10.0, 1e-15},
        {BM_KIND_COVARIATE, "vitamin_d_intake_iu_day", "ug/d", 20.0, 800.0, 0.0},
        {BM_KIND_AGENT, "vitamin_d", "ug/d", 20.0, 800.0, 0.0},
        {BM_KIND_AGENT, "calcium", "g/d", 1.2, 1200.0, 1e-15},
        {BM_KIND_AGENT, "letrozole", "ug", 2500.0, 2.5, 1e-15},
        {BM_KIND_AGENT, "teriparatide", "mg", 0.02, 20.0, 1e-15},
    };
    for (size_t i = 0; i < BM_COUNT(cases); i++) {
        char message[240] = "before";
        double converted;
        OK(NULL, bm_catalog_convert(model, cases[i].kind, cases[i].name, cases[i].value, cases[i].unit, &converted,
                                    message, sizeof message));
        bm_assert_close_named(cases[i].name, converted, cases[i].expected, cases[i].rtol, 0.0);
        assert_string_equal(message, "");
    }
}

/* A unit that does not convert is refused with those that do; what converts for one substance does not for another. */
static void other_units_are_refused(void **state) {
    (void)state;
    static const struct {
        uint32_t kind;
        const char *name, *unit, *words;
    } cases[] = {{BM_KIND_COVARIATE, "calcidiol_nmol_l", "ng/ml", "'ng/ml', allowed is nmol/L, pmol/mL"},
                 {BM_KIND_COVARIATE, "estradiol_pg_ml", "mmol/L", "pg/mL, ng/L, ng/dL, ng/mL, ug/L, pmol/L, nmol/L"},
                 {BM_KIND_COVARIATE, "marker.s_ntx", "ng/mL", "nmol/L"},
                 {BM_KIND_COVARIATE, "bmd.total_hip", "g/cm3", "g/cm2, mg/cm2, kg/m2"},
                 {BM_KIND_COVARIATE, "prior_fracture", "kg", "allowed is 1"},
                 {BM_KIND_AGENT, "denosumab", "[iU]", "mg, g, ug"},
                 {BM_KIND_AGENT, "letrozol", "mg", "'letrozol'"}};
    for (size_t i = 0; i < BM_COUNT(cases); i++) {
        char message[240] = "", cut[8];
        double converted = -1.0;
        FAILS(bm_catalog_convert(model, cases[i].kind, cases[i].name, 1.0, cases[i].unit, &converted, message,
                                 sizeof message),
              BM_ENOTFOUND);
        if (!strstr(message, cases[i].words))
            fail_msg("'%s' lacks '%s'", message, cases[i].words);
        FAILS(bm_catalog_convert(model, cases[i].kind, cases[i].name, 1.0, cases[i].unit, &converted, cut, sizeof cut),
              BM_ENOTFOUND);
        assert_string_equal(cut, "convert");
        FAILS(bm_catalog_convert(model, cases[i].kind, cases[i].name, 1.0, cases[i].unit, &converted, NULL, 0),
              BM_ENOTFOUND);
        assert_true(converted == -1.0);
    }
    double converted = -1.0;
    FAILS(bm_catalog_convert(model, BM_KIND_AGENT, "letrozole", (double)NAN, "ug", &converted, NULL, 0), BM_ERANGE);
    FAILS(bm_catalog_convert(model, BM_KIND_AGENT, "letrozole", 1e308, "g", &converted, NULL, 0), BM_ERANGE);
    assert_true(converted == -1.0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loinc_by_site),
        cmocka_unit_test(loinc_by_unit),
        cmocka_unit_test(no_code_has_two_meanings),
        cmocka_unit_test(units_convert),
        cmocka_unit_test(other_units_are_refused),
    };
    return cmocka_run_group_tests(tests, create_full_model, destroy_model);
}
