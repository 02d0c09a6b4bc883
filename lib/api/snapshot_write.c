/* SPDX-License-Identifier: Apache-2.0 */
/* Writes a patient as a snapshot, and the names by which what is in it is found. */
#include "api/snapshot.h"

#include "agents/loading_programmes.h"

/* The states of the body and of the library's own agents that take part. */
static uint32_t n_states(const struct bm__organism *o) {
    uint32_t n = o->n_body;
    for (uint32_t i = 0; i < o->n_active; i++)
        n += o->active[i] < BM__N_AGENTS ? o->agent[o->active[i]]->n_states : 0;
    return n;
}

static const char *state_name(const struct bm__organism *o, uint32_t place) {
    if (place < o->n_body)
        return bm__body_state_row(place)->name;
    uint32_t i = 0;
    while (place >= o->first_state[o->active[i]] + o->agent[o->active[i]]->n_states)
        i++;
    return o->agent[o->active[i]]->states[place - o->first_state[o->active[i]]].name;
}

uint32_t bm__list_rows(const bm_patient *patient, enum bm__list list) {
    switch (list) {
    case BM__LIST_AGENTS:
        return BM__N_AGENTS;
    case BM__LIST_PARAMETERS:
        return patient->model->n_parameters;
    case BM__LIST_INITIAL:
        return BM__N_STATES;
    case BM__LIST_COVARIATES:
        return BM__N_COVARIATES;
    case BM__LIST_WALK:
        return BM__WALK_ROWS;
    case BM__LIST_STATES:
        return n_states(&patient->sim.organism);
    }
    return 0;
}

const char *bm__list_name(const bm_patient *patient, enum bm__list list, uint32_t row) {
    static const char *const covariates[] = {
#define BM__ROW(id, name, ...) name,
        BM__COVARIATES(BM__ROW)
#undef BM__ROW
    };
    static const char *const starts[] = {
#define BM__ROW(symbol, name) "learned.start." #name,
        BM__SITES(BM__ROW)
#undef BM__ROW
#define BM__ROW(symbol, name) "learned.start_variance." #name,
            BM__SITES(BM__ROW)
#undef BM__ROW
    };
    switch (list) {
    case BM__LIST_AGENTS:
        return bm__agents[row]->name;
    case BM__LIST_PARAMETERS:
        return bm__parameter_row(row)->name;
    case BM__LIST_INITIAL:
        return bm__state_row(row)->name;
    case BM__LIST_COVARIATES:
        return covariates[row];
    case BM__LIST_WALK:
        return row == BM__WALK_SEED      ? "walk.seed"
               : row == BM__WALK_MEMBER  ? "walk.member"
               : row == BM__STUDY_SEED   ? "study.seed"
               : row == BM__STUDY_NUMBER ? "study.number"
               : row == BM__STUDY_ARM    ? "study.arm"
               : row == BM__STUDY_SIZE   ? "study.size"
               : row < BM__STUDY_SEED    ? bm__walk_rows[row - BM__WALK_SITES].name
                                         : starts[row - BM__LEARNED_START];
    case BM__LIST_STATES:
        return state_name(&patient->sim.organism, row);
    }
    return "";
}

int bm__option_is_preset(const struct bm__value_row *option) {
    const char *name = strchr(option->name, '.');
    return name && strcmp(name, ".exercise") == 0;
}

const char *bm__target_name(const bm_patient *patient, uint32_t target) {
    bm_catalog_entry row;
    bm__catalog_entry(patient->model, BM_KIND_TARGET, target, &row);
    return row.name;
}

uint64_t bm__hook_fingerprint(const bm_patient *patient, const struct bm__hook *hook) {
    const unsigned char numbers[] = {
        (hook->host.flags & BM_HOOK_CONTINUOUS) != 0,
        (unsigned char)hook->host.n_states,
        (unsigned char)hook->host.n_targets,
        (unsigned char)hook->host.n_body,
    };
    uint64_t hash = bm__hash(BM__HASH_BEGIN, numbers, sizeof numbers);
    for (uint32_t i = 0; i < hook->host.n_targets; i++)
        hash = bm__hash_text(hash, bm__target_name(patient, hook->target[i]));
    for (uint32_t i = 0; i < hook->host.n_body; i++)
        hash = bm__hash_text(hash, bm__body_state_row(hook->view[i])->name);
    return hash;
}

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

static void put_name(struct writer *w, const char *name, size_t numbers) {
    for (size_t i = 0; i < numbers; i++)
        put(w, 8 * i < strlen(name) ? bm__letters(name + 8 * i) : 0);
}

/* How many keys, and the keys. */
static void put_keys(struct writer *w, const uint32_t *keys, uint32_t n) {
    put(w, n);
    for (uint32_t i = 0; i < n; i += 2)
        put(w, keys[i] | (i + 1 < n ? (uint64_t)keys[i + 1] << 32 : 0));
}

/* The keys of a list's first n rows. */
static void put_list(struct writer *w, const bm_patient *patient, enum bm__list list, uint32_t n) {
    uint32_t keys[BM__LIST_ROWS];
    for (uint32_t i = 0; i < n; i++)
        keys[i] = bm__name_key(bm__list_name(patient, list, i));
    put_keys(w, keys, n);
}

static void put_walk(struct writer *w, const bm_patient *patient) {
    put_list(w, patient, BM__LIST_WALK, bm__list_rows(patient, BM__LIST_WALK));
    put(w, patient->walk.seed);
    put(w, patient->walk.member);
    put_doubles(w, patient->walk.sd, BM__N_SITES);
    put(w, patient->study.seed);
    put(w, patient->study.number);
    put(w, patient->study.arm);
    put_doubles(w, &patient->study.size, 1);
    put_doubles(w, patient->learned.start, BM__N_SITES);
    put_doubles(w, patient->learned.start_variance, BM__N_SITES);
    put(w, patient->learned.n);
    for (size_t i = 0; i < patient->learned.n; i++) {
        const struct bm__lesson *lesson = &patient->learned.lessons[i];
        put(w, bm__lesson_key(lesson->of));
        put_double(w, lesson->time_d);
        put_double(w, lesson->study_sd);
        put_double(w, lesson->alpha);
    }
}

uint32_t bm__lesson_key(uint64_t of) {
    static const char *const names[] = {
#define BM__ROW(symbol, name) "bmd." #name,
        BM__SITES(BM__ROW)
#undef BM__ROW
#define BM__ROW(id, name, ...) "marker." name,
            BM__MARKERS(BM__ROW)
#undef BM__ROW
                "blood"};
    return bm__name_key(names[of < BM__OF_BLOOD ? of : BM__OF_BLOOD]);
}

/* The active agents that are the library's own: their numbers, and how many. */
static uint32_t own_agents(const struct bm__simulation *sim, uint32_t numbers[BM__N_AGENTS]) {
    uint32_t n = 0;
    for (uint32_t a = 0; a < BM__N_AGENTS; a++)
        if (sim->active >> a & 1u)
            numbers[n++] = a;
    return n;
}

static void put_agents(struct writer *w, const struct bm__simulation *sim) {
    uint32_t keys[BM__N_AGENTS];
    const uint32_t n = own_agents(sim, keys);
    for (uint32_t i = 0; i < n; i++)
        keys[i] = bm__name_key(bm__agents[keys[i]]->name);
    put_keys(w, keys, n);
}

static void put_options(struct writer *w, const struct bm__agent *agent, const double *options) {
    uint32_t keys[BM__MAX_OPTIONS];
    for (uint32_t i = 0; i < agent->n_options; i++)
        keys[i] = bm__name_key(agent->options[i].name);
    put_keys(w, keys, agent->n_options);
    for (uint32_t i = 0; i < agent->n_options; i++) {
        const int preset = bm__option_is_preset(&agent->options[i]) && options[i] > 0.0;
        put_double(w, preset ? (double)bm__name_key(bm__exercises[(uint32_t)options[i] - 1].name) : options[i]);
    }
}

static void put_course(struct writer *w, const struct bm__simulation *sim, const struct bm__course *course) {
    const struct bm__agent *agent = bm__agent_of(sim, course->agent);
    put(w, course->id);
    put(w, agent->user ? BM__SNAPSHOT_HOOK + course->agent - BM__N_AGENTS : bm__name_key(agent->name));
    put(w, course->continuous | course->later << 1);
    put(w, course->averaged);
    put(w, course->doses);
    put_double(w, course->dose);
    put_double(w, course->every_d);
    put_double(w, course->start_d);
    put_double(w, course->stop_d);
    put_double(w, course->adherence);
    if (agent->user)
        put_double(w, course->options[0]); /* what the hook's dose comes to */
    else
        put_options(w, agent, course->options);
}

/* The host's memory behind a hook or decision. */
static void write_memory(struct writer *w, const bm_user_functions *functions, void *user, const char *kind,
                         const char *name) {
    size_t needed = 0, written = 0;
    bm_status status = functions->save ? BM_OK : BM_ESTATE;
    if (status == BM_OK)
        status = functions->save(user, NULL, 0, &needed);
    if (status >= 0)
        status = needed <= BM__SNAPSHOT_LARGEST_MEMORY ? BM_OK : BM_ERANGE;
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

static void write_hook(struct writer *w, const bm_patient *patient, const struct bm__hook *hook) {
    put_name(w, hook->name, BM__HOOK_NUMBERS);
    put(w, bm__hook_fingerprint(patient, hook));
    put(w, hook->late);
    write_memory(w, &hook->functions, hook->host.user, "hook", hook->name);
}

static void write_decisions(struct writer *w, const bm_patient *patient) {
    put(w, patient->sim.n_decisions);
    put(w, patient->last_decision);
    for (uint32_t i = 0; i < patient->sim.n_decisions && w->status == BM_OK; i++) {
        const struct bm__decider *decision = &patient->deciders[i];
        put_name(w, decision->name, BM__DECISION_NUMBERS);
        put(w, decision->id);
        put(w, patient->sim.now.side[i]);
        write_memory(w, &decision->functions, decision->user, "decision", decision->name);
    }
}

static void write_moment(struct writer *w, const bm_patient *patient) {
    const struct bm__simulation *sim = &patient->sim;
    const struct bm__moment *now = &sim->now;
    uint32_t own[BM__N_AGENTS];
    const uint32_t n_own = own_agents(sim, own);
    put_double(w, now->time_d);
    put_list(w, patient, BM__LIST_STATES, bm__list_rows(patient, BM__LIST_STATES));
    put_doubles(w, now->x, sim->organism.ode.n); /* those of hooks stand last */
    put_doubles(w, now->scale, sim->organism.ode.n);
    for (uint32_t i = 0; i < n_own; i++)
        put_doubles(w, now->rate[own[i]], BM__MAX_RATES);
    put_doubles(w, now->rate[BM__N_AGENTS], (size_t)bm__hooks_count(sim->hooks) * BM__MAX_RATES);
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
}

static void write_patient(struct writer *w, const bm_patient *patient, size_t total) {
    const struct bm__simulation *sim = &patient->sim;
    const uint32_t n_hooks = bm__hooks_count(sim->hooks), n_covariates = patient->model->full ? BM__N_COVARIATES : 0;
    const int walks = bm__has_her_own(patient);
    put(w, BM__SNAPSHOT_MAGIC);
    put(w, walks ? BM__SNAPSHOT_WITH_WALK : BM__SNAPSHOT_BY_NAME);
    put(w, total);
    put(w, bm__letters(bm__model_name(patient->model)));
    put(w, bm__model_equations(patient->model));
    put_double(w, sim->rtol);
    put(w, sim->max_steps);
    put_name(w, patient->calibration, BM__CALIBRATION_NUMBERS);
    put(w, n_hooks);
    for (uint32_t i = 0; i < n_hooks && w->status == BM_OK; i++)
        write_hook(w, patient, sim->hooks->hook[i]);
    put_agents(w, sim);
    put(w, sim->prepared);
    put_list(w, patient, BM__LIST_PARAMETERS, patient->model->n_parameters);
    put_doubles(w, sim->parameters, patient->model->n_parameters);
    put_list(w, patient, BM__LIST_INITIAL, BM__N_STATES);
    put_doubles(w, sim->initial, BM__N_STATES);
    put_list(w, patient, BM__LIST_COVARIATES, n_covariates);
    put_doubles(w, patient->day0.covariates, n_covariates);
    if (walks)
        put_walk(w, patient);
    put(w, sim->next_id);
    put(w, sim->n_courses);
    for (uint32_t i = 0; i < sim->n_courses; i++)
        put_course(w, sim, &sim->courses[i]);
    write_moment(w, patient);
    if (w->status == BM_OK)
        write_decisions(w, patient);
    put(w, w->bytes ? bm__hash(BM__HASH_BEGIN, w->bytes, w->size) : 0);
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
    if (patient->busy && (bm__hooks_count(patient->sim.hooks) > 0 || patient->sim.n_decisions > 0))
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
