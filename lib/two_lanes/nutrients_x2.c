/* SPDX-License-Identifier: Apache-2.0 */
/* agents/nutrients.c for two lanes. Written by scripts/two-lanes.py: do not edit. */
#define BM__LANES 2
#include "agents/nutrients.c"
