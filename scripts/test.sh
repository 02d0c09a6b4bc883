#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs what is missing, builds, and runs every test: with gcc optimised (and there the checks of header, ABI, installed
# tree, documentation and style), with gcc under AddressSanitizer and UndefinedBehaviorSanitizer, and with clang; under
# ThreadSanitizer the programs whose threads work at the same time; and the numbers of a few other targets.
set -eu
cd "$(dirname "$0")/.."

sh scripts/install-deps.sh test
# What builds libraries of its own does so once; scenarios and examples run with the library of gcc, and under the
# sanitizers what says most about memory and not what compares many numbers.
own='^identity\.mutants|^targets\.plain_builds'
for preset in release asan clang; do
    case $preset in
    release) without='^$' ;;
    asan)
        numbers='^parity\.|^sweep|^cohort\.(population|forecast_calibration|bands)|^validation\.mechanisms'
        without="$own|$numbers|^bonesim\.(predict|band|agents|rules|pictures)|^examples\."
        ;;
    clang) without="$own|^bonesim\.|^examples\." ;;
    esac
    echo "== $preset"
    cmake --preset $preset
    cmake --build --preset $preset
    ctest --preset $preset -E "$without"
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
echo "== page"
sh web/test.sh
echo "All tests passed."
