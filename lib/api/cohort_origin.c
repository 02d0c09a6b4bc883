/* SPDX-License-Identifier: Apache-2.0 */
/* What makes two cohorts the same women, or parts of the same ones. */
#include "api/cohort_handle.h"
#include "base/hash.h"

static uint64_t hash_number(uint64_t hash, uint64_t number) {
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(number >> 8 * i);
    return bm__hash(hash, bytes, sizeof bytes);
}

uint64_t bm__profile_origin(const bm_patient *profile, const bm_cohort_options *options) {
    const double numbers[] = {options->variability, options->measurement_error, options->parameter_spread,
                              options->study_difference, profile->sim.rtol};
    const uint64_t whole[] = {options->seed, options->own_draws, options->arm, profile->sim.max_steps};
    uint64_t hash = bm__hash_text(BM__HASH_BEGIN, profile->calibration);
    for (size_t i = 0; i < BM__COUNT(numbers); i++)
        hash = bm__hash_double(hash, numbers[i]);
    for (size_t i = 0; i < BM__COUNT(whole); i++)
        hash = hash_number(hash, whole[i]);
    for (uint32_t i = 0; i < profile->model->n_parameters; i++)
        hash = bm__hash_double(hash, profile->sim.parameters[i]);
    for (uint32_t i = 0; i < BM__N_COVARIATES; i++)
        hash = isnan(profile->day0.covariates[i]) ? hash_number(hash, i)
                                                  : bm__hash_double(hash, profile->day0.covariates[i]);
    for (uint32_t i = 0; i < profile->sim.n_courses; i++) {
        const struct bm__course *course = &profile->sim.courses[i];
        const double of[] = {course->dose, course->every_d, course->start_d, course->stop_d, course->adherence};
        hash = hash_number(hash, (uint64_t)course->agent << 32 | course->doses);
        for (size_t j = 0; j < BM__COUNT(of); j++)
            hash = bm__hash_double(hash, of[j]);
        for (size_t j = 0; j < BM__MAX_OPTIONS; j++)
            hash = isnan(course->options[j]) ? hash_number(hash, j) : bm__hash_double(hash, course->options[j]);
    }
    return hash_number(hash, profile->sim.n_decisions);
}

uint64_t bm__cohort_origin(const bm_cohort *cohort) {
    const struct bm__population *population = &cohort->cohort.population;
    uint64_t hash = cohort->origin;
    for (uint32_t i = 0; i < population->n_varied; i++) {
        const struct bm__varied *varied = &population->varied[i];
        hash = hash_number(hash, varied->key);
        /* her centre follows from the profile and, where the model gives it, from the draw */
        hash = bm__hash_double(hash, varied->sd);
        hash = bm__hash_double(bm__hash_double(hash, varied->minimum), varied->maximum);
        for (uint32_t j = 0; j < i; j++)
            hash = bm__hash_double(hash, population->correlation[i][j]);
    }
    for (uint32_t i = 0; i < population->n_given; i++)
        hash = hash_number(hash, population->given[i]);
    return hash_number(hash, cohort->weights != NULL);
}
