#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# write-abi.sh LIBRARY FILE: writes the ABI of a shared library (built with -g) as a baseline for check-abi.sh.
set -eu
exec abidw --suppressions "$(dirname "$0")/bonemodel.abignore" --no-show-locs --no-corpus-path --no-comp-dir-path \
    --out-file "$2" "$1"
