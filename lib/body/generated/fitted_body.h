/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 934 published numbers, chi2 1056.9.
 */
#ifndef BM__BODY_GENERATED_FITTED_BODY_H
#define BM__BODY_GENERATED_FITTED_BODY_H

#define BM__FITTED_estradiol_transition_lead        1.373
#define BM__FITTED_estrogen_K                       22.3
#define BM__FITTED_estrogen_n                       1.148
#define BM__FITTED_estrogen_floor                   0.2508
#define BM__FITTED_estrogen_p                       0.4148
#define BM__FITTED_estrogen_K_oc                    18.35
#define BM__FITTED_estrogen_n_oc                    0.9339
#define BM__FITTED_estrogen_rankl                   0.2644
#define BM__FITTED_estrogen_opg                     0.312
#define BM__FITTED_estrogen_withdrawal              0.6461
#define BM__FITTED_estrogen_adaptation              3.881
#define BM__FITTED_remodelling_a_R                  0.9105
#define BM__FITTED_remodelling_rankl_half           1.965
#define BM__FITTED_remodelling_opg_clearance        0.08609
#define BM__FITTED_remodelling_tgfb_loss            1.074
#define BM__FITTED_remodelling_a_F                  0.9098
#define BM__FITTED_remodelling_cavity               0.5814
#define BM__FITTED_remodelling_modelling            0.2808
#define BM__FITTED_remodelling_bp_max               0.09431
#define BM__FITTED_osteocyte_lining_gain            2.746
#define BM__FITTED_osteocyte_lining_depletion       7.247
#define BM__FITTED_osteocyte_lining_recovery        2.605
#define BM__FITTED_osteocyte_rankl_clearance        0.0004278
#define BM__FITTED_osteocyte_pth_gain               1.295
#define BM__FITTED_osteocyte_pth_depletion          1.514
#define BM__FITTED_osteocyte_pulse_lag              94.15
#define BM__FITTED_osteocyte_reserve                0.3317
#define BM__FITTED_skeleton_turnover_lumbar_spine   0.1595
#define BM__FITTED_skeleton_turnover_total_hip      0.1069
#define BM__FITTED_skeleton_turnover_femoral_neck   0.1262
#define BM__FITTED_skeleton_turnover_cortex         0.04742
#define BM__FITTED_skeleton_ageing_lumbar_spine     0.004563
#define BM__FITTED_skeleton_ageing_total_hip        0.009587
#define BM__FITTED_skeleton_ageing_femoral_neck     0.008069
#define BM__FITTED_skeleton_ageing_distal_radius    0.007289
#define BM__FITTED_skeleton_strain_exponent         2.086
#define BM__FITTED_skeleton_strain_cortex           1.235
#define BM__FITTED_skeleton_pth_cortex              0.05499
#define BM__FITTED_skeleton_maturation              0.4682
#define BM__FITTED_skeleton_young_density           0.9077
#define BM__FITTED_skeleton_lining_share_cortex     0.6439
#define BM__FITTED_skeleton_pth_share_cortex        0.5872
#define BM__FITTED_markers_q_ctx                    1.202
#define BM__FITTED_markers_ctx_floor                0.1393
#define BM__FITTED_markers_q_ntx                    1.097
#define BM__FITTED_markers_q_p1np                   0.965
#define BM__FITTED_markers_q_bsap                   0.6966
#define BM__FITTED_markers_q_osteocalcin            1.08
#define BM__FITTED_osteocyte_pth_rankl              0.139
#define BM__FITTED_skeleton_strain_exponent_lasting 1.743
#define BM__FITTED_skeleton_accommodation           1.538
#define BM__FITTED_nutrition_calcium_effect         0.7457
#define BM__FITTED_remodelling_bp_activity          0.339
#define BM__FITTED_remodelling_precursor_share      0.7297
#define BM__FITTED_remodelling_precursor_turnover   0.6633
#define BM__FITTED_markers_maturation               15.11
#define BM__FITTED_osteocyte_wnt_activity           0.9527
#define BM__FITTED_loading_estrogen_K               1.103
#define BM__FITTED_loading_formation                0.8531
#define BM__FITTED_loading_strain                   0.08321
#define BM__FITTED_loading_resorption               0.4969
#define BM__FITTED_vitamin_d_K                      5.231
#define BM__FITTED_loading_bed_rest_hip             1.138
#define BM__FITTED_loading_bed_rest                 0.468
#define BM__FITTED_loading_rankl                    0.02271
#define BM__FITTED_nutrition_protein_spine          0.07037
#define BM__FITTED_habits_smoking                   0.1364
#define BM__FITTED_fracture_hip_rate                0.0002431
#define BM__FITTED_fracture_hip_age                 1.059
#define BM__FITTED_fracture_hip_age2                0.03948
#define BM__FITTED_fracture_hip_bmd                 1.059
#define BM__FITTED_fracture_hip_bmd_age             0.189
#define BM__FITTED_fracture_other_rate              0.004768
#define BM__FITTED_fracture_other_age               0.3066
#define BM__FITTED_fracture_other_bmd               0.169
#define BM__FITTED_fracture_vertebral_rate          0.0003708
#define BM__FITTED_fracture_vertebral_age           0.4345
#define BM__FITTED_fracture_hip_turnover            0.2596
#define BM__FITTED_fracture_vertebral_turnover      0.5776
#define BM__FITTED_fracture_other_turnover          0.4089
#define BM__FITTED_fracture_hip_prior               0.6195
#define BM__FITTED_fracture_major_prior             0.6023
#define BM__FITTED_fracture_prior_age               0.07984
#define BM__FITTED_fracture_hip_parent              0.5834
#define BM__FITTED_fracture_hip_parent_age          0.6164
#define BM__FITTED_fracture_major_parent            0.1751
#define BM__FITTED_fracture_hip_smoking             0.6387
#define BM__FITTED_fracture_major_smoking           0.1199
#define BM__FITTED_fracture_hip_alcohol             0.5477
#define BM__FITTED_fracture_major_alcohol           0.2642
#define BM__FITTED_fracture_hip_glucocorticoids     1.079
#define BM__FITTED_fracture_major_glucocorticoids   0.5517
#define BM__FITTED_fracture_glucocorticoids_age     0.1395
#define BM__FITTED_fracture_hip_arthritis           0.7063
#define BM__FITTED_fracture_major_arthritis         0.3476

#endif
