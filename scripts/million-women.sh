#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# million-women.sh [WOMEN] [SHARDS] [FOLDER]: simulates a million women on letrozole for five years in shards, the first arm of
# examples/populations/policy.json, and writes FOLDER/all.csv, which validation/results/million_women.csv is, and what it
# cost: processor time of each shard in seconds, and its memory in KiB. Goes on where it stopped. Needs time and python3.
set -eu
women=${1:-1000000} shards=${2:-40} folder=${3:-build-million}
source=$(cd "$(dirname "$0")/.." && pwd)
export bonesim="${BONESIM:-$source/build-release/examples/bonesim/bonesim}" folder women shards
mkdir -p "$folder"
python3 - "$source/examples/populations/policy.json" "$folder/million.json" <<'END'
import json, os, sys
scenario = json.load(open(sys.argv[1]))
scenario["title"] = "A million women on an aromatase inhibitor"
scenario["arms"] = scenario["arms"][:1]
scenario["cohort"]["size"] = int(os.environ["women"])
scenario["horizon_days"] = 1826.25
del scenario["below"]
json.dump(scenario, open(sys.argv[2], "w"))
END
# shellcheck disable=SC2016 # the inner shell's variables
seq 0 $((shards - 1)) | nice -n 10 xargs -P "$(nproc)" -I{} sh -c '
    first=$(({} * women / shards)) last=$((({} + 1) * women / shards))
    [ -e "$folder/$first.bms" ] || /usr/bin/time -a -o "$folder/times" -f "%U %M" "$bonesim" run "$folder/million.json" \
        --members $first:$last --summary "$folder/$first.bms" --threads 1 --quiet'
"$bonesim" merge "$folder"/*.bms --out "$folder/all.csv" --quiet
awk '{ s += $1; if ($2 > m) m = $2 } END { printf "%d shards: %.0f s, %.0f MiB\n", NR, s, m / 1024 }' "$folder/times"
