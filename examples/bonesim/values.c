/* SPDX-License-Identifier: Apache-2.0 */
/* Single values of a scenario: numbers, counts, strings, lists and objects of names, each with its place when wrong. */
#include "bonesim.h"

#include <stdlib.h>
#include <string.h>

int bs_read_number(const cJSON *item, const struct bs_place *place, struct bs_range range, double *number,
                   struct bs_failure *failure) {
    if (cJSON_IsNumber(item) && isfinite(item->valuedouble) && item->valuedouble <= range.maximum &&
        (range.above ? item->valuedouble > range.minimum : item->valuedouble >= range.minimum)) {
        *number = item->valuedouble;
        return BS_DONE;
    }
    if (isinf(range.minimum))
        return bs_wrong(failure, place, item, "a number");
    if (isinf(range.maximum))
        return bs_wrong(failure, place, item, "a number %s %s", range.above ? "above" : "of at least",
                        bs_shortest(range.minimum).text);
    return bs_wrong(failure, place, item, "a number %s %s and at most %s", range.above ? "above" : "of at least",
                    bs_shortest(range.minimum).text, bs_shortest(range.maximum).text);
}

/* Reads a member when it is there. */
int bs_read_member(const cJSON *object, const char *key, const struct bs_place *place, struct bs_range range,
                   double *number, struct bs_failure *failure) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    const struct bs_place here = bs_key(place, key);
    return item ? bs_read_number(item, &here, range, number, failure) : BS_DONE;
}

/* A whole number of at least 1, when it is there. */
int bs_read_count(const cJSON *object, const char *key, const struct bs_place *place, uint32_t *count,
                  struct bs_failure *failure) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    const struct bs_place here = bs_key(place, key);
    if (!item)
        return BS_DONE;
    if (!cJSON_IsNumber(item) || item->valuedouble != floor(item->valuedouble) || item->valuedouble < 1 ||
        item->valuedouble > UINT32_MAX)
        return bs_wrong(failure, &here, item, "a whole number of at least 1 and at most %lu",
                        (unsigned long)UINT32_MAX);
    *count = (uint32_t)item->valuedouble;
    return BS_DONE;
}

/* A string with at least one character. */
int bs_read_string(const cJSON *object, const char *key, const struct bs_place *place, const char *allowed,
                   const char **string, struct bs_failure *failure) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    const struct bs_place here = bs_key(place, key);
    if (!cJSON_IsString(item) || !*item->valuestring)
        return bs_wrong(failure, &here, item, "%s", allowed);
    *string = item->valuestring;
    return BS_DONE;
}

bool bs_is_in(const char *key, const char *const *keys) {
    while (*keys && strcmp(*keys, key) != 0)
        keys++;
    return *keys != NULL;
}

int bs_check_object(const cJSON *item, const struct bs_place *place, const char *const *keys,
                    struct bs_failure *failure) {
    const cJSON *child;
    if (!cJSON_IsObject(item))
        return bs_wrong(failure, place, item, "an object");
    cJSON_ArrayForEach(child, item) {
        char allowed[512] = "";
        const struct bs_place here = bs_key(place, child->string);
        if (bs_is_in(child->string, keys))
            continue;
        for (const char *const *key = keys; *key; key++)
            bs_append(allowed, sizeof allowed, "%s%s", key == keys ? "" : ", ", *key);
        return bs_unknown(failure, &here, "found an unknown key; allowed %s", allowed);
    }
    return BS_DONE;
}

/* A list with at least one element. */
int bs_check_list(const cJSON *item, const struct bs_place *place, const char *allowed, struct bs_failure *failure) {
    if (!cJSON_IsArray(item) || !item->child)
        return bs_wrong(failure, place, item, "a list of %s, at least one", allowed);
    return BS_DONE;
}

/* One more than asked, so that an empty list is no special case. */
void *bs_new_list(size_t count, size_t size) {
    return calloc(count + 1, size);
}

int bs_check_duplicates(const char *const *names, size_t count, const struct bs_place *list, const char *key,
                        struct bs_failure *failure) {
    size_t index;
    if (!bs_find_duplicate(names, count, &index))
        return bs_no_memory(failure);
    if (index < count) {
        const struct bs_place element = bs_index(list, index);
        const struct bs_place member = key ? bs_key(&element, key) : element;
        char found[300] = "";
        bs_append_quoted(found, sizeof found, names[index]);
        return bs_fail(failure, BS_WRONG, &member, "found %s twice; allowed each name once", found);
    }
    return BS_DONE;
}

/* An object of names with a number each, when it is there. */
int bs_read_values(const cJSON *object, const char *key, const struct bs_place *place, struct bs_values *values,
                   struct bs_failure *failure) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key), *child;
    const struct bs_place here = bs_key(place, key);
    if (!item)
        return BS_DONE;
    if (!cJSON_IsObject(item))
        return bs_wrong(failure, &here, item, "an object of names and numbers");
    values->items = bs_new_list((size_t)cJSON_GetArraySize(item), sizeof *values->items);
    if (!values->items)
        return bs_no_memory(failure);
    cJSON_ArrayForEach(child, item) {
        const struct bs_place element = bs_key(&here, child->string);
        if (!cJSON_IsNumber(child))
            return bs_wrong(failure, &element, child, "a number");
        values->items[values->count++] = (bm_named_value){child->string, child->valuedouble};
    }
    return BS_DONE;
}
