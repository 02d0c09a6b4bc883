/* SPDX-License-Identifier: Apache-2.0 */
#include "bonemodel/bonemodel.h"

#include "support/bm_test.h"

static void test_number_and_text_agree(void **state) {
    (void)state;
    const int32_t number = bm_version_number();
    char text[32];
    snprintf(text, sizeof text, "%d.%d.%d", number / 1000000, number / 1000 % 1000, number % 1000);
    assert_string_equal(bm_version_string(), text);
}

static void test_library_is_the_headers_and_the_projects(void **state) {
    (void)state;
    assert_int_equal(bm_version_number(), BM_VERSION_NUMBER);
    assert_string_equal(bm_version_string(), PROJECT_VERSION);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_number_and_text_agree),
        cmocka_unit_test(test_library_is_the_headers_and_the_projects),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
