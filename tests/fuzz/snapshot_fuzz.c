/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes as a snapshot, with a checksum that fits and a limit of steps: refused, or a patient who can be used.
 */
#include "fuzz/fuzz.h"

enum { MAX_STEPS_AT = 48, MAX_STEPS = 1000 };

static bm_model *models[2];

static void create_models(void) {
    if (!models[0]) {
        models[0] = bm_fuzz_model("core");
        models[1] = bm_fuzz_model("full");
    }
}

static void put(uint8_t *at, uint64_t value) {
    for (int i = 0; i < 8; i++)
        at[i] = (uint8_t)(value >> 8 * i);
}

static void seal(uint8_t *data, size_t size) {
    uint64_t hash = 0xcbf29ce484222325;
    for (size_t i = 0; i < size - 8; i++)
        hash = (hash ^ data[i]) * 0x100000001b3;
    put(data + size - 8, hash);
}

/* Reads every observable: all of them, or none if her values contradict each other. */
static int observe_all(const bm_model *model, bm_patient *patient) {
    const size_t count = bm_catalog_count(model, BM_KIND_OBSERVABLE);
    size_t read = 0;
    for (size_t i = 0; i < count; i++) {
        double value;
        const bm_status status = bm_patient_observe_index(patient, i, &value);
        CHECK(status == BM_OK || status == BM_ECONFLICT);
        bm_fuzz_check_status(patient, status);
        read += status == BM_OK;
    }
    return read == 0 || read == count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static uint8_t forged[BM_FUZZ_MAX_SNAPSHOT], before[BM_FUZZ_MAX_SNAPSHOT], after[BM_FUZZ_MAX_SNAPSHOT];
    bm_patient *patient = NULL, *again = NULL;
    create_models();
    if (size > sizeof forged)
        return 0;
    /* the fourth number is the model's name */
    const bm_model *model = models[size > 24 && data[24] == 'f'];

    const bm_status as_it_is = bm_patient_load(model, data, size, &patient);
    CHECK((as_it_is == BM_OK) == (patient != NULL));
    bm_patient_destroy(patient);
    patient = NULL;
    if (size < MAX_STEPS_AT + 16)
        return 0;
    memcpy(forged, data, size);
    put(forged + 16, size);
    put(forged + MAX_STEPS_AT, MAX_STEPS);
    seal(forged, size);
    const bm_status status = bm_patient_load(model, forged, size, &patient);
    CHECK(status == BM_OK || status == BM_EFORMAT || status == BM_EVERSION || status == BM_EMODEL);
    CHECK((status == BM_OK) == (patient != NULL));
    if (!patient)
        return 0;

    double begin_d = -1.0, end_d = -1.0;
    CHECK(bm_patient_time(patient, &begin_d) == BM_OK && begin_d >= 0.0 && begin_d <= BM_MAX_TIME_D);

    /* what was loaded can be saved and loaded again */
    const size_t size_before = bm_fuzz_save(patient, before);
    if (size_before == 0) { /* she does not come to day 0 */
        bm_patient_destroy(patient);
        return 0;
    }
    CHECK(bm_patient_load(model, before, size_before, &again) == BM_OK);
    CHECK(bm_fuzz_save(again, after) == size_before && memcmp(before, after, size_before) == 0);
    bm_patient_destroy(again);

    CHECK(observe_all(model, patient));
    CHECK(bm_patient_time(patient, &end_d) == BM_OK && end_d == begin_d);
    CHECK(bm_fuzz_save(patient, before) == size_before);
    const bm_status moved = bm_patient_advance_by(patient, 3.0);
    bm_fuzz_check_status(patient, moved);
    CHECK(bm_patient_time(patient, &end_d) == BM_OK);
    if (moved == BM_OK) {
        CHECK(end_d == begin_d + 3.0);
    } else {
        CHECK(end_d == begin_d);
        CHECK(bm_fuzz_save(patient, after) == size_before && memcmp(before, after, size_before) == 0);
    }
    CHECK(observe_all(model, patient));
    size_t reasons = 0;
    CHECK(bm_patient_applicability(patient, &reasons) == BM_OK);
    CHECK(!bm_patient_applicability_reason(patient, reasons));
    bm_patient_destroy(patient);
    return 0;
}

/* A patient under some treatment, saved. */
size_t bm_fuzz_begin(uint8_t *data, size_t capacity, uint64_t seed) {
    static uint8_t saved[8][BM_FUZZ_MAX_SNAPSHOT];
    static size_t sizes[8];
    const unsigned which = (unsigned)(seed % 8), full = which / 4, n_agents = which % 4;
    if (sizes[which] == 0) {
        static const char *const agents[2][3] = {{"denosumab", "teriparatide", "pth_infusion"},
                                                 {"letrozole", "resistance_training", "smoking"}};
        const bm_named_value by_session = {"by_session", 1.0};
        bm_patient *patient = NULL;
        bm_prescription rx;
        create_models();
        const bm_model *model = models[full];
        CHECK(bm_patient_create(model, NULL, &patient) == BM_OK);
        if (full) /* few years before day 0, for speed */
            CHECK(bm_patient_set(patient, "history.from_age", 60.0) == BM_OK);
        for (unsigned i = 0; i < n_agents; i++) {
            CHECK(bm_prescription_init(model, agents[full][i], &rx) == BM_OK);
            rx.start_d = full ? -2.0 * i : 0.0;
            if (full && i == 1) {
                rx.parameters = &by_session;
                rx.n_parameters = 1;
            }
            CHECK(bm_patient_prescribe(patient, &rx, NULL) == BM_OK);
        }
        CHECK(bm_patient_advance_to(patient, 5.5 * n_agents) == BM_OK);
        sizes[which] = bm_fuzz_save(patient, saved[which]);
        bm_patient_destroy(patient);
    }
    CHECK(sizes[which] <= capacity);
    memcpy(data, saved[which], sizes[which]);
    return sizes[which];
}
