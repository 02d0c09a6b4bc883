/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 934 published numbers, chi2 1062.6.
 */
#ifndef BM__BODY_GENERATED_FITTED_BODY_H
#define BM__BODY_GENERATED_FITTED_BODY_H

#define BM__FITTED_estradiol_transition_lead        1.391
#define BM__FITTED_estrogen_K                       23.4
#define BM__FITTED_estrogen_n                       1.146
#define BM__FITTED_estrogen_floor                   0.08562
#define BM__FITTED_estrogen_p                       0.3805
#define BM__FITTED_estrogen_K_oc                    21.31
#define BM__FITTED_estrogen_n_oc                    1.0
#define BM__FITTED_estrogen_rankl                   0.1747
#define BM__FITTED_estrogen_opg                     0.2081
#define BM__FITTED_estrogen_withdrawal              0.4946
#define BM__FITTED_estrogen_adaptation              3.609
#define BM__FITTED_remodelling_a_R                  0.9145
#define BM__FITTED_remodelling_rankl_half           2.084
#define BM__FITTED_remodelling_opg_clearance        0.08449
#define BM__FITTED_remodelling_tgfb_loss            1.067
#define BM__FITTED_remodelling_a_F                  0.8566
#define BM__FITTED_remodelling_cavity               0.5597
#define BM__FITTED_remodelling_modelling            0.269
#define BM__FITTED_remodelling_bp_max               0.09877
#define BM__FITTED_osteocyte_lining_gain            2.661
#define BM__FITTED_osteocyte_lining_depletion       6.835
#define BM__FITTED_osteocyte_lining_recovery        2.484
#define BM__FITTED_osteocyte_rankl_clearance        0.0007477
#define BM__FITTED_osteocyte_pth_gain               1.33
#define BM__FITTED_osteocyte_pth_depletion          1.474
#define BM__FITTED_osteocyte_pulse_lag              100.5
#define BM__FITTED_osteocyte_reserve                0.331
#define BM__FITTED_skeleton_turnover_lumbar_spine   0.1414
#define BM__FITTED_skeleton_turnover_total_hip      0.09948
#define BM__FITTED_skeleton_turnover_femoral_neck   0.1171
#define BM__FITTED_skeleton_turnover_cortex         0.04196
#define BM__FITTED_skeleton_ageing_lumbar_spine     0.004976
#define BM__FITTED_skeleton_ageing_total_hip        0.0103
#define BM__FITTED_skeleton_ageing_femoral_neck     0.00862
#define BM__FITTED_skeleton_ageing_distal_radius    0.007708
#define BM__FITTED_skeleton_strain_exponent         2.13
#define BM__FITTED_skeleton_strain_cortex           1.191
#define BM__FITTED_skeleton_pth_cortex              0.05301
#define BM__FITTED_skeleton_maturation              0.4693
#define BM__FITTED_skeleton_young_density           0.8967
#define BM__FITTED_skeleton_lining_share_cortex     0.5721
#define BM__FITTED_skeleton_pth_share_cortex        0.5494
#define BM__FITTED_markers_q_ctx                    1.217
#define BM__FITTED_markers_ctx_floor                0.1523
#define BM__FITTED_markers_q_ntx                    1.007
#define BM__FITTED_markers_q_p1np                   0.9598
#define BM__FITTED_markers_q_bsap                   0.7005
#define BM__FITTED_markers_q_osteocalcin            1.046
#define BM__FITTED_osteocyte_pth_rankl              0.1448
#define BM__FITTED_skeleton_strain_exponent_lasting 1.603
#define BM__FITTED_skeleton_accommodation           1.663
#define BM__FITTED_nutrition_calcium_effect         0.6736
#define BM__FITTED_remodelling_bp_activity          0.3284
#define BM__FITTED_remodelling_precursor_share      0.7759
#define BM__FITTED_remodelling_precursor_turnover   0.6999
#define BM__FITTED_markers_maturation               15.26
#define BM__FITTED_osteocyte_wnt_activity           0.773
#define BM__FITTED_loading_estrogen_K               1.165
#define BM__FITTED_loading_formation                0.9358
#define BM__FITTED_loading_strain                   0.0829
#define BM__FITTED_loading_resorption               0.6147
#define BM__FITTED_vitamin_d_K                      5.22
#define BM__FITTED_loading_bed_rest_hip             1.016
#define BM__FITTED_loading_bed_rest                 0.4476
#define BM__FITTED_loading_rankl                    0.02415
#define BM__FITTED_nutrition_protein_spine          0.07083
#define BM__FITTED_habits_smoking                   0.1338
#define BM__FITTED_fracture_hip_rate                0.0002415
#define BM__FITTED_fracture_hip_age                 1.057
#define BM__FITTED_fracture_hip_age2                0.03973
#define BM__FITTED_fracture_hip_bmd                 1.059
#define BM__FITTED_fracture_hip_bmd_age             0.1889
#define BM__FITTED_fracture_other_rate              0.004736
#define BM__FITTED_fracture_other_age               0.307
#define BM__FITTED_fracture_other_bmd               0.1695
#define BM__FITTED_fracture_vertebral_rate          0.0003624
#define BM__FITTED_fracture_vertebral_age           0.4306
#define BM__FITTED_fracture_hip_turnover            0.2553
#define BM__FITTED_fracture_vertebral_turnover      0.5806
#define BM__FITTED_fracture_other_turnover          0.3765
#define BM__FITTED_fracture_hip_prior               0.6192
#define BM__FITTED_fracture_major_prior             0.6022
#define BM__FITTED_fracture_prior_age               0.08007
#define BM__FITTED_fracture_hip_parent              0.5832
#define BM__FITTED_fracture_hip_parent_age          0.616
#define BM__FITTED_fracture_major_parent            0.1751
#define BM__FITTED_fracture_hip_smoking             0.638
#define BM__FITTED_fracture_major_smoking           0.12
#define BM__FITTED_fracture_hip_alcohol             0.5475
#define BM__FITTED_fracture_major_alcohol           0.2643
#define BM__FITTED_fracture_hip_glucocorticoids     1.078
#define BM__FITTED_fracture_major_glucocorticoids   0.5517
#define BM__FITTED_fracture_glucocorticoids_age     0.1393
#define BM__FITTED_fracture_hip_arthritis           0.7062
#define BM__FITTED_fracture_major_arthritis         0.3478

#endif
