#!/usr/bin/env bash
# Installs what is missing, builds emo3d and turns a description into a face, in out/.
# Usage: scripts/demo.sh ["A description of an emotion"]
set -euo pipefail
cd "$(dirname "$0")/.."

text=${1:-An elderly woman, overwhelmed with joy, raises her left eyebrow}
scripts/setup.sh run
scripts/build.sh demo
emo3d=build/demo/apps/emo3d
"$emo3d" models pull use-lite
mkdir -p out
"$emo3d" generate -o out/face.png -o out/face.json -o out/face.csv -o out/face.glb -- "$text"
