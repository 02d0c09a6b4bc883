#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Records the ABI of build-release as the baseline that every later build is compared with. For releases only; read the
# difference before it is committed.
set -eu
cd "$(dirname "$0")/.."
cmake --preset release
cmake --build --preset release --target bonemodel
baseline=tests/abi/bonemodel-$(uname -m).abi
sh tests/abi/write-abi.sh build-release/lib/libbonemodel.so "$baseline"
echo "wrote $baseline"
