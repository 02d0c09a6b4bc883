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

/* Halves in 21 days; 800 IU a day are 14 nmol/L. */
static void calcidiol(void **state) {
    (void)state;
    struct body_case c;
    double f[BM__N_BODY_STATES];
    body_case_default(&c, 61.0);
    rates(&c, f);
    assert_true(f[BM__X_D25] == 0.0);
    c.person.calcidiol_nmol_l = 0.0;
    body_case_derive(&c);
    rates(&c, f);
    bm_assert_close(-log(2.0) * c.x[BM__X_D25] / f[BM__X_D25], 21.0 * 24.0, 1e-12, 0.0);
    c.person.calcidiol_nmol_l = 60.0;
    body_case_derive(&c);
    c.u[BM__U_vitamin_d_supply] = 800.0;
    c.x[BM__X_D25] = 74.0;
    rates(&c, f);
    bm_assert_close(f[BM__X_D25], 0.0, 0.0, 1e-15);
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
        cmocka_unit_test(wnt_follows_binding), cmocka_unit_test(reserve),     cmocka_unit_test(rankl_clearance),
        cmocka_unit_test(calcidiol),           cmocka_unit_test(hydroxylase),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
