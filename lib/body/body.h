/* SPDX-License-Identifier: Apache-2.0 */
/* The whole body: the core and its extensions as one vector field. */
#ifndef BM__BODY_BODY_H
#define BM__BODY_BODY_H

#include "body/core.h"
#include "body/extension_system.h"

/* Who she is, at day 0. */
struct bm__person {
    double age_years, years_since_menopause;
    double estradiol_pg_ml;       /* habitual; NaN = as her age has it */
    double calcidiol_nmol_l;      /* habitual */
    double calcium_beyond_mg_day; /* eaten beyond what the core assumes */
    double turnover_scale;        /* of her sites */
    double gfr_l_h;               /* glomerular filtration; NaN = the core's */
};

/* Derives the constants of the extensions from their parameters, the person and the core's constants. */
void bm__extension_derive(const double parameters[BM__N_EXTENSION_PARAMETERS], const struct bm__person *person,
                          const struct bm__core_constants *k, struct bm__extension_constants *e);

/* The extensions' states in balance at time t_h. */
void bm__extension_balance(const struct bm__extension_constants *e, const struct bm__core_constants *core, double t_h,
                           double x[BM__N_BODY_STATES]);

#define bm__body_field BM__LANE_SYMBOL(bm__body_field)

/* As bm__core_field(), with s->e set. */
bm__core_field_fn bm__body_field;
#ifdef BM__HAVE_AVX2
bm__core_field_fn bm__body_field_x1_avx2;
#endif

/* What read-outs need of a moment, all relative to balance except estradiol. */
struct bm__body_levels {
    bm__real estradiol_pg_ml, fsh_iu_l;
    bm__real resorption, forming, mature; /* osteoblasts and called lining cells; and the mature ones, later */
    bm__real sclerostin;                  /* free, per osteocyte */
};

#define bm__body_read BM__LANE_SYMBOL(bm__body_read)
void bm__body_read(const struct bm__core_at *s, struct bm__body_levels *levels);

#endif
