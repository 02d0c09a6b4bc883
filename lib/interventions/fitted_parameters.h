/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 648 published numbers, chi2 470.1.
 */
#ifndef BM__INTERVENTIONS_FITTED_PARAMETERS_H
#define BM__INTERVENTIONS_FITTED_PARAMETERS_H

#define BM__FITTED_tamoxifen_estradiol_equivalent  16.66
#define BM__FITTED_raloxifene_estradiol_equivalent 10.89
#define BM__FITTED_zoledronic_acid_EC50            0.373
#define BM__FITTED_zoledronic_acid_k_off           0.5463
#define BM__FITTED_alendronate_EC50                2.993
#define BM__FITTED_alendronate_k_off               0.5518
#define BM__FITTED_risedronate_EC50                0.561
#define BM__FITTED_risedronate_k_off               2.368
#define BM__FITTED_ibandronate_EC50                0.2167
#define BM__FITTED_ibandronate_k_off               2.677
#define BM__FITTED_romosozumab_Kd                  13.9

#endif
