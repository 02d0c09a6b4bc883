/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What she can do herself: a woman on letrozole trains by named exercises every week, eats enough calcium, vitamin D
 * and protein, and is compared with herself on letrozole alone.
 *
 *     cc 06_weekly_programme.c $(pkg-config --cflags --libs bonemodel) -o 06_weekly_programme
 */
#include <bonemodel/bonemodel.h>
#include <stdio.h>

#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        status = (call);                                                                                               \
        if (status != BM_OK)                                                                                           \
            goto done;                                                                                                 \
    } while (0)

/* [week] */
/* Her week of training: each exercise is prescribed through the agent of its kind. */
static const struct {
    const char *agent, *exercise;
    double sessions_per_week;
} week[] = {
    {"resistance_training", "goblet_squat", 2}, {"resistance_training", "deadlift", 1},
    {"resistance_training", "push_up", 2},      {"impact_training", "jump", 2},
    {"weight_bearing_aerobic", "walking", 5},
};

/* Supplements that she takes every day beyond her diet, in mg, IU, and g for each kg of weight. */
static const struct {
    const char *agent;
    double dose;
} daily[] = {{"calcium", 500}, {"vitamin_d", 800}, {"protein", 0.3}};
/* [week] */

static const char *const columns[] = {"bmd_change.lumbar_spine", "bmd_change.total_hip", "bmd_change.distal_radius",
                                      "fracture_risk_10y.major"};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* [prescribe] */
/* Prescribes an exercise of the catalogue. Sets, repetitions and all else that is not set come from the preset. */
static bm_status train(bm_patient *patient, const bm_model *model, const char *agent, const char *exercise,
                       double sessions_per_week) {
    size_t index;
    bm_catalog_entry preset;
    bm_prescription programme;
    bm_status status = bm_catalog_find(model, BM_KIND_EXERCISE, exercise, &index);
    if (status == BM_OK)
        status = bm_catalog_row(model, BM_KIND_EXERCISE, index, &preset);
    if (status == BM_OK)
        status = bm_prescription_init(model, agent, &programme);
    if (status != BM_OK)
        return status;
    bm_named_value parameters[2];
    parameters[0].name = "exercise";
    parameters[0].value = preset.default_value; /* its number */
    parameters[1].name = "sessions_per_week";
    parameters[1].value = sessions_per_week;
    programme.parameters = parameters;
    programme.n_parameters = COUNT(parameters);
    return bm_patient_prescribe(patient, &programme, NULL);
}
/* [prescribe] */

int main(void) {
    bm_model *model = NULL;
    bm_patient *patients[2] = {NULL, NULL}, *failed = NULL;
    bm_prescription prescription;
    bm_status status;
    double falls;

    TRY(bm_model_create(NULL, &model));
    TRY(bm_patient_create(model, NULL, &patients[0]));
    failed = patients[0]; /* whose sentence to show if a call fails */
    TRY(bm_patient_set(failed, "age_years", 61));
    TRY(bm_patient_set(failed, "t_score.lumbar_spine", -1.6));
    TRY(bm_patient_set(failed, "t_score.femoral_neck", -1.5));
    TRY(bm_prescription_init(model, "letrozole", &prescription));
    TRY(bm_patient_prescribe(failed, &prescription, NULL));

    TRY(bm_patient_clone(patients[0], &patients[1]));
    failed = patients[1];
    for (size_t i = 0; i < COUNT(week); i++)
        TRY(train(failed, model, week[i].agent, week[i].exercise, week[i].sessions_per_week));
    TRY(bm_prescription_init(model, "balance_training", &prescription)); /* against falls: three times a week */
    TRY(bm_patient_prescribe(failed, &prescription, NULL));
    for (size_t i = 0; i < COUNT(daily); i++) {
        TRY(bm_prescription_init(model, daily[i].agent, &prescription));
        prescription.dose = daily[i].dose;
        TRY(bm_patient_prescribe(failed, &prescription, NULL));
    }

    puts("                       spine          hip       radius   major fracture in");
    puts("year             [change, %]  [change, %]  [change, %]   ten years more [%]");
    for (int year = 0; year <= 2; year++)
        for (size_t i = 0; i < COUNT(patients); i++) {
            double value[COUNT(columns)];
            failed = patients[i];
            TRY(bm_patient_advance_to(failed, 365.25 * year));
            for (size_t c = 0; c < COUNT(columns); c++)
                TRY(bm_patient_observe(failed, columns[c], &value[c]));
            printf("%4d  %-9s  %+11.2f  %+11.2f  %+11.2f  %19.1f\n", year, i == 0 ? "letrozole" : "and week", value[0],
                   value[1], value[2], 100 * value[3]);
        }
    TRY(bm_patient_observe(failed, "falls.relative_rate", &falls));
    printf("With the balance training she falls %.2f times as often.\n", falls);

done:
    if (status != BM_OK) {
        const char *sentence = bm_patient_last_error(failed);
        fprintf(stderr, "06_weekly_programme: %s: %s\n", bm_status_name(status),
                *sentence ? sentence : bm_status_text(status));
    }
    bm_patient_destroy(patients[0]);
    bm_patient_destroy(patients[1]);
    bm_model_destroy(model);
    return status == BM_OK ? 0 : 1;
}
