/* SPDX-License-Identifier: Apache-2.0 */
/* Bone mineral density by site: T- and Z-scores against stated reference populations. */
#ifndef BM__READOUTS_DENSITOMETRY_H
#define BM__READOUTS_DENSITOMETRY_H

#include "body/index.h"

/* g/cm2 to T-score and back. */
double bm__t_score(enum bm__site site, double bmd);
double bm__bmd_of_t_score(enum bm__site site, double t_score);

/* Mean of women of an age, g/cm2; and the Z-score against it. */
double bm__bmd_of_age(enum bm__site site, double age_years);
double bm__z_score(enum bm__site site, double age_years, double bmd);

/* Correlation of Z-scores between sites. */
#define BM__SITE_CORRELATION 0.6

/* Density at day 0 of the sites that were not measured (NAN): expected for her age, plus the correlation times the mean
 * Z-score. */
void bm__fill_unmeasured(double age_years, double bmd[BM__N_SITES]);

#endif
