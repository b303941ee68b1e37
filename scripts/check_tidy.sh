#!/usr/bin/env bash
# Runs clang-tidy on the project's sources (not its tests) with the compile commands of a clang build.
# Usage: scripts/check_tidy.sh BUILD_DIR
set -euo pipefail
cd "$(dirname "$0")/.."
build_dir=$1
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! git ls-files 'emo3d/*.cpp' 'apps/emo3d/*.cpp' 'tools/*.cpp' | grep -vE '_test\.cpp$|^emo3d/train/|/tinygltf\.cpp$' |
     xargs -P "$(nproc)" -n 4 clang-tidy -p "$build_dir" --quiet >"$log" 2>/dev/null; then
  grep -E '(error|warning):' "$log" | sort -u >&2 || tail -n 20 "$log" >&2
  exit 1
fi
