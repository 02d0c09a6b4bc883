/* SPDX-License-Identifier: Apache-2.0 */
/* Hazards of fractures and death: by their formula, their derivatives, densities that were not measured; and the ten
 * years ahead. */
#include "readouts/ten_year_risk.h"

#include "support/body_case.h"

/* The hazards once more, in long double: of a woman whose risk factors stand in her person. */
static void plain_hazards(const struct body_case *c, const struct bm__risk *r, long double decade,
                          long double h[BM__N_HAZARDS]) {
#define P(name) ((long double)c->q[BM__Q_fracture_##name])
    const struct bm__person *p = &c->person;
    const long double d = decade, slope[] = {P(hip_bmd) - P(hip_bmd_age) * d, P(vertebral_bmd), P(other_bmd)};
    const long double rate[] = {P(hip_rate), P(vertebral_rate), P(other_rate)};
    const long double by_age[] = {(P(hip_age) + P(hip_age2) * d) * d, P(vertebral_age) * d, P(other_age) * d};
    const long double turnover[] = {P(hip_turnover), P(vertebral_turnover), P(other_turnover)};
    const long double smoking[] = {P(hip_smoking), P(major_smoking), P(major_smoking)};
    const long double alcohol[] = {P(hip_alcohol), P(major_alcohol), P(major_alcohol)};
    const long double falls[] = {1.0L, P(vertebral_by_falls), 1.0L};
    const double T[] = {r->t_FN, r->t_LS, r->t_FN}, v[] = {p->t_FN.variance, p->t_LS.variance, p->t_FN.variance};
    for (int i = 0; i < BM__DEATH; i++)
        h[i] = rate[i] *
               expl(by_age[i] + (long double)p->log_hazard[i] + (long double)p->log_hazard_decade[i] * d -
                    slope[i] * (long double)T[i] + slope[i] * slope[i] * (long double)v[i] / 2.0L +
                    smoking[i] * (long double)r->smoked + alcohol[i] * (long double)r->drinking +
                    falls[i] * (long double)r->falls) *
               (1.0L + turnover[i] * ((long double)r->turnover - P(turnover_reference)));
    h[BM__DEATH] =
        (long double)c->q[BM__Q_mortality_at_70] * expl((long double)c->q[BM__Q_mortality_by_age] * 10.0L * d);
#undef P
}

/* Any woman: her constants, and what her hazards depend on at a moment. */
static struct bm__risk any(struct body_case *c, uint64_t *seed) {
    body_case_random(c, 60.0, 0.01, seed);
    /* the library knows of two slopes by age: the hip's, and that of the others */
    c->person.log_hazard_decade[BM__VERTEBRAL] = c->person.log_hazard_decade[BM__OTHER];
    body_case_derive(c);
    return (struct bm__risk){
        .decade = bm_random(seed, -2.5, 2.5),
        .t_FN = bm_random(seed, -4.5, 2.0),
        .t_LS = bm_random(seed, -4.5, 2.0),
        .turnover = bm_random(seed, 0.3, 3.0), /* less would leave no hazard at the steepest slopes */
        .smoked = bm_random(seed, 0.0, 1.2),
        .drinking = bm_random(seed, 0.0, 1.8),
        .falls = bm_random(seed, -0.5, 0.0),
    };
}

static void by_formula(void **state) {
    (void)state;
    uint64_t seed = 81;
    for (int k = 0; k < 500; k++) {
        struct body_case c;
        long double expected[BM__N_HAZARDS];
        const struct bm__risk r = any(&c, &seed);
        const struct bm__hazards found = bm__hazards(&c.e, &r);
        plain_hazards(&c, &r, (long double)r.decade, expected);
        for (int i = 0; i < BM__N_HAZARDS; i++)
            bm_assert_close(found.h[i], (double)expected[i], 1e-13, 0.0);
    }
}

/* Derivatives of the hazards' logarithms against differences. */
static void derivatives(void **state) {
    (void)state;
    uint64_t seed = 82;
    for (int k = 0; k < 100; k++) {
        struct body_case c;
        const struct bm__risk r = any(&c, &seed);
        const struct bm__hazards at = bm__hazards(&c.e, &r);
        const double h = 1e-4; /* errors of the fourth order, and of rounding */
        for (int v = 0; v < 7; v++) {
            double slope[BM__N_HAZARDS] = {0};
            for (int s = -2; s <= 2; s++) {
                static const double weight[] = {1.0 / 12.0, -8.0 / 12.0, 0.0, 8.0 / 12.0, -1.0 / 12.0};
                struct bm__risk moved = r;
                double *const of[] = {&moved.decade, &moved.t_FN,     &moved.t_LS, &moved.turnover,
                                      &moved.smoked, &moved.drinking, &moved.falls};
                *of[v] += s * h;
                const struct bm__hazards there = bm__hazards(&c.e, &moved);
                for (int i = 0; i < BM__N_HAZARDS; i++)
                    slope[i] += weight[s + 2] * log(there.h[i]) / h;
            }
            for (int i = 0; i < BM__N_HAZARDS; i++) {
                const int of_spine = i == BM__VERTEBRAL;
                const double found[] = {at.by_decade[i],
                                        of_spine ? 0.0 : at.by_T[i],
                                        of_spine ? at.by_T[i] : 0.0,
                                        at.by_turnover[i],
                                        at.by_smoked[i],
                                        at.by_drinking[i],
                                        at.by_falls[i]};
                bm_assert_close(found[v], slope[i], 1e-9, 1e-10);
            }
        }
    }
}

/* Of a density that was not measured, the hazard is the mean over what it may be: against the integral over the normal
 * distribution. */
static void unmeasured(void **state) {
    (void)state;
    uint64_t seed = 83;
    const double variances[] = {0.0, 0.64, 1.0};
    for (int k = 0; k < 20; k++)
        for (size_t v = 0; v < BM_COUNT(variances); v++) {
            struct body_case c;
            const struct bm__risk r = any(&c, &seed);
            struct bm__extension_constants known = c.e, unknown = c.e;
            known.t_FN_variance = known.t_LS_variance = 0.0;
            unknown.t_FN_variance = unknown.t_LS_variance = variances[v];
            long double mean[BM__N_HAZARDS] = {0}, weights = 0.0L;
            const int N = 4000; /* the trapezoidal rule is as good as exact for what dies away at both ends */
            for (int i = 0; i <= N; i++) {
                const double z = -10.0 + 20.0 * i / N;
                const long double weight = expl(-0.5L * (long double)z * (long double)z);
                struct bm__risk there = r;
                there.t_FN += z * sqrt(variances[v]);
                there.t_LS += z * sqrt(variances[v]);
                const struct bm__hazards at = bm__hazards(&known, &there);
                for (int h = 0; h < BM__N_HAZARDS; h++)
                    mean[h] += weight * (long double)at.h[h];
                weights += weight;
            }
            const struct bm__hazards found = bm__hazards(&unknown, &r);
            for (int h = 0; h < BM__N_HAZARDS; h++)
                bm_assert_close(found.h[h], (double)(mean[h] / weights), 1e-11, 0.0);
        }
}

/* The books: dP/dt = h S, dS/dt = -(h + death) S, of each kind on its own. */
static void books(void **state) {
    (void)state;
    uint64_t seed = 84;
    for (int k = 0; k < 200; k++) {
        struct body_case c;
        double f[BM__N_BODY_STATES];
        long double h[BM__N_HAZARDS];
        any(&c, &seed);
        const double t_h = bm_random(&seed, 0.0, 20.0) * BM__HOURS_PER_YEAR;
        const struct bm__core_at at = body_case_at(&c, t_h, c.x, c.u, f);
        bm__body_field(&at);
        struct bm__body_levels levels;
        bm__body_read(&at, &levels);
        bm_assert_close(levels.risk.decade, (60.0 + t_h / BM__HOURS_PER_YEAR - 70.0) / 10.0, 1e-13, 1e-13);
        const double cortex = c.q[BM__Q_skeleton_cortex_femoral_neck], mu = c.q[BM__Q_skeleton_young_density];
        const double mineral = (1.0 - cortex) * (mu * c.x[BM__X_YFN] + c.x[BM__X_MFN]) + cortex * c.x[BM__X_CFN];
        bm_assert_close(levels.risk.t_FN, c.person.t_FN.from + c.person.t_FN.per_density * mineral, 1e-12, 1e-12);
        plain_hazards(&c, &levels.risk, (long double)levels.risk.decade, h);
        const long double per_h = 1.0L / (long double)BM__HOURS_PER_YEAR;
        const struct {
            int S, P;
            long double h;
        } rows[] = {{BM__X_SMA, BM__X_PMA, h[BM__HIP] + h[BM__VERTEBRAL] + h[BM__OTHER]},
                    {BM__X_SHI, BM__X_PHI, h[BM__HIP]},
                    {BM__X_SVE, BM__X_PVE, h[BM__VERTEBRAL]}};
        for (size_t i = 0; i < BM_COUNT(rows); i++) {
            const long double S = (long double)c.x[rows[i].S] * per_h;
            bm_assert_close(f[rows[i].P], (double)(rows[i].h * S), 1e-12, 0.0);
            bm_assert_close(f[rows[i].S], (double)(-(rows[i].h + h[BM__DEATH]) * S), 1e-12, 0.0);
        }
    }
}

/* Ten years ahead against ten thousand steps of the same two equations. The middle of a quarter of a year is wrong by
 * its integrand's second derivative x 0.25^2/24, at most h (h + death + a)^2 0.25^2/24 where hazards grow by a = 0.2 a
 * year. */
static void ten_years(void **state) {
    (void)state;
    uint64_t seed = 85;
    double worst = 0.0, largest = 0.0;
    for (int k = 0; k < 60; k++) {
        struct body_case c;
        struct bm__risk r = any(&c, &seed);
        r.decade = bm_random(&seed, -3.0, 2.0); /* 40 to 90 years */
        for (int hip_only = 0; hip_only < 2; hip_only++) {
            enum { STEPS = 10000 };
            const long double dt = 10.0L / STEPS;
            long double P = 0.0L, log_S = 0.0L, allowed = 0.0L;
            for (int i = 0; i < STEPS; i++) { /* the middle of each step */
                long double h[BM__N_HAZARDS];
                plain_hazards(&c, &r, (long double)r.decade + (i + 0.5L) * dt / 10.0L, h);
                const long double broken = hip_only ? h[BM__HIP] : h[BM__HIP] + h[BM__VERTEBRAL] + h[BM__OTHER];
                const long double lost = broken + h[BM__DEATH];
                P += broken * expl(log_S) * -expm1l(-lost * dt) / lost;
                log_S -= lost * dt;
                allowed += dt * broken * powl(lost + 0.2L, 2.0L) * 0.25L * 0.25L / 24.0L;
            }
            const double found = bm__ten_year_risk(&c.e, &r, hip_only);
            worst = fmax(worst, fabs(found - (double)P));
            bm_assert_close(found, (double)P, 0.0, (double)allowed);
            largest = fmax(largest, (double)allowed);
            assert_true(found > 0.0 && found < 1.0);
        }
    }
    print_message("largest error of a ten-year probability %.1e, allowed there or elsewhere %.1e\n", worst, largest);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_formula), cmocka_unit_test(derivatives), cmocka_unit_test(unmeasured),
        cmocka_unit_test(books),      cmocka_unit_test(ten_years),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
