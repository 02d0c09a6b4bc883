/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 934 published numbers, chi2 1090.5.
 */
#ifndef BM__BODY_GENERATED_FITTED_BODY_H
#define BM__BODY_GENERATED_FITTED_BODY_H

#define BM__FITTED_estradiol_transition_lead        1.471
#define BM__FITTED_estrogen_K                       22.22
#define BM__FITTED_estrogen_n                       1.117
#define BM__FITTED_estrogen_floor                   0.09779
#define BM__FITTED_estrogen_p                       0.3639
#define BM__FITTED_estrogen_K_oc                    24.11
#define BM__FITTED_estrogen_n_oc                    0.9836
#define BM__FITTED_estrogen_rankl                   0.1746
#define BM__FITTED_estrogen_opg                     0.2079
#define BM__FITTED_estrogen_withdrawal              0.4624
#define BM__FITTED_estrogen_adaptation              4.013
#define BM__FITTED_remodelling_a_R                  0.845
#define BM__FITTED_remodelling_rankl_half           1.921
#define BM__FITTED_remodelling_opg_clearance        0.08598
#define BM__FITTED_remodelling_tgfb_loss            1.122
#define BM__FITTED_remodelling_a_F                  0.9765
#define BM__FITTED_remodelling_cavity               0.3774
#define BM__FITTED_remodelling_modelling            0.2192
#define BM__FITTED_remodelling_bp_max               0.1413
#define BM__FITTED_osteocyte_lining_gain            2.001
#define BM__FITTED_osteocyte_lining_depletion       2.993
#define BM__FITTED_osteocyte_lining_recovery        1.337
#define BM__FITTED_osteocyte_rankl_clearance        0.0004999
#define BM__FITTED_osteocyte_pth_gain               1.174
#define BM__FITTED_osteocyte_pth_depletion          0.8421
#define BM__FITTED_osteocyte_pulse_lag              107.8
#define BM__FITTED_osteocyte_reserve                0.3547
#define BM__FITTED_skeleton_turnover_lumbar_spine   0.1486
#define BM__FITTED_skeleton_turnover_total_hip      0.1097
#define BM__FITTED_skeleton_turnover_femoral_neck   0.1233
#define BM__FITTED_skeleton_turnover_cortex         0.03456
#define BM__FITTED_skeleton_ageing_lumbar_spine     0.005436
#define BM__FITTED_skeleton_ageing_total_hip        0.01446
#define BM__FITTED_skeleton_ageing_femoral_neck     0.01095
#define BM__FITTED_skeleton_ageing_distal_radius    0.01092
#define BM__FITTED_skeleton_strain_exponent         2.313
#define BM__FITTED_skeleton_strain_cortex           2.0
#define BM__FITTED_skeleton_pth_cortex              0.05594
#define BM__FITTED_skeleton_maturation              0.989
#define BM__FITTED_skeleton_young_density           0.9367
#define BM__FITTED_skeleton_lining_share_cortex     0.4455
#define BM__FITTED_skeleton_pth_share_cortex        0.4242
#define BM__FITTED_markers_q_ctx                    1.286
#define BM__FITTED_markers_ctx_floor                0.1743
#define BM__FITTED_markers_q_ntx                    0.9123
#define BM__FITTED_markers_q_p1np                   0.9977
#define BM__FITTED_markers_q_bsap                   0.581
#define BM__FITTED_markers_q_osteocalcin            1.08
#define BM__FITTED_osteocyte_pth_rankl              0.1481
#define BM__FITTED_skeleton_strain_exponent_lasting 1.141
#define BM__FITTED_skeleton_accommodation           1.927
#define BM__FITTED_nutrition_calcium_effect         0.6407
#define BM__FITTED_remodelling_bp_activity          0.2572
#define BM__FITTED_remodelling_precursor_share      0.8006
#define BM__FITTED_remodelling_precursor_turnover   0.6965
#define BM__FITTED_markers_maturation               21.34
#define BM__FITTED_osteocyte_wnt_activity           0.7478
#define BM__FITTED_loading_estrogen_K               1.103
#define BM__FITTED_loading_formation                0.9367
#define BM__FITTED_loading_strain                   0.08061
#define BM__FITTED_loading_resorption               0.6492
#define BM__FITTED_vitamin_d_K                      5.23
#define BM__FITTED_loading_bed_rest_hip             1.035
#define BM__FITTED_loading_bed_rest                 0.4339
#define BM__FITTED_loading_rankl                    0.02476
#define BM__FITTED_nutrition_protein_spine          0.07013
#define BM__FITTED_habits_smoking                   0.1567
#define BM__FITTED_fracture_hip_rate                0.0002446
#define BM__FITTED_fracture_hip_age                 1.06
#define BM__FITTED_fracture_hip_age2                0.03876
#define BM__FITTED_fracture_hip_bmd                 1.059
#define BM__FITTED_fracture_hip_bmd_age             0.1885
#define BM__FITTED_fracture_other_rate              0.004791
#define BM__FITTED_fracture_other_age               0.3146
#define BM__FITTED_fracture_other_bmd               0.1693
#define BM__FITTED_fracture_vertebral_rate          0.0003751
#define BM__FITTED_fracture_vertebral_age           0.4303
#define BM__FITTED_fracture_hip_turnover            0.268
#define BM__FITTED_fracture_vertebral_turnover      0.5891
#define BM__FITTED_fracture_other_turnover          0.3949
#define BM__FITTED_fracture_hip_prior               0.6193
#define BM__FITTED_fracture_major_prior             0.6024
#define BM__FITTED_fracture_prior_age               0.07974
#define BM__FITTED_fracture_hip_parent              0.5833
#define BM__FITTED_fracture_hip_parent_age          0.616
#define BM__FITTED_fracture_major_parent            0.175
#define BM__FITTED_fracture_hip_smoking             0.6378
#define BM__FITTED_fracture_major_smoking           0.1204
#define BM__FITTED_fracture_hip_alcohol             0.5481
#define BM__FITTED_fracture_major_alcohol           0.2643
#define BM__FITTED_fracture_hip_glucocorticoids     1.078
#define BM__FITTED_fracture_major_glucocorticoids   0.552
#define BM__FITTED_fracture_glucocorticoids_age     0.1392
#define BM__FITTED_fracture_hip_arthritis           0.7074
#define BM__FITTED_fracture_major_arthritis         0.3479

#endif
