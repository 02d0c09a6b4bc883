/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 934 published numbers, chi2 1056.3.
 */
#ifndef BM__BODY_GENERATED_FITTED_BODY_H
#define BM__BODY_GENERATED_FITTED_BODY_H

#define BM__FITTED_estradiol_transition_lead        1.216
#define BM__FITTED_estrogen_K                       44.62
#define BM__FITTED_estrogen_n                       2.229
#define BM__FITTED_estrogen_floor                   0.1167
#define BM__FITTED_estrogen_p                       0.3876
#define BM__FITTED_estrogen_K_oc                    28.86
#define BM__FITTED_estrogen_n_oc                    0.9446
#define BM__FITTED_estrogen_rankl                   0.1592
#define BM__FITTED_estrogen_opg                     0.2034
#define BM__FITTED_estrogen_withdrawal              0.4501
#define BM__FITTED_estrogen_adaptation              4.255
#define BM__FITTED_remodelling_a_R                  0.8713
#define BM__FITTED_remodelling_rankl_half           1.741
#define BM__FITTED_remodelling_opg_clearance        0.06029
#define BM__FITTED_remodelling_tgfb_loss            0.8605
#define BM__FITTED_remodelling_a_F                  0.9881
#define BM__FITTED_remodelling_cavity               0.3887
#define BM__FITTED_remodelling_modelling            0.2253
#define BM__FITTED_remodelling_bp_max               0.1447
#define BM__FITTED_osteocyte_lining_gain            1.955
#define BM__FITTED_osteocyte_lining_depletion       1.896
#define BM__FITTED_osteocyte_lining_recovery        0.9756
#define BM__FITTED_osteocyte_rankl_clearance        0.0004325
#define BM__FITTED_osteocyte_pth_gain               1.497
#define BM__FITTED_osteocyte_pth_depletion          0.9707
#define BM__FITTED_osteocyte_pulse_lag              168.8
#define BM__FITTED_osteocyte_reserve                0.6712
#define BM__FITTED_skeleton_turnover_lumbar_spine   0.1308
#define BM__FITTED_skeleton_turnover_total_hip      0.09901
#define BM__FITTED_skeleton_turnover_femoral_neck   0.1133
#define BM__FITTED_skeleton_turnover_cortex         0.0331
#define BM__FITTED_skeleton_ageing_lumbar_spine     0.004627
#define BM__FITTED_skeleton_ageing_total_hip        0.01306
#define BM__FITTED_skeleton_ageing_femoral_neck     0.01013
#define BM__FITTED_skeleton_ageing_distal_radius    0.0105
#define BM__FITTED_skeleton_strain_exponent         2.436
#define BM__FITTED_skeleton_strain_cortex           1.886
#define BM__FITTED_skeleton_pth_cortex              0.05911
#define BM__FITTED_skeleton_maturation              0.8758
#define BM__FITTED_skeleton_young_density           0.8956
#define BM__FITTED_skeleton_lining_share_cortex     0.362
#define BM__FITTED_skeleton_pth_share_cortex        0.4368
#define BM__FITTED_markers_q_ctx                    1.335
#define BM__FITTED_markers_ctx_floor                0.2015
#define BM__FITTED_markers_q_ntx                    0.829
#define BM__FITTED_markers_q_p1np                   1.018
#define BM__FITTED_markers_q_bsap                   0.6012
#define BM__FITTED_markers_q_osteocalcin            0.9397
#define BM__FITTED_osteocyte_pth_rankl              0.2027
#define BM__FITTED_skeleton_strain_exponent_lasting 0.931
#define BM__FITTED_skeleton_accommodation           1.779
#define BM__FITTED_nutrition_calcium_effect         0.6311
#define BM__FITTED_remodelling_bp_activity          0.2396
#define BM__FITTED_remodelling_precursor_share      0.894
#define BM__FITTED_remodelling_precursor_turnover   0.7001
#define BM__FITTED_markers_maturation               20.65
#define BM__FITTED_osteocyte_wnt_activity           0.7593
#define BM__FITTED_loading_estrogen_K               1.039
#define BM__FITTED_loading_formation                0.9009
#define BM__FITTED_loading_strain                   0.07973
#define BM__FITTED_loading_resorption               1.156
#define BM__FITTED_vitamin_d_K                      5.322
#define BM__FITTED_loading_bed_rest_hip             0.5934
#define BM__FITTED_loading_bed_rest                 0.3545
#define BM__FITTED_loading_rankl                    0.02864
#define BM__FITTED_nutrition_protein_spine          0.07094
#define BM__FITTED_habits_smoking                   0.1423
#define BM__FITTED_fracture_hip_rate                0.0001784
#define BM__FITTED_fracture_hip_age                 1.133
#define BM__FITTED_fracture_hip_age2                0.0326
#define BM__FITTED_fracture_hip_bmd                 1.08
#define BM__FITTED_fracture_hip_bmd_age             0.2028
#define BM__FITTED_fracture_other_rate              0.002687
#define BM__FITTED_fracture_other_age               0.2927
#define BM__FITTED_fracture_other_bmd               0.1086
#define BM__FITTED_fracture_vertebral_rate          0.000333
#define BM__FITTED_fracture_vertebral_age           0.3459
#define BM__FITTED_fracture_hip_turnover            0.262
#define BM__FITTED_fracture_vertebral_turnover      0.6
#define BM__FITTED_fracture_other_turnover          0.3893
#define BM__FITTED_fracture_hip_prior               0.5935
#define BM__FITTED_fracture_major_prior             0.5713
#define BM__FITTED_fracture_prior_age               0.1004
#define BM__FITTED_fracture_hip_parent              0.5793
#define BM__FITTED_fracture_hip_parent_age          0.6046
#define BM__FITTED_fracture_major_parent            0.1572
#define BM__FITTED_fracture_hip_smoking             0.661
#define BM__FITTED_fracture_major_smoking           0.121
#define BM__FITTED_fracture_hip_alcohol             0.5548
#define BM__FITTED_fracture_major_alcohol           0.2818
#define BM__FITTED_fracture_hip_glucocorticoids     1.05
#define BM__FITTED_fracture_major_glucocorticoids   0.5534
#define BM__FITTED_fracture_glucocorticoids_age     0.144
#define BM__FITTED_fracture_hip_arthritis           0.7356
#define BM__FITTED_fracture_major_arthritis         0.3861

#endif
