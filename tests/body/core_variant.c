/* SPDX-License-Identifier: Apache-2.0 */
/* Compiled once a variant: the core's lane file over patients given as doubles. */
#include "support/lane_variants.h"

/* the lane file's function, under a name of the variant's own */
#define bm__core_field_x1 BM_VARIANT_NAME(core_field)
#define bm__core_field_x2 BM_VARIANT_NAME(core_field)
#define bm__core_field_x4 BM_VARIANT_NAME(core_field)
#define bm__core_field_x8 BM_VARIANT_NAME(core_field)
#include "body/core.c"

#include "core_variant.h"

enum { N_CONSTANTS = sizeof(struct bm__core_constants) / sizeof(bm__real) };

static void pack(bm__real *to, const double *from, int lane, int n) {
    for (int i = 0; i < n; i++)
        memcpy((char *)(to + i) + (size_t)lane * sizeof(double), from + i, sizeof(double));
}

static void unpack(double *to, const bm__real *from, int lane, int n) {
    for (int i = 0; i < n; i++)
        to[i] = bm__lane(from[i], lane);
}

void BM_VARIANT_NAME(core)(const struct core_numbers patients[BM_MAX_LANES]) {
    for (int first = 0; first < BM_MAX_LANES; first += BM__LANES) {
        struct bm__core_constants k;
        bm__real constants[N_CONSTANTS], t_h, x[BM__N_CORE_STATES], u[BM__N_TARGETS], f[BM__N_CORE_STATES];
        bm__real jac[BM__N_CORE_JACOBIAN], jac_u[BM__N_CORE_TARGET_JACOBIAN], f_t[BM__N_CORE_STATES];
        bm__bits switched;
        memset(f_t, 0, sizeof f_t);
        for (int lane = 0; lane < BM__LANES; lane++) {
            const struct core_numbers *patient = &patients[first + lane];
            const int64_t bits = patient->runx2_switched ? -1 : 0;
            pack(constants, patient->constants, lane, N_CONSTANTS);
            pack(&t_h, &patient->t_h, lane, 1);
            pack(x, patient->x, lane, BM__N_CORE_STATES);
            pack(u, patient->u, lane, BM__N_TARGETS);
            memcpy((char *)&switched + (size_t)lane * sizeof bits, &bits, sizeof bits);
        }
        memcpy(&k, constants, sizeof k);
        const int all = patients[first].jac != NULL;
        const struct bm__core_at at = {
            .k = &k,
            .runx2_switched = switched,
            .t_h = t_h,
            .x = x,
            .u = u,
            .f = f,
            .jac = all ? jac : NULL,
            .jac_u = all ? jac_u : NULL,
            .f_t = all ? f_t : NULL,
        };
        bm__core_field(&at);
        for (int lane = 0; lane < BM__LANES; lane++) {
            const struct core_numbers *patient = &patients[first + lane];
            unpack(patient->f, f, lane, BM__N_CORE_STATES);
            if (all) {
                unpack(patient->jac, jac, lane, BM__N_CORE_JACOBIAN);
                unpack(patient->jac_u, jac_u, lane, BM__N_CORE_TARGET_JACOBIAN);
                unpack(patient->f_t, f_t, lane, BM__N_CORE_STATES);
            }
        }
    }
}
