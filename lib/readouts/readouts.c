/* SPDX-License-Identifier: Apache-2.0 */
#include "readouts/readouts.h"

#include "readouts/ten_year_risk.h"

void bm__look(struct bm__view *view, const struct bm__simulation *sim, const struct bm__baseline *baseline,
              double time_d, const double *x) {
    *view = (struct bm__view){.sim = sim, .baseline = sim->organism.full ? baseline : NULL, .time_d = time_d, .x = x};
    if (sim->organism.full)
        bm__simulation_levels(sim, time_d, x, &view->levels);
}

/* Osteocytes lie in bone: their number goes with its volume, taken over the sites. */
static double osteocytes(const double *x) {
    double volume = 0.0;
    for (int i = 0; i < BM__N_SITES; i++)
        volume += bm__bone_volume((enum bm__site)i, x);
    return volume;
}

/* What undercarboxylated osteocalcin does, with a gain that is 0 unless set. */
static double endocrine(const struct bm__view *view, enum bm__extension_parameter gain) {
    const struct bm__simulation *sim = view->sim;
    const double now = bm__marker_value(sim, BM__MARKER_s_ucoc, &view->levels);
    const double day_0 = bm__marker_value(sim, BM__MARKER_s_ucoc, &sim->levels_day_0);
    return bm__pow(now / day_0, bm__extension_parameters(sim)[gain]);
}

double bm__readout(const struct bm__view *view, enum bm__readout readout) {
    const struct bm__simulation *sim = view->sim;
    const double per_volume = sim->organism.k.per_V1, *x = view->x, *x0 = sim->x_day_0;
    switch (readout) {
    case BM__READOUT_pth:
        return 9.4 * x[BM__X_PTH] * per_volume;
    case BM__READOUT_calcium:
        return x[BM__X_P] * per_volume;
    case BM__READOUT_phosphate:
        return x[BM__X_ECCPhos] * per_volume;
    case BM__READOUT_calcitriol:
        return x[BM__X_B] * per_volume;
    case BM__READOUT_rankl_opg_ratio:
        return (x[BM__X_L] / x[BM__X_O]) / (x0[BM__X_L] / x0[BM__X_O]);
    case BM__READOUT_osteoclasts:
        return x[BM__X_OC] / x0[BM__X_OC];
    case BM__READOUT_osteoblasts:
        return (x[BM__X_OBfast] + x[BM__X_OBslow]) / (x0[BM__X_OBfast] + x0[BM__X_OBslow]);
    case BM__READOUT_estradiol:
        return view->levels.estradiol_pg_ml;
    case BM__READOUT_fsh:
        return view->levels.fsh_iu_l;
    case BM__READOUT_calcidiol:
        return x[BM__X_D25];
    case BM__READOUT_sclerostin:
        return view->levels.sclerostin / sim->levels_day_0.sclerostin * osteocytes(x) / osteocytes(x0);
    case BM__READOUT_fracture_major:
        return x[BM__X_PMA];
    case BM__READOUT_fracture_hip:
        return x[BM__X_PHI];
    case BM__READOUT_fracture_vertebral:
        return x[BM__X_PVE];
    case BM__READOUT_fracture_10y_major:
    case BM__READOUT_fracture_10y_hip:
        return bm__ten_year_risk(&sim->organism.e, &view->levels.risk, readout == BM__READOUT_fracture_10y_hip);
    case BM__READOUT_falls:
        return bm__exp(view->levels.risk.falls);
    case BM__READOUT_insulin_sensitivity:
        return endocrine(view, BM__Q_endocrine_insulin_gain);
    case BM__READOUT_testosterone:
        return endocrine(view, BM__Q_endocrine_testosterone_gain);
    default:
        return osteocytes(x) / osteocytes(x0);
    }
}

double bm__site_readout(const struct bm__view *view, enum bm__site_readout readout, enum bm__site site) {
    const struct bm__errors *errors = view->errors;
    const double measured = errors ? errors->site[site] : 1.0, day_0 = errors ? errors->site_day_0[site] : 1.0;
    const double relative = bm__bmd_relative(view->sim, site, view->x);
    const double bmd = view->baseline->bmd[site] * relative * measured;
    switch (readout) {
    case BM__SITE_READOUT_loading:
        return view->levels.load[site];
    case BM__SITE_READOUT_loading_signal:
        return view->levels.signal[site];
    case BM__SITE_READOUT_bmd:
        return bmd;
    case BM__SITE_READOUT_bmd_change:
        return 100.0 * (relative * measured / day_0 - 1.0);
    case BM__SITE_READOUT_t_score:
        return bm__t_score(site, bmd);
    default:
        return bm__z_score(site, bm__age_at(view->baseline, view->time_d), bmd);
    }
}

double bm__marker_readout(const struct bm__view *view, int change, enum bm__marker marker) {
    const double measured = view->errors ? view->errors->marker[marker] : 1.0;
    const double value = bm__marker_value(view->sim, marker, &view->levels) * measured;
    const double day_0 = view->errors ? view->errors->marker_day_0[marker] : 1.0;
    if (change)
        return 100.0 * (value / (bm__marker_value(view->sim, marker, &view->sim->levels_day_0) * day_0) - 1.0);
    return value * view->baseline->marker_scale[marker];
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

/* Has a parameter that the calibration fixed been changed? */
static int fitted_changed(const struct bm__simulation *sim) {
    for (uint32_t i = BM__N_CORE_ROWS; i < bm__n_parameters(); i++)
        if ((bm__parameter_row(i)->kind & BM_FLAG_FITTED) && sim->parameters[i] != bm__parameter_row(i)->value)
            return 1;
    return 0;
}

/* How many kinds of bone drugs run at a time, and whether romosozumab and teriparatide do. */
static int unstudied_combination(const struct bm__simulation *sim) {
    uint32_t running = 0;
    for (uint32_t i = 0; i < sim->n_courses; i++) {
        const struct bm__course *course = &sim->courses[i];
        if (course->start_d <= sim->now.time_d && sim->now.time_d < course->stop_d)
            running |= bm__agent_of(sim, course->agent)->bone_drug;
    }
    const uint32_t builders = BM__DRUG_SCLEROSTIN | BM__DRUG_PTH;
    const uint32_t but_one = running & (running - 1), but_two = but_one & (but_one - 1);
    return (running & builders) == builders || but_two != 0;
}

uint32_t bm__applicability(const struct bm__simulation *sim, const struct bm__baseline *baseline) {
    const double core_hours_per_year = 8736.0; /* quirk 6 of the published model */
    const double *p = sim->parameters, *x = sim->prepared ? sim->now.x : sim->initial;
    uint32_t reasons = 0;
    for (uint32_t i = 0; i < sim->n_courses; i++) {
        const struct bm__course *course = &sim->courses[i];
        const struct bm__agent *agent = bm__agent_of(sim, course->agent);
        if (course->dose < agent->usual_minimum || course->dose > agent->usual_maximum)
            reasons |= 1u << BM__REASON_dose;
        if (agent->pushes_pth && !sim->organism.full)
            reasons |= 1u << BM__REASON_teriparatide_density;
    }
    if (bm__hooks_count(sim->hooks) > 0)
        reasons |= 1u << BM__REASON_hook;
    double age_years;
    int ages = 1;
    if (sim->organism.full) {
        age_years = bm__age_at(baseline, sim->now.time_d);
        if (fitted_changed(sim))
            reasons |= 1u << BM__REASON_parameters;
        if (unstudied_combination(sim))
            reasons |= 1u << BM__REASON_combination;
        for (int i = 0; sim->prepared && i < BM__N_SITES; i++) {
            const double t_score = bm__t_score((enum bm__site)i, baseline->bmd[i]);
            if (t_score < -4.5 || t_score > 3.0)
                reasons |= 1u << BM__REASON_density;
        }
    } else {
        age_years = (p[BM__P_ageENTER] + sim->now.time_d * BM__HOURS_PER_DAY) / core_hours_per_year;
        ages = p[BM__P_ESTON] != 0.0;
    }
    if (ages && (age_years < 35.0 || age_years > 90.0))
        reasons |= 1u << BM__REASON_age;
    if (x[BM__X_GFR] < 30.0 * BM__L_H_PER_ML_MIN || bm__covariate(baseline, BM__C_egfr) < 30.0)
        reasons |= 1u << BM__REASON_kidney;
    const double T65 = p[BM__P_T65] / bm__parameter_row(BM__P_T65)->value, PTmax = sim->initial[BM__X_PTmax];
    if (T65 < 2.0 / 3.0 || T65 > 1.5 || PTmax < 0.5 || PTmax > 2.0)
        reasons |= 1u << BM__REASON_pth_gland;
    return reasons;
}

const char *bm__reason_text(uint32_t reason) {
    static const char *const texts[] = {
#define BM__ROW(id, text) text,
        BM__REASONS(BM__ROW)
#undef BM__ROW
    };
    return texts[reason];
}
