/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a patient from a snapshot, which may hold anything: what cannot be is refused. */
#include <stdio.h>

#include "api/snapshot_names.h"
#include "api/snapshot_reader.h"

/* The rate of what takes the place of a habit is the difference: no less than this. */
static const double LARGEST_HABIT = 3000.0;

/* The model and its equations. */
static bm_status read_model(struct bm__reader *r, const bm_model *model) {
    if (bm__get(r) != bm__letters(bm__model_name(model)))
        return bm__refuse(r, BM_EMODEL, "load: the snapshot is of another model, allowed is one of the model %s",
                          bm__model_name(model));
    uint64_t equations = bm__get(r);
    if (bm__by_place(r)) {
        if (equations != BM__FROZEN_FINGERPRINT)
            return bm__refuse(r, BM_EMODEL, "load: the snapshot is of format %d and of a state that was not released",
                              (int)r->format);
        equations = BM__FROZEN_EQUATIONS;
    }
    if (!bm__model_knows_equations(model, equations))
        return bm__refuse(r, BM_EMODEL,
                          "load: the snapshot was made with equations number %llu of the model %s, and those of this "
                          "library have number %u",
                          (unsigned long long)equations, bm__model_name(model), bm__model_equations(model));
    return BM_OK;
}

/* Reads the header; the reader then stands at the patient. */
static bm_status read_header(struct bm__reader *r, const bm_model *model) {
    if (r->size < 6 * 8 || r->size % 8 != 0 || bm__get(r) != BM__SNAPSHOT_MAGIC)
        return BM_EFORMAT;
    r->format = bm__get(r);
    if (r->format < BM__SNAPSHOT_BY_PLACE || r->format > BM__SNAPSHOT_WITH_WALK)
        return BM_EVERSION;
    if (bm__get(r) != r->size)
        return BM_EFORMAT;
    struct bm__reader checksum = {.bytes = r->bytes, .size = r->size, .position = r->size - 8};
    if (bm__get(&checksum) != bm__hash(BM__HASH_BEGIN, r->bytes, r->size - 8))
        return BM_EFORMAT;
    return read_model(r, model);
}

static void get_calibration(struct bm__reader *r, bm_patient *patient) {
    char name[BM__CALIBRATION_LENGTH + 1] = {0};
    bm__get_name(r, name, BM__CALIBRATION_NUMBERS);
    const size_t length = strlen(name);
    r->bad |= length == 0 || length >= BM__CALIBRATION_LENGTH;
    for (size_t i = 0; i < BM__CALIBRATION_LENGTH; i++)
        r->bad |= i < length ? name[i] <= ' ' || name[i] > '~' : name[i] != 0;
    memcpy(patient->calibration, name, sizeof patient->calibration);
}

/* The agents that take part, as bits of the library; and in a snapshot by place, as its own bits. */
static bm_status read_agents(struct bm__reader *r, const bm_patient *patient, uint64_t *active, uint64_t *frozen,
                             struct bm__rows *agents) {
    const struct bm__hooks *hooks = patient->sim.hooks;
    const uint64_t every = bm__hooks_active(hooks, 0) | bm__hooks_active(hooks, 1);
    *frozen = 0;
    if (bm__by_place(r)) {
        const uint32_t n_hooks = bm__hooks_count(hooks), n_frozen = BM__COUNT(bm__frozen_agents);
        *frozen = bm__get_integer(r, (UINT64_C(1) << (n_frozen + n_hooks)) - 1);
        if (*frozen >> n_frozen != every >> BM__N_AGENTS)
            return BM_EFORMAT;
    }
    const bm_status status = bm__read_list(r, patient, BM__LIST_AGENTS, *frozen, agents);
    *active = every;
    for (uint32_t i = 0; status == BM_OK && i < agents->n; i++)
        *active |= UINT64_C(1) << agents->row[i];
    return status;
}

/* Her parameters, initial values and covariates; what is not there is as she was created. */
static bm_status read_values(struct bm__reader *r, bm_patient *patient) {
    struct bm__simulation *sim = &patient->sim;
    struct bm__rows list;
    bm_status status = bm__read_list(r, patient, BM__LIST_PARAMETERS, 0, &list);
    if (status != BM_OK)
        return status;
    for (uint32_t i = 0; i < list.n; i++) {
        const struct bm__value_row *row = bm__parameter_row(list.row[i]);
        sim->parameters[list.row[i]] = bm__get_double(r, row->minimum, row->maximum);
    }
    if (bm__by_place(r))
        snprintf(patient->calibration, sizeof patient->calibration, "%s", BM__FROZEN_CORE);
    status = bm__read_list(r, patient, BM__LIST_INITIAL, 0, &list);
    if (status != BM_OK)
        return status;
    for (uint32_t i = 0; i < list.n; i++)
        sim->initial[list.row[i]] = bm__get_double(r, 0.0, DBL_MAX);
    status = bm__read_list(r, patient, BM__LIST_COVARIATES, 0, &list);
    if (status != BM_OK)
        return status;
    for (uint32_t i = 0; i < list.n; i++) {
        bm_catalog_entry row = {.minimum = 1.0, .maximum = 0.0}; /* the core has none */
        if (patient->model->full)
            bm__catalog_entry(patient->model, BM_KIND_COVARIATE, list.row[i], &row);
        patient->day0.covariates[list.row[i]] = bm__get_if_given(r, row.minimum, row.maximum);
    }
    return r->bad ? BM_EFORMAT : BM_OK;
}

static bm_status read_lessons(struct bm__reader *r, bm_patient *patient) {
    const uint64_t n = bm__get_integer(r, r->size / 32);
    if (r->bad || n == 0)
        return r->bad ? BM_EFORMAT : BM_OK;
    patient->lessons = bm__allocate(&patient->model->allocator, (size_t)n, sizeof *patient->lessons);
    if (!patient->lessons)
        return BM_ENOMEM;
    patient->learned.n = (size_t)n;
    patient->learned.lessons = patient->lessons;
    for (size_t i = 0; i < n; i++) {
        struct bm__lesson *lesson = &patient->lessons[i];
        const uint64_t key = bm__get(r);
        while (lesson->of < BM__OF_BLOOD && bm__lesson_key(lesson->of) != key)
            lesson->of++;
        r->bad |= bm__lesson_key(lesson->of) != key;
        lesson->time_d = bm__get_double(r, 0.0, BM_MAX_TIME_D);
        lesson->pace = bm__study_pace(lesson->time_d);
        lesson->study_sd = bm__get_double(r, 0.0, 100.0);
        lesson->alpha = bm__get_double(r, -DBL_MAX, DBL_MAX);
    }
    return r->bad ? BM_EFORMAT : BM_OK;
}

/* What her walk and study follow from; what is not there is none. */
static bm_status read_walk(struct bm__reader *r, bm_patient *patient) {
    struct bm__rows list;
    const bm_status status = bm__read_list(r, patient, BM__LIST_WALK, 0, &list);
    if (status != BM_OK)
        return status;
    for (uint32_t i = 0; i < list.n; i++) {
        const uint32_t row = list.row[i];
        if (row == BM__WALK_SEED)
            patient->walk.seed = bm__get(r);
        else if (row == BM__WALK_MEMBER)
            patient->walk.member = bm__get(r);
        else if (row == BM__STUDY_SEED)
            patient->study.seed = bm__get(r);
        else if (row == BM__STUDY_NUMBER)
            patient->study.number = bm__get(r);
        else if (row == BM__STUDY_ARM)
            patient->study.arm = (uint32_t)bm__get_integer(r, UINT32_MAX);
        else if (row == BM__STUDY_SIZE)
            patient->study.size = bm__get_double(r, 0.0, 3.0);
        else if (row < BM__STUDY_SEED)
            patient->walk.sd[row - BM__WALK_SITES] = bm__get_double(r, 0.0, 1.0);
        else if (row < BM__LEARNED_START + BM__N_SITES)
            patient->learned.start[row - BM__LEARNED_START] = bm__get_double(r, -10.0, 10.0);
        else
            patient->learned.start_variance[row - BM__LEARNED_START - BM__N_SITES] = bm__get_double(r, 0.0, 10.0);
    }
    return r->bad ? BM_EFORMAT : read_lessons(r, patient);
}

/* A value of each state in the list, then of each of the hooks'. */
static void get_states(struct bm__reader *r, const bm_patient *patient, const struct bm__rows *list, double minimum,
                       double maximum, double *values) {
    const uint32_t n_own = bm__list_rows(patient, BM__LIST_STATES);
    for (uint32_t i = 0; i < list->n; i++)
        values[list->row[i]] = bm__get_double(r, minimum, maximum);
    bm__get_doubles(r, values + n_own, patient->sim.organism.ode.n - n_own, minimum, maximum);
}

/* The rates of the library's agents: by place, of all there were; else, of those that take part. */
static bm_status read_rates(struct bm__reader *r, bm_patient *patient, const struct bm__rows *agents) {
    struct bm__moment *now = &patient->sim.now;
    struct bm__rows every;
    const uint64_t all = (UINT64_C(1) << BM__COUNT(bm__frozen_agents)) - 1;
    const bm_status status = bm__by_place(r) ? bm__read_list(r, patient, BM__LIST_AGENTS, all, &every) : BM_OK;
    const struct bm__rows *list = bm__by_place(r) ? &every : agents;
    for (uint32_t i = 0; status == BM_OK && i < list->n; i++)
        bm__get_doubles(r, now->rate[list->row[i]], BM__MAX_RATES, -LARGEST_HABIT, DBL_MAX);
    bm__get_doubles(r, now->rate[BM__N_AGENTS], (size_t)bm__hooks_count(patient->sim.hooks) * BM__MAX_RATES, -DBL_MAX,
                    DBL_MAX);
    return status;
}

static void read_steps(struct bm__reader *r, struct bm__step_memory *steps) {
    steps->h = bm__get_double(r, 0.0, DBL_MAX);
    steps->h_restart = bm__get_double(r, 0.0, DBL_MAX);
    steps->above = (uint32_t)bm__get_integer(r, 1);
    steps->restarted = (uint32_t)bm__get_integer(r, 1);
    steps->rejected_last = (uint32_t)bm__get_integer(r, 1);
    steps->steps = bm__get(r);
    steps->rejected = bm__get(r);
    steps->evaluations = bm__get(r);
    steps->factorizations = bm__get(r);
    steps->crossings = bm__get(r);
}

/* The moment; a state that is not there is in balance. Without day 0, nothing is in balance yet. */
static bm_status read_moment(struct bm__reader *r, bm_patient *patient, int prepared, uint64_t frozen,
                             const struct bm__rows *agents) {
    struct bm__simulation *sim = &patient->sim;
    struct bm__moment *now = &sim->now;
    struct bm__rows states;
    const double time_d = bm__get_double(r, 0.0, prepared ? BM_MAX_TIME_D : 0.0);
    if (r->bad)
        return BM_EFORMAT;
    bm_status status = bm__read_list(r, patient, BM__LIST_STATES, frozen, &states);
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
static bm_status read_patient(struct bm__reader *r, bm_patient *patient, const bm_callbacks *callbacks) {
    struct bm__simulation *sim = &patient->sim;
    sim->rtol = bm__get_double(r, BM__MINIMUM_RTOL, BM__MAXIMUM_RTOL);
    sim->max_steps = bm__get(r);
    if (!bm__by_place(r))
        get_calibration(r, patient);
    if (r->bad)
        return BM_EFORMAT;
    const int with_callbacks = r->format != BM__SNAPSHOT_BY_PLACE;
    bm_status status = with_callbacks ? bm__read_hooks(r, patient, callbacks) : BM_OK;
    if (status != BM_OK)
        return status;
    const uint64_t later = bm__hooks_active(sim->hooks, 1);
    uint64_t active, frozen;
    struct bm__rows agents;
    status = read_agents(r, patient, &active, &frozen, &agents);
    if (status != BM_OK)
        return status;
    const int prepared = (int)bm__get_integer(r, 1);
    status = read_values(r, patient);
    if (status == BM_OK && r->format == BM__SNAPSHOT_WITH_WALK)
        status = read_walk(r, patient);
    if (status != BM_OK)
        return status;
    if (bm__simulation_activate(sim, active & ~later) != BM_OK)
        return BM_ENOMEM;
    status = bm__read_courses(r, patient, active);
    if (status != BM_OK)
        return status;
    if (prepared && bm__prepare(patient) != BM_OK)
        return bm__simulation_stopped(sim) != BM_OK ? bm__simulation_stopped(sim) : BM_EFORMAT;
    if (bm__simulation_activate(sim, later) != BM_OK)
        return BM_ENOMEM;
    status = read_moment(r, patient, prepared, frozen, &agents);
    if (status == BM_OK && with_callbacks)
        status = bm__read_decisions(r, patient, callbacks);
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
    struct bm__reader reader = {
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
            bm__refuse(&reader, status, "%s", patient->error); /* what a hook or decision was refused for, or "" */
        bm_patient_destroy(patient);
        return status;
    }
    *out = patient;
    return BM_OK;
}
