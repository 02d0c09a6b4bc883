/* SPDX-License-Identifier: Apache-2.0 */
/* A target for libFuzzer, or for the driver of this directory, which runs it on a fixed series of inputs. */
#ifndef BM__TESTS_FUZZ_FUZZ_H
#define BM__TESTS_FUZZ_FUZZ_H

#include "bonemodel/bonemodel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* An input to begin from, for the driver; returns its size. */
size_t bm_fuzz_begin(uint8_t *data, size_t capacity, uint64_t seed);

/* A relation that always holds. */
#define CHECK(condition)                                                                                               \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__, #condition);                                    \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

/* An input without a pattern, for targets to which every byte means something. */
static inline size_t bm_fuzz_random_bytes(uint8_t *data, size_t capacity, uint64_t seed) {
    const size_t size = 20 + seed % 180;
    CHECK(size <= capacity);
    for (size_t i = 0; i < size; i++) {
        seed = seed * 6364136223846793005 + 1442695040888963407;
        data[i] = (uint8_t)(seed >> 56);
    }
    return size;
}

/* A status that the header lists, and for a failed call a sentence. */
static inline void bm_fuzz_check_status(const bm_patient *patient, bm_status status) {
    CHECK(strcmp(bm_status_name(status), "BM_EUNKNOWN") != 0);
    if (status != BM_OK && patient) {
        const char *error = bm_patient_last_error(patient);
        CHECK(strlen(error) > 5 && !strchr(error, '\n'));
    }
}

/* A model that lives as long as the program. */
static inline bm_model *bm_fuzz_model(const char *name) {
    bm_model_options options;
    bm_model *model = NULL;
    bm_model_options_init(&options);
    options.name = name;
    CHECK(bm_model_create(&options, &model) == BM_OK);
    return model;
}

enum { BM_FUZZ_MAX_SNAPSHOT = 1 << 16 };

/* Saves; 0 when that fails because she does not come to day 0. */
static inline size_t bm_fuzz_save(bm_patient *patient, uint8_t bytes[BM_FUZZ_MAX_SNAPSHOT]) {
    size_t size = 0, written = 0;
    CHECK(bm_patient_save_size(patient, &size) == BM_OK && size <= BM_FUZZ_MAX_SNAPSHOT);
    const bm_status status = bm_patient_save(patient, bytes, size, &written);
    if (status != BM_OK) { /* of the full model: her history fails */
        bm_fuzz_check_status(patient, status);
        CHECK(status == BM_ECONFLICT || status == BM_EMAXSTEPS || status == BM_ENONFINITE || status == BM_ESTEP ||
              status == BM_ECANCELLED);
        return 0;
    }
    CHECK(written == size);
    return size;
}

#endif
