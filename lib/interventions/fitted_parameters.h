/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 849 published numbers, chi2 581.5.
 */
#ifndef BM__INTERVENTIONS_FITTED_PARAMETERS_H
#define BM__INTERVENTIONS_FITTED_PARAMETERS_H

#define BM__FITTED_tamoxifen_estradiol_equivalent  17.77
#define BM__FITTED_raloxifene_estradiol_equivalent 10.97
#define BM__FITTED_zoledronic_acid_EC50            0.4286
#define BM__FITTED_zoledronic_acid_k_off           0.55
#define BM__FITTED_alendronate_EC50                2.641
#define BM__FITTED_alendronate_k_off               0.5575
#define BM__FITTED_risedronate_EC50                0.633
#define BM__FITTED_risedronate_k_off               2.477
#define BM__FITTED_ibandronate_EC50                0.2592
#define BM__FITTED_ibandronate_k_off               2.48
#define BM__FITTED_romosozumab_Kd                  11.53

#endif
