/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 934 published numbers, chi2 1056.3.
 */
#ifndef BM__BODY_GENERATED_FITTED_BODY_H
#define BM__BODY_GENERATED_FITTED_BODY_H

#define BM__FITTED_estradiol_transition_lead        1.545
#define BM__FITTED_estrogen_K                       23.65
#define BM__FITTED_estrogen_n                       1.038
#define BM__FITTED_estrogen_floor                   0.05435
#define BM__FITTED_estrogen_p                       0.4189
#define BM__FITTED_estrogen_K_oc                    29.92
#define BM__FITTED_estrogen_n_oc                    1.12
#define BM__FITTED_estrogen_rankl                   0.177
#define BM__FITTED_estrogen_opg                     0.2
#define BM__FITTED_estrogen_withdrawal              0.286
#define BM__FITTED_estrogen_adaptation              3.997
#define BM__FITTED_remodelling_a_R                  0.7148
#define BM__FITTED_remodelling_rankl_half           2.166
#define BM__FITTED_remodelling_opg_clearance        0.08557
#define BM__FITTED_remodelling_tgfb_loss            1.411
#define BM__FITTED_remodelling_a_F                  1.132
#define BM__FITTED_remodelling_cavity               0.3035
#define BM__FITTED_remodelling_modelling            0.2299
#define BM__FITTED_remodelling_bp_max               0.1883
#define BM__FITTED_osteocyte_lining_gain            2.829
#define BM__FITTED_osteocyte_lining_depletion       2.947
#define BM__FITTED_osteocyte_lining_recovery        0.479
#define BM__FITTED_osteocyte_rankl_clearance        0.0005048
#define BM__FITTED_osteocyte_pth_gain               1.541
#define BM__FITTED_osteocyte_pth_depletion          1.091
#define BM__FITTED_osteocyte_pulse_lag              164.3
#define BM__FITTED_osteocyte_reserve                0.2401
#define BM__FITTED_skeleton_turnover_lumbar_spine   0.1502
#define BM__FITTED_skeleton_turnover_total_hip      0.116
#define BM__FITTED_skeleton_turnover_femoral_neck   0.1221
#define BM__FITTED_skeleton_turnover_cortex         0.02549
#define BM__FITTED_skeleton_ageing_lumbar_spine     0.004689
#define BM__FITTED_skeleton_ageing_total_hip        0.01759
#define BM__FITTED_skeleton_ageing_femoral_neck     0.0217
#define BM__FITTED_skeleton_ageing_distal_radius    0.01203
#define BM__FITTED_skeleton_strain_exponent         1.807
#define BM__FITTED_skeleton_strain_cortex           2.499
#define BM__FITTED_skeleton_pth_cortex              0.0645
#define BM__FITTED_skeleton_maturation              1.252
#define BM__FITTED_skeleton_young_density           0.88
#define BM__FITTED_skeleton_lining_share_cortex     0.4247
#define BM__FITTED_skeleton_pth_share_cortex        0.2903
#define BM__FITTED_markers_q_ctx                    1.273
#define BM__FITTED_markers_ctx_floor                0.2768
#define BM__FITTED_markers_q_ntx                    0.906
#define BM__FITTED_markers_q_p1np                   0.8675
#define BM__FITTED_markers_q_bsap                   0.7549
#define BM__FITTED_markers_q_osteocalcin            0.8723
#define BM__FITTED_osteocyte_pth_rankl              0.2935
#define BM__FITTED_skeleton_strain_exponent_lasting 1.132
#define BM__FITTED_skeleton_accommodation           2.864
#define BM__FITTED_nutrition_calcium_effect         1.0
#define BM__FITTED_remodelling_bp_activity          0.2285
#define BM__FITTED_remodelling_precursor_share      0.8475
#define BM__FITTED_remodelling_precursor_turnover   0.5674
#define BM__FITTED_markers_maturation               13.33
#define BM__FITTED_osteocyte_wnt_activity           0.5825
#define BM__FITTED_loading_estrogen_K               1.998
#define BM__FITTED_loading_formation                0.5487
#define BM__FITTED_loading_strain                   0.08054
#define BM__FITTED_loading_resorption               0.9426
#define BM__FITTED_vitamin_d_K                      5.365
#define BM__FITTED_loading_bed_rest_hip             0.7367
#define BM__FITTED_loading_bed_rest                 0.4191
#define BM__FITTED_loading_rankl                    0.02864
#define BM__FITTED_nutrition_protein_spine          0.06419
#define BM__FITTED_habits_smoking                   0.1798
#define BM__FITTED_fracture_hip_rate                0.0002602
#define BM__FITTED_fracture_hip_age                 1.02
#define BM__FITTED_fracture_hip_age2                0.04565
#define BM__FITTED_fracture_hip_bmd                 1.045
#define BM__FITTED_fracture_hip_bmd_age             0.1846
#define BM__FITTED_fracture_other_rate              0.004984
#define BM__FITTED_fracture_other_age               0.3078
#define BM__FITTED_fracture_other_bmd               0.1613
#define BM__FITTED_fracture_vertebral_rate          0.0003971
#define BM__FITTED_fracture_vertebral_age           0.4503
#define BM__FITTED_fracture_hip_turnover            0.2834
#define BM__FITTED_fracture_vertebral_turnover      0.5594
#define BM__FITTED_fracture_other_turnover          0.4113
#define BM__FITTED_fracture_hip_prior               0.5788
#define BM__FITTED_fracture_major_prior             0.5846
#define BM__FITTED_fracture_prior_age               0.1001
#define BM__FITTED_fracture_hip_parent              0.5727
#define BM__FITTED_fracture_hip_parent_age          0.5912
#define BM__FITTED_fracture_major_parent            0.1634
#define BM__FITTED_fracture_hip_smoking             0.6204
#define BM__FITTED_fracture_major_smoking           0.1203
#define BM__FITTED_fracture_hip_alcohol             0.5272
#define BM__FITTED_fracture_major_alcohol           0.2759
#define BM__FITTED_fracture_hip_glucocorticoids     1.143
#define BM__FITTED_fracture_major_glucocorticoids   0.5975
#define BM__FITTED_fracture_glucocorticoids_age     0.1569
#define BM__FITTED_fracture_hip_arthritis           0.6648
#define BM__FITTED_fracture_major_arthritis         0.3547

#endif
