/* SPDX-License-Identifier: Apache-2.0 */
/* Her measurements, and what is to be forecast of them, against the catalogue. Members of the arms part from there. */
#include "bonesim.h"

#include <stdlib.h>
#include <string.h>

/* ---- measurements ---- */

static const struct bs_range any = {-HUGE_VAL, HUGE_VAL, false}, positive = {0, HUGE_VAL, true};

static int read_device(const bm_model *model, const cJSON *item, const struct bs_place *place, double *device,
                       struct bs_failure *failure) {
    const struct bs_place here = bs_key(place, "device");
    const cJSON *name = cJSON_GetObjectItemCaseSensitive(item, "device");
    bm_catalog_entry row;
    if (!name)
        return BS_DONE;
    if (!cJSON_IsString(name))
        return bs_wrong(failure, &here, name, "the name of a scanner");
    if (!bs_find_row(model, BM_KIND_DEVICE, name->valuestring, &row))
        return bs_unknown_name(model, BM_KIND_DEVICE, name->valuestring, &here, failure);
    *device = row.default_value;
    return BS_DONE;
}

static int read_one(const bm_model *model, const cJSON *item, const struct bs_place *place, bm_measurement *m,
                    struct bs_failure *failure) {
    static const char *const keys[] = {"day",         "observable", "value",  "cv_percent", "sd",
                                       "lsc_percent", "censored",   "device", NULL};
    const cJSON *censored = cJSON_GetObjectItemCaseSensitive(item, "censored");
    const struct bs_place day = bs_key(place, "day"), value = bs_key(place, "value");
    const struct bs_place observable = bs_key(place, "observable"), censored_place = bs_key(place, "censored");
    const char *name = NULL;
    int status = bs_check_object(item, place, keys, failure), errors = 0;
    bm_measurement_init(m);
    if (!status)
        status = bs_read_number(cJSON_GetObjectItemCaseSensitive(item, "day"), &day,
                                (struct bs_range){0, BM_MAX_TIME_D, false}, &m->time_d, failure);
    if (!status)
        status = bs_read_string(item, "observable", place, "the name of an observable", &name, failure);
    if (!status && bm_catalog_find(model, BM_KIND_OBSERVABLE, name, &m->observable) != BM_OK)
        return bs_unknown_name(model, BM_KIND_OBSERVABLE, name, &observable, failure);
    if (!status)
        status = bs_read_number(cJSON_GetObjectItemCaseSensitive(item, "value"), &value, any, &m->value, failure);
    if (!status)
        status = bs_read_member(item, "cv_percent", place, positive, &m->cv_percent, failure);
    if (!status)
        status = bs_read_member(item, "sd", place, positive, &m->sd, failure);
    if (!status)
        status = bs_read_member(item, "lsc_percent", place, positive, &m->lsc_percent, failure);
    if (status)
        return status;
    errors = !isnan(m->cv_percent) + !isnan(m->sd) + !isnan(m->lsc_percent);
    if (errors > 1)
        return bs_fail(failure, BS_WRONG, place,
                       "found %d errors of one measurement; allowed one of cv_percent, sd "
                       "and lsc_percent",
                       errors);
    if (censored && (!cJSON_IsString(censored) || strcmp(censored->valuestring, "below") != 0))
        return bs_wrong(failure, &censored_place, censored, "\"below\"");
    m->below = censored != NULL;
    return read_device(model, item, place, &m->device, failure);
}

static int read_measurements(const bm_model *model, const struct bs_scenario *scenario, struct bs_forecast *forecast,
                             struct bs_failure *failure) {
    const struct bs_place list = bs_key(NULL, "measurements");
    const cJSON *item;
    int status = BS_DONE;
    if (!scenario->measurements)
        return BS_DONE;
    if (!cJSON_IsArray(scenario->measurements))
        return bs_wrong(failure, &list, scenario->measurements, "a list of measurements");
    forecast->items = calloc((size_t)cJSON_GetArraySize(scenario->measurements) + 1, sizeof *forecast->items);
    if (!forecast->items)
        return bs_no_memory(failure);
    cJSON_ArrayForEach(item, scenario->measurements) {
        const struct bs_place place = bs_index(&list, forecast->count);
        status = read_one(model, item, &place, &forecast->items[forecast->count], failure);
        if (status)
            return status;
        forecast->count++;
    }
    return BS_DONE;
}

/* ---- where the arms part ---- */

/* How many doses are given before a day; of what runs on, whether it does. */
static double doses_before(const bm_model *model, const struct bs_intervention *intervention, double day) {
    const double end_d = fmin(intervention->stop_d, day);
    double every_d = intervention->every_d;
    bm_prescription usual;
    if (isnan(every_d) && bm_prescription_init(model, intervention->agent, &usual) == BM_OK)
        every_d = usual.every_d;
    if (!(every_d > 0) || isinf(every_d)) /* it runs on */
        return end_d - intervention->start_d;
    const double n = ceil((end_d - intervention->start_d) / every_d);
    return intervention->doses > 0 ? fmin(n, intervention->doses) : n;
}

/* Is what an intervention does before a day the same? */
static bool are_alike(const bm_model *model, const struct bs_intervention *a, const struct bs_intervention *b,
                      double day) {
    static const char *const ends[] = {"stop_day", "doses"};
    const bool rules = a->start_when.count + a->stop_when.count + b->start_when.count + b->stop_when.count > 0;
    cJSON *one = cJSON_Duplicate(a->json, true), *other = cJSON_Duplicate(b->json, true);
    bool alike;
    for (size_t i = 0; i < 2 && !rules; i++) { /* the ends are compared by what they do */
        cJSON_DeleteItemFromObjectCaseSensitive(one, ends[i]);
        cJSON_DeleteItemFromObjectCaseSensitive(other, ends[i]);
    }
    alike = cJSON_Compare(one, other, true);
    cJSON_Delete(one);
    cJSON_Delete(other);
    return alike && (rules || doses_before(model, a, day) == doses_before(model, b, day));
}

/* Does it do anything before a day? */
static bool is_before(const struct bs_intervention *intervention, double day) {
    return intervention->start_d + (intervention->start_when.count > 0 ? intervention->start_when.every_d : 0) < day;
}

/* The first arm's intervention that does before a day what this one does, among those that are not yet taken. */
static bool take_alike(const bm_model *model, const struct bs_arm *first, bool *taken,
                       const struct bs_intervention *intervention, double day) {
    for (size_t i = 0; i < first->n_interventions; i++)
        if (!taken[i] && is_before(&first->interventions[i], day) &&
            are_alike(model, &first->interventions[i], intervention, day))
            return taken[i] = true;
    return false;
}

static int check_before(const bm_model *model, const struct bs_scenario *scenario, size_t arm, double day,
                        struct bs_failure *failure) {
    const struct bs_arm *first = &scenario->arms[0], *here = &scenario->arms[arm];
    const struct bs_place arms = bs_key(NULL, "arms"), place = bs_index(&arms, arm);
    const struct bs_place list = bs_key(&place, "interventions"), patient = bs_key(&place, "patient");
    bool *taken = calloc(first->n_interventions + 1, sizeof *taken);
    int status = taken ? BS_DONE : bs_no_memory(failure);
    const cJSON *one = cJSON_GetObjectItemCaseSensitive(
        cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(scenario->json, "arms"), 0), "patient");
    const cJSON *other = cJSON_GetObjectItemCaseSensitive(
        cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(scenario->json, "arms"), (int)arm), "patient");
    if (!status && (one || other) && !(one && other && cJSON_Compare(one, other, true)))
        status = bs_fail(failure, BS_WRONG, &patient, "found another patient than that of arms[0]; allowed one woman");
    for (size_t i = 0; !status && i < here->n_interventions; i++) {
        const struct bs_place element = bs_index(&list, i);
        if (is_before(&here->interventions[i], day) && !take_alike(model, first, taken, &here->interventions[i], day))
            status = bs_fail(failure, BS_WRONG, &element,
                             "found %s, which arms[0] has not in the same way before day %s; allowed arms that part "
                             "from forecast.from_day on",
                             here->interventions[i].agent, bs_shortest(day).text);
    }
    for (size_t i = 0; !status && i < first->n_interventions; i++)
        if (is_before(&first->interventions[i], day) && !taken[i])
            status = bs_fail(failure, BS_WRONG, &list,
                             "found no %s as arms[0] has it before day %s; allowed arms that part from "
                             "forecast.from_day on",
                             first->interventions[i].agent, bs_shortest(day).text);
    free(taken);
    return status;
}

/* ---- the forecast ---- */

/* A whole number, when it is there. */
static int read_whole(const cJSON *object, const char *key, struct bs_range range, const struct bs_place *place,
                      double *number, struct bs_failure *failure) {
    const struct bs_place here = bs_key(place, key);
    const int status = bs_read_member(object, key, place, range, number, failure);
    return !status && *number != floor(*number)
               ? bs_wrong(failure, &here, cJSON_GetObjectItemCaseSensitive(object, key), "a whole number")
               : status;
}

int bs_forecast_read(const bm_model *model, const struct bs_scenario *scenario, struct bs_forecast *forecast,
                     struct bs_failure *failure) {
    static const char *const keys[] = {"members", "seed", "from_day", NULL};
    const struct bs_place place = bs_key(NULL, scenario->forecast ? "forecast" : "measurements");
    const struct bs_place list = bs_key(NULL, "measurements"), seed_place = bs_key(&place, "seed");
    double size = 1000, seed = 1, last_d = 0;
    int status = BS_DONE;
    if (scenario->cohort || scenario->band)
        return bs_fail(failure, BS_WRONG, &place,
                       "found it beside a %s; allowed without, for its members are women "
                       "like her",
                       scenario->cohort ? "cohort" : "band");
    if (scenario->forecast)
        status = bs_check_object(scenario->forecast, &place, keys, failure);
    if (!status)
        status = read_measurements(model, scenario, forecast, failure);
    for (size_t i = 0; i < forecast->count; i++)
        last_d = fmax(last_d, forecast->items[i].time_d);
    forecast->from_d = last_d;
    if (!status && scenario->forecast)
        status = read_whole(scenario->forecast, "members", (struct bs_range){1, 1e6, false}, &place, &size, failure);
    if (!status && cJSON_GetObjectItemCaseSensitive(scenario->forecast, "seed"))
        status =
            bs_read_seed(cJSON_GetObjectItemCaseSensitive(scenario->forecast, "seed"), &seed_place, &seed, failure);
    if (!status && scenario->forecast)
        status = bs_read_member(scenario->forecast, "from_day", &place,
                                (struct bs_range){0, scenario->horizon_d, false}, &forecast->from_d, failure);
    for (size_t i = 0; !status && i < forecast->count; i++) {
        const struct bs_place element = bs_index(&list, i), day = bs_key(&element, "day");
        const double most = fmin(scenario->horizon_d, forecast->from_d);
        if (forecast->items[i].time_d > most)
            status = bs_fail(failure, BS_WRONG, &day,
                             "found %s; allowed 0 to %s, the first of horizon_days and "
                             "forecast.from_day",
                             bs_shortest(forecast->items[i].time_d).text, bs_shortest(most).text);
    }
    for (size_t i = 1; !status && i < scenario->n_arms; i++)
        status = check_before(model, scenario, i, forecast->from_d, failure);
    forecast->size = (uint64_t)size;
    forecast->seed = (uint64_t)seed;
    return status;
}
