#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test.sh [FOLDER]: makes the source package in FOLDER (by default build-r), and checks it as CRAN does, except for what needs
# a network, a right clock or an idle machine. An error, a warning, a note, or a test that is skipped fails.
set -eu
cd "$(dirname "$0")/../.."
root=$PWD work=${1:-build-r}

sh scripts/install-deps.sh packages r-base-dev r-cran-testthat r-cran-knitr r-cran-rmarkdown r-cran-roxygen2 \
    r-cran-ggplot2 r-cran-future r-cran-jsonlite pandoc qpdf ccache

rm -rf "$work"
mkdir -p "$work"
cd "$work"
Rscript "$root/bindings/r/bootstrap.R" >bootstrap.log 2>&1 || {
    cat bootstrap.log
    exit 1
}
# The package is compiled twice, for the vignettes and for the check; the compiler works once.
export CCACHE_DIR="$PWD/ccache" CCACHE_NOHASHDIR=1 R_MAKEVARS_USER="$PWD/Makevars" MAKEFLAGS=-j2
echo "CC = ccache $(R CMD config CC)" >Makevars
R CMD build "$root/bindings/r"
export _R_CHECK_CRAN_INCOMING_=false _R_CHECK_SYSTEM_CLOCK_=false _R_CHECK_EXAMPLE_TIMING_THRESHOLD_=60
R CMD check --as-cran --no-manual bonemodel_*.tar.gz
if ! grep -qx 'Status: OK' bonemodel.Rcheck/00check.log; then
    echo "test.sh: the check has warnings or notes" >&2
    exit 1
fi
if ! grep -q '^\[ FAIL 0 | WARN 0 | SKIP 0 ' bonemodel.Rcheck/tests/testthat.Rout; then
    grep '^\[ FAIL' bonemodel.Rcheck/tests/testthat.Rout >&2 || true
    echo "test.sh: tests were skipped or gave warnings" >&2
    exit 1
fi
