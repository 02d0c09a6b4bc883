/* SPDX-License-Identifier: Apache-2.0 */
/* The walk of a woman's own: Levy's construction of Brownian motion, from the whole of time down to single days. */
#include "cohort/walk.h"

#include "cohort/generated/variability.h"
#include "cohort/random.h"

enum {
#define BM__ROW(symbol, name) SITE_##name = BM__SITE_##symbol,
    BM__SITES(BM__ROW)
#undef BM__ROW
};

#define BM__ROW(...) +1
_Static_assert(0 BM__WALKS(BM__ROW) == BM__N_SITES, "a row for each site");
#undef BM__ROW
const struct bm__walk_row bm__walk_rows[] = {
#define BM__ROW(site, sd, source) [SITE_##site] = {"walk.bmd." #site, sd, source},
    BM__WALKS(BM__ROW)
#undef BM__ROW
};

/* A power of two, so that each midpoint is a whole day, and beyond BM_MAX_TIME_D. */
static const uint32_t WHOLE_D = UINT32_C(1) << 16;

struct bm__walk bm__walk_of(uint64_t seed, uint64_t member, double variability) {
    struct bm__walk walk = {0};
    if (variability > 0.0) {
        walk.seed = seed;
        walk.member = member;
    }
    for (int i = 0; i < BM__N_SITES; i++)
        walk.sd[i] = variability * bm__walk_rows[i].sd;
    return walk;
}

int bm__walks(const struct bm__walk *walk) {
    int any = 0;
    for (int i = 0; i < BM__N_SITES; i++)
        any |= walk->sd[i] > 0.0;
    return any;
}

double bm__walk_at(const struct bm__walk *walk, enum bm__site site, double time_d) {
    if (!(time_d > 0.0))
        return 0.0;
    const uint32_t key = bm__random_key(bm__walk_rows[site].name);
    /* The walk at both ends of a stretch of days. Given those, its middle is normal: its mean is theirs, its variance a
     * quarter of the stretch's length. A day's number is drawn by the day, whoever asks. */
    uint32_t begin = 0, length = WHOLE_D;
    double at_begin = 0.0;
    double at_end = sqrt(length / BM__DAYS_PER_YEAR) * bm__random_normal(walk->seed, walk->member, key, length);
    while (length > 1) {
        const double sd = sqrt(0.25 * length / BM__DAYS_PER_YEAR);
        length /= 2;
        const uint32_t middle = begin + length;
        const double at_middle =
            0.5 * (at_begin + at_end) + sd * bm__random_normal(walk->seed, walk->member, key, middle);
        if (time_d < middle) {
            at_end = at_middle;
        } else {
            begin = middle;
            at_begin = at_middle;
        }
    }
    return at_begin + (time_d - begin) * (at_end - at_begin);
}

double bm__walk_factor(const struct bm__walk *walk, enum bm__site site, double time_d) {
    const double sd = walk->sd[site];
    if (!(sd > 0.0 && time_d > 0.0))
        return 1.0;
    return bm__exp(sd * bm__walk_at(walk, site, time_d) - 0.5 * sd * sd * time_d / BM__DAYS_PER_YEAR);
}
