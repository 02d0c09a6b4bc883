/* SPDX-License-Identifier: Apache-2.0 */
#include "readouts/readouts.h"

double bm__readout(const struct bm__simulation *sim, uint32_t readout, const double *x) {
    const double per_volume = sim->organism.k.per_V1, *x0 = sim->x_day_0;
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
    default:
        return (x[BM__X_OBfast] + x[BM__X_OBslow]) / (x0[BM__X_OBfast] + x0[BM__X_OBslow]);
    }
}

double bm__state_value(const struct bm__simulation *sim, uint32_t i, const double *x) {
    const uint32_t place = bm__state_place(sim, i);
    return place < BM__MAX_STATES ? x[place] : 0.0;
}

double bm__agent_level(const struct bm__simulation *sim, uint32_t agent, double time_d, const double *x) {
    const uint32_t first = sim->organism.first_state[agent];
    if (!first)
        return 0.0;
    const double *p = sim->parameters + bm__agent_first_parameter(agent);
    const double level = bm__agents[agent]->level(p, bm__simulation_rate(sim, agent, time_d), x + first);
    return level > 0.0 ? level : 0.0; /* an eliminated drug may stand a rounding below nothing */
}

uint32_t bm__applicability(const struct bm__simulation *sim) {
    const double hours_per_year = 8736.0, l_h_per_ml_min = 1.0 / 16.667;
    const double *p = sim->parameters, *x = sim->prepared ? sim->now.x : sim->initial;
    uint32_t reasons = 0;
    for (uint32_t i = 0; i < sim->n_courses; i++) {
        const struct bm__course *course = &sim->courses[i];
        const struct bm__agent *agent = bm__agents[course->agent];
        if (course->dose < agent->usual_minimum || course->dose > agent->usual_maximum)
            reasons |= 1u << BM__REASON_dose;
        if (agent->pushes_pth)
            reasons |= 1u << BM__REASON_teriparatide_density;
    }
    const double age_years = (p[BM__P_ageENTER] + sim->now.time_d * 24.0) / hours_per_year;
    if (p[BM__P_ESTON] != 0.0 && (age_years < 35.0 || age_years > 90.0))
        reasons |= 1u << BM__REASON_age;
    if (x[BM__X_GFR] < 30.0 * l_h_per_ml_min)
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
