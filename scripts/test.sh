#!/usr/bin/env bash
# Installs what is missing, builds everything and runs all tests.
# Usage: scripts/test.sh [arguments for ctest]
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh test
scripts/build.sh release
build/release/apps/emo3d models pull use-lite
if [ ! tests/node/node_modules -nt tests/node/package-lock.json ]; then
  echo "test: installing tests/node"
  npm ci --prefix tests/node --no-audit --no-fund --loglevel=error
  touch tests/node/node_modules
fi
ctest --preset release --parallel "$(nproc)" "$@"
