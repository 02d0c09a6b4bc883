/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who the members are, read from each before time has passed: covariates distributed as asked for, parameters as the
 * table says, everything else as the profile's.
 */
#include "api/api_test.h"

#include "cohort/population.h"
#include "cohort/random.h"
#include "cohort/generated/draws.h"
#include "normal.h"
#include "support/cohort_case.h"

enum { N = 10000 };
static bm_model *model;
static bm_patient *profile;
static double drawn[4][N];

static int set_up(void **state) {
    (void)state;
    model = bm_test_full_model();
    profile = bm_test_patient(model, 0.0);
    OK(profile, bm_patient_set(profile, "age_years", 63.0));
    OK(profile, bm_patient_set(profile, "weight_kg", 71.0));
    OK(profile, bm_patient_set(profile, "bmd.total_hip", 0.8));
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    bm_patient_destroy(profile);
    bm_model_destroy(model);
    return 0;
}

/* A cohort of N with the parameters of the profile. */
static bm_cohort *uniform(void) {
    return cohort_with(profile, (bm_cohort_options){.size = N});
}

static double get(bm_patient *patient, const char *name) {
    double value;
    OK(patient, bm_patient_get(patient, name, &value));
    return value;
}

/* Row i of the catalogue, and the number of a parameter. */
static bm_catalog_entry row_of(uint32_t kind, size_t i) {
    bm_catalog_entry row;
    OK(NULL, bm_catalog_row(model, kind, i, &row));
    return row;
}
static uint32_t parameter_place(const char *name) {
    size_t index;
    OK(NULL, bm_catalog_find(model, BM_KIND_PARAMETER, name, &index));
    return (uint32_t)index;
}

/* Reads up to four covariates or parameters of all members. */
static void read_all(bm_cohort *cohort, const char *const *names, size_t n_names) {
    for (uint64_t m = 0; m < N; m++) {
        bm_patient *member = cohort_member(cohort, m);
        for (size_t i = 0; i < n_names; i++)
            drawn[i][m] = get(member, names[i]);
        bm_patient_destroy(member);
    }
}

static double mean_of(const double *x) {
    double sum = 0.0;
    for (int i = 0; i < N; i++)
        sum += x[i];
    return sum / N;
}

static double covariance_of(const double *x, const double *y) {
    const double mean_x = mean_of(x), mean_y = mean_of(y);
    double sum = 0.0;
    for (int i = 0; i < N; i++)
        sum += (x[i] - mean_x) * (y[i] - mean_y);
    return sum / (N - 1);
}

static double sd_of(const double *x) {
    return sqrt(covariance_of(x, x));
}

static double correlation_of(const double *x, const double *y) {
    return covariance_of(x, y) / (sd_of(x) * sd_of(y));
}

static const double FOUR = 4.0 / 100.0; /* standard errors of a mean of N, in SD */

static double density(double z) {
    return exp(-0.5 * z * z) / sqrt(2.0 * acos(-1.0));
}

/* Mean and SD of a standard normal number between low and high. */
static void truncated(double low, double high, double *mean, double *sd) {
    const double part = normal_below(high) - normal_below(low);
    const double first = (density(low) - density(high)) / part;
    const double second = ((isinf(low) ? 0.0 : low * density(low)) - (isinf(high) ? 0.0 : high * density(high))) / part;
    *mean = first;
    *sd = sqrt(1.0 + second - first * first);
}

/* The drawn numbers are normal(centre, sd) between low and high: mean, SD, ends, distribution. */
static void is_truncated_normal(double *x, double centre, double sd, double low, double high) {
    double mean, spread;
    const double a = (low - centre) / sd, b = (high - centre) / sd;
    truncated(a, b, &mean, &spread);
    bm_assert_close(mean_of(x), centre + sd * mean, 0.0, FOUR * sd * spread);
    bm_assert_close(sd_of(x), sd * spread, 0.0, FOUR * sd * spread);
    for (int i = 0; i < N; i++) {
        assert_true(x[i] >= low && x[i] <= high);
        x[i] = (x[i] - centre) / sd;
    }
    bm_assert_at_most(kolmogorov_smirnov(x, N, a, b), 1.95);
}

static void covariates_vary(void **state) {
    (void)state;
    static const struct {
        const char *name;
        double centre, sd, low, high; /* the range, NAN: the catalogue's, which is far away */
    } cases[] = {
        {"age_years", 63.0, 5.0, (double)NAN, (double)NAN},
        {"weight_kg", 71.0, 12.0, 60.0, 90.0},                      /* both ends */
        {"weight_kg", 71.0, 12.0, 75.0, 300.0},                     /* the centre outside */
        {"bmd.total_hip", 0.8, 0.1, 0.3, 0.85},                     /* one end */
        {"cigarettes_per_day", 0.0, 5.0, (double)NAN, (double)NAN}, /* the catalogue's range ends at the centre */
    };
    for (size_t i = 0; i < BM_COUNT(cases); i++) {
        bm_cohort *cohort = uniform();
        COHORT_OK(cohort, bm_cohort_vary(cohort, cases[i].name, cases[i].sd, cases[i].low, cases[i].high));
        read_all(cohort, &cases[i].name, 1);
        const double low =
            isnan(cases[i].low) ? cohort_row(model, BM_KIND_COVARIATE, cases[i].name).minimum : cases[i].low;
        const double high =
            isnan(cases[i].high) ? cohort_row(model, BM_KIND_COVARIATE, cases[i].name).maximum : cases[i].high;
        is_truncated_normal(drawn[0], cases[i].centre, cases[i].sd, low, high);
        bm_cohort_destroy(cohort);
    }
}

/* What was not set varies around what the model gives for her. */
static void around_what_the_model_gives(void **state) {
    (void)state;
    static const char *const names[][2] = {{"t_score.lumbar_spine", "t_score.lumbar_spine"},
                                           {"bmd.femoral_neck", "bmd.femoral_neck"},
                                           {"marker.s_ctx", "marker.s_ctx"},
                                           {"estradiol_pg_ml", "serum.estradiol"},
                                           {"calcidiol_nmol_l", "serum.calcidiol"}};
    bm_patient *reader = NULL;
    OK(profile, bm_patient_clone(profile, &reader));
    for (size_t i = 0; i < BM_COUNT(names); i++) {
        const double centre = bm_test_observe(reader, names[i][1]), sd = 0.04 * fabs(centre);
        bm_cohort *cohort = uniform();
        COHORT_OK(cohort, bm_cohort_vary(cohort, names[i][0], sd, (double)NAN, (double)NAN));
        read_all(cohort, names[i], 1);
        bm_assert_close_named(names[i][0], mean_of(drawn[0]), centre, 0.0, FOUR * sd);
        bm_assert_close_named(names[i][0], sd_of(drawn[0]), sd, FOUR, 0.0);
        bm_cohort_destroy(cohort);
    }
    bm_cohort *cohort = uniform();
    COHORT_OK(cohort, bm_cohort_vary(cohort, "egfr_ml_min", 10.0, (double)NAN, (double)NAN));
    COHORT_OK(cohort, bm_cohort_vary(cohort, "years_since_menopause", 0.0, (double)NAN, (double)NAN));
    static const char *const both[] = {"egfr_ml_min", "years_since_menopause"};
    read_all(cohort, both, 2);
    bm_assert_close(mean_of(drawn[0]), 100.0, 1e-3, FOUR * 10.0); /* the core's 100, in its litres per hour */
    for (int i = 0; i < N; i++)                                   /* an SD of 0: the number itself */
        assert_true(drawn[1][i] == 12.0);
    bm_cohort_destroy(cohort);
    bm_patient_destroy(reader);
}

static void correlated(void **state) {
    (void)state;
    static const char *const names[] = {"age_years", "bmd.total_hip", "weight_kg", "height_cm"};
    static const double sds[] = {5.0, 0.06, 6.0, 4.0};
    static const double r[3][3] = {{1.0, -0.6, 0.2}, {-0.6, 1.0, 0.45}, {0.2, 0.45, 1.0}};
    bm_cohort *cohort = uniform();
    for (int i = 0; i < 4; i++)
        COHORT_OK(cohort, bm_cohort_vary(cohort, names[i], sds[i], (double)NAN, (double)NAN));
    COHORT_OK(cohort, bm_cohort_correlate(cohort, names[0], names[1], r[0][1]));
    for (int three = 0; three < 2; three++) {
        read_all(cohort, names, 4);
        for (int i = 0; i < 4; i++) {
            bm_assert_close_named(names[i], mean_of(drawn[i]), get(profile, names[i]), 0.0, FOUR * sds[i]);
            bm_assert_close_named(names[i], sd_of(drawn[i]), sds[i], FOUR, 0.0);
            for (int j = 0; j < i; j++) {
                const double expected = i < 3 && (three || (i == 1 && j == 0)) ? r[i][j] : 0.0;
                bm_assert_close(correlation_of(drawn[i], drawn[j]), expected, 0.0, FOUR);
            }
        }
        COHORT_OK(cohort, bm_cohort_correlate(cohort, names[2], names[0], r[2][0])); /* either order of the two */
        COHORT_OK(cohort, bm_cohort_correlate(cohort, names[1], names[2], r[1][2]));
    }
    bm_cohort_destroy(cohort);
}

/* One end cut off of X, which Y goes with: E[Y] = r E[X], Var[Y] = 1 - r^2 (1 - Var[X]). */
static void correlated_and_truncated(void **state) {
    (void)state;
    static const char *const names[] = {"weight_kg", "height_cm"};
    const double r = 0.7, sd_x = 8.0, sd_y = 5.0, high = 75.0;
    bm_cohort *cohort = uniform();
    COHORT_OK(cohort, bm_cohort_vary(cohort, names[0], sd_x, (double)NAN, high));
    COHORT_OK(cohort, bm_cohort_vary(cohort, names[1], sd_y, (double)NAN, (double)NAN));
    COHORT_OK(cohort, bm_cohort_correlate(cohort, names[0], names[1], r));
    read_all(cohort, names, 2);
    double mean, sd;
    truncated((double)-INFINITY, (high - 71.0) / sd_x, &mean, &sd);
    bm_assert_close(mean_of(drawn[1]), get(profile, names[1]) + sd_y * r * mean, 0.0, FOUR * sd_y);
    bm_assert_close(sd_of(drawn[1]), sd_y * sqrt(1.0 - r * r * (1.0 - sd * sd)), FOUR, 0.0);
    is_truncated_normal(drawn[0], 71.0, sd_x, 25.0, high);
    bm_cohort_destroy(cohort);
}

static void contradictions(void **state) {
    (void)state;
    static const char *const names[] = {"age_years", "bmd.total_hip", "weight_kg"};
    bm_cohort *cohort = uniform();
    for (int i = 0; i < 3; i++)
        COHORT_OK(cohort, bm_cohort_vary(cohort, names[i], 0.01, (double)NAN, (double)NAN));
    COHORT_OK(cohort, bm_cohort_correlate(cohort, names[0], names[1], 0.9));
    COHORT_OK(cohort, bm_cohort_correlate(cohort, names[1], names[2], 0.9));
    const double refused[] = {-0.9, 0.0, 0.61}; /* allowed is 2 x 0.81 - 1 = 0.62 and more */
    const double allowed[] = {0.63, 0.9, 0.99};
    for (size_t i = 0; i < BM_COUNT(refused); i++) {
        const size_t which = 0;
        const double now_d = 0.0;
        static double values[N];
        bm_patient *member = NULL;
        COHORT_OK(cohort, bm_cohort_correlate(cohort, names[0], names[2], refused[i]));
        FAILS(bm_cohort_member(cohort, 0, &member), BM_ECONFLICT);
        assert_non_null(strstr(bm_cohort_last_error(cohort), "contradict"));
        assert_null(member);
        FAILS(bm_cohort_advance_to(cohort, 1.0), BM_ECONFLICT);
        FAILS(bm_cohort_sample(cohort, &now_d, 1, &which, 1, values, N), BM_ECONFLICT);
        FAILS(bm_cohort_summarise(cohort, &now_d, 1, &which, 1, NULL, 0, NULL, values, N), BM_ECONFLICT);
        COHORT_OK(cohort, bm_cohort_correlate(cohort, names[0], names[2], allowed[i]));
        member = cohort_member(cohort, 0); /* and with other numbers she goes on */
        bm_patient_destroy(member);
    }
    read_all(cohort, names, 3);
    bm_assert_close(correlation_of(drawn[0], drawn[2]), 0.99, 0.0, FOUR * (1.0 - 0.99 * 0.99));
    bm_cohort_destroy(cohort);
}

/* What is said twice holds as said last, and neither the order nor what else varies matters. */
static void said_in_any_order(void **state) {
    (void)state;
    static const char *const names[] = {"age_years", "weight_kg", "height_cm", "alcohol_units_day"};
    bm_cohort *a = uniform(), *b = uniform();
    COHORT_OK(a, bm_cohort_vary(a, names[0], 1.0, (double)NAN, (double)NAN));
    COHORT_OK(a, bm_cohort_vary(a, names[1], 2.0, (double)NAN, (double)NAN));
    COHORT_OK(a, bm_cohort_vary(a, names[2], 3.0, (double)NAN, (double)NAN));
    COHORT_OK(a, bm_cohort_correlate(a, names[1], names[2], -0.5));
    COHORT_OK(a, bm_cohort_correlate(a, names[1], names[2], 0.5));
    COHORT_OK(a, bm_cohort_correlate(a, names[0], names[2], 0.1));
    COHORT_OK(a, bm_cohort_vary(a, names[3], 2.0, (double)NAN, (double)NAN));

    COHORT_OK(b, bm_cohort_vary(b, names[2], 30.0, 120.0, 200.0));
    COHORT_OK(b, bm_cohort_vary(b, names[1], 2.0, (double)NAN, (double)NAN));
    COHORT_OK(b, bm_cohort_correlate(b, names[2], names[1], 0.5));
    COHORT_OK(b, bm_cohort_vary(b, names[0], 1.0, (double)NAN, (double)NAN));
    COHORT_OK(b, bm_cohort_vary(b, names[2], 3.0, (double)NAN, (double)NAN));
    COHORT_OK(b, bm_cohort_correlate(b, names[2], names[0], 0.1));
    read_all(a, names, 4);
    static double of_a[4][N];
    memcpy(of_a, drawn, sizeof of_a);
    read_all(b, names, 3);
    bm_assert_same_bits(drawn, of_a, 3);
    bm_cohort_destroy(a);
    bm_cohort_destroy(b);
}

static const uint32_t values[] = {BM_KIND_PARAMETER, BM_KIND_COVARIATE};

static void same_number(const char *name, double found, double expected) {
    if (memcmp(&found, &expected, sizeof found) != 0 && !(isnan(found) && isnan(expected)))
        fail_msg("%s: found %.17g, expected %.17g", name, found, expected);
}

/* Without variability, all that does not vary is the profile's, to the bit. */
static void the_rest_is_the_profiles(void **state) {
    (void)state;
    OK(profile, bm_patient_set(profile, "skeleton.turnover_lumbar_spine", 0.2));
    bm_cohort *cohort = uniform();
    COHORT_OK(cohort, bm_cohort_vary(cohort, "weight_kg", 3.0, (double)NAN, (double)NAN));
    for (uint64_t m = 0; m < N; m += 1999) {
        bm_patient *member = cohort_member(cohort, m);
        for (size_t k = 0; k < BM_COUNT(values); k++)
            for (size_t i = 0; i < bm_catalog_count(model, values[k]); i++) {
                const bm_catalog_entry row = row_of(values[k], i);
                if (strcmp(row.name, "weight_kg") != 0)
                    same_number(row.name, get(member, row.name), get(profile, row.name));
            }
        assert_true(get(member, "weight_kg") != get(profile, "weight_kg"));
        bm_patient_destroy(member);
    }
    bm_cohort_destroy(cohort);
}

/* Parameters are multiplied by exp(variability x SD x z), rows of one factor with the same z; others stay. */
static void parameters_differ(void **state) {
    (void)state;
    assert_true(bm__n_variability > 0);
    const double variabilities[] = {1.0, 0.5, 3.0};
    for (size_t v = 0; v < BM_COUNT(variabilities); v++) {
        bm_cohort *cohort =
            cohort_with(profile, (bm_cohort_options){.size = N, .seed = 9, .variability = variabilities[v]});
        for (uint64_t m = 0; m < N; m += 997) {
            bm_patient *member = cohort_member(cohort, m);
            for (size_t i = 0; i < bm_catalog_count(model, BM_KIND_PARAMETER); i++) {
                const bm_catalog_entry row = row_of(BM_KIND_PARAMETER, i);
                double expected = get(profile, row.name);
                int varies = 0;
                for (uint32_t k = 0; k < bm__n_variability; k++) {
                    const struct bm__variability *of = &bm__variability[k];
                    if (strcmp(of->parameter, row.name) != 0)
                        continue;
                    const double z = bm__random_normal(9, m, bm__random_key(of->factor), 0);
                    expected = fmin(fmax(expected * exp(variabilities[v] * of->log_sd * z), row.minimum), row.maximum);
                    varies = 1;
                }
                if (varies)
                    bm_assert_close_named(row.name, get(member, row.name), expected, 1e-14, 0.0);
                else
                    same_number(row.name, get(member, row.name), get(profile, row.name));
            }
            bm_patient_destroy(member);
        }
        bm_cohort_destroy(cohort);
    }
}

/* The spread that comes of it: for each row the SD of the logarithm is that of the table, as far as ranges allow. */
static void parameters_spread(void **state) {
    (void)state;
    enum { MAX_ROWS = 64 };
    static double z[MAX_ROWS][N], parameters[BM__MAX_PARAMETERS], covariates[BM__N_COVARIATES];
    uint32_t place[MAX_ROWS], n = bm__n_variability, checked = 0;
    int at_an_end[MAX_ROWS] = {0};
    struct bm__population population;
    bm__population_create(&population, 1, 0.2);
    assert_in_range(n, 1, MAX_ROWS);
    for (uint32_t k = 0; k < n; k++) {
        place[k] = parameter_place(bm__variability[k].parameter);
        assert_true(bm__variability[k].log_sd != 0.0 && fabs(bm__variability[k].log_sd) < 2.0);
    }
    for (uint64_t m = 0; m < N; m++) {
        bm__parameter_defaults(parameters);
        struct bm__walk walk;
        struct bm__study study;
        struct bm__learned learned;
        const struct bm__own own = {parameters, covariates, &walk, &study, &learned};
        assert_true(bm__population_draw(&population, m, &own));
        for (uint32_t k = 0; k < n; k++) {
            const struct bm__value_row *row = bm__parameter_row(place[k]);
            const double value = parameters[place[k]];
            at_an_end[k] |= value == row->minimum || value == row->maximum;
            z[k][m] = log(value / row->value);
        }
    }
    for (uint32_t k = 0; k < n; k++) {
        const struct bm__variability *row = &bm__variability[k];
        double variance = 0.0;
        for (uint32_t i = 0; i < n; i++) /* by all rows of this parameter, those of one factor with one draw */
            for (uint32_t j = 0; j < n; j++)
                if (place[i] == place[k] && place[j] == place[k] &&
                    strcmp(bm__variability[i].factor, bm__variability[j].factor) == 0)
                    variance += 0.2 * 0.2 * bm__variability[i].log_sd * bm__variability[j].log_sd;
        if (at_an_end[k])
            continue;
        bm_assert_close_named(row->parameter, sd_of(z[k]), sqrt(variance), FOUR, 0.0);
        bm_assert_close_named(row->parameter, mean_of(z[k]), 0.0, 0.0, FOUR * sqrt(variance));
        checked++;
    }
    assert_true(checked > 0);
}

static const char *const uncertain[] = {
#define ROW(parameter, scale) parameter,
    BM__UNCERTAIN_PARAMETERS(ROW)
#undef ROW
};
enum { N_UNCERTAIN = BM_COUNT(uncertain) };

static void draw_parameters(uint64_t seed, uint64_t draw, double spread, double *parameters) {
    struct bm__population population;
    bm__population_create(&population, seed, 1.0);
    population.parameter_spread = spread;
    bm__parameters_draw(&population, draw, parameters);
}

/* Draw 0 changes nothing, draw k the uncertain parameters and nothing else, for everybody alike; with any profile. */
static void parameter_draws(void **state) {
    (void)state;
    for (uint64_t draw = 0; draw < 4; draw++) {
        const double spread = draw == 3 ? 0.1 : 1.0;
        bm_patient *other = NULL;
        OK(profile, bm_patient_clone(profile, &other));
        OK(other, bm_patient_set(other, "age_years", 50.0));
        bm_test_prescribe(model, other, "letrozole", 2.5, 0.0, 0.0, 0.0);
        bm_cohort *cohort = cohort_with(
            profile, (bm_cohort_options){.size = 3, .seed = 5, .parameter_draw = draw, .parameter_spread = spread});
        bm_cohort *arm = cohort_with(
            other, (bm_cohort_options){.size = 9, .seed = 5, .parameter_draw = draw, .parameter_spread = spread});
        bm_patient *first = cohort_member(cohort, 0), *last = cohort_member(cohort, 2),
                   *treated = cohort_member(arm, 8);
        double expected[BM__MAX_PARAMETERS];
        int changed = 0;
        for (size_t i = 0; i < bm_catalog_count(model, BM_KIND_PARAMETER); i++) {
            const bm_catalog_entry row = row_of(BM_KIND_PARAMETER, i);
            expected[i] = get(profile, row.name);
        }
        if (draw > 0)
            draw_parameters(5, draw, spread, expected);
        for (size_t i = 0; i < bm_catalog_count(model, BM_KIND_PARAMETER); i++) {
            const bm_catalog_entry row = row_of(BM_KIND_PARAMETER, i);
            int is_uncertain = 0;
            for (size_t k = 0; k < N_UNCERTAIN; k++)
                is_uncertain |= strcmp(uncertain[k], row.name) == 0;
            same_number(row.name, get(first, row.name), expected[i]);
            same_number(row.name, get(last, row.name), expected[i]);
            same_number(row.name, get(treated, row.name), expected[i]);
            if (!is_uncertain)
                same_number(row.name, expected[i], get(profile, row.name));
            changed += expected[i] != get(profile, row.name);
        }
        assert_true(draw == 0 ? changed == 0 : changed > 0);
        bm_patient_destroy(first);
        bm_patient_destroy(last);
        bm_patient_destroy(treated);
        bm_patient_destroy(other);
        bm_cohort_destroy(cohort);
        bm_cohort_destroy(arm);
    }
}

/* ln(drawn/fitted) of the uncertain parameters. */
static void draw_logs(uint64_t seed, uint64_t draw, double spread, double logs[N_UNCERTAIN]) {
    static double parameters[BM__MAX_PARAMETERS];
    bm__parameter_defaults(parameters);
    draw_parameters(seed, draw, spread, parameters);
    for (uint32_t i = 0; i < N_UNCERTAIN; i++) {
        const uint32_t place = parameter_place(uncertain[i]);
        logs[i] = log(parameters[place] / bm__parameter_row(place)->value);
    }
}

/* Are these draw number `at` of the table? Rounding may lead beyond an end of the range, where it is held. */
static int is_draw(uint32_t at, const double logs[N_UNCERTAIN]) {
    double scale;
    const int16_t *numbers;
    for (uint32_t i = 0; i < N_UNCERTAIN; i++) {
        bm__draws_row(i, &scale, &numbers);
        if (fabs(logs[i] - scale * numbers[at]) > scale)
            return 0;
    }
    return 1;
}

/* The draws of any seed are those of the table, each once and then again, in the seed's own order of pairs. */
static void draws_are_the_tables(void **state) {
    (void)state;
    static double logs[BM__N_DRAWS][N_UNCERTAIN], other[N_UNCERTAIN];
    const uint64_t seeds[] = {1, 77, UINT64_MAX};
    int at_home = 0;
    for (size_t s = 0; s < BM_COUNT(seeds); s++) {
        int found[BM__N_DRAWS] = {0};
        for (uint32_t draw = 0; draw < BM__N_DRAWS; draw++) {
            draw_logs(seeds[s], draw + 1, 1.0, logs[draw]);
            draw_logs(seeds[s], draw + 1 + BM__N_DRAWS, 1.0, other);
            bm_assert_same_bits(logs[draw], other, N_UNCERTAIN);
            uint32_t at = 0;
            while (at < BM__N_DRAWS && (found[at] || !is_draw(at, logs[draw])))
                at++;
            assert_true(at < BM__N_DRAWS && at % 2 == draw % 2);
            assert_true(draw % 2 == 0 || found[at - 1] == (int)draw); /* behind the other one of its pair */
            found[at] = (int)draw + 1;
            at_home += at == draw;
        }
    }
    assert_true(at_home < 3 * BM__N_DRAWS / 10);
}

/* The two of a pair lie on both sides of the fit: apart, draws are twice as far from it as the middles of pairs. */
static void pairs_are_balanced(void **state) {
    (void)state;
    double pair[2][N_UNCERTAIN], single = 0.0, middle = 0.0, scale;
    const int16_t *numbers;
    for (uint64_t draw = 1; draw <= BM__N_DRAWS; draw += 2) {
        draw_logs(5, draw, 1.0, pair[0]);
        draw_logs(5, draw + 1, 1.0, pair[1]);
        for (uint32_t i = 0; i < N_UNCERTAIN; i++) {
            bm__draws_row(i, &scale, &numbers);
            single += (pow(pair[0][i], 2) + pow(pair[1][i], 2)) / (2.0 * scale * scale);
            middle += pow((pair[0][i] + pair[1][i]) / 2.0, 2) / (scale * scale);
        }
    }
    assert_true(middle < 0.25 * single);
}

/* A part of a draw goes that part of its way. */
static void draws_go_a_part(void **state) {
    (void)state;
    double whole[N_UNCERTAIN], part[N_UNCERTAIN];
    draw_logs(3, 8, 1.0, whole);
    draw_logs(3, 8, 0.1, part);
    for (uint32_t i = 0; i < N_UNCERTAIN; i++)
        bm_assert_close_named(uncertain[i], part[i], 0.1 * whole[i], 0.0, 1e-5);
}

/* Two things that are drawn have two keys: covariates, factors, draws of the parameters. Errors of measurements are
 * named like covariates, and tests/api/cohort_test.c shows that they are drawn apart. */
static void keys_differ(void **state) {
    (void)state;
    const char *names[256];
    const size_t n_covariates = bm_catalog_count(model, BM_KIND_COVARIATE);
    size_t n = 0;
    for (; n < n_covariates; n++) {
        const bm_catalog_entry row = row_of(BM_KIND_COVARIATE, n);
        names[n] = row.name;
    }
    for (uint32_t k = 0; k < bm__n_variability; k++) {
        size_t same = 0;
        while (same < n && strcmp(names[same], bm__variability[k].factor) != 0)
            same++;
        assert_true(same >= n_covariates);
        if (same == n)
            names[n++] = bm__variability[k].factor;
    }
    names[n++] = "draw"; /* the order of the draws of the parameters */
    assert_in_range(n, 1, BM_COUNT(names));
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            if (bm__random_key(names[i]) == bm__random_key(names[j]))
                fail_msg("%s and %s are drawn alike", names[i], names[j]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(covariates_vary),
        cmocka_unit_test(around_what_the_model_gives),
        cmocka_unit_test(correlated),
        cmocka_unit_test(correlated_and_truncated),
        cmocka_unit_test(contradictions),
        cmocka_unit_test(said_in_any_order),
        cmocka_unit_test(the_rest_is_the_profiles),
        cmocka_unit_test(parameters_differ),
        cmocka_unit_test(parameters_spread),
        cmocka_unit_test(parameter_draws),
        cmocka_unit_test(draws_are_the_tables),
        cmocka_unit_test(pairs_are_balanced),
        cmocka_unit_test(draws_go_a_part),
        cmocka_unit_test(keys_differ),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
