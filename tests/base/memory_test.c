/* SPDX-License-Identifier: Apache-2.0 */
#include "base/memory.h"

#include "support/bm_test.h"

struct watched {
    size_t requests, releases, last_size;
    void *last_released;
    unsigned char block[256];
};

static void *allocate_dirty(void *user, size_t size) {
    struct watched *w = user;
    w->requests++;
    w->last_size = size;
    if (size > sizeof w->block)
        return NULL;
    memset(w->block, 0xa5, sizeof w->block);
    return w->block;
}

static void release(void *user, void *block) {
    struct watched *w = user;
    w->releases++;
    w->last_released = block;
}

static bm_allocator watch(struct watched *w) {
    return (bm_allocator){(uint32_t)sizeof(bm_allocator), 0, w, allocate_dirty, release};
}

static void test_blocks_come_zeroed_and_sized(void **state) {
    (void)state;
    struct watched w = {0};
    const bm_allocator allocator = watch(&w);
    const unsigned char *block = bm__allocate(&allocator, 10, 8);
    assert_ptr_equal(block, w.block);
    assert_int_equal(w.last_size, 80);
    for (int i = 0; i < 80; i++)
        assert_int_equal(block[i], 0);
    assert_int_equal(block[80], 0xa5); /* and nothing beyond */
    block = bm__allocate_raw(&allocator, 10, 4);
    assert_int_equal(w.last_size, 40);
    assert_int_equal(block[0], 0xa5); /* as it comes */
}

static void test_overflow_is_refused_without_asking(void **state) {
    (void)state;
    struct watched w = {0};
    const bm_allocator allocator = watch(&w);
    assert_null(bm__allocate(&allocator, SIZE_MAX, 2));
    assert_null(bm__allocate(&allocator, SIZE_MAX / 8 + 1, 8));
    assert_null(bm__allocate(&allocator, 2, SIZE_MAX));
    assert_null(bm__allocate_raw(&allocator, 2, SIZE_MAX));
    assert_int_equal(w.requests, 0);
    assert_null(bm__allocate(&allocator, SIZE_MAX / 8, 8)); /* fits into size_t: the allocator refuses */
    assert_int_equal(w.requests, 1);
}

static void test_nothing_is_still_a_block(void **state) {
    (void)state;
    struct watched w = {0};
    const bm_allocator allocator = watch(&w);
    assert_non_null(bm__allocate(&allocator, 0, 8));
    assert_non_null(bm__allocate(&allocator, 8, 0));
    assert_int_equal(w.last_size, 1);
}

static void test_release(void **state) {
    (void)state;
    struct watched w = {0};
    const bm_allocator allocator = watch(&w);
    bm__release(&allocator, NULL);
    assert_int_equal(w.releases, 0);
    bm__release(&allocator, w.block);
    assert_int_equal(w.releases, 1);
    assert_ptr_equal(w.last_released, w.block);
}

static void test_default_allocator(void **state) {
    (void)state;
    double *block = bm__allocate(&bm__malloc_allocator, 1000, sizeof *block);
    assert_non_null(block);
    assert_int_equal((uintptr_t)block % _Alignof(max_align_t), 0);
    for (int i = 0; i < 1000; i++)
        assert_true(block[i] == 0.0);
    bm__release(&bm__malloc_allocator, block);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blocks_come_zeroed_and_sized),
        cmocka_unit_test(test_overflow_is_refused_without_asking),
        cmocka_unit_test(test_nothing_is_still_a_block),
        cmocka_unit_test(test_release),
        cmocka_unit_test(test_default_allocator),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
