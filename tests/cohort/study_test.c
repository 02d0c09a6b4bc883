/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The difference of a study, and bands: as large and as correlated as generated/between_studies.h says, the same
 * however a woman is simulated and read; and trials that are drawn from the model lie in its band of trials as often as
 * it says.
 */
#include "api/handles.h"
#include "cohort/study.h"

#include "api/group_model.h"
#include "support/cohort_case.h"
#include "study_sizes.h"

/* ---- z, from what it does; the studies are the same in every run, so 4 standard errors are not left by chance ---- */

enum { N = 4000, N_TIMES = 4, N_FRACTURES = 5, N_THINGS = BM__N_SITES + BM__N_MARKERS + N_FRACTURES };
static const double FOUR = 4.0 / 63.2455532; /* sqrt N */

/* What a z is of: thing 0 to 3 is a site, then markers, then risks of fracture, which have one z for all times. */
struct of {
    int arm, thing;
    double months;
};

static int quantity_of(int thing) {
    return thing < BM__N_SITES ? density : thing < BM__N_SITES + BM__N_MARKERS ? marker : fracture_trial;
}

static double z_of(struct bm__study *study, const struct bm__simulation *sim, const struct of *of) {
    static const double relative = 0.96, p = 0.1;
    const double time_d = of->months * MONTH_D, m = relative - 1.0;
    const int quantity = quantity_of(of->thing);
    if (quantity == density) {
        const double factor = bm__study_density_factor(study, sim, (enum bm__site)of->thing, time_d, relative);
        return 100.0 * relative * (factor - 1.0) / expected_sd(density, untreated, of->months, 100.0 * m);
    }
    if (quantity == marker) {
        const enum bm__marker which = (enum bm__marker)(of->thing - BM__N_SITES);
        return log(bm__study_marker_factor(study, sim, which, time_d, relative)) /
               expected_sd(marker, untreated, of->months, log(relative));
    }
    const int fracture = of->thing - BM__N_SITES - BM__N_MARKERS;
    const double q = bm__study_probability(study, fracture < 3 ? BM__RISK_TRIAL : BM__RISK_TABLE,
                                           (uint32_t)(fracture < 3 ? fracture : fracture - 3), p);
    return log(log(1.0 - q) / log(1.0 - p)) / sizes[fracture < 3 ? fracture_trial : fracture_table][all].a;
}

static double correlation_of(const struct of *i, const struct of *j) {
    const int quantity = quantity_of(i->thing);
    if (quantity != quantity_of(j->thing))
        return 0.0;
    const double things = quantity == density ? BM__STUDY_SITES : quantity == marker ? BM__STUDY_MARKERS : 0.0;
    const double times = fabs(log((i->months + 3.0) / (j->months + 3.0))) / BM__STUDY_TIMES;
    return (i->arm == j->arm ? 1.0 : BM__STUDY_ARMS) * (i->thing == j->thing ? 1.0 : things) * exp(-times);
}

static double product_of(const double *a, const double *b) {
    double sum = 0.0;
    for (int i = 0; i < N; i++)
        sum += a[i] * b[i];
    return sum / N;
}

static void as_large_and_as_correlated_as_published(void **state) {
    (void)state;
    static const double months[N_TIMES] = {0.5, 1.0, 12.0, 1200.0};
    static struct of of[2 * N_TIMES * N_THINGS];
    static double z[BM_COUNT(of)][N];
    size_t n = 0;
    bm_patient *her = bm_test_patient(model, 0.0);
    for (int arm = 0; arm < 2; arm++)
        for (int thing = 0; thing < N_THINGS; thing++)
            for (int t = 0; t < (quantity_of(thing) == fracture_trial ? 1 : N_TIMES); t++)
                of[n++] = (struct of){arm, thing, months[t]};
    for (uint64_t number = 0; number < N; number++)
        for (int arm = 0; arm < 2; arm++) {
            struct bm__study study = bm__study_of(7, number, (uint32_t)arm, 1.0);
            for (size_t i = 0; i < n; i++)
                if (of[i].arm == arm)
                    z[i][number] = z_of(&study, &her->sim, &of[i]);
        }
    for (size_t i = 0; i < n; i++) {
        double sum = 0.0;
        for (int k = 0; k < N; k++)
            sum += z[i][k];
        bm_assert_close(sum / N, 0.0, 0.0, FOUR);
        for (size_t j = 0; j <= i; j++) {
            const double expected = correlation_of(&of[i], &of[j]);
            char what[80];
            snprintf(what, sizeof what, "arm %d, thing %d at %g months with arm %d, thing %d at %g", of[i].arm,
                     of[i].thing, of[i].months, of[j].arm, of[j].thing, of[j].months);
            bm_assert_close_named(what, product_of(z[i], z[j]), expected, 0.0, FOUR * sqrt(1.0 + expected * expected));
        }
    }
    bm_patient_destroy(her);
}

/* Another seed, number or arm is another difference; a number beyond 32 bits counts too. */
static void whose_it_is(void **state) {
    (void)state;
    const uint64_t far = UINT64_C(1) << 32;
    struct bm__study studies[] = {bm__study_of(1, 2, 0, 1.0),       bm__study_of(2, 1, 0, 1.0),
                                  bm__study_of(1, 3, 0, 1.0),       bm__study_of(1, 2, 1, 1.0),
                                  bm__study_of(1 + far, 2, 0, 1.0), bm__study_of(1, 2 + far, 0, 1.0)};
    bm_patient *her = bm_test_patient(model, 0.0);
    for (int thing = 0; thing < N_THINGS; thing++)
        for (size_t i = 0; i < BM_COUNT(studies); i++)
            for (size_t j = 0; j < i; j++) {
                const struct of of = {0, thing, 24.0};
                assert_true(z_of(&studies[i], &her->sim, &of) != z_of(&studies[j], &her->sim, &of));
            }
    bm_patient_destroy(her);
}

/* A probability stays one, is nothing where it was nothing, and a larger one stays the larger. */
static void a_probability_stays_one(void **state) {
    (void)state;
    for (uint64_t number = 0; number < 200; number++) {
        const struct bm__study study = bm__study_of(3, number, 0, 3.0);
        double last = bm__study_probability(&study, BM__RISK_TABLE, 1, 0.0);
        assert_true(last == 0.0);
        for (int i = 1; i <= 1000; i++) {
            const double p = bm__study_probability(&study, BM__RISK_TABLE, 1, i / 1000.0);
            assert_true(p >= last && p <= 1.0);
            last = p;
        }
    }
}

/* ---- families ---- */

static void families_follow_what_is_prescribed(void **state) {
    (void)state;
    static const struct {
        struct {
            const char *agent;
            double start_d, stop_d;
        } course[3];
        double time_d;
        int family;
    } cases[] = {
        {{{0}}, 365.0, untreated},
        {{{"calcium", 0, 0}, {"vitamin_d", 0, 0}}, 365.0, untreated},
        {{{"letrozole", 0, 0}}, 365.0, ai},
        {{{"anastrozole", 0, 0}, {"calcium", 0, 0}}, 365.0, ai},
        {{{"exemestane", 0, 0}, {"resistance_training", 0, 0}}, 365.0, ai},
        {{{"letrozole", 0, 0}, {"goserelin", 0, 0}}, 365.0, ai},
        {{{"letrozole", 100, 0}}, 100.0, untreated},
        {{{"letrozole", 100, 0}}, 101.0, ai},
        {{{"letrozole", 0, 50}}, 365.0, ai},
        {{{"letrozole", -900, -100}}, 365.0, untreated},
        {{{"letrozole", 0, 0}, {"denosumab", 0, 0}}, 365.0, ai_and_bone_drug},
        {{{"letrozole", 0, 0}, {"zoledronic_acid", 200, 0}}, 200.0, ai},
        {{{"letrozole", 0, 0}, {"zoledronic_acid", 200, 0}}, 201.0, ai_and_bone_drug},
        {{{"exemestane", 0, 0}, {"alendronate", -900, 300}}, 365.0, ai_and_bone_drug},
        {{{"letrozole", 0, 0}, {"tamoxifen", -900, -100}}, 365.0, ai},
        {{{"teriparatide", 0, 0}}, 365.0, anabolic},
        {{{"romosozumab", 0, 365}, {"denosumab", 365, 0}}, 700.0, anabolic},
        {{{"letrozole", 0, 0}, {"teriparatide", 0, 0}}, 365.0, anabolic},
        {{{"denosumab", 0, 0}}, 365.0, antiresorptive},
        {{{"risedronate", 0, 0}, {"calcium", 0, 0}, {"impact_training", 0, 0}}, 365.0, antiresorptive},
        {{{"tamoxifen", 0, 0}, {"ibandronate", 0, 0}}, 365.0, antiresorptive},
        {{{"goserelin", 0, 0}, {"zoledronic_acid", 0, 0}}, 365.0, antiresorptive},
        {{{"tamoxifen", 0, 0}}, 365.0, untreated},
        {{{"raloxifene", 0, 0}}, 365.0, untreated},
        {{{"estradiol", 0, 0}, {"resistance_training", 0, 0}}, 365.0, untreated},
        {{{"goserelin", 0, 0}}, 365.0, untreated},
        {{{"resistance_training", 0, 0}}, 365.0, lifestyle},
        {{{"smoking", -9000, 0}}, 365.0, lifestyle},
        {{{"protein", 0, 0}, {"calcium", 0, 0}, {"vitamin_d", 0, 0}}, 365.0, lifestyle},
        {{{"immobilisation", 0, 60}}, 365.0, lifestyle},
    };
    bm_patient *nobody = bm_test_patient(model, 0.0);
    for (size_t i = 0; i < BM_COUNT(cases); i++) {
        struct bm__study study = bm__study_of(1, i, 0, 1.0);
        bm_patient *her = bm_test_patient(model, 0.0);
        for (int k = 0; k < 3 && cases[i].course[k].agent; k++) {
            bm_catalog_entry row = cohort_row(model, BM_KIND_AGENT, cases[i].course[k].agent);
            bm_test_prescribe(model, her, row.name, row.default_value, 0.0, cases[i].course[k].start_d,
                              cases[i].course[k].stop_d);
        }
        /* the same study of an untreated woman, without a change by the model */
        const double time_d = cases[i].time_d;
        const double hers[] = {bm__study_density_factor(&study, &her->sim, BM__SITE_LS, time_d, 1.0) - 1.0,
                               log(bm__study_marker_factor(&study, &her->sim, BM__MARKER_s_ctx, time_d, 1.0))};
        const double theirs[] = {bm__study_density_factor(&study, &nobody->sim, BM__SITE_LS, time_d, 1.0) - 1.0,
                                 log(bm__study_marker_factor(&study, &nobody->sim, BM__MARKER_s_ctx, time_d, 1.0))};
        char what[40];
        snprintf(what, sizeof what, "case %zu of families", i);
        for (int q = density; q <= marker; q++)
            bm_assert_close_named(what, hers[q] / theirs[q], sizes[q][cases[i].family].a / sizes[q][untreated].a, 1e-10,
                                  0.0);
        bm_patient_destroy(her);
    }
    bm_patient_destroy(nobody);
}

/* ---- in a cohort ---- */

enum { SIZE = 10, SEED = 5, ARM = 1, N_EVERY = BM_TEST_MAX_OBSERVABLES };
static const double END_D = 800.5;

static bm_patient *on_letrozole(void) {
    bm_patient *profile = bm_test_patient(model, 0.0);
    bm_test_prescribe(model, profile, "letrozole", 2.5, 1.0, 0.0, 0.0);
    return profile;
}

/* Everything that is read of her is what it is without a study, times what the study does by its number. */
static void check_study(bm_patient *member, uint64_t number) {
    struct bm__study hers = member->study, expected = bm__study_of(SEED, number, ARM, 1.0);
    static double with[N_EVERY], without[N_EVERY];
    const double time_d = bm_test_time(member);
    const size_t n = bm_test_observe_all(model, member, with);
    member->study = (struct bm__study){0};
    bm_test_observe_all(model, member, without);
    member->study = hers;
    for (size_t i = 0; i < n; i++) {
        const struct bm__observable *o = &model->observables[i];
        bm_catalog_entry row;
        OK(NULL, bm_catalog_row(model, BM_KIND_OBSERVABLE, i, &row));
        if (!strncmp(row.name, "bmd_change.", 11) || !strncmp(row.name, "marker_change.", 14)) {
            const double relative = 1.0 + without[i] / 100.0;
            const double factor =
                o->family == BM__OBSERVE_SITE
                    ? bm__study_density_factor(&expected, &member->sim, (enum bm__site)o->row, time_d, relative)
                    : bm__study_marker_factor(&expected, &member->sim, (enum bm__marker)o->row, time_d, relative);
            assert_true((factor != 1.0) == (time_d > 0.0));
            bm_assert_close_named(row.name, with[i], 100.0 * (relative * factor - 1.0), 1e-9, 1e-9);
        } else if (o->family == BM__OBSERVE_MARKER ||
                   (o->family == BM__OBSERVE_SITE && strncmp(row.name, "loading", 7) != 0))
            assert_true((with[i] != without[i]) == (time_d > 0.0)); /* nothing on day 0 */
        else if (strncmp(row.name, "fracture_risk", 13) != 0)
            assert_true(with[i] == without[i]); /* states, doses, levels, loads */
        else if (without[i] > 0.0)
            assert_true(with[i] != without[i] && with[i] > 0.0 && with[i] < 1.0);
    }
}

/* On any grid, in any number of parts, threads and lanes: what was sampled is what the member taken out says, which is
 * the study's by its number; and she, her clone and her snapshot go on with the same bits. */
static void the_same_however_simulated(void **state) {
    (void)state;
    static const struct {
        uint32_t threads, lanes;
        double parts[3];
    } ways[] = {{1, 1, {END_D, END_D, END_D}}, {2, 8, {0.0, 100.3, END_D}}, {1, 2, {1.0, 799.0, END_D}}};
    const char *const names[] = {"bmd.lumbar_spine", "z_score.total_hip", "marker_change.s_ctx", "fracture_risk.hip"};
    size_t which[BM_COUNT(names)];
    for (size_t i = 0; i < BM_COUNT(names); i++)
        which[i] = cohort_observable(model, names[i]);
    bm_patient *profile = on_letrozole();
    for (size_t w = 0; w < BM_COUNT(ways); w++) {
        static double values[SIZE][BM_COUNT(names)];
        bm_cohort *cohort = cohort_with(profile, (bm_cohort_options){.size = SIZE,
                                                                     .seed = SEED,
                                                                     .threads = ways[w].threads,
                                                                     .lanes = ways[w].lanes,
                                                                     .own_draws = 1,
                                                                     .study_difference = 1.0,
                                                                     .arm = ARM});
        bm_patient *early = cohort_member(cohort, 3);
        check_study(early, 4); /* on day 0 */
        bm_patient_destroy(early);
        for (int i = 0; i < 2; i++)
            COHORT_OK(cohort, bm_cohort_advance_to(cohort, ways[w].parts[i]));
        COHORT_OK(cohort, bm_cohort_sample(cohort, &ways[w].parts[2], 1, which, BM_COUNT(which), &values[0][0],
                                           SIZE * BM_COUNT(which)));
        for (uint64_t m = 0; m < SIZE; m++) {
            bm_patient *member = cohort_member(cohort, m);
            for (size_t i = 0; i < BM_COUNT(which); i++)
                assert_true(bm_test_observe(member, names[i]) == values[m][i]);
            check_study(member, m + 1);
            bm_patient *loaded = cohort_loaded_goes_on(model, member, 1000.0);
            check_study(loaded, m + 1);
            bm_patient_destroy(member);
            bm_patient_destroy(loaded);
        }
        bm_cohort_destroy(cohort);
    }
    bm_patient_destroy(profile);
}

/* All observables of member `number` on the last day, of a cohort with these options. */
static size_t read_member(const bm_patient *profile, bm_cohort_options some, uint64_t number, double values[N_EVERY]) {
    some.seed = SEED;
    bm_cohort *cohort = cohort_with(profile, some);
    COHORT_OK(cohort, bm_cohort_advance_to(cohort, END_D));
    bm_patient *member = cohort_member(cohort, number);
    const size_t n = bm_test_observe_all(model, member, values);
    bm_patient_destroy(member);
    bm_cohort_destroy(cohort);
    return n;
}

/* study_difference 0 leaves every bit, whatever the arm; another arm and another size do not. Member n with own_draws
 * is what she is where all share draw n + 1. */
static void options_mean_what_they_say(void **state) {
    (void)state;
    static double one[N_EVERY], other[N_EVERY];
    const size_t spine = cohort_observable(model, "bmd.lumbar_spine");
    bm_patient *profile = on_letrozole();
    size_t n = read_member(profile, (bm_cohort_options){.size = 3, .variability = 1.0}, 2, one);
    read_member(profile, (bm_cohort_options){.size = 3, .variability = 1.0, .arm = 4}, 2, other);
    bm_assert_same_bits(other, one, n);
    for (int arm = 0; arm < 2; arm++) { /* the second is the arm of size 1; each moves on from the last */
        read_member(profile,
                    (bm_cohort_options){.size = 3, .variability = 1.0, .study_difference = 1.0, .arm = (uint32_t)arm},
                    2, other);
        assert_true(one[spine] != other[spine]);
        one[spine] = other[spine];
    }
    for (uint64_t m = 0; m < 4; m++) {
        n = read_member(profile, (bm_cohort_options){.size = 4, .own_draws = 1, .study_difference = 1.0}, m, one);
        read_member(profile, (bm_cohort_options){.size = 1, .parameter_draw = m + 1, .study_difference = 1.0}, 0,
                    other);
        bm_assert_same_bits(other, one, n);
    }
    bm_patient_destroy(profile);
}

static void risks_never_fall(void **state) {
    (void)state;
    enum { MONTHS = 120 };
    static double values[SIZE][MONTHS];
    double times_d[MONTHS];
    const size_t risk = cohort_observable(model, "fracture_risk.major");
    for (int i = 0; i < MONTHS; i++)
        times_d[i] = i * MONTH_D;
    bm_patient *profile = on_letrozole();
    bm_cohort *cohort =
        cohort_with(profile, (bm_cohort_options){.size = SIZE, .own_draws = 1, .study_difference = 3.0});
    COHORT_OK(cohort, bm_cohort_sample(cohort, times_d, MONTHS, &risk, 1, &values[0][0], SIZE * MONTHS));
    for (int m = 0; m < SIZE; m++)
        for (int i = 0; i < MONTHS; i++)
            assert_true(i == 0 ? values[m][0] == 0.0 : values[m][i] > values[m][i - 1] && values[m][i] < 1.0);
    bm_cohort_destroy(cohort);
    bm_patient_destroy(profile);
}

/* ---- what is refused ---- */

static void refusals(void **state) {
    (void)state;
    bm_patient *profile = on_letrozole(), *loaded = NULL;
    bm_cohort *cohort = NULL;
    bm_cohort_options options;
    static const double wrong[] = {-1.0, -1e-9, 3.001, 4.0, (double)NAN, (double)INFINITY};
    for (size_t i = 0; i < BM_COUNT(wrong); i++) {
        bm_cohort_options_init(&options);
        options.study_difference = wrong[i];
        FAILS(bm_cohort_create(profile, &options, &cohort), BM_ERANGE);
    }
    bm_cohort_options_init(&options);
    options.own_draws = 2;
    FAILS(bm_cohort_create(profile, &options, &cohort), BM_ERANGE);
    options.own_draws = 1;
    options.parameter_draw = 1;
    FAILS(bm_cohort_create(profile, &options, &cohort), BM_ECONFLICT);
    assert_null(cohort);

    cohort = cohort_with(profile, (bm_cohort_options){.seed = SEED, .own_draws = 1, .study_difference = 1.0});
    bm_patient *her = cohort_member(cohort, 6);
    const size_t spine = cohort_observable(model, "bmd.lumbar_spine");
    const double time_d = 0.0;
    size_t needed = 77;
    FAILS(bm_patient_write_scenario(her, &time_d, 1, &spine, 1, NULL, 0, &needed), BM_ECONFLICT);
    assert_int_equal(needed, 77);
    struct bm_bytes saved = bm_test_save(her);
    size_t at = 0; /* seed, number, arm and size, one after the other */
    for (uint64_t seed = 0, number = 0; !(seed == SEED && number == 7); at += 8) {
        assert_true(at + 16 <= saved.size);
        memcpy(&seed, saved.data + at, 8);
        memcpy(&number, saved.data + at + 8, 8);
    }
    for (size_t i = 0; i < BM_COUNT(wrong); i++) {
        memcpy(saved.data + at + 16, &wrong[i], 8);
        bm_test_seal(saved.data, saved.size);
        FAILS(bm_patient_load(model, saved.data, saved.size, &loaded), BM_EFORMAT);
    }
    assert_null(loaded);
    free(saved.data);
    bm_patient_destroy(her);
    bm_cohort_destroy(cohort);
    bm_patient_destroy(profile);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_large_and_as_correlated_as_published),
        cmocka_unit_test(whose_it_is),
        cmocka_unit_test(a_probability_stays_one),
        cmocka_unit_test(families_follow_what_is_prescribed),
        cmocka_unit_test(the_same_however_simulated),
        cmocka_unit_test(options_mean_what_they_say),
        cmocka_unit_test(risks_never_fall),
        cmocka_unit_test(refusals),
    };
    return cmocka_run_group_tests(tests, create_full_model, destroy_model);
}
