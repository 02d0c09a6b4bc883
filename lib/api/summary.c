/* SPDX-License-Identifier: Apache-2.0 */
/* A summary: made, members streamed into it, others merged into it, its end. */
#include <stdarg.h>
#include <stdio.h>

#include "api/summary_handle.h"

static const size_t FIRST_OPTIONS = offsetof(bm_summary_options, grid_d) + sizeof(double);
static const double DEFAULT_GRID_D = 30.4375, SHORTEST_GRID_D = 1.0;
enum { MOST_DRAWS = 10000, BLOCK = 4096 };

bm_status bm__summary_fail(bm_summary *summary, bm_status status, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(summary->error, sizeof summary->error, format, arguments);
    va_end(arguments);
    return status;
}

const char *bm_summary_last_error(const bm_summary *summary) {
    return summary ? summary->error : "";
}

/* ---- made, and its end ---- */

void bm_summary_options_init_sized(bm_summary_options *options, size_t struct_size) {
    const bm_summary_options defaults = {.struct_size = (uint32_t)struct_size, .grid_d = DEFAULT_GRID_D};
    if (options && struct_size >= sizeof options->struct_size)
        bm__copy_struct(options, struct_size, &defaults, sizeof defaults);
}

static void *copy_list(const bm_allocator *allocator, const void *from, size_t n, size_t size) {
    void *copy = bm__allocate(allocator, n + 1, size);
    if (copy && n > 0)
        memcpy(copy, from, n * size);
    return copy;
}

bm_status bm__summary_open(const bm_model *model, const bm_summary_options *options, bm_summary **out) {
    const bm_allocator *allocator = &model->allocator;
    bm_summary *summary = bm__allocate(allocator, 1, sizeof *summary);
    if (!summary)
        return BM_ENOMEM;
    bm__model_hold(model);
    summary->model = model;
    summary->grid_d = options->grid_d;
    summary->times_d = copy_list(allocator, options->times_d, options->n_times, sizeof(double));
    summary->observables = copy_list(allocator, options->observables, options->n_observables, sizeof(size_t));
    summary->crossing = copy_list(allocator, options->threshold_observables, options->n_thresholds, sizeof(size_t));
    summary->thresholds = copy_list(allocator, options->thresholds, options->n_thresholds, sizeof(double));
    summary->sums = (struct bm__summary){.allocator = allocator,
                                         .n_times = options->n_times,
                                         .n_observables = options->n_observables,
                                         .n_thresholds = options->n_thresholds,
                                         .n_draws = options->draws};
    const int lists = summary->times_d && summary->observables && summary->crossing && summary->thresholds;
    if (!lists || bm__summary_create(&summary->sums) != BM_OK) {
        bm_summary_destroy(summary);
        return BM_ENOMEM;
    }
    *out = summary;
    return BM_OK;
}

bm_status bm_summary_create(const bm_model *model, const bm_summary_options *options, bm_summary **out) {
    if (!model || !options || !out)
        return BM_EINVAL;
    if (options->struct_size < FIRST_OPTIONS)
        return BM_ESIZE;
    bm_summary_options o;
    bm_summary_options_init(&o);
    bm__copy_struct(&o, sizeof o, options, options->struct_size);
    if (!o.times_d || !o.observables || (o.n_thresholds > 0 && (!o.thresholds || !o.threshold_observables)))
        return BM_EINVAL;
    if (o.n_times < 1 || o.n_observables < 1 || o.draws > MOST_DRAWS ||
        !(o.grid_d >= SHORTEST_GRID_D && o.grid_d <= BM_MAX_TIME_D) || o.n_times > UINT32_MAX ||
        o.n_observables > UINT32_MAX / o.n_times / (1 + o.draws) || o.n_thresholds > UINT32_MAX / o.n_times)
        return BM_ERANGE;
    for (size_t i = 0; i < o.n_times; i++)
        if (!(i ? o.times_d[i] > o.times_d[i - 1] : o.times_d[i] >= 0.0) || !(o.times_d[i] <= BM_MAX_TIME_D))
            return BM_ERANGE;
    for (size_t i = 0; i < o.n_observables; i++)
        if (o.observables[i] >= model->n_observables)
            return BM_ENOTFOUND;
    for (size_t i = 0; i < o.n_thresholds; i++) {
        if (o.threshold_observables[i] >= model->n_observables)
            return BM_ENOTFOUND;
        if (!(fabs(o.thresholds[i]) <= DBL_MAX))
            return BM_ERANGE;
    }
    if (!model->full)
        return BM_ECONFLICT;
    return bm__summary_open(model, &o, out);
}

void bm_summary_destroy(bm_summary *summary) {
    if (!summary)
        return;
    const bm_model *model = summary->model;
    const bm_allocator *allocator = &model->allocator;
    bm__summary_release(&summary->sums);
    bm__release(allocator, summary->times_d);
    bm__release(allocator, summary->observables);
    bm__release(allocator, summary->crossing);
    bm__release(allocator, summary->thresholds);
    bm__release(allocator, summary);
    bm__model_release(model);
}

/* ---- members, in blocks ---- */

/* When members are read: at the summary's times, and where there are thresholds on their grid. */
struct plan {
    const bm_summary *summary;
    double *times_d;
    unsigned char *uses; /* of each time: LISTED, ON_GRID */
    size_t n_times;
    size_t *observables; /* of the summary, then of its thresholds */
    size_t n_columns;
    struct bm__summary *sums;
    size_t draw;
    const double *weights; /* of the members of the block, or NULL */
};
enum { LISTED = 1, ON_GRID = 2 };

static bm_status make_plan(struct plan *plan, const bm_summary *summary) {
    const struct bm__summary *sums = &summary->sums;
    const double last_d = summary->times_d[sums->n_times - 1];
    const size_t n_grid = sums->n_thresholds > 0 && plan->draw == 0 ? (size_t)(last_d / summary->grid_d) + 2 : 0;
    plan->summary = summary;
    plan->n_columns = sums->n_observables + (plan->draw == 0 ? sums->n_thresholds : 0);
    plan->times_d = bm__allocate(sums->allocator, sums->n_times + n_grid, sizeof *plan->times_d);
    plan->uses = bm__allocate(sums->allocator, sums->n_times + n_grid, sizeof *plan->uses);
    plan->observables = bm__allocate(sums->allocator, plan->n_columns, sizeof *plan->observables);
    if (!plan->times_d || !plan->uses || !plan->observables)
        return BM_ENOMEM;
    for (size_t next = 0, k = 0; next < sums->n_times;) {
        const double grid_d = k < n_grid ? (double)k * summary->grid_d : BM_NEVER_D;
        const double time_d = fmin(grid_d, summary->times_d[next]);
        const int listed = !(summary->times_d[next] > time_d), on_grid = !(grid_d > time_d);
        plan->times_d[plan->n_times] = time_d;
        plan->uses[plan->n_times++] = (unsigned char)(listed * LISTED | on_grid * ON_GRID);
        next += (size_t)listed;
        k += (size_t)on_grid;
    }
    memcpy(plan->observables, summary->observables, sums->n_observables * sizeof *plan->observables);
    if (plan->n_columns > sums->n_observables)
        memcpy(plan->observables + sums->n_observables, summary->crossing,
               sums->n_thresholds * sizeof *plan->observables);
    return BM_OK;
}

static void release_plan(struct plan *plan, const bm_allocator *allocator) {
    bm__release(allocator, plan->times_d);
    bm__release(allocator, plan->uses);
    bm__release(allocator, plan->observables);
}

/* Counts what a member showed: a row of values for each time. */
static bm_status count_member(const struct plan *plan, const double *values, double weight) {
    struct bm__summary *sums = plan->sums;
    const size_t n = sums->n_observables;
    bm_status status = BM_OK;
    size_t listed = 0;
    for (size_t i = 0; i < plan->n_times && status == BM_OK; values += plan->n_columns, i++) {
        if (!(plan->uses[i] & LISTED))
            continue;
        for (size_t j = 0; j < n && status == BM_OK; j++) {
            const size_t cell = listed * n + j;
            if (plan->draw > 0)
                bm__mean_add(&sums->means[(plan->draw - 1) * sums->n_times * n + cell], values[j], weight);
            else
                status = bm__cell_add(sums->allocator, &sums->cells[cell], values[j], weight);
        }
        listed++;
    }
    return status;
}

/* Counts where she is below thresholds, and where she has been. */
static void count_crossings(const struct plan *plan, const double *values, double weight) {
    struct bm__summary *sums = plan->sums;
    for (size_t j = 0; j < sums->n_thresholds; j++) {
        int ever = 0;
        size_t listed = 0;
        for (size_t i = 0; i < plan->n_times; i++) {
            const double value = values[i * plan->n_columns + sums->n_observables + j];
            const int below = value < plan->summary->thresholds[j];
            if (isnan(value))
                break; /* she failed */
            ever |= below && plan->uses[i] & ON_GRID;
            if (plan->uses[i] & LISTED)
                bm__crossed_add(&sums->crossed[listed++ * sums->n_thresholds + j], weight, below, ever);
        }
    }
}

static bm_status count_block(const struct plan *plan, const double *values, size_t size) {
    bm_status status = BM_OK;
    for (size_t i = 0; i < size && status == BM_OK; i++) {
        const double *hers = values + i * plan->n_times * plan->n_columns;
        const double weight = plan->weights ? plan->weights[i] : 1.0;
        if (isnan(hers[0]))
            continue;
        status = count_member(plan, hers, weight);
        if (plan->draw == 0)
            count_crossings(plan, hers, weight);
    }
    return status;
}

/* Takes note of the members of a block who failed, who are the last ones in the cohort's list from `before` on. */
static bm_status count_failures(const struct plan *plan, const bm_cohort *cohort) {
    plan->sums->n_failed[plan->draw] += cohort->n_failures;
    for (size_t i = 0; i < cohort->n_failures && plan->draw == 0; i++) {
        const struct bm__failure *failure = &cohort->failures[i];
        struct bm__fault fault = {.member = failure->member, .status = failure->status};
        snprintf(fault.text, sizeof fault.text, "%.*s", (int)sizeof fault.text - 1, failure->text);
        if (bm__summary_fault(plan->sums, &fault) != BM_OK)
            return BM_ENOMEM;
    }
    return BM_OK;
}

/* How many members are simulated at a time: enough to keep threads and lanes busy, few enough to have room. */
static uint64_t block_of(const struct plan *plan) {
    enum { NUMBERS = 1 << 24, FEWEST = 256 };
    const size_t numbers = plan->n_times * plan->n_columns;
    const uint64_t room = NUMBERS / (numbers > 0 ? numbers : 1);
    return room > BLOCK ? BLOCK : room > FEWEST ? room : FEWEST;
}

static bm_status stream_block(bm_cohort *cohort, struct plan *plan, double *values) {
    struct bm__cohort *block = &cohort->cohort;
    struct bm__cohort_counts counts = {0};
    const struct bm__reading reading = {
        .times_d = plan->times_d,
        .n_times = plan->n_times,
        .n_columns = plan->n_columns,
        .values = values,
        .member_stride = plan->n_times * plan->n_columns,
        .row_stride = plan->n_columns,
        .column_stride = 1,
    };
    struct bm__member *after = bm__allocate(block->allocator, (size_t)block->size, sizeof *after);
    if (!after)
        return BM_ENOMEM;
    cohort->n_failures = 0;
    bm_status status = bm__cohort_advance(block, NULL, after, plan->times_d[plan->n_times - 1], &reading, &counts);
    bm__members_release(block, after);
    if (status == BM_OK)
        status = count_failures(plan, cohort);
    return status == BM_OK ? count_block(plan, values, (size_t)block->size) : status;
}

/* All members of a cohort, block after block. The cohort is as before in the end. */
static bm_status stream(bm_cohort *cohort, struct plan *plan) {
    const uint64_t first = cohort->cohort.population.first, size = cohort->cohort.size, most = block_of(plan);
    const uint64_t at_once = size < most ? size : most;
    const bm_allocator *allocator = cohort->cohort.allocator;
    double *values = bm__allocate_raw(allocator, (size_t)at_once * plan->n_times * plan->n_columns, sizeof *values);
    bm_status status = values ? BM_OK : BM_ENOMEM;
    cohort->busy = 1;
    cohort->observables = plan->observables;
    cohort->n_observables = plan->n_columns;
    for (uint64_t done = 0; done < size && status == BM_OK; done += cohort->cohort.size) {
        cohort->cohort.population.first = first + done;
        cohort->cohort.size = size - done < at_once ? size - done : at_once;
        cohort->done = (double)done / (double)size;
        cohort->part = (double)cohort->cohort.size / (double)size;
        plan->weights = cohort->weights ? cohort->weights + done : NULL;
        status = stream_block(cohort, plan, values);
    }
    cohort->cohort.population.first = first;
    cohort->cohort.size = size;
    cohort->done = 0.0;
    cohort->part = 1.0;
    cohort->n_failures = 0; /* the summary has them */
    cohort->busy = 0;
    bm__release(allocator, values);
    return status;
}

static bm_status check_addition(bm_summary *summary, bm_cohort *cohort) {
    const struct bm__population *population = &cohort->cohort.population;
    if (cohort->busy || summary->busy)
        return bm__summary_fail(summary, BM_ESTATE,
                                "add: this is not allowed inside a progress callback of the cohort's");
    if (cohort->members)
        return bm__summary_fail(summary, BM_ESTATE, "add: the cohort is at day %g, allowed is one of time 0",
                                cohort->time_d);
    if (population->parameter_draw > summary->sums.n_draws)
        return bm__summary_fail(summary, BM_ERANGE,
                                "add: the cohort has draw %llu of the parameters, allowed is 0 to "
                                "%llu",
                                (unsigned long long)population->parameter_draw,
                                (unsigned long long)summary->sums.n_draws);
    if (strcmp(cohort->profile->calibration, summary->model->calibration) != 0)
        return bm__summary_fail(summary, BM_ECONFLICT,
                                "add: the cohort's parameters are of calibration %s, allowed is the model's, %s",
                                cohort->profile->calibration, summary->model->calibration);
    if (summary->origin != 0 && summary->origin != bm__cohort_origin(cohort))
        return bm__summary_fail(summary, BM_ECONFLICT,
                                "add: the cohort differs from those before it in profile, options or what varies");
    return BM_OK;
}

/* Puts a summary and more sums together in the place of the old ones. */
static bm_status take_over(bm_summary *summary, const struct bm__summary *more, uint64_t origin) {
    struct bm__summary all;
    bm_status status = bm__summary_copy(&summary->sums, &all);
    if (status == BM_OK) {
        status = bm__summary_join(&all, more);
        if (status != BM_OK)
            bm__summary_release(&all);
    }
    if (status != BM_OK)
        return status;
    bm__summary_release(&summary->sums);
    summary->sums = all;
    summary->origin = origin;
    return BM_OK;
}

/* The first of these members who are there already: SIZE_MAX when none is. */
static size_t find_overlap(const struct bm__summary *sums, size_t draw, struct bm__range members) {
    for (size_t i = 0; i < sums->n_ranges[draw]; i++)
        if (sums->ranges[draw][i].first < members.last && members.first < sums->ranges[draw][i].last)
            return i;
    return SIZE_MAX;
}

static bm_status overlaps(bm_summary *summary, const char *call, size_t draw, struct bm__range members) {
    const size_t at = find_overlap(&summary->sums, draw, members);
    if (at == SIZE_MAX)
        return BM_OK;
    const struct bm__range there = summary->sums.ranges[draw][at];
    return bm__summary_fail(summary, BM_ECONFLICT,
                            "%s: members %llu:%llu of draw %llu, and %llu:%llu are there already; allowed is each "
                            "member once",
                            call, (unsigned long long)members.first, (unsigned long long)members.last,
                            (unsigned long long)draw, (unsigned long long)there.first, (unsigned long long)there.last);
}

bm_status bm_summary_add(bm_summary *summary, bm_cohort *cohort) {
    if (!summary || !cohort)
        return BM_EINVAL;
    bm_status status = check_addition(summary, cohort);
    if (status != BM_OK)
        return status;
    const struct bm__population *population = &cohort->cohort.population;
    const struct bm__range members = {population->first, population->first + cohort->cohort.size};
    struct plan plan = {.draw = (size_t)population->parameter_draw};
    status = overlaps(summary, "add", plan.draw, members);
    if (status == BM_OK && bm__check_correlations(cohort, "add") != BM_OK)
        status = bm__summary_fail(summary, BM_ECONFLICT, "%s", cohort->error);
    if (status != BM_OK)
        return status;
    struct bm__summary fresh = {.allocator = summary->sums.allocator,
                                .n_times = summary->sums.n_times,
                                .n_observables = summary->sums.n_observables,
                                .n_thresholds = summary->sums.n_thresholds,
                                .n_draws = summary->sums.n_draws,
                                .weighted = cohort->weights != NULL};
    status = bm__summary_create(&fresh);
    if (status == BM_OK)
        status = make_plan(&plan, summary);
    plan.sums = &fresh;
    summary->busy = 1;
    if (status == BM_OK)
        status = stream(cohort, &plan);
    summary->busy = 0;
    if (status == BM_OK)
        status = bm__summary_cover(&fresh, plan.draw, members);
    if (status == BM_OK)
        status = take_over(summary, &fresh, bm__cohort_origin(cohort));
    bm__summary_release(&fresh);
    release_plan(&plan, summary->sums.allocator);
    if (status != BM_OK)
        bm__summary_fail(summary, status, "add: %s", bm_status_text(status));
    return status;
}

/* ---- others ---- */

static int same_bits(double a, double b) {
    return !(a < b) && !(a > b);
}

static bm_status check_alike(bm_summary *summary, const bm_summary *other) {
    const struct bm__summary *a = &summary->sums, *b = &other->sums;
    int alike = a->n_times == b->n_times && a->n_observables == b->n_observables &&
                a->n_thresholds == b->n_thresholds && a->n_draws == b->n_draws &&
                same_bits(summary->grid_d, other->grid_d);
    for (size_t i = 0; alike && i < a->n_times; i++)
        alike = same_bits(summary->times_d[i], other->times_d[i]);
    for (size_t i = 0; alike && i < a->n_observables; i++)
        alike = summary->observables[i] == other->observables[i];
    for (size_t i = 0; alike && i < a->n_thresholds; i++)
        alike = summary->crossing[i] == other->crossing[i] && same_bits(summary->thresholds[i], other->thresholds[i]);
    if (!alike)
        return bm__summary_fail(summary, BM_ECONFLICT,
                                "merge: the other has other times, observables, thresholds or draws");
    if (summary->origin != 0 && other->origin != 0 && summary->origin != other->origin)
        return bm__summary_fail(summary, BM_ECONFLICT,
                                "merge: the other's members differ in profile, options or what varies");
    return BM_OK;
}

bm_status bm_summary_merge(bm_summary *summary, const bm_summary *other) {
    if (!summary)
        return BM_EINVAL;
    if (!other)
        return bm__summary_fail(summary, BM_EINVAL, "merge: the other summary is NULL");
    if (summary->busy || other->busy)
        return bm__summary_fail(summary, BM_ESTATE, "merge: members are being added");
    bm_status status = check_alike(summary, other);
    for (size_t draw = 0; draw <= summary->sums.n_draws && status == BM_OK; draw++)
        for (size_t i = 0; i < other->sums.n_ranges[draw] && status == BM_OK; i++)
            status = overlaps(summary, "merge", draw, other->sums.ranges[draw][i]);
    if (status != BM_OK)
        return status;
    status = take_over(summary, &other->sums, summary->origin ? summary->origin : other->origin);
    if (status != BM_OK)
        bm__summary_fail(summary, status, "merge: no memory");
    return status;
}
