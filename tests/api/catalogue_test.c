/* SPDX-License-Identifier: Apache-2.0 */
/* Everything that has a name: complete rows, unique names, and values that can be used as the row says. */
#include "api/group_model.h"
#include "support/csv.h"

static const struct {
    uint32_t kind;
    int of_core, of_full; /* whether the model has any */
    const char *prefix;   /* all names of the core begin with it */
} kinds[] = {
    {BM_KIND_AGENT, 1, 1, ""},        {BM_KIND_AGENT_PARAMETER, 0, 1, ""}, {BM_KIND_COVARIATE, 0, 1, ""},
    {BM_KIND_INITIAL, 1, 0, "core."}, {BM_KIND_PARAMETER, 1, 1, "core."},  {BM_KIND_TARGET, 1, 1, ""},
    {BM_KIND_EXERCISE, 0, 1, ""},     {BM_KIND_DEVICE, 0, 1, ""},          {BM_KIND_VARIABILITY, 0, 1, ""},
    {BM_KIND_OBSERVABLE, 1, 1, ""},
};

static int is_full(void) {
    return bm_catalog_count(model, BM_KIND_COVARIATE) > 0;
}

static bm_catalog_entry row_at(uint32_t kind, size_t index) {
    bm_catalog_entry row;
    OK(NULL, bm_catalog_row(model, kind, index, &row));
    return row;
}

static void complete_and_unique(void **state) {
    (void)state;
    for (size_t k = 0; k < BM_COUNT(kinds); k++) {
        const uint32_t kind = kinds[k].kind;
        const size_t count = bm_catalog_count(model, kind);
        assert_int_equal(count > 0, is_full() ? kinds[k].of_full : kinds[k].of_core);
        for (size_t i = 0; i < count; i++) {
            const bm_catalog_entry row = row_at(kind, i);
            assert_int_equal(row.struct_size, sizeof row);
            assert_int_equal(row.kind, kind);
            assert_int_equal(row.reserved, 0);
            assert_true(row.name && row.unit && row.description && row.source && row.code);
            if (!is_full() && strncmp(row.name, kinds[k].prefix, strlen(kinds[k].prefix)) != 0)
                fail_msg("%s does not begin with %s", row.name, kinds[k].prefix);
            if (!row.name[0] || !row.unit[0] || !row.description[0] || !row.source[0])
                fail_msg("%s: unit '%s', description '%s', source '%s'", row.name, row.unit, row.description,
                         row.source);
            assert_null(strchr(row.description, '\n'));
            assert_true(!row.code[0] || strncmp(row.code, "ATC:", 4) == 0 || strncmp(row.code, "LOINC:", 6) == 0);

            size_t found = SIZE_MAX;
            OK(NULL, bm_catalog_find(model, kind, row.name, &found));
            if (kind == BM_KIND_VARIABILITY)
                continue;               /* two factors may act on one parameter, in either direction */
            assert_int_equal(found, i); /* so names are unique within their kind */

            const int has_range = kind != BM_KIND_TARGET && kind != BM_KIND_OBSERVABLE && kind != BM_KIND_EXERCISE &&
                                  kind != BM_KIND_DEVICE;
            const int may_be_unknown =
                (kind == BM_KIND_COVARIATE || kind == BM_KIND_AGENT_PARAMETER) && isnan(row.default_value);
            if (has_range &&
                !((may_be_unknown || (row.minimum <= row.default_value && row.default_value <= row.maximum)) &&
                  row.minimum < row.maximum && isfinite(row.minimum) && isfinite(row.maximum)))
                fail_msg("%s: default %g, range %g to %g", row.name, row.default_value, row.minimum, row.maximum);
            if (!has_range && !(isnan(row.minimum) && isnan(row.maximum)))
                fail_msg("%s: range %g to %g, expected none", row.name, row.minimum, row.maximum);
        }
    }
}

static int has(uint32_t kind, const char *prefix, const char *name) {
    char whole[80];
    size_t index;
    snprintf(whole, sizeof whole, "%s%s", prefix, name);
    return bm_catalog_find(model, kind, whole, &index) == BM_OK;
}

/* The core's parameters and initial values are those of the published model: these, by name and value, and no others.
 */
static void core_as_published(void **state) {
    (void)state;
    static const struct {
        uint32_t kind;
        const char *path, *column;
    } tables[] = {{BM_KIND_PARAMETER, "../parity/parameters.csv", "value"},
                  {BM_KIND_INITIAL, "../parity/initial_values.csv", "value_declared"}};
    for (size_t k = 0; k < BM_COUNT(tables) && !is_full(); k++) {
        struct bm_csv csv;
        bm_csv_read(&csv, tables[k].path);
        assert_int_equal(bm_catalog_count(model, tables[k].kind), csv.n_rows);
        for (int i = 0; i < csv.n_rows; i++) {
            char name[BM_CSV_NAME + 8];
            size_t index;
            snprintf(name, sizeof name, "core.%s", csv.text[i]);
            OK(NULL, bm_catalog_find(model, tables[k].kind, name, &index));
            const double published = bm_csv_at(&csv, i, bm_csv_find_column(&csv, tables[k].column));
            bm_assert_close_named(name, row_at(tables[k].kind, index).default_value, published, 1e-15, 0.0);
        }
        bm_csv_free(&csv);
    }
}

/* Of each agent its level, and of those given in doses their number; of each site its densities; of each marker its
 * value and change; and none of anything else. */
static void families_are_complete(void **state) {
    (void)state;
    static const char *const of_sites[] = {"bmd.",     "bmd_change.", "t_score.",
                                           "z_score.", "loading.",    "loading_signal."};
    static const char *const sites[] = {"lumbar_spine", "total_hip", "femoral_neck", "distal_radius"};
    static const char *const of_others[] = {
        "core.", "serum.", "bone.", "cells.", "body.", "fracture_risk.", "fracture_risk_10y.", "falls.", "metabolic."};
    size_t expected = 0, others = 0;
    for (size_t i = 0; i < bm_catalog_count(model, BM_KIND_AGENT); i++) {
        const bm_catalog_entry agent = row_at(BM_KIND_AGENT, i);
        const int in_doses = !(agent.flags & BM_FLAG_CONTINUOUS);
        assert_true(has(BM_KIND_OBSERVABLE, "drug.", agent.name));
        assert_int_equal(has(BM_KIND_OBSERVABLE, "doses_given.", agent.name), in_doses);
        expected += 1u + (size_t)in_doses;
    }
    for (size_t s = 0; s < BM_COUNT(sites) && is_full(); s++)
        for (size_t r = 0; r < BM_COUNT(of_sites); r++, expected++)
            assert_true(has(BM_KIND_OBSERVABLE, of_sites[r], sites[s]));
    for (size_t i = 0; i < bm_catalog_count(model, BM_KIND_COVARIATE); i++) {
        const bm_catalog_entry row = row_at(BM_KIND_COVARIATE, i);
        if (strncmp(row.name, "marker.", 7) == 0) {
            assert_true(has(BM_KIND_OBSERVABLE, "", row.name) &&
                        has(BM_KIND_OBSERVABLE, "marker_change.", row.name + 7));
            expected += 2;
        }
    }
    for (size_t i = 0; i < bm_catalog_count(model, BM_KIND_OBSERVABLE); i++)
        for (size_t k = 0; k < BM_COUNT(of_others); k++)
            others += strncmp(row_at(BM_KIND_OBSERVABLE, i).name, of_others[k], strlen(of_others[k])) == 0;
    assert_true(others > 0);
    assert_int_equal(bm_catalog_count(model, BM_KIND_OBSERVABLE), expected + others);
    for (size_t i = 0; i < bm_catalog_count(model, BM_KIND_AGENT_PARAMETER); i++) {
        char agent[80];
        const char *name = row_at(BM_KIND_AGENT_PARAMETER, i).name;
        snprintf(agent, sizeof agent, "%.*s", (int)strcspn(name, "."), name);
        assert_true(has(BM_KIND_AGENT, "", agent));
    }
}

/* A few of each kind that hosts rely on. */
static void named_rows(void **state) {
    (void)state;
    static const struct {
        uint32_t kind;
        const char *name;
    } of_both[] = {{BM_KIND_AGENT, "denosumab"},
                   {BM_KIND_AGENT, "teriparatide"},
                   {BM_KIND_TARGET, "rankl_clearance"},
                   {BM_KIND_TARGET, "pth_supply"},
                   {BM_KIND_OBSERVABLE, "serum.pth"},
                   {BM_KIND_OBSERVABLE, "serum.calcium"},
                   {BM_KIND_OBSERVABLE, "cells.osteoclasts"}},
      of_full[] = {{BM_KIND_AGENT, "letrozole"},
                   {BM_KIND_AGENT, "zoledronic_acid"},
                   {BM_KIND_AGENT, "romosozumab"},
                   {BM_KIND_AGENT, "tamoxifen"},
                   {BM_KIND_AGENT, "goserelin"},
                   {BM_KIND_AGENT, "vitamin_d"},
                   {BM_KIND_AGENT, "resistance_training"},
                   {BM_KIND_AGENT, "smoking"},
                   {BM_KIND_AGENT_PARAMETER, "ibandronate.route"},
                   {BM_KIND_AGENT_PARAMETER, "trace_minerals.zinc"},
                   {BM_KIND_COVARIATE, "age_years"},
                   {BM_KIND_COVARIATE, "years_since_menopause"},
                   {BM_KIND_TARGET, "aromatase_inhibition"},
                   {BM_KIND_TARGET, "fall_rate"},
                   {BM_KIND_EXERCISE, "walking"},
                   {BM_KIND_VARIABILITY, "bmd.lumbar_spine"},
                   {BM_KIND_OBSERVABLE, "serum.estradiol"},
                   {BM_KIND_OBSERVABLE, "fracture_risk_10y.hip"},
                   {BM_KIND_OBSERVABLE, "falls.relative_rate"}};
    for (size_t i = 0; i < BM_COUNT(of_both); i++)
        if (!has(of_both[i].kind, "", of_both[i].name))
            fail_msg("%s is not there", of_both[i].name);
    for (size_t i = 0; i < BM_COUNT(of_full); i++)
        if (has(of_full[i].kind, "", of_full[i].name) != is_full())
            fail_msg("%s: in the full model alone", of_full[i].name);
}

/* A name means one thing: only a state is both an initial value and an observable, a measurement of day 0 has the name
 * of what can be read later, and two agents have the name of the target that they push on. */
static void names_across_kinds(void **state) {
    (void)state;
    for (size_t a = 0; a < BM_COUNT(kinds); a++)
        for (size_t i = 0; i < bm_catalog_count(model, kinds[a].kind); i++)
            for (size_t b = a + 1; b < BM_COUNT(kinds); b++) {
                if (kinds[a].kind == BM_KIND_VARIABILITY || kinds[b].kind == BM_KIND_VARIABILITY)
                    continue; /* its rows are about others */
                const bm_catalog_entry row = row_at(kinds[a].kind, i);
                size_t found;
                const int both = bm_catalog_find(model, kinds[b].kind, row.name, &found) == BM_OK;
                const int measured = strncmp(row.name, "bmd.", 4) == 0 || strncmp(row.name, "t_score.", 8) == 0 ||
                                     strncmp(row.name, "marker.", 7) == 0;
                const int pushed = strcmp(row.name, "immobilisation") == 0 || strcmp(row.name, "caffeine") == 0;
                const int twice =
                    (kinds[b].kind == BM_KIND_OBSERVABLE &&
                     (kinds[a].kind == BM_KIND_INITIAL || (kinds[a].kind == BM_KIND_COVARIATE && measured))) ||
                    (kinds[a].kind == BM_KIND_AGENT && kinds[b].kind == BM_KIND_TARGET && pushed);
                if (both != twice)
                    fail_msg("%s is of kinds %u and %u", row.name, kinds[a].kind, kinds[b].kind);
                if (both)
                    assert_string_equal(row_at(kinds[b].kind, found).unit, row.unit);
            }
}

/* The presets, by the number that an agent's "exercise" takes: 1 is the first, and the range takes them all. */
static void exercises(void **state) {
    (void)state;
    const size_t n = bm_catalog_count(model, BM_KIND_EXERCISE);
    for (size_t i = 0; i < n; i++)
        assert_true(row_at(BM_KIND_EXERCISE, i).default_value == (double)i + 1.0);
    size_t index;
    for (size_t i = 0; i < bm_catalog_count(model, BM_KIND_AGENT); i++) {
        char name[80];
        snprintf(name, sizeof name, "%s.exercise", row_at(BM_KIND_AGENT, i).name);
        if (bm_catalog_find(model, BM_KIND_AGENT_PARAMETER, name, &index) != BM_OK)
            continue;
        const bm_catalog_entry row = row_at(BM_KIND_AGENT_PARAMETER, index);
        assert_true(row.minimum == 0.0 && row.default_value == 0.0 && row.maximum == (double)n);
    }
    static const char *const takers[] = {"weight_bearing_aerobic", "resistance_training", "impact_training"};
    for (size_t i = 0; is_full() && i < BM_COUNT(takers); i++)
        assert_true(has(BM_KIND_AGENT_PARAMETER, takers[i], ".exercise"));
    static const char *const names[] = {
        "squat",   "goblet_squat", "deadlift",         "weighted_carry", "push_up", "jump",          "box_jump",
        "walking", "jogging",      "modified_push_up", "dancing",        "hiking",  "stair_climbing"};
    for (size_t i = 0; is_full() && i < BM_COUNT(names); i++)
        OK(NULL, bm_catalog_find(model, BM_KIND_EXERCISE, names[i], &index));
}

/* How members of a cohort differ: an SD of a parameter, of the measurement of a density or marker, or of a walk. */
static void variability(void **state) {
    (void)state;
    const size_t n = bm_catalog_count(model, BM_KIND_VARIABILITY);
    size_t n_measured = 0, n_walks = 0;
    assert_true(is_full() ? n > 1 : n == 0);
    for (size_t i = 0; i < n; i++) {
        const bm_catalog_entry row = row_at(BM_KIND_VARIABILITY, i);
        size_t index;
        const int parameter = bm_catalog_find(model, BM_KIND_PARAMETER, row.name, &index) == BM_OK;
        const int measured = bm_catalog_find(model, BM_KIND_OBSERVABLE, row.name, &index) == BM_OK &&
                             (strncmp(row.name, "bmd.", 4) == 0 || strncmp(row.name, "marker.", 7) == 0 ||
                              strncmp(row.name, "serum.", 6) == 0);
        const int walks = strncmp(row.name, "walk.", 5) == 0 &&
                          bm_catalog_find(model, BM_KIND_OBSERVABLE, row.name + 5, &index) == BM_OK;
        if (parameter + measured + walks != 1)
            fail_msg("%s is neither a parameter nor what is measured or walks", row.name);
        n_walks += (size_t)walks;
        n_measured += (size_t)measured;
        assert_true(fabs(row.default_value) > 0.0 && fabs(row.default_value) < 2.0);
        assert_true(parameter || row.default_value > 0.0);
        assert_string_equal(row.unit, "1");
        assert_int_equal(row.flags, 0);
    }
    assert_true(!is_full() || (n_measured > 0 && n_measured + n_walks < n));
    assert_int_equal(n_walks, is_full() ? 4 : 0);
}

/* Every observable can be read, alike by name and by index. */
static void observables_can_be_read(void **state) {
    (void)state;
    bm_patient *patient = bm_test_patient(model, 0.0);
    OK(patient, bm_patient_advance_to(patient, 5.0));
    for (size_t i = 0; i < bm_catalog_count(model, BM_KIND_OBSERVABLE); i++) {
        double value = (double)NAN;
        OK(patient, bm_patient_observe_index(patient, i, &value));
        assert_true(isfinite(value));
        const double by_name = bm_test_observe(patient, row_at(BM_KIND_OBSERVABLE, i).name);
        assert_true(by_name == value);
    }
    bm_patient_destroy(patient);
}

static int replaces_a_habit(const char *agent) {
    return strcmp(agent, "smoking") == 0 || strcmp(agent, "alcohol") == 0 || strcmp(agent, "caffeine") == 0;
}

/* The label of every agent of the full model can be prescribed as it stands, and its dose at both ends. */
static void labels_of_full(void) {
    for (size_t i = 0; i < bm_catalog_count(model, BM_KIND_AGENT); i++) {
        const bm_catalog_entry row = row_at(BM_KIND_AGENT, i);
        const int before_menopause = strcmp(row.name, "goserelin") == 0;
        bm_prescription rx;
        OK(NULL, bm_prescription_init(model, row.name, &rx));
        assert_true(rx.dose == row.default_value);
        assert_true((rx.every_d > 0.0) == !(row.flags & BM_FLAG_CONTINUOUS));
        bm_patient *patient = bm_test_patient(model, 0.0);
        if (before_menopause)
            OK(patient, bm_patient_set(patient, "age_years", 40.0));
        OK(patient, bm_patient_prescribe(patient, &rx, NULL));
        if (bm_patient_warning_count(patient) > 0)
            fail_msg("%s: %s", row.name, bm_patient_warning(patient, 0));
        size_t n = 9;
        OK(patient, bm_patient_advance_to(patient, 40.0));
        OK(patient, bm_patient_applicability(patient, &n));
        assert_int_equal(n, 0);
        const double ends[] = {row.minimum, row.maximum};
        for (size_t e = 0; e < 2; e++) { /* a habit cannot be two things at a time */
            bm_patient *other = NULL;
            OK(patient, bm_patient_clone(patient, &other));
            rx.dose = ends[e];
            rx.start_d = 40.0;
            const bm_status status = bm_patient_prescribe(other, &rx, NULL);
            if (replaces_a_habit(row.name))
                assert_int_equal(status, BM_ECONFLICT);
            else
                OK(other, status);
            bm_patient_destroy(other);
        }
        bm_patient_destroy(patient);
        patient = bm_test_patient(model, 0.0);
        if (before_menopause)
            OK(patient, bm_patient_set(patient, "age_years", 40.0));
        rx.start_d = 0.0;
        OK(patient, bm_patient_prescribe(patient, &rx, NULL));
        const bm_status moved = bm_patient_advance_by(patient, 100.0);
        if (moved != BM_OK)
            fail_msg("%s at its largest dose: %s", row.name, bm_patient_last_error(patient));
        bm_patient_destroy(patient);
    }
}

static void labels(void **state) {
    (void)state;
    if (is_full()) {
        labels_of_full();
        return;
    }
    static const struct {
        const char *agent, *code;
        uint32_t flags;
        double dose, every_d;
    } expected[] = {
        {"denosumab", "ATC:M05BX04", 0, 60.0, 182.625},
        {"teriparatide", "ATC:H05AA02", 0, 20.0, 1.0},
        {"pth_infusion", "", BM_FLAG_CONTINUOUS, 385.0, 0.0},
    };
    assert_int_equal(BM_COUNT(expected), bm_catalog_count(model, BM_KIND_AGENT));
    for (size_t i = 0; i < BM_COUNT(expected); i++) {
        bm_prescription rx;
        size_t index;
        char agent[32];
        snprintf(agent, sizeof agent, "%s", expected[i].agent);
        OK(NULL, bm_prescription_init(model, agent, &rx));
        memset(agent, 0, sizeof agent); /* the prescription keeps the library's own string */
        assert_string_equal(rx.agent, expected[i].agent);
        assert_true(rx.dose == expected[i].dose && rx.every_d == expected[i].every_d);
        assert_true(rx.start_d == 0.0 && rx.stop_d == BM_NEVER_D && rx.adherence == 1.0);
        assert_true(rx.doses == 0 && !rx.parameters && rx.n_parameters == 0);
        OK(NULL, bm_catalog_find(model, BM_KIND_AGENT, rx.agent, &index));
        const bm_catalog_entry row = row_at(BM_KIND_AGENT, index);
        assert_true(row.default_value == rx.dose);
        assert_int_equal(row.flags, expected[i].flags);
        assert_string_equal(row.code, expected[i].code);
        bm_patient *patient = bm_test_patient(model, 0.0);
        OK(patient, bm_patient_prescribe(patient, &rx, NULL)); /* a label leaves no warning */
        assert_int_equal(bm_patient_warning_count(patient), 0);
        rx.dose = row.minimum;
        OK(patient, bm_patient_prescribe(patient, &rx, NULL));
        rx.dose = row.maximum;
        OK(patient, bm_patient_prescribe(patient, &rx, NULL));
        bm_patient_destroy(patient);
    }
}

/* Ends of ranges where the core finds no balance in years of history, so that a call says BM_ENONFINITE. */
static int has_no_balance(const char *name, size_t end) {
    return (strcmp(name, "core.MOCratioGam") == 0 && end == 1) || (strcmp(name, "core.GFRdelta") == 0 && end == 1);
}

/* Each value can be set to both ends of its range and is read back; a hair beyond is refused. */
static void ranges_can_be_set(void **state) {
    (void)state;
    const uint32_t settable[] = {BM_KIND_PARAMETER, BM_KIND_INITIAL, BM_KIND_COVARIATE};
    int n_computed = 0, n_conflicts = 0, n_failed = 0;
    for (size_t k = 0; k < BM_COUNT(settable); k++)
        for (size_t i = 0; i < bm_catalog_count(model, settable[k]); i++) {
            const bm_catalog_entry row = row_at(settable[k], i);
            const double ends[] = {row.minimum, row.maximum};
            for (size_t e = 0; e < 2; e++) {
                bm_patient *patient = bm_test_patient(model, 0.0);
                double value = -1.0;
                OK(patient, bm_patient_get(patient, row.name, &value));
                if (!isnan(row.default_value) || !isnan(value))
                    bm_assert_close_named(row.name, value, row.default_value, 1e-15, 0.0);
                if (settable[k] == BM_KIND_INITIAL && row.flags & BM_FLAG_COMPUTED) {
                    FAILS(bm_patient_set(patient, row.name, row.default_value), BM_ECONFLICT);
                    n_computed++;
                } else {
                    OK(patient, bm_patient_set(patient, row.name, ends[e]));
                    OK(patient, bm_patient_get(patient, row.name, &value));
                    assert_true(value == ends[e]);
                    const double beyond = nextafter(ends[e], e ? (double)INFINITY : (double)-INFINITY);
                    FAILS(bm_patient_set(patient, row.name, beyond), BM_ERANGE);
                    OK(patient, bm_patient_get(patient, row.name, &value));
                    assert_true(value == ends[e]);
                    const bm_status status = bm_patient_observe(patient, "core.PTH", &value);
                    if (status != BM_OK) {
                        assert_true(strlen(bm_patient_last_error(patient)) > 20);
                        const int expected =
                            status == BM_ECONFLICT || (status == BM_ENONFINITE && has_no_balance(row.name, e));
                        if (!expected)
                            print_error("%s = %g: %s\n", row.name, ends[e], bm_patient_last_error(patient));
                        n_conflicts += status == BM_ECONFLICT;
                        n_failed += !expected;
                    } else {
                        assert_true(isfinite(value));
                        const bm_status moved = bm_patient_advance_to(patient, 1.0);
                        if (moved != BM_OK)
                            fail_msg("%s = %g: %s", row.name, ends[e], bm_patient_last_error(patient));
                    }
                }
                bm_patient_destroy(patient);
            }
        }
    assert_int_equal(n_computed / 2, is_full() ? 0 : 7);
    assert_int_equal(n_failed, 0);
    print_message("%d ends of a range contradict the other defaults\n", n_conflicts);
}

/* Any few values in range: the patient moves, or a status and a sentence tell why not. */
static void values_together(void **state) {
    (void)state;
    uint64_t seed = 7;
    int moved = 0, conflicts = 0, failed = 0;
    for (int n = 0; n < 300; n++) {
        bm_patient *patient = NULL;
        OK(NULL, bm_test_create(model, 1e-3, 20000, &patient));
        if (is_full()) { /* any woman */
            const double age = bm_random(&seed, 18.0, 110.0);
            OK(patient, bm_patient_set(patient, "age_years", age));
            OK(patient, bm_patient_set(patient, "years_since_menopause", age - bm_random(&seed, 40.0, 60.0)));
        }
        for (int i = 0; i < 5; i++) {
            const size_t count = bm_catalog_count(model, BM_KIND_PARAMETER);
            const bm_catalog_entry row = row_at(BM_KIND_PARAMETER, (size_t)bm_random(&seed, 0.0, (double)count));
            OK(patient, bm_patient_set(patient, row.name, bm_random(&seed, row.minimum, row.maximum)));
        }
        const bm_status status = bm_patient_advance_to(patient, 30.0);
        moved += status == BM_OK;
        conflicts += status == BM_ECONFLICT;
        failed += status != BM_OK && status != BM_ECONFLICT;
        if (status != BM_OK)
            assert_true(strlen(bm_patient_last_error(patient)) > 20);
        else
            for (size_t i = 0; i < bm_catalog_count(model, BM_KIND_OBSERVABLE); i++) {
                double value;
                OK(patient, bm_patient_observe_index(patient, i, &value));
                assert_true(isfinite(value));
            }
        bm_patient_destroy(patient);
    }
    print_message("300 patients of 5 random parameters: %d moved, %d conflicts, %d failed\n", moved, conflicts, failed);
    assert_true(moved > 150);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(complete_and_unique),
        cmocka_unit_test(core_as_published),
        cmocka_unit_test(families_are_complete),
        cmocka_unit_test(named_rows),
        cmocka_unit_test(names_across_kinds),
        cmocka_unit_test(exercises),
        cmocka_unit_test(variability),
        cmocka_unit_test(observables_can_be_read),
        cmocka_unit_test(labels),
        cmocka_unit_test(ranges_can_be_set),
        cmocka_unit_test(values_together),
    };
    return cmocka_run_group_tests_name("core", tests, create_model, destroy_model) +
           cmocka_run_group_tests_name("full", tests, create_full_model, destroy_model);
}
