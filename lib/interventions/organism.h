/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The body together with the agents that act in it, as one system for the integrator. States: the body's, then those of
 * each active agent. The agents turn their states into targets, the body follows the targets.
 */
#ifndef BM__INTERVENTIONS_ORGANISM_H
#define BM__INTERVENTIONS_ORGANISM_H

#include "body/body.h"
#include "body/body_lu.h"
#include "body/core_lu.h"
#include "interventions/agent.h"
#include "solver/rosenbrock.h"

enum {
    BM__MAX_STATES = 144,       /* body and all agents together */
    BM__MAX_AGENT_VALUES = 192, /* parameters of all agents together */
    BM__MAX_NONZEROS = 768,
    BM__MAX_PUSHES = 192, /* pushes, and their products with the target entries */
};

struct bm__organism {
    /* layout */
    struct bm__ode ode;
    uint32_t full; /* 0: the core alone */
    uint32_t n_body, n_body_jacobian, n_body_lu;
    bm__core_field_fn *body_field; /* the core's or the whole body's */
    bm__core_lu_factor_fn *body_lu_factor;
    bm__core_lu_solve_fn *body_lu_solve;
    uint32_t n_active;
    uint8_t active[BM__N_AGENTS];       /* agent numbers */
    uint16_t first_state[BM__N_AGENTS]; /* by agent number: where its states begin, 0 = not active */
    uint16_t first_value[BM__N_AGENTS]; /* by agent number: where its parameters begin in p */
    uint32_t n_values;                  /* parameters of all agents */
    uint16_t row[BM__MAX_NONZEROS], column[BM__MAX_NONZEROS];
    uint32_t n_own;      /* entries of all active agents among their own states */
    uint32_t n_products; /* Jacobian entries that are (d f/d target) x (d target/d state) */
    uint8_t by_target[BM__MAX_PUSHES], by_state[BM__MAX_PUSHES];
    /* values */
    struct bm__core_constants k;
    struct bm__extension_constants e;
    bm__real p[BM__MAX_AGENT_VALUES];
    bm__real rate[BM__N_AGENTS][BM__MAX_RATES];
    bm__bits runx2_switched;
};

#define bm__organism_lay_out BM__LANE_SYMBOL(bm__organism_lay_out)

/* Lays the system out for the agents whose bit in `active` (1 << agent number) is set; the values stay. */
void bm__organism_lay_out(struct bm__organism *organism, uint32_t full, uint64_t active);

#define bm__organism_levels BM__LANE_SYMBOL(bm__organism_levels)

/* What read-outs need at time t_h and state x under rates[agent]; of the full model only. */
void bm__organism_levels(const struct bm__organism *organism, bm__real t_h, const bm__real *x,
                         const bm__real (*rates)[BM__MAX_RATES], struct bm__body_levels *levels);

#endif
