/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes as a sequence of calls on one patient: time never goes back, a call that fails changes nothing that is saved,
 * and a clone and a loaded snapshot agree with her at the end. Or on a cohort of hers: a call that fails changes
 * nothing that can be read, and a member who goes on by herself agrees with the cohort.
 */
#include "fuzz/fuzz.h"

#include <math.h>

enum { MOST_MEMBERS = 12 };

/* A number: mostly small and round, at times one that no call takes. */
static double number(struct bm_fuzz_input *in) {
    static const double odd[] = {(double)NAN, (double)INFINITY, -(double)INFINITY, -1.0,
                                 1e300,       5e-324,           BM_NEVER_D,        BM_MAX_TIME_D};
    const unsigned kind = bm_fuzz_next(in), value = bm_fuzz_next(in);
    if (kind < 16)
        return odd[value % (sizeof odd / sizeof *odd)];
    if (kind < 96)
        return value / 8.0;
    if (kind < 160)
        return value / 10.0;
    return value * pow(10.0, (double)(kind % 8) - 5.0);
}

struct canceller {
    int left;
    double last;
};

static int32_t progress(void *user, double time_d, double fraction) {
    struct canceller *c = user;
    CHECK(fraction >= 0.0 && fraction <= 1.0 && (time_d >= c->last || (time_d < 0.0 && fraction == 0.0)));
    c->last = time_d;
    return c->left-- <= 0;
}

static const char *a_name(const bm_model *model, struct bm_fuzz_input *in, uint32_t kind) {
    bm_catalog_entry row;
    const size_t count = bm_catalog_count(model, kind);
    const unsigned which = bm_fuzz_next(in);
    return bm_catalog_row(model, kind, which % (count + 1), &row) == BM_OK ? row.name : "no such name";
}

static bm_status one_call(const bm_model *model, bm_patient *patient, struct bm_fuzz_input *in,
                          struct canceller *canceller) {
    enum { N = 4 };
    double value = 0.0, now_d = 0.0, values[3 * N], times[N];
    size_t which[3];
    bm_prescription rx;
    bm_named_value own;
    CHECK(bm_patient_time(patient, &now_d) == BM_OK);
    const unsigned operation = bm_fuzz_next(in);
    switch (operation % 13) {
    case 0:
    case 1:
        return bm_patient_advance_by(patient, number(in));
    case 2:
        return bm_patient_advance_to(patient, now_d + number(in));
    case 3:
        return bm_patient_set(patient, a_name(model, in, BM_KIND_PARAMETER), number(in));
    case 4:
        return bm_patient_set(patient, a_name(model, in, BM_KIND_INITIAL), number(in));
    case 5:
        return bm_patient_get(patient, a_name(model, in, BM_KIND_INITIAL), &value);
    case 6:
    case 7:
        if (bm_prescription_init(model, a_name(model, in, BM_KIND_AGENT), &rx) != BM_OK)
            return BM_OK;
        rx.start_d = now_d + (operation & 8 ? -1.0 : 1.0) * number(in);
        if (operation & 16)
            rx.dose = number(in);
        if (operation & 32 && rx.every_d > 0.0)
            rx.every_d = number(in);
        if (operation & 64)
            rx.stop_d = rx.start_d + number(in);
        if (operation & 128) {
            rx.adherence = bm_fuzz_next(in) / 250.0;
            own.name = a_name(model, in, BM_KIND_AGENT_PARAMETER);
            own.name = strchr(own.name, '.') ? strchr(own.name, '.') + 1 : own.name;
            own.value = number(in);
            rx.parameters = &own;
            rx.n_parameters = bm_fuzz_next(in) % 2;
        }
        return bm_patient_prescribe(patient, &rx, NULL);
    case 8:
        return bm_patient_stop(patient, bm_fuzz_next(in) % 8, now_d + number(in));
    case 9:
        for (size_t i = 0; i < 3; i++)
            which[i] = bm_fuzz_next(in) % 60;
        for (size_t i = 0; i < N; i++)
            times[i] = (i ? times[i - 1] : now_d) + number(in);
        return bm_patient_sample(patient, times, N, which, 3, values, operation & 16 ? 3 * N : 3 * N - 1);
    case 10:
        return bm_patient_observe(patient, a_name(model, in, BM_KIND_OBSERVABLE), &value);
    case 11:
        return bm_patient_set(patient, a_name(model, in, BM_KIND_COVARIATE), number(in));
    default:
        *canceller = (struct canceller){(int)(bm_fuzz_next(in) % 16), -BM_NEVER_D};
        return bm_patient_set_progress(patient, operation & 16 ? progress : NULL, canceller);
    }
}

/* What a host sees of a cohort. */
struct seen {
    double time_d;
    size_t n_failures;
    uint64_t failed[MOST_MEMBERS];
    bm_cohort_stats stats;
};

static struct seen look(const bm_cohort *cohort) {
    struct seen seen;
    memset(&seen, 0, sizeof seen);
    CHECK(bm_cohort_time(cohort, &seen.time_d) == BM_OK);
    CHECK(bm_cohort_read_stats(cohort, &seen.stats) == BM_OK);
    seen.n_failures = bm_cohort_failure_count(cohort);
    CHECK(seen.n_failures <= MOST_MEMBERS);
    for (size_t i = 0; i < seen.n_failures; i++) {
        bm_status status = BM_OK;
        CHECK(bm_cohort_failure(cohort, i, &seen.failed[i], &status) == BM_OK && status != BM_OK);
        CHECK(i == 0 || seen.failed[i] > seen.failed[i - 1]);
        CHECK(strlen(bm_cohort_failure_text(cohort, i)) > 5);
    }
    return seen;
}

static int32_t cancel(void *user, double time_d, double fraction) {
    struct canceller *c = user;
    CHECK(time_d >= 0.0 && fraction >= 0.0 && fraction <= 1.0);
    return c->left-- <= 0;
}

static bm_status one_cohort_call(const bm_model *model, bm_cohort *cohort, struct bm_fuzz_input *in,
                                 struct canceller *canceller) {
    enum { N = 3, N_READ = 2, N_PERCENTILES = 2, WIDTH = BM_SUMMARY_PERCENTILES + N_PERCENTILES };
    double now_d = 0.0, times[N], values[MOST_MEMBERS * N * N_READ], percentiles[N_PERCENTILES], thresholds[N_READ];
    size_t which[N_READ];
    bm_patient *member = NULL;
    bm_status status;
    CHECK(bm_cohort_time(cohort, &now_d) == BM_OK);
    const unsigned operation = bm_fuzz_next(in);
    switch (operation % 8) {
    case 0:
    case 1: {
        const char *name = a_name(model, in, BM_KIND_COVARIATE);
        const double sd = number(in), minimum = operation & 16 ? number(in) : (double)NAN;
        return bm_cohort_vary(cohort, name, sd, minimum, operation & 32 ? number(in) : (double)NAN);
    }
    case 2: {
        const char *name = a_name(model, in, BM_KIND_COVARIATE), *other = a_name(model, in, BM_KIND_COVARIATE);
        return bm_cohort_correlate(cohort, name, other, bm_fuzz_next(in) / 100.0 - 1.28);
    }
    case 3:
        return bm_cohort_advance_to(cohort, now_d + number(in));
    case 4:
        *canceller = (struct canceller){(int)(bm_fuzz_next(in) % 16), 0.0};
        return bm_cohort_set_progress(cohort, operation & 16 ? cancel : NULL, canceller);
    case 5:
        status = bm_cohort_member(cohort, bm_fuzz_next(in) % (MOST_MEMBERS + 1), &member);
        CHECK((status == BM_OK) == (member != NULL));
        if (member)
            bm_fuzz_check_status(member, bm_patient_advance_by(member, 1.0));
        bm_patient_destroy(member);
        return status;
    default:
        for (size_t i = 0; i < N_READ; i++) {
            which[i] = bm_fuzz_next(in) % 150;
            thresholds[i] = number(in);
        }
        for (size_t i = 0; i < N; i++)
            times[i] = (i ? times[i - 1] : now_d) + number(in);
        for (size_t i = 0; i < N_PERCENTILES; i++)
            percentiles[i] = number(in);
        memset(values, 0, sizeof values);
        if (operation % 8 == 6)
            return bm_cohort_sample(cohort, times, N, which, N_READ, values, MOST_MEMBERS * N * N_READ);
        const size_t n_percentiles = operation & 16 ? N_PERCENTILES : 0;
        status = bm_cohort_summarise(cohort, times, N, which, N_READ, percentiles, n_percentiles,
                                     operation & 32 ? thresholds : NULL, values, N * N_READ * WIDTH);
        if (status == BM_OK) /* they become fewer */
            CHECK(values[BM_SUMMARY_N] >= values[(N - 1) * N_READ * (BM_SUMMARY_PERCENTILES + n_percentiles)]);
        return status;
    }
}

/* The covariates and prescriptions of the profile, a cohort, calls on it, and a member of it. */
static void a_cohort(const bm_model *model, bm_patient *profile, struct bm_fuzz_input *in) {
    bm_cohort *cohort = NULL;
    bm_cohort_options options;
    struct canceller canceller = {0, 0.0};
    for (unsigned n = bm_fuzz_next(in) % 6; n > 0; n--) {
        const unsigned operation = bm_fuzz_next(in);
        bm_prescription rx;
        if (operation % 4 == 0) {
            bm_patient_set(profile, a_name(model, in, BM_KIND_PARAMETER), number(in));
        } else if (operation % 4 == 1) {
            bm_patient_set(profile, a_name(model, in, BM_KIND_COVARIATE), number(in));
        } else if (bm_prescription_init(model, a_name(model, in, BM_KIND_AGENT), &rx) == BM_OK) {
            rx.start_d = operation & 8 ? -number(in) : number(in);
            rx.dose = operation & 16 ? number(in) : rx.dose;
            bm_patient_prescribe(profile, &rx, NULL);
        }
    }
    bm_cohort_options_init(&options);
    options.size = bm_fuzz_next(in) % (MOST_MEMBERS + 1);
    options.threads = 1 + bm_fuzz_next(in) % 2;
    options.lanes = 1u << bm_fuzz_next(in) % 4;
    options.seed = bm_fuzz_next(in);
    options.variability = bm_fuzz_next(in) / 80.0;
    options.measurement_error = bm_fuzz_next(in) % 3;
    options.parameter_draw = bm_fuzz_next(in) % 3;
    const bm_status created = bm_cohort_create(profile, &options, &cohort);
    CHECK(created == (options.size == 0 || options.variability > 3.0 ? BM_ERANGE : BM_OK));
    if (created != BM_OK)
        return;
    while (in->size > 0) {
        const struct seen before = look(cohort);
        const bm_status status = one_cohort_call(model, cohort, in, &canceller);
        const struct seen after = look(cohort);
        CHECK(strcmp(bm_status_name(status), "BM_EUNKNOWN") != 0);
        if (status != BM_OK) {
            CHECK(memcmp(&before, &after, sizeof after) == 0);
            CHECK(strlen(bm_cohort_last_error(cohort)) > 5 && !strchr(bm_cohort_last_error(cohort), '\n'));
        }
        CHECK(after.time_d >= before.time_d && after.n_failures >= before.n_failures);
    }

    bm_patient *member = NULL;
    const struct seen last = look(cohort);
    const size_t bone = 3;
    double end_d = last.time_d + 2.0, alone = 0.0, values[MOST_MEMBERS];
    CHECK(bm_cohort_set_progress(cohort, NULL, NULL) == BM_OK);
    if (bm_cohort_member(cohort, 0, &member) == BM_OK && end_d <= BM_MAX_TIME_D && options.measurement_error == 0.0) {
        CHECK(bm_cohort_sample(cohort, &end_d, 1, &bone, 1, values, MOST_MEMBERS) == BM_OK);
        const bm_status status = bm_patient_sample(member, &end_d, 1, &bone, 1, &alone, 1);
        CHECK(status == BM_OK ? alone == values[0] : isnan(values[0]));
    }
    bm_patient_destroy(member);
    bm_cohort_destroy(cohort);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static bm_model *models[3];
    static uint8_t before[BM_FUZZ_MAX_SNAPSHOT], after[BM_FUZZ_MAX_SNAPSHOT];
    if (!models[0]) {
        models[0] = bm_fuzz_model("core");
        models[1] = models[2] = bm_fuzz_model("full");
    }
    struct bm_fuzz_input in = {data, size < 200 ? size : 200};
    const unsigned which = bm_fuzz_next(&in) % 3;
    const bm_model *model = models[which];
    bm_patient *patient = NULL, *clone = NULL, *loaded = NULL;
    bm_patient_options options;
    bm_patient_options_init(&options);
    options.rtol = 1e-3;
    options.max_steps = 1 + (which == 2 ? 2 : 8) * bm_fuzz_next(&in);
    CHECK(bm_patient_create(model, &options, &patient) == BM_OK);
    if (which == 2) {
        a_cohort(model, patient, &in);
        bm_patient_destroy(patient);
        return 0;
    }

    struct canceller canceller = {0, 0.0};
    double time_d = 0.0;
    while (in.size > 0) {
        const size_t size_before = bm_fuzz_save(patient, before);
        canceller.last = -BM_NEVER_D;
        const bm_status status = one_call(model, patient, &in, &canceller);
        bm_fuzz_check_status(patient, status);
        double now_d = -1.0;
        CHECK(bm_patient_time(patient, &now_d) == BM_OK && now_d >= time_d);
        if (status != BM_OK && size_before > 0) {
            const size_t size_after = bm_fuzz_save(patient, after); /* 0: cancelled in her history */
            CHECK(size_after == 0 || (size_after == size_before && memcmp(before, after, size_before) == 0));
        }
        time_d = now_d;
    }

    CHECK(bm_patient_set_progress(patient, NULL, NULL) == BM_OK);
    CHECK(bm_patient_clone(patient, &clone) == BM_OK);
    const size_t size_before = bm_fuzz_save(patient, before);
    if (size_before > 0) {
        CHECK(bm_patient_load(model, before, size_before, &loaded) == BM_OK);
        const bm_status status = bm_patient_advance_by(clone, 2.0);
        CHECK(bm_patient_advance_by(loaded, 2.0) == status);
        const size_t size_after = bm_fuzz_save(clone, after);
        CHECK(bm_fuzz_save(loaded, before) == size_after && memcmp(before, after, size_after) == 0);
    }
    bm_patient_destroy(patient);
    bm_patient_destroy(clone);
    bm_patient_destroy(loaded);
    return 0;
}

size_t bm_fuzz_begin(uint8_t *data, size_t capacity, uint64_t seed) {
    return bm_fuzz_random_bytes(data, capacity, seed);
}
