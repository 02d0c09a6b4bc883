/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 934 published numbers, chi2 1056.9.
 */
#ifndef BM__AGENTS_GENERATED_FITTED_AGENTS_H
#define BM__AGENTS_GENERATED_FITTED_AGENTS_H

#define BM__FITTED_tamoxifen_estradiol_equivalent  11.21
#define BM__FITTED_raloxifene_estradiol_equivalent 16.91
#define BM__FITTED_zoledronic_acid_EC50            0.5822
#define BM__FITTED_zoledronic_acid_k_off           0.3192
#define BM__FITTED_alendronate_EC50                1.356
#define BM__FITTED_alendronate_k_off               1.625
#define BM__FITTED_risedronate_EC50                1.153
#define BM__FITTED_risedronate_k_off               3.618
#define BM__FITTED_ibandronate_EC50                0.2805
#define BM__FITTED_ibandronate_k_off               1.971
#define BM__FITTED_romosozumab_Kd                  1.84

#endif
