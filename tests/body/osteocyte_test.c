/* SPDX-License-Identifier: Apache-2.0 */
/* Sclerostin, the Wnt signal, the reserve of lining cells; and calcidiol with what it does to the hydroxylase. */
#include "support/body_case.h"

static void rates(const struct body_case *c, double f[BM__N_BODY_STATES]) {
    const struct bm__core_at at = body_case_at(c, 0.0, c->x, c->u, f);
    bm__body_field(&at);
}

/* The signal is what part of sclerostin is bound. */
static void wnt_follows_binding(void **state) {
    (void)state;
    struct body_case c;
    double f[BM__N_BODY_STATES];
    body_case_default(&c, 61.0);
    c.q[BM__Q_estrogen_sclerostin] = c.q[BM__Q_osteocyte_sclerostin_resorption] = 0.0;
    body_case_derive(&c);
    const double binding[] = {0.0, 0.5, 1.0, 9.0};
    for (size_t i = 0; i < BM_COUNT(binding); i++) {
        c.u[BM__U_sclerostin_binding] = binding[i];
        c.x[BM__X_WNT] = binding[i] / (1.0 + binding[i]);
        rates(&c, f);
        bm_assert_close(f[BM__X_WNT], 0.0, 0.0, 1e-17);
        c.x[BM__X_WNT] += 0.1; /* and it goes back with its lag */
        rates(&c, f);
        bm_assert_close(f[BM__X_WNT], -0.1 / (24.0 * c.q[BM__Q_osteocyte_wnt_lag]), 1e-12, 0.0);
        const struct bm__core_at at = body_case_at(&c, 0.0, c.x, c.u, f);
        struct bm__body_levels levels;
        bm__body_read(&at, &levels);
        bm_assert_close(levels.sclerostin, 1.0 / (1.0 + binding[i]), 1e-15, 0.0);
    }
}

/* Free sclerostin, per osteocyte. */
static double sclerostin(const struct body_case *c, struct bm__body_levels *levels) {
    double f[BM__N_BODY_STATES];
    const struct bm__core_at at = body_case_at(c, 0.0, c->x, c->u, f);
    bm__body_read(&at, levels);
    return levels->sclerostin;
}

/* At the estradiol at which its signal is 1 sclerostin is that of balance; it rises as estrogen's signal g or
 * resorption falls, by its power of them, and falls under PTH. */
static void sclerostin_answers(void **state) {
    (void)state;
    struct body_case c;
    struct bm__body_levels levels;
    body_case_default(&c, 30.0);
    c.x[BM__X_ERE] = 100.0;
    c.x[BM__X_ADP] = 1.0;
    bm_assert_close(sclerostin(&c, &levels), 1.0, 1e-14, 0.0);
    c.x[BM__X_OC] *= 0.3;
    const double less = sclerostin(&c, &levels);
    bm_assert_close(less, pow(levels.resorption, -c.q[BM__Q_osteocyte_sclerostin_resorption]), 1e-13, 0.0);
    assert_true(levels.resorption < 0.8 && less > 1.0);
    c.u[BM__U_pulsatile_pth] = 1.0;
    bm_assert_close(sclerostin(&c, &levels), less * exp(-c.q[BM__Q_osteocyte_sclerostin_pth]), 1e-13, 0.0);
    c.u[BM__U_pulsatile_pth] = 0.0;
    c.x[BM__X_ERE] = 1.0;
    const double h = 1.0 / (1.0 + pow(c.q[BM__Q_estrogen_K_oc], c.q[BM__Q_estrogen_n_oc]));
    const double h100 = 1.0 / (1.0 + pow(c.q[BM__Q_estrogen_K_oc] / 100.0, c.q[BM__Q_estrogen_n_oc]));
    const double g = (c.q[BM__Q_estrogen_floor] + h) / (c.q[BM__Q_estrogen_floor] + h100);
    const double without = sclerostin(&c, &levels);
    bm_assert_close(without,
                    pow(g, -c.q[BM__Q_estrogen_sclerostin]) *
                        pow(levels.resorption, -c.q[BM__Q_osteocyte_sclerostin_resorption]),
                    1e-12, 0.0);
}

/* Called, the reserve falls to recovery/(recovery + use) and no further; left alone it comes back. */
static void reserve(void **state) {
    (void)state;
    struct body_case c;
    double f[BM__N_BODY_STATES];
    body_case_default(&c, 61.0);
    rates(&c, f);
    assert_true(f[BM__X_LIN] == 0.0);
    const double recovery = c.q[BM__Q_osteocyte_lining_recovery], per_h = 1.0 / BM__HOURS_PER_YEAR;
    const double signals[][2] = {{1.0, 0.0}, {0.0, 1.0}, {0.4, 0.7}};
    for (size_t i = 0; i < BM_COUNT(signals); i++) {
        c.x[BM__X_WNT] = signals[i][0];
        c.x[BM__X_PUL] = signals[i][1];
        const double use =
            c.q[BM__Q_osteocyte_lining_depletion] * signals[i][0] + c.q[BM__Q_osteocyte_pth_depletion] * signals[i][1];
        c.x[BM__X_LIN] = 1.0;
        rates(&c, f);
        bm_assert_close(f[BM__X_LIN], -use * per_h, 1e-12, 0.0);
        c.x[BM__X_LIN] = recovery / (recovery + use);
        rates(&c, f);
        bm_assert_close(f[BM__X_LIN], 0.0, 0.0, 1e-15 * per_h * (recovery + use));
    }
    c.x[BM__X_WNT] = c.x[BM__X_PUL] = 0.0;
    c.x[BM__X_LIN] = 0.25;
    rates(&c, f);
    bm_assert_close(f[BM__X_LIN], 0.75 * recovery * per_h, 1e-12, 0.0);
}

/* The Wnt signal removes RANKL. */
static void rankl_clearance(void **state) {
    (void)state;
    struct body_case c;
    double without[BM__N_BODY_STATES], with[BM__N_BODY_STATES];
    body_case_default(&c, 61.0);
    rates(&c, without);
    c.x[BM__X_WNT] = 0.8;
    rates(&c, with);
    bm_assert_close(with[BM__X_L] - without[BM__X_L], -c.q[BM__Q_osteocyte_rankl_clearance] * 0.8 * c.x[BM__X_L], 1e-9,
                    0.0);
}

/* Near the reference what is beyond habit halves in 21 days, and at twice that level in half of the time. Supplements
 * add to its square: by much where there is little, by little where there is much, and by less in a heavier woman. */
static void calcidiol(void **state) {
    (void)state;
    struct body_case c;
    double f[BM__N_BODY_STATES];
    body_case_default(&c, 61.0);
    rates(&c, f);
    assert_true(f[BM__X_D25] == 0.0);
    for (double level = 60.0; level <= 120.0; level += 60.0) {
        c.person.calcidiol_nmol_l = level;
        body_case_derive(&c);
        const double beyond = 1e-6 * level;
        c.x[BM__X_D25] = level + beyond;
        rates(&c, f);
        bm_assert_close(-log(2.0) * beyond / f[BM__X_D25], 21.0 * 24.0 * 60.0 / level, 2e-6, 0.0);
    }
    /* what trials found on 1000, 4000 and 10 000 IU a day; the limits are mechanism-facts' ranges */
    static const struct {
        double habitual, iu, weight_kg, low, high;
    } trials[] = {
        {20.0, 1000.0, 68.0, 45.0, 55.0},    {35.0, 800.0, 68.0, 55.0, 75.0},   {60.0, 4000.0, 68.0, 110.0, 130.0},
        {60.0, 10000.0, 68.0, 145.0, 190.0}, {20.0, 1000.0, 100.0, 35.0, 50.0},
    };
    for (size_t i = 0; i < BM_COUNT(trials); i++) {
        c.person.calcidiol_nmol_l = trials[i].habitual;
        c.person.weight_kg = trials[i].weight_kg;
        body_case_derive(&c);
        c.u[BM__U_vitamin_d_supply] = trials[i].iu;
        c.x[BM__X_D25] = trials[i].low;
        rates(&c, f);
        assert_true(f[BM__X_D25] > 0.0);
        c.x[BM__X_D25] = trials[i].high;
        rates(&c, f);
        assert_true(f[BM__X_D25] < 0.0);
    }
}

/* Hill's function of calcidiol. */
static double works(const struct body_case *c, double D) {
    return 1.0 / (1.0 + pow(c->q[BM__Q_vitamin_d_K] / D, 2.0));
}

/* At the reference the hydroxylase is the core's; D^2/(D^2 + K^2) otherwise, so little is gained above it and much lost
 * below. */
static void hydroxylase(void **state) {
    (void)state;
    struct body_case c;
    double f[BM__N_BODY_STATES], core[BM__N_CORE_STATES];
    body_case_default(&c, 61.0);
    c.q[BM__Q_smoothing_phosphate] = 0.0;
    body_case_derive(&c);
    core_case_field(&c.core, core);
    const double made = core[BM__X_AOH] + c.core.p[BM__P_T64] * c.x[BM__X_AOH];
    const double calcidiol_levels[] = {60.0, 15.0, 30.0, 120.0};
    for (size_t i = 0; i < BM_COUNT(calcidiol_levels); i++) {
        const double D = c.x[BM__X_D25] = calcidiol_levels[i], reference = 60.0;
        rates(&c, f);
        bm_assert_close(f[BM__X_AOH] - core[BM__X_AOH], made * (works(&c, D) / works(&c, reference) - 1.0), 1e-11,
                        1e-13 * made);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wnt_follows_binding), cmocka_unit_test(sclerostin_answers), cmocka_unit_test(reserve),
        cmocka_unit_test(rankl_clearance),     cmocka_unit_test(calcidiol),          cmocka_unit_test(hydroxylase),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
