/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 934 published numbers, chi2 1062.8.
 */
#ifndef BM__AGENTS_GENERATED_FITTED_AGENTS_H
#define BM__AGENTS_GENERATED_FITTED_AGENTS_H

#define BM__FITTED_tamoxifen_estradiol_equivalent  11.42
#define BM__FITTED_raloxifene_estradiol_equivalent 16.37
#define BM__FITTED_zoledronic_acid_EC50            0.6275
#define BM__FITTED_zoledronic_acid_k_off           0.3198
#define BM__FITTED_alendronate_EC50                1.426
#define BM__FITTED_alendronate_k_off               1.622
#define BM__FITTED_risedronate_EC50                1.19
#define BM__FITTED_risedronate_k_off               3.676
#define BM__FITTED_ibandronate_EC50                0.2927
#define BM__FITTED_ibandronate_k_off               2.132
#define BM__FITTED_romosozumab_Kd                  1.799

#endif
