/* SPDX-License-Identifier: Apache-2.0 */
/* FNV-1a hashes: of bytes in 64 bits, and of names in 32. */
#ifndef BM__BASE_HASH_H
#define BM__BASE_HASH_H

#include "base/real.h"

#define BM__HASH_BEGIN UINT64_C(0xcbf29ce484222325)
BM__INLINE uint64_t bm__hash(uint64_t hash, const void *data, size_t size) {
    const unsigned char *bytes = data;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ bytes[i]) * 0x100000001b3u;
    return hash;
}

/* A text with its end, so that two texts never read as one. */
BM__INLINE uint64_t bm__hash_text(uint64_t hash, const char *text) {
    return bm__hash(hash, text, strlen(text) + 1);
}

/* The bits of a number, from the lowest byte on, whatever the machine's order. */
BM__INLINE uint64_t bm__hash_double(uint64_t hash, double value) {
    uint64_t bits;
    unsigned char bytes[8];
    memcpy(&bits, &value, sizeof bits);
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(bits >> 8 * i);
    return bm__hash(hash, bytes, sizeof bytes);
}

/* What a name is found by. */
BM__INLINE uint32_t bm__name_key(const char *name) {
    uint32_t hash = 0x811c9dc5u;
    for (; *name; name++)
        hash = (hash ^ (unsigned char)*name) * 0x01000193u;
    return hash;
}

#endif
