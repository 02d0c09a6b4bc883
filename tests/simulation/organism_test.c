/* SPDX-License-Identifier: Apache-2.0 */
/* Body and agents as one system: layout, Jacobian with the products over the targets, and that each agent stays in its
 * room. */
#include "simulation/organism.h"

#include "organism_lanes.h"
#include "support/body_case.h"
#include "support/differences.h"

static const uint64_t EVERY_AGENT = (UINT64_C(1) << BM__N_AGENTS) - 1;

static struct bm__organism organism;
static double x[BM__MAX_STATES];

/* Which agents act: in the core every subset of its own, in the full model none, each, each pair, all, and some more.
 */
static struct selection {
    uint32_t full;
    uint64_t active;
} selections[1024];
static size_t n_selections;

static void add(uint32_t full, uint64_t active) {
    assert_in_range(n_selections, 0, BM_COUNT(selections) - 1);
    selections[n_selections++] = (struct selection){full, active};
}

static int choose_selections(void **state) {
    (void)state;
    uint64_t seed = 40;
    uint64_t of_core = 0;
    for (uint32_t a = 0; a < BM__N_AGENTS; a++)
        of_core |= (uint64_t)(bm__agents[a]->models != BM__IN_FULL) << a; /* generic_pk belongs to neither */
    for (uint64_t active = 0; active <= of_core; active++)
        if ((active & of_core) == active)
            add(0, active);
    add(1, 0);
    add(1, EVERY_AGENT);
    for (uint32_t a = 0; a < BM__N_AGENTS; a++)
        for (uint32_t b = 0; b <= a; b++)
            add(1, UINT64_C(1) << a | UINT64_C(1) << b);
    for (int k = 0; k < 100; k++)
        add(1, bm_random_bits(&seed) & EVERY_AGENT);
    return 0;
}

static uint32_t n_body(uint32_t full) {
    return full ? BM__N_BODY_STATES : BM__N_CORE_STATES;
}

static const char *state_name(uint32_t i) {
    if (i < organism.n_body)
        return body_state_name(i);
    for (int a = 0; a < BM__N_AGENTS; a++) {
        const uint32_t first = organism.first_state[a];
        if (first != 0 && i >= first && i < first + bm__agents[a]->n_states)
            return bm__agents[a]->states[i - first].name;
    }
    return "?";
}

/* Load and falls, of which formation and hazards are powers. */
static int acts_by_power(int a) {
    return a >= BM__AGENT_resistance_training && a <= BM__AGENT_immobilisation;
}

/* Random parameters and states, of the agents as well. */
static void fill(uint32_t full, uint64_t active, uint64_t *seed) {
    struct body_case c;
    body_case_random(&c, bm_random(seed, 40.0, 80.0), 0.01, seed);
    memset(&organism, 0, sizeof organism);
    memset(x, 0, sizeof x);
    bm__organism_lay_out(&organism, full, active);
    organism.k = c.core.k;
    organism.e = c.e;
    organism.runx2_switched = c.core.runx2_switched ? -1 : 0;
    organism.counting = bm_random_bits(seed) & 1u ? -1 : 0;
    memcpy(x, c.x, n_body(full) * sizeof *x);
    for (int a = 0; a < BM__N_AGENTS; a++) {
        const struct bm__agent *agent = bm__agents[a];
        for (int i = 0; i < BM__MAX_RATES; i++)
            organism.rate[a][i] = bm_random(seed, 10.0, 100.0) * (acts_by_power(a) ? 0.01 : 1.0);
        for (uint32_t i = 0; i < agent->n_parameters; i++)
            organism.p[organism.first_value[a] + i] =
                agent->parameters[i].value * bm_random(seed, 0.5, 2.0) +
                (agent->parameters[i].value == 0.0 ? bm_random(seed, 0.1, 1.0) : 0.0);
        if (active >> a & 1u)
            for (uint32_t i = 0; i < agent->n_states; i++)
                x[organism.first_state[a] + i] = bm_random(seed, 1.0, 1000.0) * (a == BM__AGENT_denosumab ? 1e4
                                                                                 : acts_by_power(a)       ? 1e-3
                                                                                                          : 1.0);
    }
}

static void test_layout(void **state) {
    (void)state;
    for (size_t k = 0; k < n_selections; k++) {
        const uint32_t full = selections[k].full;
        const uint64_t active = selections[k].active;
        memset(&organism, 0, sizeof organism);
        bm__organism_lay_out(&organism, full, active);
        assert_int_equal(organism.n_body, n_body(full));
        uint32_t n = n_body(full), n_active = 0, values = 0;
        for (uint32_t a = 0; a < BM__N_AGENTS; a++) {
            assert_int_equal(organism.first_value[a], values);
            values += bm__agents[a]->n_parameters;
            if (active >> a & 1u) {
                assert_int_equal(organism.active[n_active++], a);
                assert_int_equal(organism.first_state[a], n);
                n += bm__agents[a]->n_states;
            } else {
                assert_int_equal(organism.first_state[a], 0);
            }
        }
        assert_int_equal(organism.n_active, n_active);
        assert_int_equal(organism.ode.n, n);
        assert_in_range(n, n_body(full), BM__MAX_STATES);
        assert_in_range(values, 1, BM__MAX_AGENT_VALUES);
        assert_in_range(organism.ode.n_nonzeros, BM__N_CORE_JACOBIAN, BM__MAX_NONZEROS);
        assert_in_range(organism.n_products, 0, BM__MAX_PUSHES);
        assert_ptr_equal(organism.ode.user, &organism);
    }
}

static void test_jacobian(void **state) {
    (void)state;
    static uint8_t seen[BM__MAX_NONZEROS];
    uint64_t seed = 41;
    struct bm_differences differences = {.name = state_name};
    for (size_t s = 0; s < n_selections; s++) {
        const int everything = selections[s].full && selections[s].active == EVERY_AGENT;
        for (int k = 0; k < (everything ? 40 : 4); k++) {
            fill(selections[s].full, selections[s].active, &seed);
            differences.seen_not_zero = everything ? seen : NULL;
            bm_check_jacobian(&organism.ode, bm_random(&seed, 0.0, 5.0) * 8736.0, x, 1e-7, &differences);
        }
    }
    fill(1, EVERY_AGENT, &seed);
    for (uint32_t e = 0; e < organism.ode.n_nonzeros; e++)
        if (!seen[e])
            fail_msg("d(%s)/d(%s) stands in the structure and is always 0", state_name(organism.row[e]),
                     state_name(organism.column[e]));
    print_message("largest difference %.1e\n", differences.worst);
}

/* Without agents the organism is the body, to the bit; this also compares the builds for different processors. */
static void test_body_alone(void **state) {
    (void)state;
    uint64_t seed = 42;
    for (int k = 0; k < 400; k++) {
        const uint32_t full = k % 2 != 0, n = n_body(full);
        bm__core_field_fn *const body_field = full ? bm__body_field : bm__core_field;
        fill(full, 0, &seed);
        const double u[BM__N_TARGETS] = {0}, t = bm_random(&seed, 0.0, 1e5);
        double f[BM__N_BODY_STATES], expected[BM__N_BODY_STATES], jac[2][BM__N_BODY_JACOBIAN];
        double jac_u[BM__N_TARGET_JACOBIAN], f_t[2][BM__N_BODY_STATES] = {{0}};
        struct bm__core_at at = {.k = &organism.k,
                                 .runx2_switched = organism.runx2_switched,
                                 .counting = organism.counting,
                                 .t_h = t,
                                 .x = x,
                                 .u = u,
                                 .f = expected,
                                 .e = &organism.e};
        body_field(&at);
        organism.ode.field(organism.ode.user, t, x, f);
        bm_assert_same_bits(f, expected, n);
        at.jac = jac[0];
        at.jac_u = jac_u;
        at.f_t = f_t[0];
        body_field(&at);
        organism.ode.jacobian(organism.ode.user, t, x, f, jac[1], f_t[1]);
        bm_assert_same_bits(f, expected, n);
        bm_assert_same_bits(jac[1], jac[0], full ? BM__N_BODY_JACOBIAN : BM__N_CORE_JACOBIAN);
        bm_assert_same_bits(f_t[1], f_t[0], n);
    }
}

/* The agents act on the body through the targets alone, each adding its own; what flows in enters the first state. */
static void test_agents_act_through_targets(void **state) {
    (void)state;
    uint64_t seed = 46;
    for (size_t k = 0; k < n_selections; k++) {
        if (!selections[k].full)
            continue;
        fill(1, selections[k].active, &seed);
        double f[BM__MAX_STATES], expected[BM__MAX_STATES] = {0}, u[BM__N_TARGETS] = {0};
        for (uint32_t a = 0; a < BM__N_AGENTS; a++)
            if (selections[k].active >> a & 1u) {
                const uint32_t first = organism.first_state[a];
                const struct bm__agent_at at = {.p = organism.p + organism.first_value[a],
                                                .rate = organism.rate[a],
                                                .x = x + first,
                                                .f = expected + first,
                                                .u = u};
                bm__agents[a]->field(&at);
                if (bm__agents[a]->amount)
                    expected[first] += organism.rate[a][0];
            }
        const struct bm__core_at body = {.k = &organism.k,
                                         .runx2_switched = organism.runx2_switched,
                                         .counting = organism.counting,
                                         .t_h = 1000.0,
                                         .x = x,
                                         .u = u,
                                         .f = expected,
                                         .e = &organism.e};
        bm__body_field(&body);
        organism.ode.field(organism.ode.user, 1000.0, x, f);
        bm_assert_same_bits(f, expected, organism.ode.n);
    }
}

/* What the core's agents do to PTH and RANKL, and to nothing else in the core. */
static void test_core_agents_push_on_targets_only(void **state) {
    (void)state;
    uint64_t seed = 43;
    for (size_t k = 0; k < n_selections; k++) {
        const uint64_t active = selections[k].active;
        if (selections[k].full || active == 0)
            continue;
        fill(0, active, &seed);
        double f[BM__MAX_STATES], alone[BM__MAX_STATES], pth = 0.0, clearance = 0.0;
        organism.ode.field(organism.ode.user, 0.0, x, f);
#define VALUE(agent, i) (organism.p[organism.first_value[BM__AGENT_##agent] + (i)])
#define STATE(agent, i) (x[organism.first_state[BM__AGENT_##agent] + (i)])
        if (active >> BM__AGENT_denosumab & 1u) /* kdenosl DENCENT/DENVC in pM */
            clearance += VALUE(denosumab, 8) * STATE(denosumab, 1) / VALUE(denosumab, 2) / 150000.0 * 1e6;
        if (active >> BM__AGENT_teriparatide & 1u) /* TERISC TERICL/TERIVC */
            pth += STATE(teriparatide, 0) * VALUE(teriparatide, 0) / VALUE(teriparatide, 1);
        if (active >> BM__AGENT_pth_infusion & 1u)
            pth += organism.rate[BM__AGENT_pth_infusion][0];
#undef VALUE
#undef STATE
        bm__organism_lay_out(&organism, 0, 0); /* the values stay */
        organism.ode.field(organism.ode.user, 0.0, x, alone);
        for (uint32_t i = 0; i < BM__N_CORE_STATES; i++) {
            double expected = alone[i];
            if (i == BM__X_PTH)
                expected += pth;
            if (i == BM__X_L)
                expected -= clearance * x[BM__X_L];
            bm_assert_close_named(state_name(i), f[i], expected, 1e-12, i == BM__X_PTH || i == BM__X_L ? 1e-12 : 0.0);
        }
    }
}

/* The organism's own factorisation: (shift I - J) times its solution gives the right side back, to rounding. */
static void test_factorisation(void **state) {
    (void)state;
    uint64_t seed = 44;
    double worst = 0.0;
    for (size_t s = 0; s < n_selections; s++)
        for (int k = 0; k < 20; k++) {
            fill(selections[s].full, selections[s].active, &seed);
            const struct bm__ode *ode = &organism.ode;
            double f[BM__MAX_STATES], f_t[BM__MAX_STATES] = {0}, jac[BM__MAX_NONZEROS], values[2 * BM__MAX_NONZEROS];
            double b[BM__MAX_STATES], solution[BM__MAX_STATES], left[BM__MAX_STATES], size[BM__MAX_STATES];
            assert_in_range(ode->n_values, 1, BM_COUNT(values));
            for (uint32_t i = 0; i < BM_COUNT(values); i++)
                values[i] = 1e300; /* it needs no clearing */
            const double shift = exp(bm_random(&seed, log(1e-4), log(1e4)));
            ode->jacobian(ode->user, 0.0, x, f, jac, f_t);
            ode->factor(ode->user, shift, jac, values);
            for (int again = 0; again < 2; again++) {
                for (uint32_t i = 0; i < ode->n; i++)
                    b[i] = solution[i] = bm_random(&seed, -1.0, 1.0) * fabs(x[i]);
                ode->solve(ode->user, values, solution);
                for (uint32_t i = 0; i < ode->n; i++) {
                    left[i] = shift * solution[i];
                    size[i] = fabs(left[i]) + fabs(b[i]);
                }
                for (uint32_t e = 0; e < ode->n_nonzeros; e++) {
                    const double term = jac[e] * solution[ode->column[e]];
                    left[ode->row[e]] -= term;
                    size[ode->row[e]] += fabs(term);
                }
                for (uint32_t i = 0; i < ode->n; i++) {
                    bm_assert_close_named(state_name(i), left[i], b[i], 0.0, 1e-11 * size[i]);
                    worst = fmax(worst, fabs(left[i] - b[i]) / size[i]);
                }
            }
            for (uint32_t i = ode->n_values; i < BM_COUNT(values); i++)
                assert_true(values[i] == 1e300);
        }
    print_message("largest residual %.1e of the terms\n", worst);
}

/* ---- lanes: whole steps of patients of their own, all agents active ---- */

static void test_same_steps_in_every_lane(void **state) {
    (void)state;
    enum { LANES = ORGANISM_MAX_LANES };
    static struct organism_numbers patients[LANES];
    static double expected[LANES][2][BM__MAX_STATES], found[LANES][2][BM__MAX_STATES];
    uint64_t seed = 45;
    for (int round = 0; round < 50; round++) {
        for (int lane = 0; lane < LANES; lane++) {
            struct organism_numbers *p = &patients[lane];
            fill(1, EVERY_AGENT, &seed);
            memcpy(p->constants, &organism.k, sizeof organism.k);
            memcpy(p->extensions, &organism.e, sizeof organism.e);
            memcpy(p->p, organism.p, sizeof p->p);
            memcpy(p->rate, organism.rate, sizeof organism.rate);
            memcpy(p->x, x, sizeof p->x);
            p->runx2_switched = organism.runx2_switched != 0;
            p->counting = organism.counting != 0;
            p->t_h = bm_random(&seed, 0.0, 1e5);
            p->h = exp(bm_random(&seed, log(1e-4), log(0.1)));
        }
        memset(expected, 0, sizeof expected);
        organism_steps_1(patients, expected);
        memset(found, 0, sizeof found);
        organism_steps_4(patients, found);
        bm_assert_same_bits(&found[0][0][0], &expected[0][0][0], sizeof found / sizeof(double));
        memset(found, 0, sizeof found);
        organism_steps_8(patients, found);
        bm_assert_same_bits(&found[0][0][0], &expected[0][0][0], sizeof found / sizeof(double));
        for (int lane = 0; lane < LANES; lane++)
            assert_true(isfinite(expected[lane][0][BM__X_OC]) &&
                        expected[lane][0][BM__X_OC] != patients[lane].x[BM__X_OC]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_layout),
        cmocka_unit_test(test_jacobian),
        cmocka_unit_test(test_body_alone),
        cmocka_unit_test(test_factorisation),
        cmocka_unit_test(test_same_steps_in_every_lane),
        cmocka_unit_test(test_core_agents_push_on_targets_only),
        cmocka_unit_test(test_agents_act_through_targets),
    };
    return cmocka_run_group_tests(tests, choose_selections, NULL);
}
