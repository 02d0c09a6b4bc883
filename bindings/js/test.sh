#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test.sh: builds the package and runs its tests, against the library in build-release, which it builds where it is missing.
set -eu
cd "$(dirname "$0")"

sh ../../scripts/install-deps.sh packages clang-16 lld-16 wasi-libc libclang-rt-16-dev-wasm32 binaryen chromium
command -v npm >/dev/null || sh ../../scripts/install-deps.sh packages nodejs npm
[ -e ../../build-release/lib/libbonemodel.so ] || (
    cd ../..
    cmake --preset release
    cmake --build --preset release --target bonemodel
)
npm ci --no-audit --no-fund
npm test
