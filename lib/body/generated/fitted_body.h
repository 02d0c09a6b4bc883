/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 934 published numbers, chi2 1086.6.
 */
#ifndef BM__BODY_GENERATED_FITTED_BODY_H
#define BM__BODY_GENERATED_FITTED_BODY_H

#define BM__FITTED_estradiol_transition_lead        1.39
#define BM__FITTED_estrogen_K                       28.19
#define BM__FITTED_estrogen_n                       1.151
#define BM__FITTED_estrogen_floor                   0.07246
#define BM__FITTED_estrogen_p                       0.3734
#define BM__FITTED_estrogen_K_oc                    25.46
#define BM__FITTED_estrogen_n_oc                    1.053
#define BM__FITTED_estrogen_rankl                   0.1649
#define BM__FITTED_estrogen_opg                     0.2047
#define BM__FITTED_estrogen_withdrawal              0.4606
#define BM__FITTED_estrogen_adaptation              4.087
#define BM__FITTED_remodelling_a_R                  0.7314
#define BM__FITTED_remodelling_rankl_half           2.11
#define BM__FITTED_remodelling_opg_clearance        0.07012
#define BM__FITTED_remodelling_tgfb_loss            0.9951
#define BM__FITTED_remodelling_a_F                  0.7657
#define BM__FITTED_remodelling_cavity               0.4576
#define BM__FITTED_remodelling_modelling            0.2335
#define BM__FITTED_remodelling_bp_max               0.1071
#define BM__FITTED_osteocyte_lining_gain            1.994
#define BM__FITTED_osteocyte_lining_depletion       2.301
#define BM__FITTED_osteocyte_lining_recovery        0.8991
#define BM__FITTED_osteocyte_rankl_clearance        0.0005603
#define BM__FITTED_osteocyte_pth_gain               1.321
#define BM__FITTED_osteocyte_pth_depletion          0.8743
#define BM__FITTED_osteocyte_pulse_lag              143.1
#define BM__FITTED_osteocyte_reserve                0.3036
#define BM__FITTED_skeleton_turnover_lumbar_spine   0.1417
#define BM__FITTED_skeleton_turnover_total_hip      0.1101
#define BM__FITTED_skeleton_turnover_femoral_neck   0.1337
#define BM__FITTED_skeleton_turnover_cortex         0.02712
#define BM__FITTED_skeleton_ageing_lumbar_spine     0.004914
#define BM__FITTED_skeleton_ageing_total_hip        0.01512
#define BM__FITTED_skeleton_ageing_femoral_neck     0.01383
#define BM__FITTED_skeleton_ageing_distal_radius    0.01197
#define BM__FITTED_skeleton_strain_exponent         2.108
#define BM__FITTED_skeleton_strain_cortex           2.538
#define BM__FITTED_skeleton_pth_cortex              0.05995
#define BM__FITTED_skeleton_maturation              1.146
#define BM__FITTED_skeleton_young_density           0.985
#define BM__FITTED_skeleton_lining_share_cortex     0.4556
#define BM__FITTED_skeleton_pth_share_cortex        0.3016
#define BM__FITTED_markers_q_ctx                    1.388
#define BM__FITTED_markers_ctx_floor                0.1848
#define BM__FITTED_markers_q_ntx                    0.9822
#define BM__FITTED_markers_q_p1np                   1.031
#define BM__FITTED_markers_q_bsap                   0.7691
#define BM__FITTED_markers_q_osteocalcin            1.025
#define BM__FITTED_osteocyte_pth_rankl              0.185
#define BM__FITTED_skeleton_strain_exponent_lasting 1.122
#define BM__FITTED_skeleton_accommodation           2.283
#define BM__FITTED_nutrition_calcium_effect         0.8523
#define BM__FITTED_remodelling_bp_activity          0.3523
#define BM__FITTED_remodelling_precursor_share      0.8813
#define BM__FITTED_remodelling_precursor_turnover   0.6792
#define BM__FITTED_markers_maturation               14.28
#define BM__FITTED_osteocyte_wnt_activity           0.8116
#define BM__FITTED_loading_estrogen_K               1.141
#define BM__FITTED_loading_formation                0.8557
#define BM__FITTED_loading_strain                   0.08115
#define BM__FITTED_loading_resorption               1.083
#define BM__FITTED_vitamin_d_K                      5.305
#define BM__FITTED_loading_bed_rest_hip             0.5894
#define BM__FITTED_loading_bed_rest                 0.3492
#define BM__FITTED_loading_rankl                    0.02848
#define BM__FITTED_nutrition_protein_spine          0.06533
#define BM__FITTED_habits_smoking                   0.1842
#define BM__FITTED_fracture_hip_rate                0.0001955
#define BM__FITTED_fracture_hip_age                 1.098
#define BM__FITTED_fracture_hip_age2                0.03958
#define BM__FITTED_fracture_hip_bmd                 1.073
#define BM__FITTED_fracture_hip_bmd_age             0.2001
#define BM__FITTED_fracture_other_rate              0.00292
#define BM__FITTED_fracture_other_age               0.2767
#define BM__FITTED_fracture_other_bmd               0.1154
#define BM__FITTED_fracture_vertebral_rate          0.0003368
#define BM__FITTED_fracture_vertebral_age           0.4153
#define BM__FITTED_fracture_hip_turnover            0.2603
#define BM__FITTED_fracture_vertebral_turnover      0.479
#define BM__FITTED_fracture_other_turnover          0.3706
#define BM__FITTED_fracture_hip_prior               0.7743
#define BM__FITTED_fracture_major_prior             0.7504
#define BM__FITTED_fracture_prior_age               0.05975
#define BM__FITTED_fracture_hip_parent              0.5835
#define BM__FITTED_fracture_hip_parent_age          0.6123
#define BM__FITTED_fracture_major_parent            0.1716
#define BM__FITTED_fracture_hip_smoking             0.6329
#define BM__FITTED_fracture_major_smoking           0.1219
#define BM__FITTED_fracture_hip_alcohol             0.5377
#define BM__FITTED_fracture_major_alcohol           0.2673
#define BM__FITTED_fracture_hip_glucocorticoids     1.067
#define BM__FITTED_fracture_major_glucocorticoids   0.542
#define BM__FITTED_fracture_glucocorticoids_age     0.1454
#define BM__FITTED_fracture_hip_arthritis           0.6928
#define BM__FITTED_fracture_major_arthritis         0.3485

#endif
