/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The delayed arm of Z-FAST: letrozole, and zoledronic acid only from the first half-yearly visit at which a T-score of
 * spine or hip is below -2. It is simulated for four women with different T-scores of the spine.
 *
 *     cc 09_z_fast_delayed.c $(pkg-config --cflags --libs bonemodel) -o 09_z_fast_delayed
 */
#include <bonemodel/bonemodel.h>
#include <stdio.h>

#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        status = (call);                                                                                               \
        if (status != BM_OK)                                                                                           \
            goto done;                                                                                                 \
    } while (0)

static const double half_year_d = 182.625;

/* [rule] */
struct delayed {
    const bm_model *model;
    double started_d; /* 0: not yet */
};

/* Called at each visit. What it prescribes takes effect when it returns 0; a negative number cancels the whole call. */
static int32_t start_if_low(void *user, bm_visit *visit) {
    struct delayed *arm = user;
    bm_prescription zoledronic_acid;
    double spine, hip, now_d;
    bm_status status;
    if (arm->started_d > 0)
        return 0;
    status = bm_visit_observe(visit, "t_score.lumbar_spine", &spine);
    if (status == BM_OK)
        status = bm_visit_observe(visit, "t_score.total_hip", &hip);
    if (status != BM_OK || (spine >= -2 && hip >= -2))
        return status;
    bm_visit_time(visit, &now_d);
    bm_prescription_init(arm->model, "zoledronic_acid", &zoledronic_acid);
    zoledronic_acid.dose = 4;
    zoledronic_acid.every_d = half_year_d;
    zoledronic_acid.start_d = now_d; /* the first dose is given at this visit */
    arm->started_d = now_d;
    return bm_visit_prescribe(visit, &zoledronic_acid, NULL);
}
/* [rule] */

int main(void) {
    static const double t_scores[] = {-0.6, -1.4, -1.7, -1.95};
    bm_model *model = NULL;
    bm_patient *patient = NULL;
    bm_prescription letrozole;
    bm_decision decision;
    bm_status status;

    TRY(bm_model_create(NULL, &model));
    TRY(bm_prescription_init(model, "letrozole", &letrozole));
    puts("  T-score  first dose   doses in    T-score   spine density");
    puts("  on day 0     [year]  five years  in year 5    [change, %]");
    for (size_t i = 0; i < sizeof t_scores / sizeof *t_scores; i++) {
        struct delayed arm = {NULL, 0};
        double doses, spine, change;
        TRY(bm_patient_create(model, NULL, &patient));
        TRY(bm_patient_set(patient, "age_years", 60));
        TRY(bm_patient_set(patient, "t_score.lumbar_spine", t_scores[i]));
        TRY(bm_patient_prescribe(patient, &letrozole, NULL));
        /* [decide] */
        arm.model = model;
        bm_decision_init(&decision);
        decision.name = "delayed start";
        decision.visit = start_if_low;
        decision.user = &arm;
        decision.first_d = half_year_d;
        decision.every_d = half_year_d;
        TRY(bm_patient_decide(patient, &decision, NULL));
        TRY(bm_patient_advance_to(patient, 5 * 365.25));
        /* [decide] */
        TRY(bm_patient_observe(patient, "doses_given.zoledronic_acid", &doses));
        TRY(bm_patient_observe(patient, "t_score.lumbar_spine", &spine));
        TRY(bm_patient_observe(patient, "bmd_change.lumbar_spine", &change));
        printf("  %8.2f  %10.1f  %10.0f  %9.2f  %+13.1f\n", t_scores[i], arm.started_d / 365.25, doses, spine, change);
        bm_patient_destroy(patient);
        patient = NULL;
    }
    puts("(first dose in year 0.0: never)");

done:
    if (status != BM_OK) {
        const char *sentence = bm_patient_last_error(patient);
        fprintf(stderr, "09_z_fast_delayed: %s: %s\n", bm_status_name(status),
                *sentence ? sentence : bm_status_text(status));
    }
    bm_patient_destroy(patient);
    bm_model_destroy(model);
    return status == BM_OK ? 0 : 1;
}
