/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 934 published numbers, chi2 1062.3.
 */
#ifndef BM__BODY_GENERATED_FITTED_BODY_H
#define BM__BODY_GENERATED_FITTED_BODY_H

#define BM__FITTED_estradiol_transition_lead        1.392
#define BM__FITTED_estrogen_K                       22.7
#define BM__FITTED_estrogen_n                       1.157
#define BM__FITTED_estrogen_floor                   0.2517
#define BM__FITTED_estrogen_p                       0.4179
#define BM__FITTED_estrogen_K_oc                    17.43
#define BM__FITTED_estrogen_n_oc                    0.9243
#define BM__FITTED_estrogen_rankl                   0.2638
#define BM__FITTED_estrogen_opg                     0.311
#define BM__FITTED_estrogen_withdrawal              0.6242
#define BM__FITTED_estrogen_adaptation              3.845
#define BM__FITTED_remodelling_a_R                  0.9272
#define BM__FITTED_remodelling_rankl_half           1.965
#define BM__FITTED_remodelling_opg_clearance        0.08626
#define BM__FITTED_remodelling_tgfb_loss            1.087
#define BM__FITTED_remodelling_a_F                  0.9893
#define BM__FITTED_remodelling_cavity               0.5601
#define BM__FITTED_remodelling_modelling            0.2176
#define BM__FITTED_remodelling_bp_max               0.08863
#define BM__FITTED_osteocyte_lining_gain            2.923
#define BM__FITTED_osteocyte_lining_depletion       7.41
#define BM__FITTED_osteocyte_lining_recovery        2.525
#define BM__FITTED_osteocyte_rankl_clearance        0.0004304
#define BM__FITTED_osteocyte_pth_gain               1.367
#define BM__FITTED_osteocyte_pth_depletion          1.533
#define BM__FITTED_osteocyte_pulse_lag              95.67
#define BM__FITTED_osteocyte_reserve                0.3244
#define BM__FITTED_skeleton_turnover_lumbar_spine   0.1552
#define BM__FITTED_skeleton_turnover_total_hip      0.1083
#define BM__FITTED_skeleton_turnover_femoral_neck   0.1285
#define BM__FITTED_skeleton_turnover_cortex         0.0446
#define BM__FITTED_skeleton_ageing_lumbar_spine     0.004579
#define BM__FITTED_skeleton_ageing_total_hip        0.009312
#define BM__FITTED_skeleton_ageing_femoral_neck     0.007626
#define BM__FITTED_skeleton_ageing_distal_radius    0.007323
#define BM__FITTED_skeleton_strain_exponent         1.954
#define BM__FITTED_skeleton_strain_cortex           1.348
#define BM__FITTED_skeleton_pth_cortex              0.05513
#define BM__FITTED_skeleton_maturation              0.2498
#define BM__FITTED_skeleton_young_density           0.8315
#define BM__FITTED_skeleton_lining_share_cortex     0.6134
#define BM__FITTED_skeleton_pth_share_cortex        0.5795
#define BM__FITTED_markers_q_ctx                    1.171
#define BM__FITTED_markers_ctx_floor                0.137
#define BM__FITTED_markers_q_ntx                    1.09
#define BM__FITTED_markers_q_p1np                   0.936
#define BM__FITTED_markers_q_bsap                   0.6805
#define BM__FITTED_markers_q_osteocalcin            1.053
#define BM__FITTED_osteocyte_pth_rankl              0.1441
#define BM__FITTED_skeleton_strain_exponent_lasting 1.996
#define BM__FITTED_skeleton_accommodation           1.749
#define BM__FITTED_nutrition_calcium_effect         0.7706
#define BM__FITTED_remodelling_bp_activity          0.3556
#define BM__FITTED_remodelling_precursor_share      0.7235
#define BM__FITTED_remodelling_precursor_turnover   0.6576
#define BM__FITTED_markers_maturation               14.88
#define BM__FITTED_osteocyte_wnt_activity           0.9746
#define BM__FITTED_loading_estrogen_K               1.082
#define BM__FITTED_loading_formation                0.9332
#define BM__FITTED_loading_strain                   0.08376
#define BM__FITTED_loading_resorption               0.5095
#define BM__FITTED_vitamin_d_K                      5.24
#define BM__FITTED_loading_bed_rest_hip             1.141
#define BM__FITTED_loading_bed_rest                 0.47
#define BM__FITTED_loading_rankl                    0.02281
#define BM__FITTED_nutrition_protein_spine          0.07125
#define BM__FITTED_habits_smoking                   0.1489
#define BM__FITTED_fracture_hip_rate                0.0002417
#define BM__FITTED_fracture_hip_age                 1.058
#define BM__FITTED_fracture_hip_age2                0.03966
#define BM__FITTED_fracture_hip_bmd                 1.059
#define BM__FITTED_fracture_hip_bmd_age             0.1891
#define BM__FITTED_fracture_other_rate              0.004738
#define BM__FITTED_fracture_other_age               0.3069
#define BM__FITTED_fracture_other_bmd               0.1692
#define BM__FITTED_fracture_vertebral_rate          0.0003656
#define BM__FITTED_fracture_vertebral_age           0.4338
#define BM__FITTED_fracture_hip_turnover            0.2574
#define BM__FITTED_fracture_vertebral_turnover      0.5794
#define BM__FITTED_fracture_other_turnover          0.3922
#define BM__FITTED_fracture_hip_prior               0.6195
#define BM__FITTED_fracture_major_prior             0.6022
#define BM__FITTED_fracture_prior_age               0.08006
#define BM__FITTED_fracture_hip_parent              0.5833
#define BM__FITTED_fracture_hip_parent_age          0.6163
#define BM__FITTED_fracture_major_parent            0.1751
#define BM__FITTED_fracture_hip_smoking             0.6384
#define BM__FITTED_fracture_major_smoking           0.1199
#define BM__FITTED_fracture_hip_alcohol             0.5477
#define BM__FITTED_fracture_major_alcohol           0.2644
#define BM__FITTED_fracture_hip_glucocorticoids     1.078
#define BM__FITTED_fracture_major_glucocorticoids   0.5518
#define BM__FITTED_fracture_glucocorticoids_age     0.1392
#define BM__FITTED_fracture_hip_arthritis           0.7061
#define BM__FITTED_fracture_major_arthritis         0.3479

#endif
