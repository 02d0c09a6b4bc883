/* SPDX-License-Identifier: Apache-2.0 */
#include "bonemodel/bonemodel.h"

#include "support/bm_test.h"

static const struct {
    bm_status status;
    const char *name;
} published[] = {
    /* a number is never reused: this list only grows */
    {0, "BM_OK"},           {-1, "BM_EINVAL"},      {-2, "BM_ERANGE"},   {-3, "BM_ENOTFOUND"}, {-4, "BM_ESIZE"},
    {-5, "BM_ESTATE"},      {-6, "BM_ECONFLICT"},   {-10, "BM_ENOMEM"},  {-20, "BM_ESTEP"},    {-21, "BM_EMAXSTEPS"},
    {-22, "BM_ENONFINITE"}, {-30, "BM_ECANCELLED"}, {-40, "BM_EFORMAT"}, {-41, "BM_EVERSION"}, {-42, "BM_EMODEL"},
};

static void test_names_and_numbers(void **state) {
    (void)state;
    for (size_t i = 0; i < BM_COUNT(published); i++)
        assert_string_equal(bm_status_name(published[i].status), published[i].name);
}

/* Every number between the ends has a name exactly when it is published. */
static void test_no_other_status(void **state) {
    (void)state;
    size_t known = 0;
    for (bm_status status = -1000; status <= 1000; status++)
        known += strcmp(bm_status_name(status), "BM_EUNKNOWN") != 0;
    assert_int_equal(known, BM_COUNT(published));
    assert_string_equal(bm_status_name(INT32_MIN), "BM_EUNKNOWN");
    assert_string_equal(bm_status_name(INT32_MAX), "BM_EUNKNOWN");
    assert_string_equal(bm_status_text(1), "not a status code of this library");
}

static void test_texts(void **state) {
    (void)state;
    for (size_t i = 0; i < BM_COUNT(published); i++) {
        const char *text = bm_status_text(published[i].status);
        assert_in_range(strlen(text), 5, 100);
        assert_null(strchr(text, '\n'));
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(text, bm_status_text(published[j].status));
    }
    assert_string_equal(bm_status_text(BM_ENOMEM), "the allocator returned no memory");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_and_numbers),
        cmocka_unit_test(test_no_other_status),
        cmocka_unit_test(test_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
