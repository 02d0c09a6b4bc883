/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hooks that give up or give what is no number: nothing has happened then, and the sentence tells which. What is
 * refused of a hook, calls from inside its callbacks, and memory that runs out.
 */
#include "support/counting_allocator.h"
#include "support/hook_case.h"

enum { MOST_HOOKS = 8 };

/* ---- callbacks that give up, or give what is no number ---- */

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
            bm_patient *patient = bm_test_patient(hook_models[which], 0.0), *clone = NULL;
            const bm_hook hook = hook_unwilling(&u);
            OK(patient, bm_patient_hook(patient, &hook));
            hook_prescribe(patient, "unwilling", 30.0, 7.0, 1.0);
            OK(patient, bm_patient_advance_to(patient, 20.0));
            struct bm_bytes before = bm_test_save(patient);
            u = (struct unwilling){rows[i].what, 25.0};
            FAILS(bm_patient_advance_to(patient, 60.0), rows[i].status);
            if (!strstr(bm_patient_last_error(patient), rows[i].word))
                fail_msg("'%s' lacks '%s'", bm_patient_last_error(patient), rows[i].word);
            const double times[] = {30.0, 60.0};
            const size_t index = 0;
            double values[2] = {-1.0, -1.0};
            FAILS(bm_patient_sample(patient, times, 2, &index, 1, values, 2), rows[i].status);
            assert_true(values[0] == -1.0 && values[1] == -1.0);
            const struct unwilling asked = u;
            u = (struct unwilling){0, 0.0}; /* her memory is saved with her */
            assert_true(bm_test_is_saved(patient, &before));
            free(before.data);
            u = asked;
            OK(patient, bm_patient_advance_to(patient, 22.0)); /* and up to there all is well */
            u.what = 0;
            OK(patient, bm_patient_clone(patient, &clone));
            OK(patient, bm_patient_advance_to(patient, 60.0));
            OK(clone, bm_patient_advance_to(clone, 60.0));
            bm_assert_same_patient(patient, clone);
            bm_patient_destroy(clone);
            bm_patient_destroy(patient);
        }
    /* amount, when it is prescribed; a reading of the full model; history */
    struct unwilling u = {IN_AMOUNT, 0.0};
    bm_patient *patient = bm_test_patient(hook_models[FULL], 0.0);
    bm_hook hook = hook_unwilling(&u);
    OK(patient, bm_patient_hook(patient, &hook));
    bm_prescription rx;
    OK(patient, bm_patient_prescription_init(patient, "unwilling", &rx));
    FAILS(bm_patient_prescribe(patient, &rx, NULL), -1235);
    FAILS(bm_patient_stop(patient, 1, 0.0), BM_ENOTFOUND);
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
    FAILS(bm_patient_observe(patient, "marker.s_ctx", &value), -1234);
    assert_true(value == -1.0);
    u.what = 0;
    OK(patient, bm_patient_observe(patient, "marker.s_ctx", &value));
    bm_patient_destroy(patient);
}

/* Each of the calls of a field may be the one that gives up, the last of a reading too. */
static long calls_left;
static int32_t counted_field(void *user, bm_hook_at *at) {
    return calls_left-- == 0 ? -1238 : hook_depot_field(user, at);
}

static void giving_up_anywhere(void **state) {
    (void)state;
    for (int which = CORE; which <= FULL; which++) {
        bm_patient *patient = bm_test_patient(hook_models[which], 0.0), *clone = NULL;
        bm_hook hook = hook_depot("counted");
        hook.field = counted_field;
        hook.functions = &hook_stateless;
        calls_left = -1;
        bm_test_observe(patient, "core.PTH");
        OK(patient, bm_patient_hook(patient, &hook));
        hook_prescribe(patient, "counted", 30.0, 7.0, 1.0);
        size_t index = 0;
        OK(NULL, bm_catalog_find(hook_models[which], BM_KIND_OBSERVABLE, "serum.pth", &index));
        const double times[] = {1.0, 2.5, 4.0};
        struct bm_bytes before = bm_test_save(patient);
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
            assert_true(bm_test_is_saved(patient, &before));
        }
        free(before.data);
        bm_patient_destroy(patient);
        bm_patient_destroy(clone);
    }
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
    const bm_hook hook = hook_depot("another");
    bm_prescription rx;
    OK(NULL, bm_prescription_init(hook_models[CORE], "denosumab", &rx));
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
    return hook_depot_field(NULL, at);
}
static int32_t intruding_later(void *user, bm_hook_at *at) {
    if (at->time_h > 24.0 * 3.0)
        intrude(user);
    return hook_depot_field(NULL, at);
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
    return hook_every_ten_days(NULL, time_d, event_d);
}
static int32_t intruding_event(void *user, double time_d, double *x) {
    intrude(user);
    return hook_fifty(NULL, time_d, x);
}
static int32_t intruding_save(void *user, void *buffer, size_t size, size_t *needed) {
    intrude(user);
    return hook_save_nothing(user, buffer, size, needed);
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
            struct intruder in = {.patient = bm_test_patient(hook_models[which], 0.0)};
            bm_user_functions saves = {.struct_size = (uint32_t)sizeof saves,
                                       .save = place == 4 ? intruding_save : hook_save_nothing};
            bm_hook hook = hook_depot("intruder");
            hook.user = &in;
            hook.functions = &saves;
            hook.field = place == 8 ? intruding_later : place == 0 || place >= 5 ? intruding_field : hook_depot_field;
            hook.amount = place == 1 ? intruding_amount : NULL;
            hook.next_event = place == 2 ? intruding_next : hook_every_ten_days;
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
            const char *const asks = which == FULL ? "marker.s_ctx" : "core.PTH"; /* a marker asks what hooks push */
            if (place == 7) /* the first to ask is then a reading, in the full model */
                bm_test_observe(in.patient, asks);
            OK(in.patient, bm_patient_hook(in.patient, &hook));
            if (place == 6 || place == 7) /* 6: history, in the full model */
                bm_test_observe(in.patient, asks);
            assert_int_equal(in.n, (place == 6 || place == 7) && which == FULL ? 14 : 0);
            hook_prescribe(in.patient, "intruder", 30.0, 7.0, 1.0);
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
    struct bm_bytes before = bm_test_save(refusing);
    FAILS(bm_patient_hook(refusing, hook), status);
    if (!strstr(bm_patient_last_error(refusing), word) || strchr(bm_patient_last_error(refusing), '\n'))
        fail_msg("'%s' lacks '%s'", bm_patient_last_error(refusing), word);
    assert_true(bm_test_is_saved(refusing, &before));
    free(before.data);
}

static void refusals(void **state) {
    (void)state;
    static const char *const none[16] = {NULL}, *const unknown[] = {"no_target"}, *const of_full[] = {"fall_rate"};
    static const char *const drug[] = {"core.DENSC"}, *const readout[] = {"serum.pth"}, *const young[] = {"body.YLS"};
    static const double bad_scales[] = {1.0, (double)NAN}, negative[] = {-1.0};
    bm_user_functions small = {.struct_size = 8};
    refusing = bm_test_patient(hook_models[CORE], 0.0);
    OK(refusing, bm_patient_advance_to(refusing, 2.0));
    bm_hook good = hook_depot("good"), hook;
    good.scales = NULL;
    good.functions = &hook_stateless;
    OK(refusing, bm_patient_hook(refusing, &good));
    refused(NULL, BM_EINVAL, "NULL");
    FAILS(bm_patient_hook(NULL, &good), BM_EINVAL);
#define REFUSE(change, status, word)                                                                                   \
    do {                                                                                                               \
        hook = hook_depot("fresh");                                                                                    \
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
    REFUSE((hook.flags = BM_HOOK_CONTINUOUS, hook.amount = hook_unwilling_amount), BM_ECONFLICT, "amount");
    REFUSE(hook.event = hook_fifty, BM_ECONFLICT, "next_event");
    REFUSE(hook.dose_minimum = (double)NAN, BM_ERANGE, "nan");
    REFUSE(hook.dose_maximum = 1e13, BM_ERANGE, "1e+13");
    REFUSE(hook.dose_default = -1.0, BM_ERANGE, "-1");
    REFUSE(hook.every_default_d = 0.0, BM_ERANGE, "every_default_d is 0");
    REFUSE(hook.functions = &small, BM_ESIZE, "is 8");
    for (int i = 1; i < MOST_HOOKS; i++) {
        char name[16];
        snprintf(name, sizeof name, "h%d", i);
        hook = hook_depot(name);
        hook.functions = &hook_stateless;
        OK(refusing, bm_patient_hook(refusing, &hook));
    }
    hook = hook_depot("fresh");
    refused(&hook, BM_ESTATE, "8 hooks");
    OK(refusing, bm_patient_advance_to(refusing, 3.0));

    /* prescribing and reading */
    bm_prescription rx, kept;
    memset(&rx, 0xA5, sizeof rx);
    kept = rx;
    FAILS(bm_patient_prescription_init(refusing, "fresh", &rx), BM_ENOTFOUND);
    FAILS(bm_prescription_init(hook_models[CORE], "good", &rx), BM_ENOTFOUND);
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
    refusing = bm_test_patient(hook_models[FULL], 0.0);
    bm_test_observe(refusing, "core.PTH");
    hook = hook_new("stateless", hook_supply);
    hook.n_targets = 1;
    hook.targets = hook_pth;
    hook.functions = &hook_stateless;
    OK(refusing, bm_patient_hook(refusing, &hook));
    OK(refusing, bm_patient_prescription_init(refusing, "stateless", &rx));
    FAILS(bm_patient_prescribe(refusing, &rx, NULL), BM_ECONFLICT);
    assert_non_null(strstr(bm_patient_last_error(refusing), "state"));
    static const char *const all[8] = {"osteoclast_apoptosis", "osteoclast_apoptosis", "osteoclast_apoptosis",
                                       "osteoclast_apoptosis", "osteoclast_apoptosis", "osteoclast_apoptosis",
                                       "osteoclast_apoptosis", "osteoclast_apoptosis"};
    hook = hook_new("large", hook_depot_field);
    hook.n_states = 16;
    hook.n_targets = 8;
    hook.targets = all;
    refused(&hook, BM_ERANGE, "room");
    hook.n_targets = 1;
    OK(refusing, bm_patient_hook(refusing, &hook));
    OK(refusing, bm_patient_advance_to(refusing, 1.0));
    /* all that the model has still finds its place */
    for (size_t i = 0; i < bm_catalog_count(hook_models[FULL], BM_KIND_AGENT); i++) {
        bm_catalog_entry row;
        OK(NULL, bm_catalog_row(hook_models[FULL], BM_KIND_AGENT, i, &row));
        OK(refusing, bm_prescription_init(hook_models[FULL], row.name, &rx));
        rx.start_d = 1.0;
        OK(refusing, bm_patient_prescribe(refusing, &rx, NULL));
    }
    OK(refusing, bm_patient_advance_to(refusing, 20.0));
    bm_patient_destroy(refusing);
    bm_hook_init_sized(NULL, sizeof hook);
#undef REFUSE
}

static bm_status hook_clone_and_load(const bm_allocator *allocator) {
    bm_model_options options;
    bm_model_options_init(&options);
    options.allocator = allocator;
    bm_model *model = NULL;
    bm_patient *patient = NULL, *clone = NULL, *loaded = NULL;
    struct unwilling u = {0, 0.0};
    bm_hook hook = hook_unwilling(&u);
    hook_copies = hook_releases = 0;
    bm_status status = bm_model_create(&options, &model);
    if (status == BM_OK)
        status = bm_patient_create(model, NULL, &patient);
    if (status == BM_OK)
        status = bm_patient_hook(patient, &hook);
    if (status == BM_OK)
        status = bm_patient_clone(patient, &clone);
    if (status == BM_OK) {
        struct bm_bytes saved = bm_test_save(patient);
        const bm_callbacks callbacks = {.struct_size = (uint32_t)sizeof callbacks, .hooks = &hook, .n_hooks = 1};
        status = bm_patient_load_with(model, saved.data, saved.size, &callbacks, &loaded);
        free(saved.data);
    }
    if (patient) /* nothing of hers has changed that she needs */
        OK(patient, bm_patient_advance_by(patient, 2.0));
    bm_patient_destroy(patient);
    bm_patient_destroy(clone);
    bm_patient_destroy(loaded);
    bm_model_destroy(model);
    assert_int_equal(hook_copies, hook_releases);
    return status;
}

/* Each request for memory refused in turn: BM_ENOMEM, nothing changed, nothing lost. */
static void no_memory(void **state) {
    (void)state;
    assert_in_range(bm_refuse_in_turn(hook_clone_and_load), 8, 80);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(giving_up), cmocka_unit_test(giving_up_anywhere), cmocka_unit_test(calls_from_inside),
        cmocka_unit_test(refusals),  cmocka_unit_test(no_memory),
    };
    return cmocka_run_group_tests(tests, hook_create_models, hook_destroy_models);
}
