/* SPDX-License-Identifier: Apache-2.0 */
/* Checks what a host gives as a hook, before the simulation takes it. */
#include "api/handles.h"

static const size_t FIRST_HOOK = offsetof(bm_hook, functions) + sizeof(const bm_user_functions *);
static const size_t FIRST_FUNCTIONS = sizeof(bm_user_functions);

void bm_hook_init_sized(bm_hook *hook, size_t struct_size) {
    const bm_hook defaults = {.struct_size = (uint32_t)struct_size,
                              .dose_maximum = BM__HOOK_LARGEST,
                              .dose_default = 1.0,
                              .every_default_d = 1.0};
    if (hook && struct_size >= sizeof hook->struct_size)
        bm__copy_struct(hook, struct_size, &defaults, sizeof defaults);
}

struct bm__hook *bm__find_hook(const bm_patient *patient, const char *name, uint32_t *number) {
    for (uint32_t i = 0; i < bm__hooks_count(patient->sim.hooks); i++)
        if (strcmp(patient->sim.hooks->hook[i]->name, name) == 0) {
            *number = BM__N_AGENTS + i;
            return patient->sim.hooks->hook[i];
        }
    return NULL;
}

static int is_name(const char *name) {
    size_t length = 0;
    for (; name[length]; length++)
        if (length == BM__HOOK_NAME - 1 || !strchr("abcdefghijklmnopqrstuvwxyz0123456789_", name[length]))
            return 0;
    return length > 0;
}

/* The states of the body that an observable may be; BM__N_BODY_STATES when it is none. */
static uint16_t body_state(const bm_model *model, const char *name) {
    size_t i;
    if (bm_catalog_find(model, BM_KIND_OBSERVABLE, name, &i) != BM_OK)
        return BM__N_BODY_STATES;
    const struct bm__observable *o = &model->observables[i];
    return o->family == BM__OBSERVE_BODY || (o->family == BM__OBSERVE_STATE && o->row < BM__N_CORE_STATES)
               ? o->row
               : BM__N_BODY_STATES;
}

/* A name of its own. */
static bm_status check_name(bm_patient *patient, const bm_hook *hook) {
    uint32_t number;
    size_t i;
    if (!hook->name)
        return bm__fail(patient, BM_EINVAL, "hook: the name is NULL");
    if (!is_name(hook->name))
        return bm__fail(patient, BM_EINVAL, "hook: the name is '%.60s', allowed are 1 to %d of a-z, 0-9 and _",
                        hook->name, BM__HOOK_NAME - 1);
    if (bm_catalog_find(patient->model, BM_KIND_AGENT, hook->name, &i) == BM_OK ||
        bm__find_hook(patient, hook->name, &number))
        return bm__fail(patient, BM_ECONFLICT,
                        "hook %s: the name is taken, allowed is one that no agent or hook of hers has", hook->name);
    return BM_OK;
}

/* What it is, and how much of it there is. */
static bm_status check_form(bm_patient *patient, const bm_hook *hook) {
    if (hook->flags & ~(BM_HOOK_JACOBIAN | BM_HOOK_CONTINUOUS))
        return bm__fail(patient, BM_EINVAL,
                        "hook %s: flags is %lu, allowed are BM_HOOK_JACOBIAN and BM_HOOK_CONTINUOUS", hook->name,
                        (unsigned long)hook->flags);
    if (!hook->field)
        return bm__fail(patient, BM_EINVAL, "hook %s: field is NULL", hook->name);
    const struct {
        const char *name;
        uint32_t n, most;
    } counts[] = {{"n_states", hook->n_states, BM__HOOK_STATES},
                  {"n_targets", hook->n_targets, BM__HOOK_TARGETS},
                  {"n_body", hook->n_body, BM__HOOK_BODY}};
    for (size_t i = 0; i < BM__COUNT(counts); i++)
        if (counts[i].n > counts[i].most)
            return bm__fail(patient, BM_ERANGE, "hook %s: %s is %lu, allowed is 0 to %lu", hook->name, counts[i].name,
                            (unsigned long)counts[i].n, (unsigned long)counts[i].most);
    return BM_OK;
}

/* The numbers behind the names of what it pushes on and of what it sees. */
static bm_status find_names(bm_patient *patient, const bm_hook *hook, uint16_t targets[BM__HOOK_TARGETS],
                            uint16_t view[BM__HOOK_BODY]) {
    const bm_model *model = patient->model;
    struct bm__nearest nearest;
    if (hook->n_targets > 0 && !hook->targets)
        return bm__fail(patient, BM_EINVAL, "hook %s: targets is NULL but n_targets is %lu", hook->name,
                        (unsigned long)hook->n_targets);
    if (hook->n_body > 0 && !hook->body)
        return bm__fail(patient, BM_EINVAL, "hook %s: body is NULL but n_body is %lu", hook->name,
                        (unsigned long)hook->n_body);
    for (uint32_t i = 0; i < hook->n_targets; i++) {
        size_t target = 0;
        if (!hook->targets[i])
            return bm__fail(patient, BM_EINVAL, "hook %s: targets[%lu] is NULL", hook->name, (unsigned long)i);
        if (bm_catalog_find(model, BM_KIND_TARGET, hook->targets[i], &target) != BM_OK)
            return bm__fail(patient, BM_ENOTFOUND, "hook %s: '%.60s' is not a target of this model%s", hook->name,
                            hook->targets[i], bm__did_you_mean_one(&nearest, model, BM_KIND_TARGET, hook->targets[i]));
        targets[i] = (uint16_t)target;
    }
    for (uint32_t i = 0; i < hook->n_body; i++) {
        if (!hook->body[i])
            return bm__fail(patient, BM_EINVAL, "hook %s: body[%lu] is NULL", hook->name, (unsigned long)i);
        view[i] = body_state(model, hook->body[i]);
        if (view[i] == BM__N_BODY_STATES)
            return bm__fail(
                patient, BM_ENOTFOUND,
                "hook %s: '%.60s' is not a state of the body in this model; allowed are core. and body. observables%s",
                hook->name, hook->body[i], bm__did_you_mean_one(&nearest, model, BM_KIND_OBSERVABLE, hook->body[i]));
    }
    return BM_OK;
}

/* Its states: how large they are, and how they change all at once. */
static bm_status check_states(bm_patient *patient, const bm_hook *hook) {
    const uint32_t continuous = hook->flags & BM_HOOK_CONTINUOUS;
    for (uint32_t i = 0; hook->scales && i < hook->n_states; i++)
        if (!(hook->scales[i] >= 0.0 && hook->scales[i] <= BM__HOOK_LARGEST))
            return bm__fail(patient, BM_ERANGE, "hook %s: scales[%lu] is %g, allowed is 0 to %g", hook->name,
                            (unsigned long)i, hook->scales[i], BM__HOOK_LARGEST);
    if (!hook->scales && continuous && hook->n_states > 0)
        return bm__fail(patient, BM_ECONFLICT, "hook %s: scales is NULL, which is allowed for single doses only",
                        hook->name);
    if (continuous && hook->amount)
        return bm__fail(patient, BM_ECONFLICT, "hook %s: found amount, which is allowed for single doses only",
                        hook->name);
    if (hook->event && !hook->next_event)
        return bm__fail(patient, BM_ECONFLICT,
                        "hook %s: found event without next_event; allowed are both, or next_event alone", hook->name);
    return BM_OK;
}

/* Its label. */
static bm_status check_doses(bm_patient *patient, const bm_hook *hook) {
    const double largest = BM__HOOK_LARGEST;
    if (!(hook->dose_minimum >= -largest && hook->dose_maximum <= largest && hook->dose_minimum <= hook->dose_default &&
          hook->dose_default <= hook->dose_maximum))
        return bm__fail(patient, BM_ERANGE,
                        "hook %s: doses are %g to %g, by default %g; allowed is %g to %g with the default inside",
                        hook->name, hook->dose_minimum, hook->dose_maximum, hook->dose_default, -largest, largest);
    if (!(hook->flags & BM_HOOK_CONTINUOUS) &&
        !(hook->every_default_d >= BM__MINIMUM_EVERY_D && hook->every_default_d <= BM_MAX_TIME_D))
        return bm__fail(patient, BM_ERANGE, "hook %s: every_default_d is %g, allowed is %g to %g days", hook->name,
                        hook->every_default_d, BM__MINIMUM_EVERY_D, BM_MAX_TIME_D);
    return BM_OK;
}

/* Checks a hook that is complete; the numbers behind its names come out. */
static bm_status check(bm_patient *patient, const bm_hook *hook, uint16_t targets[BM__HOOK_TARGETS],
                       uint16_t view[BM__HOOK_BODY]) {
    bm_status status = check_name(patient, hook);
    if (status == BM_OK)
        status = check_form(patient, hook);
    if (status == BM_OK)
        status = find_names(patient, hook, targets, view);
    if (status == BM_OK)
        status = check_states(patient, hook);
    if (status == BM_OK)
        status = check_doses(patient, hook);
    if (status != BM_OK)
        return status;
    if (hook->functions && hook->functions->struct_size < FIRST_FUNCTIONS)
        return bm__fail(patient, BM_ESIZE, "hook %s: struct_size of its functions is %lu, allowed is %lu or more",
                        hook->name, (unsigned long)hook->functions->struct_size, (unsigned long)FIRST_FUNCTIONS);
    if (bm__hooks_count(patient->sim.hooks) == BM__MAX_HOOKS)
        return bm__fail(patient, BM_ESTATE, "hook %s: she has %d hooks, allowed are no more", hook->name,
                        BM__MAX_HOOKS);
    return BM_OK;
}

bm_status bm__copy_hook(bm_patient *patient, const bm_hook *hook, bm_hook *whole) {
    if (!hook)
        return bm__fail(patient, BM_EINVAL, "hook: the hook is NULL");
    if (hook->struct_size < FIRST_HOOK)
        return bm__fail(patient, BM_ESIZE, "hook: struct_size is %lu, allowed is %lu or more",
                        (unsigned long)hook->struct_size, (unsigned long)FIRST_HOOK);
    bm_hook_init(whole);
    bm__copy_struct(whole, sizeof *whole, hook, hook->struct_size);
    return BM_OK;
}

bm_status bm__add_hook(bm_patient *patient, const bm_hook *hook, int active) {
    uint16_t targets[BM__HOOK_TARGETS], view[BM__HOOK_BODY];
    const bm_status checked = check(patient, hook, targets, view);
    if (checked != BM_OK)
        return checked;
    const bm_status status = bm__simulation_hook(&patient->sim, hook, targets, view, active);
    if (status == BM_ERANGE)
        return bm__fail(
            patient, BM_ERANGE,
            "hook %s: found %lu states with %lu targets and %lu of the body, and no room for them beside the agents "
            "of the model and other hooks; allowed are fewer",
            hook->name, (unsigned long)hook->n_states, (unsigned long)hook->n_targets, (unsigned long)hook->n_body);
    if (status != BM_OK)
        return bm__fail(patient, status, "hook %s: no memory", hook->name);
    return BM_OK;
}

bm_status bm_patient_hook(bm_patient *patient, const bm_hook *hook) {
    bm_hook whole = {0};
    if (!patient)
        return BM_EINVAL;
    if (patient->busy)
        return bm__busy(patient, "hook");
    const bm_status status = bm__copy_hook(patient, hook, &whole);
    return status == BM_OK ? bm__add_hook(patient, &whole, 1) : status;
}

bm_status bm_patient_read_hook(bm_patient *patient, const char *name, double *x, size_t n) {
    uint32_t number;
    if (!patient)
        return BM_EINVAL;
    if (patient->busy)
        return bm__busy(patient, "read_hook");
    if (!name || !x)
        return bm__fail(patient, BM_EINVAL, "read_hook: the %s is NULL", name ? "buffer" : "name");
    const struct bm__hook *hook = bm__find_hook(patient, name, &number);
    if (!hook)
        return bm__fail(patient, BM_ENOTFOUND, "read_hook: '%.60s' is not a hook of this patient", name);
    if (n < hook->host.n_states)
        return bm__fail(patient, BM_ESIZE, "read_hook %s: the buffer has room for %llu numbers, needed are %lu", name,
                        (unsigned long long)n, (unsigned long)hook->host.n_states);
    const bm_status status = bm__prepare(patient);
    if (status != BM_OK)
        return status;
    memcpy(x, patient->sim.now.x + patient->sim.organism.first_state[number], hook->host.n_states * sizeof *x);
    return BM_OK;
}
