/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BM__BODY_FITTED_PARAMETERS_H
#define BM__BODY_FITTED_PARAMETERS_H

#define BM__FITTED_estradiol_transition_lead                 0.5
#define BM__FITTED_estrogen_K                                28.0
#define BM__FITTED_estrogen_n                                1.4
#define BM__FITTED_estrogen_floor                            0.13
#define BM__FITTED_estrogen_p                                1.3
#define BM__FITTED_estrogen_K_oc                             33.0
#define BM__FITTED_estrogen_n_oc                             0.55
#define BM__FITTED_estrogen_apoptosis                        0.16
#define BM__FITTED_estrogen_activity                         0.13
#define BM__FITTED_estrogen_withdrawal                       0.1
#define BM__FITTED_estrogen_adaptation                       2.0
#define BM__FITTED_remodelling_a_R                           0.67
#define BM__FITTED_remodelling_a_F                           1.27
#define BM__FITTED_remodelling_bp_max                        0.26
#define BM__FITTED_osteocyte_lining_gain                     2.0
#define BM__FITTED_osteocyte_lining_depletion                6.0
#define BM__FITTED_osteocyte_lining_recovery                 1.0
#define BM__FITTED_osteocyte_rankl_clearance                 0.002
#define BM__FITTED_osteocyte_pth_gain                        1.5
#define BM__FITTED_osteocyte_pth_depletion                   0.5
#define BM__FITTED_osteocyte_pulse_lag                       30.0
#define BM__FITTED_skeleton_turnover_lumbar_spine            0.067
#define BM__FITTED_skeleton_turnover_total_hip               0.039
#define BM__FITTED_skeleton_turnover_femoral_neck            0.035
#define BM__FITTED_skeleton_turnover_distal_radius           0.025
#define BM__FITTED_skeleton_ageing_lumbar_spine              0.015
#define BM__FITTED_skeleton_ageing_total_hip                 0.025
#define BM__FITTED_skeleton_ageing_femoral_neck              0.025
#define BM__FITTED_skeleton_ageing_distal_radius             0.02
#define BM__FITTED_skeleton_strain_exponent                  4.1
#define BM__FITTED_skeleton_maturation                       1.5
#define BM__FITTED_skeleton_young_density                    0.31
#define BM__FITTED_skeleton_lining_share_total_hip           0.8
#define BM__FITTED_skeleton_lining_share_femoral_neck        0.8
#define BM__FITTED_skeleton_lining_share_distal_radius       0.2
#define BM__FITTED_skeleton_pth_share_total_hip              0.6
#define BM__FITTED_skeleton_pth_share_femoral_neck           0.6
#define BM__FITTED_skeleton_pth_share_distal_radius          0.1
#define BM__FITTED_markers_q_ctx                             1.0
#define BM__FITTED_markers_q_ntx                             0.7
#define BM__FITTED_markers_q_p1np                            1.3
#define BM__FITTED_markers_q_bsap                            0.9
#define BM__FITTED_markers_q_osteocalcin                     1.0
#define BM__FITTED_tamoxifen_estradiol_equivalent            15.0
#define BM__FITTED_raloxifene_estradiol_equivalent           12.0
#define BM__FITTED_zoledronic_acid_EC50                      2.0
#define BM__FITTED_zoledronic_acid_k_off                     0.22
#define BM__FITTED_alendronate_EC50                          6.0
#define BM__FITTED_alendronate_k_off                         0.4
#define BM__FITTED_risedronate_EC50                          4.0
#define BM__FITTED_risedronate_k_off                         1.0
#define BM__FITTED_ibandronate_EC50                          3.0
#define BM__FITTED_ibandronate_k_off                         0.6
#define BM__FITTED_romosozumab_Kd                            10.0

#endif
