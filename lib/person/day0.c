/* SPDX-License-Identifier: Apache-2.0 */
/* The way to day 0: her history, and the matching of density and markers to what was measured. */
#include "person/day0.h"

/* The covariate that holds each marker as measured. */
static const uint8_t measured_as[BM__N_MARKERS] = {
#define BM__ROW(id, ...) BM__C_m_##id,
    BM__MARKERS(BM__ROW)
#undef BM__ROW
};

/* Turnover of her sites: the part of the markers' deviation that is her own. Sets how the markers are read. */
static double match_markers(struct bm__day0 *day0, const struct bm__simulation *sim) {
    const double reliability = bm__extension_parameters(sim)[BM__Q_markers_reliability];
    double sum = 0.0;
    int n = 0;
    for (int i = 0; i < BM__N_MARKERS; i++) {
        const enum bm__marker marker = (enum bm__marker)i;
        const double measured = day0->covariates[measured_as[i]];
        day0->reference.marker_scale[i] = 1.0;
        if (isnan(measured))
            continue;
        day0->reference.marker_scale[i] = measured / bm__marker_value(sim, marker, &sim->levels_day_0);
        if (marker == BM__MARKER_s_ucoc)
            continue; /* tells of vitamin K rather than of turnover */
        sum += bm__log(day0->reference.marker_scale[i]) / bm__marker_power(sim, marker);
        n++;
    }
    return n ? bm__exp(reliability * sum / n) : 1.0;
}

/* The T-score of a site by its mineral. An unmeasured one is known as well as the sites that were measured tell. */
static struct bm__t_line t_line(const struct bm__day0 *day0, const struct bm__simulation *sim, enum bm__site site) {
    const double t0 = bm__t_score(site, 0.0), t_day_0 = bm__t_score(site, day0->reference.bmd[site]);
    int measured[BM__N_SITES], any = 0;
    for (int i = 0; i < BM__N_SITES; i++)
        any |= measured[i] = !isnan(day0->covariates[BM__C_t_LS + i]) || !isnan(day0->covariates[BM__C_bmd_LS + i]);
    const int converted = !isnan(day0->covariates[BM__C_bmd_LS + (int)site]) && bm__device_of(day0) != BM__HOLOGIC;
    const double error = converted ? BM__CONVERSION_ERROR * (t_day_0 - t0) : 0.0;
    return (struct bm__t_line){
        .from = t0,
        .per_density = (t_day_0 - t0) / bm__mineral_density(sim, site, sim->x_day_0),
        .variance = measured[site] ? error * error
                    : any          ? 1.0 - BM__SITE_CORRELATION * BM__SITE_CORRELATION
                                   : 1.0,
    };
}

bm_status bm__day0_begin(struct bm__day0 *day0, struct bm__simulation *sim, const char **bad) {
    if (sim->organism.full)
        sim->person = bm__person_of(day0, sim);
    day0->matched = 0;
    return bm__simulation_begin(sim, bad);
}

bm_status bm__day0_arrive(struct bm__day0 *day0, struct bm__simulation *sim, int *again, const char **bad) {
    bm__simulation_day_0(sim);
    *again = 0;
    if (!sim->organism.full)
        return BM_OK;
    for (int i = 0; i < BM__N_SITES; i++) {
        const double t_score = day0->covariates[BM__C_t_LS + i], bmd = day0->covariates[BM__C_bmd_LS + i];
        day0->reference.bmd[i] = isnan(bmd) ? bm__bmd_of_t_score((enum bm__site)i, t_score)
                                            : bm__density_from_device(bm__device_of(day0), (enum bm__site)i, bmd);
    }
    bm__fill_unmeasured(sim->person.age_years, day0->reference.bmd);

    /* The sites do not act on the markers, so one more run with her turnover is all it takes; after it, the steps were
     * others, and so the last digits of the markers. */
    const double turnover = match_markers(day0, sim);
    if (turnover != 1.0 && !day0->matched) {
        sim->person.turnover_scale = turnover;
        sim->prepared = 0;
        day0->matched = 1;
        *again = 1;
        return bm__simulation_begin(sim, bad);
    }
    sim->person.t_FN = t_line(day0, sim, BM__SITE_FN);
    sim->person.t_LS = t_line(day0, sim, BM__SITE_LS);
    bm__simulation_refresh(sim);
    bm__simulation_levels(sim, 0.0, sim->now.x, &sim->levels_day_0);
    return BM_OK;
}

bm_status bm__day0_prepare(struct bm__day0 *day0, struct bm__simulation *sim, const struct bm__watch *watch,
                           const char **bad) {
    if (sim->prepared)
        return BM_OK;
    int again = 1;
    bm_status status = bm__day0_begin(day0, sim, bad);
    while (status == BM_OK && again) {
        if (sim->now.time_d < 0.0)
            status = bm__simulation_advance(sim, 0.0, watch);
        if (status == BM_OK)
            status = bm__day0_arrive(day0, sim, &again, bad);
        else
            sim->now.time_d = 0.0;
    }
    return status;
}
