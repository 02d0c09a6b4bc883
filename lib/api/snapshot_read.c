/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a patient from a snapshot, which may hold anything: what cannot be is refused. */
#include "api/snapshot.h"

#include <stdarg.h>
#include <stdio.h>

#include "agents/loading_programmes.h"
#include "api/snapshot_names.h"

/* The rate of what takes the place of a habit is the difference: no less than this. */
static const double LARGEST_HABIT = 3000.0;

struct reader {
    const unsigned char *bytes;
    size_t size, position;
    int bad; /* the end was passed, or a number was not one that a snapshot can hold */
    uint64_t format;
    char *message; /* the host's, or NULL */
    size_t message_size;
};

static int by_place(const struct reader *r) {
    return r->format != BM__SNAPSHOT_BY_NAME;
}

/* Refuses with a sentence for the host. */
__attribute__((format(printf, 3, 4))) static bm_status refuse(const struct reader *r, bm_status status,
                                                              const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    if (r->message && r->message_size > 0)
        vsnprintf(r->message, r->message_size, format, arguments);
    va_end(arguments);
    return status;
}

static uint64_t get(struct reader *r) {
    uint64_t value = 0;
    if (r->size - r->position < 8) {
        r->bad = 1;
        return 0;
    }
    for (int i = 0; i < 8; i++)
        value |= (uint64_t)r->bytes[r->position + (size_t)i] << 8 * i;
    r->position += 8;
    return value;
}

static double get_double(struct reader *r, double minimum, double maximum) {
    const uint64_t bits = get(r);
    double value;
    memcpy(&value, &bits, sizeof value);
    if (!(value >= minimum && value <= maximum))
        r->bad = 1;
    return value;
}

static void get_doubles(struct reader *r, double *values, size_t n, double minimum, double maximum) {
    for (size_t i = 0; i < n; i++)
        values[i] = get_double(r, minimum, maximum);
}

static uint64_t get_integer(struct reader *r, uint64_t maximum) {
    const uint64_t value = get(r);
    if (value > maximum)
        r->bad = 1;
    return value;
}

/* The model and its equations. */
static bm_status read_model(struct reader *r, const bm_model *model) {
    if (get(r) != bm__letters(bm__model_name(model)))
        return refuse(r, BM_EMODEL, "load: the snapshot is of another model, allowed is one of the model %s",
                      bm__model_name(model));
    uint64_t equations = get(r);
    if (by_place(r)) {
        if (equations != BM__FROZEN_FINGERPRINT)
            return refuse(r, BM_EMODEL, "load: the snapshot is of format %d and of a state that was not released",
                          (int)r->format);
        equations = BM__FROZEN_EQUATIONS;
    }
    if (equations != bm__model_equations(model))
        return refuse(r, BM_EMODEL,
                      "load: the snapshot was made with equations number %llu of the model %s, and those of this "
                      "library have number %u",
                      (unsigned long long)equations, bm__model_name(model), bm__model_equations(model));
    return BM_OK;
}

/* Reads the header; the reader then stands at the patient. */
static bm_status read_header(struct reader *r, const bm_model *model) {
    if (r->size < 6 * 8 || r->size % 8 != 0 || get(r) != BM__SNAPSHOT_MAGIC)
        return BM_EFORMAT;
    r->format = get(r);
    if (r->format < BM__SNAPSHOT_BY_PLACE || r->format > BM__SNAPSHOT_BY_NAME)
        return BM_EVERSION;
    if (get(r) != r->size)
        return BM_EFORMAT;
    struct reader checksum = {.bytes = r->bytes, .size = r->size, .position = r->size - 8};
    if (get(&checksum) != bm__hash(BM__HASH_BEGIN, r->bytes, r->size - 8))
        return BM_EFORMAT;
    return read_model(r, model);
}

/* ---- lists of names ---- */

/* The library's row of each of a list's entries, in the snapshot's order. */
struct list {
    uint32_t n;
    uint16_t row[BM__LIST_ROWS];
};

/* Names of snapshots by place; those of states follow from the agents that take part. */
struct frozen {
    uint32_t n;
    const char *name[BM__LIST_ROWS];
};

static void add_names(struct frozen *frozen, const char *const *names, size_t n) {
    for (size_t i = 0; i < n; i++)
        frozen->name[frozen->n++] = names[i];
}

static struct frozen frozen_list(const bm_patient *patient, enum bm__list list, uint64_t active) {
    struct frozen frozen = {0};
    const int full = patient->model->full != 0;
    switch (list) {
    case BM__LIST_AGENTS:
        for (uint32_t a = 0; a < BM__COUNT(bm__frozen_agents); a++)
            if (active >> a & 1u)
                frozen.name[frozen.n++] = bm__frozen_agents[a].name;
        break;
    case BM__LIST_PARAMETERS:
        add_names(&frozen, bm__frozen_parameters,
                  full ? BM__COUNT(bm__frozen_parameters) : (size_t)BM__FROZEN_CORE_PARAMETERS);
        break;
    case BM__LIST_INITIAL:
        add_names(&frozen, bm__frozen_states, BM__COUNT(bm__frozen_states));
        break;
    case BM__LIST_COVARIATES:
        add_names(&frozen, bm__frozen_covariates, BM__COUNT(bm__frozen_covariates));
        break;
    case BM__LIST_STATES:
        add_names(&frozen, bm__frozen_states, BM__FROZEN_BODY_STATES);
        add_names(&frozen, bm__frozen_extension_states, full ? BM__COUNT(bm__frozen_extension_states) : 0);
        for (uint32_t a = 0; a < BM__COUNT(bm__frozen_agents); a++)
            for (uint32_t i = 0; i < BM__FROZEN_AGENT_STATES && bm__frozen_agents[a].states[i]; i++)
                if (active >> a & 1u)
                    frozen.name[frozen.n++] = bm__frozen_agents[a].states[i];
        break;
    }
    return frozen;
}

/* The row of a key; begins at `from`, where it stands unless the order has changed. n: there is none. */
static uint32_t find_row(const bm_patient *patient, enum bm__list list, uint32_t n, uint32_t from, uint32_t key) {
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t row = (from + i) % n;
        if (bm__name_key(bm__list_name(patient, list, row)) == key)
            return row;
    }
    return n;
}

static bm_status find_rows(struct reader *r, const bm_patient *patient, enum bm__list which, const uint32_t *keys,
                           uint32_t n, struct list *list) {
    static const char *const what[] = {"an agent", "a parameter", "an initial value", "a covariate", "a state"};
    const uint32_t n_rows = bm__list_rows(patient, which);
    uint32_t next = 0;
    list->n = n;
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t row = find_row(patient, which, n_rows, next, keys[i]);
        if (row == n_rows)
            return refuse(r, BM_EMODEL, "load: the snapshot holds %s that this library does not know (key %08lx)",
                          what[which], (unsigned long)keys[i]);
        list->row[i] = (uint16_t)row;
        next = row + 1;
    }
    return BM_OK;
}

/* How many keys there are, and the keys. */
static uint32_t get_keys(struct reader *r, uint32_t keys[BM__LIST_ROWS]) {
    const uint32_t n = (uint32_t)get_integer(r, BM__LIST_ROWS);
    uint64_t pair = 0;
    for (uint32_t i = 0; i < n && !r->bad; i++, pair >>= 32) {
        pair = i % 2 ? pair : get(r);
        keys[i] = (uint32_t)pair;
    }
    r->bad |= pair != 0; /* behind an odd one */
    return r->bad ? 0 : n;
}

/* Reads a list; active: the agents in it, of a snapshot by place. */
static bm_status read_list(struct reader *r, const bm_patient *patient, enum bm__list which, uint64_t active,
                           struct list *list) {
    uint32_t keys[BM__LIST_ROWS], n;
    if (by_place(r)) {
        const struct frozen frozen = frozen_list(patient, which, active);
        for (n = 0; n < frozen.n; n++)
            keys[n] = bm__name_key(frozen.name[n]);
    } else {
        n = get_keys(r, keys);
    }
    return r->bad ? BM_EFORMAT : find_rows(r, patient, which, keys, n, list);
}

/* A number in a range, or NAN where nothing was given. */
static double get_if_given(struct reader *r, double minimum, double maximum) {
    struct reader ahead = *r;
    const uint64_t bits = get(&ahead);
    double value;
    memcpy(&value, &bits, sizeof value);
    if (isnan(value)) {
        *r = ahead;
        return (double)NAN;
    }
    return get_double(r, minimum, maximum);
}

/* ---- courses ---- */

/* The number of a preset of exercise: found by its key, which stands behind an old number in the frozen list. */
static double get_preset(struct reader *r) {
    const double number = get_double(r, 0.0, UINT32_MAX);
    if (r->bad || number == 0.0)
        return 0.0;
    double key = number;
    if (by_place(r)) {
        r->bad |= !(number <= BM__COUNT(bm__frozen_exercises) && number == floor(number));
        key = r->bad ? 0.0 : (double)bm__name_key(bm__frozen_exercises[(uint32_t)number - 1]);
    }
    uint32_t i = 0;
    while (i < BM__N_EXERCISES && (double)bm__name_key(bm__exercises[i].name) != key)
        i++;
    r->bad |= i == BM__N_EXERCISES;
    return (double)i + 1.0;
}

/* An agent's own parameter; some take what is not given from elsewhere. */
static double get_option(struct reader *r, const struct bm__value_row *row) {
    const double value = bm__option_is_preset(row) ? get_preset(r)
                         : isnan(row->value)       ? get_if_given(r, row->minimum, row->maximum)
                                                   : get_double(r, row->minimum, row->maximum);
    r->bad |= !bm__option_can_be(row, value);
    return value;
}

static uint32_t find_option(const struct bm__agent *agent, uint32_t key) {
    uint32_t o = 0;
    while (o < agent->n_options && bm__name_key(agent->options[o].name) != key)
        o++;
    return o;
}

/* The keys of a course's options. */
static uint32_t option_keys(struct reader *r, uint32_t frozen_agent, uint32_t keys[BM__LIST_ROWS]) {
    if (!by_place(r))
        return get_keys(r, keys);
    const struct bm__frozen_agent *frozen = &bm__frozen_agents[frozen_agent];
    uint32_t n = 0;
    for (; n < BM__FROZEN_AGENT_OPTIONS && frozen->options[n]; n++)
        keys[n] = bm__name_key(frozen->options[n]);
    return n;
}

/* The options of one of the library's agents; by place there are always as many numbers, the last of them 0. */
static bm_status get_options(struct reader *r, const struct bm__agent *agent, uint32_t frozen_agent, double *options) {
    uint32_t keys[BM__LIST_ROWS];
    const uint32_t n = option_keys(r, frozen_agent, keys);
    for (uint32_t o = 0; o < agent->n_options; o++)
        options[o] = agent->options[o].value;
    for (uint32_t i = 0; i < n && !r->bad; i++) {
        const uint32_t o = find_option(agent, keys[i]);
        if (o == agent->n_options)
            return refuse(r, BM_EMODEL, "load: the snapshot holds a parameter of %s that this library does not know",
                          agent->name);
        options[o] = get_option(r, &agent->options[o]);
    }
    for (uint32_t i = n; by_place(r) && i < BM__FROZEN_AGENT_OPTIONS; i++)
        get_double(r, 0.0, 0.0);
    return r->bad ? BM_EFORMAT : BM_OK;
}

/* What the dose of a hook comes to. */
static void get_hook_option(struct reader *r, const struct bm__agent *agent, double *options) {
    const double amount = agent->amount ? BM__HOOK_LARGEST : 0.0;
    options[0] = get_double(r, -amount, amount);
    for (uint32_t i = 1; by_place(r) && i < BM__FROZEN_AGENT_OPTIONS; i++)
        get_double(r, 0.0, 0.0);
}

/* The agent of a course: one of the library's, found by its key or its old number, or a hook. */
static bm_status get_agent(struct reader *r, const bm_patient *patient, uint32_t *agent, uint32_t *frozen_agent) {
    const uint32_t n_frozen = BM__COUNT(bm__frozen_agents), n_hooks = bm__hooks_count(patient->sim.hooks);
    const uint64_t number = get(r), first_hook = by_place(r) ? n_frozen : BM__SNAPSHOT_HOOK;
    if (number >= first_hook) {
        *agent = (uint32_t)(number - first_hook < n_hooks ? BM__N_AGENTS + number - first_hook : 0);
        return !r->bad && number - first_hook < n_hooks ? BM_OK : BM_EFORMAT;
    }
    *frozen_agent = (uint32_t)number;
    const uint32_t key = by_place(r) ? bm__name_key(bm__frozen_agents[number].name) : (uint32_t)number;
    *agent = find_row(patient, BM__LIST_AGENTS, BM__N_AGENTS, 0, key);
    return r->bad || *agent == BM__N_AGENTS ? BM_EFORMAT : BM_OK; /* one of those that take part, which are known */
}

/* Reads one course; BM_EFORMAT when it is something that cannot be. */
static bm_status read_course(struct reader *r, const bm_patient *patient, uint64_t active, struct bm__course *course) {
    const double earliest_d = patient->model->full ? -BM_MAX_TIME_D : 0.0;
    const uint32_t models = patient->model->full ? BM__IN_FULL : BM__IN_CORE;
    const struct bm__simulation *sim = &patient->sim;
    uint32_t frozen_agent = 0;
    const bm_status status = get_agent(r, patient, &course->agent, &frozen_agent);
    if (status != BM_OK)
        return status;
    const struct bm__agent *agent = bm__agent_of(sim, course->agent);
    if (!(agent->models & models) || !(active >> course->agent & 1u))
        return BM_EFORMAT;
    const struct bm__hook *hook = agent->user;
    const int continuous = (agent->flags & BM_FLAG_CONTINUOUS) != 0, programme = agent->sessions_per_week != NULL;
    course->continuous = (uint32_t)get_integer(r, 1);
    course->averaged = (uint32_t)get_integer(r, programme || (agent->averaged_within_d > 0.0 && patient->model->full));
    if (programme ? course->continuous != course->averaged : course->continuous != (uint32_t)continuous)
        return BM_EFORMAT;
    course->doses = (uint32_t)get_integer(r, continuous ? 0 : UINT32_MAX);
    course->dose = get_double(r, agent->dose_minimum, agent->dose_maximum);
    const int by_dose = programme || !continuous;
    course->every_d = get_double(r, by_dose ? BM__MINIMUM_EVERY_D : 0.0, by_dose ? BM_MAX_TIME_D : 0.0);
    course->start_d = get_double(r, hook && hook->late ? 0.0 : earliest_d, BM_NEVER_D);
    course->stop_d = get_double(r, earliest_d, BM_NEVER_D);
    course->adherence = get_double(r, 0.0, 1.0);
    if (!hook)
        return get_options(r, agent, frozen_agent, course->options);
    get_hook_option(r, agent, course->options);
    if (!continuous && !agent->amount)
        return BM_EFORMAT; /* without a state that could take a dose */
    return r->bad ? BM_EFORMAT : BM_OK;
}

static bm_status read_courses(struct reader *r, bm_patient *patient, uint64_t active) {
    struct bm__simulation *sim = &patient->sim;
    const uint64_t next_id = get(r), n_courses = get_integer(r, UINT32_MAX);
    for (uint64_t i = 0; i < n_courses && !r->bad; i++) {
        struct bm__course course = {0};
        const uint64_t id = get_integer(r, next_id);
        const bm_status status = read_course(r, patient, active, &course);
        if (status != BM_OK)
            return status;
        sim->next_id = id;
        uint64_t added;
        if (!r->bad && bm__simulation_append(sim, &course, &added) != BM_OK)
            return BM_ENOMEM;
    }
    sim->next_id = next_id;
    return r->bad ? BM_EFORMAT : BM_OK;
}

/* ---- hooks and decisions ---- */

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

static void get_name(struct reader *r, char *name, size_t numbers) {
    for (size_t i = 0; i < numbers; i++) {
        const uint64_t number = get(r);
        for (int l = 0; l < 8; l++)
            name[8 * i + (size_t)l] = (char)(number >> 8 * l & 0xff);
    }
}

/* The host's memory: how many bytes it is, or 0 with r->bad; the reader then stands at them. */
static size_t get_size(struct reader *r, size_t *whole) {
    const size_t size = get_integer(r, BM__SNAPSHOT_LARGEST_MEMORY);
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
    const struct frozen states = frozen_list(patient, BM__LIST_STATES, 0);
    for (uint32_t i = 0; i < hook->host.n_body; i++)
        *next++ = (unsigned char)frozen_place(states.name, states.n, bm__body_state_row(hook->view[i])->name);
    return bm__hash(BM__HASH_BEGIN, numbers, (size_t)(next - numbers));
}

/* The hooks, in their places but not active. */
static bm_status read_hooks(struct reader *r, bm_patient *patient, const bm_callbacks *callbacks) {
    const uint64_t n = get_integer(r, BM__MAX_HOOKS);
    uint64_t late = 0;
    for (uint64_t i = 0; i < n && !r->bad; i++) {
        char name[BM__HOOK_NAME + 1] = {0};
        get_name(r, name, BM__HOOK_NUMBERS);
        const uint64_t hash = get(r), before = late;
        late = get_integer(r, 1);
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
        if ((by_place(r) ? fingerprint_by_place : bm__hook_fingerprint)(patient, hook) != hash)
            return refuse(r, BM_EMODEL, "load: the hook '%s' has other states, targets or states of the body", name);
    }
    return r->bad ? BM_EFORMAT : BM_OK;
}

/* The decisions, which the host registers anew. */
static bm_status read_decisions(struct reader *r, bm_patient *patient, const bm_callbacks *callbacks) {
    const uint64_t n = get_integer(r, BM__MAX_DECISIONS), last = get(r);
    if (by_place(r) && n == 0 && bm__hooks_count(patient->sim.hooks) == 0)
        return BM_EFORMAT; /* then it would be of the other format */
    uint64_t id = 0;
    for (uint64_t i = 0; i < n && !r->bad; i++) {
        char name[BM__NAME_LENGTH + 1] = {0};
        const uint64_t before = id;
        get_name(r, name, BM__DECISION_NUMBERS);
        id = get_integer(r, last);
        const uint8_t side = (uint8_t)get_integer(r, BM_ABOVE);
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

/* The hooks that take part in her history, and those that came later. */
static uint64_t hooks_active(const struct bm__hooks *hooks, uint32_t late) {
    uint64_t active = 0;
    for (uint32_t i = 0; i < bm__hooks_count(hooks); i++)
        if (hooks->hook[i]->late == late)
            active |= UINT64_C(1) << (BM__N_AGENTS + i);
    return active;
}

/* ---- the patient ---- */

/* Which calibration her parameters are from: written, or of the one there was, unless the fitted ones had been set. */
static void frozen_calibration(bm_patient *patient, const struct list *parameters) {
    uint64_t hash = BM__HASH_BEGIN;
    for (uint32_t i = 0; patient->model->full && i < BM__COUNT(bm__frozen_fitted); i++)
        hash = bm__hash_double(hash, patient->sim.parameters[parameters->row[bm__frozen_fitted[i]]]);
    const char *name = !patient->model->full       ? BM__FROZEN_CORE
                       : hash == BM__FROZEN_FITTED ? BM__FROZEN_FULL
                                                   : "unknown";
    snprintf(patient->calibration, sizeof patient->calibration, "%s", name);
}

static void get_calibration(struct reader *r, bm_patient *patient) {
    char name[BM__CALIBRATION_LENGTH + 1] = {0};
    get_name(r, name, BM__CALIBRATION_NUMBERS);
    const size_t length = strlen(name);
    r->bad |= length == 0 || length >= BM__CALIBRATION_LENGTH;
    for (size_t i = 0; i < BM__CALIBRATION_LENGTH; i++)
        r->bad |= i < length ? name[i] <= ' ' || name[i] > '~' : name[i] != 0;
    memcpy(patient->calibration, name, sizeof patient->calibration);
}

/* The agents that take part, as bits of the library; and in a snapshot by place, as its own bits. */
static bm_status read_agents(struct reader *r, const bm_patient *patient, uint64_t *active, uint64_t *frozen,
                             struct list *agents) {
    const struct bm__hooks *hooks = patient->sim.hooks;
    const uint64_t every = hooks_active(hooks, 0) | hooks_active(hooks, 1);
    *frozen = 0;
    if (by_place(r)) {
        const uint32_t n_hooks = bm__hooks_count(hooks), n_frozen = BM__COUNT(bm__frozen_agents);
        *frozen = get_integer(r, (UINT64_C(1) << (n_frozen + n_hooks)) - 1);
        if (*frozen >> n_frozen != every >> BM__N_AGENTS)
            return BM_EFORMAT;
    }
    const bm_status status = read_list(r, patient, BM__LIST_AGENTS, *frozen, agents);
    *active = every;
    for (uint32_t i = 0; status == BM_OK && i < agents->n; i++)
        *active |= UINT64_C(1) << agents->row[i];
    return status;
}

/* Her parameters, initial values and covariates; what is not there is as she was created. */
static bm_status read_values(struct reader *r, bm_patient *patient) {
    struct bm__simulation *sim = &patient->sim;
    struct list list;
    bm_status status = read_list(r, patient, BM__LIST_PARAMETERS, 0, &list);
    if (status != BM_OK)
        return status;
    for (uint32_t i = 0; i < list.n; i++) {
        const struct bm__value_row *row = bm__parameter_row(list.row[i]);
        sim->parameters[list.row[i]] = get_double(r, row->minimum, row->maximum);
    }
    if (by_place(r))
        frozen_calibration(patient, &list);
    status = read_list(r, patient, BM__LIST_INITIAL, 0, &list);
    if (status != BM_OK)
        return status;
    for (uint32_t i = 0; i < list.n; i++)
        sim->initial[list.row[i]] = get_double(r, 0.0, DBL_MAX);
    status = read_list(r, patient, BM__LIST_COVARIATES, 0, &list);
    if (status != BM_OK)
        return status;
    for (uint32_t i = 0; i < list.n; i++) {
        bm_catalog_entry row = {.minimum = 1.0, .maximum = 0.0}; /* the core has none */
        if (patient->model->full)
            bm__catalog_entry(patient->model, BM_KIND_COVARIATE, list.row[i], &row);
        patient->day0.covariates[list.row[i]] = get_if_given(r, row.minimum, row.maximum);
    }
    return r->bad ? BM_EFORMAT : BM_OK;
}

/* A value of each state in the list, then of each of the hooks'. */
static void get_states(struct reader *r, const bm_patient *patient, const struct list *list, double minimum,
                       double maximum, double *values) {
    const uint32_t n_own = bm__list_rows(patient, BM__LIST_STATES);
    for (uint32_t i = 0; i < list->n; i++)
        values[list->row[i]] = get_double(r, minimum, maximum);
    get_doubles(r, values + n_own, patient->sim.organism.ode.n - n_own, minimum, maximum);
}

/* The rates of the library's agents: by place, of all there were; else, of those that take part. */
static bm_status read_rates(struct reader *r, bm_patient *patient, const struct list *agents) {
    struct bm__moment *now = &patient->sim.now;
    struct list every;
    const uint64_t all = (UINT64_C(1) << BM__COUNT(bm__frozen_agents)) - 1;
    const bm_status status = by_place(r) ? read_list(r, patient, BM__LIST_AGENTS, all, &every) : BM_OK;
    const struct list *list = by_place(r) ? &every : agents;
    for (uint32_t i = 0; status == BM_OK && i < list->n; i++)
        get_doubles(r, now->rate[list->row[i]], BM__MAX_RATES, -LARGEST_HABIT, DBL_MAX);
    get_doubles(r, now->rate[BM__N_AGENTS], (size_t)bm__hooks_count(patient->sim.hooks) * BM__MAX_RATES, -DBL_MAX,
                DBL_MAX);
    return status;
}

static void read_steps(struct reader *r, struct bm__step_memory *steps) {
    steps->h = get_double(r, 0.0, DBL_MAX);
    steps->h_restart = get_double(r, 0.0, DBL_MAX);
    steps->above = (uint32_t)get_integer(r, 1);
    steps->restarted = (uint32_t)get_integer(r, 1);
    steps->rejected_last = (uint32_t)get_integer(r, 1);
    steps->steps = get(r);
    steps->rejected = get(r);
    steps->evaluations = get(r);
    steps->factorizations = get(r);
    steps->crossings = get(r);
}

/* The moment; a state that is not there is in balance. Without day 0, nothing is in balance yet. */
static bm_status read_moment(struct reader *r, bm_patient *patient, int prepared, uint64_t frozen,
                             const struct list *agents) {
    struct bm__simulation *sim = &patient->sim;
    struct bm__moment *now = &sim->now;
    struct list states;
    const double time_d = get_double(r, 0.0, prepared ? BM_MAX_TIME_D : 0.0);
    if (r->bad)
        return BM_EFORMAT;
    bm_status status = read_list(r, patient, BM__LIST_STATES, frozen, &states);
    if (status != BM_OK)
        return status;
    if (prepared)
        bm__simulation_balance(sim, time_d);
    now->time_d = time_d;
    /* far outside of what can be, the integrator could be busy for hours */
    get_states(r, patient, &states, -1e12, 1e12, now->x);
    for (uint32_t i = 0; i < BM__N_STATES; i++) {
        const uint32_t place = bm__state_place(sim, i);
        if (place < sim->organism.ode.n && !(fabs(now->x[place]) <= 1e3 * bm__state_row(i)->maximum))
            r->bad = 1;
    }
    get_states(r, patient, &states, 0.0, DBL_MAX, now->scale);
    status = read_rates(r, patient, agents);
    read_steps(r, &now->steps);
    return r->bad ? BM_EFORMAT : status;
}

/* Reads all after the header into a fresh patient. */
static bm_status read_patient(struct reader *r, bm_patient *patient, const bm_callbacks *callbacks) {
    struct bm__simulation *sim = &patient->sim;
    sim->rtol = get_double(r, BM__MINIMUM_RTOL, BM__MAXIMUM_RTOL);
    sim->max_steps = get(r);
    if (!by_place(r))
        get_calibration(r, patient);
    if (r->bad)
        return BM_EFORMAT;
    const int with_callbacks = r->format != BM__SNAPSHOT_BY_PLACE;
    bm_status status = with_callbacks ? read_hooks(r, patient, callbacks) : BM_OK;
    if (status != BM_OK)
        return status;
    const uint64_t later = hooks_active(sim->hooks, 1);
    uint64_t active, frozen;
    struct list agents;
    status = read_agents(r, patient, &active, &frozen, &agents);
    if (status != BM_OK)
        return status;
    const int prepared = (int)get_integer(r, 1);
    status = read_values(r, patient);
    if (status != BM_OK)
        return status;
    if (bm__simulation_activate(sim, active & ~later) != BM_OK)
        return BM_ENOMEM;
    status = read_courses(r, patient, active);
    if (status != BM_OK)
        return status;
    if (prepared && bm__prepare(patient) != BM_OK)
        return bm__simulation_stopped(sim) != BM_OK ? bm__simulation_stopped(sim) : BM_EFORMAT;
    if (bm__simulation_activate(sim, later) != BM_OK)
        return BM_ENOMEM;
    status = read_moment(r, patient, prepared, frozen, &agents);
    if (status == BM_OK && with_callbacks)
        status = read_decisions(r, patient, callbacks);
    if (status != BM_OK)
        return status;
    if (r->position != r->size - 8)
        return BM_EFORMAT;
    bm__simulation_clear_stop(sim);
    bm__hooks_arrive(sim->hooks, &sim->organism, sim->now.time_d);
    return bm__simulation_stopped(sim);
}

bm_status bm_patient_load(const bm_model *model, const void *buffer, size_t size, bm_patient **patient) {
    return bm_patient_load_with(model, buffer, size, NULL, patient);
}

bm_status bm_patient_load_with(const bm_model *model, const void *buffer, size_t size, const bm_callbacks *callbacks,
                               bm_patient **out) {
    static const size_t first = offsetof(bm_callbacks, n_hooks) + sizeof(size_t);
    if (!model || !buffer || !out)
        return BM_EINVAL;
    if (callbacks && callbacks->struct_size < first)
        return BM_ESIZE;
    bm_callbacks given = {0};
    if (callbacks)
        bm__copy_struct(&given, sizeof given, callbacks, callbacks->struct_size);
    if ((given.n_hooks > 0 && !given.hooks) || (given.n_decisions > 0 && !given.decisions))
        return BM_EINVAL;
    struct reader reader = {
        .bytes = buffer, .size = size, .message = given.message, .message_size = given.message_size};
    if (given.message && given.message_size > 0)
        given.message[0] = '\0';
    bm_status status = read_header(&reader, model);
    if (status != BM_OK)
        return status;
    bm_patient *patient;
    status = bm_patient_create(model, NULL, &patient);
    if (status != BM_OK)
        return status;
    status = read_patient(&reader, patient, &given);
    if (status != BM_OK) {
        if (given.message && given.message_size > 0 && !given.message[0])
            refuse(&reader, status, "%s", patient->error); /* what a hook or decision was refused for, or "" */
        bm_patient_destroy(patient);
        return status;
    }
    *out = patient;
    return BM_OK;
}
