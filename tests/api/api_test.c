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

static const struct bm_test_course full_courses[] = {
    {"full: untreated", 300.0, untreated},
    {"full: suppressed", 150.0, suppressed},
    {"full: treated", 400.0, treated},
    {"full: built up", 300.0, built_up},
};

const struct bm_test_set bm_test_sets[BM_TEST_N_SETS] = {
    {bm_test_model, bm_test_courses, BM_COUNT(bm_test_courses)},
    {bm_test_full_model, full_courses, BM_COUNT(full_courses)},
};
