/* SPDX-License-Identifier: Apache-2.0 */
/* The whole body: the core and its extensions as one vector field. */
#ifndef BM__BODY_BODY_H
#define BM__BODY_BODY_H

#include "body/core.h"
#include "body/fracture.h"

/* Habits that an agent can replace; 0: none. */
enum bm__habit { BM__HABIT_NONE, BM__HABIT_CIGARETTES, BM__HABIT_ALCOHOL, BM__HABIT_CAFFEINE, BM__N_HABITS };

/* Who she is, at day 0. */
struct bm__person {
    double age_years, years_since_menopause;
    uint32_t ageing_held, menopause_held; /* 1: from held_years after day 0 on, it goes no further */
    double held_years;
    double estradiol_pg_ml;  /* habitual; NaN = as her age has it */
    double calcidiol_nmol_l; /* habitual */
    double turnover_scale;   /* of her sites */
    double gfr_l_h;          /* glomerular filtration; NaN = the core's */
    double bmi_kg_m2, weight_kg;
    double protein_beyond_g_kg_d, vitamin_k2_beyond_ug_d; /* eaten beyond the usual diet */
    double calcium_mg_d, magnesium_mg_d;                  /* eaten in all */
    double habits[BM__N_HABITS];
    double inflammation; /* doublings of C-reactive protein above 1.5 mg/L */
    double log_hazard[BM__N_HAZARDS], log_hazard_decade[BM__N_HAZARDS]; /* her risk factors; their slope by age */
    /* Of the femoral neck and the spine: T = from + per_density x density (mu Y + M), and its variance if unmeasured;
     * known once day 0 has been matched. */
    struct bm__t_line {
        double from, per_density, variance;
    } t_FN, t_LS;
};

/* Derives the constants of the extensions from their parameters, the person and the core's constants. */
void bm__extension_derive(const double parameters[BM__N_EXTENSION_PARAMETERS], const struct bm__person *person,
                          const struct bm__core_constants *core, struct bm__extension_constants *e);

/* The extensions' states in balance at time t_h. */
void bm__extension_balance(const struct bm__extension_constants *e, const struct bm__core_constants *core, double t_h,
                           double x[BM__N_BODY_STATES]);

/* Begins the books of fractures. */
BM__INLINE void bm__fracture_books(double *x) {
#define BM__ROW(name, size, unit, balance, description) x[BM__X_##name] = (balance);
    BM__FRACTURE_BOOKS(BM__ROW)
#undef BM__ROW
}

/* The numbers of the full model's equations, raised as BM__CORE_EQUATIONS and with them. */
#define BM__EQUATIONS       3u
#define BM__EQUATIONS_SINCE 2u

#define bm__body_field BM__LANE_SYMBOL(bm__body_field)

/* As bm__core_field(), with s->e set. */
BM__DECLARE_BUILDS(bm__core_field_fn, bm__body_field);

/* What read-outs need of a moment, all relative to balance except estradiol. */
struct bm__body_levels {
    bm__real estradiol_pg_ml, fsh_iu_l;
    bm__real resorption, forming, mature; /* osteoblasts and called lining cells; and the mature ones, later */
    bm__real sclerostin;                  /* free, per osteocyte */
    bm__real load[BM__N_SITES], signal[BM__N_SITES]; /* relative to habit; what bone has not got used to */
    bm__real undercarboxylated;                      /* part of osteocalcin */
    struct bm__risk risk;                            /* of fracture */
};

#define bm__body_read BM__LANE_SYMBOL(bm__body_read)
typedef void bm__body_read_fn(const struct bm__core_at *s, struct bm__body_levels *levels);
BM__DECLARE_BUILDS(bm__body_read_fn, bm__body_read);

#endif
