/* SPDX-License-Identifier: Apache-2.0 */
/* What lies behind the handle of a summary. */
#ifndef BM__API_SUMMARY_HANDLE_H
#define BM__API_SUMMARY_HANDLE_H

#include "api/cohort_handle.h"
#include "cohort/tally.h"

struct bm_summary {
    const bm_model *model;
    double *times_d, *thresholds;
    size_t *observables, *crossing; /* catalogue indices; crossing: of each threshold */
    double grid_d;
    uint64_t origin; /* bm__cohort_origin() of those who were added; 0: nobody has been */
    struct bm__summary sums;
    int busy; /* members are being added */
    char error[BM__MESSAGE_LENGTH];
};

/* Keeps an error in the handle, and returns its status. */
__attribute__((format(printf, 3, 4))) bm_status bm__summary_fail(bm_summary *summary, bm_status status,
                                                                 const char *format, ...);

/* An empty one as the options say, which are right. BM_ENOMEM. */
bm_status bm__summary_open(const bm_model *model, const bm_summary_options *options, bm_summary **out);

#endif
