#!/usr/bin/env bash
# Makes the contact sheets of docs/face.md with the program itself, as WebP of quality 85 (by ffmpeg; lossless ones would be
# ten times as large). Everything that is drawn differently shows here: look at each cell before committing.
# Usage: tools/face_sheets.sh EMO3D [FOLDER]   FOLDER: where to leave the sheets as PNG too
set -euo pipefail
emo3d=$(realpath "$1")
cd "$(dirname "$0")/.."
export EMO3D_DATA=$PWD/models
kept=${2:-}
emotions=models/expressions/emotions.jsonl
everyone=(alex amara kenji ingrid rafael priya omar leo)
lights=(studio soft dramatic rim sunset moonlight flat)
out=docs/images/face
mkdir -p "$out" ${kept:+"$kept"}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# draw NAME EXPRESSIONS OPTION...: $work/NAME.png
draw() {
  "$emo3d" sheet "$2" -o "$work/$1.png" --labels "${@:3}" >/dev/null
}

# beside NAME COLUMN...: $work/NAME.png from $work/COLUMN.png, side by side
beside() {
  local inputs=() name=$1
  shift
  for column in "$@"; do inputs+=(-i "$work/$column.png"); done
  ffmpeg -loglevel error -y "${inputs[@]}" -filter_complex "hstack=inputs=$#" "$work/$name.png"
}

# publish NAME: docs/images/face/NAME.webp from $work/NAME.png
publish() {
  ffmpeg -loglevel error -y -i "$work/$1.png" -c:v libwebp -preset photo -quality 85 "$out/$1.webp"
  [ -z "$kept" ] || cp "$work/$1.png" "$kept/"
  echo "$1.webp: $(stat -c %s "$out/$1.webp") bytes"
}

# as LABEL NAME: the line NAME of emotions.jsonl with another label
as() {
  grep -F "{\"name\": \"$2\"," "$emotions" | sed "s/\"name\": \"$2\"/\"name\": \"$1\"/"
}

for person in "${everyone[@]}"; do
  { as "$person" neutral; as "$person, happy" happy; } >"$work/person.jsonl"
  draw "person_$person" "$work/person.jsonl" --identity "$person" --view front,three-quarter --columns 1 --cell 224
done
beside identities "${everyone[@]/#/person_}"
publish identities

for person in "${everyone[@]}"; do
  as "$person" neutral >"$work/person.jsonl"
  draw "sides_$person" "$work/person.jsonl" --identity "$person" --yaw 90,180 --columns 1 --cell 224
done
beside sides "${everyone[@]/#/sides_}"
publish sides

# Closer than the usual camera: what matters is the face.
close=$work/close.json
echo '{"target": [0, -0.5, 2], "distance_cm": 84, "field_of_view_deg": 15.5}' >"$close"

draw emotions "$emotions" --camera "$close" --yaw 0,35 --columns 7 --cell 256
publish emotions

draw emotions_of_all "$emotions" --identity "$(IFS=,; echo "${everyone[*]}")" --camera "$close" --yaw -12 \
  --columns 14 --cell 144
publish emotions_of_all

# mouthClose closes what jawOpen has opened: alone it shows nothing.
sed -n '/kNames = {/,/};/p' emo3d/face/channel.cpp | grep -o '"[A-Za-z]*"' | while read -r channel; do
  if [ "$channel" = '"mouthClose"' ]; then
    echo '{"name": "mouthClose (jawOpen 1)", "blendshapes": {"jawOpen": 1, "mouthClose": 1}}'
  else
    echo "{\"name\": $channel, \"blendshapes\": {$channel: 1}}"
  fi
done >"$work/channels.jsonl"
[ "$(wc -l <"$work/channels.jsonl")" -eq 52 ] || { echo "face_sheets: no 52 channels in emo3d/face/channel.cpp" >&2; exit 1; }
draw channels "$work/channels.jsonl" --camera "$close" --columns 9 --cell 208
publish channels

for light in "${lights[@]}"; do
  as "$light" happy >"$work/light.jsonl"
  draw "light_$light" "$work/light.jsonl" --view three-quarter --light "$light" --columns 1 --cell 224
done
beside lights "${lights[@]/#/light_}"
publish lights
