/* SPDX-License-Identifier: Apache-2.0 */
/* Fracture risk of the ten years ahead, as a clinician's calculator sees them. */
#include "readouts/ten_year_risk.h"

/* dP/dt = h S, dS/dt = -(h + death) S, exactly for each quarter of a year with the hazards of its middle. */
double bm__ten_year_risk(const struct bm__extension_constants *e, const struct bm__risk *now, int hip_only) {
    const double quarter_years = 0.25;
    double P = 0.0, S = 1.0;
    for (int i = 0; i < 40; i++) {
        struct bm__risk then = *now;
        then.decade = fmin(now->decade + 0.1 * quarter_years * (i + 0.5), BM__OLDEST_DECADE);
        const struct bm__hazards at = bm__hazards(e, &then);
        const double broken = hip_only ? at.h[BM__HIP] : at.h[BM__HIP] + at.h[BM__VERTEBRAL] + at.h[BM__OTHER];
        const double lost = broken + at.h[BM__DEATH], left = S * bm__exp(-lost * quarter_years);
        P += (S - left) * (broken / lost);
        S = left;
    }
    return P;
}
