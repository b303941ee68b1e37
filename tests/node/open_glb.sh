#!/usr/bin/env bash
# Writes a GLB and the same expression as JSON, and opens both with three.js. Usage: open_glb.sh EMO3D
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1" generate "winks with the left eye and grins broadly" -o "$work/face.glb" -o "$work/face.json" >/dev/null
node "$here/open_glb.mjs" "$work/face.glb" "$work/face.json"
