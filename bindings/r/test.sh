#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test.sh [FOLDER]: makes the source package in FOLDER (by default out/r), and checks it as CRAN does, except for what needs
# a network or a clock that is right. An error, a warning, or a note that is not in the list below fails.
set -eu
cd "$(dirname "$0")/../.."
root=$PWD work=${1:-out/r}

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
export CCACHE_NOHASHDIR=1 CCACHE_DIR="$PWD/ccache" R_MAKEVARS_USER="$PWD/Makevars" MAKEFLAGS=-j2
echo "CC = ccache $(R CMD config CC)" >Makevars
R CMD build "$root/bindings/r"
_R_CHECK_CRAN_INCOMING_=false _R_CHECK_SYSTEM_CLOCK_=false _R_CHECK_FORCE_SUGGESTS_=true \
    R CMD check --as-cran --no-manual bonemodel_*.tar.gz

# Debian's R compiles with -g, so that libs is larger than CRAN's.
notes=$(sed -n 's/^\* checking \(.*\) \.\.\.\( \[.*\]\)\{0,1\} NOTE$/\1/p' bonemodel.Rcheck/00check.log | grep -vx 'installed package size') || true
if grep -q 'WARNING$' bonemodel.Rcheck/00check.log || [ -n "$notes" ]; then
    echo "test.sh: the check has warnings, or notes that are not expected: $notes" >&2
    exit 1
fi
if grep -ho '\[ FAIL.*' bonemodel.Rcheck/tests/testthat.Rout | grep -v 'SKIP 0'; then
    echo "test.sh: tests were skipped" >&2
    exit 1
fi
