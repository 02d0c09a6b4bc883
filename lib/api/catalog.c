/* SPDX-License-Identifier: Apache-2.0 */
/* The catalogue: everything that has a name, as rows made from the tables of the model. */
#include "api/handles.h"
#include "cohort/population.h"
#include "agents/loading_programmes.h"

static const size_t FIRST_ENTRY = offsetof(bm_catalog_entry, default_value) + sizeof(double);

static const struct {
    const char *name, *unit, *description;
    double neutral;
} targets[] = {
#define BM__ROW(name, unit, neutral, description) {#name, unit, description, neutral},
    BM__TARGETS(BM__ROW)
#undef BM__ROW
};

struct read_row {
    const char *unit, *code, *description;
};
static const struct read_row readouts[] = {
#define BM__ROW(id, name, unit, code, of_core, formula, description) {unit, code, description},
    BM__READOUTS(BM__ROW)
#undef BM__ROW
};
static const struct read_row markers[] = {
#define BM__ROW(id, name, unit, code, level, power, made, part, least, description) {unit, code, description},
    BM__MARKERS(BM__ROW)
#undef BM__ROW
};
static const struct read_row marker_changes[] = {
#define BM__ROW(id, name, unit, code, level, power, made, part, least, description)                                    \
    {"%", "", "Change from day 0: " description},
    BM__MARKERS(BM__ROW)
#undef BM__ROW
};
/* LOINC by site. The femur's codes serve the neck too, which has none of its own (docs/catalogue.md). */
static const char *const site_codes[BM__N_SITE_READOUTS][BM__N_SITES] = {
    [BM__SITE_READOUT_bmd] = {"LOINC:24966-4", "LOINC:38261-4", "LOINC:24701-5", "LOINC:24890-6"},
    [BM__SITE_READOUT_t_score] = {"LOINC:38267-1", "LOINC:38264-8", "LOINC:38263-0", "LOINC:38265-5"},
    [BM__SITE_READOUT_z_score] = {"LOINC:85394-5", "LOINC:80933-5", "LOINC:80934-3", "LOINC:80932-7"},
};
static const struct read_row site_readouts[] = {
#define BM__ROW(id, group, unit, formula, description) {unit, "", description},
    BM__SITE_READOUTS(BM__ROW)
#undef BM__ROW
};

/* What scores refer to, by site (densitometry.c). */
static const char *const references[BM__N_SITES] = {
    "reference: young women 1.047 (SD 0.110) g/cm2, Hologic's own",
    "reference: young women 0.942 (SD 0.122) g/cm2, NHANES III (Hologic)",
    "reference: young women 0.858 (SD 0.120) g/cm2, NHANES III (Hologic), as FRAX has it; machines print 0.849 (0.111)",
    "reference: 11,252 Japanese women, 0.664 (SD 0.054) g/cm2; white women have about 0.69 (recalled)",
};

static const struct {
    const char *name, *unit, *code, *source, *description;
    double value, minimum, maximum;
} covariates[] = {
#define BM__ROW(id, name, value, unit, minimum, maximum, code, source, description)                                    \
    {name, unit, code, source, description, value, minimum, maximum},
    BM__COVARIATES(BM__ROW)
#undef BM__ROW
};

static void describe(const struct bm__value_row *row, bm_catalog_entry *entry) {
    entry->name = row->name;
    entry->unit = row->unit;
    entry->description = row->description;
    entry->source = row->source;
}

static void from_value_row(const struct bm__value_row *row, bm_catalog_entry *entry) {
    describe(row, entry);
    entry->minimum = row->minimum;
    entry->maximum = row->maximum;
    entry->default_value = row->value;
}

/* ---- the kinds: how many rows of one a model has, and what a row fills in of an entry that is empty so far ---- */

static size_t n_agents(const bm_model *model) {
    return model->n_agents;
}

static void agent_entry(const bm_model *model, size_t index, bm_catalog_entry *entry) {
    const struct bm__agent *agent = bm__agents[model->agents[index]];
    entry->flags = agent->flags;
    entry->name = agent->name;
    entry->unit = agent->unit;
    entry->description = agent->description;
    entry->source = agent->source;
    entry->code = agent->code;
    entry->minimum = agent->dose_minimum;
    entry->maximum = agent->dose_maximum;
    entry->default_value = agent->dose_label;
}

static size_t n_agent_parameters(const bm_model *model) {
    return model->n_options;
}

static void agent_parameter_entry(const bm_model *model, size_t index, bm_catalog_entry *entry) {
    const struct bm__agent *agent = bm__agents[model->options[index][0]];
    from_value_row(&agent->options[model->options[index][1]], entry);
}

static size_t n_covariates(const bm_model *model) {
    return model->full ? BM__N_COVARIATES : 0;
}

static void covariate_entry(const bm_model *model, size_t index, bm_catalog_entry *entry) {
    (void)model;
    entry->name = covariates[index].name;
    entry->unit = covariates[index].unit;
    entry->code = covariates[index].code;
    entry->source = covariates[index].source;
    entry->description = covariates[index].description;
    entry->default_value = covariates[index].value;
    entry->minimum = covariates[index].minimum;
    entry->maximum = covariates[index].maximum;
}

/* None in the full model, whose states follow from the person's history. */
static size_t n_initial_values(const bm_model *model) {
    return model->full ? 0 : BM__N_STATES;
}

static void initial_value_entry(const bm_model *model, size_t index, bm_catalog_entry *entry) {
    (void)model;
    const struct bm__value_row *row = bm__state_row((uint32_t)index);
    from_value_row(row, entry);
    if (row->kind == BM__STATE_COMPUTED)
        entry->flags = BM_FLAG_COMPUTED;
}

static size_t n_parameters(const bm_model *model) {
    return model->n_parameters;
}

static void parameter_entry(const bm_model *model, size_t index, bm_catalog_entry *entry) {
    (void)model;
    const struct bm__value_row *row = bm__parameter_row((uint32_t)index);
    from_value_row(row, entry);
    entry->flags = row->kind;
}

static size_t n_targets(const bm_model *model) {
    return model->full ? BM__N_TARGETS : BM__N_CORE_TARGETS;
}

static void target_entry(const bm_model *model, size_t index, bm_catalog_entry *entry) {
    (void)model;
    entry->flags = BM_FLAG_ADDITIVE;
    entry->name = targets[index].name;
    entry->unit = targets[index].unit;
    entry->description = targets[index].description;
    entry->source = index < BM__N_CORE_TARGETS ? BM__SRC_PR2010 : "bonemodel: extensions of the core";
    entry->default_value = targets[index].neutral;
}

static size_t n_observables(const bm_model *model) {
    return model->n_observables;
}

static void observable_entry(const bm_model *model, size_t index, bm_catalog_entry *entry) {
    const struct bm__observable *o = &model->observables[index];
    entry->source = model->full ? "bonemodel: what the equations of the model give" : BM__SRC_PR2010;
    switch (o->family) {
    case BM__OBSERVE_STATE:
        describe(bm__state_row(o->row), entry);
        break;
    case BM__OBSERVE_READOUT:
        entry->unit = readouts[o->row].unit;
        entry->code = readouts[o->row].code;
        entry->description = readouts[o->row].description;
        break;
    case BM__OBSERVE_SITE:
        entry->unit = site_readouts[o->readout].unit;
        if (site_codes[o->readout][o->row])
            entry->code = site_codes[o->readout][o->row];
        if (o->readout == BM__SITE_READOUT_t_score || o->readout == BM__SITE_READOUT_z_score)
            entry->source = references[o->row];
        entry->description = site_readouts[o->readout].description;
        break;
    case BM__OBSERVE_MARKER:
        entry->unit = (o->readout ? marker_changes : markers)[o->row].unit;
        entry->code = (o->readout ? marker_changes : markers)[o->row].code;
        entry->description = (o->readout ? marker_changes : markers)[o->row].description;
        break;
    case BM__OBSERVE_LEVEL:
        entry->source = bm__agents[o->row]->source;
        entry->unit = bm__agents[o->row]->level_unit;
        entry->description = "Level of the agent now: concentration, amount, or rate";
        break;
    case BM__OBSERVE_DOSES:
        entry->source = bm__agents[o->row]->source;
        entry->unit = "1";
        entry->description = "Doses given since day 0";
        break;
    case BM__OBSERVE_BODY:
        entry->unit = bm__body_state_row(o->row)->unit;
        entry->description = bm__body_state_row(o->row)->description;
        break;
    }
    entry->name = model->observable_names[index];
}

static size_t n_exercises(const bm_model *model) {
    return model->full ? BM__N_EXERCISES : 0;
}

static void exercise_entry(const bm_model *model, size_t index, bm_catalog_entry *entry) {
    (void)model;
    entry->name = bm__exercises[index].name;
    entry->unit = "1";
    entry->description = bm__exercises[index].description;
    entry->source = BM__SRC_EXERCISE;
    entry->default_value = (double)index + 1.0;
}

static size_t n_devices(const bm_model *model) {
    return model->full ? BM__N_DEVICES : 0;
}

static void device_entry(const bm_model *model, size_t index, bm_catalog_entry *entry) {
    (void)model;
    entry->name = bm__devices[index].name;
    entry->unit = "1";
    entry->description = bm__devices[index].description;
    entry->source = "Hui 1997 (spine), Lu 2001 (hip)";
    entry->default_value = (double)index + 1.0;
}

static size_t n_variabilities(const bm_model *model) {
    return model->full ? bm__n_variability + bm__n_measurements + BM__N_SITES : 0;
}

/* How parameters vary between women, then what measurements err by, then how densities walk. */
static void variability_entry(const bm_model *model, size_t index, bm_catalog_entry *entry) {
    (void)model;
    entry->unit = "1";
    entry->minimum = 0.0;
    if (index < bm__n_variability) {
        const struct bm__variability *row = &bm__variability[index];
        entry->name = row->parameter;
        entry->description = row->description;
        entry->source = row->source;
        entry->default_value = row->log_sd;
        return;
    }
    index -= bm__n_variability;
    if (index < bm__n_measurements) {
        const struct bm__measurement *row = &bm__measurements[index];
        entry->name = row->observable;
        entry->description = "Error of a measurement: coefficient of variation";
        entry->source = row->source;
        entry->default_value = row->cv;
        return;
    }
    const struct bm__walk_row *row = &bm__walk_rows[index - bm__n_measurements];
    entry->name = row->name;
    entry->description = "SD between women of the logarithm of density after one year of a walk of her own";
    entry->source = row->source;
    entry->default_value = row->sd;
}

/* By BM_KIND_...; a number that is not there has no rows. */
static const struct {
    size_t (*count)(const bm_model *model);
    void (*fill)(const bm_model *model, size_t index, bm_catalog_entry *entry);
} kinds[] = {
    [BM_KIND_AGENT] = {n_agents, agent_entry},
    [BM_KIND_AGENT_PARAMETER] = {n_agent_parameters, agent_parameter_entry},
    [BM_KIND_COVARIATE] = {n_covariates, covariate_entry},
    [BM_KIND_INITIAL] = {n_initial_values, initial_value_entry},
    [BM_KIND_PARAMETER] = {n_parameters, parameter_entry},
    [BM_KIND_TARGET] = {n_targets, target_entry},
    [BM_KIND_OBSERVABLE] = {n_observables, observable_entry},
    [BM_KIND_EXERCISE] = {n_exercises, exercise_entry},
    [BM_KIND_VARIABILITY] = {n_variabilities, variability_entry},
    [BM_KIND_DEVICE] = {n_devices, device_entry},
};

size_t bm_catalog_count(const bm_model *model, uint32_t kind) {
    return model && kind < BM__COUNT(kinds) && kinds[kind].count ? kinds[kind].count(model) : 0;
}

void bm__catalog_entry(const bm_model *model, uint32_t kind, size_t index, bm_catalog_entry *entry) {
    const double none = (double)NAN;
    *entry = (bm_catalog_entry){
        .struct_size = (uint32_t)sizeof *entry,
        .kind = kind,
        .code = "",
        .minimum = none,
        .maximum = none,
        .default_value = none,
    };
    kinds[kind].fill(model, index, entry);
}

bm_status bm_catalog_row_sized(const bm_model *model, uint32_t kind, size_t index, bm_catalog_entry *entry,
                               size_t struct_size) {
    if (!model || !entry)
        return BM_EINVAL;
    if (struct_size < FIRST_ENTRY || struct_size > UINT32_MAX)
        return BM_ESIZE;
    if (index >= bm_catalog_count(model, kind))
        return BM_ENOTFOUND;
    bm_catalog_entry row;
    bm__catalog_entry(model, kind, index, &row);
    row.struct_size = (uint32_t)struct_size;
    bm__copy_struct(entry, struct_size, &row, sizeof row);
    return BM_OK;
}

/* Goes through all rows: they are a few hundred, and a host looks up names before time passes. */
bm_status bm_catalog_find(const bm_model *model, uint32_t kind, const char *name, size_t *index) {
    if (!model || !name || !index)
        return BM_EINVAL;
    const size_t count = bm_catalog_count(model, kind);
    for (size_t i = 0; i < count; i++) {
        bm_catalog_entry row;
        bm__catalog_entry(model, kind, i, &row);
        if (strcmp(row.name, name) == 0) {
            *index = i;
            return BM_OK;
        }
    }
    return BM_ENOTFOUND;
}
