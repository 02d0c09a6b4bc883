#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Shards on this machine, with nothing but a shell: as many at a time as there are processors.
#
#   sh with_xargs.sh SCENARIO.json FOLDER SIZE SHARDS
#
# SIZE is the size of the scenario's cohort. A shard whose file is there already is not simulated again.
set -eu
[ $# -eq 4 ] || { echo "usage: sh with_xargs.sh SCENARIO.json FOLDER SIZE SHARDS" >&2 && exit 2; }
mkdir -p "$2"
export scenario="$1" folder="$2" size="$3" shards="$4" bonesim="${BONESIM:-bonesim}"
# shellcheck disable=SC2016 # the inner shell's variables
seq 0 $((shards - 1)) | xargs -P "$(nproc)" -I{} sh -c '
    first=$(({} * size / shards)) last=$((({} + 1) * size / shards))
    file=$folder/$(printf %015d $first).bms
    [ $first -eq $last ] || [ -e "$file" ] ||
        "$bonesim" run "$scenario" --members $first:$last --summary "$file" --threads 1 --quiet'
"$bonesim" merge "$folder"/*.bms --out "$folder/all.csv"
