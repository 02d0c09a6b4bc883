/* SPDX-License-Identifier: Apache-2.0 */
/* Estradiol in serum and as bone feels it, by age, under inhibitors, analogues, supplies and receptor ligands. */
#include "support/body_case.h"

static struct bm__body_levels read(const struct body_case *c, double t_h) {
    struct bm__body_levels levels;
    const struct bm__core_at at = body_case_at(c, t_h, c->x, c->u, NULL);
    bm__body_read(&at, &levels);
    return levels;
}
static double serum(const struct body_case *c, double years) {
    return read(c, years * BM__HOURS_PER_YEAR).estradiol_pg_ml;
}
/* What bone is drawn towards: where ERE does not move. */
static double effective(const struct body_case *c) {
    double f[BM__N_BODY_STATES];
    const struct bm__core_at at = body_case_at(c, 0.0, c->x, c->u, f);
    bm__body_field(&at);
    return f[BM__X_ERE] / c->e.k_estrogen + c->x[BM__X_ERE];
}

static void by_age(void **state) {
    (void)state;
    struct body_case c;
    body_case_default(&c, 35.0);
    const double *q = c.q;
    bm_assert_close(serum(&c, 0.0), q[BM__Q_estradiol_ovary] + q[BM__Q_estradiol_late], 1e-6, 0.0);
    double before = serum(&c, 0.0);
    for (double years = 0.25; years <= 60.0; years += 0.25) { /* never rises */
        const double now = serum(&c, years);
        assert_true(now < before + 1e-9);
        before = now;
    }
    /* half of the ovary's part has gone a little before the final period, what peripheral tissue makes beyond late in
     * life begins with that */
    const double half = 16.0 - q[BM__Q_estradiol_transition_lead];
    const double after = q[BM__Q_estradiol_transition_width] * log(2.0);
    bm_assert_close(serum(&c, half),
                    0.5 * q[BM__Q_estradiol_ovary] + q[BM__Q_estradiol_late] +
                        0.5 * q[BM__Q_estradiol_early] * exp(-after / q[BM__Q_estradiol_early_years]),
                    1e-9, 0.0);
    bm_assert_close(serum(&c, 60.0), q[BM__Q_estradiol_late], 0.02, 0.0);
    bm_assert_close(read(&c, 0.0).fsh_iu_l, 6.0, 0.3, 0.0);
    assert_true(read(&c, 26.0 * BM__HOURS_PER_YEAR).fsh_iu_l > 60.0);
}

static void habitual(void **state) {
    (void)state;
    const double ages[] = {40.0, 50.0, 61.0};
    for (size_t i = 0; i < BM_COUNT(ages); i++) {
        struct body_case c;
        body_case_default(&c, ages[i]);
        const double usual = serum(&c, 0.0), later = serum(&c, 7.0);
        c.person.estradiol_pg_ml = 1.7 * usual;
        body_case_derive(&c);
        bm_assert_close(serum(&c, 0.0), 1.7 * usual, 1e-14, 0.0);
        bm_assert_close(serum(&c, 7.0), 1.7 * later, 1e-14, 0.0); /* and goes on in proportion */
    }
}

/* After the menopause all is peripheral: 1/(1 + u) is left, whatever the feedback. */
static void inhibited_after_menopause(void **state) {
    (void)state;
    struct body_case c;
    body_case_default(&c, 61.0);
    const double before = serum(&c, 0.0), residuals[] = {0.059, 0.101, 0.5};
    for (size_t i = 0; i < BM_COUNT(residuals); i++) {
        c.u[BM__U_aromatase_inhibition] = 1.0 / residuals[i] - 1.0;
        bm_assert_close(serum(&c, 0.0), residuals[i] * before, 1e-4, 0.0);
        c.u[BM__U_gonadotropin_blockade] = 24.0; /* there is nothing left to stop */
        bm_assert_close(serum(&c, 0.0), residuals[i] * before, 1e-4, 0.0);
        c.u[BM__U_gonadotropin_blockade] = 0.0;
    }
}

/* Before it the gonadotropins hold estradiol: E = E0 r (1 + G)/(1 + r G); without them the inhibitor gets through. */
static void inhibited_before_menopause(void **state) {
    (void)state;
    const double r = 0.059, b = 0.04;
    struct body_case c;
    body_case_default(&c, 38.0);
    const double E0 = c.q[BM__Q_estradiol_ovary], late = c.q[BM__Q_estradiol_late];
    const double before = serum(&c, 0.0);
    c.u[BM__U_aromatase_inhibition] = 1.0 / r - 1.0;
    const double alone = serum(&c, 0.0);
    const double G = c.q[BM__Q_estradiol_loop_gain];
    bm_assert_close(alone, E0 * r * (1.0 + G) / (1.0 + r * G) + late * r, 1e-6, 0.0);
    assert_true(alone < before && alone > 0.8 * before); /* hardly moves */
    c.u[BM__U_gonadotropin_blockade] = 1.0 / b - 1.0;
    const double both = serum(&c, 0.0);
    bm_assert_close(both, E0 * b * r * (1.0 + G * b) / (1.0 + r * G * b) + late * r, 1e-6, 0.0);
    c.u[BM__U_aromatase_inhibition] = 0.0;
    const double stopped = serum(&c, 0.0);
    bm_assert_close(stopped, E0 * b + late, 1e-6, 0.0);
    assert_true(both < stopped && stopped < 0.12 * before && both < 0.03 * before);
    print_message("at 38: %.0f pg/mL, inhibitor %.0f, analogue %.1f, both %.2f\n", before, alone, stopped, both);
    assert_true(read(&c, 0.0).fsh_iu_l < 5.0); /* blocked, although estradiol is low */

    /* the stronger the feedback, the less the inhibitor does; without it nothing holds */
    double last = 0.0;
    for (double gain = 0.0; gain <= 1000.0; gain += 50.0) {
        body_case_default(&c, 38.0);
        c.q[BM__Q_estradiol_loop_gain] = gain;
        body_case_derive(&c);
        c.u[BM__U_aromatase_inhibition] = 1.0 / r - 1.0;
        if (gain == 0.0)
            bm_assert_close(serum(&c, 0.0), r * (E0 + late), 1e-6, 0.0);
        assert_true(serum(&c, 0.0) > last);
        last = serum(&c, 0.0);
    }
}

/* (E + sum of worth x C/Kd)/(1 + sum of C/Kd): tamoxifen takes from bone before the menopause, gives after it. */
static void receptor_ligands(void **state) {
    (void)state;
    const double ages[] = {38.0, 61.0}, occupancy = 10.0, worth = 15.0;
    for (size_t i = 0; i < BM_COUNT(ages); i++) {
        struct body_case c;
        body_case_default(&c, ages[i]);
        const double own = serum(&c, 0.0);
        bm_assert_close(effective(&c), own, 1e-12, 0.0);
        c.u[BM__U_receptor_occupancy] = occupancy;
        c.u[BM__U_receptor_agonism] = occupancy * worth;
        bm_assert_close(effective(&c), (own + 150.0) / 11.0, 1e-12, 0.0);
        bm_assert_close(serum(&c, 0.0), own, 1e-15, 0.0); /* serum does not tell */
        assert_true(ages[i] < 51.0 ? effective(&c) < own : effective(&c) > own);
        /* with tamoxifen on board an inhibitor takes little from bone after the menopause */
        c.u[BM__U_aromatase_inhibition] = 16.0;
        if (ages[i] > 51.0)
            assert_true(effective(&c) > 0.9 * (own + 150.0) / 11.0);
        c.u[BM__U_estradiol_supply] = 35.0;
        bm_assert_close(effective(&c), (serum(&c, 0.0) + 150.0) / 11.0, 1e-12, 0.0);
    }
    struct body_case c;
    body_case_default(&c, 61.0);
    const double own = serum(&c, 0.0);
    c.u[BM__U_estradiol_supply] = 35.0;
    bm_assert_close(serum(&c, 0.0), own + 35.0, 1e-15, 0.0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_age),
        cmocka_unit_test(habitual),
        cmocka_unit_test(inhibited_after_menopause),
        cmocka_unit_test(inhibited_before_menopause),
        cmocka_unit_test(receptor_ligands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
