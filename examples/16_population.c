/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A population in parts: each part could be simulated on another machine, on another day. Merged, they are to the byte
 * what all at once would be.
 *
 *     cc 16_population.c $(pkg-config --cflags --libs bonemodel) -o 16_population
 */
#include <bonemodel/bonemodel.h>
#include <stdio.h>
#include <stdlib.h>

static void check(bm_status status, const char *sentence) {
    if (status == BM_OK)
        return;
    fprintf(stderr, "%s: %s\n", bm_status_name(status), sentence);
    exit(EXIT_FAILURE);
}

int main(void) {
    enum { WOMEN = 400, PARTS = 4 };
    const double times_d[] = {0.0, 365.25, 730.5}, thresholds[] = {-2.0};
    size_t density, hip;
    bm_model *model;
    bm_patient *profile;
    bm_prescription letrozole;
    bm_summary *all;
    bm_summary_options options;
    double now, ever, p05, p95, error;
    bm_summary_values values;

    check(bm_model_create(NULL, &model), "no model");
    check(bm_patient_create(model, NULL, &profile), "no patient");
    check(bm_prescription_init(model, "letrozole", &letrozole), "no such agent");
    check(bm_patient_prescribe(profile, &letrozole, NULL), bm_patient_last_error(profile));
    check(bm_catalog_find(model, BM_KIND_OBSERVABLE, "bmd_change.lumbar_spine", &density), "no such observable");
    check(bm_catalog_find(model, BM_KIND_OBSERVABLE, "t_score.total_hip", &hip), "no such observable");

    //! [parts]
    bm_summary_options_init(&options);
    options.times_d = times_d;
    options.n_times = 3;
    options.observables = &density;
    options.n_observables = 1;
    options.threshold_observables = &hip;
    options.thresholds = thresholds;
    options.n_thresholds = 1;
    check(bm_summary_create(model, &options, &all), "no summary");
    for (uint64_t part = 0; part < PARTS; part++) {
        bm_cohort *cohort;
        bm_summary *some;
        bm_cohort_options members;
        bm_cohort_options_init(&members);
        members.threads = 2;
        members.first_member = part * WOMEN / PARTS; /* the same women, whatever the cut */
        members.size = (part + 1) * WOMEN / PARTS - members.first_member;
        check(bm_cohort_create(profile, &members, &cohort), "no cohort");
        check(bm_cohort_vary(cohort, "t_score.total_hip", 1.0, -4.0, 4.0), bm_cohort_last_error(cohort));
        check(bm_summary_create(model, &options, &some), "no summary");
        check(bm_summary_add(some, cohort), bm_summary_last_error(some)); /* streams them through */
        check(bm_summary_merge(all, some), bm_summary_last_error(all));   /* bm_summary_save() sends it elsewhere */
        bm_summary_destroy(some);
        bm_cohort_destroy(cohort);
    }
    //! [parts]

    puts("years  women  spine density, mean change   90 of 100   hip below -2 now and ever, of 100");
    for (size_t i = 0; i < 3; i++) {
        check(bm_summary_read(all, i, 0, &values), bm_summary_last_error(all));
        check(bm_summary_quantile(all, i, 0, 5.0, &p05, &error), bm_summary_last_error(all));
        check(bm_summary_quantile(all, i, 0, 95.0, &p95, NULL), bm_summary_last_error(all));
        check(bm_summary_below(all, i, 0, &now, &ever), bm_summary_last_error(all));
        printf("%5.0f  %5u  %24.2f %%  %6.2f to %5.2f  %16.1f %5.1f\n", times_d[i] / 365.25, (unsigned)values.n,
               values.mean, p05, p95, 100.0 * now, 100.0 * ever);
    }
    bm_summary_destroy(all);
    bm_patient_destroy(profile);
    bm_model_destroy(model);
    return EXIT_SUCCESS;
}
