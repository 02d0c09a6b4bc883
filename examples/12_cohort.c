/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hundred women on letrozole for five years: how much bone they lose on average, how much that differs between them,
 * how many become osteoporotic at the hip or break a bone, and how sure the average is.
 *
 *     cc 12_cohort.c $(pkg-config --cflags --libs bonemodel) -o 12_cohort
 */
#include <bonemodel/bonemodel.h>
#include <stdio.h>

#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        status = (call);                                                                                               \
        if (status != BM_OK)                                                                                           \
            goto done;                                                                                                 \
    } while (0)

enum { N_WOMEN = 100, N_DRAWS = 20, N_YEARS = 6, N_READ = 4, N_PERCENTILES = 2 };
enum { WIDTH = BM_SUMMARY_PERCENTILES + N_PERCENTILES };
enum { SPINE, HIP, T_SCORE, FRACTURE };

static const char *const names[N_READ] = {"bmd_change.lumbar_spine", "bmd_change.total_hip", "t_score.total_hip",
                                          "fracture_risk.major"};
static const double percentiles[N_PERCENTILES] = {5, 95};
static const double thresholds[N_READ] = {0, 0, -2.5, 0};

/* [women] */
/* Makes women around one profile: their ages and T-scores differ, and older women have less bone. */
static bm_status women_like_her(const bm_patient *profile, uint64_t parameter_draw, bm_cohort **women) {
    bm_cohort_options options;
    bm_cohort_options_init(&options);
    options.size = N_WOMEN;
    options.threads = 2;
    options.parameter_draw = parameter_draw;
    bm_status status = bm_cohort_create(profile, &options, women);
    if (status == BM_OK)
        status = bm_cohort_vary(*women, "age_years", 6, 50, 80);
    if (status == BM_OK)
        status = bm_cohort_vary(*women, "t_score.total_hip", 0.9, -4, 2);
    if (status == BM_OK)
        status = bm_cohort_correlate(*women, "age_years", "t_score.total_hip", -0.3);
    return status;
}
/* [women] */

int main(void) {
    bm_model *model = NULL;
    bm_patient *profile = NULL;
    bm_cohort *women = NULL;
    bm_prescription letrozole;
    bm_status status;
    size_t observables[N_READ];
    double times[N_YEARS], summary[N_YEARS][N_READ][WIDTH], of_draw[N_YEARS][N_READ][WIDTH];
    double lowest[N_YEARS][N_READ], highest[N_YEARS][N_READ];

    TRY(bm_model_create(NULL, &model));
    TRY(bm_patient_create(model, NULL, &profile));
    TRY(bm_patient_set(profile, "age_years", 61));
    TRY(bm_patient_set(profile, "t_score.total_hip", -1.2));
    TRY(bm_prescription_init(model, "letrozole", &letrozole));
    TRY(bm_patient_prescribe(profile, &letrozole, NULL));
    for (int i = 0; i < N_READ; i++)
        TRY(bm_catalog_find(model, BM_KIND_OBSERVABLE, names[i], &observables[i]));
    for (int year = 0; year < N_YEARS; year++)
        times[year] = 365.25 * year;

    /* [summarise] */
    TRY(women_like_her(profile, 0, &women));
    TRY(bm_cohort_summarise(women, times, N_YEARS, observables, N_READ, percentiles, N_PERCENTILES, thresholds,
                            &summary[0][0][0], sizeof summary / sizeof(double)));
    /* [summarise] */
    if (bm_cohort_failure_count(women) > 0)
        fprintf(stderr, "12_cohort: %u women failed, the first: %s\n", (unsigned)bm_cohort_failure_count(women),
                bm_cohort_failure_text(women, 0));

    /* [band] */
    /* The same women with other parameters that agree with the trials: only the mean is looked at. Draws come in pairs
     * on both sides of the fit, so their number is even. */
    for (int draw = 1; draw <= N_DRAWS; draw++) {
        bm_cohort_destroy(women);
        women = NULL;
        TRY(women_like_her(profile, (uint64_t)draw, &women));
        TRY(bm_cohort_summarise(women, times, N_YEARS, observables, N_READ, percentiles, N_PERCENTILES, thresholds,
                                &of_draw[0][0][0], sizeof of_draw / sizeof(double)));
        for (int year = 0; year < N_YEARS; year++)
            for (int i = 0; i < N_READ; i++) {
                const double mean = of_draw[year][i][BM_SUMMARY_MEAN];
                if (draw == 1 || mean < lowest[year][i])
                    lowest[year][i] = mean;
                if (draw == 1 || mean > highest[year][i])
                    highest[year][i] = mean;
            }
    }
    /* [band] */

    puts("            spine density, change [%]             hip density, change [%]      hip T-score  fracture");
    puts("year   mean      its band    5 % to 95 %     mean      its band    5 % to 95 %  below -2.5    so far");
    puts("               (20 draws)   of the women           (20 draws)   of the women         [%]       [%]");
    for (int year = 0; year < N_YEARS; year++) {
        printf("%4d", year);
        for (int i = SPINE; i <= HIP; i++)
            printf("  %+6.2f %+6.2f %+6.2f %+7.2f %+6.2f  ", summary[year][i][BM_SUMMARY_MEAN], lowest[year][i],
                   highest[year][i], summary[year][i][BM_SUMMARY_PERCENTILES],
                   summary[year][i][BM_SUMMARY_PERCENTILES + 1]);
        printf("  %8.0f  %8.1f\n", 100 * summary[year][T_SCORE][BM_SUMMARY_BELOW],
               100 * summary[year][FRACTURE][BM_SUMMARY_MEAN]);
    }

done:
    if (status != BM_OK) {
        const char *sentence = women ? bm_cohort_last_error(women) : bm_patient_last_error(profile);
        fprintf(stderr, "12_cohort: %s: %s\n", bm_status_name(status), *sentence ? sentence : bm_status_text(status));
    }
    bm_cohort_destroy(women);
    bm_patient_destroy(profile);
    bm_model_destroy(model);
    return status == BM_OK ? 0 : 1;
}
