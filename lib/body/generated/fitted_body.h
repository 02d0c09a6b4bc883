/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 851 published numbers, chi2 584.3.
 */
#ifndef BM__BODY_GENERATED_FITTED_BODY_H
#define BM__BODY_GENERATED_FITTED_BODY_H

#define BM__FITTED_estradiol_transition_lead           1.546
#define BM__FITTED_estrogen_K                          18.65
#define BM__FITTED_estrogen_n                          1.083
#define BM__FITTED_estrogen_floor                      0.1325
#define BM__FITTED_estrogen_p                          1.801
#define BM__FITTED_estrogen_K_oc                       38.51
#define BM__FITTED_estrogen_n_oc                       0.8117
#define BM__FITTED_estrogen_apoptosis                  0.1284
#define BM__FITTED_estrogen_activity                   0.1122
#define BM__FITTED_estrogen_withdrawal                 0.06726
#define BM__FITTED_estrogen_adaptation                 2.099
#define BM__FITTED_remodelling_a_R                     0.474
#define BM__FITTED_remodelling_a_F                     0.96
#define BM__FITTED_remodelling_bp_max                  0.2674
#define BM__FITTED_osteocyte_lining_gain               2.81
#define BM__FITTED_osteocyte_lining_depletion          3.159
#define BM__FITTED_osteocyte_lining_recovery           0.4323
#define BM__FITTED_osteocyte_rankl_clearance           0.0004221
#define BM__FITTED_osteocyte_pth_gain                  1.306
#define BM__FITTED_osteocyte_pth_depletion             0.7334
#define BM__FITTED_osteocyte_pulse_lag                 75.41
#define BM__FITTED_skeleton_turnover_lumbar_spine      0.11
#define BM__FITTED_skeleton_turnover_total_hip         0.06427
#define BM__FITTED_skeleton_turnover_femoral_neck      0.05357
#define BM__FITTED_skeleton_turnover_distal_radius     0.02687
#define BM__FITTED_skeleton_ageing_lumbar_spine        0.006013
#define BM__FITTED_skeleton_ageing_total_hip           0.02048
#define BM__FITTED_skeleton_ageing_femoral_neck        0.02468
#define BM__FITTED_skeleton_ageing_distal_radius       0.01183
#define BM__FITTED_skeleton_strain_exponent            2.695
#define BM__FITTED_skeleton_maturation                 1.662
#define BM__FITTED_skeleton_young_density              0.6624
#define BM__FITTED_skeleton_lining_share_total_hip     0.7837
#define BM__FITTED_skeleton_lining_share_femoral_neck  0.7084
#define BM__FITTED_skeleton_lining_share_distal_radius 0.3
#define BM__FITTED_skeleton_pth_share_total_hip        0.6332
#define BM__FITTED_skeleton_pth_share_femoral_neck     0.7203
#define BM__FITTED_skeleton_pth_share_distal_radius    0.2557
#define BM__FITTED_markers_q_ctx                       1.167
#define BM__FITTED_markers_q_ntx                       1.477
#define BM__FITTED_markers_q_p1np                      0.9508
#define BM__FITTED_markers_q_bsap                      0.8846
#define BM__FITTED_markers_q_osteocalcin               0.8746
#define BM__FITTED_remodelling_rankl_activity          0.2542
#define BM__FITTED_osteocyte_pth_rankl                 0.438
#define BM__FITTED_skeleton_strain_exponent_lasting    2.678
#define BM__FITTED_skeleton_accommodation              3.095
#define BM__FITTED_nutrition_calcium_effect            1.0
#define BM__FITTED_remodelling_bp_activity             0.2024
#define BM__FITTED_remodelling_precursor_share         0.5263
#define BM__FITTED_remodelling_precursor_turnover      0.4062
#define BM__FITTED_markers_maturation                  18.03
#define BM__FITTED_osteocyte_wnt_activity              0.4901
#define BM__FITTED_estrogen_formation                  0.3
#define BM__FITTED_loading_estrogen_K                  1.403
#define BM__FITTED_loading_formation                   0.5778
#define BM__FITTED_loading_strain                      0.1092
#define BM__FITTED_loading_resorption                  1.094
#define BM__FITTED_vitamin_d_K                         8.507
#define BM__FITTED_loading_bed_rest_hip                0.9251
#define BM__FITTED_loading_bed_rest                    0.4846
#define BM__FITTED_nutrition_protein_spine             0.06775
#define BM__FITTED_habits_smoking                      0.2499
#define BM__FITTED_fracture_hip_rate                   0.0002602
#define BM__FITTED_fracture_hip_age                    1.02
#define BM__FITTED_fracture_hip_age2                   0.04565
#define BM__FITTED_fracture_hip_bmd                    1.045
#define BM__FITTED_fracture_hip_bmd_age                0.1846
#define BM__FITTED_fracture_other_rate                 0.004984
#define BM__FITTED_fracture_other_age                  0.3078
#define BM__FITTED_fracture_other_bmd                  0.1613
#define BM__FITTED_fracture_vertebral_rate             0.0003971
#define BM__FITTED_fracture_vertebral_age              0.4503
#define BM__FITTED_fracture_hip_turnover               0.2834
#define BM__FITTED_fracture_vertebral_turnover         0.5994
#define BM__FITTED_fracture_other_turnover             0.4413
#define BM__FITTED_fracture_hip_prior                  0.5788
#define BM__FITTED_fracture_major_prior                0.5846
#define BM__FITTED_fracture_prior_age                  0.1001
#define BM__FITTED_fracture_hip_parent                 0.5727
#define BM__FITTED_fracture_hip_parent_age             0.5912
#define BM__FITTED_fracture_major_parent               0.1634
#define BM__FITTED_fracture_hip_smoking                0.6204
#define BM__FITTED_fracture_major_smoking              0.1203
#define BM__FITTED_fracture_hip_alcohol                0.5272
#define BM__FITTED_fracture_major_alcohol              0.2759
#define BM__FITTED_fracture_hip_glucocorticoids        1.143
#define BM__FITTED_fracture_major_glucocorticoids      0.5975
#define BM__FITTED_fracture_glucocorticoids_age        0.1569
#define BM__FITTED_fracture_hip_arthritis              0.6648
#define BM__FITTED_fracture_major_arthritis            0.3547

#endif
