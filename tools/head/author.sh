#!/usr/bin/env bash
# Builds emo3d-author-head and makes models/head/head.bin with it.
#   tools/head/author.sh             from the committed tools/head/canonical_face.bin
#   tools/head/author.sh --from-npm  first fetches MediaPipe's package, extracts the mesh again and compares it
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$root/build/author
package=@mediapipe/face_mesh@0.4.1657299874

cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DEMO3D_TESTS=OFF -DEMO3D_BENCH=OFF >/dev/null
cmake --build "$build" --target emo3d-author-head
tool=$build/tools/head/emo3d-author-head

case "${1:-}" in
  "") ;;
  --from-npm)
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    (cd "$scratch" && tar -xzf "$(npm pack --silent "$package")")
    "$tool" extract "$scratch/package/face_mesh_solution_packed_assets.data" --output "$scratch/canonical_face.bin"
    cmp "$scratch/canonical_face.bin" "$root/tools/head/canonical_face.bin"
    echo "canonical_face.bin is what $package holds"
    ;;
  *)
    echo "usage: tools/head/author.sh [--from-npm]" >&2
    exit 2
    ;;
esac

"$tool" build "$root/tools/head/canonical_face.bin" --output "$root/models/head/head.bin"
