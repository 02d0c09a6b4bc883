/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 851 published numbers, chi2 584.3.
 */
#ifndef BM__INTERVENTIONS_FITTED_PARAMETERS_H
#define BM__INTERVENTIONS_FITTED_PARAMETERS_H

#define BM__FITTED_tamoxifen_estradiol_equivalent  13.56
#define BM__FITTED_raloxifene_estradiol_equivalent 10.77
#define BM__FITTED_zoledronic_acid_EC50            0.571
#define BM__FITTED_zoledronic_acid_k_off           0.362
#define BM__FITTED_alendronate_EC50                1.733
#define BM__FITTED_alendronate_k_off               1.133
#define BM__FITTED_risedronate_EC50                1.711
#define BM__FITTED_risedronate_k_off               2.621
#define BM__FITTED_ibandronate_EC50                0.3056
#define BM__FITTED_ibandronate_k_off               1.848
#define BM__FITTED_romosozumab_Kd                  11.67

#endif
