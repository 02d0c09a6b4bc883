/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 934 published numbers, chi2 1090.5.
 */
#ifndef BM__AGENTS_GENERATED_FITTED_AGENTS_H
#define BM__AGENTS_GENERATED_FITTED_AGENTS_H

#define BM__FITTED_tamoxifen_estradiol_equivalent  12.46
#define BM__FITTED_raloxifene_estradiol_equivalent 15.69
#define BM__FITTED_zoledronic_acid_EC50            0.685
#define BM__FITTED_zoledronic_acid_k_off           0.3702
#define BM__FITTED_alendronate_EC50                1.567
#define BM__FITTED_alendronate_k_off               1.817
#define BM__FITTED_risedronate_EC50                1.41
#define BM__FITTED_risedronate_k_off               4.053
#define BM__FITTED_ibandronate_EC50                0.3058
#define BM__FITTED_ibandronate_k_off               2.285
#define BM__FITTED_romosozumab_Kd                  1.61

#endif
