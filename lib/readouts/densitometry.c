/* SPDX-License-Identifier: Apache-2.0 */
/* T- and Z-scores, and what is expected of a site that was not measured. */
#include "readouts/densitometry.h"

#include <math.h>

/*
 * Young women, mean and SD in g/cm2: NHANES III (Hologic) for spine and hip; for the one-third radius 11,252 Japanese
 * women (J Bone Miner Metab 2000;18:31-35), because no Hologic reference for white women was found.
 */
static const struct {
    double mean, sd;
} young[BM__N_SITES] = {
    [BM__SITE_LS] = {1.047, 0.110},
    [BM__SITE_TH] = {0.942, 0.122},
    [BM__SITE_FN] = {0.858, 0.120},
    [BM__SITE_DR] = {0.664, 0.054},
};

/*
 * Mean by age relative to age 25. Spine: NHANES by decade. Hip: Looker 1998 to 65, then the ageing curve of Jorg et al.
 * 2022, which was fitted to it. Femoral neck and radius: the hip's curve, for want of a table. Spine at 85: continued.
 */
enum { FIRST_AGE = 25, DECADES = 7 };
static const double spine[DECADES] = {1.0, 1.001, 0.992, 0.933, 0.895, 0.848, 0.801};
static const double hip[DECADES] = {1.0, 0.990, 0.963, 0.917, 0.847, 0.791, 0.732};

const struct bm__device bm__devices[BM__N_DEVICES] = {
    {"hologic", "Hologic, the scale on which the library computes"},
    {"lunar", "GE Lunar: spine and hip are converted through the standardised density"},
    {"norland", "Norland: spine and hip are converted through the standardised density"},
};

/*
 * Standardised density in g/cm2 = slope x density + offset (spine: Hui 1997, at its centre 1.0436; total hip and
 * femoral neck: Lu 2001). The radius, the last site, has none. The slopes and offsets are those of the University of
 * Washington's bone densitometry course.
 */
static const struct {
    double slope, offset;
} standardised[BM__N_DEVICES][BM__SITE_DR] = {
    {{1.0550, 1.0436 - 1.0550 * 0.972}, {1.008, 0.006}, {1.087, 0.019}},
    {{0.9683, 1.0436 - 0.9683 * 1.100}, {0.979, -0.031}, {0.939, -0.023}},
    {{0.9743, 1.0436 - 0.9743 * 0.969}, {1.012, 0.026}, {0.985, 0.006}},
};

static double convert(uint32_t from, uint32_t to, enum bm__site site, double bmd) {
    if (from == to)
        return bmd;
    if (site == BM__SITE_DR)
        return (double)NAN;
    const double s = standardised[from - 1][site].slope * bmd + standardised[from - 1][site].offset;
    return (s - standardised[to - 1][site].offset) / standardised[to - 1][site].slope;
}

double bm__density_from_device(uint32_t device, enum bm__site site, double bmd) {
    return convert(device, BM__HOLOGIC, site, bmd);
}

double bm__density_to_device(uint32_t device, enum bm__site site, double bmd) {
    return convert(BM__HOLOGIC, device, site, bmd);
}

double bm__t_score(enum bm__site site, double bmd) {
    return (bmd - young[site].mean) / young[site].sd;
}

double bm__bmd_of_t_score(enum bm__site site, double t_score) {
    return young[site].mean + t_score * young[site].sd;
}

double bm__bmd_of_age(enum bm__site site, double age_years) {
    const double *curve = site == BM__SITE_LS ? spine : hip;
    const double decade = fmin(fmax((age_years - FIRST_AGE) / 10.0, 0.0), DECADES - 1.0);
    const int i = decade < DECADES - 1.0 ? (int)decade : DECADES - 2;
    return young[site].mean * (curve[i] + (decade - i) * (curve[i + 1] - curve[i]));
}

double bm__z_score(enum bm__site site, double age_years, double bmd) {
    return (bmd - bm__bmd_of_age(site, age_years)) / young[site].sd;
}

void bm__fill_unmeasured(double age_years, double bmd[BM__N_SITES]) {
    double sum = 0.0;
    int n = 0;
    for (int i = 0; i < BM__N_SITES; i++)
        if (!isnan(bmd[i])) {
            sum += bm__z_score((enum bm__site)i, age_years, bmd[i]);
            n++;
        }
    const double z = n ? BM__SITE_CORRELATION * sum / n : 0.0;
    for (int i = 0; i < BM__N_SITES; i++)
        if (isnan(bmd[i]))
            bmd[i] = bm__bmd_of_age((enum bm__site)i, age_years) + z * young[i].sd;
}
