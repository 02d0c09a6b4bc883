/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 934 published numbers, chi2 1062.8.
 */
#ifndef BM__BODY_GENERATED_FITTED_BODY_H
#define BM__BODY_GENERATED_FITTED_BODY_H

#define BM__FITTED_estradiol_transition_lead        1.405
#define BM__FITTED_estrogen_K                       22.46
#define BM__FITTED_estrogen_n                       1.149
#define BM__FITTED_estrogen_floor                   0.2517
#define BM__FITTED_estrogen_p                       0.4118
#define BM__FITTED_estrogen_K_oc                    17.72
#define BM__FITTED_estrogen_n_oc                    0.9258
#define BM__FITTED_estrogen_rankl                   0.2634
#define BM__FITTED_estrogen_opg                     0.3132
#define BM__FITTED_estrogen_withdrawal              0.5719
#define BM__FITTED_estrogen_adaptation              3.752
#define BM__FITTED_remodelling_a_R                  0.9231
#define BM__FITTED_remodelling_rankl_half           1.993
#define BM__FITTED_remodelling_opg_clearance        0.08456
#define BM__FITTED_remodelling_tgfb_loss            1.062
#define BM__FITTED_remodelling_a_F                  0.8952
#define BM__FITTED_remodelling_cavity               0.5792
#define BM__FITTED_remodelling_modelling            0.2957
#define BM__FITTED_remodelling_bp_max               0.09183
#define BM__FITTED_osteocyte_lining_gain            2.624
#define BM__FITTED_osteocyte_lining_depletion       7.018
#define BM__FITTED_osteocyte_lining_recovery        2.643
#define BM__FITTED_osteocyte_rankl_clearance        0.0004301
#define BM__FITTED_osteocyte_pth_gain               1.283
#define BM__FITTED_osteocyte_pth_depletion          1.568
#define BM__FITTED_osteocyte_pulse_lag              98.05
#define BM__FITTED_osteocyte_reserve                0.3346
#define BM__FITTED_skeleton_turnover_lumbar_spine   0.1545
#define BM__FITTED_skeleton_turnover_total_hip      0.1043
#define BM__FITTED_skeleton_turnover_femoral_neck   0.1228
#define BM__FITTED_skeleton_turnover_cortex         0.04772
#define BM__FITTED_skeleton_ageing_lumbar_spine     0.004806
#define BM__FITTED_skeleton_ageing_total_hip        0.009823
#define BM__FITTED_skeleton_ageing_femoral_neck     0.008249
#define BM__FITTED_skeleton_ageing_distal_radius    0.007281
#define BM__FITTED_skeleton_strain_exponent         2.029
#define BM__FITTED_skeleton_strain_cortex           1.14
#define BM__FITTED_skeleton_pth_cortex              0.05496
#define BM__FITTED_skeleton_maturation              0.6548
#define BM__FITTED_skeleton_young_density           0.9309
#define BM__FITTED_skeleton_lining_share_cortex     0.7167
#define BM__FITTED_skeleton_pth_share_cortex        0.5889
#define BM__FITTED_markers_q_ctx                    1.235
#define BM__FITTED_markers_ctx_floor                0.1441
#define BM__FITTED_markers_q_ntx                    1.039
#define BM__FITTED_markers_q_p1np                   0.9854
#define BM__FITTED_markers_q_bsap                   0.7076
#define BM__FITTED_markers_q_osteocalcin            1.067
#define BM__FITTED_osteocyte_pth_rankl              0.1323
#define BM__FITTED_skeleton_strain_exponent_lasting 1.57
#define BM__FITTED_skeleton_accommodation           1.463
#define BM__FITTED_nutrition_calcium_effect         0.6459
#define BM__FITTED_remodelling_bp_activity          0.3309
#define BM__FITTED_remodelling_precursor_share      0.767
#define BM__FITTED_remodelling_precursor_turnover   0.6982
#define BM__FITTED_markers_maturation               15.37
#define BM__FITTED_osteocyte_wnt_activity           0.9291
#define BM__FITTED_loading_estrogen_K               1.141
#define BM__FITTED_loading_formation                0.8404
#define BM__FITTED_loading_strain                   0.08278
#define BM__FITTED_loading_resorption               0.5005
#define BM__FITTED_vitamin_d_K                      5.208
#define BM__FITTED_loading_bed_rest_hip             1.14
#define BM__FITTED_loading_bed_rest                 0.4578
#define BM__FITTED_loading_rankl                    0.02264
#define BM__FITTED_nutrition_protein_spine          0.06983
#define BM__FITTED_habits_smoking                   0.1267
#define BM__FITTED_fracture_hip_rate                0.0002423
#define BM__FITTED_fracture_hip_age                 1.058
#define BM__FITTED_fracture_hip_age2                0.03975
#define BM__FITTED_fracture_hip_bmd                 1.059
#define BM__FITTED_fracture_hip_bmd_age             0.189
#define BM__FITTED_fracture_other_rate              0.004755
#define BM__FITTED_fracture_other_age               0.3062
#define BM__FITTED_fracture_other_bmd               0.1696
#define BM__FITTED_fracture_vertebral_rate          0.0003653
#define BM__FITTED_fracture_vertebral_age           0.4316
#define BM__FITTED_fracture_hip_turnover            0.2565
#define BM__FITTED_fracture_vertebral_turnover      0.5888
#define BM__FITTED_fracture_other_turnover          0.3976
#define BM__FITTED_fracture_hip_prior               0.6191
#define BM__FITTED_fracture_major_prior             0.6022
#define BM__FITTED_fracture_prior_age               0.08013
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
