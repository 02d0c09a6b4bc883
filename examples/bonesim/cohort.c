/* SPDX-License-Identifier: Apache-2.0 */
/* A scenario's cohort, against the catalogue: who varies, by how much, and how many members there are. */
#include "bonesim.h"

#include <stdlib.h>
#include <string.h>

static const double MAX_KEPT = 1e6, MAX_SEED = 9007199254740991; /* every whole number up to it is a double */
static const double MAX_DRAWS = 200, MAX_MEANS = 1e8;            /* means of one arm that are kept: 800 MB */

int bs_read_seed(const cJSON *item, const struct bs_place *place, double *seed, struct bs_failure *failure) {
    const int status = bs_read_number(item, place, (struct bs_range){0, MAX_SEED, false}, seed, failure);
    return !status && *seed != floor(*seed) ? bs_wrong(failure, place, item, "a whole number") : status;
}

/* A whole number, when it is there. */
static int read_whole(const cJSON *cohort, const char *key, double minimum, double maximum,
                      const struct bs_place *place, double *number, struct bs_failure *failure) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(cohort, key);
    const struct bs_place here = bs_key(place, key);
    int status =
        item ? bs_read_number(item, &here, (struct bs_range){minimum, maximum, false}, number, failure) : BS_DONE;
    if (!status && *number != floor(*number))
        return bs_wrong(failure, &here, item, "a whole number");
    return status;
}

/* true or false, when it is there. */
static int read_bool(const cJSON *cohort, const char *key, const struct bs_place *place, bool *value,
                     struct bs_failure *failure) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(cohort, key);
    const struct bs_place here = bs_key(place, key);
    if (!item)
        return BS_DONE;
    *value = cJSON_IsTrue(item);
    return cJSON_IsBool(item) ? BS_DONE : bs_wrong(failure, &here, item, "true or false");
}

/* A covariate that can vary. */
static int find_covariate(const bm_model *model, const char *name, const struct bs_place *place, bm_catalog_entry *row,
                          struct bs_failure *failure) {
    if (!bs_find_row(model, BM_KIND_COVARIATE, name, row))
        return bs_unknown_name(model, BM_KIND_COVARIATE, name, place, failure);
    if (row->minimum == 0 && row->maximum == 1)
        return bs_fail(failure, BS_WRONG, place, "found a covariate that is 0 or 1; allowed one that can vary");
    return BS_DONE;
}

static struct bs_varied *find_varied(const struct bs_cohort *cohort, const char *name) {
    for (size_t i = 0; i < cohort->n_varied; i++)
        if (!strcmp(cohort->varied[i].name, name))
            return &cohort->varied[i];
    return NULL;
}

/* Something is said of a covariate that does not vary. */
static int does_not_vary(const struct bs_cohort *cohort, const char *name, const struct bs_place *place,
                         struct bs_failure *failure) {
    char found[300] = "", allowed[600] = "";
    bs_append_quoted(found, sizeof found, name);
    for (size_t i = 0; i < cohort->n_varied; i++)
        bs_append(allowed, sizeof allowed, "%s%s", i ? ", " : "", cohort->varied[i].name);
    return bs_fail(failure, BS_WRONG, place, "found %s, which does not vary; allowed a covariate of cohort.sd: %s",
                   found, *allowed ? allowed : "there is none");
}

static int read_sd(const bm_model *model, const cJSON *item, const struct bs_place *place, struct bs_cohort *cohort,
                   struct bs_failure *failure) {
    struct bs_varied varied = {.name = item->string, .minimum = (double)NAN, .maximum = (double)NAN}, *added;
    bm_catalog_entry row;
    int status = find_covariate(model, item->string, place, &row, failure);
    if (!status)
        status = bs_read_number(item, place, (struct bs_range){0, HUGE_VAL, false}, &varied.sd, failure);
    if (status)
        return status;
    added = realloc(cohort->varied, (cohort->n_varied + 1) * sizeof *added);
    if (!added)
        return bs_no_memory(failure);
    cohort->varied = added;
    added[cohort->n_varied++] = varied;
    return BS_DONE;
}

static int read_range(const bm_model *model, const cJSON *item, const struct bs_place *place, struct bs_cohort *cohort,
                      struct bs_failure *failure) {
    const struct bs_place low = bs_index(place, 0), high = bs_index(place, 1);
    struct bs_varied *varied = find_varied(cohort, item->string), none;
    bm_catalog_entry row;
    int status = find_covariate(model, item->string, place, &row, failure);
    if (status)
        return status;
    if (!cJSON_IsArray(item) || cJSON_GetArraySize(item) != 2)
        return bs_wrong(failure, place, item, "a list of two numbers, the lowest and the highest");
    if (!varied)
        varied = &none;
    status = bs_read_number(cJSON_GetArrayItem(item, 0), &low, (struct bs_range){row.minimum, row.maximum, false},
                            &varied->minimum, failure);
    if (!status)
        status = bs_read_number(cJSON_GetArrayItem(item, 1), &high,
                                (struct bs_range){varied->minimum, row.maximum, true}, &varied->maximum, failure);
    return status || varied != &none ? status : does_not_vary(cohort, item->string, place, failure);
}

/* The correlation of one covariate with another; said the other way round too, it must be the same. */
static int read_pair(const bm_model *model, const char *first, const cJSON *item, const struct bs_place *outer,
                     struct bs_cohort *cohort, struct bs_failure *failure) {
    const struct bs_place here = bs_key(outer, item->string);
    struct bs_correlation *added;
    bm_catalog_entry row;
    int status = find_covariate(model, item->string, &here, &row, failure);
    if (status)
        return status;
    if (!cJSON_IsNumber(item) || !(fabs(item->valuedouble) < 1))
        return bs_wrong(failure, &here, item, "a number above -1 and below 1");
    if (!strcmp(first, item->string))
        return bs_fail(failure, BS_WRONG, &here, "found a covariate with itself; allowed two different ones");
    if (!find_varied(cohort, first))
        return does_not_vary(cohort, first, outer, failure);
    if (!find_varied(cohort, item->string))
        return does_not_vary(cohort, item->string, &here, failure);
    for (size_t i = 0; i < cohort->n_correlations; i++) {
        const struct bs_correlation *other = &cohort->correlations[i];
        if (!strcmp(other->first, item->string) && !strcmp(other->second, first) && other->value != item->valuedouble)
            return bs_wrong(failure, &here, item, "%s, as in %s.%s", bs_shortest(other->value).text, other->first,
                            other->second);
    }
    added = realloc(cohort->correlations, (cohort->n_correlations + 1) * sizeof *added);
    if (!added)
        return bs_no_memory(failure);
    cohort->correlations = added;
    added[cohort->n_correlations++] = (struct bs_correlation){first, item->string, item->valuedouble};
    return BS_DONE;
}

/* The correlations of one covariate with others: { "age_years": { "weight_kg": 0.2 } }. */
static int read_correlations(const bm_model *model, const cJSON *item, const struct bs_place *place,
                             struct bs_cohort *cohort, struct bs_failure *failure) {
    bm_catalog_entry row;
    const cJSON *child;
    int status = find_covariate(model, item->string, place, &row, failure);
    if (!status && !cJSON_IsObject(item))
        return bs_wrong(failure, place, item, "an object of covariates and numbers");
    for (child = item->child; !status && child; child = child->next)
        status = read_pair(model, item->string, child, place, cohort, failure);
    return status;
}

/* An object of covariates, when it is there. */
static int read_each(const bm_model *model, const cJSON *json, const char *key, const struct bs_place *place,
                     int (*read)(const bm_model *, const cJSON *, const struct bs_place *, struct bs_cohort *,
                                 struct bs_failure *),
                     struct bs_cohort *cohort, struct bs_failure *failure) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, key), *child;
    const struct bs_place here = bs_key(place, key);
    int status = BS_DONE;
    if (item && !cJSON_IsObject(item))
        return bs_wrong(failure, &here, item, "an object of covariates");
    for (child = item ? item->child : NULL; !status && child; child = child->next) {
        const struct bs_place element = bs_key(&here, child->string);
        status = read(model, child, &element, cohort, failure);
    }
    return status;
}

/* How many members there are, and which of them are simulated. */
static int read_size(const bm_model *model, const struct bs_scenario *scenario, const struct bs_place *place,
                     struct bs_cohort *cohort, struct bs_failure *failure) {
    const cJSON *json = scenario->cohort, *members = cJSON_GetObjectItemCaseSensitive(json, "members");
    const struct bs_place size_place = bs_key(place, "size"), members_place = bs_key(place, "members");
    const struct bs_shard *shard = &scenario->shard;
    double size = 0;
    const char *name;
    int status;
    cohort->streamed = scenario->streamed || members;
    if (members && cJSON_GetObjectItemCaseSensitive(json, "size"))
        return bs_wrong(failure, &size_place, cJSON_GetObjectItemCaseSensitive(json, "size"),
                        "no size beside a table of members");
    if (members) {
        status = bs_read_string(json, "members", place, "the name of a table of women", &name, failure);
        if (!status && scenario->stored)
            cohort->size = scenario->size;
        else if (!status)
            status = bs_women_read(model, scenario, name, cohort, failure);
    } else {
        status = cJSON_GetObjectItemCaseSensitive(json, "size")
                     ? read_whole(json, "size", 1, MAX_SEED, place, &size, failure)
                     : bs_wrong(failure, &size_place, NULL, "a number of at least 1");
        if (!status && size > MAX_KEPT && scenario->kept)
            return bs_fail(failure, BS_WRONG, &size_place,
                           "found %.0f members; allowed at most %.0f, or more with --summary or --members", size,
                           MAX_KEPT);
        cohort->size = (uint64_t)size;
    }
    if (!status && shard->given && shard->last > cohort->size)
        return bs_fail(failure, BS_WRONG, members ? &members_place : &size_place,
                       "found %llu members; allowed as many as --members %llu:%llu asks for",
                       (unsigned long long)cohort->size, (unsigned long long)shard->first,
                       (unsigned long long)shard->last);
    cohort->first = shard->given ? shard->first : 0;
    cohort->count = shard->given ? shard->last - shard->first : cohort->size;
    return status;
}

/* What follows from numbers alone. */
static int read_numbers(const bm_model *model, const struct bs_scenario *scenario, const struct bs_place *place,
                        struct bs_cohort *cohort, struct bs_failure *failure) {
    const cJSON *json = scenario->cohort;
    const struct bs_place size_place = bs_key(place, "size"), draws_place = bs_key(place, "uncertainty");
    double seed = 1, draws = 0;
    int status = read_size(model, scenario, place, cohort, failure);
    const double size = (double)cohort->count;
    if (!status)
        status = read_whole(json, "seed", 0, MAX_SEED, place, &seed, failure);
    if (!status)
        status = read_whole(json, "uncertainty", 0, MAX_DRAWS, place, &draws, failure);
    if (!status && draws * (double)(scenario->n_times * scenario->n_observables) > MAX_MEANS)
        return bs_fail(failure, BS_WRONG, &draws_place,
                       "found %.0f draws x %zu samples x %zu observables; allowed at most %.0f values in all", draws,
                       scenario->n_times, scenario->n_observables, MAX_MEANS);
    if (!status && size * (1 + draws) > scenario->max_runs)
        return bs_fail(failure, BS_WRONG, &size_place,
                       "found %.0f members x (1 + %.0f draws) = %.0f runs; allowed at most %.0f, or what "
                       "solver.max_member_runs says",
                       size, draws, size * (1 + draws), scenario->max_runs);
    cohort->seed = (uint64_t)seed;
    cohort->draws = (size_t)draws;
    return status;
}

int bs_cohort_read(const bm_model *model, const struct bs_scenario *scenario, struct bs_cohort *cohort,
                   struct bs_failure *failure) {
    static const char *const keys[] = {
        "size",        "seed",    "sd", "range", "correlation", "variability", "measurement_error",
        "uncertainty", "members", NULL};
    const struct bs_place place = bs_key(NULL, "cohort");
    const cJSON *json = scenario->cohort;
    int status = bs_check_object(json, &place, keys, failure);
    *cohort = (struct bs_cohort){.variability = true};
    if (!status)
        status = read_numbers(model, scenario, &place, cohort, failure);
    if (!status)
        status = read_each(model, json, "sd", &place, read_sd, cohort, failure);
    if (!status)
        status = read_each(model, json, "range", &place, read_range, cohort, failure);
    if (!status)
        status = read_each(model, json, "correlation", &place, read_correlations, cohort, failure);
    if (!status)
        status = read_bool(json, "variability", &place, &cohort->variability, failure);
    return status ? status : read_bool(json, "measurement_error", &place, &cohort->measurement_error, failure);
}

void bs_cohort_free(struct bs_cohort *cohort) {
    bs_women_free(&cohort->women);
    free(cohort->varied);
    free(cohort->correlations);
}
