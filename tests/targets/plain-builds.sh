#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# plain-builds.sh SOURCE_DIR WORK_DIR RUNS: builds the library without CMake, in the two ways that other build systems
# use, and compares the numbers of tests/targets/runs.c with those of RUNS, the same program of this build.
set -eu
source=$1 work=$2 runs=$3
rm -rf "$work"
mkdir -p "$work"
cd "$work"
"$runs" >expected.csv

same() {
    "./$1" >"$1.csv"
    cmp -s "$1.csv" expected.csv || {
        diff "$1.csv" expected.csv | head -n 10
        echo "plain-builds.sh: $1 gives other numbers"
        exit 1
    }
}

# One file, as a project copies it into its own tree.
/usr/bin/python3 "$source/scripts/amalgamate.py" one
mkdir bonemodel
cp one/bonemodel.h bonemodel
for cc in gcc clang tcc; do
    (cd one && "$cc" -O2 -ffp-contract=off -c bonemodel.c -o "$cc.o")
    "$cc" -DBM_STATIC -I. -o "$cc" "$source/tests/targets/runs.c" "one/$cc.o" -lm -lpthread
    same "$cc"
done

# One list of sources and one set of flags, as R and plain makefiles have them.
/usr/bin/python3 "$source/scripts/two-lanes.py" --check
mkdir list
(cd list && gcc -std=c11 -O0 -ffp-contract=off "-I$source/include" "-I$source/lib" -c "$source"/lib/*/*.c \
    "$source"/lib/*/generated/*.c)
gcc "-I$source/include" -o sources "$source/tests/targets/runs.c" list/*.o -lm -lpthread
nm sources | grep -q bm__lanes_create_x2 || {
    echo "plain-builds.sh: the list of sources has no two lanes"
    exit 1
}
same sources
