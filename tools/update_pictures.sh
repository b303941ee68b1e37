#!/usr/bin/env bash
# Makes every committed picture again after a change in looks: the built-in head (tools/head/author.sh), the pictures that
# tests/golden_renders compares with, those of README.md, the contact sheets of docs/face.md, and what docs/extract.md shows of photos.
# Look at `git diff --stat`, and at the pictures, before you commit them. Needs ffmpeg (scripts/setup.sh test).
# Usage: tools/update_pictures.sh [--keep-head]   --keep-head: models/head/head.bin is right as it is
set -euo pipefail
cd "$(dirname "$0")/.."

case "${1:-}" in
  "") tools/head/author.sh ;;
  --keep-head) ;;
  *) echo "usage: tools/update_pictures.sh [--keep-head]" >&2; exit 2 ;;
esac
scripts/build.sh release emo3d emo3d_golden_renders_test
export EMO3D_DATA=$PWD/models
EMO3D_UPDATE_PICTURES=1 build/release/tests/emo3d_golden_renders_test --gtest_brief=1
tools/readme_pictures.sh build/release/apps/emo3d
tools/face_sheets.sh build/release/apps/emo3d
tools/description_sheet.sh build/release/apps/emo3d
tools/photo_pictures.sh build/release/apps/emo3d
git status --short -- models/head tests/golden_renders docs
