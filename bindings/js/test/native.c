/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tests compare the package with: the library of this machine. It prints JSON, with 17 digits.
 *
 *     native save FILE   saves a patient of day 400.5 to a file, and goes on
 *     native load FILE   loads one, and goes on
 *     native hook        a drug of one's own, without and with derivatives
 *     native visits      decisions that prescribe and stop
 *     native forecast    what two measurements say, and what another drug would change
 *     native time        how long the woman of the README takes, and 200 women in one thread [ms]; the best of several
 */
#include <bonemodel/bonemodel.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TRY(call) try((call), #call)

static void try(bm_status status, const char *call) {
    if (status != BM_OK) {
        fprintf(stderr, "native: %s: %s\n", call, bm_status_text(status));
        exit(1);
    }
}

static bm_patient *woman(bm_model *model) {
    bm_patient *patient;
    TRY(bm_patient_create(model, NULL, &patient));
    TRY(bm_patient_set(patient, "age_years", 61));
    TRY(bm_patient_set(patient, "t_score.total_hip", -1.2));
    return patient;
}

static uint64_t prescribe(bm_patient *patient, const char *agent, double every_d) {
    bm_prescription made;
    uint64_t id;
    TRY(bm_patient_prescription_init(patient, agent, &made));
    if (every_d > 0.0)
        made.every_d = every_d;
    TRY(bm_patient_prescribe(patient, &made, &id));
    return id;
}

/* Observables as a list, at a time. */
static void print(bm_patient *patient, double time_d, const char *before) {
    static const char *const names[] = {"bmd_change.lumbar_spine", "marker_change.s_ctx", "fracture_risk.major",
                                        "serum.calcium"};
    TRY(bm_patient_advance_to(patient, time_d));
    printf("%s[", before);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        double value;
        TRY(bm_patient_observe(patient, names[i], &value));
        printf("%s%.17g", i ? ", " : "", value);
    }
    printf("]");
}

static void save(bm_model *model, const char *path) {
    bm_patient *patient = woman(model);
    prescribe(patient, "letrozole", 0.0);
    prescribe(patient, "zoledronic_acid", 182.625);
    TRY(bm_patient_advance_to(patient, 400.5));
    size_t size;
    TRY(bm_patient_save_size(patient, &size));
    void *bytes = malloc(size);
    FILE *file = fopen(path, "wb");
    TRY(bm_patient_save(patient, bytes, size, NULL));
    if (!file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
        exit(1);
    free(bytes);
    print(patient, 800.0, "");
    bm_patient_destroy(patient);
}

static void load(bm_model *model, const char *path) {
    static char bytes[1 << 20];
    FILE *file = fopen(path, "rb");
    if (!file)
        exit(1);
    const size_t size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    bm_patient *patient;
    TRY(bm_patient_load(model, bytes, size, &patient));
    print(patient, 800.0, "");
    bm_patient_destroy(patient);
}

/* A depot and blood [mg]; the rate of absorption rises with PTH, and the drug jumps to half on day 100. */
static int32_t field(void *user, bm_hook_at *at) {
    (void)user;
    const double absorbed = 0.004 * at->x[0] * at->body[0] / 50.0;
    at->dx_dt[0] = -absorbed;
    at->dx_dt[1] = absorbed - 0.0005 * at->x[1];
    at->targets[0] = 0.004 * at->x[1];
    if (at->dx_by_x) {
        const double rate = 0.004 * at->body[0] / 50.0;
        at->dx_by_x[0] = -rate;
        at->dx_by_x[2] = rate;
        at->dx_by_x[3] = -0.0005;
        at->targets_by_x[1] = 0.004;
        at->dx_by_body[0] = -0.004 * at->x[0] / 50.0;
        at->dx_by_body[1] = 0.004 * at->x[0] / 50.0;
    }
    return 0;
}

static int32_t amount(void *user, double dose, double *amount) {
    (void)user;
    *amount = 0.9 * dose;
    return 0;
}

static int32_t next_event(void *user, double time_d, double *event_d) {
    (void)user;
    *event_d = time_d < 100.0 ? 100.0 : BM_NEVER_D;
    return 0;
}

static int32_t event(void *user, double time_d, double *x) {
    (void)user, (void)time_d;
    x[1] *= 0.5;
    return 0;
}

static void hook(bm_model *model) {
    static const char *const targets[] = {"rankl_clearance"}, *const body[] = {"core.PTH"};
    static const double scales[] = {10.0, 10.0};
    printf("[");
    for (uint32_t flags = 0; flags <= BM_HOOK_JACOBIAN; flags++) {
        bm_patient *patient = woman(model);
        bm_hook drug;
        bm_hook_init(&drug);
        drug.name = "new_antibody";
        drug.flags = flags;
        drug.n_states = 2;
        drug.scales = flags ? scales : NULL;
        drug.targets = targets;
        drug.n_targets = 1;
        drug.body = body;
        drug.n_body = 1;
        drug.field = field;
        drug.amount = amount;
        drug.next_event = next_event;
        drug.event = event;
        drug.dose_default = 60.0;
        drug.every_default_d = 120.0;
        TRY(bm_patient_hook(patient, &drug));
        prescribe(patient, "letrozole", 0.0);
        prescribe(patient, "new_antibody", 0.0);
        print(patient, 90.0, flags ? ", [" : "[");
        print(patient, 400.0, ", ");
        double x[2];
        TRY(bm_patient_read_hook(patient, "new_antibody", x, 2));
        printf(", [%.17g, %.17g]]", x[0], x[1]);
        bm_patient_destroy(patient);
    }
    printf("]");
}

/* Yearly: zoledronic acid in the first two years while the hip is low, and letrozole ends in the fourth. */
static int32_t yearly(void *user, bm_visit *visit) {
    const bm_model *model = user;
    double hip, time_d;
    TRY(bm_visit_observe(visit, "t_score.total_hip", &hip));
    TRY(bm_visit_time(visit, &time_d));
    if (hip < -1.0 && time_d > 300.0 && time_d < 800.0) {
        bm_prescription made;
        TRY(bm_prescription_init(model, "zoledronic_acid", &made));
        made.every_d = 182.625;
        made.doses = 2;
        made.start_d = time_d;
        TRY(bm_visit_prescribe(visit, &made, NULL));
    }
    if (time_d > 1200.0)
        TRY(bm_visit_stop(visit, 1, time_d));
    return 0;
}

/* When CTX rises above a level, tablets. */
static int32_t crossing(void *user, bm_visit *visit) {
    const bm_model *model = user;
    bm_prescription made;
    TRY(bm_prescription_init(model, "alendronate", &made));
    TRY(bm_visit_time(visit, &made.start_d));
    TRY(bm_visit_prescribe(visit, &made, NULL));
    return 0;
}

static void visits(bm_model *model) {
    bm_patient *patient = woman(model);
    prescribe(patient, "letrozole", 0.0);
    bm_decision decision;
    bm_decision_init(&decision);
    decision.visit = yearly;
    decision.user = model;
    decision.first_d = 0.0;
    decision.every_d = 365.25;
    TRY(bm_patient_decide(patient, &decision, NULL));
    bm_decision_init(&decision);
    decision.visit = crossing;
    decision.user = model;
    decision.observable = "marker_change.s_ctx";
    decision.level = 20.0;
    decision.crossing = BM_ABOVE;
    TRY(bm_patient_decide(patient, &decision, NULL));
    print(patient, 1000.0, "[");
    print(patient, 1826.25, ", ");
    printf(", %zu]", bm_patient_prescription_count(patient));
    bm_patient_destroy(patient);
}

static void forecast(bm_model *model) {
    bm_patient *patient = woman(model);
    prescribe(patient, "letrozole", 0.0);
    bm_forecast_options options;
    bm_forecast_options_init(&options);
    options.size = 60;
    options.seed = 5;
    bm_forecast *made;
    TRY(bm_forecast_create(patient, &options, &made));
    size_t spine, ctx, strategy;
    TRY(bm_catalog_find(model, BM_KIND_OBSERVABLE, "t_score.lumbar_spine", &spine));
    TRY(bm_catalog_find(model, BM_KIND_OBSERVABLE, "marker.s_ctx", &ctx));
    bm_measurement measurements[3];
    for (int i = 0; i < 3; i++)
        bm_measurement_init(&measurements[i]);
    measurements[0].observable = measurements[1].observable = spine;
    measurements[0].value = -1.1;
    measurements[1].value = -1.6;
    measurements[1].time_d = 400.0;
    measurements[1].lsc_percent = 3.0;
    measurements[2].observable = ctx;
    measurements[2].value = 0.3;
    measurements[2].below = 1;
    TRY(bm_forecast_measure(made, measurements, 3));
    bm_prescription drug;
    TRY(bm_patient_prescription_init(patient, "denosumab", &drug));
    drug.start_d = 400.0;
    TRY(bm_patient_prescribe(patient, &drug, NULL));
    TRY(bm_forecast_add(made, patient, &strategy));
    const double times_d[] = {400.0, 800.0}, percentiles[] = {5.0, 50.0}, thresholds[] = {-1.7};
    double summary[2 * (BM_FORECAST_PERCENTILES + 2)], weights[60];
    bm_forecast_report report;
    report.struct_size = sizeof report;
    TRY(bm_forecast_read_report(made, &report));
    TRY(bm_forecast_weights(made, weights, 60));
    for (int difference = 0; difference <= 1; difference++) {
        TRY(bm_forecast_summarise(made, difference ? strategy : 0, difference ? 0 : BM_FORECAST_ALONE, times_d, 2, &spine, 1,
                                  percentiles, 2, thresholds, summary, sizeof summary / sizeof *summary));
        for (size_t i = 0; i < sizeof summary / sizeof *summary; i++)
            printf("%s%.17g", i || difference ? ", " : "[", summary[i]);
    }
    printf(", %.17g, %.17g, %.17g]", report.effective_size, report.p, weights[17]);
    bm_forecast_destroy(made);
    bm_patient_destroy(patient);
}

static double now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return 1e3 * (double)now.tv_sec + 1e-6 * (double)now.tv_nsec;
}

static void measure(bm_model *model) {
    double one = HUGE_VAL, cohort = HUGE_VAL;
    for (int i = 0; i < 40; i++) {
        const double from = now_ms();
        bm_patient *patient = woman(model);
        prescribe(patient, "letrozole", 0.0);
        for (int year = 0; year <= 5; year++) {
            double value;
            TRY(bm_patient_advance_to(patient, 365.25 * year));
            TRY(bm_patient_observe(patient, "bmd_change.lumbar_spine", &value));
        }
        bm_patient_destroy(patient);
        one = fmin(one, now_ms() - from);
    }
    for (int i = 0; i < 3; i++) {
        bm_patient *patient = woman(model);
        prescribe(patient, "letrozole", 0.0);
        bm_cohort_options options;
        bm_cohort_options_init(&options);
        options.size = 200;
        bm_cohort *women;
        const double from = now_ms();
        TRY(bm_cohort_create(patient, &options, &women));
        TRY(bm_cohort_advance_to(women, 1826.25));
        cohort = fmin(cohort, now_ms() - from);
        bm_cohort_destroy(women);
        bm_patient_destroy(patient);
    }
    printf("{\"one\": %.3f, \"cohort\": %.3f}", one, cohort);
}

int main(int argc, char **argv) {
    const char *what = argc > 1 ? argv[1] : "", *path = argc > 2 ? argv[2] : "";
    bm_model *model;
    TRY(bm_model_create(NULL, &model));
    if (strcmp(what, "save") == 0)
        save(model, path);
    else if (strcmp(what, "load") == 0)
        load(model, path);
    else if (strcmp(what, "hook") == 0)
        hook(model);
    else if (strcmp(what, "visits") == 0)
        visits(model);
    else if (strcmp(what, "forecast") == 0)
        forecast(model);
    else if (strcmp(what, "time") == 0)
        measure(model);
    else
        return 2;
    printf("\n");
    bm_model_destroy(model);
    return 0;
}
