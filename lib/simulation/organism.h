/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The body together with the agents that act in it, as one system for the integrator. States: the body's, then those of
 * each active agent. The agents turn their states into targets, the body follows the targets.
 */
#ifndef BM__SIMULATION_ORGANISM_H
#define BM__SIMULATION_ORGANISM_H

#include "body/body.h"
#include "body/generated/body_lu.h"
#include "body/generated/core_lu.h"
#include "agents/agent.h"
#include "solver/rosenbrock.h"

enum {
    BM__MAX_STATES = 144,       /* body and all agents together */
    BM__MAX_AGENT_VALUES = 192, /* parameters of all agents together */
    BM__MAX_NONZEROS = 1280,
    BM__MAX_PUSHES = 640, /* pushes, and their products with the target entries */
};

struct bm__organism {
    /* layout */
    struct bm__ode ode;
    uint32_t full; /* 0: the core alone */
    uint32_t n_body, n_body_jacobian, n_body_lu;
    bm__core_field_fn *body_field; /* the core's or the whole body's */
    bm__body_read_fn *body_read;
    bm__core_lu_factor_fn *body_lu_factor;
    bm__core_lu_solve_fn *body_lu_solve;
    uint32_t n_active;
    uint8_t active[BM__MAX_AGENTS];       /* agent numbers */
    uint16_t first_state[BM__MAX_AGENTS]; /* by agent number: where its states begin, 0 = not active */
    uint16_t first_value[BM__MAX_AGENTS]; /* by agent number: where its parameters begin in p */
    uint32_t n_values;                    /* parameters of all agents */
    uint16_t row[BM__MAX_NONZEROS], column[BM__MAX_NONZEROS];
    uint32_t n_own;      /* entries in the rows of all active agents */
    uint32_t n_products; /* Jacobian entries that are (d f/d target) x (d target/d state) */
    uint8_t by_target[BM__MAX_PUSHES];
    uint16_t by_state[BM__MAX_PUSHES];
    /* When an agent reads the body: the general factorisation, for which parts of an entry are merged into one. */
    uint32_t viewing, n_parts;
    uint16_t merge[BM__MAX_NONZEROS]; /* where each part belongs */
    /* the agents themselves: the library's own, then the hooks of this patient, whose places are NULL without them */
    const struct bm__agent *agent[BM__MAX_AGENTS];
    uint32_t hooked;        /* a hook is active */
    const int32_t *stopped; /* not 0: a hook has given up; NULL without hooks */
    /* values */
    struct bm__core_constants k;
    struct bm__extension_constants e;
    bm__real p[BM__MAX_AGENT_VALUES];
    bm__real rate[BM__MAX_AGENTS][BM__MAX_RATES];
    bm__bits runx2_switched, counting; /* as in bm__core_at */
};

#define bm__organism_lay_out BM__LANE_SYMBOL(bm__organism_lay_out)

/* Lays the system out for the agents whose bit in `active` (1 << agent number) is set; the values stay. Returns 0 when
 * there is no room for it, which only hooks can bring about: what is laid out is then of no use. */
int bm__organism_lay_out(struct bm__organism *organism, uint32_t full, uint64_t active);

#define bm__organism_levels BM__LANE_SYMBOL(bm__organism_levels)

/* What read-outs need at time t_h and state x under rates[agent]; of the full model only. */
void bm__organism_levels(const struct bm__organism *organism, bm__real t_h, const bm__real *x,
                         const bm__real (*rates)[BM__MAX_RATES], struct bm__body_levels *levels);

#endif
