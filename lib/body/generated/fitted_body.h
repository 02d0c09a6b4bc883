/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 934 published numbers, chi2 1058.7.
 */
#ifndef BM__BODY_GENERATED_FITTED_BODY_H
#define BM__BODY_GENERATED_FITTED_BODY_H

#define BM__FITTED_estradiol_transition_lead        1.428
#define BM__FITTED_estrogen_K                       22.58
#define BM__FITTED_estrogen_n                       1.151
#define BM__FITTED_estrogen_floor                   0.2518
#define BM__FITTED_estrogen_p                       0.4117
#define BM__FITTED_estrogen_K_oc                    17.22
#define BM__FITTED_estrogen_n_oc                    0.9351
#define BM__FITTED_estrogen_rankl                   0.265
#define BM__FITTED_estrogen_opg                     0.3119
#define BM__FITTED_estrogen_withdrawal              0.5732
#define BM__FITTED_estrogen_adaptation              3.839
#define BM__FITTED_remodelling_a_R                  0.9381
#define BM__FITTED_remodelling_rankl_half           2.026
#define BM__FITTED_remodelling_opg_clearance        0.0859
#define BM__FITTED_remodelling_tgfb_loss            1.084
#define BM__FITTED_remodelling_a_F                  0.9517
#define BM__FITTED_remodelling_cavity               0.5721
#define BM__FITTED_remodelling_modelling            0.2258
#define BM__FITTED_remodelling_bp_max               0.08761
#define BM__FITTED_osteocyte_lining_gain            2.872
#define BM__FITTED_osteocyte_lining_depletion       7.268
#define BM__FITTED_osteocyte_lining_recovery        2.547
#define BM__FITTED_osteocyte_rankl_clearance        0.0004281
#define BM__FITTED_osteocyte_pth_gain               1.368
#define BM__FITTED_osteocyte_pth_depletion          1.588
#define BM__FITTED_osteocyte_pulse_lag              96.18
#define BM__FITTED_osteocyte_reserve                0.3304
#define BM__FITTED_skeleton_turnover_lumbar_spine   0.1507
#define BM__FITTED_skeleton_turnover_total_hip      0.1011
#define BM__FITTED_skeleton_turnover_femoral_neck   0.1199
#define BM__FITTED_skeleton_turnover_cortex         0.0472
#define BM__FITTED_skeleton_ageing_lumbar_spine     0.004984
#define BM__FITTED_skeleton_ageing_total_hip        0.01017
#define BM__FITTED_skeleton_ageing_femoral_neck     0.008528
#define BM__FITTED_skeleton_ageing_distal_radius    0.007429
#define BM__FITTED_skeleton_strain_exponent         2.075
#define BM__FITTED_skeleton_strain_cortex           1.16
#define BM__FITTED_skeleton_pth_cortex              0.05473
#define BM__FITTED_skeleton_maturation              0.2761
#define BM__FITTED_skeleton_young_density           0.8466
#define BM__FITTED_skeleton_lining_share_cortex     0.7073
#define BM__FITTED_skeleton_pth_share_cortex        0.6002
#define BM__FITTED_markers_q_ctx                    1.183
#define BM__FITTED_markers_ctx_floor                0.1372
#define BM__FITTED_markers_q_ntx                    1.101
#define BM__FITTED_markers_q_p1np                   0.9466
#define BM__FITTED_markers_q_bsap                   0.686
#define BM__FITTED_markers_q_osteocalcin            1.053
#define BM__FITTED_osteocyte_pth_rankl              0.1408
#define BM__FITTED_skeleton_strain_exponent_lasting 1.6
#define BM__FITTED_skeleton_accommodation           1.819
#define BM__FITTED_nutrition_calcium_effect         0.6615
#define BM__FITTED_remodelling_bp_activity          0.3397
#define BM__FITTED_remodelling_precursor_share      0.7237
#define BM__FITTED_remodelling_precursor_turnover   0.6707
#define BM__FITTED_markers_maturation               15.0
#define BM__FITTED_osteocyte_wnt_activity           0.9568
#define BM__FITTED_loading_estrogen_K               1.134
#define BM__FITTED_loading_formation                0.9109
#define BM__FITTED_loading_strain                   0.08342
#define BM__FITTED_loading_resorption               0.5165
#define BM__FITTED_vitamin_d_K                      5.202
#define BM__FITTED_loading_bed_rest_hip             1.143
#define BM__FITTED_loading_bed_rest                 0.4621
#define BM__FITTED_loading_rankl                    0.02287
#define BM__FITTED_nutrition_protein_spine          0.07072
#define BM__FITTED_habits_smoking                   0.128
#define BM__FITTED_fracture_hip_rate                0.000241
#define BM__FITTED_fracture_hip_age                 1.058
#define BM__FITTED_fracture_hip_age2                0.03987
#define BM__FITTED_fracture_hip_bmd                 1.059
#define BM__FITTED_fracture_hip_bmd_age             0.189
#define BM__FITTED_fracture_other_rate              0.004724
#define BM__FITTED_fracture_other_age               0.3057
#define BM__FITTED_fracture_other_bmd               0.1695
#define BM__FITTED_fracture_vertebral_rate          0.0003614
#define BM__FITTED_fracture_vertebral_age           0.4321
#define BM__FITTED_fracture_hip_turnover            0.2538
#define BM__FITTED_fracture_vertebral_turnover      0.5867
#define BM__FITTED_fracture_other_turnover          0.3857
#define BM__FITTED_fracture_hip_prior               0.6191
#define BM__FITTED_fracture_major_prior             0.6021
#define BM__FITTED_fracture_prior_age               0.08015
#define BM__FITTED_fracture_hip_parent              0.5833
#define BM__FITTED_fracture_hip_parent_age          0.6162
#define BM__FITTED_fracture_major_parent            0.1751
#define BM__FITTED_fracture_hip_smoking             0.6376
#define BM__FITTED_fracture_major_smoking           0.1198
#define BM__FITTED_fracture_hip_alcohol             0.5474
#define BM__FITTED_fracture_major_alcohol           0.2644
#define BM__FITTED_fracture_hip_glucocorticoids     1.078
#define BM__FITTED_fracture_major_glucocorticoids   0.5518
#define BM__FITTED_fracture_glucocorticoids_age     0.1393
#define BM__FITTED_fracture_hip_arthritis           0.7059
#define BM__FITTED_fracture_major_arthritis         0.3479

#endif
