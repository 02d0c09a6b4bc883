/* SPDX-License-Identifier: Apache-2.0 */
#include "support/body_case.h"

static const struct {
    const char *name;
    double start;
} extension_states[] = {
#define BM__ROW(name, start, unit, description) {#name, start},
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
};

const char *body_state_name(uint32_t i) {
    return i < BM__N_CORE_STATES ? core_state_rows[i].name : extension_states[i - BM__N_CORE_STATES].name;
}

void body_case_derive(struct body_case *c) {
    bm__extension_derive(c->q, &c->person, &c->core.k, &c->e);
}

static void fill(struct body_case *c, double age_years) {
    memcpy(c->q, body_parameter_values, sizeof c->q);
    c->person = (struct bm__person){
        .age_years = age_years,
        .years_since_menopause = age_years - 51.0,
        .estradiol_pg_ml = (double)NAN,
        .calcidiol_nmol_l = 60.0,
        .turnover_scale = 1.0,
        .gfr_l_h = (double)NAN,
    };
}

void body_case_default(struct body_case *c, double age_years) {
    memset(c, 0, sizeof *c);
    core_case_default(&c->core);
    fill(c, age_years);
    body_case_derive(c);
    memcpy(c->x, c->core.x, sizeof c->core.x);
    bm__extension_balance(&c->e, &c->core.k, 0.0, c->x);
}

void body_case_random(struct body_case *c, double age_years, double clearance, uint64_t *seed) {
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
    c->person.calcium_beyond_mg_day = bm_random(seed, -300.0, 500.0);
    c->person.turnover_scale = bm_random(seed, 0.5, 2.0);
    body_case_derive(c);
    memcpy(c->x, c->core.x, sizeof c->core.x);
    for (int i = BM__N_CORE_STATES; i < BM__N_BODY_STATES; i++) {
        const double start = extension_states[i - BM__N_CORE_STATES].start;
        const double width = log(i == BM__X_ERE ? 20.0 : 2.0);
        c->x[i] = start > 0.0 ? start * exp(bm_random(seed, -width, width)) : bm_random(seed, 0.05, 0.9);
    }
    for (int i = 0; i < BM__N_TARGETS; i++) {
        assert_true(pushed[i] > 0.0);
        c->u[i] = bm_random(seed, 0.0, pushed[i]);
    }
}

struct bm__core_at body_case_at(const struct body_case *c, double t_h, const double *x, const double *u, double *f) {
    return (struct bm__core_at){.k = &c->core.k,
                                .runx2_switched = c->core.runx2_switched ? -1 : 0,
                                .t_h = t_h,
                                .x = x,
                                .u = u,
                                .f = f,
                                .e = &c->e};
}
