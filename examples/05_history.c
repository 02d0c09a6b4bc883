/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A woman with a history: she took tamoxifen for five years, was measured, and changes to letrozole today, alone or
 * with ibandronate into a vein every three months.
 *
 *     cc 05_history.c $(pkg-config --cflags --libs bonemodel) -o 05_history
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
    bm_patient *patients[2] = {NULL, NULL}, *failed = NULL;
    bm_prescription tamoxifen, letrozole, ibandronate;
    bm_named_value into_a_vein;
    bm_status status;
    const double years = 365.25;

    TRY(bm_model_create(NULL, &model));

    /* [history] */
    TRY(bm_prescription_init(model, "tamoxifen", &tamoxifen));
    tamoxifen.start_d = -5 * years; /* before day 0: part of her history */
    tamoxifen.stop_d = 0;
    TRY(bm_prescription_init(model, "letrozole", &letrozole));

    TRY(bm_patient_create(model, NULL, &patients[0]));
    failed = patients[0]; /* whose sentence to show if a call fails */
    TRY(bm_patient_set(failed, "age_years", 58));
    TRY(bm_patient_set(failed, "years_since_menopause", 7));
    TRY(bm_patient_set(failed, "t_score.lumbar_spine", -1.4)); /* as measured today */
    TRY(bm_patient_set(failed, "marker.s_ctx", 0.35));         /* ng/mL */
    TRY(bm_patient_prescribe(failed, &tamoxifen, NULL));
    TRY(bm_patient_prescribe(failed, &letrozole, NULL));
    /* [history] */

    /* [parameter] */
    TRY(bm_patient_clone(patients[0], &patients[1]));
    failed = patients[1];
    TRY(bm_prescription_init(model, "ibandronate", &ibandronate));
    into_a_vein.name = "route";
    into_a_vein.value = 1;
    ibandronate.parameters = &into_a_vein;
    ibandronate.n_parameters = 1;
    ibandronate.dose = 3; /* mg */
    ibandronate.every_d = years / 4;
    TRY(bm_patient_prescribe(failed, &ibandronate, NULL));
    /* [parameter] */

    puts("           letrozole alone         with ibandronate");
    puts("year    T-score  CTX [ng/mL]    T-score  CTX [ng/mL]");
    for (int year = 0; year <= 3; year++) {
        printf("%4d", year);
        for (int i = 0; i < 2; i++) {
            double t_score, ctx;
            failed = patients[i];
            TRY(bm_patient_advance_to(failed, years * year));
            TRY(bm_patient_observe(failed, "t_score.lumbar_spine", &t_score));
            TRY(bm_patient_observe(failed, "marker.s_ctx", &ctx));
            printf("   %8.2f  %11.2f", t_score, ctx);
        }
        puts("");
    }

done:
    if (status != BM_OK) {
        const char *sentence = bm_patient_last_error(failed);
        fprintf(stderr, "05_history: %s: %s\n", bm_status_name(status), *sentence ? sentence : bm_status_text(status));
    }
    bm_patient_destroy(patients[0]);
    bm_patient_destroy(patients[1]);
    bm_model_destroy(model);
    return status == BM_OK ? 0 : 1;
}
