/* SPDX-License-Identifier: Apache-2.0 */
/* The walk of a woman's own, at each site. */
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
    const uint32_t key = bm__random_key(bm__walk_rows[site].name);
    return bm__brownian_at(&walk->path[site], walk->seed, walk->member, key, time_d);
}

double bm__walk_factor(struct bm__walk *walk, enum bm__site site, double time_d) {
    const double sd = walk->sd[site];
    if (!(sd > 0.0 && time_d > 0.0))
        return 1.0;
    return bm__exp(sd * bm__walk_at(walk, site, time_d) - 0.5 * sd * sd * time_d / BM__DAYS_PER_YEAR);
}
