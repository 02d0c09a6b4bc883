/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 849 published numbers, chi2 583.3.
 */
#ifndef BM__INTERVENTIONS_FITTED_PARAMETERS_H
#define BM__INTERVENTIONS_FITTED_PARAMETERS_H

#define BM__FITTED_tamoxifen_estradiol_equivalent  17.8
#define BM__FITTED_raloxifene_estradiol_equivalent 10.98
#define BM__FITTED_zoledronic_acid_EC50            0.4296
#define BM__FITTED_zoledronic_acid_k_off           0.5457
#define BM__FITTED_alendronate_EC50                2.687
#define BM__FITTED_alendronate_k_off               0.5547
#define BM__FITTED_risedronate_EC50                0.6201
#define BM__FITTED_risedronate_k_off               2.457
#define BM__FITTED_ibandronate_EC50                0.2598
#define BM__FITTED_ibandronate_k_off               2.452
#define BM__FITTED_romosozumab_Kd                  11.49

#endif
