#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# write-abi.sh LIBRARY FILE: writes the ABI of a shared library (built with -g) as a baseline for check-abi.sh.
set -eu
# What no public function leads to is left out: else the types of the inside are in it too.
abidw --exported-interfaces-only --suppressions "$(dirname "$0")/bonemodel.abignore" --no-show-locs \
    --no-corpus-path --no-comp-dir-path --out-file "$2" "$1"
# Where the sources lay is nobody's business.
sed -i "s|path='[^']*/lib/|path='lib/|" "$2"
