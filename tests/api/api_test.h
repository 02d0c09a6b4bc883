/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of the public interface share: a model, courses to go through, snapshots to compare. */
#ifndef BM__TESTS_API_API_TEST_H
#define BM__TESTS_API_API_TEST_H

#include "bonemodel/bonemodel.h"

#include "support/bm_test.h"

/* The call succeeds; otherwise the test fails and prints what the library said. */
#define OK(patient, call) bm_check_ok((patient), (call), #call, __FILE__, __LINE__)
void bm_check_ok(const bm_patient *patient, bm_status status, const char *call, const char *file, int line);

/* The call fails with this status. */
#define FAILS(call, expected) bm_check_fails((call), (expected), #call, __FILE__, __LINE__)
void bm_check_fails(bm_status status, bm_status expected, const char *call, const char *file, int line);

/* The core alone, and the full model. */
bm_model *bm_test_model(void);
bm_model *bm_test_full_model(void);

/* rtol 0 = the default. */
bm_patient *bm_test_patient(const bm_model *model, double rtol);
bm_status bm_test_create(const bm_model *model, double rtol, uint64_t max_steps, bm_patient **patient);

/* Prescribes doses (every_d 0 = label interval, stop_d 0 = never); returns the prescription's number. */
uint64_t bm_test_prescribe(const bm_model *model, bm_patient *patient, const char *agent, double dose, double every_d,
                           double start_d, double stop_d);

/* Prescribes a continuous agent from start_d to stop_d (0 = never) with up to 4 parameters of its own (a NULL name ends
 * them). */
enum { BM_TEST_MAX_PARAMETERS = 4 };
uint64_t bm_test_programme(const bm_model *model, bm_patient *patient, const char *agent, double dose, double start_d,
                           double stop_d, const bm_named_value parameters[BM_TEST_MAX_PARAMETERS]);

/* The number of an exercise by its name, for the parameter "exercise". */
double bm_test_exercise(const bm_model *model, const char *name);

double bm_test_observe(bm_patient *patient, const char *name);
double bm_test_time(const bm_patient *patient);
bm_patient_stats bm_test_stats(const bm_patient *patient);

/* A patient's snapshot; free with free(). */
struct bm_bytes {
    unsigned char *data;
    size_t size;
};
struct bm_bytes bm_test_save(bm_patient *patient);
/* The same without her decisions, which may be unable to save themselves. */
struct bm_bytes bm_test_save_bare(bm_patient *patient);
/* Whether both hold the same; frees them. */
int bm_test_same_bytes(struct bm_bytes a, struct bm_bytes b);
/* Whether two patients, or a patient now and her snapshot, are the same to the last bit. */
int bm_test_is_saved(bm_patient *patient, const struct bm_bytes *saved);
void bm_assert_same_patient(bm_patient *a, bm_patient *b);

/* The checksum of a snapshot, FNV-1a of all but its last 8 bytes, written there. */
void bm_test_seal(unsigned char *snapshot, size_t size);

/* Every observable at once. */
enum { BM_TEST_MAX_OBSERVABLES = 512 };
size_t bm_test_observe_all(const bm_model *model, bm_patient *patient, double values[BM_TEST_MAX_OBSERVABLES]);

/* Courses that between them exercise every agent and the threshold of RunX2. */
struct bm_test_course {
    const char *name;
    double days;
    void (*prepare)(const bm_model *model, bm_patient *patient);
};
extern const struct bm_test_course bm_test_courses[];
extern const size_t bm_test_n_courses;

/* Both models, each with its courses: bm_test_courses are the core's. */
enum { BM_TEST_CORE, BM_TEST_FULL, BM_TEST_N_SETS };
struct bm_test_set {
    bm_model *(*model)(void);
    const struct bm_test_course *courses;
    size_t n_courses;
};
extern const struct bm_test_set bm_test_sets[BM_TEST_N_SETS];

#endif
