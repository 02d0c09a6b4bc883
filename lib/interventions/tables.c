/* SPDX-License-Identifier: Apache-2.0 */
#include "interventions/tables.h"

static const struct bm__value_row body_parameters[] = {BM__CORE_PARAMETERS(BM__PARAMETER_ROW)};
static const struct bm__value_row body_states[] = {BM__BODY_STATES(BM__STATE_ROW)};

uint32_t bm__agent_first_parameter(uint32_t agent) {
    uint32_t first = BM__N_CORE_PARAMETERS;
    for (uint32_t a = 0; a < agent; a++)
        first += bm__agents[a]->n_parameters;
    return first;
}

uint32_t bm__agent_first_state(uint32_t agent) {
    uint32_t first = BM__N_BODY_STATES;
    for (uint32_t a = 0; a < agent; a++)
        first += bm__agents[a]->n_states;
    return first;
}

const struct bm__value_row *bm__parameter_row(uint32_t i) {
    if (i < BM__N_CORE_PARAMETERS)
        return &body_parameters[i];
    i -= BM__N_CORE_PARAMETERS;
    uint32_t a = 0;
    for (; i >= bm__agents[a]->n_parameters; a++)
        i -= bm__agents[a]->n_parameters;
    return &bm__agents[a]->parameters[i];
}

const struct bm__value_row *bm__state_row(uint32_t i) {
    if (i < BM__N_BODY_STATES)
        return &body_states[i];
    i -= BM__N_BODY_STATES;
    uint32_t a = 0;
    for (; i >= bm__agents[a]->n_states; a++)
        i -= bm__agents[a]->n_states;
    return &bm__agents[a]->states[i];
}
