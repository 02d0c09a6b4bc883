/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs whose every bit is recorded beside the number of the equations. Their parameters, covariates and initial values
 * are those of golden_parameters.csv, so a new calibration moves nothing here. When a value moves, the equations do:
 * raise BM__EQUATIONS (body/body.h), and BM__CORE_EQUATIONS (body/core.h) if a run of the core moved, and record anew:
 *
 *     identity.golden_runs write        in this folder; refuses as long as the numbers are the recorded ones
 *     identity.golden_runs parameters   writes golden_parameters.csv from the defaults: only when rows were renamed
 */
#include "api/api_test.h"

static const char *const models[] = {"core", "full"};

/* Sets what the recorded table has and the model knows; returns how many. */
static int set_recorded(const bm_model *model, bm_patient *patient) {
    FILE *file = fopen("golden_parameters.csv", "r");
    assert_non_null(file);
    char line[256], kind[32], name[64];
    double value;
    int n = 0;
    while (fgets(line, (int)sizeof line, file)) {
        if (sscanf(line, "%31[^,],%63[^,],%lf", kind, name, &value) != 3)
            continue;
        const uint32_t of = strcmp(kind, "parameter") == 0   ? BM_KIND_PARAMETER
                            : strcmp(kind, "covariate") == 0 ? BM_KIND_COVARIATE
                                                             : BM_KIND_INITIAL;
        size_t index;
        if (bm_catalog_find(model, of, name, &index) != BM_OK)
            continue; /* of the other model */
        OK(patient, bm_patient_set(patient, name, value));
        n++;
    }
    fclose(file);
    return n;
}

static void write_parameters(void) {
    static const struct {
        uint32_t kind;
        const char *name;
    } kinds[] = {{BM_KIND_PARAMETER, "parameter"}, {BM_KIND_COVARIATE, "covariate"}, {BM_KIND_INITIAL, "initial"}};
    FILE *file = fopen("golden_parameters.csv", "w");
    assert_non_null(file);
    fprintf(file, "kind,name,value\n");
    for (int k = 0; k < 3; k++) {
        bm_model *model = kinds[k].kind == BM_KIND_INITIAL ? bm_test_model() : bm_test_full_model();
        for (size_t i = 0; i < bm_catalog_count(model, kinds[k].kind); i++) {
            bm_catalog_entry row;
            OK(NULL, bm_catalog_row(model, kinds[k].kind, i, &row));
            if (!isnan(row.default_value) && !(row.flags & BM_FLAG_COMPUTED))
                fprintf(file, "%s,%s,%.17g\n", kinds[k].name, row.name, row.default_value);
        }
        bm_model_destroy(model);
    }
    assert_int_equal(fclose(file), 0);
}

/* She at the end of a course. */
static bm_patient *run(size_t set, size_t course, const bm_model *model) {
    const struct bm_test_course *of = &bm_test_sets[set].courses[course];
    bm_patient *patient = bm_test_patient(model, 0.0);
    assert_true(set_recorded(model, patient) > 100);
    of->prepare(model, patient);
    OK(patient, bm_patient_advance_to(patient, of->days));
    return patient;
}

/* The values of the recorded rows as they are now. */
static int moved_rows(FILE *file, int moved[2]) {
    char line[256], model_name[16], course_name[64], name[64], value[64], found[64];
    int n = 0;
    for (size_t set = 0; set < BM_TEST_N_SETS; set++) {
        bm_model *model = bm_test_sets[set].model();
        for (size_t c = 0; c < bm_test_sets[set].n_courses; c++) {
            bm_patient *patient = run(set, c, model);
            rewind(file);
            while (fgets(line, (int)sizeof line, file)) {
                if (sscanf(line, "%15[^,],%63[^,],%63[^,],%63s", model_name, course_name, name, value) != 4 ||
                    strcmp(model_name, models[set]) != 0 || strcmp(course_name, bm_test_sets[set].courses[c].name) != 0)
                    continue;
                snprintf(found, sizeof found, "%.17g", bm_test_observe(patient, name));
                if (strcmp(found, value) != 0 && moved[set]++ < 3)
                    print_message("%s, %s: %s was %s and is %s\n", model_name, course_name, name, value, found);
                n++;
            }
            bm_patient_destroy(patient);
        }
        bm_model_destroy(model);
    }
    return n;
}

static void recorded_numbers(FILE *file, unsigned numbers[2]) {
    rewind(file);
    assert_int_equal(fscanf(file, "equations,core,%u equations,full,%u", &numbers[0], &numbers[1]), 2);
}

static void bits_move_only_with_the_number(void **state) {
    (void)state;
    FILE *file = fopen("golden_runs.csv", "r");
    assert_non_null(file);
    unsigned recorded[2];
    int moved[2] = {0};
    recorded_numbers(file, recorded);
    for (size_t set = 0; set < BM_TEST_N_SETS; set++) {
        bm_model *model = bm_test_sets[set].model();
        if (bm_model_equations(model) != recorded[set])
            fail_msg(
                "the number of the equations of the model %s is %u and the runs were recorded with %u: record anew",
                models[set], bm_model_equations(model), recorded[set]);
        bm_model_destroy(model);
    }
    assert_true(moved_rows(file, moved) > 1000);
    fclose(file);
    for (size_t set = 0; set < BM_TEST_N_SETS; set++)
        if (moved[set])
            fail_msg("%d values of the model %s moved under its equations number %u: raise it", moved[set], models[set],
                     recorded[set]);
}

static void write_runs(void) {
    FILE *file = fopen("golden_runs.csv", "r");
    unsigned now[2], recorded[2] = {0};
    for (size_t set = 0; set < BM_TEST_N_SETS; set++) {
        bm_model *model = bm_test_sets[set].model();
        now[set] = bm_model_equations(model);
        bm_model_destroy(model);
    }
    if (file) {
        int moved[2] = {0};
        recorded_numbers(file, recorded);
        moved_rows(file, moved);
        fclose(file);
        for (size_t set = 0; set < BM_TEST_N_SETS; set++)
            if (moved[set] && now[set] <= recorded[set])
                fail_msg("values of the model %s moved: raise its number of equations first", models[set]);
    }
    file = fopen("golden_runs.csv", "w");
    assert_non_null(file);
    fprintf(file, "equations,core,%u\nequations,full,%u\n", now[0], now[1]);
    for (size_t set = 0; set < BM_TEST_N_SETS; set++) {
        bm_model *model = bm_test_sets[set].model();
        for (size_t c = 0; c < bm_test_sets[set].n_courses; c++) {
            bm_patient *patient = run(set, c, model);
            for (size_t i = 0; i < bm_catalog_count(model, BM_KIND_OBSERVABLE); i++) {
                bm_catalog_entry row;
                OK(NULL, bm_catalog_row(model, BM_KIND_OBSERVABLE, i, &row));
                fprintf(file, "%s,%s,%s,%.17g\n", models[set], bm_test_sets[set].courses[c].name, row.name,
                        bm_test_observe(patient, row.name));
            }
            bm_patient_destroy(patient);
        }
        bm_model_destroy(model);
    }
    assert_int_equal(fclose(file), 0);
}

int main(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "write") == 0)
        write_runs();
    else if (argc > 1 && strcmp(argv[1], "parameters") == 0)
        write_parameters();
    else {
        const struct CMUnitTest tests[] = {cmocka_unit_test(bits_move_only_with_the_number)};
        return cmocka_run_group_tests(tests, NULL, NULL);
    }
    return 0;
}
