/* SPDX-License-Identifier: Apache-2.0 */
#include "readouts/markers.h"

static const struct {
    uint8_t level, power, covariate, origin;
} rows[BM__N_MARKERS] = {
#define BM__ROW(id, name, unit, code, level, power, covariate, origin, description)                                    \
    {BM__Q_markers_##level, BM__Q_markers_##power, BM__C_##covariate, origin},
    BM__MARKERS(BM__ROW)
#undef BM__ROW
};

uint32_t bm__marker_covariate(enum bm__marker marker) {
    return rows[marker].covariate;
}

double bm__marker_power(const struct bm__simulation *sim, enum bm__marker marker) {
    return bm__extension_parameters(sim)[rows[marker].power];
}

double bm__marker_value(const struct bm__simulation *sim, enum bm__marker marker,
                        const struct bm__body_levels *levels) {
    const double sources[] = {levels->resorption, levels->forming, levels->mature, levels->mature};
    const double part = rows[marker].origin == 3 ? levels->undercarboxylated : 1.0;
    const double *extension = bm__extension_parameters(sim);
    const double least = marker == BM__MARKER_s_ctx ? extension[BM__Q_markers_ctx_floor] : 0.0;
    const double rate = bm__pow(sources[rows[marker].origin], bm__marker_power(sim, marker));
    return extension[rows[marker].level] * part * (least + (1.0 - least) * rate);
}
