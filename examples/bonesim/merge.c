/* SPDX-License-Identifier: Apache-2.0 */
/* bonesim merge: files of summaries, whose members together make a cohort, as what a run of all of them prints. */
#include "bonesim.h"

#include <stdlib.h>
#include <string.h>

/* Members that a file holds. */
struct piece {
    uint64_t first, last;
    const char *path;
};

struct merge {
    struct bs_run *run;
    struct piece *pieces; /* in the order of their members */
    size_t n_pieces;
};

/* ---- whose they are ---- */

/* Two files that do not go together. */
static int differ(const struct bs_bms *a, const struct bs_bms *b, const char *what, struct bs_failure *failure) {
    return bs_fail(failure, BS_WRONG, NULL,
                   "%.400s and %.400s: found summaries of different %s; allowed parts of one "
                   "cohort",
                   a->path, b->path, what);
}

static int check_pair(const struct bs_bms *a, const struct bs_bms *b, struct bs_failure *failure) {
    if (a->seed != b->seed)
        return differ(a, b, "seeds", failure);
    if (strcmp(a->scenario_sha256, b->scenario_sha256) != 0)
        return differ(a, b, "scenarios", failure);
    if (strcmp(a->women_sha256, b->women_sha256) != 0 || a->size != b->size)
        return differ(a, b, "tables of women", failure);
    return a->n_arms != b->n_arms ? differ(a, b, "arms", failure) : BS_DONE;
}

/* ---- which members ---- */

static int add_piece(struct merge *merge, struct piece piece, struct bs_failure *failure) {
    size_t place = merge->n_pieces;
    struct piece *pieces = realloc(merge->pieces, (merge->n_pieces + 1) * sizeof *pieces);
    if (!pieces)
        return bs_no_memory(failure);
    merge->pieces = pieces;
    while (place > 0 && pieces[place - 1].first > piece.first)
        place--;
    const struct piece *before = place > 0 ? &pieces[place - 1] : NULL;
    const struct piece *after = place < merge->n_pieces ? &pieces[place] : NULL;
    const struct piece *other = before && before->last > piece.first ? before
                                : after && after->first < piece.last ? after
                                                                     : NULL;
    if (other) {
        const uint64_t first = other->first > piece.first ? other->first : piece.first;
        const uint64_t last = other->last < piece.last ? other->last : piece.last;
        return bs_fail(failure, BS_WRONG, NULL,
                       "%.400s and %.400s: found members %llu:%llu in both; allowed each member once", other->path,
                       piece.path, (unsigned long long)first, (unsigned long long)last);
    }
    memmove(pieces + place + 1, pieces + place, (merge->n_pieces - place) * sizeof *pieces);
    pieces[place] = piece;
    merge->n_pieces++;
    return BS_DONE;
}

static int add_pieces(struct merge *merge, const struct bs_bms *bms, struct bs_failure *failure) {
    struct piece piece = {.path = bms->path};
    int status = BS_DONE;
    for (size_t i = 0; !status && bm_summary_range(bms->summaries[0], 0, i, &piece.first, &piece.last) == BM_OK; i++)
        status = piece.last > bms->size
                     ? bs_fail(failure, BS_WRONG, NULL, "%.400s: found members %llu:%llu; allowed 0:%llu", bms->path,
                               (unsigned long long)piece.first, (unsigned long long)piece.last,
                               (unsigned long long)bms->size)
                     : add_piece(merge, piece, failure);
    return status;
}

static int is_missing(const struct merge *merge, uint64_t first, uint64_t last, const char *before, const char *after,
                      struct bs_failure *failure) {
    const uint64_t size = merge->run->cohort.size;
    if (before && after && !strcmp(before, after))
        after = NULL;
    return bs_fail(failure, BS_WRONG, NULL,
                   "%.400s%s%.400s: found no file with the members %llu:%llu; allowed all of 0:%llu, or a part with "
                   "--summary",
                   before ? before : "", before && after ? " and " : "", after ? after : "", (unsigned long long)first,
                   (unsigned long long)last, (unsigned long long)size);
}

static int check_complete(const struct merge *merge, struct bs_failure *failure) {
    const uint64_t size = merge->run->cohort.size;
    const char *before = NULL;
    uint64_t last = 0;
    for (size_t i = 0; i < merge->n_pieces; i++) {
        const struct piece *piece = &merge->pieces[i];
        if (piece->first > last)
            return is_missing(merge, last, piece->first, before, piece->path, failure);
        last = piece->last;
        before = piece->path;
    }
    return last < size ? is_missing(merge, last, size, before, NULL, failure) : BS_DONE;
}

/* ---- merging ---- */

/* Opens the scenario that stands in a file, whose summaries the run takes. */
static int open_run(struct bs_bms *bms, struct bs_scenario *scenario, struct bs_run *run, struct bs_failure *failure) {
    struct bs_failure inner;
    int status = bs_scenario_parse(bms->text, bms->text_length, scenario, &inner);
    bms->text = NULL; /* the scenario's */
    if (!status) {
        memcpy(scenario->sha256, bms->scenario_sha256,
               strlen(bms->scenario_sha256) < BS_SHA256 ? strlen(bms->scenario_sha256) + 1 : 0);
        scenario->streamed = scenario->stored = true;
        scenario->max_runs = HUGE_VAL; /* they have been simulated */
        scenario->size = bms->size;
        status = bs_run_open(scenario, run, &inner);
    }
    if (!status && (run->cohort.size != bms->size || scenario->n_arms != bms->n_arms))
        status = bs_fail(&inner, BS_WRONG, NULL, "found another cohort than in its scenario");
    if (status)
        return bs_fail(failure, status, NULL, "%.400s: %.1000s", bms->path, inner.text);
    memcpy(run->cohort.women.sha256, bms->women_sha256,
           strlen(bms->women_sha256) < BS_SHA256 ? strlen(bms->women_sha256) + 1 : 0);
    for (size_t i = 0; i < bms->n_arms; i++) {
        run->messages[i] = bms->messages[i];
        bms->messages[i] = NULL;
    }
    run->summaries = bms->summaries;
    bms->summaries = NULL;
    return BS_DONE;
}

static int add_file(struct merge *merge, struct bs_bms *bms, struct bs_failure *failure) {
    for (size_t i = 0; i < bms->n_arms; i++) {
        bm_summary *summary = merge->run->summaries[i];
        const bm_status result = bm_summary_merge(summary, bms->summaries[i]);
        if (result == BM_ENOMEM)
            return bs_no_memory(failure);
        if (result != BM_OK)
            return bs_fail(failure, BS_WRONG, NULL, "%.400s and %.400s: found %.600s", merge->pieces[0].path, bms->path,
                           bm_summary_last_error(summary));
    }
    return BS_DONE;
}

int bs_merge_read(const char *const *paths, size_t n, bool partial, struct bs_scenario *scenario, struct bs_run *run,
                  struct bs_failure *failure) {
    struct merge merge = {.run = run};
    struct bs_bms first = {0};
    bm_model *model = NULL;
    int status = bs_open_model("full", &model) == BM_OK ? BS_DONE : bs_no_memory(failure);
    if (!status)
        status = bs_bms_read(paths[0], model, &first, failure);
    if (!status)
        status = add_pieces(&merge, &first, failure);
    if (!status)
        status = open_run(&first, scenario, run, failure);
    if (!status)
        status = bs_below_begin(run, failure);
    for (size_t i = 1; !status && i < n; i++) {
        struct bs_bms next;
        status = bs_bms_read(paths[i], model, &next, failure);
        if (!status)
            status = check_pair(&first, &next, failure);
        if (!status)
            status = add_pieces(&merge, &next, failure);
        if (!status)
            status = add_file(&merge, &next, failure);
        bs_bms_free(&next);
        if (!status && bs_interrupted())
            status = bs_stopped(failure);
    }
    if (!status && !partial)
        status = check_complete(&merge, failure);
    free(merge.pieces);
    bs_bms_free(&first);
    bm_model_destroy(model);
    return status;
}
