/* SPDX-License-Identifier: Apache-2.0 */
/* Names that people mistype: which known ones are nearest, and every function that takes a name says so. */
#include "api/group_model.h"

static void nearest_names(void **state) {
    (void)state;
    static const struct {
        uint32_t kind;
        const char *name, *nearest;
    } rows[] = {
        {BM_KIND_AGENT, "letrozol", "letrozole"},
        {BM_KIND_AGENT, "Letrozole", "letrozole"},
        {BM_KIND_AGENT, "lertozole", "letrozole"},
        {BM_KIND_AGENT, "zoledronate", "zoledronic_acid"},
        {BM_KIND_AGENT, "alendronat", "alendronate"},
        {BM_KIND_AGENT, "vitamin d", "vitamin_d"},
        {BM_KIND_AGENT, "aspirin", ""},
        {BM_KIND_AGENT, "", ""},
        {BM_KIND_AGENT, "x", ""},
        {BM_KIND_COVARIATE, "age", "age_years"},
        {BM_KIND_COVARIATE, "t_score.spine", "t_score.lumbar_spine"},
        {BM_KIND_COVARIATE, "t_score.hip", "t_score.total_hip"},
        {BM_KIND_COVARIATE, "weight", "weight_kg"},
        {BM_KIND_COVARIATE, "calcidiol", "calcidiol_nmol_l"},
        {BM_KIND_COVARIATE, "bmd.lumbar_spin", "bmd.lumbar_spine"},
        {BM_KIND_OBSERVABLE, "bmd_change.lumber_spine", "bmd_change.lumbar_spine"},
        {BM_KIND_DEVICE, "lunar_ge", "lunar"},
        {BM_KIND_EXERCISE, "squats", "squat"},
        {999, "letrozol", ""},
    };
    for (size_t i = 0; i < BM_COUNT(rows); i++) {
        char names[160] = "before";
        OK(NULL, bm_catalog_nearest(model, rows[i].kind, rows[i].name, names, sizeof names));
        if (strncmp(names, rows[i].nearest, strlen(rows[i].nearest)) != 0 || (!*rows[i].nearest && *names))
            fail_msg("'%s': found '%s', expected '%s'", rows[i].name, names, rows[i].nearest);
    }
    char cut[5] = "";
    OK(NULL, bm_catalog_nearest(model, BM_KIND_AGENT, "letrozol", cut, sizeof cut));
    assert_string_equal(cut, "letr");
}

/* Every known name is nearest to itself without a letter. */
static void of_all_names(void **state) {
    (void)state;
    static const uint32_t kinds[] = {BM_KIND_AGENT, BM_KIND_COVARIATE, BM_KIND_OBSERVABLE, BM_KIND_PARAMETER};
    size_t n = 0, found = 0;
    for (size_t k = 0; k < BM_COUNT(kinds); k++)
        for (size_t i = 0; i < bm_catalog_count(model, kinds[k]); i++) {
            bm_catalog_entry row;
            char name[80], names[160];
            OK(NULL, bm_catalog_row(model, kinds[k], i, &row));
            const size_t length = strlen(row.name), gap = length / 2;
            size_t index;
            if (length < 5 || length > 40)
                continue;
            snprintf(name, sizeof name, "%.*s%s", (int)gap, row.name, row.name + gap + 1);
            if (bm_catalog_find(model, kinds[k], name, &index) == BM_OK)
                continue;
            OK(NULL, bm_catalog_nearest(model, kinds[k], name, names, sizeof names));
            n++;
            found += strstr(names, row.name) != NULL;
            if (!strstr(names, row.name))
                print_message("'%s': %s\n", name, names);
        }
    print_message("%zu of %zu names found without a letter\n", found, n);
    assert_true(n > 300);
    assert_true(found == n);
}

static int32_t field(void *user, bm_hook_at *at) {
    (void)user;
    (void)at;
    return 0;
}

static int32_t visit(void *user, bm_visit *at) {
    double value;
    bm_prescription *rx = user;
    assert_int_equal(bm_visit_observe(at, "t_score.hip", &value), BM_ENOTFOUND);
    assert_non_null(strstr(bm_visit_last_error(at), "did you mean t_score.total_hip"));
    rx->start_d = 5.0;
    assert_int_equal(bm_visit_prescribe(at, rx, NULL), BM_ENOTFOUND);
    assert_non_null(strstr(bm_visit_last_error(at), "did you mean letrozole?"));
    return 0;
}

#define SAYS(call, sentence, words)                                                                                    \
    do {                                                                                                               \
        FAILS((call), BM_ENOTFOUND);                                                                                   \
        if (!strstr((sentence), (words)))                                                                              \
            fail_msg("%s: '%s' lacks '%s'", #call, (sentence), (words));                                               \
    } while (0)

static void every_function_says_so(void **state) {
    (void)state;
    bm_patient *patient = bm_test_patient(model, 1e-3);
    bm_prescription rx;
    double value;
    int32_t set;
    char message[240] = "";
#define PATIENT_SAYS(call, words) SAYS(call, bm_patient_last_error(patient), words)
    PATIENT_SAYS(bm_patient_set(patient, "age", 61.0),
                 "'age' is not a parameter, an initial value or a covariate of this "
                 "model; did you mean age_years?");
    PATIENT_SAYS(bm_patient_get(patient, "t_score.spine", &value), "did you mean t_score.lumbar_spine?");
    PATIENT_SAYS(bm_patient_is_set(patient, "hight_cm", &set), "did you mean height_cm?");
    PATIENT_SAYS(bm_patient_observe(patient, "serum.calcuim", &value), "did you mean serum.calcium?");
    PATIENT_SAYS(bm_patient_prescription_init(patient, "letrozol", &rx), "did you mean letrozole?");
    OK(patient, bm_patient_prescription_init(patient, "ibandronate", &rx));
    bm_named_value route = {"rout", 1.0};
    rx.parameters = &route;
    rx.n_parameters = 1;
    PATIENT_SAYS(bm_patient_prescribe(patient, &rx, NULL), "did you mean route?");
    rx.agent = "letrozol";
    PATIENT_SAYS(bm_patient_prescribe(patient, &rx, NULL), "did you mean letrozole?");
    bm_decision decision;
    bm_decision_init(&decision);
    decision.visit = visit;
    decision.observable = "bmd.hip";
    decision.crossing = BM_BELOW;
    PATIENT_SAYS(bm_patient_decide(patient, &decision, NULL), "did you mean bmd.total_hip?");
    bm_hook hook;
    const char *const targets[] = {"rankl_clearence"}, *const body[] = {"core.PHT"};
    bm_hook_init(&hook);
    hook.name = "new_antibody";
    hook.field = field;
    hook.targets = targets;
    hook.n_targets = 1;
    PATIENT_SAYS(bm_patient_hook(patient, &hook), "did you mean rankl_clearance?");
    hook.n_targets = 0;
    hook.body = body;
    hook.n_body = 1;
    PATIENT_SAYS(bm_patient_hook(patient, &hook), "did you mean core.PTH");
    hook.n_body = 0;
    OK(patient, bm_patient_hook(patient, &hook));
    PATIENT_SAYS(bm_patient_prescription_init(patient, "new_antibodi", &rx), "did you mean new_antibody?");
    rx.n_parameters = 0;
    decision.observable = NULL;
    decision.crossing = 0;
    decision.first_d = 5.0;
    decision.user = &rx;
    OK(patient, bm_patient_decide(patient, &decision, NULL));
    OK(patient, bm_patient_advance_to(patient, 10.0));
    bm_patient_destroy(patient);

    SAYS(bm_catalog_convert(model, BM_KIND_AGENT, "letrozol", 1.0, "mg", &value, message, sizeof message), message,
         "did you mean letrozole?");
    bm_cohort *cohort = NULL;
    bm_patient *profile = bm_test_patient(model, 0.0);
    OK(profile, bm_cohort_create(profile, NULL, &cohort));
    SAYS(bm_cohort_vary(cohort, "wieght_kg", 1.0, (double)NAN, (double)NAN), bm_cohort_last_error(cohort),
         "did you mean weight_kg?");
    SAYS(bm_cohort_correlate(cohort, "age_year", "weight_kg", 0.1), bm_cohort_last_error(cohort),
         "did you mean age_years?");
    bm_cohort_destroy(cohort);
    bm_patient_destroy(profile);
}

/* Where there is no handle yet, a buffer of the caller's takes the sentence. */
static void models_without_a_handle(void **state) {
    (void)state;
    char message[240] = "before";
    bm_model *made = NULL;
    bm_model_options options;
    bm_model_options_init(&options);
    options.message = message;
    options.message_size = sizeof message;
    options.name = "ful";
    FAILS(bm_model_create(&options, &made), BM_ENOTFOUND);
    assert_string_equal(message, "create: 'ful' is not a model, allowed is full or core");
    options.name = NULL;
    FAILS(bm_model_create(&options, &made), BM_EINVAL);
    assert_non_null(strstr(message, "NULL"));
    options.name = "core";
    OK(NULL, bm_model_create(&options, &made));
    assert_string_equal(message, "");
    bm_model_destroy(made);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nearest_names),
        cmocka_unit_test(of_all_names),
        cmocka_unit_test(every_function_says_so),
        cmocka_unit_test(models_without_a_handle),
    };
    return cmocka_run_group_tests(tests, create_full_model, destroy_model);
}
