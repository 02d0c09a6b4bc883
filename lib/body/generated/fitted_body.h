/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 934 published numbers, chi2 1056.5.
 */
#ifndef BM__BODY_GENERATED_FITTED_BODY_H
#define BM__BODY_GENERATED_FITTED_BODY_H

#define BM__FITTED_estradiol_transition_lead        1.375
#define BM__FITTED_estrogen_K                       22.32
#define BM__FITTED_estrogen_n                       1.148
#define BM__FITTED_estrogen_floor                   0.2508
#define BM__FITTED_estrogen_p                       0.4142
#define BM__FITTED_estrogen_K_oc                    18.29
#define BM__FITTED_estrogen_n_oc                    0.9327
#define BM__FITTED_estrogen_rankl                   0.2644
#define BM__FITTED_estrogen_opg                     0.3122
#define BM__FITTED_estrogen_withdrawal              0.6376
#define BM__FITTED_estrogen_adaptation              3.857
#define BM__FITTED_remodelling_a_R                  0.9113
#define BM__FITTED_remodelling_rankl_half           1.969
#define BM__FITTED_remodelling_opg_clearance        0.08584
#define BM__FITTED_remodelling_tgfb_loss            1.072
#define BM__FITTED_remodelling_a_F                  0.9044
#define BM__FITTED_remodelling_cavity               0.5816
#define BM__FITTED_remodelling_modelling            0.2839
#define BM__FITTED_remodelling_bp_max               0.095
#define BM__FITTED_osteocyte_lining_gain            2.725
#define BM__FITTED_osteocyte_lining_depletion       7.201
#define BM__FITTED_osteocyte_lining_recovery        2.618
#define BM__FITTED_osteocyte_rankl_clearance        0.0004301
#define BM__FITTED_osteocyte_pth_gain               1.287
#define BM__FITTED_osteocyte_pth_depletion          1.514
#define BM__FITTED_osteocyte_pulse_lag              94.36
#define BM__FITTED_osteocyte_reserve                0.3331
#define BM__FITTED_skeleton_turnover_lumbar_spine   0.1599
#define BM__FITTED_skeleton_turnover_total_hip      0.1066
#define BM__FITTED_skeleton_turnover_femoral_neck   0.1259
#define BM__FITTED_skeleton_turnover_cortex         0.04754
#define BM__FITTED_skeleton_ageing_lumbar_spine     0.004643
#define BM__FITTED_skeleton_ageing_total_hip        0.009615
#define BM__FITTED_skeleton_ageing_femoral_neck     0.008065
#define BM__FITTED_skeleton_ageing_distal_radius    0.007325
#define BM__FITTED_skeleton_strain_exponent         2.092
#define BM__FITTED_skeleton_strain_cortex           1.217
#define BM__FITTED_skeleton_pth_cortex              0.05497
#define BM__FITTED_skeleton_maturation              0.5084
#define BM__FITTED_skeleton_young_density           0.9152
#define BM__FITTED_skeleton_lining_share_cortex     0.6471
#define BM__FITTED_skeleton_pth_share_cortex        0.5876
#define BM__FITTED_markers_q_ctx                    1.206
#define BM__FITTED_markers_ctx_floor                0.1404
#define BM__FITTED_markers_q_ntx                    1.088
#define BM__FITTED_markers_q_p1np                   0.9682
#define BM__FITTED_markers_q_bsap                   0.6991
#define BM__FITTED_markers_q_osteocalcin            1.078
#define BM__FITTED_osteocyte_pth_rankl              0.1378
#define BM__FITTED_skeleton_strain_exponent_lasting 1.705
#define BM__FITTED_skeleton_accommodation           1.544
#define BM__FITTED_nutrition_calcium_effect         0.724
#define BM__FITTED_remodelling_bp_activity          0.3363
#define BM__FITTED_remodelling_precursor_share      0.7358
#define BM__FITTED_remodelling_precursor_turnover   0.6656
#define BM__FITTED_markers_maturation               15.14
#define BM__FITTED_osteocyte_wnt_activity           0.9502
#define BM__FITTED_loading_estrogen_K               1.117
#define BM__FITTED_loading_formation                0.8434
#define BM__FITTED_loading_strain                   0.08306
#define BM__FITTED_loading_resorption               0.4965
#define BM__FITTED_vitamin_d_K                      5.229
#define BM__FITTED_loading_bed_rest_hip             1.138
#define BM__FITTED_loading_bed_rest                 0.4675
#define BM__FITTED_loading_rankl                    0.0227
#define BM__FITTED_nutrition_protein_spine          0.07026
#define BM__FITTED_habits_smoking                   0.1344
#define BM__FITTED_fracture_hip_rate                0.000243
#define BM__FITTED_fracture_hip_age                 1.059
#define BM__FITTED_fracture_hip_age2                0.03951
#define BM__FITTED_fracture_hip_bmd                 1.059
#define BM__FITTED_fracture_hip_bmd_age             0.189
#define BM__FITTED_fracture_other_rate              0.004766
#define BM__FITTED_fracture_other_age               0.3064
#define BM__FITTED_fracture_other_bmd               0.169
#define BM__FITTED_fracture_vertebral_rate          0.0003707
#define BM__FITTED_fracture_vertebral_age           0.4345
#define BM__FITTED_fracture_hip_turnover            0.2594
#define BM__FITTED_fracture_vertebral_turnover      0.59
#define BM__FITTED_fracture_other_turnover          0.4075
#define BM__FITTED_fracture_hip_prior               0.6195
#define BM__FITTED_fracture_major_prior             0.6023
#define BM__FITTED_fracture_prior_age               0.07985
#define BM__FITTED_fracture_hip_parent              0.5833
#define BM__FITTED_fracture_hip_parent_age          0.6163
#define BM__FITTED_fracture_major_parent            0.1751
#define BM__FITTED_fracture_hip_smoking             0.6386
#define BM__FITTED_fracture_major_smoking           0.1199
#define BM__FITTED_fracture_hip_alcohol             0.5477
#define BM__FITTED_fracture_major_alcohol           0.2642
#define BM__FITTED_fracture_hip_glucocorticoids     1.079
#define BM__FITTED_fracture_major_glucocorticoids   0.5518
#define BM__FITTED_fracture_glucocorticoids_age     0.1395
#define BM__FITTED_fracture_hip_arthritis           0.7062
#define BM__FITTED_fracture_major_arthritis         0.3476

#endif
