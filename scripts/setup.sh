#!/usr/bin/env bash
# Installs what emo3d needs from Debian 12 and says what it installs; prints nothing where all is there.
# Usage: scripts/setup.sh [run|test]   run (default): to build and run emo3d; test: also to train and to pass all tests.
set -euo pipefail

run_packages=(g++ cmake ninja-build ccache
  libcli11-dev nlohmann-json3-dev libfmt-dev libdnnl-dev libicu-dev libcld2-dev libsentencepiece-dev libgumbo-dev libpng-dev libjpeg-dev
  libwebp-dev libexif-dev libstb-dev zlib1g-dev
  libarchive-dev libssl-dev libsqlite3-dev libcurl4-openssl-dev ca-certificates libtinygltf-dev libflatbuffers-dev libeigen3-dev
  wamerican-small wbritish-small)  # compiled in, so that only unknown words are taken for mistyped ones
test_packages=(libgtest-dev libgmock-dev libbenchmark-dev librapidcheck-dev libcpp-httplib-dev
  clang clang-format clang-tidy libclang-rt-14-dev ffmpeg
  blender  # opens what emo3d exports
  libopencv-imgproc-dev  # whose sampling landmark imitates
  libtorch-dev libopenblas0-openmp)  # the pthread build of OpenBLAS makes LibTorch's linear layers many times slower

case "${1:-run}" in
  run) packages=("${run_packages[@]}") ;;
  test) packages=("${run_packages[@]}" "${test_packages[@]}") ;;
  *) echo "usage: scripts/setup.sh [run|test]" >&2; exit 2 ;;
esac
command -v npm >/dev/null || packages+=(nodejs npm)

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "setup: need root or sudo to install: ${missing[*]}" >&2; exit 1; }
  as_root=(sudo)
fi
echo "setup: installing ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { "${as_root[@]}" apt-get update && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
       apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 </dev/null; then
  tail -n 20 "$log" >&2
  echo "setup: apt-get failed" >&2
  exit 1
fi
