/* SPDX-License-Identifier: Apache-2.0 */
/* The sites: bone is neither made nor lost but by formation and resorption, and each moves it in its own direction. */
#include "support/body_case.h"

/* Index of the young mineral of a site; the mature mineral follows it. */
static int young(int site) {
    return BM__X_YLS + 2 * site;
}

/* Before any ageing, at the estradiol at which the signals are 1, in balance. */
static void balanced(struct body_case *c) {
    body_case_default(c, 30.0);
    c->person.estradiol_pg_ml = 100.0;
    c->q[BM__Q_skeleton_ageing_from] = 150.0;
    body_case_derive(c);
    bm__extension_balance(&c->e, &c->core.k, 0.0, c->x);
}

static void rates(const struct body_case *c, double f[BM__N_BODY_STATES]) {
    const struct bm__core_at at = body_case_at(c, 0.0, c->x, c->u, f);
    bm__body_field(&at);
}

static double volume_rate(const double *f, int site) {
    return f[young(site)] + f[young(site) + 1];
}

static double cortical_rate(const double *f, int site) {
    return f[BM__X_CLS + site];
}

/* Resorption and formation r times balance, by the cells. */
static void set_cells(struct body_case *c, double resorption, double formation) {
    c->x[BM__X_OC] = c->core.k.OC0 * pow(resorption, 1.0 / c->q[BM__Q_remodelling_a_R]);
    const double OB = pow(formation, 1.0 / c->q[BM__Q_remodelling_a_F]);
    c->x[BM__X_OBfast] = c->core.k.OBfast0 * OB;
    c->x[BM__X_OBslow] = c->core.k.OBslow0 * OB;
}

/* dV/dt = k (F - R), in cortical bone too, and maturation only moves mineral from one pool to the other. */
static void volume_follows_formation_and_resorption(void **state) {
    (void)state;
    struct body_case c;
    double f[BM__N_BODY_STATES], one[BM__N_BODY_STATES];
    const double ratios[] = {0.2, 0.5, 1.0, 1.7, 3.0};
    balanced(&c);
    const double k[BM__N_SITES] = {c.e.k_LS, c.e.k_TH, c.e.k_FN, c.e.k_DR};
    for (size_t r = 0; r < BM_COUNT(ratios); r++)
        for (size_t o = 0; o < BM_COUNT(ratios); o++) {
            set_cells(&c, ratios[r], ratios[o]);
            rates(&c, f);
            for (int site = 0; site < BM__N_SITES; site++) {
                bm_assert_close(volume_rate(f, site), k[site] * (ratios[o] - ratios[r]), 1e-11, 1e-14 * k[site]);
                bm_assert_close(cortical_rate(f, site), c.e.k_cortex * (ratios[o] - ratios[r]), 1e-11,
                                1e-14 * c.e.k_cortex);
            }
            struct body_case faster = c;
            faster.q[BM__Q_skeleton_maturation] *= 3.0;
            body_case_derive(&faster);
            rates(&faster, one);
            for (int site = 0; site < BM__N_SITES; site++)
                bm_assert_close(volume_rate(one, site), volume_rate(f, site), 1e-11, 1e-14 * k[site]);
        }
}

/* In turnover r, formation and resorption alike, young mineral settles at k r/(kappa + k r): more of it, and so less
 * density, the faster bone turns over. */
static void remodelling_space(void **state) {
    (void)state;
    struct body_case c;
    double f[BM__N_BODY_STATES], density = 2.0;
    balanced(&c);
    const double k[BM__N_SITES] = {c.e.k_LS, c.e.k_TH, c.e.k_FN, c.e.k_DR};
    const double mu = c.q[BM__Q_skeleton_young_density];
    for (double r = 0.25; r <= 4.0; r *= 2.0) {
        set_cells(&c, r, r);
        for (int site = 0; site < BM__N_SITES; site++) {
            c.x[young(site)] = k[site] * r / (c.e.maturation + k[site] * r);
            c.x[young(site) + 1] = 1.0 - c.x[young(site)];
        }
        rates(&c, f);
        for (int site = 0; site < BM__N_SITES; site++) {
            bm_assert_close(f[young(site)], 0.0, 0.0, 1e-13 * k[site]);
            bm_assert_close(f[young(site) + 1], 0.0, 0.0, 1e-13 * k[site]);
        }
        const double now = mu * c.x[BM__X_YLS] + c.x[BM__X_MLS];
        assert_true(now < density);
        density = now;
    }
}

/* At random states: more osteoclasts or RANK-RANKL mean less bone, more osteoblasts or called lining cells more; drugs
 * on the surface spare it, and less estradiol costs it. Without intermittent PTH, which builds where bone is resorbed,
 * and at a load that bone is used to: what another does through sclerostin, an antibody takes over. */
static void monotone(void **state) {
    (void)state;
    static const struct {
        int x, sign;
    } pushes[] = {
        {BM__X_OC, -1},  {BM__X_M, -1},  {BM__X_OBfast, 1}, {BM__X_OBslow, 1}, {BM__X_ERE, 1},
        {BM__X_ADP, -1}, {BM__X_LIN, 1}, {BM__X_WNT, 1},    {BM__X_PUL, 1},    {BM__X_SMK, -1},
    };
    static const struct {
        int u, site, sign; /* site -1: all */
    } pushed[] = {
        {BM__U_osteoclast_apoptosis, -1, 1}, {BM__U_immobilisation, -1, -1},     {BM__U_loading_LS, BM__SITE_LS, 1},
        {BM__U_loading_TH, BM__SITE_TH, 1},  {BM__U_loading_FN, BM__SITE_FN, 1}, {BM__U_loading_DR, BM__SITE_DR, 1},
        {BM__U_alcohol_units, -1, -1},
    };
    uint64_t seed = 71;
    for (int k = 0; k < 200; k++) {
        struct body_case c;
        double f[BM__N_BODY_STATES], moved[BM__N_BODY_STATES];
        body_case_random(&c, bm_random(&seed, 35.0, 85.0), 0.01, &seed);
        c.x[BM__X_PUL] = 0.0;
        for (int i = 0; i < BM__N_SITES; i++)
            c.u[BM__U_loading_LS + i] = c.x[BM__X_BLS + i] = 0.0;
        c.u[BM__U_immobilisation] = 0.0;
        c.u[BM__U_alcohol_units] = c.q[BM__Q_habits_alcohol_free];
        rates(&c, f);
        for (size_t p = 0; p < BM_COUNT(pushes); p++) {
            struct body_case other = c;
            other.x[pushes[p].x] += pushes[p].x == BM__X_PUL ? 0.1 : 0.05 * c.x[pushes[p].x];
            rates(&other, moved);
            for (int site = 0; site < BM__N_SITES; site++) {
                if (!((volume_rate(moved, site) - volume_rate(f, site)) * pushes[p].sign > 0.0))
                    fail_msg("more %s moves site %d by %g per hour", body_state_name((uint32_t)pushes[p].x), site,
                             volume_rate(moved, site) - volume_rate(f, site));
                if (pushes[p].x != BM__X_ERE && /* how PTH and estrogen meet in cortex is tested below */
                    !((cortical_rate(moved, site) - cortical_rate(f, site)) * pushes[p].sign > 0.0))
                    fail_msg("more %s moves cortex of site %d by %g per hour", body_state_name((uint32_t)pushes[p].x),
                             site, cortical_rate(moved, site) - cortical_rate(f, site));
            }
        }
        for (size_t p = 0; p < BM_COUNT(pushed); p++) {
            struct body_case other = c;
            other.u[pushed[p].u] += 1.0;
            rates(&other, moved);
            for (int site = 0; site < BM__N_SITES; site++) {
                const double change = volume_rate(moved, site) - volume_rate(f, site);
                if (pushed[p].site < 0 || pushed[p].site == site ? !(change * pushed[p].sign > 0.0) : change != 0.0)
                    fail_msg("target %d moves site %d by %g per hour", pushed[p].u, site, change);
            }
        }
    }
}

/* Thinner bone is strained more and answers with formation, until it has got used to the strain. */
static void strain(void **state) {
    (void)state;
    struct body_case c;
    double f[BM__N_BODY_STATES];
    balanced(&c);
    const double lasting = c.q[BM__Q_skeleton_strain_exponent_lasting], passing = c.q[BM__Q_skeleton_strain_exponent];
    for (int site = 0; site < BM__N_SITES; site++) {
        c.x[young(site)] *= 0.8;
        c.x[young(site) + 1] *= 0.8;
    }
    rates(&c, f);
    bm_assert_close(volume_rate(f, BM__SITE_LS), c.e.k_LS * (pow(0.8, -lasting - passing) - 1.0), 1e-11, 0.0);
    bm_assert_close(f[BM__X_ALS], -log(0.8) * c.e.k_accommodation, 1e-12, 0.0);
    for (int site = 0; site < BM__N_SITES; site++)
        c.x[BM__X_ALS + site] = -log(0.8);
    rates(&c, f);
    bm_assert_close(volume_rate(f, BM__SITE_LS), c.e.k_LS * (pow(0.8, -lasting) - 1.0), 1e-11, 1e-14);
    bm_assert_close(f[BM__X_ALS], 0.0, 0.0, 1e-18);
}

/* Cavities call for formation: all of it in cortex, all but the modelling part in trabecular bone. */
static void cavities(void **state) {
    (void)state;
    struct body_case c;
    double f[BM__N_BODY_STATES];
    balanced(&c);
    const double open[] = {0.2, 0.6, 1.0, 2.5}, m = c.q[BM__Q_remodelling_modelling];
    for (size_t i = 0; i < BM_COUNT(open); i++) {
        c.x[BM__X_TRN] = open[i];
        rates(&c, f);
        const double by_cavities = pow(open[i], c.q[BM__Q_remodelling_cavity]);
        bm_assert_close(volume_rate(f, BM__SITE_TH), c.e.k_TH * (m + (1.0 - m) * by_cavities - 1.0), 1e-11, 1e-15);
        bm_assert_close(cortical_rate(f, BM__SITE_TH), c.e.k_cortex * (by_cavities - 1.0), 1e-11, 1e-15);
    }
}

/* PTH takes cortical bone and leaves trabecular bone as it is: by the power of pth_cortex where estrogen's signal is 1,
 * and by more the less estrogen there is. */
static void pth_in_cortex(void **state) {
    (void)state;
    struct body_case c;
    double f[BM__N_BODY_STATES], without[BM__N_BODY_STATES], last = 0.0;
    balanced(&c);
    const double more = 1.4, PTH = c.x[BM__X_PTH];
    for (double estradiol = 100.0; estradiol > 0.3; estradiol /= 3.0) {
        c.x[BM__X_ERE] = estradiol;
        c.x[BM__X_PTH] = PTH;
        rates(&c, without);
        c.x[BM__X_PTH] = more * PTH;
        rates(&c, f);
        for (int site = 0; site < BM__N_SITES; site++)
            assert_true(volume_rate(f, site) == volume_rate(without, site));
        const double taken = cortical_rate(without, BM__SITE_DR) - cortical_rate(f, BM__SITE_DR);
        if (estradiol == 100.0)
            bm_assert_close(taken, c.e.k_cortex * (pow(more, c.q[BM__Q_skeleton_pth_cortex]) - 1.0), 1e-11, 0.0);
        assert_true(taken > last);
        last = taken;
    }
}

static struct bm__body_levels felt(const struct body_case *c) {
    struct bm__body_levels levels;
    const struct bm__core_at at = body_case_at(c, 0.0, c->x, c->u, NULL);
    bm__body_read(&at, &levels);
    return levels;
}

/* Bone answers to no more of a load than loading.most: most tanh(load/most), at the estradiol of women after the
 * menopause; more with estradiol, never less. */
static void felt_load(void **state) {
    (void)state;
    struct body_case c;
    balanced(&c);
    const double most = c.q[BM__Q_loading_most];
    for (double load = 0.01; load < 10.0; load *= 1.5) {
        c.u[BM__U_loading_TH] = load;
        double last = 1.0;
        for (double estradiol = 0.3; estradiol < 300.0; estradiol *= 1.5) {
            c.x[BM__X_ERE] = estradiol;
            const double now = felt(&c).load[BM__SITE_TH];
            assert_true(now > last);
            assert_true(felt(&c).load[BM__SITE_LS] == 1.0); /* what is not loaded */
            last = now;
        }
        c.x[BM__X_ERE] = 5.0;
        bm_assert_close(felt(&c).load[BM__SITE_TH], 1.0 + most * tanh(load / most), 1e-14, 0.0);
    }
}

/* A load builds, and spares the site from resorption: both pools of mineral gain. What an antibody has bound of
 * sclerostin, load cannot lower any more. Used to its load, bone is still held up by it, with less force; less load is
 * the same in the other direction; and other sites do not feel it. */
static void load(void **state) {
    (void)state;
    const double bindings[] = {0.0, 1.0, 1e9}, loads[] = {0.3, -0.3};
    for (size_t l = 0; l < BM_COUNT(loads); l++) {
        double last = 1e300;
        for (size_t b = 0; b < BM_COUNT(bindings); b++) {
            struct body_case c;
            double f[BM__N_BODY_STATES], without[BM__N_BODY_STATES];
            balanced(&c);
            c.q[BM__Q_osteocyte_lining_gain] = c.q[BM__Q_osteocyte_wnt_activity] = 0.0; /* are another matter */
            body_case_derive(&c);
            c.x[BM__X_WNT] = 1.0 - 1.0 / (1.0 + bindings[b]);
            rates(&c, without);
            c.u[BM__U_loading_TH] = loads[l];
            rates(&c, f);
            const double sign = loads[l] > 0.0 ? 1.0 : -1.0, L = felt(&c).load[BM__SITE_TH];
            const double fresh = sign * (volume_rate(f, BM__SITE_TH) - volume_rate(without, BM__SITE_TH));
            const double mature = sign * (f[BM__X_MTH] - without[BM__X_MTH]);
            assert_true(fresh > 0.0 && (b < 2 ? mature > 0.0 : fabs(mature) <= 1e-12));
            assert_true(fresh < last); /* the more is bound, the less load can do */
            last = fresh;
            bm_assert_close(f[BM__X_BTH], (L - 1.0) * c.e.k_load, 1e-13, 0.0);
            for (int site = 0; site < BM__N_SITES; site++)
                assert_true(site == BM__SITE_TH || volume_rate(f, site) == volume_rate(without, site));
            c.x[BM__X_BTH] = L - 1.0;
            rates(&c, f);
            const double used = sign * (volume_rate(f, BM__SITE_TH) - volume_rate(without, BM__SITE_TH));
            assert_true(used > 0.0 && used < fresh);
            bm_assert_close(f[BM__X_MTH], without[BM__X_MTH], 0.0, 1e-18);
            bm_assert_close(f[BM__X_BTH], 0.0, 0.0, 1e-19);
        }
    }
}

/* Bed rest takes load away, less at the radius, half of it half; and bone does not get used to that. */
static void bed_rest(void **state) {
    (void)state;
    struct body_case c;
    balanced(&c);
    const double hip = c.q[BM__Q_loading_bed_rest_hip], spine = c.q[BM__Q_loading_bed_rest];
    const double lost[BM__N_SITES] = {spine, hip, hip, spine * c.q[BM__Q_loading_bed_rest_radius]};
    double f[BM__N_BODY_STATES];
    for (double part = 0.0; part <= 1.0; part += 0.25) {
        c.u[BM__U_immobilisation] = part;
        for (int site = 0; site < BM__N_SITES; site++)
            bm_assert_close(felt(&c).load[site], exp(-part * lost[site]), 1e-14, 0.0);
        rates(&c, f);
        for (int site = 0; site < BM__N_SITES; site++) {
            assert_true(f[BM__X_BLS + site] == 0.0);
            assert_true(part > 0.0 ? volume_rate(f, site) < 0.0 : fabs(volume_rate(f, site)) <= 1e-14);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(volume_follows_formation_and_resorption),
        cmocka_unit_test(remodelling_space),
        cmocka_unit_test(monotone),
        cmocka_unit_test(strain),
        cmocka_unit_test(cavities),
        cmocka_unit_test(pth_in_cortex),
        cmocka_unit_test(felt_load),
        cmocka_unit_test(load),
        cmocka_unit_test(bed_rest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
