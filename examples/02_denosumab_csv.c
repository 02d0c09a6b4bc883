/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dense sampling: the same course read every week, as CSV on standard output. A dense grid costs little, because the
 * integrator reads between its steps.
 *
 *     cc 02_denosumab_csv.c $(pkg-config --cflags --libs bonemodel) -o 02_denosumab_csv
 */
#include <bonemodel/bonemodel.h>
#include <stdio.h>

enum { WEEKS = 260, N_TIMES = WEEKS + 1, N_COLUMNS = 5 };

static const char *const columns[N_COLUMNS] = {"drug.denosumab", "core.L", "cells.osteoclasts", "cells.osteoblasts",
                                               "core.BMDlsDEN"};

#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        status = (call);                                                                                               \
        if (status != BM_OK)                                                                                           \
            goto done;                                                                                                 \
    } while (0)

int main(void) {
    bm_model *model = NULL;
    bm_patient *patient = NULL;
    bm_model_options options;
    bm_prescription denosumab;
    bm_status status;
    size_t observables[N_COLUMNS];
    static double times_d[N_TIMES], values[N_TIMES][N_COLUMNS];

    bm_model_options_init(&options);
    options.name = "core"; /* the published model alone */
    TRY(bm_model_create(&options, &model));
    TRY(bm_patient_create(model, NULL, &patient));
    TRY(bm_prescription_init(model, "denosumab", &denosumab));
    denosumab.every_d = 182.5;
    denosumab.doses = 6;
    TRY(bm_patient_prescribe(patient, &denosumab, NULL));

    /* [sample] */
    for (size_t i = 0; i < N_COLUMNS; i++)
        TRY(bm_catalog_find(model, BM_KIND_OBSERVABLE, columns[i], &observables[i]));
    for (size_t i = 0; i < N_TIMES; i++)
        times_d[i] = 7.0 * (double)i;
    TRY(bm_patient_sample(patient, times_d, N_TIMES, observables, N_COLUMNS, &values[0][0], N_TIMES * N_COLUMNS));
    /* [sample] */

    /* [columns] */
    printf("time [d]");
    for (size_t i = 0; i < N_COLUMNS; i++) {
        bm_catalog_entry column;
        TRY(bm_catalog_row(model, BM_KIND_OBSERVABLE, observables[i], &column));
        printf(",%s [%s]", column.name, column.unit);
    }
    printf("\n");
    /* [columns] */
    for (size_t t = 0; t < N_TIMES; t++) {
        printf("%g", times_d[t]);
        for (size_t i = 0; i < N_COLUMNS; i++)
            printf(",%.9g", values[t][i]);
        printf("\n");
    }

done:
    if (status != BM_OK) {
        const char *sentence = bm_patient_last_error(patient);
        fprintf(stderr, "02_denosumab_csv: %s: %s\n", bm_status_name(status),
                *sentence ? sentence : bm_status_text(status));
    }
    bm_patient_destroy(patient);
    bm_model_destroy(model);
    return status == BM_OK ? 0 : 1;
}
