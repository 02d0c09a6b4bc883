#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# From a fresh Debian 12 to a first result: installs what is missing, builds, and compares seven ways to look after the
# bone of a woman on letrozole.
set -eu
cd "$(dirname "$0")/.."

sh scripts/install-deps.sh build
cmake --preset release -DBM_BUILD_TESTS=OFF -DBM_BUILD_CHECKS=OFF -DBM_BUILD_BENCH=OFF >/dev/null
cmake --build --preset release

mkdir -p out
simulate() {
    build-release/examples/bonesim/bonesim run "examples/scenarios/$1.json" --out "out/$2.csv" --plot "out/$2.svg"
}
simulate denosumab-core denosumab
simulate aromatase_inhibitor aromatase_inhibitor

# A row per arm, time and observable; the columns of the file are arm, time_days, observable, unit, value.
echo
awk -F, '
    NR > 1 && !($1 in seen) { seen[$1]; arms[++n] = $1 }
    { value[$1, $3, $2 / 365.25] = $5 }
    function signed(format, x) { return sprintf(format, x > -0.05 && x < 0 ? 0 : x) } # not -0.0
    function change(arm, observable, year) { return signed("%+.1f %%", value[arm, observable, year]) }
    END {
        row = "%-37s %9s %9s %9s %9s %9s %9s\n"
        printf row, "Letrozole for five years, and", "spine 1 y", "spine 2 y", "spine 5 y", "hip 5 y", "T 5 y", "CTX 1 y"
        for (i = 1; i <= n; i++) {
            arm = arms[i]
            printf row, arm, change(arm, "bmd_change.lumbar_spine", 1), change(arm, "bmd_change.lumbar_spine", 2),
                change(arm, "bmd_change.lumbar_spine", 5), change(arm, "bmd_change.total_hip", 5),
                signed("%+.1f", value[arm, "t_score.lumbar_spine", 5]), change(arm, "marker_change.s_ctx", 1)
        }
    }' out/aromatase_inhibitor.csv
cat <<END

Spine, hip: change of bone density; T: T-score of the spine; CTX: change of the marker of bone resorption.
A model, for research and education: not medical advice.
Every value: out/aromatase_inhibitor.csv    Plot: out/aromatase_inhibitor.svg
Denosumab on the bare core, in fine detail: out/denosumab.csv, out/denosumab.svg
END
