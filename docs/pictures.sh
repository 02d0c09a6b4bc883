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


draw() { # NAME: a picture of the scenario of that name
    "$bonesim" run "$here/$1.json" --out "$table" --plot "$to/$1.svg" --quiet
}
draw letrozole
draw cohort
draw denosumab

for graph in model architecture; do
    dot -Tsvg "$here/$graph.dot" -o "$to/$graph.svg"
done

# A week of training, hour by hour: the first week, and a year later. Columns: week, hour, load of spine, hip, neck,
# radius, signal of the same, sclerostin.
"$week" >"$table"
# The same words as in bonesim's own pictures.
version=$("$bonesim" --version | sed -n 's/^bonesim \([^ ]*\) .*/\1/p')
calibration=$("$bonesim" --version | sed -n 's/^model full: \(calibration [^,]*\),.*/\1/p')
caveat="bonemodel $version, $calibration: simulated; research and education, not medical advice"
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
set terminal svg noenhanced size 720,840 font 'sans-serif,15' background '#ffffff'
set output '$to/week.svg'
set multiplot layout 3,1 margins screen 0.09,0.97,0.17,0.945 spacing 0,0.08
set border 3 linecolor '#666666'
set tics nomirror textcolor '#222222'
set grid linecolor '#dddddd' linetype 1 linewidth 0.7
set xrange [0:7]
set xtics 1
set label 1 '$caveat' at screen 0.02,0.02 left
set key at screen 0.5,0.05 center bottom vertical maxrows 2 Left reverse samplen 2 width 2
set title 'Load, first week (her habit = 1)' offset 0,-0.7
set yrange [0.9:1.5]
plot $(sites 1 3 "1 with lines linecolor '#777777' dashtype 2 title 'her usual life'")
unset key
unset label 1
set title 'Signal, first week' offset 0,-0.7
set yrange [-0.2:0.6]
plot $(sites 1 7 "0 with lines linecolor '#777777' dashtype 2")
set title 'Signal, a year later' offset 0,-0.7
set xlabel 'day of the week' offset 0,0.5
plot $(sites 53 7 "0 with lines linecolor '#777777' dashtype 2")
unset multiplot
GNUPLOT

# Work against precision, as `bonemodel-bench --curves` measured it once: times differ from machine to machine, so they are
# kept in curves.csv. Columns: scenario, method, rtol, error, steps, ms.
curves() { # SCENARIO CVODES_BETTER_SETTING
    while IFS='|' read -r method colour point title; do
        columns=$(printf "< awk -F, '\$1 == \"%s\" && \$2 == \"%s\" {print \$4, \$6}' '%s'" "$1" "$method" "$here/curves.csv" |
            sed "s/'/''/g")
        printf "'%s' with linespoints linecolor '%s' linewidth 2 pointtype %s pointsize 0.6 title '%s', " "$columns" \
            "$colour" "$point" "$title"
    done <<METHODS
RODAS4|#D55E00|7|RODAS4
Rodas5P|#0072B2|5|Rodas5P
$2|#777777|9|CVODE
METHODS
    echo "1e-30 notitle"
}
gnuplot <<GNUPLOT
set terminal svg noenhanced size 720,720 font 'sans-serif,15' background '#ffffff'
set output '$to/curves.svg'
set multiplot layout 2,2 margins screen 0.1,0.97,0.17,0.95 spacing 0.1,0.1
set border 3 linecolor '#666666'
set tics nomirror textcolor '#222222'
set grid linecolor '#dddddd' linetype 1 linewidth 0.7
set logscale xy
set format x '1e%T'
set xrange [1e-9:1] reverse
set xtics 1e-8,100
set label 1 'Processor time [ms] against the largest error [of the scale], as bonemodel-bench measured them' at screen 0.02,0.02 left font ',13'
set key at screen 0.5,0.05 center bottom vertical maxrows 1 Left reverse samplen 2 width 1
set yrange [0.1:20]
set title 'denosumab_5y' offset 0,-0.7
plot $(curves denosumab_5y 'CVODE tuned')
unset key
unset label 1
set yrange [10:2000]
set title 'teriparatide_2y' offset 0,-0.7
plot $(curves teriparatide_2y 'CVODE with roots')
set yrange [0.1:20]
set title 'full_model_5y' offset 0,-0.7
plot $(curves full_model_5y 'CVODE tuned')
set yrange [0.1:100]
set title 'cohort_1000, a woman' offset 0,-0.7
plot $(curves cohort_1000 'CVODE tuned')
unset multiplot
GNUPLOT
