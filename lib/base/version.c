/* SPDX-License-Identifier: Apache-2.0 */
/* The version of the library that runs, which need not be that of the header a program was compiled with. */
#include "bonemodel/bonemodel.h"

int32_t bm_version_number(void) {
    return BM_VERSION_NUMBER;
}

const char *bm_version_string(void) {
    return BM_VERSION_STRING;
}
