/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The body together with the agents that act in it, as one system for the integrator. States: the body's, then those of
 * each active agent. The agents turn their states into targets, the body follows the targets.
 */
#ifndef BM__INTERVENTIONS_ORGANISM_H
#define BM__INTERVENTIONS_ORGANISM_H

#include "body/core_lu.h"
#include "interventions/agent.h"
#include "solver/rosenbrock.h"

enum {
    BM__MAX_STATES = 64,       /* body and all agents together */
    BM__MAX_AGENT_VALUES = 64, /* parameters of all agents together */
    BM__MAX_NONZEROS = 256,
    BM__MAX_PUSHES = 32,
};

/* The threshold of the core: BCL2 at 105 switches RUNX2 (quirk 3 of the published model). */
#define BM__RUNX2_THRESHOLD 105.0

struct bm__organism {
    /* layout */
    struct bm__ode ode;
    bm__core_field_fn *core_field;
    bm__core_lu_factor_fn *core_lu_factor;
    bm__core_lu_solve_fn *core_lu_solve;
    uint32_t n_active;
    uint8_t active[BM__N_AGENTS];       /* agent numbers */
    uint16_t first_state[BM__N_AGENTS]; /* by agent number: where its states begin, 0 = not active */
    uint16_t first_value[BM__N_AGENTS]; /* by agent number: where its parameters begin in p */
    uint16_t row[BM__MAX_NONZEROS], column[BM__MAX_NONZEROS];
    uint32_t n_own;      /* entries of all active agents among their own states */
    uint32_t n_products; /* Jacobian entries that are (d f/d target) x (d target/d state) */
    uint8_t by_target[BM__MAX_PUSHES], by_state[BM__MAX_PUSHES];
    /* values */
    struct bm__core_constants k;
    bm__real p[BM__MAX_AGENT_VALUES];
    bm__real rate[BM__N_AGENTS];
    bm__bits runx2_switched;
};

#define bm__organism_lay_out BM__LANE_SYMBOL(bm__organism_lay_out)

/* Lays the system out for the agents whose bit in `active` (1 << agent number) is set; the values stay. */
void bm__organism_lay_out(struct bm__organism *organism, uint32_t active);

#endif
