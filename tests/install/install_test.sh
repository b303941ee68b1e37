#!/usr/bin/env bash
# Installs a build into an empty prefix, builds examples/generate against it with find_package, and runs both programs
# without EMO3D_DATA: the installed data must be found.
# Usage: install_test.sh SOURCE_DIR BUILD_DIR
set -euo pipefail
source_dir=$1
build_dir=$2

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cmake --install "$build_dir" --prefix "$work/prefix" >"$work/install.log"
cmake -S "$source_dir/examples/generate" -B "$work/build" -G Ninja -DCMAKE_PREFIX_PATH="$work/prefix" \
      -DCMAKE_BUILD_TYPE=Release >"$work/configure.log"
cmake --build "$work/build"

unset EMO3D_DATA
mv "$work/prefix" "$work/moved"  # the installation can be moved
"$work/moved/bin/emo3d" generate "a broad happy smile" -o "$work/face.json" >/dev/null
grep -q '"mouthSmileLeft"' "$work/face.json"
EMO3D_DATA=$work/moved/share/emo3d "$work/build/describe" "a broad happy smile" "$work/face.csv" | grep '^mouthSmileLeft '
head -n 1 "$work/face.csv" | grep -q '^Timecode,BlendShapeCount,EyeBlinkLeft,'
