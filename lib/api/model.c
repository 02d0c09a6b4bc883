/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "api/handles.h"

/* Sizes of growable structs in the first release: what a caller must at least have. */
static const size_t FIRST_OPTIONS = offsetof(bm_model_options, name) + sizeof(const char *);

void bm_model_options_init_sized(bm_model_options *options, size_t struct_size) {
    const bm_model_options defaults = {.struct_size = (uint32_t)struct_size, .name = BM__MODEL_NAME};
    if (options && struct_size >= sizeof options->struct_size)
        bm__copy_struct(options, struct_size, &defaults, sizeof defaults);
}

static void fill_observables(bm_model *model) {
    struct bm__observable *o = model->observables;
    uint32_t n_agents = 0, n_names = 0;
    for (uint32_t i = 0; i < BM__N_STATES; i++)
        *o++ = (struct bm__observable){BM__OBSERVE_STATE, (uint8_t)i};
    for (uint32_t i = 0; i < BM__N_READOUTS; i++)
        *o++ = (struct bm__observable){BM__OBSERVE_READOUT, (uint8_t)i};
    for (uint32_t a = 0; a < BM__N_AGENTS; a++)
        if (bm__agents[a]->can_be_prescribed) {
            model->agents[n_agents++] = (uint8_t)a;
            snprintf(model->observable_names[n_names++], BM__NAME_LENGTH, "drug.%s", bm__agents[a]->name);
            *o++ = (struct bm__observable){BM__OBSERVE_LEVEL, (uint8_t)a};
        }
    for (uint32_t i = 0; i < BM__N_PRESCRIBABLE; i++)
        if (!(bm__agents[model->agents[i]]->flags & BM_FLAG_CONTINUOUS)) {
            snprintf(model->observable_names[n_names++], BM__NAME_LENGTH, "doses_given.%s",
                     bm__agents[model->agents[i]]->name);
            *o++ = (struct bm__observable){BM__OBSERVE_DOSES, model->agents[i]};
        }
}

bm_status bm_model_create(const bm_model_options *options, bm_model **out) {
    if (!out)
        return BM_EINVAL;
    bm_model_options o;
    bm_model_options_init(&o);
    if (options) {
        if (options->struct_size < FIRST_OPTIONS)
            return BM_ESIZE;
        bm__copy_struct(&o, sizeof o, options, options->struct_size);
    }
    if (!o.name)
        return BM_EINVAL;
    if (strcmp(o.name, BM__MODEL_NAME) != 0)
        return BM_ENOTFOUND;
    bm_allocator allocator = bm__malloc_allocator;
    if (o.allocator) {
        if (o.allocator->struct_size < sizeof allocator)
            return BM_ESIZE;
        allocator = *o.allocator;
        if (!allocator.allocate || !allocator.release)
            return BM_EINVAL;
    }
    bm_model *model = bm__allocate(&allocator, 1, sizeof *model);
    if (!model)
        return BM_ENOMEM;
    model->allocator = allocator;
    atomic_init(&model->holds, 1);
    fill_observables(model);
    *out = model;
    return BM_OK;
}

/* The count is the one thing in a model that changes; a patient's pointer to it is const all the same. */
static bm_model *counted(const bm_model *model) {
    union {
        const bm_model *fixed;
        bm_model *counted;
    } pointer = {.fixed = model};
    return pointer.counted;
}

void bm__model_hold(const bm_model *model) {
    atomic_fetch_add(&counted(model)->holds, 1);
}

void bm__model_release(const bm_model *model) {
    bm_model *held = counted(model);
    if (atomic_fetch_sub(&held->holds, 1) == 1) {
        const bm_allocator allocator = held->allocator;
        bm__release(&allocator, held);
    }
}

void bm_model_destroy(bm_model *model) {
    if (model)
        bm__model_release(model);
}
