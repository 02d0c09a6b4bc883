/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How much studies differ: the mean of a new trial lies around what the model says by more than sampling. Do not edit:
 * validation/variability/headers.py writes this file from validation/results/between_studies.csv, and
 * validation/variability/between_studies.py that.
 *
 * The difference of a study is normal, on a scale of the quantity's own:
 *   density         points of change; a level or a T-score by what a point is of it
 *   marker          natural logarithm of the level over that of day 0
 *   fracture_trial  natural logarithm of a risk (fracture_risk)
 *   fracture_table  natural logarithm of a ten-year probability (fracture_risk_10y)
 * With m what the model says of an arm at t months, on that scale, its variance is
 *   density         (a^2 + b^2 m^2) growth(t), growth = t/24 within 0.25 and 2.5; 0.25 t in the first month
 *   marker          (a^2 + b^2 m^2) min(t, 1)
 *   fractures       a^2
 * The differences of two arms of a study have the correlation BM__STUDY_ARMS, of two sites of density BM__STUDY_SITES,
 * of two markers BM__STUDY_MARKERS, of two times exp(-|ln((t + 3)/(t' + 3))|/BM__STUDY_TIMES); these multiply.
 * Different quantities share nothing.
 *
 * The family of an arm follows from what is prescribed in it, by the first of these that holds:
 *   anabolic          teriparatide or romosozumab
 *   ai_and_bone_drug  an aromatase inhibitor, and denosumab or a bisphosphonate
 *   ai                an aromatase inhibitor
 *   antiresorptive    denosumab or a bisphosphonate
 *   untreated         estradiol, goserelin, a SERM, or nothing but calcium and vitamin D
 *   lifestyle         anything else: training, food, habits
 * Fractures have one a for all families.
 */
#ifndef BM__COHORT_GENERATED_BETWEEN_STUDIES_H
#define BM__COHORT_GENERATED_BETWEEN_STUDIES_H

/* clang-format off */
/* X(quantity, family, a, b); of how many studies and numbers they were estimated */
#define BM__BETWEEN_STUDIES(X) \
    X(density, ai, 1.66, 0.0739) /* 15, 51 */ \
    X(density, ai_and_bone_drug, 2.25, 0.0739) /* 7, 37 */ \
    X(density, anabolic, 2.45, 0.0739) /* 6, 41 */ \
    X(density, antiresorptive, 0.781, 0.0739) /* 23, 181 */ \
    X(density, untreated, 1.08, 0.0739) /* 47, 145 */ \
    X(density, lifestyle, 1.88, 0.0739) /* 15, 33 */ \
    X(marker, ai, 0.113, 0.0958) /* 6, 14 */ \
    X(marker, ai_and_bone_drug, 0.216, 0.0958) /* 2, 7 */ \
    X(marker, anabolic, 0.262, 0.0958) /* 4, 35 */ \
    X(marker, antiresorptive, 0.218, 0.0958) /* 8, 220 */ \
    X(marker, untreated, 0.0953, 0.0958) /* 4, 51 */ \
    X(marker, lifestyle, 0.15, 0.0958) /* 0, 0 */ \
    X(fracture_trial, all, 0.307, 0) /* 34, 70 */ \
    X(fracture_table, all, 0.239, 0) /* 2, 123 */

#define BM__STUDY_ARMS 0.59
#define BM__STUDY_SITES 0.83
#define BM__STUDY_MARKERS 0.5
#define BM__STUDY_TIMES 2.2
/* clang-format on */

#endif
