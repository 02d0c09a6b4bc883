/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints golden.json: scenarios with the numbers that every binding must give to the last bit. Uses the public
 * interface alone.
 *
 * A case is simulated as it is written: "covariates", "parameters" and "initial" are set in this order, then the
 * prescriptions are made, then "values" has a row of "observables" for each of "times_d". In a prescription
 * "interval_d" and "end_d" are every_d and stop_d of the header; what is not there is the label's. A number with a unit
 * is converted by bm_catalog_convert(), and the name of an exercise stands for its number. A cohort's "values" hold
 * such rows for each member.
 */
#include <bonemodel/bonemodel.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TRY(call) try((call), #call)

static void try(bm_status status, const char *call) {
    if (status != BM_OK) {
        fprintf(stderr, "%s: %s\n", call, bm_status_text(status));
        exit(1);
    }
}

/* ---- what a case is; lists end with a NULL name ---- */

enum { MOST_NAMES = 8, MOST_DRUGS = 8, MOST_TIMES = 8, MOST_SIZE = 6, MOST_VALUES = 512 };

struct quantity {
    const char *name;
    double value;
    const char *text; /* a unit, or instead of the value the name of an exercise */
};

struct drug {
    const char *agent;
    struct quantity fields[MOST_NAMES]; /* "dose", "interval_d", "start_d", "end_d", "doses", "adherence" */
    struct quantity own[MOST_NAMES];    /* the agent's own parameters */
};

struct women {
    uint64_t size, seed;
    uint32_t band;
    const char *band_name;
    struct {
        const char *covariate;
        double sd, minimum, maximum;
    } vary[3];
    double correlation; /* of the first two */
};

struct test_case {
    const char *name, *model;
    struct quantity covariates[MOST_NAMES], parameters[MOST_NAMES], initial[MOST_NAMES];
    struct drug drugs[MOST_DRUGS];
    struct women women; /* size 0: one patient */
    double rtol;        /* 0: the default */
    double times_d[MOST_TIMES];
    size_t n_times;
    const char *observables[MOST_NAMES];
};

static const struct test_case cases[] = {
    {.name = "untreated",
     .covariates = {{"age_years", 63.0}, {"years_since_menopause", 12.0}, {"t_score.lumbar_spine", -1.4}},
     .times_d = {0.0, 30.4375, 365.25, 1826.25, 3652.5},
     .n_times = 5,
     .observables = {"bmd.lumbar_spine", "bmd_change.total_hip", "t_score.femoral_neck", "z_score.distal_radius",
                     "fracture_risk.major", "fracture_risk_10y.hip"}},
    {.name = "letrozole",
     .covariates = {{"age_years", 61.0}, {"marker.s_ctx", 0.45}},
     .drugs = {{"letrozole"}},
     .times_d = {0.0, 14.0, 182.625, 365.25, 1826.25},
     .n_times = 5,
     .observables = {"bmd_change.lumbar_spine", "bmd_change.total_hip", "marker.s_ctx", "marker_change.s_p1np",
                     "serum.estradiol", "drug.letrozole"}},
    {.name = "anastrozole with bisphosphonates by vein",
     .covariates = {{"t_score.total_hip", -1.9}, {"egfr_ml_min", 71.0}, {"prior_fracture", 1.0}},
     .drugs = {{"anastrozole", {{"start_d", -400.0}}},
               {"zoledronic_acid", {{"dose", 4.0}, {"interval_d", 182.625}, {"doses", 4.0}}},
               {"ibandronate", {{"dose", 3.0}, {"interval_d", 91.3125}, {"start_d", 913.125}}, {{"route", 1.0}}}},
     .times_d = {0.0, 10.0, 182.625, 730.5, 1095.75},
     .n_times = 5,
     .observables = {"bmd_change.lumbar_spine", "bmd_change.total_hip", "marker_change.s_ctx", "serum.calcium",
                     "doses_given.zoledronic_acid", "fracture_risk.vertebral"}},
    {.name = "exemestane with alendronate, taken three times out of four",
     .covariates = {{"age_years", 68.0}, {"weight_kg", 58.0}, {"height_cm", 161.0}},
     .drugs = {{"exemestane", {{"end_d", 1095.75}}}, {"alendronate", {{"start_d", 91.3125}, {"adherence", 0.75}}}},
     .times_d = {0.0, 91.3125, 365.25, 1461.0},
     .n_times = 4,
     .observables = {"bmd_change.lumbar_spine", "bmd_change.femoral_neck", "marker.u_ntx", "drug.exemestane"}},
    {.name = "denosumab stopped",
     .covariates = {{"age_years", 65.0}, {"t_score.lumbar_spine", -2.2}},
     .drugs = {{"letrozole"}, {"denosumab", {{"dose", 60.0}, {"interval_d", 182.625}, {"end_d", 913.125}}}},
     .times_d = {0.0, 1.0, 182.625, 913.125, 1095.75, 1461.0},
     .n_times = 6,
     .observables = {"bmd_change.lumbar_spine", "bmd_change.total_hip", "marker.s_ctx", "serum.pth", "serum.calcium",
                     "drug.denosumab", "fracture_risk.vertebral"}},
    {.name = "romosozumab, then teriparatide",
     .covariates = {{"age_years", 72.0}, {"t_score.lumbar_spine", -3.1}, {"parent_hip_fracture", 1.0}},
     .drugs = {{"romosozumab", {{"interval_d", 30.4375}, {"doses", 12.0}}},
               {"teriparatide", {{"dose", 20.0}, {"start_d", 365.25}, {"end_d", 730.5}}}},
     .times_d = {0.0, 30.4375, 182.625, 365.25, 380.0, 730.5},
     .n_times = 6,
     .observables = {"bmd_change.lumbar_spine", "marker_change.s_p1np", "marker_change.s_ctx", "serum.sclerostin",
                     "cells.osteoblasts"}},
    {.name = "before the menopause",
     .covariates = {{"age_years", 42.0}, {"years_since_menopause", -8.0}},
     .drugs = {{"goserelin", {{"interval_d", 28.0}, {"end_d", 1095.75}}},
               {"tamoxifen", {{"end_d", 365.25}}},
               {"anastrozole", {{"start_d", 365.25}, {"end_d", 1095.75}}}},
     .times_d = {0.0, 28.0, 365.25, 1095.75, 1461.0},
     .n_times = 5,
     .observables = {"bmd_change.lumbar_spine", "serum.estradiol", "serum.fsh", "drug.tamoxifen"}},
    {.name = "life style",
     .covariates = {{"age_years", 59.0}, {"cigarettes_per_day", 15.0}, {"calcium_intake_mg_day", 450.0}},
     .drugs = {{"letrozole"},
               {"calcium", {{"dose", 600.0}}},
               {"vitamin_d", {{"dose", 1000.0}, {"adherence", 0.8}}},
               {"smoking", {{"dose", 0.0}, {"start_d", 30.0}}},
               {"impact_training", {{"start_d", 30.0}}, {{"exercise", 0.0, "jump"}, {"sessions_per_week", 3.0}}},
               {"resistance_training", {{"start_d", 60.0}, {"end_d", 900.0}}, {{"intensity", 0.8}}}},
     .times_d = {0.0, 30.0, 365.25, 1095.75},
     .n_times = 4,
     .observables = {"bmd_change.lumbar_spine", "bmd_change.total_hip", "serum.calcidiol", "serum.pth"}},
    {.name = "other units and another scanner",
     .covariates = {{"calcidiol_nmol_l", 20.0, "ng/mL"},
                    {"estradiol_pg_ml", 25.0, "pmol/L"},
                    {"height_cm", 1.7, "m"},
                    {"device", 2.0},
                    {"bmd.lumbar_spine", 1.02}},
     .drugs = {{"letrozole", {{"dose", 2500.0, "ug"}}}, {"vitamin_d", {{"dose", 20.0, "ug/d"}}}},
     .times_d = {0.0, 365.25, 730.5},
     .n_times = 3,
     .observables = {"bmd.lumbar_spine", "t_score.lumbar_spine", "serum.calcidiol", "serum.estradiol"}},
    {.name = "the core",
     .model = "core",
     .parameters = {{"core.OralCa", 0.9}},
     .initial = {{"core.PTH", 55.0}},
     .rtol = 1e-7,
     .drugs = {{"denosumab", {{"dose", 60.0}, {"interval_d", 182.0}, {"doses", 2.0}, {"start_d", 3.0}}},
               {"teriparatide", {{"start_d", 400.0}}}},
     .times_d = {0.0, 3.0, 91.0, 400.0, 410.5},
     .n_times = 5,
     .observables = {"core.PTH", "core.OC", "core.P", "core.BMDls"}},
    {.name = "members of a cohort",
     .covariates = {{"age_years", 62.0}, {"weight_kg", 71.0}, {"t_score.total_hip", -1.0}},
     .parameters = {{"letrozole.t_half", 60.0}},
     .drugs = {{"estradiol", {{"start_d", -2000.0}, {"end_d", -30.0}}},
               {"letrozole"},
               {"raloxifene", {{"start_d", 365.25}}}},
     .women = {.size = 6,
               .seed = 7,
               .vary = {{"age_years", 6.0, 50.0, 80.0}, {"t_score.total_hip", 0.9, -2.5, 2.0}},
               .correlation = -0.3},
     .times_d = {0.0, 365.25, 1095.75},
     .n_times = 3,
     .observables = {"bmd.total_hip", "bmd_change.lumbar_spine", "marker.s_ctx", "fracture_risk.major"}},
    {.name = "possibilities of one woman",
     .covariates = {{"age_years", 64.0}, {"t_score.lumbar_spine", -1.8}, {"t_score.total_hip", -1.5}},
     .drugs = {{"anastrozole"}, {"risedronate"}},
     .women = {.size = 6, .seed = 20261130, .band = BM_BAND_WOMAN, .band_name = "woman"},
     .times_d = {0.0, 182.625, 730.5},
     .n_times = 3,
     .observables = {"bmd.lumbar_spine", "bmd_change.total_hip", "marker_change.s_ctx", "fracture_risk_10y.major"}},
};

/* ---- what it says ---- */

/* The shortest number that reads back equal. */
static const char *shortest(double value) {
    static char text[32];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    return text;
}

static const char *comma(size_t index) {
    return index ? ", " : "";
}

static void print_quantity(const struct quantity *q) {
    if (!q->text)
        printf("%s", shortest(q->value));
    else if (strcmp(q->name, "exercise") == 0)
        printf("\"%s\"", q->text);
    else
        printf("{\"value\": %s, \"unit\": \"%s\"}", shortest(q->value), q->text);
}

static void print_quantities(const char *key, const struct quantity *list) {
    printf("\"%s\": {", key);
    for (size_t i = 0; list[i].name; i++) {
        printf("%s\"%s\": ", comma(i), list[i].name);
        print_quantity(&list[i]);
    }
    printf("}");
}

static void print_drugs(const struct drug *drugs) {
    printf("     \"prescriptions\": [");
    for (size_t i = 0; drugs[i].agent; i++) {
        const struct quantity *field = drugs[i].fields;
        printf("%s\n      {\"agent\": \"%s\"", i ? "," : "", drugs[i].agent);
        for (; field->name; field++) {
            printf(", \"%s\": ", field->name);
            print_quantity(field);
        }
        if (drugs[i].own[0].name) {
            printf(", ");
            print_quantities("parameters", drugs[i].own);
        }
        printf("}");
    }
    printf("],\n");
}

static void print_women(const struct women *women) {
    printf("     \"cohort\": {\"size\": %d, \"seed\": %d", (int)women->size, (int)women->seed);
    if (women->band)
        printf(", \"band\": \"%s\"", women->band_name);
    for (size_t i = 0; women->vary[i].covariate; i++) {
        printf("%s{\"covariate\": \"%s\"", i ? ", " : ", \"vary\": [", women->vary[i].covariate);
        printf(", \"sd\": %s", shortest(women->vary[i].sd));
        printf(", \"minimum\": %s", shortest(women->vary[i].minimum));
        printf(", \"maximum\": %s}", shortest(women->vary[i].maximum));
    }
    if (women->vary[0].covariate)
        printf("],\n       \"correlate\": [{\"first\": \"%s\", \"second\": \"%s\", \"correlation\": %s}]",
               women->vary[0].covariate, women->vary[1].covariate, shortest(women->correlation));
    printf("},\n");
}

static void print_case(const struct test_case *c) {
    printf("    {\"name\": \"%s\",\n     \"model\": \"%s\",\n     ", c->name, c->model ? c->model : "full");
    print_quantities("covariates", c->covariates);
    printf(",\n     ");
    print_quantities("parameters", c->parameters);
    printf(",\n     ");
    print_quantities("initial", c->initial);
    printf(",\n");
    print_drugs(c->drugs);
    if (c->women.size)
        print_women(&c->women);
    if (c->rtol > 0.0)
        printf("     \"rtol\": %s,\n", shortest(c->rtol));
    printf("     \"times_d\": [");
    for (size_t i = 0; i < c->n_times; i++)
        printf("%s%s", comma(i), shortest(c->times_d[i]));
    printf("],\n     \"observables\": [");
    for (size_t i = 0; c->observables[i]; i++)
        printf("%s\"%s\"", comma(i), c->observables[i]);
    printf("],\n");
}

/* ---- what comes of it ---- */

static double number_of(const bm_model *model, uint32_t kind, const char *name, const struct quantity *q) {
    double value = q->value;
    if (q->text && strcmp(q->name, "exercise") == 0) {
        bm_catalog_entry row = {.struct_size = (uint32_t)sizeof row};
        size_t index;
        TRY(bm_catalog_find(model, BM_KIND_EXERCISE, q->text, &index));
        TRY(bm_catalog_row(model, BM_KIND_EXERCISE, index, &row));
        value = row.default_value;
    } else if (q->text) {
        TRY(bm_catalog_convert(model, kind, name, q->value, q->text, &value, NULL, 0));
    }
    return value;
}

static void set(bm_patient *patient, const bm_model *model, uint32_t kind, const struct quantity *list) {
    for (; list->name; list++)
        TRY(bm_patient_set(patient, list->name, number_of(model, kind, list->name, list)));
}

static void prescribe(bm_patient *patient, const bm_model *model, const struct drug *drug) {
    bm_prescription course;
    bm_named_value own[MOST_NAMES];
    TRY(bm_prescription_init(model, drug->agent, &course));
    for (const struct quantity *field = drug->fields; field->name; field++) {
        double value = number_of(model, BM_KIND_AGENT, drug->agent, field);
        if (strcmp(field->name, "doses") == 0)
            course.doses = (uint32_t)value;
        else
            *(strcmp(field->name, "dose") == 0         ? &course.dose
              : strcmp(field->name, "interval_d") == 0 ? &course.every_d
              : strcmp(field->name, "start_d") == 0    ? &course.start_d
              : strcmp(field->name, "end_d") == 0      ? &course.stop_d
                                                       : &course.adherence) = value;
    }
    while (drug->own[course.n_parameters].name) {
        const struct quantity *q = &drug->own[course.n_parameters];
        own[course.n_parameters].name = q->name;
        own[course.n_parameters++].value = number_of(model, BM_KIND_AGENT_PARAMETER, q->name, q);
    }
    course.parameters = own;
    TRY(bm_patient_prescribe(patient, &course, NULL));
}

static void sample_women(const bm_patient *profile, const struct test_case *c, const size_t *observables, size_t n,
                         double *values) {
    bm_cohort_options options;
    bm_cohort *cohort;
    bm_cohort_options_init(&options);
    bm_cohort_options_band(&options, c->women.band);
    options.size = c->women.size;
    options.seed = c->women.seed;
    if (!c->women.band)
        options.variability = 1.0;
    TRY(bm_cohort_create(profile, &options, &cohort));
    for (size_t i = 0; c->women.vary[i].covariate; i++)
        TRY(bm_cohort_vary(cohort, c->women.vary[i].covariate, c->women.vary[i].sd, c->women.vary[i].minimum,
                           c->women.vary[i].maximum));
    if (c->women.vary[0].covariate)
        TRY(bm_cohort_correlate(cohort, c->women.vary[0].covariate, c->women.vary[1].covariate, c->women.correlation));
    TRY(bm_cohort_sample(cohort, c->times_d, c->n_times, observables, n, values, MOST_VALUES));
    bm_cohort_destroy(cohort);
}

static void run(const struct test_case *c) {
    bm_model_options options;
    bm_model *model;
    bm_patient_options how;
    bm_patient *patient;
    size_t observables[MOST_NAMES], n = 0;
    double values[MOST_VALUES];
    bm_model_options_init(&options);
    if (c->model)
        options.name = c->model;
    TRY(bm_model_create(&options, &model));
    bm_patient_options_init(&how);
    if (c->rtol > 0.0)
        how.rtol = c->rtol;
    TRY(bm_patient_create(model, &how, &patient));
    set(patient, model, BM_KIND_COVARIATE, c->covariates);
    set(patient, model, BM_KIND_PARAMETER, c->parameters);
    set(patient, model, BM_KIND_INITIAL, c->initial);
    for (size_t i = 0; c->drugs[i].agent; i++)
        prescribe(patient, model, &c->drugs[i]);
    for (; c->observables[n]; n++)
        TRY(bm_catalog_find(model, BM_KIND_OBSERVABLE, c->observables[n], &observables[n]));
    if (c->women.size)
        sample_women(patient, c, observables, n, values);
    else
        TRY(bm_patient_sample(patient, c->times_d, c->n_times, observables, n, values, MOST_VALUES));
    bm_patient_destroy(patient);
    bm_model_destroy(model);

    size_t members = c->women.size ? (size_t)c->women.size : 1;
    const double *value = values;
    printf("     \"values\": [");
    for (size_t m = 0; m < members; m++) {
        printf("%s%s", m ? ",\n      " : "\n      ", c->women.size ? "[" : "");
        for (size_t t = 0; t < c->n_times; t++) {
            printf("%s[", t ? ",\n       " : "");
            for (size_t i = 0; i < n; i++)
                printf("%s%.17g", comma(i), *value++);
            printf("]");
        }
        printf("%s", c->women.size ? "]" : "");
    }
    printf("]}");
}

int main(void) {
    bm_model *model;
    TRY(bm_model_create(NULL, &model));
    printf("{\"calibration\": \"%s\",\n \"cases\": [\n", bm_model_calibration(model));
    bm_model_destroy(model);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        print_case(&cases[i]);
        run(&cases[i]);
        printf("%s\n", i + 1 < sizeof cases / sizeof *cases ? "," : "");
    }
    printf("  ]}\n");
    return 0;
}
