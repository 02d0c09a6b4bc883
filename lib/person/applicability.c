/* SPDX-License-Identifier: Apache-2.0 */
/* The reasons why a simulation lies outside of the domain where the model was calibrated. */
#include "person/applicability.h"

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

uint32_t bm__applicability(const struct bm__simulation *sim, const struct bm__day0 *day0) {
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
        age_years = bm__age_at(day0, sim->now.time_d);
        if (fitted_changed(sim))
            reasons |= 1u << BM__REASON_parameters;
        if (unstudied_combination(sim))
            reasons |= 1u << BM__REASON_combination;
        for (int i = 0; sim->prepared && i < BM__N_SITES; i++) {
            const double t_score = bm__t_score((enum bm__site)i, day0->reference.bmd[i]);
            if (t_score < -4.5 || t_score > 3.0)
                reasons |= 1u << BM__REASON_density;
        }
    } else {
        age_years = (p[BM__P_ageENTER] + sim->now.time_d * BM__HOURS_PER_DAY) / core_hours_per_year;
        ages = p[BM__P_ESTON] != 0.0;
    }
    if (ages && (age_years < 35.0 || age_years > 90.0))
        reasons |= 1u << BM__REASON_age;
    if (x[BM__X_GFR] < 30.0 * BM__L_H_PER_ML_MIN || bm__covariate(day0, BM__C_egfr) < 30.0)
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
