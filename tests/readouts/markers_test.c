/* SPDX-License-Identifier: Apache-2.0 */
/* Turnover markers: their level in balance, and their power of resorption or formation. */
#include "readouts/markers.h"

#include "support/bm_test.h"

static struct bm__simulation sim;

static double parameter(int q) {
    return bm__extension_parameters(&sim)[q];
}

static const double share = 0.3; /* of osteocalcin that is undercarboxylated */

static struct bm__body_levels relative(double resorption, double forming, double mature) {
    return (struct bm__body_levels){
        .resorption = resorption, .forming = forming, .mature = mature, .undercarboxylated = share};
}

static int fill(void **state) {
    (void)state;
    bm__organism_lay_out(&sim.organism, 1, 0);
    bm__parameter_defaults(sim.parameters);
    for (uint32_t i = 0; i < bm__n_parameters(); i++)
        if (sim.parameters[i] != bm__parameter_row(i)->value)
            return 1;
    return 0;
}

static void in_balance(void **state) {
    (void)state;
    const struct bm__body_levels balance = relative(1.0, 1.0, 1.0);
    const double levels[BM__N_MARKERS] = {0.26, 10.0, 33.0, 38.0, 9.0, 14.0, 14.0 * share};
    for (int i = 0; i < BM__N_MARKERS; i++)
        bm_assert_close(bm__marker_value(&sim, (enum bm__marker)i, &balance), levels[i], 1e-15, 0.0);
}

static void powers(void **state) {
    (void)state;
    const struct bm__body_levels eaten = relative(2.0, 1.0, 1.0);
    const struct bm__body_levels formed = relative(1.0, 2.0, 1.0);
    const struct bm__body_levels late = relative(1.0, 1.0, 2.0);
    const struct bm__body_levels balance = relative(1.0, 1.0, 1.0);
    static const struct {
        int marker, power;
    } rows[] = {
        {BM__MARKER_s_ctx, BM__Q_markers_q_ctx},         {BM__MARKER_s_ntx, BM__Q_markers_q_ntx},
        {BM__MARKER_u_ntx, BM__Q_markers_q_ntx},         {BM__MARKER_s_p1np, BM__Q_markers_q_p1np},
        {BM__MARKER_s_bsap, BM__Q_markers_q_bsap},       {BM__MARKER_s_osteocalcin, BM__Q_markers_q_osteocalcin},
        {BM__MARKER_s_ucoc, BM__Q_markers_q_osteocalcin}};
    const struct bm__body_levels *const by[] = {&eaten, &eaten, &eaten, &formed, &late, &late, &late};
    assert_int_equal(BM_COUNT(rows), BM__N_MARKERS);
    for (int i = 0; i < BM__N_MARKERS; i++) {
        const enum bm__marker marker = (enum bm__marker)rows[i].marker;
        const double q = parameter(rows[i].power);
        const struct bm__body_levels *const sources[] = {&eaten, &formed, &late};
        const double least = marker == BM__MARKER_s_ctx ? parameter(BM__Q_markers_ctx_floor) : 0.0;
        assert_true(bm__marker_power(&sim, marker) == q);
        for (size_t s = 0; s < BM_COUNT(sources); s++)
            bm_assert_close(bm__marker_value(&sim, marker, sources[s]) / bm__marker_value(&sim, marker, &balance),
                            sources[s] == by[i] ? least + (1.0 - least) * pow(2.0, q) : 1.0, 1e-14, 0.0);
    }
}

/* Vitamin K leaves osteocalcin as it is and takes from its undercarboxylated part, in proportion. */
static void undercarboxylated(void **state) {
    (void)state;
    struct bm__body_levels at = relative(1.3, 1.2, 1.1);
    const double whole = bm__marker_value(&sim, BM__MARKER_s_osteocalcin, &at);
    for (double part = 0.1; part < 1.0; part += 0.2) {
        at.undercarboxylated = part;
        bm_assert_close(bm__marker_value(&sim, BM__MARKER_s_ucoc, &at), part * whole, 1e-15, 0.0);
        assert_true(bm__marker_value(&sim, BM__MARKER_s_osteocalcin, &at) == whole);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(in_balance), cmocka_unit_test(powers),
                                       cmocka_unit_test(undercarboxylated)};
    return cmocka_run_group_tests(tests, fill, NULL);
}
