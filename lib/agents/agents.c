/* SPDX-License-Identifier: Apache-2.0 */
/* Lane file: the list of agents. */
#include "agents/agent.h"

const struct bm__agent *const bm__agents[BM__N_AGENTS] = {
#define BM__ROW(name, file) &BM__LANE_SYMBOL(bm__agent_##name),
    BM__AGENTS(BM__ROW)
#undef BM__ROW
};
