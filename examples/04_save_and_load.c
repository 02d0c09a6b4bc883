/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Save and load: a patient is saved to a file at year 2, loaded, and taken to year 5. She goes on bit for bit like the
 * one who was never saved.
 *
 *     cc 04_save_and_load.c $(pkg-config --cflags --libs bonemodel) -o 04_save_and_load
 */
#include <bonemodel/bonemodel.h>
#include <stdio.h>
#include <stdlib.h>

#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        status = (call);                                                                                               \
        if (status != BM_OK)                                                                                           \
            goto done;                                                                                                 \
    } while (0)

static const char file_name[] = "year2.patient";

static int write_file(const void *bytes, size_t size) {
    FILE *file = fopen(file_name, "wb");
    if (file == NULL)
        return 0;
    const size_t written = fwrite(bytes, 1, size, file);
    return (fclose(file) == 0) & (written == size);
}

static int read_file(void *bytes, size_t size) {
    FILE *file = fopen(file_name, "rb");
    if (file == NULL)
        return 0;
    const size_t found = fread(bytes, 1, size, file);
    fclose(file);
    return found == size;
}

int main(void) {
    bm_model *model = NULL;
    bm_patient *patients[2] = {NULL, NULL};
    bm_model_options options;
    bm_prescription denosumab;
    bm_status status;
    void *bytes = NULL;
    size_t size = 0;
    int files_work = 1;

    bm_model_options_init(&options);
    options.name = "core"; /* the published model alone */
    TRY(bm_model_create(&options, &model));
    TRY(bm_patient_create(model, NULL, &patients[0]));
    TRY(bm_prescription_init(model, "denosumab", &denosumab));
    denosumab.every_d = 182.5;
    denosumab.doses = 6;
    TRY(bm_patient_prescribe(patients[0], &denosumab, NULL));
    TRY(bm_patient_advance_to(patients[0], 2 * 365.0));

    /* [save] */
    TRY(bm_patient_save_size(patients[0], &size));
    bytes = malloc(size);
    if (bytes == NULL) {
        status = BM_ENOMEM;
        goto done;
    }
    TRY(bm_patient_save(patients[0], bytes, size, NULL));
    /* [save] */
    files_work = write_file(bytes, size) && read_file(bytes, size);
    if (!files_work)
        goto done;
    /* [load] */
    TRY(bm_patient_load(model, bytes, size, &patients[1]));
    /* [load] */

    puts("              osteoclasts at year 5  spine density at year 5");
    puts("                       [% of day 0]              [change, %]");
    double osteoclasts[2], spine[2];
    for (int i = 0; i < 2; i++) {
        TRY(bm_patient_advance_to(patients[i], 5 * 365.0));
        TRY(bm_patient_observe(patients[i], "cells.osteoclasts", &osteoclasts[i]));
        TRY(bm_patient_observe(patients[i], "core.BMDlsDEN", &spine[i]));
        printf("%-12s %22.13f  %+23.13f\n", i == 0 ? "never saved" : "loaded", 100 * osteoclasts[i],
               100 * (spine[i] - 1));
    }
    printf("%s, from a snapshot of %lu bytes\n",
           osteoclasts[0] == osteoclasts[1] && spine[0] == spine[1] ? "The same bits" : "DIFFERENT",
           (unsigned long)size);

done:
    if (!files_work)
        fprintf(stderr, "04_save_and_load: %s cannot be written and read back\n", file_name);
    if (status != BM_OK) {
        const char *sentence = bm_patient_last_error(patients[0]);
        fprintf(stderr, "04_save_and_load: %s: %s\n", bm_status_name(status),
                *sentence ? sentence : bm_status_text(status));
    }
    remove(file_name);
    free(bytes);
    bm_patient_destroy(patients[1]);
    bm_patient_destroy(patients[0]);
    bm_model_destroy(model);
    return status == BM_OK && files_work ? 0 : 1;
}
