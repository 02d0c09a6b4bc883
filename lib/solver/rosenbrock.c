/* SPDX-License-Identifier: Apache-2.0 */
/* Lane file: the memory of a step, and the choice among the builds of its arithmetic (rosenbrock_step.c). */
#include "solver/rosenbrock.h"

#include "base/invariant.h"
#include "solver/tableau.h"

bm_status bm__rosenbrock_create(struct bm__rosenbrock *step, const struct bm__ode *ode, const bm_allocator *allocator) {
    *step = (struct bm__rosenbrock){0};
    uint32_t n_values = ode->n_values;
    if (NEVER(!ode->factor != !ode->solve)) /* one would be given the values of another factorisation */
        return BM__BROKEN;
    if (!ode->factor) {
        const bm_status status =
            bm__sparse_lu_create(&step->lu, ode->n, ode->n_nonzeros, ode->row, ode->column, allocator);
        if (status != BM_OK)
            return status;
        n_values = step->lu.n_values;
    }
    const size_t n = step->stride = (ode->n + 3u) / 4u * 4u;
    bm__real *next = bm__allocate(allocator, (BM__STAGES + 7) * n + ode->n_nonzeros + n_values, sizeof *next);
    if (!next) {
        bm__sparse_lu_destroy(&step->lu, allocator);
        return BM_ENOMEM;
    }
    step->memory = next;
    step->order = 5;
    step->take = BM__BEST_BUILD(bm__rosenbrock_step);
    step->prepare = BM__BEST_BUILD(bm__rosenbrock_dense);
    step->read = BM__BEST_BUILD(bm__rosenbrock_read);
    step->f = next, next += n;
    step->f_t = next, next += n;
    step->y = next, next += n;
    step->sum = next, next += n;
    step->dense = next, next += 3 * n;
    step->U = next, next += BM__STAGES * n;
    step->jacobian = next, next += ode->n_nonzeros;
    step->values = next;
    return BM_OK;
}

void bm__rosenbrock_destroy(struct bm__rosenbrock *step, const bm_allocator *allocator) {
    bm__sparse_lu_destroy(&step->lu, allocator);
    bm__release(allocator, step->memory);
    *step = (struct bm__rosenbrock){0};
}

void bm__rosenbrock_dense_of(const struct bm__rosenbrock *step, uint32_t i, bm__real d[3]) {
    const struct bm__tableau *tableau = step->order == 4 ? &bm__rodas4 : &bm__rodas5p;
    for (uint32_t k = 0; k < 3; k++) {
        d[k] = bm__all(0.0);
        for (uint32_t j = 0; k < tableau->n_dense && j < tableau->stages; j++)
            d[k] += tableau->dense[k][j] * step->U[j * step->stride + i];
    }
}
