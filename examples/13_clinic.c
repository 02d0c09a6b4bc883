/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a clinic's software needs around a patient: numbers in the units of a letter, what she is, read back after a
 * snapshot, warnings, what a change comes from, and a scenario that bonesim runs.
 *
 *     cc 13_clinic.c $(pkg-config --cflags --libs bonemodel) -o 13_clinic
 */
#include <bonemodel/bonemodel.h>
#include <stdio.h>

#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        status = (call);                                                                                               \
        if (status != BM_OK)                                                                                           \
            goto done;                                                                                                 \
    } while (0)

/* [read back] */
/* Prints what was set of a patient, and what she was prescribed. */
static bm_status print_patient(const bm_model *model, bm_patient *patient) {
    for (size_t i = 0; i < bm_catalog_count(model, BM_KIND_COVARIATE); i++) {
        bm_catalog_entry row;
        int32_t set = 0;
        double value = 0;
        bm_status status = bm_catalog_row(model, BM_KIND_COVARIATE, i, &row);
        if (status == BM_OK)
            status = bm_patient_is_set(patient, row.name, &set);
        if (status == BM_OK)
            status = bm_patient_get(patient, row.name, &value);
        if (status != BM_OK)
            return status;
        if (set)
            printf("  %-20s %8.4g %s\n", row.name, value, row.unit);
    }
    for (size_t i = 0; i < bm_patient_prescription_count(patient); i++) {
        bm_prescription rx;
        uint64_t id;
        double given;
        bm_status status = bm_patient_read_prescription(patient, i, &rx, &id, &given);
        if (status != BM_OK)
            return status;
        printf("  prescription %u: %s %g, from day %g, %g doses given\n", (unsigned)id, rx.agent, rx.dose, rx.start_d,
               given);
    }
    return BM_OK;
}
/* [read back] */

int main(void) {
    bm_model *model = NULL;
    bm_patient *patient = NULL, *loaded = NULL, *other = NULL, *failed = NULL;
    bm_prescription rx;
    bm_status status;
    double calcidiol = 0;
    char sentence[240] = "", scenario[4096];
    static unsigned char snapshot[16384];
    size_t size, hip;

    TRY(bm_model_create(NULL, &model));
    TRY(bm_patient_create(model, NULL, &patient));
    failed = patient; /* whose sentence to show if a call fails */

    /* [units] */
    TRY(bm_catalog_convert(model, BM_KIND_COVARIATE, "calcidiol_nmol_l", 24, "ng/mL", &calcidiol, sentence,
                           sizeof sentence));
    TRY(bm_patient_set(patient, "calcidiol_nmol_l", calcidiol));
    /* [units] */
    TRY(bm_patient_set(patient, "age_years", 63));
    TRY(bm_patient_set(patient, "t_score.total_hip", -1.3));
    TRY(bm_prescription_init(model, "letrozole", &rx));
    rx.start_d = -90;
    TRY(bm_patient_prescribe(patient, &rx, NULL));
    TRY(bm_prescription_init(model, "zoledronic_acid", &rx));
    rx.start_d = 35;
    TRY(bm_patient_prescribe(patient, &rx, NULL));

    /* A year later, in another process. */
    TRY(bm_patient_advance_to(patient, 365.25));
    TRY(bm_patient_save(patient, snapshot, sizeof snapshot, &size));
    TRY(bm_patient_load(model, snapshot, size, &loaded));
    failed = loaded;
    printf("The patient of the snapshot:\n");
    TRY(print_patient(model, loaded));

    /* [warnings] */
    TRY(bm_prescription_init(model, "anastrozole", &rx));
    rx.start_d = 400;
    TRY(bm_patient_clone(loaded, &other));
    failed = other;
    TRY(bm_patient_prescribe(other, &rx, NULL)); /* and letrozole was not stopped */
    printf("\nWarnings if she gets anastrozole as well:\n");
    for (size_t i = 0; i < bm_patient_warning_count(other); i++)
        printf("  %s\n", bm_patient_warning(other, i));
    failed = loaded;
    /* [warnings] */

    /* [reasons] */
    bm_part parts[BM_MAX_PARTS];
    size_t spine, n_parts;
    TRY(bm_catalog_find(model, BM_KIND_OBSERVABLE, "bmd_change.lumbar_spine", &spine));
    TRY(bm_patient_explain(loaded, 3 * 365.25, spine, parts, BM_MAX_PARTS, &n_parts));
    printf("\nThe change of the spine in the next two years, in percentage points:\n");
    for (size_t i = 0; i < n_parts; i++)
        printf("  %-16s %+.2f\n", parts[i].name, parts[i].value);
    /* [reasons] */

    /* [scenario] */
    const double times_d[] = {0, 365.25, 1826.25};
    TRY(bm_catalog_find(model, BM_KIND_OBSERVABLE, "bmd_change.total_hip", &hip));
    TRY(bm_patient_write_scenario(loaded, times_d, 3, &hip, 1, scenario, sizeof scenario, NULL));
    printf("\nThe same as a scenario:\n%s", scenario);
    /* [scenario] */

done:
    if (status != BM_OK)
        fprintf(stderr, "13_clinic: %s: %s\n", bm_status_name(status),
                *sentence                        ? sentence
                : *bm_patient_last_error(failed) ? bm_patient_last_error(failed)
                                                 : bm_status_text(status));
    bm_patient_destroy(other);
    bm_patient_destroy(loaded);
    bm_patient_destroy(patient);
    bm_model_destroy(model);
    return status != BM_OK;
}
