/* SPDX-License-Identifier: Apache-2.0 */
/* A scenario's cohort: its form and its names are checked, and then it is refused, for this release has no cohorts. */
#include "bonesim.h"

static const double MAX_SIZE = 1e6, MAX_SEED = 9007199254740991; /* every whole number up to it is a double */

static int check_whole(const cJSON *cohort, const char *key, struct bs_range range, const struct bs_place *place,
                       struct bs_failure *failure) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(cohort, key);
    const struct bs_place here = bs_key(place, key);
    double number = 0;
    int status = bs_read_number(item, &here, range, &number, failure);
    if (!status && number != floor(number))
        return bs_wrong(failure, &here, item, "a whole number");
    return status;
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

static int check_sd(const bm_model *model, const cJSON *item, const struct bs_place *place,
                    struct bs_failure *failure) {
    bm_catalog_entry row;
    double sd;
    int status = find_covariate(model, item->string, place, &row, failure);
    return status ? status : bs_read_number(item, place, (struct bs_range){0, HUGE_VAL, false}, &sd, failure);
}

static int check_range(const bm_model *model, const cJSON *item, const struct bs_place *place,
                       struct bs_failure *failure) {
    const struct bs_place low = bs_index(place, 0), high = bs_index(place, 1);
    bm_catalog_entry row;
    double minimum, maximum;
    int status = find_covariate(model, item->string, place, &row, failure);
    if (status)
        return status;
    if (!cJSON_IsArray(item) || cJSON_GetArraySize(item) != 2)
        return bs_wrong(failure, place, item, "a list of two numbers, the lowest and the highest");
    status = bs_read_number(cJSON_GetArrayItem(item, 0), &low, (struct bs_range){row.minimum, row.maximum, false},
                            &minimum, failure);
    return status ? status
                  : bs_read_number(cJSON_GetArrayItem(item, 1), &high, (struct bs_range){minimum, row.maximum, true},
                                   &maximum, failure);
}

/* The correlations of one covariate with others: { "age_years": { "weight_kg": 0.2 } }. */
static int check_correlation(const bm_model *model, const cJSON *item, const struct bs_place *place,
                             struct bs_failure *failure) {
    bm_catalog_entry row;
    const cJSON *child;
    double value;
    int status = find_covariate(model, item->string, place, &row, failure);
    if (!status && !cJSON_IsObject(item))
        return bs_wrong(failure, place, item, "an object of covariates and numbers");
    for (child = item->child; !status && child; child = child->next) {
        const struct bs_place here = bs_key(place, child->string);
        status = find_covariate(model, child->string, &here, &row, failure);
        if (!status)
            status = bs_read_number(child, &here, (struct bs_range){-1, 1, false}, &value, failure);
    }
    return status;
}

/* An object of covariates, when it is there. */
static int check_each(const bm_model *model, const cJSON *cohort, const char *key, const struct bs_place *place,
                      int (*check)(const bm_model *, const cJSON *, const struct bs_place *, struct bs_failure *),
                      struct bs_failure *failure) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(cohort, key), *child;
    const struct bs_place here = bs_key(place, key);
    int status = BS_DONE;
    if (item && !cJSON_IsObject(item))
        return bs_wrong(failure, &here, item, "an object of covariates");
    for (child = item ? item->child : NULL; !status && child; child = child->next) {
        const struct bs_place element = bs_key(&here, child->string);
        status = check(model, child, &element, failure);
    }
    return status;
}

int bs_cohort_check(const bm_model *model, const cJSON *cohort, struct bs_failure *failure) {
    static const char *const keys[] = {"size", "seed", "sd", "range", "correlation", "variability", NULL};
    const struct bs_place place = bs_key(NULL, "cohort"), variability_place = bs_key(&place, "variability");
    const cJSON *variability = cJSON_GetObjectItemCaseSensitive(cohort, "variability");
    int status = bs_check_object(cohort, &place, keys, failure);
    if (!status)
        status = check_whole(cohort, "size", (struct bs_range){1, MAX_SIZE, false}, &place, failure);
    if (!status && cJSON_HasObjectItem(cohort, "seed"))
        status = check_whole(cohort, "seed", (struct bs_range){0, MAX_SEED, false}, &place, failure);
    if (!status)
        status = check_each(model, cohort, "sd", &place, check_sd, failure);
    if (!status)
        status = check_each(model, cohort, "range", &place, check_range, failure);
    if (!status)
        status = check_each(model, cohort, "correlation", &place, check_correlation, failure);
    if (!status && variability && !cJSON_IsBool(variability))
        return bs_wrong(failure, &variability_place, variability, "true or false");
    return status ? status
                  : bs_fail(failure, BS_WRONG, &place,
                            "found a cohort; allowed none: this release simulates one woman per arm, and cohorts come "
                            "with a later one");
}
