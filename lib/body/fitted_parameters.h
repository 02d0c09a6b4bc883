/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 851 published numbers, chi2 584.3.
 */
#ifndef BM__BODY_FITTED_PARAMETERS_H
#define BM__BODY_FITTED_PARAMETERS_H

#define BM__FITTED_estradiol_transition_lead        1.405
#define BM__FITTED_estrogen_K                       23.02
#define BM__FITTED_estrogen_n                       1.645
#define BM__FITTED_estrogen_floor                   0.01576
#define BM__FITTED_estrogen_p                       0.4378
#define BM__FITTED_estrogen_K_oc                    43.26
#define BM__FITTED_estrogen_n_oc                    1.29
#define BM__FITTED_estrogen_rankl                   0.1408
#define BM__FITTED_estrogen_opg                     0.2
#define BM__FITTED_estrogen_withdrawal              0.2237
#define BM__FITTED_estrogen_adaptation              3.576
#define BM__FITTED_remodelling_a_R                  0.4175
#define BM__FITTED_remodelling_rankl_half           1.537
#define BM__FITTED_remodelling_opg_clearance        0.1
#define BM__FITTED_remodelling_tgfb_loss            0.8488
#define BM__FITTED_remodelling_a_F                  0.7305
#define BM__FITTED_remodelling_cavity               0.402
#define BM__FITTED_remodelling_modelling            0.2202
#define BM__FITTED_remodelling_bp_max               0.2443
#define BM__FITTED_osteocyte_lining_gain            2.573
#define BM__FITTED_osteocyte_lining_depletion       2.121
#define BM__FITTED_osteocyte_lining_recovery        0.3806
#define BM__FITTED_osteocyte_rankl_clearance        0.0003803
#define BM__FITTED_osteocyte_pth_gain               1.452
#define BM__FITTED_osteocyte_pth_depletion          0.8637
#define BM__FITTED_osteocyte_pulse_lag              118.6
#define BM__FITTED_osteocyte_reserve                0.3334
#define BM__FITTED_skeleton_turnover_lumbar_spine   0.1481
#define BM__FITTED_skeleton_turnover_total_hip      0.1106
#define BM__FITTED_skeleton_turnover_femoral_neck   0.111
#define BM__FITTED_skeleton_turnover_cortex         0.02982
#define BM__FITTED_skeleton_ageing_lumbar_spine     0.003805
#define BM__FITTED_skeleton_ageing_total_hip        0.01659
#define BM__FITTED_skeleton_ageing_femoral_neck     0.01948
#define BM__FITTED_skeleton_ageing_distal_radius    0.02177
#define BM__FITTED_skeleton_strain_exponent         1.745
#define BM__FITTED_skeleton_strain_cortex           2.244
#define BM__FITTED_skeleton_pth_cortex              0.1
#define BM__FITTED_skeleton_maturation              1.187
#define BM__FITTED_skeleton_young_density           0.8787
#define BM__FITTED_skeleton_lining_share_cortex     0.292
#define BM__FITTED_skeleton_pth_share_cortex        0.4801
#define BM__FITTED_markers_q_ctx                    1.182
#define BM__FITTED_markers_ctx_floor                0.2225
#define BM__FITTED_markers_q_ntx                    1.318
#define BM__FITTED_markers_q_p1np                   0.963
#define BM__FITTED_markers_q_bsap                   0.8154
#define BM__FITTED_markers_q_osteocalcin            0.8711
#define BM__FITTED_osteocyte_pth_rankl              0.3839
#define BM__FITTED_skeleton_strain_exponent_lasting 1.656
#define BM__FITTED_skeleton_accommodation           1.243
#define BM__FITTED_nutrition_calcium_effect         0.9748
#define BM__FITTED_remodelling_bp_activity          0.3422
#define BM__FITTED_remodelling_precursor_share      0.7331
#define BM__FITTED_remodelling_precursor_turnover   0.5508
#define BM__FITTED_markers_maturation               16.88
#define BM__FITTED_osteocyte_wnt_activity           0.5689
#define BM__FITTED_loading_estrogen_K               1.509
#define BM__FITTED_loading_formation                0.6639
#define BM__FITTED_loading_strain                   0.07882
#define BM__FITTED_loading_resorption               1.056
#define BM__FITTED_vitamin_d_K                      5.55
#define BM__FITTED_loading_bed_rest_hip             0.7505
#define BM__FITTED_loading_bed_rest                 0.4342
#define BM__FITTED_nutrition_protein_spine          0.0637
#define BM__FITTED_habits_smoking                   0.1856
#define BM__FITTED_fracture_hip_rate                0.0002602
#define BM__FITTED_fracture_hip_age                 1.02
#define BM__FITTED_fracture_hip_age2                0.04565
#define BM__FITTED_fracture_hip_bmd                 1.045
#define BM__FITTED_fracture_hip_bmd_age             0.1846
#define BM__FITTED_fracture_other_rate              0.004984
#define BM__FITTED_fracture_other_age               0.3078
#define BM__FITTED_fracture_other_bmd               0.1613
#define BM__FITTED_fracture_vertebral_rate          0.0003971
#define BM__FITTED_fracture_vertebral_age           0.4503
#define BM__FITTED_fracture_hip_turnover            0.2834
#define BM__FITTED_fracture_vertebral_turnover      0.5594
#define BM__FITTED_fracture_other_turnover          0.4113
#define BM__FITTED_fracture_hip_prior               0.5788
#define BM__FITTED_fracture_major_prior             0.5846
#define BM__FITTED_fracture_prior_age               0.1001
#define BM__FITTED_fracture_hip_parent              0.5727
#define BM__FITTED_fracture_hip_parent_age          0.5912
#define BM__FITTED_fracture_major_parent            0.1634
#define BM__FITTED_fracture_hip_smoking             0.6204
#define BM__FITTED_fracture_major_smoking           0.1203
#define BM__FITTED_fracture_hip_alcohol             0.5272
#define BM__FITTED_fracture_major_alcohol           0.2759
#define BM__FITTED_fracture_hip_glucocorticoids     1.143
#define BM__FITTED_fracture_major_glucocorticoids   0.5975
#define BM__FITTED_fracture_glucocorticoids_age     0.1569
#define BM__FITTED_fracture_hip_arthritis           0.6648
#define BM__FITTED_fracture_major_arthritis         0.3547

#endif
