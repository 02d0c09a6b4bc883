/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BM__COHORT_UNCERTAINTY_H
#define BM__COHORT_UNCERTAINTY_H
#define BM__UNCERTAIN_PARAMETERS(X) X("tamoxifen.estradiol_equivalent")
static const float bm__uncertainty_factor[] = {0.1f};
#endif
