/* SPDX-License-Identifier: Apache-2.0 */
/* Every parameter as one list, and every state of the core: the core's first, then each agent's, then the extensions'.
 */
#ifndef BM__SIMULATION_ROWS_H
#define BM__SIMULATION_ROWS_H

#include "simulation/organism.h"

/* Of the core: its own rows and those of its agents, which stand first. */
#define BM__N_CORE_ROWS 153u
#define BM__N_STATES    43u

enum { BM__MAX_PARAMETERS = BM__N_CORE_ROWS + BM__MAX_AGENT_VALUES + BM__N_EXTENSION_PARAMETERS };

/* The number of parameters of the full model: the core's rows, those of the other agents, those of the extensions. */
uint32_t bm__n_parameters(void);

/* The defaults of all parameters, in their order. */
void bm__parameter_defaults(double *parameters);

/* Row of parameter i < bm__n_parameters(), of the core's state i < BM__N_STATES. */
const struct bm__value_row *bm__parameter_row(uint32_t i);
const struct bm__value_row *bm__state_row(uint32_t i);

/* Where the extensions' parameters begin. */
uint32_t bm__first_extension_parameter(void);

/* The agent that the core's state i belongs to, and which of its states it is; BM__N_AGENTS for the body's. */
uint32_t bm__agent_of_state(uint32_t i, uint32_t *own);

/* Where the states of an agent begin in their list. */
uint32_t bm__agent_first_state(uint32_t agent);

#endif
