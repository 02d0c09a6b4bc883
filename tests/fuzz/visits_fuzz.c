/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes as decisions, and as what they do at visits: visits come in order and within the call, a crossing finds the
 * observable where it says, a proposal that is refused changes nothing, and a call that fails leaves the patient as she
 * was.
 */
#include "fuzz/fuzz.h"

#include <math.h>

enum { MAX_DECISIONS = 4 };

static const char *const agents[] = {"denosumab", "teriparatide", "letrozole",       "alendronate",    "calcium",
                                     "smoking",   "alcohol",      "zoledronic_acid", "impact_training"};
static const char *const watched[] = {"serum.pth",      "cells.osteoclasts",        "bmd_change.total_hip",
                                      "drug.denosumab", "doses_given.teriparatide", "serum.calcium"};
#define COUNT(array) (sizeof(array) / sizeof *(array))

struct input {
    const uint8_t *data;
    size_t size;
};

static unsigned next(struct input *in) {
    if (in->size == 0)
        return 0;
    in->size--;
    return *in->data++;
}

struct doctor {
    const bm_model *model;
    bm_patient *patient;
    struct input *in;
    const char *observable;
    double level, begin_d, end_d, *last_d;
};

static int32_t visit(void *user, bm_visit *v) {
    struct doctor *d = user;
    double now_d, value = 0.0;
    uint32_t crossing;
    uint64_t id;
    bm_prescription rx;
    CHECK(bm_visit_time(v, &now_d) == BM_OK && now_d >= d->begin_d && now_d < d->end_d && now_d >= *d->last_d);
    *d->last_d = now_d;
    CHECK(bm_visit_crossed(v, &crossing) == BM_OK && crossing <= BM_ABOVE);
    if (crossing) {
        CHECK(bm_visit_observe(v, d->observable, &value) == BM_OK);
        CHECK(crossing == BM_BELOW ? value < d->level : value > d->level);
    }
    CHECK(bm_patient_advance_by(d->patient, 1.0) == BM_ESTATE);
    for (unsigned n = next(d->in) % 4; n > 0; n--) {
        const unsigned what = next(d->in), which = next(d->in);
        bm_status status = BM_OK;
        if (bm_prescription_init(d->model, agents[which % COUNT(agents)], &rx) != BM_OK)
            continue;
        rx.start_d = now_d + (double)(what >> 3) - 1.0;
        if (which & 64)
            rx.stop_d = rx.start_d + 30.0;
        if (what % 8 < 3)
            status = bm_visit_prescribe(v, &rx, &id);
        else if (what % 8 < 5)
            status = bm_visit_change(v, which % 8, &rx, &id);
        else if (what % 8 < 7)
            status = bm_visit_stop(v, which % 8, rx.start_d);
        else
            status = bm_visit_observe_index(v, which, &value);
        CHECK(status == BM_OK || strlen(bm_visit_last_error(v)) > 5);
    }
    const unsigned answer = next(d->in);
    return answer < 16 ? -1000 - (int32_t)answer : 0;
}

/* Saves the patient without her decisions. */
static size_t save_bare(bm_patient *patient, uint8_t bytes[BM_FUZZ_MAX_SNAPSHOT]) {
    bm_patient *clone = NULL;
    CHECK(bm_patient_clone(patient, &clone) == BM_OK);
    for (uint64_t id = 1; id <= MAX_DECISIONS; id++)
        CHECK(bm_patient_undecide(clone, id) == BM_OK);
    const size_t size = bm_fuzz_save(clone, bytes);
    bm_patient_destroy(clone);
    return size;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static bm_model *models[2];
    static uint8_t before[BM_FUZZ_MAX_SNAPSHOT], after[BM_FUZZ_MAX_SNAPSHOT];
    if (!models[0]) {
        models[0] = bm_fuzz_model("core");
        models[1] = bm_fuzz_model("full");
    }
    struct input in = {data, size < 200 ? size : 200};
    const bm_model *model = models[next(&in) % 2];
    struct doctor doctors[MAX_DECISIONS];
    double last_d = 0.0, now_d = 0.0;
    bm_patient *patient = NULL;
    bm_patient_options options;
    bm_patient_options_init(&options);
    options.rtol = 1e-3;
    options.max_steps = 1 + 8 * next(&in);
    CHECK(bm_patient_create(model, &options, &patient) == BM_OK);
    for (int i = 0; i < MAX_DECISIONS; i++) {
        const unsigned how = next(&in);
        bm_decision decision;
        bm_decision_init(&decision);
        doctors[i] = (struct doctor){.model = model, .patient = patient, .in = &in, .last_d = &last_d};
        decision.visit = visit;
        decision.user = &doctors[i];
        decision.first_d = (double)next(&in) - 50.0;
        decision.every_d = how & 1 ? 0.0 : 1.0 + next(&in) / 2.0;
        if (how & 2)
            decision.stop_d = 10.0 * next(&in);
        if (how & 4) {
            doctors[i].observable = decision.observable = watched[next(&in) % COUNT(watched)];
            decision.crossing = 1 + (how >> 4) % 3;
            doctors[i].level = decision.level = next(&in) / 64.0 - (how & 8 ? 1.0 : 0.0);
        }
        if (bm_patient_decide(patient, &decision, NULL) != BM_OK) { /* the core has no densities */
            decision.observable = NULL;
            decision.crossing = 0;
            CHECK(bm_patient_decide(patient, &decision, NULL) == BM_OK);
        }
    }
    while (in.size > 0) {
        const size_t size_before = save_bare(patient, before);
        const double end_d = now_d + next(&in) / 2.0;
        last_d = now_d;
        for (int i = 0; i < MAX_DECISIONS; i++) {
            doctors[i].begin_d = now_d;
            doctors[i].end_d = end_d;
        }
        const bm_status status = bm_patient_advance_to(patient, end_d);
        CHECK(status == BM_OK || strlen(bm_patient_last_error(patient)) > 5);
        CHECK(bm_patient_time(patient, &last_d) == BM_OK && last_d == (status == BM_OK ? end_d : now_d));
        if (status != BM_OK) {
            const size_t size_after = save_bare(patient, after);
            CHECK(size_after == size_before && memcmp(before, after, size_before) == 0);
        }
        now_d = last_d;
    }
    bm_patient_destroy(patient);
    return 0;
}

size_t bm_fuzz_begin(uint8_t *data, size_t capacity, uint64_t seed) {
    return bm_fuzz_random_bytes(data, capacity, seed);
}
