#!/usr/bin/env bash
# Makes the pictures of README.md with the program itself: a description for each emotion, the demo's, and one on all persons
# (WebP of quality 85, by ffmpeg).
# Usage: tools/readme_pictures.sh EMO3D
set -euo pipefail
emo3d=$1
out=$(cd "$(dirname "$0")/.." && pwd)/docs/images
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# picture FILE PERSON TEXT OPTION...
picture() {
  "$emo3d" generate "$3" --identity "$2" -o "$1" "${@:4}" >/dev/null
  echo "$(basename "$1"): $2: $3"
}
picture "$out/neutral.png" alex "A man with a calm, neutral, expressionless face" --size 384
picture "$out/happiness.png" amara "A young woman beaming with joy" --size 384
picture "$out/surprise.png" rafael "A man completely astonished, his jaw dropped" --size 384
picture "$out/sadness.png" priya "A woman in deep sorrow, on the verge of tears" --size 384
picture "$out/anger.png" omar "An old man who is utterly furious" --size 384
picture "$out/disgust.png" kenji "A man revolted by the smell of rotten fish" --size 384
picture "$out/fear.png" leo "A boy terrified by a noise in the dark" --size 384
picture "$out/contempt.png" ingrid "A lady looking down on him with utter contempt" --size 384
picture "$out/demo.png" alex "An elderly woman, overwhelmed with joy, raises her left eyebrow" --size 384  # as scripts/demo.sh

columns=()
for person in alex amara kenji ingrid rafael priya omar leo; do
  picture "$work/$person.png" "$person" "A broad grin and a wink with the right eye" --size 192
  columns+=(-i "$work/$person.png")
done
ffmpeg -loglevel error -y "${columns[@]}" -filter_complex "hstack=inputs=8" -c:v libwebp -preset photo -quality 85 \
  "$out/persons.webp"
