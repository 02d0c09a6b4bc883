/* SPDX-License-Identifier: Apache-2.0 */
/* The catalogue as a table or as JSON: the rows of the full model, then those that only the core has. */
#include "bonesim.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    uint32_t kind;
    const char *name;
} kinds[] = {{BM_KIND_AGENT, "agent"},           {BM_KIND_AGENT_PARAMETER, "agent_parameter"},
             {BM_KIND_COVARIATE, "covariate"},   {BM_KIND_DEVICE, "device"},
             {BM_KIND_EXERCISE, "exercise"},     {BM_KIND_INITIAL, "initial"},
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

static const char *kind_name(uint32_t kind) {
    size_t k = 0;
    while (kinds[k].kind != kind)
        k++;
    return kinds[k].name;
}

/* A row, and the models that have it. */
struct row {
    bm_catalog_entry entry;
    bool full, core;
};

struct rows {
    struct row *items;
    size_t count;
};

static bool append_rows(const bm_model *full, const bm_model *core, struct rows *rows) {
    for (size_t k = 0; k < N_KINDS; k++) {
        uint32_t kind = kinds[k].kind;
        size_t n_full = bm_catalog_count(full, kind), count = n_full + bm_catalog_count(core, kind), index;
        struct row *more = realloc(rows->items, (rows->count + count + 1) * sizeof *more);
        if (!more)
            return false;
        rows->items = more;
        for (size_t i = 0; i < count; i++) {
            const bm_model *here = i < n_full ? full : core, *other = i < n_full ? core : full;
            struct row *row = &rows->items[rows->count];
            if (bm_catalog_row(here, kind, i < n_full ? i : i - n_full, &row->entry) != BM_OK)
                return false;
            row->full = row->core = bm_catalog_find(other, kind, row->entry.name, &index) == BM_OK;
            *(here == full ? &row->full : &row->core) = true;
            rows->count += here == full || !row->full;
        }
    }
    return true;
}

/* ---- one kind, or one name ---- */

static bool is_kind(const char *filter) {
    size_t k = 0;
    while (k < N_KINDS && strcmp(kinds[k].name, filter) != 0)
        k++;
    return k < N_KINDS;
}

/* A row of this kind or name, or one of the parameters of an agent or system of this name. */
static bool matches(const struct row *row, const char *filter) {
    const size_t length = strlen(filter);
    const bool own = row->entry.kind == BM_KIND_PARAMETER || row->entry.kind == BM_KIND_AGENT_PARAMETER;
    if (is_kind(filter))
        return !strcmp(kind_name(row->entry.kind), filter);
    return !strcmp(row->entry.name, filter) ||
           (own && !strncmp(row->entry.name, filter, length) && row->entry.name[length] == '.');
}

/* Says which kinds there are, and which names are near. */
static int unknown(const bm_model *full, const char *filter, struct bs_failure *failure) {
    char found[100] = "", allowed[200] = "", nearest[400] = "";
    bs_append_quoted(found, sizeof found, filter);
    for (size_t k = 0; k < N_KINDS; k++) {
        char names[160] = "";
        bs_append(allowed, sizeof allowed, "%s%s", k ? ", " : "", kinds[k].name);
        bm_catalog_nearest(full, kinds[k].kind, filter, names, sizeof names);
        if (*names)
            bs_append(nearest, sizeof nearest, "%s%s", *nearest ? ", " : "; nearest ", names);
    }
    return bs_fail(failure, BS_WRONG, NULL, "catalog: found %s; allowed a kind (%s) or the name of a row%s", found,
                   allowed, nearest);
}

static void keep_matches(struct rows *rows, const char *filter) {
    size_t kept = 0;
    for (size_t i = 0; i < rows->count; i++)
        if (matches(&rows->items[i], filter))
            rows->items[kept++] = rows->items[i];
    rows->count = kept;
}

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

static bool add_string(cJSON *list, const char *text) {
    return cJSON_AddItemToArray(list, cJSON_CreateString(text)) != 0;
}

static bool add_flags(cJSON *object, uint32_t set) {
    cJSON *list = cJSON_AddArrayToObject(object, "flags");
    for (size_t i = 0; list && i < sizeof flags / sizeof *flags; i++)
        if ((set & flags[i].flag) && !add_string(list, flags[i].name))
            return false;
    return list != NULL;
}

static bool add_models(cJSON *object, const struct row *row) {
    cJSON *list = cJSON_AddArrayToObject(object, "models");
    return list && (!row->full || add_string(list, "full")) && (!row->core || add_string(list, "core"));
}

static char *json_row(const char *kind, const struct row *row) {
    const bm_catalog_entry *entry = &row->entry;
    cJSON *object = cJSON_CreateObject();
    char *text = NULL;
    if (object && cJSON_AddStringToObject(object, "kind", kind) &&
        cJSON_AddStringToObject(object, "name", entry->name) && cJSON_AddStringToObject(object, "unit", entry->unit) &&
        add_number(object, "min", entry->minimum) && add_number(object, "max", entry->maximum) &&
        add_number(object, "default", entry->default_value) &&
        cJSON_AddStringToObject(object, "source", entry->source) &&
        cJSON_AddStringToObject(object, "code", entry->code) &&
        cJSON_AddStringToObject(object, "description", entry->description) && add_flags(object, entry->flags) &&
        add_models(object, row))
        text = cJSON_PrintUnformatted(object);
    cJSON_Delete(object);
    return text;
}

static bool print_json(FILE *file, const struct rows *rows) {
    fputs("[", file);
    for (size_t i = 0; i < rows->count; i++) {
        char *text = json_row(kind_name(rows->items[i].entry.kind), &rows->items[i]);
        if (!text)
            return false;
        fprintf(file, "%s\n%s", i == 0 ? "" : ",", text);
        cJSON_free(text);
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

enum { NAME, MODEL, UNIT, DEFAULT, MIN, MAX, N_COLUMNS };

struct cells {
    struct bs_number numbers[N_COLUMNS];
    const char *text[N_COLUMNS];
};

static void fill_cells(const struct row *row, struct cells *cells) {
    const bm_catalog_entry *entry = &row->entry;
    cells->numbers[DEFAULT] = number_or(entry->default_value, "-");
    cells->numbers[MIN] = number_or(entry->minimum, "-");
    cells->numbers[MAX] = number_or(entry->maximum, "-");
    for (size_t c = DEFAULT; c < N_COLUMNS; c++)
        cells->text[c] = cells->numbers[c].text;
    cells->text[NAME] = entry->name;
    cells->text[MODEL] = row->full && row->core ? "both" : row->full ? "full" : "core";
    cells->text[UNIT] = entry->unit;
}

static void print_line(FILE *file, const struct cells *cells, const int *widths, const char *description) {
    fputs("  ", file);
    for (size_t c = 0; c < N_COLUMNS; c++)
        fprintf(file, "%s%*s", cells->text[c], widths[c] - text_width(cells->text[c]) + 2, "");
    fprintf(file, "%s\n", description);
}

/* The rows of one kind, which lie together. */
static void print_kind(FILE *file, const struct row *rows, size_t count) {
    static const struct cells titles = {.text = {"name", "model", "unit", "default", "min", "max"}};
    int widths[N_COLUMNS];
    struct cells cells;
    for (size_t c = 0; c < N_COLUMNS; c++)
        widths[c] = text_width(titles.text[c]);
    for (size_t i = 0; i < count; i++) {
        fill_cells(&rows[i], &cells);
        for (size_t c = 0; c < N_COLUMNS; c++)
            widths[c] = text_width(cells.text[c]) > widths[c] ? text_width(cells.text[c]) : widths[c];
    }
    fprintf(file, "%s (%zu)\n", kind_name(rows[0].entry.kind), count);
    print_line(file, &titles, widths, "description");
    for (size_t i = 0; i < count; i++) {
        fill_cells(&rows[i], &cells);
        print_line(file, &cells, widths, rows[i].entry.description);
    }
    fputc('\n', file);
}

/* All about a row, for those who asked for its name. */
static void print_row(FILE *file, const struct row *row) {
    struct cells cells;
    fill_cells(row, &cells);
    fprintf(file, "%s (%s)\n  %s\n", row->entry.name, kind_name(row->entry.kind), row->entry.description);
    fprintf(file, "  unit     %s\n  default  %s\n  range    %s to %s\n  model    %s\n", cells.text[UNIT],
            cells.text[DEFAULT], cells.text[MIN], cells.text[MAX], cells.text[MODEL]);
    fprintf(file, "  source   %s\n", *row->entry.source ? row->entry.source : "-");
    fprintf(file, "  code     %s\n\n", *row->entry.code ? row->entry.code : "-");
}

static void print_table(FILE *file, const struct rows *rows) {
    for (size_t first = 0, end; first < rows->count; first = end) {
        for (end = first; end < rows->count && rows->items[end].entry.kind == rows->items[first].entry.kind;)
            end++;
        print_kind(file, &rows->items[first], end - first);
    }
}

/* The rows of a name at length, and beneath them what belongs to it. */
static void print_name(FILE *file, const struct rows *rows, const char *name) {
    struct rows others = {rows->items, 0};
    for (size_t i = 0; i < rows->count; i++) {
        if (!strcmp(rows->items[i].entry.name, name))
            print_row(file, &rows->items[i]);
        else
            others.items[others.count++] = rows->items[i];
    }
    print_table(file, &others);
}

static int print(FILE *file, const bm_model *full, const bm_model *core, const char *filter, bool json,
                 struct bs_failure *failure) {
    struct rows rows = {0};
    int status = append_rows(full, core, &rows) ? BS_DONE : bs_no_memory(failure);
    if (!status && filter) {
        keep_matches(&rows, filter);
        status = rows.count > 0 ? BS_DONE : unknown(full, filter, failure);
    }
    if (!status && json)
        status = print_json(file, &rows) ? BS_DONE : bs_no_memory(failure);
    else if (!status && filter && !is_kind(filter))
        print_name(file, &rows, filter);
    else if (!status)
        print_table(file, &rows);
    free(rows.items);
    return status;
}

int bs_catalog_print(FILE *file, const char *filter, bool json, struct bs_failure *failure) {
    bm_model *full = NULL, *core = NULL;
    int status;
    bm_status result = bs_open_model("full", &full);
    if (result == BM_OK)
        result = bs_open_model("core", &core);
    status = result == BM_OK ? print(file, full, core, filter, json, failure)
                             : bs_fail(failure, BS_FAILED, NULL, "catalog: %s", bm_status_text(result));
    bm_model_destroy(full);
    bm_model_destroy(core);
    return status;
}
