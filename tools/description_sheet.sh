#!/usr/bin/env bash
# Draws the contact sheet of docs/model.md: the faces that tools/descriptions.txt describes.
# Usage: tools/description_sheet.sh EMO3D
set -euo pipefail
emo3d=$(realpath "$1")
cd "$(dirname "$0")/.."
mkdir -p docs/images/model
"$emo3d" generate --from tools/descriptions.txt |
  "$emo3d" sheet - -o docs/images/model/descriptions.webp --columns 8 --cell 200 --labels
