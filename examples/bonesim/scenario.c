/* SPDX-License-Identifier: Apache-2.0 */
/* A scenario's JSON tree to a struct: types, ranges, unknown keys and contradictions that need no model to be seen. */
#include "bonesim.h"

#include <stdlib.h>
#include <string.h>

static const double MAX_VALUES = 1e7;        /* samples x observables x arms */
static const double MAX_CHECKS = 1e6;        /* of one intervention */
static const double SHORTEST_CHECK_D = 1e-6; /* the library's */

const char *const bs_intervention_keys[] = {"agent",     "start_day",  "stop_day",  "dose",  "every_days", "doses",
                                            "adherence", "start_when", "stop_when", "again", NULL};

/* The keys that may be parameters of the agent: only the catalogue knows. */
static int read_agent_parameters(const cJSON *item, struct bs_values *values, struct bs_failure *failure) {
    const cJSON *child;
    values->items = bs_new_list((size_t)cJSON_GetArraySize(item), sizeof *values->items);
    if (!values->items)
        return bs_no_memory(failure);
    cJSON_ArrayForEach(child, item) {
        if (!bs_is_in(child->string, bs_intervention_keys))
            values->items[values->count++] =
                (bm_named_value){child->string, cJSON_IsNumber(child) ? child->valuedouble : (double)NAN};
    }
    return BS_DONE;
}

/* ---- interventions ---- */

static int read_condition(const cJSON *item, const struct bs_place *place, struct bs_condition *condition,
                          struct bs_failure *failure) {
    static const char *const keys[] = {"observable", "below", "above", NULL};
    static const struct bs_range any = {-HUGE_VAL, HUGE_VAL, false};
    const cJSON *below = cJSON_GetObjectItemCaseSensitive(item, "below");
    int status = bs_check_object(item, place, keys, failure);
    if (!status)
        status =
            bs_read_string(item, "observable", place, "the name of an observable", &condition->observable, failure);
    if (status)
        return status;
    if (!below == !cJSON_GetObjectItemCaseSensitive(item, "above"))
        return bs_fail(failure, BS_WRONG, place, "found %s; allowed exactly one of below and above",
                       below ? "below and above" : "neither below nor above");
    condition->below = below != NULL;
    return bs_read_member(item, below ? "below" : "above", place, any, &condition->threshold, failure);
}

/* start_when or stop_when, when it is there. */
static int read_when(const cJSON *object, const char *key, const struct bs_place *intervention, double horizon_d,
                     struct bs_when *when, struct bs_failure *failure) {
    static const char *const keys[] = {"any", "all", "checked_every_days", "confirmed_at", NULL};
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    const struct bs_place when_place = bs_key(intervention, key), *place = &when_place;
    const cJSON *all = cJSON_GetObjectItemCaseSensitive(item, "all"), *condition;
    const cJSON *any = cJSON_GetObjectItemCaseSensitive(item, "any"), *list = all ? all : any;
    const struct bs_place here = bs_key(place, all ? "all" : "any"), every = bs_key(place, "checked_every_days");
    int status = item ? bs_check_object(item, place, keys, failure) : BS_DONE;
    if (status || !item)
        return status;
    if (!all == !any)
        return bs_fail(failure, BS_WRONG, place, "found %s; allowed exactly one of any and all",
                       all ? "any and all" : "neither any nor all");
    status = bs_check_list(list, &here, "conditions", failure);
    if (!status)
        status = bs_read_number(cJSON_GetObjectItemCaseSensitive(item, "checked_every_days"), &every,
                                (struct bs_range){fmax(horizon_d / MAX_CHECKS, SHORTEST_CHECK_D), BM_NEVER_D, false},
                                &when->every_d, failure);
    when->confirmed_at = 1;
    if (!status)
        status = bs_read_count(item, "confirmed_at", place, &when->confirmed_at, failure);
    if (status)
        return status;
    when->all = all != NULL;
    when->conditions = bs_new_list((size_t)cJSON_GetArraySize(list), sizeof *when->conditions);
    if (!when->conditions)
        return bs_no_memory(failure);
    cJSON_ArrayForEach(condition, list) {
        const struct bs_place element = bs_index(&here, when->count);
        status = read_condition(condition, &element, &when->conditions[when->count], failure);
        if (status)
            return status;
        when->count++;
    }
    return BS_DONE;
}

/* What must fit together in an intervention with rules. */
static int check_rules(const struct bs_intervention *intervention, const struct bs_place *place,
                       struct bs_failure *failure) {
    const struct bs_when *start = &intervention->start_when, *stop = &intervention->stop_when;
    const struct bs_place start_place = bs_key(place, "start_day"), again_place = bs_key(place, "again");
    const struct bs_place stop_place = bs_key(place, "stop_when");
    const struct bs_place every_place = bs_key(&stop_place, "checked_every_days");
    if (start->count > 0 && intervention->start_d + start->every_d < 0)
        return bs_fail(failure, BS_WRONG, &start_place,
                       "found %s; allowed with start_when at least %s: nothing can be checked before day 0",
                       bs_shortest(intervention->start_d).text, bs_shortest(-start->every_d).text);
    if (start->count > 0 && stop->count > 0 && start->every_d != stop->every_d)
        return bs_fail(failure, BS_WRONG, &every_place, "found %s; allowed %s, as in start_when",
                       bs_shortest(stop->every_d).text, bs_shortest(start->every_d).text);
    if (intervention->again && (start->count == 0 || stop->count == 0))
        return bs_fail(failure, BS_WRONG, &again_place, "found true; allowed only with start_when and stop_when");
    return BS_DONE;
}

static int read_intervention(const cJSON *item, const struct bs_place *place, double start_min_d, double horizon_d,
                             struct bs_intervention *intervention, struct bs_failure *failure) {
    const cJSON *again = cJSON_GetObjectItemCaseSensitive(item, "again");
    const struct bs_place again_place = bs_key(place, "again");
    int status;
    *intervention = (struct bs_intervention){
        .json = item, .dose = (double)NAN, .every_d = (double)NAN, .stop_d = BM_NEVER_D, .adherence = 1};
    if (!cJSON_IsObject(item))
        return bs_wrong(failure, place, item, "an object");
    status = bs_read_string(item, "agent", place, "the name of an agent", &intervention->agent, failure);
    if (!status)
        status = read_agent_parameters(item, &intervention->parameters, failure);
    if (!status)
        status = bs_read_member(item, "start_day", place, (struct bs_range){start_min_d, BM_MAX_TIME_D, false},
                                &intervention->start_d, failure);
    if (!status)
        status = bs_read_member(item, "stop_day", place, (struct bs_range){intervention->start_d, BM_NEVER_D, true},
                                &intervention->stop_d, failure);
    if (!status)
        status = bs_read_member(item, "dose", place, (struct bs_range){-HUGE_VAL, HUGE_VAL, false}, &intervention->dose,
                                failure);
    if (!status)
        status = bs_read_member(item, "every_days", place, (struct bs_range){0, HUGE_VAL, true}, &intervention->every_d,
                                failure);
    if (!status)
        status =
            bs_read_member(item, "adherence", place, (struct bs_range){0, 1, false}, &intervention->adherence, failure);
    if (!status)
        status = bs_read_count(item, "doses", place, &intervention->doses, failure);
    if (!status)
        status = read_when(item, "start_when", place, horizon_d, &intervention->start_when, failure);
    if (!status)
        status = read_when(item, "stop_when", place, horizon_d, &intervention->stop_when, failure);
    if (!status && again && !cJSON_IsBool(again))
        return bs_wrong(failure, &again_place, again, "true or false");
    intervention->again = cJSON_IsTrue(again);
    return status ? status : check_rules(intervention, place, failure);
}

/* ---- arms ---- */

static int read_arm(const cJSON *item, const struct bs_place *place, bool core, double horizon_d, struct bs_arm *arm,
                    struct bs_failure *failure) {
    static const char *const keys[] = {"name", "interventions", "patient", "title", NULL};
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(item, "interventions"), *intervention;
    const cJSON *patient = cJSON_GetObjectItemCaseSensitive(item, "patient");
    const struct bs_place list_place = bs_key(place, "interventions"), patient_place = bs_key(place, "patient");
    int status = bs_check_object(item, place, keys, failure);
    if (!status)
        status = bs_read_string(item, "name", place, "a name of at least one character", &arm->name, failure);
    arm->title = arm->name;
    if (!status && cJSON_GetObjectItemCaseSensitive(item, "title"))
        status = bs_read_string(item, "title", place, "a title of at least one character", &arm->title, failure);
    if (status)
        return status;
    if (patient && core)
        return bs_wrong(failure, &patient_place, patient, "no patient with \"model\": \"core\"");
    status = bs_read_values(item, "patient", place, &arm->patient, failure);
    if (status)
        return status;
    if (list && !cJSON_IsArray(list))
        return bs_wrong(failure, &list_place, list, "a list of interventions");
    arm->interventions = bs_new_list((size_t)cJSON_GetArraySize(list), sizeof *arm->interventions);
    if (!arm->interventions)
        return bs_no_memory(failure);
    cJSON_ArrayForEach(intervention, list) {
        const struct bs_place element = bs_index(&list_place, arm->n_interventions);
        /* Counted first: a half-read one is freed as well. */
        status = read_intervention(intervention, &element, core ? 0 : -BM_MAX_TIME_D, horizon_d,
                                   &arm->interventions[arm->n_interventions++], failure);
        if (status)
            return status;
    }
    return BS_DONE;
}

static int read_arms(struct bs_scenario *scenario, double horizon_d, struct bs_failure *failure) {
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(scenario->json, "arms"), *arm;
    const struct bs_place place = bs_key(NULL, "arms");
    const char **names;
    int status = bs_check_list(list, &place, "arms", failure);
    if (status)
        return status;
    scenario->arms = bs_new_list((size_t)cJSON_GetArraySize(list), sizeof *scenario->arms);
    names = bs_new_list((size_t)cJSON_GetArraySize(list), sizeof *names);
    if (!scenario->arms || !names)
        status = bs_no_memory(failure);
    for (arm = list->child; !status && arm; arm = arm->next) {
        size_t i = scenario->n_arms++;
        const struct bs_place element = bs_index(&place, i);
        status = read_arm(arm, &element, !strcmp(scenario->model, "core"), horizon_d, &scenario->arms[i], failure);
        names[i] = scenario->arms[i].name;
    }
    if (!status)
        status = bs_check_duplicates(names, scenario->n_arms, &place, "name", failure);
    free(names);
    return status;
}

/* ---- sampling ---- */

static int read_observables(struct bs_scenario *scenario, struct bs_failure *failure) {
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(scenario->json, "observables"), *item;
    const struct bs_place place = bs_key(NULL, "observables");
    int status = bs_check_list(list, &place, "observables", failure);
    if (status)
        return status;
    scenario->observables = bs_new_list((size_t)cJSON_GetArraySize(list), sizeof *scenario->observables);
    if (!scenario->observables)
        return bs_no_memory(failure);
    cJSON_ArrayForEach(item, list) {
        const struct bs_place element = bs_index(&place, scenario->n_observables);
        if (!cJSON_IsString(item) || !*item->valuestring)
            return bs_wrong(failure, &element, item, "the name of an observable");
        scenario->observables[scenario->n_observables++] = item->valuestring;
    }
    return bs_check_duplicates(scenario->observables, scenario->n_observables, &place, NULL, failure);
}

static int check_size(const struct bs_scenario *scenario, const struct bs_place *place, double n_times,
                      struct bs_failure *failure) {
    double values = n_times * (double)scenario->n_observables * (double)scenario->n_arms;
    if (values > MAX_VALUES)
        return bs_fail(failure, BS_WRONG, place,
                       "found %s samples x %zu observables x %zu arms; allowed at most %.0f values in all",
                       bs_shortest(n_times).text, scenario->n_observables, scenario->n_arms, MAX_VALUES);
    return BS_DONE;
}

static int read_sample_days(struct bs_scenario *scenario, const cJSON *list, double horizon_d,
                            struct bs_failure *failure) {
    const struct bs_place place = bs_key(NULL, "sample_days");
    const cJSON *item;
    int status = bs_check_list(list, &place, "days", failure);
    if (!status)
        status = check_size(scenario, &place, (double)cJSON_GetArraySize(list), failure);
    if (status)
        return status;
    scenario->times_d = bs_new_list((size_t)cJSON_GetArraySize(list), sizeof *scenario->times_d);
    if (!scenario->times_d)
        return bs_no_memory(failure);
    cJSON_ArrayForEach(item, list) {
        size_t i = scenario->n_times;
        const struct bs_place element = bs_index(&place, i);
        struct bs_range range = {0, horizon_d, false};
        if (i > 0)
            range = (struct bs_range){scenario->times_d[i - 1], horizon_d, true};
        status = bs_read_number(item, &element, range, &scenario->times_d[i], failure);
        if (status)
            return status;
        scenario->n_times++;
    }
    return BS_DONE;
}

/* 0, s, 2s, ... up to and including the horizon, which a rounding error does not push out. */
static int fill_sample_days(struct bs_scenario *scenario, const cJSON *item, double horizon_d,
                            struct bs_failure *failure) {
    static const double SLACK = 1e-9;
    const struct bs_place place = bs_key(NULL, "sample_every_days");
    double every_d = 0, count;
    int status = bs_read_number(item, &place, (struct bs_range){0, HUGE_VAL, true}, &every_d, failure);
    if (status)
        return status;
    count = floor(horizon_d / every_d * (1 + SLACK)) + 1;
    status = check_size(scenario, &place, count, failure);
    if (status)
        return status;
    scenario->times_d = bs_new_list((size_t)count, sizeof *scenario->times_d);
    if (!scenario->times_d)
        return bs_no_memory(failure);
    for (size_t i = 0; i < (size_t)count; i++) {
        double time_d = (double)i * every_d;
        scenario->times_d[i] = time_d >= horizon_d * (1 - SLACK) ? horizon_d : time_d;
    }
    scenario->n_times = (size_t)count;
    return BS_DONE;
}

static int read_sampling(struct bs_scenario *scenario, double horizon_d, struct bs_failure *failure) {
    const cJSON *days = cJSON_GetObjectItemCaseSensitive(scenario->json, "sample_days");
    const cJSON *every = cJSON_GetObjectItemCaseSensitive(scenario->json, "sample_every_days");
    int status;
    if (!days == !every)
        return bs_fail(failure, BS_WRONG, NULL, "sample_days, sample_every_days: found %s; allowed exactly one of them",
                       days ? "both" : "neither");
    status = days ? read_sample_days(scenario, days, horizon_d, failure)
                  : fill_sample_days(scenario, every, horizon_d, failure);
    if (status)
        return status;
    scenario->uses = malloc(scenario->n_times);
    if (!scenario->uses)
        return bs_no_memory(failure);
    memset(scenario->uses, BS_LISTED, scenario->n_times);
    return BS_DONE;
}

/* ---- the whole ---- */

static int read_head(struct bs_scenario *scenario, struct bs_failure *failure) {
    static const char *const keys[] = {"schema",
                                       "title",
                                       "model",
                                       "patient",
                                       "parameters",
                                       "initial",
                                       "solver",
                                       "day0",
                                       "device",
                                       "arms",
                                       "horizon_days",
                                       "sample_days",
                                       "sample_every_days",
                                       "observables",
                                       "cohort",
                                       "band",
                                       "seed",
                                       "measurements",
                                       "forecast",
                                       "below",
                                       NULL};
    const cJSON *schema = cJSON_GetObjectItemCaseSensitive(scenario->json, "schema");
    const cJSON *title = cJSON_GetObjectItemCaseSensitive(scenario->json, "title");
    const cJSON *model = cJSON_GetObjectItemCaseSensitive(scenario->json, "model");
    const struct bs_place schema_place = bs_key(NULL, "schema"), title_place = bs_key(NULL, "title");
    const struct bs_place model_place = bs_key(NULL, "model");
    int status;
    if (!cJSON_IsString(schema) || strcmp(schema->valuestring, "bonemodel.scenario/1") != 0)
        return bs_wrong(failure, &schema_place, schema, "\"bonemodel.scenario/1\"");
    status = bs_check_object(scenario->json, NULL, keys, failure);
    if (status)
        return status;
    if (title && !cJSON_IsString(title))
        return bs_wrong(failure, &title_place, title, "a string");
    scenario->title = title ? title->valuestring : "";
    scenario->model = "full";
    if (model && cJSON_IsString(model) && !strcmp(model->valuestring, "core"))
        scenario->model = "core";
    else if (model && (!cJSON_IsString(model) || strcmp(model->valuestring, "full") != 0))
        return bs_wrong(failure, &model_place, model, "\"full\" (the default) or \"core\"");
    return BS_DONE;
}

/* Which band, if any, and the seed of what is drawn without a cohort. */
static int read_band(struct bs_scenario *scenario, struct bs_failure *failure) {
    static const char *const bands[] = {"typical", "trial", "woman", "measured"}; /* BM_BAND_TYPICAL and on */
    const cJSON *band = cJSON_GetObjectItemCaseSensitive(scenario->json, "band");
    const cJSON *seed = cJSON_GetObjectItemCaseSensitive(scenario->json, "seed");
    const struct bs_place band_place = bs_key(NULL, "band"), seed_place = bs_key(NULL, "seed");
    double number = 1;
    for (uint32_t i = 0; cJSON_IsString(band) && i < sizeof bands / sizeof *bands; i++)
        if (!strcmp(band->valuestring, bands[i]))
            scenario->band = BM_BAND_TYPICAL + i;
    if (band && !scenario->band)
        return bs_wrong(failure, &band_place, band, "\"typical\", \"trial\", \"woman\" or \"measured\"");
    if (band && scenario->cohort)
        return bs_wrong(failure, &band_place, band, "no band beside a cohort, whose members are its own spread");
    if (seed && scenario->cohort)
        return bs_wrong(failure, &seed_place, seed, "no seed beside a cohort, which has its own: cohort.seed");
    if (seed) {
        const int status = bs_read_seed(seed, &seed_place, &number, failure);
        if (status)
            return status;
    }
    scenario->seed = (uint64_t)number;
    return BS_DONE;
}

/* How exactly, and how much work at most. */
static int read_solver(struct bs_scenario *scenario, struct bs_failure *failure) {
    static const char *const keys[] = {"rtol", "max_steps", "max_member_runs", NULL};
    static const struct bs_range counts = {1, 9007199254740991, false};
    const cJSON *solver = cJSON_GetObjectItemCaseSensitive(scenario->json, "solver");
    const struct bs_place place = bs_key(NULL, "solver");
    int status = solver ? bs_check_object(solver, &place, keys, failure) : BS_DONE;
    scenario->max_runs = 10e6;
    if (status || !solver)
        return status;
    status = bs_read_member(solver, "rtol", &place, (struct bs_range){1e-12, 1e-2, false}, &scenario->rtol, failure);
    if (!status)
        status = bs_read_member(solver, "max_steps", &place, counts, &scenario->max_steps, failure);
    return status ? status : bs_read_member(solver, "max_member_runs", &place, counts, &scenario->max_runs, failure);
}

/* What only one of the models takes: a person has a history instead of initial values. */
static int check_model_keys(const struct bs_scenario *scenario, struct bs_failure *failure) {
    static const struct {
        const char *key;
        bool core;
    } keys[] = {{"patient", false},      {"cohort", false},   {"device", false}, {"band", false},  {"seed", false},
                {"measurements", false}, {"forecast", false}, {"below", false},  {"initial", true}};
    bool core = !strcmp(scenario->model, "core");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const cJSON *item = cJSON_GetObjectItemCaseSensitive(scenario->json, keys[i].key);
        const struct bs_place place = bs_key(NULL, keys[i].key);
        if (item && keys[i].core != core)
            return bs_wrong(failure, &place, item, "no %s %s \"model\": \"core\"", keys[i].key,
                            core ? "with" : "without");
    }
    return BS_DONE;
}

static int read_all(struct bs_scenario *scenario, struct bs_failure *failure) {
    const struct bs_place horizon = bs_key(NULL, "horizon_days");
    double horizon_d = 0;
    int status = read_head(scenario, failure);
    if (!status)
        status = check_model_keys(scenario, failure);
    if (!status)
        status = bs_read_written(scenario->json, scenario->model, failure);
    if (!status)
        status = bs_read_values(scenario->json, "patient", NULL, &scenario->patient, failure);
    if (!status)
        status = bs_read_values(scenario->json, "parameters", NULL, &scenario->parameters, failure);
    if (!status)
        status = bs_read_values(scenario->json, "initial", NULL, &scenario->initial, failure);
    if (!status && cJSON_GetObjectItemCaseSensitive(scenario->json, "device"))
        status = bs_read_string(scenario->json, "device", NULL, "the name of a scanner", &scenario->device, failure);
    scenario->cohort = cJSON_GetObjectItemCaseSensitive(scenario->json, "cohort");
    scenario->measurements = cJSON_GetObjectItemCaseSensitive(scenario->json, "measurements");
    scenario->forecast = cJSON_GetObjectItemCaseSensitive(scenario->json, "forecast");
    scenario->below = cJSON_GetObjectItemCaseSensitive(scenario->json, "below");
    if (!status)
        status = read_band(scenario, failure);
    if (!status)
        status = read_solver(scenario, failure);
    if (!status)
        status = bs_read_number(cJSON_GetObjectItemCaseSensitive(scenario->json, "horizon_days"), &horizon,
                                (struct bs_range){0, BM_MAX_TIME_D, true}, &horizon_d, failure);
    if (!status)
        status = read_arms(scenario, horizon_d, failure);
    scenario->horizon_d = horizon_d;
    if (!status)
        status = read_observables(scenario, failure);
    if (!status)
        status = read_sampling(scenario, horizon_d, failure);
    return status;
}

int bs_scenario_read(const char *path, struct bs_scenario *scenario, struct bs_failure *failure) {
    int status;
    *scenario = (struct bs_scenario){.path = path};
    status = bs_json_read(path, &scenario->json, &scenario->text, scenario->sha256, failure);
    return status ? status : read_all(scenario, failure);
}

int bs_scenario_parse(char *text, size_t length, struct bs_scenario *scenario, struct bs_failure *failure) {
    *scenario = (struct bs_scenario){.text = text};
    const int status = bs_json_parse(text, length, &scenario->json, failure);
    return status ? status : read_all(scenario, failure);
}

void bs_scenario_free(struct bs_scenario *scenario) {
    for (size_t i = 0; i < scenario->n_arms; i++) {
        for (size_t j = 0; j < scenario->arms[i].n_interventions; j++) {
            free(scenario->arms[i].interventions[j].parameters.items);
            free(scenario->arms[i].interventions[j].start_when.conditions);
            free(scenario->arms[i].interventions[j].stop_when.conditions);
        }
        free(scenario->arms[i].interventions);
        free(scenario->arms[i].patient.items);
    }
    free(scenario->arms);
    free(scenario->patient.items);
    free(scenario->parameters.items);
    free(scenario->initial.items);
    free(scenario->times_d);
    free(scenario->uses);
    free(scenario->observables);
    free(scenario->text);
    cJSON_Delete(scenario->json);
}
