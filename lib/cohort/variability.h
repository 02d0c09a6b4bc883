/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BM__COHORT_VARIABILITY_H
#define BM__COHORT_VARIABILITY_H
#define BM__VARIABILITY(X)  X(turnover, "skeleton.turnover_lumbar_spine", 0.2, "placeholder")
#define BM__MEASUREMENTS(X) X("bmd.lumbar_spine", 0.0108, "placeholder")
#endif
