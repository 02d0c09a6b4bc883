/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A host's own interventions inside the simulation: the same bits as the library's own agents, and the Jacobian of a
 * view of the body.
 */
#include "api/handles.h"
#include "support/differences.h"
#include "support/hook_case.h"

/* ---- the library's own agents as hooks ---- */

struct imitation {
    const struct bm__agent *agent;
    double p[32], options[BM__MAX_OPTIONS], scales[BM__HOOK_STATES];
    const char *targets[BM__HOOK_TARGETS];
    uint32_t target[BM__HOOK_TARGETS], n_targets;
};

static uint32_t place_of(const struct imitation *it, uint32_t target) {
    uint32_t i = 0;
    while (i < it->n_targets && it->target[i] != target)
        i++;
    return i;
}

/* From any thread of a cohort: nothing is written but the answer. */
static int32_t imitate(void *user, bm_hook_at *at) {
    const struct imitation *it = user;
    const struct bm__agent *agent = it->agent;
    const double rates[BM__MAX_RATES] = {at->rate};
    double jac[64], push[16], u[BM__N_TARGETS] = {0};
    const struct bm__agent_at own = {
        .p = it->p,
        .rate = rates,
        .x = at->x,
        .f = at->dx_dt,
        .u = u,
        .jac = at->dx_by_x ? jac : NULL,
        .push = push,
    };
    agent->field(&own);
    for (uint32_t i = 0; i < it->n_targets; i++)
        at->targets[i] = u[it->target[i]];
    if (at->dx_by_x) {
        for (uint32_t i = 0; i < agent->n_own; i++)
            at->dx_by_x[agent->own[i].row * agent->n_states + agent->own[i].column] = jac[i];
        for (uint32_t i = 0; i < agent->n_pushes; i++) {
            const uint32_t row = place_of(it, agent->pushes[i].target);
            if (row < it->n_targets) /* a target of this model */
                at->targets_by_x[row * agent->n_states + agent->pushes[i].state] = push[i];
        }
    }
    return 0;
}

static int32_t imitated_amount(void *user, double dose, double *amount) {
    const struct imitation *it = user;
    *amount = it->agent->amount(it->p, it->options, dose);
    return 0;
}

/* What a built-in is, in the terms of a hook. */
static bm_hook imitation_of(int which, struct imitation *it, uint32_t number, double dose) {
    const struct bm__agent *agent = bm__agents[number];
    *it = (struct imitation){.agent = agent};
    assert_true(agent->n_parameters <= BM_COUNT(it->p));
    for (uint32_t i = 0; i < agent->n_parameters; i++)
        it->p[i] = agent->parameters[i].value;
    for (uint32_t i = 0; i < agent->n_options; i++)
        it->options[i] = agent->options[i].value;
    for (uint32_t i = 0; i < agent->n_pushes; i++)
        if (place_of(it, agent->pushes[i].target) == it->n_targets &&
            agent->pushes[i].target < bm_catalog_count(hook_models[which], BM_KIND_TARGET)) {
            bm_catalog_entry row;
            OK(NULL, bm_catalog_row(hook_models[FULL], BM_KIND_TARGET, agent->pushes[i].target, &row));
            it->target[it->n_targets] = agent->pushes[i].target;
            it->targets[it->n_targets++] = row.name;
        }
    bm_hook hook = hook_new("the_same", imitate);
    hook.user = it;
    hook.flags = BM_HOOK_JACOBIAN;
    hook.n_states = agent->n_states;
    hook.n_targets = it->n_targets;
    hook.targets = it->targets;
    hook.scales = it->scales;
    if (agent->flags & BM_FLAG_CONTINUOUS) {
        hook.flags |= BM_HOOK_CONTINUOUS;
        it->targets[0] = "pth_supply"; /* an infusion: no states that could push */
        it->target[0] = BM__U_pth_supply;
        hook.n_targets = it->n_targets = 1;
        return hook;
    }
    hook.amount = imitated_amount;
    const double amount = agent->amount(it->p, it->options, dose);
    for (uint32_t i = 0; i < agent->n_states; i++)
        it->scales[i] = agent->states[i].kind == BM__STATE_BOOKS ? 0.0 : fmin(amount, agent->states[i].maximum);
    return hook;
}

/* All that time changes, but for what a built-in alone has to show. */
static void same_moment(const bm_patient *a, const bm_patient *b) {
    const struct bm__moment *x = &a->sim.now, *y = &b->sim.now;
    assert_true(x->time_d == y->time_d);
    assert_int_equal(a->sim.organism.ode.n, b->sim.organism.ode.n);
    bm_assert_same_bits(x->x, y->x, a->sim.organism.ode.n);
    assert_memory_equal(&x->steps, &y->steps, sizeof x->steps);
}

static void imitates(int which, uint32_t number, double every_d) {
    struct imitation it;
    const bm_model *model = hook_models[which];
    const struct bm__agent *agent = bm__agents[number];
    const double dose = agent->dose_label;
    const bm_hook hook = imitation_of(which, &it, number, dose);
    bm_patient *built_in = bm_test_patient(model, 0.0), *hooked = bm_test_patient(model, 0.0);
    hook_prescribe(built_in, agent->name, dose, every_d, 1.0);
    OK(hooked, bm_patient_hook(hooked, &hook));
    hook_prescribe(hooked, "the_same", dose, every_d, 1.0);
    double begin[BM_TEST_MAX_OBSERVABLES];
    const size_t n = bm_test_observe_all(model, hooked, begin);
    for (int k = 1; k <= 4; k++) {
        double found[BM_TEST_MAX_OBSERVABLES], expected[BM_TEST_MAX_OBSERVABLES];
        OK(built_in, bm_patient_advance_by(built_in, 70.0));
        OK(hooked, bm_patient_advance_by(hooked, 70.0));
        same_moment(hooked, built_in);
        bm_test_observe_all(model, built_in, expected);
        bm_test_observe_all(model, hooked, found);
        int changed = 0;
        for (size_t i = 0; i < n; i++) {
            bm_catalog_entry row;
            OK(NULL, bm_catalog_row(model, BM_KIND_OBSERVABLE, i, &row));
            int own = strstr(row.name, agent->name) != NULL;
            for (uint32_t s = 0; s < agent->n_states; s++)
                own |= strcmp(row.name, agent->states[s].name) == 0;
            if (!own && found[i] != expected[i])
                fail_msg("%s, %s: %.17g as a hook, %.17g", agent->name, row.name, found[i], expected[i]);
            changed |= !own && found[i] != begin[i];
        }
        assert_true(changed);
    }
    bm_patient_destroy(built_in);
    bm_patient_destroy(hooked);
}

static void same_bits_as_built_in(void **state) {
    (void)state;
    int n = 0;
    imitates(CORE, BM__AGENT_denosumab, 60.0);
    imitates(CORE, BM__AGENT_teriparatide, 1.0);
    imitates(CORE, BM__AGENT_pth_infusion, 0.0);
    for (uint32_t a = 0; a < BM__N_AGENTS; a++) /* intervals beyond those that the full model averages */
        if ((bm__agents[a]->models & BM__IN_FULL) && bm__agents[a]->amount) {
            imitates(FULL, a, fmax(9.0, 0.5 * bm__agents[a]->every_label_d));
            n++;
        }
    assert_in_range(n, 14, BM__N_AGENTS);
}

/* Among other agents, which act in other places; five years. */
static void same_bits_among_others(void **state) {
    (void)state;
    struct imitation it;
    const bm_model *model = hook_models[FULL];
    const bm_hook hook = imitation_of(FULL, &it, BM__AGENT_denosumab, 60.0);
    bm_patient *patients[2];
    double values[2][BM_TEST_MAX_OBSERVABLES];
    size_t n = 0;
    for (int hooked = 0; hooked < 2; hooked++) {
        bm_patient *patient = patients[hooked] = bm_test_patient(model, 0.0);
        OK(patient, bm_patient_set(patient, "t_score.total_hip", -2.0));
        bm_test_prescribe(model, patient, "letrozole", 2.5, 0.0, -30.0, 0.0);
        bm_test_prescribe(model, patient, "vitamin_d", 800.0, 0.0, 0.0, 0.0);
        if (hooked)
            OK(patient, bm_patient_hook(patient, &hook));
        hook_prescribe(patient, hooked ? "the_same" : "denosumab", 60.0, 182.625, 0.0);
        OK(patient, bm_patient_advance_to(patient, 5 * 365.25));
        n = bm_test_observe_all(model, patient, values[hooked]);
    }
    for (size_t i = 0; i < n; i++) {
        bm_catalog_entry row;
        OK(NULL, bm_catalog_row(model, BM_KIND_OBSERVABLE, i, &row));
        if (!strstr(row.name, "denosumab") && !strstr(row.name, "core.DEN") && values[0][i] != values[1][i])
            fail_msg("%s: %.17g as a hook, %.17g", row.name, values[1][i], values[0][i]);
    }
    double x[3];
    OK(patients[1], bm_patient_read_hook(patients[1], "the_same", x, 3));
    assert_true(x[1] == bm_test_observe(patients[0], "core.DENCENT") && x[1] > 0.0);
    bm_patient_destroy(patients[0]);
    bm_patient_destroy(patients[1]);
}

static bm_cohort *cohort_of(const bm_patient *profile, uint32_t threads, uint32_t lanes) {
    bm_cohort_options options;
    bm_cohort_options_init(&options);
    options.threads = threads;
    options.lanes = lanes;
    options.variability = 0.0; /* of the library's drug, too */
    return hook_cohort(profile, &options);
}

/* Members with a hook go alone, and as they would with the library's own drug. */
static void cohorts(void **state) {
    (void)state;
    struct imitation it;
    double values[3][HOOK_MEMBERS * HOOK_TIMES * HOOK_READ];
    for (int k = 0; k < 3; k++) { /* the library's own; a hook, with one thread and with three */
        bm_patient *profile = bm_test_patient(hook_models[FULL], 0.0), *member = NULL;
        if (k > 0) {
            const bm_hook hook = imitation_of(FULL, &it, BM__AGENT_denosumab, 60.0);
            OK(profile, bm_patient_hook(profile, &hook));
        }
        hook_prescribe(profile, k ? "the_same" : "denosumab", 60.0, 182.0, 10.0);
        bm_cohort *cohort = cohort_of(profile, k == 2 ? 3 : 1, k ? 0 : 1);
        bm_patient_destroy(profile);
        hook_read_cohort(cohort, values[k]);
        assert_int_equal(bm_cohort_failure_count(cohort), 0);
        bm_cohort_stats stats;
        OK(NULL, bm_cohort_read_stats(cohort, &stats));
        assert_int_equal(stats.lanes, 1);
        OK(NULL, bm_cohort_member(cohort, 3, &member));
        assert_true(bm_test_observe(member, "marker.s_ctx") == values[k][(3 * HOOK_TIMES + 2) * HOOK_READ + 1]);
        if (k > 0) {
            double x[3];
            OK(member, bm_patient_read_hook(member, "the_same", x, 3));
            assert_true(x[1] > 0.0);
        }
        bm_patient_destroy(member);
        bm_cohort_destroy(cohort);
    }
    bm_assert_same_bits(values[1], values[0], BM_COUNT(values[0]));
    bm_assert_same_bits(values[2], values[0], BM_COUNT(values[0]));
}

/* ---- a view of the body, and time ---- */

/* From day 0 on: her history would be a day's work of waves. */
static bm_patient *followed(int which, double rtol, double *amplitude, uint32_t flags) {
    bm_patient *patient = bm_test_patient(hook_models[which], rtol);
    bm_test_observe(patient, "core.PTH");
    const bm_hook hook = hook_follower(which, amplitude, flags);
    OK(patient, bm_patient_hook(patient, &hook));
    return patient;
}

static const char *any_name(uint32_t state) {
    static char names[2][16];
    static int which;
    which = !which;
    snprintf(names[which], sizeof names[which], "state %u", state);
    return names[which];
}

/* By the host, against differences of the field; by the library, against the host's. */
static void jacobian(void **state) {
    (void)state;
    double amplitude = 0.3;
    for (int which = CORE; which <= FULL; which++) {
        static double found[2][BM__MAX_NONZEROS];
        double f_t[2][BM__MAX_STATES] = {{0}}, f[BM__MAX_STATES];
        for (int analytic = 0; analytic < 2; analytic++) {
            bm_patient *patient = followed(which, 0.0, &amplitude, analytic ? BM_HOOK_JACOBIAN : 0);
            hook_prescribe(patient, "denosumab", 60.0, 182.5, 0.0);
            OK(patient, bm_patient_advance_to(patient, 40.0));
            const struct bm__ode *ode = &patient->sim.organism.ode;
            struct bm_differences differences = {.name = any_name};
            const double *x = patient->sim.now.x, t = 40.3 * 24.0;
            assert_null(ode->factor);
            if (analytic)
                bm_check_jacobian(ode, t, x, 1e-7, &differences);
            ode->jacobian(ode->user, t, x, f, found[analytic], f_t[analytic]);
            for (uint32_t e = 0; analytic && e < ode->n_nonzeros; e++) {
                const double size = (1.0 + fabs(f[ode->row[e]])) / fmax(fabs(x[ode->column[e]]), 1e-3);
                bm_assert_close(found[0][e], found[1][e], 1e-6, 1e-7 * size);
            }
            for (uint32_t i = 0; analytic && i < ode->n; i++)
                bm_assert_close(f_t[0][i], f_t[1][i], 1e-4, 1e-9 * (1.0 + fabs(f[i])));
            bm_patient_destroy(patient);
        }
    }
}

/* The largest difference of the states, relative. */
static double apart(const bm_patient *like, const double *a, const double *b) {
    double largest = 0.0;
    for (uint32_t i = 0; i < like->sim.organism.ode.n; i++)
        if (like->sim.now.scale[i] > 0.0)
            largest = fmax(largest, fabs(a[i] - b[i]) / fmax(like->sim.now.scale[i], fabs(b[i])));
    return largest;
}

/* From the patient's present state through two days in n equal steps. */
static void through_two_days(bm_patient *patient, int n, double *x) {
    struct bm__rosenbrock *step = &patient->sim.integrator.step;
    const struct bm__ode *ode = &patient->sim.organism.ode;
    const double begin_h = 24.0 * patient->sim.now.time_d;
    memcpy(x, patient->sim.now.x, sizeof patient->sim.now.x);
    for (int i = 0; i < n; i++) {
        const double t = begin_h + 48.0 * i / n;
        ode->jacobian(ode->user, t, x, step->f, step->jacobian, step->f_t);
        step->take(step, ode, t, x, 48.0 / n, patient->sim.now.scale);
        memcpy(x, step->y, ode->n * sizeof *x);
    }
}

/* The method keeps its order of 5 with a view of the body and the time in a hook; with differences almost. */
static void order_is_kept(void **state) {
    (void)state;
    double amplitude = 0.3;
    for (int which = CORE; which <= FULL; which++)
        for (int analytic = 0; analytic < 2; analytic++) {
            static double exact[BM__MAX_STATES], coarse[BM__MAX_STATES], fine[BM__MAX_STATES];
            bm_patient *patient = followed(which, 1e-8, &amplitude, analytic ? BM_HOOK_JACOBIAN : 0);
            OK(patient, bm_patient_advance_to(patient, 2.2));
            through_two_days(patient, 640, exact);
            through_two_days(patient, 16, coarse);
            through_two_days(patient, 32, fine);
            const double errors[] = {apart(patient, coarse, exact), apart(patient, fine, exact)};
            const double order = log(errors[0] / errors[1]) / log(2.0);
            print_message("%s, %s derivatives: order %.2f (errors %.1e and %.1e)\n", which == CORE ? "core" : "full",
                          analytic ? "the host's" : "difference", order, errors[0], errors[1]);
            assert_true(order > 4.5 && errors[0] > 1e-11);
            bm_patient_destroy(patient);
        }
}

/* Two hooks that view the same states, and a target twice: parts of an entry are merged. */
static void views_that_overlap(void **state) {
    (void)state;
    double amplitude = 0.0;
    for (int which = CORE; which <= FULL; which++) {
        bm_patient *patient = followed(which, 0.0, &amplitude, BM_HOOK_JACOBIAN);
        bm_hook second = hook_follower(which, &amplitude, BM_HOOK_JACOBIAN);
        static const char *const one_target[FOLLOWER_TARGETS] = {"pth_supply", "pth_supply"};
        static const char *const one_state[FOLLOWER_BODY] = {"core.PTH", "core.PTH", "core.PTH"};
        second.name = "second";
        second.targets = one_target;
        second.body = one_state;
        OK(patient, bm_patient_hook(patient, &second));
        OK(patient, bm_patient_advance_to(patient, 5.0));
        struct bm_differences differences = {.name = any_name};
        patient->sim.now.x[BM__X_ECCPhos] *= 1.2; /* away from the core's kink */
        bm_check_jacobian(&patient->sim.organism.ode, 120.0, patient->sim.now.x, 1e-7, &differences);
        bm_patient_destroy(patient);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_bits_as_built_in),
        cmocka_unit_test(same_bits_among_others),
        cmocka_unit_test(cohorts),
        cmocka_unit_test(jacobian),
        cmocka_unit_test(order_is_kept),
        cmocka_unit_test(views_that_overlap),
    };
    return cmocka_run_group_tests(tests, hook_create_models, hook_destroy_models);
}
