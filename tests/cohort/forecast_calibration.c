/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Simulation-based calibration of forecasts: women whose courses are known, as members of another seed, are measured
 * with errors, and a forecast is made of each. Where a forecast is right, the rank of the truth among its weighted
 * members is uniform, and an interval of 80 % covers 80 % of the truths. A forecast that does not know of her walk has
 * to fail the same checks.
 *
 *     cohort.forecast_calibration [MEMBERS TRUTHS]     the checks; with arguments also tables, for the documentation
 *
 * One ensemble serves all women: only the weights and what is learned change. No members are drawn once more.
 */
#include "api/cohort_handle.h"
#include "cohort/random.h"

#include "cohort/normal.h"
#include "support/cohort_case.h"

/* ---- the data: two DXA, CTX at the start and after three months; and what is to be forecast ---- */

enum { N_DATA = 8, N_SEEN = 3, N_FACTORS = 4, N_RANKS = N_SEEN + N_FACTORS, N_COLUMNS = N_DATA + N_SEEN };
static const double after_d = 1095.75; /* three years */
static const struct bm__datum data[N_COLUMNS] = {
    {.of = BM__SITE_LS, .error = 0.015},
    {.of = BM__SITE_TH, .error = 0.014},
    {.of = BM__SITE_FN, .error = 0.02},
    {.of = BM__OF_MARKER + BM__MARKER_s_ctx, .error = 0.179},
    {.of = BM__OF_MARKER + BM__MARKER_s_ctx, .time_d = 91.3, .error = 0.179},
    {.of = BM__SITE_LS, .time_d = 365.25, .error = 0.015},
    {.of = BM__SITE_TH, .time_d = 365.25, .error = 0.014},
    {.of = BM__SITE_FN, .time_d = 365.25, .error = 0.02},
    {.of = BM__SITE_LS, .time_d = after_d},
    {.of = BM__SITE_TH, .time_d = after_d},
    {.of = BM__SITE_FN, .time_d = after_d},
};
static const char *const factors[N_FACTORS] = {"turnover", "estradiol", "decline", "denosumab"};
static const double start_sd = 0.12;

/* ---- women, as the model has them without anything by chance ---- */

struct women {
    uint64_t size, seed;
    double *x, *study_sd; /* [size][N_COLUMNS] */
    const struct bm__population *population;
    bm_cohort *cohort;
};

static struct women simulate(const bm_patient *profile, uint64_t size, uint64_t seed) {
    struct women women = {.size = size, .seed = seed};
    bm_cohort_options options;
    bm_cohort_options_init(&options);
    options.size = size;
    options.seed = seed;
    options.threads = 2;
    bm_cohort_options_band(&options, BM_BAND_WOMAN);
    OK(NULL, bm_cohort_create(profile, &options, &women.cohort));
    women.population = &women.cohort->cohort.population;
    women.x = calloc(size * N_COLUMNS, sizeof(double));
    women.study_sd = calloc(size * N_COLUMNS, sizeof(double));
    double *rows = calloc(size * N_COLUMNS * 2, sizeof(double));
    struct bm__member *members = calloc(size, sizeof *members), *from = NULL;
    for (size_t i = 0; i < N_COLUMNS;) {
        const double time_d = data[i].time_d;
        size_t n = 1;
        while (i + n < N_COLUMNS && !(data[i + n].time_d > time_d))
            n++;
        women.cohort->asked = &data[i];
        women.cohort->n_asked = n;
        const struct bm__reading reading = {&time_d, 1, 2 * n, rows, 2 * n, 2 * n, 1};
        OK(NULL, bm__cohort_advance(&women.cohort->cohort, from, members, time_d, &reading, &women.cohort->counts));
        for (size_t k = 0; k < size; k++)
            for (size_t j = 0; j < n; j++) {
                women.x[k * N_COLUMNS + i + j] = rows[(k * n + j) * 2];
                women.study_sd[k * N_COLUMNS + i + j] = rows[(k * n + j) * 2 + 1];
            }
        from = members;
        i += n;
    }
    bm__members_release(&women.cohort->cohort, members);
    free(rows);
    return women;
}

static void release(struct women *women) {
    bm_cohort_destroy(women->cohort);
    free(women->x);
    free(women->study_sd);
}

/* What is hers by chance in a column: walk, study's difference, and her density on day 0. */
static double by_chance(const struct women *women, uint64_t k, size_t column) {
    struct bm__walk walk = bm__walk_of(women->seed, k, 1.0);
    struct bm__study study = bm__study_of(women->seed, k + 1, 0, 1.0);
    const struct bm__datum *datum = &data[column];
    const double sd = women->study_sd[k * N_COLUMNS + column];
    if (datum->of >= BM__OF_MARKER)
        return sd > 0.0 ? sd * bm__study_marker_z(&study, (enum bm__marker)(datum->of - BM__OF_MARKER), datum->time_d)
                        : 0.0;
    const enum bm__site site = (enum bm__site)datum->of;
    double sum = start_sd * bm__random_normal(women->seed, k, bm__random_key("start"), (uint32_t)site);
    if (datum->time_d > 0.0)
        sum += walk.sd[site] * bm__walk_at(&walk, site, datum->time_d) +
               sd * bm__study_density_z(&study, site, datum->time_d);
    return sum;
}

static double factor_of(const struct women *women, uint64_t k, int factor) {
    return bm__random_normal(women->seed, k, bm__random_key(factors[factor]), 0);
}

/* ---- a forecast of one woman, among the members ---- */

/* What the forecast may know of: how many of the data, and her walk. */
struct knowledge {
    size_t n_data;
    const size_t *which;
    double walk; /* 1, or 0: it does not know */
};

struct forecast {
    double rank[N_RANKS]; /* of the truth, 0 to 1 */
    double sd[2][N_SEEN]; /* of changes from day 0 and from one year on, in percent */
    double effective_size, p;
};

/* Changes of density of every member, from day 0 and then from one year on, as they are by chance. */
static double *changes_of(const struct women *members, const struct knowledge *known) {
    double *changes = calloc(members->size * 2 * N_SEEN, sizeof *changes);
    for (uint64_t k = 0; k < members->size; k++) {
        struct bm__walk walk = bm__walk_of(members->seed, k, known->walk);
        struct bm__study study = bm__study_of(members->seed, k + 1, 0, 1.0);
        for (size_t s = 0; s < N_SEEN; s++)
            for (size_t late = 0; late < 2; late++) {
                const size_t column = (late ? N_DATA : 5) + s;
                const enum bm__site site = (enum bm__site)s;
                changes[(k * 2 + late) * N_SEEN + s] =
                    members->x[k * N_COLUMNS + column] - members->x[k * N_COLUMNS + s] +
                    (walk.sd[site] > 0.0 ? walk.sd[site] * bm__walk_at(&walk, site, data[column].time_d) : 0.0) +
                    members->study_sd[k * N_COLUMNS + column] * bm__study_density_z(&study, site, data[column].time_d);
            }
    }
    return changes;
}

static struct forecast forecast_of(const struct women *members, const struct women *truths, uint64_t truth,
                                   const struct knowledge *known, const double *changes, double shift) {
    const size_t n = known->n_data, size = members->size;
    struct bm__datum seen[N_DATA];
    struct bm__evidence evidence = {.data = seen, .n = n, .seed = members->seed};
    for (int site = 0; site < BM__N_SITES; site++)
        evidence.start_variance[site] = start_sd * start_sd;
    for (size_t i = 0; i < n; i++) {
        const size_t column = known->which[i];
        seen[i] = data[column];
        seen[i].y =
            truths->x[truth * N_COLUMNS + column] + by_chance(truths, truth, column) +
            data[column].error * bm__random_normal(truths->seed, truth, bm__random_key("error"), (uint32_t)column) +
            (data[column].of >= BM__OF_MARKER ? shift : 0.0);
    }
    bm__evidence_name(seen, n);
    double *weights = calloc(size, sizeof *weights), *values = calloc(size * N_SEEN * 2, sizeof *values);
    double *work = calloc(bm__evidence_work(n) + n + 1, sizeof *work), x[N_DATA];
    double *all_x = calloc(size * n + 1, sizeof *all_x);
    struct bm__lesson *lessons = calloc(size * n + 1, sizeof *lessons);
    struct forecast result = {0};
    double walk_sd[BM__N_SITES];
    for (uint64_t k = 0; k < size; k++) {
        struct bm__walk walk = bm__walk_of(members->seed, k, known->walk);
        struct bm__study study = bm__study_of(members->seed, k + 1, 0, 1.0);
        double start[BM__N_SITES];
        memcpy(walk_sd, walk.sd, sizeof walk_sd);
        for (uint32_t site = 0; site < BM__N_SITES; site++)
            start[site] = start_sd * bm__random_normal(members->seed, k, bm__random_key("start"), site);
        for (size_t i = 0; i < n; i++) {
            const size_t column = known->which[i];
            x[i] = all_x[k * n + i] = members->x[k * N_COLUMNS + column];
            lessons[k * n + i] = (struct bm__lesson){.of = data[column].of,
                                                     .time_d = data[column].time_d,
                                                     .pace = bm__study_pace(data[column].time_d),
                                                     .study_sd = members->study_sd[k * N_COLUMNS + column]};
        }
        weights[k] = bm__evidence_weigh(&evidence, k, &walk, &study, start, x, &lessons[k * n], work);
        const struct bm__learned learned = {.n = n, .lessons = &lessons[k * n]};
        for (size_t s = 0; s < N_SEEN; s++) {
            double at[2];
            for (int late = 0; late < 2; late++) {
                const size_t column = (late ? N_DATA : 5) + s;
                const double sd = members->study_sd[k * N_COLUMNS + column];
                at[late] = changes[(k * 2 + (size_t)late) * N_SEEN + s] +
                           (n > 0 ? log(bm__learned_factor(&learned, &walk, s, data[column].time_d, sd)) : 0.0);
            }
            values[k * N_SEEN * 2 + s] = at[1];
            values[k * N_SEEN * 2 + N_SEEN + s] = at[1] - at[0];
        }
    }
    if (n > 0) {
        double *equal = calloc(size, sizeof *equal), *room = calloc(n * (n + 3), sizeof *room);
        for (uint64_t k = 0; k < size; k++)
            equal[k] = 1.0 / (double)size;
        result.p = bm__evidence_misfit(&evidence, walk_sd, equal, size, all_x, lessons, room).p;
        free(equal);
        free(room);
    }
    result.effective_size = bm__evidence_normalise(weights, size);
    for (size_t r = 0; r < N_RANKS; r++) {
        double true_value = 0.0;
        if (r < N_SEEN) /* her density on day 0 is the same in both */
            true_value = truths->x[truth * N_COLUMNS + N_DATA + r] - truths->x[truth * N_COLUMNS + r] +
                         by_chance(truths, truth, N_DATA + r) - by_chance(truths, truth, r);
        else
            true_value = factor_of(truths, truth, (int)(r - N_SEEN));
        for (uint64_t k = 0; k < size; k++) {
            const double value = r < N_SEEN ? values[k * N_SEEN * 2 + r] : factor_of(members, k, (int)(r - N_SEEN));
            result.rank[r] += value < true_value ? weights[k] : 0.0;
        }
    }
    for (size_t s = 0; s < 2 * N_SEEN; s++) {
        double mean = 0.0, variance = 0.0;
        for (uint64_t k = 0; k < size; k++)
            mean += weights[k] * values[k * N_SEEN * 2 + s];
        for (uint64_t k = 0; k < size; k++)
            variance += weights[k] * (values[k * N_SEEN * 2 + s] - mean) * (values[k * N_SEEN * 2 + s] - mean);
        result.sd[s / N_SEEN][s % N_SEEN] = 100.0 * sqrt(variance);
    }
    free(weights);
    free(values);
    free(work);
    free(all_x);
    free(lessons);
    return result;
}

/* ---- what is checked ---- */

enum { N_BINS = 10, N_INTERVALS = 3 };
static const double intervals[N_INTERVALS] = {0.5, 0.8, 0.95};
static const char *const names[N_RANKS] = {"spine", "hip", "neck", "turnover", "estradiol", "decline", "denosumab"};

struct calibration {
    double chi_square[N_RANKS], covered[N_RANKS][N_INTERVALS], sd[2][N_SEEN];
    double median_size, fifth_size, warned;
};

static struct calibration calibrate(const struct women *members, const struct women *truths,
                                    const struct knowledge *known, double shift) {
    struct calibration c = {0};
    double bins[N_RANKS][N_BINS] = {{0}}, *sizes = calloc(truths->size, sizeof *sizes);
    const double n = (double)truths->size;
    double *changes = changes_of(members, known);
    for (uint64_t t = 0; t < truths->size; t++) {
        const struct forecast f = forecast_of(members, truths, t, known, changes, shift);
        sizes[t] = f.effective_size;
        c.warned += (f.p < 0.01) / n;
        for (size_t r = 0; r < N_RANKS; r++) {
            bins[r][(int)fmin(N_BINS * f.rank[r], N_BINS - 1)] += 1.0;
            for (int i = 0; i < N_INTERVALS; i++)
                c.covered[r][i] += (fabs(f.rank[r] - 0.5) < 0.5 * intervals[i]) / n;
        }
        for (size_t s = 0; s < 2 * N_SEEN; s++)
            c.sd[s / N_SEEN][s % N_SEEN] += f.sd[s / N_SEEN][s % N_SEEN] / n;
    }
    for (size_t r = 0; r < N_RANKS; r++)
        for (int b = 0; b < N_BINS; b++)
            c.chi_square[r] += (bins[r][b] - n / N_BINS) * (bins[r][b] - n / N_BINS) / (n / N_BINS);
    qsort(sizes, truths->size, sizeof *sizes, ascending);
    c.median_size = sizes[truths->size / 2];
    c.fifth_size = sizes[truths->size / 20];
    free(sizes);
    free(changes);
    return c;
}

/* Of nine degrees of freedom more has a probability of 0.001; of a coverage, more than 3.3 SD. */
static int is_calibrated(const struct calibration *c, size_t first, size_t last, double n) {
    int right = 1;
    for (size_t r = first; r < last; r++) {
        right &= c->chi_square[r] < 27.9;
        for (int i = 0; i < N_INTERVALS; i++)
            right &= fabs(c->covered[r][i] - intervals[i]) < 3.3 * sqrt(intervals[i] * (1.0 - intervals[i]) / n);
    }
    return right;
}

static const size_t everything[N_DATA] = {0, 1, 2, 3, 4, 5, 6, 7};

static void show(const char *title, const struct calibration *c) {
    printf("\n%s (effective size: median %.0f, 5th percentile %.0f; warned of %.1f %%)\n", title, c->median_size,
           c->fifth_size, 100.0 * c->warned);
    printf("| of | chi-square | 50 %% | 80 %% | 95 %% |\n| :- | -: | -: | -: | -: |\n");
    for (size_t r = 0; r < N_RANKS; r++)
        printf("| %s | %.1f | %.1f | %.1f | %.1f |\n", names[r], c->chi_square[r], 100.0 * c->covered[r][0],
               100.0 * c->covered[r][1], 100.0 * c->covered[r][2]);
}

/* What each piece of information is worth. */
static void show_information(const struct women *members, const struct women *all) {
    struct women some = *all, *truths = &some;
    some.size = all->size < 200 ? all->size : 200;
    static const size_t baseline[] = {0, 1, 2}, ctx[] = {0, 1, 2, 3, 4}, dxa[] = {0, 1, 2, 5, 6, 7}, spine[] = {0, 5},
                        hip[] = {1, 6};
    static const struct {
        const char *title;
        const size_t *which;
        size_t n;
    } known[] = {{"a DXA at the start", baseline, 3},
                 {"and CTX at 0 and 3 months", ctx, 5},
                 {"**DXA at 0 and 12 months**", dxa, 6},
                 {"spine only", spine, 2},
                 {"hip only", hip, 2},
                 {"DXA at 0 and 12, CTX at 0 and 3", everything, N_DATA}};
    printf("\nSD of the true change, percent\n| known | spine 0 to 36 mo | hip | neck | spine 12 to 36 mo | hip | neck "
           "|\n| :- | -: | -: | -: | -: | -: | -: |\n");
    for (size_t i = 0; i < BM_COUNT(known); i++) {
        const struct calibration c =
            calibrate(members, truths, &(struct knowledge){known[i].n, known[i].which, 1.0}, 0.0);
        printf("| %s |", known[i].title);
        for (size_t s = 0; s < 2 * N_SEEN; s++)
            printf(" %.2f |", c.sd[s / N_SEEN][s % N_SEEN]);
        printf("\n");
    }
}

static uint64_t n_members = 600, n_truths = 150;
static int in_full;
static struct women members, truths;

static void calibrated(void **state) {
    (void)state;
    const struct calibration c = calibrate(&members, &truths, &(struct knowledge){N_DATA, everything, 1.0}, 0.0);
    if (in_full || !is_calibrated(&c, 0, N_RANKS, (double)n_truths))
        show("The forecast knows of the walk", &c);
    assert_true(is_calibrated(&c, 0, N_RANKS, (double)n_truths));
    assert_true(c.warned < 0.05);
}

static void a_forecast_without_the_walk_fails(void **state) {
    (void)state;
    const struct calibration c = calibrate(&members, &truths, &(struct knowledge){N_DATA, everything, 0.0}, 0.0);
    if (in_full)
        show("It does not: the negative control", &c);
    assert_false(is_calibrated(&c, 0, N_SEEN, (double)n_truths));
}

static void no_data_give_the_prior(void **state) {
    (void)state;
    const struct knowledge nothing = {0, everything, 1.0};
    double *changes = changes_of(&members, &nothing);
    const struct forecast f = forecast_of(&members, &truths, 0, &nothing, changes, 0.0);
    free(changes);
    bm_assert_close(f.effective_size, (double)n_members, 1e-12, 0.0);
}

/* Her CTX is e^2 times what any turnover of the model gives: outside of the spread. */
static void a_woman_outside_is_warned_of(void **state) {
    (void)state;
    const struct calibration c = calibrate(&members, &truths, &(struct knowledge){N_DATA, everything, 1.0}, 2.0);
    if (in_full)
        printf("\nCTX 7.4 times as high as it is: warned of %.1f %%\n", 100.0 * c.warned);
    assert_true(c.warned > 0.9);
}

int main(int argc, char **argv) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(calibrated),
        cmocka_unit_test(a_forecast_without_the_walk_fails),
        cmocka_unit_test(no_data_give_the_prior),
        cmocka_unit_test(a_woman_outside_is_warned_of),
    };
    bm_model *model = NULL;
    bm_patient *profile = NULL;
    bm_prescription letrozole;
    if (argc == 3) {
        n_members = strtoull(argv[1], NULL, 10);
        n_truths = strtoull(argv[2], NULL, 10);
        in_full = 1;
    }
    if (bm_model_create(NULL, &model) != BM_OK || bm_patient_create(model, NULL, &profile) != BM_OK ||
        bm_patient_prescription_init(profile, "letrozole", &letrozole) != BM_OK ||
        bm_patient_prescribe(profile, &letrozole, NULL) != BM_OK)
        return 1;
    members = simulate(profile, n_members, 1);
    truths = simulate(profile, n_truths, 2);
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    if (in_full)
        show_information(&members, &truths);
    release(&members);
    release(&truths);
    bm_patient_destroy(profile);
    bm_model_destroy(model);
    return failed;
}
