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
tidy) # all but the analyzer, which takes minutes
    find lib -name '*.c' -not -path 'lib/two_lanes/*' -print0 |
        xargs -0 -r -n 4 -P 2 clang-tidy --quiet -p "$build" '--checks=-clang-analyzer-*'
    ;;
analyze) # before a release, and in the public workflow
    find lib -name '*.c' -not -path 'lib/two_lanes/*' -print0 | xargs -0 -r -n 4 -P 2 clang-tidy --quiet -p "$build"
    cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 -j 2 \
        -I include -I lib -i lib/two_lanes lib
    ;;
licences) # .reuse/dep5 names the authors of every file; what can hold a comment also names its licence itself
    reuse lint --quiet || {
        reuse lint
        exit 1
    }
    tag=SPDX-License-"Identifier: Apache-2.0" # in two parts: this line is no tag
    silent=$(find include lib examples tests bench bindings validation docs scripts cmake -type f \
        \( -name '*.[ch]' -o -name '*.py' -o -name '*.sh' -o -name '*.md' -o -name '*.cmake' -o -name CMakeLists.txt \) \
        -not -path '*/build/*' -not -path '*/node_modules/*' -exec grep -L "$tag" {} +)
    if [ -n "$silent" ]; then
        echo "lint.sh: found no line '$tag' in: $silent" >&2
        exit 1
    fi
    ;;
*)
    echo "lint.sh: found check '$check'; allowed: format, tidy, analyze, licences" >&2
    exit 2
    ;;
esac
