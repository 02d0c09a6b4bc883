/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 851 published numbers, chi2 584.3.
 */
#ifndef BM__AGENTS_GENERATED_FITTED_AGENTS_H
#define BM__AGENTS_GENERATED_FITTED_AGENTS_H

#define BM__FITTED_tamoxifen_estradiol_equivalent  17.56
#define BM__FITTED_raloxifene_estradiol_equivalent 11.01
#define BM__FITTED_zoledronic_acid_EC50            0.4074
#define BM__FITTED_zoledronic_acid_k_off           0.5639
#define BM__FITTED_alendronate_EC50                2.641
#define BM__FITTED_alendronate_k_off               0.5718
#define BM__FITTED_risedronate_EC50                0.5947
#define BM__FITTED_risedronate_k_off               2.429
#define BM__FITTED_ibandronate_EC50                0.2425
#define BM__FITTED_ibandronate_k_off               2.558
#define BM__FITTED_romosozumab_Kd                  6.967

#endif
