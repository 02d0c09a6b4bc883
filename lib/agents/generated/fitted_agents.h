/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 934 published numbers, chi2 1091.2.
 */
#ifndef BM__AGENTS_GENERATED_FITTED_AGENTS_H
#define BM__AGENTS_GENERATED_FITTED_AGENTS_H

#define BM__FITTED_tamoxifen_estradiol_equivalent  12.58
#define BM__FITTED_raloxifene_estradiol_equivalent 15.49
#define BM__FITTED_zoledronic_acid_EC50            0.7067
#define BM__FITTED_zoledronic_acid_k_off           0.3782
#define BM__FITTED_alendronate_EC50                2.625
#define BM__FITTED_alendronate_k_off               1.0
#define BM__FITTED_risedronate_EC50                1.511
#define BM__FITTED_risedronate_k_off               4.179
#define BM__FITTED_ibandronate_EC50                0.3211
#define BM__FITTED_ibandronate_k_off               2.19
#define BM__FITTED_romosozumab_Kd                  1.505

#endif
