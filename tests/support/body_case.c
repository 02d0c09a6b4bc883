/* SPDX-License-Identifier: Apache-2.0 */
#include "support/body_case.h"

#include "support/person.h"

static const struct {
    const char *name;
    double size;
} extension_states[] = {
#define BM__ROW(name, size, unit, balance, description) {#name, size},
    BM__EXTENSION_STATES(BM__ROW)
#undef BM__ROW
};
static const double lowest[] = {
#define BM__ROW(group, name, value, unit, minimum, maximum, flags, source, description) minimum,
    BM__EXTENSION_PARAMETERS(BM__ROW)
#undef BM__ROW
};
static const double highest[] = {
#define BM__ROW(group, name, value, unit, minimum, maximum, flags, source, description) maximum,
    BM__EXTENSION_PARAMETERS(BM__ROW)
#undef BM__ROW
};
const double body_parameter_values[BM__N_EXTENSION_PARAMETERS] = {
#define BM__ROW(group, name, value, ...) value,
    BM__EXTENSION_PARAMETERS(BM__ROW)
#undef BM__ROW
};

/* How far random cases push each target. */
static const double pushed[BM__N_TARGETS] = {
    [BM__U_rankl_clearance] = 0.02,     [BM__U_pth_supply] = 1000.0,      [BM__U_aromatase_inhibition] = 30.0,
    [BM__U_gonadotropin_blockade] = 50, [BM__U_estradiol_supply] = 100,   [BM__U_receptor_occupancy] = 12.0,
    [BM__U_receptor_agonism] = 150.0,   [BM__U_osteoclast_apoptosis] = 5, [BM__U_sclerostin_binding] = 10.0,
    [BM__U_pulsatile_pth] = 2.0,        [BM__U_calcium_supply] = 1500.0,  [BM__U_vitamin_d_supply] = 4000.0,
    [BM__U_protein_supply] = 1.0,       [BM__U_vitamin_k2_supply] = 200,  [BM__U_magnesium_supply] = 400.0,
    [BM__U_zinc_supply] = 0.8,          [BM__U_boron_supply] = 0.8,       [BM__U_manganese_supply] = 0.8,
    [BM__U_loading_LS] = 1.0,           [BM__U_loading_TH] = 1.0,         [BM__U_loading_FN] = 1.0,
    [BM__U_loading_DR] = 1.0,           [BM__U_immobilisation] = 1.0,     [BM__U_cigarettes] = 30.0,
    [BM__U_alcohol_units] = 4.0,        [BM__U_caffeine] = 400.0,         [BM__U_fall_rate] = 0.5,
};

const char *body_state_name(uint32_t i) {
    return i < BM__N_CORE_STATES ? core_state_rows[i].name : extension_states[i - BM__N_CORE_STATES].name;
}

void body_case_derive(struct body_case *c) {
    bm__extension_derive(c->q, &c->person, &c->core.k, &c->e);
}

static void fill(struct body_case *c, double age_years) {
    memcpy(c->q, body_parameter_values, sizeof c->q);
    c->person = bm_usual_person(age_years);
}

void body_case_default(struct body_case *c, double age_years) {
    memset(c, 0, sizeof *c);
    core_case_default(&c->core);
    fill(c, age_years);
    body_case_derive(c);
    memcpy(c->x, c->core.x, sizeof c->core.x);
    bm__extension_balance(&c->e, &c->core.k, 0.0, c->x);
}

/* Who she is, at random: what she eats and does, and her risk of fractures. */
static void any_woman(struct bm__person *p, uint64_t *seed) {
    p->bmi_kg_m2 = bm_random(seed, 17.0, 40.0);
    p->weight_kg = bm_random(seed, 45.0, 110.0);
    p->protein_beyond_g_kg_d = bm_random(seed, -0.3, 0.6);
    p->vitamin_k2_beyond_ug_d = bm_random(seed, -20.0, 200.0);
    p->calcium_mg_d = bm_random(seed, 100.0, 900.0);
    p->magnesium_mg_d = bm_random(seed, 50.0, 500.0);
    p->habits[BM__HABIT_CIGARETTES] = bm_random(seed, 1.0, 30.0);
    p->habits[BM__HABIT_ALCOHOL] = bm_random(seed, 0.0, 4.0);
    p->habits[BM__HABIT_CAFFEINE] = bm_random(seed, 0.0, 800.0);
    p->inflammation = bm_random(seed, 0.0, 3.0);
    for (int i = 0; i < BM__N_HAZARDS; i++) {
        p->log_hazard[i] = bm_random(seed, 0.0, 1.5);
        p->log_hazard_decade[i] = bm_random(seed, -0.3, 0.3);
    }
    p->t_FN.variance = bm_random(seed, 0.0, 1.0);
    p->t_LS.variance = bm_random(seed, 0.0, 1.0);
}

/* Does calcium in urine begin or end there? (Estrogen acts on it less than in the core, which has its own such check.)
 */
static int near_empty_urine(const struct body_case *c, double clearance) {
    static const int states[] = {BM__X_P, BM__X_PTH, BM__X_B, BM__X_GFR, BM__X_EST};
    double x[BM__N_BODY_STATES], f[BM__N_BODY_STATES];
    int none = 0, some = 0;
    for (size_t i = 0; i < BM_COUNT(states); i++)
        for (int sign = -1; sign <= 1; sign++) {
            memcpy(x, c->x, sizeof x);
            x[states[i]] *= 1.0 + sign * clearance;
            const struct bm__core_at at = body_case_at(c, 0.0, x, c->u, f);
            bm__body_field(&at);
            none |= f[BM__X_UCA] <= 0.0;
            some |= f[BM__X_UCA] > 0.0;
        }
    return none && some;
}

/* Does what she eats or drinks stand where a part of it begins or ceases to count, nearer than differences reach? */
static int near_a_kink(const struct body_case *c, double clearance) {
    const struct bm__extension_constants *e = &c->e;
    const double *u = c->u, calcium = e->calcium_eaten + u[BM__U_calcium_supply] - e->habits_caffeine_low;
    const double distances[] = {
        (e->protein_beyond + u[BM__U_protein_supply]) / e->nutrition_protein_most - 1.0,
        e->nutrition_zinc_intake + u[BM__U_zinc_supply] - 1.0,
        e->nutrition_boron_intake + u[BM__U_boron_supply] - 1.0,
        e->nutrition_manganese_intake + u[BM__U_manganese_supply] - 1.0,
        (e->alcohol_units + u[BM__U_alcohol_units] - e->habits_alcohol_free) / 4.0,
        calcium / 2000.0,
        (calcium - 200.0) / 2000.0,
    };
    int near = 0;
    for (size_t i = 0; i < BM_COUNT(distances); i++)
        near |= fabs(distances[i]) < 0.01;
    return near || near_empty_urine(c, clearance);
}

static void draw(struct body_case *c, double age_years, double clearance, uint64_t *seed) {
    memset(c, 0, sizeof *c);
    core_case_random(&c->core, 1.1, 1.5, clearance, seed);
    fill(c, age_years);
    for (int i = 0; i < BM__N_EXTENSION_PARAMETERS; i++)
        c->q[i] = fmin(highest[i], fmax(lowest[i], c->q[i] * bm_random(seed, 0.8, 1.25)));
    /* the core's quirks as published, or smoothed widely enough for differences */
    const int smooth = bm_random_bits(seed) % 4 != 0;
    c->q[BM__Q_smoothing_runx2] = smooth ? bm_random(seed, 1.0, 5.0) : 0.0;
    c->q[BM__Q_smoothing_phosphate] = smooth ? bm_random(seed, 0.03, 0.1) : 0.0;
    c->person.calcidiol_nmol_l = bm_random(seed, 20.0, 120.0);
    c->person.turnover_scale = bm_random(seed, 0.5, 2.0);
    any_woman(&c->person, seed);
    const int minerals[] = {BM__Q_nutrition_zinc_intake, BM__Q_nutrition_boron_intake,
                            BM__Q_nutrition_manganese_intake};
    for (size_t i = 0; i < BM_COUNT(minerals); i++)
        c->q[minerals[i]] = bm_random(seed, 0.1, 1.2);
    body_case_derive(c);
    memcpy(c->x, c->core.x, sizeof c->core.x);
    bm__extension_balance(&c->e, &c->core.k, 0.0, c->x);
    for (int i = BM__N_CORE_STATES; i < BM__N_BODY_STATES; i++) {
        const double size = extension_states[i - BM__N_CORE_STATES].size;
        const double width = log(i == BM__X_ERE ? 20.0 : 2.0);
        const int starts = c->x[i] > 0.0; /* others begin at nothing */
        c->x[i] = starts ? size * exp(bm_random(seed, -width, width)) : bm_random(seed, 0.05, 0.9);
    }
    for (int i = 0; i < BM__N_TARGETS; i++) {
        assert_true(pushed[i] > 0.0);
        c->u[i] = bm_random(seed, 0.0, pushed[i]);
    }
}

void body_case_random(struct body_case *c, double age_years, double clearance, uint64_t *seed) {
    do
        draw(c, age_years, clearance, seed);
    while (near_a_kink(c, clearance));
}

struct bm__core_at body_case_at(const struct body_case *c, double t_h, const double *x, const double *u, double *f) {
    return (struct bm__core_at){.k = &c->core.k,
                                .runx2_switched = c->core.runx2_switched ? -1 : 0,
                                .counting = t_h >= 0.0 ? -1 : 0,
                                .t_h = t_h,
                                .x = x,
                                .u = u,
                                .f = f,
                                .e = &c->e};
}
