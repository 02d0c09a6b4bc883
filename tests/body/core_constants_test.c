/* SPDX-License-Identifier: Apache-2.0 */
/* The derived constants and computed initial values, against the reference's tables and over the parameters' ranges. */
#include "support/core_case.h"
#include "support/csv.h"

/* The reference's names in terms of ours; it has EC50s where we keep their logarithms. */
static double derived(const struct core_case *c, const char *name) {
    const struct bm__core_constants *K = &c->k;
#define X0(state) (c->x0[BM__X_##state])
    const struct {
        const char *name;
        double value;
    } all[] = {
        {"T13", K->T13Q0 / X0(Q)},
        {"T15", K->T15},
        {"J14OC50", exp(K->log_J14OC50)},
        {"kinRNK", K->kinRNK},
        {"MOCratio0", exp(K->log_MOC0)},
        {"bigDb", K->bigDb},
        {"kinTGF", K->kinTGF},
        {"koutTGFact", K->koutTGFact},
        {"E0PicROB", K->E0PicROB},
        {"EC50PicROB", exp(K->log_EC50PicROB)},
        {"Dr", K->Dr},
        {"E0PicOB", K->E0PicOB},
        {"EC50PicOB", exp(K->log_EC50PicOB)},
        {"EC50MeffOC", exp(K->log_EC50MeffOC)},
        {"E0PicOC", K->E0PicOC},
        {"EC50PicOC", exp(K->log_EC50PicOC)},
        {"PiL0", X0(M) / 10.0},
        {"EC50surv", exp(K->log_EC50surv)},
        {"T66", K->T66},
        {"k15a", K->k15a},
        {"kLShap", K->kLS},
        {"kHApIn", K->kHApIn},
        {"kinLbase", K->kinLb},
        {"PTH50", K->PTH50},
        {"pObase", K->pOb},
        {"RX2Kin", K->RX2Kin},
        {"EC50PTHRX2x", K->cRX2},
        {"EC50PTHcreb", K->cCREB},
        {"crebKin0", K->crebKin0},
        {"PhosEffMax", K->PhosEffMax},
        {"mtmEST", K->mtm},
        {"ReabsMax_baseline", (0.3 * X0(GFR) * K->Cca0 - 0.149997) * K->reabs_scale},
        {"T17", K->T17},
        {"E0PicOBkb", K->E0PicOBkb},
        {"EmaxPicOBkb", K->EmaxPicOBkb},
        {"EC50PicOBkb", exp(K->log_EC50PicOBkb)},
        {"E0RUNX2kbEff", K->E0RUN},
        {"RUNkbMax", K->RUNmax},
        {"RUNkb50", exp(K->log_RUN50)},
        {"T29", K->T29},
        {"Ctriol50", exp(K->log_Ctriol50)},
        {"T60", exp(K->log_T60)},
        {"kinBMDls_f32", K->kinBMDls},
        {"kinBMDlsDEN_f32", K->kinBMDlsDEN},
        {"kinBMDfn_f32", K->kinBMDfn},
        {"PTHconc0", X0(PTH) / c->p[BM__P_V1]},
        {"CaConc0", K->Cca0},
        {"Calcitriol0", X0(B) / c->p[BM__P_V1]},
        {"OB0", K->OB0},
        {"ageONSET_h", K->estrogen_onset_h + c->p[BM__P_ageENTER]},
    };
#undef X0
    for (size_t i = 0; i < BM_COUNT(all); i++)
        if (strcmp(all[i].name, name) == 0)
            return all[i].value;
    return (double)NAN; /* never close */
}

static void test_derived_constants(void **state) {
    (void)state;
    struct core_case c;
    struct bm_csv csv;
    core_case_default(&c);
    bm_csv_read(&csv, "../parity/derived_constants.csv");
    assert_int_equal(csv.n_rows, 50);
    for (int row = 0; row < csv.n_rows; row++)
        bm_assert_close_named(csv.text[row], derived(&c, csv.text[row]), bm_csv_at(&csv, row, 1), 1e-13, 0.0);
    bm_csv_free(&csv);
}

static void test_parameters_and_initial_values(void **state) {
    (void)state;
    struct core_case c;
    struct bm_csv csv;
    core_case_default(&c);
    int compared = 0;
    bm_csv_read(&csv, "../parity/parameters.csv");
    for (int row = 0; row < csv.n_rows; row++) {
        const int i = core_find_parameter(csv.text[row]);
        if (i >= 0) /* else a parameter of an agent */
            bm_assert_close_named(csv.text[row], c.p[i], bm_csv_at(&csv, row, 1), 3e-16, 0.0), compared++;
    }
    assert_int_equal(compared, BM__N_CORE_PARAMETERS);
    bm_csv_free(&csv);
    compared = 0;
    bm_csv_read(&csv, "../parity/initial_values.csv");
    for (int row = 0; row < csv.n_rows; row++) {
        const int i = core_find_state(csv.text[row]);
        if (i < 0)
            continue;
        bm_assert_close_named(csv.text[row], c.x0[i], bm_csv_at(&csv, row, 3), 3e-16, 0.0);
        /* the table's own number is the same, also where it is computed */
        bm_assert_close_named(csv.text[row], core_state_rows[i].value, c.x0[i], 3e-16, 0.0);
        compared++;
    }
    assert_int_equal(compared, BM__N_CORE_STATES);
    bm_csv_free(&csv);
}

/* Computed initial values follow the parameters, whatever was set. */
static void test_computed_initial_values(void **state) {
    (void)state;
    struct core_case c;
    core_case_default(&c);
    c.p[BM__P_OBtot0] *= 2.0;
    c.p[BM__P_Pic0] *= 1.05;
    c.x0[BM__X_B] = 1000.0;
    c.x0[BM__X_OBfast] = c.x0[BM__X_TGFB] = c.x0[BM__X_AOH] = c.x0[BM__X_M] = 77.0;
    core_case_derive(&c);
    bm_assert_close(c.x0[BM__X_OBfast], 2.0 * 0.00501324 * 0.797629, 1e-15, 0.0);
    bm_assert_close(c.x0[BM__X_OBslow], 2.0 * 0.00501324 * (1.0 - 0.797629), 1e-15, 0.0);
    bm_assert_close(c.x0[BM__X_TGFB], 1050.0 * 0.228142, 1e-15, 0.0);
    bm_assert_close(c.x0[BM__X_TGFBact], 1.05 * 0.228142, 1e-15, 0.0);
    bm_assert_close(c.x0[BM__X_AOH], 100.0, 1e-15, 0.0);
    bm_assert_close(c.x0[BM__X_M], 6.24e-6 * 10.0 * 0.4 / 0.112013, 1e-15, 0.0);
    bm_assert_close(c.x0[BM__X_N], 6.24e-6 * 4.0 * 0.4 / 0.112013, 1e-15, 0.0);
}

/* Every value within its range, the others at their defaults, gives finite constants and a finite start. */
static void test_ends_of_the_ranges(void **state) {
    (void)state;
    int wrong = 0;
    for (int i = 0; i < BM__N_CORE_PARAMETERS + BM__N_CORE_STATES; i++) {
        const int j = i < BM__N_CORE_PARAMETERS ? i : i - BM__N_CORE_PARAMETERS;
        const struct core_row *row = i == j ? &core_parameter_rows[j] : &core_state_rows[j];
        if (!(row->minimum <= row->value && row->value <= row->maximum && row->minimum < row->maximum)) {
            print_error("%s: %g is not within %g .. %g\n", row->name, row->value, row->minimum, row->maximum);
            wrong++;
        }
        for (int end = 0; end < 2; end++) {
            struct core_case c;
            double f[BM__N_CORE_STATES];
            core_case_default(&c);
            *(i == j ? &c.p[j] : &c.x0[j]) = end ? row->maximum : row->minimum;
            const char *bad = bm__core_derive(c.p, c.x0, &c.k);
            memcpy(c.x, c.x0, sizeof c.x);
            core_case_field(&c, f);
            for (int s = 0; !bad && s < BM__N_CORE_STATES; s++)
                if (!isfinite(f[s]))
                    bad = core_state_rows[s].name;
            if (bad) {
                print_error("%s = %g: %s is not finite\n", row->name, end ? row->maximum : row->minimum, bad);
                wrong++;
            }
        }
    }
    assert_int_equal(wrong, 0);
}

/* What contradicts itself is told by name. */
static void test_not_finite_is_named(void **state) {
    (void)state;
    struct core_case c;
    core_case_default(&c);
    c.p[BM__P_GFRdelta] = 100.0;
    assert_string_equal(bm__core_derive(c.p, c.x0, &c.k), "kGFR");
    core_case_default(&c);
    c.p[BM__P_RUNkbMaxFact] = 0.001; /* less than the effect of RunX2 at baseline */
    assert_string_equal(bm__core_derive(c.p, c.x0, &c.k), "log_RUN50");
    core_case_default(&c);
    c.p[BM__P_J14OCmax] = 0.01; /* below the exchange at baseline */
    assert_string_equal(bm__core_derive(c.p, c.x0, &c.k), "log_J14OC50");
    core_case_default(&c);
    assert_null(bm__core_derive(c.p, c.x0, &c.k));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_derived_constants),       cmocka_unit_test(test_parameters_and_initial_values),
        cmocka_unit_test(test_computed_initial_values), cmocka_unit_test(test_ends_of_the_ranges),
        cmocka_unit_test(test_not_finite_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
