/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Snapshots: little-endian, each number 8 bytes, in this order:
 *   magic, format version, total size, model name, fingerprint of the catalogue, rtol, max_steps,
 *   in format 4 the hooks (number; of each its name, fingerprint, whether it is late, the host's bytes),
 *   active agents, whether day 0 has been worked out, every parameter, every initial value, every covariate, courses,
 *   the moment (time, states, scales, rates, step memory),
 *   in format 4 the decisions (number, last id; of each its name, id, side, the host's bytes),
 *   checksum of all before.
 * Day 0 is worked out anew from that: the same binary computes the same bits.
 */
#ifndef BM__API_SNAPSHOT_H
#define BM__API_SNAPSHOT_H

#include "api/handles.h"

#define BM__SNAPSHOT_MAGIC          UINT64_C(0x3150414e534d42ff) /* "\xffBMSNAP1" */
#define BM__SNAPSHOT_FORMAT         UINT64_C(3)
#define BM__SNAPSHOT_WITH_CALLBACKS UINT64_C(4)         /* hooks or decisions */
#define BM__SNAPSHOT_LARGEST_MEMORY (UINT64_C(1) << 30) /* of a hook or decision, bytes */

/* Names take whole numbers of 8 letters. */
enum { BM__HOOK_NUMBERS = BM__HOOK_NAME / 8, BM__DECISION_NUMBERS = BM__NAME_LENGTH / 8 };

/* FNV-1a, 64 bits. */
#define BM__HASH_BEGIN UINT64_C(0xcbf29ce484222325)
BM__INLINE uint64_t bm__hash(uint64_t hash, const void *data, size_t size) {
    const unsigned char *bytes = data;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ bytes[i]) * 0x100000001b3u;
    return hash;
}

/* The first 8 letters of a text as a number. */
BM__INLINE uint64_t bm__letters(const char *text) {
    uint64_t number = 0;
    for (size_t i = 0; i < 8 && text[i]; i++)
        number |= (uint64_t)(unsigned char)text[i] << 8 * i;
    return number;
}

/* Names of parameters, states and agents in order: a snapshot means nothing where they differ. */
uint64_t bm__catalog_fingerprint(void);

/* What decides whether a hook means the same: its states, targets and view of the body, and how its dose enters. */
uint64_t bm__hook_fingerprint(const struct bm__hook *hook);

#endif
