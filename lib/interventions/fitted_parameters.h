/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values that come from the trials. Do not edit: validation/calibrate/fitted-header.py writes this file from
 * validation/results/parameters.csv, and that from what validation/calibrate finds.
 * Not fitted yet: the centres of the priors.
 */
#ifndef BM__INTERVENTIONS_FITTED_PARAMETERS_H
#define BM__INTERVENTIONS_FITTED_PARAMETERS_H

#define BM__FITTED_tamoxifen_estradiol_equivalent  17.17
#define BM__FITTED_raloxifene_estradiol_equivalent 10.89
#define BM__FITTED_zoledronic_acid_EC50            0.4113
#define BM__FITTED_zoledronic_acid_k_off           0.5107
#define BM__FITTED_alendronate_EC50                3.053
#define BM__FITTED_alendronate_k_off               0.5481
#define BM__FITTED_risedronate_EC50                0.5842
#define BM__FITTED_risedronate_k_off               2.385
#define BM__FITTED_ibandronate_EC50                0.2333
#define BM__FITTED_ibandronate_k_off               2.425
#define BM__FITTED_romosozumab_Kd                  12.7

#endif
