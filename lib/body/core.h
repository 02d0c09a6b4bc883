/* SPDX-License-Identifier: Apache-2.0 */
/* The Peterson-Riggs core as one vector field. */
#ifndef BM__BODY_CORE_H
#define BM__BODY_CORE_H

#include "base/processor.h"
#include "body/index.h"

/* How a state gets its value at the start. */
#define BM__STATE_BASELINE  1u /* set by the host; the derived constants follow it: it moves the baseline */
#define BM__STATE_PERTURBED 2u /* set by the host; a perturbation */
#define BM__STATE_COMPUTED  3u /* computed from parameters; cannot be set */
#define BM__STATE_BOOKS     4u /* as PERTURBED, and nothing depends on it: its error does not steer the steps */
#define BM__INERT           4u /* parameter flag: declared by the published model, used nowhere in its dynamics */

/*
 * Derives the constants from parameters and initial values, and overwrites the initial values that are computed;
 * or returns the name of the first derived constant that would not be finite, with nothing changed.
 */
const char *bm__core_derive(const double parameters[BM__N_CORE_PARAMETERS], double initial[BM__N_CORE_STATES],
                            struct bm__core_constants *k);

/* The number of the core's equations. Raised by hand whenever unchanged parameters no longer give the golden runs' bits
 * (tests/identity); what is neutral by default does not raise it. Snapshots are read from the number on since which
 * the states mean the same: what is solved otherwise raises the first number alone, what is meant otherwise both. */
#define BM__CORE_EQUATIONS       2u
#define BM__CORE_EQUATIONS_SINCE 1u

#define bm__core_field BM__LANE_SYMBOL(bm__core_field)

/* d/dt of the body's states at s->x under the targets s->u; with s->jac set, the Jacobian as well. */
typedef void bm__core_field_fn(const struct bm__core_at *s);
BM__DECLARE_BUILDS(bm__core_field_fn, bm__core_field);

#endif
