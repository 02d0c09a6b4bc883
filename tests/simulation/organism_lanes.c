/* SPDX-License-Identifier: Apache-2.0 */
/* Compiled with 1, 4 and 8 lanes: organism and Rosenbrock step over patients given as doubles. */
#include "organism_lanes.h"

#include "simulation/organism.h"

#include <stdlib.h>

enum {
    N_CONSTANTS = sizeof(struct bm__core_constants) / sizeof(bm__real),
    N_EXTENSIONS = sizeof(struct bm__extension_constants) / sizeof(bm__real),
};
_Static_assert(ORGANISM_CONSTANTS >= (int)N_CONSTANTS && ORGANISM_EXTENSIONS >= (int)N_EXTENSIONS,
               "room for constants");
_Static_assert(ORGANISM_STATES >= (int)BM__MAX_STATES && ORGANISM_VALUES >= (int)BM__MAX_AGENT_VALUES &&
                   ORGANISM_AGENTS == (int)BM__MAX_AGENTS && ORGANISM_RATES == (int)BM__MAX_RATES,
               "room for everything else");

/* malloc aligns for one lane only */
static void *allocate(void *user, size_t size) {
    (void)user;
    return aligned_alloc(sizeof(bm__real), (size + sizeof(bm__real) - 1) / sizeof(bm__real) * sizeof(bm__real));
}
static void release(void *user, void *block) {
    (void)user;
    free(block);
}
static const bm_allocator aligned = {(uint32_t)sizeof(bm_allocator), 0, NULL, allocate, release};

static void pack(void *to, const double *from, int lane, int n) {
    for (int i = 0; i < n; i++)
        memcpy((char *)to + ((size_t)i * BM__LANES + (size_t)lane) * sizeof(double), from + i, sizeof(double));
}

void BM__PASTE3(organism, _steps_, BM__LANES)(const struct organism_numbers patients[ORGANISM_MAX_LANES],
                                              double result[ORGANISM_MAX_LANES][2][ORGANISM_STATES]) {
    static _Thread_local struct bm__organism organism;
    for (int first = 0; first < ORGANISM_MAX_LANES; first += BM__LANES) {
        bm__real x[BM__MAX_STATES], t_h, h;
        bm__organism_lay_out(&organism, 1, (UINT64_C(1) << BM__N_AGENTS) - 1u);
        for (int lane = 0; lane < BM__LANES; lane++) {
            const struct organism_numbers *patient = &patients[first + lane];
            const int64_t switched = patient->runx2_switched ? -1 : 0, counting = patient->counting ? -1 : 0;
            pack(&organism.k, patient->constants, lane, N_CONSTANTS);
            pack(&organism.e, patient->extensions, lane, N_EXTENSIONS);
            pack(organism.p, patient->p, lane, BM__MAX_AGENT_VALUES);
            pack(organism.rate, patient->rate[0], lane, (int)BM__MAX_AGENTS * BM__MAX_RATES);
            pack(x, patient->x, lane, BM__MAX_STATES);
            pack(&t_h, &patient->t_h, lane, 1);
            pack(&h, &patient->h, lane, 1);
            memcpy((char *)&organism.runx2_switched + (size_t)lane * sizeof switched, &switched, sizeof switched);
            memcpy((char *)&organism.counting + (size_t)lane * sizeof counting, &counting, sizeof counting);
        }
        struct bm__rosenbrock step;
        const struct bm__ode *ode = &organism.ode;
        if (bm__rosenbrock_create(&step, ode, &aligned) != BM_OK)
            return;
        ode->jacobian(ode->user, t_h, x, step.f, step.jacobian, step.f_t);
        bm__real scale[BM__MAX_STATES];
        for (int i = 0; i < BM__MAX_STATES; i++)
            scale[i] = bm__all(i < BM__N_BODY_STATES ? 1.0 : 0.0);
        const bm__real norm = step.take(&step, ode, t_h, x, h, scale);
        for (int lane = 0; lane < BM__LANES; lane++)
            for (uint32_t i = 0; i < ode->n; i++) {
                result[first + lane][0][i] = bm__lane(step.y[i], lane) + 0.0;
                result[first + lane][1][i] = bm__lane(i == 0 ? norm : step.f[i], lane) + 0.0;
            }
        bm__rosenbrock_destroy(&step, &aligned);
    }
}
