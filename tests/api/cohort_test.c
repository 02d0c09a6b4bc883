/* SPDX-License-Identifier: Apache-2.0 */
/* Cohorts through the public interface: cancelling, summaries, errors of measurement, counters, callbacks. What each
 * function refuses is in misuse_test.c, and that company changes nothing in tests/cohort. */
#include "api/group_model.h"

#include <stdatomic.h>

#include "cohort/population.h"
#include "support/cohort_case.h"

static const double years[] = {0.0, 182.0, 365.25, 730.5};
enum { N_YEARS = 4 };

static bm_patient *on_letrozole(uint64_t max_steps) {
    bm_patient *patient = NULL;
    OK(NULL, bm_test_create(model, 0.0, max_steps, &patient));
    bm_test_prescribe(model, patient, "letrozole", 2.5, 0.0, 0.0, 0.0);
    return patient;
}

static bm_cohort_stats stats_of(const bm_cohort *cohort) {
    bm_cohort_stats stats;
    COHORT_OK(cohort, bm_cohort_read_stats(cohort, &stats));
    assert_int_equal(stats.struct_size, sizeof stats);
    return stats;
}

static double time_of(const bm_cohort *cohort) {
    double time_d = -1.0;
    COHORT_OK(cohort, bm_cohort_time(cohort, &time_d));
    return time_d;
}

/* ---- cancelling ---- */

/* Women of very different ages with few steps allowed: some fail in their history, others later. */
static bm_cohort *some_fail(const bm_patient *profile, uint64_t size, uint32_t threads, uint32_t lanes) {
    bm_cohort *cohort = cohort_with(
        profile, (bm_cohort_options){.size = size, .threads = threads, .lanes = lanes, .variability = 1.0, .seed = 3});
    COHORT_OK(cohort, bm_cohort_vary(cohort, "age_years", 20.0, 24.0, 95.0));
    COHORT_OK(cohort, bm_cohort_vary(cohort, "egfr_ml_min", 25.0, 35.0, 140.0));
    return cohort;
}

static int by_number(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* A number of steps that a tenth of them need more of for their history. */
static uint64_t few_steps(void) {
    enum { SIZE = 40 };
    uint64_t steps[SIZE];
    bm_patient *profile = on_letrozole(0);
    bm_cohort *cohort = some_fail(profile, SIZE, 1, 0);
    COHORT_OK(cohort, bm_cohort_advance_to(cohort, 0.0));
    for (uint64_t m = 0; m < SIZE; m++) {
        bm_patient *member = cohort_member(cohort, m);
        const bm_patient_stats stats = bm_test_stats(member);
        steps[m] = stats.steps + stats.rejected_steps;
        bm_patient_destroy(member);
    }
    qsort(steps, SIZE, sizeof *steps, by_number);
    bm_cohort_destroy(cohort);
    bm_patient_destroy(profile);
    return steps[SIZE - SIZE / 10];
}

struct canceller {
    uint64_t calls, cancel_at; /* cancel_at: the call (from 0) that cancels */
};

static int32_t cancel(void *user, double time_d, double fraction) {
    struct canceller *c = user;
    (void)time_d;
    (void)fraction;
    return c->calls++ == c->cancel_at;
}

/* What a host sees of a cohort. */
struct seen {
    double time_d;
    bm_cohort_stats stats;
    size_t n_failures;
    uint64_t member[64];
    bm_status status[64];
    char text[64][256];
};

static void look(const bm_cohort *cohort, struct seen *seen) {
    memset(seen, 0, sizeof *seen);
    seen->time_d = time_of(cohort);
    seen->stats = stats_of(cohort);
    seen->n_failures = bm_cohort_failure_count(cohort);
    assert_in_range(seen->n_failures, 0, BM_COUNT(seen->member));
    for (size_t i = 0; i < seen->n_failures; i++) {
        COHORT_OK(cohort, bm_cohort_failure(cohort, i, &seen->member[i], &seen->status[i]));
        snprintf(seen->text[i], sizeof seen->text[i], "%s", bm_cohort_failure_text(cohort, i));
    }
}

static void cancelled_at_any_member(void **state) {
    (void)state;
    enum { SIZE = 40 };
    static double expected[SIZE], found[SIZE], pattern[SIZE];
    static struct seen before, after;
    const size_t spine = cohort_observable(model, "bmd_change.lumbar_spine");
    bm_patient *profile = on_letrozole(few_steps());
    bm_test_prescribe(model, profile, "denosumab", 60.0, 0.0, 100.0, 0.0);
    double stages[] = {0.0, 20.0, 100.0};
    size_t n_failures[3] = {0};
    while (n_failures[2] <= n_failures[0]) { /* a time that some do not reach from day 20 on, and others do */
        stages[2] *= 1.03;
        bm_cohort *cohort = some_fail(profile, SIZE, 1, 0);
        for (size_t s = 0; s < BM_COUNT(stages); s++) {
            COHORT_OK(cohort, bm_cohort_advance_to(cohort, stages[s]));
            n_failures[s] = bm_cohort_failure_count(cohort);
        }
        assert_true(0 < n_failures[0] && n_failures[2] < SIZE);
        bm_cohort_destroy(cohort);
    }
    const double end = stages[2] + 5.0;
    memset(pattern, 0xA5, sizeof pattern);
    for (uint32_t lanes = 1; lanes <= 8; lanes += 7)
        for (uint32_t threads = 1; threads <= 2; threads++) {
            bm_cohort *never = some_fail(profile, SIZE, threads, lanes),
                      *cohort = some_fail(profile, SIZE, threads, lanes);
            for (size_t s = 0; s < BM_COUNT(stages); s++)
                COHORT_OK(never, bm_cohort_advance_to(never, stages[s]));
            COHORT_OK(never, bm_cohort_sample(never, &end, 1, &spine, 1, expected, SIZE));

            struct canceller c;
            COHORT_OK(cohort, bm_cohort_set_progress(cohort, cancel, &c));
            for (size_t s = 0; s < BM_COUNT(stages); s++) {
                const size_t failed = bm_cohort_failure_count(cohort); /* who failed before is passed over */
                const uint64_t at[] = {0, (SIZE - failed) / 2, SIZE - failed - 1};
                look(cohort, &before);
                for (size_t i = 0; i < BM_COUNT(at); i++) {
                    double summary[BM_SUMMARY_PERCENTILES], untouched[BM_SUMMARY_PERCENTILES];
                    memset(summary, 0xA5, sizeof summary);
                    memcpy(untouched, summary, sizeof summary);
                    memcpy(found, pattern, sizeof found);
                    c = (struct canceller){0, at[i]};
                    FAILS(bm_cohort_advance_to(cohort, stages[s]), BM_ECANCELLED);
                    c = (struct canceller){0, at[i]};
                    FAILS(bm_cohort_sample(cohort, &stages[s], 1, &spine, 1, found, SIZE), BM_ECANCELLED);
                    c = (struct canceller){0, at[i]};
                    FAILS(bm_cohort_summarise(cohort, &stages[s], 1, &spine, 1, NULL, 0, NULL, summary,
                                              BM_COUNT(summary)),
                          BM_ECANCELLED);
                    assert_non_null(strstr(bm_cohort_last_error(cohort), "cancelled"));
                    bm_assert_same_bits(found, pattern, SIZE);
                    bm_assert_same_bits(summary, untouched, BM_SUMMARY_PERCENTILES);
                    look(cohort, &after);
                    assert_memory_equal(&after, &before, sizeof before);
                }
                c = (struct canceller){0, UINT64_MAX};
                COHORT_OK(cohort, bm_cohort_advance_to(cohort, stages[s]));
                assert_int_equal(bm_cohort_failure_count(cohort), n_failures[s]);
            }
            COHORT_OK(cohort, bm_cohort_sample(cohort, &end, 1, &spine, 1, found, SIZE));
            bm_assert_same_bits(found, expected, SIZE);
            look(never, &before);
            look(cohort, &after);
            assert_memory_equal(&after, &before, sizeof before);
            bm_cohort_destroy(never);
            bm_cohort_destroy(cohort);
        }
    bm_patient_destroy(profile);
}

/* ---- what could not be followed any further ---- */

/* Kidneys that fail altogether: the sentence says when, and at what, the same for her alone, in a cohort and in lanes.
 */
static void says_where_it_ended(void **state) {
    (void)state;
    static const char marker[] = "; on day ";
    char alone[240];
    size_t index;
    bm_catalog_entry row;
    bm_patient *profile = bm_test_patient(model, 0.0);
    OK(NULL, bm_catalog_find(model, BM_KIND_PARAMETER, "core.GFRdelta", &index));
    OK(NULL, bm_catalog_row(model, BM_KIND_PARAMETER, index, &row));
    OK(profile, bm_patient_set(profile, row.name, row.maximum));
    for (uint32_t lanes = 1; lanes <= 2; lanes++) {
        bm_cohort *cohort = cohort_with(profile, (bm_cohort_options){.size = 2, .lanes = lanes});
        COHORT_OK(cohort, bm_cohort_advance_to(cohort, 36525.0));
        assert_int_equal(bm_cohort_failure_count(cohort), 2);
        const char *found = strstr(bm_cohort_failure_text(cohort, 1), marker);
        assert_non_null(found);
        if (lanes == 1)
            snprintf(alone, sizeof alone, "%s", found);
        else
            assert_string_equal(found, alone);
        bm_cohort_destroy(cohort);
    }
    FAILS(bm_patient_advance_to(profile, 36525.0), BM_ENONFINITE);
    assert_string_equal(strstr(bm_patient_last_error(profile), marker), alone);
    assert_non_null(strstr(alone, ", which changes fastest, is "));
    bm_patient_destroy(profile);
}

/* ---- the callback ---- */

struct reports {
    bm_cohort *cohort;
    atomic_int inside;
    int calls, wrong;
    double time_d, fraction;
};

/* From the callback, what could change the cohort is refused, and what reads it works. */
static int32_t report(void *user, double time_d, double fraction) {
    struct reports *r = user;
    bm_cohort *cohort = r->cohort;
    const size_t which = 0;
    const double later = 5000.0;
    double values[64];
    bm_patient *patient = NULL;
    bm_cohort_stats stats;
    r->wrong += atomic_fetch_add(&r->inside, 1) != 0; /* one at a time */
    r->wrong += !(time_d == r->time_d && fraction >= r->fraction && fraction <= 1.0);
    r->fraction = fraction;
    if (r->calls++ % 8 == 0) {
        r->wrong += bm_cohort_advance_to(cohort, later) != BM_ESTATE;
        r->wrong += bm_cohort_vary(cohort, "age_years", 1.0, (double)NAN, (double)NAN) != BM_ESTATE;
        r->wrong += bm_cohort_correlate(cohort, "age_years", "egfr_ml_min", 0.5) != BM_ESTATE;
        r->wrong += bm_cohort_set_progress(cohort, NULL, NULL) != BM_ESTATE;
        r->wrong += bm_cohort_sample(cohort, &later, 1, &which, 1, values, 64) != BM_ESTATE;
        r->wrong += bm_cohort_summarise(cohort, &later, 1, &which, 1, NULL, 0, NULL, values, 64) != BM_ESTATE;
        r->wrong += bm_cohort_member(cohort, 0, &patient) != BM_ESTATE || patient != NULL;
        r->wrong += strlen(bm_cohort_last_error(cohort)) < 10;
        r->wrong += bm_cohort_read_stats(cohort, &stats) != BM_OK || stats.steps != 0;
        r->wrong += bm_cohort_time(cohort, &values[0]) != BM_OK || values[0] != 0.0;
        (void)bm_cohort_failure_count(cohort);
    }
    atomic_fetch_sub(&r->inside, 1);
    return 0;
}

static void reports_and_refuses(void **state) {
    (void)state;
    enum { SIZE = 30 };
    bm_patient *profile = on_letrozole(0);
    bm_cohort *cohort = some_fail(profile, SIZE, 3, 2);
    struct reports r = {.cohort = cohort, .time_d = 200.0};
    COHORT_OK(cohort, bm_cohort_set_progress(cohort, report, &r));
    COHORT_OK(cohort, bm_cohort_advance_to(cohort, 200.0));
    assert_int_equal(r.wrong, 0);
    const bm_cohort_stats stats = stats_of(cohort);
    assert_true(r.calls >= SIZE && (uint64_t)r.calls >= (stats.steps + stats.rejected_steps) / 64);
    assert_true(r.fraction == 1.0);
    const int calls = r.calls;
    COHORT_OK(cohort, bm_cohort_set_progress(cohort, NULL, NULL));
    COHORT_OK(cohort, bm_cohort_advance_to(cohort, 300.0));
    assert_int_equal(r.calls, calls);
    bm_cohort_destroy(cohort);
    bm_patient_destroy(profile);
}

struct clasp {
    bm_patient *profile;
    bm_status status;
};

static int32_t create_inside(void *user, double time_d, double fraction) {
    struct clasp *c = user;
    bm_cohort *cohort = NULL;
    (void)time_d;
    (void)fraction;
    c->status = bm_cohort_create(c->profile, NULL, &cohort);
    return 0;
}

/* The profile may not be in a call, nor past time 0, nor of the core; and she is copied, not kept or changed. */
static void the_profile(void **state) {
    (void)state;
    enum { SIZE = 4 };
    const size_t hip = cohort_observable(model, "bmd.total_hip");
    bm_cohort *cohort = NULL;
    bm_patient *profile = on_letrozole(0);
    struct clasp c = {profile, BM_OK};
    OK(profile, bm_patient_set_progress(profile, create_inside, &c));
    bm_test_observe(profile, "bmd.total_hip"); /* through her history */
    assert_int_equal(c.status, BM_ESTATE);
    OK(profile, bm_patient_set_progress(profile, NULL, NULL));

    struct bm_bytes saved = bm_test_save(profile);
    cohort = cohort_with(profile, (bm_cohort_options){.size = SIZE, .variability = 1.0});
    COHORT_OK(cohort, bm_cohort_vary(cohort, "age_years", 5.0, (double)NAN, (double)NAN));
    double values[2][SIZE];
    COHORT_OK(cohort, bm_cohort_sample(cohort, &years[2], 1, &hip, 1, values[0], SIZE));
    assert_true(bm_test_is_saved(profile, &saved));
    bm_cohort_destroy(cohort);

    /* she and the model go first */
    bm_model *other = bm_test_full_model();
    bm_patient *loaded = NULL;
    OK(NULL, bm_patient_load(other, saved.data, saved.size, &loaded));
    cohort = cohort_with(loaded, (bm_cohort_options){.size = SIZE, .variability = 1.0});
    bm_patient_destroy(loaded);
    bm_model_destroy(other);
    COHORT_OK(cohort, bm_cohort_vary(cohort, "age_years", 5.0, (double)NAN, (double)NAN));
    COHORT_OK(cohort, bm_cohort_sample(cohort, &years[2], 1, &hip, 1, values[1], SIZE));
    bm_assert_same_bits(values[0], values[1], SIZE);
    bm_patient *member = cohort_member(cohort, 1);
    bm_cohort_destroy(cohort);
    OK(member, bm_patient_advance_to(member, 500.0));
    bm_patient_destroy(member);
    bm_patient_destroy(profile);
    free(saved.data);
}

/* In every arm the same woman: alike on day 0, and her own control. */
static void arms(void **state) {
    (void)state;
    enum { SIZE = 12, N_READ = 3 };
    const size_t which[N_READ] = {cohort_observable(model, "bmd.total_hip"), cohort_observable(model, "marker.s_ctx"),
                                  cohort_observable(model, "serum.estradiol")};
    static const char *const agents[] = {NULL, "letrozole", "denosumab"};
    double values[3][SIZE][N_READ];
    for (size_t arm = 0; arm < 3; arm++) {
        bm_patient *profile = bm_test_patient(model, 0.0);
        bm_prescription rx;
        if (agents[arm]) {
            OK(profile, bm_prescription_init(model, agents[arm], &rx));
            OK(profile, bm_patient_prescribe(profile, &rx, NULL));
        }
        bm_cohort *cohort = some_fail(profile, SIZE, 1, 0);
        COHORT_OK(cohort, bm_cohort_sample(cohort, &years[0], 1, which, N_READ, &values[arm][0][0], SIZE * N_READ));
        bm_cohort_destroy(cohort);
        bm_patient_destroy(profile);
    }
    bm_assert_same_bits(values[0], values[1], SIZE);
    bm_assert_same_bits(values[0], values[2], SIZE);
}

/* ---- summaries ---- */

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static const double percentiles[] = {0.0, 5.0, 25.0, 50.0, 62.5, 95.0, 100.0};
enum { N_PERCENTILES = 7, WIDTH = BM_SUMMARY_PERCENTILES + N_PERCENTILES };

/* One summary as its definition has it. Type 7 of Hyndman and Fan: position 1 + (n - 1) p of the sorted numbers. */
static void slowly(const double *values, size_t n_values, double threshold, double summary[WIDTH]) {
    static double sorted[1000];
    size_t n = 0;
    double n_below = 0.0;
    for (size_t i = 0; i < n_values; i++)
        if (!isnan(values[i]))
            sorted[n++] = values[i];
    qsort(sorted, n, sizeof *sorted, ascending);
    long double sum = 0.0L, squares = 0.0L;
    for (size_t i = 0; i < n; i++) {
        sum += (long double)sorted[i];
        n_below += sorted[i] < threshold;
    }
    const long double mean = n > 0 ? sum / (long double)n : (long double)NAN;
    for (size_t i = 0; i < n; i++)
        squares += ((long double)sorted[i] - mean) * ((long double)sorted[i] - mean);
    summary[BM_SUMMARY_N] = (double)n;
    summary[BM_SUMMARY_MEAN] = (double)mean;
    summary[BM_SUMMARY_SD] = n > 1 ? (double)sqrtl(squares / (long double)(n - 1)) : (double)NAN;
    summary[BM_SUMMARY_BELOW] = n > 0 && !isnan(threshold) ? n_below / (double)n : (double)NAN;
    for (size_t k = 0; k < N_PERCENTILES; k++) {
        const double position = 1.0 + ((double)n - 1.0) * percentiles[k] / 100.0, whole = floor(position);
        summary[BM_SUMMARY_PERCENTILES + k] = (double)NAN;
        for (size_t i = 1; i <= n; i++)
            if ((double)i == whole)
                summary[BM_SUMMARY_PERCENTILES + k] =
                    sorted[i - 1] + (i < n ? (position - whole) * (sorted[i] - sorted[i - 1]) : 0.0);
    }
}

static void same_summary(const double *found, const double *expected) {
    static const char *const names[] = {"n", "mean", "SD", "below", "percentile"};
    for (size_t i = 0; i < WIDTH; i++) {
        const char *name = names[i < BM_SUMMARY_PERCENTILES ? i : BM_SUMMARY_PERCENTILES];
        if (isnan(expected[i]))
            assert_true(isnan(found[i]));
        else
            bm_assert_close_named(name, found[i], expected[i], 1e-12, 1e-14);
    }
}

static void summaries(void **state) {
    (void)state;
    enum { MOST = 61, N_READ = 3 };
    static double values[MOST * N_YEARS * N_READ], summary[N_YEARS * N_READ * WIDTH], column[MOST];
    const size_t which[N_READ] = {cohort_observable(model, "t_score.femoral_neck"),
                                  cohort_observable(model, "marker_change.s_ctx"),
                                  cohort_observable(model, "fracture_risk.major")};
    const double thresholds[N_READ] = {-2.5, (double)NAN, 0.0};
    bm_patient *profile = on_letrozole(few_steps());
    OK(profile, bm_patient_set(profile, "t_score.femoral_neck", -2.0));
    const uint64_t sizes[] = {1, 2, 3, 60, MOST};
    size_t n_failed = 0;
    for (size_t s = 0; s < BM_COUNT(sizes); s++) {
        const uint64_t size = sizes[s];
        bm_cohort *a = some_fail(profile, size, 1, 0), *b = some_fail(profile, size, 2, 0);
        COHORT_OK(a, bm_cohort_vary(a, "t_score.femoral_neck", 1.0, (double)NAN, (double)NAN));
        COHORT_OK(b, bm_cohort_vary(b, "t_score.femoral_neck", 1.0, (double)NAN, (double)NAN));
        COHORT_OK(a, bm_cohort_sample(a, years, N_YEARS, which, N_READ, values, size * N_YEARS * N_READ));
        COHORT_OK(b, bm_cohort_summarise(b, years, N_YEARS, which, N_READ, percentiles, N_PERCENTILES, thresholds,
                                         summary, N_YEARS * N_READ * WIDTH));
        assert_true(time_of(b) == years[N_YEARS - 1]);
        n_failed += bm_cohort_failure_count(b);
        for (size_t t = 0; t < N_YEARS; t++)
            for (size_t o = 0; o < N_READ; o++) {
                double expected[WIDTH];
                for (size_t m = 0; m < size; m++)
                    column[m] = values[(m * N_YEARS + t) * N_READ + o];
                slowly(column, size, thresholds[o], expected);
                same_summary(&summary[(t * N_READ + o) * WIDTH], expected);
            }
        /* without percentiles and thresholds: the same but for them */
        const double last = years[N_YEARS - 1];
        double rest[N_READ * BM_SUMMARY_PERCENTILES];
        COHORT_OK(b, bm_cohort_summarise(b, &last, 1, which, N_READ, NULL, 0, NULL, rest, BM_COUNT(rest)));
        for (size_t o = 0; o < N_READ; o++) {
            const double *full = &summary[((N_YEARS - 1) * N_READ + o) * WIDTH];
            assert_true(rest[o * BM_SUMMARY_PERCENTILES + BM_SUMMARY_N] == full[BM_SUMMARY_N]);
            assert_true(rest[o * BM_SUMMARY_PERCENTILES + BM_SUMMARY_MEAN] == full[BM_SUMMARY_MEAN] ||
                        full[BM_SUMMARY_N] == 0.0);
            assert_true(isnan(rest[o * BM_SUMMARY_PERCENTILES + BM_SUMMARY_BELOW]));
        }
        bm_cohort_destroy(a);
        bm_cohort_destroy(b);
    }
    assert_true(n_failed > 0);
    bm_patient_destroy(profile);
}

/* Nobody is left. */
static void all_fail(void **state) {
    (void)state;
    bm_patient *profile = on_letrozole(3);
    bm_cohort *cohort = cohort_with(profile, (bm_cohort_options){.size = 5});
    const size_t which = 0;
    const double threshold = 1.0;
    double summary[WIDTH], expected[WIDTH], none[5];
    COHORT_OK(cohort, bm_cohort_summarise(cohort, &years[1], 1, &which, 1, percentiles, N_PERCENTILES, &threshold,
                                          summary, WIDTH));
    for (int i = 0; i < 5; i++)
        none[i] = (double)NAN;
    slowly(none, 5, threshold, expected);
    same_summary(summary, expected);
    assert_int_equal(bm_cohort_failure_count(cohort), 5);
    assert_true(time_of(cohort) == years[1]);
    COHORT_OK(cohort, bm_cohort_advance_to(cohort, 500.0));
    bm_cohort_destroy(cohort);
    bm_patient_destroy(profile);
}

/* So many numbers that the times are gone through in stretches: as calls one after the other, which differ from a
 * single stretch as two calls do. A column that is asked for often makes them many. */
static void in_stretches(void **state) {
    (void)state;
    enum {
        SIZE = 64,
        N_TIMES = 70,
        COLUMNS = 4096,
        AT_ONCE = (1 << 23) / (SIZE * COLUMNS),
        W = BM_SUMMARY_PERCENTILES
    };
    assert_in_range(AT_ONCE, 2, N_TIMES / 2);
    bm_patient *profile = on_letrozole(0);
    double times[N_TIMES];
    size_t *which = malloc(COLUMNS * sizeof *which);
    double *many = malloc(N_TIMES * COLUMNS * W * sizeof *many), one[N_TIMES * W], parts[N_TIMES * W];
    assert_true(which && many);
    const size_t bmd = cohort_observable(model, "bmd.lumbar_spine");
    for (size_t i = 0; i < COLUMNS; i++)
        which[i] = bmd;
    for (int i = 0; i < N_TIMES; i++)
        times[i] = 7.0 * i;
    bm_cohort *a = some_fail(profile, SIZE, 1, 0), *b = some_fail(profile, SIZE, 1, 0),
              *c = some_fail(profile, SIZE, 1, 0);
    COHORT_OK(a, bm_cohort_summarise(a, times, N_TIMES, which, COLUMNS, NULL, 0, NULL, many, N_TIMES * COLUMNS * W));
    COHORT_OK(b, bm_cohort_summarise(b, times, N_TIMES, &bmd, 1, NULL, 0, NULL, one, N_TIMES * W));
    for (size_t first = 0; first < N_TIMES; first += AT_ONCE) {
        const size_t n = first + AT_ONCE < N_TIMES ? AT_ONCE : N_TIMES - first;
        COHORT_OK(c, bm_cohort_summarise(c, times + first, n, &bmd, 1, NULL, 0, NULL, parts + first * W, n * W));
    }
    int differs = 0;
    for (size_t t = 0; t < N_TIMES; t++)
        for (size_t i = 0; i < W; i++) {
            if (i == BM_SUMMARY_BELOW)
                continue;
            for (size_t k = 0; k < COLUMNS; k += COLUMNS - 1)
                assert_true(many[(t * COLUMNS + k) * W + i] == parts[t * W + i]);
            bm_assert_close(parts[t * W + i], one[t * W + i], 0.0, 10 * 2e-5);
            differs |= parts[t * W + i] != one[t * W + i];
        }
    assert_true(differs); /* otherwise there was one stretch */
    assert_int_equal(stats_of(a).steps, stats_of(c).steps);
    bm_cohort_destroy(a);
    bm_cohort_destroy(b);

    /* cancelled in the second stretch, the first is undone too */
    struct canceller cancels = {0, SIZE + SIZE / 2};
    a = some_fail(profile, SIZE, 1, 0);
    COHORT_OK(a, bm_cohort_set_progress(a, cancel, &cancels));
    many[0] = -1.0;
    FAILS(bm_cohort_summarise(a, times, N_TIMES, which, COLUMNS, NULL, 0, NULL, many, N_TIMES * COLUMNS * W),
          BM_ECANCELLED);
    assert_true(many[0] == -1.0 && time_of(a) == 0.0 && stats_of(a).steps == 0);
    COHORT_OK(a, bm_cohort_vary(a, "age_years", 20.0, 24.0, 95.0)); /* time has not passed */
    cancels = (struct canceller){0, UINT64_MAX};
    COHORT_OK(a, bm_cohort_summarise(a, times, N_TIMES, which, COLUMNS, NULL, 0, NULL, many, N_TIMES * COLUMNS * W));
    assert_true(many[((N_TIMES - 1) * COLUMNS) * W + BM_SUMMARY_MEAN] == parts[(N_TIMES - 1) * W + BM_SUMMARY_MEAN]);
    bm_cohort_destroy(a);
    bm_cohort_destroy(c);
    bm_patient_destroy(profile);
    free(which);
    free(many);
}

/* ---- errors of measurement ---- */

static double mean_of(const double *x, size_t n) {
    double sum = 0.0;
    for (size_t i = 0; i < n; i++)
        sum += x[i] / (double)n;
    return sum;
}

static double covariance(const double *x, const double *y, size_t n) {
    const double mx = mean_of(x, n), my = mean_of(y, n);
    double sum = 0.0;
    for (size_t i = 0; i < n; i++)
        sum += (x[i] - mx) * (y[i] - my) / (double)(n - 1);
    return sum;
}

static double correlation(const double *x, const double *y, size_t n) {
    return covariance(x, y, n) / sqrt(covariance(x, x, n) * covariance(y, y, n));
}

/* The logarithm of what is measured over what is has the SD of the table; another at each time, and for each member,
 * and nothing to do with how the covariate of the same name was drawn. */
static void errors_of_measurement(void **state) {
    (void)state;
    enum { SIZE = 800, N_DENSE = 4, MAX_READ = 16 };
    static const double times[] = {0.0, 30.0}, dense[N_DENSE] = {0.0, 3.0, 7.5, 30.0}, factor = 1.5;
    static double clean[SIZE][2][MAX_READ], read[SIZE][2][MAX_READ], on_dense[SIZE][N_DENSE][MAX_READ];
    static double error[2][SIZE], apart[SIZE], drawn[SIZE];
    const double four = 4.0 / sqrt((double)SIZE);
    size_t which[MAX_READ], n = 0; /* of what is in the blood, forecasts alone know */
    while (n < bm__n_measurements && strncmp(bm__measurements[n].observable, "serum.", 6) != 0)
        n++;
    assert_in_range(n, 1, MAX_READ);
    bm_patient *profile = bm_test_patient(model, 0.0);
    OK(profile, bm_patient_set(profile, "history.from_age", 150.0)); /* quick: no years before day 0 */
    bm_cohort *cohorts[3];
    for (size_t c = 0; c < 3; c++) {
        cohorts[c] = cohort_with(
            profile, (bm_cohort_options){.size = SIZE, .threads = 2, .measurement_error = c == 0 ? 0.0 : factor});
        for (size_t k = 0; k < n; k++) {
            const char *name = bm__measurements[k].observable;
            const double sd = 0.05 * bm_test_observe(profile, name);
            which[k] = cohort_observable(model, name);
            COHORT_OK(cohorts[c], bm_cohort_vary(cohorts[c], name, sd, (double)NAN, (double)NAN));
        }
    }
    /* rows of n, so not yet at their places */
    COHORT_OK(cohorts[0], bm_cohort_sample(cohorts[0], times, 2, which, n, &clean[0][0][0], SIZE * 2 * n));
    COHORT_OK(cohorts[1], bm_cohort_sample(cohorts[1], times, 2, which, n, &read[0][0][0], SIZE * 2 * n));
    COHORT_OK(cohorts[2],
              bm_cohort_sample(cohorts[2], dense, N_DENSE, which, n, &on_dense[0][0][0], SIZE * N_DENSE * n));
    for (size_t k = 0; k < n; k++) {
        const char *name = bm__measurements[k].observable;
        const double sd = factor * bm__measurements[k].cv;
        for (size_t m = 0; m < SIZE; m++) {
            const double *is = &clean[0][0][0] + m * 2 * n + k, *seen = &read[0][0][0] + m * 2 * n + k;
            const double *also = &on_dense[0][0][0] + m * N_DENSE * n + k;
            error[0][m] = log(seen[0] / is[0]);
            error[1][m] = log(seen[n] / is[n]);
            apart[m] = log(also[1 * n] / also[2 * n]); /* hardly anything happens in these days */
            drawn[m] = is[0];
            assert_true(seen[0] == also[0] && seen[n] == also[3 * n]); /* the same at the same time */
        }
        for (size_t t = 0; t < 2; t++) {
            bm_assert_close_named(name, sqrt(covariance(error[t], error[t], SIZE)), sd, four, 0.0);
            bm_assert_close_named(name, mean_of(error[t], SIZE), 0.0, 0.0, four * sd);
            bm_assert_close_named(name, correlation(error[t], drawn, SIZE), 0.0, 0.0, four);
            bm_assert_close_named(name, correlation(error[t], error[t] + 1, SIZE - 1), 0.0, 0.0, four);
        }
        bm_assert_close_named(name, correlation(error[0], error[1], SIZE), 0.0, 0.0, four);
        bm_assert_close_named(name, sqrt(covariance(apart, apart, SIZE)), sqrt(2.0) * sd, 1.5 * four, 0.0);
        bm_patient *member = cohort_member(cohorts[1], 5); /* she is free of it */
        assert_true(bm_test_observe(member, name) == (&clean[0][0][0])[(5 * 2 + 1) * n + k]);
        bm_patient_destroy(member);
    }
    for (size_t c = 0; c < 3; c++)
        bm_cohort_destroy(cohorts[c]);
    bm_patient_destroy(profile);
}

/* What is derived from a reading follows it: T- and Z-score from the density read then, changes from that and the one
 * of day 0. What is not measured has no error. */
static void errors_hang_together(void **state) {
    (void)state;
    enum { SIZE = 20, N_TIMES = 3, N_READ = 10 };
    static const char *const names[N_READ] = {
        "bmd.lumbar_spine", "bmd_change.lumbar_spine", "t_score.lumbar_spine", "z_score.lumbar_spine",
        "marker.s_ctx",     "marker_change.s_ctx",     "serum.estradiol",      "fracture_risk_10y.major",
        "core.OC",          "fracture_risk.hip"};
    size_t which[N_READ];
    double values[SIZE][N_TIMES][N_READ], clean[SIZE][N_TIMES][N_READ];
    const double times[N_TIMES] = {0.0, 100.0, 400.0};
    for (size_t i = 0; i < N_READ; i++)
        which[i] = cohort_observable(model, names[i]);
    bm_patient *profile = on_letrozole(0);
    bm_cohort *cohort =
        cohort_with(profile, (bm_cohort_options){.size = SIZE, .variability = 1.0, .measurement_error = 1.0});
    bm_cohort *exact = cohort_with(profile, (bm_cohort_options){.size = SIZE, .variability = 1.0});
    COHORT_OK(cohort,
              bm_cohort_sample(cohort, times, N_TIMES, which, N_READ, &values[0][0][0], SIZE * N_TIMES * N_READ));
    COHORT_OK(exact, bm_cohort_sample(exact, times, N_TIMES, which, N_READ, &clean[0][0][0], SIZE * N_TIMES * N_READ));
    for (size_t m = 0; m < SIZE; m++)
        for (size_t t = 0; t < N_TIMES; t++) {
            const double *at = values[m][t], *day_0 = values[m][0], *true_at = clean[m][t];
            assert_true(at[0] != true_at[0]);
            bm_assert_close(at[1], 100.0 * (at[0] / day_0[0] - 1.0), 0.0, 1e-10);
            bm_assert_close(at[5], 100.0 * (at[4] / day_0[4] - 1.0), 0.0, 1e-10);
            bm_assert_close(at[2] - true_at[2], (at[0] - true_at[0]) / 0.110, 0.0, 1e-10); /* SD of young women */
            bm_assert_close(at[3] - true_at[3], (at[0] - true_at[0]) / 0.110, 0.0, 1e-10);
            assert_true(t > 0 || (at[1] == 0.0 && at[5] == 0.0));
            bm_assert_same_bits(at + 6, true_at + 6, 4);
        }
    bm_cohort_destroy(cohort);
    bm_cohort_destroy(exact);
    bm_patient_destroy(profile);
}

/* ---- parameters from their uncertainty ---- */

static void draws_of_parameters(void **state) {
    (void)state;
    enum { N_DRAWS = 4, SIZE = 6 };
    bm_patient *profile = bm_test_patient(model, 0.0);
    bm_test_prescribe(model, profile, "tamoxifen", 20.0, 0.0, 0.0, 0.0);
    const size_t spine = cohort_observable(model, "bmd_change.lumbar_spine");
    double values[N_DRAWS][SIZE];
    for (uint64_t draw = 0; draw < N_DRAWS; draw++) { /* women without differences: so each is the mean */
        bm_cohort *cohort = cohort_with(profile, (bm_cohort_options){.size = SIZE, .parameter_draw = draw});
        COHORT_OK(cohort, bm_cohort_sample(cohort, &years[3], 1, &spine, 1, values[draw], SIZE));
        for (size_t m = 1; m < SIZE; m++)
            assert_true(values[draw][m] == values[draw][0]);
        for (uint64_t k = 0; k < draw; k++)
            assert_true(values[draw][0] != values[k][0]);
        bm_cohort_destroy(cohort);
    }
    OK(profile, bm_patient_advance_to(profile, years[3])); /* draw 0 is the profile */
    assert_true(bm_test_observe(profile, "bmd_change.lumbar_spine") == values[0][0]);
    bm_patient_destroy(profile);
}

/* Whole draws agree with the trials: their mean is near the fit, and their spread is about that of a small part of
 * them, where the model is nearly linear. */
static void draws_stay_near_the_fit(void **state) {
    (void)state;
    enum { N_DRAWS = 200, N_SPREADS = 3 };
    static const double spreads[N_SPREADS] = {0.05, 0.1, 1.0};
    bm_patient *profile = on_letrozole(0);
    const size_t spine = cohort_observable(model, "bmd_change.lumbar_spine");
    double fitted = 0.0, sd[N_SPREADS], mean = 0.0;
    for (int k = 0; k < N_SPREADS; k++) {
        double squares = 0.0;
        for (uint64_t draw = 0; draw <= N_DRAWS; draw++) {
            bm_cohort *cohort = cohort_with(
                profile, (bm_cohort_options){.size = 1, .parameter_draw = draw, .parameter_spread = spreads[k]});
            double value;
            COHORT_OK(cohort, bm_cohort_sample(cohort, &years[3], 1, &spine, 1, &value, 1));
            if (draw == 0)
                fitted = value;
            squares += (value - fitted) * (value - fitted);
            mean += k == N_SPREADS - 1 && draw > 0 ? value / N_DRAWS : 0.0;
            bm_cohort_destroy(cohort);
        }
        sd[k] = sqrt(squares / N_DRAWS) / spreads[k];
    }
    bm_assert_close(sd[0], sd[1], 0.05, 0.0);
    bm_assert_close(sd[2], sd[1], 0.25, 0.0);
    bm_assert_close(mean, fitted, 0.0, 0.1);
    bm_patient_destroy(profile);
}

/* Without a value of the profile's, estradiol and calcidiol vary around what is habitual, whatever she takes already.
 */
static void centres_are_habitual(void **state) {
    (void)state;
    bm_patient *profile = bm_test_patient(model, 0.0);
    bm_test_prescribe(model, profile, "letrozole", 2.5, 0.0, -400.0, 0.0);
    bm_prescription supplement;
    OK(NULL, bm_prescription_init(model, "vitamin_d", &supplement));
    supplement.start_d = -400.0;
    OK(profile, bm_patient_prescribe(profile, &supplement, NULL));
    bm_cohort *cohort = cohort_with(profile, (bm_cohort_options){.size = 1});
    COHORT_OK(cohort, bm_cohort_vary(cohort, "estradiol_pg_ml", 1e-3, (double)NAN, (double)NAN));
    COHORT_OK(cohort, bm_cohort_vary(cohort, "calcidiol_nmol_l", 1e-3, (double)NAN, (double)NAN));
    bm_patient *member = cohort_member(cohort, 0), *untreated = bm_test_patient(model, 0.0);
    double estradiol, calcidiol;
    OK(member, bm_patient_get(member, "estradiol_pg_ml", &estradiol));
    OK(member, bm_patient_get(member, "calcidiol_nmol_l", &calcidiol));
    bm_assert_close(estradiol, bm_test_observe(untreated, "serum.estradiol"), 0.0, 0.01);
    bm_assert_close(calcidiol, bm_test_observe(untreated, "serum.calcidiol"), 0.0, 0.01);
    assert_true(bm_test_observe(member, "serum.estradiol") < 0.2 * estradiol);
    bm_patient_destroy(untreated);
    bm_patient_destroy(member);
    bm_cohort_destroy(cohort);
    bm_patient_destroy(profile);
}

/* ---- counters, memory ---- */

static void counters(void **state) {
    (void)state;
    enum { SIZE = 16 };
    bm_patient *profile = on_letrozole(0);
    bm_cohort *cohort = some_fail(profile, SIZE, 2, 4), *alone = some_fail(profile, SIZE, 1, 1);
    bm_cohort_stats stats = stats_of(cohort);
    assert_true(stats.steps == 0 && stats.rejected_steps == 0 && stats.bytes_per_member == 0);
    assert_true(stats.lanes >= 1 && stats.lanes <= 4);
    assert_int_equal(stats_of(alone).lanes, 1);
    for (int i = 0; i < 3; i++) {
        COHORT_OK(cohort, bm_cohort_advance_to(cohort, 150.0 * i));
        uint64_t steps = 0, rejected = 0;
        for (uint64_t m = 0; m < SIZE; m++) {
            bm_patient *member = cohort_member(cohort, m);
            steps += bm_test_stats(member).steps;
            rejected += bm_test_stats(member).rejected_steps;
            bm_patient_destroy(member);
        }
        stats = stats_of(cohort);
        assert_int_equal(stats.steps, steps);
        assert_int_equal(stats.rejected_steps, rejected);
        assert_true(stats.bytes_per_member > 1000 && stats.bytes_per_member < 16384);
    }
    bm_cohort_destroy(cohort);
    bm_cohort_destroy(alone);
    bm_patient_destroy(profile);
}

/* An allocator that weighs. */
static long bytes_now, bytes_most;
enum { HEAD = 16 };

static void *weigh(void *user, size_t size) {
    (void)user;
    char *block = malloc(size + HEAD);
    if (!block)
        return NULL;
    memcpy(block, &size, sizeof size);
    bytes_now += (long)size;
    bytes_most = bytes_now > bytes_most ? bytes_now : bytes_most;
    return block + HEAD;
}

static void weigh_out(void *user, void *block) {
    size_t size;
    (void)user;
    memcpy(&size, (char *)block - HEAD, sizeof size);
    bytes_now -= (long)size;
    free((char *)block - HEAD);
}

/* Twice the women are twice the steps and twice the memory: waiting, a member takes below 16 KiB, and in a call twice
 * that at most. Nothing is lost. */
static void cost_is_linear(void **state) {
    (void)state;
    const bm_allocator allocator = {(uint32_t)sizeof allocator, 0, NULL, weigh, weigh_out};
    bm_model_options options;
    bm_model_options_init(&options);
    options.allocator = &allocator;
    bm_model *weighed = NULL;
    OK(NULL, bm_model_create(&options, &weighed));
    bm_patient *profile = bm_test_patient(weighed, 0.0);
    bm_test_prescribe(weighed, profile, "letrozole", 2.5, 0.0, 0.0, 0.0);
    const long base = bytes_now;
    long waiting[3], most[3];
    uint64_t steps[3], told = 0;
    for (int i = 0; i < 3; i++) {
        bm_cohort *cohort = some_fail(profile, 50u << i, 1, 0);
        bytes_most = 0;
        COHORT_OK(cohort, bm_cohort_advance_to(cohort, 100.0));
        COHORT_OK(cohort, bm_cohort_advance_to(cohort, 200.0));
        waiting[i] = bytes_now - base;
        most[i] = bytes_most - base;
        steps[i] = stats_of(cohort).steps;
        told = stats_of(cohort).bytes_per_member;
        bm_cohort_destroy(cohort);
        assert_int_equal(bytes_now, base);
    }
    assert_int_equal(waiting[2] - waiting[1], 2 * (waiting[1] - waiting[0]));
    assert_int_equal((waiting[1] - waiting[0]) / 50, told);
    assert_true(told < 16384);
    assert_true(most[2] - most[1] <= 2 * (waiting[2] - waiting[1]) + 4096);
    bm_assert_close((double)steps[1], 2.0 * (double)steps[0], 0.15, 0.0); /* other women, so not exactly */
    bm_assert_close((double)steps[2], 4.0 * (double)steps[0], 0.15, 0.0);
    print_message("%ld bytes a member\n", (waiting[1] - waiting[0]) / 50);
    bm_patient_destroy(profile);
    bm_model_destroy(weighed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cancelled_at_any_member),
        cmocka_unit_test(says_where_it_ended),
        cmocka_unit_test(reports_and_refuses),
        cmocka_unit_test(the_profile),
        cmocka_unit_test(arms),
        cmocka_unit_test(summaries),
        cmocka_unit_test(all_fail),
        cmocka_unit_test(in_stretches),
        cmocka_unit_test(errors_of_measurement),
        cmocka_unit_test(errors_hang_together),
        cmocka_unit_test(draws_of_parameters),
        cmocka_unit_test(draws_stay_near_the_fit),
        cmocka_unit_test(centres_are_habitual),
        cmocka_unit_test(counters),
        cmocka_unit_test(cost_is_linear),
    };
    return cmocka_run_group_tests(tests, create_full_model, destroy_model);
}
