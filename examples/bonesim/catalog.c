/* SPDX-License-Identifier: Apache-2.0 */
/* The catalogue as a table or as JSON. */
#include "bonesim.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    uint32_t kind;
    const char *name;
} kinds[] = {{BM_KIND_AGENT, "agent"},           {BM_KIND_AGENT_PARAMETER, "agent_parameter"},
             {BM_KIND_COVARIATE, "covariate"},   {BM_KIND_INITIAL, "initial"},
             {BM_KIND_OBSERVABLE, "observable"}, {BM_KIND_PARAMETER, "parameter"},
             {BM_KIND_TARGET, "target"}};
enum { N_KINDS = sizeof kinds / sizeof *kinds };

static const struct {
    uint32_t flag;
    const char *name;
} flags[] = {{BM_FLAG_CONTINUOUS, "continuous"},
             {BM_FLAG_ADDITIVE, "additive"},
             {BM_FLAG_INERT, "inert"},
             {BM_FLAG_COMPUTED, "computed"}};

static struct bs_number number_or(double value, const char *none) {
    struct bs_number number = {""};
    if (isfinite(value))
        return bs_shortest(value);
    bs_append(number.text, sizeof number.text, "%s", none);
    return number;
}

/* ---- JSON ---- */

static bool add_number(cJSON *object, const char *key, double value) {
    return cJSON_AddRawToObject(object, key, number_or(value, "null").text) != NULL;
}

static bool add_flags(cJSON *object, uint32_t set) {
    cJSON *list = cJSON_AddArrayToObject(object, "flags");
    for (size_t i = 0; list && i < sizeof flags / sizeof *flags; i++)
        if ((set & flags[i].flag) && !cJSON_AddItemToArray(list, cJSON_CreateString(flags[i].name)))
            return false;
    return list != NULL;
}

static char *json_row(const char *kind, const bm_catalog_entry *row) {
    cJSON *object = cJSON_CreateObject();
    char *text = NULL;
    if (object && cJSON_AddStringToObject(object, "kind", kind) && cJSON_AddStringToObject(object, "name", row->name) &&
        cJSON_AddStringToObject(object, "unit", row->unit) && add_number(object, "min", row->minimum) &&
        add_number(object, "max", row->maximum) && add_number(object, "default", row->default_value) &&
        cJSON_AddStringToObject(object, "source", row->source) && cJSON_AddStringToObject(object, "code", row->code) &&
        cJSON_AddStringToObject(object, "description", row->description) && add_flags(object, row->flags))
        text = cJSON_PrintUnformatted(object);
    cJSON_Delete(object);
    return text;
}

static bool print_json(FILE *file, const bm_model *model) {
    bool first = true;
    fputs("[", file);
    for (size_t k = 0; k < N_KINDS; k++)
        for (size_t i = 0; i < bm_catalog_count(model, kinds[k].kind); i++) {
            bm_catalog_entry row;
            char *text = NULL;
            if (bm_catalog_row(model, kinds[k].kind, i, &row) == BM_OK)
                text = json_row(kinds[k].name, &row);
            if (!text)
                return false;
            fprintf(file, "%s\n%s", first ? "" : ",", text);
            cJSON_free(text);
            first = false;
        }
    fputs("\n]\n", file);
    return true;
}

/* ---- table ---- */

static int text_width(const char *text) {
    int width = 0;
    for (; *text; text++)
        width += ((unsigned char)*text & 0xC0u) != 0x80u;
    return width;
}

static void print_cell(FILE *file, const char *text, int width) {
    fprintf(file, "%s%*s", text, width - text_width(text) + 2, "");
}

static void widen(int *width, const char *text) {
    int needed = text_width(text);
    if (needed > *width)
        *width = needed;
}

static void print_kind(FILE *file, const bm_model *model, uint32_t kind, const char *title) {
    int name = 4, unit = 4, normal = 7, minimum = 3, maximum = 3;
    bm_catalog_entry row;
    size_t count = bm_catalog_count(model, kind);
    if (count == 0)
        return;
    for (size_t i = 0; i < count && bm_catalog_row(model, kind, i, &row) == BM_OK; i++) {
        widen(&name, row.name);
        widen(&unit, row.unit);
        widen(&normal, number_or(row.default_value, "-").text);
        widen(&minimum, number_or(row.minimum, "-").text);
        widen(&maximum, number_or(row.maximum, "-").text);
    }
    fprintf(file, "%s (%zu)\n  ", title, count);
    print_cell(file, "name", name);
    print_cell(file, "unit", unit);
    print_cell(file, "default", normal);
    print_cell(file, "min", minimum);
    print_cell(file, "max", maximum);
    fputs("description\n", file);
    for (size_t i = 0; i < count && bm_catalog_row(model, kind, i, &row) == BM_OK; i++) {
        fputs("  ", file);
        print_cell(file, row.name, name);
        print_cell(file, row.unit, unit);
        print_cell(file, number_or(row.default_value, "-").text, normal);
        print_cell(file, number_or(row.minimum, "-").text, minimum);
        print_cell(file, number_or(row.maximum, "-").text, maximum);
        fprintf(file, "%s\n", row.description);
    }
    fputc('\n', file);
}

int bs_catalog_print(FILE *file, bool json, struct bs_failure *failure) {
    bm_model *model = NULL;
    bm_status result = bs_open_model("full", &model);
    bool good = true;
    if (result == BM_ENOTFOUND)
        result = bs_open_model("core", &model);
    if (result != BM_OK)
        return bs_fail(failure, BS_FAILED, NULL, "catalog: %s", bm_status_text(result));
    if (json)
        good = print_json(file, model);
    for (size_t k = 0; !json && k < N_KINDS; k++)
        print_kind(file, model, kinds[k].kind, kinds[k].name);
    bm_model_destroy(model);
    return good ? BS_DONE : bs_no_memory(failure);
}
