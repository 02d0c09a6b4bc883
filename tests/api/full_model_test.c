/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What only the full model refuses, warns of and names as outside its domain; and that each of its extensions can be
 * switched off alone.
 */
#include "api/group_model.h"

static bm_patient *woman(double age_years) {
    bm_patient *patient = bm_test_patient(model, 0.0);
    OK(patient, bm_patient_set(patient, "age_years", age_years));
    return patient;
}

static bm_prescription label(const char *agent) {
    bm_prescription rx;
    OK(NULL, bm_prescription_init(model, agent, &rx));
    return rx;
}

/* The sentence of the last error holds these words, apart by |. */
static void says(const bm_patient *patient, const char *words) {
    const char *error = bm_patient_last_error(patient);
    assert_null(strchr(error, '\n'));
    while (*words) {
        char word[64];
        const size_t length = strcspn(words, "|");
        snprintf(word, sizeof word, "%.*s", (int)length, words);
        if (!strstr(error, word))
            fail_msg("'%s' is not in: %s", word, error);
        words += length + (words[length] == '|');
    }
}

/* ---- refused ---- */

static void covariates_out_of_range(void **state) {
    (void)state;
    bm_patient *patient = woman(61.0);
    struct bm_bytes saved = bm_test_save(patient);
    for (size_t i = 0; i < bm_catalog_count(model, BM_KIND_COVARIATE); i++) {
        bm_catalog_entry row;
        OK(NULL, bm_catalog_row(model, BM_KIND_COVARIATE, i, &row));
        const double bad[] = {(double)NAN,
                              (double)INFINITY,
                              -(double)INFINITY,
                              nextafter(row.minimum, -1e300),
                              nextafter(row.maximum, 1e300),
                              -1e300};
        for (size_t b = 0; b < BM_COUNT(bad); b++) {
            FAILS(bm_patient_set(patient, row.name, bad[b]), BM_ERANGE);
            says(patient, row.name);
            says(patient, "allowed is");
        }
    }
    assert_true(bm_test_is_saved(patient, &saved));
    free(saved.data);
    FAILS(bm_patient_set(patient, "core.DENSC", 1.0), BM_ENOTFOUND); /* her states follow from her history */
    FAILS(bm_patient_set(patient, "serum.estradiol", 1.0), BM_ENOTFOUND);
    OK(patient, bm_patient_advance_to(patient, 1.0));
    FAILS(bm_patient_set(patient, "t_score.total_hip", -1.0), BM_ESTATE);
    says(patient, "t_score.total_hip|day 1");
    bm_patient_destroy(patient);
}

/* Values that contradict each other: refused whenever she is read, and only then; a correction makes her readable. */
static void contradictions(void **state) {
    (void)state;
    static const struct {
        const char *names[2];
        double values[2], correction; /* of the second */
        const char *words;
    } rows[] = {
        {{"age_years", "years_since_menopause"},
         {40.0, 30.0},
         -11.0,
         "age_years is 40|years_since_menopause is 30|18 to 65"},
        {{"age_years", "years_since_menopause"}, {70.0, -3.0}, 20.0, "a menopause at 73|18 to 65"},
        {{"bmd.total_hip", "t_score.femoral_neck"}, {0.7, -2.0}, -1.0, NULL}, /* two sites: nothing to refuse */
    };
    for (size_t i = 0; i < BM_COUNT(rows); i++) {
        bm_patient *patient = bm_test_patient(model, 0.0);
        double value = -77.0;
        const size_t which = 0;
        const double time_d = 1.0;
        for (size_t k = 0; k < 2; k++)
            OK(patient, bm_patient_set(patient, rows[i].names[k], rows[i].values[k]));
        if (rows[i].words) {
            FAILS(bm_patient_observe(patient, "bmd.total_hip", &value), BM_ECONFLICT);
            says(patient, rows[i].words);
            FAILS(bm_patient_observe_index(patient, 0, &value), BM_ECONFLICT);
            FAILS(bm_patient_advance_to(patient, 1.0), BM_ECONFLICT);
            FAILS(bm_patient_sample(patient, &time_d, 1, &which, 1, &value, 1), BM_ECONFLICT);
            assert_true(value == -77.0 && bm_test_time(patient) == 0.0);
        }
        OK(patient, bm_patient_set(patient, rows[i].names[1], rows[i].correction));
        OK(patient, bm_patient_advance_to(patient, 1.0));
        bm_patient_destroy(patient);
    }
    static const char *const sites[] = {"lumbar_spine", "total_hip", "femoral_neck", "distal_radius"};
    for (size_t i = 0; i < BM_COUNT(sites); i++) {
        char bmd[40], t_score[40];
        double value;
        snprintf(bmd, sizeof bmd, "bmd.%s", sites[i]);
        snprintf(t_score, sizeof t_score, "t_score.%s", sites[i]);
        bm_patient *patient = woman(61.0);
        OK(patient, bm_patient_set(patient, bmd, 0.61));
        OK(patient, bm_patient_set(patient, t_score, -2.0));
        FAILS(bm_patient_observe(patient, bmd, &value), BM_ECONFLICT);
        says(patient, "both|0.61|-2|one of them");
        bm_patient_destroy(patient);
    }
}

static void prescriptions_refused(void **state) {
    (void)state;
    bm_patient *patient = woman(61.0);
    uint64_t id = 77;
    struct bm_bytes saved = bm_test_save(patient);
    bm_prescription rx;
    FAILS(bm_prescription_init(model, "pth_infusion", &rx), BM_ENOTFOUND); /* of the core alone */

    const struct {
        const char *agent;
        bm_named_value value;
        bm_status status;
        const char *words;
    } parameters[] = {
        {"ibandronate", {"rout", 1.0}, BM_ENOTFOUND, "rout|ibandronate"},
        {"ibandronate", {"ibandronate.route", 1.0}, BM_ENOTFOUND, "ibandronate.route"},
        {"ibandronate", {"", 1.0}, BM_ENOTFOUND, "''"},
        {"ibandronate", {NULL, 1.0}, BM_EINVAL, "NULL"},
        {"ibandronate", {"route", 2.0}, BM_ERANGE, "route is 2|0 to 1"},
        {"ibandronate", {"route", (double)NAN}, BM_ERANGE, "route is nan"},
        {"letrozole", {"route", 1.0}, BM_ENOTFOUND, "route|has none"},
        {"calcium", {"route", 1.0}, BM_ENOTFOUND, "route|has none"},
        {"smoking", {"exercise", 1.0}, BM_ENOTFOUND, "exercise|has none"},
        {"resistance_training", {"exercise", 14.0}, BM_ERANGE, "exercise is 14|0 to 13"},
        {"resistance_training", {"exercise", -1.0}, BM_ERANGE, "exercise is -1"},
        {"resistance_training", {"sets", (double)NAN}, BM_ERANGE, "sets is nan"}, /* left out is not the same */
        {"resistance_training", {"sets", -1.0}, BM_ERANGE, "sets is -1|0 to 100"},
        {"resistance_training", {"by_session", 2.0}, BM_ERANGE, "by_session is 2|0 to 1"},
        {"resistance_training", {"sessions_per_week", 0.0}, BM_ERANGE, "sessions_per_week is 0|0.1 to 28"},
        {"resistance_training", {"sessions_per_week", 28.1}, BM_ERANGE, "sessions_per_week"},
        {"resistance_training", {"jumps", 28.1}, BM_ENOTFOUND, "jumps"},
        {"weight_bearing_aerobic", {"intensity", 1.01}, BM_ERANGE, "intensity is 1.01|0 to 1"},
        {"weight_bearing_aerobic", {"minutes_per_session", (double)INFINITY}, BM_ERANGE, "minutes_per_session is inf"},
        {"impact_training", {"impact_bw", 15.1}, BM_ERANGE, "impact_bw is 15.1"},
        {"balance_training", {"sets", 3.0}, BM_ENOTFOUND, "sets"},
        {"balance_training", {"sessions_per_week", -0.1}, BM_ERANGE, "sessions_per_week is -0.1"},
        {"trace_minerals", {"zinc", 21.0}, BM_ERANGE, "zinc is 21|0 to 20"},
    };
    for (size_t i = 0; i < BM_COUNT(parameters); i++) {
        rx = label(parameters[i].agent);
        rx.parameters = &parameters[i].value;
        rx.n_parameters = 1;
        FAILS(bm_patient_prescribe(patient, &rx, &id), parameters[i].status);
        says(patient, parameters[i].words);
    }
    static const char *const continuous[] = {"vitamin_d", "resistance_training", "balance_training", "smoking"};
    for (size_t i = 0; i < BM_COUNT(continuous); i++) {
        rx = label(continuous[i]);
        rx.every_d = 1.0;
        FAILS(bm_patient_prescribe(patient, &rx, &id), BM_ECONFLICT);
        rx = label(continuous[i]);
        rx.doses = 3;
        FAILS(bm_patient_prescribe(patient, &rx, &id), BM_ECONFLICT);
    }
    rx = label("immobilisation");
    rx.dose = nextafter(1.0, 2.0);
    FAILS(bm_patient_prescribe(patient, &rx, &id), BM_ERANGE);
    says(patient, "immobilisation|0 to 1");
    rx = label("letrozole");
    rx.start_d = -BM_MAX_TIME_D - 1.0;
    FAILS(bm_patient_prescribe(patient, &rx, &id), BM_ERANGE);
    rx.start_d = -10.0;
    rx.stop_d = -10.0;
    FAILS(bm_patient_prescribe(patient, &rx, &id), BM_ECONFLICT);
    rx.stop_d = (double)NAN;
    FAILS(bm_patient_prescribe(patient, &rx, &id), BM_ERANGE);
    assert_true(id == 77 && bm_test_is_saved(patient, &saved));
    free(saved.data);

    /* into a vein, more of the same dose arrives */
    bm_patient *vein = woman(61.0);
    const bm_named_value route = {"route", 1.0};
    rx = label("ibandronate");
    rx.dose = 3.0;
    OK(patient, bm_patient_prescribe(patient, &rx, &id));
    rx.parameters = &route;
    rx.n_parameters = 1;
    OK(vein, bm_patient_prescribe(vein, &rx, &id));
    OK(patient, bm_patient_advance_to(patient, 1.0));
    OK(vein, bm_patient_advance_to(vein, 1.0));
    bm_assert_close(bm_test_observe(vein, "drug.ibandronate") / bm_test_observe(patient, "drug.ibandronate"),
                    1.0 / 0.006, 1e-6, 0.0);
    bm_patient_destroy(vein);
    bm_patient_destroy(patient);

    /* before she was 18: refused at once, and when her age is set afterwards, when she is read */
    patient = woman(30.0);
    double value;
    rx = label("calcium");
    rx.start_d = -13.0 * 365.25;
    FAILS(bm_patient_prescribe(patient, &rx, &id), BM_ECONFLICT);
    says(patient, "calcium|an age of 17|18 years or later");
    OK(patient, bm_patient_set(patient, "age_years", 32.0));
    OK(patient, bm_patient_prescribe(patient, &rx, &id));
    OK(patient, bm_patient_set(patient, "age_years", 30.0));
    FAILS(bm_patient_observe(patient, "bmd.total_hip", &value), BM_ECONFLICT);
    says(patient, "calcium|an age of 17|18 years or later");
    OK(patient, bm_patient_set(patient, "age_years", 32.0));
    OK(patient, bm_patient_observe(patient, "bmd.total_hip", &value));
    bm_patient_destroy(patient);
}

/* ---- warnings ---- */

static void warnings(void **state) {
    (void)state;
    static const struct {
        double age_years, start_years;
        const char *first, *agent; /* first: prescribed before it, or NULL */
        const char *words;         /* NULL: no warning */
    } rows[] = {
        {40.0, 0.0, NULL, "letrozole", "hardly lowers estradiol|goserelin"},
        {40.0, 0.0, NULL, "exemestane", "hardly lowers estradiol|goserelin"},
        {40.0, 0.0, "goserelin", "letrozole", NULL},
        {40.0, 12.0, NULL, "letrozole", NULL}, /* when she is 52 */
        {61.0, 0.0, NULL, "letrozole", NULL},
        {61.0, 0.0, NULL, "goserelin", "10 years after the menopause"},
        {40.0, 0.0, NULL, "goserelin", NULL},
        {52.0, 0.0, NULL, "goserelin", NULL}, /* soon after it, that is not sure */
        {40.0, 0.0, NULL, "romosozumab", "after the menopause|11 years before"},
        {61.0, 0.0, NULL, "romosozumab", NULL},
        {40.0, 0.0, NULL, "estradiol", "after the menopause"},
        {40.0, 0.0, NULL, "zoledronic_acid", NULL},
        {40.0, 0.0, NULL, "resistance_training", NULL}, /* habits and programmes suit everybody */
        {75.0, 0.0, NULL, "impact_training", NULL},
        {40.0, 0.0, NULL, "balance_training", NULL},
        {40.0, 0.0, NULL, "smoking", NULL},
        {40.0, 0.0, NULL, "protein", NULL},
    };
    for (size_t i = 0; i < BM_COUNT(rows); i++) {
        bm_patient *patient = woman(rows[i].age_years);
        if (rows[i].first)
            bm_test_prescribe(model, patient, rows[i].first, label(rows[i].first).dose, 0.0, 0.0, 0.0);
        bm_test_prescribe(model, patient, rows[i].agent, label(rows[i].agent).dose, 0.0, 365.25 * rows[i].start_years,
                          0.0);
        assert_int_equal(bm_patient_warning_count(patient), rows[i].words != NULL);
        for (const char *words = rows[i].words; words && *words;) {
            char word[64];
            const size_t length = strcspn(words, "|");
            snprintf(word, sizeof word, "%.*s", (int)length, words);
            if (!strstr(bm_patient_warning(patient, 0), word))
                fail_msg("'%s' is not in: %s", word, bm_patient_warning(patient, 0));
            words += length + (words[length] == '|');
        }
        bm_patient_destroy(patient);
    }
    static const char *const bisphosphonates[] = {"zoledronic_acid", "alendronate", "risedronate", "ibandronate"};
    static const double clearances[] = {35.0, 35.0, 30.0, 30.0}; /* of their labels, mL/min */
    for (size_t i = 0; i < BM_COUNT(bisphosphonates); i++)
        for (int low = 0; low < 2; low++) {
            bm_patient *patient = woman(61.0);
            OK(patient, bm_patient_set(patient, "egfr_ml_min", clearances[i] - low));
            bm_test_prescribe(model, patient, bisphosphonates[i], label(bisphosphonates[i]).dose, 0.0, 0.0, 0.0);
            assert_int_equal(bm_patient_warning_count(patient), low);
            if (low)
                assert_true(strstr(bm_patient_warning(patient, 0), bisphosphonates[i]) &&
                            strstr(bm_patient_warning(patient, 0), clearances[i] > 34.0 ? "GFR of 34" : "GFR of 29"));
            bm_patient_destroy(patient);
        }
}

/* ---- applicability ---- */

/* The reasons are these and no others: words of each, apart by |. */
static void reasons(bm_patient *patient, const char *words) {
    size_t n = 99, expected = 0;
    OK(patient, bm_patient_applicability(patient, &n));
    for (; *words; expected++) {
        char word[64];
        const size_t length = strcspn(words, "|");
        snprintf(word, sizeof word, "%.*s", (int)length, words);
        int found = 0;
        for (size_t i = 0; i < n; i++)
            found |= strstr(bm_patient_applicability_reason(patient, i), word) != NULL;
        if (!found)
            fail_msg("no reason says '%s'", word);
        words += length + (words[length] == '|');
    }
    assert_int_equal(n, expected);
    assert_null(bm_patient_applicability_reason(patient, n));
}

static void prescribe_labels(bm_patient *patient, const char *const *agents, size_t n) {
    for (size_t i = 0; i < n; i++)
        bm_test_prescribe(model, patient, agents[i], label(agents[i]).dose, 0.0, 0.0, 0.0);
}

static void applicability(void **state) {
    (void)state;
    static const struct {
        const char *name;
        double value;
        const char *words;
    } values[] = {
        {"age_years", 61.0, ""},
        {"age_years", 33.0, "35 to 90 years"},
        {"age_years", 95.0, "35 to 90 years"},
        {"egfr_ml_min", 29.0, "GFR is below 30"},
        {"egfr_ml_min", 31.0, ""},
        {"t_score.total_hip", -4.6, "T-score below -4.5"},
        {"t_score.lumbar_spine", 3.1, "T-score below -4.5 or above 3"},
        {"t_score.femoral_neck", -4.4, ""},
        {"estrogen.p", 0.5, "calibrated has been changed"},
        {"zoledronic_acid.EC50", 3.0, "calibrated has been changed"},
        {"letrozole.residual", 0.1, ""}, /* not from the calibration */
        {"core.T65", 3.15, "T65"},
        {"core.ESTON", 1.0, ""},
    };
    for (size_t i = 0; i < BM_COUNT(values); i++) {
        bm_patient *patient = bm_test_patient(model, 0.0);
        OK(patient, bm_patient_set(patient, values[i].name, values[i].value));
        if (strcmp(values[i].name, "age_years") == 0 && values[i].value > 90.0)
            OK(patient, bm_patient_set(patient, "years_since_menopause", 44.0));
        bm_test_observe(patient, "bmd.total_hip");
        reasons(patient, values[i].words);
        bm_patient_destroy(patient);
    }

    static const struct {
        const char *agents[3];
        const char *words;
    } together[] = {
        {{"letrozole", "zoledronic_acid", "denosumab"}, ""},
        {{"raloxifene", "zoledronic_acid", "denosumab"}, "three or more kinds of bone drugs"},
        {{"zoledronic_acid", "alendronate", "denosumab"}, ""}, /* two of one kind */
        {{"romosozumab", "teriparatide", "calcium"}, "romosozumab with teriparatide"},
        {{"romosozumab", "denosumab", "letrozole"}, ""},
        {{"teriparatide", "denosumab", "calcium"}, ""}, /* no doubt about the core's densities here */
        {{"resistance_training", "impact_training", "balance_training"}, ""}, /* no bone drugs */
        {{"smoking", "alcohol", "caffeine"}, ""},
        {{"protein", "vitamin_k2", "magnesium"}, ""},
    };
    for (size_t i = 0; i < BM_COUNT(together); i++) {
        bm_patient *patient = woman(61.0);
        prescribe_labels(patient, together[i].agents, 3);
        reasons(patient, together[i].words);
        OK(patient, bm_patient_advance_to(patient, 20.0));
        reasons(patient, together[i].words);
        bm_patient_destroy(patient);
    }
    bm_patient *patient = woman(61.0);
    bm_test_prescribe(model, patient, "letrozole", 25.0, 0.0, 0.0, 0.0);
    reasons(patient, "dose");
    bm_patient_destroy(patient);

    static const struct {
        const char *agent;
        double usual, far;
    } doses[] = {{"resistance_training", 2.0, 2.1}, {"whole_body_vibration", 2.0, 2.1}, {"smoking", 60.0, 61.0},
                 {"alcohol", 10.0, 10.5},           {"caffeine", 1000.0, 1001.0},       {"protein", 1.0, 1.1},
                 {"magnesium", 500.0, 501.0},       {"vitamin_k2", 5e4, 5.1e4},         {"trace_minerals", 2.0, 2.1}};
    for (size_t i = 0; i < BM_COUNT(doses); i++) {
        patient = woman(61.0);
        bm_test_prescribe(model, patient, doses[i].agent, doses[i].usual, 0.0, 0.0, 10.0);
        reasons(patient, "");
        assert_int_equal(bm_patient_warning_count(patient), 0);
        bm_test_prescribe(model, patient, doses[i].agent, doses[i].far, 0.0, 10.0, 0.0);
        reasons(patient, "dose");
        assert_int_equal(bm_patient_warning_count(patient), 1);
        assert_non_null(strstr(bm_patient_warning(patient, 0), doses[i].agent));
        bm_patient_destroy(patient);
    }

    patient = woman(89.5); /* reached in time */
    OK(patient, bm_patient_set(patient, "years_since_menopause", 38.0));
    reasons(patient, "");
    OK(patient, bm_patient_advance_to(patient, 200.0));
    reasons(patient, "35 to 90 years");
    bm_patient_destroy(patient);
}

/* ---- extensions switched off ---- */

struct setting {
    const char *name;
    double value;
};

/* Largest difference of what can be read of bone, minerals and markers between a woman under a drug and without it. */
static double effect(const struct setting *off, size_t n_off, const char *agent) {
    static const char *const apart[] = {"drug.",           "doses_given.",     "serum.estradiol", "serum.fsh",
                                        "serum.calcidiol", "serum.sclerostin", "core.TERI",       "core.UCA",
                                        "body.ERE",        "body.ADP",         "body.WNT",        "body.LIN"};
    bm_patient *patients[2];
    double values[2][BM_TEST_MAX_OBSERVABLES], largest = 0.0;
    size_t n = 0;
    for (int treated = 0; treated < 2; treated++) {
        bm_patient *patient = patients[treated] = bm_test_patient(model, 1e-8);
        for (size_t i = 0; i < n_off; i++)
            OK(patient, bm_patient_set(patient, off[i].name, off[i].value));
        if (treated)
            bm_test_prescribe(model, patient, agent, label(agent).dose, 0.0, 0.0, 0.0);
        OK(patient, bm_patient_advance_to(patient, 400.0));
        n = bm_test_observe_all(model, patient, values[treated]);
        bm_patient_destroy(patient);
    }
    for (size_t i = 0; i < n; i++) {
        bm_catalog_entry row;
        OK(NULL, bm_catalog_row(model, BM_KIND_OBSERVABLE, i, &row));
        int skip = 0;
        for (size_t a = 0; a < BM_COUNT(apart); a++)
            skip |= strncmp(row.name, apart[a], strlen(apart[a])) == 0;
        if (!skip)
            largest = fmax(largest, fabs(values[1][i] - values[0][i]) / (1.0 + fabs(values[0][i])));
    }
    return largest;
}

/* What carries an agent's effect, set to its neutral value, leaves nothing of it. */
static void each_extension_off(void **state) {
    (void)state;
    static const struct {
        const char *agent;
        struct setting off[8];
        size_t n;
    } rows[] = {
        {"letrozole",
         {{"estrogen.p", 0.0},
          {"estrogen.rankl", 0.0},
          {"estrogen.opg", 0.0},
          {"skeleton.pth_cortex", 0.0},
          {"estrogen.withdrawal", 0.0}},
         5},
        {"tamoxifen",
         {{"estrogen.p", 0.0},
          {"estrogen.rankl", 0.0},
          {"estrogen.opg", 0.0},
          {"skeleton.pth_cortex", 0.0},
          {"estrogen.withdrawal", 0.0}},
         5},
        {"tamoxifen", {{"tamoxifen.occupancy", 0.0}}, 1},
        {"letrozole", {{"letrozole.residual", 1.0}}, 1},
        {"zoledronic_acid", {{"remodelling.bp_max", 0.0}, {"remodelling.bp_activity", 0.0}}, 2},
        {"romosozumab",
         {{"osteocyte.rankl_clearance", 0.0},
          {"osteocyte.lining_gain", 0.0},
          {"osteocyte.wnt_activity", 0.0},
          {"osteocyte.reserve", 0.0}},
         4},
        {"calcium", {{"nutrition.calcium_effect", 0.0}}, 1},
        {"vitamin_d", {{"vitamin_d.per_iu", 0.0}}, 1},
    };
    for (size_t i = 0; i < BM_COUNT(rows); i++) {
        const double off = effect(rows[i].off, rows[i].n, rows[i].agent), on = effect(NULL, 0, rows[i].agent);
        print_message("%-16s effect %.1e, switched off %.1e\n", rows[i].agent, on, off);
        bm_assert_at_most(off, 1e-6);
        assert_true(on > 1e-4);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(covariates_out_of_range), cmocka_unit_test(contradictions),
        cmocka_unit_test(prescriptions_refused),   cmocka_unit_test(warnings),
        cmocka_unit_test(applicability),           cmocka_unit_test(each_extension_off),
    };
    return cmocka_run_group_tests(tests, create_full_model, destroy_model);
}
