/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A woman who is saved by one library and goes on in another. Uses nothing but the public interface of 0.1.0 where it
 * can, so that old libraries write snapshots too: mutants_test.py builds it with changed ones, and golden-*.snapshot
 * and golden-*.csv were written by it.
 *
 *     woman save MODEL bare|called FILE     saves her on day 30; called: with a hook and a decision
 *     woman go MODEL FILE DAYS              prints every observable as loaded, and DAYS later
 *     woman identity MODEL                  prints the calibration and the number of the equations
 */
#include <bonemodel/bonemodel.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TRY(call) try((call), #call)

static void try(bm_status status, const char *call) {
    if (status != BM_OK) {
        fprintf(stderr, "%s: %s\n", call, bm_status_name(status));
        exit(2);
    }
}

static bm_model *model;

static void prescribe(bm_patient *her, const char *agent, double dose, double every_d, double start_d,
                      const bm_named_value *parameters, size_t n) {
    bm_prescription rx;
    TRY(bm_patient_prescription_init(her, agent, &rx));
    rx.dose = dose;
    rx.every_d = every_d;
    rx.start_d = start_d;
    rx.parameters = parameters;
    rx.n_parameters = n;
    TRY(bm_patient_prescribe(her, &rx, NULL));
}

static double exercise(const char *name) {
    size_t index;
    bm_catalog_entry row = {.struct_size = (uint32_t)sizeof row};
    TRY(bm_catalog_find(model, BM_KIND_EXERCISE, name, &index));
    TRY(bm_catalog_row(model, BM_KIND_EXERCISE, index, &row));
    return row.default_value;
}

static bm_patient *of_full(void) {
    bm_patient *her;
    TRY(bm_patient_create(model, NULL, &her));
    TRY(bm_patient_set(her, "age_years", 58.0));
    TRY(bm_patient_set(her, "t_score.total_hip", -1.7));
    TRY(bm_patient_set(her, "marker.s_p1np", 60.0));
    TRY(bm_patient_set(her, "caffeine_mg_day", 400.0));
    prescribe(her, "letrozole", 2.5, 1.0, -200.0, NULL, 0);
    prescribe(her, "zoledronic_acid", 4.0, 182.5, 3.0, NULL, 0);
    prescribe(her, "calcium", 500.0, 0.0, 0.0, NULL, 0);
    prescribe(her, "caffeine", 0.0, 0.0, 10.0, NULL, 0);
    prescribe(her, "ibandronate", 3.0, 91.0, 5.0, (bm_named_value[]){{"route", 1.0}}, 1);
    prescribe(her, "resistance_training", 1.0, 0.0, 2.0,
              (bm_named_value[]){{"exercise", exercise("deadlift")}, {"by_session", 1.0}, {"sets", 5.0}}, 3);
    return her;
}

static bm_patient *of_core(void) {
    bm_patient *her;
    TRY(bm_patient_create(model, NULL, &her));
    TRY(bm_patient_set(her, "core.OralCa", 0.9));
    prescribe(her, "denosumab", 60.0, 30.0, 3.0, NULL, 0);
    prescribe(her, "pth_infusion", 50.0, 0.0, 10.0, NULL, 0);
    return her;
}

/* A drug that clears RANKL in the measure in which it lies in its depot, and a little with the receptor of estrogen. */
static int32_t clear(void *user, bm_hook_at *at) {
    (void)user;
    at->dx_dt[0] = -0.01 * at->x[0];
    at->targets[0] = 1e-3 * at->x[0] * at->body[0];
    return 0;
}

static int32_t treat(void *user, bm_visit *visit) {
    (void)user;
    bm_prescription rx;
    bm_status status = bm_prescription_init(model, "vitamin_d", &rx);
    rx.dose = 800.0;
    if (status == BM_OK)
        status = bm_visit_time(visit, &rx.start_d);
    if (status == BM_OK)
        status = bm_visit_prescribe(visit, &rx, NULL);
    return status;
}

static int32_t save_nothing(void *user, void *buffer, size_t size, size_t *needed) {
    (void)user;
    (void)buffer;
    (void)size;
    *needed = 0;
    return 0;
}

static bm_user_functions functions = {.struct_size = (uint32_t)sizeof functions, .save = save_nothing};
static const char *const targets[] = {"rankl_clearance"};
static const char *const body[] = {"body.ERE"};

static bm_hook hook(void) {
    bm_hook it;
    bm_hook_init(&it);
    it.name = "clearer";
    it.field = clear;
    it.n_states = 1;
    it.targets = targets;
    it.n_targets = 1;
    it.body = body;
    it.n_body = 1;
    it.functions = &functions;
    return it;
}

static bm_decision decision(void) {
    bm_decision it;
    bm_decision_init(&it);
    it.name = "visit";
    it.visit = treat;
    it.first_d = 60.0;
    it.every_d = BM_NEVER_D;
    it.functions = &functions;
    return it;
}

static void save(int full, int called, const char *path) {
    bm_patient *her = full ? of_full() : of_core();
    if (called) {
        const bm_hook h = hook();
        const bm_decision d = decision();
        TRY(bm_patient_hook(her, &h));
        TRY(bm_patient_decide(her, &d, NULL));
        prescribe(her, "clearer", 2.0, 20.0, 0.0, NULL, 0);
    }
    TRY(bm_patient_advance_to(her, 30.0));
    size_t size;
    TRY(bm_patient_save_size(her, &size));
    void *bytes = malloc(size);
    TRY(bytes ? bm_patient_save(her, bytes, size, NULL) : BM_ENOMEM);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
        exit(2);
    fprintf(stderr, "%zu bytes\n", size);
    free(bytes);
    bm_patient_destroy(her);
}

static void go(const char *path, double days) {
    static unsigned char bytes[1 << 17];
    FILE *file = fopen(path, "rb");
    const size_t size = file ? fread(bytes, 1, sizeof bytes, file) : 0;
    if (file)
        fclose(file);
    const bm_hook h = hook();
    const bm_decision d = decision();
    bm_callbacks callbacks = {
        .struct_size = (uint32_t)sizeof callbacks, .hooks = &h, .n_hooks = 1, .decisions = &d, .n_decisions = 1};
    bm_patient *now = NULL, *later = NULL;
#if BM_VERSION_NUMBER >= 2000
    char message[240] = "";
    callbacks.message = message;
    callbacks.message_size = sizeof message;
#endif
    const bm_status status = bm_patient_load_with(model, bytes, size, &callbacks, &now);
#if BM_VERSION_NUMBER >= 2000
    printf("%s,%s,%s\n", bm_status_name(status), status == BM_OK ? bm_patient_calibration(now) : "", message);
#else
    printf("%s,,\n", bm_status_name(status));
#endif
    if (status != BM_OK)
        return;
    TRY(bm_patient_load_with(model, bytes, size, &callbacks, &later));
    TRY(bm_patient_advance_by(later, days));
    for (size_t i = 0; i < bm_catalog_count(model, BM_KIND_OBSERVABLE); i++) {
        bm_catalog_entry row = {.struct_size = (uint32_t)sizeof row};
        double values[2];
        TRY(bm_catalog_row(model, BM_KIND_OBSERVABLE, i, &row));
        TRY(bm_patient_observe_index(now, i, &values[0]));
        TRY(bm_patient_observe_index(later, i, &values[1]));
        printf("%s,%.17g,%.17g\n", row.name, values[0], values[1]);
    }
    bm_patient_destroy(now);
    bm_patient_destroy(later);
}

int main(int argc, char **argv) {
    bm_model_options options;
    bm_model_options_init(&options);
    options.name = argc > 2 ? argv[2] : "full";
    TRY(bm_model_create(&options, &model));
    const int full = strcmp(options.name, "full") == 0;
    if (argc == 5 && strcmp(argv[1], "save") == 0)
        save(full, strcmp(argv[3], "called") == 0, argv[4]);
    else if (argc == 5 && strcmp(argv[1], "go") == 0)
        go(argv[3], strtod(argv[4], NULL));
#if BM_VERSION_NUMBER >= 2000
    else if (argc == 3 && strcmp(argv[1], "identity") == 0)
        printf("%s %lu\n", bm_model_calibration(model), (unsigned long)bm_model_equations(model));
#endif
    else
        return 2;
    bm_model_destroy(model);
    return 0;
}
