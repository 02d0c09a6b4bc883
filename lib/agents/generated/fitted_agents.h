/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 934 published numbers, chi2 1062.3.
 */
#ifndef BM__AGENTS_GENERATED_FITTED_AGENTS_H
#define BM__AGENTS_GENERATED_FITTED_AGENTS_H

#define BM__FITTED_tamoxifen_estradiol_equivalent  11.09
#define BM__FITTED_raloxifene_estradiol_equivalent 17.0
#define BM__FITTED_zoledronic_acid_EC50            0.5677
#define BM__FITTED_zoledronic_acid_k_off           0.3216
#define BM__FITTED_alendronate_EC50                1.36
#define BM__FITTED_alendronate_k_off               1.614
#define BM__FITTED_risedronate_EC50                1.117
#define BM__FITTED_risedronate_k_off               3.566
#define BM__FITTED_ibandronate_EC50                0.2695
#define BM__FITTED_ibandronate_k_off               1.986
#define BM__FITTED_romosozumab_Kd                  1.88

#endif
