/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 934 published numbers, chi2 1056.3.
 */
#ifndef BM__AGENTS_GENERATED_FITTED_AGENTS_H
#define BM__AGENTS_GENERATED_FITTED_AGENTS_H

#define BM__FITTED_tamoxifen_estradiol_equivalent  12.85
#define BM__FITTED_raloxifene_estradiol_equivalent 20.45
#define BM__FITTED_zoledronic_acid_EC50            0.7691
#define BM__FITTED_zoledronic_acid_k_off           0.3743
#define BM__FITTED_alendronate_EC50                1.707
#define BM__FITTED_alendronate_k_off               2.017
#define BM__FITTED_risedronate_EC50                1.555
#define BM__FITTED_risedronate_k_off               4.216
#define BM__FITTED_ibandronate_EC50                0.3127
#define BM__FITTED_ibandronate_k_off               2.215
#define BM__FITTED_romosozumab_Kd                  1.421

#endif
