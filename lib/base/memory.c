/* SPDX-License-Identifier: Apache-2.0 */
/* Memory from the host's allocator, or from malloc. */
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static void *default_allocate(void *user, size_t size) {
    (void)user;
    return malloc(size);
}

static void default_release(void *user, void *block) {
    (void)user;
    free(block);
}

const bm_allocator bm__malloc_allocator = {(uint32_t)sizeof(bm_allocator), 0, NULL, default_allocate, default_release};

void *bm__allocate_raw(const bm_allocator *allocator, size_t count, size_t size) {
    if (size != 0 && count > SIZE_MAX / size)
        return NULL;
    return allocator->allocate(allocator->user, count * size > 0 ? count * size : 1);
}

void *bm__allocate(const bm_allocator *allocator, size_t count, size_t size) {
    void *block = bm__allocate_raw(allocator, count, size);
    if (block)
        memset(block, 0, count * size);
    return block;
}

void bm__release(const bm_allocator *allocator, void *block) {
    if (block)
        allocator->release(allocator->user, block);
}
