/* SPDX-License-Identifier: Apache-2.0 */
/* A woman as the trials' women were, so that every extension is where it is neutral for her. */
#ifndef BM__TESTS_SUPPORT_PERSON_H
#define BM__TESTS_SUPPORT_PERSON_H

#include <math.h>

#include "body/body.h"

/* Menopause at 51; densities measured, T = 10 (density - 1) at both sites that fracture risk looks at. */
static inline struct bm__person bm_usual_person(double age_years) {
    const struct bm__t_line t = {.from = -10.0, .per_density = 10.0};
    return (struct bm__person){
        .age_years = age_years,
        .years_since_menopause = age_years - 51.0,
        .estradiol_pg_ml = (double)NAN,
        .calcidiol_nmol_l = 60.0,
        .turnover_scale = 1.0,
        .gfr_l_h = (double)NAN,
        .bmi_kg_m2 = BM__USUAL_BMI,
        .weight_kg = BM__USUAL_WEIGHT,
        .calcium_mg_d = BM__USUAL_CALCIUM,
        .magnesium_mg_d = BM__USUAL_MAGNESIUM,
        .t_FN = t,
        .t_LS = t,
    };
}

#endif
