/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A thousand different women through five years of denosumab: the cohort against CVODE, which takes them one after the
 * other, against the library's own single path, and on two threads against one.
 */
#include "bench.h"

#include "api/handles.h"

#include <stdio.h>
#include <stdlib.h>

enum { JUDGED = 8, TRIED = 24, N_TIMES = 6, N_READ = 3, REPEATS = 3 };
static const double ALLOWED_ERROR = 1e-4, REFERENCE = 1e-10;

static const struct cvode_options candidates[] = {
    {.name = "CVODE KLU", .klu = 1, .own_system = 1},
    {.name = "CVODE KLU, order <= 4", .klu = 1, .own_system = 1, .max_order = 4},
    {.name = "CVODE KLU, order <= 4, first steps remembered",
     .klu = 1,
     .own_system = 1,
     .max_order = 4,
     .remember_step = 1},
    {.name = "CVODE KLU, tuned", CVODE_TUNED},
};

static struct run run, reference;

/* The profile of the scenario, at a tolerance. */
static bm_cohort *open_cohort(const struct scenario *s, const bm_model *model, double rtol, uint64_t size,
                              uint32_t lanes, uint32_t threads) {
    bm_cohort_options options;
    bm_cohort *cohort = NULL;
    bm_patient *profile = scenario_patient(s, model, rtol);
    bm_cohort_options_init(&options);
    options.size = size;
    options.lanes = lanes;
    options.threads = threads;
    MUST(bm_cohort_create(profile, &options, &cohort));
    MUST(bm_cohort_vary(cohort, "age_years", 8.0, 45.0, 85.0));
    MUST(bm_cohort_vary(cohort, "weight_kg", 12.0, 40.0, 120.0));
    MUST(bm_cohort_vary(cohort, "t_score.lumbar_spine", 1.0, -4.0, 2.5));
    bm_patient_destroy(profile);
    return cohort;
}

/* The time of a cohort: the least of a few runs, of the processor or, with several threads, on the wall;
 * infinity if a member failed. */
static double time_cohort(const struct scenario *s, const bm_model *model, double rtol, uint64_t size, uint32_t lanes,
                          uint32_t threads, int on_wall, bm_cohort_stats *stats) {
    static const char *const names[N_READ] = {"bmd_change.lumbar_spine", "bmd_change.total_hip", "marker.s_ctx"};
    size_t observables[N_READ];
    double times_d[N_TIMES], summary[N_TIMES * N_READ * BM_SUMMARY_PERCENTILES], least = (double)INFINITY;
    for (int i = 0; i < N_READ; i++)
        MUST(bm_catalog_find(model, BM_KIND_OBSERVABLE, names[i], &observables[i]));
    for (int i = 0; i < N_TIMES; i++)
        times_d[i] = 365.25 * i;
    int failed = 0;
    for (int i = 0; i < REPEATS && !failed; i++) {
        bm_cohort *cohort = open_cohort(s, model, rtol, size, lanes, threads);
        const double cpu = cpu_ms(), wall = wall_ms();
        MUST(bm_cohort_summarise(cohort, times_d, N_TIMES, observables, N_READ, NULL, 0, NULL, summary,
                                 BM__COUNT(summary)));
        least = fmin(least, on_wall ? wall_ms() - wall : cpu_ms() - cpu);
        failed = bm_cohort_failure_count(cohort) > 0;
        stats->struct_size = (uint32_t)sizeof *stats;
        MUST(bm_cohort_read_stats(cohort, stats));
        bm_cohort_destroy(cohort);
    }
    return failed ? (double)INFINITY : least;
}

/* The scenario of one member. */
static void become(struct scenario *s, bm_cohort *cohort, uint64_t number) {
    double value;
    bm_patient_destroy(s->reader);
    MUST(bm_cohort_member(cohort, number, &s->reader));
    MUST(bm_patient_observe_index(s->reader, 0, &value));
    scenario_take_over(s);
}

static double error_now(const struct scenario *s) {
    double worst = 0.0;
    for (uint32_t j = 0; j < s->n_columns; j++) {
        double largest = 0.0;
        for (uint32_t i = 0; i < s->n_samples; i++)
            largest = fmax(largest, fabs(reference.samples[i][j]));
        for (uint32_t i = 0; i < s->n_samples && largest > 0.0; i++)
            worst = fmax(worst, fabs(run.samples[i][j] - reference.samples[i][j]) / largest);
    }
    return worst;
}

/* The member whom the scenario's reader is, by the library alone, which takes the steps of the lanes. */
static void by_library(const struct scenario *s, double rtol, struct run *to) {
    bm_patient *patient = NULL;
    size_t observables[BM__MAX_STATES];
    double times_d[BENCH_MAX_SAMPLES];
    double *values = calloc((size_t)s->n_samples * s->n_columns, sizeof *values);
    if (!values)
        die("no memory");
    for (uint32_t j = 0; j < s->n_columns; j++)
        MUST(bm_catalog_find(s->reader->model, BM_KIND_OBSERVABLE, s->column_name[j], &observables[j]));
    for (uint32_t i = 0; i < s->n_samples; i++)
        times_d[i] = s->time_h[i] / 24.0;
    MUST(bm_patient_clone(s->reader, &patient));
    patient->sim.rtol = rtol;
    patient->sim.prepared = 0;
    to->failed = bm_patient_sample(patient, times_d, s->n_samples, observables, s->n_columns, values,
                                   (size_t)s->n_samples * s->n_columns) != BM_OK;
    for (uint32_t i = 0; i < s->n_samples; i++)
        memcpy(to->samples[i], values + (size_t)i * s->n_columns, s->n_columns * sizeof *values);
    bm_patient_destroy(patient);
    free(values);
}

/* The error of a way (NULL: the library) at a tolerance, over the women who are judged. */
static double error_at(struct scenario *s, bm_cohort *women, const struct cvode_options *options, double tolerance) {
    double worst = 0.0;
    for (uint64_t i = 0; i < JUDGED; i++) {
        become(s, women, i);
        by_library(s, REFERENCE, &reference);
        if (options) {
            struct method cvode = cvode_method(s, options);
            cvode.run(cvode.self, tolerance, &run);
            cvode_method_end(&cvode);
        } else {
            by_library(s, tolerance, &run);
        }
        if (reference.failed || run.failed)
            return (double)INFINITY;
        worst = fmax(worst, error_now(s));
    }
    return worst;
}

/* The loosest tolerance that, like the two next tighter ones, keeps the error below what is allowed; or 0. */
static double find_tolerance(struct scenario *s, bm_cohort *women, const struct cvode_options *options) {
    enum { PER_DECADE = 4, IN_A_ROW = 3 };
    int passed = 0;
    for (int place = options ? 18 : 12; place <= 32; place++) {
        passed = error_at(s, women, options, pow(10.0, -(double)place / PER_DECADE)) < ALLOWED_ERROR ? passed + 1 : 0;
        if (passed == IN_A_ROW)
            return pow(10.0, -(double)(place - IN_A_ROW + 1) / PER_DECADE);
    }
    return 0.0;
}

/* Reads the women densely, to judge errors, or once a year, to take the time. */
static void read_every(struct scenario *s, double days, uint32_t n) {
    s->n_samples = n;
    for (uint32_t i = 0; i < n; i++)
        s->time_h[i] = 24.0 * days * i;
}
static void read_densely(struct scenario *s) {
    read_every(s, 28.0, 66);
}
static void read_yearly(struct scenario *s) {
    read_every(s, 365.25, N_TIMES);
}

/* CVODE's time for the first n women, one after the other; at the times that the cohort is read at. */
static double time_cvode(struct scenario *s, bm_cohort *women, const struct cvode_options *options, double tolerance,
                         uint64_t n) {
    double ms = 0.0;
    for (uint64_t i = 0; i < n; i++) {
        become(s, women, i);
        struct method cvode = cvode_method(s, options);
        cvode.run(cvode.self, tolerance, &run);
        cvode_method_end(&cvode);
        ms += run.ms;
    }
    return ms;
}

void compare_cohort(struct scenario *s, int quick) {
    bm_cohort_stats stats, alone;
    const uint64_t size = quick ? 200 : 1000;
    bm_patient *first = s->reader; /* keeps the model that names the columns */
    const bm_model *model = first->model;
    s->reader = NULL;
    bm_cohort *women = open_cohort(s, model, REFERENCE, size, 1, 1);
    printf("%s: denosumab 60 mg every 182.625 days, ten doses, five years, %lu different women\n", s->name,
           (unsigned long)size);
    const double rtol = find_tolerance(s, women, NULL);
    if (rtol <= 0.0)
        die("%s: no tolerance keeps the library's error below %g", s->name, ALLOWED_ERROR);

    /* the best candidate by a few women, then all of them */
    double best_ms = (double)INFINITY, best_tolerance = 0.0;
    const struct cvode_options *best = NULL;
    for (uint32_t k = 0; k < BM__COUNT(candidates); k++) {
        read_densely(s);
        const double tolerance = find_tolerance(s, women, &candidates[k]);
        read_yearly(s);
        const double ms = tolerance > 0.0 ? time_cvode(s, women, &candidates[k], tolerance, TRIED) : (double)INFINITY;
        printf("%-46s tolerance %8.2e  %7.2f ms a woman\n", candidates[k].name, tolerance, ms / TRIED);
        if (ms < best_ms) {
            best_ms = ms;
            best_tolerance = tolerance;
            best = &candidates[k];
        }
    }
    if (!best)
        die("%s: no tolerance keeps CVODE's error below %g", s->name, ALLOWED_ERROR);
    const double lanes_ms = time_cohort(s, model, rtol, size, 0, 1, 0, &stats);
    const double cvode_ms = time_cvode(s, women, best, best_tolerance, size);
    const double alone_ms = time_cohort(s, model, rtol, size, 1, 1, 0, &alone);
    const double one_ms = time_cohort(s, model, rtol, 2 * size, 0, 1, 1, &stats);
    const double two_ms = time_cohort(s, model, rtol, 2 * size, 0, 2, 1, &stats);
    if (!isfinite(lanes_ms + alone_ms + one_ms + two_ms))
        die("%s: a member failed", s->name);
    printf("%-46s tolerance %8.2e  %7.3f ms a woman, %.0f steps\n", "bonemodel alone", rtol, alone_ms / (double)size,
           (double)alone.steps / (double)size);
    printf("bonemodel in %u lanes %24s tolerance %8.2e  %7.3f ms a woman, %lu bytes each while waiting\n", stats.lanes,
           "", rtol, lanes_ms / (double)size, (unsigned long)stats.bytes_per_member);
    printf(
        "%lu women: CVODE %.1f ms, bonemodel alone %.1f ms, in lanes %.1f ms; twice as many: one thread %.1f ms, two "
        "%.1f ms\n\n",
        (unsigned long)size, cvode_ms, alone_ms, lanes_ms, one_ms, two_ms);
    printf("ratio cohort_1000_vs_cvode %.1f\nratio lanes_vs_single %.1f\nratio threads_2_vs_1 %.2f\n",
           cvode_ms / lanes_ms, alone_ms / lanes_ms, one_ms / two_ms);
    bm_cohort_destroy(women);
    bm_patient_destroy(first);
}

void print_cohort_curves(struct scenario *s, int quick) {
    const uint64_t size = quick ? 16 : 200;
    const struct cvode_options *tuned = &candidates[BM__COUNT(candidates) - 1];
    bm_patient *first = s->reader;
    s->reader = NULL;
    bm_cohort *women = open_cohort(s, first->model, REFERENCE, JUDGED, 1, 1);
    for (int place = CURVE_FIRST; place <= CURVE_LAST; place++) {
        const double tolerance = curve_tolerance(place);
        bm_cohort_stats stats;
        const double ms = time_cohort(s, first->model, tolerance, size, 0, 1, 0, &stats);
        read_densely(s);
        curve_row(s->name, curve_pair(tolerance), tolerance, error_at(s, women, NULL, tolerance),
                  (double)stats.steps / (double)size, ms / (double)size);
    }
    for (int place = CURVE_FIRST; place <= CURVE_LAST; place++) {
        const double tolerance = curve_tolerance(place);
        read_densely(s);
        const double error = error_at(s, women, tuned, tolerance);
        read_yearly(s);
        if (isfinite(error)) {
            const double ms = time_cvode(s, women, tuned, tolerance, JUDGED);
            curve_row(s->name, "CVODE tuned", tolerance, error, (double)run.steps, ms / JUDGED);
        }
    }
    bm_cohort_destroy(women);
    bm_patient_destroy(first);
}
