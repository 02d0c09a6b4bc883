/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BM__TESTS_SIMULATION_ORGANISM_LANES_H
#define BM__TESTS_SIMULATION_ORGANISM_LANES_H

#include "agents/agent_list.h"

#define BM__ROW(...) +1
enum { ORGANISM_AGENTS = 8 BM__AGENTS(BM__ROW) }; /* BM__MAX_AGENTS: with eight hooks */
#undef BM__ROW
enum {
    ORGANISM_MAX_LANES = 8,
    ORGANISM_STATES = 144, /* BM__MAX_STATES, BM__MAX_AGENT_VALUES */
    ORGANISM_VALUES = 192,
    ORGANISM_CONSTANTS = 512,
    ORGANISM_EXTENSIONS = 320,
    ORGANISM_RATES = 4, /* BM__MAX_RATES */
};

/* An organism's numbers as doubles, for code compiled with another number of lanes. */
struct organism_numbers {
    double constants[ORGANISM_CONSTANTS], extensions[ORGANISM_EXTENSIONS], p[ORGANISM_VALUES];
    double rate[ORGANISM_AGENTS][ORGANISM_RATES], x[ORGANISM_STATES], t_h, h;
    int runx2_switched, counting;
};

/* One Rosenbrock step of each patient in the full model with every agent active: the state after it; its error, then
 * the field. */
typedef void organism_steps(const struct organism_numbers patients[ORGANISM_MAX_LANES],
                            double result[ORGANISM_MAX_LANES][2][ORGANISM_STATES]);
organism_steps organism_steps_1, organism_steps_4, organism_steps_8;

#endif
