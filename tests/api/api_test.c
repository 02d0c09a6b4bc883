/* SPDX-License-Identifier: Apache-2.0 */
#include "api/api_test.h"

void bm_check_ok(const bm_patient *patient, bm_status status, const char *call, const char *file, int line) {
    if (status == BM_OK)
        return;
    print_error("%s: %s, %s\n", call, bm_status_name(status), bm_patient_last_error(patient));
    _fail(file, line);
}

void bm_check_fails(bm_status status, bm_status expected, const char *call, const char *file, int line) {
    if (status == expected)
        return;
    print_error("%s: found %s, expected %s\n", call, bm_status_name(status), bm_status_name(expected));
    _fail(file, line);
}

static bm_model *model_named(const char *name) {
    bm_model *model = NULL;
    bm_model_options options;
    bm_model_options_init(&options);
    options.name = name;
    OK(NULL, bm_model_create(&options, &model));
    return model;
}

bm_model *bm_test_model(void) {
    return model_named("core");
}

bm_model *bm_test_full_model(void) {
    return model_named("full");
}

bm_status bm_test_create(const bm_model *model, double rtol, uint64_t max_steps, bm_patient **patient) {
    bm_patient_options options;
    bm_patient_options_init(&options);
    if (rtol > 0.0)
        options.rtol = rtol;
    if (max_steps > 0)
        options.max_steps = max_steps;
    return bm_patient_create(model, &options, patient);
}

bm_patient *bm_test_patient(const bm_model *model, double rtol) {
    bm_patient *patient = NULL;
    OK(NULL, bm_test_create(model, rtol, 0, &patient));
    return patient;
}

uint64_t bm_test_prescribe(const bm_model *model, bm_patient *patient, const char *agent, double dose, double every_d,
                           double start_d, double stop_d) {
    bm_prescription rx;
    uint64_t id = 0;
    OK(patient, bm_prescription_init(model, agent, &rx));
    rx.dose = dose;
    rx.every_d = every_d > 0.0 ? every_d : rx.every_d;
    rx.start_d = start_d;
    rx.stop_d = stop_d != 0.0 ? stop_d : rx.stop_d;
    OK(patient, bm_patient_prescribe(patient, &rx, &id));
    return id;
}

uint64_t bm_test_programme(const bm_model *model, bm_patient *patient, const char *agent, double dose, double start_d,
                           double stop_d, const bm_named_value parameters[BM_TEST_MAX_PARAMETERS]) {
    bm_prescription rx;
    uint64_t id = 0;
    OK(patient, bm_prescription_init(model, agent, &rx));
    rx.dose = dose;
    rx.start_d = start_d;
    rx.stop_d = stop_d != 0.0 ? stop_d : rx.stop_d;
    rx.parameters = parameters;
    while (parameters && rx.n_parameters < BM_TEST_MAX_PARAMETERS && parameters[rx.n_parameters].name)
        rx.n_parameters++;
    OK(patient, bm_patient_prescribe(patient, &rx, &id));
    return id;
}

double bm_test_exercise(const bm_model *model, const char *name) {
    size_t index;
    bm_catalog_entry row;
    OK(NULL, bm_catalog_find(model, BM_KIND_EXERCISE, name, &index));
    OK(NULL, bm_catalog_row(model, BM_KIND_EXERCISE, index, &row));
    return row.default_value;
}

double bm_test_observe(bm_patient *patient, const char *name) {
    double value = (double)NAN;
    OK(patient, bm_patient_observe(patient, name, &value));
    return value;
}

double bm_test_time(const bm_patient *patient) {
    double time_d = (double)NAN;
    OK(patient, bm_patient_time(patient, &time_d));
    return time_d;
}

bm_patient_stats bm_test_stats(const bm_patient *patient) {
    bm_patient_stats stats;
    OK(patient, bm_patient_read_stats(patient, &stats));
    return stats;
}

struct bm_bytes bm_test_save(bm_patient *patient) {
    struct bm_bytes saved = {0};
    size_t written = 0;
    OK(patient, bm_patient_save_size(patient, &saved.size));
    saved.data = malloc(saved.size);
    assert_non_null(saved.data);
    OK(patient, bm_patient_save(patient, saved.data, saved.size, &written));
    assert_int_equal(written, saved.size);
    return saved;
}

struct bm_bytes bm_test_save_bare(bm_patient *patient) {
    bm_patient *clone = NULL;
    OK(patient, bm_patient_clone(patient, &clone));
    for (uint64_t id = 1; id < 10; id++)
        (void)bm_patient_undecide(clone, id);
    struct bm_bytes saved = bm_test_save(clone);
    bm_patient_destroy(clone);
    return saved;
}

int bm_test_same_bytes(struct bm_bytes a, struct bm_bytes b) {
    const int same = a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
    free(a.data);
    free(b.data);
    return same;
}

int bm_test_is_saved(bm_patient *patient, const struct bm_bytes *saved) {
    struct bm_bytes now = bm_test_save(patient);
    const int same = now.size == saved->size && memcmp(now.data, saved->data, now.size) == 0;
    free(now.data);
    return same;
}

void bm_assert_same_patient(bm_patient *a, bm_patient *b) {
    struct bm_bytes saved = bm_test_save(a);
    const int same = bm_test_is_saved(b, &saved);
    free(saved.data);
    assert_true(same);
}

void bm_test_seal(unsigned char *snapshot, size_t size) {
    uint64_t hash = 0xcbf29ce484222325;
    for (size_t i = 0; i < size - 8; i++)
        hash = (hash ^ snapshot[i]) * 0x100000001b3;
    for (size_t i = 0; i < 8; i++)
        snapshot[size - 8 + i] = (unsigned char)(hash >> 8 * i);
}

size_t bm_test_observe_all(const bm_model *model, bm_patient *patient, double values[BM_TEST_MAX_OBSERVABLES]) {
    const size_t n = bm_catalog_count(model, BM_KIND_OBSERVABLE);
    assert_in_range(n, 1, BM_TEST_MAX_OBSERVABLES);
    for (size_t i = 0; i < n; i++)
        OK(patient, bm_patient_observe_index(patient, i, &values[i]));
    return n;
}

static void untreated(const bm_model *model, bm_patient *patient) {
    (void)model;
    (void)patient;
}

static void menopause(const bm_model *model, bm_patient *patient) {
    (void)model;
    OK(patient, bm_patient_set(patient, "core.ESTON", 1.0));
    OK(patient, bm_patient_set(patient, "core.ageENTER", 8736.0 * (51.0 - 1.66)));
}

static void denosumab(const bm_model *model, bm_patient *patient) {
    bm_test_prescribe(model, patient, "denosumab", 60.0, 182.5, 0.0, 0.0);
}

static void teriparatide(const bm_model *model, bm_patient *patient) {
    bm_test_prescribe(model, patient, "teriparatide", 20.0, 1.0, 0.0, 0.0);
}

static void infusion(const bm_model *model, bm_patient *patient) {
    bm_test_prescribe(model, patient, "pth_infusion", 385.0, 0.0, 10.0, 60.0);
}

static void everything(const bm_model *model, bm_patient *patient) {
    OK(patient, bm_patient_set(patient, "core.OralCa", 0.7));
    OK(patient, bm_patient_set(patient, "core.DENSC", 1e6));
    bm_test_prescribe(model, patient, "denosumab", 60.0, 30.0, 3.0, 0.0);
    bm_test_prescribe(model, patient, "teriparatide", 20.0, 1.0, 1.0, 40.0);
    bm_test_prescribe(model, patient, "teriparatide", 10.0, 2.0, 20.25, 0.0);
    bm_test_prescribe(model, patient, "pth_infusion", 100.0, 0.0, 5.0, 50.0);
}

const struct bm_test_course bm_test_courses[] = {
    {"untreated", 400.0, untreated},      {"menopause", 800.0, menopause},  {"denosumab", 800.0, denosumab},
    {"teriparatide", 30.0, teriparatide}, {"PTH infusion", 90.0, infusion}, {"everything", 70.0, everything},
};
const size_t bm_test_n_courses = BM_COUNT(bm_test_courses);

/* Before the menopause: the ovary stopped, and an aromatase inhibitor. */
static void suppressed(const bm_model *model, bm_patient *patient) {
    OK(patient, bm_patient_set(patient, "age_years", 44.0));
    OK(patient, bm_patient_set(patient, "years_since_menopause", -6.0));
    bm_test_prescribe(model, patient, "goserelin", 3.6, 28.0, 0.0, 0.0);
    bm_test_prescribe(model, patient, "exemestane", 25.0, 1.0, 3.0, 0.0);
    bm_test_prescribe(model, patient, "vitamin_d", 800.0, 0.0, 0.0, 100.0);
    bm_test_prescribe(model, patient, "calcium", 1000.0, 0.0, 50.0, 0.0);
}

/* Doses averaged and single, a history, and what was measured. */
static void treated(const bm_model *model, bm_patient *patient) {
    OK(patient, bm_patient_set(patient, "age_years", 58.0));
    OK(patient, bm_patient_set(patient, "t_score.lumbar_spine", -1.7));
    OK(patient, bm_patient_set(patient, "marker.s_ctx", 0.6));
    OK(patient, bm_patient_set(patient, "calcidiol_nmol_l", 45.0));
    bm_test_prescribe(model, patient, "tamoxifen", 20.0, 1.0, -800.0, 20.5);
    bm_test_prescribe(model, patient, "letrozole", 2.5, 1.0, 20.5, 0.0);
    bm_test_prescribe(model, patient, "zoledronic_acid", 4.0, 182.625, 30.0, 0.0);
    bm_test_prescribe(model, patient, "alendronate", 70.0, 7.0, -300.0, 10.0);
}

/* The drugs that build bone, one after the other. */
static void built_up(const bm_model *model, bm_patient *patient) {
    OK(patient, bm_patient_set(patient, "age_years", 70.0));
    OK(patient, bm_patient_set(patient, "bmd.total_hip", 0.65));
    bm_test_prescribe(model, patient, "romosozumab", 210.0, 30.4375, 0.0, 170.0);
    bm_test_prescribe(model, patient, "teriparatide", 20.0, 1.0, 170.0, 220.0);
    bm_test_prescribe(model, patient, "teriparatide", 40.0, 7.0, 200.0, 220.0); /* too seldom to be averaged */
    bm_test_prescribe(model, patient, "denosumab", 60.0, 0.0, 220.0, 0.0);
}

/* Programmes, session by session and over the week, parameters given and left to the preset; with a past. */
static void trained(const bm_model *model, bm_patient *patient) {
    typedef bm_named_value values[BM_TEST_MAX_PARAMETERS];
    OK(patient, bm_patient_set(patient, "falls_last_year", 1.0));
    OK(patient, bm_patient_set(patient, "prior_fracture", 1.0));
    bm_test_programme(model, patient, "weight_bearing_aerobic", 1.0, -500.0, 20.0,
                      (values){{"exercise", bm_test_exercise(model, "jogging")}, {"sessions_per_week", 4.0}});
    bm_test_programme(model, patient, "resistance_training", 1.0, 0.0, 90.0,
                      (values){{"exercise", bm_test_exercise(model, "deadlift")}, {"by_session", 1.0}, {"sets", 5.0}});
    bm_test_programme(model, patient, "resistance_training", 0.5, 10.0, 0.0, NULL);
    bm_test_programme(model, patient, "impact_training", 1.0, 0.25, 0.0,
                      (values){{"by_session", 1.0}, {"sessions_per_week", 2.3}});
    bm_test_programme(model, patient, "balance_training", 1.0, 1.0, 100.0, (values){{"minutes_per_session", 30.0}});
    bm_test_programme(model, patient, "flexibility_training", 1.0, 0.0, 0.0, NULL);
    bm_test_programme(model, patient, "whole_body_vibration", 1.0, 0.0, 0.0, NULL);
    bm_test_programme(model, patient, "immobilisation", 0.7, 100.0, 120.0, NULL);
}

/* What she eats, drinks and smokes, changed twice and given up. */
static void reformed(const bm_model *model, bm_patient *patient) {
    OK(patient, bm_patient_set(patient, "cigarettes_per_day", 20.0));
    OK(patient, bm_patient_set(patient, "alcohol_units_day", 4.0));
    OK(patient, bm_patient_set(patient, "caffeine_mg_day", 500.0));
    OK(patient, bm_patient_set(patient, "calcium_intake_mg_day", 500.0));
    OK(patient, bm_patient_set(patient, "magnesium_intake_mg_day", 150.0));
    OK(patient, bm_patient_set(patient, "nutrition.zinc_intake", 0.5));
    bm_test_prescribe(model, patient, "smoking", 10.0, 0.0, -400.0, 20.0);
    bm_test_prescribe(model, patient, "smoking", 0.0, 0.0, 20.0, 90.0);
    bm_test_prescribe(model, patient, "alcohol", 1.0, 0.0, 3.0, 0.0);
    bm_test_prescribe(model, patient, "caffeine", 0.0, 0.0, 5.0, 60.0);
    bm_test_prescribe(model, patient, "protein", 0.3, 0.0, 0.0, 0.0);
    bm_test_prescribe(model, patient, "vitamin_k2", 180.0, 0.0, 10.0, 0.0);
    bm_test_prescribe(model, patient, "magnesium", 250.0, 0.0, 0.0, 50.0);
    bm_test_programme(model, patient, "trace_minerals", 1.0, 12.0, 0.0, (bm_named_value[4]){{"zinc", 0.3}});
}

static const struct bm_test_course full_courses[] = {
    {"full: untreated", 300.0, untreated}, {"full: suppressed", 150.0, suppressed}, {"full: treated", 400.0, treated},
    {"full: built up", 300.0, built_up},   {"full: trained", 150.0, trained},       {"full: reformed", 120.0, reformed},
};

const struct bm_test_set bm_test_sets[BM_TEST_N_SETS] = {
    {bm_test_model, bm_test_courses, BM_COUNT(bm_test_courses)},
    {bm_test_full_model, full_courses, BM_COUNT(full_courses)},
};
