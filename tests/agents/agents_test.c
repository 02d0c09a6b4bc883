/* SPDX-License-Identifier: Apache-2.0 */
/* Each agent alone: its numbers against the reference's tables, its field against its equations, its doses and levels.
 */
#include "body/body.h"
#include "agents/agent.h"

#include "support/bm_test.h"
#include "support/csv.h"

enum { MAX_VALUES = 32, MAX_STATES = 8, MAX_RATES = BM__MAX_RATES };

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
    double p[MAX_VALUES], x[MAX_STATES], f[MAX_STATES], u[BM__N_TARGETS], rate[MAX_RATES];
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

static double absorbed(const struct situation *s, double dose) {
    const double defaults[BM__MAX_OPTIONS] = {0}; /* no agent's option defaults to another value */
    return s->agent->amount(s->p, defaults, dose);
}
static double level(const struct situation *s) {
    return s->agent->level(s->p, s->rate[0], s->x);
}

/* Follows the agent alone for some days (Runge-Kutta), with a steady inflow [per hour] into its first state. */
static void follow(struct situation *s, double days, double inflow) {
    static const double weight[4] = {1.0 / 6.0, 1.0 / 3.0, 1.0 / 3.0, 1.0 / 6.0}, part[4] = {0.5, 0.5, 1.0, 0.0};
    const uint32_t n = s->agent->n_states;
    const int steps = (int)ceil(2.0 * days * 24.0);
    const double h = days * 24.0 / steps;
    for (int step = 0; step < steps; step++) {
        double start[MAX_STATES], sum[MAX_STATES] = {0};
        memcpy(start, s->x, sizeof start);
        for (int stage = 0; stage < 4; stage++) {
            evaluate(s);
            s->f[0] += inflow;
            for (uint32_t i = 0; i < n; i++) {
                sum[i] += h * weight[stage] * s->f[i];
                s->x[i] = start[i] + h * part[stage] * s->f[i];
            }
        }
        for (uint32_t i = 0; i < n; i++)
            s->x[i] = start[i] + sum[i];
    }
    evaluate(s);
}

/* The label dose, averaged over its interval. */
static void follow_label(struct situation *s, double days) {
    follow(s, days, absorbed(s, s->agent->dose_label) / (s->agent->every_label_d * 24.0));
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
            for (uint32_t i = 0; i < n; i++)
                total += rows[i].name != bare(rows[i].name);
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
        assert_in_range(agent->n_options, 0, BM__MAX_OPTIONS);
        for (uint32_t i = 0; i < agent->n_options; i++) { /* NAN: as the preset has it */
            const struct bm__value_row *row = &agent->options[i];
            assert_true(row->minimum < row->maximum && !(row->value < row->minimum) && !(row->value > row->maximum));
            assert_true(!isnan(row->value) || agent->sessions_per_week);
            assert_memory_equal(row->name, agent->name, strlen(agent->name));
        }
        assert_true(!agent->parts == (agent->n_rates == 0) && agent->n_rates <= MAX_RATES);
        assert_true(!agent->sessions_per_week || (agent->parts && agent->n_rates <= agent->n_states));
        assert_true(!agent->replaces || (!agent->parts && agent->replaces < BM__N_HABITS));
        if (!agent->models)
            continue;
        const int continuous = (agent->flags & BM_FLAG_CONTINUOUS) != 0;
        assert_true(agent->level && agent->level_unit);
        assert_true((agent->amount == NULL) == continuous && (agent->every_label_d == 0.0) == continuous);
        assert_true(agent->averaged_within_d == 0.0 || !continuous);
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
    bm_assert_close(absorbed(&s, 60.0), 60.0 * 0.729e6, 1e-15, 0.0);
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
    bm_assert_close(absorbed(&s, 20.0), 4856.96, 1e-6, 0.0);
    *parameter(&s, "TERIF") = 0.5;
    bm_assert_close(absorbed(&s, 20.0), 10e6 / 4117.8, 1e-15, 0.0);
    s.x[sc] = 1000.0;
    s.x[cent] = 30.0;
    evaluate(&s);
    const double TERIPKIN = 1000.0 * 62.2 / 94.4;
    bm_assert_close(s.f[sc], -TERIPKIN, 1e-14, 0.0);
    bm_assert_close(s.f[cent], TERIPKIN - 10.4 * 30.0, 1e-14, 0.0);
    bm_assert_close(s.u[BM__U_pth_supply], TERIPKIN, 1e-14, 0.0);
    bm_assert_close(s.u[BM__U_pulsatile_pth], TERIPKIN * 24.0 / (20e6 / 4117.8 * 0.95), 1e-14, 0.0);
    assert_true(s.u[BM__U_rankl_clearance] == 0.0);
    bm_assert_close(s.agent->level(s.p, 0.0, s.x), 30.0 / 94.4, 1e-15, 0.0);
}

static void test_pth_infusion(void **state) {
    (void)state;
    struct situation s;
    begin(&s, "pth_infusion");
    assert_int_equal(s.agent->n_states, 0);
    s.rate[0] = 385.0;
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
    assert_true(s.agent->models == 0);
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

/* Every agent's derivatives against differences of its field: its own and the targets', and that none is missing. */
static void test_derivatives(void **state) {
    (void)state;
    uint64_t seed = 51;
    for (int a = 0; a < BM__N_AGENTS; a++) {
        struct situation s;
        begin(&s, bm__agents[a]->name);
        const uint32_t n = s.agent->n_states, n_all = n + BM__N_TARGETS; /* rows: the states' rates, then the targets */
        for (uint32_t i = 0; i < s.agent->n_parameters; i++)
            s.p[i] = s.p[i] * bm_random(&seed, 0.7, 1.3) + (s.p[i] == 0.0);
        for (uint32_t i = 0; i < n; i++)
            s.x[i] = bm_random(&seed, 0.5, 20.0) * (a == BM__AGENT_denosumab ? 1e6 : 1.0);
        double jac[MAX_VALUES] = {0}, push[MAX_VALUES] = {0}, entries[MAX_STATES + BM__N_TARGETS][MAX_STATES] = {{0}};
        for (int i = 0; i < MAX_RATES; i++)
            s.rate[i] = bm_random(&seed, 0.1, 2.0);
        struct bm__agent_at at = {.p = s.p, .rate = s.rate, .x = s.x, .f = s.f, .u = s.u, .jac = jac, .push = push};
        memset(s.u, 0, sizeof s.u);
        s.agent->field(&at);
        for (uint32_t i = 0; i < s.agent->n_own; i++)
            entries[s.agent->own[i].row][s.agent->own[i].column] = jac[i];
        for (uint32_t i = 0; i < s.agent->n_pushes; i++)
            entries[n + s.agent->pushes[i].target][s.agent->pushes[i].state] = push[i];
        double f[MAX_STATES];
        memcpy(f, s.f, sizeof f);
        evaluate(&s);
        bm_assert_same_bits(s.f, f, n);
        for (uint32_t c = 0; c < n; c++) {
            double side[2][MAX_STATES + BM__N_TARGETS] = {{0}}, x = s.x[c], h = 1e-4 * x;
            for (int k = 0; k < 2; k++) {
                s.x[c] = k ? x + h : x - h;
                evaluate(&s);
                memcpy(side[k], s.f, n * sizeof *s.f);
                memcpy(side[k] + n, s.u, sizeof s.u);
            }
            s.x[c] = x;
            for (uint32_t r = 0; r < n_all; r++) {
                const double rounding = 1e-14 * (fabs(side[0][r]) + fabs(side[1][r])) / h;
                bm_assert_close_named(s.agent->name, entries[r][c], (side[1][r] - side[0][r]) / (2.0 * h), 1e-7,
                                      rounding);
            }
        }
    }
}

/* The label dose for long enough leaves the published part of estradiol: 1/(1 + u) = residual. */
static void test_aromatase_inhibitors(void **state) {
    (void)state;
    const struct {
        const char *name;
        double residual, level; /* ng/mL: F dose/(CL tau) */
    } drugs[] = {{"letrozole", 0.059, 1000.0 * 2.5 / 24.0 * 72.0 / (log(2.0) * 133.0)},
                 {"anastrozole", 0.101, 1000.0 / 24.0 / 1.5},
                 {"exemestane", 0.08, 1000.0 * 1.6 * 25.0 / 24.0 / (1360.0 * 0.738)}};
    for (size_t i = 0; i < BM_COUNT(drugs); i++) {
        struct situation s;
        begin(&s, drugs[i].name);
        follow_label(&s, 90.0);
        bm_assert_close(level(&s), drugs[i].level, 1e-6, 0.0);
        bm_assert_close(1.0 / (1.0 + s.u[BM__U_aromatase_inhibition]), drugs[i].residual, 1e-6, 0.0);
        /* washed out after it is stopped, and nothing else was pushed */
        follow(&s, 60.0, 0.0);
        bm_assert_at_most(s.u[BM__U_aromatase_inhibition], 1e-2);
        assert_true(s.u[BM__U_gonadotropin_blockade] == 0.0 && s.u[BM__U_receptor_occupancy] == 0.0);
    }
}

/* Irreversible: the enzyme stays down while the drug has gone, and e' = k_inact C (1 - e) - k_turnover e. */
static void test_exemestane(void **state) {
    (void)state;
    struct situation s;
    begin(&s, "exemestane");
    const int drug = state_index(&s, "exemestane.amount"), inactivated = state_index(&s, "exemestane.inactivated");
    const double e = 0.7, w = e / (1.0 - e), k_turnover = log(2.0) / 48.0;
    const double IC50 = *parameter(&s, "exemestane.C_label") / (1.0 / 0.08 - 1.0), k_inact = k_turnover / IC50;
    s.x[drug] = 30.0;
    s.x[inactivated] = w;
    evaluate(&s);
    const double rate = k_inact * level(&s) * (1.0 - e) - k_turnover * e;
    bm_assert_close(s.f[inactivated] * (1.0 - e) * (1.0 - e), rate, 1e-12, 0.0);
    begin(&s, "exemestane");
    s.x[drug] = absorbed(&s, 25.0);
    double lowest = 1.0, back_d = 0.0;
    for (double t = 0.25; t <= 20.0; t += 0.25) {
        follow(&s, 0.25, 0.0);
        const double left = 1.0 / (1.0 + s.u[BM__U_aromatase_inhibition]);
        lowest = fmin(lowest, left);
        if (left < 0.5)
            back_d = t;
    }
    print_message("one dose of exemestane: %.0f%% of the enzyme left at the lowest, half on day %g\n", 100.0 * lowest,
                  back_d);
    assert_true(lowest < 0.3 && back_d >= 4.0 && back_d <= 6.0);
}

/* Castrate by the fourth week and from depot to depot; half of the ovary's drive back 6 to 12 weeks after the last. */
static void test_goserelin(void **state) {
    (void)state;
    enum { DEPOTS = 12 };
    struct situation s;
    begin(&s, "goserelin");
    double worst = 0.0, castrate_d = 0.0, back_d = 0.0;
    for (int day = 0; day < 28 * (DEPOTS - 1) + 120; day++) {
        if (day % 28 == 0 && day < 28 * DEPOTS)
            s.x[0] += absorbed(&s, 3.6);
        follow(&s, 1.0, 0.0);
        const double left = 1.0 / (1.0 + s.u[BM__U_gonadotropin_blockade]);
        if (castrate_d == 0.0 && left < 0.05)
            castrate_d = day + 1.0;
        if (day + 1 >= 28 && day + 1 <= 28 * DEPOTS)
            worst = fmax(worst, left);
        if (back_d == 0.0 && day + 1 > 28 * DEPOTS && left > 0.5)
            back_d = day + 1.0 - 28.0 * (DEPOTS - 1);
    }
    print_message("goserelin: below 5%% on day %g, then at most %.1f%%; half back %.1f weeks after the last depot\n",
                  castrate_d, 100.0 * worst, back_d / 7.0);
    assert_true(castrate_d >= 14.0 && castrate_d <= 28.0);
    bm_assert_at_most(worst, 0.05);
    assert_true(back_d / 7.0 > 6.0 && back_d / 7.0 < 12.0);
    for (int i = 0; i < BM__N_TARGETS; i++)
        assert_true(i == BM__U_gonadotropin_blockade || s.u[i] == 0.0);
}

static void test_serms(void **state) {
    (void)state;
    const struct {
        const char *name;
        double level; /* ng/mL */
    } drugs[] = {{"tamoxifen", 122.0}, {"raloxifene", 1000.0 * 60.0 / 24.0 * 32.5 / (log(2.0) * 2348.0 * 65.0)}};
    for (size_t i = 0; i < BM_COUNT(drugs); i++) {
        struct situation s;
        begin(&s, drugs[i].name);
        const int worth = find_row(s.agent->parameters, s.agent->n_parameters,
                                   i == 0 ? "tamoxifen.estradiol_equivalent" : "raloxifene.estradiol_equivalent");
        assert_true(worth >= 0);
        follow_label(&s, 300.0);
        bm_assert_close(level(&s), drugs[i].level, 1e-6, 0.0);
        bm_assert_close(s.u[BM__U_receptor_occupancy], 10.0, 1e-6, 0.0);
        bm_assert_close(s.u[BM__U_receptor_agonism], 10.0 * s.p[worth], 1e-6, 0.0);
    }
}

static void test_estradiol(void **state) {
    (void)state;
    struct situation s;
    begin(&s, "estradiol");
    follow(&s, 20.0, absorbed(&s, 2.0) / 24.0);
    bm_assert_close(level(&s), 70.0, 1e-6, 0.0);
    bm_assert_close(s.u[BM__U_estradiol_supply], level(&s), 1e-14, 0.0);
    follow(&s, 16.0 / 24.0, 0.0);
    bm_assert_close(level(&s), 35.0, 1e-6, 0.0);
}

/* What is taken up stays: on the surface, buried, or lost at k_off; the surface drives osteoclasts. */
static void test_bisphosphonates(void **state) {
    (void)state;
    static const struct {
        const char *name;
        double dose, absorbed;
    } drugs[] = {{"zoledronic_acid", 4.0, 2.44},
                 {"alendronate", 70.0, 0.224},
                 {"risedronate", 35.0, 0.11025},
                 {"ibandronate", 150.0, 0.405}};
    for (size_t i = 0; i < BM_COUNT(drugs); i++) {
        struct situation s;
        begin(&s, drugs[i].name);
        const double EC50 = s.p[0], k_off = s.p[1] / 8766.0, bury = 0.25 / 8766.0, release = 0.05 / 8766.0;
        bm_assert_close(absorbed(&s, drugs[i].dose), drugs[i].absorbed, 1e-14, 0.0);
        s.x[0] = 3.0;
        s.x[1] = 40.0;
        evaluate(&s);
        bm_assert_close(s.f[0], -(bury + k_off) * 3.0 + release * 40.0, 1e-14, 0.0);
        bm_assert_close(s.f[1], bury * 3.0 - release * 40.0, 1e-14, 0.0);
        bm_assert_close(s.f[0] + s.f[1], -k_off * 3.0, 1e-12, 0.0);
        bm_assert_close(s.u[BM__U_osteoclast_apoptosis], 3.0 / EC50, 1e-15, 0.0);
        assert_true(level(&s) == 3.0);
    }
    struct situation s;
    begin(&s, "ibandronate");
    bm_assert_close(s.agent->amount(s.p, (const double[]){1.0, 0.0}, 3.0), 3.0 * 0.45, 1e-14, 0.0);
}

/* One dose and a year of doses against the label: largest concentration 22.2 (SD 5.8) ug/mL on day 5 (2 to 7), area 389
 * (127) ug d/mL after one dose. */
static void test_romosozumab(void **state) {
    (void)state;
    struct situation s;
    begin(&s, "romosozumab");
    double highest = 0.0, highest_d = 0.0, area = 0.0;
    s.x[0] = absorbed(&s, 210.0);
    for (double t = 0.25; t <= 120.0; t += 0.25) {
        follow(&s, 0.25, 0.0);
        area += 0.25 * level(&s);
        if (level(&s) > highest)
            highest = level(&s), highest_d = t;
    }
    begin(&s, "romosozumab");
    double trough = 0.0;
    for (int month = 0; month < 12; month++) {
        s.x[0] += absorbed(&s, 210.0);
        follow(&s, 30.4375, 0.0);
        trough = level(&s);
    }
    print_message("romosozumab: %.1f ug/mL on day %g, area %.0f ug d/mL; troughs of monthly doses %.1f ug/mL\n",
                  highest, highest_d, area, trough);
    bm_assert_close(highest, 22.2, 0.0, 5.8);
    bm_assert_close(highest_d, 5.0, 0.0, 2.0);
    bm_assert_close(area, 389.0, 0.0, 127.0);
    /* 145 kDa: 1 ug/mL is 6.9 nmol/L */
    bm_assert_close(s.u[BM__U_sclerostin_binding] * *parameter(&s, "romosozumab.Kd"), trough / 0.145, 1e-13, 0.0);
}

/* Supplements and habits push on one target each, as much as is taken. */
static void test_supplements_and_habits(void **state) {
    (void)state;
    static const struct {
        const char *name;
        int target;
    } agents[] = {{"calcium", BM__U_calcium_supply},     {"vitamin_d", BM__U_vitamin_d_supply},
                  {"protein", BM__U_protein_supply},     {"vitamin_k2", BM__U_vitamin_k2_supply},
                  {"magnesium", BM__U_magnesium_supply}, {"immobilisation", BM__U_immobilisation},
                  {"smoking", BM__U_cigarettes},         {"alcohol", BM__U_alcohol_units},
                  {"caffeine", BM__U_caffeine}};
    for (size_t i = 0; i < BM_COUNT(agents); i++) {
        struct situation s;
        begin(&s, agents[i].name);
        s.rate[0] = 600.0;
        evaluate(&s);
        for (int t = 0; t < BM__N_TARGETS; t++)
            assert_true(s.u[t] == (t == agents[i].target ? 600.0 : 0.0));
        assert_true(level(&s) == 600.0);
    }
}

/* What a prescription comes to in each place. */
static void parts_of(struct situation *s, const double options[BM__MAX_OPTIONS], double dose) {
    s->agent->parts(s->p, options, dose, s->rate);
    evaluate(s);
}

static void test_trace_minerals(void **state) {
    (void)state;
    static const int targets[] = {BM__U_zinc_supply, BM__U_boron_supply, BM__U_manganese_supply};
    struct situation s;
    begin(&s, "trace_minerals");
    parts_of(&s, (const double[BM__MAX_OPTIONS]){2.0, 0.5, 0.0}, 3.0);
    const double expected[] = {6.0, 1.5, 0.0};
    double sum = 0.0;
    for (int i = 0; i < 3; i++)
        assert_true(s.u[targets[i]] == expected[i]);
    for (int t = 0; t < BM__N_TARGETS; t++)
        sum += s.u[t];
    assert_true(sum == 7.5);
}

/* 3 x 45 minutes a week of balance training: falls x 0.77; in proportion (on the logarithm) below, no more above. */
static void test_falls(void **state) {
    (void)state;
    static const char *const names[] = {"balance_training", "flexibility_training"};
    const double rates[] = {0.77, 0.95};
    for (size_t i = 0; i < BM_COUNT(names); i++) {
        static const double options[][BM__MAX_OPTIONS] = {{3.0, 45.0, 0.5}, {3.0, 45.0, 1.0}, {7.0, 60.0, 0.5},
                                                          {1.5, 45.0, 0.5}, {3.0, 15.0, 0.0}, {0.0, 45.0, 0.5}};
        static const double part[] = {1.0, 1.0, 1.0, 0.5, 1.0 / 3.0, 0.0};
        for (size_t o = 0; o < BM_COUNT(options); o++) {
            struct situation s;
            begin(&s, names[i]);
            parts_of(&s, options[o], 1.0);
            bm_assert_close(exp(s.u[BM__U_fall_rate]), pow(rates[i], part[o]), 1e-14, 0.0);
            bm_assert_close(level(&s), 1.0 - pow(rates[i], part[o]), 1e-13, 1e-16);
            for (int t = 0; t < BM__N_TARGETS; t++)
                assert_true(t == BM__U_fall_rate || s.u[t] == 0.0);
        }
    }
}

/* Nothing, unless it is given a load; then at spine and hip, in proportion to the minutes. */
static void test_vibration(void **state) {
    (void)state;
    static const double options[BM__MAX_OPTIONS] = {7.0, 20.0};
    struct situation s;
    begin(&s, "whole_body_vibration");
    parts_of(&s, options, 1.0);
    for (int t = 0; t < BM__N_TARGETS; t++)
        assert_true(s.u[t] == 0.0);
    *parameter(&s, "whole_body_vibration.load") = 0.4;
    parts_of(&s, options, 0.5);
    for (int t = 0; t < BM__N_TARGETS; t++) {
        const int loaded = t == BM__U_loading_LS || t == BM__U_loading_TH || t == BM__U_loading_FN;
        bm_assert_close(s.u[t], loaded ? 0.2 : 0.0, 1e-15, 0.0);
    }
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
        cmocka_unit_test(test_derivatives),
        cmocka_unit_test(test_aromatase_inhibitors),
        cmocka_unit_test(test_exemestane),
        cmocka_unit_test(test_goserelin),
        cmocka_unit_test(test_serms),
        cmocka_unit_test(test_estradiol),
        cmocka_unit_test(test_bisphosphonates),
        cmocka_unit_test(test_romosozumab),
        cmocka_unit_test(test_supplements_and_habits),
        cmocka_unit_test(test_trace_minerals),
        cmocka_unit_test(test_falls),
        cmocka_unit_test(test_vibration),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
