/* SPDX-License-Identifier: Apache-2.0 */
/* Turnover markers: each goes with a power of resorption or formation. */
#ifndef BM__READOUTS_MARKERS_H
#define BM__READOUTS_MARKERS_H

#include "person/covariates.h"
#include "simulation/simulation.h"

/* X(id, name, unit, LOINC code, level and power: parameters, covariate, where it comes from: 0 resorption,
 * 1 forming cells, 2 mature osteoblasts, 3 those but for what vitamin K has carboxylated; description) */
#define BM__MARKERS(X)                                                                                                 \
    X(s_ctx, "s_ctx", "ng/mL", "LOINC:41171-0", ctx, q_ctx, m_ctx, 0, "C-telopeptide of collagen in serum (CTX)")      \
    X(s_ntx, "s_ntx", "nmol/L", "", s_ntx, q_ntx, m_sntx, 0, "N-telopeptide in serum (NTX), nmol BCE/L")               \
    X(u_ntx, "u_ntx", "nmol/mmol", "LOINC:14115-0", u_ntx, q_ntx, m_untx, 0,                                           \
      "N-telopeptide in urine (NTX), nmol BCE/mmol creatinine")                                                        \
    X(s_p1np, "s_p1np", "ug/L", "LOINC:47255-5", p1np, q_p1np, m_p1np, 1, "Procollagen propeptide in serum (P1NP)")    \
    X(s_bsap, "s_bsap", "ug/L", "LOINC:17838-4", bsap, q_bsap, m_bsap, 2,                                              \
      "Bone-specific alkaline phosphatase in serum (BSAP)")                                                            \
    X(s_osteocalcin, "s_osteocalcin", "ug/L", "LOINC:2697-2", osteocalcin, q_osteocalcin, m_oc, 2,                     \
      "Osteocalcin in serum, total")                                                                                   \
    X(s_ucoc, "s_ucoc", "ug/L", "", osteocalcin, q_osteocalcin, m_ucoc, 3, "Undercarboxylated osteocalcin in serum")

enum bm__marker {
#define BM__ROW(id, ...) BM__MARKER_##id,
    BM__MARKERS(BM__ROW)
#undef BM__ROW
        BM__N_MARKERS
};

/* Which covariate holds its measured value. */
uint32_t bm__marker_covariate(enum bm__marker marker);

/* Its value under these levels, not yet matched to a measurement. */
double bm__marker_value(const struct bm__simulation *sim, enum bm__marker marker, const struct bm__body_levels *levels);

/* Its power of resorption or formation. */
double bm__marker_power(const struct bm__simulation *sim, enum bm__marker marker);

#endif
