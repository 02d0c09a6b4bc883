/* SPDX-License-Identifier: Apache-2.0 */
/* What follows from the parameters of the extensions and from who she is, and where she begins: by the systems' lists.
 */
#include <string.h>

#include "body/body.h"
#include "body/estradiol.h"
#include "body/levels.h"

#if BM__LANES != 1
#error "constants are derived one patient at a time"
#endif

/* Hill's function. */
static double bm__hill(double x, double K, double n) {
    return 1.0 / (1.0 + bm__exp(n * (bm__log(K) - bm__log(x))));
}

/* Estradiol in serum at time t_h without any intervention. */
static double bm__habitual_estradiol(const struct bm__extension_constants *e, const struct bm__core_constants *core,
                                     double t_h) {
    static const double u[BM__N_TARGETS] = {0};
    double x[BM__N_BODY_STATES];
    for (int i = 0; i < BM__N_BODY_STATES; i++)
        x[i] = 1.0; /* estradiol depends on none of them */
    const struct bm__core_at at = {.k = core, .t_h = t_h, .x = x, .u = u, .e = e};
    struct bm__extension_levels levels;
    bm__extension_levels(&at, &levels);
    return bm__estradiol_now(&at, &levels).serum;
}

/* Her habitual estradiol relative to what these constants give for her age. */
static double bm__estradiol_scale(const struct bm__extension_constants *e, const struct bm__core_constants *core,
                                  const struct bm__person *person) {
    return person->estradiol_pg_ml > 0.0 ? person->estradiol_pg_ml / bm__habitual_estradiol(e, core, 0.0) : 1.0;
}

void bm__extension_derive(const double parameters[BM__N_EXTENSION_PARAMETERS], const struct bm__person *person,
                          const struct bm__core_constants *core, struct bm__extension_constants *e) {
    *e = (struct bm__extension_constants){.estradiol_scale = 1.0};
    memcpy(e, parameters, BM__N_EXTENSION_PARAMETERS * sizeof *parameters);
    /* Strain is load over bone: under a heavier body it rises more as bone thins. Fat makes estradiol. */
    e->skeleton_strain_exponent *= person->weight_kg / BM__USUAL_WEIGHT;
    e->skeleton_strain_exponent_lasting *= person->weight_kg / BM__USUAL_WEIGHT;
    e->skeleton_strain_cortex *= person->weight_kg / BM__USUAL_WEIGHT;
    e->vitamin_d_per_iu *= BM__USUAL_WEIGHT / person->weight_kg; /* a dose spreads in her body */
    const double made = bm__pow(person->bmi_kg_m2 / BM__USUAL_BMI, e->estradiol_bmi_exponent);
    e->estradiol_late *= made;
    e->estradiol_early *= made;
#define BM__ROW(name, formula) e->name = (formula);
    BM__EXTENSION_DERIVED(BM__ROW)
#undef BM__ROW
}

void bm__extension_balance(const struct bm__extension_constants *e, const struct bm__core_constants *core, double t_h,
                           double x[BM__N_BODY_STATES]) {
#define BM__ROW(name, size, unit, balance, description) x[BM__X_##name] = (balance);
    BM__EXTENSION_STATES(BM__ROW)
#undef BM__ROW
}
