#!/usr/bin/env bash
# Builds the renderer with each compiler and optimisation level, draws the scenes of scenes.h with each program and fails
# unless all pictures are the committed bytes. A compiler that is not installed is left out, but not in CI.
# Usage: tests/same_bytes/same_bytes.sh SOURCE BUILD
set -euo pipefail
source=$1
build=$2

mkdir -p "$build"
status=0
for compiler in g++ clang++; do
  if ! command -v "$compiler" >/dev/null; then
    echo "same_bytes: $compiler is not installed"
    [ -z "${EMO3D_REQUIRE_GOLDEN:-}" ] || status=1
    continue
  fi
  for level in -O2 -O3; do
    folder=$build/$compiler$level
    if ! { cmake -S "$source/tests/same_bytes" -B "$folder" -G Ninja -DCMAKE_CXX_COMPILER="$compiler" \
             -DCMAKE_CXX_FLAGS="$level" && cmake --build "$folder"; } >"$folder.log" 2>&1; then
      cat "$folder.log"
      exit 1
    fi
    echo "same_bytes: $compiler $level"
    "$folder/same_bytes" || status=1
  done
done
exit "$status"
