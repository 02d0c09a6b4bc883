/* SPDX-License-Identifier: Apache-2.0 */
/* Lane file. */
#include "interventions/organism.h"

#include "base/processor.h"

static const uint16_t core_row[] = {
#define BM__ROW(row, column) BM__X_##row,
    BM__CORE_JACOBIAN(BM__ROW)
#undef BM__ROW
};
static const uint16_t core_column[] = {
#define BM__ROW(row, column) BM__X_##column,
    BM__CORE_JACOBIAN(BM__ROW)
#undef BM__ROW
};
static const struct {
    uint8_t row, target;
} target_entry[] = {
#define BM__ROW(row, target) {BM__X_##row, BM__U_##target},
    BM__TARGET_JACOBIAN(BM__ROW)
#undef BM__ROW
};
static const double neutral[BM__N_TARGETS] = {
#define BM__ROW(name, unit, additive, neutral, description) neutral,
    BM__TARGETS(BM__ROW)
#undef BM__ROW
};

/* The field, and with jac not NULL the Jacobian. */
BM__INLINE void evaluate(const struct bm__organism *o, bm__real t_h, const bm__real *x, bm__real *f, bm__real *jac,
                         bm__real *f_t) {
    bm__real u[BM__N_TARGETS], jac_u[BM__N_TARGET_JACOBIAN], push[BM__MAX_PUSHES];
    for (uint32_t i = 0; i < BM__N_TARGETS; i++)
        u[i] = bm__all(neutral[i]);

    bm__real *own = jac ? jac + BM__N_CORE_JACOBIAN : NULL, *next_push = push;
    for (uint32_t i = 0; i < o->n_active; i++) {
        const uint32_t a = o->active[i];
        const struct bm__agent *agent = bm__agents[a];
        const struct bm__agent_at at = {
            .p = o->p + o->first_value[a],
            .rate = o->rate[a],
            .x = x + o->first_state[a],
            .f = f + o->first_state[a],
            .u = u,
            .jac = own,
            .push = next_push,
        };
        agent->field(&at);
        if (jac) {
            own += agent->n_own;
            next_push += agent->n_pushes;
        }
    }

    const struct bm__core_at body = {
        .k = &o->k,
        .runx2_switched = o->runx2_switched,
        .t_h = t_h,
        .x = x,
        .u = u,
        .f = f,
        .jac = jac,
        .jac_u = jac ? jac_u : NULL,
        .f_t = f_t,
    };
    o->core_field(&body);

    if (jac)
        for (uint32_t i = 0; i < o->n_products; i++)
            own[i] = jac_u[o->by_target[i]] * push[o->by_state[i]];
}

static void field(void *user, bm__real t_h, const bm__real *x, bm__real *f) {
    evaluate(user, t_h, x, f, NULL, NULL);
}

static void jacobian(void *user, bm__real t_h, const bm__real *x, bm__real *f, bm__real *jac, bm__real *f_t) {
    evaluate(user, t_h, x, f, jac, f_t);
}

void bm__organism_lay_out(struct bm__organism *o, uint32_t active) {
    uint32_t n = BM__N_BODY_STATES, nnz = BM__N_CORE_JACOBIAN, n_values = 0, n_pushes = 0;
    memcpy(o->row, core_row, sizeof core_row);
    memcpy(o->column, core_column, sizeof core_column);
    o->n_active = 0;
    o->n_products = 0;
    for (uint32_t a = 0; a < BM__N_AGENTS; a++) {
        o->first_value[a] = (uint16_t)n_values;
        n_values += bm__agents[a]->n_parameters;
        o->first_state[a] = 0;
        if (!(active >> a & 1u))
            continue;
        o->active[o->n_active++] = (uint8_t)a;
        o->first_state[a] = (uint16_t)n;
        for (uint32_t i = 0; i < bm__agents[a]->n_own; i++, nnz++) {
            o->row[nnz] = (uint16_t)(n + bm__agents[a]->own[i].row);
            o->column[nnz] = (uint16_t)(n + bm__agents[a]->own[i].column);
        }
        n += bm__agents[a]->n_states;
    }
    for (uint32_t i = 0; i < o->n_active; i++) {
        const struct bm__agent *agent = bm__agents[o->active[i]];
        for (uint32_t j = 0; j < agent->n_pushes; j++, n_pushes++)
            for (uint32_t e = 0; e < BM__N_TARGET_JACOBIAN; e++)
                if (target_entry[e].target == agent->pushes[j].target) {
                    o->row[nnz] = target_entry[e].row;
                    o->column[nnz] = (uint16_t)(o->first_state[o->active[i]] + agent->pushes[j].state);
                    nnz++;
                    o->by_target[o->n_products] = (uint8_t)e;
                    o->by_state[o->n_products] = (uint8_t)n_pushes;
                    o->n_products++;
                }
    }
#if BM__LANES == 1
    o->core_field = BM__BEST_BUILD(bm__core_field);
#else
    o->core_field = bm__core_field;
#endif
    o->ode = (struct bm__ode){
        .n = n,
        .n_nonzeros = nnz,
        .row = o->row,
        .column = o->column,
        .user = o,
        .field = field,
        .jacobian = jacobian,
    };
}
