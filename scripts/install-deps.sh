#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# install-deps.sh build|test|packages NAME...: installs what is missing, on Debian 12: what building or testing needs, or
# the packages named. Does nothing, and needs no rights, when all is there.
set -eu

packages="gcc libc6-dev cmake ninja-build pkg-config libcjson-dev nettle-dev gnuplot-nox"
case ${1-} in
build) ;;
test)
    packages="$packages g++ clang libclang-rt-14-dev libcmocka-dev libsundials-dev libsuitesparse-dev libgsl-dev valgrind
        binutils abigail-tools universal-ctags tcc cppcheck clang-format clang-tidy doxygen graphviz python3 python3-cffi
        python3-dev python3-distributed python3-matplotlib python3-mpi4py python3-numpy python3-pip python3-pytest
        python3-scipy python3-setuptools python3-venv python3-wheel r-cran-future reuse"
    ;;
packages)
    shift
    packages=$*
    ;;
*)
    echo "install-deps.sh: found group '${1-}'; allowed: build, test, packages NAME..." >&2
    exit 2
    ;;
esac

missing=
for package in $packages; do
    case $(dpkg-query -W -f='${Status}' "$package" 2>/dev/null) in
    *" installed") ;;
    *) missing="$missing $package" ;;
    esac
done
[ -n "$missing" ] || exit 0

sudo=
if [ "$(id -u)" -ne 0 ]; then
    sudo=sudo
    if ! command -v sudo >/dev/null; then
        echo "install-deps.sh: root or sudo is needed to install:$missing" >&2
        exit 1
    fi
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# What apt does goes to the log; a terminal shows its last line, in place.
apt_get() {
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=900 -q "$@" >"$log" 2>&1 &
    while kill -0 $! 2>/dev/null; do
        [ ! -t 1 ] || printf '\r\033[K%.79s' "$(tail -n 1 "$log" | tr -d '\r')"
        sleep 1
    done
    [ ! -t 1 ] || printf '\r\033[K'
    wait $!
}

echo "Installing:$missing"
[ -z "$sudo" ] || sudo -v
# The lists of packages are fetched only when those at hand do not do.
# shellcheck disable=SC2086 # a list of words
apt_get install -y --no-install-recommends $missing ||
    { apt_get update && apt_get install -y --no-install-recommends $missing; } ||
    { cat "$log" >&2 && exit 1; }
