#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# build.sh: makes dist/ from the library's sources, where something has changed: bonemodel.wasm with Debian's clang-16,
# lld-16, wasi-libc, libclang-rt-16-dev-wasm32 and binaryen; the JavaScript and its types with rolldown and TypeScript
# (npm ci).
set -eu
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)

node -e 'const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 16)) {
    console.error(`build.sh: found Node ${process.versions.node}, needed is 20.16 or later`);
    process.exit(1);
}'
for tool in clang-16 wasm-ld-16 wasm-opt; do
    command -v $tool >/dev/null || {
        echo "build.sh: $tool is missing; run: sh scripts/install-deps.sh packages clang-16 lld-16 wasi-libc" \
            "libclang-rt-16-dev-wasm32 binaryen" >&2
        exit 1
    }
done
[ -d node_modules/typescript ] || {
    echo "build.sh: TypeScript is missing; run: npm ci" >&2
    exit 1
}

# The library: all sources with the wrapper units of two lanes, and no threads. What takes the time is compiled with
# -Os, which is as fast here as -O3, the rest with -Oz; docs/javascript.md has figures.
wasm=dist/bonemodel.wasm
sources="$root/lib $root/include src/callbacks.c scripts/abi.mjs build.sh"
# shellcheck disable=SC2086 # a list of paths
if [ ! -e $wasm ] || [ -n "$(find $sources -newer $wasm -print -quit)" ]; then
    rm -rf build
    mkdir -p build dist
    node scripts/abi.mjs "$root/include/bonemodel/bonemodel.h" src/abi.ts build/layout.c \
        build/exports
    flags="--target=wasm32-wasi -std=c11 -flto -fno-vectorize -fno-slp-vectorize -msimd128 -mbulk-memory
        -msign-ext -mnontrapping-fptoint -ffp-contract=off -fno-math-errno -fno-trapping-math -fvisibility=hidden
        -DNDEBUG -DBM__BUILDING -DBM__THREADS=0 -I$root/include -I$root/lib
        -ffile-prefix-map=$root=bonemodel -Werror"
    find "$root/lib" -name '*.c' -not -path '*/cohort/lanes.c' | sort |
        FLAGS=$flags xargs -P 2 -n 8 sh -c 'for file; do
            size=-Oz
            case $file in */lib/agents/* | */lib/body/* | */lib/solver/* | */lib/two_lanes/*) size=-Os ;; esac
            folder=$(basename "$(dirname "$file")")
            clang-16 $FLAGS $size -c "$file" -o "build/${folder}_$(basename "$file").o" || exit 255
        done' sh
    # shellcheck disable=SC2086
    clang-16 $flags -Oz -Wall -Wextra -c src/callbacks.c -o build/callbacks.o
    # shellcheck disable=SC2086
    clang-16 $flags -fsyntax-only build/layout.c
    # The stack lies below everything else, so that too deep a call ends in a trap and not in other data. The memory
    # comes from JavaScript, which may say how large it can become.
    clang-16 --target=wasm32-wasi -mexec-model=reactor build/*.o -o build/bonemodel.wasm \
        @build/exports -Wl,--export=malloc -Wl,--export=free \
        -Wl,--import-memory -Wl,--initial-memory=2097152 -Wl,--max-memory=4294967296 -Wl,--stack-first \
        -Wl,-z,stack-size=524288 -Wl,--gc-sections -Wl,--strip-all -Wl,--fatal-warnings
    wasm-opt -Oz --enable-simd --enable-bulk-memory --enable-sign-ext --enable-nontrapping-float-to-int \
        --enable-mutable-globals build/bonemodel.wasm -o $wasm
fi

# Types are TypeScript's, and the code is rolldown's.
inputs="src tsconfig.json rolldown.config.mjs $wasm"
# shellcheck disable=SC2086 # a list of paths
if [ ! -e dist/index.js ] || [ -n "$(find $inputs -newer dist/index.js -print -quit)" ]; then
    rm -f dist/*.js dist/*.map dist/*.ts
    npx --no-install tsc -p .
    npx --no-install rolldown -c >build/rolldown.log
    cp "$root/LICENSE" LICENSE
fi
