/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 934 published numbers, chi2 1091.2.
 */
#ifndef BM__BODY_GENERATED_FITTED_BODY_H
#define BM__BODY_GENERATED_FITTED_BODY_H

#define BM__FITTED_estradiol_transition_lead        1.428
#define BM__FITTED_estrogen_K                       20.0
#define BM__FITTED_estrogen_n                       1.1
#define BM__FITTED_estrogen_floor                   0.1241
#define BM__FITTED_estrogen_p                       0.3729
#define BM__FITTED_estrogen_K_oc                    26.26
#define BM__FITTED_estrogen_n_oc                    0.9616
#define BM__FITTED_estrogen_rankl                   0.1698
#define BM__FITTED_estrogen_opg                     0.2074
#define BM__FITTED_estrogen_withdrawal              0.4264
#define BM__FITTED_estrogen_adaptation              4.029
#define BM__FITTED_remodelling_a_R                  0.8308
#define BM__FITTED_remodelling_rankl_half           1.851
#define BM__FITTED_remodelling_opg_clearance        0.08281
#define BM__FITTED_remodelling_tgfb_loss            1.152
#define BM__FITTED_remodelling_a_F                  0.9777
#define BM__FITTED_remodelling_cavity               0.3797
#define BM__FITTED_remodelling_modelling            0.2131
#define BM__FITTED_remodelling_bp_max               0.1497
#define BM__FITTED_osteocyte_lining_gain            1.777
#define BM__FITTED_osteocyte_lining_depletion       1.881
#define BM__FITTED_osteocyte_lining_recovery        0.793
#define BM__FITTED_osteocyte_rankl_clearance        0.0004854
#define BM__FITTED_osteocyte_pth_gain               1.396
#define BM__FITTED_osteocyte_pth_depletion          0.8982
#define BM__FITTED_osteocyte_pulse_lag              90.0
#define BM__FITTED_osteocyte_reserve                0.3705
#define BM__FITTED_skeleton_turnover_lumbar_spine   0.1379
#define BM__FITTED_skeleton_turnover_total_hip      0.1032
#define BM__FITTED_skeleton_turnover_femoral_neck   0.1183
#define BM__FITTED_skeleton_turnover_cortex         0.03507
#define BM__FITTED_skeleton_ageing_lumbar_spine     0.0065
#define BM__FITTED_skeleton_ageing_total_hip        0.01255
#define BM__FITTED_skeleton_ageing_femoral_neck     0.009874
#define BM__FITTED_skeleton_ageing_distal_radius    0.01012
#define BM__FITTED_skeleton_strain_exponent         2.258
#define BM__FITTED_skeleton_strain_cortex           1.907
#define BM__FITTED_skeleton_pth_cortex              0.05958
#define BM__FITTED_skeleton_maturation              0.9169
#define BM__FITTED_skeleton_young_density           0.9005
#define BM__FITTED_skeleton_lining_share_cortex     0.3793
#define BM__FITTED_skeleton_pth_share_cortex        0.378
#define BM__FITTED_markers_q_ctx                    1.397
#define BM__FITTED_markers_ctx_floor                0.2066
#define BM__FITTED_markers_q_ntx                    0.8481
#define BM__FITTED_markers_q_p1np                   1.047
#define BM__FITTED_markers_q_bsap                   0.6181
#define BM__FITTED_markers_q_osteocalcin            1.01
#define BM__FITTED_osteocyte_pth_rankl              0.1788
#define BM__FITTED_skeleton_strain_exponent_lasting 0.9689
#define BM__FITTED_skeleton_accommodation           1.811
#define BM__FITTED_nutrition_calcium_effect         0.7119
#define BM__FITTED_remodelling_bp_activity          0.243
#define BM__FITTED_remodelling_precursor_share      0.9326
#define BM__FITTED_remodelling_precursor_turnover   0.8016
#define BM__FITTED_markers_maturation               20.47
#define BM__FITTED_osteocyte_wnt_activity           0.7035
#define BM__FITTED_loading_estrogen_K               1.112
#define BM__FITTED_loading_formation                0.8522
#define BM__FITTED_loading_strain                   0.07923
#define BM__FITTED_loading_resorption               1.128
#define BM__FITTED_vitamin_d_K                      5.293
#define BM__FITTED_loading_bed_rest_hip             1.1
#define BM__FITTED_loading_bed_rest                 0.3575
#define BM__FITTED_loading_rankl                    0.02866
#define BM__FITTED_nutrition_protein_spine          0.07049
#define BM__FITTED_habits_smoking                   0.1435
#define BM__FITTED_fracture_hip_rate                0.0002443
#define BM__FITTED_fracture_hip_age                 1.06
#define BM__FITTED_fracture_hip_age2                0.03842
#define BM__FITTED_fracture_hip_bmd                 1.058
#define BM__FITTED_fracture_hip_bmd_age             0.1883
#define BM__FITTED_fracture_other_rate              0.00476
#define BM__FITTED_fracture_other_age               0.3162
#define BM__FITTED_fracture_other_bmd               0.1695
#define BM__FITTED_fracture_vertebral_rate          0.0003734
#define BM__FITTED_fracture_vertebral_age           0.429
#define BM__FITTED_fracture_hip_turnover            0.2717
#define BM__FITTED_fracture_vertebral_turnover      0.6
#define BM__FITTED_fracture_other_turnover          0.4326
#define BM__FITTED_fracture_hip_prior               0.6194
#define BM__FITTED_fracture_major_prior             0.6024
#define BM__FITTED_fracture_prior_age               0.07963
#define BM__FITTED_fracture_hip_parent              0.5833
#define BM__FITTED_fracture_hip_parent_age          0.6158
#define BM__FITTED_fracture_major_parent            0.175
#define BM__FITTED_fracture_hip_smoking             0.6383
#define BM__FITTED_fracture_major_smoking           0.1205
#define BM__FITTED_fracture_hip_alcohol             0.5483
#define BM__FITTED_fracture_major_alcohol           0.2642
#define BM__FITTED_fracture_hip_glucocorticoids     1.078
#define BM__FITTED_fracture_major_glucocorticoids   0.552
#define BM__FITTED_fracture_glucocorticoids_age     0.1392
#define BM__FITTED_fracture_hip_arthritis           0.7079
#define BM__FITTED_fracture_major_arthritis         0.3478

#endif
