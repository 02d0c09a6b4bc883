#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds the Python package as PyPI's users get it, and tests it: an sdist from the clone, an abi3 wheel from the sdist, its
# audits, every test in an environment that has all extras but no C library; and the other ways to install it. Needs PyPI
# and a release build, whose bonesim is compared with. Works in build-python.
set -eu
cd "$(dirname "$0")/../.."
here=$PWD/bindings/python work=$PWD/build-python release=$PWD/build-release
bonesim=$release/examples/bonesim/bonesim
[ -x "$bonesim" ] || { echo "test.sh: found no $bonesim; run 'cmake --preset release && cmake --build --preset release' first" >&2 && exit 1; }

python=/usr/bin/python3
export PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_QUIET=1 MPLBACKEND=Agg
export MPLCONFIGDIR="$work/matplotlib" CMAKE_BUILD_PARALLEL_LEVEL="${CMAKE_BUILD_PARALLEL_LEVEL:-2}"
unset PYTHONPATH LD_LIBRARY_PATH PKG_CONFIG_PATH
rm -rf "$work"
mkdir -p "$work"
step() { echo "-- python: $*"; }

step "sdist and wheel"
$python -m venv "$work/tools"
"$work/tools/bin/pip" install 'build' 'auditwheel' 'abi3audit' 'check-wheel-contents'
before=$(ls -A "$here" "$here/bonemodel")
"$work/tools/bin/python" -m build --sdist --outdir "$work/dist" "$here" >"$work/sdist.log" 2>&1 || { cat "$work/sdist.log" >&2 && exit 1; }
[ "$before" = "$(ls -A "$here" "$here/bonemodel")" ] || { echo "test.sh: building the sdist left files in $here" >&2 && exit 1; }
(cd "$work" && "$work/tools/bin/pip" wheel --no-deps --wheel-dir "$work/dist" "$work"/dist/bonemodel-*.tar.gz)
wheel=$(ls "$work"/dist/bonemodel-*-cp311-abi3-*.whl)

step "audits"
"$work/tools/bin/auditwheel" show "$wheel" >"$work/audit.txt"
grep -q 'manylinux_2_[0-9]*_x86_64\|manylinux_2_[0-9]*_aarch64' "$work/audit.txt" || { cat "$work/audit.txt" >&2 && exit 1; }
if grep -q 'libbonemodel' "$work/audit.txt"; then
    echo "test.sh: the wheel needs an installed library" >&2
    exit 1
fi
"$work/tools/bin/python" -m zipfile -l "$wheel" >"$work/files.txt"
grep -q LICENSE "$work/files.txt" || { echo "test.sh: the wheel holds no LICENSE" >&2 && exit 1; }
"$work/tools/bin/abi3audit" --strict "$wheel"
"$work/tools/bin/check-wheel-contents" "$wheel" >"$work/contents.txt" || { cat "$work/contents.txt" >&2 && exit 1; }

step "tests with all extras"
$python -m venv "$work/venv"
"$work/venv/bin/pip" install "$wheel[all]" pytest pytest-xdist hypothesis jsonschema nanoarrow mypy SALib
(cd "$work" && BM_ALL_EXTRAS=1 BONESIM=$bonesim "$work/venv/bin/python" -m pytest --quiet -n 2 -p no:cacheprovider "$here/tests")

step "pip install of the clone" # for two lanes and without optimisation: that takes less time and gives the same bits
$python -m venv "$work/clone"
"$work/clone/bin/pip" install --config-settings=cmake.define.BM_ISA=sse2 \
    --config-settings=cmake.build-type=Debug "$here" pytest
(cd "$work" && "$work/clone/bin/python" -m pytest --quiet -p no:cacheprovider "$here/tests/test_golden.py")

step "pip install with the installed library"
cmake --install "$release" --prefix "$work/stage" >/dev/null
PKG_CONFIG_PATH=$(dirname "$(find "$work/stage" -name bonemodel.pc)")
export PKG_CONFIG_PATH
"$work/clone/bin/pip" install --force-reinstall --no-deps --config-settings=cmake.define.BM_SYSTEM_LIBRARY=ON "$here"
(cd "$work" && "$work/clone/bin/python" -c "import bonemodel; maps = open('/proc/self/maps').read(); assert '$work/stage' in maps, maps")

ls -l "$work"/dist | awk 'NR > 1 {print "-- python: " $9 ", " $5 " bytes"}'
