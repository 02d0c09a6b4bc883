/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Snapshots: little-endian, each number 8 bytes, in this order:
 *   magic, format version, total size, model name, fingerprint of the catalogue,
 *   rtol, max_steps, active agents, whether day 0 has been worked out, every parameter, every initial value, every
 *   covariate, courses, the moment (time, states, scales, rates, step memory), checksum of all before.
 * Day 0 is worked out anew from that: the same binary computes the same bits.
 */
#include "api/handles.h"

static const uint64_t MAGIC = 0x3150414e534d42ff; /* "\xffBMSNAP1" */
static const uint64_t FORMAT = 3;
/* The rate of what takes the place of a habit is the difference: no less than this. */
static const double LARGEST_HABIT = 3000.0;

/* Writes numbers, or with bytes NULL only counts them. */
struct writer {
    unsigned char *bytes;
    size_t size;
};

static void put(struct writer *w, uint64_t value) {
    if (w->bytes)
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

static uint64_t model_name(const bm_model *model) {
    const char *text = bm__model_name(model);
    uint64_t name = 0;
    for (size_t i = 0; i < 8 && text[i]; i++)
        name |= (uint64_t)(unsigned char)text[i] << 8 * i;
    return name;
}

static void write_patient(struct writer *w, const bm_patient *patient, size_t total) {
    const struct bm__simulation *sim = &patient->sim;
    const struct bm__moment *now = &sim->now;
    const uint32_t n = sim->organism.ode.n;
    put(w, MAGIC);
    put(w, FORMAT);
    put(w, total);
    put(w, model_name(patient->model));
    put(w, fingerprint());
    put_double(w, sim->rtol);
    put(w, sim->max_steps);
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
    put_doubles(w, now->rate[0], (size_t)BM__N_AGENTS * BM__MAX_RATES);
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
    put(w, w->bytes ? hash_bytes(HASH_BEGIN, w->bytes, w->size) : 0);
}

static size_t snapshot_size(const bm_patient *patient) {
    struct writer counter = {0};
    write_patient(&counter, patient, 0);
    return counter.size;
}

bm_status bm_patient_save_size(const bm_patient *patient, size_t *size) {
    if (!patient || !size)
        return BM_EINVAL;
    if (patient->sim.n_plans > 0)
        return BM_ESTATE;
    *size = snapshot_size(patient);
    return BM_OK;
}

bm_status bm_patient_save(bm_patient *patient, void *buffer, size_t size, size_t *written) {
    if (!patient)
        return BM_EINVAL;
    if (patient->busy)
        return bm__busy(patient, "save");
    if (!buffer)
        return bm__fail(patient, BM_EINVAL, "save: the buffer is NULL");
    if (patient->sim.n_plans > 0)
        return bm__fail(patient, BM_ESTATE, "save: the decision '%s' cannot be saved", patient->decisions[0].name);
    const bm_status prepared =
        bm__prepare(patient); /* so that the bytes do not tell whether she has been read before */
    if (prepared != BM_OK && patient->model->full)
        return prepared;
    const size_t needed = snapshot_size(patient);
    if (size < needed)
        return bm__fail(patient, BM_ESIZE, "save: the buffer has %llu bytes, needed are %llu", (unsigned long long)size,
                        (unsigned long long)needed);
    struct writer writer = {.bytes = buffer};
    write_patient(&writer, patient, needed);
    if (written)
        *written = writer.size;
    return BM_OK;
}

/* Reads the header; the reader then stands at the patient. */
static bm_status read_header(struct reader *r, const bm_model *model) {
    if (r->size < 6 * 8 || r->size % 8 != 0 || get(r) != MAGIC)
        return BM_EFORMAT;
    if (get(r) != FORMAT)
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
        course.agent = (uint32_t)get_integer(r, BM__N_AGENTS - 1);
        if (r->bad || !(bm__agents[course.agent]->models & models) || !(active >> course.agent & 1u))
            return BM_EFORMAT;
        const struct bm__agent *agent = bm__agents[course.agent];
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
        course.start_d = get_double(r, earliest_d, BM_NEVER_D);
        course.stop_d = get_double(r, earliest_d, BM_NEVER_D);
        course.adherence = get_double(r, 0.0, 1.0);
        for (uint32_t o = 0; o < BM__MAX_OPTIONS; o++)
            course.options[o] = o < agent->n_options ? get_option(r, &agent->options[o]) : get_double(r, 0.0, 0.0);
        sim->next_id = id;
        uint64_t added;
        if (!r->bad && bm__simulation_add(sim, &course, &added) != BM_OK)
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

/* Reads all after the header into a fresh patient. */
static bm_status read_patient(struct reader *r, bm_patient *patient) {
    struct bm__simulation *sim = &patient->sim;
    struct bm__moment *now = &sim->now;
    sim->rtol = get_double(r, BM__MINIMUM_RTOL, BM__MAXIMUM_RTOL);
    sim->max_steps = get(r);
    const uint64_t active = get_integer(r, (UINT64_C(1) << BM__N_AGENTS) - 1);
    const uint64_t prepared = get_integer(r, 1);
    for (uint32_t i = 0; i < patient->model->n_parameters; i++)
        sim->parameters[i] = get_double(r, bm__parameter_row(i)->minimum, bm__parameter_row(i)->maximum);
    get_doubles(r, sim->initial, BM__N_STATES, 0.0, DBL_MAX);
    for (uint32_t i = 0; i < BM__N_COVARIATES; i++)
        patient->baseline.covariates[i] = get_covariate(r, patient->model, i);
    if (r->bad)
        return BM_EFORMAT;
    if (bm__simulation_activate(sim, active) != BM_OK)
        return BM_ENOMEM;
    const bm_status courses = read_courses(r, patient, active);
    if (courses != BM_OK)
        return courses;
    if (prepared && bm__prepare(patient) != BM_OK)
        return BM_EFORMAT;

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
    return r->bad || r->position != r->size - 8 ? BM_EFORMAT : BM_OK;
}

bm_status bm_patient_load(const bm_model *model, const void *buffer, size_t size, bm_patient **out) {
    if (!model || !buffer || !out)
        return BM_EINVAL;
    struct reader reader = {.bytes = buffer, .size = size};
    bm_status status = read_header(&reader, model);
    if (status != BM_OK)
        return status;
    bm_patient *patient;
    status = bm_patient_create(model, NULL, &patient);
    if (status != BM_OK)
        return status;
    status = read_patient(&reader, patient);
    if (status != BM_OK) {
        bm_patient_destroy(patient);
        return status;
    }
    *out = patient;
    return BM_OK;
}
