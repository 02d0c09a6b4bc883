#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# run.sh [BUILD_DIRECTORY [CALIBRATE_OPTION...]]: fits the model to the trials, scores it, and writes the report:
# validation/results, lib/body/generated/fitted_body.h, the spread in lib/cohort, docs/validation.md and its pictures. Needs
# GSL, gnuplot and Python's scipy.
set -eu
source=$(cd "$(dirname "$0")/.." && pwd)
build=${1:-$source/build-validation}
[ $# -eq 0 ] || shift
began=$(date +%s)

stage() { # TITLE COMMAND...: runs the command and says how long it took
    title=$1 from=$(date +%s)
    shift
    "$@"
    echo "--- $title: $(($(date +%s) - from)) s"
}

compile() {
    cmake --build "$build" --target calibrate bonesim
}

mkdir -p "$source/validation/results"
stage configure cmake -S "$source" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DBM_BUILD_TESTS=ON
stage build compile
stage calibrate "$build/validation/calibrate" --starts 3 "$@" "$source"
stage header python3 "$source/validation/calibrate/fitted-header.py" "$source"
stage rebuild compile
stage evaluate "$build/validation/calibrate" --evaluate --leave-one-out "$source"
stage covariance "$build/validation/calibrate" --covariance "$source"
# The two long ones; the first goes on where it was stopped, as long as the fit is the same.
stage refit-left-out "$build/validation/calibrate" --refit-left-out "$source"
stage draws "$build/validation/calibrate" --draws 200 "$source"
stage between-studies /usr/bin/python3 "$source/validation/variability/between_studies.py" "$source"
stage scores /usr/bin/python3 "$source/validation/report/scores.py" "$source"
# Debian's own Python, which python3-scipy is for.
stage variability /usr/bin/python3 "$source/validation/variability/estimate.py" "$source" \
    "$build/examples/bonesim/bonesim"
stage variability-headers python3 "$source/validation/variability/headers.py" "$source"
stage report python3 "$source/validation/report/report.py" "$source"
echo "--- all: $(($(date +%s) - began)) s"
