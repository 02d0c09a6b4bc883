/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The systems beyond the core, as lists: each system's header owns its rows, and here they stand one after the other.
 *
 *   parameters     X(group, name, value, unit, minimum, maximum, flags, source, description); catalogue: "group.name".
 *                  BM__FIT rows take their values from generated/fitted_body.h, which only validation/calibrate writes.
 *   targets        X(name, unit, neutral, description): places where interventions push
 *   states         X(name, typical size, unit, value in balance, description); time is in hours
 *   derived        X(name, formula): what follows from the parameters e, the person and the core's constants `core`
 *   Jacobian       X(row, column) where d(row)/dt depends on column, or on a target
 *
 * A system's header is read twice: here for its lists, and after index.h once more for its equations, which need the
 * names that index.h makes of the lists.
 */
#ifndef BM__BODY_EXTENSIONS_H
#define BM__BODY_EXTENSIONS_H

#include "body/generated/fitted_body.h"

#include "body/endocrine.h"
#include "body/estradiol.h"
#include "body/fracture.h"
#include "body/habits.h"
#include "body/levels.h"
#include "body/loading.h"
#include "body/mature_osteoblasts.h"
#include "body/nutrition.h"
#include "body/osteocyte.h"
#include "body/precursors.h"
#include "body/skeleton.h"

#define BM__SRC_FITTED "fitted by validation/calibrate to the trials in validation/trials"
#define BM__SRC_FIRST  "first fit of this structure"
#define BM__SRC_MEMORY "textbook value, recalled and not verified"

/* A fitted row. */
#define BM__FIT(X, group, name, unit, minimum, maximum, description)                                                   \
    X(group, name, BM__FITTED_##group##_##name, unit, minimum, maximum, BM_FLAG_FITTED, BM__SRC_FITTED, description)

/* clang-format off */
#define BM__EXTENSION_PARAMETERS(X)                                                                                    \
    BM__COMMON_PARAMETERS(X) BM__ESTRADIOL_PARAMETERS(X) BM__TURNOVER_PARAMETERS(X) BM__PRECURSORS_PARAMETERS(X)       \
    BM__OSTEOCYTE_PARAMETERS(X) BM__SKELETON_PARAMETERS(X) BM__NUTRITION_PARAMETERS(X) BM__LOADING_PARAMETERS(X)       \
    BM__HABITS_PARAMETERS(X) BM__BODY_MASS_PARAMETERS(X) BM__FRACTURE_PARAMETERS(X) BM__ENDOCRINE_PARAMETERS(X)        \
    BM__MARKERS_PARAMETERS(X)

#define BM__EXTENSION_TARGETS(X)                                                                                       \
    BM__ESTRADIOL_TARGETS(X) BM__LEVELS_TARGETS(X) BM__OSTEOCYTE_TARGETS(X) BM__NUTRITION_TARGETS(X)                   \
    BM__LOADING_TARGETS(X) BM__HABITS_TARGETS(X) BM__FRACTURE_TARGETS(X)

#define BM__EXTENSION_STATES(X)                                                                                        \
    BM__ESTRADIOL_STATES(X) BM__PRECURSORS_STATES(X) BM__OSTEOCYTE_STATES(X) BM__MATURE_OSTEOBLASTS_STATES(X)          \
    BM__NUTRITION_STATES(X) BM__SKELETON_STATES(X) BM__LOADING_STATES(X) BM__HABITS_STATES(X) BM__FRACTURE_STATES(X)

#define BM__EXTENSION_DERIVED(X)                                                                                       \
    BM__LEVELS_DERIVED(X) BM__ESTRADIOL_DERIVED(X) BM__OSTEOCYTE_DERIVED(X) BM__MATURE_OSTEOBLASTS_DERIVED(X)          \
    BM__NUTRITION_DERIVED(X) BM__SKELETON_DERIVED(X) BM__LOADING_DERIVED(X) BM__HABITS_DERIVED(X)                      \
    BM__FRACTURE_DERIVED(X) BM__ESTRADIOL_SCALE_DERIVED(X)

#define BM__EXTENSION_JACOBIAN(X)                                                                                      \
    BM__ESTRADIOL_JACOBIAN(X) BM__PRECURSORS_JACOBIAN(X) BM__OSTEOCYTE_JACOBIAN(X) BM__MATURE_OSTEOBLASTS_JACOBIAN(X)  \
    BM__HABITS_JACOBIAN(X) BM__NUTRITION_JACOBIAN(X) BM__SKELETON_JACOBIAN(X) BM__LOADING_JACOBIAN(X)                  \
    BM__FRACTURE_JACOBIAN(X)

#define BM__EXTENSION_TARGET_JACOBIAN(X)                                                                               \
    BM__ESTRADIOL_TARGET_JACOBIAN(X) BM__LEVELS_TARGET_JACOBIAN(X) BM__OSTEOCYTE_TARGET_JACOBIAN(X)                    \
    BM__MATURE_OSTEOBLASTS_TARGET_JACOBIAN(X) BM__NUTRITION_TARGET_JACOBIAN(X) BM__SKELETON_TARGET_JACOBIAN(X)         \
    BM__LOADING_TARGET_JACOBIAN(X) BM__HABITS_TARGET_JACOBIAN(X) BM__FRACTURE_TARGET_JACOBIAN(X)
/* clang-format on */

#endif
