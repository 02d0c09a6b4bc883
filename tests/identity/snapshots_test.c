/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a snapshot says of where it comes from: other equations and unknown names are refused with a sentence, another
 * calibration goes on but is not drawn from; names are told apart by their keys; and the frozen table of the old
 * formats.
 */
#include "api/api_test.h"

#include "agents/loading_programmes.h"
#include "api/snapshot.h"
#include "api/snapshot_names.h"

enum { EQUATIONS_AT = 4 * 8, CALIBRATION_AT = 7 * 8 };

static bm_status load(const bm_model *model, struct bm_bytes *saved, char message[240], bm_patient **patient) {
    bm_test_seal(saved->data, saved->size);
    const bm_callbacks callbacks = {.struct_size = (uint32_t)sizeof callbacks, .message = message, .message_size = 240};
    return bm_patient_load_with(model, saved->data, saved->size, &callbacks, patient);
}

static struct bm_bytes a_snapshot(const bm_model *model) {
    bm_patient *patient = bm_test_patient(model, 0.0);
    struct bm_bytes saved = bm_test_save(patient);
    bm_patient_destroy(patient);
    return saved;
}

static void other_equations_are_refused(void **state) {
    (void)state;
    for (int full = 0; full < 2; full++) {
        bm_model *model = full ? bm_test_full_model() : bm_test_model();
        struct bm_bytes saved = a_snapshot(model);
        char message[240] = "left", both[64];
        bm_patient *patient = NULL;
        assert_int_equal(saved.data[EQUATIONS_AT], bm_model_equations(model));
        OK(NULL, load(model, &saved, message, &patient));
        assert_string_equal(message, "");
        bm_patient_destroy(patient);
        patient = NULL;
        saved.data[EQUATIONS_AT] = 77;
        FAILS(load(model, &saved, message, &patient), BM_EMODEL);
        assert_null(patient);
        assert_non_null(strstr(message, "77"));
        snprintf(both, sizeof both, "have number %u", bm_model_equations(model));
        assert_non_null(strstr(message, both));
        FAILS(bm_patient_load(model, saved.data, saved.size, &patient), BM_EMODEL); /* without a place for it */
        char little[8] = "1234567";
        const bm_callbacks short_of_room = {
            .struct_size = (uint32_t)sizeof short_of_room, .message = little, .message_size = 4};
        FAILS(bm_patient_load_with(model, saved.data, saved.size, &short_of_room, &patient), BM_EMODEL);
        assert_memory_equal(little,
                            "loa\0"
                            "567",
                            8);
        /* a host of 0.1.0, whose struct ends before the message */
        memset(little, 'x', sizeof little);
        const bm_callbacks of_old = {
            .struct_size = (uint32_t)offsetof(bm_callbacks, message), .message = little, .message_size = 8};
        FAILS(bm_patient_load_with(model, saved.data, saved.size, &of_old, &patient), BM_EMODEL);
        assert_memory_equal(little, "xxxxxxxx", 8);
        free(saved.data);
        bm_model_destroy(model);
    }
}

/* A woman of another calibration goes on, but nobody knows how sure hers is. */
static void another_calibration(void **state) {
    (void)state;
    bm_model *model = bm_test_full_model();
    struct bm_bytes saved = a_snapshot(model);
    char message[240];
    bm_patient *patient = NULL, *clone, *member;
    memcpy(saved.data + CALIBRATION_AT, "2019q", 5);
    OK(NULL, load(model, &saved, message, &patient));
    assert_memory_equal(bm_patient_calibration(patient), "2019q-", 6);
    OK(patient, bm_patient_clone(patient, &clone));
    assert_string_equal(bm_patient_calibration(clone), bm_patient_calibration(patient));
    assert_true(bm_test_same_bytes(bm_test_save(patient), bm_test_save(clone)));
    bm_cohort_options options;
    bm_cohort_options_init(&options);
    options.size = 2;
    bm_cohort *cohort = NULL;
    OK(NULL, bm_cohort_create(patient, &options, &cohort));
    OK(NULL, bm_cohort_member(cohort, 1, &member));
    assert_string_equal(bm_patient_calibration(member), bm_patient_calibration(patient));
    bm_cohort_destroy(cohort);
    cohort = NULL;
    options.parameter_draw = 1;
    FAILS(bm_cohort_create(patient, &options, &cohort), BM_ECONFLICT);
    assert_null(cohort);
    bm_patient *own = bm_test_patient(model, 0.0);
    OK(NULL, bm_cohort_create(own, &options, &cohort));
    bm_cohort_destroy(cohort);
    bm_patient_destroy(own);
    bm_patient_destroy(patient);
    bm_patient_destroy(clone);
    bm_patient_destroy(member);
    saved.data[CALIBRATION_AT + 1] = '\n'; /* no name */
    FAILS(load(model, &saved, message, &patient), BM_EFORMAT);
    free(saved.data);
    bm_model_destroy(model);
}

/* She keeps the parameter that she was saved with, on day 0 and later. */
static void her_own_parameters(void **state) {
    (void)state;
    bm_model *model = bm_test_full_model();
    bm_patient *patient = bm_test_patient(model, 0.0), *loaded = NULL;
    OK(patient, bm_patient_set(patient, "letrozole.residual", 0.02));
    struct bm_bytes saved = bm_test_save(patient);
    char message[240];
    double value;
    OK(NULL, load(model, &saved, message, &loaded));
    OK(loaded, bm_patient_get(loaded, "letrozole.residual", &value));
    assert_true(value == 0.02);
    free(saved.data);
    bm_patient_destroy(patient);
    bm_patient_destroy(loaded);
    bm_model_destroy(model);
}

/* ---- keys ---- */

static const char *names[1024];
static size_t n_names;

static void unique(const char *kind) {
    for (size_t i = 0; i < n_names; i++)
        for (size_t j = 0; j < i; j++)
            if (bm__name_key(names[i]) == bm__name_key(names[j]))
                fail_msg("%s: %s and %s have the same key", kind, names[i], names[j]);
    assert_true(n_names > 0);
    n_names = 0;
}

static void keys_tell_names_apart(void **state) {
    (void)state;
    for (uint32_t i = 0; i < bm__n_parameters(); i++)
        names[n_names++] = bm__parameter_row(i)->name;
    unique("parameters");
    for (uint32_t i = 0; i < BM__N_STATES; i++)
        names[n_names++] = bm__state_row(i)->name;
    unique("initial values");
    for (uint32_t i = 0; i < BM__N_BODY_STATES; i++)
        names[n_names++] = bm__body_state_row(i)->name;
    for (uint32_t a = 0; a < BM__N_AGENTS; a++)
        for (uint32_t i = 0; i < bm__agents[a]->n_states; i++)
            names[n_names++] = bm__agents[a]->states[i].name;
    unique("states");
    for (uint32_t a = 0; a < BM__N_AGENTS; a++)
        names[n_names++] = bm__agents[a]->name;
    unique("agents");
    for (uint32_t a = 0; a < BM__N_AGENTS; a++)
        for (uint32_t i = 0; i < bm__agents[a]->n_options; i++)
            names[n_names++] = bm__agents[a]->options[i].name;
    unique("options");
    for (uint32_t i = 0; i < BM__N_EXERCISES; i++)
        names[n_names++] = bm__exercises[i].name;
    unique("exercises");
    bm_model *model = bm_test_full_model();
    for (size_t i = 0; i < bm_catalog_count(model, BM_KIND_COVARIATE); i++) {
        bm_catalog_entry row;
        OK(NULL, bm_catalog_row(model, BM_KIND_COVARIATE, i, &row));
        names[n_names++] = row.name;
    }
    unique("covariates");
    bm_model_destroy(model);
}

/* ---- the old formats ---- */

static void the_frozen_table_is_theirs(void **state) {
    (void)state;
    uint64_t hash = BM__HASH_BEGIN;
    for (size_t i = 0; i < BM_COUNT(bm__frozen_parameters); i++)
        hash = bm__hash_text(hash, bm__frozen_parameters[i]);
    for (size_t i = 0; i < BM_COUNT(bm__frozen_states); i++)
        hash = bm__hash_text(hash, bm__frozen_states[i]);
    for (size_t i = 0; i < BM_COUNT(bm__frozen_agents); i++)
        hash = bm__hash_text(hash, bm__frozen_agents[i].name);
    assert_true(hash == BM__FROZEN_FINGERPRINT);
}

static struct bm_bytes read_golden(const char *path) {
    struct bm_bytes bytes = {malloc(65536), 0};
    FILE *file = fopen(path, "rb");
    assert_true(file && bytes.data);
    bytes.size = fread(bytes.data, 1, 65536, file);
    fclose(file);
    return bytes;
}

/* Old formats of the core go on as of the calibration of that time; those of the full model had other equations. */
static void old_formats(void **state) {
    (void)state;
    bm_model *core = bm_test_model(), *full = bm_test_full_model();
    struct bm_bytes of_core = read_golden("golden-3-core.snapshot"), of_full = read_golden("golden-3-full.snapshot");
    char message[240];
    bm_patient *patient = NULL;
    OK(NULL, load(core, &of_core, message, &patient));
    assert_string_equal(bm_patient_calibration(patient), BM__FROZEN_CORE);
    bm_patient_destroy(patient);
    FAILS(load(full, &of_full, message, &patient), BM_EMODEL);
    assert_non_null(strstr(message, "equations number 1"));
    of_core.data[EQUATIONS_AT] ^= 1; /* where these have the fingerprint of the names */
    FAILS(load(core, &of_core, message, &patient), BM_EMODEL);
    assert_non_null(strstr(message, "format 3"));
    free(of_core.data);
    free(of_full.data);
    bm_model_destroy(core);
    bm_model_destroy(full);
}

/* Every number of an old snapshot replaced: refused, or a woman who can be saved and loaded again. */
static void forged_old_ones(void **state) {
    (void)state;
    static const uint64_t bits[] = {0, 1, UINT64_MAX, 0x7ff8000000000000, 0x41dfffffffc00000, 0xbff0000000000000};
    bm_model *model = bm_test_model();
    struct bm_bytes saved = read_golden("golden-3-core.snapshot");
    int loaded = 0;
    for (size_t at = 0; at + 8 < saved.size; at += 8)
        for (size_t b = 0; b < BM_COUNT(bits); b++) {
            char message[240];
            uint64_t before;
            bm_patient *patient = NULL, *second = NULL;
            memcpy(&before, saved.data + at, sizeof before);
            memcpy(saved.data + at, &bits[b], sizeof before);
            if (load(model, &saved, message, &patient) == BM_OK) {
                struct bm_bytes again = bm_test_save(patient);
                OK(NULL, bm_patient_load(model, again.data, again.size, &second));
                assert_true(bm_test_is_saved(second, &again));
                free(again.data);
                loaded++;
            } else {
                assert_null(patient);
            }
            bm_patient_destroy(second);
            bm_patient_destroy(patient);
            memcpy(saved.data + at, &before, sizeof before);
        }
    free(saved.data);
    bm_model_destroy(model);
    print_message("%d forged snapshots of format 3 load\n", loaded);
    assert_true(loaded > 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_equations_are_refused),
        cmocka_unit_test(another_calibration),
        cmocka_unit_test(her_own_parameters),
        cmocka_unit_test(keys_tell_names_apart),
        cmocka_unit_test(the_frozen_table_is_theirs),
        cmocka_unit_test(old_formats),
        cmocka_unit_test(forged_old_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
