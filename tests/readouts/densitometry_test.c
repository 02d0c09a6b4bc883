/* SPDX-License-Identifier: Apache-2.0 */
/* T- and Z-scores, and what is taken for sites that were not measured: numbers worked by hand. */
#include "readouts/densitometry.h"

#include "support/bm_test.h"

static const double young_mean[BM__N_SITES] = {1.047, 0.942, 0.858, 0.664},
                    sd[BM__N_SITES] = {0.110, 0.122, 0.120, 0.054};

static void t_scores(void **state) {
    (void)state;
    for (int i = 0; i < BM__N_SITES; i++) {
        const enum bm__site site = (enum bm__site)i;
        bm_assert_close(bm__t_score(site, young_mean[i]), 0.0, 0.0, 1e-14);
        bm_assert_close(bm__bmd_of_t_score(site, -2.5), young_mean[i] - 2.5 * sd[i], 1e-15, 0.0);
        for (double t = -7.0; t <= 7.0; t += 0.5)
            bm_assert_close(bm__t_score(site, bm__bmd_of_t_score(site, t)), t, 0.0, 1e-13);
    }
    bm_assert_close(bm__t_score(BM__SITE_LS, 0.772), -2.5, 1e-12, 0.0);
    bm_assert_close(bm__t_score(BM__SITE_TH, 0.637), -2.5, 1e-12, 0.0);
    bm_assert_close(bm__t_score(BM__SITE_FN, 0.558), -2.5, 1e-12, 0.0);
    bm_assert_close(bm__t_score(BM__SITE_DR, 0.529), -2.5, 1e-12, 0.0);
}

static void by_age(void **state) {
    (void)state;
    bm_assert_close(bm__bmd_of_age(BM__SITE_LS, 25.0), 1.047, 1e-15, 0.0);
    bm_assert_close(bm__bmd_of_age(BM__SITE_LS, 18.0), 1.047, 1e-15, 0.0);
    bm_assert_close(bm__bmd_of_age(BM__SITE_LS, 60.0), 1.047 * 0.914, 1e-14, 0.0); /* between 0.933 and 0.895 */
    bm_assert_close(bm__bmd_of_age(BM__SITE_TH, 65.0), 0.942 * 0.847, 1e-14, 0.0);
    bm_assert_close(bm__bmd_of_age(BM__SITE_DR, 67.5), 0.664 * 0.833, 1e-14, 0.0); /* a quarter of 0.847 to 0.791 */
    bm_assert_close(bm__bmd_of_age(BM__SITE_TH, 85.0), 0.942 * 0.732, 1e-14, 0.0);
    bm_assert_close(bm__bmd_of_age(BM__SITE_TH, 110.0), 0.942 * 0.732, 1e-14, 0.0);
    for (int i = 0; i < BM__N_SITES; i++) {
        const enum bm__site site = (enum bm__site)i;
        for (double age = 18.0; age < 100.0; age += 0.25) {
            bm_assert_close(bm__z_score(site, age, bm__bmd_of_age(site, age)), 0.0, 0.0, 1e-13);
            /* no jumps from decade to decade */
            bm_assert_close(bm__bmd_of_age(site, age + 0.25), bm__bmd_of_age(site, age), 0.003, 0.0);
        }
        bm_assert_close(bm__z_score(site, 61.0, bm__bmd_of_age(site, 61.0) - 1.5 * sd[i]), -1.5, 1e-12, 0.0);
    }
}

/* At 65 the spine one and the hip two SD below the mean of her age: the others 0.6 x 1.5 = 0.9 SD below theirs. */
static void unmeasured_sites(void **state) {
    (void)state;
    double bmd[BM__N_SITES] = {0.827065, 0.553874, (double)NAN, (double)NAN};
    bm__fill_unmeasured(65.0, bmd);
    assert_true(bmd[0] == 0.827065 && bmd[1] == 0.553874);
    bm_assert_close(bmd[BM__SITE_FN], 0.618726, 1e-12, 0.0);
    bm_assert_close(bmd[BM__SITE_DR], 0.513808, 1e-12, 0.0);

    double one[BM__N_SITES] = {(double)NAN, (double)NAN, 0.918 * 0.858 + 0.12, (double)NAN};
    bm__fill_unmeasured(55.0, one); /* the hip's curve at 55 is 0.917: Z of the neck is 1 + 0.001 x 0.858/0.12 */
    const double z = 0.6 * (1.0 + 0.000858 / 0.12);
    bm_assert_close(one[BM__SITE_LS], 1.047 * 0.933 + z * 0.110, 1e-12, 0.0);
    bm_assert_close(one[BM__SITE_TH], 0.942 * 0.917 + z * 0.122, 1e-12, 0.0);

    double none[BM__N_SITES] = {(double)NAN, (double)NAN, (double)NAN, (double)NAN};
    bm__fill_unmeasured(61.0, none);
    for (int i = 0; i < BM__N_SITES; i++)
        assert_true(none[i] == bm__bmd_of_age((enum bm__site)i, 61.0));
}

/* Published pairs of scales: Genant 1994 directly between Hologic and Lunar at the spine; the phantom's centre of Hui
 * 1997, where each scanner's own mean is 1.0436 g/cm2 of standardised density; and back again. */
static void scanners(void **state) {
    (void)state;
    const uint32_t lunar = 2, norland = 3;
    for (double bmd = 0.7; bmd < 1.5; bmd += 0.1)
        bm_assert_close(bm__density_from_device(lunar, BM__SITE_LS, bmd), 0.906 * bmd - 0.025, 0.01, 0.0);
    bm_assert_close(bm__density_from_device(lunar, BM__SITE_LS, 1.100), 0.972, 1e-14, 0.0);
    bm_assert_close(bm__density_from_device(norland, BM__SITE_LS, 0.969), 0.972, 1e-14, 0.0);
    bm_assert_close(bm__density_from_device(lunar, BM__SITE_TH, 1.0), (0.979 - 0.031 - 0.006) / 1.008, 1e-14, 0.0);
    bm_assert_close(bm__density_from_device(norland, BM__SITE_FN, 0.9), (0.985 * 0.9 + 0.006 - 0.019) / 1.087, 1e-14,
                    0.0);
    for (uint32_t device = 1; device <= BM__N_DEVICES; device++)
        for (int i = 0; i < BM__N_SITES; i++) {
            const enum bm__site site = (enum bm__site)i;
            const double there = bm__density_to_device(device, site, 0.8);
            if (device == BM__HOLOGIC)
                assert_true(there == 0.8 && bm__density_from_device(device, site, 0.8) == 0.8);
            else if (site == BM__SITE_DR)
                assert_true(isnan(there) && isnan(bm__density_from_device(device, site, 0.8)));
            else
                bm_assert_close(bm__density_from_device(device, site, there), 0.8, 1e-14, 0.0);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(t_scores),
        cmocka_unit_test(by_age),
        cmocka_unit_test(unmeasured_sites),
        cmocka_unit_test(scanners),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
