/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What if? After three years on denosumab a clone of the patient stops and the patient goes on. Osteoclasts rebound in
 * the one who stops.
 *
 *     cc 03_what_if.c $(pkg-config --cflags --libs bonemodel) -o 03_what_if
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
    bm_patient *goes_on = NULL, *stops = NULL, *failed = NULL;
    bm_model_options options;
    bm_prescription denosumab;
    uint64_t course = 0;
    bm_status status;
    const double decision_d = 3 * 365.0, half_year_d = 182.5;

    bm_model_options_init(&options);
    options.name = "core"; /* the published model alone */
    TRY(bm_model_create(&options, &model));
    TRY(bm_patient_create(model, NULL, &goes_on));
    failed = goes_on; /* whose sentence to show if a call fails */
    TRY(bm_prescription_init(model, "denosumab", &denosumab));
    denosumab.every_d = half_year_d;
    TRY(bm_patient_prescribe(goes_on, &denosumab, &course));
    TRY(bm_patient_advance_to(goes_on, decision_d));

    /* [what if] */
    TRY(bm_patient_clone(goes_on, &stops));
    failed = stops;
    TRY(bm_patient_stop(stops, course, decision_d)); /* the clone's courses have the same numbers */
    /* [what if] */

    puts("         osteoclasts          spine density");
    puts("        [% of day 0]           [change, %]");
    puts("year   goes on    stops    goes on     stops");
    for (int half = 0; half <= 4; half++) {
        double day = decision_d + half * half_year_d, osteoclasts[2], spine[2];
        bm_patient *patients[2];
        patients[0] = goes_on;
        patients[1] = stops;
        for (int i = 0; i < 2; i++) {
            failed = patients[i];
            TRY(bm_patient_advance_to(patients[i], day));
            TRY(bm_patient_observe(patients[i], "cells.osteoclasts", &osteoclasts[i]));
            TRY(bm_patient_observe(patients[i], "core.BMDlsDEN", &spine[i]));
        }
        printf("%4.1f  %8.1f %8.1f   %+8.2f  %+8.2f\n", day / 365.0, 100 * osteoclasts[0], 100 * osteoclasts[1],
               100 * (spine[0] - 1), 100 * (spine[1] - 1));
    }

done:
    if (status != BM_OK) {
        const char *sentence = bm_patient_last_error(failed);
        fprintf(stderr, "03_what_if: %s: %s\n", bm_status_name(status), *sentence ? sentence : bm_status_text(status));
    }
    bm_patient_destroy(stops);
    bm_patient_destroy(goes_on);
    bm_model_destroy(model);
    return status == BM_OK ? 0 : 1;
}
