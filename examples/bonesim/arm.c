/* SPDX-License-Identifier: Apache-2.0 */
/* What an arm's patient is given, by the calendar or by what is observed. */
#include "bonesim.h"

#include <stdlib.h>
#include <string.h>

void bs_find_exercise(const bm_model *model, struct bs_intervention *intervention) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(intervention->json, BS_EXERCISE);
    for (size_t i = 0; i < intervention->parameters.count; i++) {
        bm_named_value *parameter = &intervention->parameters.items[i];
        bm_catalog_entry row;
        size_t index;
        if (strcmp(parameter->name, BS_EXERCISE) != 0)
            continue;
        parameter->value = (double)NAN;
        if (cJSON_IsString(item) && bm_catalog_find(model, BM_KIND_EXERCISE, item->valuestring, &index) == BM_OK &&
            bm_catalog_row(model, BM_KIND_EXERCISE, index, &row) == BM_OK)
            parameter->value = row.default_value;
    }
}

static bm_status fill_prescription(const bm_model *model, const struct bs_intervention *intervention, double start_d,
                                   bm_prescription *prescription) {
    bm_status result = bm_prescription_init(model, intervention->agent, prescription);
    if (result != BM_OK)
        return result;
    if (!isnan(intervention->dose))
        prescription->dose = intervention->dose;
    if (!isnan(intervention->every_d))
        prescription->every_d = intervention->every_d;
    prescription->doses = intervention->doses;
    prescription->start_d = start_d;
    prescription->stop_d = intervention->stop_d;
    prescription->adherence = intervention->adherence;
    prescription->parameters = intervention->parameters.count ? intervention->parameters.items : NULL;
    prescription->n_parameters = intervention->parameters.count;
    return BM_OK;
}

bm_status bs_prescribe(const bm_model *model, bm_patient *patient, const struct bs_intervention *intervention,
                       double start_d, uint64_t *id) {
    bm_prescription prescription;
    bm_status result = fill_prescription(model, intervention, start_d, &prescription);
    return result == BM_OK ? bm_patient_prescribe(patient, &prescription, id) : result;
}

/* An intervention's rules are checked on one calendar. */
static double every_d(const struct bs_intervention *intervention) {
    return intervention->start_when.count ? intervention->start_when.every_d : intervention->stop_when.every_d;
}

double bs_check_time(const struct bs_intervention *intervention, size_t check) {
    double time_d = intervention->start_d + (double)check * every_d(intervention);
    return check > 0 && time_d < intervention->stop_d ? time_d : HUGE_VAL;
}

/* ---- rules ---- */

static bool is_met(const struct bs_condition *condition, double value) {
    return condition->below ? value < condition->threshold : value > condition->threshold;
}

static bm_status test(bm_visit *visit, const struct bs_when *when, bool *holds) {
    *holds = when->all;
    for (size_t i = 0; i < when->count; i++) {
        double value = 0;
        bm_status result = bm_visit_observe(visit, when->conditions[i].observable, &value);
        if (result != BM_OK)
            return result;
        if (is_met(&when->conditions[i], value) != when->all)
            *holds = !when->all;
    }
    return BM_OK;
}

/* When the next dose of a course is not given, unless a rule stops it before. */
static double course_end(const bm_prescription *prescription) {
    const double doses_end_d = prescription->start_d + (double)prescription->doses * prescription->every_d;
    return prescription->doses > 0 ? fmin(doses_end_d, prescription->stop_d) : prescription->stop_d;
}

/* Notes a course. Without memory the picture lacks a mark. */
static void note_course(struct bs_courses *courses, const bm_prescription *prescription) {
    struct bs_course *items = courses ? realloc(courses->items, (courses->count + 1) * sizeof *items) : NULL;
    if (!items)
        return;
    items[courses->count++] = (struct bs_course){prescription->start_d, course_end(prescription)};
    courses->items = items;
}

static bm_status start(bm_visit *visit, struct bs_rule *rule, double time_d) {
    bm_prescription prescription;
    bm_status result = fill_prescription(rule->model, rule->intervention, time_d, &prescription);
    if (result == BM_OK)
        result = bm_visit_prescribe(visit, &prescription, &rule->id);
    rule->refused = result != BM_OK;
    rule->running = true;
    rule->course = rule->courses ? rule->courses->count : 0;
    note_course(rule->courses, &prescription);
    rule->over = rule->intervention->stop_when.count == 0;
    return result;
}

static bm_status stop(bm_visit *visit, struct bs_rule *rule, double time_d) {
    rule->running = false;
    rule->over = !rule->intervention->again;
    if (rule->courses && rule->course < rule->courses->count)
        rule->courses->items[rule->course].stop_d = fmin(rule->courses->items[rule->course].stop_d, time_d);
    return bm_visit_stop(visit, rule->id, time_d);
}

/* A visit starts what does not run, or stops what does. */
static int32_t check(void *user, bm_visit *visit) {
    struct bs_rule *rule = user;
    const struct bs_intervention *intervention = rule->intervention;
    const struct bs_when *when = rule->running ? &intervention->stop_when : &intervention->start_when;
    bool holds = false;
    double time_d = 0;
    bm_status result = bm_visit_time(visit, &time_d);
    if (result != BM_OK || rule->over || time_d == intervention->start_d)
        return result;
    result = test(visit, when, &holds);
    rule->held = holds ? rule->held + 1 : 0;
    if (result != BM_OK || rule->held < when->confirmed_at)
        return result;
    rule->held = 0;
    return rule->running ? stop(visit, rule, time_d) : start(visit, rule, time_d);
}

static int32_t copy_rule(void *user, void **copy) {
    struct bs_rule *rule = malloc(sizeof *rule);
    if (!rule)
        return BM_ENOMEM;
    *rule = *(const struct bs_rule *)user;
    rule->courses = NULL;
    *copy = rule;
    return 0;
}

static bm_status put_rule(bm_patient *patient, struct bs_rule *rule) {
    const bm_user_functions functions = {.struct_size = sizeof functions, .copy = copy_rule, .release = free};
    bm_decision decision;
    bm_decision_init(&decision);
    decision.name = rule->intervention->agent;
    decision.visit = check;
    decision.user = rule;
    decision.first_d = rule->intervention->start_d;
    decision.every_d = every_d(rule->intervention);
    decision.stop_d = rule->intervention->stop_d;
    decision.functions = &functions;
    return bm_patient_decide(patient, &decision, NULL);
}

/* Prescribes what starts by the calendar. */
static bm_status start_by_calendar(const bm_model *model, bm_patient *patient, struct bs_rule *rule) {
    bm_prescription prescription;
    bm_status result = fill_prescription(model, rule->intervention, rule->intervention->start_d, &prescription);
    if (result == BM_OK)
        result = bm_patient_prescribe(patient, &prescription, &rule->id);
    rule->course = rule->courses ? rule->courses->count : 0;
    if (result == BM_OK)
        note_course(rule->courses, &prescription);
    return result;
}

bm_status bs_put_arm(const bm_model *model, bm_patient *patient, const struct bs_arm *arm, struct bs_rule *rules,
                     size_t *failed) {
    for (size_t i = 0; i < arm->n_interventions; i++) {
        const struct bs_intervention *intervention = &arm->interventions[i];
        bm_status result = BM_OK;
        rules[i] =
            (struct bs_rule){model, intervention, rules[i].courses, .running = intervention->start_when.count == 0};
        *failed = i;
        if (rules[i].running)
            result = start_by_calendar(model, patient, &rules[i]);
        if (result == BM_OK && intervention->start_when.count + intervention->stop_when.count > 0)
            result = put_rule(patient, &rules[i]);
        if (result != BM_OK)
            return result;
    }
    return BM_OK;
}
