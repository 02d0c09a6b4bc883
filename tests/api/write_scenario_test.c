/* SPDX-License-Identifier: Apache-2.0 */
/* A patient as a scenario: bonesim, which the environment names, runs it to the same bits; and what a scenario cannot
 * say is refused. */
#define _POSIX_C_SOURCE 200809L
#include "api/api_test.h"

#include <locale.h>
#include <unistd.h>

enum { MAX_OBSERVABLES = 400, N_TIMES = 3 };
static const double times_d[N_TIMES] = {0.0, 1.0 / 3.0, 40.0};

/* Her scenario; free with free(). */
static char *scenario_of(bm_patient *patient, const size_t *which, size_t n) {
    size_t needed = 0;
    OK(patient, bm_patient_write_scenario(patient, times_d, N_TIMES, which, n, NULL, 0, &needed));
    char *text = malloc(needed);
    assert_non_null(text);
    FAILS(bm_patient_write_scenario(patient, times_d, N_TIMES, which, n, text, needed - 1, NULL), BM_ESIZE);
    OK(patient, bm_patient_write_scenario(patient, times_d, N_TIMES, which, n, text, needed, NULL));
    assert_int_equal(strlen(text) + 1, needed);
    return text;
}

/* What bonesim prints for a scenario, in the order of its rows: observables, and in each its times. */
static void run(const char *text, size_t n, double *values) {
    char path[] = "/tmp/bonemodel-scenario-XXXXXX", command[1024], line[512];
    const int file = mkstemp(path);
    assert_true(file >= 0 && write(file, text, strlen(text)) == (ssize_t)strlen(text) && close(file) == 0);
    snprintf(command, sizeof command, "'%s' run '%s' --quiet", getenv("BONESIM"), path);
    FILE *output = popen(command, "r");
    assert_non_null(output);
    size_t i = 0;
    assert_non_null(fgets(line, sizeof line, output)); /* the head */
    while (fgets(line, sizeof line, output)) {
        const char *at = line;
        for (int comma = 0; comma < 4; comma++)
            at = strchr(at, ',') + 1;
        assert_true(i < n);
        values[i++] = strtod(at, NULL);
    }
    assert_int_equal(pclose(output), 0);
    assert_int_equal(i, n);
    unlink(path);
}

static void bonesim_runs_it_to_the_same_bits(void **state) {
    (void)state;
    static double found[N_TIMES * MAX_OBSERVABLES], expected[N_TIMES * MAX_OBSERVABLES];
    for (size_t s = 0; s < BM_TEST_N_SETS; s++) {
        bm_model *model = bm_test_sets[s].model();
        size_t which[MAX_OBSERVABLES];
        const size_t n = bm_catalog_count(model, BM_KIND_OBSERVABLE);
        assert_true(n <= MAX_OBSERVABLES);
        for (size_t i = 0; i < n; i++)
            which[i] = i;
        for (size_t c = 0; c < bm_test_sets[s].n_courses; c++) {
            bm_patient *patient = bm_test_patient(model, 1e-4);
            bm_test_sets[s].courses[c].prepare(model, patient);
            const uint64_t never = bm_test_prescribe(model, patient, "denosumab", 60.0, 0.0, 30.0, 0.0);
            OK(patient, bm_patient_stop(patient, never, 0.0));
            char *before = scenario_of(patient, which, n);
            OK(patient, bm_patient_sample(patient, times_d, N_TIMES, which, n, expected, N_TIMES * n));
            char *after = scenario_of(patient, which, n); /* from day 40 on she is still described as on day 0 */
            assert_string_equal(before, after);
            run(before, N_TIMES * n, found);
            for (size_t t = 0; t < N_TIMES; t++)
                for (size_t i = 0; i < n; i++)
                    if (found[i * N_TIMES + t] != expected[t * n + i])
                        fail_msg("%s, day %g, observable %zu: %.17g, expected %.17g", bm_test_sets[s].courses[c].name,
                                 times_d[t], i, found[i * N_TIMES + t], expected[t * n + i]);
            free(before);
            free(after);
            bm_patient_destroy(patient);
        }
        bm_model_destroy(model);
    }
}

static int32_t no_visit(void *user, bm_visit *visit) {
    (void)user;
    (void)visit;
    return 0;
}

static int32_t no_field(void *user, bm_hook_at *at) {
    (void)user;
    (void)at;
    return 0;
}

/* She is refused, with a sentence that holds a word. */
static void refused(bm_patient *patient, bm_status status, const char *word) {
    const size_t which[] = {0};
    size_t needed = 77;
    FAILS(bm_patient_write_scenario(patient, times_d, N_TIMES, which, 1, NULL, 0, &needed), status);
    assert_int_equal(needed, 77);
    if (!strstr(bm_patient_last_error(patient), word))
        fail_msg("'%s' lacks '%s'", bm_patient_last_error(patient), word);
}

static void what_a_scenario_cannot_say(void **state) {
    (void)state;
    bm_model *model = bm_test_full_model();
    bm_patient *patient = bm_test_patient(model, 0.0), *loaded = NULL;
    const uint64_t id = bm_test_prescribe(model, patient, "letrozole", 2.5, 0.0, 0.0, 0.0);
    bm_decision decision;
    bm_decision_init(&decision);
    decision.name = "annual";
    decision.visit = no_visit;
    decision.first_d = 365.0;
    uint64_t decided;
    OK(patient, bm_patient_decide(patient, &decision, &decided));
    refused(patient, BM_ECONFLICT, "'annual'");
    OK(patient, bm_patient_undecide(patient, decided));
    OK(patient, bm_patient_advance_to(patient, 10.0));
    free(scenario_of(patient, (size_t[]){0}, 1));
    bm_patient *clone = NULL;
    OK(patient, bm_patient_clone(patient, &clone));
    bm_test_prescribe(model, clone, "denosumab", 60.0, 0.0, 50.0, 0.0);
    refused(clone, BM_ECONFLICT, "prescription 2, of denosumab");
    OK(patient, bm_patient_stop(patient, id, 30.0));
    refused(patient, BM_ECONFLICT, "prescription 1, of letrozole");
    struct bm_bytes saved = bm_test_save(patient); /* a snapshot remembers it */
    OK(NULL, bm_patient_load(model, saved.data, saved.size, &loaded));
    refused(loaded, BM_ECONFLICT, "prescription 1, of letrozole");
    bm_hook hook;
    bm_hook_init(&hook);
    hook.name = "mine";
    hook.field = no_field;
    OK(loaded, bm_patient_hook(loaded, &hook));
    refused(loaded, BM_ECONFLICT, "'mine'");
    free(saved.data);
    bm_patient_destroy(clone);
    bm_patient_destroy(loaded);
    bm_patient_destroy(patient);
    bm_model_destroy(model);
}

static void wrong_samples(void **state) {
    (void)state;
    bm_model *model = bm_test_model();
    bm_patient *patient = bm_test_patient(model, 0.0);
    const double bad[][2] = {{0.0, 0.0}, {-1.0, 1.0}, {2.0, 1.0}, {0.0, (double)NAN}, {0.0, 36526.0}};
    const size_t twice[] = {1, 2, 1}, none[] = {9999};
    size_t needed = 77;
    for (size_t i = 0; i < BM_COUNT(bad); i++)
        FAILS(bm_patient_write_scenario(patient, bad[i], 2, twice, 1, NULL, 0, &needed), BM_ERANGE);
    FAILS(bm_patient_write_scenario(patient, times_d, 0, twice, 1, NULL, 0, &needed), BM_EINVAL);
    FAILS(bm_patient_write_scenario(patient, times_d, 1, twice, 0, NULL, 0, &needed), BM_EINVAL);
    FAILS(bm_patient_write_scenario(patient, times_d, 1, twice, 3, NULL, 0, &needed), BM_ECONFLICT);
    FAILS(bm_patient_write_scenario(patient, times_d, 1, none, 1, NULL, 0, &needed), BM_ENOTFOUND);
    FAILS(bm_patient_write_scenario(patient, times_d, 1, twice, 1, NULL, 0, NULL), BM_EINVAL);
    assert_int_equal(needed, 77);
    bm_patient_destroy(patient);
    bm_model_destroy(model);
}

/* Numbers have the point of JSON whatever the locale, and no more digits than they need, unless they need all. */
static void numbers(void **state) {
    (void)state;
    bm_model *model = bm_test_full_model();
    bm_patient *patient = bm_test_patient(model, 0.0);
    OK(patient, bm_patient_set(patient, "t_score.total_hip", -1.2));
    OK(patient, bm_patient_set(patient, "age_years", 61.0 + 1.0 / 3.0));
    OK(patient, bm_patient_set(patient, "weight_kg", 0.1 + 66.2));
    const char *comma = setlocale(LC_ALL, "de_DE.UTF-8");
    char *text = scenario_of(patient, (size_t[]){0}, 1);
    setlocale(LC_ALL, "C");
    print_message("with %s:\n%s", comma ? comma : "no other locale", text);
    assert_non_null(strstr(text, "\"t_score.total_hip\": -1.2"));
    assert_non_null(strstr(text, "\"weight_kg\": 66.3"));
    const char *age = strstr(text, "\"age_years\": 61.3333333333333");
    assert_non_null(age);
    assert_true(strtod(age + strlen("\"age_years\": "), NULL) == 61.0 + 1.0 / 3.0);
    free(text);
    bm_patient_destroy(patient);
    bm_model_destroy(model);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bonesim_runs_it_to_the_same_bits),
        cmocka_unit_test(what_a_scenario_cannot_say),
        cmocka_unit_test(wrong_samples),
        cmocka_unit_test(numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
