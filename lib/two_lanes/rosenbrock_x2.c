/* SPDX-License-Identifier: Apache-2.0 */
/* solver/rosenbrock.c for two lanes. Written by scripts/two-lanes.py: do not edit. */
#define BM__LANES 2
#include "solver/rosenbrock.c"
