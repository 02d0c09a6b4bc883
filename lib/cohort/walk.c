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

double bm__walk_at(struct bm__walk *walk, enum bm__site site, double time_d) {
    static const uint32_t whole_d = UINT32_C(1) << BM__WALK_HALVINGS; /* beyond BM_MAX_TIME_D */
    struct bm__walk_path *path = &walk->path[site];
    struct bm__walk_part *part = path->part;
    uint32_t i = BM__WALK_HALVINGS;
    if (!(time_d > 0.0))
        return 0.0;
    if (!path->drawn) {
        path->key = bm__random_key(bm__walk_rows[site].name);
        part[0].at_end =
            sqrt(whole_d / BM__DAYS_PER_YEAR) * bm__random_normal(walk->seed, walk->member, path->key, whole_d);
        path->drawn = 1;
        i = 0;
    }
    while (i > 0 && !(time_d >= part[i].begin && time_d < part[i].begin + (whole_d >> i)))
        i--;
    for (; i < BM__WALK_HALVINGS; i++) {
        /* Given both ends, the middle is normal: its mean is theirs, its variance a quarter of the part's length. */
        const uint32_t half_d = whole_d >> (i + 1), middle = part[i].begin + half_d;
        const double at_middle =
            0.5 * (part[i].at_begin + part[i].at_end) +
            sqrt(0.5 * half_d / BM__DAYS_PER_YEAR) * bm__random_normal(walk->seed, walk->member, path->key, middle);
        part[i + 1] = time_d < middle ? (struct bm__walk_part){part[i].begin, part[i].at_begin, at_middle}
                                      : (struct bm__walk_part){middle, at_middle, part[i].at_end};
    }
    return part[i].at_begin + (time_d - part[i].begin) * (part[i].at_end - part[i].at_begin);
}

double bm__walk_factor(struct bm__walk *walk, enum bm__site site, double time_d) {
    const double sd = walk->sd[site];
    if (!(sd > 0.0 && time_d > 0.0))
        return 1.0;
    return bm__exp(sd * bm__walk_at(walk, site, time_d) - 0.5 * sd * sd * time_d / BM__DAYS_PER_YEAR);
}
