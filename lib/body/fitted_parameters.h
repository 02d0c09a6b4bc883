/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 648 published numbers, chi2 470.1.
 */
#ifndef BM__BODY_FITTED_PARAMETERS_H
#define BM__BODY_FITTED_PARAMETERS_H

#define BM__FITTED_estradiol_transition_lead           1.596
#define BM__FITTED_estrogen_K                          21.3
#define BM__FITTED_estrogen_n                          1.135
#define BM__FITTED_estrogen_floor                      0.153
#define BM__FITTED_estrogen_p                          1.526
#define BM__FITTED_estrogen_K_oc                       39.67
#define BM__FITTED_estrogen_n_oc                       0.8718
#define BM__FITTED_estrogen_apoptosis                  0.1195
#define BM__FITTED_estrogen_activity                   0.3134
#define BM__FITTED_estrogen_formation                  0.1
#define BM__FITTED_estrogen_withdrawal                 0.08827
#define BM__FITTED_estrogen_adaptation                 2.232
#define BM__FITTED_remodelling_a_R                     0.4053
#define BM__FITTED_remodelling_a_F                     0.8477
#define BM__FITTED_remodelling_bp_max                  0.2109
#define BM__FITTED_osteocyte_lining_gain               2.779
#define BM__FITTED_osteocyte_lining_depletion          3.057
#define BM__FITTED_osteocyte_lining_recovery           0.4071
#define BM__FITTED_osteocyte_rankl_clearance           0.0004166
#define BM__FITTED_osteocyte_pth_gain                  1.146
#define BM__FITTED_osteocyte_pth_depletion             0.717
#define BM__FITTED_osteocyte_pulse_lag                 67.3
#define BM__FITTED_skeleton_turnover_lumbar_spine      0.1122
#define BM__FITTED_skeleton_turnover_total_hip         0.06424
#define BM__FITTED_skeleton_turnover_femoral_neck      0.05589
#define BM__FITTED_skeleton_turnover_distal_radius     0.0261
#define BM__FITTED_skeleton_ageing_lumbar_spine        0.006214
#define BM__FITTED_skeleton_ageing_total_hip           0.01877
#define BM__FITTED_skeleton_ageing_femoral_neck        0.02099
#define BM__FITTED_skeleton_ageing_distal_radius       0.01125
#define BM__FITTED_skeleton_strain_exponent            2.645
#define BM__FITTED_skeleton_maturation                 1.706
#define BM__FITTED_skeleton_young_density              0.703
#define BM__FITTED_skeleton_lining_share_total_hip     0.8089
#define BM__FITTED_skeleton_lining_share_femoral_neck  0.702
#define BM__FITTED_skeleton_lining_share_distal_radius 0.3
#define BM__FITTED_skeleton_pth_share_total_hip        0.6181
#define BM__FITTED_skeleton_pth_share_femoral_neck     0.696
#define BM__FITTED_skeleton_pth_share_distal_radius    0.2337
#define BM__FITTED_markers_q_ctx                       1.331
#define BM__FITTED_markers_q_ntx                       1.056
#define BM__FITTED_markers_q_p1np                      0.9737
#define BM__FITTED_markers_q_bsap                      0.8953
#define BM__FITTED_markers_q_osteocalcin               0.9
#define BM__FITTED_remodelling_rankl_activity          0.2216
#define BM__FITTED_osteocyte_pth_rankl                 0.4146
#define BM__FITTED_skeleton_strain_exponent_lasting    2.2
#define BM__FITTED_skeleton_accommodation              2.668
#define BM__FITTED_nutrition_calcium_effect            0.4474
#define BM__FITTED_remodelling_bp_activity             0.1975
#define BM__FITTED_remodelling_precursor_share         0.6584
#define BM__FITTED_remodelling_precursor_turnover      0.361
#define BM__FITTED_markers_maturation                  18.25
#define BM__FITTED_osteocyte_wnt_activity              0.4925

#endif
