/* SPDX-License-Identifier: Apache-2.0 */
/* What docs/fractures.md shows. Runs as a test; its output is shown there too. */
#include <bonemodel/bonemodel.h>
#include <stdio.h>
#include <stdlib.h>

/* Ends the program when what the page says does not hold. */
static void must(int holds, const char *what) {
    if (!holds) {
        fprintf(stderr, "fractures: %s does not hold\n", what);
        exit(EXIT_FAILURE);
    }
}
#define MUST(condition) must((condition), #condition)

static double percent(bm_patient *patient, const char *name) {
    double value = 0.0;
    MUST(bm_patient_observe(patient, name, &value) == BM_OK);
    MUST(value >= 0.0 && value < 1.0);
    return 100.0 * value;
}

/* Her risk, ahead and so far. */
static void two_questions(const bm_model *model) {
    bm_patient *patient = NULL;
    bm_prescription letrozole;
    bm_status status = bm_patient_create(model, NULL, &patient);
    MUST(status == BM_OK);
    /* [read] */
    double ahead = 0.0, so_far = 0.0;
    status = bm_patient_set(patient, "age_years", 66.0);
    if (status == BM_OK)
        status = bm_patient_set(patient, "t_score.femoral_neck", -2.1);
    if (status == BM_OK)
        status = bm_patient_set(patient, "prior_fracture", 1.0); /* yes */
    if (status == BM_OK)
        status = bm_prescription_init(model, "letrozole", &letrozole);
    if (status == BM_OK)
        status = bm_patient_prescribe(patient, &letrozole, NULL);
    for (int year = 0; year <= 10 && status == BM_OK; year += 5) {
        status = bm_patient_advance_to(patient, 365.25 * year);
        if (status == BM_OK)
            status = bm_patient_observe(patient, "fracture_risk_10y.major", &ahead);
        if (status == BM_OK)
            status = bm_patient_observe(patient, "fracture_risk.major", &so_far);
        if (status == BM_OK)
            printf("year %2d: %4.1f %% in the ten years ahead, %4.1f %% since day 0\n", year, 100 * ahead,
                   100 * so_far);
    }
    /* [read] */
    MUST(status == BM_OK && so_far > 0.0);
    MUST(percent(patient, "fracture_risk.hip") <= percent(patient, "fracture_risk.major"));
    MUST(percent(patient, "fracture_risk.vertebral") <= percent(patient, "fracture_risk.major"));
    bm_patient_destroy(patient);
}

/* Ten-year probabilities on day 0 by age and T-score of the neck; no risk factor, BMI 25. */
static void table(const bm_model *model, const char *name) {
    static const double t_scores[] = {1.0, 0.0, -1.0, -2.0, -3.0, -4.0};
    printf("  age    T 1    T 0   T -1   T -2   T -3   T -4\n");
    for (double age = 50.0; age <= 90.0; age += 10.0) {
        double last = 0.0;
        printf("%5.0f", age);
        for (size_t i = 0; i < sizeof t_scores / sizeof *t_scores; i++) {
            bm_patient *patient = NULL;
            MUST(bm_patient_create(model, NULL, &patient) == BM_OK);
            MUST(bm_patient_set(patient, "age_years", age) == BM_OK);
            MUST(bm_patient_set(patient, "years_since_menopause", age - 50.0) == BM_OK);
            MUST(bm_patient_set(patient, "weight_kg", 25.0 * 1.62 * 1.62) == BM_OK); /* at 162 cm */
            MUST(bm_patient_set(patient, "t_score.femoral_neck", t_scores[i]) == BM_OK);
            const double risk = percent(patient, name);
            printf(" %6.1f", risk);
            MUST(risk > last); /* less bone, more risk */
            last = risk;
            bm_patient_destroy(patient);
        }
        printf("\n");
    }
}

int main(void) {
    bm_model *model = NULL;
    MUST(bm_model_create(NULL, &model) == BM_OK);
    puts("[read output]");
    two_questions(model);
    puts("[read output]");
    puts("[hip]");
    table(model, "fracture_risk_10y.hip");
    puts("[hip]");
    puts("[major]");
    table(model, "fracture_risk_10y.major");
    puts("[major]");
    bm_model_destroy(model);
    return EXIT_SUCCESS;
}
