/* SPDX-License-Identifier: Apache-2.0 */
/* Members drawn once more, around those who are like her. */
#include "api/forecast_handle.h"
#include "cohort/random.h"

/*
 * Draws factors from a t distribution of 5 degrees of freedom around the weighted ones, 1.2 times as wide. Where
 * weights lie on a few members, their logarithms are scaled down first, until 30 members' worth is there.
 */
bm_status bm__forecast_draw_again(const bm_forecast *forecast, const struct bm__belief *from, struct bm__belief *to) {
    enum { DEGREES = 5, FEWEST = 30 };
    static const double wider = 1.2;
    const struct bm__population *population = &forecast->strategies[0].cohort->cohort.population;
    const size_t size = (size_t)forecast->size, n_rows = bm__n_variability;
    uint32_t rows[BM__MAX_VARIABILITY], first[BM__MAX_VARIABILITY]; /* of each factor its first row, and by row */
    size_t d = 0;
    for (uint32_t row = 0; row < n_rows; row++) {
        first[row] = row;
        for (uint32_t i = 0; i < row; i++)
            if (population->factor_key[i] == population->factor_key[row]) {
                first[row] = first[i];
                break;
            }
        if (first[row] == row)
            rows[d++] = row;
    }
    to->factors = bm__allocate(forecast->allocator, size * n_rows, sizeof *to->factors);
    to->prior = bm__allocate(forecast->allocator, size, sizeof *to->prior);
    double *weights = bm__allocate(forecast->allocator, size, sizeof *weights);
    if (!to->factors || !to->prior || !weights) {
        bm__release(forecast->allocator, weights);
        return BM_ENOMEM;
    }
    memcpy(weights, from->weights, size * sizeof *weights);
    const double fewest = fmin(FEWEST, 0.5 * (double)size);
    double power = 1.0, found = 0.0;
    while (found < fewest && power > 1e-3) {
        for (size_t k = 0; k < size; k++)
            weights[k] = from->weights[k] > 0.0 ? power * bm__log(from->weights[k]) : (double)NAN;
        found = bm__evidence_normalise(weights, size);
        power *= 0.7;
    }
    double mean[BM__MAX_VARIABILITY] = {0}, L[BM__MAX_VARIABILITY * BM__MAX_VARIABILITY] = {0}, log_det = 0.0;
    for (size_t k = 0; k < size; k++)
        for (size_t i = 0; i < d; i++)
            mean[i] += weights[k] * bm__population_factor(population, k, rows[i]);
    for (size_t k = 0; k < size; k++)
        for (size_t i = 0; i < d; i++)
            for (size_t j = 0; j <= i; j++)
                L[i * d + j] += weights[k] * (bm__population_factor(population, k, rows[i]) - mean[i]) *
                                (bm__population_factor(population, k, rows[j]) - mean[j]) * wider * wider;
    bm__release(forecast->allocator, weights);
    for (size_t i = 0; i < d; i++)
        L[i * d + i] += 0.01; /* so that it has a factor */
    if (!bm__cholesky(L, d))
        return BM_ENONFINITE;
    for (size_t i = 0; i < d; i++)
        log_det += bm__log(L[i * d + i]);
    for (size_t k = 0; k < size; k++) {
        double normal[BM__MAX_VARIABILITY], z[BM__MAX_VARIABILITY], chi_square = 0.0, square = 0.0, of_prior = 0.0;
        for (uint32_t i = 0; i < DEGREES; i++) {
            const double u = bm__random_normal(forecast->seed, k, bm__random_key("once more"), i);
            chi_square += u * u;
        }
        for (size_t i = 0; i < d; i++) {
            normal[i] =
                sqrt(DEGREES / chi_square) * bm__random_normal(forecast->seed, k, population->factor_key[rows[i]], 1);
            square += normal[i] * normal[i];
            z[i] = mean[i];
            for (size_t j = 0; j <= i; j++)
                z[i] += L[i * d + j] * normal[j];
            of_prior += z[i] * z[i];
        }
        to->prior[k] = -0.5 * of_prior + log_det + 0.5 * (double)(DEGREES + d) * bm__log(1.0 + square / DEGREES);
        for (uint32_t row = 0; row < n_rows; row++)
            for (size_t i = 0; i < d; i++)
                if (rows[i] == first[row])
                    to->factors[k * n_rows + row] = z[i];
    }
    return BM_OK;
}
