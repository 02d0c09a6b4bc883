/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parameters of the extensions: X(group, name, value, unit, minimum, maximum, flags, source, description); in the
 * catalogue "group.name". Those from calibration take their values from fitted_parameters.h, which only
 * validation/calibrate writes.
 */
#ifndef BM__BODY_EXTENSION_PARAMETERS_H
#define BM__BODY_EXTENSION_PARAMETERS_H

#include "body/fitted_parameters.h"

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
    X(estradiol, early, 4.0, "pg/mL", 0.0, 50.0, 0, BM__SRC_FIRST, "What is made beyond that soon after the menopause") \
    X(estradiol, early_years, 5.0, "a", 0.5, 50.0, 0, "choice: about 5 pg/mL ten years after the menopause", "Time constant of its decline")                  \
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
    BM__FIT(X, estrogen, apoptosis, "1", 0.0, 3.0, "Osteoclast apoptosis is multiplied by signal^this; 0 = neutral")   \
    BM__FIT(X, estrogen, activity, "1", 0.0, 3.0, "Resorption per osteoclast is divided by signal^this; 0 = neutral")  \
    BM__FIT(X, estrogen, formation, "1", 0.0, 3.0, "Formation at the sites is multiplied by signal^this; 0 = neutral") \
    BM__FIT(X, estrogen, withdrawal, "1", 0.0, 3.0,                                                                    \
            "Resorption per osteoclast is multiplied by (what they are used to/signal)^this; 0 = neutral")             \
    BM__FIT(X, estrogen, adaptation, "a", 0.1, 10.0, "Time constant in which osteoclasts get used to a signal")        \
    /* Resorption and formation from the core's cells */                                                               \
    BM__FIT(X, remodelling, a_R, "1", 0.1, 5.0, "Resorption is (osteoclasts, relative)^this")                          \
    BM__FIT(X, remodelling, rankl_activity, "1", 0.0, 0.98,                                                            \
            "Part of the resorption per osteoclast that goes with the RANK-RANKL complex")                             \
    BM__FIT(X, remodelling, a_F, "1", 0.1, 5.0, "Formation is (osteoblasts, relative)^this")                           \
    BM__FIT(X, remodelling, bp_max, "1", 0.0, 10.0,                                                                    \
            "Largest apoptosis that drugs on the bone surface add, relative to Da of the core; 0 = neutral")           \
    BM__FIT(X, remodelling, bp_activity, "1", 0.0, 0.99,                                                               \
            "Largest part of the resorption per osteoclast that drugs on the bone surface take away; 0 = neutral")     \
    BM__FIT(X, remodelling, precursor_share, "1", 0.0, 1.0,                                                            \
            "Part of the precursors that leave by becoming osteoclasts; 0 = neutral")                                  \
    BM__FIT(X, remodelling, precursor_turnover, "/a", 0.05, 50.0, "Rate at which precursors are renewed")              \
    /* Sclerostin, Wnt, and the reserve of lining cells */                                                             \
    X(osteocyte, wnt_lag, 2.0, "d", 0.1, 60.0, 0, "choice: P1NP is at its peak two weeks after an antibody to sclerostin",           \
      "Time constant of the Wnt signal")                                                                               \
    BM__FIT(X, osteocyte, lining_gain, "1", 0.0, 30.0, "Formation by the full reserve at the full Wnt signal")         \
    BM__FIT(X, osteocyte, lining_depletion, "/a", 0.0, 100.0, "Rate at which the full Wnt signal uses the reserve up") \
    BM__FIT(X, osteocyte, lining_recovery, "/a", 0.01, 20.0, "Rate at which the reserve recovers")                     \
    BM__FIT(X, osteocyte, rankl_clearance, "/h", 0.0, 1.0, "Loss of RANKL by the OPG that the Wnt signal calls forth") \
    BM__FIT(X, osteocyte, wnt_activity, "1", 0.0, 5.0,                                                                 \
            "Resorption per osteoclast is multiplied by exp(-this x Wnt signal x reserve)")                            \
    BM__FIT(X, osteocyte, pth_gain, "1", 0.0, 30.0, "Formation by the full reserve under 20 ug PTH 1-34 a day, times resorption")    \
    BM__FIT(X, osteocyte, pth_depletion, "/a", 0.0, 20.0, "Rate at which 20 ug PTH 1-34 a day use the reserve up") \
    BM__FIT(X, osteocyte, pth_rankl, "1", 0.0, 20.0, "RANKL that 20 ug PTH 1-34 a day add, relative to its making") \
    BM__FIT(X, osteocyte, pulse_lag, "d", 1.0, 365.0, "Time constant of the signal of intermittent PTH")               \
    /* Sites */                                                                                                        \
    BM__FIT(X, skeleton, turnover_lumbar_spine, "/a", 0.005, 0.5, "Turnover of the lumbar spine in balance")           \
    BM__FIT(X, skeleton, turnover_total_hip, "/a", 0.005, 0.5, "Turnover of the total hip in balance")                 \
    BM__FIT(X, skeleton, turnover_femoral_neck, "/a", 0.005, 0.5, "Turnover of the femoral neck in balance")           \
    BM__FIT(X, skeleton, turnover_distal_radius, "/a", 0.002, 0.5, "Turnover of the one-third radius in balance")      \
    X(skeleton, ageing_from, 40.0, "a", 18.0, 150.0, 0, BM__SRC_FIRST, "Age from which osteoblasts' output declines")  \
    BM__FIT(X, skeleton, ageing_lumbar_spine, "/a", 0.0, 0.2, "Decline of osteoblasts' output at 70 years, spine")     \
    BM__FIT(X, skeleton, ageing_total_hip, "/a", 0.0, 0.2, "The same, total hip")                                      \
    BM__FIT(X, skeleton, ageing_femoral_neck, "/a", 0.0, 0.2, "The same, femoral neck")                                \
    BM__FIT(X, skeleton, ageing_distal_radius, "/a", 0.0, 0.2, "The same, one-third radius")                           \
    BM__FIT(X, skeleton, strain_exponent, "1", 0.0, 20.0,                                                              \
            "Formation goes with strain^this (strain = 1/volume), as far as bone has not got used to it")              \
    BM__FIT(X, skeleton, strain_exponent_lasting, "1", 0.0, 20.0, "Formation goes with strain^this for good")          \
    BM__FIT(X, skeleton, accommodation, "a", 0.1, 30.0, "Time constant in which bone gets used to a strain")           \
    BM__FIT(X, skeleton, maturation, "/a", 0.1, 20.0, "Rate at which young mineral matures")                           \
    BM__FIT(X, skeleton, young_density, "1", 0.05, 0.99, "Density of young bone, relative to mature bone")             \
    BM__FIT(X, skeleton, lining_share_total_hip, "1", 0.0, 5.0, "Formation by Wnt-called cells, relative to spine")    \
    BM__FIT(X, skeleton, lining_share_femoral_neck, "1", 0.0, 5.0, "The same, femoral neck")                           \
    BM__FIT(X, skeleton, lining_share_distal_radius, "1", 0.0, 5.0, "The same, one-third radius")                      \
    BM__FIT(X, skeleton, pth_share_total_hip, "1", 0.0, 5.0, "Formation by PTH-called cells, relative to spine")       \
    BM__FIT(X, skeleton, pth_share_femoral_neck, "1", 0.0, 5.0, "The same, femoral neck")                              \
    BM__FIT(X, skeleton, pth_share_distal_radius, "1", 0.0, 5.0, "The same, one-third radius")                         \
    /* Vitamin D and calcium */                                                                                        \
    X(vitamin_d, half_life, 21.0, "d", 1.0, 200.0, 0, "label-independent consensus: 2 to 3 weeks",                     \
      "Half-life of calcidiol")                                                                                        \
    X(vitamin_d, per_iu, 0.0175, "nmol/L", 0.0, 0.2, 0, BM__SRC_MEMORY " (0.7 nmol/L per ug a day)",                   \
      "Calcidiol at steady state per IU a day")                                                                        \
    X(vitamin_d, K, 25.0, "nmol/L", 1.0, 200.0, 0, "choice: little is gained above 50 nmol/L",                         \
      "Calcidiol at which the 1-alpha-hydroxylase works at half its rate")                                             \
    BM__FIT(X, nutrition, calcium_effect, "1", 0.0, 1.0,                                                               \
            "Part of a calcium supplement that acts as the core's dietary calcium does")                               \
    X(vitamin_d, reference, 60.0, "nmol/L", 1.0, 300.0, 0, "choice", "Calcidiol at which the core is in balance")      \
    /* Read-outs: value = level in balance x (relative rate)^q */                                                      \
    BM__FIT(X, markers, q_ctx, "1", 0.2, 3.0, "s-CTX goes with resorption^this")                                       \
    BM__FIT(X, markers, q_ntx, "1", 0.2, 3.0, "NTX goes with resorption^this")                                         \
    BM__FIT(X, markers, q_p1np, "1", 0.2, 3.0, "s-P1NP goes with formation^this")                                      \
    BM__FIT(X, markers, q_bsap, "1", 0.2, 3.0, "s-BSAP goes with formation^this")                                      \
    BM__FIT(X, markers, q_osteocalcin, "1", 0.2, 3.0, "s-osteocalcin goes with formation^this")                        \
    BM__FIT(X, markers, maturation, "d", 1.0, 365.0, "Time constant in which osteoblasts come to make BSAP and osteocalcin") \
    X(markers, ctx, 0.26, "ng/mL", 0.01, 3.0, 0, "middle of the premenopausal interval 0.137-0.484", "s-CTX in balance") \
    X(markers, s_ntx, 10.0, "nmol/L", 1.0, 100.0, 0, BM__SRC_MEMORY, "s-NTX in balance, nmol BCE/L")                   \
    X(markers, u_ntx, 33.0, "nmol/mmol", 1.0, 300.0, 0, BM__SRC_MEMORY, "u-NTX in balance, nmol BCE/mmol creatinine")  \
    X(markers, p1np, 38.0, "ug/L", 1.0, 300.0, 0, "middle of the premenopausal interval 23-63", "s-P1NP in balance")   \
    X(markers, bsap, 9.0, "ug/L", 1.0, 100.0, 0, "middle of the premenopausal interval 6.0-13.6", "s-BSAP in balance") \
    X(markers, osteocalcin, 14.0, "ug/L", 1.0, 100.0, 0, "middle of the premenopausal interval 8-23",                  \
      "s-osteocalcin in balance")                                                                                      \
    X(markers, reliability, 0.85, "1", 0.0, 1.0, 0,                                                                    \
      "variance of the logarithm between women over that plus within a woman: 95 % intervals 0.137-0.484 (CTX), 23-63 " \
      "(P1NP), 6.0-13.6 (BSAP) and CV 10, 12.4, 7.1 % give 0.91, 0.81, 0.90",                                          \
      "Part of a measured marker's deviation that is her own turnover")
/* clang-format on */

#endif
