#!/usr/bin/env bash
# Configures a preset of CMakePresets.json where needed and builds it; prints the output only where it fails.
# Usage: scripts/build.sh PRESET [TARGET...]
set -euo pipefail
cd "$(dirname "$0")/.."

preset=$1
shift
targets=()
[ $# -gt 0 ] && targets=(--target "$@")
log=build/$preset.log
mkdir -p build
[ -f "build/$preset/build.ninja" ] || echo "build: making build/$preset, minutes the first time (progress in $log)"
if { [ -f "build/$preset/build.ninja" ] || cmake --preset "$preset"; } >"$log" 2>&1 &&
   cmake --build --preset "$preset" "${targets[@]}" >>"$log" 2>&1; then
  grep -q 'ninja: no work to do' "$log" || echo "build: $preset is ready in build/$preset"
else
  tail -n 60 "$log" >&2
  echo "build: $preset failed; the whole log is in $log" >&2
  exit 1
fi
