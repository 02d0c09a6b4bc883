/* SPDX-License-Identifier: Apache-2.0 */
/* Read-outs of a moment, by the formulas of their rows. */
#include "readouts/readouts.h"

#include "readouts/ten_year_risk.h"

void bm__look(struct bm__view *view, const struct bm__simulation *sim, const struct bm__reference *reference,
              double time_d, const double *x) {
    view->sim = sim;
    view->reference = sim->organism.full ? reference : NULL;
    view->time_d = time_d;
    view->x = x;
    view->errors = NULL;
    for (int i = 0; i < BM__N_SITES; i++)
        view->own[i] = view->start[i] = 1.0;
    view->has_own = 0;
    view->has_levels = view->has_markers = 0;
}

static const struct bm__body_levels *levels_of(struct bm__view *view) {
    if (!view->has_levels)
        bm__simulation_levels(view->sim, view->time_d, view->x, &view->levels);
    view->has_levels = 1;
    return &view->levels;
}

static double marker_of(struct bm__view *view, enum bm__marker marker) {
    if (!view->has_markers)
        bm__marker_values(view->sim, levels_of(view), view->markers);
    view->has_markers = 1;
    return view->markers[marker];
}

double bm__mineral_density(const struct bm__simulation *sim, enum bm__site site, const double *x) {
    static const uint16_t part[BM__N_SITES] = {
#define BM__ROW(symbol, name) BM__Q_skeleton_cortex_##name,
        BM__SITES(BM__ROW)
#undef BM__ROW
    };
    const double mu = bm__extension_parameters(sim)[BM__Q_skeleton_young_density];
    const double c = bm__extension_parameters(sim)[part[site]];
    const int Y = BM__X_YLS + 2 * (int)site, M = Y + 1;
    return (1.0 - c) * (mu * x[Y] + x[M]) + c * x[BM__X_CLS + (int)site];
}

double bm__bmd_relative(const struct bm__simulation *sim, enum bm__site site, const double *x) {
    return bm__mineral_density(sim, site, x) / bm__mineral_density(sim, site, sim->x_day_0);
}

/* Volume of bone at a site, relative to balance. */
static double volume(enum bm__site site, const double *x) {
    return x[BM__X_YLS + 2 * (int)site] + x[BM__X_MLS + 2 * (int)site];
}

/* Osteocytes lie in bone: their number goes with its volume, taken over the sites. */
static double osteocytes(const double *x) {
    double sum = 0.0;
    for (int i = 0; i < BM__N_SITES; i++)
        sum += volume((enum bm__site)i, x);
    return sum;
}

static double rankl_opg(const double *x) {
    return x[BM__X_L] / x[BM__X_O];
}

/* What undercarboxylated osteocalcin does, with a gain that is 0 unless set. */
static double endocrine(struct bm__view *view, enum bm__extension_parameter gain) {
    const struct bm__simulation *sim = view->sim;
    const double now = marker_of(view, BM__MARKER_s_ucoc);
    const double day_0 = bm__marker_value(sim, BM__MARKER_s_ucoc, &sim->levels_day_0);
    return bm__pow(now / day_0, bm__extension_parameters(sim)[gain]);
}

double bm__readout(struct bm__view *view, enum bm__readout readout) {
    static const uint8_t of_core[BM__N_READOUTS] = {
#define BM__ROW(id, name, unit, code, of_core, formula, description) of_core,
        BM__READOUTS(BM__ROW)
#undef BM__ROW
    };
    const struct bm__simulation *sim = view->sim;
    const double per_volume = sim->organism.k.per_V1, *x = view->x, *x0 = sim->x_day_0;
    const struct bm__body_levels *at = of_core[readout] ? &view->levels : levels_of(view), *at0 = &sim->levels_day_0;
    const struct bm__extension_constants *e = &sim->organism.e;
    switch (readout) {
#define BM__ROW(id, name, unit, code, of_core, formula, description)                                                   \
    case BM__READOUT_##id:                                                                                             \
        return (formula);
        BM__READOUTS(BM__ROW) /* NOLINT(bugprone-branch-clone): a ratio has two names */
#undef BM__ROW
    case BM__N_READOUTS:
        break;
    }
    return (double)NAN; /* there is no other read-out */
}

double bm__site_readout(struct bm__view *view, enum bm__site_readout readout, enum bm__site site) {
    const struct bm__errors *errors = view->errors;
    const double measured = errors ? errors->site[site] : 1.0, day_0 = errors ? errors->site_day_0[site] : 1.0;
    const double relative = bm__bmd_relative(view->sim, site, view->x) * view->own[site];
    const double bmd = view->reference->bmd[site] * view->start[site] * relative * measured;
    const struct bm__person *person = &view->sim->person;
    const double years = view->time_d / BM__DAYS_PER_YEAR;
    const double age_years = person->age_years + (person->ageing_held ? fmin(years, person->held_years) : years);
    switch (readout) {
#define BM__ROW(id, name, unit, formula, description)                                                                  \
    case BM__SITE_READOUT_##id:                                                                                        \
        return (formula);
        BM__SITE_READOUTS(BM__ROW)
#undef BM__ROW
    case BM__N_SITE_READOUTS:
        break;
    }
    return (double)NAN; /* there is no other read-out */
}

double bm__marker_relative(struct bm__view *view, enum bm__marker marker) {
    return marker_of(view, marker) / bm__marker_value(view->sim, marker, &view->sim->levels_day_0);
}

double bm__marker_readout(struct bm__view *view, int change, enum bm__marker marker) {
    const double measured = view->errors ? view->errors->marker[marker] : 1.0;
    const double value = marker_of(view, marker) * measured;
    const double day_0 = view->errors ? view->errors->marker_day_0[marker] : 1.0;
    if (change)
        return 100.0 * (value / (bm__marker_value(view->sim, marker, &view->sim->levels_day_0) * day_0) - 1.0);
    return value * view->reference->marker_scale[marker];
}

double bm__state_value(const struct bm__simulation *sim, uint32_t i, const double *x) {
    const uint32_t place = bm__state_place(sim, i);
    return place < BM__MAX_STATES ? x[place] : 0.0;
}

double bm__agent_level(const struct bm__simulation *sim, uint32_t agent, double time_d, const double *x) {
    const uint32_t first = sim->organism.first_state[agent];
    const double habit = sim->person.habits[bm__agents[agent]->replaces];
    if (!first)
        return habit;
    const double *p = bm__agent_parameters(sim, agent);
    double rates[BM__MAX_RATES];
    bm__simulation_rates(sim, agent, time_d, rates);
    const double level = habit + bm__agents[agent]->level(p, rates[0], x + first);
    return level > 0.0 ? level : 0.0; /* an eliminated drug may stand a rounding below nothing */
}
