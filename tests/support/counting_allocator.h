/* SPDX-License-Identifier: Apache-2.0 */
/* An allocator that counts, and that can refuse the n-th request, or all from it on. */
#ifndef BM__TESTS_SUPPORT_COUNTING_ALLOCATOR_H
#define BM__TESTS_SUPPORT_COUNTING_ALLOCATOR_H

#include "bonemodel/bonemodel.h"
#include "support/bm_test.h"

struct bm_counts {
    long requests, blocks; /* so far; not yet released */
    long refuse_from;      /* refuse this request (counted from 1) and all after it; 0 = never */
    long refuse_only;      /* refuse this request and not those after it; 0 = never */
};

static inline void *bm_counting_allocate(void *user, size_t size) {
    struct bm_counts *counts = user;
    counts->requests++;
    if ((counts->refuse_from != 0 && counts->requests >= counts->refuse_from) ||
        counts->requests == counts->refuse_only)
        return NULL;
    void *block = malloc(size);
    counts->blocks += block != NULL;
    return block;
}

static inline void bm_counting_release(void *user, void *block) {
    struct bm_counts *counts = user;
    counts->blocks--;
    free(block);
}

static inline bm_allocator bm_counting_allocator(struct bm_counts *counts) {
    return (bm_allocator){(uint32_t)sizeof(bm_allocator), 0, counts, bm_counting_allocate, bm_counting_release};
}

/*
 * Makes something and gives it back, with the requests for memory refused from the n-th on, n = 1, 2, ...: each refusal
 * is BM_ENOMEM and keeps nothing. Returns the number of requests when it succeeds at last.
 */
static inline long bm_refuse_in_turn(bm_status (*make)(const bm_allocator *allocator)) {
    for (long n = 1;; n++) {
        struct bm_counts counts = {.refuse_from = n};
        const bm_allocator allocator = bm_counting_allocator(&counts);
        const bm_status status = make(&allocator);
        assert_int_equal(counts.blocks, 0);
        if (status == BM_OK)
            return n - 1;
        assert_int_equal(status, BM_ENOMEM);
    }
}

#endif
