/* SPDX-License-Identifier: Apache-2.0 */
#include "bench.h"

#include "api/handles.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* 10 doses within 5 years; averaged as bm_patient_prescribe() does it. */
struct scenario scenarios[N_SCENARIOS] = {
    {.name = "denosumab_5y",
     .model = "core",
     .file = "b_denosumab.csv",
     .courses = {{.agent = BM__AGENT_denosumab, .dose = 60.0, .every_d = 4380.0 / 24.0, .doses = 6}},
     .n_courses = 1},
    {.name = "teriparatide_2y",
     .model = "core",
     .file = "c_teriparatide.csv",
     .courses = {{.agent = BM__AGENT_teriparatide, .dose = 20.0, .every_d = 1.0, .doses = 730}},
     .n_courses = 1},
    {.name = "full_model_5y",
     .model = "full",
     .courses = {{.agent = BM__AGENT_letrozole, .dose = 2.5, .every_d = 1.0, .averaged = 1},
                 {.agent = BM__AGENT_zoledronic_acid, .dose = 4.0, .every_d = 182.625, .doses = 10}},
     .n_courses = 2},
    {.name = "cohort_1000",
     .model = "full",
     .courses = {{.agent = BM__AGENT_denosumab, .dose = 60.0, .every_d = 182.625, .doses = 10}},
     .n_courses = 1},
};

static const struct bm__value_row body_states[] = {BM__CORE_STATES(BM__STATE_ROW)};
static const double core_parameters[] = {
#define BM__ROW(name, value, ...) value,
    BM__CORE_PARAMETERS(BM__ROW)
#undef BM__ROW
};

double cpu_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return 1e3 * (double)now.tv_sec + 1e-6 * (double)now.tv_nsec;
}

double wall_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return 1e3 * (double)now.tv_sec + 1e-6 * (double)now.tv_nsec;
}

void die(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("bonemodel-bench: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

static void prepare_core(struct scenario *s) {
    struct bm__organism *o = &s->organism;
    const struct bm__course *course = &s->courses[0];
    for (uint32_t i = 0; i < BM__N_CORE_STATES; i++)
        s->x0[i] = body_states[i].value;
    bm__organism_lay_out(o, 0, 1u << course->agent);
    if (bm__core_derive(core_parameters, s->x0, &o->k))
        die("the default parameters do not fit together");
    for (uint32_t a = 0, v = 0; a < BM__N_AGENTS; a++)
        for (uint32_t i = 0; i < bm__agents[a]->n_parameters; i++)
            o->p[v++] = bm__agents[a]->parameters[i].value;

    s->n_states = s->n_columns = o->ode.n;
    for (uint32_t i = 0; i < BM__N_CORE_STATES; i++) {
        s->column_name[i] = body_states[i].name;
        s->scale[i] = body_states[i].kind == BM__STATE_BOOKS ? 0.0 : s->x0[i];
    }

    const struct bm__agent *agent = bm__agents[course->agent];
    const uint32_t first = o->first_state[course->agent];
    const double size = agent->amount(o->p + o->first_value[course->agent], NULL, course->dose);
    for (uint32_t i = 0; i < agent->n_states; i++) {
        s->column_name[first + i] = agent->states[i].name;
        s->scale[first + i] = agent->states[i].kind == BM__STATE_BOOKS ? 0.0 : size;
    }
}

bm_patient *scenario_patient(const struct scenario *s, const bm_model *model, double rtol) {
    bm_patient_options options;
    bm_patient_options_init(&options);
    options.rtol = rtol;
    options.max_steps = 1000000; /* what needs more has failed */
    bm_patient *patient = NULL;
    MUST(bm_patient_create(model, &options, &patient));
    for (uint32_t i = 0; i < s->n_courses; i++) {
        const struct bm__course *course = &s->courses[i];
        bm_prescription prescription;
        MUST(bm_prescription_init(model, bm__agents[course->agent]->name, &prescription));
        prescription.dose = course->dose;
        prescription.every_d = course->every_d;
        prescription.doses = course->doses;
        MUST(bm_patient_prescribe(patient, &prescription, NULL));
    }
    return patient;
}

void scenario_take_over(struct scenario *s) {
    bm_patient *later = NULL;
    double value;
    MUST(bm_patient_observe_index(s->reader, 0, &value)); /* through her history */
    MUST(bm_patient_clone(s->reader, &later));
    MUST(bm_patient_advance_to(later, 1.0)); /* scales of the drugs are known from the first dose on */
    const struct bm__simulation *sim = &s->reader->sim;
    s->organism = sim->organism;
    s->n_states = sim->organism.ode.n;
    s->begin_h = (sim->organism.e.history_from_age - sim->person.age_years) * BM__HOURS_PER_YEAR;
    memcpy(s->x0, sim->initial, BM__N_CORE_STATES * sizeof *s->x0);
    bm__extension_balance(&sim->organism.e, &sim->organism.k, s->begin_h, s->x0);
    memcpy(s->scale, later->sim.now.scale, s->n_states * sizeof *s->scale);
    bm_patient_destroy(later);
}

/* Compared are the core's states, bone densities, markers, hormones and levels of drugs. */
static void prepare_full(struct scenario *s) {
    static const char *const groups[] = {"core.", "bmd.", "marker.", "serum.", "drug."};
    bm_model_options options;
    bm_model_options_init(&options);
    options.name = s->model;
    bm_model *model = NULL;
    MUST(bm_model_create(&options, &model));
    s->reader = scenario_patient(s, model, 1e-11);
    scenario_take_over(s);
    for (size_t i = 0; i < bm_catalog_count(model, BM_KIND_OBSERVABLE); i++) {
        bm_catalog_entry row;
        MUST(bm_catalog_row(model, BM_KIND_OBSERVABLE, i, &row));
        for (size_t g = 0; g < BM__COUNT(groups); g++)
            if (strncmp(row.name, groups[g], strlen(groups[g])) == 0 && strcmp(row.name, "core.UCA") != 0)
                s->column_name[s->n_columns++] = row.name;
    }
    for (s->n_samples = 0; s->n_samples < 261; s->n_samples++)
        s->time_h[s->n_samples] = 7.0 * 24.0 * s->n_samples;
    for (uint32_t i = 0; i < s->n_samples; i++)
        for (uint32_t j = 0; j < s->n_columns; j++)
            s->table[i][j] = (double)NAN;
    bm_model_destroy(model);
}

/* The state that a table's column heading, up to a comma or the end of the line, names without "core."; or n_columns.
 */
static uint32_t find_state(const struct scenario *s, const char *heading) {
    const size_t length = strcspn(heading, ",\r\n");
    for (uint32_t i = 0; i < s->n_columns; i++) {
        const char *name = strchr(s->column_name[i], '.') + 1;
        if (strlen(name) == length && strncmp(name, heading, length) == 0)
            return i;
    }
    return s->n_columns;
}

static void read_table(struct scenario *s, const char *directory) {
    char path[1024], line[8192];
    snprintf(path, sizeof path, "%s/%s", directory, s->file);
    FILE *file = fopen(path, "r");
    if (!file)
        die("cannot open %s", path);
    uint32_t state[BM__MAX_STATES + 16], n_columns = 0, n_known = 0; /* state of each column after the time */
    if (!fgets(line, sizeof line, file))
        die("%s is empty", path);
    for (const char *p = strchr(line, ','); p && n_columns < BM__COUNT(state); p = strchr(p + 1, ','))
        n_known += (state[n_columns++] = find_state(s, p + 1)) < s->n_states;
    if (n_known < BM__N_CORE_STATES)
        die("%s has columns for %u of the body's %d states", path, n_known, BM__N_CORE_STATES);

    for (uint32_t i = 0; i < BENCH_MAX_SAMPLES; i++)
        for (uint32_t j = 0; j < BM__MAX_STATES; j++)
            s->table[i][j] = (double)NAN;
    while (fgets(line, sizeof line, file)) {
        if (s->n_samples == BENCH_MAX_SAMPLES)
            die("%s has more than %d rows", path, BENCH_MAX_SAMPLES);
        char *p = line;
        s->time_h[s->n_samples] = 24.0 * strtod(p, &p);
        for (uint32_t c = 0; c < n_columns && *p == ','; c++) {
            const double value = strtod(p + 1, &p);
            if (state[c] < s->n_states)
                s->table[s->n_samples][state[c]] = value;
        }
        s->n_samples++;
    }
    fclose(file);
    if (s->n_samples < 2)
        die("%s has no samples", path);
}

void scenario_load(struct scenario *s, const char *directory) {
    for (uint32_t i = 0; i < s->n_courses; i++) {
        s->courses[i].stop_d = BM_NEVER_D;
        s->courses[i].adherence = 1.0;
    }
    if (s->file) {
        prepare_core(s);
        read_table(s, directory);
    } else {
        prepare_full(s);
    }
}

double scenario_give(const struct scenario *s, double time_d, double *x, double (*rates)[BM__MAX_RATES]) {
    const struct bm__organism *o = &s->organism;
    double next_d = BM_NEVER_D;
    for (uint32_t i = 0; i < s->n_courses; i++) {
        const struct bm__course *course = &s->courses[i];
        const double size =
            bm__agents[course->agent]->amount(o->p + o->first_value[course->agent], course->options, course->dose);
        if (bm__course_doses_at(course, time_d))
            x[o->first_state[course->agent]] += size;
        rates[course->agent][0] = bm__course_flow_at(course, time_d) * size / (course->every_d * 24.0);
        next_d = fmin(next_d, bm__course_next_after(course, time_d));
    }
    return next_d;
}

void scenario_read(const struct scenario *s, double (*samples)[BM__MAX_STATES]) {
    if (!s->reader)
        return;
    bm_patient *reader = s->reader; /* her day 0 is that of the samples */
    memcpy(reader->sim.x_day_0, samples[0], BM__N_BODY_STATES * sizeof(double));
    bm__simulation_levels(&reader->sim, 0.0, samples[0], &reader->sim.levels_day_0);
    for (uint32_t i = 0; i < s->n_samples; i++) {
        double x[BM__MAX_STATES];
        memcpy(x, samples[i], sizeof x);
        struct bm__view view;
        bm__look(&view, &reader->sim, &reader->day0.reference, s->time_h[i] / 24.0, x);
        for (uint32_t j = 0; j < s->n_columns; j++) {
            size_t index;
            MUST(bm_catalog_find(reader->model, BM_KIND_OBSERVABLE, s->column_name[j], &index));
            samples[i][j] = bm__observe(reader, index, &view);
        }
    }
}
