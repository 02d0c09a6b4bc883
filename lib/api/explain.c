/* SPDX-License-Identifier: Apache-2.0 */
/* What a change comes from: the parts of prescriptions, ageing, menopause and habits, as Shapley values. */
#include "api/handles.h"

enum { MOST = 8 };

/* Something that may act between now and a time, or not. */
struct player {
    uint32_t kind; /* BM_PART_... */
    uint64_t id;
    const char *name;
};

struct explanation {
    bm_patient *patient;
    double from_d, to_d;
    size_t observable;
    uint32_t n; /* more than MOST: too many, and the rest are not there */
    struct player players[MOST];
    double before, after[1 << MOST]; /* the observable now; and at to_d, when those of a set of bits act */
};

static void add(struct explanation *e, uint32_t kind, uint64_t id, const char *name) {
    if (e->n < MOST)
        e->players[e->n] = (struct player){kind, id, name};
    e->n++;
}

static int runs(const struct explanation *e, const struct bm__course *course) {
    return course->adherence > 0.0 && course->start_d < e->to_d && bm__course_end(course) > e->from_d;
}

/* A habit that she has, unless something prescribed takes its place. Caffeine counts when it was given. */
static void add_habit(struct explanation *e, uint32_t agent) {
    const struct bm__simulation *sim = &e->patient->sim;
    const uint32_t habit = bm__agents[agent]->replaces;
    if (!(sim->person.habits[habit] > 0.0) ||
        (habit == BM__HABIT_CAFFEINE && isnan(e->patient->day0.covariates[BM__C_caffeine])))
        return;
    for (uint32_t i = 0; i < sim->n_courses; i++)
        if (sim->courses[i].agent == agent && runs(e, &sim->courses[i]))
            return;
    add(e, BM_PART_HABIT, 0, bm__agents[agent]->name);
}

static void find_players(struct explanation *e) {
    const struct bm__simulation *sim = &e->patient->sim;
    for (uint32_t i = 0; i < sim->n_courses; i++)
        if (runs(e, &sim->courses[i]))
            add(e, BM_PART_PRESCRIPTION, sim->courses[i].id, bm__agent_of(sim, sim->courses[i].agent)->name);
    if (!e->patient->model->full)
        return;
    add(e, BM_PART_AGEING, 0, "ageing");
    add(e, BM_PART_MENOPAUSE, 0, "menopause");
    for (uint32_t a = 0; a < BM__N_AGENTS; a++)
        if (bm__agents[a]->replaces != BM__HABIT_NONE)
            add_habit(e, a);
}

/* From now on it does not act. */
static bm_status leave_out(bm_patient *patient, const struct player *player, double now_d) {
    bm_prescription none;
    switch (player->kind) {
    case BM_PART_PRESCRIPTION:
        return bm_patient_stop(patient, player->id, now_d);
    case BM_PART_AGEING:
        patient->sim.person.ageing_held = 1;
        break;
    case BM_PART_MENOPAUSE:
        patient->sim.person.menopause_held = 1;
        break;
    default: /* a habit: she gives it up */
        bm_prescription_init(patient->model, player->name, &none);
        none.dose = 0.0;
        none.start_d = now_d;
        return bm_patient_prescribe(patient, &none, NULL);
    }
    patient->sim.person.held_years = now_d / BM__DAYS_PER_YEAR;
    bm__simulation_refresh(&patient->sim);
    return BM_OK;
}

/* How it ends when a set acts. */
static bm_status simulate(struct explanation *e, uint32_t set) {
    bm_patient *clone;
    bm_status status = bm_patient_clone(e->patient, &clone);
    if (status != BM_OK)
        return bm__fail(e->patient, status, "explain: no copy of the patient: %s", bm_status_text(status));
    for (uint32_t i = 0; i < e->n && status == BM_OK; i++)
        if (!(set >> i & 1u))
            status = leave_out(clone, &e->players[i], e->from_d);
    if (status == BM_OK)
        status = bm_patient_advance_to(clone, e->to_d);
    if (status == BM_OK)
        status = bm_patient_observe_index(clone, e->observable, &e->after[set]);
    if (status != BM_OK)
        bm__fail(e->patient, status, "explain: without some of the parts: %.160s", clone->error);
    bm_patient_destroy(clone);
    return status;
}

static bm_status simulate_all(struct explanation *e) {
    bm_patient *patient = e->patient;
    const uint32_t n_sets = 1u << e->n;
    for (uint32_t set = 0; set < n_sets; set++) {
        const bm_status status = simulate(e, set);
        if (status != BM_OK)
            return status;
        if (!patient->progress)
            continue;
        patient->busy = 1;
        const int32_t answer = patient->progress(patient->progress_user, e->to_d, (double)(set + 1) / (double)n_sets);
        patient->busy = 0;
        if (answer != 0)
            return bm__fail(patient, BM_ECANCELLED, "explain: the progress callback cancelled the call");
    }
    return BM_OK;
}

/* A player's mean difference over all orders in which the players may come: a set of k others comes before it in a part
 * k! (n - k - 1)!/n! of them. */
static double shapley(const struct explanation *e, uint32_t player) {
    double weight[MOST], sum = 0.0;
    weight[0] = 1.0 / e->n;
    for (uint32_t k = 1; k < e->n; k++)
        weight[k] = weight[k - 1] * k / (e->n - k);
    for (uint32_t set = 0; set < 1u << e->n; set++) {
        if (set >> player & 1u)
            continue;
        uint32_t k = 0;
        for (uint32_t bits = set; bits; bits &= bits - 1)
            k++;
        sum += weight[k] * (e->after[set | 1u << player] - e->after[set]);
    }
    return sum;
}

static bm_status check(bm_patient *patient, double to_d, size_t observable, const bm_part *parts, size_t part_size) {
    static const size_t first = offsetof(bm_part, value) + sizeof(double);
    if (!parts)
        return bm__fail(patient, BM_EINVAL, "explain: parts is NULL");
    if (part_size < first || part_size > UINT32_MAX)
        return bm__fail(patient, BM_ESIZE, "explain: the size of a part is %llu, allowed is %lu or more",
                        (unsigned long long)part_size, (unsigned long)first);
    if (observable >= patient->model->n_observables)
        return bm__fail(patient, BM_ENOTFOUND, "explain: observable %llu, allowed is 0 to %lu",
                        (unsigned long long)observable, (unsigned long)patient->model->n_observables - 1);
    if (!(to_d > patient->sim.now.time_d && to_d <= BM_MAX_TIME_D))
        return bm__fail(patient, BM_ERANGE,
                        "explain: the time is day %g, allowed is after the present day %g, up to %g", to_d,
                        patient->sim.now.time_d, BM_MAX_TIME_D);
    if (patient->sim.n_decisions > 0)
        return bm__fail(patient, BM_ECONFLICT,
                        "explain: the patient has the decision '%s', and would be asked about women who never were; "
                        "allowed is a patient without decisions",
                        patient->deciders[0].name);
    return BM_OK;
}

/* Writes part i of the host's list, as far apart as its build has them. */
static void write_part(bm_part *parts, size_t part_size, size_t i, const struct player *player, double value) {
    const bm_part part = {(uint32_t)part_size, player->kind, player->id, player->name, value};
    bm__copy_struct((char *)parts + i * part_size, part_size, &part, sizeof part);
}

bm_status bm_patient_explain_sized(bm_patient *patient, double to_d, size_t observable, bm_part *parts,
                                   size_t part_size, size_t capacity, size_t *n_parts) {
    if (!patient)
        return BM_EINVAL;
    if (patient->busy)
        return bm__busy(patient, "explain");
    if (!n_parts)
        return bm__fail(patient, BM_EINVAL, "explain: n_parts is NULL");
    bm_status status = check(patient, to_d, observable, parts, part_size);
    if (status == BM_OK)
        status = bm__prepare(patient);
    if (status != BM_OK)
        return status;
    struct explanation e = {
        .patient = patient, .from_d = patient->sim.now.time_d, .to_d = to_d, .observable = observable};
    find_players(&e);
    if (e.n > MOST)
        return bm__fail(
            patient, BM_ECONFLICT,
            "explain: %lu prescriptions, ageing, menopause and habits act between day %g and day %g, allowed "
            "are %d together",
            (unsigned long)e.n, e.from_d, to_d, MOST);
    if (capacity < e.n + 1u)
        return bm__fail(patient, BM_ESIZE, "explain: there is room for %llu parts, needed is %lu",
                        (unsigned long long)capacity, (unsigned long)e.n + 1);
    status = bm_patient_observe_index(patient, observable, &e.before);
    if (status == BM_OK)
        status = simulate_all(&e);
    if (status != BM_OK)
        return status;
    const struct player under_way = {BM_PART_UNDER_WAY, 0, "under_way"};
    write_part(parts, part_size, 0, &under_way, e.after[0] - e.before);
    for (uint32_t i = 0; i < e.n; i++)
        write_part(parts, part_size, i + 1u, &e.players[i], shapley(&e, i));
    *n_parts = e.n + 1u;
    return BM_OK;
}
