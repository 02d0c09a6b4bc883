/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The identity of a calibration. Each row of each table is hashed by its kind, its name and its numbers, and the hashes
 * are added up, so that the order of rows does not matter. The core counts only what is its own.
 */
#include "cohort/identity.h"

#include <stdio.h>

#include "agents/loading_programmes.h"
#include "base/hash.h"
#include "cohort/generated/between_studies.h"
#include "cohort/population.h"

static uint64_t row_hash(const char *kind, const char *name, const double *numbers, size_t n) {
    uint64_t hash = bm__hash_text(bm__hash_text(BM__HASH_BEGIN, kind), name);
    for (size_t i = 0; i < n; i++)
        hash = bm__hash_double(hash, numbers[i]);
    return hash;
}

#define ROW(kind, name, ...)                                                                                           \
    row_hash((kind), (name), (const double[]){__VA_ARGS__}, BM__COUNT(((const double[]){__VA_ARGS__})))

static uint64_t parameters(uint32_t full) {
    const uint32_t n = full ? bm__n_parameters() : BM__N_CORE_ROWS;
    uint64_t sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct bm__value_row *row = bm__parameter_row(i); /* draws are held within the range */
        sum += ROW("parameter", row->name, row->value, row->minimum, row->maximum);
    }
    for (uint32_t i = 0; i < BM__N_STATES; i++)
        sum += ROW("initial value", bm__state_row(i)->name, bm__state_row(i)->value);
    return sum;
}

static uint64_t agents(uint32_t model) {
    uint64_t sum = 0;
    for (uint32_t a = 0; a < BM__N_AGENTS; a++) {
        const struct bm__agent *agent = bm__agents[a];
        if (!(agent->models & model))
            continue;
        sum += ROW("agent", agent->name, agent->dose_minimum, agent->dose_maximum, agent->dose_label,
                   agent->every_label_d, agent->usual_minimum, agent->usual_maximum, agent->averaged_within_d);
        for (uint32_t i = 0; i < agent->n_options; i++)
            sum += ROW("option", agent->options[i].name, agent->options[i].value);
    }
    return sum;
}

static uint64_t exercises(void) {
    uint64_t sum = 0;
    for (uint32_t i = 0; i < BM__N_EXERCISES; i++) {
        const struct bm__exercise *exercise = &bm__exercises[i];
        sum += row_hash("peak", exercise->name, exercise->peak, BM__N_SITES);
        sum += row_hash("exercise", exercise->name, exercise->values, BM__N_EXERCISE_VALUES);
    }
    return sum;
}

/* What is assumed of her when it is not given. */
static uint64_t covariates(void) {
    static const struct {
        const char *name;
        double value;
    } rows[] = {
#define BM__ROW(id, name, value, ...) {name, value},
        BM__COVARIATES(BM__ROW)
#undef BM__ROW
    };
    uint64_t sum = 0;
    for (uint32_t i = 0; i < BM__N_COVARIATES; i++)
        sum += ROW("covariate", rows[i].name, rows[i].value);
    return sum;
}

/* The references of densitometry: what they give at the points of their tables. */
static uint64_t references(void) {
    static const char *const sites[] = {
#define BM__ROW(symbol, name) #name,
        BM__SITES(BM__ROW)
#undef BM__ROW
    };
    uint64_t sum = ROW("reference", "correlation", BM__SITE_CORRELATION);
    for (int i = 0; i < BM__N_SITES; i++) {
        const enum bm__site site = (enum bm__site)i;
        sum += ROW("T-score", sites[i], bm__bmd_of_t_score(site, 0.0), bm__bmd_of_t_score(site, 1.0));
        sum += ROW("age", sites[i], bm__bmd_of_age(site, 25.0), bm__bmd_of_age(site, 35.0), bm__bmd_of_age(site, 45.0),
                   bm__bmd_of_age(site, 55.0), bm__bmd_of_age(site, 65.0), bm__bmd_of_age(site, 75.0),
                   bm__bmd_of_age(site, 85.0));
    }
    return sum;
}

/* How women and studies differ, what measurements err by, and how sure the fitted parameters are. */
static uint64_t spread(void) {
    uint64_t sum = 0;
    for (uint32_t i = 0; i < bm__n_variability; i++)
        sum += ROW(bm__variability[i].factor, bm__variability[i].parameter, bm__variability[i].log_sd);
    for (uint32_t i = 0; i < bm__n_measurements; i++)
        sum += ROW("error", bm__measurements[i].observable, bm__measurements[i].cv,
                   bm__measurement_error(&bm__measurements[i], BM__DAYS_PER_YEAR));
    for (uint32_t i = 0; i < BM__N_SITES; i++)
        sum += ROW("walk", bm__walk_rows[i].name, bm__walk_rows[i].sd);
    sum += ROW("study", "correlations", BM__STUDY_ARMS, BM__STUDY_SITES, BM__STUDY_MARKERS, BM__STUDY_TIMES);
#define BM__ROW(quantity, family, a, b) sum += ROW("study " #quantity, #family, a, b);
    BM__BETWEEN_STUDIES(BM__ROW)
#undef BM__ROW
    const int16_t *numbers;
    const char *name;
    double scale;
    for (uint32_t i = 0; (name = bm__draws_row(i, &scale, &numbers)) != NULL; i++) {
        uint64_t hash = ROW("draws", name, scale);
        for (uint32_t j = 0; j < bm__n_draws; j++)
            hash = bm__hash_double(hash, numbers[j]);
        sum += hash;
    }
    return sum;
}

void bm__calibration(uint32_t full, char text[BM__CALIBRATION_LENGTH]) {
    uint64_t sum = parameters(full) + agents(full ? BM__IN_FULL : BM__IN_CORE);
    if (full)
        sum += exercises() + covariates() + references() + spread();
    snprintf(text, BM__CALIBRATION_LENGTH, BM__CALIBRATION_NAME "-%08lx",
             (unsigned long)((sum ^ sum >> 32) & UINT32_MAX));
}
