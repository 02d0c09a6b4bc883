/* SPDX-License-Identifier: Apache-2.0 */
/* Checks a Jacobian against differences of its field: each entry, and that none is missing. */
#ifndef BM__TESTS_SUPPORT_DIFFERENCES_H
#define BM__TESTS_SUPPORT_DIFFERENCES_H

#include "solver/rosenbrock.h"

enum { BM_MAX_DIFFERENCE_STATES = 160 };

struct bm_differences {
    double worst;           /* largest error of an entry, relative to it */
    uint8_t *seen_not_zero; /* [ode->n_nonzeros] set where an entry was not 0; may be NULL */
    const char *(*name)(uint32_t state);
};

/*
 * Fails the test when an entry differs from the difference by more than rtol (or by rounding, relative to its row),
 * when the field depends on a state outside the structure, when it gives other bits with the Jacobian than alone, or
 * when f_t is not its slope in time.
 */
void bm_check_jacobian(const struct bm__ode *ode, double t, const double *x, double rtol, struct bm_differences *out);

#endif
