/* SPDX-License-Identifier: Apache-2.0 */
/* What lies behind the opaque handles. */
#ifndef BM__API_HANDLES_H
#define BM__API_HANDLES_H

#include <stdatomic.h>

#include "readouts/readouts.h"

/* An observable: which family, and which row in it. */
enum { BM__OBSERVE_STATE, BM__OBSERVE_READOUT, BM__OBSERVE_LEVEL, BM__OBSERVE_DOSES };
struct bm__observable {
    uint8_t family, row;
};

enum {
    BM__N_PRESCRIBABLE = 3,
    BM__N_DOSED = 2,
    BM__N_OBSERVABLES = BM__N_STATES + BM__N_READOUTS + BM__N_PRESCRIBABLE + BM__N_DOSED,
    BM__NAME_LENGTH = 32,
};

struct bm_model {
    bm_allocator allocator;
    atomic_uint holds;                  /* the caller's and one of each patient */
    uint8_t agents[BM__N_PRESCRIBABLE]; /* agent numbers in the order of the catalogue */
    struct bm__observable observables[BM__N_OBSERVABLES];
    char observable_names[BM__N_PRESCRIBABLE + BM__N_DOSED][BM__NAME_LENGTH]; /* those made from agents' names */
};

enum { BM__MAX_WARNINGS = 16, BM__MESSAGE_LENGTH = 240 };

struct bm_patient {
    const bm_model *model;
    struct bm__simulation sim;
    bm_progress_fn progress;
    void *progress_user;
    int busy; /* inside the progress callback */
    uint32_t n_warnings;
    char error[BM__MESSAGE_LENGTH];
    char warnings[BM__MAX_WARNINGS][BM__MESSAGE_LENGTH];
};

/* What a host may ask for, and a snapshot may hold. */
#define BM__MINIMUM_RTOL    1e-12
#define BM__MAXIMUM_RTOL    1e-2
#define BM__MINIMUM_EVERY_D 0.01

/* Copies a growable struct between two builds: as much of it as both have. */
BM__INLINE void bm__copy_struct(void *to, size_t to_size, const void *from, size_t from_size) {
    memcpy(to, from, to_size < from_size ? to_size : from_size);
}

/* The catalogue's name of model `core`. */
#define BM__MODEL_NAME "core"

void bm__model_hold(const bm_model *model);
void bm__model_release(const bm_model *model);

/* The row of a catalogue entry; the index is valid. */
void bm__catalog_entry(const bm_model *model, uint32_t kind, size_t index, bm_catalog_entry *entry);

/* Reads an observable at a time and state. */
double bm__observe(const bm_patient *patient, size_t index, double time_d, const double *x);

/* Keeps a sentence in the handle: an error, returning its status, or a warning. */
__attribute__((format(printf, 3, 4))) bm_status bm__fail(bm_patient *patient, bm_status status, const char *format,
                                                         ...);
__attribute__((format(printf, 2, 3))) void bm__warn(bm_patient *patient, const char *format, ...);

/* The patient's constants and day 0, derived when first needed. */
bm_status bm__prepare(bm_patient *patient);

/* An empty patient of a model, without a simulation yet. */
bm_patient *bm__patient_new(const bm_model *model);

#endif
