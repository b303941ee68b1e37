#!/usr/bin/env bash
# Runs every command of the ```sh blocks of README.md and of the documents named below with the given emo3d, in an empty
# folder. The two scripts stand for themselves: CI runs them (this test checks that it does), and they would build inside a test.
# Commands for photos and encoders run where the golden photos and models are (EMO3D_GOLDEN, else ../shared/golden beside the
# source); a tiny CLIP stands for the real one.
# Usage: readme_test.sh SOURCE_DIR EMO3D
set -euo pipefail
source_dir=$1
emo3d=$2

commands=$(awk '/^```sh$/ {inside = 1; next} /^```$/ {inside = 0} inside' "$source_dir/README.md" \
  "$source_dir"/docs/{pictures,face,export,avatars,extract,encoders,models}.md)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PATH="$(dirname "$emo3d"):$PATH" EMO3D_DATA="$source_dir/models"
golden=${EMO3D_GOLDEN:-$source_dir/../shared/golden}/mediapipe
if [ -d "$golden" ]; then
  cp "$golden/images/astronaut.png" photo.jpg  # read by its contents
  mkdir photos
  cp "$golden"/images/{photo_two,hopper,noface_cat}.png photos/
  language_model=$(emo3d models path use-lite)
  mkdir -p home/models
  ln -s "$language_model" home/models/use-lite
  export EMO3D_HOME=$work/home
  emo3d models pull face-landmarker --from "$golden/models/face_landmarker.task" >/dev/null
  emo3d models pull clip-vit-base-patch32 --from "$golden/../clip-tiny" >/dev/null
fi
count=0
while IFS= read -r command; do
  case "$command" in
    '' | '#'*) continue ;;
    scripts/test.sh*) grep -q 'scripts/test.sh' "$source_dir/.ci/run" || { echo "CI does not run: $command" >&2; exit 1; } ;;
    scripts/demo.sh*) grep -q 'scripts/demo.sh' "$source_dir/.ci/run" || { echo "CI does not run: $command" >&2; exit 1; } ;;
    *'emo3d extract'* | *'emo3d embed'* | 'emo3d similarity'* | 'emo3d models pull clip-vit-base-patch32' | \
      'emo3d models pull face-landmarker' | 'emo3d render face.json'* | \
      'emo3d sheet faces.jsonl -o sheet.png --labels')
      [ -d "$golden" ] || { echo "documents: skipped, no golden photos: $command"; continue; }
      echo "documents: $command"
      bash -euo pipefail -c "$command"
      ;;
    *) echo "documents: $command"; bash -euo pipefail -c "$command" ;;
  esac
  count=$((count + 1))
done <<<"$commands"
[ "$count" -ge 40 ] || { echo "only $count commands found in the documents" >&2; exit 1; }
