/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 934 published numbers, chi2 1086.6.
 */
#ifndef BM__AGENTS_GENERATED_FITTED_AGENTS_H
#define BM__AGENTS_GENERATED_FITTED_AGENTS_H

#define BM__FITTED_tamoxifen_estradiol_equivalent  12.16
#define BM__FITTED_raloxifene_estradiol_equivalent 13.41
#define BM__FITTED_zoledronic_acid_EC50            0.4139
#define BM__FITTED_zoledronic_acid_k_off           0.4574
#define BM__FITTED_alendronate_EC50                1.61
#define BM__FITTED_alendronate_k_off               1.126
#define BM__FITTED_risedronate_EC50                1.219
#define BM__FITTED_risedronate_k_off               3.829
#define BM__FITTED_ibandronate_EC50                0.2877
#define BM__FITTED_ibandronate_k_off               2.079
#define BM__FITTED_romosozumab_Kd                  2.923

#endif
