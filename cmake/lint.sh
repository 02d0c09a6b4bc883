#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# lint.sh CHECK SOURCE_DIR BUILD_DIR: one check of the sources; anything found is an error.
set -eu
check=$1 build=$3
cd "$2"

case $check in
format) # fixed by: clang-format -i FILE
    find include lib examples tests bench -name '*.[ch]' -exec clang-format --dry-run --Werror {} +
    ;;
tidy)
    find lib -name '*.c' -print0 | xargs -0 -r -n 4 -P 2 clang-tidy --quiet -p "$build"
    ;;
cppcheck)
    cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 -j 2 \
        -I include -I lib lib
    ;;
*)
    echo "lint.sh: found check '$check'; allowed: format, tidy, cppcheck" >&2
    exit 2
    ;;
esac
