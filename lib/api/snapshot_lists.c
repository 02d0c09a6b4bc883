/* SPDX-License-Identifier: Apache-2.0 */
/* The numbers of a snapshot, and its lists of what has a name. */
#include <stdarg.h>
#include <stdio.h>

#include "api/snapshot_names.h"
#include "api/snapshot_reader.h"

bm_status bm__refuse(const struct bm__reader *r, bm_status status, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    if (r->message && r->message_size > 0)
        vsnprintf(r->message, r->message_size, format, arguments);
    va_end(arguments);
    return status;
}

uint64_t bm__get(struct bm__reader *r) {
    uint64_t value = 0;
    if (r->size - r->position < 8) {
        r->bad = 1;
        return 0;
    }
    for (int i = 0; i < 8; i++)
        value |= (uint64_t)r->bytes[r->position + (size_t)i] << 8 * i;
    r->position += 8;
    return value;
}

double bm__get_double(struct bm__reader *r, double minimum, double maximum) {
    const uint64_t bits = bm__get(r);
    double value;
    memcpy(&value, &bits, sizeof value);
    if (!(value >= minimum && value <= maximum))
        r->bad = 1;
    return value;
}

void bm__get_doubles(struct bm__reader *r, double *values, size_t n, double minimum, double maximum) {
    for (size_t i = 0; i < n; i++)
        values[i] = bm__get_double(r, minimum, maximum);
}

uint64_t bm__get_integer(struct bm__reader *r, uint64_t maximum) {
    const uint64_t value = bm__get(r);
    if (value > maximum)
        r->bad = 1;
    return value;
}

void bm__get_name(struct bm__reader *r, char *name, size_t numbers) {
    for (size_t i = 0; i < numbers; i++) {
        const uint64_t number = bm__get(r);
        for (int l = 0; l < 8; l++)
            name[8 * i + (size_t)l] = (char)(number >> 8 * l & 0xff);
    }
}

double bm__get_if_given(struct bm__reader *r, double minimum, double maximum) {
    struct bm__reader ahead = *r;
    const uint64_t bits = bm__get(&ahead);
    double value;
    memcpy(&value, &bits, sizeof value);
    if (isnan(value)) {
        *r = ahead;
        return (double)NAN;
    }
    return bm__get_double(r, minimum, maximum);
}

static void add_names(struct bm__frozen *frozen, const char *const *names, size_t n) {
    for (size_t i = 0; i < n; i++)
        frozen->name[frozen->n++] = names[i];
}

struct bm__frozen bm__frozen_list(enum bm__list list, uint64_t active) {
    struct bm__frozen frozen = {0};
    switch (list) {
    case BM__LIST_AGENTS:
        for (uint32_t a = 0; a < BM__COUNT(bm__frozen_agents); a++)
            if (active >> a & 1u)
                frozen.name[frozen.n++] = bm__frozen_agents[a].name;
        break;
    case BM__LIST_PARAMETERS:
        add_names(&frozen, bm__frozen_parameters, BM__FROZEN_CORE_PARAMETERS);
        break;
    case BM__LIST_INITIAL:
        add_names(&frozen, bm__frozen_states, BM__COUNT(bm__frozen_states));
        break;
    case BM__LIST_COVARIATES:
        add_names(&frozen, bm__frozen_covariates, BM__COUNT(bm__frozen_covariates));
        break;
    case BM__LIST_WALK:
        break;
    case BM__LIST_STATES:
        add_names(&frozen, bm__frozen_states, BM__FROZEN_BODY_STATES);
        for (uint32_t a = 0; a < BM__COUNT(bm__frozen_agents); a++)
            for (uint32_t i = 0; i < BM__FROZEN_AGENT_STATES && bm__frozen_agents[a].states[i]; i++)
                if (active >> a & 1u)
                    frozen.name[frozen.n++] = bm__frozen_agents[a].states[i];
        break;
    }
    return frozen;
}

uint32_t bm__find_row(const bm_patient *patient, enum bm__list list, uint32_t n, uint32_t from, uint32_t key) {
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t row = (from + i) % n;
        if (bm__name_key(bm__list_name(patient, list, row)) == key)
            return row;
    }
    return n;
}

static bm_status find_rows(struct bm__reader *r, const bm_patient *patient, enum bm__list which, const uint32_t *keys,
                           uint32_t n, struct bm__rows *list) {
    static const char *const what[] = {"an agent",    "a parameter",      "an initial value",
                                       "a covariate", "a part of a walk", "a state"};
    const uint32_t n_rows = bm__list_rows(patient, which);
    uint32_t next = 0;
    list->n = n;
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t row = bm__find_row(patient, which, n_rows, next, keys[i]);
        if (row == n_rows)
            return bm__refuse(r, BM_EMODEL, "load: the snapshot holds %s that this library does not know (key %08lx)",
                              what[which], (unsigned long)keys[i]);
        list->row[i] = (uint16_t)row;
        next = row + 1;
    }
    return BM_OK;
}

uint32_t bm__get_keys(struct bm__reader *r, uint32_t keys[BM__LIST_ROWS]) {
    const uint32_t n = (uint32_t)bm__get_integer(r, BM__LIST_ROWS);
    uint64_t pair = 0;
    for (uint32_t i = 0; i < n && !r->bad; i++, pair >>= 32) {
        pair = i % 2 ? pair : bm__get(r);
        keys[i] = (uint32_t)pair;
    }
    r->bad |= pair != 0; /* behind an odd one */
    return r->bad ? 0 : n;
}

bm_status bm__read_list(struct bm__reader *r, const bm_patient *patient, enum bm__list which, uint64_t active,
                        struct bm__rows *list) {
    uint32_t keys[BM__LIST_ROWS], n;
    if (bm__by_place(r)) {
        const struct bm__frozen frozen = bm__frozen_list(which, active);
        for (n = 0; n < frozen.n; n++)
            keys[n] = bm__name_key(frozen.name[n]);
    } else {
        n = bm__get_keys(r, keys);
    }
    return r->bad ? BM_EFORMAT : find_rows(r, patient, which, keys, n, list);
}
