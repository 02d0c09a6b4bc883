/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What studies differ by: the women of a study come from a population that nobody knows, and so their mean lies beside
 * what the model says by more than chance. How much: generated/between_studies.h, which says on which scales.
 *
 * A difference is normal, with an SD that follows from what is prescribed and from what the model says, times a number
 * z of variance 1. The z of two arms, sites, markers and times go together as that file says. In time that is a process
 * of Ornstein and Uhlenbeck in ln(t + 3 months), which is a Brownian motion W(s)/sqrt(s) in s = (t + 3)^(2/2.2); a risk
 * has one z for all times, so that it never falls.
 */
#ifndef BM__COHORT_STUDY_H
#define BM__COHORT_STUDY_H

#include "cohort/brownian.h"
#include "readouts/markers.h"
#include "simulation/simulation.h"

/* Which study, and which arm of it. All 0: no differences. */
struct bm__study {
    uint64_t seed, number;
    uint32_t arm;
    double size; /* times the published differences */
    struct bm__study_density {
        struct bm__brownian of_study[2], of_arm[2]; /* what all sites share, and what is the site's own */
    } density[BM__N_SITES];
};

enum bm__study_risk { BM__RISK_TRIAL, BM__RISK_TABLE };

/* A study, by its number in the draws of a seed. */
BM__INLINE struct bm__study bm__study_of(uint64_t seed, uint64_t number, uint32_t arm, double size) {
    return (struct bm__study){.seed = seed, .number = number, .arm = arm, .size = size};
}

/* What the density of a site, `relative` to day 0 by the model, is multiplied by. */
double bm__study_density_factor(struct bm__study *study, const struct bm__simulation *sim, enum bm__site site,
                                double time_d, double relative);

/* And a marker. */
double bm__study_marker_factor(const struct bm__study *study, const struct bm__simulation *sim, enum bm__marker which,
                               double time_d, double relative);

/* The SD of what bm__study_density_factor() multiplies by, and of the logarithm of bm__study_marker_factor(). */
double bm__study_density_sd(const struct bm__study *study, const struct bm__simulation *sim, double time_d,
                            double relative);
double bm__study_marker_sd(const struct bm__study *study, const struct bm__simulation *sim, double time_d,
                           double relative);

/* z of the study's arm. */
double bm__study_density_z(struct bm__study *study, enum bm__site site, double time_d);
double bm__study_marker_z(const struct bm__study *study, enum bm__marker which, double time_d);

/* The correlation of two of them, of one site or marker or of two, at times of these paces. */
double bm__study_pace(double time_d);
double bm__study_correlation(int markers, int same, double pace, double other_pace);

/* A probability, as this study has it: 1 - (1 - p)^f. fracture: its number. */
double bm__study_probability(const struct bm__study *study, enum bm__study_risk risk, uint32_t fracture, double p);

#endif
