#!/usr/bin/env bash
# Makes the pictures of README.md with the program itself: neutral, the other seven emotions, and the demo's description.
# Usage: tools/readme_pictures.sh EMO3D
set -euo pipefail
emo3d=$1
out=$(cd "$(dirname "$0")/.." && pwd)/docs/images

declare -A texts=(
  [neutral]="A man with a calm, neutral, expressionless face"
  [happiness]="A young woman beaming with joy"
  [surprise]="A man completely astonished, his jaw dropped"
  [sadness]="A woman in deep sorrow, on the verge of tears"
  [anger]="An old man who is utterly furious"
  [disgust]="A boy revolted by the smell of rotten fish"
  [fear]="A girl terrified by a noise in the dark"
  [contempt]="A lady looking down on him with utter contempt"
  [demo]="An elderly woman, overwhelmed with joy, raises her left eyebrow"
)
for name in "${!texts[@]}"; do
  "$emo3d" generate "${texts[$name]}" --size 384 -o "$out/$name.png" >/dev/null
  echo "$name: ${texts[$name]}"
done
