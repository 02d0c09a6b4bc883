#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# web.sh [build]: builds the page in web/ and serves it on http://localhost:4173, or only builds it, into web/dist.
set -eu
cd "$(dirname "$0")/.."

sh scripts/install-deps.sh packages clang-16 lld-16 wasi-libc libclang-rt-16-dev-wasm32
command -v npm >/dev/null || sh scripts/install-deps.sh packages nodejs npm
for package in bindings/js web; do
    [ -e $package/node_modules/.package-lock.json ] && [ ! $package/package-lock.json -nt $package/node_modules/.package-lock.json ] ||
        npm --prefix $package ci --no-audit --no-fund
done
sh bindings/js/build.sh
npm --prefix web run build
[ "${1-}" = build ] && exit
cd web
exec npx --no-install vite preview --port 4173 --strictPort
