/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes as a sequence of calls on one patient: time never goes back, a call that fails changes nothing that is saved,
 * and a clone and a loaded snapshot agree with her at the end.
 */
#include "fuzz/fuzz.h"

#include <math.h>

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

/* A number: mostly small and round, at times one that no call takes. */
static double number(struct input *in) {
    static const double odd[] = {(double)NAN, (double)INFINITY, -(double)INFINITY, -1.0,
                                 1e300,       5e-324,           BM_NEVER_D,        BM_MAX_TIME_D};
    const unsigned kind = next(in), value = next(in);
    if (kind < 16)
        return odd[value % (sizeof odd / sizeof *odd)];
    if (kind < 96)
        return value / 8.0;
    if (kind < 160)
        return value / 10.0;
    return value * pow(10.0, (double)(kind % 8) - 5.0);
}

struct canceller {
    int left;
    double last;
};

static int32_t progress(void *user, double time_d, double fraction) {
    struct canceller *c = user;
    CHECK(fraction >= 0.0 && fraction <= 1.0 && (time_d >= c->last || (time_d < 0.0 && fraction == 0.0)));
    c->last = time_d;
    return c->left-- <= 0;
}

static const char *a_name(const bm_model *model, struct input *in, uint32_t kind) {
    bm_catalog_entry row;
    const size_t count = bm_catalog_count(model, kind);
    const unsigned which = next(in);
    return bm_catalog_row(model, kind, which % (count + 1), &row) == BM_OK ? row.name : "no such name";
}

static bm_status one_call(const bm_model *model, bm_patient *patient, struct input *in, struct canceller *canceller) {
    enum { N = 4 };
    double value = 0.0, now_d = 0.0, values[3 * N], times[N];
    size_t which[3];
    bm_prescription rx;
    bm_named_value own;
    CHECK(bm_patient_time(patient, &now_d) == BM_OK);
    const unsigned operation = next(in);
    switch (operation % 13) {
    case 0:
    case 1:
        return bm_patient_advance_by(patient, number(in));
    case 2:
        return bm_patient_advance_to(patient, now_d + number(in));
    case 3:
        return bm_patient_set(patient, a_name(model, in, BM_KIND_PARAMETER), number(in));
    case 4:
        return bm_patient_set(patient, a_name(model, in, BM_KIND_INITIAL), number(in));
    case 5:
        return bm_patient_get(patient, a_name(model, in, BM_KIND_INITIAL), &value);
    case 6:
    case 7:
        if (bm_prescription_init(model, a_name(model, in, BM_KIND_AGENT), &rx) != BM_OK)
            return BM_OK;
        rx.start_d = now_d + (operation & 8 ? -1.0 : 1.0) * number(in);
        if (operation & 16)
            rx.dose = number(in);
        if (operation & 32 && rx.every_d > 0.0)
            rx.every_d = number(in);
        if (operation & 64)
            rx.stop_d = rx.start_d + number(in);
        if (operation & 128) {
            rx.adherence = next(in) / 250.0;
            own.name = a_name(model, in, BM_KIND_AGENT_PARAMETER);
            own.name = strchr(own.name, '.') ? strchr(own.name, '.') + 1 : own.name;
            own.value = number(in);
            rx.parameters = &own;
            rx.n_parameters = next(in) % 2;
        }
        return bm_patient_prescribe(patient, &rx, NULL);
    case 8:
        return bm_patient_stop(patient, next(in) % 8, now_d + number(in));
    case 9:
        for (size_t i = 0; i < 3; i++)
            which[i] = next(in) % 60;
        for (size_t i = 0; i < N; i++)
            times[i] = (i ? times[i - 1] : now_d) + number(in);
        return bm_patient_sample(patient, times, N, which, 3, values, operation & 16 ? 3 * N : 3 * N - 1);
    case 10:
        return bm_patient_observe(patient, a_name(model, in, BM_KIND_OBSERVABLE), &value);
    case 11:
        return bm_patient_set(patient, a_name(model, in, BM_KIND_COVARIATE), number(in));
    default:
        *canceller = (struct canceller){(int)(next(in) % 16), -BM_NEVER_D};
        return bm_patient_set_progress(patient, operation & 16 ? progress : NULL, canceller);
    }
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
    bm_patient *patient = NULL, *clone = NULL, *loaded = NULL;
    bm_patient_options options;
    bm_patient_options_init(&options);
    options.rtol = 1e-3;
    options.max_steps = 1 + 8 * next(&in);
    CHECK(bm_patient_create(model, &options, &patient) == BM_OK);

    struct canceller canceller = {0, 0.0};
    double time_d = 0.0;
    while (in.size > 0) {
        const size_t size_before = bm_fuzz_save(patient, before);
        canceller.last = -BM_NEVER_D;
        const bm_status status = one_call(model, patient, &in, &canceller);
        bm_fuzz_check_status(patient, status);
        double now_d = -1.0;
        CHECK(bm_patient_time(patient, &now_d) == BM_OK && now_d >= time_d);
        if (status != BM_OK && size_before > 0) {
            const size_t size_after = bm_fuzz_save(patient, after); /* 0: cancelled in her history */
            CHECK(size_after == 0 || (size_after == size_before && memcmp(before, after, size_before) == 0));
        }
        time_d = now_d;
    }

    CHECK(bm_patient_set_progress(patient, NULL, NULL) == BM_OK);
    CHECK(bm_patient_clone(patient, &clone) == BM_OK);
    const size_t size_before = bm_fuzz_save(patient, before);
    if (size_before > 0) {
        CHECK(bm_patient_load(model, before, size_before, &loaded) == BM_OK);
        const bm_status status = bm_patient_advance_by(clone, 2.0);
        CHECK(bm_patient_advance_by(loaded, 2.0) == status);
        const size_t size_after = bm_fuzz_save(clone, after);
        CHECK(bm_fuzz_save(loaded, before) == size_after && memcmp(before, after, size_after) == 0);
    }
    bm_patient_destroy(patient);
    bm_patient_destroy(clone);
    bm_patient_destroy(loaded);
    return 0;
}

/* Bytes without a pattern: every one of them means something. */
size_t bm_fuzz_begin(uint8_t *data, size_t capacity, uint64_t seed) {
    const size_t size = 20 + seed % 180;
    CHECK(size <= capacity);
    for (size_t i = 0; i < size; i++) {
        seed = seed * 6364136223846793005 + 1442695040888963407;
        data[i] = (uint8_t)(seed >> 56);
    }
    return size;
}
