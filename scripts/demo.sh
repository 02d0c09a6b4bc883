#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# From a fresh Debian 12 to a first result: installs what is missing, builds, and runs a course of denosumab.
set -eu
cd "$(dirname "$0")/.."

sh scripts/install-deps.sh build
cmake --preset release -DBM_BUILD_TESTS=OFF -DBM_BUILD_CHECKS=OFF -DBM_BUILD_BENCH=OFF >/dev/null
cmake --build --preset release

mkdir -p out
build-release/examples/bonesim/bonesim run examples/scenarios/denosumab-core.json \
    --out out/denosumab.csv --plot out/denosumab.svg

# A row per arm and observable; the columns of the file are arm, time_days, observable, unit, value.
echo
awk -F, '
    NR == 1 { next }
    { key = $1 "," $3; value = $5 + 0 }
    !(key in first) { keys[++n] = key; first[key] = low[key] = high[key] = value }
    { last[key] = value; if (value < low[key]) low[key] = value; if (value > high[key]) high[key] = value }
    END {
        printf "%-14s %-16s %10s %10s %10s %10s\n", "arm", "observable", "start", "lowest", "highest", "end"
        for (i = 1; i <= n; i++) {
            split(keys[i], name, ",")
            printf "%-14s %-16s %10.4g %10.4g %10.4g %10.4g\n",
                name[1], name[2], first[keys[i]], low[keys[i]], high[keys[i]], last[keys[i]]
        }
    }' out/denosumab.csv
echo
echo "Every value: out/denosumab.csv    Plot: out/denosumab.svg"
