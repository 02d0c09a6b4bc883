/* SPDX-License-Identifier: Apache-2.0 */
/* The Peterson-Riggs core once more, written plainly from its description, to compare with the library's. */
#ifndef BM__TESTS_BODY_PLAIN_CORE_H
#define BM__TESTS_BODY_PLAIN_CORE_H

#include "support/core_case.h"

/* size[i] is the sum of the magnitudes of the terms of f[i]: what rounding is relative to. */
void plain_core_field(const struct core_case *c, double f[BM__N_CORE_STATES], double size[BM__N_CORE_STATES]);

#endif
