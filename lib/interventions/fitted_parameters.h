/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 648 published numbers, chi2 461.2; 36 parameters still at their prior's centre.
 */
#ifndef BM__INTERVENTIONS_FITTED_PARAMETERS_H
#define BM__INTERVENTIONS_FITTED_PARAMETERS_H

#define BM__FITTED_tamoxifen_estradiol_equivalent  17.05
#define BM__FITTED_raloxifene_estradiol_equivalent 10.96
#define BM__FITTED_zoledronic_acid_EC50            0.4261
#define BM__FITTED_zoledronic_acid_k_off           0.4884
#define BM__FITTED_alendronate_EC50                2.905
#define BM__FITTED_alendronate_k_off               0.5461
#define BM__FITTED_risedronate_EC50                0.5755
#define BM__FITTED_risedronate_k_off               2.398
#define BM__FITTED_ibandronate_EC50                0.2353
#define BM__FITTED_ibandronate_k_off               2.382
#define BM__FITTED_romosozumab_Kd                  10.94

#endif
