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
licences) # .reuse/dep5 names the authors of every file; what can hold a comment also names its licence itself
    reuse lint --quiet || {
        reuse lint
        exit 1
    }
    tag=SPDX-License-"Identifier: Apache-2.0" # in two parts: this line is no tag
    silent=$(find include lib examples tests bench bindings validation docs scripts cmake -type f \
        \( -name '*.[ch]' -o -name '*.py' -o -name '*.sh' -o -name '*.md' -o -name '*.cmake' -o -name CMakeLists.txt \) \
        -not -path '*/build/*' -exec grep -L "$tag" {} +)
    if [ -n "$silent" ]; then
        echo "lint.sh: found no line '$tag' in: $silent" >&2
        exit 1
    fi
    ;;
layers) # base <- solver <- body <- interventions <- readouts <- cohort <- api, and what stands below the agents names none
    agents='denosumab|teriparatide|romosozumab|zoledron|alendron|risedron|ibandron|letrozole|anastrozole|exemestane'
    agents="$agents|goserelin|tamoxifen|raloxifene"
    above='solver|body|interventions|readouts|cohort|api'
    status=0
    for layer in base solver body interventions readouts cohort; do
        if [ -d lib/$layer ] && grep -rnE "#include \"($above)/" lib/$layer; then
            echo "lint.sh: lib/$layer includes from a layer above it" >&2
            status=1
        fi
        case $layer in base | solver | body)
            if [ -d lib/$layer ] && grep -rniE "$agents" lib/$layer; then
                echo "lint.sh: lib/$layer names an agent" >&2
                status=1
            fi
            ;;
        esac
        above=${above#*|}
    done
    exit $status
    ;;
*)
    echo "lint.sh: found check '$check'; allowed: format, tidy, cppcheck, licences, layers" >&2
    exit 2
    ;;
esac
