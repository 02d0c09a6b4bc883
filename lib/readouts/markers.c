/* SPDX-License-Identifier: Apache-2.0 */
/* Values of the turnover markers, by the formulas of their rows. */
#include "readouts/markers.h"

double bm__marker_power(const struct bm__simulation *sim, enum bm__marker marker) {
    static const uint16_t power[BM__N_MARKERS] = {
#define BM__ROW(id, name, unit, code, level, power, made, part, least, description) BM__Q_markers_##power,
        BM__MARKERS(BM__ROW)
#undef BM__ROW
    };
    return bm__extension_parameters(sim)[power[marker]];
}

double bm__marker_value(const struct bm__simulation *sim, enum bm__marker marker,
                        const struct bm__body_levels *levels) {
    const double *q = bm__extension_parameters(sim);
    switch (marker) {
#define BM__ROW(id, name, unit, code, level, power, made, part, least, description)                                    \
    case BM__MARKER_##id:                                                                                              \
        return q[BM__Q_markers_##level] * (part) *                                                                     \
               ((least) + (1.0 - (least)) * bm__pow((made), q[BM__Q_markers_##power]));
        BM__MARKERS(BM__ROW)
#undef BM__ROW
    case BM__N_MARKERS:
        break;
    }
    return (double)NAN; /* there is no other marker */
}
