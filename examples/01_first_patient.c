/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A first patient: three years of denosumab, and the two years after it.
 *
 *     cc 01_first_patient.c $(pkg-config --cflags --libs bonemodel) -o 01_first_patient
 */
#include <bonemodel/bonemodel.h>
#include <stdio.h>

#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        status = (call);                                                                                               \
        if (status != BM_OK)                                                                                           \
            goto done;                                                                                                 \
    } while (0)

int main(void) {
    bm_model *model = NULL;
    bm_patient *patient = NULL;
    bm_prescription denosumab;
    bm_status status;

    /* [first patient] */
    TRY(bm_model_create(NULL, &model));
    TRY(bm_patient_create(model, NULL, &patient));

    /* 60 mg under the skin, six times, every half year */
    TRY(bm_prescription_init(model, "denosumab", &denosumab));
    denosumab.every_d = 182.5;
    denosumab.doses = 6;
    TRY(bm_patient_prescribe(patient, &denosumab, NULL));

    puts("year  osteoclasts  osteoblasts  spine density");
    puts("     [% of day 0] [% of day 0]    [change, %]");
    for (int year = 0; year <= 5; year++) {
        double osteoclasts, osteoblasts, spine;
        TRY(bm_patient_advance_to(patient, 365.0 * year));
        TRY(bm_patient_observe(patient, "cells.osteoclasts", &osteoclasts));
        TRY(bm_patient_observe(patient, "cells.osteoblasts", &osteoblasts));
        TRY(bm_patient_observe(patient, "core.BMDlsDEN", &spine));
        printf("%4d  %11.1f  %11.1f  %+13.2f\n", year, 100 * osteoclasts, 100 * osteoblasts, 100 * (spine - 1));
    }
    /* [first patient] */

done:
    if (status != BM_OK) {
        const char *sentence = bm_patient_last_error(patient);
        fprintf(stderr, "01_first_patient: %s: %s\n", bm_status_name(status),
                *sentence ? sentence : bm_status_text(status));
    }
    bm_patient_destroy(patient);
    bm_model_destroy(model);
    return status == BM_OK ? 0 : 1;
}
