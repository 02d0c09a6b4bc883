/* SPDX-License-Identifier: Apache-2.0 */
/* Lane file, of the builds with several lanes: one organism of vectors and one Rosenbrock step for all of them. */
#include "cohort/lanes.h"

#include <stddef.h>

#include "base/invariant.h"
#include "simulation/organism.h"

#define bm__lanes_create BM__LANE_SYMBOL(bm__lanes_create)
bm__lanes_create_fn bm__lanes_create;

struct engine {
    struct bm__organism organism;
    bm__real t_h, h, error, x[BM__MAX_STATES], scale[BM__MAX_STATES];
    struct bm__rosenbrock step;
    struct bm__lanes lanes;
    const bm_allocator *allocator; /* the host's */
    bm_allocator aligned;          /* on top of it */
};

/* The host's allocator aligns as malloc does, which is not enough for a vector: the block's address stands before it.
 */
enum { ALIGNMENT = sizeof(bm__real) };

static void *allocate(void *user, size_t size) {
    const bm_allocator *const *allocator = user;
    if (size > SIZE_MAX - 2 * ALIGNMENT)
        return NULL;
    char *block = (*allocator)->allocate((*allocator)->user, size + 2 * ALIGNMENT);
    if (!block)
        return NULL;
    char *aligned = block + 2 * ALIGNMENT - (uintptr_t)block % ALIGNMENT;
    memcpy(aligned - sizeof block, &block, sizeof block);
    return aligned;
}

static void release(void *user, void *aligned) {
    const bm_allocator *const *allocator = user;
    void *block;
    memcpy(&block, (char *)aligned - sizeof block, sizeof block);
    bm__release(*allocator, block);
}

static struct engine *engine_of(struct bm__lanes *lanes) {
    return (struct engine *)(void *)((char *)lanes - offsetof(struct engine, lanes));
}

static bm_status lay_out(struct bm__lanes *lanes, uint64_t active, double rtol) {
    struct engine *e = engine_of(lanes);
    bm__rosenbrock_destroy(&e->step, &e->aligned);
    const int fits = bm__organism_lay_out(&e->organism, 1, active);
    if (NEVER(!fits)) /* only hooks can take the room, and lanes have none */
        return BM__BROKEN;
    e->organism.ode.row = e->organism.row;
    e->organism.ode.column = e->organism.column;
    e->organism.ode.user = &e->organism;
    lanes->n = e->organism.ode.n;
    lanes->n_active = e->organism.n_active;
    const bm_status status = bm__rosenbrock_create(&e->step, &e->organism.ode, &e->aligned);
    if (status != BM_OK)
        return status;
    e->step.order = bm__order_for(rtol);
    lanes->f = (double *)e->step.f;
    lanes->y = (double *)e->step.y;
    /* what no patient has filled yet must not be slow to compute with */
    for (uint32_t i = 0; i < BM__MAX_STATES; i++)
        e->x[i] = bm__all(1.0);
    e->h = bm__all(1.0);
    return BM_OK;
}

static void evaluate(struct bm__lanes *lanes) {
    struct engine *e = engine_of(lanes);
    e->organism.ode.jacobian(&e->organism, e->t_h, e->x, e->step.f, e->step.jacobian, e->step.f_t);
}

static void step(struct bm__lanes *lanes) {
    struct engine *e = engine_of(lanes);
    e->error = e->step.take(&e->step, &e->organism.ode, e->t_h, e->x, e->h, e->scale);
}

static void prepare_dense(struct bm__lanes *lanes) {
    struct engine *e = engine_of(lanes);
    e->step.prepare(&e->step);
}

static void read(struct bm__lanes *lanes, uint32_t lane, double theta, double *x) {
    struct engine *e = engine_of(lanes);
    bm__real all[BM__MAX_STATES];
    e->step.read(&e->step, e->x, bm__all(theta), all);
    for (uint32_t i = 0; i < lanes->n; i++)
        x[i] = bm__lane(all[i], (int)lane);
}

static void accept(struct bm__lanes *lanes, uint32_t which) {
    struct engine *e = engine_of(lanes);
    int64_t of_lane[BM__LANES];
    for (int lane = 0; lane < BM__LANES; lane++)
        of_lane[lane] = -(int64_t)(which >> lane & 1u);
    bm__bits accepted;
    memcpy(&accepted, of_lane, sizeof accepted);
    for (uint32_t i = 0; i < lanes->n; i++)
        e->x[i] = bm__select(accepted, e->step.y[i], e->x[i]);
}

static void destroy(struct bm__lanes *lanes) {
    struct engine *e = engine_of(lanes);
    const bm_allocator *allocator = e->allocator;
    bm_allocator aligned = e->aligned;
    aligned.user = &allocator;
    bm__rosenbrock_destroy(&e->step, &aligned);
    bm__release(&aligned, e);
}

struct bm__lanes *bm__lanes_create(const bm_allocator *allocator) {
    bm_allocator aligned = {(uint32_t)sizeof aligned, 0, &allocator, allocate, release};
    struct engine *e = bm__allocate(&aligned, 1, sizeof *e);
    if (!e)
        return NULL;
    e->allocator = allocator;
    e->aligned = aligned;
    e->aligned.user = &e->allocator;
    e->lanes = (struct bm__lanes){
        .width = BM__LANES,
        .active = e->organism.active,
        .first_state = e->organism.first_state,
        .constants = (double *)&e->organism.k,
        .extension = (double *)&e->organism.e,
        .values = (double *)e->organism.p,
        .rates = (double *)e->organism.rate,
        .counting = (int64_t *)&e->organism.counting,
        .t_h = (double *)&e->t_h,
        .h = (double *)&e->h,
        .error = (double *)&e->error,
        .x = (double *)e->x,
        .scale = (double *)e->scale,
        .lay_out = lay_out,
        .evaluate = evaluate,
        .step = step,
        .prepare_dense = prepare_dense,
        .read = read,
        .accept = accept,
        .destroy = destroy,
    };
    return &e->lanes;
}
