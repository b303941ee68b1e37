#!/usr/bin/env bash
# Exports the head as GLB and as OBJ files and lets Blender compare them. Without Blender the test is skipped (exit code
# 77), inside CI (EMO3D_REQUIRE_GOLDEN) it fails. Usage: compare_shapes.sh EMO3D
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
if ! command -v blender >/dev/null; then
  echo "blender is not installed (apt-get install blender)" >&2
  [ -z "${EMO3D_REQUIRE_GOLDEN:-}" ] || exit 1
  exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1" export -o "$work/head.glb"
"$1" export -o "$work/shapes/"
export HOME=$work  # Blender reads and writes settings below it
blender --background --factory-startup --python-exit-code 1 --python "$here/compare_shapes.py" -- \
        "$work/head.glb" "$work/shapes"
