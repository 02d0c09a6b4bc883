#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds the library for other processors, compilers and systems, and compares every number of tests/targets/runs.c with
# those of this machine: they must be the same, to the last bit. Then the snapshot of a patient of this machine is loaded
# there, and test programs run there too (all but with `numbers`).
#
#     scripts/targets.sh [numbers] [TARGET...]     without TARGET: all; the table is written to build-targets.md
#     scripts/targets.sh record                    writes the hashes of this machine to tests/targets/hash.txt
set -eu
cd "$(dirname "$0")/.."
all="gcc gcc-O0 clang clang-O0 sse2 avx2 no-threads msan tsan i686 aarch64 armhf riscv64 s390x ppc64el musl mingw wasi"

packages_of() {
    case $1 in
    gcc* | sse2 | avx2 | no-threads | tsan) echo gcc ;;
    clang* | msan) echo clang libclang-rt-14-dev ;;
    i686) echo gcc-i686-linux-gnu libc6-dev-i386-cross qemu-user ;;
    aarch64) echo gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user ;;
    armhf) echo gcc-arm-linux-gnueabihf libc6-dev-armhf-cross qemu-user ;;
    riscv64) echo gcc-riscv64-linux-gnu libc6-dev-riscv64-cross qemu-user ;;
    s390x) echo gcc-s390x-linux-gnu libc6-dev-s390x-cross qemu-user ;;
    ppc64el) echo gcc-powerpc64le-linux-gnu libc6-dev-ppc64el-cross qemu-user ;;
    musl) echo musl-tools ;;
    mingw) echo gcc-mingw-w64-x86-64 wine wine64 ;;
    wasi) echo clang-16 lld-16 wasi-libc libclang-rt-16-dev-wasm32 ;;
    *)
        echo "targets.sh: found target '$1'; allowed: $all" >&2
        return 2
        ;;
    esac
}

build() {
    cmake --preset "target-$1" >"build-target-$1.log" 2>&1 &&
        cmake --build "build-target-$1" ${only:+--target targets.runs} >>"build-target-$1.log" 2>&1
}

# What runs.c prints on a target: run TARGET save|load FILE
run() {
    case $1 in
    wasi) set -- "$1" "$2" "$3" node --no-warnings tests/targets/wasi.mjs "build-target-$1/tests/targets/targets.runs" ;;
    mingw) set -- "$1" "$2" "$3" wine "build-target-$1/tests/targets/targets.runs.exe" ;;
    i686) set -- "$1" "$2" "$3" qemu-i386 "build-target-$1/tests/targets/targets.runs" ;;
    armhf) set -- "$1" "$2" "$3" qemu-arm "build-target-$1/tests/targets/targets.runs" ;;
    ppc64el) set -- "$1" "$2" "$3" qemu-ppc64le "build-target-$1/tests/targets/targets.runs" ;;
    aarch64 | riscv64 | s390x) set -- "$1" "$2" "$3" "qemu-$1" "build-target-$1/tests/targets/targets.runs" ;;
    *) set -- "$1" "$2" "$3" "build-target-$1/tests/targets/targets.runs" ;;
    esac
    what=$2 file=$3
    shift 3
    WINEDEBUG=-all "$@" "$what" "$file" | tr -d '\r'
}

# The tests of a target that do not pass, one a line.
failing() {
    (cd "build-target-$1" && ctest -j2 2>&1) | sed -n 's/^[[:space:]]*[0-9]* - \(targets[^ ]*\) .*/\1/p' | sort
}

only=
case ${1-} in
record) set -- ;;
numbers)
    only=1
    shift
    [ $# -gt 0 ] || set -- $all
    ;;
*) [ $# -gt 0 ] || set -- $all ;;
esac
for target in "$@"; do
    # shellcheck disable=SC2046 # a list of words
    sh scripts/install-deps.sh packages $(packages_of "$target")
done

# This machine: the same sources, now.
build gcc || {
    tail -n 20 build-target-gcc.log
    exit 1
}
run gcc save build-target-gcc/here.snapshot >build-target-gcc/here.csv
if [ $# -eq 0 ]; then
    grep '^hash' build-target-gcc/here.csv >tests/targets/hash.txt
    exit 0
fi
failing_here=
[ -n "$only" ] || failing_here=$(failing gcc)

printf '| target | numbers | snapshot from here | tests that fail |\n| :-- | :-- | :-- | :-- |\n' >build-targets.md
wrong=0
for target in "$@"; do
    numbers=different snapshot=different tests="not run"
    if build "$target"; then
        here=build-target-gcc/here
        run "$target" save "build-target-$target/there.snapshot" >"build-target-$target/there.csv" || numbers="ended early"
        cmp -s "build-target-$target/there.csv" $here.csv && numbers=same
        run "$target" load $here.snapshot 2>&1 | cmp -s - $here.csv && snapshot=same
        if [ -z "$only" ]; then
            tests=$(failing "$target")
            # one that fails here too says nothing about the target
            [ "$tests" = "$failing_here" ] || wrong=1
            tests=$(echo ${tests:-none})
        fi
    else
        numbers="not built: build-target-$target.log"
    fi
    [ "$numbers $snapshot" = "same same" ] || wrong=1
    echo "| $target | $numbers | $snapshot | $tests |" | tee -a build-targets.md
done
exit $wrong
