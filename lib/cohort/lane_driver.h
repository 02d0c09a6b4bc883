/* SPDX-License-Identifier: Apache-2.0 */
/* Members in lanes, several at a time. */
#ifndef BM__COHORT_LANE_DRIVER_H
#define BM__COHORT_LANE_DRIVER_H

#include "cohort/members.h"

/* Takes members through the call, as many side by side as the cohort's lanes are wide, until there is none left: the
 * work of one thread. Returns BM_OK, or why the whole call fails. */
bm_status bm__members_advance_in_lanes(struct bm__run *run);

#endif
