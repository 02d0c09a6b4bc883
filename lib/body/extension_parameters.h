/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parameters of the extensions: X(group, name, value, unit, minimum, maximum, flags, source, description); in the
 * catalogue "group.name". Those from calibration take their values from fitted_parameters.h, which only
 * validation/calibrate writes.
 */
#ifndef BM__BODY_EXTENSION_PARAMETERS_H
#define BM__BODY_EXTENSION_PARAMETERS_H

#include "body/generated/fitted_body.h"

#define BM__SRC_FITTED "fitted by validation/calibrate to the trials in validation/trials"
#define BM__SRC_FIRST  "first fit of this structure"
#define BM__SRC_MEMORY "textbook value, recalled and not verified"

/* A fitted row. */
#define BM__FIT(X, group, name, unit, minimum, maximum, description)                                                   \
    X(group, name, BM__FITTED_##group##_##name, unit, minimum, maximum, BM_FLAG_FITTED, BM__SRC_FITTED, description)

/* clang-format off */
#define BM__EXTENSION_PARAMETERS(X)                                                                                    \
    /* A woman's history */                                                                                            \
    X(history, from_age, 35.0, "a", 18.0, 150.0, 0, "choice: before it, bone is taken to be in balance",               \
      "Age at which the run to day 0 begins; from her present age on, there is none")                                  \
    /* Smoothing of the core's quirks; 0 = as published */                                                             \
    X(smoothing, runx2, 1.0, "1", 0.0, 5.0, 0, "choice",                                                               \
      "Width in Bcl-2 of the passage that replaces the jump of RUNX2 at 105; 0 = the jump")                            \
    X(smoothing, phosphate, 0.01, "1", 0.0, 0.1, 0, "choice",                                                          \
      "Relative width of the passage that replaces the kink of the 1-alpha-hydroxylase at 1.2 mM phosphate; 0 = the "  \
      "kink")                                                                                                          \
    /* Estradiol in serum */                                                                                           \
    X(estradiol, ovary, 95.0, "pg/mL", 0.0, 1000.0, 0, BM__SRC_FIRST, "Estradiol from the ovary before the menopause") \
    X(estradiol, transition_width, 0.7, "a", 0.05, 5.0, 0, BM__SRC_FIRST,                                              \
      "Logistic width of the ovary's decline through the menopause")                                                   \
    BM__FIT(X, estradiol, transition_lead, "a", 0.01, 3.0,                                                             \
            "Time by which half of the ovary's decline precedes the final period")                                     \
    X(estradiol, late, 4.5, "pg/mL", 0.1, 50.0, 0, "Lonning et al., HPLC-RIA, 4.5-6.3 pg/mL",                          \
      "Estradiol made by peripheral aromatase late after the menopause")                                               \
    X(estradiol, early, 4.0, "pg/mL", 0.0, 50.0, 0, BM__SRC_FIRST, "What is made beyond that soon after the menopause")\
    X(estradiol, early_years, 5.0, "a", 0.5, 50.0, 0, "choice: about 5 pg/mL ten years after the menopause",           \
      "Time constant of its decline")                                                                                  \
    X(estradiol, loop_gain, 200.0, "1", 0.0, 10000.0, 0,                                                               \
      "choice: an aromatase inhibitor alone hardly lowers estradiol before the menopause",                             \
      "Gain of the gonadotropin feedback on the ovary before the menopause")                                           \
    X(estradiol, fsh_maximum, 75.0, "[iU]/L", 10.0, 300.0, 0, BM__SRC_MEMORY, "FSH without estradiol")                 \
    X(estradiol, fsh_K, 25.6, "pg/mL", 1.0, 200.0, 0, BM__SRC_MEMORY,                                                  \
      "Estradiol at which FSH is half of that (6 IU/L before, 60-75 after the menopause)")                             \
    X(estradiol, fsh_n, 1.79, "1", 0.5, 5.0, 0, BM__SRC_MEMORY, "Hill exponent of that")                               \
    /* Estrogen's signal in bone: g(E) = (floor + h(E))/(floor + h(100 pg/mL)), h = E^n/(K^n + E^n) */                 \
    X(estrogen, lag, 12.0, "h", 0.5, 240.0, 0, BM__SRC_ESTROGEN, "Half-life of the passage from serum to bone")        \
    BM__FIT(X, estrogen, K, "pg/mL", 0.5, 300.0, "Signal to the core (its EST = g^p): half-effective estradiol")       \
    BM__FIT(X, estrogen, n, "1", 0.2, 5.0, "Signal to the core: Hill exponent")                                        \
    BM__FIT(X, estrogen, p, "1", 0.0, 5.0, "Signal to the core: power p; 0 = neutral")                                 \
    BM__FIT(X, estrogen, floor, "1", 0.001, 2.0, "Signal without any estradiol, relative to that of saturation")       \
    BM__FIT(X, estrogen, K_oc, "pg/mL", 0.5, 300.0, "Signal to osteoclasts: half-effective estradiol")                 \
    BM__FIT(X, estrogen, n_oc, "1", 0.2, 5.0, "Signal to osteoclasts: Hill exponent")                                  \
    BM__FIT(X, estrogen, rankl, "1", 0.0, 5.0, "Making of RANKL is divided by signal^this; 0 = neutral")               \
    BM__FIT(X, estrogen, opg, "1", 0.0, 5.0, "Making of OPG is multiplied by signal^this; 0 = neutral")                \
    BM__FIT(X, estrogen, withdrawal, "1", 0.0, 5.0,                                                                    \
            "Resorption per osteoclast goes with exp[this (what they are used to - signal)]; 0 = neutral")             \
    X(estrogen, sclerostin, 0.16, "1", 0.0, 3.0, 0, "Modder 2011: -27 % in four weeks",                                \
      "Sclerostin is divided by signal^this; 0 = neutral")                                                             \
    BM__FIT(X, estrogen, adaptation, "a", 0.1, 10.0, "Time constant in which osteoclasts get used to a signal")        \
    /* Resorption and formation from the core's cells */                                                               \
    BM__FIT(X, remodelling, a_R, "1", 0.1, 5.0, "Resorption is (osteoclasts, relative)^this")                          \
    BM__FIT(X, remodelling, rankl_half, "1", 0.0, 5.0,                                                                 \
            "RANK-RANKL complex, relative to balance, with half of the largest resorption per osteoclast; 0 = neutral")\
    BM__FIT(X, remodelling, opg_clearance, "1", 0.0, 1.0,                                                              \
            "Part of RANKL's loss in balance that goes with OPG; 0 = neutral")                                         \
    BM__FIT(X, remodelling, tgfb_loss, "/a", 0.0, 50.0,                                                                \
            "Rate at which latent TGF-beta beyond its balance is lost; 0 = neutral")                                   \
    BM__FIT(X, remodelling, a_F, "1", 0.1, 5.0, "Formation is (osteoblasts, relative)^this")                           \
    BM__FIT(X, remodelling, cavity, "1", 0.0, 2.0, "Formation goes with the cavities that are open^this; 0 = neutral") \
    BM__FIT(X, remodelling, modelling, "1", 0.0, 1.0, "Part of trabecular formation that needs no cavity")             \
    BM__FIT(X, remodelling, bp_max, "1", 0.0, 10.0,                                                                    \
            "Largest apoptosis that drugs on the bone surface add, relative to Da of the core; 0 = neutral")           \
    BM__FIT(X, remodelling, bp_activity, "1", 0.0, 0.99,                                                               \
            "Largest part of the resorption per osteoclast that drugs on the bone surface take away; 0 = neutral")     \
    BM__FIT(X, remodelling, precursor_share, "1", 0.0, 1.0,                                                            \
            "Part of the precursors that leave by becoming osteoclasts; 0 = neutral")                                  \
    BM__FIT(X, remodelling, precursor_turnover, "/a", 0.05, 50.0, "Rate at which precursors are renewed")              \
    /* Sclerostin, Wnt, and the reserve of lining cells */                                                             \
    X(osteocyte, wnt_lag, 2.0, "d", 0.1, 60.0, 0,                                                                      \
      "choice: P1NP is at its peak two weeks after an antibody to sclerostin",                                         \
      "Time constant of the Wnt signal")                                                                               \
    BM__FIT(X, osteocyte, lining_gain, "1", 0.0, 30.0, "Formation by the full reserve at the full Wnt signal")         \
    BM__FIT(X, osteocyte, lining_depletion, "/a", 0.0, 100.0, "Rate at which the full Wnt signal uses the reserve up") \
    BM__FIT(X, osteocyte, lining_recovery, "/a", 0.01, 20.0, "Rate at which the reserve recovers")                     \
    BM__FIT(X, osteocyte, rankl_clearance, "/h", 0.0, 1.0, "Loss of RANKL by the OPG that the Wnt signal calls forth") \
    BM__FIT(X, osteocyte, wnt_activity, "1", 0.0, 5.0,                                                                 \
            "Resorption per osteoclast is multiplied by exp(-this x Wnt signal x reserve)")                            \
    BM__FIT(X, osteocyte, pth_gain, "1", 0.0, 30.0,                                                                    \
            "Formation by the full reserve under 20 ug PTH 1-34 a day, times resorption")                              \
    BM__FIT(X, osteocyte, pth_depletion, "/a", 0.0, 20.0, "Rate at which 20 ug PTH 1-34 a day use the reserve up")     \
    BM__FIT(X, osteocyte, pth_rankl, "1", 0.0, 20.0, "RANKL that 20 ug PTH 1-34 a day add, relative to its making")    \
    BM__FIT(X, osteocyte, reserve, "1", 0.0, 3.0, "Osteoblasts' formation goes with the reserve^this; 0 = neutral")    \
    X(osteocyte, sclerostin_resorption, 0.15, "1", 0.0, 3.0, 0, "choice: sclerostin rises on denosumab",               \
      "Sclerostin is divided by resorption^this; 0 = neutral")                                                         \
    X(osteocyte, sclerostin_pth, 0.14, "1", 0.0, 3.0, 0, "Drake 2010: -13 % in 14 days of PTH",                        \
      "Sclerostin goes with exp(-this) under 20 ug PTH 1-34 a day")                                                    \
    BM__FIT(X, osteocyte, pulse_lag, "d", 1.0, 365.0, "Time constant of the signal of intermittent PTH")               \
    /* Sites */                                                                                                        \
    X(skeleton, cortex_lumbar_spine, 0.25, "1", 0.0, 1.0, 0, BM__SRC_MEMORY,                                           \
      "Cortical part of the mineral in balance, lumbar spine")                                                         \
    X(skeleton, cortex_total_hip, 0.55, "1", 0.0, 1.0, 0, BM__SRC_MEMORY, "The same, total hip")                       \
    X(skeleton, cortex_femoral_neck, 0.6, "1", 0.0, 1.0, 0, BM__SRC_MEMORY, "The same, femoral neck")                  \
    X(skeleton, cortex_distal_radius, 0.95, "1", 0.0, 1.0, 0, BM__SRC_MEMORY, "The same, one-third radius")            \
    BM__FIT(X, skeleton, turnover_lumbar_spine, "/a", 0.005, 0.5,                                                      \
            "Turnover of trabecular bone in balance, lumbar spine and one-third radius")                               \
    BM__FIT(X, skeleton, turnover_total_hip, "/a", 0.005, 0.5, "The same, total hip")                                  \
    BM__FIT(X, skeleton, turnover_femoral_neck, "/a", 0.005, 0.5, "The same, femoral neck")                            \
    BM__FIT(X, skeleton, turnover_cortex, "/a", 0.002, 0.5, "Turnover of cortical bone in balance")                    \
    X(skeleton, ageing_from, 40.0, "a", 18.0, 150.0, 0, BM__SRC_FIRST, "Age from which osteoblasts' output declines")  \
    BM__FIT(X, skeleton, ageing_lumbar_spine, "/a", 0.0, 0.2, "Decline of osteoblasts' output at 70 years, spine")     \
    BM__FIT(X, skeleton, ageing_total_hip, "/a", 0.0, 0.2, "The same, total hip")                                      \
    BM__FIT(X, skeleton, ageing_femoral_neck, "/a", 0.0, 0.2, "The same, femoral neck")                                \
    BM__FIT(X, skeleton, ageing_distal_radius, "/a", 0.0, 0.2, "The same, one-third radius")                           \
    BM__FIT(X, skeleton, strain_exponent, "1", 0.0, 20.0,                                                              \
            "Formation goes with strain^this (strain = 1/volume), as far as bone has not got used to it")              \
    BM__FIT(X, skeleton, strain_exponent_lasting, "1", 0.0, 20.0, "Formation goes with strain^this for good")          \
    BM__FIT(X, skeleton, accommodation, "a", 0.1, 30.0, "Time constant in which bone gets used to a strain")           \
    BM__FIT(X, skeleton, strain_cortex, "1", 0.0, 20.0, "Formation of cortical bone goes with strain^this")            \
    BM__FIT(X, skeleton, pth_cortex, "1", 0.0, 5.0,                                                                    \
            "Resorption of cortical bone goes with PTH^(this (1 - ln of estrogen's signal)); 0 = neutral")             \
    BM__FIT(X, skeleton, lining_share_cortex, "1", 0.0, 5.0,                                                           \
            "Formation of cortical bone by cells that Wnt calls, relative to trabecular bone")                         \
    BM__FIT(X, skeleton, pth_share_cortex, "1", 0.0, 5.0, "The same by cells that PTH calls")                          \
    BM__FIT(X, skeleton, maturation, "/a", 0.1, 20.0, "Rate at which young mineral matures")                           \
    BM__FIT(X, skeleton, young_density, "1", 0.05, 0.99, "Density of young bone, relative to mature bone")             \
    /* Vitamin D and calcium */                                                                                        \
    X(vitamin_d, half_life, 21.0, "d", 1.0, 200.0, 0, "label-independent consensus: 2 to 3 weeks",                     \
      "Half-life of calcidiol at the reference; shorter above")                                                        \
    X(vitamin_d, per_iu, 2.45, "nmol2/L2", 0.0, 20.0, 0,                                                               \
      "Burt 2019: 110 to 130 nmol/L on 4000 and 145 to 190 on 10 000 IU a day; Gallagher 2012",                        \
      "Square of calcidiol at steady state per IU a day, at 68 kg; in inverse proportion to body weight")              \
    BM__FIT(X, vitamin_d, K, "nmol/L", 1.0, 200.0, "Calcidiol at which the 1-alpha-hydroxylase works at half its rate")\
    BM__FIT(X, nutrition, calcium_effect, "1", 0.0, 1.0,                                                               \
            "Part of the calcium in diet and supplements that acts as the core's dietary calcium does")                \
    X(vitamin_d, reference, 60.0, "nmol/L", 1.0, 300.0, 0, "choice", "Calcidiol at which the core is in balance")      \
    X(nutrition, calcium_half, 2000.0, "mg/d", 1.0, 1.0e6, 0, "choice: trials saw no difference by dose (Tai 2015)",   \
      "Calcium beyond 960 mg/d with half of the largest effect")                                                       \
    X(nutrition, magnesium_K, 8.0, "mg/d", 0.0, 500.0, 0, "choice: mechanism only; trials saw no effect on fractures", \
      "Magnesium eaten at which the 1-alpha-hydroxylase works at half its rate")                                       \
    BM__FIT(X, nutrition, protein_spine, "1", 0.0, 1.0,                                                                \
            "Formation at the spine goes with exp(this x protein beyond 0.9 g/kg/d)")                                  \
    X(nutrition, protein_most, 0.7, "g/kg/d", 0.0, 3.0, 0, "choice: trials of up to 1.6 g/kg/d in all",                \
      "Protein beyond 0.9 g/kg/d that still counts")                                                                   \
    X(nutrition, zinc_intake, 1.0, "1", 0.0, 10.0, 0, "choice: no deficiency",                                         \
      "Zinc in the diet, relative to the recommended intake")                                                          \
    X(nutrition, boron_intake, 1.0, "1", 0.0, 10.0, 0, "choice: no deficiency",                                        \
      "Boron in the diet, relative to a usual intake")                                                                 \
    X(nutrition, manganese_intake, 1.0, "1", 0.0, 10.0, 0, "choice: no deficiency",                                    \
      "Manganese in the diet, relative to the recommended intake")                                                     \
    X(nutrition, mineral_deficit, 0.1, "1", 0.0, 2.0, 0, "choice: mechanism only",                                     \
      "Formation goes with exp(-this x what lacks of zinc, boron and manganese each)")                                 \
    /* Load: from programmes and immobilisation, beyond habit */                                                       \
    BM__FIT(X, loading, estrogen_K, "pg/mL", 0.0, 100.0,                                                               \
            "Estradiol at which bone feels half of training; all of it at 5 pg/mL")                                    \
    BM__FIT(X, loading, formation, "1", 0.0, 20.0,                                                                     \
            "Formation goes with exp(this x signal of load), whatever sclerostin does")                                \
    X(loading, sclerostin, 0.5, "1", 0.0, 20.0, 0, "choice: trials do not tell it from the powers of it below",        \
      "Sclerostin of a site goes with exp(-this x signal of load)")                                                    \
    BM__FIT(X, loading, strain, "1", 0.0, 1.0, "Strain goes with exp(this x load) over volume")                        \
    BM__FIT(X, loading, resorption, "1", 0.0, 20.0, "Resorption at a site goes with its sclerostin^this")              \
    X(loading, wnt_formation, 1.0, "1", 0.0, 20.0, 0, "choice: trials do not tell it from loading.formation",          \
      "Formation at a site goes with its sclerostin^-this")                                                            \
    X(loading, most, 0.4, "1", 0.01, 10.0, 0,                                                                          \
      "choice: LIFTMOR, taken as the upper bound of programmes, is two thirds of it",                                  \
      "Most of a load by training, relative to habit, that bone answers to")                                           \
    X(loading, accommodation, 0.5, "a", 0.05, 10.0, 0, "choice: gains of programmes flatten within 4 to 8 months",     \
      "Time constant in which bone gets used to training")                                                             \
    BM__FIT(X, loading, bed_rest, "1", 0.0, 5.0,                                                                       \
            "Load that bed rest takes away at the spine, on the scale of the signal")                                  \
    BM__FIT(X, loading, bed_rest_hip, "1", 0.0, 5.0, "The same at total hip and femoral neck")                         \
    BM__FIT(X, loading, rankl, "1", 0.0, 5.0, "RANKL that bed rest adds, relative to its making; 0 = neutral")         \
    X(loading, bed_rest_radius, 0.2, "1", 0.0, 1.0, 0, "choice: arms are used in bed",                                 \
      "The same at the one-third radius, relative to the spine")                                                       \
    /* Habits */                                                                                                       \
    BM__FIT(X, habits, smoking, "1", 0.0, 3.0,                                                                         \
            "Formation goes with exp(-this) under a pack a day long after the menopause")                              \
    X(habits, smoking_half, 10.0, "/d", 0.5, 100.0, 0, "choice", "Cigarettes a day with half of the largest effect")   \
    X(habits, smoking_years, 10.0, "a", 0.5, 50.0, 0,                                                                  \
      "choice: loss grows over decades, former smokers near others after ten years",                                   \
      "Time constant in which smoking tells on bone, and stopping too")                                                \
    X(habits, alcohol_free, 2.0, "/d", 0.0, 10.0, 0, "Kanis 2005: more than 2 units a day",                            \
      "Units of alcohol a day without harm")                                                                           \
    X(habits, alcohol_half, 1.0, "/d", 0.05, 10.0, 0, "choice", "Units beyond that with half of the largest effect")   \
    X(habits, alcohol, 0.05, "1", 0.0, 3.0, 0, "choice: mechanism only; no gain is modelled at any amount",            \
      "Formation goes with exp(-this) under a unit beyond it")                                                         \
    X(habits, caffeine_calcium, 0.2, "1", 0.0, 5.0, 0, "balance studies, recalled: 5 mg of absorbed calcium a cup",    \
      "Calcium in the diet that a mg of caffeine costs where calcium is low")                                          \
    X(habits, caffeine_low, 600.0, "mg/d", 0.0, 5000.0, 0, "Hallstrom 2006: below 700 mg",                             \
      "Calcium eaten below which caffeine has its whole cost; none from 200 more")                                     \
    X(habits, inflammation_rankl, 0.0, "1", 0.0, 2.0, 0, "SWAN: C-reactive protein is not associated with density",    \
      "RANKL that each doubling of C-reactive protein above 1.5 mg/L adds, relative to its making")                    \
    X(estradiol, bmi_exponent, 1.0, "1", 0.0, 5.0, 0, BM__SRC_MEMORY " (about twice from a BMI of 22 to one of 33)",   \
      "What peripheral aromatase makes goes with BMI^this")                                                            \
    /* Falls and fractures: hazards at 70 years,                                                                       \
            T-score 0 and turnover_reference; the ageing of slopes is per decade */                                    \
    BM__FIT(X, fracture, hip_rate, "/a", 1.0e-7, 0.1, "Hip fractures")                                                 \
    BM__FIT(X, fracture, hip_age, "1", 0.0, 5.0, "Their slope by age, logarithm per decade")                           \
    BM__FIT(X, fracture, hip_age2, "1", 0.0, 2.0, "Their curvature by age, logarithm per decade squared")              \
    BM__FIT(X, fracture, hip_bmd, "1", 0.0, 3.0, "Their slope by femoral neck T-score, logarithm per SD")              \
    BM__FIT(X, fracture, hip_bmd_age, "1", 0.0, 1.0, "How much that slope falls per decade")                           \
    BM__FIT(X, fracture, other_rate, "/a", 1.0e-7, 0.1, "Fractures of forearm and humerus")                            \
    BM__FIT(X, fracture, other_age, "1", 0.0, 5.0, "Their slope by age, logarithm per decade")                         \
    BM__FIT(X, fracture, other_bmd, "1", 0.0, 3.0, "Their slope by femoral neck T-score, logarithm per SD")            \
    BM__FIT(X, fracture, vertebral_rate, "/a", 1.0e-7, 0.1, "Clinical vertebral fractures")                            \
    BM__FIT(X, fracture, vertebral_age, "1", 0.0, 5.0, "Their slope by age, logarithm per decade")                     \
    X(fracture, vertebral_bmd, 0.833, "1", 0.0, 3.0, 0, "Marshall 1996: 2.3 per SD of the spine",                      \
      "Their slope by spine T-score, logarithm per SD")                                                                \
    BM__FIT(X, fracture, hip_turnover, "1", 0.0, 0.6, "Rise of the hip hazard per turnover in balance")                \
    BM__FIT(X, fracture, vertebral_turnover, "1", 0.0, 0.6, "The same, vertebral")                                     \
    BM__FIT(X, fracture, other_turnover, "1", 0.0, 0.6, "The same, forearm and humerus")                               \
    X(fracture, turnover_reference, 1.5, "1", 0.5, 5.0, 0, "what the model has late after the menopause",              \
      "Resorption, relative to balance, at which the rates hold")                                                      \
    X(fracture, turnover_lag, 0.25, "a", 0.01, 5.0, 0, "choice: a remodelling cycle",                                  \
      "Time constant in which fracture risk follows resorption")                                                       \
    BM__FIT(X, fracture, hip_prior, "1", 0.0, 3.0, "Logarithm of the hazard ratio, hip: fracture before, at 70")       \
    BM__FIT(X, fracture, major_prior, "1", 0.0, 3.0, "The same, other major fractures: fracture before")               \
    BM__FIT(X, fracture, prior_age, "1", 0.0, 2.0, "How much both fall per decade")                                    \
    BM__FIT(X, fracture, hip_parent, "1", 0.0, 3.0, "The same, hip: a parent's hip fracture, at 70")                   \
    BM__FIT(X, fracture, hip_parent_age, "1", 0.0, 2.0, "How much that rises per decade")                              \
    BM__FIT(X, fracture, major_parent, "1", 0.0, 3.0, "The same, other major fractures: a parent's hip fracture")      \
    BM__FIT(X, fracture, hip_smoking, "1", 0.0, 3.0, "The same, hip: a pack a day, long after the menopause")          \
    BM__FIT(X, fracture, major_smoking, "1", 0.0, 3.0, "The same, other major fractures: a pack a day")                \
    BM__FIT(X, fracture, hip_alcohol, "1", 0.0, 3.0, "The same, hip: alcohol, a unit beyond habits.alcohol_free")      \
    BM__FIT(X, fracture, major_alcohol, "1", 0.0, 3.0, "The same, other major fractures: alcohol")                     \
    BM__FIT(X, fracture, hip_glucocorticoids, "1", 0.0, 3.0, "The same, hip: glucocorticoids, at 70")                  \
    BM__FIT(X, fracture, major_glucocorticoids, "1", 0.0, 3.0, "The same, other major fractures: glucocorticoids")     \
    BM__FIT(X, fracture, glucocorticoids_age, "1", 0.0, 2.0, "How much both fall per decade")                          \
    BM__FIT(X, fracture, hip_arthritis, "1", 0.0, 3.0, "The same, hip: rheumatoid arthritis")                          \
    BM__FIT(X, fracture, major_arthritis, "1", 0.0, 3.0, "The same, other major fractures: rheumatoid arthritis")      \
    X(fracture, hip_thinness, 0.117, "1", 0.0, 1.0, 0,                                                                 \
      "Harvey 2025: underweight (taken as BMI 17.5) against normal (22) 1.69 at the same density",                     \
      "The same, hip, for each kg/m2 of BMI below 22")                                                                 \
    X(fracture, falls, 0.45, "1", 0.0, 3.0, 0, "QFracture 2012: 0.4505",                                               \
      "The same, hip and other major fractures: fell in the last year")                                                \
    X(fracture, inflammation, 0.15, "1", 0.0, 3.0, 0,                                                                  \
      "CHS: 1.17 per doubling of IL-6; Health ABC: 1.34 in the top quarter of C-reactive protein",                     \
      "The same, all, for each doubling of C-reactive protein above 1.5 mg/L")                                         \
    X(fracture, vertebral_by_falls, 0.2, "1", 0.0, 1.0, 0, "choice: few vertebrae break in falls",                     \
      "Power of the rate of falls with which vertebral fractures go; others go with it")                               \
    X(mortality, at_70, 0.0180, "/a", 0.0, 1.0, 0,                                                                     \
      "Gompertz line through the US female period table of 2019 at 50 to 90, recalled", "Hazard of death at 70")       \
    X(mortality, by_age, 0.0920, "/a", 0.0, 1.0, 0, "the same", "Its slope, logarithm per year")                       \
    /* Bone as an endocrine organ: exploratory */                                                                      \
    X(endocrine, ucoc_share, 0.3, "1", 0.01, 1.0, 0, BM__SRC_MEMORY,                                                   \
      "Part of osteocalcin that is undercarboxylated, in balance and at a K2 intake of 30 ug/d")                       \
    X(endocrine, k2_half, 150.0, "ug/d", 1.0, 10000.0, 0, BM__SRC_MEMORY " (180 ug of MK-7 halve it)",                 \
      "Vitamin K2 beyond 30 ug/d that halves what can be carboxylated")                                                \
    X(endocrine, ucoc_least, 0.2, "1", 0.0, 1.0, 0, "choice", "Part of it that vitamin K2 leaves")                     \
    X(endocrine, resorption_power, 0.2, "1", 0.0, 2.0, 0,                                                              \
      "choice: acid of osteoclasts decarboxylates; antiresorptives lower it",                                          \
      "Undercarboxylated share goes with resorption^this")                                                             \
    X(endocrine, insulin_gain, 0.0, "1", -2.0, 2.0, 0, "FIT, HORIZON, FREEDOM: no effect on glucose; exploratory",     \
      "Insulin sensitivity goes with undercarboxylated osteocalcin^this")                                              \
    X(endocrine, testosterone_gain, 0.0, "1", -2.0, 2.0, 0, "no human trial; exploratory",                             \
      "Testosterone goes with undercarboxylated osteocalcin^this")                                                     \
    /* Read-outs: value = level in balance x (relative rate)^q */                                                      \
    BM__FIT(X, markers, q_ctx, "1", 0.2, 3.0, "s-CTX goes with resorption^this")                                       \
    BM__FIT(X, markers, q_ntx, "1", 0.2, 3.0, "NTX goes with resorption^this")                                         \
    BM__FIT(X, markers, q_p1np, "1", 0.2, 3.0, "s-P1NP goes with formation^this")                                      \
    BM__FIT(X, markers, q_bsap, "1", 0.2, 3.0, "s-BSAP goes with formation^this")                                      \
    BM__FIT(X, markers, q_osteocalcin, "1", 0.2, 3.0, "s-osteocalcin goes with formation^this")                        \
    BM__FIT(X, markers, maturation, "d", 1.0, 365.0,                                                                   \
            "Time constant in which osteoblasts come to make BSAP and osteocalcin")                                    \
    BM__FIT(X, markers, ctx_floor, "1", 0.0, 0.5, "s-CTX without resorption, relative to balance")                     \
    X(markers, ctx, 0.26, "ng/mL", 0.01, 3.0, 0, "middle of the premenopausal interval 0.137-0.484",                   \
      "s-CTX in balance")                                                                                              \
    X(markers, s_ntx, 10.0, "nmol/L", 1.0, 100.0, 0, BM__SRC_MEMORY, "s-NTX in balance, nmol BCE/L")                   \
    X(markers, u_ntx, 33.0, "nmol/mmol", 1.0, 300.0, 0, BM__SRC_MEMORY, "u-NTX in balance, nmol BCE/mmol creatinine")  \
    X(markers, p1np, 38.0, "ug/L", 1.0, 300.0, 0, "middle of the premenopausal interval 23-63", "s-P1NP in balance")   \
    X(markers, bsap, 9.0, "ug/L", 1.0, 100.0, 0, "middle of the premenopausal interval 6.0-13.6", "s-BSAP in balance") \
    X(markers, osteocalcin, 14.0, "ug/L", 1.0, 100.0, 0, "middle of the premenopausal interval 8-23",                  \
      "s-osteocalcin in balance")                                                                                      \
    X(markers, reliability, 0.85, "1", 0.0, 1.0, 0,                                                                    \
      "variance of the logarithm between women over that plus within a woman: 95 % intervals 0.137-0.484 (CTX), 23-63 "\
      "(P1NP), 6.0-13.6 (BSAP) and CV 10, 12.4, 7.1 % give 0.91, 0.81, 0.90",                                          \
      "Part of a measured marker's deviation that is her own turnover")
/* clang-format on */

#endif
