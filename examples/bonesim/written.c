/* SPDX-License-Identifier: Apache-2.0 */
/* What people may write where numbers stand - quantities with a unit, dates - becomes numbers in the JSON tree, before
 * anything else reads it. What is wrong otherwise is left for those who read it. */
#include "bonesim.h"

#include <string.h>

/* Puts a number in the place of a member. */
static int replace(cJSON *object, const char *key, double number, struct bs_failure *failure) {
    cJSON *item = cJSON_CreateNumber(number);
    if (item && cJSON_ReplaceItemInObjectCaseSensitive(object, key, item))
        return BS_DONE;
    cJSON_Delete(item);
    return bs_no_memory(failure);
}

/* ---- { "value": 20, "unit": "ng/mL" } ---- */

static int read_quantity(const bm_model *model, uint32_t kind, const char *name, cJSON *object, const char *key,
                         const struct bs_place *place, struct bs_failure *failure) {
    static const char *const keys[] = {"value", "unit", NULL};
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    const cJSON *unit = cJSON_GetObjectItemCaseSensitive(item, "unit");
    const struct bs_place value_place = bs_key(place, "value"), unit_place = bs_key(place, "unit");
    char message[240];
    double value = 0, converted = 0;
    bm_catalog_entry row;
    int status;
    if (!cJSON_IsObject(item))
        return BS_DONE;
    if (!bs_find_row(model, kind, name, &row))
        return BS_DONE;
    status = bs_check_object(item, place, keys, failure);
    if (!status)
        status = bs_read_number(cJSON_GetObjectItemCaseSensitive(item, "value"), &value_place,
                                (struct bs_range){-HUGE_VAL, HUGE_VAL, false}, &value, failure);
    if (status)
        return status;
    if (!cJSON_IsString(unit))
        return bs_wrong(failure, &unit_place, unit, "a unit such as \"%s\"", row.unit);
    if (bm_catalog_convert(model, kind, name, value, unit->valuestring, &converted, message, sizeof message) != BM_OK)
        return bs_fail(failure, BS_WRONG, &unit_place, "%s", message);
    return replace(object, key, converted, failure);
}

static int read_person(const bm_model *model, cJSON *parent, const struct bs_place *place, struct bs_failure *failure) {
    cJSON *patient = cJSON_GetObjectItemCaseSensitive(parent, "patient"), *next;
    const struct bs_place list = bs_key(place, "patient");
    for (cJSON *item = cJSON_IsObject(patient) ? patient->child : NULL; item; item = next) {
        const struct bs_place here = bs_key(&list, item->string);
        int status;
        next = item->next; /* the item may be replaced */
        status = read_quantity(model, BM_KIND_COVARIATE, item->string, patient, item->string, &here, failure);
        if (status)
            return status;
    }
    return BS_DONE;
}

/* ---- dates ---- */

/* Days from 1970-01-01 to a date of the Gregorian calendar, which repeats after 400 years (146,097 days). Years are
 * counted from March, so that a leap day ends one. */
static long days_of(long year, long month, long day) {
    const long from_march = (month + 9) % 12, y = year - (month <= 2), era = (y >= 0 ? y : y - 399) / 400;
    const long of_era = y - era * 400, of_year = (153 * from_march + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static bool read_date(const char *text, long *days) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    long numbers[3] = {0, 0, 0};
    int n = 0;
    for (size_t i = 0; i < 10; i++) {
        if (i == 4 || i == 7) {
            if (text[i] != '-')
                return false;
            n++;
        } else if (text[i] < '0' || text[i] > '9') {
            return false;
        } else {
            numbers[n] = 10 * numbers[n] + (text[i] - '0');
        }
    }
    const long year = numbers[0], month = numbers[1];
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (text[10] || month < 1 || month > 12 || numbers[2] < 1 ||
        numbers[2] > lengths[month - 1] + (leap && month == 2 ? 1 : 0))
        return false;
    *days = days_of(year, month, numbers[2]);
    return true;
}

static const char day_wanted[] = "a number of days, or a date such as \"2026-11-30\"";

/* A day written as a date becomes the number of days since day 0. */
static int to_days(const cJSON *item, const long *day0, const struct bs_place *place, double *days,
                   struct bs_failure *failure) {
    long date;
    if (!day0)
        return bs_wrong(failure, place, item, "a number of days; a date needs a \"day0\" beside the arms");
    if (!read_date(item->valuestring, &date))
        return bs_wrong(failure, place, item, "%s", day_wanted);
    *days = (double)(date - *day0);
    return BS_DONE;
}

static int read_day(cJSON *object, const char *key, const long *day0, const struct bs_place *place,
                    struct bs_failure *failure) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    const struct bs_place here = bs_key(place, key);
    double days = 0;
    int status;
    if (!cJSON_IsString(item))
        return BS_DONE;
    status = to_days(item, day0, &here, &days, failure);
    return status ? status : replace(object, key, days, failure);
}

static int read_sample_days(cJSON *list, const long *day0, struct bs_failure *failure) {
    const struct bs_place place = bs_key(NULL, "sample_days");
    size_t i = 0;
    cJSON *next;
    for (cJSON *item = cJSON_IsArray(list) ? list->child : NULL; item; item = next, i++) {
        const struct bs_place here = bs_index(&place, i);
        cJSON *number;
        double days = 0;
        int status;
        next = item->next;
        if (!cJSON_IsString(item))
            continue;
        status = to_days(item, day0, &here, &days, failure);
        if (status)
            return status;
        number = cJSON_CreateNumber(days);
        if (!number || !cJSON_ReplaceItemViaPointer(list, item, number)) {
            cJSON_Delete(number);
            return bs_no_memory(failure);
        }
    }
    return BS_DONE;
}

/* ---- the tree ---- */

static int read_interventions(const bm_model *model, cJSON *arm, const long *day0, const struct bs_place *place,
                              struct bs_failure *failure) {
    const struct bs_place list_place = bs_key(place, "interventions");
    cJSON *list = cJSON_GetObjectItemCaseSensitive(arm, "interventions"), *item;
    size_t i = 0;
    cJSON_ArrayForEach(item, list) {
        const struct bs_place here = bs_index(&list_place, i++), dose = bs_key(&here, "dose");
        const cJSON *agent = cJSON_GetObjectItemCaseSensitive(item, "agent");
        int status = read_day(item, "start_day", day0, &here, failure);
        if (!status)
            status = read_day(item, "stop_day", day0, &here, failure);
        if (!status && cJSON_IsString(agent))
            status = read_quantity(model, BM_KIND_AGENT, agent->valuestring, item, "dose", &dose, failure);
        if (status)
            return status;
    }
    return BS_DONE;
}

/* The days and values of measurements, and the day that a forecast begins. */
static int read_measurements(const bm_model *model, cJSON *json, const long *day0, struct bs_failure *failure) {
    const struct bs_place list = bs_key(NULL, "measurements"), forecast = bs_key(NULL, "forecast");
    cJSON *item;
    size_t i = 0;
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(json, "measurements")) {
        const struct bs_place here = bs_index(&list, i++), value = bs_key(&here, "value"), sd = bs_key(&here, "sd");
        const cJSON *observable = cJSON_GetObjectItemCaseSensitive(item, "observable");
        int status = read_day(item, "day", day0, &here, failure);
        if (!status && cJSON_IsString(observable))
            status = read_quantity(model, BM_KIND_OBSERVABLE, observable->valuestring, item, "value", &value, failure);
        if (!status && cJSON_IsString(observable))
            status = read_quantity(model, BM_KIND_OBSERVABLE, observable->valuestring, item, "sd", &sd, failure);
        if (status)
            return status;
    }
    return read_day(cJSON_GetObjectItemCaseSensitive(json, "forecast"), "from_day", day0, &forecast, failure);
}

static int read_tree(const bm_model *model, cJSON *json, struct bs_failure *failure) {
    const cJSON *start = cJSON_GetObjectItemCaseSensitive(json, "day0");
    const struct bs_place start_place = bs_key(NULL, "day0"), arms = bs_key(NULL, "arms");
    long date = 0;
    const long *day0 = start ? &date : NULL;
    cJSON *arm;
    size_t i = 0;
    int status;
    if (start && (!cJSON_IsString(start) || !read_date(start->valuestring, &date)))
        return bs_wrong(failure, &start_place, start, "a date such as \"2026-11-30\"");
    status = read_person(model, json, NULL, failure);
    if (!status)
        status = read_day(json, "horizon_days", day0, NULL, failure);
    if (!status)
        status = read_sample_days(cJSON_GetObjectItemCaseSensitive(json, "sample_days"), day0, failure);
    if (!status)
        status = read_measurements(model, json, day0, failure);
    if (status)
        return status;
    cJSON_ArrayForEach(arm, cJSON_GetObjectItemCaseSensitive(json, "arms")) {
        const struct bs_place here = bs_index(&arms, i++);
        status = read_person(model, arm, &here, failure);
        if (!status)
            status = read_interventions(model, arm, day0, &here, failure);
        if (status)
            return status;
    }
    return BS_DONE;
}

int bs_read_written(cJSON *json, const char *model_name, struct bs_failure *failure) {
    bm_model *model = NULL;
    const bm_status result = bs_open_model(model_name, &model);
    int status = result == BM_OK ? read_tree(model, json, failure)
                                 : bs_fail(failure, BS_FAILED, NULL, "model: %s", bm_status_text(result));
    bm_model_destroy(model);
    return status;
}
