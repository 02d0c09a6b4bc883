/* SPDX-License-Identifier: Apache-2.0 */
/* What docs/embedding.md shows. Runs as a test; its output is shown there too. */
#include <bonemodel/bonemodel.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* Ends the program when what a page says does not hold. */
static void must(int holds, const char *what) {
    if (!holds) {
        fprintf(stderr, "embedding: %s does not hold\n", what);
        exit(EXIT_FAILURE);
    }
}
#define MUST(condition) must((condition), #condition)

static void errors(const bm_model *model) {
    puts("[errors output]");
    /* [errors] */
    bm_patient *patient = NULL;
    bm_status status = bm_patient_create(model, NULL, &patient);
    if (status == BM_OK)
        status = bm_patient_set(patient, "age_years", 161.0); /* 61 was meant */
    if (status != BM_OK)
        printf("%s (%d), %s\n%s\n", bm_status_name(status), (int)status, bm_status_text(status),
               bm_patient_last_error(patient));
    /* [errors] */
    puts("[errors output]");
    MUST(status == BM_ERANGE);

    puts("[unchanged output]");
    /* [unchanged] */
    double value = 42.0; /* a call that fails leaves its output alone */
    status = bm_patient_observe(patient, "t_score.hip", &value);
    printf("%s: %s; value is still %g\n", bm_status_name(status), bm_patient_last_error(patient), value);
    /* [unchanged] */
    puts("[unchanged output]");
    MUST(status == BM_ENOTFOUND && value == 42.0);
    bm_patient_destroy(patient);
}

static void warnings(const bm_model *model) {
    bm_patient *patient = NULL;
    MUST(bm_patient_create(model, NULL, &patient) == BM_OK);
    puts("[warnings output]");
    /* [warnings] */
    bm_prescription letrozole;
    bm_status status = bm_patient_set(patient, "age_years", 34.0); /* younger than the women of the trials */
    if (status == BM_OK)
        status = bm_prescription_init(model, "letrozole", &letrozole);
    letrozole.dose = 25.0; /* legal, and ten times the label dose */
    if (status == BM_OK)
        status = bm_patient_prescribe(patient, &letrozole, NULL);

    for (size_t i = 0; i < bm_patient_warning_count(patient); i++)
        printf("warning: %s\n", bm_patient_warning(patient, i));
    bm_patient_clear_warnings(patient);

    size_t n_reasons = 0;
    if (status == BM_OK)
        status = bm_patient_applicability(patient, &n_reasons);
    for (size_t i = 0; i < n_reasons; i++)
        printf("outside the domain: %s\n", bm_patient_applicability_reason(patient, i));
    /* [warnings] */
    puts("[warnings output]");
    MUST(status == BM_OK && n_reasons == 2);
    bm_patient_destroy(patient);
}

/* [thread] */
/* One patient per thread; the model is shared. */
struct job {
    const bm_model *model;
    double dose_mg, spine;
    bm_status status;
};

static void *simulate(void *argument) {
    struct job *job = argument;
    bm_patient *patient = NULL;
    bm_prescription denosumab;
    job->status = bm_patient_create(job->model, NULL, &patient);
    if (job->status == BM_OK)
        job->status = bm_prescription_init(job->model, "denosumab", &denosumab);
    if (job->status == BM_OK) {
        denosumab.dose = job->dose_mg;
        job->status = bm_patient_prescribe(patient, &denosumab, NULL);
    }
    if (job->status == BM_OK)
        job->status = bm_patient_advance_by(patient, 2 * 365.25);
    if (job->status == BM_OK)
        job->status = bm_patient_observe(patient, "bmd_change.lumbar_spine", &job->spine);
    bm_patient_destroy(patient);
    return NULL;
}
/* [thread] */

static void threads(const bm_model *model) {
    enum { N = 4 };
    struct job jobs[N];
    pthread_t thread[N];
    for (int i = 0; i < N; i++) {
        jobs[i] = (struct job){.model = model, .dose_mg = 15.0 * (i + 1)};
        MUST(pthread_create(&thread[i], NULL, simulate, &jobs[i]) == 0);
    }
    puts("[thread output]");
    puts("dose [mg]  spine density after two years [change, %]");
    for (int i = 0; i < N; i++) {
        MUST(pthread_join(thread[i], NULL) == 0);
        MUST(jobs[i].status == BM_OK);
        printf("%9.0f  %+45.2f\n", jobs[i].dose_mg, jobs[i].spine);
    }
    puts("[thread output]");
}

/* [allocator] */
/* Counts what the library holds. Called from any thread that uses a handle: a shared count would need a lock. */
struct ledger {
    size_t blocks;
};

static void *ledger_allocate(void *user, size_t size) {
    void *block = malloc(size);
    if (block != NULL)
        ((struct ledger *)user)->blocks++;
    return block;
}

static void ledger_release(void *user, void *block) {
    ((struct ledger *)user)->blocks--;
    free(block);
}

static bm_status create_with_ledger(struct ledger *ledger, bm_model **model) {
    const bm_allocator allocator = {
        .struct_size = sizeof allocator,
        .user = ledger,
        .allocate = ledger_allocate,
        .release = ledger_release,
    };
    bm_model_options options;
    bm_model_options_init(&options);
    options.allocator = &allocator; /* the struct is copied: it may live on the stack; `ledger` must live on */
    return bm_model_create(&options, model);
}
/* [allocator] */

static void allocator(void) {
    struct ledger ledger = {0};
    bm_model *model = NULL;
    bm_patient *patient = NULL;
    bm_prescription denosumab;
    MUST(create_with_ledger(&ledger, &model) == BM_OK);
    MUST(bm_patient_create(model, NULL, &patient) == BM_OK);
    MUST(bm_prescription_init(model, "denosumab", &denosumab) == BM_OK);
    MUST(bm_patient_prescribe(patient, &denosumab, NULL) == BM_OK);
    const size_t blocks = ledger.blocks;
    MUST(bm_patient_advance_by(patient, 365.25) == BM_OK);
    MUST(blocks > 0 && ledger.blocks == blocks);
    bm_model_destroy(model); /* the patient keeps it alive */
    MUST(bm_patient_advance_by(patient, 365.25) == BM_OK);
    bm_patient_destroy(patient);
    MUST(ledger.blocks == 0);
}

/* [progress] */
struct deadline {
    clock_t until;
    double last_fraction;
};

static int32_t report(void *user, double time_d, double fraction) {
    struct deadline *deadline = user;
    (void)time_d; /* the day reached */
    deadline->last_fraction = fraction;
    return clock() > deadline->until; /* anything but 0 cancels */
}
/* [progress] */

/* The core alone gives every daily dose as a dose, and has its thresholds. */
static bm_model *create_core(void) {
    bm_model_options options;
    bm_model *model = NULL;
    /* [core] */
    bm_model_options_init(&options);
    options.name = "core";
    bm_status status = bm_model_create(&options, &model);
    /* [core] */
    MUST(status == BM_OK);
    return model;
}

static void progress(const bm_model *model) {
    bm_patient *patient = NULL;
    bm_prescription teriparatide;
    double day = 0.0;
    MUST(bm_patient_create(model, NULL, &patient) == BM_OK);
    MUST(bm_prescription_init(model, "teriparatide", &teriparatide) == BM_OK);
    MUST(bm_patient_prescribe(patient, &teriparatide, NULL) == BM_OK);
    MUST(bm_patient_advance_to(patient, 30.0) == BM_OK);
    puts("[cancel output]");
    /* [cancel] */
    struct deadline deadline = {.until = clock() + CLOCKS_PER_SEC / 100}; /* 10 ms for a hundred years of daily doses */
    bm_status status = bm_patient_set_progress(patient, report, &deadline);
    if (status == BM_OK)
        status = bm_patient_advance_to(patient, BM_MAX_TIME_D);
    if (status == BM_ECANCELLED && bm_patient_time(patient, &day) == BM_OK)
        printf("%s: the patient is at day %g, as before the call\n", bm_status_name(status), day);
    /* [cancel] */
    puts("[cancel output]");
    MUST(status == BM_ECANCELLED && day == 30.0 && deadline.last_fraction > 0.0);
    bm_patient_destroy(patient);
}

static void history(const bm_model *model) {
    bm_patient *patient = NULL;
    puts("[person output]");
    /* [person] */
    bm_prescription tamoxifen, letrozole;
    double spine = 0.0, hip = 0.0, estradiol = 0.0;
    bm_status status = bm_patient_create(model, NULL, &patient);
    if (status == BM_OK)
        status = bm_patient_set(patient, "age_years", 58.0);
    if (status == BM_OK)
        status = bm_patient_set(patient, "years_since_menopause", 6.0);
    if (status == BM_OK)
        status = bm_patient_set(patient, "t_score.total_hip", -1.4); /* measured on day 0; the spine was not */
    if (status == BM_OK)
        status = bm_prescription_init(model, "tamoxifen", &tamoxifen);
    tamoxifen.start_d = -730.5; /* two years ago ... */
    tamoxifen.stop_d = 0.0;     /* ... until now */
    if (status == BM_OK)
        status = bm_patient_prescribe(patient, &tamoxifen, NULL);
    if (status == BM_OK)
        status = bm_prescription_init(model, "letrozole", &letrozole);
    if (status == BM_OK)
        status = bm_patient_prescribe(patient, &letrozole, NULL);
    if (status == BM_OK)
        status = bm_patient_observe(patient, "t_score.total_hip", &hip); /* as measured */
    if (status == BM_OK)
        status = bm_patient_observe(patient, "t_score.lumbar_spine", &spine); /* expected */
    if (status == BM_OK)
        status = bm_patient_observe(patient, "serum.estradiol", &estradiol);
    /* [person] */
    MUST(status == BM_OK && hip > -1.4 - 1e-9 && hip < -1.4 + 1e-9 && bm_patient_warning_count(patient) == 0);
    printf("day 0: total hip T %.2f, lumbar spine T %.2f, estradiol %.1f pg/mL\n", hip, spine, estradiol);
    puts("[person output]");
    bm_patient_destroy(patient);
}

static void names(const bm_model *model) {
    puts("[names output]");
    /* [names] */
    for (size_t i = 0; i < bm_catalog_count(model, BM_KIND_AGENT); i++) {
        bm_catalog_entry agent;
        if (bm_catalog_row(model, BM_KIND_AGENT, i, &agent) == BM_OK)
            printf("%-22s %g to %g %s, label %g %s %s\n", agent.name, agent.minimum, agent.maximum, agent.unit,
                   agent.default_value, agent.unit, agent.flags & BM_FLAG_CONTINUOUS ? "without a break" : "a dose");
    }
    /* [names] */
    puts("[names output]");
}

static void tolerance(const bm_model *model) {
    puts("[tolerance output]");
    puts("             rtol  steps  rejected  crossings  osteoclasts [% of day 0]");
    const double rtols[] = {1e-2, 1e-3, 1e-4, 1e-6, 1e-8, 1e-10};
    const size_t n = sizeof rtols / sizeof *rtols;
    double last = 0.0, at_default = 0.0;
    for (size_t i = 0; i <= n; i++) {
        bm_patient *patient = NULL;
        bm_prescription denosumab;
        /* [tolerance] */
        bm_patient_options options;
        bm_patient_options_init(&options);
        if (i > 0) /* otherwise the default stays */
            options.rtol = rtols[i - 1];
        bm_status status = bm_patient_create(model, &options, &patient);
        /* [tolerance] */
        MUST(status == BM_OK);
        MUST(bm_prescription_init(model, "denosumab", &denosumab) == BM_OK);
        denosumab.every_d = 182.5;
        denosumab.doses = 6;
        MUST(bm_patient_prescribe(patient, &denosumab, NULL) == BM_OK);
        MUST(bm_patient_advance_to(patient, 5 * 365.0) == BM_OK);
        /* [stats] */
        bm_patient_stats stats;
        status = bm_patient_read_stats(patient, &stats);
        /* [stats] */
        MUST(status == BM_OK && bm_patient_observe(patient, "cells.osteoclasts", &last) == BM_OK);
        if (i == 0)
            at_default = last;
        printf("%9s%8.0e  %5lu  %8lu  %9lu  %24.8f\n", i == 0 ? "default: " : "", options.rtol,
               (unsigned long)stats.steps, (unsigned long)stats.rejected_steps, (unsigned long)stats.threshold_events,
               100 * last);
        bm_patient_destroy(patient);
    }
    puts("[tolerance output]");
    MUST(at_default > last - 1e-4 && at_default < last + 1e-4);
}

int main(void) {
    bm_model *model = NULL;
    MUST(bm_model_create(NULL, &model) == BM_OK);
    errors(model);
    warnings(model);
    threads(model);
    allocator();
    history(model);
    names(model);
    bm_model_destroy(model);
    model = create_core();
    progress(model);
    tolerance(model);
    bm_model_destroy(model);
    return EXIT_SUCCESS;
}
