/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What published numbers err by. Of row i the sd s_i is the tolerance's or, where few women were measured, that of
 * their mean. The rows of one study share a part of their error: what makes its women, scanners and assays differ from
 * those of other studies. The covariance of changes of density and of markers is
 *
 *   V_ij = s_i s_j [(1 - SHARED) d_ij + SHARED k_ij / sqrt(k_ii k_jj)] / w,
 *   w    = min(1, sqrt(12 / rows of the study)),
 *
 * where k is the covariance of the differences between studies: two arms of one study share 0.59 of it, two sites of
 * density 0.83, two times exp(-|ln((t + 3)/(t' + 3))|/2.2), and it grows with the time. So the difference between two
 * arms is known better than the level of either, the level of a common control arm counts once, and twelve visits of an
 * arm do not count as twelve studies.
 */
#include "calibrate.h"

#include <gsl/gsl_linalg.h>
#include <stdlib.h>
#include <string.h>

static const double SD_PER_TOLERANCE = 1.96; /* tolerances are half-widths of 95 % */
static const double MEMORY_SD = 2;           /* times the sd, of a number whose source was not verified */
static const double ROUTINE_SD = 1.5;        /* the same, of women in routine care: adherence, other drugs, visits */
static const double STUDY_ROWS = 12;         /* up to these many a study counts as many */
static const double SHARED = 0.6; /* of the variance; what makes the residuals of the first fit most probable */
static const double ARMS = 0.59, SITES = 0.83, MARKERS = 0.5; /* of two arms, sites, markers; the last one is a guess */
static const double TIMES = 2.2, TIME_MONTHS = 3;
static const double MARKER_CHANGE_SD = 35; /* percent of the level, between women */

/* SD of change of density between women, percent, where it was not published. */
static double density_change_sd(double months) {
    static const double at[][2] = {{0, 2.4}, {12, 3.3}, {24, 4.2}, {36, 4.8}, {60, 5.8}};
    size_t i = 1;
    while (i + 1 < sizeof at / sizeof *at && months > at[i][0])
        i++;
    return at[i - 1][1] + (at[i][1] - at[i - 1][1]) * (months - at[i - 1][0]) / (at[i][0] - at[i - 1][0]);
}

static bool begins(const char *text, const char *with) {
    return strncmp(text, with, strlen(with)) == 0;
}

/* The variance of the mean over the women that were measured; 0 where their number is not known. */
static double sampling_variance(const struct cal_row *row) {
    const double months = row->months[row->n_times - 1] - (row->n_times > 1 ? row->months[0] : 0);
    const bool density = begins(row->observable, "bmd_change.");
    const double sd = density ? density_change_sd(months) : MARKER_CHANGE_SD;
    double variance = 0;
    if (!density && !begins(row->observable, "marker_change."))
        return 0;
    for (size_t i = 0; i < row->n_arms; i++)
        variance += row->women[i] > 0 ? sd * sd / row->women[i] : 0;
    return variance;
}

static double row_sd(const struct cal_row *row) {
    const double floor_sd = row->tolerance / SD_PER_TOLERANCE;
    /* Of a rise of a marker by 200 % less is known than of a fall by 20 %: its sd is relative to the level. */
    const double level = begins(row->observable, "marker_change.") ? fmax(1, 1 + row->value / 100) : 1;
    const double sd = level * sqrt(fmax(floor_sd * floor_sd, sampling_variance(row)));
    return sd * (row->is_memory ? MEMORY_SD : 1) * (row->of->is_routine ? ROUTINE_SD : 1);
}

/* ---- what rows of a study share ---- */

static double of_times(double a, double b) {
    const double growth = fmin(fmax(a / 24, 0.25), 2.5) * fmin(fmax(b / 24, 0.25), 2.5);
    return sqrt(growth) * exp(-fabs(log((a + TIME_MONTHS) / (b + TIME_MONTHS))) / TIMES);
}

/* Other rows share nothing: a table of risks is a formula, and of fractures nobody has estimated it. */
static double of_observables(const char *a, const char *b) {
    if (begins(a, "bmd") && begins(b, "bmd"))
        return strcmp(a, b) ? SITES : 1;
    if (begins(a, "marker") && begins(b, "marker"))
        return strcmp(a, b) ? MARKERS : 1;
    return 0;
}

/* Rows are sums of arms and times, with signs: the second arm is subtracted (or divides), the first of two times too.
 */
static double shared(const struct cal_row *a, const struct cal_row *b) {
    double sum = 0;
    for (size_t i = 0; i < a->n_arms; i++)
        for (size_t j = 0; j < b->n_arms; j++)
            for (size_t k = 0; k < a->n_times; k++)
                for (size_t l = 0; l < b->n_times; l++) {
                    const bool plus = (i + j + (k + 1 < a->n_times) + (l + 1 < b->n_times)) % 2 == 0;
                    sum +=
                        (plus ? 1 : -1) * (a->arms[i] == b->arms[j] ? 1 : ARMS) * of_times(a->months[k], b->months[l]);
                }
    return sum;
}

static double correlation(const struct cal_row *a, const struct cal_row *b) {
    return of_observables(a->observable, b->observable) * shared(a, b) / sqrt(shared(a, a) * shared(b, b));
}

static void factorise(const struct cal_data *data, struct cal_study *study) {
    gsl_matrix_view view;
    study->factor = cal_allocate(study->n * study->n, sizeof *study->factor);
    for (size_t i = 0; i < study->n; i++)
        for (size_t j = 0; j < study->n; j++) {
            const struct cal_row *a = &data->rows[study->rows[i]], *b = &data->rows[study->rows[j]];
            study->factor[i * study->n + j] = i == j ? 1 : SHARED * correlation(a, b);
        }
    view = gsl_matrix_view_array(study->factor, study->n, study->n);
    if (gsl_linalg_cholesky_decomp1(&view.matrix) != GSL_SUCCESS)
        cal_stop("found errors of study %s whose covariance is not positive definite", study->name);
}

static struct cal_study *find_study(struct cal_data *data, const char *name) {
    for (size_t i = 0; i < data->n_studies; i++)
        if (!strcmp(data->studies[i].name, name))
            return &data->studies[i];
    data->studies[data->n_studies] =
        (struct cal_study){.name = name, .rows = cal_allocate(data->n_rows, sizeof(size_t))};
    return &data->studies[data->n_studies++];
}

void cal_find_errors(struct cal_data *data) {
    data->studies = cal_allocate(data->n_cases, sizeof *data->studies);
    for (size_t i = 0; i < data->n_rows; i++) {
        struct cal_row *row = &data->rows[i];
        row->sd = row_sd(row);
        if (row->of->role == CAL_FIT) {
            struct cal_study *study = find_study(data, row->of->study);
            study->rows[study->n++] = i;
        }
    }
    for (size_t i = 0; i < data->n_studies; i++) {
        struct cal_study *study = &data->studies[i];
        for (size_t j = 0; j < study->n; j++)
            data->rows[study->rows[j]].weight = fmin(1, sqrt(STUDY_ROWS / (double)study->n));
        factorise(data, study);
    }
}

void cal_whiten(const struct cal_data *data, double *values, size_t stride) {
    for (size_t s = 0; s < data->n_studies; s++) {
        const struct cal_study *study = &data->studies[s];
        for (size_t i = 0; i < study->n; i++) {
            const double *factor = &study->factor[i * study->n];
            double sum = values[study->rows[i] * stride];
            for (size_t j = 0; j < i; j++)
                sum -= factor[j] * values[study->rows[j] * stride];
            values[study->rows[i] * stride] = sum / factor[i];
        }
    }
}
