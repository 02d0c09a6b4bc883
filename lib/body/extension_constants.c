/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "body/body.h"
#include "body/estradiol.h"

#if BM__LANES != 1
#error "constants are derived one patient at a time"
#endif

/* Hill's function. */
static double hill(double x, double K, double n) {
    return 1.0 / (1.0 + bm__exp(n * (bm__log(K) - bm__log(x))));
}

/* Estradiol in serum at time t_h without any intervention. */
static double habitual_estradiol(const struct bm__extension_constants *e, const struct bm__core_constants *k,
                                 double t_h) {
    static const double u[BM__N_TARGETS] = {0};
    double x[BM__N_BODY_STATES];
    for (int i = 0; i < BM__N_BODY_STATES; i++)
        x[i] = 1.0; /* estradiol depends on none of them */
    const struct bm__core_at at = {.k = k, .t_h = t_h, .x = x, .u = u, .e = e};
    struct bm__extension_levels levels;
    bm__extension_levels(&at, &levels);
    return bm__estradiol_now(&at, &levels).serum;
}

void bm__extension_derive(const double parameters[BM__N_EXTENSION_PARAMETERS], const struct bm__person *person,
                          const struct bm__core_constants *k, struct bm__extension_constants *e) {
    const double reference = 100.0; /* pg/mL at which the estrogen signals are 1 */
    *e = (struct bm__extension_constants){0};
    memcpy(e, parameters, BM__N_EXTENSION_PARAMETERS * sizeof *parameters);
    e->age_years = person->age_years;
    e->years_since_menopause = person->years_since_menopause;
    e->calcidiol_habitual = person->calcidiol_nmol_l;
    e->calcium_per_mg = e->nutrition_calcium_effect / (40.078 * BM__HOURS_PER_DAY);
    e->k_estrogen = BM__LN2 / e->estrogen_lag;
    e->k_adaptation = 1.0 / (e->estrogen_adaptation * BM__HOURS_PER_YEAR);
    e->k_wnt = 1.0 / (e->osteocyte_wnt_lag * BM__HOURS_PER_DAY);
    e->k_mature = 1.0 / (e->markers_maturation * BM__HOURS_PER_DAY);
    e->k_pulse = 1.0 / (e->osteocyte_pulse_lag * BM__HOURS_PER_DAY);
    /* near the reference, where the loss of calcidiol by its square has this half-life; a dose spreads in her body */
    e->k_calcidiol = BM__LN2 / (2.0 * e->vitamin_d_reference * e->vitamin_d_half_life * BM__HOURS_PER_DAY);
    e->vitamin_d_per_iu *= BM__USUAL_WEIGHT / person->weight_kg;
    e->log_K = bm__log(e->estrogen_K);
    e->log_K_oc = bm__log(e->estrogen_K_oc);
    e->log_g_core = bm__log(e->estrogen_floor + hill(reference, e->estrogen_K, e->estrogen_n));
    e->log_g_oc = bm__log(e->estrogen_floor + hill(reference, e->estrogen_K_oc, e->estrogen_n_oc));
    e->per_g_oc = bm__exp(-e->log_g_oc);
    e->per_PTH0 = k->per_V1 * (k->EmaxLpth - 1.0) / k->PTH50; /* PTH50 = (EmaxLpth - 1) PTH0/V1 */
    e->felt_scale = (5.0 + e->loading_estrogen_K) / 5.0;
    e->per_M0 = 1.0 / bm__exp(k->log_MOC0 + k->log_OC0);
    const double hours = BM__HOURS_PER_YEAR;
    e->k_load = 1.0 / (e->loading_accommodation * hours);
    e->k_smoking = 1.0 / (e->habits_smoking_years * hours);
    e->k_turnover = 1.0 / (e->fracture_turnover_lag * hours);
    e->k_tgfb = e->remodelling_tgfb_loss / hours;
    e->turnover_scale = person->turnover_scale;
    const double share = e->vitamin_d_K / e->vitamin_d_reference;
    e->hydroxylase_scale = 1.0 + share * share;
    e->cigarettes = person->habits[BM__HABIT_CIGARETTES];
    e->alcohol_units = person->habits[BM__HABIT_ALCOHOL];
    e->caffeine = person->habits[BM__HABIT_CAFFEINE];
    e->calcium_eaten = person->calcium_mg_d;
    e->magnesium_eaten = person->magnesium_mg_d;
    e->protein_beyond = person->protein_beyond_g_kg_d;
    e->vitamin_k2_beyond = person->vitamin_k2_beyond_ug_d;
    e->inflamed = 1.0 + e->habits_inflammation_rankl * person->inflammation;
    /* Strain is load over bone: under a heavier body it rises more as bone thins. Fat makes estradiol. */
    e->skeleton_strain_exponent *= person->weight_kg / BM__USUAL_WEIGHT;
    e->skeleton_strain_exponent_lasting *= person->weight_kg / BM__USUAL_WEIGHT;
    e->skeleton_strain_cortex *= person->weight_kg / BM__USUAL_WEIGHT;
    const double made = bm__pow(person->bmi_kg_m2 / BM__USUAL_BMI, e->estradiol_bmi_exponent);
    e->estradiol_late *= made;
    e->estradiol_early *= made;
    const double *risk = person->log_hazard, *risk_decade = person->log_hazard_decade;
    e->log_hip = bm__log(e->fracture_hip_rate) + risk[BM__HIP];
    e->log_vertebral = bm__log(e->fracture_vertebral_rate) + risk[BM__VERTEBRAL];
    e->log_other = bm__log(e->fracture_other_rate) + risk[BM__OTHER];
    e->log_death = bm__log(e->mortality_at_70);
    e->hip_decade = risk_decade[BM__HIP];
    e->major_decade = risk_decade[BM__OTHER];
    e->t_FN_from = person->t_FN.from;
    e->t_FN_per_density = person->t_FN.per_density;
    e->t_FN_variance = person->t_FN.variance;
    e->t_LS_from = person->t_LS.from;
    e->t_LS_per_density = person->t_LS.per_density;
    e->t_LS_variance = person->t_LS.variance;
    e->k_accommodation = 1.0 / (e->skeleton_accommodation * BM__HOURS_PER_YEAR);
    e->maturation = e->skeleton_maturation / BM__HOURS_PER_YEAR;
    const double scale = person->turnover_scale / BM__HOURS_PER_YEAR;
    e->k_LS = e->skeleton_turnover_lumbar_spine * scale;
    e->k_TH = e->skeleton_turnover_total_hip * scale;
    e->k_FN = e->skeleton_turnover_femoral_neck * scale;
    e->k_DR = e->k_LS; /* trabecular bone is 5 % of the one-third radius */
    e->k_cortex = e->skeleton_turnover_cortex * scale;
    e->estradiol_scale = 1.0;
    if (person->estradiol_pg_ml > 0.0)
        e->estradiol_scale = person->estradiol_pg_ml / habitual_estradiol(e, k, 0.0);
}

void bm__extension_balance(const struct bm__extension_constants *e, const struct bm__core_constants *core, double t_h,
                           double x[BM__N_BODY_STATES]) {
    const double E2 = habitual_estradiol(e, core, t_h);
    x[BM__X_ERE] = E2;
    x[BM__X_ADP] = (e->estrogen_floor + hill(E2, e->estrogen_K_oc, e->estrogen_n_oc)) * e->per_g_oc;
    x[BM__X_PRE] = x[BM__X_MOB] = 1.0;
    x[BM__X_WNT] = x[BM__X_PUL] = 0.0;
    x[BM__X_LIN] = 1.0;
    x[BM__X_D25] = e->calcidiol_habitual;
    x[BM__X_SMK] = 0.0;
    x[BM__X_TRN] = e->turnover_scale;
    bm__fracture_books(x);
    const double k[BM__N_SITES] = {e->k_LS, e->k_TH, e->k_FN, e->k_DR};
    for (int i = 0; i < BM__N_SITES; i++) { /* formation = resorption = k: Y = k/(kappa + k), V = 1 */
        x[BM__X_YLS + 2 * i] = k[i] / (e->maturation + k[i]);
        x[BM__X_MLS + 2 * i] = 1.0 - x[BM__X_YLS + 2 * i];
        x[BM__X_ALS + i] = x[BM__X_BLS + i] = 0.0;
        x[BM__X_CLS + i] = 1.0;
    }
}
