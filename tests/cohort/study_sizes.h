/* SPDX-License-Identifier: Apache-2.0 */
/* The published sizes of the differences between studies, as tests expect them. */
#ifndef BM__TESTS_COHORT_STUDY_SIZES_H
#define BM__TESTS_COHORT_STUDY_SIZES_H

#include <math.h>

#include "cohort/generated/between_studies.h"

static const double MONTH_D = 30.4375;

enum { ai, ai_and_bone_drug, anabolic, antiresorptive, untreated, lifestyle, all, N_FAMILIES };
enum { density, marker, fracture_trial, fracture_table };
static const struct {
    double a, b;
} sizes[4][N_FAMILIES] = {
#define BM__ROW(quantity, family, a, b) [quantity][family] = {a, b},
    BM__BETWEEN_STUDIES(BM__ROW)
#undef BM__ROW
};

/* Of density in points, of markers in logarithms; m on the same scale. In the first month it begins from nothing. */
static inline double expected_sd(int quantity, int family, double months, double m) {
    const double a = sizes[quantity][family].a, b = sizes[quantity][family].b;
    const double growth = quantity == density ? fmin(fmax(months / 24.0, 0.25), 2.5) : 1.0;
    return sqrt(fmin(months, 1.0) * growth * (a * a + b * b * m * m));
}

#endif
