/* SPDX-License-Identifier: Apache-2.0 */
/* cmocka asks for <setjmp.h>; cmocka.h of this folder does without, and wasm32-wasi has none. */
