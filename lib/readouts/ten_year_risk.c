/* SPDX-License-Identifier: Apache-2.0 */
#include "readouts/ten_year_risk.h"

void bm__risk_factors(const struct bm__baseline *b, const double *q, struct bm__person *person) {
    const double prior = bm__covariate(b, BM__C_prior_fracture), parent = bm__covariate(b, BM__C_parent_hip_fracture);
    const double steroids = bm__covariate(b, BM__C_glucocorticoids);
    const double arthritis = bm__covariate(b, BM__C_rheumatoid_arthritis);
    const double fell = fmin(1.0, bm__covariate(b, BM__C_falls)) * q[BM__Q_fracture_falls];
    const double inflamed = person->inflammation * q[BM__Q_fracture_inflammation];
    const double thin = fmax(0.0, 22.0 - person->bmi_kg_m2) * q[BM__Q_fracture_hip_thinness];
    const double major = prior * q[BM__Q_fracture_major_prior] + parent * q[BM__Q_fracture_major_parent] +
                         steroids * q[BM__Q_fracture_major_glucocorticoids] +
                         arthritis * q[BM__Q_fracture_major_arthritis] + inflamed;
    person->log_hazard[BM__VERTEBRAL] = major + q[BM__Q_fracture_vertebral_by_falls] * fell;
    person->log_hazard[BM__OTHER] = major + fell;
    person->log_hazard[BM__HIP] = prior * q[BM__Q_fracture_hip_prior] + parent * q[BM__Q_fracture_hip_parent] +
                                  steroids * q[BM__Q_fracture_hip_glucocorticoids] +
                                  arthritis * q[BM__Q_fracture_hip_arthritis] + thin + inflamed + fell;
    const double fading = prior * q[BM__Q_fracture_prior_age] + steroids * q[BM__Q_fracture_glucocorticoids_age];
    person->log_hazard_decade[BM__HIP] = parent * q[BM__Q_fracture_hip_parent_age] - fading;
    person->log_hazard_decade[BM__VERTEBRAL] = person->log_hazard_decade[BM__OTHER] = -fading;
}

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
