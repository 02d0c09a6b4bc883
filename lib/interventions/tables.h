/* SPDX-License-Identifier: Apache-2.0 */
/* Every parameter and state of the core as one list each: the body's first, then each agent's. */
#ifndef BM__INTERVENTIONS_TABLES_H
#define BM__INTERVENTIONS_TABLES_H

#include "interventions/agent.h"

#define BM__N_PARAMETERS 153u
#define BM__N_STATES     43u

/* Row of parameter i < BM__N_PARAMETERS, of state i < BM__N_STATES. */
const struct bm__value_row *bm__parameter_row(uint32_t i);
const struct bm__value_row *bm__state_row(uint32_t i);

/* The agent that state i belongs to, and which of its states it is; BM__N_AGENTS for the body's. */
uint32_t bm__agent_of_state(uint32_t i, uint32_t *own);

/* Where the parameters and the states of an agent begin in these lists. */
uint32_t bm__agent_first_parameter(uint32_t agent);
uint32_t bm__agent_first_state(uint32_t agent);

#endif
