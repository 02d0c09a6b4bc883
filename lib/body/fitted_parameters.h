/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 849 published numbers, chi2 581.5.
 */
#ifndef BM__BODY_FITTED_PARAMETERS_H
#define BM__BODY_FITTED_PARAMETERS_H

#define BM__FITTED_estradiol_transition_lead           1.553
#define BM__FITTED_estrogen_K                          18.51
#define BM__FITTED_estrogen_n                          1.099
#define BM__FITTED_estrogen_floor                      0.1312
#define BM__FITTED_estrogen_p                          1.83
#define BM__FITTED_estrogen_K_oc                       38.12
#define BM__FITTED_estrogen_n_oc                       0.8183
#define BM__FITTED_estrogen_apoptosis                  0.1417
#define BM__FITTED_estrogen_activity                   0.1114
#define BM__FITTED_estrogen_withdrawal                 0.0687
#define BM__FITTED_estrogen_adaptation                 2.034
#define BM__FITTED_remodelling_a_R                     0.4942
#define BM__FITTED_remodelling_a_F                     0.9897
#define BM__FITTED_remodelling_bp_max                  0.2736
#define BM__FITTED_osteocyte_lining_gain               3.107
#define BM__FITTED_osteocyte_lining_depletion          3.246
#define BM__FITTED_osteocyte_lining_recovery           0.4041
#define BM__FITTED_osteocyte_rankl_clearance           0.0004439
#define BM__FITTED_osteocyte_pth_gain                  1.322
#define BM__FITTED_osteocyte_pth_depletion             0.709
#define BM__FITTED_osteocyte_pulse_lag                 67.67
#define BM__FITTED_skeleton_turnover_lumbar_spine      0.1041
#define BM__FITTED_skeleton_turnover_total_hip         0.06092
#define BM__FITTED_skeleton_turnover_femoral_neck      0.05101
#define BM__FITTED_skeleton_turnover_distal_radius     0.02541
#define BM__FITTED_skeleton_ageing_lumbar_spine        0.006114
#define BM__FITTED_skeleton_ageing_total_hip           0.02127
#define BM__FITTED_skeleton_ageing_femoral_neck        0.02568
#define BM__FITTED_skeleton_ageing_distal_radius       0.01119
#define BM__FITTED_skeleton_strain_exponent            2.862
#define BM__FITTED_skeleton_maturation                 1.66
#define BM__FITTED_skeleton_young_density              0.6568
#define BM__FITTED_skeleton_lining_share_total_hip     0.7774
#define BM__FITTED_skeleton_lining_share_femoral_neck  0.7058
#define BM__FITTED_skeleton_lining_share_distal_radius 0.3
#define BM__FITTED_skeleton_pth_share_total_hip        0.639
#define BM__FITTED_skeleton_pth_share_femoral_neck     0.7222
#define BM__FITTED_skeleton_pth_share_distal_radius    0.2531
#define BM__FITTED_markers_q_ctx                       1.118
#define BM__FITTED_markers_q_ntx                       1.414
#define BM__FITTED_markers_q_p1np                      0.9287
#define BM__FITTED_markers_q_bsap                      0.8867
#define BM__FITTED_markers_q_osteocalcin               0.8745
#define BM__FITTED_remodelling_rankl_activity          0.2653
#define BM__FITTED_osteocyte_pth_rankl                 0.4298
#define BM__FITTED_skeleton_strain_exponent_lasting    2.786
#define BM__FITTED_skeleton_accommodation              3.119
#define BM__FITTED_nutrition_calcium_effect            1.0
#define BM__FITTED_remodelling_bp_activity             0.2039
#define BM__FITTED_remodelling_precursor_share         0.5103
#define BM__FITTED_remodelling_precursor_turnover      0.4116
#define BM__FITTED_markers_maturation                  18.19
#define BM__FITTED_osteocyte_wnt_activity              0.5344
#define BM__FITTED_estrogen_formation                  0.3098
#define BM__FITTED_loading_estrogen_K                  1.452
#define BM__FITTED_loading_formation                   0.5626
#define BM__FITTED_loading_strain                      0.1041
#define BM__FITTED_loading_resorption                  1.485
#define BM__FITTED_vitamin_d_K                         8.35
#define BM__FITTED_loading_bed_rest_hip                1.208
#define BM__FITTED_loading_bed_rest                    0.6793
#define BM__FITTED_nutrition_protein_spine             0.06733
#define BM__FITTED_habits_smoking                      0.2603
#define BM__FITTED_fracture_hip_rate                   0.000259
#define BM__FITTED_fracture_hip_age                    1.018
#define BM__FITTED_fracture_hip_age2                   0.04507
#define BM__FITTED_fracture_hip_bmd                    1.044
#define BM__FITTED_fracture_hip_bmd_age                0.185
#define BM__FITTED_fracture_other_rate                 0.004891
#define BM__FITTED_fracture_other_age                  0.3127
#define BM__FITTED_fracture_other_bmd                  0.1607
#define BM__FITTED_fracture_vertebral_rate             0.0003913
#define BM__FITTED_fracture_vertebral_age              0.4508
#define BM__FITTED_fracture_hip_turnover               0.262
#define BM__FITTED_fracture_vertebral_turnover         0.5777
#define BM__FITTED_fracture_other_turnover             0.3442
#define BM__FITTED_fracture_hip_prior                  0.5766
#define BM__FITTED_fracture_major_prior                0.5822
#define BM__FITTED_fracture_prior_age                  0.1042
#define BM__FITTED_fracture_hip_parent                 0.4254
#define BM__FITTED_fracture_hip_parent_age             0.2582
#define BM__FITTED_fracture_major_parent               0.1622
#define BM__FITTED_fracture_hip_smoking                0.619
#define BM__FITTED_fracture_major_smoking              0.1205
#define BM__FITTED_fracture_hip_alcohol                0.5248
#define BM__FITTED_fracture_major_alcohol              0.2779
#define BM__FITTED_fracture_hip_glucocorticoids        1.143
#define BM__FITTED_fracture_major_glucocorticoids      0.598
#define BM__FITTED_fracture_glucocorticoids_age        0.1569
#define BM__FITTED_fracture_hip_arthritis              0.6612
#define BM__FITTED_fracture_major_arthritis            0.3574

#endif
