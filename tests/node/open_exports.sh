#!/usr/bin/env bash
# Exports the head in every format and opens it with the Khronos validator, three.js and three-vrm, which must agree on
# every vertex. Usage: open_exports.sh EMO3D
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1" export -o "$work/head.glb"
"$1" export -o "$work/head.vrm"
"$1" export -o "$work/shapes/"
node "$here/open_head.mjs" "$work/head.glb" "$work/shapes"
node "$here/open_vrm.mjs" "$work/head.vrm" "$work/shapes"
