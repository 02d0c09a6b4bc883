/* SPDX-License-Identifier: Apache-2.0 */
/* Writes a patient as a snapshot, and what snapshots are recognised by. */
#include "api/snapshot.h"

uint64_t bm__catalog_fingerprint(void) {
    uint64_t hash = BM__HASH_BEGIN;
    for (uint32_t i = 0; i < bm__n_parameters(); i++)
        hash = bm__hash(hash, bm__parameter_row(i)->name, strlen(bm__parameter_row(i)->name) + 1);
    for (uint32_t i = 0; i < BM__N_STATES; i++)
        hash = bm__hash(hash, bm__state_row(i)->name, strlen(bm__state_row(i)->name) + 1);
    for (uint32_t i = 0; i < BM__N_AGENTS; i++)
        hash = bm__hash(hash, bm__agents[i]->name, strlen(bm__agents[i]->name) + 1);
    return hash;
}

uint64_t bm__hook_fingerprint(const struct bm__hook *hook) {
    unsigned char numbers[4 + BM__HOOK_TARGETS + BM__HOOK_BODY], *next = numbers;
    *next++ = (hook->host.flags & BM_HOOK_CONTINUOUS) != 0;
    *next++ = (unsigned char)hook->host.n_states;
    *next++ = (unsigned char)hook->host.n_targets;
    *next++ = (unsigned char)hook->host.n_body;
    for (uint32_t i = 0; i < hook->host.n_targets; i++)
        *next++ = (unsigned char)hook->target[i];
    for (uint32_t i = 0; i < hook->host.n_body; i++)
        *next++ = (unsigned char)hook->view[i];
    return bm__hash(BM__HASH_BEGIN, numbers, (size_t)(next - numbers));
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

static void write_hook(struct writer *w, const struct bm__hook *hook) {
    put_name(w, hook->name, BM__HOOK_NUMBERS);
    put(w, bm__hook_fingerprint(hook));
    put(w, hook->late);
    write_memory(w, &hook->functions, hook->host.user, "hook", hook->name);
}

static void write_decisions(struct writer *w, const bm_patient *patient) {
    put(w, patient->sim.n_plans);
    put(w, patient->last_decision);
    for (uint32_t i = 0; i < patient->sim.n_plans && w->status == BM_OK; i++) {
        const struct bm__decision *decision = &patient->decisions[i];
        put_name(w, decision->name, BM__DECISION_NUMBERS);
        put(w, decision->id);
        put(w, patient->sim.now.side[i]);
        write_memory(w, &decision->functions, decision->user, "decision", decision->name);
    }
}

static void write_patient(struct writer *w, const bm_patient *patient, size_t total) {
    const struct bm__simulation *sim = &patient->sim;
    const struct bm__moment *now = &sim->now;
    const uint32_t n = sim->organism.ode.n, n_hooks = bm__hooks_count(sim->hooks);
    put(w, BM__SNAPSHOT_MAGIC);
    const int callbacks = n_hooks > 0 || sim->n_plans > 0;
    put(w, callbacks ? BM__SNAPSHOT_WITH_CALLBACKS : BM__SNAPSHOT_FORMAT);
    put(w, total);
    put(w, bm__letters(bm__model_name(patient->model)));
    put(w, bm__catalog_fingerprint());
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
    put_doubles(w, patient->day0.covariates, BM__N_COVARIATES);
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
