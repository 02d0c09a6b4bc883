/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * 934 published numbers, chi2 1056.3.
 */
#ifndef BM__AGENTS_GENERATED_FITTED_AGENTS_H
#define BM__AGENTS_GENERATED_FITTED_AGENTS_H

#define BM__FITTED_tamoxifen_estradiol_equivalent  12.21
#define BM__FITTED_raloxifene_estradiol_equivalent 10.7
#define BM__FITTED_zoledronic_acid_EC50            0.4289
#define BM__FITTED_zoledronic_acid_k_off           0.4247
#define BM__FITTED_alendronate_EC50                1.662
#define BM__FITTED_alendronate_k_off               1.009
#define BM__FITTED_risedronate_EC50                0.7984
#define BM__FITTED_risedronate_k_off               4.222
#define BM__FITTED_ibandronate_EC50                0.2341
#define BM__FITTED_ibandronate_k_off               2.55
#define BM__FITTED_romosozumab_Kd                  11.97

#endif
