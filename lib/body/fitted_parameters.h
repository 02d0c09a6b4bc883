/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 648 published numbers, chi2 461.2; 36 parameters still at their prior's centre.
 */
#ifndef BM__BODY_FITTED_PARAMETERS_H
#define BM__BODY_FITTED_PARAMETERS_H

#define BM__FITTED_estradiol_transition_lead           1.524
#define BM__FITTED_estrogen_K                          18.86
#define BM__FITTED_estrogen_n                          1.09
#define BM__FITTED_estrogen_floor                      0.1232
#define BM__FITTED_estrogen_p                          1.877
#define BM__FITTED_estrogen_K_oc                       39.92
#define BM__FITTED_estrogen_n_oc                       0.8381
#define BM__FITTED_estrogen_apoptosis                  0.1544
#define BM__FITTED_estrogen_activity                   0.1317
#define BM__FITTED_estrogen_withdrawal                 0.06055
#define BM__FITTED_estrogen_adaptation                 1.898
#define BM__FITTED_remodelling_a_R                     0.4318
#define BM__FITTED_remodelling_a_F                     0.891
#define BM__FITTED_remodelling_bp_max                  0.2568
#define BM__FITTED_osteocyte_lining_gain               2.881
#define BM__FITTED_osteocyte_lining_depletion          3.185
#define BM__FITTED_osteocyte_lining_recovery           0.4355
#define BM__FITTED_osteocyte_rankl_clearance           0.0004278
#define BM__FITTED_osteocyte_pth_gain                  1.259
#define BM__FITTED_osteocyte_pth_depletion             0.6987
#define BM__FITTED_osteocyte_pulse_lag                 69.15
#define BM__FITTED_skeleton_turnover_lumbar_spine      0.1154
#define BM__FITTED_skeleton_turnover_total_hip         0.06599
#define BM__FITTED_skeleton_turnover_femoral_neck      0.0557
#define BM__FITTED_skeleton_turnover_distal_radius     0.0261
#define BM__FITTED_skeleton_ageing_lumbar_spine        0.007124
#define BM__FITTED_skeleton_ageing_total_hip           0.02345
#define BM__FITTED_skeleton_ageing_femoral_neck        0.02644
#define BM__FITTED_skeleton_ageing_distal_radius       0.01107
#define BM__FITTED_skeleton_strain_exponent            2.919
#define BM__FITTED_skeleton_maturation                 1.681
#define BM__FITTED_skeleton_young_density              0.6873
#define BM__FITTED_skeleton_lining_share_total_hip     0.7934
#define BM__FITTED_skeleton_lining_share_femoral_neck  0.708
#define BM__FITTED_skeleton_lining_share_distal_radius 0.3
#define BM__FITTED_skeleton_pth_share_total_hip        0.6244
#define BM__FITTED_skeleton_pth_share_femoral_neck     0.7025
#define BM__FITTED_skeleton_pth_share_distal_radius    0.2365
#define BM__FITTED_markers_q_ctx                       1.239
#define BM__FITTED_markers_q_ntx                       1.371
#define BM__FITTED_markers_q_p1np                      0.9791
#define BM__FITTED_markers_q_bsap                      0.8871
#define BM__FITTED_markers_q_osteocalcin               0.9
#define BM__FITTED_remodelling_rankl_activity          0.2635
#define BM__FITTED_osteocyte_pth_rankl                 0.4482
#define BM__FITTED_skeleton_strain_exponent_lasting    3.02
#define BM__FITTED_skeleton_accommodation              2.962
#define BM__FITTED_nutrition_calcium_effect            0.4444
#define BM__FITTED_remodelling_bp_activity             0.2148
#define BM__FITTED_remodelling_precursor_share         0.5285
#define BM__FITTED_remodelling_precursor_turnover      0.4506
#define BM__FITTED_markers_maturation                  18.32
#define BM__FITTED_osteocyte_wnt_activity              0.4987
#define BM__FITTED_estrogen_formation                  0.2789
#define BM__FITTED_loading_formation                   1.5
#define BM__FITTED_loading_lasting                     0.2
#define BM__FITTED_loading_resorption                  2.0
#define BM__FITTED_vitamin_d_K                         10.0
#define BM__FITTED_loading_bed_rest_hip                0.7
#define BM__FITTED_loading_bed_rest                    0.5
#define BM__FITTED_nutrition_protein_spine             0.06
#define BM__FITTED_habits_smoking                      0.15
#define BM__FITTED_fracture_hip_rate                   0.00043
#define BM__FITTED_fracture_hip_age                    0.95
#define BM__FITTED_fracture_hip_age2                   0.1
#define BM__FITTED_fracture_hip_bmd                    0.93
#define BM__FITTED_fracture_hip_bmd_age                0.165
#define BM__FITTED_fracture_other_rate                 0.005
#define BM__FITTED_fracture_other_age                  0.3
#define BM__FITTED_fracture_other_bmd                  0.15
#define BM__FITTED_fracture_vertebral_rate             0.001
#define BM__FITTED_fracture_vertebral_age              0.5
#define BM__FITTED_fracture_hip_turnover               0.15
#define BM__FITTED_fracture_vertebral_turnover         0.3
#define BM__FITTED_fracture_other_turnover             0.15
#define BM__FITTED_fracture_hip_prior                  0.6
#define BM__FITTED_fracture_major_prior                0.6
#define BM__FITTED_fracture_prior_age                  0.15
#define BM__FITTED_fracture_hip_parent                 0.31
#define BM__FITTED_fracture_hip_parent_age             0.2
#define BM__FITTED_fracture_major_parent               0.17
#define BM__FITTED_fracture_hip_smoking                0.47
#define BM__FITTED_fracture_major_smoking              0.12
#define BM__FITTED_fracture_hip_alcohol                0.52
#define BM__FITTED_fracture_major_alcohol              0.32
#define BM__FITTED_fracture_hip_glucocorticoids        1.1
#define BM__FITTED_fracture_major_glucocorticoids      0.7
#define BM__FITTED_fracture_glucocorticoids_age        0.14
#define BM__FITTED_fracture_hip_arthritis              0.67
#define BM__FITTED_fracture_major_arthritis            0.44

#endif
