/* SPDX-License-Identifier: Apache-2.0 */
/* A model: which agents and observables it has, in the order of the catalogue; and who still holds it. */
#include <stdio.h>

#include "api/handles.h"

static const size_t FIRST_OPTIONS = offsetof(bm_model_options, name) + sizeof(const char *);

void bm_model_options_init_sized(bm_model_options *options, size_t struct_size) {
    const bm_model_options defaults = {.struct_size = (uint32_t)struct_size, .name = "full"};
    if (options && struct_size >= sizeof options->struct_size)
        bm__copy_struct(options, struct_size, &defaults, sizeof defaults);
}

static const char *const site_names[] = {
#define BM__ROW(symbol, name) #name,
    BM__SITES(BM__ROW)
#undef BM__ROW
};
static const char *const marker_names[] = {
#define BM__ROW(id, name, ...) name,
    BM__MARKERS(BM__ROW)
#undef BM__ROW
};
static const struct {
    const char *name;
    uint32_t of_core;
} readouts[] = {
#define BM__ROW(id, name, unit, code, of_core, formula, description) {name, of_core},
    BM__READOUTS(BM__ROW)
#undef BM__ROW
};

static void add(bm_model *model, enum bm__family family, uint32_t row, uint32_t readout, const char *group,
                const char *name) {
    const uint32_t i = model->n_observables++;
    model->observables[i] = (struct bm__observable){family, (uint8_t)row, (uint8_t)readout};
    snprintf(model->observable_names[i], BM__NAME_LENGTH, "%s%s", group, name);
}

static void fill_catalogue(bm_model *model) {
    static const char *const site_groups[] = {
#define BM__ROW(id, group, ...) group,
        BM__SITE_READOUTS(BM__ROW)
#undef BM__ROW
    };
    const uint32_t wanted = model->full ? BM__IN_FULL : BM__IN_CORE;
    model->n_parameters = model->full ? bm__n_parameters() : BM__N_CORE_ROWS;
    for (uint32_t a = 0; a < BM__N_AGENTS; a++)
        if (bm__agents[a]->models & wanted) {
            model->agents[model->n_agents++] = (uint8_t)a;
            for (uint32_t i = 0; i < bm__agents[a]->n_options; i++, model->n_options++) {
                model->options[model->n_options][0] = (uint8_t)a;
                model->options[model->n_options][1] = (uint8_t)i;
            }
        }
    if (model->full) {
        for (uint32_t r = 0; r < BM__N_SITE_READOUTS; r++)
            for (uint32_t i = 0; i < BM__N_SITES; i++)
                add(model, BM__OBSERVE_SITE, i, r, site_groups[r], site_names[i]);
        for (uint32_t change = 0; change < 2; change++)
            for (uint32_t i = 0; i < BM__N_MARKERS; i++)
                add(model, BM__OBSERVE_MARKER, i, change, change ? "marker_change." : "marker.", marker_names[i]);
    }
    for (uint32_t i = 0; i < BM__N_STATES; i++)
        add(model, BM__OBSERVE_STATE, i, 0, "", bm__state_row(i)->name);
    for (uint32_t i = 0; i < BM__N_READOUTS; i++)
        if (model->full || readouts[i].of_core)
            add(model, BM__OBSERVE_READOUT, i, 0, "", readouts[i].name);
    for (uint32_t i = 0; i < model->n_agents; i++)
        add(model, BM__OBSERVE_LEVEL, model->agents[i], 0, "drug.", bm__agents[model->agents[i]]->name);
    for (uint32_t i = 0; i < model->n_agents; i++)
        if (!(bm__agents[model->agents[i]]->flags & BM_FLAG_CONTINUOUS))
            add(model, BM__OBSERVE_DOSES, model->agents[i], 0, "doses_given.", bm__agents[model->agents[i]]->name);
    for (uint32_t i = BM__N_CORE_STATES; model->full && i < BM__N_BODY_STATES; i++)
        add(model, BM__OBSERVE_BODY, i, 0, "", bm__body_state_row(i)->name);
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
    bm__say(o.message, o.message_size, BM_OK, "%s", "");
    if (!o.name)
        return bm__say(o.message, o.message_size, BM_EINVAL, "create: the name of the model is NULL");
    const uint32_t full = strcmp(o.name, "full") == 0;
    if (!full && strcmp(o.name, "core") != 0)
        return bm__say(o.message, o.message_size, BM_ENOTFOUND,
                       "create: '%.60s' is not a model, allowed is full or core", o.name);
    bm_allocator allocator = bm__malloc_allocator;
    if (o.allocator) {
        if (o.allocator->struct_size < sizeof allocator)
            return bm__say(o.message, o.message_size, BM_ESIZE,
                           "create: struct_size of the allocator is %lu, allowed is %lu",
                           (unsigned long)o.allocator->struct_size, (unsigned long)sizeof allocator);
        allocator = *o.allocator;
        if (!allocator.allocate || !allocator.release)
            return bm__say(o.message, o.message_size, BM_EINVAL, "create: a function of the allocator is NULL");
    }
    bm_model *model = bm__allocate(&allocator, 1, sizeof *model);
    if (!model)
        return bm__say(o.message, o.message_size, BM_ENOMEM, "create: no memory for a model");
    model->allocator = allocator;
    model->self = model;
    bm__shared_init(&model->holds, 1);
    model->full = full;
    fill_catalogue(model);
    bm__calibration(full, model->calibration);
    *out = model;
    return BM_OK;
}

const char *bm_model_calibration(const bm_model *model) {
    return model ? model->calibration : "";
}

uint32_t bm_model_equations(const bm_model *model) {
    return model ? bm__model_equations(model) : 0;
}

void bm__model_hold(const bm_model *model) {
    (void)bm__shared_add(&model->self->holds, 1);
}

void bm__model_release(const bm_model *model) {
    if (bm__shared_subtract(&model->self->holds, 1) > 1)
        return;
    const bm_allocator allocator = model->allocator; /* which lies in the block */
    bm__release(&allocator, model->self);
}

void bm_model_destroy(bm_model *model) {
    if (model)
        bm__model_release(model);
}
