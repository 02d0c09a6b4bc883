/* SPDX-License-Identifier: Apache-2.0 */
/* Bone mineral density by site: T- and Z-scores against stated reference populations. */
#ifndef BM__READOUTS_DENSITOMETRY_H
#define BM__READOUTS_DENSITOMETRY_H

#include "body/index.h"

/* g/cm2 to T-score and back. */
double bm__t_score(enum bm__site site, double bmd);
double bm__bmd_of_t_score(enum bm__site site, double t_score);

/*
 * Scanners whose scales are known, in the order of their numbers, from 1. Densities inside of the library are on the
 * scale of the first, Hologic. A level is converted through the standardised density, with an error of 4 % for one
 * woman; a change across scanners would be nothing but that error. There is no equation for the one-third radius.
 */
struct bm__device {
    const char *name, *description;
};
enum { BM__HOLOGIC = 1, BM__N_DEVICES = 3 };
extern const struct bm__device bm__devices[BM__N_DEVICES];
#define BM__CONVERSION_ERROR 0.04

/* A density on a scanner's scale, on the library's; and back. NAN where there is no equation. */
double bm__density_from_device(uint32_t device, enum bm__site site, double bmd);
double bm__density_to_device(uint32_t device, enum bm__site site, double bmd);

/* Mean of women of an age, g/cm2; and the Z-score against it. */
double bm__bmd_of_age(enum bm__site site, double age_years);
double bm__z_score(enum bm__site site, double age_years, double bmd);

/* Correlation of Z-scores between sites. */
#define BM__SITE_CORRELATION 0.6

/* Density at day 0 of the sites that were not measured (NAN): expected for her age, plus the correlation times the mean
 * Z-score. */
void bm__fill_unmeasured(double age_years, double bmd[BM__N_SITES]);

#endif
