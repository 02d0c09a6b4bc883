/* SPDX-License-Identifier: Apache-2.0 */
#include "bench.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct scenario scenarios[2] = {
    {.name = "denosumab_5y",
     .file = "b_denosumab.csv",
     .agent = BM__AGENT_denosumab,
     .dose = 60.0,
     .every_h = 4380.0,
     .n_doses = 6},
    {.name = "teriparatide_2y",
     .file = "c_teriparatide.csv",
     .agent = BM__AGENT_teriparatide,
     .dose = 20.0,
     .every_h = 24.0,
     .n_doses = 730},
};

static const struct bm__value_row body_states[] = {BM__BODY_STATES(BM__STATE_ROW)};
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

void die(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("bonemodel-bench: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

static void prepare_body(struct scenario *s) {
    struct bm__organism *o = &s->organism;
    for (uint32_t i = 0; i < BM__N_BODY_STATES; i++)
        s->x0[i] = body_states[i].value;
    bm__organism_lay_out(o, 1u << s->agent);
    if (bm__core_derive(core_parameters, s->x0, &o->k))
        die("the default parameters do not fit together");
    for (uint32_t a = 0, v = 0; a < BM__N_AGENTS; a++)
        for (uint32_t i = 0; i < bm__agents[a]->n_parameters; i++)
            o->p[v++] = bm__agents[a]->parameters[i].value;

    s->n_states = o->ode.n;
    for (uint32_t i = 0; i < BM__N_BODY_STATES; i++) {
        s->state_name[i] = body_states[i].name;
        s->scale[i] = body_states[i].kind == BM__STATE_BOOKS ? 0.0 : s->x0[i];
    }

    const struct bm__agent *agent = bm__agents[s->agent];
    const uint32_t first = o->first_state[s->agent];
    const double size = agent->amount(o->p + o->first_value[s->agent], NULL, s->dose);
    for (uint32_t i = 0; i < agent->n_states; i++) {
        s->state_name[first + i] = agent->states[i].name;
        s->scale[first + i] = agent->states[i].kind == BM__STATE_BOOKS ? 0.0 : size;
    }
}

/* The state that a table's column heading, up to a comma or the end of the line, names without "core."; or n_states. */
static uint32_t find_state(const struct scenario *s, const char *heading) {
    const size_t length = strcspn(heading, ",\r\n");
    for (uint32_t i = 0; i < s->n_states; i++) {
        const char *name = strchr(s->state_name[i], '.') + 1;
        if (strlen(name) == length && strncmp(name, heading, length) == 0)
            return i;
    }
    return s->n_states;
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
    if (n_known < BM__N_BODY_STATES)
        die("%s has columns for %u of the body's %d states", path, n_known, BM__N_BODY_STATES);

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
    prepare_body(s);
    read_table(s, directory);
}

void scenario_give(const struct scenario *s, double *x) {
    const struct bm__organism *o = &s->organism;
    x[o->first_state[s->agent]] += bm__agents[s->agent]->amount(o->p + o->first_value[s->agent], NULL, s->dose);
}
