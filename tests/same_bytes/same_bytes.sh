#!/usr/bin/env bash
# Builds the renderer with each compiler and optimisation level, draws the scenes of tests/golden_renders with each program,
# with one of them also as libm computes on older processors, and fails unless all draw the same bytes. That these are the
# right ones is for tests/golden_renders to say. A compiler that is not installed is left out, but not in CI.
# Usage: tests/same_bytes/same_bytes.sh SOURCE BUILD
set -euo pipefail
source=$1
build=$2

mkdir -p "$build"
status=0
first=
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
    "$folder/same_bytes" >"$folder.pictures"
    echo "same_bytes: $compiler $level: $(wc -l <"$folder.pictures") pictures"
    if [ -z "$first" ]; then
      first=$folder.pictures
      # As on a processor without fused multiply-add: there libm computes sin, exp and pow by other instructions.
      GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-AVX2 "$folder/same_bytes" >"$folder.without_fma.pictures"
      if ! diff "$first" "$folder.without_fma.pictures"; then
        echo "same_bytes: libm without fused multiply-add gives other bytes"
        status=1
      fi
    elif ! diff "$first" "$folder.pictures"; then
      echo "same_bytes: $compiler $level draws other bytes than $(basename "$first" .pictures)"
      status=1
    fi
  done
done
exit "$status"
