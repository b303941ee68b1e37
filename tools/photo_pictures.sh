#!/usr/bin/env bash
# Makes the pictures of docs/extract.md with the program itself, as WebP of quality 85 (by ffmpeg): two photos in the public
# domain, which lie beside the clone (../shared/golden, or EMO3D_GOLDEN), with what is found in them.
# Usage: tools/photo_pictures.sh EMO3D
set -euo pipefail
emo3d=$(realpath "$1")
cd "$(dirname "$0")/.."
export EMO3D_DATA=$PWD/models
golden=$(realpath "${EMO3D_GOLDEN:-../shared/golden}")/mediapipe
out=docs/images/extract
mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# photo NAME CROP PERSON: $work/NAME_overlay.png and $work/NAME_beside.png
photo() {
  ffmpeg -loglevel error -y -i "$golden/images/$1.png" -vf "crop=$2,scale=800:800:flags=lanczos" "$work/$1.png"
  "$emo3d" extract "$work/$1.png" --task "$golden/models/face_landmarker.task" -o "$work/$1.json" --size 512 \
    --overlay "$work/$1_overlay.png" --render "$work/$1_beside.png" --identity "$3"
}

# publish NAME STACK: $out/NAME.webp, the pictures of both photos beside (hstack) or below each other (vstack)
publish() {
  ffmpeg -loglevel error -y -i "$work/astronaut_$1.png" -i "$work/hopper_$1.png" -filter_complex "$2=inputs=2" \
    -c:v libwebp -preset photo -quality 85 "$out/$1.webp"
  echo "$1.webp: $(stat -c %s "$out/$1.webp") bytes"
}

photo astronaut 200:200:124:10 amara
photo hopper 360:360:80:60 ingrid
publish overlay hstack
publish beside vstack
