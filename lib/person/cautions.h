/* SPDX-License-Identifier: Apache-2.0 */
/* What a clinician would be warned of: treatments that do not go together, that end badly, or that do not suit her. */
#ifndef BM__PERSON_CAUTIONS_H
#define BM__PERSON_CAUTIONS_H

#include "person/day0.h"

enum { BM__CAUTION_LENGTH = 240 };

/* Takes a sentence. */
typedef void (*bm__caution_fn)(void *user, const char *sentence);

/* Says what there is to warn of, as far as it has been prescribed and time has passed. Nothing depends on it. */
void bm__cautions(const struct bm__simulation *sim, const struct bm__day0 *day0, bm__caution_fn say, void *user);

#endif
