/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of a table (RFC 4180, quotes included) that ask for predictions; cells are cut out of the text. */
#include "bonesim.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const double DAYS_PER_MONTH = 30.4375;

char bs_take_cell(char **at, char **cell) {
    char *from = *at, *to = *at, separator;
    bool quoted = *from == '"';
    *cell = to;
    for (from += quoted; *from; from++) {
        if (quoted && from[0] == '"' && from[1] == '"')
            from++;
        else if (quoted && *from == '"') {
            from++;
            break;
        } else if (!quoted && (*from == ',' || *from == '\n' || *from == '\r'))
            break;
        *to++ = *from;
    }
    if (*from == '\r')
        from++;
    separator = *from;
    *at = separator ? from + 1 : from;
    *to = '\0';
    return separator;
}

/* ---- what a cell says ---- */

enum column { ARM, MONTHS, OBSERVABLE, N_WOMEN, N_COLUMNS };
static const char *const columns[N_COLUMNS] = {"arm", "months", "observable", "n"};

/* Says what is wrong with a cell. */
static int wrong_cell(size_t number, enum column column, const char *cell, const char *allowed,
                      struct bs_failure *failure) {
    char found[300] = "";
    bs_append_quoted(found, sizeof found, cell);
    return bs_fail(failure, BS_WRONG, NULL, "row %zu, %s: found %s; allowed %s", number, columns[column], found, allowed);
}

static bool find_arm(const struct bs_scenario *scenario, const char *name, size_t length, size_t *arm) {
    for (*arm = 0; *arm < scenario->n_arms; ++*arm)
        if (!strncmp(scenario->arms[*arm].name, name, length) && !scenario->arms[*arm].name[length])
            return true;
    return false;
}

/* An arm, or the difference of two. */
static int read_arms(const struct bs_scenario *scenario, struct bs_row *row, size_t number, struct bs_failure *failure) {
    const char *minus = strstr(row->arm_text, " - ");
    const size_t length = strlen(row->arm_text);
    row->n_arms = 1;
    if (find_arm(scenario, row->arm_text, length, &row->arms[0]))
        return BS_DONE;
    row->n_arms = 2;
    if (minus && find_arm(scenario, row->arm_text, (size_t)(minus - row->arm_text), &row->arms[0]) &&
        find_arm(scenario, minus + 3, strlen(minus + 3), &row->arms[1]))
        return BS_DONE;
    return wrong_cell(number, ARM, row->arm_text, "an arm of the scenario, or a difference of two, \"a - b\"", failure);
}

static bool read_month(const char *from, char **end, double horizon_d, double *day) {
    const double months = *from >= '0' && *from <= '9' ? strtod(from, end) : (double)NAN;
    *day = months * DAYS_PER_MONTH;
    return *day >= 0 && *day <= horizon_d * (1 + 1e-12);
}

/* Months since day 0, or a span of them. */
static int read_months(const struct bs_scenario *scenario, struct bs_row *row, size_t number,
                       struct bs_failure *failure) {
    char allowed[200] = "", *end = NULL;
    bool good = read_month(row->months_text, &end, scenario->horizon_d, &row->days[0]);
    row->n_days = 1;
    if (good && *end == '>') {
        good = read_month(end + 1, &end, scenario->horizon_d, &row->days[1]) && row->days[1] > row->days[0];
        row->n_days = 2;
    }
    for (size_t i = 0; i < row->n_days; i++)
        row->days[i] = fmin(row->days[i], scenario->horizon_d);
    bs_append(allowed, sizeof allowed, "months from 0 to %s, or a span of them such as 12>24",
              bs_shortest(scenario->horizon_d / DAYS_PER_MONTH).text);
    return good && !*end ? BS_DONE : wrong_cell(number, MONTHS, row->months_text, allowed, failure);
}

static bool read_women(const char *from, char **end, double *n) {
    *n = *from >= '1' && *from <= '9' ? strtod(from, end) : (double)NAN;
    return *n >= 1 && *n <= 1e9 && *n == floor(*n);
}

/* How many women are measured; nothing: infinitely many. */
static int read_n(struct bs_row *row, const char *cell, size_t number, struct bs_failure *failure) {
    char *end = NULL;
    row->n[0] = row->n[1] = HUGE_VAL;
    if (!cell || !*cell)
        return BS_DONE;
    bool good = read_women(cell, &end, &row->n[0]);
    if (good && row->n_arms == 2)
        good = *end == '/' && read_women(end + 1, &end, &row->n[1]);
    return good && !*end ? BS_DONE
                         : wrong_cell(number, N_WOMEN, cell,
                                      row->n_arms == 2 ? "two whole numbers of women, \"n1/n2\", or nothing"
                                                       : "a whole number of women, or nothing",
                                      failure);
}

static int read_observable(const bm_model *model, struct bs_row *row, size_t number, struct bs_failure *failure) {
    if (bm_catalog_find(model, BM_KIND_OBSERVABLE, row->observable_text, &row->observable) != BM_OK ||
        bm_catalog_row(model, BM_KIND_OBSERVABLE, row->observable, &row->entry) != BM_OK)
        return wrong_cell(number, OBSERVABLE, row->observable_text, "an observable that \"bonesim catalog\" lists",
                          failure);
    if (!bs_has_band(row->entry.name, BM_BAND_TRIAL))
        return wrong_cell(number, OBSERVABLE, row->observable_text,
                          "a density, a T- or Z-score, a marker or a risk of fracture", failure);
    return BS_DONE;
}

/* ---- the table ---- */

/* Where the columns stand among those of the header. */
static int read_header(char **at, size_t place[N_COLUMNS], size_t *count, struct bs_failure *failure) {
    char *cell, separator;
    for (int i = 0; i < N_COLUMNS; i++)
        place[i] = SIZE_MAX;
    for (*count = 0, separator = ','; separator == ','; ++*count) {
        separator = bs_take_cell(at, &cell);
        for (int i = 0; i < N_COLUMNS; i++)
            if (!strcmp(cell, columns[i]))
                place[i] = *count;
    }
    for (int i = 0; i < N_WOMEN; i++)
        if (place[i] == SIZE_MAX)
            return bs_fail(failure, BS_WRONG, NULL, "header: found no column %s; allowed arm,months,observable and others",
                           columns[i]);
    return BS_DONE;
}

static int read_row(const struct bs_run *run, char **at, const size_t place[N_COLUMNS], size_t count, size_t number,
                    struct bs_row *row, struct bs_failure *failure) {
    char *cells[N_COLUMNS] = {NULL}, separator = ',';
    size_t n = 0;
    int status;
    for (; separator == ','; n++) {
        char *cell;
        separator = bs_take_cell(at, &cell);
        for (int i = 0; i < N_COLUMNS; i++)
            if (place[i] == n)
                cells[i] = cell;
    }
    if (n != count)
        return bs_fail(failure, BS_WRONG, NULL, "row %zu: found %zu cells; allowed %zu, as in the header", number, n,
                       count);
    *row = (struct bs_row){
        .arm_text = cells[ARM], .months_text = cells[MONTHS], .observable_text = cells[OBSERVABLE]};
    status = read_arms(run->scenario, row, number, failure);
    if (!status)
        status = read_months(run->scenario, row, number, failure);
    if (!status)
        status = read_observable(run->model, row, number, failure);
    return status ? status : read_n(row, cells[N_WOMEN], number, failure);
}

int bs_rows_read(const struct bs_run *run, const char *path, struct bs_rows *rows, struct bs_failure *failure) {
    size_t place[N_COLUMNS], count = 0, size = 0, lines = 0;
    FILE *file = strcmp(path, "-") != 0 ? fopen(path, "rb") : stdin;
    const ssize_t length = file ? getdelim(&rows->text, &size, '\0', file) : -1;
    char *at;
    int status;
    if (length < 0 && (!file || ferror(file)))
        status = bs_fail(failure, BS_WRONG, NULL, "cannot be read: %s", strerror(errno));
    else if (length < 0 || strlen(rows->text) != (size_t)length)
        status = bs_fail(failure, BS_WRONG, NULL, "found %s; allowed a table with the columns arm,months,observable",
                         length < 0 ? "nothing" : "a byte 0");
    else
        status = BS_DONE;
    if (file && file != stdin)
        fclose(file);
    if (status)
        return status;
    for (const char *c = rows->text; *c; c++)
        lines += *c == '\n';
    rows->items = calloc(lines + 1, sizeof *rows->items);
    if (!rows->items)
        return bs_no_memory(failure);
    at = rows->text;
    status = read_header(&at, place, &count, failure);
    while (!status && *at) {
        status = read_row(run, &at, place, count, rows->count + 1, &rows->items[rows->count], failure);
        rows->count++;
    }
    return status;
}

void bs_rows_free(struct bs_rows *rows) {
    free(rows->text);
    free(rows->items);
}
