/* SPDX-License-Identifier: Apache-2.0 */
/* cohort/lanes.c for two lanes. Written by scripts/two-lanes.py: do not edit. */
#define BM__LANES 2
#include "cohort/lanes.c"
