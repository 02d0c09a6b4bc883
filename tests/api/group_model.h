/* SPDX-License-Identifier: Apache-2.0 */
/* For a group of tests that share one model: the model, with set-up and tear-down for cmocka_run_group_tests(). */
#ifndef BM__TESTS_API_GROUP_MODEL_H
#define BM__TESTS_API_GROUP_MODEL_H

#include "api/api_test.h"

static bm_model *model;

static inline int create_model(void **state) {
    (void)state;
    model = bm_test_model();
    return 0;
}

static inline int create_full_model(void **state) {
    (void)state;
    model = bm_test_full_model();
    return 0;
}

static int destroy_model(void **state) {
    (void)state;
    bm_model_destroy(model);
    return 0;
}

#endif
