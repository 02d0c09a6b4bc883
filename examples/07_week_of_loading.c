/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The load of a week of training on bone, hour by hour, as CSV: goblet squats on the first day, jumps on the third,
 * push-ups on the fifth, each session an event. The program prints the first week, and a week a year later, when bone
 * has got used to part of the load.
 *
 *     cc 07_week_of_loading.c $(pkg-config --cflags --libs bonemodel) -o 07_week_of_loading
 *     ./07_week_of_loading >week.csv
 *     gnuplot -p -e "set datafile separator ','; plot 'week.csv' every ::1::169 using 2:3 with lines title 'load', \
 *         '' every ::1::169 using 2:7 with lines title 'signal'"
 */
#include <bonemodel/bonemodel.h>
#include <stdio.h>

enum { HOURS = 7 * 24, PER_WEEK = HOURS + 1, N_TIMES = 2 * PER_WEEK };

static const double weeks[] = {1, 53};

static const struct {
    const char *agent, *exercise;
    double day; /* of the week, from 0 */
} sessions[] = {
    {"resistance_training", "goblet_squat", 0.75}, /* 18:00 */
    {"impact_training", "jump", 2.75},
    {"resistance_training", "push_up", 4.75},
};

static const char *const columns[] = {
    "loading.lumbar_spine",
    "loading.total_hip",
    "loading.femoral_neck",
    "loading.distal_radius",
    "loading_signal.lumbar_spine",
    "loading_signal.total_hip",
    "loading_signal.femoral_neck",
    "loading_signal.distal_radius",
    "serum.sclerostin",
};

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        status = (call);                                                                                               \
        if (status != BM_OK)                                                                                           \
            goto done;                                                                                                 \
    } while (0)

int main(void) {
    bm_model *model = NULL;
    bm_patient *patient = NULL;
    bm_status status;
    size_t observables[COUNT(columns)];
    static double times_d[N_TIMES], values[N_TIMES][COUNT(columns)];

    TRY(bm_model_create(NULL, &model));
    TRY(bm_patient_create(model, NULL, &patient));
    for (size_t i = 0; i < COUNT(sessions); i++) {
        size_t index;
        bm_catalog_entry preset;
        bm_prescription session;
        bm_named_value parameters[3];
        TRY(bm_catalog_find(model, BM_KIND_EXERCISE, sessions[i].exercise, &index));
        TRY(bm_catalog_row(model, BM_KIND_EXERCISE, index, &preset));
        /* [by session] */
        TRY(bm_prescription_init(model, sessions[i].agent, &session));
        parameters[0].name = "exercise";
        parameters[0].value = preset.default_value;
        parameters[1].name = "sessions_per_week";
        parameters[1].value = 1;
        parameters[2].name = "by_session"; /* every session is an event, not a part of the week's average */
        parameters[2].value = 1;
        session.parameters = parameters;
        session.n_parameters = COUNT(parameters);
        session.start_d = sessions[i].day; /* and every week from then on */
        TRY(bm_patient_prescribe(patient, &session, NULL));
        /* [by session] */
    }

    for (size_t i = 0; i < COUNT(columns); i++)
        TRY(bm_catalog_find(model, BM_KIND_OBSERVABLE, columns[i], &observables[i]));
    for (size_t t = 0; t < N_TIMES; t++)
        times_d[t] = 7 * (weeks[t / PER_WEEK] - 1) + (double)(t % PER_WEEK) / 24;
    TRY(bm_patient_sample(patient, times_d, N_TIMES, observables, COUNT(columns), &values[0][0],
                          N_TIMES * COUNT(columns)));

    printf("week,hour");
    for (size_t i = 0; i < COUNT(columns); i++)
        printf(",%s", columns[i]);
    printf("\n");
    for (size_t t = 0; t < N_TIMES; t++) {
        printf("%g,%u", weeks[t / PER_WEEK], (unsigned)(t % PER_WEEK));
        for (size_t i = 0; i < COUNT(columns); i++)
            printf(",%.6f", values[t][i]);
        printf("\n");
    }

done:
    if (status != BM_OK) {
        const char *sentence = bm_patient_last_error(patient);
        fprintf(stderr, "07_week_of_loading: %s: %s\n", bm_status_name(status),
                *sentence ? sentence : bm_status_text(status));
    }
    bm_patient_destroy(patient);
    bm_model_destroy(model);
    return status == BM_OK ? 0 : 1;
}
