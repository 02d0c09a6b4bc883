/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What many members show together, in numbers that can be added: a summary of some members and one of others make, to
 * the bit, the summary of all, in whatever order and groups they are put together. Knows neither who the members are
 * nor what is read of them.
 *
 *   cell   of one time and observable: exact sums of x and its square, and bins: how many lie in each
 *   bin    the numbers that share sign, exponent and ten bits after it, so at most 0.1 % apart; with the least and
 *          the greatest of them
 *   draw   of the parameters: sums alone, for its mean
 */
#ifndef BM__COHORT_TALLY_H
#define BM__COHORT_TALLY_H

#include "base/exact.h"
#include "base/memory.h"

/* A weight, or a sum of them: a whole number of 2^-60. */
struct bm__weight {
    uint64_t low, high;
};
#define BM__MOST_WEIGHT 4294967296.0 /* 2^32, so that 2^36 members have room */
struct bm__weight bm__weight_of(double weight);
double bm__weight_value(struct bm__weight weight);
void bm__weight_add(struct bm__weight *sum, struct bm__weight other);

struct bm__bin {
    uint32_t key; /* rises with the numbers */
    uint64_t count;
    struct bm__weight weight;
    double least, most;
};
enum { BM__BIN_SHIFT = 42 };
/* The bin of a finite number, and its lowest bits there. */
uint32_t bm__bin_key(double value, uint64_t *rest);
double bm__bin_value(uint32_t key, uint64_t rest);

struct bm__bins {
    struct bm__bin *items;
    size_t n, capacity;
};

struct bm__cell {
    uint64_t n;
    struct bm__exact weights, squares; /* of the weights: their sum, and that of their squares */
    struct bm__exact values, value_squares;
    struct bm__bins bins;
};

/* Of a draw. */
struct bm__mean {
    uint64_t n;
    struct bm__exact weights, values;
};

/* Of a threshold: the weights of those below it at a time, and of those who have been until then. */
struct bm__crossed {
    struct bm__exact all, now, ever;
};

/* Members, first inclusive, last exclusive. */
struct bm__range {
    uint64_t first, last;
};

/* A member that failed, and why. */
struct bm__fault {
    uint64_t member;
    int32_t status;
    char text[256];
};
enum { BM__MOST_FAULTS = 100 }; /* the first ones are kept, all are counted */

struct bm__summary {
    const bm_allocator *allocator;
    size_t n_times, n_observables, n_thresholds, n_draws;
    struct bm__cell *cells;      /* [times][observables] */
    struct bm__mean *means;      /* [draws][times][observables] */
    struct bm__crossed *crossed; /* [times][thresholds] */
    struct bm__range **ranges;   /* [1 + draws]: of members that have been added, in order, none next to another */
    size_t *n_ranges;
    uint64_t *n_failed;       /* [1 + draws] */
    struct bm__fault *faults; /* in the order of their members; with the fitted parameters */
    size_t n_faults;
    int weighted; /* a weight is not 1 */
};

/* Makes an empty one of the sizes that are set; BM_ENOMEM leaves nothing behind. */
bm_status bm__summary_create(struct bm__summary *summary);
void bm__summary_release(struct bm__summary *summary);
/* Makes an independent copy. */
bm_status bm__summary_copy(const struct bm__summary *from, struct bm__summary *to);

/* Adds a number to a cell, or to a draw's mean. What is not finite is left out. */
bm_status bm__cell_add(const bm_allocator *allocator, struct bm__cell *cell, double value, double weight);
void bm__mean_add(struct bm__mean *mean, double value, double weight);
void bm__crossed_add(struct bm__crossed *crossed, double weight, int now, int ever);

/* Room for one more bin at a place. */
struct bm__bin *bm__bins_insert(const bm_allocator *allocator, struct bm__bins *bins, size_t place);

/* Adds members to those of a draw (0: the fitted parameters); BM_ECONFLICT: there are some already. */
bm_status bm__summary_cover(struct bm__summary *summary, size_t draw, struct bm__range members);
/* Keeps one more fault, unless there are enough of lower members. BM_ENOMEM. */
bm_status bm__summary_fault(struct bm__summary *summary, const struct bm__fault *fault);

/* Adds all of one to another of the same sizes, of other members. BM_ENOMEM leaves it half done. */
bm_status bm__summary_join(struct bm__summary *summary, const struct bm__summary *other);

/* What a cell says. NAN: nobody. */
double bm__cell_mean(const struct bm__cell *cell);
double bm__cell_sd(const struct bm__cell *cell);
double bm__mean_value(const struct bm__mean *mean);
/* A part of those of a threshold. */
double bm__crossed_part(const struct bm__exact *part, const struct bm__exact *all);
/* A percentile, and how far at most it lies from that of the numbers themselves. */
double bm__cell_percentile(const struct bm__cell *cell, double percent, double *error);

#endif
