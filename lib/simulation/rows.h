/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lists of the body and of the agents as tables: every parameter (the core's, then each agent's, then the
 * extensions'), every state of the core and its agents, and every state of the body.
 */
#ifndef BM__SIMULATION_ROWS_H
#define BM__SIMULATION_ROWS_H

#include "agents/denosumab_tables.h"
#include "agents/generic_pk_tables.h"
#include "agents/teriparatide_tables.h"
#include "simulation/organism.h"

/* The core's model: its own rows and those of its agents, which stand first in the list of agents. */
#define BM__ROW(...) +1
enum {
    BM__N_CORE_ROWS = BM__N_CORE_PARAMETERS BM__DENOSUMAB_PARAMETERS(BM__ROW) BM__TERIPARATIDE_PARAMETERS(BM__ROW)
        BM__GENERIC_PK_PARAMETERS(BM__ROW),
    BM__N_STATES =
        BM__N_CORE_STATES BM__DENOSUMAB_STATES(BM__ROW) BM__TERIPARATIDE_STATES(BM__ROW) BM__GENERIC_PK_STATES(BM__ROW),
};
#undef BM__ROW

enum { BM__MAX_PARAMETERS = BM__N_CORE_ROWS + BM__MAX_AGENT_VALUES + BM__N_EXTENSION_PARAMETERS };

/* The number of parameters of the full model: the core's rows, those of the other agents, those of the extensions. */
uint32_t bm__n_parameters(void);

/* The defaults of all parameters, in their order. */
void bm__parameter_defaults(double *parameters);

/* Row of parameter i < bm__n_parameters(), of the core's state i < BM__N_STATES. */
const struct bm__value_row *bm__parameter_row(uint32_t i);
const struct bm__value_row *bm__state_row(uint32_t i);

/* Row of state i < BM__N_BODY_STATES of the body; those beyond the core are called "body.NAME", and their value is the
 * typical size. */
const struct bm__value_row *bm__body_state_row(uint32_t i);

/* Where the extensions' parameters begin. */
uint32_t bm__first_extension_parameter(void);

/* The agent that the core's state i belongs to, and which of its states it is; BM__N_AGENTS for the body's. */
uint32_t bm__agent_of_state(uint32_t i, uint32_t *own);

/* Where the states of an agent begin in their list. */
uint32_t bm__agent_first_state(uint32_t agent);

#endif
