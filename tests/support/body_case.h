/* SPDX-License-Identifier: Apache-2.0 */
/* Cases of the whole body, the core and its extensions, with chosen or random values. */
#ifndef BM__TESTS_SUPPORT_BODY_CASE_H
#define BM__TESTS_SUPPORT_BODY_CASE_H

#include "body/body.h"
#include "support/core_case.h"

/* Names of the body's states, the core's and the extensions'; and the values that the extensions' parameters have. */
const char *body_state_name(uint32_t i);
extern const double body_parameter_values[BM__N_EXTENSION_PARAMETERS];

/* Where the field is evaluated. */
struct body_case {
    struct core_case core; /* its x and u are not used */
    double q[BM__N_EXTENSION_PARAMETERS];
    struct bm__person person;
    struct bm__extension_constants e;
    double x[BM__N_BODY_STATES], u[BM__N_TARGETS];
};

/* A woman of an age, menopause at 51, in balance at day 0. */
void body_case_default(struct body_case *c, double age_years);
/* Derives the constants of the extensions again, from q and person. */
void body_case_derive(struct body_case *c);
/* The extensions' states at random; the core's, its parameters and the clearance as core_case_random() has them. */
void body_case_random(struct body_case *c, double age_years, double clearance, uint64_t *seed);
/* A point of the field; jac, jac_u and f_t may be NULL. */
struct bm__core_at body_case_at(const struct body_case *c, double t_h, const double *x, const double *u, double *f);

#endif
