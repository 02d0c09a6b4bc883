/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A host's own interventions: the same bits as the library's own, a view of the body with its Jacobian, events, copies,
 * snapshots, callbacks that give up, and everything that is refused.
 */
#include "api/api_test.h"

#include "api/handles.h"
#include "support/counting_allocator.h"
#include "support/differences.h"

static bm_model *models[2]; /* core, full */
enum { CORE, FULL };

static int create_models(void **state) {
    (void)state;
    models[CORE] = bm_test_model();
    models[FULL] = bm_test_full_model();
    return 0;
}

static int destroy_models(void **state) {
    (void)state;
    bm_model_destroy(models[CORE]);
    bm_model_destroy(models[FULL]);
    return 0;
}

static bm_hook new_hook(const char *name, int32_t (*field)(void *, bm_hook_at *)) {
    bm_hook hook;
    bm_hook_init(&hook);
    hook.name = name;
    hook.field = field;
    return hook;
}

static void prescribe(bm_patient *patient, const char *agent, double dose, double every_d, double start_d) {
    bm_prescription rx;
    OK(patient, bm_patient_prescription_init(patient, agent, &rx));
    rx.dose = dose;
    rx.every_d = every_d;
    rx.start_d = start_d;
    OK(patient, bm_patient_prescribe(patient, &rx, NULL));
}

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
            agent->pushes[i].target < bm_catalog_count(models[which], BM_KIND_TARGET)) {
            bm_catalog_entry row;
            OK(NULL, bm_catalog_row(models[FULL], BM_KIND_TARGET, agent->pushes[i].target, &row));
            it->target[it->n_targets] = agent->pushes[i].target;
            it->targets[it->n_targets++] = row.name;
        }
    bm_hook hook = new_hook("the_same", imitate);
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
    const bm_model *model = models[which];
    const struct bm__agent *agent = bm__agents[number];
    const double dose = agent->dose_label;
    const bm_hook hook = imitation_of(which, &it, number, dose);
    bm_patient *built_in = bm_test_patient(model, 0.0), *hooked = bm_test_patient(model, 0.0);
    prescribe(built_in, agent->name, dose, every_d, 1.0);
    OK(hooked, bm_patient_hook(hooked, &hook));
    prescribe(hooked, "the_same", dose, every_d, 1.0);
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
    const bm_model *model = models[FULL];
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
        prescribe(patient, hooked ? "the_same" : "denosumab", 60.0, 182.625, 0.0);
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

/* ---- a view of the body, and time ---- */

/* Follows PTH and calcium, answers with RANKL's clearance and PTH's supply; more by day than by night. */
enum { N_STATES = 2, N_BODY = 3, N_PUSHED = 2 };
static const char *const targets[N_PUSHED] = {"rankl_clearance", "pth_supply"};
static const char *const body_of[2][N_BODY] = {{"core.PTH", "core.P", "core.L"}, {"core.PTH", "body.ERE", "core.L"}};

static int32_t follow(void *user, bm_hook_at *at) {
    const double amplitude = *(const double *)user, *x = at->x, *b = at->body;
    const double phase = 2.0 * acos(-1.0) / 24.0, wave = 1.0 + amplitude * sin(phase * at->time_h);
    const double wave_by_time = amplitude * phase * cos(phase * at->time_h);
    at->dx_dt[0] = 0.02 * (wave * b[0] / 50.0 - x[0]);
    at->dx_dt[1] = 0.1 * (x[0] * b[1] / 30.0 - x[1] * x[1]);
    at->targets[0] = 1e-3 * x[0] * b[2] + 2e-4 * wave;
    at->targets[1] = 0.5 * x[1];
    if (at->dx_by_x) {
        at->dx_by_x[0] = -0.02;
        at->dx_by_x[2] = 0.1 * b[1] / 30.0;
        at->dx_by_x[3] = -0.2 * x[1];
        at->dx_by_body[0] = 0.02 * wave / 50.0;
        at->dx_by_body[4] = 0.1 * x[0] / 30.0;
        at->targets_by_x[0] = 1e-3 * b[2];
        at->targets_by_x[3] = 0.5;
        at->targets_by_body[2] = 1e-3 * x[0];
        at->dx_by_time[0] = 0.02 * wave_by_time * b[0] / 50.0;
        at->targets_by_time[0] = 2e-4 * wave_by_time;
    }
    return 0;
}

static const double follower_scales[N_STATES] = {1.0, 1.0};

static bm_hook follower(int which, double *amplitude, uint32_t flags) {
    bm_hook hook = new_hook("follower", follow);
    hook.flags = flags;
    hook.user = amplitude;
    hook.n_states = N_STATES;
    hook.n_targets = N_PUSHED;
    hook.n_body = N_BODY;
    hook.targets = targets;
    hook.body = body_of[which];
    hook.scales = follower_scales;
    return hook;
}

/* From day 0 on: her history would be a day's work of waves. */
static bm_patient *followed(int which, double rtol, double *amplitude, uint32_t flags) {
    bm_patient *patient = bm_test_patient(models[which], rtol);
    bm_test_observe(patient, "core.PTH");
    const bm_hook hook = follower(which, amplitude, flags);
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
            prescribe(patient, "denosumab", 60.0, 182.5, 0.0);
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
        bm_hook second = follower(which, &amplitude, BM_HOOK_JACOBIAN);
        static const char *const one_target[N_PUSHED] = {"pth_supply", "pth_supply"};
        static const char *const one_state[N_BODY] = {"core.PTH", "core.PTH", "core.PTH"};
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

/* ---- continuous ---- */

static int32_t supply(void *user, bm_hook_at *at) {
    (void)user;
    at->targets[0] = at->rate;
    return 0;
}

static void continuous(void **state) {
    (void)state;
    static const char *const pth[] = {"pth_supply"};
    bm_hook hook = new_hook("infusion", supply);
    hook.flags = BM_HOOK_CONTINUOUS;
    hook.n_targets = 1;
    hook.targets = pth;
    bm_patient *hooked = bm_test_patient(models[CORE], 0.0), *built_in = bm_test_patient(models[CORE], 0.0);
    OK(hooked, bm_patient_hook(hooked, &hook));
    for (int k = 0; k < 2; k++) {
        bm_patient *patient = k ? hooked : built_in;
        for (int twice = 0; twice < 2; twice++) { /* which adds up; and adherence counts */
            bm_prescription rx;
            OK(patient, bm_patient_prescription_init(patient, k ? "infusion" : "pth_infusion", &rx));
            assert_true(rx.every_d == 0.0);
            rx.dose = 100.0;
            rx.adherence = twice ? 0.25 : 1.0;
            rx.start_d = 2.0 + twice;
            rx.stop_d = 20.0;
            OK(patient, bm_patient_prescribe(patient, &rx, NULL));
        }
        OK(patient, bm_patient_advance_to(patient, 25.0));
    }
    same_moment(hooked, built_in);
    bm_patient_destroy(hooked);
    bm_patient_destroy(built_in);
}

/* ---- events ---- */

/* A depot that clears RANKL; its events stand for doses of 50 every 10 days from day 5 on. */
static int32_t depot(void *user, bm_hook_at *at) {
    (void)user;
    at->dx_dt[0] = -0.01 * at->x[0];
    at->targets[0] = 2e-4 * at->x[0];
    if (at->dx_by_x) {
        at->dx_by_x[0] = -0.01;
        at->targets_by_x[0] = 2e-4;
    }
    return 0;
}
static int32_t every_ten_days(void *user, double time_d, double *event_d) {
    (void)user;
    *event_d = 5.0 + 10.0 * fmax(0.0, floor((time_d - 5.0) / 10.0) + 1.0);
    return 0;
}
static int32_t fifty(void *user, double time_d, double *x) {
    int *count = user;
    assert_true(fmod(time_d - 5.0, 10.0) == 0.0);
    if (count)
        ++*count;
    x[0] += 50.0;
    return 0;
}

static const char *const rankl[] = {"rankl_clearance"};
static const double fifties[] = {50.0};

static bm_hook depot_hook(const char *name) {
    bm_hook hook = new_hook(name, depot);
    hook.flags = BM_HOOK_JACOBIAN;
    hook.n_states = hook.n_targets = 1;
    hook.targets = rankl;
    hook.scales = fifties;
    return hook;
}

static void events(void **state) {
    (void)state;
    for (int which = CORE; which <= FULL; which++) {
        bm_patient *dosed = bm_test_patient(models[which], 0.0), *jumping = bm_test_patient(models[which], 0.0);
        bm_hook hook = depot_hook("depot");
        OK(dosed, bm_patient_hook(dosed, &hook));
        prescribe(dosed, "depot", 50.0, 10.0, 5.0);
        int count = 0;
        hook.next_event = every_ten_days;
        hook.event = fifty;
        hook.user = &count;
        OK(jumping, bm_patient_hook(jumping, &hook));
        for (int k = 1; k <= 9; k++) { /* at days of events and between */
            OK(dosed, bm_patient_advance_to(dosed, 5.0 * k));
            OK(jumping, bm_patient_advance_to(jumping, 5.0 * k));
            same_moment(jumping, dosed);
        }
        assert_int_equal(count, 4); /* the one of day 45 is not yet due */
        bm_patient_destroy(dosed);
        bm_patient_destroy(jumping);
    }
}

/* Equations that jump with time: with a stop there the steps do not have to find the place. */
static int32_t switched(void *user, bm_hook_at *at) {
    (void)user;
    at->targets[0] = at->time_h >= 24.0 * 5.0 && at->time_h < 24.0 * 15.0 ? 0.05 : 0.0;
    return 0;
}
static int32_t next_switch(void *user, double time_d, double *event_d) {
    (void)user;
    *event_d = time_d < 5.0 ? 5.0 : time_d < 15.0 ? 15.0 : BM_NEVER_D;
    return 0;
}

static void jumps_in_time(void **state) {
    (void)state;
    bm_hook hook = new_hook("switched", switched);
    hook.n_targets = 1;
    hook.targets = rankl;
    bm_patient *patients[3];
    for (int k = 0; k < 3; k++) { /* with stops; without; with, nearly exact */
        patients[k] = bm_test_patient(models[CORE], k == 2 ? 1e-11 : 1e-6);
        hook.next_event = k == 1 ? NULL : next_switch;
        OK(patients[k], bm_patient_hook(patients[k], &hook));
        OK(patients[k], bm_patient_advance_to(patients[k], 20.0));
    }
    const struct bm__step_memory *with = &patients[0]->sim.now.steps, *without = &patients[1]->sim.now.steps;
    print_message("rejected steps: %lu with stops, %lu without\n", (unsigned long)with->rejected,
                  (unsigned long)without->rejected);
    assert_true(with->rejected < 20 && without->rejected > 2 * with->rejected);
    bm_assert_at_most(apart(patients[2], patients[0]->sim.now.x, patients[2]->sim.now.x), 2e-5);
    for (int k = 0; k < 3; k++)
        bm_patient_destroy(patients[k]);
}

/* A reading at the instant of a jump is one before it, also of a clone and of a patient from a snapshot. */
static int32_t save_nothing(void *user, void *buffer, size_t size, size_t *needed) {
    (void)user;
    (void)buffer;
    (void)size;
    *needed = 0;
    return 0;
}
static const bm_user_functions stateless = {(uint32_t)sizeof stateless, 0, NULL, NULL, save_nothing, NULL};

static void reading_at_a_jump(void **state) {
    (void)state;
    static const char *const falls[] = {"fall_rate"};
    bm_hook hook = new_hook("switched", switched);
    hook.n_targets = 1;
    hook.targets = falls;
    hook.next_event = next_switch;
    hook.functions = &stateless;
    for (int second = 0; second < 2; second++) {
        bm_patient *patients[3] = {bm_test_patient(models[FULL], 0.0)};
        OK(patients[0], bm_patient_hook(patients[0], &hook));
        OK(patients[0], bm_patient_advance_to(patients[0], second ? 15.0 : 5.0));
        OK(patients[0], bm_patient_clone(patients[0], &patients[1]));
        struct bm_bytes saved = bm_test_save(patients[0]);
        const bm_callbacks callbacks = {.struct_size = (uint32_t)sizeof callbacks, .hooks = &hook, .n_hooks = 1};
        OK(NULL, bm_patient_load_with(models[FULL], saved.data, saved.size, &callbacks, &patients[2]));
        free(saved.data);
        for (int k = 0; k < 3; k++) {
            const double before = bm_test_observe(patients[k], "falls.relative_rate");
            OK(patients[k], bm_patient_advance_by(patients[k], 1e-6));
            const double after = bm_test_observe(patients[k], "falls.relative_rate");
            bm_assert_close(second ? before : after, exp(0.05), 1e-12, 0.0);
            assert_true((second ? after : before) == 1.0);
            bm_patient_destroy(patients[k]);
        }
    }
}

/* ---- callbacks that give up, or give what is no number ---- */

enum { IN_FIELD = 1, IN_AMOUNT, IN_NEXT_EVENT, IN_EVENT, NAN_FIELD, NAN_TARGET, NAN_EVENT, NAN_NEXT, PAST_NEXT };
struct unwilling {
    int what;
    double from_d;
};

static int32_t unwilling_field(void *user, bm_hook_at *at) {
    const struct unwilling *u = user;
    const int now = at->time_h >= 24.0 * u->from_d;
    depot(NULL, at);
    if (now && u->what == NAN_FIELD)
        at->dx_dt[0] = (double)NAN;
    if (now && u->what == NAN_TARGET)
        at->targets[0] = (double)NAN;
    return now && u->what == IN_FIELD ? -1234 : 7; /* not negative: goes on */
}
static int32_t unwilling_amount(void *user, double dose, double *amount) {
    *amount = 2.0 * dose;
    return ((struct unwilling *)user)->what == IN_AMOUNT ? -1235 : 0;
}
static int32_t unwilling_next(void *user, double time_d, double *event_d) {
    const struct unwilling *u = user;
    const int now = time_d >= u->from_d;
    every_ten_days(NULL, time_d, event_d);
    if (now && u->what == NAN_NEXT)
        *event_d = (double)NAN;
    if (now && u->what == PAST_NEXT)
        *event_d = time_d;
    return now && u->what == IN_NEXT_EVENT ? -1236 : 0;
}
static int32_t unwilling_event(void *user, double time_d, double *x) {
    const struct unwilling *u = user;
    const int now = time_d >= u->from_d;
    if (now && u->what == NAN_EVENT)
        x[0] = (double)NAN;
    return now && u->what == IN_EVENT ? -1237 : 0;
}

/* Keeps its memory, an unwilling, in a snapshot. */
static int copies, releases; /* made and given back */
static int32_t fails_with;   /* 0: works */
static int32_t copy_unwilling(void *user, void **copy) {
    if (fails_with)
        return fails_with;
    struct unwilling *made = malloc(sizeof *made);
    assert_non_null(made);
    memcpy(made, user, sizeof *made);
    *copy = made;
    copies++;
    return 0;
}
static void release_unwilling(void *user) {
    free(user);
    releases++;
}
static int32_t save_unwilling(void *user, void *buffer, size_t size, size_t *needed) {
    if (fails_with)
        return fails_with;
    *needed = sizeof(struct unwilling) + 3; /* not a whole number of eights */
    if (buffer && size >= *needed) {
        memcpy((char *)buffer + 3, user, sizeof(struct unwilling));
        memcpy(buffer, "abc", 3);
    }
    return 0;
}
static int32_t restore_unwilling(void *prototype, const void *bytes, size_t size, void **user) {
    assert_non_null(prototype);
    struct unwilling held;
    if (size != sizeof held + 3 || memcmp(bytes, "abc", 3) != 0)
        return -88; /* damaged */
    memcpy(&held, (const char *)bytes + 3, sizeof held);
    return copy_unwilling(&held, user);
}
static const bm_user_functions functions = {
    (uint32_t)sizeof functions, 0, copy_unwilling, release_unwilling, save_unwilling, restore_unwilling};

static bm_hook unwilling_hook(struct unwilling *u) {
    bm_hook hook = depot_hook("unwilling");
    hook.field = unwilling_field;
    hook.amount = unwilling_amount;
    hook.next_event = unwilling_next;
    hook.event = unwilling_event;
    hook.functions = &functions;
    hook.user = u;
    return hook;
}

static void giving_up(void **state) {
    (void)state;
    static const struct {
        int what;
        bm_status status;
        const char *word;
    } rows[] = {{IN_FIELD, -1234, "field with -1234"}, {IN_NEXT_EVENT, -1236, "next_event with -1236"},
                {IN_EVENT, -1237, "event with -1237"}, {NAN_FIELD, BM_ENONFINITE, "finite"},
                {NAN_TARGET, BM_ENONFINITE, "finite"}, {NAN_EVENT, BM_ENONFINITE, "finite"},
                {NAN_NEXT, BM_ERANGE, "next_event"},   {PAST_NEXT, BM_ERANGE, "next_event"}};
    for (int which = CORE; which <= FULL; which++)
        for (size_t i = 0; i < BM_COUNT(rows); i++) {
            struct unwilling u = {0, 0.0};
            bm_patient *patient = bm_test_patient(models[which], 0.0), *clone = NULL;
            const bm_hook hook = unwilling_hook(&u);
            OK(patient, bm_patient_hook(patient, &hook));
            prescribe(patient, "unwilling", 30.0, 7.0, 1.0);
            OK(patient, bm_patient_advance_to(patient, 20.0));
            const struct bm__moment before = patient->sim.now;
            u = (struct unwilling){rows[i].what, 25.0};
            FAILS(bm_patient_advance_to(patient, 60.0), rows[i].status);
            if (!strstr(bm_patient_last_error(patient), rows[i].word))
                fail_msg("'%s' lacks '%s'", bm_patient_last_error(patient), rows[i].word);
            assert_memory_equal(&patient->sim.now, &before, sizeof before);
            const double times[] = {30.0, 60.0};
            const size_t index = 0;
            double values[2] = {-1.0, -1.0};
            FAILS(bm_patient_sample(patient, times, 2, &index, 1, values, 2), rows[i].status);
            assert_memory_equal(&patient->sim.now, &before, sizeof before);
            assert_true(values[0] == -1.0 && values[1] == -1.0);
            OK(patient, bm_patient_advance_to(patient, 22.0)); /* and up to there all is well */
            u.what = 0;
            OK(patient, bm_patient_clone(patient, &clone));
            OK(patient, bm_patient_advance_to(patient, 60.0));
            OK(clone, bm_patient_advance_to(clone, 60.0));
            same_moment(patient, clone);
            bm_patient_destroy(clone);
            bm_patient_destroy(patient);
        }
    /* amount, when it is prescribed; a reading of the full model; history */
    struct unwilling u = {IN_AMOUNT, 0.0};
    bm_patient *patient = bm_test_patient(models[FULL], 0.0);
    bm_hook hook = unwilling_hook(&u);
    OK(patient, bm_patient_hook(patient, &hook));
    bm_prescription rx;
    OK(patient, bm_patient_prescription_init(patient, "unwilling", &rx));
    FAILS(bm_patient_prescribe(patient, &rx, NULL), -1235);
    assert_int_equal(patient->sim.n_courses, 0);
    u.what = 0;
    rx.dose = 0.75e12;
    FAILS(bm_patient_prescribe(patient, &rx, NULL), BM_ERANGE);
    assert_non_null(strstr(bm_patient_last_error(patient), "1.5e+12"));
    u = (struct unwilling){IN_FIELD, -1000.0};
    double value = -1.0;
    FAILS(bm_patient_observe(patient, "core.PTH", &value), -1234);
    assert_non_null(strstr(bm_patient_last_error(patient), "history"));
    u.what = 0;
    OK(patient, bm_patient_advance_to(patient, 3.0));
    u.what = IN_FIELD;
    FAILS(bm_patient_observe(patient, "bmd.total_hip", &value), -1234);
    assert_true(value == -1.0);
    u.what = 0;
    OK(patient, bm_patient_observe(patient, "bmd.total_hip", &value));
    bm_patient_destroy(patient);
}

/* Each of the calls of a field may be the one that gives up, the last of a reading too. */
static long calls_left;
static int32_t counted_field(void *user, bm_hook_at *at) {
    return calls_left-- == 0 ? -1238 : depot(user, at);
}

static void giving_up_anywhere(void **state) {
    (void)state;
    for (int which = CORE; which <= FULL; which++) {
        bm_patient *patient = bm_test_patient(models[which], 0.0), *clone = NULL;
        bm_hook hook = depot_hook("counted");
        hook.field = counted_field;
        calls_left = -1;
        bm_test_observe(patient, "core.PTH");
        OK(patient, bm_patient_hook(patient, &hook));
        prescribe(patient, "counted", 30.0, 7.0, 1.0);
        size_t index = 0;
        OK(NULL, bm_catalog_find(models[which], BM_KIND_OBSERVABLE, "serum.pth", &index));
        const double times[] = {1.0, 2.5, 4.0};
        const struct bm__moment before = patient->sim.now;
        double values[3];
        calls_left = 1000000;
        OK(patient, bm_patient_clone(patient, &clone));
        OK(clone, bm_patient_sample(clone, times, 3, &index, 1, values, 3));
        const long n = 1000000 - calls_left;
        assert_in_range(n, 50, 10000);
        for (long k = 0; k < n; k++) {
            calls_left = k;
            values[0] = -1.0;
            FAILS(bm_patient_sample(patient, times, 3, &index, 1, values, 3), -1238);
            assert_true(values[0] == -1.0);
            assert_int_equal(calls_left, -1); /* asked no more */
            assert_memory_equal(&patient->sim.now, &before, sizeof before);
        }
        bm_patient_destroy(patient);
        bm_patient_destroy(clone);
    }
}

/* ---- copies and snapshots ---- */

/* Under two hooks, one late, and other drugs. */
static bm_patient *woman_with_hooks(int which, struct unwilling *u, double *amplitude) {
    bm_patient *patient = bm_test_patient(models[which], 0.0);
    const bm_hook first = unwilling_hook(u);
    OK(patient, bm_patient_hook(patient, &first));
    prescribe(patient, "unwilling", 30.0, 7.0, which == FULL ? -100.0 : 1.0);
    prescribe(patient, "denosumab", 60.0, 100.0, 2.0);
    OK(patient, bm_patient_advance_to(patient, 10.0));
    bm_hook late = follower(which, amplitude, BM_HOOK_JACOBIAN);
    static const bm_user_functions saves_nothing = {(uint32_t)sizeof saves_nothing, 0, NULL, NULL, NULL, NULL};
    late.functions = &saves_nothing;
    OK(patient, bm_patient_hook(patient, &late));
    prescribe(patient, "follower", 0.5, 20.0, 12.0);
    OK(patient, bm_patient_advance_to(patient, 15.0)); /* the day of an event, which is still to come */
    return patient;
}

static void clones(void **state) {
    (void)state;
    for (int which = CORE; which <= FULL; which++) {
        struct unwilling u = {0, 0.0};
        double amplitude = 0.2;
        bm_patient *patient = woman_with_hooks(which, &u, &amplitude), *clone = NULL, *third = NULL;
        copies = releases = 0;
        OK(patient, bm_patient_clone(patient, &clone));
        OK(clone, bm_patient_clone(clone, &third));
        assert_int_equal(copies, 2);
        OK(patient, bm_patient_advance_to(patient, 60.0));
        OK(clone, bm_patient_advance_to(clone, 60.0));
        same_moment(patient, clone);
        u.what = IN_FIELD; /* the clone's memory is its own */
        FAILS(bm_patient_advance_to(patient, 61.0), -1234);
        OK(clone, bm_patient_advance_to(clone, 61.0));
        bm_patient_destroy(patient);
        assert_int_equal(releases, 0); /* the host's own */
        OK(third, bm_patient_advance_to(third, 60.0));
        OK(third, bm_patient_advance_to(third, 61.0));
        same_moment(third, clone);
        bm_patient_destroy(clone);
        fails_with = -77;
        clone = NULL;
        FAILS(bm_patient_clone(third, &clone), -77);
        assert_null(clone);
        fails_with = 0;
        bm_patient_destroy(third);
        assert_int_equal(releases, 2);
    }
}

static void snapshots(void **state) {
    (void)state;
    for (int which = CORE; which <= FULL; which++) {
        struct unwilling u = {0, 0.0}, prototype = {0, 0.0};
        double amplitude = 0.2;
        bm_patient *patient = woman_with_hooks(which, &u, &amplitude), *loaded = NULL;
        static unsigned char buffer[65536];
        size_t size = 99, written = 99;
        FAILS(bm_patient_save_size(patient, &size), BM_ESTATE);
        FAILS(bm_patient_save(patient, buffer, sizeof buffer, &written), BM_ESTATE);
        assert_non_null(strstr(bm_patient_last_error(patient), "follower"));
        assert_true(size == 99 && written == 99);
        patient->sim.hooks->hook[1]->functions.save = save_nothing; /* as if it had been registered with it */

        fails_with = -55;
        FAILS(bm_patient_save_size(patient, &size), -55);
        FAILS(bm_patient_save(patient, buffer, sizeof buffer, &written), -55);
        fails_with = 0;
        struct bm_bytes saved = bm_test_save(patient);

        bm_user_functions nothing = {.struct_size = (uint32_t)sizeof nothing, .save = save_nothing};
        bm_hook hooks[3] = {depot_hook("other"), follower(which, &amplitude, BM_HOOK_JACOBIAN),
                            unwilling_hook(&prototype)};
        hooks[1].functions = &nothing;
        bm_callbacks callbacks = {.struct_size = (uint32_t)sizeof callbacks, .hooks = hooks, .n_hooks = 3};
        copies = releases = 0;
#define LOAD(callbacks) bm_patient_load_with(models[which], saved.data, saved.size, (callbacks), &loaded)
        FAILS(bm_patient_load(models[which], saved.data, saved.size, &loaded), BM_EMODEL);
        FAILS(LOAD(NULL), BM_EMODEL);
        callbacks.n_hooks = 2; /* one is lacking */
        FAILS(LOAD(&callbacks), BM_EMODEL);
        callbacks.n_hooks = 3;
        callbacks.struct_size = 8;
        FAILS(LOAD(&callbacks), BM_ESIZE);
        callbacks.struct_size = (uint32_t)sizeof callbacks;
        callbacks.hooks = NULL;
        FAILS(LOAD(&callbacks), BM_EINVAL);
        callbacks.hooks = hooks;
        hooks[1].n_body = 2; /* another view */
        FAILS(LOAD(&callbacks), BM_EMODEL);
        hooks[1].n_body = 3;
        hooks[1].field = NULL;
        FAILS(LOAD(&callbacks), BM_EINVAL);
        hooks[1].field = follow;
        fails_with = -66;
        FAILS(LOAD(&callbacks), -66);
        fails_with = 0;
        assert_int_equal(copies, releases);
        assert_null(loaded);
        OK(NULL, LOAD(&callbacks));
        assert_true(bm_test_is_saved(loaded, &saved));
        double values[2][BM_TEST_MAX_OBSERVABLES];
        for (int k = 0; k < 3; k++) {
            const size_t n = bm_test_observe_all(models[which], patient, values[0]);
            bm_test_observe_all(models[which], loaded, values[1]);
            bm_assert_same_bits(values[0], values[1], n);
            OK(patient, bm_patient_advance_by(patient, 20.0));
            OK(loaded, bm_patient_advance_by(loaded, 20.0));
            same_moment(patient, loaded);
        }
        bm_patient_destroy(loaded);
        loaded = NULL;
        assert_int_equal(copies, releases);

        /* damaged, with a checksum that fits: refused, or something that can be used */
        uint64_t seed = 5;
        unsigned char *kept = malloc(saved.size);
        assert_non_null(kept);
        memcpy(kept, saved.data, saved.size);
        for (int k = 0; k < 1500; k++) {
            memcpy(saved.data, kept, saved.size);
            /* mostly where the hooks stand */
            const uint64_t bits = bm_random_bits(&seed);
            const size_t at = 56 + bits % (k % 3 ? 170 : saved.size - 64);
            if (k % 5 == 0)
                memset(saved.data + at / 8 * 8, k % 2 ? 0xff : 0, 8);
            else
                saved.data[at] = (unsigned char)(bits >> 40);
            memset(saved.data + 48, 0, 8); /* max_steps: 100 */
            saved.data[48] = 100;
            bm_test_seal(saved.data, saved.size);
            if (LOAD(&callbacks) != BM_OK) {
                assert_null(loaded);
                continue;
            }
            bm_patient_advance_by(loaded, 1.0);
            bm_patient_destroy(loaded);
            loaded = NULL;
        }
        free(kept);
#undef LOAD
        free(saved.data);
        bm_patient_destroy(patient);
        assert_int_equal(copies, releases);
    }
}

/* ---- visits and cohorts ---- */

struct visitor {
    bm_prescription rx;
    bm_status observed;
    struct unwilling *gives_up; /* from the visit on */
};
static int32_t begin_drug(void *user, bm_visit *visit) {
    struct visitor *v = user;
    double value = 0.0;
    if (v->gives_up)
        v->gives_up->what = IN_FIELD;
    v->observed = bm_visit_observe(visit, "bmd.total_hip", &value);
    return v->observed == BM_OK ? bm_visit_prescribe(visit, &v->rx, NULL) : v->observed;
}

/* A visit prescribes a hook, as if it had been prescribed before; and reads her while the hook gives up. */
static void visits(void **state) {
    (void)state;
    struct unwilling u = {0, 0.0};
    bm_patient *patients[2];
    for (int k = 0; k < 2; k++) {
        bm_patient *patient = patients[k] = bm_test_patient(models[FULL], 0.0);
        const bm_hook hook = unwilling_hook(&u);
        OK(patient, bm_patient_hook(patient, &hook));
        struct visitor visitor = {.observed = BM_OK};
        OK(patient, bm_patient_prescription_init(patient, "unwilling", &visitor.rx));
        visitor.rx.agent = "unwilling"; /* not the string of a patient who goes first */
        visitor.rx.start_d = 12.0;
        visitor.rx.dose = 20.0;
        visitor.rx.every_d = 9.0;
        bm_decision decision;
        bm_decision_init(&decision);
        decision.visit = begin_drug;
        decision.user = &visitor;
        decision.first_d = 12.0;
        if (k == 0)
            OK(patient, bm_patient_decide(patient, &decision, NULL));
        else
            OK(patient, bm_patient_prescribe(patient, &visitor.rx, NULL));
        if (k == 0) {
            OK(patient, bm_patient_advance_to(patient, 11.0));
            const struct bm__moment before = patient->sim.now;
            visitor.gives_up = &u;
            FAILS(bm_patient_advance_to(patient, 30.0), -1234);
            assert_int_equal(visitor.observed, -1234);
            assert_memory_equal(&patient->sim.now, &before, sizeof before);
            u.what = 0;
            visitor.gives_up = NULL;
            bm_patient_destroy(patient);
            patient = patients[k] = bm_test_patient(models[FULL], 0.0);
            OK(patient, bm_patient_hook(patient, &hook));
            OK(patient, bm_patient_decide(patient, &decision, NULL));
        }
        OK(patient, bm_patient_advance_to(patient, 60.0));
        assert_true(k == 1 || visitor.observed == BM_OK);
    }
    same_moment(patients[0], patients[1]);
    bm_patient_destroy(patients[0]);
    bm_patient_destroy(patients[1]);
}

static bm_cohort *cohort_of(const bm_patient *profile, uint32_t threads, uint32_t lanes) {
    bm_cohort_options options;
    bm_cohort *cohort = NULL;
    bm_cohort_options_init(&options);
    options.size = 7;
    options.threads = threads;
    options.lanes = lanes;
    options.variability = 0.0; /* of the library's drug, too */
    OK(NULL, bm_cohort_create(profile, &options, &cohort));
    OK(NULL, bm_cohort_vary(cohort, "age_years", 5.0, (double)NAN, (double)NAN));
    return cohort;
}

enum { N_MEMBERS = 7, N_TIMES = 3, N_READ = 2 };
static const double cohort_times[N_TIMES] = {30.0, 100.0, 250.0};

static void read_cohort(bm_cohort *cohort, double values[N_MEMBERS * N_TIMES * N_READ]) {
    static const char *const names[N_READ] = {"bmd_change.total_hip", "marker.s_ctx"};
    size_t which[N_READ];
    for (int i = 0; i < N_READ; i++)
        OK(NULL, bm_catalog_find(models[FULL], BM_KIND_OBSERVABLE, names[i], &which[i]));
    OK(NULL, bm_cohort_sample(cohort, cohort_times, N_TIMES, which, N_READ, values, N_MEMBERS * N_TIMES * N_READ));
}

/* Members with a hook go alone, and as they would with the library's own drug. */
static void cohorts(void **state) {
    (void)state;
    struct imitation it;
    double values[3][N_MEMBERS * N_TIMES * N_READ];
    for (int k = 0; k < 3; k++) { /* the library's own; a hook, with one thread and with three */
        bm_patient *profile = bm_test_patient(models[FULL], 0.0), *member = NULL;
        if (k > 0) {
            const bm_hook hook = imitation_of(FULL, &it, BM__AGENT_denosumab, 60.0);
            OK(profile, bm_patient_hook(profile, &hook));
        }
        prescribe(profile, k ? "the_same" : "denosumab", 60.0, 182.0, 10.0);
        bm_cohort *cohort = cohort_of(profile, k == 2 ? 3 : 1, k ? 0 : 1);
        bm_patient_destroy(profile);
        read_cohort(cohort, values[k]);
        assert_int_equal(bm_cohort_failure_count(cohort), 0);
        bm_cohort_stats stats;
        OK(NULL, bm_cohort_read_stats(cohort, &stats));
        assert_int_equal(stats.lanes, 1);
        OK(NULL, bm_cohort_member(cohort, 3, &member));
        assert_true(bm_test_observe(member, "marker.s_ctx") == values[k][(3 * N_TIMES + 2) * N_READ + 1]);
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

    /* with memory of their own, and one that gives up for all of them */
    struct unwilling u = {0, 0.0};
    bm_patient *profile = bm_test_patient(models[FULL], 0.0);
    const bm_hook hook = unwilling_hook(&u);
    OK(profile, bm_patient_hook(profile, &hook));
    prescribe(profile, "unwilling", 30.0, 7.0, 1.0);
    copies = releases = 0;
    bm_cohort *cohort = cohort_of(profile, 1, 0);
    OK(NULL, bm_cohort_advance_to(cohort, 20.0));
    assert_true(copies > N_MEMBERS && bm_cohort_failure_count(cohort) == 0);
    bm_cohort_destroy(cohort);
    u = (struct unwilling){IN_FIELD, 25.0}; /* copied by the next */
    cohort = cohort_of(profile, 1, 0);
    read_cohort(cohort, values[0]);
    assert_int_equal(bm_cohort_failure_count(cohort), N_MEMBERS);
    bm_status status = BM_OK;
    OK(NULL, bm_cohort_failure(cohort, 4, NULL, &status));
    assert_int_equal(status, -1234);
    assert_non_null(strstr(bm_cohort_failure_text(cohort, 4), "the hook unwilling"));
    assert_true(isnan(values[0][0]) && isnan(values[0][BM_COUNT(values[0]) - 1]));
    bm_cohort_destroy(cohort);
    bm_patient_destroy(profile);
    assert_int_equal(copies, releases);
}

/* ---- history ---- */

static int32_t always(void *user, bm_hook_at *at) {
    *(double *)user = fmin(*(double *)user, at->time_h);
    at->targets[0] = 0.02;
    return 0;
}

static void history(void **state) {
    (void)state;
    double earliest[3] = {1e9, 1e9, 1e9}, clearance[3];
    for (int k = 0; k < 3; k++) { /* before day 0 is worked out; after; after, and then it is worked out again */
        bm_patient *patient = bm_test_patient(models[FULL], 0.0);
        bm_hook hook = new_hook("always", always);
        hook.n_targets = 1;
        hook.targets = rankl;
        hook.user = &earliest[k];
        const double untreated = k ? bm_test_observe(patient, "core.L") : 0.0;
        OK(patient, bm_patient_hook(patient, &hook));
        if (k == 1)
            assert_true(bm_test_observe(patient, "core.L") == untreated);
        if (k == 2)
            OK(patient, bm_patient_set(patient, "age_years", 61.0));
        clearance[k] = bm_test_observe(patient, "core.L");
        bm_patient_destroy(patient);
    }
    assert_true(earliest[0] < -20 * 8766.0 && earliest[1] == 0.0 && earliest[2] == earliest[0]);
    assert_true(clearance[0] == clearance[2] && clearance[0] < 0.99 * clearance[1]);
}

/* ---- calls from inside ---- */

struct intruder {
    bm_patient *patient;
    bm_status inside[16];
    int n;
};

static void intrude(struct intruder *in) {
    bm_patient *p = in->patient, *clone = NULL;
    if (in->n > 0)
        return;
    static unsigned char bytes[64];
    const bm_hook hook = depot_hook("another");
    bm_prescription rx;
    OK(NULL, bm_prescription_init(models[CORE], "denosumab", &rx));
    double value = -1.0;
    const double times[] = {30.0};
    const size_t which[] = {0};
    size_t size = 0;
    bm_status *s = in->inside;
    *s++ = bm_patient_advance_to(p, 30.0);
    *s++ = bm_patient_advance_by(p, 1.0);
    *s++ = bm_patient_sample(p, times, 1, which, 1, &value, 1);
    *s++ = bm_patient_set(p, "core.OralCa", 0.9);
    *s++ = bm_patient_prescribe(p, &rx, NULL);
    *s++ = bm_patient_stop(p, 1, 30.0);
    *s++ = bm_patient_clone(p, &clone);
    *s++ = bm_patient_save(p, bytes, sizeof bytes, NULL);
    *s++ = bm_patient_save_size(p, &size);
    *s++ = bm_patient_observe(p, "core.PTH", &value);
    *s++ = bm_patient_observe_index(p, 0, &value);
    *s++ = bm_patient_hook(p, &hook);
    *s++ = bm_patient_read_hook(p, "intruder", &value, 1);
    *s++ = bm_patient_set_progress(p, NULL, NULL);
    in->n = (int)(s - in->inside);
    assert_true(value == -1.0 && !clone);
}

static int32_t intruding_field(void *user, bm_hook_at *at) {
    intrude(user);
    return depot(NULL, at);
}
static int32_t intruding_later(void *user, bm_hook_at *at) {
    if (at->time_h > 24.0 * 3.0)
        intrude(user);
    return depot(NULL, at);
}
static int32_t say_nothing_at_visit(void *user, bm_visit *visit) {
    (void)user;
    (void)visit;
    return 0;
}
static int32_t intruding_amount(void *user, double dose, double *amount) {
    intrude(user);
    *amount = dose;
    return 0;
}
static int32_t intruding_next(void *user, double time_d, double *event_d) {
    intrude(user);
    return every_ten_days(NULL, time_d, event_d);
}
static int32_t intruding_event(void *user, double time_d, double *x) {
    intrude(user);
    return fifty(NULL, time_d, x);
}
static int32_t intruding_save(void *user, void *buffer, size_t size, size_t *needed) {
    intrude(user);
    return save_nothing(user, buffer, size, needed);
}
static int32_t say_nothing(void *user, double time_d, double fraction) {
    (void)user;
    (void)time_d;
    (void)fraction;
    return 0;
}

static void calls_from_inside(void **state) {
    (void)state;
    for (int which = CORE; which <= FULL; which++)
        for (int place = 0; place < 9; place++) {
            struct intruder in = {.patient = bm_test_patient(models[which], 0.0)};
            bm_user_functions saves = {.struct_size = (uint32_t)sizeof saves,
                                       .save = place == 4 ? intruding_save : save_nothing};
            bm_hook hook = depot_hook("intruder");
            hook.user = &in;
            hook.functions = &saves;
            hook.field = place == 8 ? intruding_later : place == 0 || place >= 5 ? intruding_field : depot;
            hook.amount = place == 1 ? intruding_amount : NULL;
            hook.next_event = place == 2 ? intruding_next : every_ten_days;
            hook.event = place == 3 ? intruding_event : NULL;
            if (place == 5) { /* polls lie between */
                OK(in.patient, bm_patient_set_progress(in.patient, say_nothing, NULL));
                OK(in.patient, bm_patient_advance_to(in.patient, 1.0));
            }
            if (place == 8) { /* a visit lies between */
                bm_decision decision;
                bm_decision_init(&decision);
                decision.visit = say_nothing_at_visit;
                decision.first_d = 2.0;
                uint64_t id = 0;
                OK(in.patient, bm_patient_decide(in.patient, &decision, &id));
                assert_int_equal(id, 1);
            }
            if (place == 7) /* the first to ask is then a reading, in the full model */
                bm_test_observe(in.patient, "core.PTH");
            OK(in.patient, bm_patient_hook(in.patient, &hook));
            if (place == 6 || place == 7) /* 6: history, in the full model */
                bm_test_observe(in.patient, "core.PTH");
            assert_int_equal(in.n, (place == 6 || place == 7) && which == FULL ? 14 : 0);
            prescribe(in.patient, "intruder", 30.0, 7.0, 1.0);
            OK(in.patient, bm_patient_advance_to(in.patient, 20.0));
            static unsigned char buffer[65536];
            if (place == 8)
                OK(in.patient, bm_patient_undecide(in.patient, 1));
            OK(in.patient, bm_patient_save(in.patient, buffer, sizeof buffer, NULL));
            assert_int_equal(in.n, 14);
            for (int i = 0; i < in.n; i++)
                if (in.inside[i] != BM_ESTATE)
                    fail_msg("call %d from callback %d: %s", i, place, bm_status_name(in.inside[i]));
            bm_patient_destroy(in.patient);
        }
}

/* ---- what is refused ---- */

static bm_patient *refusing;

static void refused(const bm_hook *hook, bm_status status, const char *word) {
    const struct bm__simulation before = refusing->sim;
    FAILS(bm_patient_hook(refusing, hook), status);
    if (!strstr(bm_patient_last_error(refusing), word) || strchr(bm_patient_last_error(refusing), '\n'))
        fail_msg("'%s' lacks '%s'", bm_patient_last_error(refusing), word);
    assert_int_equal(bm__hooks_count(refusing->sim.hooks), bm__hooks_count(before.hooks));
    assert_memory_equal(&refusing->sim.now, &before.now, sizeof before.now);
    assert_true(refusing->sim.active == before.active && refusing->sim.organism.ode.n == before.organism.ode.n);
}

static void refusals(void **state) {
    (void)state;
    static const char *const none[16] = {NULL}, *const unknown[] = {"no_target"}, *const of_full[] = {"fall_rate"};
    static const char *const drug[] = {"core.DENSC"}, *const readout[] = {"serum.pth"}, *const young[] = {"body.YLS"};
    static const double bad_scales[] = {1.0, (double)NAN}, negative[] = {-1.0};
    bm_user_functions small = {.struct_size = 8};
    refusing = bm_test_patient(models[CORE], 0.0);
    OK(refusing, bm_patient_advance_to(refusing, 2.0));
    bm_hook good = depot_hook("good"), hook;
    good.scales = NULL;
    OK(refusing, bm_patient_hook(refusing, &good));
    refused(NULL, BM_EINVAL, "NULL");
    FAILS(bm_patient_hook(NULL, &good), BM_EINVAL);
#define REFUSE(change, status, word)                                                                                   \
    do {                                                                                                               \
        hook = depot_hook("fresh");                                                                                    \
        change;                                                                                                        \
        refused(&hook, status, word);                                                                                  \
    } while (0)
    REFUSE(hook.struct_size = 8, BM_ESIZE, "is 8");
    REFUSE(hook.name = NULL, BM_EINVAL, "NULL");
    REFUSE(hook.name = "", BM_EINVAL, "''");
    REFUSE(hook.name = "Capital", BM_EINVAL, "Capital");
    REFUSE(hook.name = "a_name_of_32_letters_is_too_long", BM_EINVAL, "31");
    REFUSE(hook.name = "good", BM_ECONFLICT, "taken");
    REFUSE(hook.name = "denosumab", BM_ECONFLICT, "taken");
    REFUSE(hook.flags = 4, BM_EINVAL, "flags is 4");
    REFUSE(hook.field = NULL, BM_EINVAL, "field");
    REFUSE(hook.n_states = 17, BM_ERANGE, "17");
    REFUSE(hook.n_targets = 9, BM_ERANGE, "9");
    REFUSE(hook.n_body = 17, BM_ERANGE, "17");
    REFUSE(hook.targets = NULL, BM_EINVAL, "targets is NULL");
    REFUSE(hook.n_body = 1, BM_EINVAL, "body is NULL");
    REFUSE(hook.targets = none, BM_EINVAL, "targets[0]");
    REFUSE(hook.targets = unknown, BM_ENOTFOUND, "no_target");
    REFUSE(hook.targets = of_full, BM_ENOTFOUND, "fall_rate");
    REFUSE((hook.n_body = 1, hook.body = none), BM_EINVAL, "body[0]");
    REFUSE((hook.n_body = 1, hook.body = drug), BM_ENOTFOUND, "core.DENSC");
    REFUSE((hook.n_body = 1, hook.body = readout), BM_ENOTFOUND, "serum.pth");
    REFUSE((hook.n_body = 1, hook.body = young), BM_ENOTFOUND, "body.YLS");
    REFUSE((hook.n_states = 2, hook.scales = bad_scales), BM_ERANGE, "scales[1] is nan");
    REFUSE(hook.scales = negative, BM_ERANGE, "scales[0] is -1");
    REFUSE((hook.flags = BM_HOOK_CONTINUOUS, hook.scales = NULL), BM_ECONFLICT, "scales");
    REFUSE((hook.flags = BM_HOOK_CONTINUOUS, hook.amount = unwilling_amount), BM_ECONFLICT, "amount");
    REFUSE(hook.event = fifty, BM_ECONFLICT, "next_event");
    REFUSE(hook.dose_minimum = (double)NAN, BM_ERANGE, "nan");
    REFUSE(hook.dose_maximum = 1e13, BM_ERANGE, "1e+13");
    REFUSE(hook.dose_default = -1.0, BM_ERANGE, "-1");
    REFUSE(hook.every_default_d = 0.0, BM_ERANGE, "every_default_d is 0");
    REFUSE(hook.functions = &small, BM_ESIZE, "is 8");
    for (int i = 1; i < BM__MAX_HOOKS; i++) {
        char name[16];
        snprintf(name, sizeof name, "h%d", i);
        hook = depot_hook(name);
        OK(refusing, bm_patient_hook(refusing, &hook));
    }
    hook = depot_hook("fresh");
    refused(&hook, BM_ESTATE, "8 hooks");
    OK(refusing, bm_patient_advance_to(refusing, 3.0));

    /* prescribing and reading */
    bm_prescription rx, kept;
    memset(&rx, 0xA5, sizeof rx);
    kept = rx;
    FAILS(bm_patient_prescription_init(refusing, "fresh", &rx), BM_ENOTFOUND);
    FAILS(bm_prescription_init(models[CORE], "good", &rx), BM_ENOTFOUND);
    assert_memory_equal(&rx, &kept, sizeof rx);
    OK(refusing, bm_patient_prescription_init(refusing, "good", &rx));
    assert_string_equal(rx.agent, "good");
    assert_true(rx.dose == 1.0 && rx.every_d == 1.0 && rx.stop_d == BM_NEVER_D && rx.adherence == 1.0);
    const bm_named_value own = {"route", 1.0};
    rx.start_d = 3.0;
    rx.parameters = &own;
    rx.n_parameters = 1;
    FAILS(bm_patient_prescribe(refusing, &rx, NULL), BM_ENOTFOUND);
    rx.n_parameters = 0;
    rx.dose = -1.0;
    FAILS(bm_patient_prescribe(refusing, &rx, NULL), BM_ERANGE);
    double x[2] = {-7.0, -7.0};
    FAILS(bm_patient_read_hook(refusing, "nobody", x, 2), BM_ENOTFOUND);
    FAILS(bm_patient_read_hook(refusing, "good", x, 0), BM_ESIZE);
    FAILS(bm_patient_read_hook(refusing, NULL, x, 2), BM_EINVAL);
    FAILS(bm_patient_read_hook(refusing, "good", NULL, 2), BM_EINVAL);
    assert_true(x[0] == -7.0);
    OK(refusing, bm_patient_read_hook(refusing, "good", x, 2));
    assert_true(x[0] == 0.0 && x[1] == -7.0);
    size_t reasons = 0;
    OK(refusing, bm_patient_applicability(refusing, &reasons));
    assert_int_equal(reasons, 1);
    assert_non_null(strstr(bm_patient_applicability_reason(refusing, 0), "host"));
    bm_patient_destroy(refusing);

    /* without a state, a dose has nowhere to go; more than there is room for */
    refusing = bm_test_patient(models[FULL], 0.0);
    bm_test_observe(refusing, "core.PTH");
    hook = new_hook("stateless", supply);
    static const char *const pth[] = {"pth_supply"};
    hook.n_targets = 1;
    hook.targets = pth;
    OK(refusing, bm_patient_hook(refusing, &hook));
    OK(refusing, bm_patient_prescription_init(refusing, "stateless", &rx));
    FAILS(bm_patient_prescribe(refusing, &rx, NULL), BM_ECONFLICT);
    assert_non_null(strstr(bm_patient_last_error(refusing), "state"));
    static const char *const all[BM__HOOK_TARGETS] = {
        "osteoclast_apoptosis", "osteoclast_apoptosis", "osteoclast_apoptosis", "osteoclast_apoptosis",
        "osteoclast_apoptosis", "osteoclast_apoptosis", "osteoclast_apoptosis", "osteoclast_apoptosis"};
    hook = new_hook("large", depot);
    hook.n_states = 16;
    hook.n_targets = 8;
    hook.targets = all;
    refused(&hook, BM_ERANGE, "room");
    hook.n_targets = 1;
    OK(refusing, bm_patient_hook(refusing, &hook));
    OK(refusing, bm_patient_advance_to(refusing, 1.0));
    /* all that the model has still finds its place */
    for (size_t i = 0; i < bm_catalog_count(models[FULL], BM_KIND_AGENT); i++) {
        bm_catalog_entry row;
        OK(NULL, bm_catalog_row(models[FULL], BM_KIND_AGENT, i, &row));
        OK(refusing, bm_prescription_init(models[FULL], row.name, &rx));
        rx.start_d = 1.0;
        OK(refusing, bm_patient_prescribe(refusing, &rx, NULL));
    }
    OK(refusing, bm_patient_advance_to(refusing, 20.0));
    bm_patient_destroy(refusing);
    bm_hook_init_sized(NULL, sizeof hook);
#undef REFUSE
}

/* Each request for memory refused in turn: BM_ENOMEM, nothing changed, nothing lost. */
static void no_memory(void **state) {
    (void)state;
    bm_status status = BM_ENOMEM;
    for (long n = 1; status != BM_OK; n++) {
        struct bm_counts counts = {0};
        const bm_allocator counting = bm_counting_allocator(&counts);
        bm_model_options options;
        bm_model_options_init(&options);
        options.allocator = &counting;
        bm_model *model = NULL;
        OK(NULL, bm_model_create(&options, &model));
        bm_patient *patient = bm_test_patient(model, 0.0), *clone = NULL, *loaded = NULL;
        struct unwilling u = {0, 0.0};
        bm_hook hook = unwilling_hook(&u);
        copies = releases = 0;
        counts.refuse_from = counts.requests + n;
        status = bm_patient_hook(patient, &hook);
        if (status == BM_OK)
            status = bm_patient_clone(patient, &clone);
        if (status == BM_OK) {
            struct bm_bytes saved = bm_test_save(patient);
            const bm_callbacks callbacks = {.struct_size = (uint32_t)sizeof callbacks, .hooks = &hook, .n_hooks = 1};
            status = bm_patient_load_with(model, saved.data, saved.size, &callbacks, &loaded);
            free(saved.data);
        }
        assert_true(status == BM_OK || status == BM_ENOMEM);
        counts.refuse_from = 0;
        OK(patient, bm_patient_advance_by(patient, 2.0));
        bm_patient_destroy(patient);
        bm_patient_destroy(clone);
        bm_patient_destroy(loaded);
        bm_model_destroy(model);
        assert_int_equal(counts.blocks, 0);
        assert_int_equal(copies, releases);
        assert_true(n < 60 && (status != BM_OK || n > 6));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_bits_as_built_in),
        cmocka_unit_test(same_bits_among_others),
        cmocka_unit_test(jacobian),
        cmocka_unit_test(order_is_kept),
        cmocka_unit_test(views_that_overlap),
        cmocka_unit_test(continuous),
        cmocka_unit_test(events),
        cmocka_unit_test(jumps_in_time),
        cmocka_unit_test(reading_at_a_jump),
        cmocka_unit_test(giving_up),
        cmocka_unit_test(giving_up_anywhere),
        cmocka_unit_test(clones),
        cmocka_unit_test(snapshots),
        cmocka_unit_test(visits),
        cmocka_unit_test(cohorts),
        cmocka_unit_test(history),
        cmocka_unit_test(calls_from_inside),
        cmocka_unit_test(refusals),
        cmocka_unit_test(no_memory),
    };
    return cmocka_run_group_tests(tests, create_models, destroy_models);
}
