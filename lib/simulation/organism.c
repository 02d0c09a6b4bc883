/* SPDX-License-Identifier: Apache-2.0 */
/* Lane file. */
#include "simulation/organism.h"

#include "base/invariant.h"
#include "base/processor.h"

static const uint16_t body_row[] = {
#define BM__ROW(row, column) BM__X_##row,
    BM__CORE_JACOBIAN(BM__ROW) BM__EXTENSION_JACOBIAN(BM__ROW)
#undef BM__ROW
};
static const uint16_t body_column[] = {
#define BM__ROW(row, column) BM__X_##column,
    BM__CORE_JACOBIAN(BM__ROW) BM__EXTENSION_JACOBIAN(BM__ROW)
#undef BM__ROW
};
static const struct {
    uint8_t row, target;
} target_entry[] = {
#define BM__ROW(row, target) {BM__X_##row, BM__U_##target},
    BM__TARGET_JACOBIAN(BM__ROW) BM__EXTENSION_TARGET_JACOBIAN(BM__ROW)
#undef BM__ROW
};
static const double neutral[BM__N_TARGETS] = {
#define BM__ROW(name, unit, neutral, description) neutral,
    BM__TARGETS(BM__ROW)
#undef BM__ROW
};

/* The active agents' fields, and what they push: u. With own and push not NULL, their Jacobians as well; with f_t not
 * NULL what they add to it, and to u_t. */
BM__INLINE void agents(const struct bm__organism *o, const bm__real (*rates)[BM__MAX_RATES], bm__real t_h,
                       const bm__real *x, bm__real *f, bm__real *u, bm__real *own, bm__real *push, bm__real *f_t,
                       bm__real *u_t) {
    for (uint32_t i = 0; i < BM__N_TARGETS; i++)
        u[i] = bm__all(neutral[i]);
    for (uint32_t i = 0; i < o->n_active; i++) {
        const uint32_t a = o->active[i];
        const struct bm__agent *agent = o->agent[a];
        const struct bm__agent_at at = {
            .p = o->p + o->first_value[a],
            .rate = rates[a],
            .x = x + o->first_state[a],
            .f = f + o->first_state[a],
            .u = u,
            .jac = own,
            .push = push,
            .user = agent->user,
            .t_h = t_h,
            .body = x,
            .f_t = f_t ? f_t + o->first_state[a] : NULL,
            .u_t = u_t,
        };
        agent->field(&at);
        if (agent->amount)
            at.f[0] += rates[a][0];
        if (own) {
            own += agent->n_own;
            push += agent->n_pushes;
        }
    }
}

BM__INLINE uint32_t n_target_entries(const struct bm__organism *o) {
    return o->full ? BM__N_TARGET_JACOBIAN : BM__N_CORE_TARGET_JACOBIAN;
}

/* The field, and with jac not NULL the parts of the Jacobian. */
BM__INLINE void evaluate(const struct bm__organism *o, bm__real t_h, const bm__real *x, bm__real *f, bm__real *jac,
                         bm__real *f_t) {
    bm__real u[BM__N_TARGETS], u_t[BM__N_TARGETS], jac_u[BM__N_TARGET_JACOBIAN], push[BM__MAX_PUSHES];
    bm__real *own = jac ? jac + o->n_body_jacobian : NULL;
    const int by_time = jac && o->hooked;
    if (by_time) {
        for (uint32_t i = 0; i < o->ode.n; i++)
            f_t[i] = bm__all(0.0);
        for (uint32_t i = 0; i < BM__N_TARGETS; i++)
            u_t[i] = bm__all(0.0);
    }
    agents(o, o->rate, t_h, x, f, u, own, push, by_time ? f_t : NULL, by_time ? u_t : NULL);

    const struct bm__core_at body = {
        .k = &o->k,
        .e = &o->e,
        .runx2_switched = o->runx2_switched,
        .counting = o->counting,
        .t_h = t_h,
        .x = x,
        .u = u,
        .f = f,
        .jac = jac,
        .jac_u = jac ? jac_u : NULL,
        .f_t = f_t,
    };
    o->body_field(&body);

    if (jac)
        for (uint32_t i = 0; i < o->n_products; i++)
            own[o->n_own + i] = jac_u[o->by_target[i]] * push[o->by_state[i]];
    if (by_time)
        for (uint32_t e = 0; e < n_target_entries(o); e++)
            f_t[target_entry[e].row] += jac_u[e] * u_t[target_entry[e].target];
}

void bm__organism_levels(const struct bm__organism *o, bm__real t_h, const bm__real *x,
                         const bm__real (*rates)[BM__MAX_RATES], struct bm__body_levels *levels) {
    bm__real u[BM__N_TARGETS], f[BM__MAX_STATES];
    agents(o, rates, t_h, x, f, u, NULL, NULL, NULL, NULL);
    const struct bm__core_at body = {.k = &o->k, .e = &o->e, .t_h = t_h, .x = x, .u = u};
    o->body_read(&body, levels);
}

static void field(void *user, bm__real t_h, const bm__real *x, bm__real *f) {
    evaluate(user, t_h, x, f, NULL, NULL);
}

static void jacobian(void *user, bm__real t_h, const bm__real *x, bm__real *f, bm__real *jac, bm__real *f_t) {
    const struct bm__organism *o = user;
    bm__real parts[BM__MAX_NONZEROS];
    const uint32_t viewing = o->viewing;
    evaluate(o, t_h, x, f, viewing ? parts : jac, f_t);
    if (!viewing)
        return;
    for (uint32_t e = 0; e < o->ode.n_nonzeros; e++)
        jac[e] = bm__all(0.0);
    for (uint32_t p = 0; p < o->n_parts; p++)
        jac[o->merge[p]] += parts[p];
}

/*
 * Agents that do not depend on the body: the factorisation falls apart: each agent's own block, dense because it is
 * small, then the body's, with what the agents push on moved to the right-hand side. values: the core's, then n x n of
 * each agent (inverse pivots on the diagonal), then the products.
 */
static void factor(void *user, bm__real shift, const bm__real *jac, bm__real *values) {
    const struct bm__organism *o = user;
    o->body_lu_factor(shift, jac, values);
    const bm__real *own = jac + o->n_body_jacobian;
    bm__real *block = values + o->n_body_lu;
    for (uint32_t i = 0; i < o->n_active; i++) {
        const struct bm__agent *agent = o->agent[o->active[i]];
        const uint32_t n = agent->n_states;
        for (uint32_t j = 0; j < n * n; j++)
            block[j] = bm__all(0.0);
        for (uint32_t j = 0; j < n; j++)
            block[j * n + j] = shift;
        for (uint32_t e = 0; e < agent->n_own; e++)
            block[agent->own[e].row * n + agent->own[e].column] -= *own++;
        for (uint32_t k = 0; k < n; k++) {
            block[k * n + k] = 1.0 / block[k * n + k];
            for (uint32_t r = k + 1; r < n; r++) {
                block[r * n + k] *= block[k * n + k];
                for (uint32_t c = k + 1; c < n; c++)
                    block[r * n + c] -= block[r * n + k] * block[k * n + c];
            }
        }
        block += n * n;
    }
    for (uint32_t i = 0; i < o->n_products; i++)
        block[i] = own[i];
}

BM__INLINE void solve_block(uint32_t n, const bm__real *block, bm__real *x) {
    for (uint32_t r = 1; r < n; r++)
        for (uint32_t c = 0; c < r; c++)
            x[r] -= block[r * n + c] * x[c];
    for (uint32_t r = n; r-- > 0;) {
        for (uint32_t c = n; c-- > r + 1;)
            x[r] -= block[r * n + c] * x[c];
        x[r] *= block[r * n + r];
    }
}

static void solve(void *user, const bm__real *values, bm__real *b) {
    const struct bm__organism *o = user;
    const bm__real *block = values + o->n_body_lu;
    for (uint32_t i = 0; i < o->n_active; i++) {
        const uint32_t n = o->agent[o->active[i]]->n_states;
        bm__real *x = b + o->first_state[o->active[i]];
        if (n == 3)
            solve_block(3, block, x); /* constants, to be unrolled */
        else if (n == 2)
            solve_block(2, block, x);
        else
            solve_block(n, block, x);
        block += n * n;
    }
    const uint32_t first = o->n_body_jacobian + o->n_own;
    for (uint32_t i = 0; i < o->n_products; i++)
        b[o->row[first + i]] += block[i] * b[o->column[first + i]];
    o->body_lu_solve(values, b);
}

/* The state that an agent's column s stands for. */
BM__INLINE uint16_t column_of(const struct bm__organism *o, uint32_t a, uint32_t s) {
    const struct bm__agent *agent = o->agent[a];
    return s < agent->n_states ? (uint16_t)(o->first_state[a] + s) : agent->view[s - agent->n_states];
}

/* Merges parts that belong to one entry; returns the number of entries. */
static uint32_t merge(struct bm__organism *o) {
    uint32_t n = o->n_body_jacobian; /* the body's own stand once each */
    for (uint32_t p = 0; p < o->n_parts; p++) {
        uint32_t e = p < o->n_body_jacobian ? p : 0;
        while (e < n && !(o->row[e] == o->row[p] && o->column[e] == o->column[p]))
            e++;
        if (e == n) {
            o->row[n] = o->row[p];
            o->column[n] = o->column[p];
            n++;
        }
        o->merge[p] = (uint16_t)e;
    }
    return n;
}

int bm__organism_lay_out(struct bm__organism *o, uint32_t full, uint64_t active) {
    o->full = full;
    o->n_body = full ? BM__N_BODY_STATES : BM__N_CORE_STATES;
    o->n_body_jacobian = full ? BM__N_BODY_JACOBIAN : BM__N_CORE_JACOBIAN;
    o->n_body_lu = full ? BM__N_BODY_LU : BM__N_CORE_LU;
    o->body_field = full ? BM__BEST_BUILD(bm__body_field) : BM__BEST_BUILD(bm__core_field);
    o->body_read = BM__BEST_BUILD(bm__body_read);
    o->body_lu_factor = full ? BM__BEST_BUILD(bm__body_lu_factor) : BM__BEST_BUILD(bm__core_lu_factor);
    o->body_lu_solve = full ? BM__BEST_BUILD(bm__body_lu_solve) : BM__BEST_BUILD(bm__core_lu_solve);
    uint32_t n = o->n_body, nnz = o->n_body_jacobian, n_parameters = 0, n_pushes = 0, n_values = o->n_body_lu;
    memcpy(o->row, body_row, sizeof body_row);
    memcpy(o->column, body_column, sizeof body_column);
    memcpy(o->agent, bm__agents, sizeof bm__agents);
    o->n_active = 0;
    o->n_products = 0;
    o->viewing = 0;
    o->hooked = 0;
    for (uint32_t a = 0; a < BM__MAX_AGENTS; a++) {
        const struct bm__agent *agent = o->agent[a];
        o->first_value[a] = (uint16_t)n_parameters;
        n_parameters += agent ? agent->n_parameters : 0;
        o->first_state[a] = 0;
        if (NEVER(!agent && active >> a & 1u)) /* a hook that is gone would be left out in silence */
            return 0;
        if (!agent || !(active >> a & 1u))
            continue;
        if (n + agent->n_states > BM__MAX_STATES || nnz + agent->n_own > BM__MAX_NONZEROS)
            return 0;
        o->active[o->n_active++] = (uint8_t)a;
        o->first_state[a] = (uint16_t)n;
        for (uint32_t i = 0; i < agent->n_own; i++, nnz++) {
            if (NEVER(agent->own[i].row >= agent->n_states ||
                      agent->own[i].column >= agent->n_states + agent->n_view)) /* beside the agent's block */
                return 0;
            o->row[nnz] = (uint16_t)(n + agent->own[i].row);
            o->column[nnz] = column_of(o, a, agent->own[i].column);
        }
        n += agent->n_states;
        n_values += agent->n_states * agent->n_states;
        o->viewing |= agent->n_view > 0;
        o->hooked |= agent->user != NULL;
    }
    if (NEVER(n_parameters > BM__MAX_AGENT_VALUES)) /* p has room for no more */
        return 0;
    o->n_values = n_parameters;
    o->n_own = nnz - o->n_body_jacobian;
    for (uint32_t i = 0; i < o->n_active; i++) {
        const struct bm__agent *agent = o->agent[o->active[i]];
        for (uint32_t j = 0; j < agent->n_pushes; j++, n_pushes++) {
            if (NEVER(agent->pushes[j].target >= BM__N_TARGETS ||
                      agent->pushes[j].state >= agent->n_states + agent->n_view)) /* nobody would feel it */
                return 0;
            for (uint32_t e = 0; e < n_target_entries(o); e++)
                if (target_entry[e].target == agent->pushes[j].target) {
                    if (nnz == BM__MAX_NONZEROS || o->n_products == BM__MAX_PUSHES)
                        return 0;
                    o->row[nnz] = target_entry[e].row;
                    o->column[nnz] = column_of(o, o->active[i], agent->pushes[j].state);
                    nnz++;
                    o->by_target[o->n_products] = (uint8_t)e;
                    o->by_state[o->n_products] = (uint16_t)n_pushes;
                    o->n_products++;
                }
        }
        if (n_pushes > BM__MAX_PUSHES)
            return 0;
    }
    o->n_parts = nnz;
    o->ode = (struct bm__ode){
        .n = n,
        .n_nonzeros = o->viewing ? merge(o) : nnz,
        .row = o->row,
        .column = o->column,
        .user = o,
        .field = field,
        .jacobian = jacobian,
        .n_values = n_values + o->n_products,
        .factor = o->viewing ? NULL : factor,
        .solve = o->viewing ? NULL : solve,
        .stopped = o->stopped,
    };
    return 1;
}
