/* SPDX-License-Identifier: Apache-2.0 */
/* Memory through the host's allocator; all other code allocates through these. */
#ifndef BM__BASE_MEMORY_H
#define BM__BASE_MEMORY_H

#include "bonemodel/bonemodel.h"

/* The default allocator: malloc and free. */
extern const bm_allocator bm__malloc_allocator;

/* count x size zeroed bytes, or NULL (also when the product overflows). */
void *bm__allocate(const bm_allocator *allocator, size_t count, size_t size);

/* The same, not zeroed: for what is written before it is read, such as rows of results. */
void *bm__allocate_raw(const bm_allocator *allocator, size_t count, size_t size);

/* Releases a block; NULL is a no-op. */
void bm__release(const bm_allocator *allocator, void *block);

#endif
