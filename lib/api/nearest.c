/* SPDX-License-Identifier: Apache-2.0 */
/* The known names that are nearest to one that is not known. */
#include <stdio.h>

#include "api/handles.h"

enum { LONGEST = 40 };
#define WORST UINT32_MAX

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static uint32_t least(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}

/* Letters to insert, leave out, exchange or swap with their neighbour to make one name of the other; of at most LONGEST
 * letters, large or small. */
static uint32_t distance(const char *a, size_t n, const char *b, size_t m) {
    uint32_t rows[3][LONGEST + 1];
    for (uint32_t j = 0; j <= m; j++)
        rows[0][j] = j;
    for (uint32_t i = 1; i <= n; i++) {
        uint32_t *row = rows[i % 3], *above = rows[(i + 2) % 3];
        const uint32_t *before = rows[(i + 1) % 3];
        row[0] = i;
        for (uint32_t j = 1; j <= m; j++) {
            const int same = lower(a[i - 1]) == lower(b[j - 1]);
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + !same);
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]))
                row[j] = least(row[j], before[j - 2] + 1);
        }
    }
    return rows[n % 3][m];
}

/* Is each word of a name, between its dots and low lines, somewhere in the other? */
static int has_words(const char *words, const char *name) {
    while (*words) {
        const size_t length = strcspn(words, "._");
        const char *at = name;
        while (*at && strncmp(at, words, length) != 0)
            at++;
        if (length > 0 && !*at)
            return 0;
        words += length + (words[length] != '\0');
    }
    return 1;
}

/* How far a candidate is: of a letter that differs, of two letters that are missing beside all words, or of a letter
 * behind a common beginning. The weights are choices. */
static uint32_t cost(const char *name, const char *candidate) {
    const size_t n = strlen(name), m = strlen(candidate);
    uint32_t best = WORST, common = 0;
    if (n == 0 || n > LONGEST || m > LONGEST)
        return WORST;
    while (name[common] && lower(name[common]) == lower(candidate[common]))
        common++;
    const uint32_t d = distance(name, n, candidate, m);
    if (3 * d <= n + 2)
        best = 4 * d;
    if (n > 2 && has_words(name, candidate))
        best = least(best, 2 + (uint32_t)(m > n ? m - n : n - m) / 2);
    if (common >= 5 && 2 * common >= n)
        best = least(best, 6 + (uint32_t)n - common);
    return best;
}

void bm__nearest_try(struct bm__nearest *nearest, const char *candidate) {
    uint32_t far = cost(nearest->name, candidate);
    for (uint32_t i = 0; i < BM__N_NEAREST && far != WORST; i++) {
        const char *other = nearest->found[i];
        if (other && strcmp(other, candidate) == 0)
            return;
        if (other && nearest->cost[i] <= far)
            continue;
        const uint32_t other_cost = other ? nearest->cost[i] : WORST;
        nearest->found[i] = candidate;
        nearest->cost[i] = far;
        candidate = other;
        far = other_cost;
    }
}

void bm__nearest_in(struct bm__nearest *nearest, const bm_model *model, uint32_t kind) {
    for (size_t i = 0; i < bm_catalog_count(model, kind); i++) {
        bm_catalog_entry row;
        bm__catalog_entry(model, kind, i, &row);
        bm__nearest_try(nearest, row.name);
    }
}

/* What is hardly further than the best. */
static uint32_t count(const struct bm__nearest *nearest) {
    uint32_t n = 0;
    while (n < BM__N_NEAREST && nearest->found[n] && nearest->cost[n] <= nearest->cost[0] + 2)
        n++;
    return n;
}

const char *bm__did_you_mean(struct bm__nearest *nearest) {
    size_t used = 0;
    const uint32_t n = count(nearest);
    nearest->text[0] = '\0';
    for (uint32_t i = 0; i < n && used < sizeof nearest->text; i++)
        used += (size_t)snprintf(nearest->text + used, sizeof nearest->text - used, "%s%s%s",
                                 i == 0       ? "; did you mean "
                                 : i + 1 == n ? " or "
                                              : ", ",
                                 nearest->found[i], i + 1 == n ? "?" : "");
    return nearest->text;
}

const char *bm__did_you_mean_one(struct bm__nearest *nearest, const bm_model *model, uint32_t kind, const char *name) {
    *nearest = (struct bm__nearest){.name = name};
    bm__nearest_in(nearest, model, kind);
    return bm__did_you_mean(nearest);
}

bm_status bm_catalog_nearest(const bm_model *model, uint32_t kind, const char *name, char *names, size_t size) {
    if (!model || !name || !names || size == 0)
        return BM_EINVAL;
    struct bm__nearest nearest = {.name = name};
    bm__nearest_in(&nearest, model, kind);
    size_t used = 0;
    names[0] = '\0';
    for (uint32_t i = 0; i < count(&nearest) && used < size; i++)
        used += (size_t)snprintf(names + used, size - used, "%s%s", i ? ", " : "", nearest.found[i]);
    return BM_OK;
}
