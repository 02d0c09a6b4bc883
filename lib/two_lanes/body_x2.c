/* SPDX-License-Identifier: Apache-2.0 */
/* body/body.c for two lanes. Written by scripts/two-lanes.py: do not edit. */
#define BM__LANES 2
#include "body/body.c"
