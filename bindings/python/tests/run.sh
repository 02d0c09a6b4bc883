#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# run.sh PYTHON LIBDIR WORK: installs the package against the library in LIBDIR into an environment made in WORK, as its
# README says and without a network, and runs its tests there.
set -eu
python=$1 libdir=$2 work=$3
here=$(cd "$(dirname "$0")" && pwd)
export PKG_CONFIG_PATH="$libdir/pkgconfig" PIP_NO_INDEX=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
export MPLBACKEND=Agg MPLCONFIGDIR="$work/matplotlib"
unset LD_LIBRARY_PATH PYTHONPATH

rm -rf "$work"
mkdir -p "$work"
cp -r "$here/.." "$work/source" # a build writes next to its sources
"$python" -m venv --system-site-packages "$work/venv"

# Without the library it must say what is missing.
if PKG_CONFIG_PATH=$work PKG_CONFIG_LIBDIR=$work "$work/venv/bin/pip" install --no-build-isolation "$work/source" \
    >"$work/without.log" 2>&1; then
    echo "run.sh: the package builds without the library" >&2
    exit 1
fi
grep -q "pkg-config does not find the C library" "$work/without.log"

"$work/venv/bin/pip" install --quiet --no-build-isolation "$work/source"
cd "$work" # where no folder bonemodel hides the installed one
# What says nothing about this way to install is left to bindings/python/test.sh, which runs everything.
exec "$work/venv/bin/python" -m pytest --quiet -p no:cacheprovider "$here" --ignore "$here/test_habits.py" \
    --ignore "$here/test_misuse.py" --ignore "$here/test_scenario.py"
