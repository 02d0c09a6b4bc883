/* SPDX-License-Identifier: Apache-2.0 */
/* Weights of members by what was measured, and how likely it was. */
#include "cohort/evidence.h"

#include "base/hash.h"
#include "cohort/random.h"

int bm__cholesky(double *matrix, size_t n) {
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++) {
            double sum = matrix[i * n + j];
            for (size_t k = 0; k < j; k++)
                sum -= matrix[i * n + k] * matrix[j * n + k];
            if (i == j && !(sum > 0.0))
                return 0;
            matrix[i * n + j] = i == j ? sqrt(sum) : sum / matrix[j * n + j];
        }
    return 1;
}

/* v becomes L^-1 v; L^-T v. */
static void solve_lower(const double *L, size_t n, double *v) {
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < i; k++)
            v[i] -= L[i * n + k] * v[k];
        v[i] /= L[i * n + i];
    }
}

static void solve_upper(const double *L, size_t n, double *v) {
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; k++)
            v[i] -= L[k * n + i] * v[k];
        v[i] /= L[i * n + i];
    }
}

void bm__evidence_name(struct bm__datum *data, size_t n) {
    for (size_t i = 0; i < n; i++) {
        uint32_t same = 0;
        for (size_t j = 0; j < i; j++)
            same +=
                data[j].of == data[i].of && !(data[j].time_d < data[i].time_d) && !(data[j].time_d > data[i].time_d);
        data[i].key = bm__random_key("reading") + 2 * (uint32_t)data[i].of;
        data[i].occasion = (uint32_t)bm__hash_double(BM__HASH_BEGIN, data[i].time_d) + same;
    }
}

/* What would have been measured of this member, with her own walk, difference and errors, over x. */
static double by_chance(const struct bm__evidence *evidence, size_t j, uint64_t member, struct bm__walk *walk,
                        struct bm__study *study, const double *start, double study_sd) {
    const struct bm__datum *datum = &evidence->data[j];
    double sum = datum->error * bm__random_normal(evidence->seed, member, datum->key, datum->occasion);
    if (datum->of < BM__OF_MARKER) {
        const enum bm__site site = (enum bm__site)datum->of;
        sum += start[site];
        if (walk->sd[site] > 0.0)
            sum += walk->sd[site] * bm__walk_at(walk, site, datum->time_d);
        if (study_sd > 0.0)
            sum += study_sd * bm__study_density_z(study, site, datum->time_d);
    } else if (datum->of < BM__OF_BLOOD && study_sd > 0.0) {
        sum += study_sd * bm__study_marker_z(study, (enum bm__marker)(datum->of - BM__OF_MARKER), datum->time_d);
    }
    return sum;
}

double bm__evidence_weigh(const struct bm__evidence *evidence, uint64_t member, struct bm__walk *walk,
                          struct bm__study *study, const double start[BM__N_SITES], const double *x,
                          struct bm__lesson *lessons, double *work) {
    const size_t n = evidence->n;
    double *L = work, *u = work + n * n, *v = u + n, log_weight = 0.0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++)
            L[i * n + j] = bm__learned_covariance(&lessons[i], &lessons[j], evidence->start_variance, walk->sd) +
                           (i == j ? evidence->data[i].error * evidence->data[i].error : 0.0);
    if (!bm__cholesky(L, n))
        return (double)NAN;
    for (size_t i = 0; i < n; i++) {
        const struct bm__datum *datum = &evidence->data[i];
        double mean = x[i];
        for (size_t k = 0; k < i; k++)
            mean += L[i * n + k] * u[k];
        u[i] = (datum->y - mean) / L[i * n + i];
        if (!datum->below) {
            log_weight -= 0.5 * u[i] * u[i] + bm__log(L[i * n + i]);
        } else { /* A. Genz's and others' way: drawn from below the limit, given all before */
            const double below = fmax(bm__normal_below(u[i]), 1e-300);
            const double z = bm__random_normal(evidence->seed, member, datum->key + 1, datum->occasion);
            log_weight += bm__log(below);
            u[i] = bm__normal_quantile(fmax(below * bm__normal_below(z), 1e-300));
        }
        v[i] = 0.0; /* what she would have shown, over x, less what she would have shown by chance */
        for (size_t k = 0; k <= i; k++)
            v[i] += L[i * n + k] * u[k];
        v[i] -= by_chance(evidence, i, member, walk, study, start, lessons[i].study_sd);
    }
    solve_lower(L, n, v);
    solve_upper(L, n, v);
    for (size_t i = 0; i < n; i++)
        lessons[i].alpha = v[i];
    return log_weight;
}

double bm__evidence_normalise(double *weights, size_t size) {
    double most = -(double)INFINITY, sum = 0.0, squares = 0.0;
    for (size_t k = 0; k < size; k++)
        if (weights[k] > most)
            most = weights[k];
    for (size_t k = 0; k < size; k++) {
        weights[k] = isnan(weights[k]) ? 0.0 : bm__exp(weights[k] - most);
        sum += weights[k];
    }
    if (!(sum > 0.0))
        return 0.0;
    for (size_t k = 0; k < size; k++) {
        weights[k] /= sum;
        squares += weights[k] * weights[k];
    }
    return 1.0 / squares;
}

/* The probability of more than this chi-square: E. B. Wilson and M. M. Hilferty, PNAS 17 (1931) 684. */
static double chi_square_above(double chi_square, double degrees) {
    const double v = 2.0 / (9.0 * degrees);
    if (!(chi_square > 0.0))
        return 1.0;
    return bm__normal_below((1.0 - v - bm__exp(bm__log(chi_square / degrees) / 3.0)) / sqrt(v));
}

struct bm__misfit bm__evidence_misfit(const struct bm__evidence *evidence, const double walk_sd[BM__N_SITES],
                                      const double *weights, size_t size, const double *x,
                                      const struct bm__lesson *lessons, double *work) {
    const size_t stride = evidence->n;
    struct bm__misfit misfit = {.p = 1.0};
    size_t n = 0, members = 0;
    while (n < stride && !evidence->data[n].below)
        n++;
    if (n == 0)
        return misfit;
    double *C = work, *mean = work + n * n, *u = mean + n;
    memset(work, 0, n * (n + 2) * sizeof *work);
    for (size_t k = 0; k < size; k++)
        for (size_t i = 0; i < n && !isnan(weights[k]); i++) {
            members += i == 0;
            mean[i] += x[k * stride + i];
        }
    for (size_t i = 0; i < n; i++)
        mean[i] /= (double)members;
    for (size_t k = 0; k < size; k++)
        for (size_t i = 0; i < n && !isnan(weights[k]); i++)
            for (size_t j = 0; j <= i; j++)
                C[i * n + j] += (x[k * stride + i] - mean[i]) * (x[k * stride + j] - mean[j]) +
                                bm__learned_covariance(&lessons[k * stride + i], &lessons[k * stride + j],
                                                       evidence->start_variance, walk_sd);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++)
            C[i * n + j] =
                C[i * n + j] / (double)members + (i == j ? evidence->data[i].error * evidence->data[i].error : 0.0);
    if (members == 0 || !bm__cholesky(C, n))
        return misfit;
    for (size_t i = 0; i < n; i++)
        u[i] = evidence->data[i].y - mean[i];
    solve_lower(C, n, u);
    misfit.degrees = n;
    for (size_t i = 0; i < n; i++) {
        misfit.chi_square += u[i] * u[i];
        if (fabs(u[i]) > fabs(misfit.residual)) {
            misfit.residual = u[i];
            misfit.worst = i;
        }
    }
    misfit.p = chi_square_above(misfit.chi_square, (double)n);
    return misfit;
}
