#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# pictures.sh BUILD [DIRECTORY]: draws the pictures of README and the pages from simulations by the programs in the build
# directory BUILD; into docs/pictures unless another directory is given. Needs gnuplot and graphviz.
set -eu
if [ $# -lt 1 ]; then
    echo "pictures.sh: found no build directory; allowed is pictures.sh BUILD [DIRECTORY], such as pictures.sh build-release" >&2
    exit 2
fi
bonesim=$1/examples/bonesim/bonesim
week=$1/examples/07_week_of_loading
here=$(cd "$(dirname "$0")/pictures" && pwd)
to=${2:-$here}
table=$(mktemp)
trap 'rm -f "$table"' EXIT

run() {
    "$bonesim" run "$1" --out "$table" --quiet
}

# The rows of an arm and an observable, as years and value; of a cohort also the 5th and the 95th percentile.
select_rows="awk -F, -v arm='%s' -v name='%s' '\$1 == arm && \$3 == name {print \$2 / 365.25, \$5, \$7, \$9}' '$table'"
rows() { # shellcheck disable=SC2059 # the format is ours
    printf "< $select_rows" "$1" "$2" | sed "s/'/''/g"
}
style="
set border 3 linecolor '#555555'
set tics nomirror textcolor '#333333'
set grid linecolor '#dddddd' linetype 1 linewidth 0.5
set xlabel 'years' offset 0,0.5
set tmargin 3
set bmargin 4"

for graph in model architecture; do
    dot -Tsvg "$here/$graph.dot" -o "$to/$graph.svg"
done

# A woman on letrozole: bone density and resorption.
run "$here/../../examples/scenarios/aromatase_inhibitor.json"
panel() { # OBSERVABLE: a line per arm
    while IFS='|' read -r arm colour title; do
        printf "'%s' with lines linecolor '%s' linewidth 2 title '%s', " "$(rows "$arm" "$1")" "$colour" "$title"
    done <<ARMS
nothing|#777777|letrozole alone
calcium_vitamin_d|#E69F00|with calcium and vitamin D
alendronate|#009E73|with alendronate
zoledronic_acid|#0072B2|with zoledronic acid
denosumab_stopped|#D55E00|with denosumab for two years, then none
denosumab_then_zoledronic_acid|#CC79A7|with denosumab, then zoledronic acid
ARMS
    echo "0 with lines linecolor '#777777' dashtype 2 notitle"
}
gnuplot <<GNUPLOT
set terminal svg noenhanced size 920,470 font 'sans,13' background '#ffffff'
set output '$to/letrozole.svg'
$style
set multiplot layout 1,2
set xrange [0:5]
set bmargin at screen 0.31
set key at screen 0.5,0.02 center bottom vertical maxrows 3 Left reverse samplen 2 width 2
set title 'Spine bone density [change, %]'
plot $(panel bmd_change.lumbar_spine)
unset key
set title 'Resorption, s-CTX [change, %]'
plot $(panel marker_change.s_ctx)
unset multiplot
GNUPLOT

# A cohort: how women differ.
run "$here/../../examples/scenarios/z_fast.json"
spread() { # OBSERVABLE: a band and a line per arm
    for arm in "at once|#0072B2" "when needed|#D55E00"; do
        printf "'%s' using 1:3:4 with filledcurves fillcolor rgb '%s' fillstyle transparent solid 0.18 noborder notitle, " \
            "$(rows "${arm%|*}" "$1")" "${arm#*|}"
    done
    for arm in "at once|#0072B2|zoledronic acid at once" "when needed|#D55E00|when the T-score falls below -2"; do
        line=${arm#*|}
        printf "'%s' with lines linecolor '%s' linewidth 2 title '%s', " \
            "$(rows "${arm%%|*}" "$1")" "${line%|*}" "${line#*|}"
    done
    echo "0 with lines linecolor '#777777' dashtype 2 notitle"
}
gnuplot <<GNUPLOT
set terminal svg noenhanced size 920,420 font 'sans,13' background '#ffffff'
set output '$to/cohort.svg'
$style
set multiplot layout 1,2
set xrange [0:5]
set yrange [-20:20]
set bmargin at screen 0.25
set key at screen 0.5,0.02 center bottom horizontal Left reverse samplen 2 width 2
set title 'Spine bone density [change, %]'
plot $(spread bmd_change.lumbar_spine)
unset key
set title 'Hip bone density [change, %]'
plot $(spread bmd_change.total_hip)
unset multiplot
GNUPLOT

# The core alone: denosumab.
run "$here/denosumab.json"
stop="stop after three years" on="go on"

gnuplot <<GNUPLOT
set terminal svg noenhanced size 920,380 font 'sans,13' background '#ffffff'
set output '$to/denosumab.svg'
set multiplot layout 1,2
$style
set xrange [0:6]
set key left top reverse Left samplen 2

set title 'Osteoclasts [% of day 0]'
set yrange [0:250]
plot '$(rows "$stop" cells.osteoclasts)' using 1:(100 * \$2) with lines linecolor '#D55E00' linewidth 2 title 'denosumab, $stop', \
     '$(rows "$on" cells.osteoclasts)' using 1:(100 * \$2) with lines linecolor '#0072B2' linewidth 2 title 'denosumab, $on', \
     100 with lines linecolor '#777777' dashtype 2 title 'no treatment'
unset key
set title 'Spine bone density [change, %]'
set yrange [-2:14]
plot '$(rows "$stop" core.BMDlsDEN)' using 1:(100 * (\$2 - 1)) with lines linecolor '#D55E00' linewidth 2, \
     '$(rows "$on" core.BMDlsDEN)' using 1:(100 * (\$2 - 1)) with lines linecolor '#0072B2' linewidth 2, \
     0 with lines linecolor '#777777' dashtype 2
unset multiplot
GNUPLOT

# A week of training, hour by hour: the first week, and a year later. Columns: week, hour, load of spine, hip, neck,
# radius, signal of the same, sclerostin.
"$week" >"$table"
of_week() { # WEEK COLUMN
    printf "< awk -F, -v week=%s -v column=%s '\$1 == week {print \$2 / 24, \$column}' '%s'" "$1" "$2" "$table" | sed "s/'/''/g"
}
sites() { # WEEK FIRST_COLUMN REST: a line per site
    while IFS='|' read -r number colour title; do
        printf "'%s' with lines linecolor '%s' linewidth 2 title '%s', " "$(of_week "$1" $(($2 + number)))" "$colour" "$title"
    done <<SITES
0|#D55E00|lumbar spine
1|#0072B2|total hip
3|#009E73|one-third radius
SITES
    echo "$3"
}
gnuplot <<GNUPLOT
set terminal svg noenhanced size 920,430 font 'sans,13' background '#ffffff'
set output '$to/week.svg'
set multiplot layout 1,3
$style
set xlabel 'day of the week'
set xrange [0:7]
set xtics 1
set bmargin at screen 0.24
set key at screen 0.5,0.02 center bottom vertical maxrows 1 Left reverse samplen 2 width 2
set title 'Load, first week [habit = 1]'
set yrange [0.9:1.5]
plot $(sites 1 3 "1 with lines linecolor '#777777' dashtype 2 title 'her usual life'")
unset key
set title 'Signal, first week'
set yrange [-0.2:0.6]
plot $(sites 1 7 "0 with lines linecolor '#777777' dashtype 2")
set title 'Signal, a year later'
plot $(sites 53 7 "0 with lines linecolor '#777777' dashtype 2")
unset multiplot
GNUPLOT
