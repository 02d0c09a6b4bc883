/* SPDX-License-Identifier: Apache-2.0 */
/* Who she is: from her covariates, as given or by default, to what the body's equations know of her. */
#include "person/day0.h"

static const double defaults[BM__N_COVARIATES] = {
#define BM__ROW(id, name, value, ...) value,
    BM__COVARIATES(BM__ROW)
#undef BM__ROW
};

double bm__covariate(const struct bm__day0 *day0, enum bm__covariate covariate) {
    const double menopause_age = 51.0;
    const double given = day0->covariates[covariate];
    if (!isnan(given))
        return given;
    if (covariate == BM__C_years_since_menopause) {
        const double age = day0->covariates[BM__C_age_years];
        return (isnan(age) ? defaults[BM__C_age_years] : age) - menopause_age;
    }
    return defaults[covariate];
}

uint32_t bm__device_of(const struct bm__day0 *day0) {
    return (uint32_t)bm__covariate(day0, BM__C_device);
}

double bm__age_at(const struct bm__day0 *day0, double time_d) {
    return bm__covariate(day0, BM__C_age_years) + time_d / BM__DAYS_PER_YEAR;
}

/* What her risk factors do to the hazards: log_hazard and log_hazard_decade of the person, whose BMI, habits and
 * inflammation are known. q: the parameters of the extensions. */
static void risk_factors(const struct bm__day0 *day0, const double *q, struct bm__person *person) {
    const double prior = bm__covariate(day0, BM__C_prior_fracture),
                 parent = bm__covariate(day0, BM__C_parent_hip_fracture);
    const double steroids = bm__covariate(day0, BM__C_glucocorticoids);
    const double arthritis = bm__covariate(day0, BM__C_rheumatoid_arthritis);
    const double fell = fmin(1.0, bm__covariate(day0, BM__C_falls)) * q[BM__Q_fracture_falls];
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

struct bm__person bm__person_of(const struct bm__day0 *day0, const struct bm__simulation *sim) {
    const double *extension = bm__extension_parameters(sim);
    const double reference = extension[BM__Q_vitamin_d_reference], per_iu = extension[BM__Q_vitamin_d_per_iu];
    const double eaten_iu = bm__covariate(day0, BM__C_vitamin_d_intake),
                 calcidiol = bm__covariate(day0, BM__C_calcidiol);
    const double height_m = bm__covariate(day0, BM__C_height_cm) / 100.0,
                 weight_kg = bm__covariate(day0, BM__C_weight_kg);
    const double beyond_iu = eaten_iu - defaults[BM__C_vitamin_d_intake]; /* as a supplement of as much would have it */
    const double by_intake = sqrt(reference * reference + per_iu * beyond_iu * BM__USUAL_WEIGHT / weight_kg);
    struct bm__person p = {
        .age_years = bm__covariate(day0, BM__C_age_years),
        .years_since_menopause = bm__covariate(day0, BM__C_years_since_menopause),
        .estradiol_pg_ml = bm__covariate(day0, BM__C_estradiol),
        .calcidiol_nmol_l = isnan(calcidiol) ? by_intake : calcidiol,
        .turnover_scale = 1.0,
        .gfr_l_h = bm__covariate(day0, BM__C_egfr) * BM__L_H_PER_ML_MIN,
        .weight_kg = weight_kg,
        .bmi_kg_m2 = weight_kg / (height_m * height_m),
        .calcium_mg_d = bm__covariate(day0, BM__C_calcium_intake),
        .protein_beyond_g_kg_d = bm__covariate(day0, BM__C_protein_intake) - BM__USUAL_PROTEIN,
        .vitamin_k2_beyond_ug_d = bm__covariate(day0, BM__C_vitamin_k2_intake) - BM__USUAL_VITAMIN_K2,
        .magnesium_mg_d = bm__covariate(day0, BM__C_magnesium_intake),
        .habits =
            {
                [BM__HABIT_CIGARETTES] = bm__covariate(day0, BM__C_cigarettes),
                [BM__HABIT_ALCOHOL] = bm__covariate(day0, BM__C_alcohol),
                [BM__HABIT_CAFFEINE] = bm__covariate(day0, BM__C_caffeine),
            },
        .inflammation = fmax(0.0, bm__log(bm__covariate(day0, BM__C_hs_crp) / BM__USUAL_CRP) / BM__LN2),
    };
    risk_factors(day0, extension, &p);
    return p;
}
