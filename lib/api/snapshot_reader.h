/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What reads a snapshot, in parts: numbers and lists (snapshot_lists.c), courses (snapshot_courses.c), hooks and
 * decisions (snapshot_callbacks.c), and the patient of them all (snapshot_read.c).
 */
#ifndef BM__API_SNAPSHOT_READER_H
#define BM__API_SNAPSHOT_READER_H

#include "api/snapshot.h"

struct bm__reader {
    const unsigned char *bytes;
    size_t size, position;
    int bad; /* the end was passed, or a number was not one that a snapshot can hold */
    uint64_t format;
    char *message; /* the host's, or NULL */
    size_t message_size;
};

BM__INLINE int bm__by_place(const struct bm__reader *r) {
    return r->format < BM__SNAPSHOT_BY_NAME;
}

/* Refuses with a sentence for the host. */
__attribute__((format(printf, 3, 4))) bm_status bm__refuse(const struct bm__reader *r, bm_status status,
                                                           const char *format, ...);

/* The next number: any; in a range, or NAN where nothing was given; whole. One that cannot be makes the reader bad. */
uint64_t bm__get(struct bm__reader *r);
double bm__get_double(struct bm__reader *r, double minimum, double maximum);
void bm__get_doubles(struct bm__reader *r, double *values, size_t n, double minimum, double maximum);
double bm__get_if_given(struct bm__reader *r, double minimum, double maximum);
uint64_t bm__get_integer(struct bm__reader *r, uint64_t maximum);
void bm__get_name(struct bm__reader *r, char *name, size_t numbers);

/* The library's row of each of a list's entries, in the snapshot's order. */
struct bm__rows {
    uint32_t n;
    uint16_t row[BM__LIST_ROWS];
};

/* Names of snapshots by place; those of states follow from the agents that take part. */
struct bm__frozen {
    uint32_t n;
    const char *name[BM__LIST_ROWS];
};

/* The row of a key; begins at `from`, where it stands unless the order has changed. n: there is none. */
uint32_t bm__find_row(const bm_patient *patient, enum bm__list list, uint32_t n, uint32_t from, uint32_t key);

/* How many keys there are, and the keys. */
uint32_t bm__get_keys(struct bm__reader *r, uint32_t keys[BM__LIST_ROWS]);

/* Reads a list; active: the agents in it, of a snapshot by place. */
bm_status bm__read_list(struct bm__reader *r, const bm_patient *patient, enum bm__list which, uint64_t active,
                        struct bm__rows *list);

/* The names of a list by place. */
struct bm__frozen bm__frozen_list(enum bm__list list, uint64_t active);

bm_status bm__read_courses(struct bm__reader *r, bm_patient *patient, uint64_t active);

/* The hooks, in their places but not active. */
bm_status bm__read_hooks(struct bm__reader *r, bm_patient *patient, const bm_callbacks *callbacks);

/* The hooks that take part in her history, and those that came later. */
uint64_t bm__hooks_active(const struct bm__hooks *hooks, uint32_t late);

/* The decisions, which the host registers anew. */
bm_status bm__read_decisions(struct bm__reader *r, bm_patient *patient, const bm_callbacks *callbacks);

#endif
