/* SPDX-License-Identifier: Apache-2.0 */
/* Clones and snapshots of a patient with hooks: the memory behind them is copied, saved, restored and given back. */
#include "support/hook_case.h"

/* Under two hooks, one late, and other drugs. */
static bm_patient *woman_with_hooks(int which, struct unwilling *u, double *amplitude,
                                    const bm_user_functions *of_the_late) {
    bm_patient *patient = bm_test_patient(hook_models[which], 0.0);
    const bm_hook first = hook_unwilling(u);
    OK(patient, bm_patient_hook(patient, &first));
    hook_prescribe(patient, "unwilling", 30.0, 7.0, which == FULL ? -100.0 : 1.0);
    hook_prescribe(patient, "denosumab", 60.0, 100.0, 2.0);
    OK(patient, bm_patient_advance_to(patient, 10.0));
    bm_hook late = hook_follower(which, amplitude, BM_HOOK_JACOBIAN);
    late.functions = of_the_late;
    OK(patient, bm_patient_hook(patient, &late));
    hook_prescribe(patient, "follower", 0.5, 20.0, 12.0);
    OK(patient, bm_patient_advance_to(patient, 15.0)); /* the day of an event, which is still to come */
    return patient;
}

static void clones(void **state) {
    (void)state;
    for (int which = CORE; which <= FULL; which++) {
        struct unwilling u = {0, 0.0};
        double amplitude = 0.2;
        bm_patient *patient = woman_with_hooks(which, &u, &amplitude, &hook_stateless), *clone = NULL, *third = NULL;
        hook_copies = hook_releases = 0;
        OK(patient, bm_patient_clone(patient, &clone));
        OK(clone, bm_patient_clone(clone, &third));
        assert_int_equal(hook_copies, 2);
        OK(patient, bm_patient_advance_to(patient, 60.0));
        OK(clone, bm_patient_advance_to(clone, 60.0));
        bm_assert_same_patient(patient, clone);
        u.what = IN_FIELD; /* the clone's memory is its own */
        FAILS(bm_patient_advance_to(patient, 61.0), -1234);
        OK(clone, bm_patient_advance_to(clone, 61.0));
        bm_patient_destroy(patient);
        assert_int_equal(hook_releases, 0); /* the host's own */
        OK(third, bm_patient_advance_to(third, 60.0));
        OK(third, bm_patient_advance_to(third, 61.0));
        bm_assert_same_patient(third, clone);
        bm_patient_destroy(clone);
        hook_fails_with = -77;
        clone = NULL;
        FAILS(bm_patient_clone(third, &clone), -77);
        assert_null(clone);
        hook_fails_with = 0;
        bm_patient_destroy(third);
        assert_int_equal(hook_releases, 2);
    }
}

static void snapshots(void **state) {
    (void)state;
    for (int which = CORE; which <= FULL; which++) {
        struct unwilling u = {0, 0.0}, prototype = {0, 0.0};
        double amplitude = 0.2;
        bm_patient *patient = woman_with_hooks(which, &u, &amplitude, NULL), *loaded = NULL;
        static unsigned char buffer[65536];
        size_t size = 99, written = 99;
        FAILS(bm_patient_save_size(patient, &size), BM_ESTATE);
        FAILS(bm_patient_save(patient, buffer, sizeof buffer, &written), BM_ESTATE);
        assert_non_null(strstr(bm_patient_last_error(patient), "follower"));
        assert_true(size == 99 && written == 99);
        bm_patient_destroy(patient);
        patient = woman_with_hooks(which, &u, &amplitude, &hook_stateless);

        hook_fails_with = -55;
        FAILS(bm_patient_save_size(patient, &size), -55);
        FAILS(bm_patient_save(patient, buffer, sizeof buffer, &written), -55);
        hook_fails_with = 0;
        struct bm_bytes saved = bm_test_save(patient);

        bm_hook hooks[3] = {hook_depot("other"), hook_follower(which, &amplitude, BM_HOOK_JACOBIAN),
                            hook_unwilling(&prototype)};
        hooks[1].functions = &hook_stateless;
        bm_callbacks callbacks = {.struct_size = (uint32_t)sizeof callbacks, .hooks = hooks, .n_hooks = 3};
        hook_copies = hook_releases = 0;
#define LOAD(callbacks) bm_patient_load_with(hook_models[which], saved.data, saved.size, (callbacks), &loaded)
        FAILS(bm_patient_load(hook_models[which], saved.data, saved.size, &loaded), BM_EMODEL);
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
        hooks[1].field = hook_follow;
        hook_fails_with = -66;
        FAILS(LOAD(&callbacks), -66);
        hook_fails_with = 0;
        assert_int_equal(hook_copies, hook_releases);
        assert_null(loaded);
        OK(NULL, LOAD(&callbacks));
        assert_true(bm_test_is_saved(loaded, &saved));
        double values[2][BM_TEST_MAX_OBSERVABLES];
        for (int k = 0; k < 3; k++) {
            const size_t n = bm_test_observe_all(hook_models[which], patient, values[0]);
            bm_test_observe_all(hook_models[which], loaded, values[1]);
            bm_assert_same_bits(values[0], values[1], n);
            OK(patient, bm_patient_advance_by(patient, 20.0));
            OK(loaded, bm_patient_advance_by(loaded, 20.0));
            bm_assert_same_patient(patient, loaded);
        }
        bm_patient_destroy(loaded);
        loaded = NULL;
        assert_int_equal(hook_copies, hook_releases);

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
        assert_int_equal(hook_copies, hook_releases);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clones),
        cmocka_unit_test(snapshots),
    };
    return cmocka_run_group_tests(tests, hook_create_models, hook_destroy_models);
}
