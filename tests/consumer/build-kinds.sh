#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# build-kinds.sh CMAKE CC SOURCE_DIR WORK_DIR VERSION: the shared library alone, and the static one alone and without
# threads: what each component installs, and a host that is built with it; and the bytes of a second build elsewhere.
set -eu
cmake=$1 cc=$2 source=$3 work=$4 version=$5
rm -rf "$work"
mkdir -p "$work"
cd "$work"

fail() {
    echo "build-kinds.sh: $1" >&2
    exit 1
}

# The other folder of a second build: what is built from.
elsewhere=$PWD/another-folder/bonemodel
mkdir -p "$elsewhere"
(cd "$source" && cp -R CMakeLists.txt LICENSE bonemodel.pc.in cmake include lib "$elsewhere")
SOURCE_DATE_EPOCH=$(git -C "$source" log -1 --format=%ct 2>/dev/null || echo 1)
export SOURCE_DATE_EPOCH

# build NAME OPTION...: builds, and installs each component into a prefix of its own and both into NAME.
build() {
    name=$1
    shift
    "$cmake" -S "$source" -B "build-$name" -G Ninja -DCMAKE_C_COMPILER="$cc" -DCMAKE_BUILD_TYPE=Debug -DBM_ISA=sse2 \
        -DBM_BUILD_BONESIM=OFF -DBM_BUILD_EXAMPLES=OFF -DCMAKE_INSTALL_LIBDIR=lib "$@" >"$name.log"
    "$cmake" --build "build-$name" >>"$name.log"
    for component in runtime development; do
        "$cmake" --install "build-$name" --prefix "$PWD/$name-$component" --component "$component" >>"$name.log"
        "$cmake" --install "build-$name" --prefix "$PWD/$name" --component "$component" >>"$name.log"
    done
    # a host that asks for bonemodel::bonemodel, and one with pkg-config
    "$cmake" -S "$source/tests/consumer/project" -B "host-$name" -G Ninja -DCMAKE_C_COMPILER="$cc" \
        -DCMAKE_PREFIX_PATH="$PWD/$name" -DVERSION="$version" >>"$name.log"
    "$cmake" --build "host-$name" >>"$name.log"
    [ "$("host-$name/consumer")" = "$version" ] || fail "the host of $name does not run"
    # shellcheck disable=SC2046 # the flags are words
    "$cc" -o "$name-host" "$source/tests/consumer/project/main.c" \
        $(PKG_CONFIG_PATH="$PWD/$name/lib/pkgconfig" pkg-config --cflags --libs bonemodel)
    [ "$(LD_LIBRARY_PATH="$PWD/$name/lib" "./$name-host")" = "$version" ] || fail "the host of $name does not run"
}

# is PREFIX FILE...: these files and no others lie in the prefix, apart from the package's.
is() {
    prefix=$1
    shift
    (cd "$prefix" && find . ! -type d ! -path './share/*' ! -path './lib/cmake/*' | sed 's,^\./,,' | sort) >found
    printf '%s\n' "$@" | sort >wanted
    diff found wanted || fail "$prefix has other files (<) than it should (>)"
}

build shared -DBUILD_SHARED_LIBS=ON
is shared-runtime lib/libbonemodel.so.0 "lib/libbonemodel.so.$version"
is shared-development include/bonemodel/bonemodel.h lib/libbonemodel.so lib/pkgconfig/bonemodel.pc

# The same bytes from another folder.
"$cmake" -S "$elsewhere" -B "$elsewhere/out" -G Ninja -DCMAKE_C_COMPILER="$cc" -DCMAKE_BUILD_TYPE=Debug -DBM_ISA=sse2 \
    -DBM_BUILD_BONESIM=OFF -DCMAKE_INSTALL_LIBDIR=lib -DBUILD_SHARED_LIBS=ON >elsewhere.log
"$cmake" --build "$elsewhere/out" --target bonemodel >>elsewhere.log
for file in "lib/libbonemodel.so.$version" bonemodel.spdx.json bonemodel.cdx.json; do
    cmp "build-shared/$file" "$elsewhere/out/$file" || fail "$file depends on the folder it is built in"
done

build static -DBUILD_SHARED_LIBS=OFF -DBM_THREADS=OFF
is static-development include/bonemodel/bonemodel.h lib/libbonemodel.a lib/pkgconfig/bonemodel.pc
! nm -u static/lib/libbonemodel.a | grep pthread || fail "the library without threads calls a function of threads"

# What cannot be built is refused with a sentence.
! "$cmake" -S "$source" -B refused -G Ninja -DBM_ISA=avx1024 >refused.log 2>&1 || fail "BM_ISA=avx1024 was taken"
tr -s '\n ' ' ' <refused.log | grep -q "BM_ISA: found 'avx1024'; allowed for this compiler and processor: sse2" ||
    fail "BM_ISA=avx1024: $(cat refused.log)"
