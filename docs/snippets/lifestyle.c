/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of docs/lifestyle.md: what the model makes of each agent. Runs as a test. */
#include <bonemodel/bonemodel.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Ends the program when what the page says does not hold. */
static void must(int holds, const char *what) {
    if (!holds) {
        fprintf(stderr, "lifestyle: %s does not hold\n", what);
        exit(EXIT_FAILURE);
    }
}
#define MUST(condition) must((condition), #condition)

static double observe(bm_patient *patient, const char *name) {
    double value = 0.0;
    MUST(bm_patient_observe(patient, name, &value) == BM_OK);
    return value;
}

static void prescribe(const bm_model *model, bm_patient *patient, const char *agent, double dose, double stop_d) {
    bm_prescription prescription;
    MUST(bm_prescription_init(model, agent, &prescription) == BM_OK);
    if (!isnan(dose))
        prescription.dose = dose;
    prescription.stop_d = stop_d;
    MUST(bm_patient_prescribe(patient, &prescription, NULL) == BM_OK);
}

/* The weekly load of every preset at its usual frequency. */
static void loads(const bm_model *model) {
    static const char *const sites[] = {"loading.lumbar_spine", "loading.total_hip", "loading.femoral_neck",
                                        "loading.distal_radius"};
    puts("[loads]");
    puts("exercise            spine  total hip  femoral neck  radius");
    for (size_t i = 0; i < bm_catalog_count(model, BM_KIND_EXERCISE); i++) {
        bm_patient *patient = NULL;
        bm_catalog_entry preset;
        bm_prescription programme;
        double load[4];
        MUST(bm_catalog_row(model, BM_KIND_EXERCISE, i, &preset) == BM_OK);
        MUST(bm_patient_create(model, NULL, &patient) == BM_OK);
        MUST(bm_prescription_init(model, "resistance_training", &programme) == BM_OK);
        const bm_named_value exercise = {"exercise", preset.default_value};
        programme.parameters = &exercise;
        programme.n_parameters = 1;
        MUST(bm_patient_prescribe(patient, &programme, NULL) == BM_OK);
        MUST(bm_patient_advance_to(patient, 60.0) == BM_OK);
        for (int site = 0; site < 4; site++)
            load[site] = observe(patient, sites[site]);
        printf("%-17s  %6.2f  %9.2f  %12.2f  %6.2f\n", preset.name, load[0], load[1], load[2], load[3]);
        MUST(load[0] >= 1.0 && load[1] >= 1.0 && load[2] >= 1.0 && load[3] >= 1.0);
        if (strcmp(preset.name, "walking") == 0) /* hardly more than bone is used to */
            MUST(load[1] < 1.03);
        bm_patient_destroy(patient);
    }
    puts("[loads]");
}

struct outcome {
    double spine[2], hip[2], radius[2], major, falls; /* densities after 1 and 5 years, else after 5 */
};

static struct outcome simulate(const bm_model *model, const char *agent, double dose, double stop_d,
                               const char *covariate, double value) {
    struct outcome at;
    bm_patient *patient = NULL;
    MUST(bm_patient_create(model, NULL, &patient) == BM_OK);
    MUST(bm_patient_set(patient, "age_years", 61.0) == BM_OK);
    if (covariate)
        MUST(bm_patient_set(patient, covariate, value) == BM_OK);
    prescribe(model, patient, "letrozole", (double)NAN, BM_NEVER_D);
    if (agent)
        prescribe(model, patient, agent, dose, stop_d);
    for (int i = 0; i < 2; i++) {
        MUST(bm_patient_advance_to(patient, i == 0 ? 365.25 : 5 * 365.25) == BM_OK);
        at.spine[i] = observe(patient, "bmd_change.lumbar_spine");
        at.hip[i] = observe(patient, "bmd_change.total_hip");
        at.radius[i] = observe(patient, "bmd_change.distal_radius");
    }
    at.major = observe(patient, "fracture_risk_10y.major");
    at.falls = observe(patient, "falls.relative_rate");
    bm_patient_destroy(patient);
    return at;
}

/* Every agent on its own, against the same woman on letrozole without it. */
static void agents(const bm_model *model) {
    static const struct {
        const char *what, *agent;
        double dose, stop_d; /* NaN: the default */
        const char *covariate;
        double value;
        int no_bone; /* the page says that it does nothing to density */
    } rows[] = {
        {"resistance training", "resistance_training", NAN, BM_NEVER_D, NULL, 0.0, 0},
        {"aerobic, weight-bearing", "weight_bearing_aerobic", NAN, BM_NEVER_D, NULL, 0.0, 0},
        {"impact training", "impact_training", NAN, BM_NEVER_D, NULL, 0.0, 0},
        {"balance training", "balance_training", NAN, BM_NEVER_D, NULL, 0.0, 1},
        {"flexibility training", "flexibility_training", NAN, BM_NEVER_D, NULL, 0.0, 1},
        {"whole-body vibration", "whole_body_vibration", NAN, BM_NEVER_D, NULL, 0.0, 1},
        {"bed rest for 30 days", "immobilisation", 1.0, 30.0, NULL, 0.0, 0},
        {"calcium, 500 mg", "calcium", 500.0, BM_NEVER_D, NULL, 0.0, 0},
        {"the same, 400 mg in the diet", "calcium", 500.0, BM_NEVER_D, "calcium_intake_mg_day", 400.0, 0},
        {"vitamin D, 800 IU", "vitamin_d", 800.0, BM_NEVER_D, NULL, 0.0, 0},
        {"the same, calcidiol 25 nmol/L", "vitamin_d", 800.0, BM_NEVER_D, "calcidiol_nmol_l", 25.0, 0},
        {"protein, 0.3 g/kg", "protein", 0.3, BM_NEVER_D, NULL, 0.0, 0},
        {"vitamin K2, 180 ug", "vitamin_k2", 180.0, BM_NEVER_D, NULL, 0.0, 1},
        {"magnesium, 250 mg", "magnesium", 250.0, BM_NEVER_D, NULL, 0.0, 0},
        {"trace minerals", "trace_minerals", NAN, BM_NEVER_D, NULL, 0.0, 1},
        {"trace minerals, little zinc", "trace_minerals", NAN, BM_NEVER_D, "nutrition.zinc_intake", 0.5, 0},
        {"20 cigarettes, from now on", "smoking", 20.0, BM_NEVER_D, NULL, 0.0, 0},
        {"stops smoking 20", "smoking", 0.0, BM_NEVER_D, "cigarettes_per_day", 20.0, 0},
        {"2 units of alcohol", "alcohol", 2.0, BM_NEVER_D, NULL, 0.0, 1},
        {"4 units of alcohol", "alcohol", 4.0, BM_NEVER_D, NULL, 0.0, 0},
        {"600 mg of caffeine", "caffeine", 600.0, BM_NEVER_D, NULL, 0.0, 1},
        {"the same, 400 mg of calcium", "caffeine", 600.0, BM_NEVER_D, "calcium_intake_mg_day", 400.0, 0},
    };
    puts("[agents]");
    puts("                                 spine        total hip       radius     falls  major fracture,");
    puts("                              1 y    5 y    1 y    5 y    1 y    5 y  [times]  ten years [times]");
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        const struct outcome without = simulate(model, NULL, 0.0, BM_NEVER_D, rows[r].covariate, rows[r].value);
        const struct outcome with =
            simulate(model, rows[r].agent, rows[r].dose, rows[r].stop_d, rows[r].covariate, rows[r].value);
        printf("%-29s", rows[r].what);
        for (int i = 0; i < 6; i++) {
            const double *const changed[] = {with.spine, with.hip, with.radius};
            const double *const usual[] = {without.spine, without.hip, without.radius};
            const double difference = changed[i / 2][i % 2] - usual[i / 2][i % 2];
            printf(" %+6.2f", fabs(difference) < 0.005 ? 0.0 : difference);
            if (rows[r].no_bone)
                must(fabs(difference) < 0.005, rows[r].what);
        }
        printf("  %7.2f  %17.2f\n", with.falls / without.falls, with.major / without.major);
    }
    puts("[agents]");
}

int main(void) {
    bm_model *model = NULL;
    MUST(bm_model_create(NULL, &model) == BM_OK);
    loads(model);
    agents(model);
    bm_model_destroy(model);
    return EXIT_SUCCESS;
}
