/* SPDX-License-Identifier: Apache-2.0 */
/* How observables change with what she is: central differences of covariates and parameters, all at once as the members
 * of a cohort, in lanes. */
#include "api/cohort_handle.h"

static const double STEP = 1e-3;            /* of a value, or of a thousandth of its range when it is smaller */
static const double DIFFERENCE_RTOL = 1e-8; /* so that the integrator's error is small beside a difference */

struct difference {
    const char *name;
    double width; /* between its two members */
};

/* Which slot of the profile a name stands for, and the two values it takes. */
static bm_status find_difference(bm_patient *patient, bm_cohort *cohort, const char *name,
                                 struct difference *difference, struct bm__shift shifts[2]) {
    const bm_model *model = patient->model;
    bm_catalog_entry row;
    size_t index;
    double centre = 0.0;
    const int is_parameter = bm_catalog_find(model, BM_KIND_PARAMETER, name, &index) == BM_OK;
    if (!is_parameter && bm_catalog_find(model, BM_KIND_COVARIATE, name, &index) != BM_OK)
        return bm__no_such_value(patient, "sensitivities", name);
    bm__catalog_entry(model, is_parameter ? BM_KIND_PARAMETER : BM_KIND_COVARIATE, index, &row);
    if (!is_parameter && index == BM__C_device)
        return bm__fail(patient, BM_ECONFLICT,
                        "sensitivities: device is the number of a scanner; allowed is a quantity");
    if (is_parameter) {
        centre = patient->sim.parameters[index];
    } else {
        const bm_status status = bm__find_centre(cohort, (uint32_t)index, row.name, &centre);
        if (status != BM_OK)
            return bm__fail(patient, status, "sensitivities: %.200s", cohort->error);
    }
    const double step = STEP * fmax(fabs(centre), 1e-3 * (row.maximum - row.minimum));
    const int yes_or_no = !is_parameter && row.minimum == 0.0 && row.maximum == 1.0;
    const double low = yes_or_no ? 0.0 : fmax(centre - step, row.minimum);
    const double high = yes_or_no ? 1.0 : fmin(centre + step, row.maximum);
    shifts[0] = (struct bm__shift){(uint32_t)index, (uint32_t)is_parameter, low};
    shifts[1] = (struct bm__shift){(uint32_t)index, (uint32_t)is_parameter, high};
    *difference = (struct difference){row.name, high - low};
    return BM_OK;
}

static bm_status check(bm_patient *patient, const char *const *names, size_t n_names, const double *values,
                       size_t n_values, size_t n_times, size_t n_observables) {
    if (!names || n_names == 0)
        return bm__fail(patient, BM_EINVAL, "sensitivities: there are no names, needed is at least one");
    if (!values)
        return bm__fail(patient, BM_EINVAL, "sensitivities: values is NULL");
    for (size_t i = 0; i < n_names; i++)
        if (!names[i])
            return bm__fail(patient, BM_EINVAL, "sensitivities: name %llu is NULL", (unsigned long long)i);
    if (n_names > 10000)
        return bm__fail(patient, BM_ERANGE, "sensitivities: n_names is %llu, allowed is up to 10000",
                        (unsigned long long)n_names);
    if (n_times == 0 || n_observables == 0 || n_values / n_names / n_times < n_observables)
        return bm__fail(patient, BM_ESIZE,
                        "sensitivities: there is room for %llu numbers, needed are names x times x observables, %llu x "
                        "%llu x %llu, each at least 1",
                        (unsigned long long)n_values, (unsigned long long)n_names, (unsigned long long)n_times,
                        (unsigned long long)n_observables);
    if (patient->sim.now.time_d > 0.0)
        return bm__fail(patient, BM_ESTATE, "sensitivities: allowed at time 0 only, and the patient is at day %g",
                        patient->sim.now.time_d);
    if (!patient->model->full)
        return bm__fail(patient, BM_ECONFLICT, "sensitivities: allowed are patients of the full model");
    return BM_OK;
}

/* Simulates the members, two for each name, and takes differences. */
static bm_status differences(bm_patient *patient, bm_cohort *cohort, const struct difference *difference,
                             size_t n_names, const double *times_d, size_t n_times, const size_t *observables,
                             size_t n_observables, double *values) {
    const size_t n = n_times * n_observables;
    double *all = bm__allocate(cohort->cohort.allocator, 2 * n_names * n, sizeof *all);
    bm_status status =
        all ? bm_cohort_sample(cohort, times_d, n_times, observables, n_observables, all, 2 * n_names * n) : BM_ENOMEM;
    if (status != BM_OK)
        bm__fail(patient, status, "sensitivities: %.200s", all ? cohort->error : "no memory");
    if (status == BM_OK && cohort->n_failures > 0) {
        const struct bm__failure *failure = &cohort->failures[0];
        status = bm__fail(patient, failure->status, "sensitivities: with another %.60s: %.160s",
                          difference[failure->member / 2].name, failure->text);
    }
    for (size_t i = 0; status == BM_OK && i < n_names; i++)
        for (size_t k = 0; k < n; k++)
            values[i * n + k] = (all[(2 * i + 1) * n + k] - all[2 * i * n + k]) / difference[i].width;
    bm__release(cohort->cohort.allocator, all);
    return status;
}

bm_status bm_patient_sensitivities(bm_patient *patient, const char *const *names, size_t n_names, const double *times_d,
                                   size_t n_times, const size_t *observables, size_t n_observables, double *values,
                                   size_t n_values) {
    if (!patient)
        return BM_EINVAL;
    if (patient->busy)
        return bm__busy(patient, "sensitivities");
    bm_status status = check(patient, names, n_names, values, n_values, n_times, n_observables);
    if (status != BM_OK)
        return status;
    const bm_allocator *allocator = &patient->model->allocator;
    struct bm__shift *shifts = bm__allocate(allocator, 2 * n_names, sizeof *shifts);
    struct difference *difference = bm__allocate(allocator, n_names, sizeof *difference);
    bm_cohort_options options;
    bm_cohort *cohort = NULL;
    bm_cohort_options_init(&options);
    options.size = 2 * n_names;
    options.variability = 0.0;
    status = shifts && difference ? bm_cohort_create(patient, &options, &cohort) : BM_ENOMEM;
    if (status != BM_OK)
        bm__fail(patient, status, "sensitivities: %s", bm_status_text(status));
    for (size_t i = 0; status == BM_OK && i < n_names; i++)
        status = find_difference(patient, cohort, names[i], &difference[i], &shifts[2 * i]);
    if (status == BM_OK) {
        cohort->profile->sim.rtol = fmin(cohort->profile->sim.rtol, DIFFERENCE_RTOL);
        cohort->cohort.population.shifts = shifts; /* and nothing else: her walk stays */
        cohort->cohort.wandering = bm__has_her_own(patient) ? bm__wandering(patient) : 0;
        cohort->progress = patient->progress;
        cohort->progress_user = patient->progress_user;
        patient->busy = 1;
        status =
            differences(patient, cohort, difference, n_names, times_d, n_times, observables, n_observables, values);
        patient->busy = 0;
    }
    bm_cohort_destroy(cohort);
    bm__release(allocator, difference);
    bm__release(allocator, shifts);
    return status;
}
