/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Snapshots: little-endian, each number 8 bytes, in this order:
 *   magic, format version, total size, model name, fingerprint of the catalogue,
 *   rtol, max_steps, in format 4 the hooks (number; of each its name, fingerprint, whether it is late, the host's
 * bytes), active agents, whether day 0 has been worked out, every parameter, every initial value, every covariate,
 * courses, the moment (time, states, scales, rates, step memory), in format 4 the decisions (number, last id; of each
 * its name, id, side, the host's bytes), checksum of all before. Day 0 is worked out anew from that: the same binary
 * computes the same bits.
 */
#include "api/handles.h"

static const uint64_t MAGIC = 0x3150414e534d42ff; /* "\xffBMSNAP1" */
static const uint64_t FORMAT = 3, FORMAT_WITH_CALLBACKS = 4;
/* Of a hook's or decision's memory, bytes. */
static const uint64_t LARGEST_MEMORY = UINT64_C(1) << 30;
/* The rate of what takes the place of a habit is the difference: no less than this. */
static const double LARGEST_HABIT = 3000.0;

/* Writes numbers, or with bytes NULL only counts them. */
struct writer {
    unsigned char *bytes;
    size_t size, capacity;
    bm_status status;        /* of a hook or decision that could not be written */
    const char *kind, *name; /* which */
    int cannot;              /* it has no save function */
};

static void put(struct writer *w, uint64_t value) {
    if (w->bytes && w->capacity - w->size >= 8)
        for (int i = 0; i < 8; i++)
            w->bytes[w->size + (size_t)i] = (unsigned char)(value >> 8 * i);
    w->size += 8;
}

static void put_double(struct writer *w, double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    put(w, bits);
}

static void put_doubles(struct writer *w, const double *values, size_t n) {
    for (size_t i = 0; i < n; i++)
        put_double(w, values[i]);
}

struct reader {
    const unsigned char *bytes;
    size_t size, position;
    int bad; /* the end was passed, or a number was not one that a snapshot can hold */
};

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

/* FNV-1a, 64 bits. */
static uint64_t hash_bytes(uint64_t hash, const void *data, size_t size) {
    const unsigned char *bytes = data;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ bytes[i]) * 0x100000001b3u;
    return hash;
}
static const uint64_t HASH_BEGIN = 0xcbf29ce484222325u;

/* What decides whether a hook means the same: its states, targets and view of the body, and how its dose enters. */
static uint64_t hook_fingerprint(const struct bm__hook *hook) {
    unsigned char numbers[4 + BM__HOOK_TARGETS + BM__HOOK_BODY], *next = numbers;
    *next++ = (hook->host.flags & BM_HOOK_CONTINUOUS) != 0;
    *next++ = (unsigned char)hook->host.n_states;
    *next++ = (unsigned char)hook->host.n_targets;
    *next++ = (unsigned char)hook->host.n_body;
    for (uint32_t i = 0; i < hook->host.n_targets; i++)
        *next++ = (unsigned char)hook->target[i];
    for (uint32_t i = 0; i < hook->host.n_body; i++)
        *next++ = (unsigned char)hook->view[i];
    return hash_bytes(HASH_BEGIN, numbers, (size_t)(next - numbers));
}

/* Names of parameters, states and agents in order: a snapshot means nothing where they differ. */
static uint64_t fingerprint(void) {
    uint64_t hash = HASH_BEGIN;
    for (uint32_t i = 0; i < bm__n_parameters(); i++)
        hash = hash_bytes(hash, bm__parameter_row(i)->name, strlen(bm__parameter_row(i)->name) + 1);
    for (uint32_t i = 0; i < BM__N_STATES; i++)
        hash = hash_bytes(hash, bm__state_row(i)->name, strlen(bm__state_row(i)->name) + 1);
    for (uint32_t i = 0; i < BM__N_AGENTS; i++)
        hash = hash_bytes(hash, bm__agents[i]->name, strlen(bm__agents[i]->name) + 1);
    return hash;
}

/* The first 8 letters of a text. */
static uint64_t letters(const char *text) {
    uint64_t number = 0;
    for (size_t i = 0; i < 8 && text[i]; i++)
        number |= (uint64_t)(unsigned char)text[i] << 8 * i;
    return number;
}

static uint64_t model_name(const bm_model *model) {
    return letters(bm__model_name(model));
}

enum { HOOK_NUMBERS = BM__HOOK_NAME / 8, DECISION_NUMBERS = BM__NAME_LENGTH / 8 };

static void put_name(struct writer *w, const char *name, size_t numbers) {
    for (size_t i = 0; i < numbers; i++)
        put(w, 8 * i < strlen(name) ? letters(name + 8 * i) : 0);
}

/* The host's memory behind a hook or decision. */
static void write_memory(struct writer *w, const bm_user_functions *functions, void *user, const char *kind,
                         const char *name) {
    size_t needed = 0, written = 0;
    bm_status status = functions->save ? BM_OK : BM_ESTATE;
    if (status == BM_OK)
        status = functions->save(user, NULL, 0, &needed);
    if (status >= 0)
        status = needed <= LARGEST_MEMORY ? BM_OK : BM_ERANGE;
    put(w, needed);
    const size_t whole = (needed + 7) / 8 * 8;
    if (status == BM_OK && w->bytes) {
        if (w->capacity - w->size < whole) /* it has grown since it was counted */
            status = BM_ESIZE;
        if (status == BM_OK && whole > 0) {
            memset(w->bytes + w->size, 0, whole);
            status = functions->save(user, w->bytes + w->size, needed, &written);
            status = status < 0 ? status : written == needed ? BM_OK : BM_ESIZE;
        }
    }
    w->size += status == BM_OK ? whole : 0;
    if (status != BM_OK && w->status == BM_OK) {
        w->status = status;
        w->kind = kind;
        w->name = name;
        w->cannot = !functions->save;
    }
}

static void write_hook(struct writer *w, const struct bm__hook *hook) {
    put_name(w, hook->name, HOOK_NUMBERS);
    put(w, hook_fingerprint(hook));
    put(w, hook->late);
    write_memory(w, &hook->functions, hook->host.user, "hook", hook->name);
}

static void write_decisions(struct writer *w, const bm_patient *patient) {
    put(w, patient->sim.n_plans);
    put(w, patient->last_decision);
    for (uint32_t i = 0; i < patient->sim.n_plans && w->status == BM_OK; i++) {
        const struct bm__decision *decision = &patient->decisions[i];
        put_name(w, decision->name, DECISION_NUMBERS);
        put(w, decision->id);
        put(w, patient->sim.now.side[i]);
        write_memory(w, &decision->functions, decision->user, "decision", decision->name);
    }
}

static void write_patient(struct writer *w, const bm_patient *patient, size_t total) {
    const struct bm__simulation *sim = &patient->sim;
    const struct bm__moment *now = &sim->now;
    const uint32_t n = sim->organism.ode.n, n_hooks = bm__hooks_count(sim->hooks);
    put(w, MAGIC);
    const int callbacks = n_hooks > 0 || sim->n_plans > 0;
    put(w, callbacks ? FORMAT_WITH_CALLBACKS : FORMAT);
    put(w, total);
    put(w, model_name(patient->model));
    put(w, fingerprint());
    put_double(w, sim->rtol);
    put(w, sim->max_steps);
    if (callbacks)
        put(w, n_hooks);
    for (uint32_t i = 0; i < n_hooks && w->status == BM_OK; i++)
        write_hook(w, sim->hooks->hook[i]);
    put(w, sim->active);
    put(w, sim->prepared);
    put_doubles(w, sim->parameters, patient->model->n_parameters);
    put_doubles(w, sim->initial, BM__N_STATES);
    put_doubles(w, patient->baseline.covariates, BM__N_COVARIATES);
    put(w, sim->next_id);
    put(w, sim->n_courses);
    for (uint32_t i = 0; i < sim->n_courses; i++) {
        const struct bm__course *course = &sim->courses[i];
        put(w, course->id);
        put(w, course->agent);
        put(w, course->continuous);
        put(w, course->averaged);
        put(w, course->doses);
        put_double(w, course->dose);
        put_double(w, course->every_d);
        put_double(w, course->start_d);
        put_double(w, course->stop_d);
        put_double(w, course->adherence);
        put_doubles(w, course->options, BM__MAX_OPTIONS);
    }
    put_double(w, now->time_d);
    put_doubles(w, now->x, n);
    put_doubles(w, now->scale, n);
    put_doubles(w, now->rate[0], ((size_t)BM__N_AGENTS + n_hooks) * BM__MAX_RATES);
    put_double(w, now->steps.h);
    put_double(w, now->steps.h_restart);
    put(w, now->steps.above);
    put(w, now->steps.restarted);
    put(w, now->steps.rejected_last);
    put(w, now->steps.steps);
    put(w, now->steps.rejected);
    put(w, now->steps.evaluations);
    put(w, now->steps.factorizations);
    put(w, now->steps.crossings);
    if (callbacks && w->status == BM_OK)
        write_decisions(w, patient);
    put(w, w->bytes ? hash_bytes(HASH_BEGIN, w->bytes, w->size) : 0);
}

/* Counts; in the writer that comes out are its size, and what went wrong. */
static struct writer count(const bm_patient *patient) {
    struct writer counter = {0};
    write_patient(&counter, patient, 0);
    return counter;
}

bm_status bm_patient_save_size(const bm_patient *patient, size_t *size) {
    if (!patient || !size)
        return BM_EINVAL;
    if (patient->busy && (bm__hooks_count(patient->sim.hooks) > 0 || patient->sim.n_plans > 0))
        return BM_ESTATE;
    const struct writer counted = count(patient);
    if (counted.status == BM_OK)
        *size = counted.size;
    return counted.status;
}

static bm_status cannot_save(bm_patient *patient, const struct writer *w) {
    if (w->cannot)
        return bm__fail(patient, BM_ESTATE,
                        "save: the %s '%s' cannot save itself, allowed are those with a save function", w->kind,
                        w->name);
    return bm__fail(patient, w->status, "save: the %s '%s' gave up in save with %ld (%s)", w->kind, w->name,
                    (long)w->status, bm_status_text(w->status));
}

bm_status bm_patient_save(bm_patient *patient, void *buffer, size_t size, size_t *written) {
    if (!patient)
        return BM_EINVAL;
    if (patient->busy)
        return bm__busy(patient, "save");
    if (!buffer)
        return bm__fail(patient, BM_EINVAL, "save: the buffer is NULL");
    const bm_status prepared =
        bm__prepare(patient); /* so that the bytes do not tell whether she has been read before */
    if (prepared != BM_OK && patient->model->full)
        return prepared;
    patient->busy = 1;
    const struct writer counted = count(patient);
    struct writer writer = {.bytes = buffer, .capacity = counted.size};
    if (counted.status == BM_OK && size >= counted.size)
        write_patient(&writer, patient, counted.size);
    patient->busy = 0;
    if (counted.status != BM_OK)
        return cannot_save(patient, &counted);
    if (size < counted.size)
        return bm__fail(patient, BM_ESIZE, "save: the buffer has %llu bytes, needed are %llu", (unsigned long long)size,
                        (unsigned long long)counted.size);
    if (writer.status != BM_OK)
        return cannot_save(patient, &writer);
    if (written)
        *written = writer.size;
    return BM_OK;
}

/* Reads the header; the reader then stands at the patient. */
static bm_status read_header(struct reader *r, const bm_model *model, uint64_t *format) {
    if (r->size < 6 * 8 || r->size % 8 != 0 || get(r) != MAGIC)
        return BM_EFORMAT;
    *format = get(r);
    if (*format != FORMAT && *format != FORMAT_WITH_CALLBACKS)
        return BM_EVERSION;
    if (get(r) != r->size)
        return BM_EFORMAT;
    struct reader checksum = {.bytes = r->bytes, .size = r->size, .position = r->size - 8};
    if (get(&checksum) != hash_bytes(HASH_BEGIN, r->bytes, r->size - 8))
        return BM_EFORMAT;
    return get(r) == model_name(model) && get(r) == fingerprint() ? BM_OK : BM_EMODEL;
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

/* An agent's own parameter; some take what is not given from elsewhere. */
static double get_option(struct reader *r, const struct bm__value_row *row) {
    const double value =
        isnan(row->value) ? get_if_given(r, row->minimum, row->maximum) : get_double(r, row->minimum, row->maximum);
    r->bad |= !bm__option_can_be(row, value);
    return value;
}

/* The courses; 0 when the bytes hold something that cannot be. */
static bm_status read_courses(struct reader *r, bm_patient *patient, uint64_t active) {
    const double earliest_d = patient->model->full ? -BM_MAX_TIME_D : 0.0;
    const uint32_t models = patient->model->full ? BM__IN_FULL : BM__IN_CORE;
    struct bm__simulation *sim = &patient->sim;
    const uint64_t next_id = get(r), n_courses = get_integer(r, UINT32_MAX);
    for (uint64_t i = 0; i < n_courses && !r->bad; i++) {
        struct bm__course course = {0};
        const uint64_t id = get_integer(r, next_id);
        course.agent = (uint32_t)get_integer(r, BM__N_AGENTS + bm__hooks_count(sim->hooks) - 1);
        if (r->bad || !(bm__agent_of(sim, course.agent)->models & models) || !(active >> course.agent & 1u))
            return BM_EFORMAT;
        const struct bm__agent *agent = bm__agent_of(sim, course.agent);
        const struct bm__hook *hook = agent->user;
        const int continuous = (agent->flags & BM_FLAG_CONTINUOUS) != 0, programme = agent->sessions_per_week != NULL;
        course.continuous = (uint32_t)get_integer(r, (uint64_t)continuous);
        course.averaged =
            (uint32_t)get_integer(r, programme || (agent->averaged_within_d > 0.0 && patient->model->full));
        if (!r->bad && (programme ? course.continuous != course.averaged : course.continuous != (uint32_t)continuous))
            return BM_EFORMAT;
        course.doses = (uint32_t)get_integer(r, continuous ? 0 : UINT32_MAX);
        course.dose = get_double(r, agent->dose_minimum, agent->dose_maximum);
        const int by_dose = programme || !continuous;
        course.every_d = get_double(r, by_dose ? BM__MINIMUM_EVERY_D : 0.0, by_dose ? BM_MAX_TIME_D : 0.0);
        course.start_d = get_double(r, hook && hook->late ? 0.0 : earliest_d, BM_NEVER_D);
        course.stop_d = get_double(r, earliest_d, BM_NEVER_D);
        course.adherence = get_double(r, 0.0, 1.0);
        const double amount = hook && agent->amount ? BM__HOOK_LARGEST : 0.0; /* which its option 0 then is */
        for (uint32_t o = 0; o < BM__MAX_OPTIONS; o++)
            course.options[o] = o < agent->n_options ? get_option(r, &agent->options[o])
                                                     : get_double(r, o == 0 ? -amount : 0.0, o == 0 ? amount : 0.0);
        if (hook && !continuous && !agent->amount)
            return BM_EFORMAT; /* without a state that could take a dose */
        sim->next_id = id;
        uint64_t added;
        if (!r->bad && bm__simulation_append(sim, &course, &added) != BM_OK)
            return BM_ENOMEM;
    }
    sim->next_id = next_id;
    return r->bad ? BM_EFORMAT : BM_OK;
}

static double get_covariate(struct reader *r, const bm_model *model, uint32_t i) {
    bm_catalog_entry row = {.minimum = 1.0, .maximum = 0.0}; /* the core has none */
    if (model->full)
        bm__catalog_entry(model, BM_KIND_COVARIATE, i, &row);
    return get_if_given(r, row.minimum, row.maximum);
}

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
        return BM_EMODEL;
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
    const size_t size = get_integer(r, LARGEST_MEMORY);
    *whole = (size + 7) / 8 * 8;
    if (r->bad || *whole > r->size - r->position)
        r->bad = 1;
    return r->bad ? 0 : size;
}

/* The hooks, in their places but not active. */
static bm_status read_hooks(struct reader *r, bm_patient *patient, const bm_callbacks *callbacks) {
    const uint64_t n = get_integer(r, BM__MAX_HOOKS);
    uint64_t late = 0;
    for (uint64_t i = 0; i < n && !r->bad; i++) {
        char name[BM__HOOK_NAME + 1] = {0};
        get_name(r, name, HOOK_NUMBERS);
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
        if (hook_fingerprint(hook) != hash)
            return BM_EMODEL;
    }
    return r->bad ? BM_EFORMAT : BM_OK;
}

/* The decisions, which the host registers anew. */
static bm_status read_decisions(struct reader *r, bm_patient *patient, const bm_callbacks *callbacks) {
    const uint64_t n = get_integer(r, BM__MAX_PLANS), last = get(r);
    if (n == 0 && bm__hooks_count(patient->sim.hooks) == 0)
        return BM_EFORMAT; /* then it would be of the other format */
    uint64_t id = 0;
    for (uint64_t i = 0; i < n && !r->bad; i++) {
        char name[BM__NAME_LENGTH + 1] = {0};
        const uint64_t before = id;
        get_name(r, name, DECISION_NUMBERS);
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

/* Reads all after the header into a fresh patient. */
static bm_status read_patient(struct reader *r, bm_patient *patient, uint64_t format, const bm_callbacks *callbacks) {
    struct bm__simulation *sim = &patient->sim;
    struct bm__moment *now = &sim->now;
    sim->rtol = get_double(r, BM__MINIMUM_RTOL, BM__MAXIMUM_RTOL);
    sim->max_steps = get(r);
    const bm_status hooks = format == FORMAT_WITH_CALLBACKS ? read_hooks(r, patient, callbacks) : BM_OK;
    if (hooks != BM_OK)
        return hooks;
    const uint32_t n_hooks = bm__hooks_count(sim->hooks);
    const uint64_t later = hooks_active(sim->hooks, 1), every = later | hooks_active(sim->hooks, 0);
    const uint64_t active = get_integer(r, (UINT64_C(1) << (BM__N_AGENTS + n_hooks)) - 1);
    if ((active & every) != every)
        return BM_EFORMAT;
    const uint64_t prepared = get_integer(r, 1);
    for (uint32_t i = 0; i < patient->model->n_parameters; i++)
        sim->parameters[i] = get_double(r, bm__parameter_row(i)->minimum, bm__parameter_row(i)->maximum);
    get_doubles(r, sim->initial, BM__N_STATES, 0.0, DBL_MAX);
    for (uint32_t i = 0; i < BM__N_COVARIATES; i++)
        patient->baseline.covariates[i] = get_covariate(r, patient->model, i);
    if (r->bad)
        return BM_EFORMAT;
    if (bm__simulation_activate(sim, active & ~later) != BM_OK)
        return BM_ENOMEM;
    const bm_status courses = read_courses(r, patient, active);
    if (courses != BM_OK)
        return courses;
    if (prepared && bm__prepare(patient) != BM_OK)
        return bm__simulation_stopped(sim) != BM_OK ? bm__simulation_stopped(sim) : BM_EFORMAT;
    if (bm__simulation_activate(sim, later) != BM_OK)
        return BM_ENOMEM;

    const uint32_t n = sim->organism.ode.n;
    now->time_d = get_double(r, 0.0, prepared ? BM_MAX_TIME_D : 0.0);
    for (uint32_t i = 0; i < n; i++) /* far outside of what can be, the integrator could be busy for hours */
        now->x[i] = get_double(r, -1e12, 1e12);
    for (uint32_t i = 0; i < BM__N_STATES; i++) {
        const double far = 1e3 * bm__state_row(i)->maximum;
        const uint32_t place = bm__state_place(sim, i);
        if (place < n && !(fabs(now->x[place]) <= far))
            r->bad = 1;
    }
    get_doubles(r, now->scale, n, 0.0, DBL_MAX);
    get_doubles(r, now->rate[0], (size_t)BM__N_AGENTS * BM__MAX_RATES, -LARGEST_HABIT, DBL_MAX);
    get_doubles(r, now->rate[BM__N_AGENTS], (size_t)n_hooks * BM__MAX_RATES, -DBL_MAX, DBL_MAX);
    now->steps.h = get_double(r, 0.0, DBL_MAX);
    now->steps.h_restart = get_double(r, 0.0, DBL_MAX);
    now->steps.above = (uint32_t)get_integer(r, 1);
    now->steps.restarted = (uint32_t)get_integer(r, 1);
    now->steps.rejected_last = (uint32_t)get_integer(r, 1);
    now->steps.steps = get(r);
    now->steps.rejected = get(r);
    now->steps.evaluations = get(r);
    now->steps.factorizations = get(r);
    now->steps.crossings = get(r);
    if (r->bad)
        return BM_EFORMAT;
    const bm_status decisions = format == FORMAT_WITH_CALLBACKS ? read_decisions(r, patient, callbacks) : BM_OK;
    if (decisions != BM_OK)
        return decisions;
    if (r->position != r->size - 8)
        return BM_EFORMAT;
    bm__simulation_clear_stop(sim);
    bm__hooks_arrive(sim->hooks, &sim->organism, now->time_d);
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
    struct reader reader = {.bytes = buffer, .size = size};
    uint64_t format;
    bm_status status = read_header(&reader, model, &format);
    if (status != BM_OK)
        return status;
    bm_patient *patient;
    status = bm_patient_create(model, NULL, &patient);
    if (status != BM_OK)
        return status;
    status = read_patient(&reader, patient, format, &given);
    if (status != BM_OK) {
        bm_patient_destroy(patient);
        return status;
    }
    *out = patient;
    return BM_OK;
}
