#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# pkg-config.sh CC LIBDIR WORK_DIR VERSION: builds the consumer against an installed tree through pkg-config.
set -eu
cc=$1 libdir=$2 work=$3 version=$4
main=$(cd "$(dirname "$0")" && pwd)/project/main.c
export PKG_CONFIG_PATH="$libdir/pkgconfig"

fail() {
    echo "pkg-config.sh: $1" >&2
    exit 1
}
needs_the_library() { readelf --dynamic "$1" | grep -q 'NEEDED.*libbonemodel\.so'; }

rm -rf "$work"
mkdir -p "$work"
cd "$work"

pkg-config --validate bonemodel
[ "$(pkg-config --modversion bonemodel)" = "$version" ] || fail "bonemodel.pc states another version than $version"

# Without the flags it must fail, or the build with them would prove nothing.
if "$cc" -o without "$main" 2>without.log; then
    fail "the consumer builds without the flags of pkg-config: another bonemodel is installed"
fi

# shellcheck disable=SC2046 # the flags are words
"$cc" -o shared "$main" $(pkg-config --cflags --libs bonemodel)
needs_the_library shared || fail "the shared consumer does not need libbonemodel.so"
[ "$(LD_LIBRARY_PATH=$libdir ./shared)" = "$version" ] || fail "the shared consumer does not run"

# shellcheck disable=SC2046
"$cc" -static -o static "$main" $(pkg-config --static --cflags --libs bonemodel)
[ "$(./static)" = "$version" ] || fail "the static consumer does not run"

# C++ hosts link the same names.
printf '#include <bonemodel/bonemodel.h>\nint main() { return bm_version_number() != BM_VERSION_NUMBER; }\n' >main.cc
# shellcheck disable=SC2046
g++ -o cplusplus main.cc $(pkg-config --cflags --libs bonemodel)
LD_LIBRARY_PATH=$libdir ./cplusplus || fail "the C++ consumer does not run"
