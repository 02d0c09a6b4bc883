#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# From a fresh Debian 12 to a first result: installs what is missing, builds, and compares ways to look after the bone of
# a woman on letrozole, then two of them in 500 women who differ.
set -eu
cd "$(dirname "$0")/.."

say() { printf '\n%s\n' "$*"; }

say "1 of 3  Installing what is missing: some minutes, as the network allows; nothing if all is there."
sh scripts/install-deps.sh build
say "2 of 3  Building the library and its programs: two minutes or so on two processors."
cmake --preset release -DBM_BUILD_TESTS=OFF -DBM_BUILD_CHECKS=OFF -DBM_BUILD_BENCH=OFF >/dev/null
cmake --build --preset release

say "3 of 3  Simulating one woman, 500 women and the bare core, and drawing them: less than a minute."
mkdir -p out
simulate() { # SCENARIO NAME: the table, and the picture twice
    build-release/examples/bonesim/bonesim run "examples/scenarios/$1.json" --out "out/$2.csv" --plot "out/$2.svg"
    build-release/examples/bonesim/bonesim run "examples/scenarios/$1.json" --plot "out/$2.png" --quiet >/dev/null
}
simulate denosumab-core denosumab
simulate aromatase_inhibitor aromatase_inhibitor
simulate z_fast z_fast

# Who she is, as the scenario says it.
patient() {
    sed -n "s/.*\"patient\": {.*\"$1\": \([-.0-9]*\).*/\1/p" examples/scenarios/aromatase_inhibitor.json
}
# Names and titles of the arms of a scenario, with a tab between them.
titles() {
    sed -n 's/.*{ "name": "\([^"]*\)", "title": "\([^"]*\)".*/\1	\2/p' "examples/scenarios/$1.json"
}

# A row per arm, time and observable; the columns of the file are arm, time_days, observable, unit, value.
titles aromatase_inhibitor >out/titles.txt
awk -v age="$(patient age_years)" -v menopause="$(patient years_since_menopause)" '
    BEGIN { spine = "bmd_change.lumbar_spine"; hip = "bmd_change.total_hip"; score = "t_score.lumbar_spine"
            ctx = "marker_change.s_ctx"; ahead = "fracture_risk_10y.major"; so_far = "fracture_risk.major" }
    FNR == NR { split($0, part, "\t"); title[part[1]] = part[2]; arms[++n] = part[1]; next }
    { split($0, part, ","); value[part[1], part[3], part[2] / 365.25] = part[5] }
    function signed(x) { return sprintf("%+.1f", x > -0.05 && x < 0 ? 0 : x) } # not -0.0
    function lowest(observable,    i, best) {
        best = arms[1]
        for (i = 2; i <= n; i++)
            if (value[arms[i], observable, 5] < value[best, observable, 5])
                best = arms[i]
        return best
    }
    # A change in words, rounded.
    function change(arm, observable, year,    x) {
        x = value[arm, observable, year]
        return sprintf("%.0f %% %s", x < 0 ? -x : x, x < 0 ? "less" : "more")
    }
    function women(arm) { return sprintf("%.0f", 100 * value[arm, so_far, 5]) }
    END {
        alone = arms[1]; best = lowest(so_far)
        printf "\nA woman of %d, %d years after the menopause, T-score of the spine %.1f, takes letrozole for five years.\n\n",
            age, menopause, value[alone, score, 0]
        row = "%-51s %5s %5s %5s %5s %7s %6s %11s\n"
        printf "%-51s %23s %7s %6s %11s\n", "", "bone density change [%]", "T-score", "CTX", "10-year"
        printf row, "", "spine", "spine", "spine", "hip", "spine", "change", "fracture"
        printf row, "", "after", "after", "after", "after", "after", "[%]", "risk [%]"
        printf row, "", "1 y", "2 y", "5 y", "5 y", "5 y", "1 y", "from year 5"
        for (i = 1; i <= n; i++) {
            arm = arms[i]
            printf row, title[arm], signed(value[arm, spine, 1]), signed(value[arm, spine, 2]),
                signed(value[arm, spine, 5]), signed(value[arm, hip, 5]), signed(value[arm, score, 5]),
                sprintf("%+.0f", value[arm, ctx, 1]), sprintf("%.1f", 100 * value[arm, ahead, 5])
        }
        letter = "In short: if she takes letrozole and nothing else, she has about " change(alone, spine, 5) \
            " bone at the spine after five years and " change(alone, hip, 5) " at the hip, and about " women(alone) \
            " of a hundred women like her have broken a hip, a vertebra, a forearm or an upper arm by then. It is about " \
            women(best) " " title[best] ", the fewest of all these ways; she then has " change(best, spine, 5) " bone at the spine."
        off = "denosumab_stopped"; on = "denosumab_then_zoledronic_acid"
        if (value[off, spine, 5] < value[off, spine, 2] - 1 && value[on, spine, 5] > value[off, spine, 5] + 1)
            letter = letter " Denosumab should not just end: after two years of it she has " change(off, spine, 2) \
                " at the spine, three years later " change(off, spine, 5) "; with zoledronic acid after it, " \
                change(on, spine, 5) "."
        early = "zoledronic_acid"; late = "zoledronic_acid_when_t_below_minus_2"
        if (value[late, spine, 5] < value[early, spine, 5] - 1)
            letter = letter " Waiting with zoledronic acid until a T-score is below -2 has its price: " \
                change(late, spine, 5) " at the spine in the end instead of " change(early, spine, 5) "."
        print letter " All this is a typical woman in a model, not her: talk about it with her doctor, do not act on it." \
            >"out/answer.txt"
    }' out/titles.txt out/aromatase_inhibitor.csv

# Columns of a cohort: value is the mean, then sd, p05, p50, p95, n.
titles z_fast >out/titles.txt
awk '
    FNR == NR { split($0, part, "\t"); title[part[1]] = part[2]; arms[++n] = part[1]; next }
    { split($0, part, ",") }
    part[2] == 1826.25 { at = part[1] SUBSEP part[3]; mean[at] = part[5]; low[at] = part[7]; high[at] = part[9]; women = part[10] }
    END {
        printf "\nWomen differ. %d of them, aged 60, T-score of the spine -2 to 3, after five years of letrozole:\n\n", women
        row = "%-51s %10s %20s %13s\n"
        printf row, "", "spine,", "nine women of ten", "infusions"
        printf row, "", "mean", "are between", "each"
        for (i = 1; i <= n; i++) {
            spine = arms[i] SUBSEP "bmd_change.lumbar_spine"
            printf row, title[arms[i]], sprintf("%+.1f %%", mean[spine]),
                sprintf("%+.1f and %+.1f %%", low[spine], high[spine]),
                sprintf("%.1f", mean[arms[i], "doses_given.zoledronic_acid"])
        }
    }' out/titles.txt out/z_fast.csv
rm -f out/titles.txt

echo
fold -s -w 100 out/answer.txt | sed 's/ $//'
cat <<'END'

Look at        out/aromatase_inhibitor.png   the woman, over time
               out/z_fast.png                the 500 women
               out/denosumab.png             denosumab on the bare core
with           xdg-open out/aromatase_inhibitor.png
               or, where there is no desktop, copy the folder out/ to a computer that has one.
Beside them lie the same pictures as .svg and all numbers as .csv.
Make your own: copy examples/scenarios/aromatase_inhibitor.json, change it, and run
               build-release/examples/bonesim/bonesim run FILE.json --plot FILE.png
END
