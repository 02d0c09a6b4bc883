/* SPDX-License-Identifier: Apache-2.0 */
/* A whole life of a patient through the public interface; prints the version of the library that is linked in. */
#include <bonemodel/bonemodel.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void check(bm_status status, const char *call) {
    if (status != BM_OK) {
        fprintf(stderr, "consumer: %s: %s\n", call, bm_status_name(status));
        exit(EXIT_FAILURE);
    }
}
#define CHECK(call) check((call), #call)

int main(void) {
    char version[32];
    snprintf(version, sizeof version, "%d.%d.%d", BM_VERSION_MAJOR, BM_VERSION_MINOR, BM_VERSION_PATCH);
    if (strcmp(version, BM_VERSION_STRING) != 0 || strcmp(version, bm_version_string()) != 0 ||
        bm_version_number() != BM_VERSION_NUMBER) {
        fprintf(stderr, "consumer: header %s, library %s, number %d\n", version, bm_version_string(),
                (int)bm_version_number());
        return EXIT_FAILURE;
    }

    bm_model *model = NULL;
    bm_patient *patient = NULL, *clone = NULL, *loaded = NULL;
    CHECK(bm_model_create(NULL, &model));
    CHECK(bm_patient_create(model, NULL, &patient));

    bm_prescription course;
    CHECK(bm_prescription_init(model, "denosumab", &course));
    CHECK(bm_patient_prescribe(patient, &course, NULL));
    CHECK(bm_patient_advance_by(patient, 30.0));

    CHECK(bm_patient_clone(patient, &clone));
    size_t size = 0;
    CHECK(bm_patient_save_size(patient, &size));
    void *snapshot = malloc(size);
    if (snapshot == NULL) {
        return EXIT_FAILURE;
    }
    CHECK(bm_patient_save(patient, snapshot, size, NULL));
    CHECK(bm_patient_load(model, snapshot, size, &loaded));
    free(snapshot);

    bm_patient *patients[] = {patient, clone, loaded};
    double value[3] = {0.0, 1.0, 2.0};
    for (int i = 0; i < 3; i++) {
        CHECK(bm_patient_advance_to(patients[i], 60.0));
        CHECK(bm_patient_observe(patients[i], "core.PTH", &value[i]));
        bm_patient_destroy(patients[i]);
    }
    bm_model_destroy(model);
    if (memcmp(&value[0], &value[1], sizeof value[0]) != 0 || memcmp(&value[0], &value[2], sizeof value[0]) != 0) {
        fprintf(stderr, "consumer: patient, clone and loaded patient differ: %.17g, %.17g, %.17g\n", value[0], value[1],
                value[2]);
        return EXIT_FAILURE;
    }
    puts(version);
    return EXIT_SUCCESS;
}
