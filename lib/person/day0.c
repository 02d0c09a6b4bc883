/* SPDX-License-Identifier: Apache-2.0 */
#include "person/day0.h"
#include "readouts/ten_year_risk.h"

static const double defaults[BM__N_COVARIATES] = {
#define BM__ROW(id, name, value, ...) value,
    BM__COVARIATES(BM__ROW)
#undef BM__ROW
};

double bm__covariate(const struct bm__baseline *baseline, enum bm__covariate covariate) {
    const double menopause_age = 51.0;
    const double given = baseline->covariates[covariate];
    if (!isnan(given))
        return given;
    if (covariate == BM__C_years_since_menopause) {
        const double age = baseline->covariates[BM__C_age_years];
        return (isnan(age) ? defaults[BM__C_age_years] : age) - menopause_age;
    }
    return defaults[covariate];
}

double bm__age_at(const struct bm__baseline *baseline, double time_d) {
    return bm__covariate(baseline, BM__C_age_years) + time_d / BM__DAYS_PER_YEAR;
}

/* Density of a site, relative to balance. */
static double mineral_density(const struct bm__simulation *sim, enum bm__site site, const double *x) {
    const double mu = bm__extension_parameters(sim)[BM__Q_skeleton_young_density];
    const int Y = BM__X_YLS + 2 * (int)site, M = Y + 1;
    const double cortex = bm__extension_parameters(sim)[BM__Q_skeleton_cortex_lumbar_spine + (int)site];
    return (1.0 - cortex) * (mu * x[Y] + x[M]) + cortex * x[BM__X_CLS + (int)site];
}

static struct bm__person person(const struct bm__baseline *b, const struct bm__simulation *sim) {
    const double *extension = bm__extension_parameters(sim);
    const double reference = extension[BM__Q_vitamin_d_reference], per_iu = extension[BM__Q_vitamin_d_per_iu];
    const double eaten_iu = bm__covariate(b, BM__C_vitamin_d_intake), calcidiol = bm__covariate(b, BM__C_calcidiol);
    const double height_m = bm__covariate(b, BM__C_height_cm) / 100.0, weight_kg = bm__covariate(b, BM__C_weight_kg);
    const double beyond_iu = eaten_iu - defaults[BM__C_vitamin_d_intake]; /* as a supplement of as much would have it */
    const double by_intake = sqrt(reference * reference + per_iu * beyond_iu * BM__USUAL_WEIGHT / weight_kg);
    struct bm__person p = {
        .age_years = bm__covariate(b, BM__C_age_years),
        .years_since_menopause = bm__covariate(b, BM__C_years_since_menopause),
        .estradiol_pg_ml = bm__covariate(b, BM__C_estradiol),
        .calcidiol_nmol_l = isnan(calcidiol) ? by_intake : calcidiol,
        .turnover_scale = 1.0,
        .gfr_l_h = bm__covariate(b, BM__C_egfr) * BM__L_H_PER_ML_MIN,
        .weight_kg = weight_kg,
        .bmi_kg_m2 = weight_kg / (height_m * height_m),
        .calcium_mg_d = bm__covariate(b, BM__C_calcium_intake),
        .protein_beyond_g_kg_d = bm__covariate(b, BM__C_protein_intake) - BM__USUAL_PROTEIN,
        .vitamin_k2_beyond_ug_d = bm__covariate(b, BM__C_vitamin_k2_intake) - BM__USUAL_VITAMIN_K2,
        .magnesium_mg_d = bm__covariate(b, BM__C_magnesium_intake),
        .habits =
            {
                [BM__HABIT_CIGARETTES] = bm__covariate(b, BM__C_cigarettes),
                [BM__HABIT_ALCOHOL] = bm__covariate(b, BM__C_alcohol),
                [BM__HABIT_CAFFEINE] = bm__covariate(b, BM__C_caffeine),
            },
        .inflammation = fmax(0.0, bm__log(bm__covariate(b, BM__C_hs_crp) / BM__USUAL_CRP) / BM__LN2),
    };
    bm__risk_factors(b, extension, &p);
    return p;
}

/* Turnover of her sites: the part of the markers' deviation that is her own. Sets how the markers are read. */
static double match_markers(struct bm__baseline *b, const struct bm__simulation *sim) {
    const double reliability = bm__extension_parameters(sim)[BM__Q_markers_reliability];
    double sum = 0.0;
    int n = 0;
    for (int i = 0; i < BM__N_MARKERS; i++) {
        const enum bm__marker marker = (enum bm__marker)i;
        const double measured = b->covariates[bm__marker_covariate(marker)];
        b->marker_scale[i] = 1.0;
        if (isnan(measured))
            continue;
        b->marker_scale[i] = measured / bm__marker_value(sim, marker, &sim->levels_day_0);
        if (marker == BM__MARKER_s_ucoc)
            continue; /* tells of vitamin K rather than of turnover */
        sum += bm__log(b->marker_scale[i]) / bm__marker_power(sim, marker);
        n++;
    }
    return n ? bm__exp(reliability * sum / n) : 1.0;
}

/* The T-score of a site by its mineral. An unmeasured one is known as well as the sites that were measured tell. */
static struct bm__t_line t_line(const struct bm__baseline *b, const struct bm__simulation *sim, enum bm__site site) {
    const double t0 = bm__t_score(site, 0.0), t_day_0 = bm__t_score(site, b->bmd[site]);
    int measured[BM__N_SITES], any = 0;
    for (int i = 0; i < BM__N_SITES; i++)
        any |= measured[i] = !isnan(b->covariates[BM__C_t_LS + i]) || !isnan(b->covariates[BM__C_bmd_LS + i]);
    return (struct bm__t_line){
        .from = t0,
        .per_density = (t_day_0 - t0) / mineral_density(sim, site, sim->x_day_0),
        .variance = measured[site] ? 0.0
                    : any          ? 1.0 - BM__SITE_CORRELATION * BM__SITE_CORRELATION
                                   : 1.0,
    };
}

bm_status bm__baseline_begin(struct bm__baseline *b, struct bm__simulation *sim, const char **bad) {
    if (sim->organism.full)
        sim->person = person(b, sim);
    b->matched = 0;
    return bm__simulation_begin(sim, bad);
}

bm_status bm__baseline_arrive(struct bm__baseline *b, struct bm__simulation *sim, int *again, const char **bad) {
    bm__simulation_day_0(sim);
    *again = 0;
    if (!sim->organism.full)
        return BM_OK;
    for (int i = 0; i < BM__N_SITES; i++) {
        const double t_score = b->covariates[BM__C_t_LS + i], bmd = b->covariates[BM__C_bmd_LS + i];
        b->bmd[i] = isnan(bmd) ? bm__bmd_of_t_score((enum bm__site)i, t_score) : bmd;
    }
    bm__fill_unmeasured(sim->person.age_years, b->bmd);

    /* The sites do not act on the markers, so one more run with her turnover is all it takes; after it, the steps were
     * others, and so the last digits of the markers. */
    const double turnover = match_markers(b, sim);
    if (turnover != 1.0 && !b->matched) {
        sim->person.turnover_scale = turnover;
        sim->prepared = 0;
        b->matched = 1;
        *again = 1;
        return bm__simulation_begin(sim, bad);
    }
    sim->person.t_FN = t_line(b, sim, BM__SITE_FN);
    sim->person.t_LS = t_line(b, sim, BM__SITE_LS);
    bm__simulation_refresh(sim);
    bm__simulation_levels(sim, 0.0, sim->now.x, &sim->levels_day_0);
    return BM_OK;
}

bm_status bm__baseline_prepare(struct bm__baseline *b, struct bm__simulation *sim, const struct bm__watch *watch,
                               const char **bad) {
    if (sim->prepared)
        return BM_OK;
    int again = 1;
    bm_status status = bm__baseline_begin(b, sim, bad);
    while (status == BM_OK && again) {
        if (sim->now.time_d < 0.0)
            status = bm__simulation_advance(sim, 0.0, watch);
        if (status == BM_OK)
            status = bm__baseline_arrive(b, sim, &again, bad);
        else
            sim->now.time_d = 0.0;
    }
    return status;
}

double bm__bmd_relative(const struct bm__simulation *sim, enum bm__site site, const double *x) {
    return mineral_density(sim, site, x) / mineral_density(sim, site, sim->x_day_0);
}
