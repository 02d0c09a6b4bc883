/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * Not fitted yet: the centres of the priors.
 */
#ifndef BM__BODY_FITTED_PARAMETERS_H
#define BM__BODY_FITTED_PARAMETERS_H

#define BM__FITTED_estradiol_transition_lead           1.605
#define BM__FITTED_estrogen_K                          21.41
#define BM__FITTED_estrogen_n                          1.165
#define BM__FITTED_estrogen_floor                      0.151
#define BM__FITTED_estrogen_p                          1.496
#define BM__FITTED_estrogen_K_oc                       40.68
#define BM__FITTED_estrogen_n_oc                       0.8817
#define BM__FITTED_estrogen_apoptosis                  0.131
#define BM__FITTED_estrogen_activity                   0.3192
#define BM__FITTED_estrogen_withdrawal                 0.09123
#define BM__FITTED_estrogen_adaptation                 2.153
#define BM__FITTED_remodelling_a_R                     0.4275
#define BM__FITTED_remodelling_a_F                     0.8826
#define BM__FITTED_remodelling_bp_max                  0.2164
#define BM__FITTED_osteocyte_lining_gain               2.818
#define BM__FITTED_osteocyte_lining_depletion          3.103
#define BM__FITTED_osteocyte_lining_recovery           0.4695
#define BM__FITTED_osteocyte_rankl_clearance           0.0004632
#define BM__FITTED_osteocyte_pth_gain                  1.11
#define BM__FITTED_osteocyte_pth_depletion             0.6611
#define BM__FITTED_osteocyte_pulse_lag                 53.9
#define BM__FITTED_skeleton_turnover_lumbar_spine      0.1068
#define BM__FITTED_skeleton_turnover_total_hip         0.06082
#define BM__FITTED_skeleton_turnover_femoral_neck      0.05261
#define BM__FITTED_skeleton_turnover_distal_radius     0.02483
#define BM__FITTED_skeleton_ageing_lumbar_spine        0.00665
#define BM__FITTED_skeleton_ageing_total_hip           0.02001
#define BM__FITTED_skeleton_ageing_femoral_neck        0.02206
#define BM__FITTED_skeleton_ageing_distal_radius       0.01105
#define BM__FITTED_skeleton_strain_exponent            2.676
#define BM__FITTED_skeleton_maturation                 1.691
#define BM__FITTED_skeleton_young_density              0.7129
#define BM__FITTED_skeleton_lining_share_total_hip     0.8179
#define BM__FITTED_skeleton_lining_share_femoral_neck  0.7097
#define BM__FITTED_skeleton_lining_share_distal_radius 0.3
#define BM__FITTED_skeleton_pth_share_total_hip        0.6222
#define BM__FITTED_skeleton_pth_share_femoral_neck     0.6935
#define BM__FITTED_skeleton_pth_share_distal_radius    0.2343
#define BM__FITTED_markers_q_ctx                       1.278
#define BM__FITTED_markers_q_ntx                       0.98
#define BM__FITTED_markers_q_p1np                      0.9551
#define BM__FITTED_markers_q_bsap                      0.9115
#define BM__FITTED_markers_q_osteocalcin               0.9
#define BM__FITTED_remodelling_rankl_activity          0.2266
#define BM__FITTED_osteocyte_pth_rankl                 0.378
#define BM__FITTED_skeleton_strain_exponent_lasting    2.384
#define BM__FITTED_skeleton_accommodation              2.753
#define BM__FITTED_nutrition_calcium_effect            0.4115
#define BM__FITTED_remodelling_bp_activity             0.198
#define BM__FITTED_remodelling_precursor_share         0.5944
#define BM__FITTED_remodelling_precursor_turnover      0.4032
#define BM__FITTED_markers_maturation                  19.67
#define BM__FITTED_osteocyte_wnt_activity              0.4973

#endif
