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
