#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# check-abi.sh LIBRARY BASELINE: compares a shared library (built with -g) with the ABI of a release.
# Exit status: 0 compatible; 4 and more: abidiff found an incompatible change; others: the comparison itself failed.
set -eu
rules=$(dirname "$0")/bonemodel.abignore
if [ ! -f "$2" ]; then
    echo "check-abi.sh: there is no baseline $2; scripts/abi-baseline.sh writes it" >&2
    exit 1
fi
# Without debug information abidiff sees no types and would be content.
if ! readelf --sections --wide "$1" | grep -q ' \.debug_info '; then
    echo "check-abi.sh: $1 has no debug information; compile it with -g" >&2
    exit 1
fi
# Not --headers-dir: it misses a field inserted in the middle of a struct. Without --leaf-changes-only a rule for a struct
# also hides changes of the types it points to.
exec abidiff --leaf-changes-only --no-added-syms --suppressions "$rules" "$2" "$1"
