/* SPDX-License-Identifier: Apache-2.0 */
/* Where a violated invariant ends, in builds that check them; a file of its own, so that a test can take its place. */
#include "base/invariant.h"

#if BM__INVARIANTS
void bm__invariant_failed(const char *file, int line, const char *condition) {
    (void)file;
    (void)line;
    (void)condition;
    __builtin_trap();
}
#endif
