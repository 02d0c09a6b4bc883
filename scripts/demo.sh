#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# From a fresh Debian 12 to a first result: installs what is missing, builds, and compares nine ways to look after the
# bone of a woman on letrozole, then two of them in 500 women who differ.
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
simulate z_fast z_fast

# Who she is, as the scenario says it.
patient() {
    sed -n "s/.*\"patient\": {.*\"$1\": \([-.0-9]*\).*/\1/p" examples/scenarios/aromatase_inhibitor.json
}

# A row per arm, time and observable; the columns of the file are arm, time_days, observable, unit, value.
echo
awk -F, -v age="$(patient age_years)" -v menopause="$(patient years_since_menopause)" '
    NR > 1 && !($1 in seen) { seen[$1]; arms[++n] = $1 }
    { value[$1, $3, $2 / 365.25] = $5 }
    function signed(format, x) { return sprintf(format, x > -0.05 && x < 0 ? 0 : x) } # not -0.0
    function change(arm, observable, year) { return signed("%+.1f %%", value[arm, observable, year]) }
    function percent(arm, observable, year) { return sprintf("%.1f %%", 100 * value[arm, observable, year]) }
    # The arms whose value after five years is above (sign 1) or below (-1) a limit.
    function those(observable, sign, limit,    i, text) {
        for (i = 1; i <= n; i++)
            if (sign * (value[arms[i], observable, 5] - limit) > 0)
                text = text (text ? ", " : "") arms[i]
        return text ? text : "none of them"
    }
    function lowest(observable,    i, best) {
        best = arms[1]
        for (i = 2; i <= n; i++)
            if (value[arms[i], observable, 5] < value[best, observable, 5])
                best = arms[i]
        return best
    }
    END {
        spine = "bmd_change.lumbar_spine"; ahead = "fracture_risk_10y.major"; so_far = "fracture_risk.major"
        printf "A woman of %d, %d years after the menopause, T-score of the spine %.1f, starts letrozole.\n\n",
            age, menopause, value[arms[1], "t_score.lumbar_spine", 0]
        row = "%-36s %7s %7s %7s %7s %5s %8s %9s\n"
        printf row, "", "spine", "spine", "spine", "hip", "T", "CTX", "fracture"
        printf row, "Letrozole for five years, and", "1 y", "2 y", "5 y", "5 y", "5 y", "1 y", "10 y"
        for (i = 1; i <= n; i++) {
            arm = arms[i]
            printf row, arm, change(arm, spine, 1), change(arm, spine, 2), change(arm, spine, 5),
                change(arm, "bmd_change.total_hip", 5), signed("%+.1f", value[arm, "t_score.lumbar_spine", 5]),
                change(arm, "marker_change.s_ctx", 1), percent(arm, ahead, 5)
        }
        print "\nSpine, hip: change of bone density. T: T-score of the spine. CTX: change of the resorption marker."
        print "Fracture: probability of a major one (hip, spine, forearm, humerus) in the ten years that follow."
        print "Lifestyle: resistance and impact training three times a week, calcium, vitamin D, protein,"
        print "vitamin K2, no smoking, little alcohol.\n"
        fewest = lowest(so_far)
        print "- After five years her spine is denser than when she started with: " those(spine, 1, 0) \
            ". With the others it is not."
        printf "- Of 100 women like her, %.1f have had a major fracture by then with %s, %.1f with %s, the fewest.\n",
            100 * value[arms[1], so_far, 5], arms[1], 100 * value[fewest, so_far, 5], fewest
        print "- The probability of one in the next ten years was " percent(arms[1], ahead, 0) \
            " when she started. Five years older, it is lower with: " those(ahead, -1, value[arms[1], ahead, 0]) "."
    }' out/aromatase_inhibitor.csv >out/answer.txt
fold -s -w 99 out/answer.txt | sed 's/ $//'

# Columns of a cohort: value is the mean, then sd, p05, p50, p95, n.
awk -F, '
    $2 == 1826.25 { mean[$1, $3] = $5; low[$1, $3] = $7; high[$1, $3] = $9; women = $10 }
    $2 == 1826.25 && !($1 in seen) { seen[$1]; arms[++n] = $1 }
    END {
        printf "\nWomen differ. %d of them, aged 60, T-score of the spine -2 to 3, after five years of letrozole:\n\n", women
        printf "%-36s %7s %20s %13s\n", "Zoledronic acid", "spine", "nine women of ten", "infusions"
        spine = "bmd_change.lumbar_spine"
        for (i = 1; i <= n; i++)
            printf "%-36s %+6.1f %% %9.1f to %5.1f %% %13.1f\n", arms[i], mean[arms[i], spine], low[arms[i], spine],
                high[arms[i], spine], mean[arms[i], "doses_given.zoledronic_acid"]
        print "\nWhen needed: as soon as the T-score of spine or hip is below -2, looked at twice a year."
    }' out/z_fast.csv
cat <<END

A model, for research and education: not medical advice.
One woman: out/aromatase_inhibitor.csv, out/aromatase_inhibitor.svg    500 women: out/z_fast.csv, out/z_fast.svg
Denosumab on the bare core, in fine detail: out/denosumab.csv, out/denosumab.svg
END
