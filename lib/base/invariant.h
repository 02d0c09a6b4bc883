/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Invariants: what a function relies on and cannot see where it stands, written down in the code. The pair of macros is
 * SQLite's and H3's, of the same names:
 *
 *     ALWAYS(condition)   holds, unless the library itself has an error;
 *     NEVER(condition)    does not hold, unless the library itself has an error.
 *
 * Both have the condition's value and are used where a condition is, so that the branch for the error is real code:
 *
 *     if (NEVER(ode->n > it->step.stride))
 *         return BM__BROKEN;
 *
 * A condition has no effect of its own, so that a build may leave it out.
 *
 * They are for errors of this library only: what a host can get wrong is checked at the border (lib/api), and what can
 * happen for other reasons (no memory, a step that is too small) has a status of its own. None stands in a right-hand
 * side or in the stages of a step.
 *
 * BM__INVARIANTS chooses what becomes of a violated one:
 *   0  a release and every installed library: nothing. The condition is a plain value, which the compiler takes to be
 *      as expected; the call returns a status, and no process is ended.
 *   1  the presets debug, asan and tsan (BM_INVARIANTS in CMake): bm__invariant_failed() is called first, which traps,
 *      so that a test or a debugger stops where the error is and not where it shows.
 *
 * A program that is linked with the static library can bring a bm__invariant_failed() of its own, which then takes the
 * place of the library's: the tests of invariants count the calls. A measurement of coverage leaves these branches out,
 * for instance by gcovr --exclude-branches-by-pattern '.*(ALWAYS|NEVER)\(.*'.
 */
#ifndef BM__BASE_INVARIANT_H
#define BM__BASE_INVARIANT_H

#include "bonemodel/bonemodel.h"

#ifndef BM__INVARIANTS
#define BM__INVARIANTS 0
#endif

#if BM__INVARIANTS
/* Says which condition was violated, and where: in the arguments, for a debugger. The library's own does not return. */
void bm__invariant_failed(const char *file, int line, const char *condition);

#define ALWAYS(condition) ((condition) ? 1 : (bm__invariant_failed(__FILE__, __LINE__, #condition), 0))
#define NEVER(condition)  ((condition) ? (bm__invariant_failed(__FILE__, __LINE__, #condition), 1) : 0)
#else
#define ALWAYS(condition) __builtin_expect(!!(condition), 1)
#define NEVER(condition)  __builtin_expect(!!(condition), 0)
#endif

/* What a call returns when it has met a violated invariant and no other status describes it better. */
enum { BM__BROKEN = BM_ESTATE };

#endif
