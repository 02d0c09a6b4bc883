/* SPDX-License-Identifier: Apache-2.0 */
/* What a snapshot holds of the host's: hooks and decisions, found by name among those that the host gives. */
#include "api/snapshot_names.h"
#include "api/snapshot_reader.h"

/* Takes in the hook that the snapshot names, from among the host's, with memory made from its bytes. */
static bm_status restore_hook(bm_patient *patient, const char *name, const void *bytes, size_t size,
                              const bm_callbacks *callbacks) {
    const char *at = (const char *)callbacks->hooks; /* as far apart as the host's build has them */
    bm_hook hook;
    size_t i = 0;
    for (; i < callbacks->n_hooks; i++) {
        const bm_status whole = bm__copy_hook(patient, (const bm_hook *)(const void *)at, &hook);
        if (whole != BM_OK)
            return whole;
        if (hook.name && strcmp(hook.name, name) == 0)
            break;
        at += callbacks->hooks->struct_size;
    }
    if (i == callbacks->n_hooks)
        return bm__fail(patient, BM_EMODEL, "load: the snapshot holds a hook '%s', which is not among those given",
                        name);
    const bm_status added = bm__add_hook(patient, &hook, 0);
    if (added != BM_OK)
        return added;
    struct bm__hook *hers = patient->sim.hooks->hook[patient->sim.hooks->n - 1];
    if (!hers->functions.restore)
        return BM_OK;
    const int32_t answer = hers->functions.restore(hook.user, bytes, size, &hers->host.user);
    hers->owned = answer >= 0;
    return answer < 0 ? answer : BM_OK;
}

/* The host's memory: how many bytes it is, or 0 with r->bad; the reader then stands at them. */
static size_t get_size(struct bm__reader *r, size_t *whole) {
    const size_t size = (size_t)bm__get_integer(r, BM__SNAPSHOT_LARGEST_MEMORY);
    *whole = (size + 7) / 8 * 8;
    if (r->bad || *whole > r->size - r->position)
        r->bad = 1;
    return r->bad ? 0 : size;
}

/* The place of a name in a frozen list; n: it is not there. */
static uint32_t frozen_place(const char *const *names, uint32_t n, const char *name) {
    uint32_t i = 0;
    while (i < n && strcmp(names[i], name) != 0)
        i++;
    return i;
}

/* The fingerprint of a hook as snapshots by place have it: of places instead of names. */
static uint64_t fingerprint_by_place(const bm_patient *patient, const struct bm__hook *hook) {
    unsigned char numbers[4 + BM__HOOK_TARGETS + BM__HOOK_BODY], *next = numbers;
    *next++ = (hook->host.flags & BM_HOOK_CONTINUOUS) != 0;
    *next++ = (unsigned char)hook->host.n_states;
    *next++ = (unsigned char)hook->host.n_targets;
    *next++ = (unsigned char)hook->host.n_body;
    for (uint32_t i = 0; i < hook->host.n_targets; i++)
        *next++ = (unsigned char)frozen_place(bm__frozen_targets, BM__COUNT(bm__frozen_targets),
                                              bm__target_name(patient, hook->target[i]));
    const struct bm__frozen states = bm__frozen_list(BM__LIST_STATES, 0);
    for (uint32_t i = 0; i < hook->host.n_body; i++)
        *next++ = (unsigned char)frozen_place(states.name, states.n, bm__body_state_row(hook->view[i])->name);
    return bm__hash(BM__HASH_BEGIN, numbers, (size_t)(next - numbers));
}

bm_status bm__read_hooks(struct bm__reader *r, bm_patient *patient, const bm_callbacks *callbacks) {
    const uint64_t n = bm__get_integer(r, BM__MAX_HOOKS);
    uint64_t late = 0;
    for (uint64_t i = 0; i < n && !r->bad; i++) {
        char name[BM__HOOK_NAME + 1] = {0};
        bm__get_name(r, name, BM__HOOK_NUMBERS);
        const uint64_t hash = bm__get(r), before = late;
        late = bm__get_integer(r, 1);
        size_t whole;
        const size_t size = get_size(r, &whole);
        if (r->bad || late < before)
            return BM_EFORMAT;
        const bm_status status = restore_hook(patient, name, r->bytes + r->position, size, callbacks);
        if (status != BM_OK)
            return status;
        r->position += whole;
        struct bm__hook *hook = patient->sim.hooks->hook[i];
        hook->late = late != 0;
        if ((bm__by_place(r) ? fingerprint_by_place : bm__hook_fingerprint)(patient, hook) != hash)
            return bm__refuse(r, BM_EMODEL, "load: the hook '%s' has other states, targets or states of the body",
                              name);
    }
    return r->bad ? BM_EFORMAT : BM_OK;
}

bm_status bm__read_decisions(struct bm__reader *r, bm_patient *patient, const bm_callbacks *callbacks) {
    const uint64_t n = bm__get_integer(r, BM__MAX_DECISIONS), last = bm__get(r);
    if (bm__by_place(r) && n == 0 && bm__hooks_count(patient->sim.hooks) == 0)
        return BM_EFORMAT; /* then it would be of the other format */
    uint64_t id = 0;
    for (uint64_t i = 0; i < n && !r->bad; i++) {
        char name[BM__NAME_LENGTH + 1] = {0};
        const uint64_t before = id;
        bm__get_name(r, name, BM__DECISION_NUMBERS);
        id = bm__get_integer(r, last);
        const uint8_t side = (uint8_t)bm__get_integer(r, BM_ABOVE);
        size_t whole;
        const size_t size = get_size(r, &whole);
        if (r->bad || id <= before)
            return BM_EFORMAT;
        const bm_status status = bm__restore_decision(patient, name, id, side, r->bytes + r->position, size, callbacks);
        if (status != BM_OK)
            return status;
        r->position += whole;
    }
    patient->last_decision = last;
    return r->bad ? BM_EFORMAT : BM_OK;
}

uint64_t bm__hooks_active(const struct bm__hooks *hooks, uint32_t late) {
    uint64_t active = 0;
    for (uint32_t i = 0; i < bm__hooks_count(hooks); i++)
        if (hooks->hook[i]->late == late)
            active |= UINT64_C(1) << (BM__N_AGENTS + i);
    return active;
}
