/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 934 published numbers, chi2 1061.2.
 */
#ifndef BM__BODY_GENERATED_FITTED_BODY_H
#define BM__BODY_GENERATED_FITTED_BODY_H

#define BM__FITTED_estradiol_transition_lead        1.406
#define BM__FITTED_estrogen_K                       22.47
#define BM__FITTED_estrogen_n                       1.149
#define BM__FITTED_estrogen_floor                   0.2518
#define BM__FITTED_estrogen_p                       0.4118
#define BM__FITTED_estrogen_K_oc                    17.71
#define BM__FITTED_estrogen_n_oc                    0.9261
#define BM__FITTED_estrogen_rankl                   0.2634
#define BM__FITTED_estrogen_opg                     0.3132
#define BM__FITTED_estrogen_withdrawal              0.5712
#define BM__FITTED_estrogen_adaptation              3.758
#define BM__FITTED_remodelling_a_R                  0.9235
#define BM__FITTED_remodelling_rankl_half           1.992
#define BM__FITTED_remodelling_opg_clearance        0.0846
#define BM__FITTED_remodelling_tgfb_loss            1.063
#define BM__FITTED_remodelling_a_F                  0.8966
#define BM__FITTED_remodelling_cavity               0.5793
#define BM__FITTED_remodelling_modelling            0.2931
#define BM__FITTED_remodelling_bp_max               0.0912
#define BM__FITTED_osteocyte_lining_gain            2.628
#define BM__FITTED_osteocyte_lining_depletion       7.012
#define BM__FITTED_osteocyte_lining_recovery        2.64
#define BM__FITTED_osteocyte_rankl_clearance        0.0004299
#define BM__FITTED_osteocyte_pth_gain               1.285
#define BM__FITTED_osteocyte_pth_depletion          1.568
#define BM__FITTED_osteocyte_pulse_lag              97.93
#define BM__FITTED_osteocyte_reserve                0.3349
#define BM__FITTED_skeleton_turnover_lumbar_spine   0.1542
#define BM__FITTED_skeleton_turnover_total_hip      0.1042
#define BM__FITTED_skeleton_turnover_femoral_neck   0.1228
#define BM__FITTED_skeleton_turnover_cortex         0.0477
#define BM__FITTED_skeleton_ageing_lumbar_spine     0.004812
#define BM__FITTED_skeleton_ageing_total_hip        0.009797
#define BM__FITTED_skeleton_ageing_femoral_neck     0.00821
#define BM__FITTED_skeleton_ageing_distal_radius    0.007279
#define BM__FITTED_skeleton_strain_exponent         2.03
#define BM__FITTED_skeleton_strain_cortex           1.139
#define BM__FITTED_skeleton_pth_cortex              0.05495
#define BM__FITTED_skeleton_maturation              0.636
#define BM__FITTED_skeleton_young_density           0.9285
#define BM__FITTED_skeleton_lining_share_cortex     0.7132
#define BM__FITTED_skeleton_pth_share_cortex        0.5887
#define BM__FITTED_markers_q_ctx                    1.234
#define BM__FITTED_markers_ctx_floor                0.1438
#define BM__FITTED_markers_q_ntx                    1.044
#define BM__FITTED_markers_q_p1np                   0.9847
#define BM__FITTED_markers_q_bsap                   0.7071
#define BM__FITTED_markers_q_osteocalcin            1.067
#define BM__FITTED_osteocyte_pth_rankl              0.1326
#define BM__FITTED_skeleton_strain_exponent_lasting 1.567
#define BM__FITTED_skeleton_accommodation           1.467
#define BM__FITTED_nutrition_calcium_effect         0.6488
#define BM__FITTED_remodelling_bp_activity          0.3311
#define BM__FITTED_remodelling_precursor_share      0.7646
#define BM__FITTED_remodelling_precursor_turnover   0.6969
#define BM__FITTED_markers_maturation               15.36
#define BM__FITTED_osteocyte_wnt_activity           0.9295
#define BM__FITTED_loading_estrogen_K               1.142
#define BM__FITTED_loading_formation                0.8414
#define BM__FITTED_loading_strain                   0.08279
#define BM__FITTED_loading_resorption               0.5003
#define BM__FITTED_vitamin_d_K                      5.214
#define BM__FITTED_loading_bed_rest_hip             1.14
#define BM__FITTED_loading_bed_rest                 0.4587
#define BM__FITTED_loading_rankl                    0.02264
#define BM__FITTED_nutrition_protein_spine          0.06982
#define BM__FITTED_habits_smoking                   0.1266
#define BM__FITTED_fracture_hip_rate                0.0002422
#define BM__FITTED_fracture_hip_age                 1.058
#define BM__FITTED_fracture_hip_age2                0.03976
#define BM__FITTED_fracture_hip_bmd                 1.059
#define BM__FITTED_fracture_hip_bmd_age             0.189
#define BM__FITTED_fracture_other_rate              0.004754
#define BM__FITTED_fracture_other_age               0.3061
#define BM__FITTED_fracture_other_bmd               0.1696
#define BM__FITTED_fracture_vertebral_rate          0.0003652
#define BM__FITTED_fracture_vertebral_age           0.4314
#define BM__FITTED_fracture_hip_turnover            0.2564
#define BM__FITTED_fracture_vertebral_turnover      0.5986
#define BM__FITTED_fracture_other_turnover          0.3972
#define BM__FITTED_fracture_hip_prior               0.6191
#define BM__FITTED_fracture_major_prior             0.6022
#define BM__FITTED_fracture_prior_age               0.08014
#define BM__FITTED_fracture_hip_parent              0.5832
#define BM__FITTED_fracture_hip_parent_age          0.6161
#define BM__FITTED_fracture_major_parent            0.1751
#define BM__FITTED_fracture_hip_smoking             0.638
#define BM__FITTED_fracture_major_smoking           0.1199
#define BM__FITTED_fracture_hip_alcohol             0.5475
#define BM__FITTED_fracture_major_alcohol           0.2644
#define BM__FITTED_fracture_hip_glucocorticoids     1.078
#define BM__FITTED_fracture_major_glucocorticoids   0.5518
#define BM__FITTED_fracture_glucocorticoids_age     0.1393
#define BM__FITTED_fracture_hip_arthritis           0.7061
#define BM__FITTED_fracture_major_arthritis         0.3479

#endif
