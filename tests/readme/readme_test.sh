#!/usr/bin/env bash
# Runs every command of the ```sh blocks of README.md and of the documents named below with the given emo3d, in an empty
# folder. The two scripts stand for themselves: CI runs them (this test checks that it does), and they would build inside a test.
# Usage: readme_test.sh SOURCE_DIR EMO3D
set -euo pipefail
source_dir=$1
emo3d=$2

commands=$(awk '/^```sh$/ {inside = 1; next} /^```$/ {inside = 0} inside' "$source_dir/README.md" \
  "$source_dir"/docs/{pictures,face,export,avatars,models}.md)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PATH="$(dirname "$emo3d"):$PATH" EMO3D_DATA="$source_dir/models"
count=0
while IFS= read -r command; do
  case "$command" in
    '' | '#'*) continue ;;
    scripts/test.sh*) grep -q 'scripts/test.sh' "$source_dir/.ci/run" || { echo "CI does not run: $command" >&2; exit 1; } ;;
    scripts/demo.sh*) grep -q 'scripts/demo.sh' "$source_dir/.ci/run" || { echo "CI does not run: $command" >&2; exit 1; } ;;
    *) echo "documents: $command"; bash -euo pipefail -c "$command" ;;
  esac
  count=$((count + 1))
done <<<"$commands"
[ "$count" -ge 40 ] || { echo "only $count commands found in the documents" >&2; exit 1; }
