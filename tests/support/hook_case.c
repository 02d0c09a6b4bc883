/* SPDX-License-Identifier: Apache-2.0 */
#include "support/hook_case.h"

bm_model *hook_models[2];

int hook_create_models(void **state) {
    (void)state;
    hook_models[CORE] = bm_test_model();
    hook_models[FULL] = bm_test_full_model();
    return 0;
}

int hook_destroy_models(void **state) {
    (void)state;
    bm_model_destroy(hook_models[CORE]);
    bm_model_destroy(hook_models[FULL]);
    return 0;
}

bm_hook hook_new(const char *name, int32_t (*field)(void *, bm_hook_at *)) {
    bm_hook hook;
    bm_hook_init(&hook);
    hook.name = name;
    hook.field = field;
    return hook;
}

void hook_prescribe(bm_patient *patient, const char *agent, double dose, double every_d, double start_d) {
    bm_prescription rx;
    OK(patient, bm_patient_prescription_init(patient, agent, &rx));
    rx.dose = dose;
    rx.every_d = every_d;
    rx.start_d = start_d;
    OK(patient, bm_patient_prescribe(patient, &rx, NULL));
}

/* The model that a patient belongs to: only the full one has covariates. */
static const bm_model *model_of(bm_patient *patient) {
    double age;
    return hook_models[bm_patient_get(patient, "age_years", &age) == BM_OK ? FULL : CORE];
}

void hook_assert_same_now(bm_patient *a, bm_patient *b, const char *name, const char *except) {
    double values[2][BM_TEST_MAX_OBSERVABLES], x[2][16] = {{0.0}};
    const bm_model *model = model_of(a);
    assert_true(bm_test_time(a) == bm_test_time(b));
    const size_t n = bm_test_observe_all(model, a, values[0]);
    bm_test_observe_all(model, b, values[1]);
    for (size_t i = 0; i < n; i++) {
        bm_catalog_entry row;
        OK(NULL, bm_catalog_row(model, BM_KIND_OBSERVABLE, i, &row));
        if (!(except && strstr(row.name, except)) && memcmp(&values[0][i], &values[1][i], sizeof values[0][i]) != 0)
            fail_msg("%s: %.17g and %.17g", row.name, values[0][i], values[1][i]);
    }
    const bm_patient_stats stats[] = {bm_test_stats(a), bm_test_stats(b)};
    assert_memory_equal(&stats[0], &stats[1], sizeof stats[0]);
    if (name) {
        OK(a, bm_patient_read_hook(a, name, x[0], BM_COUNT(x[0])));
        OK(b, bm_patient_read_hook(b, name, x[1], BM_COUNT(x[1])));
        assert_memory_equal(x[0], x[1], sizeof x[0]);
    }
}

int32_t hook_save_nothing(void *user, void *buffer, size_t size, size_t *needed) {
    (void)user;
    (void)buffer;
    (void)size;
    *needed = 0;
    return 0;
}

const bm_user_functions hook_stateless = {(uint32_t)sizeof hook_stateless, 0, NULL, NULL, hook_save_nothing, NULL};

/* ---- the follower ---- */

static const char *const targets[FOLLOWER_TARGETS] = {"rankl_clearance", "pth_supply"};
static const char *const body_of[2][FOLLOWER_BODY] = {{"core.PTH", "core.P", "core.L"},
                                                      {"core.PTH", "body.ERE", "core.L"}};

int32_t hook_follow(void *user, bm_hook_at *at) {
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

static const double follower_scales[FOLLOWER_STATES] = {1.0, 1.0};

bm_hook hook_follower(int which, double *amplitude, uint32_t flags) {
    bm_hook hook = hook_new("follower", hook_follow);
    hook.flags = flags;
    hook.user = amplitude;
    hook.n_states = FOLLOWER_STATES;
    hook.n_targets = FOLLOWER_TARGETS;
    hook.n_body = FOLLOWER_BODY;
    hook.targets = targets;
    hook.body = body_of[which];
    hook.scales = follower_scales;
    return hook;
}

/* ---- the depot ---- */

int32_t hook_depot_field(void *user, bm_hook_at *at) {
    (void)user;
    at->dx_dt[0] = -0.01 * at->x[0];
    at->targets[0] = 2e-4 * at->x[0];
    if (at->dx_by_x) {
        at->dx_by_x[0] = -0.01;
        at->targets_by_x[0] = 2e-4;
    }
    return 0;
}
int32_t hook_every_ten_days(void *user, double time_d, double *event_d) {
    (void)user;
    *event_d = 5.0 + 10.0 * fmax(0.0, floor((time_d - 5.0) / 10.0) + 1.0);
    return 0;
}
int32_t hook_fifty(void *user, double time_d, double *x) {
    int *count = user;
    assert_true(fmod(time_d - 5.0, 10.0) == 0.0);
    if (count)
        ++*count;
    x[0] += 50.0;
    return 0;
}

const char *const hook_rankl[1] = {"rankl_clearance"};
static const double fifties[] = {50.0};

bm_hook hook_depot(const char *name) {
    bm_hook hook = hook_new(name, hook_depot_field);
    hook.flags = BM_HOOK_JACOBIAN;
    hook.n_states = hook.n_targets = 1;
    hook.targets = hook_rankl;
    hook.scales = fifties;
    return hook;
}

/* ---- a supply ---- */

const char *const hook_pth[1] = {"pth_supply"};

int32_t hook_supply(void *user, bm_hook_at *at) {
    (void)user;
    at->targets[0] = at->rate;
    return 0;
}

/* ---- the unwilling ---- */

static int32_t unwilling_field(void *user, bm_hook_at *at) {
    const struct unwilling *u = user;
    const int now = at->time_h >= 24.0 * u->from_d;
    hook_depot_field(NULL, at);
    if (now && u->what == NAN_FIELD)
        at->dx_dt[0] = (double)NAN;
    if (now && u->what == NAN_TARGET)
        at->targets[0] = (double)NAN;
    return now && u->what == IN_FIELD ? -1234 : 7; /* not negative: goes on */
}
int32_t hook_unwilling_amount(void *user, double dose, double *amount) {
    *amount = 2.0 * dose;
    return ((struct unwilling *)user)->what == IN_AMOUNT ? -1235 : 0;
}
static int32_t unwilling_next(void *user, double time_d, double *event_d) {
    const struct unwilling *u = user;
    const int now = time_d >= u->from_d;
    hook_every_ten_days(NULL, time_d, event_d);
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
int hook_copies, hook_releases;
int32_t hook_fails_with;
static int32_t copy_unwilling(void *user, void **copy) {
    if (hook_fails_with)
        return hook_fails_with;
    struct unwilling *made = malloc(sizeof *made);
    assert_non_null(made);
    memcpy(made, user, sizeof *made);
    *copy = made;
    hook_copies++;
    return 0;
}
static void release_unwilling(void *user) {
    free(user);
    hook_releases++;
}
static int32_t save_unwilling(void *user, void *buffer, size_t size, size_t *needed) {
    if (hook_fails_with)
        return hook_fails_with;
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

bm_hook hook_unwilling(struct unwilling *u) {
    bm_hook hook = hook_depot("unwilling");
    hook.field = unwilling_field;
    hook.amount = hook_unwilling_amount;
    hook.next_event = unwilling_next;
    hook.event = unwilling_event;
    hook.functions = &functions;
    hook.user = u;
    return hook;
}

bm_cohort *hook_cohort(const bm_patient *profile, bm_cohort_options *options) {
    bm_cohort *cohort = NULL;
    options->size = HOOK_MEMBERS;
    OK(NULL, bm_cohort_create(profile, options, &cohort));
    OK(NULL, bm_cohort_vary(cohort, "age_years", 5.0, (double)NAN, (double)NAN));
    return cohort;
}

void hook_read_cohort(bm_cohort *cohort, double values[HOOK_MEMBERS * HOOK_TIMES * HOOK_READ]) {
    static const double times_d[HOOK_TIMES] = {30.0, 100.0, 250.0};
    static const char *const names[HOOK_READ] = {"bmd_change.total_hip", "marker.s_ctx"};
    size_t which[HOOK_READ];
    for (int i = 0; i < HOOK_READ; i++)
        OK(NULL, bm_catalog_find(hook_models[FULL], BM_KIND_OBSERVABLE, names[i], &which[i]));
    OK(NULL, bm_cohort_sample(cohort, times_d, HOOK_TIMES, which, HOOK_READ, values,
                              (size_t)HOOK_MEMBERS * HOOK_TIMES * HOOK_READ));
}
