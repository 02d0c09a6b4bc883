/* SPDX-License-Identifier: Apache-2.0 */
/* What is known of a woman at day 0: X(id, name, default, unit, minimum, maximum, code, source, description).
 * A default of NAN means: it follows from the others, as the description says. Densities and T-scores reach from the
 * lowest that have been measured to six standard deviations above a young woman; their ranges are the same ones. */
#ifndef BM__PERSON_COVARIATES_H
#define BM__PERSON_COVARIATES_H

#include <math.h>

#include "body/index.h"

#define BM__COVARIATES(X)                                                                                              \
    X(age_years, "age_years", 61.0, "a", 18.0, 110.0, "LOINC:30525-0", "typical of trials of aromatase inhibitors",    \
      "Age")                                                                                                           \
    X(years_since_menopause, "years_since_menopause", 10.0, "a", -50.0, 80.0, "", "menopause at 51",                   \
      "Years since the final menstrual period, negative before it; if not given: age minus 51")                        \
    X(weight_kg, "weight_kg", BM__USUAL_WEIGHT, "kg", 25.0, 300.0, "LOINC:29463-7", "choice", "Body weight")           \
    X(height_cm, "height_cm", BM__USUAL_HEIGHT, "cm", 100.0, 220.0, "LOINC:8302-2", "choice", "Height")                \
    X(t_LS, "t_score.lumbar_spine", (double)NAN, "1", -7.0, 6.0, "LOINC:38267-1", "measured",                          \
      "T-score, lumbar spine, as the machine prints it; if not given: expected for the age, plus 0.6 of the mean "     \
      "Z-score of the sites given")                                                                                    \
    X(t_TH, "t_score.total_hip", (double)NAN, "1", -6.0, 6.0, "LOINC:38264-8", "measured",                             \
      "T-score, total hip, as the machine prints it")                                                                  \
    X(t_FN, "t_score.femoral_neck", (double)NAN, "1", -6.0, 6.0, "LOINC:38263-0", "measured",                          \
      "T-score, femoral neck: against 0.858 (SD 0.120) g/cm2 as FRAX has it; Hologic prints it against 0.849 (0.111)") \
    X(t_DR, "t_score.distal_radius", (double)NAN, "1", -7.0, 6.0, "LOINC:38265-5", "measured",                         \
      "T-score, one-third radius: against Japanese women; white women have more, so that a machine prints about 0.4 "  \
      "less")                                                                                                          \
    X(bmd_LS, "bmd.lumbar_spine", (double)NAN, "g/cm2", 0.28, 1.7, "LOINC:24966-4", "measured",                        \
      "Bone mineral density, lumbar spine, on the scale of the device; instead of its T-score")                        \
    X(bmd_TH, "bmd.total_hip", (double)NAN, "g/cm2", 0.21, 1.67, "LOINC:38261-4", "measured",                          \
      "Bone mineral density, total hip, on the scale of the device; instead of its T-score")                           \
    X(bmd_FN, "bmd.femoral_neck", (double)NAN, "g/cm2", 0.14, 1.57, "LOINC:24701-5", "measured",                       \
      "Bone mineral density, femoral neck, on the scale of the device; instead of its T-score")                        \
    X(bmd_DR, "bmd.distal_radius", (double)NAN, "g/cm2", 0.29, 0.98, "LOINC:24890-6", "measured",                      \
      "Bone mineral density, one-third radius, on Hologic's scale; instead of its T-score")                            \
    X(estradiol, "estradiol_pg_ml", (double)NAN, "pg/mL", 0.2, 500.0, "LOINC:2243-4", "measured",                      \
      "Habitual estradiol in serum without the listed interventions; if not given: by age and menopause")              \
    X(calcidiol, "calcidiol_nmol_l", (double)NAN, "nmol/L", 5.0, 400.0, "LOINC:14635-7", "measured",                   \
      "Habitual calcidiol in serum without the listed interventions; if not given: 60, more or less with the intake")  \
    X(calcium_intake, "calcium_intake_mg_day", BM__USUAL_CALCIUM, "mg/d", 0.0, 5000.0, "",                             \
      "what the core's diet holds", "Calcium in the diet")                                                             \
    X(vitamin_d_intake, "vitamin_d_intake_iu_day", 200.0, "[iU]/d", 0.0, 20000.0, "", "typical diet",                  \
      "Vitamin D in the diet; ignored when calcidiol is given")                                                        \
    X(protein_intake, "protein_intake_g_kg_day", BM__USUAL_PROTEIN, "g/kg/d", 0.1, 5.0, "", "typical diet",            \
      "Protein in the diet")                                                                                           \
    X(magnesium_intake, "magnesium_intake_mg_day", BM__USUAL_MAGNESIUM, "mg/d", 10.0, 3000.0, "", "typical diet",      \
      "Magnesium in the diet")                                                                                         \
    X(vitamin_k2_intake, "vitamin_k2_intake_ug_day", BM__USUAL_VITAMIN_K2, "ug/d", 0.0, 1000.0, "", "typical diet",    \
      "Vitamin K2 in the diet")                                                                                        \
    X(cigarettes, "cigarettes_per_day", 0.0, "/d", 0.0, 100.0, "", "choice", "Cigarettes a day")                       \
    X(alcohol, "alcohol_units_day", 0.0, "/d", 0.0, 30.0, "", "choice", "Units of alcohol a day")                      \
    X(caffeine, "caffeine_mg_day", 200.0, "mg/d", 0.0, 3000.0, "", "choice", "Caffeine a day")                         \
    X(egfr, "egfr_ml_min", (double)NAN, "mL/min", 10.0, 200.0, "", "measured",                                         \
      "Glomerular filtration rate; if not given: the core's 100")                                                      \
    X(hs_crp, "hs_crp_mg_l", BM__USUAL_CRP, "mg/L", 0.0, 200.0, "LOINC:30522-7", "typical", "C-reactive protein")      \
    X(m_s_ctx, "marker.s_ctx", (double)NAN, "ng/mL", 0.005, 10.0, "LOINC:41171-0", "measured", "s-CTX at day 0")       \
    X(m_s_ntx, "marker.s_ntx", (double)NAN, "nmol/L", 0.5, 200.0, "", "measured", "s-NTX at day 0")                    \
    X(m_u_ntx, "marker.u_ntx", (double)NAN, "nmol/mmol", 1.0, 1000.0, "LOINC:14115-0", "measured", "u-NTX at day 0")   \
    X(m_s_p1np, "marker.s_p1np", (double)NAN, "ug/L", 1.0, 1000.0, "LOINC:47255-5", "measured", "s-P1NP at day 0")     \
    X(m_s_bsap, "marker.s_bsap", (double)NAN, "ug/L", 0.5, 300.0, "LOINC:17838-4", "measured", "s-BSAP at day 0")      \
    X(m_s_osteocalcin, "marker.s_osteocalcin", (double)NAN, "ug/L", 0.5, 300.0, "LOINC:2697-2", "measured",            \
      "s-osteocalcin at day 0")                                                                                        \
    X(m_s_ucoc, "marker.s_ucoc", (double)NAN, "ug/L", 0.05, 200.0, "", "measured",                                     \
      "s-undercarboxylated osteocalcin at day 0")                                                                      \
    X(falls, "falls_last_year", 0.0, "/a", 0.0, 100.0, "", "choice", "Falls in the last year")                         \
    X(prior_fracture, "prior_fracture", 0.0, "1", 0.0, 1.0, "", "choice", "Fragility fracture before day 0")           \
    X(parent_hip_fracture, "parent_hip_fracture", 0.0, "1", 0.0, 1.0, "", "choice", "Hip fracture of a parent")        \
    X(glucocorticoids, "glucocorticoids", 0.0, "1", 0.0, 1.0, "", "choice", "Takes glucocorticoids")                   \
    X(rheumatoid_arthritis, "rheumatoid_arthritis", 0.0, "1", 0.0, 1.0, "", "choice", "Rheumatoid arthritis")          \
    X(device, "device", 1.0, "1", 1.0, 3.0, "", "choice",                                                              \
      "Scanner on whose scale bmd.* are given: the number of a preset; T-scores are taken as the machine prints them")

enum bm__covariate {
#define BM__ROW(id, ...) BM__C_##id,
    BM__COVARIATES(BM__ROW)
#undef BM__ROW
        BM__N_COVARIATES
};
#define BM__ROW(symbol, name)                                                                                          \
    _Static_assert(BM__C_t_##symbol == BM__C_t_LS + (int)BM__SITE_##symbol &&                                          \
                       BM__C_bmd_##symbol == BM__C_bmd_LS + (int)BM__SITE_##symbol,                                    \
                   "the covariates of the sites stand in their order");
BM__SITES(BM__ROW)
#undef BM__ROW

#endif
