#!/usr/bin/env bash
# Times MediaPipe's own Face Landmarker; see official.mjs. Needs node, npm and Chromium; installs the package (70 MB) on
# first use.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
if [ ! "$here/node_modules" -nt "$here/package-lock.json" ]; then
  npm ci --prefix "$here" --no-audit --no-fund --loglevel=error >&2
  touch "$here/node_modules"
fi
exec node "$here/official.mjs" "$@"
