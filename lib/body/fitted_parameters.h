/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 849 published numbers, chi2 583.3.
 */
#ifndef BM__BODY_FITTED_PARAMETERS_H
#define BM__BODY_FITTED_PARAMETERS_H

#define BM__FITTED_estradiol_transition_lead           1.555
#define BM__FITTED_estrogen_K                          18.41
#define BM__FITTED_estrogen_n                          1.099
#define BM__FITTED_estrogen_floor                      0.1343
#define BM__FITTED_estrogen_p                          1.834
#define BM__FITTED_estrogen_K_oc                       38.08
#define BM__FITTED_estrogen_n_oc                       0.8119
#define BM__FITTED_estrogen_apoptosis                  0.1411
#define BM__FITTED_estrogen_activity                   0.1115
#define BM__FITTED_estrogen_withdrawal                 0.07052
#define BM__FITTED_estrogen_adaptation                 2.065
#define BM__FITTED_remodelling_a_R                     0.4892
#define BM__FITTED_remodelling_a_F                     0.9792
#define BM__FITTED_remodelling_bp_max                  0.273
#define BM__FITTED_osteocyte_lining_gain               3.065
#define BM__FITTED_osteocyte_lining_depletion          3.216
#define BM__FITTED_osteocyte_lining_recovery           0.4085
#define BM__FITTED_osteocyte_rankl_clearance           0.0004435
#define BM__FITTED_osteocyte_pth_gain                  1.32
#define BM__FITTED_osteocyte_pth_depletion             0.711
#define BM__FITTED_osteocyte_pulse_lag                 67.33
#define BM__FITTED_skeleton_turnover_lumbar_spine      0.1051
#define BM__FITTED_skeleton_turnover_total_hip         0.06161
#define BM__FITTED_skeleton_turnover_femoral_neck      0.05176
#define BM__FITTED_skeleton_turnover_distal_radius     0.02561
#define BM__FITTED_skeleton_ageing_lumbar_spine        0.006021
#define BM__FITTED_skeleton_ageing_total_hip           0.0209
#define BM__FITTED_skeleton_ageing_femoral_neck        0.02545
#define BM__FITTED_skeleton_ageing_distal_radius       0.01116
#define BM__FITTED_skeleton_strain_exponent            2.921
#define BM__FITTED_skeleton_maturation                 1.627
#define BM__FITTED_skeleton_young_density              0.6607
#define BM__FITTED_skeleton_lining_share_total_hip     0.7766
#define BM__FITTED_skeleton_lining_share_femoral_neck  0.7037
#define BM__FITTED_skeleton_lining_share_distal_radius 0.3
#define BM__FITTED_skeleton_pth_share_total_hip        0.6358
#define BM__FITTED_skeleton_pth_share_femoral_neck     0.7194
#define BM__FITTED_skeleton_pth_share_distal_radius    0.249
#define BM__FITTED_markers_q_ctx                       1.131
#define BM__FITTED_markers_q_ntx                       1.433
#define BM__FITTED_markers_q_p1np                      0.9345
#define BM__FITTED_markers_q_bsap                      0.8857
#define BM__FITTED_markers_q_osteocalcin               0.8755
#define BM__FITTED_remodelling_rankl_activity          0.2617
#define BM__FITTED_osteocyte_pth_rankl                 0.4259
#define BM__FITTED_skeleton_strain_exponent_lasting    2.756
#define BM__FITTED_skeleton_accommodation              3.083
#define BM__FITTED_nutrition_calcium_effect            1.0
#define BM__FITTED_remodelling_bp_activity             0.2055
#define BM__FITTED_remodelling_precursor_share         0.5106
#define BM__FITTED_remodelling_precursor_turnover      0.4095
#define BM__FITTED_markers_maturation                  18.17
#define BM__FITTED_osteocyte_wnt_activity              0.5277
#define BM__FITTED_estrogen_formation                  0.3125
#define BM__FITTED_loading_estrogen_K                  1.449
#define BM__FITTED_loading_formation                   0.4988
#define BM__FITTED_loading_strain                      0.0998
#define BM__FITTED_loading_resorption                  1.716
#define BM__FITTED_vitamin_d_K                         8.57
#define BM__FITTED_loading_bed_rest_hip                1.382
#define BM__FITTED_loading_bed_rest                    0.7917
#define BM__FITTED_nutrition_protein_spine             0.06702
#define BM__FITTED_habits_smoking                      0.2582
#define BM__FITTED_fracture_hip_rate                   0.0002598
#define BM__FITTED_fracture_hip_age                    1.018
#define BM__FITTED_fracture_hip_age2                   0.04513
#define BM__FITTED_fracture_hip_bmd                    1.044
#define BM__FITTED_fracture_hip_bmd_age                0.1847
#define BM__FITTED_fracture_other_rate                 0.004888
#define BM__FITTED_fracture_other_age                  0.3176
#define BM__FITTED_fracture_other_bmd                  0.1599
#define BM__FITTED_fracture_vertebral_rate             0.0003968
#define BM__FITTED_fracture_vertebral_age              0.4515
#define BM__FITTED_fracture_hip_turnover               0.2433
#define BM__FITTED_fracture_vertebral_turnover         0.6
#define BM__FITTED_fracture_other_turnover             0.2665
#define BM__FITTED_fracture_hip_prior                  0.5776
#define BM__FITTED_fracture_major_prior                0.5833
#define BM__FITTED_fracture_prior_age                  0.1022
#define BM__FITTED_fracture_hip_parent                 0.4245
#define BM__FITTED_fracture_hip_parent_age             0.2565
#define BM__FITTED_fracture_major_parent               0.1622
#define BM__FITTED_fracture_hip_smoking                0.619
#define BM__FITTED_fracture_major_smoking              0.1203
#define BM__FITTED_fracture_hip_alcohol                0.5249
#define BM__FITTED_fracture_major_alcohol              0.2784
#define BM__FITTED_fracture_hip_glucocorticoids        1.144
#define BM__FITTED_fracture_major_glucocorticoids      0.598
#define BM__FITTED_fracture_glucocorticoids_age        0.1569
#define BM__FITTED_fracture_hip_arthritis              0.6618
#define BM__FITTED_fracture_major_arthritis            0.3581

#endif
