#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs what is missing, builds, and runs every test: with gcc optimised (and there the checks of header, ABI, installed
# tree, documentation and style), with gcc under AddressSanitizer and UndefinedBehaviorSanitizer, and with clang; and
# under ThreadSanitizer the program whose threads work at the same time.
set -eu
cd "$(dirname "$0")/.."

sh scripts/install-deps.sh test
for preset in release asan clang; do
    echo "== $preset"
    cmake --preset $preset
    cmake --build --preset $preset
    ctest --preset $preset
done
echo "== tsan"
cmake --preset tsan
cmake --build --preset tsan --target stress.threads
ctest --preset tsan -R '^stress\.'
echo "All tests passed."
