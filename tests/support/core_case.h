/* SPDX-License-Identifier: Apache-2.0 */
/* The core's tables as arrays, and cases of it with chosen or random values. */
#ifndef BM__TESTS_SUPPORT_CORE_CASE_H
#define BM__TESTS_SUPPORT_CORE_CASE_H

#include "body/core.h"
#include "support/bm_test.h"

/* Names and ranges of the core's parameters and states. */
struct core_row {
    const char *name;
    double value, minimum, maximum;
    uint32_t kind; /* states: BM__STATE_...; parameters: flags */
};
extern const struct core_row core_parameter_rows[BM__N_CORE_PARAMETERS];
extern const struct core_row core_state_rows[BM__N_CORE_STATES];

/* Index by name, or -1. */
int core_find_parameter(const char *name);
int core_find_state(const char *name);

/* Where the field is evaluated. */
struct core_case {
    double p[BM__N_CORE_PARAMETERS], x0[BM__N_CORE_STATES];
    struct bm__core_constants k;
    double t_h, x[BM__N_CORE_STATES], u[BM__N_TARGETS];
    int runx2_switched;
};

/* Defaults at the start. */
void core_case_default(struct core_case *c);
/* Derives the constants again from p and x0; fails the test when one is not finite. x is left alone. */
void core_case_derive(struct core_case *c);
/*
 * Random values: parameters within a factor `spread_p` of their defaults (where their range allows), states within
 * `spread_x`, estrogen's clock running in every other case, targets pushed, RUNX2 switched or not. Away from the kinks
 * of the equations by at least `clearance`, relative.
 */
void core_case_random(struct core_case *c, double spread_p, double spread_x, double clearance, uint64_t *seed);
/* The field alone, of the library. */
void core_case_field(const struct core_case *c, double f[BM__N_CORE_STATES]);

#endif
