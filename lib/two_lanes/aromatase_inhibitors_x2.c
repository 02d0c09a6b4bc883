/* SPDX-License-Identifier: Apache-2.0 */
/* agents/aromatase_inhibitors.c for two lanes. Written by scripts/two-lanes.py: do not edit. */
#define BM__LANES 2
#include "agents/aromatase_inhibitors.c"
