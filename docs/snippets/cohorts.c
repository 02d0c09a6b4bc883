/* SPDX-License-Identifier: Apache-2.0 */
/* What docs/cohorts.md shows. Runs as a test; its output is shown there too. */
#include <bonemodel/bonemodel.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Ends the program when what the page says does not hold. */
static void must(int holds, const char *what) {
    if (!holds) {
        fprintf(stderr, "cohorts: %s does not hold\n", what);
        exit(EXIT_FAILURE);
    }
}
#define MUST(condition) must((condition), #condition)

enum { N = 100 };
static const double two_years_d = 730.5;

static size_t observable(const bm_model *model, const char *name) {
    size_t index = 0;
    MUST(bm_catalog_find(model, BM_KIND_OBSERVABLE, name, &index) == BM_OK);
    return index;
}

static bm_patient *on_letrozole(const bm_model *model) {
    bm_patient *patient = NULL;
    bm_prescription letrozole;
    MUST(bm_patient_create(model, NULL, &patient) == BM_OK);
    MUST(bm_patient_set(patient, "age_years", 61.0) == BM_OK);
    MUST(bm_prescription_init(model, "letrozole", &letrozole) == BM_OK);
    MUST(bm_patient_prescribe(patient, &letrozole, NULL) == BM_OK);
    return patient;
}

static double mean_of(const double *x) {
    double sum = 0.0;
    for (int i = 0; i < N; i++)
        sum += x[i] / N;
    return sum;
}

static double sd_of(const double *x) {
    const double mean = mean_of(x);
    double sum = 0.0;
    for (int i = 0; i < N; i++)
        sum += (x[i] - mean) * (x[i] - mean) / (N - 1);
    return sqrt(sum);
}

/* Two arms of the same women. */
static void arms(const bm_model *model) {
    bm_patient *profiles[2] = {on_letrozole(model), on_letrozole(model)};
    bm_prescription denosumab;
    const size_t spine = observable(model, "bmd_change.lumbar_spine");
    MUST(bm_prescription_init(model, "denosumab", &denosumab) == BM_OK);
    MUST(bm_patient_prescribe(profiles[1], &denosumab, NULL) == BM_OK);
    puts("[arms output]");
    /* [arms] */
    double change[2][N], gain[N];
    bm_status status = BM_OK;
    for (int arm = 0; arm < 2 && status == BM_OK; arm++) {
        bm_cohort *women = NULL;
        status = bm_cohort_create(profiles[arm], NULL, &women); /* the same seed: the same hundred women */
        if (status == BM_OK)
            status = bm_cohort_vary(women, "age_years", 6.0, 50.0, 80.0);
        if (status == BM_OK)
            status = bm_cohort_sample(women, &two_years_d, 1, &spine, 1, change[arm], N);
        bm_cohort_destroy(women);
    }
    for (int i = 0; i < N; i++)
        gain[i] = change[1][i] - change[0][i]; /* woman by woman */
    /* [arms] */
    MUST(status == BM_OK);
    printf("letrozole:               %+5.1f %% (SD %.1f)\n", mean_of(change[0]), sd_of(change[0]));
    printf("letrozole and denosumab: %+5.1f %% (SD %.1f)\n", mean_of(change[1]), sd_of(change[1]));
    printf("what denosumab does:     %+5.1f points (SD %.1f)\n", mean_of(gain), sd_of(gain));
    puts("[arms output]");
    bm_patient_destroy(profiles[0]);
    bm_patient_destroy(profiles[1]);
}

/* Some of the drawn women contradict themselves. */
static void failures(const bm_model *model) {
    bm_patient *profile = on_letrozole(model);
    bm_cohort *women = NULL;
    MUST(bm_cohort_create(profile, NULL, &women) == BM_OK);
    MUST(bm_cohort_vary(women, "age_years", 6.0, 50.0, 80.0) == BM_OK);
    MUST(bm_cohort_vary(women, "years_since_menopause", 6.0, -10.0, 35.0) == BM_OK);
    puts("[failures output]");
    /* [failures] */
    bm_status status = bm_cohort_advance_to(women, two_years_d);
    if (status == BM_OK) /* members that failed are left out */
        for (size_t i = 0; i < bm_cohort_failure_count(women); i++) {
            uint64_t member = 0;
            bm_status how = BM_OK;
            status = bm_cohort_failure(women, i, &member, &how);
            printf("member %u: %s, %s\n", (unsigned)member, bm_status_name(how), bm_cohort_failure_text(women, i));
        }
    /* [failures] */
    puts("[failures output]");
    MUST(status == BM_OK && bm_cohort_failure_count(women) > 0);
    bm_cohort_destroy(women);
    bm_patient_destroy(profile);
}

/* How well a scan shows the change of a year. */
static void measured(const bm_model *model) {
    bm_patient *profile = on_letrozole(model);
    const double year_d = 365.25;
    const size_t hip = observable(model, "bmd_change.total_hip");
    puts("[measured output]");
    for (int error = 0; error < 2; error++) {
        double change[N];
        int gaining = 0;
        bm_cohort *women = NULL;
        /* [measured] */
        bm_cohort_options options;
        bm_cohort_options_init(&options);
        options.measurement_error = error; /* 1: as published */
        bm_status status = bm_cohort_create(profile, &options, &women);
        if (status == BM_OK)
            status = bm_cohort_sample(women, &year_d, 1, &hip, 1, change, N);
        /* [measured] */
        MUST(status == BM_OK);
        for (int i = 0; i < N; i++)
            gaining += change[i] > 0.0;
        printf("%s: %+.1f %% (SD %.1f), %d of %d gain\n", error ? "with error   " : "without error", mean_of(change),
               sd_of(change), gaining, N);
        bm_cohort_destroy(women);
    }
    puts("[measured output]");
    bm_patient_destroy(profile);
}

/* The woman who lost most, and what could be done about it. */
static void one_of_them(const bm_model *model) {
    bm_patient *profile = on_letrozole(model);
    const size_t spine = observable(model, "bmd_change.lumbar_spine");
    bm_cohort *women = NULL;
    double change[N], alone = 0.0, treated = 0.0;
    uint64_t most = 0;
    MUST(bm_cohort_create(profile, NULL, &women) == BM_OK);
    puts("[member output]");
    /* [member] */
    bm_patient *patient = NULL, *without = NULL;
    bm_prescription rx;
    bm_status status = bm_cohort_sample(women, &two_years_d, 1, &spine, 1, change, N);
    for (uint64_t i = 0; i < N && status == BM_OK; i++)
        if (change[i] < change[most])
            most = i;
    if (status == BM_OK)
        status = bm_cohort_member(women, most, &patient); /* a patient like any other, at two years */
    if (status == BM_OK)
        status = bm_patient_clone(patient, &without);
    if (status == BM_OK)
        status = bm_prescription_init(model, "zoledronic_acid", &rx);
    if (status == BM_OK) {
        rx.start_d = two_years_d;
        status = bm_patient_prescribe(patient, &rx, NULL);
    }
    if (status == BM_OK)
        status = bm_patient_advance_by(patient, 365.25);
    if (status == BM_OK)
        status = bm_patient_advance_by(without, 365.25);
    /* [member] */
    MUST(status == BM_OK);
    MUST(bm_patient_observe_index(patient, spine, &treated) == BM_OK);
    MUST(bm_patient_observe_index(without, spine, &alone) == BM_OK);
    printf("member %u: %.1f %% at two years; at three, %.1f %%, or %.1f %% with zoledronic acid\n", (unsigned)most,
           change[most], alone, treated);
    puts("[member output]");
    MUST(treated > alone);
    bm_cohort_stats stats;
    MUST(bm_cohort_read_stats(women, &stats) == BM_OK && stats.bytes_per_member < 16384);
    bm_patient_destroy(patient);
    bm_patient_destroy(without);
    bm_cohort_destroy(women);
    bm_patient_destroy(profile);
}

int main(void) {
    bm_model *model = NULL;
    MUST(bm_model_create(NULL, &model) == BM_OK);
    arms(model);
    failures(model);
    measured(model);
    one_of_them(model);
    bm_model_destroy(model);
    return EXIT_SUCCESS;
}
