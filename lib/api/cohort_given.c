/* SPDX-License-Identifier: Apache-2.0 */
/* Real women: covariates that a host gives of each member of a cohort. */
#include "api/cohort_handle.h"
#include "cohort/tally.h"

/* A place in the host's table, in words: who she is, and what. */
static bm_status wrong_value(bm_cohort *cohort, size_t row, const bm_catalog_entry *entry, double value) {
    return bm__cohort_fail(cohort, BM_ERANGE, "set_members: %s of row %llu is %g, allowed is %g to %g, or NaN",
                           entry->name, (unsigned long long)row, value, entry->minimum, entry->maximum);
}

static bm_status find_columns(bm_cohort *cohort, const char *const *names, size_t n, uint32_t *given) {
    const bm_model *model = cohort->profile->model;
    const struct bm__population *population = &cohort->cohort.population;
    struct bm__nearest nearest;
    for (size_t i = 0; i < n; i++) {
        size_t index;
        if (!names[i])
            return bm__cohort_fail(cohort, BM_EINVAL, "set_members: a name is NULL");
        if (bm_catalog_find(model, BM_KIND_COVARIATE, names[i], &index) != BM_OK)
            return bm__cohort_fail(cohort, BM_ENOTFOUND, "set_members: '%.60s' is not a covariate%s", names[i],
                                   bm__did_you_mean_one(&nearest, model, BM_KIND_COVARIATE, names[i]));
        if (index == BM__C_device)
            return bm__cohort_fail(cohort, BM_ECONFLICT,
                                   "set_members: device is the number of a scanner, and the profile's is everybody's");
        if (bm__varied_place(population, (uint32_t)index) < population->n_varied)
            return bm__cohort_fail(cohort, BM_ECONFLICT, "set_members: %s varies by bm_cohort_vary()", names[i]);
        for (size_t j = 0; j < i; j++)
            if (given[j] == index)
                return bm__cohort_fail(cohort, BM_ECONFLICT, "set_members: %s is there twice", names[i]);
        given[i] = (uint32_t)index;
    }
    return BM_OK;
}

static bm_status check_values(bm_cohort *cohort, const uint32_t *given, size_t n, const double *values,
                              const double *weights) {
    for (uint32_t j = 0; j < n; j++) {
        bm_catalog_entry entry;
        bm__catalog_entry(cohort->profile->model, BM_KIND_COVARIATE, given[j], &entry);
        for (size_t i = 0; i < cohort->cohort.size; i++) {
            const double value = values[i * n + j];
            if (!isnan(value) && !(value >= entry.minimum && value <= entry.maximum))
                return wrong_value(cohort, i, &entry, value);
            if (!isnan(value) && entry.minimum == 0.0 && entry.maximum == 1.0 && value > 0.0 && value < 1.0)
                return bm__cohort_fail(cohort, BM_ERANGE, "set_members: %s of row %llu is %g, allowed is 0 or 1",
                                       entry.name, (unsigned long long)i, value);
        }
    }
    for (size_t i = 0; weights && i < cohort->cohort.size; i++)
        if (!(weights[i] > 0.0 && weights[i] < BM__MOST_WEIGHT))
            return bm__cohort_fail(cohort, BM_ERANGE,
                                   "set_members: the weight of row %llu is %g, allowed is above 0 and below %g",
                                   (unsigned long long)i, weights[i], BM__MOST_WEIGHT);
    return BM_OK;
}

bm_status bm_cohort_set_members(bm_cohort *cohort, const char *const *covariates, size_t n_covariates,
                                const double *values, size_t n_values, const double *weights) {
    if (!cohort)
        return BM_EINVAL;
    uint32_t given[BM__N_COVARIATES] = {0};
    bm_status status = bm__cohort_changeable(cohort, "set_members");
    if (status == BM_OK)
        status = bm__check_kept(cohort, "set_members");
    if (status != BM_OK)
        return status;
    if ((!covariates || !values) && n_covariates > 0)
        return bm__cohort_fail(cohort, BM_EINVAL, "set_members: %s is NULL", covariates ? "values" : "covariates");
    if (n_covariates > BM__N_COVARIATES)
        return bm__cohort_fail(cohort, BM_ERANGE, "set_members: n_covariates is %llu, allowed is 0 to %d",
                               (unsigned long long)n_covariates, BM__N_COVARIATES);
    const size_t size = (size_t)cohort->cohort.size, count = size * n_covariates;
    if (n_values < count)
        return bm__cohort_fail(cohort, BM_ESIZE, "set_members: values has %llu numbers, needed are %llu",
                               (unsigned long long)n_values, (unsigned long long)count);
    status = find_columns(cohort, covariates, n_covariates, given);
    if (status == BM_OK)
        status = check_values(cohort, given, n_covariates, values, weights);
    if (status != BM_OK)
        return status;
    const bm_allocator *allocator = cohort->cohort.allocator;
    double *rows = bm__allocate(allocator, count + 1, sizeof *rows);
    double *own_weights = weights ? bm__allocate(allocator, size, sizeof *own_weights) : NULL;
    if (!rows || (weights && !own_weights)) {
        bm__release(allocator, rows);
        bm__release(allocator, own_weights);
        return bm__cohort_fail(cohort, BM_ENOMEM, "set_members: no memory for %llu members", (unsigned long long)size);
    }
    if (count > 0)
        memcpy(rows, values, count * sizeof *rows);
    for (size_t i = 0; own_weights && i < size; i++) /* as far as they are counted */
        own_weights[i] = weights[i] < 0x1p-8 ? fmax(floor(weights[i] * 0x1p60), 1.0) * 0x1p-60 : weights[i];
    bm__release(allocator, cohort->given);
    bm__release(allocator, cohort->weights);
    cohort->given = rows;
    cohort->weights = own_weights;
    struct bm__population *population = &cohort->cohort.population;
    population->rows = rows;
    population->n_given = (uint32_t)n_covariates;
    memcpy(population->given, given, n_covariates * sizeof *given);
    return BM_OK;
}
