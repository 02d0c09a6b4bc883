#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# check-hardening.sh LIBRARY OBJECT: what the compiler and linker can do against errors in memory is in a library for
# x86-64, and in an object of it the marks of control flow (CET). The linker leaves out those marks where the system's
# own start-up files, which it adds, have none, as in Debian 12.
set -eu
library=$1 object=$2 status=0

# has WHAT PATTERN COMMAND...: the command's output has the pattern.
has() {
    what=$1 pattern=$2
    shift 2
    "$@" | grep -Eq "$pattern" || {
        echo "check-hardening.sh: $library has no $what"
        status=1
    }
}
has "read-only relocations (RELRO)" "GNU_RELRO" readelf --program-headers --wide "$library"
has "immediate binding (BIND_NOW)" "BIND_NOW|NOW" readelf --dynamic --wide "$library"
has "stack that is not executable" "GNU_STACK.* RW " readelf --program-headers --wide "$library"
has "stack protector" "__stack_chk_fail" nm -D --undefined-only "$library"
has "checked string functions (_FORTIFY_SOURCE)" "__v?snprintf_chk|__memcpy_chk" nm -D --undefined-only "$library"
has "marks of control flow (CET)" "IBT, SHSTK" readelf --notes "$object"
exit $status
