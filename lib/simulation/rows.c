/* SPDX-License-Identifier: Apache-2.0 */
#include "simulation/rows.h"

static const struct bm__value_row body_parameters[] = {BM__CORE_PARAMETERS(BM__PARAMETER_ROW)};
static const struct bm__value_row body_states[] = {BM__CORE_STATES(BM__STATE_ROW)};
static const struct bm__value_row extension_parameters[] = {BM__EXTENSION_PARAMETERS(BM__AGENT_PARAMETER_ROW)};

uint32_t bm__first_extension_parameter(void) {
    uint32_t first = BM__N_CORE_PARAMETERS;
    for (uint32_t a = 0; a < BM__N_AGENTS; a++)
        first += bm__agents[a]->n_parameters;
    return first;
}

uint32_t bm__n_parameters(void) {
    return bm__first_extension_parameter() + BM__N_EXTENSION_PARAMETERS;
}

uint32_t bm__agent_first_state(uint32_t agent) {
    uint32_t first = BM__N_CORE_STATES;
    for (uint32_t a = 0; a < agent; a++)
        first += bm__agents[a]->n_states;
    return first;
}

uint32_t bm__agent_of_state(uint32_t i, uint32_t *own) {
    *own = i;
    if (i < BM__N_CORE_STATES)
        return BM__N_AGENTS;
    uint32_t agent = 0;
    for (*own -= BM__N_CORE_STATES; *own >= bm__agents[agent]->n_states; agent++)
        *own -= bm__agents[agent]->n_states;
    return agent;
}

const struct bm__value_row *bm__parameter_row(uint32_t i) {
    if (i < BM__N_CORE_PARAMETERS)
        return &body_parameters[i];
    if (i >= bm__first_extension_parameter())
        return &extension_parameters[i - bm__first_extension_parameter()];
    i -= BM__N_CORE_PARAMETERS;
    uint32_t a = 0;
    for (; i >= bm__agents[a]->n_parameters; a++)
        i -= bm__agents[a]->n_parameters;
    return &bm__agents[a]->parameters[i];
}

/* Copies the values of n rows; returns where the next goes. */
static double *copy(double *to, const struct bm__value_row *rows, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        to[i] = rows[i].value;
    return to + n;
}

void bm__parameter_defaults(double *parameters) {
    parameters = copy(parameters, body_parameters, BM__N_CORE_PARAMETERS);
    for (uint32_t a = 0; a < BM__N_AGENTS; a++)
        parameters = copy(parameters, bm__agents[a]->parameters, bm__agents[a]->n_parameters);
    copy(parameters, extension_parameters, BM__N_EXTENSION_PARAMETERS);
}

const struct bm__value_row *bm__state_row(uint32_t i) {
    uint32_t own;
    const uint32_t agent = bm__agent_of_state(i, &own);
    return agent < BM__N_AGENTS ? &bm__agents[agent]->states[own] : &body_states[i];
}
