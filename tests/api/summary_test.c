/* SPDX-License-Identifier: Apache-2.0 */
/* Summaries through the public interface: any cut gives the same bytes, and what is wrong changes nothing. */
#include <math.h>
#include <stdlib.h>

#include "support/cohort_case.h"
#include "support/counting_allocator.h"

enum { SIZE = 60, N = 3, THRESHOLDS = 1, DRAWS = 1 };
static const double times_d[] = {0.0, 50.0, 200.0};
static const double level[] = {-1.0};

struct kept {
    bm_model *model;
    bm_patient *profile;
};

static int set_up(void **state) {
    struct kept *kept = calloc(1, sizeof *kept);
    kept->model = bm_test_full_model();
    kept->profile = bm_test_patient(kept->model, 0.0);
    OK(kept->profile, bm_patient_set(kept->profile, "age_years", 62.0));
    OK(kept->profile, bm_patient_set(kept->profile, "years_since_menopause", 12.0));
    bm_test_prescribe(kept->model, kept->profile, "letrozole", 2.5, 1.0, 0.0, 0.0);
    *state = kept;
    return 0;
}

static int tear_down(void **state) {
    struct kept *kept = *state;
    bm_patient_destroy(kept->profile);
    bm_model_destroy(kept->model);
    free(kept);
    return 0;
}

static bm_summary *new_summary(const bm_model *model) {
    const size_t observables[] = {cohort_observable(model, "bmd_change.lumbar_spine"),
                                  cohort_observable(model, "marker_change.s_ctx")};
    const size_t crossing[] = {cohort_observable(model, "t_score.total_hip")};
    bm_summary_options options;
    bm_summary *summary = NULL;
    bm_summary_options_init(&options);
    options.draws = DRAWS;
    options.times_d = times_d;
    options.n_times = N;
    options.observables = observables;
    options.n_observables = 2;
    options.threshold_observables = crossing;
    options.thresholds = level;
    options.n_thresholds = THRESHOLDS;
    OK(NULL, bm_summary_create(model, &options, &summary));
    return summary;
}

static bm_cohort *new_cohort(const struct kept *kept, uint64_t first, uint64_t last, uint64_t draw, uint32_t threads) {
    bm_cohort *cohort = cohort_with(kept->profile, (bm_cohort_options){.size = last - first,
                                                                       .first_member = first,
                                                                       .threads = threads,
                                                                       .seed = 5,
                                                                       .parameter_draw = draw,
                                                                       .variability = 1.0});
    COHORT_OK(cohort, bm_cohort_vary(cohort, "t_score.total_hip", 1.0, (double)NAN, (double)NAN));
    COHORT_OK(cohort, bm_cohort_vary(cohort, "age_years", 8.0, (double)NAN, (double)NAN)); /* so that some fail */
    return cohort;
}

static void add(const struct kept *kept, bm_summary *summary, uint64_t first, uint64_t last, uint32_t threads) {
    for (uint64_t draw = 0; draw <= DRAWS; draw++) {
        bm_cohort *cohort = new_cohort(kept, first, last, draw, threads);
        const bm_status status = bm_summary_add(summary, cohort);
        if (status != BM_OK)
            print_error("%s\n", bm_summary_last_error(summary));
        assert_int_equal(status, BM_OK);
        bm_cohort_destroy(cohort);
    }
}

static struct bm_bytes save(bm_summary *summary) {
    struct bm_bytes bytes = {NULL, 0};
    size_t written = 0;
    OK(NULL, bm_summary_save_size(summary, &bytes.size));
    bytes.data = malloc(bytes.size);
    OK(NULL, bm_summary_save(summary, bytes.data, bytes.size, &written));
    assert_int_equal(written, bytes.size);
    return bytes;
}

static bm_summary *load(const bm_model *model, const struct bm_bytes *bytes) {
    bm_summary *summary = NULL;
    OK(NULL, bm_summary_load(model, bytes->data, bytes->size, &summary));
    return summary;
}

/* Cut in parts of many sizes, added and merged in another order, through bytes: the same bytes. */
static void any_cut_is_the_whole(void **state) {
    const struct kept *kept = *state;
    bm_summary *whole = new_summary(kept->model);
    add(kept, whole, 0, SIZE, 2);
    const struct bm_bytes expected = save(whole);
    uint64_t failed = 0;
    OK(NULL, bm_summary_failed(whole, 0, &failed));
    assert_true(failed > 0 && failed < SIZE / 2);

    bm_summary *all = new_summary(kept->model);
    for (uint64_t last = SIZE, part = 1; last > 0; part += 6) {
        const uint64_t first = last > part ? last - part : 0;
        bm_summary *some = new_summary(kept->model);
        add(kept, some, first, last, 1);
        struct bm_bytes bytes = save(some);
        bm_summary *again = load(kept->model, &bytes);
        assert_true(bm_test_same_bytes(bytes, save(again)));
        OK(NULL, bm_summary_merge(all, again));
        bm_summary_destroy(some);
        bm_summary_destroy(again);
        last = first;
    }
    assert_true(bm_test_same_bytes(
        save(all), (struct bm_bytes){memcpy(malloc(expected.size), expected.data, expected.size), expected.size}));
    free(expected.data);
    bm_summary_destroy(all);
    bm_summary_destroy(whole);
}

/* What it says is what the members show. */
static void it_says_what_members_show(void **state) {
    const struct kept *kept = *state;
    bm_summary *summary = new_summary(kept->model);
    add(kept, summary, 0, SIZE, 2);
    bm_cohort *cohort = new_cohort(kept, 0, SIZE, 0, 1), *drawn = new_cohort(kept, 0, SIZE, 1, 1);
    const size_t observable = cohort_observable(kept->model, "bmd_change.lumbar_spine");
    const double percent[] = {5.0, 50.0, 95.0};
    double rows[N * (BM_SUMMARY_PERCENTILES + 3)], means[N * BM_SUMMARY_PERCENTILES];
    COHORT_OK(cohort, bm_cohort_summarise(cohort, times_d, N, &observable, 1, percent, 3, NULL, rows, BM_COUNT(rows)));
    COHORT_OK(drawn, bm_cohort_summarise(drawn, times_d, N, &observable, 1, NULL, 0, NULL, means, BM_COUNT(means)));
    for (size_t i = 0; i < N; i++) {
        const double *row = rows + i * (BM_SUMMARY_PERCENTILES + 3);
        bm_summary_values values;
        double value, error, mean;
        OK(NULL, bm_summary_read(summary, i, 0, &values));
        assert_true((double)values.n == row[BM_SUMMARY_N]);
        assert_true(fabs(values.mean - row[BM_SUMMARY_MEAN]) < 1e-12);
        assert_true(fabs(values.sd - row[BM_SUMMARY_SD]) < 1e-12);
        for (int k = 0; k < 3; k++) {
            OK(NULL, bm_summary_quantile(summary, i, 0, percent[k], &value, &error));
            assert_true(fabs(value - row[BM_SUMMARY_PERCENTILES + k]) <= error + 1e-13);
        }
        OK(NULL, bm_summary_draw_mean(summary, 1, i, 0, &mean));
        assert_true(fabs(mean - means[i * BM_SUMMARY_PERCENTILES + BM_SUMMARY_MEAN]) < 1e-12);
        if (i > 0)
            assert_true(fabs(mean - values.mean) > 1e-6);
    }
    assert_int_equal(bm_cohort_failure_count(cohort) > 0, 1);
    for (size_t i = 0; i < bm_cohort_failure_count(cohort); i++) {
        uint64_t a = 0, b = 1;
        OK(NULL, bm_cohort_failure(cohort, i, &a, NULL));
        OK(NULL, bm_summary_failure(summary, i, &b, NULL));
        assert_int_equal(a, b);
        assert_string_equal(bm_cohort_failure_text(cohort, i), bm_summary_failure_text(summary, i));
    }
    bm_cohort_destroy(drawn);
    bm_cohort_destroy(cohort);
    bm_summary_destroy(summary);
}

/* Who has been below at a point of the grid: by hand, month after month. */
static void below_and_ever(void **state) {
    const struct kept *kept = *state;
    bm_summary *summary = new_summary(kept->model);
    add(kept, summary, 0, SIZE, 2);
    bm_cohort *cohort = new_cohort(kept, 0, SIZE, 0, 2);
    enum { MONTHS = 7 };
    const size_t hip = cohort_observable(kept->model, "t_score.total_hip");
    double grid_d[MONTHS], values[SIZE * MONTHS], last[SIZE], now, ever;
    for (int i = 0; i < MONTHS; i++)
        grid_d[i] = 30.4375 * i; /* up to day 182.6 */
    COHORT_OK(cohort, bm_cohort_sample(cohort, grid_d, MONTHS, &hip, 1, values, BM_COUNT(values)));
    const double end_d = times_d[N - 1];
    COHORT_OK(cohort, bm_cohort_sample(cohort, &end_d, 1, &hip, 1, last, SIZE));
    int n = 0, n_now = 0, n_ever = 0;
    for (int k = 0; k < SIZE; k++) {
        int has_been = 0;
        if (isnan(last[k]))
            continue;
        for (int i = 0; i < MONTHS; i++)
            has_been |= values[k * MONTHS + i] < level[0];
        n++;
        n_now += last[k] < level[0];
        n_ever += has_been;
    }
    OK(NULL, bm_summary_below(summary, N - 1, 0, &now, &ever));
    assert_true(now == (double)n_now / n && ever == (double)n_ever / n && n_ever > 0 && n_ever < n);
    bm_cohort_destroy(cohort);
    bm_summary_destroy(summary);
}

static void members_keep_their_numbers(void **state) {
    const struct kept *kept = *state;
    bm_cohort *late = new_cohort(kept, 40, 44, 0, 1), *all = new_cohort(kept, 0, 44, 0, 1);
    bm_patient *none = NULL;
    for (uint64_t number = 40; number < 44; number++) {
        bm_patient *a = cohort_member(late, number), *b = cohort_member(all, number);
        bm_assert_same_patient(a, b);
        bm_patient_destroy(a);
        bm_patient_destroy(b);
    }
    FAILS(bm_cohort_member(late, 39, &none), BM_ENOTFOUND);
    FAILS(bm_cohort_member(late, 44, &none), BM_ENOTFOUND);
    assert_non_null(strstr(bm_cohort_last_error(late), "40 to 43"));
    bm_cohort_destroy(all);
    bm_cohort_destroy(late);
    bm_cohort *huge = new_cohort(kept, 0, UINT64_C(1) << 53, 0, 1);
    double value = 1.0;
    const size_t hip = cohort_observable(kept->model, "t_score.total_hip");
    FAILS(bm_cohort_advance_to(huge, 1.0), BM_ESTATE);
    FAILS(bm_cohort_sample(huge, times_d, 1, &hip, 1, &value, 1), BM_ESTATE);
    FAILS(bm_cohort_summarise(huge, times_d, 1, &hip, 1, NULL, 0, NULL, &value, 1), BM_ESTATE);
    assert_non_null(strstr(bm_cohort_last_error(huge), "bm_summary_add()"));
    bm_patient *last = cohort_member(huge, (UINT64_C(1) << 53) - 3);
    bm_patient_destroy(last);
    bm_cohort_destroy(huge);
}

/* Given women, with weights; a sentence for what is wrong, and the cohort is as before. */
static void given_women(void **state) {
    const struct kept *kept = *state;
    const char *const names[] = {"age_years", "t_score.total_hip"}, *const twice[] = {"age_years", "age_years"};
    const char *const unknown[] = {"age_yers"}, *const device[] = {"device"}, *const fracture[] = {"prior_fracture"};
    const double values[] = {60.0, -1.0, 65.0, (double)NAN, 70.0, -2.0}, weights[] = {1.0, 2.0, 0.5},
                 none[] = {1.0, 0.0, 1.0};
    const double wrong[] = {60.0, -1.0, 65.0, (double)NAN, 700.0, -2.0}, half[] = {0.0, 0.5, 1.0};
    bm_cohort *cohort = cohort_with(kept->profile, (bm_cohort_options){.size = 3, .first_member = 10});
    double kept_age, hip, age;
    COHORT_OK(cohort, bm_cohort_set_members(cohort, names, 2, values, 6, weights));
    bm_patient *second = cohort_member(cohort, 11);
    OK(second, bm_patient_get(second, "age_years", &kept_age));
    assert_true(kept_age == 65.0);
    bm_patient_destroy(second);
    FAILS(bm_cohort_set_members(NULL, names, 2, values, 6, NULL), BM_EINVAL);
#define WRONG(status, words, ...)                                                                                      \
    do {                                                                                                               \
        FAILS(bm_cohort_set_members(cohort, __VA_ARGS__), (status));                                                   \
        if (!strstr(bm_cohort_last_error(cohort), (words)))                                                            \
            fail_msg("%s", bm_cohort_last_error(cohort));                                                              \
    } while (0)
    WRONG(BM_EINVAL, "NULL", NULL, 2, values, 6, NULL);
    WRONG(BM_EINVAL, "NULL", names, 2, NULL, 6, NULL);
    WRONG(BM_ESIZE, "needed are 6", names, 2, values, 5, NULL);
    WRONG(BM_ECONFLICT, "twice", twice, 2, values, 6, NULL);
    WRONG(BM_ENOTFOUND, "age_years", unknown, 1, values, 6, NULL);
    WRONG(BM_ECONFLICT, "device", device, 1, values, 6, NULL);
    WRONG(BM_ERANGE, "age_years of row 2 is 700", names, 2, wrong, 6, NULL);
    WRONG(BM_ERANGE, "prior_fracture of row 1 is 0.5", fracture, 1, half, 3, NULL);
    WRONG(BM_ERANGE, "weight of row 1", names, 2, values, 6, none);
    WRONG(BM_ERANGE, "n_covariates", names, 100000, values, 6, NULL);
    const size_t observable = cohort_observable(kept->model, "t_score.total_hip");
    double row[BM_SUMMARY_PERCENTILES];
    FAILS(bm_cohort_summarise(cohort, times_d, 1, &observable, 1, NULL, 0, NULL, row, BM_COUNT(row)), BM_ECONFLICT);
    FAILS(bm_cohort_vary(cohort, "age_years", 3.0, (double)NAN, (double)NAN), BM_ECONFLICT);
    bm_patient *third = cohort_member(cohort, 12);
    OK(third, bm_patient_get(third, "age_years", &age));
    OK(third, bm_patient_observe(third, "t_score.total_hip", &hip));
    assert_true(age == 70.0 && fabs(hip + 2.0) < 1e-9);
    bm_patient_destroy(third);

    bm_summary *summary = new_summary(kept->model);
    bm_summary_values all;
    double now;
    OK(NULL, bm_summary_add(summary, cohort));
    OK(NULL, bm_summary_read(summary, 0, 0, &all));
    assert_true(all.n == 3 && all.weight == 3.5);
    OK(NULL, bm_summary_below(summary, 0, 0, &now, NULL)); /* below -1: the last one, and the second if she is */
    assert_true(now == 0.5 / 3.5 || now == 2.5 / 3.5);
    struct bm_bytes bytes = save(summary);
    bm_summary *again = load(kept->model, &bytes);
    assert_true(bm_test_same_bytes(bytes, save(again)));
    bm_summary_destroy(again);
    bm_summary_destroy(summary);
    bm_cohort_destroy(cohort);
}

#define REFUSED(call, status, words)                                                                                   \
    do {                                                                                                               \
        struct bm_bytes before = save(summary);                                                                        \
        FAILS(call, (status));                                                                                         \
        if (!strstr(bm_summary_last_error(summary), (words)))                                                          \
            fail_msg(#call ": %s", bm_summary_last_error(summary));                                                    \
        assert_true(bm_test_same_bytes(before, save(summary)));                                                        \
    } while (0)

static int32_t cancel(void *user, double time_d, double fraction) {
    (void)time_d;
    double *most = user;
    *most = fmax(*most, fraction);
    return fraction > 0.5;
}

static void misuse(void **state) {
    const struct kept *kept = *state;
    bm_summary *summary = new_summary(kept->model), *other = new_summary(kept->model), *none = NULL;
    bm_cohort *some = new_cohort(kept, 0, 8, 0, 1), *overlap = new_cohort(kept, 7, 9, 0, 1);
    bm_cohort *more = new_cohort(kept, 8, 24, 0, 1), *draw = new_cohort(kept, 0, 8, 2, 1);
    bm_cohort *plain = cohort_with(kept->profile, (bm_cohort_options){.size = 8, .first_member = 8, .seed = 5});
    bm_summary_values values;
    double number = -1.0, most = 0.0;
    uint64_t count = 0, first, last;
    OK(NULL, bm_summary_add(summary, some));
    FAILS(bm_summary_add(NULL, some), BM_EINVAL);
    FAILS(bm_summary_add(summary, NULL), BM_EINVAL);
    REFUSED(bm_summary_add(summary, some), BM_ECONFLICT, "0:8 are there already");
    REFUSED(bm_summary_add(summary, overlap), BM_ECONFLICT, "members 7:9");
    REFUSED(bm_summary_add(summary, draw), BM_ERANGE, "draw 2");
    REFUSED(bm_summary_add(summary, plain), BM_ECONFLICT, "what varies");
    COHORT_OK(more, bm_cohort_set_progress(more, cancel, &most));
    REFUSED(bm_summary_add(summary, more), BM_ECANCELLED, "cancel");
    assert_true(most > 0.5 && most <= 1.0);
    COHORT_OK(more, bm_cohort_set_progress(more, NULL, NULL));
    OK(NULL, bm_summary_add(other, more)); /* the cohort is as before */
    COHORT_OK(some, bm_cohort_advance_to(some, 1.0));
    REFUSED(bm_summary_add(summary, some), BM_ESTATE, "day 1");
    FAILS(bm_summary_merge(NULL, other), BM_EINVAL);
    REFUSED(bm_summary_merge(summary, NULL), BM_EINVAL, "NULL");
    REFUSED(bm_summary_merge(summary, summary), BM_ECONFLICT, "0:8");
    OK(NULL, bm_summary_merge(summary, other));
    REFUSED(bm_summary_merge(summary, other), BM_ECONFLICT, "8:24");
    OK(NULL, bm_summary_range(summary, 0, 0, &first, &last));
    assert_true(first == 0 && last == 24);
    REFUSED(bm_summary_range(summary, 0, 1, &first, &last), BM_ENOTFOUND, "1 ranges");
    REFUSED(bm_summary_range(summary, 2, 0, &first, &last), BM_ENOTFOUND, "draw 2");
    REFUSED(bm_summary_range(summary, 0, 0, NULL, &last), BM_EINVAL, "NULL");
    REFUSED(bm_summary_read(summary, N, 0, &values), BM_ENOTFOUND, "0 to 2");
    REFUSED(bm_summary_read(summary, 0, 2, &values), BM_ENOTFOUND, "0 to 1");
    REFUSED(bm_summary_read_sized(summary, 0, 0, NULL, sizeof values), BM_EINVAL, "NULL");
    REFUSED(bm_summary_read_sized(summary, 0, 0, &values, 8), BM_ESIZE, "struct_size");
    REFUSED(bm_summary_quantile(summary, 0, 0, 100.1, &number, NULL), BM_ERANGE, "0 to 100");
    REFUSED(bm_summary_quantile(summary, 0, 0, (double)NAN, &number, NULL), BM_ERANGE, "0 to 100");
    REFUSED(bm_summary_quantile(summary, 0, 0, 5.0, NULL, NULL), BM_EINVAL, "NULL");
    REFUSED(bm_summary_below(summary, 0, 1, &number, NULL), BM_ENOTFOUND, "threshold");
    REFUSED(bm_summary_draw_mean(summary, 0, 0, 0, &number), BM_ENOTFOUND, "1 to 1");
    REFUSED(bm_summary_draw_mean(summary, 1, 0, 0, NULL), BM_EINVAL, "NULL");
    REFUSED(bm_summary_failed(summary, 2, &count), BM_ENOTFOUND, "draw");
    REFUSED(bm_summary_failed(summary, 0, NULL), BM_EINVAL, "NULL");
    REFUSED(bm_summary_save(summary, NULL, 0, NULL), BM_EINVAL, "NULL");
    REFUSED(bm_summary_save(summary, &number, sizeof number, NULL), BM_ESIZE, "needed");
    assert_true(number < 0.0);
    FAILS(bm_summary_failure(summary, 1000, NULL, NULL), BM_ENOTFOUND);
    assert_null(bm_summary_failure_text(summary, 1000));
    FAILS(bm_summary_create(NULL, NULL, &none), BM_EINVAL);
    bm_summary_options o;
    FAILS(bm_summary_layout(NULL, &o), BM_EINVAL);
    FAILS(bm_summary_layout_sized(summary, &o, 4), BM_ESIZE);
    OK(NULL, bm_summary_layout(summary, &o));
    assert_true(o.n_times == N && o.times_d[1] == 50.0 && o.n_thresholds == 1 && o.draws == 1);
#define BAD(field, value, status)                                                                                      \
    do {                                                                                                               \
        bm_summary_options bad = o;                                                                                    \
        bad.field = (value);                                                                                           \
        FAILS(bm_summary_create(kept->model, &bad, &none), (status));                                                  \
    } while (0)
    const double backwards[] = {0.0, 2.0, 1.0}, before[] = {-1.0, 0.0, 1.0};
    const size_t unknown[] = {100000, 0};
    BAD(struct_size, 16, BM_ESIZE);
    BAD(times_d, NULL, BM_EINVAL);
    BAD(times_d, backwards, BM_ERANGE);
    BAD(times_d, before, BM_ERANGE);
    BAD(n_times, 0, BM_ERANGE);
    BAD(observables, unknown, BM_ENOTFOUND);
    BAD(n_observables, SIZE_MAX / 2, BM_ERANGE);
    BAD(threshold_observables, unknown, BM_ENOTFOUND);
    BAD(grid_d, 0.0, BM_ERANGE);
    BAD(grid_d, (double)NAN, BM_ERANGE);
    BAD(draws, 10001, BM_ERANGE);
    bm_summary_destroy(NULL);
    bm_summary_options_init_sized(NULL, sizeof o);
    assert_string_equal(bm_summary_last_error(NULL), "");
    bm_cohort_destroy(plain);
    bm_cohort_destroy(draw);
    bm_cohort_destroy(more);
    bm_cohort_destroy(overlap);
    bm_cohort_destroy(some);
    bm_summary_destroy(other);
    bm_summary_destroy(summary);
}

/* Every cut and thousands of changed bytes, sealed anew: refused, or a summary that can be used. */
static void bytes_from_anywhere(void **state) {
    const struct kept *kept = *state;
    bm_summary *summary = new_summary(kept->model), *none = NULL;
    add(kept, summary, 0, 6, 1);
    struct bm_bytes good = save(summary);
    unsigned char *bytes = malloc(good.size);
    for (size_t size = 0; size < good.size; size++)
        FAILS(bm_summary_load(kept->model, good.data, size, &none), BM_EFORMAT);
    uint64_t random = 9;
    int loaded = 0, refused = 0;
    for (int i = 0; i < 20000; i++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        const size_t at = (size_t)(random >> 33) % (good.size - 8);
        memcpy(bytes, good.data, good.size);
        bytes[at] = (unsigned char)(random >> 20);
        if (i % 2 == 0 && bytes[at] != good.data[at]) { /* not sealed */
            assert_int_equal(bm_summary_load(kept->model, bytes, good.size, &none) < 0, 1);
            continue;
        }
        bm_test_seal(bytes, good.size);
        bm_summary *changed = NULL;
        if (bm_summary_load(kept->model, bytes, good.size, &changed) == BM_OK) {
            double value;
            for (size_t k = 0; k < N; k++)
                OK(NULL, bm_summary_quantile(changed, k, 0, 50.0, &value, NULL));
            bm_summary_merge(changed, summary);
            bm_summary_destroy(changed);
            loaded++;
        } else {
            refused++;
        }
    }
    assert_true(loaded > 100 && refused > 100);
    assert_null(none);
    free(bytes);
    free(good.data);
    bm_summary_destroy(summary);
}

/* Every request for memory refused once: BM_ENOMEM, nothing lost. */
static const char *const given_names[] = {"age_years"};
static bm_status walk(const bm_allocator *allocator) {
    bm_model_options options;
    bm_model *model = NULL;
    bm_patient *profile = NULL;
    bm_cohort *cohort = NULL;
    bm_summary *summary = NULL, *other = NULL;
    bm_model_options_init(&options);
    options.allocator = allocator;
    bm_cohort_options some;
    bm_cohort_options_init(&some);
    some.size = 2;
    const double ages[] = {60.0, 20.0}, weights[] = {1.0, 2.0}; /* the second fails */
    const double when_d[] = {0.0, 10.0};
    const size_t what[] = {0};
    bm_summary_options of;
    bm_summary_options_init(&of);
    of.times_d = when_d;
    of.n_times = 2;
    of.observables = of.threshold_observables = what;
    of.n_observables = of.n_thresholds = 1;
    of.thresholds = level;
    unsigned char bytes[20000];
    size_t size = 0;
    bm_status status = bm_model_create(&options, &model);
    if (status == BM_OK)
        status = bm_patient_create(model, NULL, &profile);
    if (status == BM_OK)
        status = bm_cohort_create(profile, &some, &cohort);
    if (status == BM_OK)
        status = bm_cohort_set_members(cohort, given_names, 1, ages, 2, weights);
    if (status == BM_OK)
        status = bm_summary_create(model, &of, &summary);
    if (status == BM_OK)
        status = bm_summary_add(summary, cohort);
    if (status == BM_OK)
        status = bm_summary_save(summary, bytes, sizeof bytes, &size);
    if (status == BM_OK)
        status = bm_summary_load(model, bytes, size, &other);
    if (status == BM_OK) {
        bm_summary_destroy(summary);
        summary = NULL;
        status = bm_summary_create(model, &of, &summary);
    }
    if (status == BM_OK)
        status = bm_summary_merge(summary, other);
    bm_summary_destroy(other);
    bm_summary_destroy(summary);
    bm_cohort_destroy(cohort);
    bm_patient_destroy(profile);
    bm_model_destroy(model);
    return status;
}

static void memory_is_refused(void **state) {
    (void)state;
    assert_true(bm_refuse_in_turn(walk) > 40);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_cut_is_the_whole), cmocka_unit_test(it_says_what_members_show),
        cmocka_unit_test(below_and_ever),       cmocka_unit_test(members_keep_their_numbers),
        cmocka_unit_test(given_women),          cmocka_unit_test(misuse),
        cmocka_unit_test(bytes_from_anywhere),  cmocka_unit_test(memory_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
