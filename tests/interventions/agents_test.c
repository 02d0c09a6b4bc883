/* SPDX-License-Identifier: Apache-2.0 */
/* Each agent alone: its numbers against the reference's tables, its field against its equations, its doses and levels.
 */
#include "interventions/agent.h"

#include "support/bm_test.h"
#include "support/csv.h"

enum { MAX_VALUES = 32, MAX_STATES = 8 };

static const char *bare(const char *name) {
    return strncmp(name, "core.", 5) == 0 ? name + 5 : name;
}

static const struct bm__agent *agent_named(const char *name) {
    for (int a = 0; a < BM__N_AGENTS; a++)
        if (strcmp(bm__agents[a]->name, name) == 0)
            return bm__agents[a];
    fail_msg("no agent %s", name);
    return NULL;
}

static int find_row(const struct bm__value_row *rows, uint32_t n, const char *name) {
    for (uint32_t i = 0; i < n; i++)
        if (strcmp(bare(rows[i].name), name) == 0)
            return (int)i;
    return -1;
}

/* One agent in one situation; values by name. */
struct situation {
    const struct bm__agent *agent;
    double p[MAX_VALUES], x[MAX_STATES], f[MAX_STATES], u[BM__N_TARGETS], rate;
};

static double *parameter(struct situation *s, const char *name) {
    const int i = find_row(s->agent->parameters, s->agent->n_parameters, name);
    assert_true(i >= 0);
    return &s->p[i];
}
static int state_index(const struct situation *s, const char *name) {
    const int i = find_row(s->agent->states, s->agent->n_states, name);
    assert_true(i >= 0);
    return i;
}

static void begin(struct situation *s, const char *name) {
    memset(s, 0, sizeof *s);
    s->agent = agent_named(name);
    assert_in_range(s->agent->n_parameters, 0, MAX_VALUES);
    assert_in_range(s->agent->n_states, 0, MAX_STATES);
    for (uint32_t i = 0; i < s->agent->n_parameters; i++)
        s->p[i] = s->agent->parameters[i].value;
    for (uint32_t i = 0; i < s->agent->n_states; i++)
        s->x[i] = s->agent->states[i].value;
}

static void evaluate(struct situation *s) {
    memset(s->u, 0, sizeof s->u);
    const struct bm__agent_at at = {.p = s->p, .rate = s->rate, .x = s->x, .f = s->f, .u = s->u};
    s->agent->field(&at);
}

/* Every parameter and state of the reference that is not the body's belongs to exactly one agent, with its value. */
static void test_values_of_the_reference(void **state) {
    (void)state;
    static const struct {
        const char *path;
        int value_column, is_state;
    } tables[] = {{"../parity/parameters.csv", 1, 0}, {"../parity/initial_values.csv", 3, 1}};
    for (size_t t = 0; t < BM_COUNT(tables); t++) {
        struct bm_csv csv;
        bm_csv_read(&csv, tables[t].path);
        uint32_t compared = 0, total = 0;
        for (int a = 0; a < BM__N_AGENTS; a++) {
            const struct bm__agent *agent = bm__agents[a];
            const uint32_t n = tables[t].is_state ? agent->n_states : agent->n_parameters;
            const struct bm__value_row *rows = tables[t].is_state ? agent->states : agent->parameters;
            total += n;
            for (int row = 0; row < csv.n_rows; row++) {
                const int i = find_row(rows, n, csv.text[row]);
                if (i >= 0)
                    bm_assert_close_named(csv.text[row], rows[i].value, bm_csv_at(&csv, row, tables[t].value_column),
                                          3e-16, 0.0),
                        compared++;
            }
        }
        assert_int_equal(compared, total);
        assert_true(total >= 9);
        bm_csv_free(&csv);
    }
}

static void test_tables(void **state) {
    (void)state;
    for (int a = 0; a < BM__N_AGENTS; a++) {
        const struct bm__agent *agent = bm__agents[a];
        assert_non_null(agent->field);
        for (uint32_t i = 0; i < agent->n_parameters; i++) {
            const struct bm__value_row *row = &agent->parameters[i];
            assert_true(row->minimum <= row->value && row->value <= row->maximum && row->minimum < row->maximum);
        }
        for (uint32_t i = 0; i < agent->n_states; i++)
            assert_true(agent->states[i].minimum <= agent->states[i].value &&
                        agent->states[i].value <= agent->states[i].maximum);
        for (uint32_t i = 0; i < agent->n_own; i++)
            assert_true(agent->own[i].row < agent->n_states && agent->own[i].column < agent->n_states);
        for (uint32_t i = 0; i < agent->n_pushes; i++)
            assert_true(agent->pushes[i].target < BM__N_TARGETS && agent->pushes[i].state < agent->n_states);
        if (!agent->can_be_prescribed)
            continue;
        assert_true(agent->level && agent->level_unit);
        assert_true((agent->give == NULL) == ((agent->flags & BM_FLAG_CONTINUOUS) != 0));
        assert_true(agent->dose_minimum <= agent->usual_minimum && agent->usual_minimum <= agent->dose_label &&
                    agent->dose_label <= agent->usual_maximum && agent->usual_maximum <= agent->dose_maximum);
    }
}

/* 60 mg: 60 x 0.729 x 1e6 ng under the skin. */
static void test_denosumab(void **state) {
    (void)state;
    struct situation s;
    begin(&s, "denosumab");
    const int sc = state_index(&s, "DENSC"), cent = state_index(&s, "DENCENT"), per = state_index(&s, "DENPER");
    bm_assert_close(s.agent->give(s.p, 60.0, s.x), 60.0 * 0.729e6, 1e-15, 0.0);
    bm_assert_close(s.agent->give(s.p, 60.0, s.x), 60.0 * 0.729e6, 1e-15, 0.0);
    bm_assert_close(s.x[sc], 120.0 * 0.729e6, 1e-15, 0.0);
    assert_true(s.x[cent] == 0.0 && s.x[per] == 0.0);
    s.x[sc] = 2.0e7;
    s.x[cent] = 1.5e7;
    s.x[per] = 4.0e6;
    evaluate(&s);
    const double DENCP = 1.5e7 / 2340.0, back = 18.67 * 4.0e6 / 1324.0;
    bm_assert_close(s.f[sc], -0.00592 * 2.0e7, 1e-14, 0.0);
    bm_assert_close(s.f[cent], 0.00592 * 2.0e7 + back - (18.67 + 2.75 + 3110.0 / (188.0 + DENCP)) * DENCP, 1e-13, 0.0);
    bm_assert_close(s.f[per], 18.67 * DENCP - back, 1e-13, 0.0);
    bm_assert_close(s.u[BM__U_rankl_clearance], 2e-6 * DENCP / 150000.0 * 1e6, 1e-14, 0.0);
    assert_true(s.u[BM__U_pth_supply] == 0.0);
    bm_assert_close(s.agent->level(s.p, 0.0, s.x), DENCP, 1e-15, 0.0);
    *parameter(&s, "kdenosl") = 0.0;
    evaluate(&s);
    assert_true(s.u[BM__U_rankl_clearance] == 0.0);
}

/* 20 ug: 4856.96 pmol. */
static void test_teriparatide(void **state) {
    (void)state;
    struct situation s;
    begin(&s, "teriparatide");
    const int sc = state_index(&s, "TERISC"), cent = state_index(&s, "TERICENT");
    bm_assert_close(s.agent->give(s.p, 20.0, s.x), 4856.96, 1e-6, 0.0);
    bm_assert_close(s.x[sc], 20e6 / 4117.8, 1e-15, 0.0);
    *parameter(&s, "TERIF") = 0.5;
    bm_assert_close(s.agent->give(s.p, 20.0, s.x), 10e6 / 4117.8, 1e-15, 0.0);
    bm_assert_close(s.x[sc], 30e6 / 4117.8, 1e-15, 0.0);
    s.x[sc] = 1000.0;
    s.x[cent] = 30.0;
    evaluate(&s);
    const double TERIPKIN = 1000.0 * 62.2 / 94.4;
    bm_assert_close(s.f[sc], -TERIPKIN, 1e-14, 0.0);
    bm_assert_close(s.f[cent], TERIPKIN - 10.4 * 30.0, 1e-14, 0.0);
    bm_assert_close(s.u[BM__U_pth_supply], TERIPKIN, 1e-14, 0.0);
    assert_true(s.u[BM__U_rankl_clearance] == 0.0);
    bm_assert_close(s.agent->level(s.p, 0.0, s.x), 30.0 / 94.4, 1e-15, 0.0);
}

static void test_pth_infusion(void **state) {
    (void)state;
    struct situation s;
    begin(&s, "pth_infusion");
    assert_int_equal(s.agent->n_states, 0);
    s.rate = 385.0;
    evaluate(&s);
    assert_true(s.u[BM__U_pth_supply] == 385.0);
    assert_true(s.u[BM__U_rankl_clearance] == 0.0);
    assert_true(s.agent->level(s.p, 385.0, s.x) == 385.0);
}

/* It drives nothing, and nobody can prescribe it. */
static void test_generic_pk(void **state) {
    (void)state;
    struct situation s;
    begin(&s, "generic_pk");
    assert_false(s.agent->can_be_prescribed);
    assert_int_equal(s.agent->n_pushes, 0);
    static const struct {
        const char *name;
        double value;
    } values[] = {{"PKKA", 0.5},  {"PKVC", 12.0}, {"PKCL", 3.0},   {"PKQ1", 2.0}, {"PKQ2", 1.0},
                  {"PKVP1", 5.0}, {"PKVP2", 7.0}, {"PKVMAX", 4.0}, {"PKKM", 0.3}};
    for (size_t i = 0; i < BM_COUNT(values); i++)
        *parameter(&s, values[i].name) = values[i].value;
    const int gut = state_index(&s, "PKGUT"), cent = state_index(&s, "PKCENT");
    const int per1 = state_index(&s, "PKPER1"), per2 = state_index(&s, "PKPER2");
    s.x[gut] = 10.0, s.x[cent] = 24.0, s.x[per1] = 20.0, s.x[per2] = 35.0;
    evaluate(&s);
    const double C = 2.0, saturable = 4.0 / (0.3 + C);
    bm_assert_close(s.f[gut], -5.0, 1e-14, 0.0);
    bm_assert_close(s.f[cent], 5.0 + 2.0 * 4.0 + 1.0 * 5.0 - (2.0 + 1.0 + 3.0 + saturable) * C, 1e-14, 0.0);
    bm_assert_close(s.f[per1], 2.0 * (C - 4.0), 1e-14, 0.0);
    bm_assert_close(s.f[per2], 1.0 * (C - 5.0), 1e-14, 0.0);
    for (int i = 0; i < BM__N_TARGETS; i++)
        assert_true(s.u[i] == 0.0);
}

/* Agents add to the targets; they do not set them. */
static void test_pushes_add_up(void **state) {
    (void)state;
    struct situation s;
    begin(&s, "teriparatide");
    s.x[state_index(&s, "TERISC")] = 94.4;
    s.u[BM__U_pth_supply] = 100.0;
    s.u[BM__U_rankl_clearance] = 0.25;
    const struct bm__agent_at at = {.p = s.p, .x = s.x, .f = s.f, .u = s.u};
    s.agent->field(&at);
    bm_assert_close(s.u[BM__U_pth_supply], 162.2, 1e-14, 0.0);
    assert_true(s.u[BM__U_rankl_clearance] == 0.25);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_of_the_reference),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_denosumab),
        cmocka_unit_test(test_teriparatide),
        cmocka_unit_test(test_pth_infusion),
        cmocka_unit_test(test_generic_pk),
        cmocka_unit_test(test_pushes_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
