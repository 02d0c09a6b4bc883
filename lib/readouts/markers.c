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

void bm__marker_values(const struct bm__simulation *sim, const struct bm__body_levels *levels,
                       double values[BM__N_MARKERS]) {
    const double *q = bm__extension_parameters(sim);
    bm__pack list[BM__PACKS(BM__N_MARKERS)]; /* what makes each, and then its power */
    list[BM__PACKS(BM__N_MARKERS) - 1] = bm__pack_all(1.0);
#define BM__ROW(id, name, unit, code, level, power, made, part, least, description)                                    \
    BM__AT(list, BM__MARKER_##id) = (made);
    BM__MARKERS(BM__ROW)
#undef BM__ROW
    for (int i = 0; i < BM__PACKS(BM__N_MARKERS); i++)
        list[i] = bm__pack_log(list[i]);
#define BM__ROW(id, name, unit, code, level, power, made, part, least, description)                                    \
    BM__AT(list, BM__MARKER_##id) *= q[BM__Q_markers_##power];
    BM__MARKERS(BM__ROW)
#undef BM__ROW
    for (int i = 0; i < BM__PACKS(BM__N_MARKERS); i++)
        list[i] = bm__pack_exp(list[i]);
#define BM__ROW(id, name, unit, code, level, power, made, part, least, description)                                    \
    values[BM__MARKER_##id] =                                                                                          \
        q[BM__Q_markers_##level] * (part) * ((least) + (1.0 - (least)) * BM__AT(list, BM__MARKER_##id));
    BM__MARKERS(BM__ROW)
#undef BM__ROW
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
