/* SPDX-License-Identifier: Apache-2.0 */
/* Sums and bins of what members show, and what they say. */
#include "cohort/tally.h"

#include <math.h>
#include <string.h>

/* ---- weights ---- */

struct bm__weight bm__weight_of(double weight) {
    const double high = floor(ldexp(weight, -4)); /* in units of 2^4: 2^64 times 2^-60 */
    return (struct bm__weight){(uint64_t)ldexp(weight - ldexp(high, 4), 60), (uint64_t)high};
}

double bm__weight_value(struct bm__weight weight) {
    return ldexp((double)weight.high, 4) + ldexp((double)weight.low, -60);
}

void bm__weight_add(struct bm__weight *sum, struct bm__weight other) {
    sum->low += other.low;
    sum->high += other.high + (sum->low < other.low);
}

/* ---- bins ---- */

#define SIGN (UINT64_C(1) << 63)

uint32_t bm__bin_key(double value, uint64_t *rest) {
    uint64_t bits;
    value += 0.0; /* -0 is 0 */
    memcpy(&bits, &value, sizeof bits);
    bits = bits & SIGN ? ~bits : bits | SIGN; /* in the order of the numbers */
    *rest = bits & ((UINT64_C(1) << BM__BIN_SHIFT) - 1);
    return (uint32_t)(bits >> BM__BIN_SHIFT);
}

double bm__bin_value(uint32_t key, uint64_t rest) {
    uint64_t bits = (uint64_t)key << BM__BIN_SHIFT | rest;
    double value;
    bits = bits & SIGN ? bits ^ SIGN : ~bits;
    memcpy(&value, &bits, sizeof value);
    return value;
}

struct bm__bin *bm__bins_insert(const bm_allocator *allocator, struct bm__bins *bins, size_t place) {
    if (bins->n == bins->capacity) {
        const size_t capacity = bins->capacity > 0 ? 2 * bins->capacity : 16;
        struct bm__bin *items = bm__allocate(allocator, capacity, sizeof *items);
        if (!items)
            return NULL;
        if (bins->n > 0)
            memcpy(items, bins->items, bins->n * sizeof *items);
        bm__release(allocator, bins->items);
        bins->items = items;
        bins->capacity = capacity;
    }
    memmove(bins->items + place + 1, bins->items + place, (bins->n - place) * sizeof *bins->items);
    bins->n++;
    return &bins->items[place];
}

/* Adds a bin to those of the same key, or as one of its own; from `from` on they are looked for. Returns where it is;
 * SIZE_MAX: no memory. */
static size_t add_bin(const bm_allocator *allocator, struct bm__bins *bins, const struct bm__bin *bin, size_t from) {
    size_t low = from, high = bins->n;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (bins->items[middle].key < bin->key)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < bins->n && bins->items[low].key == bin->key) {
        struct bm__bin *into = &bins->items[low];
        into->count += bin->count;
        bm__weight_add(&into->weight, bin->weight);
        into->least = fmin(into->least, bin->least);
        into->most = fmax(into->most, bin->most);
        return low;
    }
    struct bm__bin *own = bm__bins_insert(allocator, bins, low);
    if (!own)
        return SIZE_MAX;
    *own = *bin;
    return low;
}

/* ---- adding ---- */

static void add_product(struct bm__exact *sum, struct bm__double2 product) {
    bm__exact_add(sum, product.high);
    bm__exact_add(sum, product.low);
}

static int can_be_summed(double value) {
    return fabs(value) < 0x1p500; /* so that its square is a number; false for NAN */
}

bm_status bm__cell_add(const bm_allocator *allocator, struct bm__cell *cell, double value, double weight) {
    if (!can_be_summed(value))
        return BM_OK;
    uint64_t rest;
    const struct bm__bin bin = {bm__bin_key(value, &rest), 1, bm__weight_of(weight), value + 0.0, value + 0.0};
    if (add_bin(allocator, &cell->bins, &bin, 0) == SIZE_MAX)
        return BM_ENOMEM;
    const struct bm__double2 square = bm__product(value, value);
    cell->n++;
    bm__exact_add(&cell->weights, weight);
    add_product(&cell->squares, bm__product(weight, weight));
    add_product(&cell->values, bm__product(weight, value));
    add_product(&cell->value_squares, bm__product(weight, square.high));
    bm__exact_add(&cell->value_squares, weight * square.low);
    return BM_OK;
}

void bm__mean_add(struct bm__mean *mean, double value, double weight) {
    if (!can_be_summed(value))
        return;
    mean->n++;
    bm__exact_add(&mean->weights, weight);
    add_product(&mean->values, bm__product(weight, value));
}

void bm__crossed_add(struct bm__crossed *crossed, double weight, int now, int ever) {
    bm__exact_add(&crossed->all, weight);
    if (now)
        bm__exact_add(&crossed->now, weight);
    if (ever)
        bm__exact_add(&crossed->ever, weight);
}

static bm_status join_cells(const bm_allocator *allocator, struct bm__cell *cell, const struct bm__cell *other) {
    size_t place = 0;
    for (size_t i = 0; i < other->bins.n; i++) {
        place = add_bin(allocator, &cell->bins, &other->bins.items[i], place);
        if (place == SIZE_MAX)
            return BM_ENOMEM;
    }
    cell->n += other->n;
    bm__exact_join(&cell->weights, &other->weights);
    bm__exact_join(&cell->squares, &other->squares);
    bm__exact_join(&cell->values, &other->values);
    bm__exact_join(&cell->value_squares, &other->value_squares);
    return BM_OK;
}

/* ---- who ---- */

bm_status bm__summary_cover(struct bm__summary *summary, size_t draw, struct bm__range members) {
    const struct bm__range *old = summary->ranges[draw];
    const size_t n = summary->n_ranges[draw];
    size_t place = 0, end;
    while (place < n && old[place].last < members.first)
        place++;
    for (end = place; end < n && old[end].first <= members.last; end++) /* what it touches */
        if (old[end].first < members.last && members.first < old[end].last)
            return BM_ECONFLICT;
    struct bm__range *ranges = bm__allocate(summary->allocator, n + 1, sizeof *ranges);
    if (!ranges)
        return BM_ENOMEM;
    for (size_t i = 0; i < place; i++)
        ranges[i] = old[i];
    ranges[place] = members;
    if (end > place) {
        ranges[place].first = old[place].first < members.first ? old[place].first : members.first;
        ranges[place].last = old[end - 1].last > members.last ? old[end - 1].last : members.last;
    }
    for (size_t i = end; i < n; i++)
        ranges[place + 1 + i - end] = old[i];
    bm__release(summary->allocator, summary->ranges[draw]);
    summary->ranges[draw] = ranges;
    summary->n_ranges[draw] = n + 1 - (end - place);
    return BM_OK;
}

bm_status bm__summary_fault(struct bm__summary *summary, const struct bm__fault *fault) {
    size_t place = summary->n_faults;
    if (!summary->faults)
        summary->faults = bm__allocate(summary->allocator, BM__MOST_FAULTS, sizeof *summary->faults);
    if (!summary->faults)
        return BM_ENOMEM;
    while (place > 0 && summary->faults[place - 1].member > fault->member)
        place--;
    if (place == BM__MOST_FAULTS)
        return BM_OK;
    summary->n_faults += summary->n_faults < BM__MOST_FAULTS;
    memmove(summary->faults + place + 1, summary->faults + place,
            (summary->n_faults - place - 1) * sizeof *summary->faults);
    summary->faults[place] = *fault;
    return BM_OK;
}

/* ---- a whole one ---- */

bm_status bm__summary_create(struct bm__summary *summary) {
    const bm_allocator *allocator = summary->allocator;
    const size_t n_cells = summary->n_times * summary->n_observables, n = 1 + summary->n_draws;
    summary->cells = bm__allocate(allocator, n_cells, sizeof *summary->cells);
    summary->means = bm__allocate(allocator, summary->n_draws * n_cells + 1, sizeof *summary->means);
    summary->crossed = bm__allocate(allocator, summary->n_times * summary->n_thresholds + 1, sizeof *summary->crossed);
    summary->ranges = bm__allocate(allocator, n, sizeof(void *));
    summary->n_ranges = bm__allocate(allocator, n, sizeof *summary->n_ranges);
    summary->n_failed = bm__allocate(allocator, n, sizeof *summary->n_failed);
    if (summary->cells && summary->means && summary->crossed && summary->ranges && summary->n_ranges &&
        summary->n_failed)
        return BM_OK;
    bm__summary_release(summary);
    return BM_ENOMEM;
}

void bm__summary_release(struct bm__summary *summary) {
    const bm_allocator *allocator = summary->allocator;
    for (size_t i = 0; summary->cells && i < summary->n_times * summary->n_observables; i++)
        bm__release(allocator, summary->cells[i].bins.items);
    for (size_t i = 0; summary->ranges && i <= summary->n_draws; i++)
        bm__release(allocator, summary->ranges[i]);
    bm__release(allocator, summary->cells);
    bm__release(allocator, summary->means);
    bm__release(allocator, summary->crossed);
    bm__release(allocator, summary->ranges);
    bm__release(allocator, summary->n_ranges);
    bm__release(allocator, summary->n_failed);
    bm__release(allocator, summary->faults);
    summary->cells = NULL;
    summary->means = NULL;
    summary->crossed = NULL;
    summary->ranges = NULL;
    summary->n_ranges = NULL;
    summary->n_failed = NULL;
    summary->faults = NULL;
}

bm_status bm__summary_copy(const struct bm__summary *from, struct bm__summary *to) {
    *to = (struct bm__summary){.allocator = from->allocator,
                               .n_times = from->n_times,
                               .n_observables = from->n_observables,
                               .n_thresholds = from->n_thresholds,
                               .n_draws = from->n_draws};
    bm_status status = bm__summary_create(to);
    if (status != BM_OK)
        return status;
    status = bm__summary_join(to, from);
    if (status != BM_OK)
        bm__summary_release(to);
    return status;
}

bm_status bm__summary_join(struct bm__summary *summary, const struct bm__summary *other) {
    const size_t n_cells = summary->n_times * summary->n_observables;
    bm_status status = BM_OK;
    for (size_t draw = 0; draw <= summary->n_draws && status == BM_OK; draw++) {
        for (size_t i = 0; i < other->n_ranges[draw] && status == BM_OK; i++)
            status = bm__summary_cover(summary, draw, other->ranges[draw][i]);
        summary->n_failed[draw] += other->n_failed[draw];
    }
    for (size_t i = 0; i < n_cells && status == BM_OK; i++)
        status = join_cells(summary->allocator, &summary->cells[i], &other->cells[i]);
    for (size_t i = 0; i < other->n_faults && status == BM_OK; i++)
        status = bm__summary_fault(summary, &other->faults[i]);
    for (size_t i = 0; i < summary->n_draws * n_cells; i++) {
        summary->means[i].n += other->means[i].n;
        bm__exact_join(&summary->means[i].weights, &other->means[i].weights);
        bm__exact_join(&summary->means[i].values, &other->means[i].values);
    }
    for (size_t i = 0; i < summary->n_times * summary->n_thresholds; i++) {
        bm__exact_join(&summary->crossed[i].all, &other->crossed[i].all);
        bm__exact_join(&summary->crossed[i].now, &other->crossed[i].now);
        bm__exact_join(&summary->crossed[i].ever, &other->crossed[i].ever);
    }
    summary->weighted |= other->weighted;
    return status;
}

/* ---- reading ---- */

double bm__crossed_part(const struct bm__exact *part, const struct bm__exact *all) {
    const struct bm__double2 total = bm__exact_value(all);
    return total.high > 0.0 ? bm__double2_over(bm__exact_value(part), total).high : (double)NAN;
}

double bm__cell_mean(const struct bm__cell *cell) {
    return bm__crossed_part(&cell->values, &cell->weights);
}

double bm__mean_value(const struct bm__mean *mean) {
    return bm__crossed_part(&mean->values, &mean->weights);
}

double bm__cell_sd(const struct bm__cell *cell) {
    if (cell->n < 2)
        return (double)NAN;
    const struct bm__double2 weights = bm__exact_value(&cell->weights), values = bm__exact_value(&cell->values);
    const struct bm__double2 explained = bm__double2_times(values, bm__double2_over(values, weights));
    const struct bm__double2 squares = bm__double2_minus(bm__exact_value(&cell->value_squares), explained);
    /* with weights of 1, n - 1 */
    const struct bm__double2 lost = bm__double2_over(bm__exact_value(&cell->squares), weights);
    const struct bm__double2 freedom = bm__double2_minus(weights, lost);
    return freedom.high > 0.0 ? sqrt(fmax(squares.high, 0.0) / freedom.high) : (double)NAN;
}

/*
 * As a forecast does with weights w_j of sorted numbers: number k stands at A_k, the sum over j < k of (w_j +
 * w_(j+1))/2, and between numbers it is linear; with weights of 1 that is type 7. The numbers of a bin are taken to
 * weigh the same and to be spread evenly from the least to the greatest of them, which is how they are when there are
 * one or two.
 */
double bm__cell_percentile(const struct bm__cell *cell, double percent, double *error) {
    const struct bm__bin *bins = cell->bins.items;
    const size_t n = cell->bins.n;
    struct bm__weight all = {0, 0}, before = {0, 0};
    *error = n > 0 ? 0.0 : (double)NAN;
    if (n == 0)
        return (double)NAN;
    for (size_t i = 0; i < n; i++)
        bm__weight_add(&all, bins[i].weight);
    const double first = bm__weight_value(bins[0].weight) / (double)bins[0].count;
    const double last = bm__weight_value(bins[n - 1].weight) / (double)bins[n - 1].count;
    const double place = (bm__weight_value(all) - (first + last) / 2.0) * percent / 100.0;
    double end = 0.0; /* where the greatest of the bin before stands */
    for (size_t i = 0; i < n; i++) {
        const struct bm__bin *bin = &bins[i];
        const double weight = bm__weight_value(bin->weight), each = weight / (double)bin->count;
        const double begin = bm__weight_value(before) + (each - first) / 2.0;
        if (place < begin && i > 0)
            return bins[i - 1].most + (place - end) / (begin - end) * (bin->least - bins[i - 1].most);
        end = begin + (weight - each);
        if (place <= end) {
            *error = bin->count > 2 ? bin->most - bin->least : 0.0;
            return bin->count > 1 && place > begin
                       ? bin->least + (place - begin) / (end - begin) * (bin->most - bin->least)
                       : bin->least;
        }
        bm__weight_add(&before, bin->weight);
    }
    return bins[n - 1].most; /* as rounding has it */
}
