/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A host's own intervention as an agent of one patient: the organism lays it out, integrates it and adds up its targets
 * as it does with the library's own. lib/api checks what the host gives.
 */
#ifndef BM__SIMULATION_HOOKS_H
#define BM__SIMULATION_HOOKS_H

#include "simulation/organism.h"

enum {
    BM__HOOK_STATES = 16,
    BM__HOOK_TARGETS = 8,
    BM__HOOK_BODY = 16,
    BM__HOOK_COLUMNS = BM__HOOK_STATES + BM__HOOK_BODY,
    BM__HOOK_NAME = 32, /* bytes, with the 0 */
};

/* Of any amount, dose or state that a hook brings in: far outside, the integrator could be busy for hours. */
#define BM__HOOK_LARGEST 1e12

struct bm__hook {
    struct bm__agent agent;      /* as the organism sees it */
    bm_hook host;                /* as the host gave it; the arrays are those below, the names of others are gone */
    bm_user_functions functions; /* all NULL when it gave none */
    struct bm__hooks *all;       /* to which it belongs */
    uint32_t owned;              /* the user pointer was made by copy or restore */
    uint32_t late;               /* registered after day 0 had been worked out: takes no part in her history */
    char name[BM__HOOK_NAME];
    double scales[BM__HOOK_STATES];
    double body_size[BM__HOOK_BODY]; /* typical sizes, for differences */
    uint16_t target[BM__HOOK_TARGETS], view[BM__HOOK_BODY];
    struct bm__value_row states[BM__HOOK_STATES];
    struct bm__own_entry own[BM__HOOK_STATES * BM__HOOK_COLUMNS];
    struct bm__push pushes[BM__HOOK_TARGETS * BM__HOOK_COLUMNS];
};

/* The hooks of a patient. */
struct bm__hooks {
    uint32_t n;
    int32_t status;        /* what a callback gave up with, in the call that is under way; 0 */
    const char *by, *what; /* which hook, which callback */
    double until_h;        /* their equations jump then: an evaluation for the time before stays before it */
    struct bm__hook *hook[BM__MAX_HOOKS];
};

BM__INLINE uint32_t bm__hooks_count(const struct bm__hooks *hooks) {
    return hooks ? hooks->n : 0;
}

/*
 * Takes a hook into a patient's, made when there are none; its agent's number comes out. The host's descriptor is
 * valid; targets and view are the numbers behind its names. BM_OK or BM_ENOMEM.
 */
bm_status bm__hooks_add(struct bm__hooks **hooks, const bm_hook *host, const uint16_t *targets, const uint16_t *view,
                        struct bm__organism *organism, const bm_allocator *allocator, uint32_t *number);
/* Takes the last one out again. */
void bm__hooks_drop(struct bm__hooks *hooks, struct bm__organism *organism, const bm_allocator *allocator);

void bm__hooks_destroy(struct bm__hooks *hooks, const bm_allocator *allocator);

/* Their places in an organism that has been copied from another's. */
void bm__hooks_place(struct bm__hooks *hooks, struct bm__organism *organism);

/* Copies hooks for a copied organism; BM_OK, BM_ENOMEM, or what a copy function returned, nothing left then. */
bm_status bm__hooks_copy(struct bm__hooks **to, const struct bm__hooks *from, struct bm__organism *organism,
                         const bm_allocator *allocator);

/* Gives hooks that were copied from others anew what those have behind their user pointers (users: other memory in the
 * place of that, or NULL); BM_OK or what a copy function returned. */
bm_status bm__hooks_renew(struct bm__hooks *hooks, const struct bm__hooks *from, void *const *users);

/* At the beginning of her history: who takes part in it, and the sizes that hooks give their states, into the scale. */
void bm__hooks_begin(struct bm__hooks *hooks, const struct bm__organism *organism, double *scale);

/* Those sizes alone, of hooks that take part. */
void bm__hooks_scale(const struct bm__hooks *hooks, const struct bm__organism *organism, double *scale);

/* What a dose comes to; the status of the host's function, or BM_ERANGE when it is no number that a state can hold. */
bm_status bm__hook_amount(const struct bm__hook *hook, double dose, double *amount);

/* When equations jump next after time_d, or BM_NEVER_D; and lets evaluations from now on stay before it. */
double bm__hooks_next_event(struct bm__hooks *hooks, const struct bm__organism *organism, double time_d);

/* As if the present time had just been reached: when equations jump at time_d, evaluations stay before it. */
void bm__hooks_arrive(struct bm__hooks *hooks, const struct bm__organism *organism, double time_d);

/* Gives the events of time_d; returns whether there were any. */
int bm__hooks_events(struct bm__hooks *hooks, const struct bm__organism *organism, double time_d, double *x);

#endif
