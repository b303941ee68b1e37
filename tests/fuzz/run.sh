#!/usr/bin/env bash
# Runs every fuzz target of a build for a number of seconds, all at once; fails where one finds a fault.
# Usage: run.sh BUILD_DIR [SECONDS]
set -euo pipefail
build_dir=$1
seconds=${2:-60}
here=$(cd "$(dirname "$0")" && pwd)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pids=()
shopt -s nullglob
names=()
for target in "$build_dir"/tests/fuzz/*_fuzz; do
  name=$(basename "$target" _fuzz)
  mkdir -p "$work/$name"
  "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -artifact_prefix="$work/$name-" \
    "$work/$name" "$here/corpus/$name" >"$work/$name.log" 2>&1 &
  pids+=($!)
  names+=("$name")
done
[ ${#pids[@]} -gt 0 ] || { echo "fuzz: no targets in $build_dir" >&2; exit 1; }
status=0
for i in "${!pids[@]}"; do
  if wait "${pids[$i]}"; then
    echo "fuzz: ${names[$i]}: $(grep -oE 'Done [0-9]+ runs' "$work/${names[$i]}.log") in $seconds s"
  else
    status=1
    tail -n 40 "$work/${names[$i]}.log" >&2
    for artifact in "$work/${names[$i]}"-*; do echo "fuzz: $artifact: $(base64 -w0 "$artifact")" >&2; done
  fi
done
exit $status
