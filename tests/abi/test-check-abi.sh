#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-check-abi.sh CC INCLUDE_DIR WORK_DIR: the test of check-abi.sh itself. Plants changes in a copy of the public header,
# builds a library of empty functions from it, and requires the right answer to each.
set -eu
cc=$1 include=$2 work=$3
here=$(cd "$(dirname "$0")" && pwd)
header=bonemodel/bonemodel.h

rm -rf "$work"
mkdir -p "$work/mutant/bonemodel"
cd "$work"

# What the opaque types hold, public structs and a private one among it.
private='struct bm__part { double a; };
struct bm_model { bm_allocator allocator; struct bm__part part; };
struct bm_patient { bm_model *model; bm_patient_options options; bm_prescription course; bm_patient_stats stats;
                    bm_catalog_entry entry; bm_named_value value; struct bm__part part, *parts; };'

# build INCLUDE_DIR LIBRARY: every declaration of the header becomes a definition.
build() {
    {
        echo '#include <bonemodel/bonemodel.h>'
        echo "$private"
        awk '/^BM_API/,/;/' "$1/$header" | sed 's/;$/ { __builtin_trap(); }/'
    } >stub.c
    "$cc" -g -O0 -w -fPIC -shared -I "$1" stub.c -o "$2"
}

failures=0
# answer EXPECTED WHAT: EXPECTED is pass or fail.
answer() {
    build mutant mutant.so
    status=0
    sh "$here/check-abi.sh" mutant.so baseline.abi >report 2>&1 || status=$?
    case $1:$status in
    pass:0 | fail:4 | fail:8 | fail:12) echo "ok: $2: $1" ;;
    *)
        echo "WRONG: $2: expected $1, check-abi.sh exited with $status"
        cat report
        failures=$((failures + 1))
        ;;
    esac
}

# mutate EXPECTED WHAT SED_ARGUMENT...: the change must change something.
mutate() {
    expected=$1 what=$2
    shift 2
    sed "$@" "$include/$header" >mutant/$header
    if cmp -s "$include/$header" mutant/$header; then
        echo "WRONG: $what: the mutant equals the header"
        failures=$((failures + 1))
    else
        answer "$expected" "$what"
    fi
}

build "$include" baseline.so
if [ "$(nm -D --defined-only baseline.so | grep -c ' T bm_')" -ne "$(wc -l <"$here/bonemodel.symbols")" ]; then
    echo "WRONG: the library of empty functions lacks some of the functions in bonemodel.symbols"
    exit 1
fi
sh "$here/write-abi.sh" baseline.so baseline.abi

# Structs that begin with struct_size may grow, at their end only; the others may not.
growable=$(sed -n '/^typedef struct .* {$/{N;s/^typedef struct \(.*\) {\n *uint32_t struct_size;.*/\1/p}' "$include/$header")
fixed=bm_named_value
[ -n "$growable" ]
for struct in $growable $fixed; do
    expected=pass
    [ "$struct" != $fixed ] || expected=fail
    mutate $expected "field appended to $struct" "s/^} $struct;/    double planted;\n&/"
    mutate fail "field inserted in $struct" -e "/^typedef struct $struct {/{n;s/\$/\n    double planted;/}"
done
mutate pass 'function added' '/^BM_API int32_t bm_version_number/i BM_API int32_t bm_planted(double number);'
mutate fail 'function removed' '/^BM_API int32_t bm_version_number/d'
mutate fail 'parameter retyped' '/ bm_patient_advance_to(/s/double/float/'
mutate fail 'parameter of a callback retyped' '/^typedef int32_t (\*bm_progress_fn)/s/double/float/'
mutate fail 'status retyped' 's/^typedef int32_t bm_status;/typedef int64_t bm_status;/'

cp "$include/$header" mutant/$header
original=$private
private=$(echo "$original" | sed 's/bm_model \*model;/& double planted;/')
answer pass 'private member added to bm_patient'
private=$(echo "$original" | sed 's/bm_allocator allocator;/& double planted;/')
answer pass 'private member added to bm_model'
private=$(echo "$original" | sed 's/double a;/& double planted;/')
answer pass 'private member added inside a member of both'

# A member retyped without a change of its size is the part of tests/header/abi_layout.c.
private=$original
sed '/^typedef struct bm_prescription {/,/^}/s/double dose;/int64_t dose;/' "$include/$header" >mutant/$header
layout=$here/../header/abi_layout.c
if ! "$cc" -std=c11 -fsyntax-only -I "$include" "$layout" ||
    "$cc" -std=c11 -fsyntax-only -I mutant "$layout" 2>report || ! grep -q 'bm_prescription.dose retyped' report; then
    echo "WRONG: abi_layout.c does not see that bm_prescription.dose was retyped"
    failures=$((failures + 1))
fi

# A library without debug information must not pass.
build "$include" mutant.so
strip mutant.so
if sh "$here/check-abi.sh" mutant.so baseline.abi >report 2>&1; then
    echo "WRONG: a library without debug information passes"
    failures=$((failures + 1))
fi

echo "test-check-abi.sh: $failures wrong"
[ "$failures" -eq 0 ]
