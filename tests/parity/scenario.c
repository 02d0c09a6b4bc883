/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario.h"

#include "support/core_case.h"

#define NO_AGENT .agent = -1
const struct scenario scenarios[N_SCENARIOS] = {
    {.name = "a_baseline", NO_AGENT},
    {.name = "b_denosumab", .agent = BM__AGENT_denosumab, .dose = 60.0, .every_h = 4380.0, .n_doses = 6},
    {.name = "c_teriparatide", .agent = BM__AGENT_teriparatide, .dose = 20.0, .every_h = 24.0, .n_doses = 730},
    {.name = "d1_menopause", .set = {{"ESTON", 1.0}}, NO_AGENT},
    {.name = "d2_menopause_onset", .set = {{"ESTON", 1.0}, {"ageENTER", 8736.0 * (51.0 - 1.66)}}, NO_AGENT},
    {.name = "d3_estrogen_half", .set = {{"EST", 0.5}}, NO_AGENT},
    {.name = "d4_estrogen_fifth", .set = {{"EST", 0.2}}, NO_AGENT},
    {.name = "e1_pth_infusion", .agent = BM__AGENT_pth_infusion, .dose = 385.0, .off_h = 5 * 8760.0},
    {.name = "e2_gfr_minus50", .set = {{"GFRdelta", 50.0}}, NO_AGENT},
    {.name = "e3_gfr_minus84", .set = {{"GFRdelta", 84.0}}, NO_AGENT},
    {.name = "e4_calcium_half", .set = {{"OralCa", 24.055 / 24.0 * 0.5}}, NO_AGENT},
    {.name = "e5_calcium_x1.5", .set = {{"OralCa", 24.055 / 24.0 * 1.5}}, NO_AGENT},
    {.name = "e6_phosphate_half", .set = {{"OralPhos", 10.5 / 24.0 * 0.5}}, NO_AGENT},
    {.name = "e7_phosphate_x1.5", .set = {{"OralPhos", 10.5 / 24.0 * 1.5}}, NO_AGENT},
    {.name = "e8_calcitriol_half", .set = {{"T65", 3.15}}, NO_AGENT},
    {.name = "e9_gland_x2", .set = {{"PTmax", 2.0}}, NO_AGENT},
};

long solve_steps, solve_evaluations;

void course_begin(struct course *course, const struct scenario *scenario) {
    struct core_case c;
    *course = (struct course){.scenario = scenario};
    core_case_default(&c);
    for (size_t i = 0; i < BM_COUNT(scenario->set) && scenario->set[i].name; i++) {
        const int p = core_find_parameter(scenario->set[i].name), s = core_find_state(scenario->set[i].name);
        assert_true((p >= 0) != (s >= 0));
        *(p >= 0 ? &c.p[p] : &c.x0[s]) = scenario->set[i].value;
    }
    core_case_derive(&c);
    struct bm__organism *organism = &course->organism;
    bm__organism_lay_out(organism, 0, scenario->agent < 0 ? 0 : UINT64_C(1) << scenario->agent);
    organism->k = c.k;
    for (uint32_t a = 0; a < BM__N_AGENTS; a++)
        for (uint32_t i = 0; i < bm__agents[a]->n_parameters; i++)
            organism->p[organism->first_value[a] + i] = bm__agents[a]->parameters[i].value;
    for (int i = 0; i < BM__N_CORE_STATES; i++) {
        course->x[i] = c.x0[i];
        course->scale[i] = core_state_rows[i].kind == BM__STATE_BOOKS ? 0.0 : core_state_rows[i].value;
    }
}

int course_apply(struct course *course, double t_h) {
    const struct scenario *s = course->scenario;
    if (s->agent < 0)
        return 0;
    const struct bm__agent *agent = bm__agents[s->agent];
    if (!agent->amount) {
        const double rate = t_h < s->off_h ? s->dose : 0.0, before = course->organism.rate[s->agent][0];
        course->organism.rate[s->agent][0] = rate;
        return rate != before;
    }
    if (course->doses_given >= s->n_doses || t_h < course->doses_given * s->every_h)
        return 0;
    const uint32_t first = course->organism.first_state[s->agent];
    const double size = agent->amount(course->organism.p + course->organism.first_value[s->agent], NULL, s->dose);
    course->x[first] += size;
    for (uint32_t i = 0; i < agent->n_states; i++)
        course->scale[first + i] = agent->states[i].kind == BM__STATE_BOOKS ? 0.0 : size;
    course->doses_given++;
    return 1;
}

double course_next_h(const struct course *course, double t_h) {
    const struct scenario *s = course->scenario;
    if (s->agent >= 0 && course->doses_given < s->n_doses)
        return course->doses_given * s->every_h;
    return s->off_h > t_h ? s->off_h : (double)INFINITY;
}

int course_find_state(const struct course *course, const char *name) {
    const int i = core_find_state(name);
    if (i >= 0 || course->scenario->agent < 0)
        return i;
    const struct bm__agent *agent = bm__agents[course->scenario->agent];
    for (uint32_t s = 0; s < agent->n_states; s++) {
        const char *dot = strrchr(agent->states[s].name, '.');
        if (strcmp(dot ? dot + 1 : agent->states[s].name, name) == 0)
            return (int)(course->organism.first_state[course->scenario->agent] + s);
    }
    return -1;
}

static const char *state_name(const struct course *course, uint32_t i) {
    if (i < BM__N_CORE_STATES)
        return core_state_rows[i].name;
    const uint32_t agent = (uint32_t)course->scenario->agent;
    return bm__agents[agent]->states[i - course->organism.first_state[agent]].name;
}

/* Folds one state's difference into the worst one. */
static void fold(double *worst, char where[64], double difference, double largest, const char *name, double t_h) {
    const double relative = largest > 0.0 ? difference / largest : difference;
    if (!(relative <= *worst)) {
        *worst = relative;
        snprintf(where, 64, "%s at %g d", name, t_h / 24.0);
    }
}

double samples_difference(const struct course *course, const struct samples *a, const struct samples *b,
                          char where[64]) {
    double worst = 0.0;
    assert_int_equal(a->n, b->n);
    for (uint32_t i = 0; i < course->organism.ode.n; i++) {
        double largest = 0.0, difference = 0.0, t_h = 0.0;
        for (int s = 0; s < a->n; s++) {
            const double d = fabs(a->x[s][i] - b->x[s][i]);
            largest = fmax(largest, fabs(b->x[s][i]));
            if (!(d <= difference))
                difference = d, t_h = a->t_h[s];
        }
        fold(&worst, where, difference, largest, state_name(course, i), t_h);
    }
    return worst;
}

double table_difference(const struct course *course, const struct samples *a, const struct bm_csv *table,
                        int *n_compared, char where[64]) {
    double worst = 0.0;
    assert_int_equal(a->n, table->n_rows);
    *n_compared = 0;
    for (int column = 1; column < table->n_columns; column++) {
        const int i = course_find_state(course, table->column[column]);
        double largest = 0.0, difference = 0.0, t_h = 0.0;
        for (int s = 0; s < a->n; s++) {
            const double expected = bm_csv_at(table, s, column), found = i < 0 ? 0.0 : a->x[s][i];
            const double d = fabs(found - expected);
            largest = fmax(largest, fabs(expected));
            if (!(d <= difference))
                difference = d, t_h = a->t_h[s];
        }
        fold(&worst, where, difference, largest, table->column[column], t_h);
        (*n_compared)++;
    }
    return worst;
}
