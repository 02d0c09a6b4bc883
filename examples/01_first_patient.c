/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A first patient: a woman of 61 with a low bone density takes letrozole for five years.
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
    bm_prescription letrozole;
    bm_status status;

    /* [first patient] */
    TRY(bm_model_create(NULL, &model));
    TRY(bm_patient_create(model, NULL, &patient));
    TRY(bm_patient_set(patient, "age_years", 61));
    TRY(bm_patient_set(patient, "t_score.total_hip", -1.2));

    /* 2.5 mg a day, as the label has it */
    TRY(bm_patient_prescription_init(patient, "letrozole", &letrozole));
    TRY(bm_patient_prescribe(patient, &letrozole, NULL));

    puts("year  estradiol  resorption  spine density  hip density  hip");
    puts("       [pg/mL]   [CTX, %]    [change, %]    [change, %]  [T-score]");
    for (int year = 0; year <= 5; year++) {
        double estradiol, ctx, spine, hip, t_score;
        TRY(bm_patient_advance_to(patient, 365.25 * year));
        TRY(bm_patient_observe(patient, "serum.estradiol", &estradiol));
        TRY(bm_patient_observe(patient, "marker_change.s_ctx", &ctx));
        TRY(bm_patient_observe(patient, "bmd_change.lumbar_spine", &spine));
        TRY(bm_patient_observe(patient, "bmd_change.total_hip", &hip));
        TRY(bm_patient_observe(patient, "t_score.total_hip", &t_score));
        printf("%4d  %9.2f  %+10.1f  %+13.2f  %+11.2f  %+9.2f\n", year, estradiol, ctx, spine, hip, t_score);
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
