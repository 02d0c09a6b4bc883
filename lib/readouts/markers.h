/* SPDX-License-Identifier: Apache-2.0 */
/* Turnover markers: each goes with a power of what makes it. */
#ifndef BM__READOUTS_MARKERS_H
#define BM__READOUTS_MARKERS_H

#include "simulation/simulation.h"

/* X(id, name, unit, LOINC code, level in balance and power: parameters; formulas: what makes it, the part of it that is
 * measured, and what is left without it, relative to balance; description). Formulas see the body's levels and the
 * parameters q. */
#define BM__MARKERS(X)                                                                                                 \
    X(s_ctx, "s_ctx", "ng/mL", "LOINC:41171-0", ctx, q_ctx, levels->resorption, 1.0, q[BM__Q_markers_ctx_floor],       \
      "C-telopeptide of collagen in serum (CTX)")                                                                      \
    X(s_ntx, "s_ntx", "nmol/L", "", s_ntx, q_ntx, levels->resorption, 1.0, 0.0,                                        \
      "N-telopeptide in serum (NTX), nmol BCE/L")                                                                      \
    X(u_ntx, "u_ntx", "nmol/mmol", "LOINC:14115-0", u_ntx, q_ntx, levels->resorption, 1.0, 0.0,                        \
      "N-telopeptide in urine (NTX), nmol BCE/mmol creatinine")                                                        \
    X(s_p1np, "s_p1np", "ug/L", "LOINC:47255-5", p1np, q_p1np, levels->forming, 1.0, 0.0,                              \
      "Procollagen propeptide in serum (P1NP)")                                                                        \
    X(s_bsap, "s_bsap", "ug/L", "LOINC:17838-4", bsap, q_bsap, levels->mature, 1.0, 0.0,                               \
      "Bone-specific alkaline phosphatase in serum (BSAP)")                                                            \
    X(s_osteocalcin, "s_osteocalcin", "ug/L", "LOINC:2697-2", osteocalcin, q_osteocalcin, levels->mature, 1.0, 0.0,    \
      "Osteocalcin in serum, total")                                                                                   \
    X(s_ucoc, "s_ucoc", "ug/L", "", osteocalcin, q_osteocalcin, levels->mature, levels->undercarboxylated, 0.0,        \
      "Undercarboxylated osteocalcin in serum")

enum bm__marker {
#define BM__ROW(id, ...) BM__MARKER_##id,
    BM__MARKERS(BM__ROW)
#undef BM__ROW
        BM__N_MARKERS
};

/* Values under these levels, not yet matched to a measurement: of all, and of one. */
void bm__marker_values(const struct bm__simulation *sim, const struct bm__body_levels *levels,
                       double values[BM__N_MARKERS]);
double bm__marker_value(const struct bm__simulation *sim, enum bm__marker marker, const struct bm__body_levels *levels);

/* Its power of what makes it. */
double bm__marker_power(const struct bm__simulation *sim, enum bm__marker marker);

#endif
