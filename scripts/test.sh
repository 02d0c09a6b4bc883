#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs what is missing, builds, and runs every test: with gcc optimised (and there the checks of header, ABI, installed
# tree, documentation and style), with gcc under AddressSanitizer and UndefinedBehaviorSanitizer, and with clang; under
# ThreadSanitizer the programs whose threads work at the same time; and the numbers of a few other targets.
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
cmake --build --preset tsan --target stress.threads targets.runs
ctest --preset tsan -R '^stress\.|^targets\.hash'
echo "== python"
sh bindings/python/test.sh
echo "== targets"
sh scripts/targets.sh numbers i686 s390x musl wasi
echo "== R"
sh bindings/r/test.sh
echo "== JavaScript"
sh bindings/js/test.sh
echo "All tests passed."
