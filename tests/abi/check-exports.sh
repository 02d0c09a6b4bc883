#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# check-exports.sh LIBRARY HEADER: what the header declares and what the library exports must be the list in
# bonemodel.symbols, and what the library needs the list in bonemodel.needed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
library=$1 header=$2

# same LIST WHAT: compares standard input with a committed list.
same() {
    LC_ALL=C sort | diff -u "$here/$1" - ||
        { echo "check-exports.sh: $2 differ from tests/abi/$1; a wanted change is made in that file too" >&2 && false; }
}

status=0
awk '/^BM_API/,/;/' "$header" | grep -o 'bm_[a-z0-9_]*(' | tr -d '(' |
    same bonemodel.symbols "the functions declared in $header" || status=1
nm -D --defined-only --without-symbol-versions "$library" | awk '$2 != "A" { print $3 }' |
    same bonemodel.symbols "the symbols exported by $library" || status=1
readelf --dynamic --wide "$library" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' |
    same bonemodel.needed "the libraries needed by $library" || status=1
exit $status
