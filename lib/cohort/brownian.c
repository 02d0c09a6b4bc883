/* SPDX-License-Identifier: Apache-2.0 */
/* Levy's construction of Brownian motion, from the whole of time down to single days. */
#include "cohort/brownian.h"

#include <math.h>

#include "body/index.h"
#include "cohort/random.h"

double bm__brownian_at(struct bm__brownian *path, uint64_t seed, uint64_t member, uint32_t key, double time_d) {
    static const uint32_t whole_d = UINT32_C(1) << BM__BROWNIAN_HALVINGS; /* beyond BM_MAX_TIME_D */
    struct bm__brownian_part *part = path->part;
    uint32_t i = BM__BROWNIAN_HALVINGS;
    if (!(time_d > 0.0))
        return 0.0;
    if (!path->begun) {
        part[0].at_end = sqrt(whole_d / BM__DAYS_PER_YEAR) * bm__random_normal(seed, member, key, whole_d);
        path->begun = 1;
        i = 0;
    }
    while (i > 0 && !(time_d >= part[i].begin && time_d < part[i].begin + (whole_d >> i)))
        i--;
    for (; i < BM__BROWNIAN_HALVINGS; i++) {
        /* Given both ends, the middle is normal: its mean is theirs, its variance a quarter of the part's length. */
        const uint32_t half_d = whole_d >> (i + 1), middle = part[i].begin + half_d;
        const double at_middle = 0.5 * (part[i].at_begin + part[i].at_end) +
                                 sqrt(0.5 * half_d / BM__DAYS_PER_YEAR) * bm__random_normal(seed, member, key, middle);
        part[i + 1] = time_d < middle ? (struct bm__brownian_part){part[i].begin, part[i].at_begin, at_middle}
                                      : (struct bm__brownian_part){middle, at_middle, part[i].at_end};
    }
    return part[i].at_begin + (time_d - part[i].begin) * (part[i].at_end - part[i].at_begin);
}
