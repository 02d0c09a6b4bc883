#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test.sh: builds the page and tests it in Chromium, against bonesim in build-release, which it builds where it is missing.
set -eu
cd "$(dirname "$0")"

sh ../scripts/install-deps.sh packages chromium
sh ../scripts/web.sh build
[ -e ../build-release/examples/bonesim/bonesim ] || (
    cd ..
    cmake --preset release
    cmake --build --preset release --target bonesim
)
npm test
