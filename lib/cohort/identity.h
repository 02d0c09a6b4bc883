/* SPDX-License-Identifier: Apache-2.0 */
/* Which calibration a model has: a name, and a hash of everything beside its equations that makes its numbers. */
#ifndef BM__COHORT_IDENTITY_H
#define BM__COHORT_IDENTITY_H

#include <stdint.h>

/* The name of the calibration, changed by hand when the fitted parameters are fitted anew. */
#define BM__CALIBRATION_NAME "2026b"

enum { BM__CALIBRATION_LENGTH = 24 }; /* with the 0; whole numbers of 8 letters in a snapshot */

/* Such as "2026a-0123abcd". The order of rows in their tables does not matter. */
void bm__calibration(uint32_t full, char text[BM__CALIBRATION_LENGTH]);

#endif
