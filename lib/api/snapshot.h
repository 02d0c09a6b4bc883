/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Snapshots: little-endian, each number 8 bytes, in this order (format 5; 6 with a walk or study of her own):
 *   magic, format version, total size, model name, number of the equations, rtol, max_steps, calibration,
 *   hooks (number; of each its name, fingerprint, whether it is late, the host's bytes),
 *   active agents, whether day 0 has been worked out, every parameter, every initial value, every covariate, what
 *   her walk and study follow from, lessons (number; of each the key of what it is of, its time, SD and alpha),
 * courses, the moment (time, states, scales, rates of the active agents and the hooks, step memory), decisions (number,
 * last id; of each its name, id, side, the host's bytes), checksum of all before. Whatever has a name in the library is
 * found by its key, a hash of 32 bits: a list says how many keys, the keys, two to a number, and then the values in
 * that order. What stands in no list has its default, or its balance at that time. Day 0 is worked out anew from that:
 * the same binary computes the same bits.
 *
 * Formats 3, and 4 with hooks or decisions, had no keys, and a fingerprint of the names instead of the equations'
 * number; their order is that of snapshot_names.h.
 */
#ifndef BM__API_SNAPSHOT_H
#define BM__API_SNAPSHOT_H

#include "api/handles.h"
#include "base/hash.h"

#define BM__SNAPSHOT_MAGIC          UINT64_C(0x3150414e534d42ff) /* "\xffBMSNAP1" */
#define BM__SNAPSHOT_BY_PLACE       UINT64_C(3)
#define BM__SNAPSHOT_WITH_CALLBACKS UINT64_C(4) /* by place, with hooks or decisions */
#define BM__SNAPSHOT_BY_NAME        UINT64_C(5)
#define BM__SNAPSHOT_WITH_WALK      UINT64_C(6)         /* by name, of a woman who was a member */
#define BM__SNAPSHOT_LARGEST_MEMORY (UINT64_C(1) << 30) /* of a hook or decision, bytes */
#define BM__SNAPSHOT_HOOK           (UINT64_C(1) << 32) /* and more: the agent of a course is a hook, by its place */

/* Names take whole numbers of 8 letters. */
enum {
    BM__HOOK_NUMBERS = BM__HOOK_NAME / 8,
    BM__DECISION_NUMBERS = BM__NAME_LENGTH / 8,
    BM__CALIBRATION_NUMBERS = BM__CALIBRATION_LENGTH / 8,
};

/* The first 8 letters of a text as a number. */
BM__INLINE uint64_t bm__letters(const char *text) {
    uint64_t number = 0;
    for (size_t i = 0; i < 8 && text[i]; i++)
        number |= (uint64_t)(unsigned char)text[i] << 8 * i;
    return number;
}

/* Lists of what has a name, and the library's rows in them. */
enum bm__list {
    BM__LIST_AGENTS,
    BM__LIST_PARAMETERS,
    BM__LIST_INITIAL,
    BM__LIST_COVARIATES,
    BM__LIST_WALK,   /* and study, and what was learned of day 0 */
    BM__LIST_STATES, /* the body's and those of the active agents, in the order of the layout; not those of hooks */
};
enum { BM__LIST_ROWS = 512 }; /* room for any list */
enum {
    BM__WALK_SEED,
    BM__WALK_MEMBER,
    BM__WALK_SITES, /* and on: the SD of each */
    BM__STUDY_SEED = BM__WALK_SITES + BM__N_SITES,
    BM__STUDY_NUMBER,
    BM__STUDY_ARM,
    BM__STUDY_SIZE,
    BM__LEARNED_START, /* and on: of each site; then its variance */
    BM__WALK_ROWS = BM__LEARNED_START + 2 * BM__N_SITES
};
_Static_assert((int)BM__MAX_PARAMETERS <= (int)BM__LIST_ROWS && (int)BM__MAX_STATES <= (int)BM__LIST_ROWS, "room");

uint32_t bm__list_rows(const bm_patient *patient, enum bm__list list);
const char *bm__list_name(const bm_patient *patient, enum bm__list list, uint32_t row);

/* An agent's option that is the number of a preset of exercise, for which the preset's key is written. */
int bm__option_is_preset(const struct bm__value_row *option);

/* What decides whether a hook means the same: its states, targets and view of the body, and how its dose enters. */
uint64_t bm__hook_fingerprint(const bm_patient *patient, const struct bm__hook *hook);

/* What a lesson is found by. */
uint32_t bm__lesson_key(uint64_t of);

/* The name of a target. */
const char *bm__target_name(const bm_patient *patient, uint32_t target);

#endif
