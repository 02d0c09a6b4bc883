/* SPDX-License-Identifier: Apache-2.0 */
/* Registers the routines that R calls. */
#include "package.h"

#include <R_ext/Rdynload.h>
#include <R_ext/Visibility.h>

static const R_CallMethodDef routines[] = {
#define ENTRY(name, arguments) {#name, (DL_FUNC)&name, arguments},
    ROUTINES(ENTRY){NULL, NULL, 0}};

attribute_visible void R_init_bonemodel(DllInfo *dll);

void R_init_bonemodel(DllInfo *dll) {
    R_registerRoutines(dll, NULL, routines, NULL, NULL);
    R_useDynamicSymbols(dll, FALSE);
    R_forceSymbols(dll, TRUE);
}
