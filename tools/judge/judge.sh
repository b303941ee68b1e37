#!/usr/bin/env bash
# Draws a half of the set and shows it to the judge. Needs node and npm; installs the judge (330 MB) on first use.
# Usage: tools/judge/judge.sh tuning|reported [--identity NAME]... [--expressions FILE.jsonl]
#                             [--renderer EMO3D_RENDER_SET] [--keep FOLDER] [--json | --report]
# Without --identity: those of halves.json for tuning, all built-in ones for reported. --report prints Markdown.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
usage() { sed -n '3,5s/^# //p' "$0" >&2; exit 2; }

half=${1:-}
case "$half" in tuning | reported) shift ;; *) usage ;; esac
identities=() renderer="" keep="" format=--text
expressions=$root/models/expressions/emotions.jsonl
while [ $# -gt 0 ]; do
  case "$1" in
    --json) format=--json; shift; continue ;;
    --report) format=--markdown; shift; continue ;;
    --identity | --expressions | --renderer | --keep) [ $# -ge 2 ] || usage ;;
    *) usage ;;
  esac
  case "$1" in
    --identity) identities+=(--identity "$2") ;;
    --expressions) expressions=$2 ;;
    --renderer) renderer=$2 ;;
    --keep) keep=$2 ;;
  esac
  shift 2
done

if [ ! "$here/node_modules" -nt "$here/package-lock.json" ]; then
  npm ci --prefix "$here" --no-audit --no-fund --loglevel=error >&2
  touch "$here/node_modules"
fi
if [ -z "$renderer" ]; then
  cmake -S "$root" -B "$root/build/judge" -G Ninja -DCMAKE_BUILD_TYPE=Release -DEMO3D_TESTS=OFF -DEMO3D_BENCH=OFF >&2
  cmake --build "$root/build/judge" --target emo3d-render-set >&2
  renderer=$root/build/judge/tools/judge/emo3d-render-set
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pictures=${keep:-$work/pictures}
read -ra yaws <<<"$(node -p "require('$here/halves.json').$half.yaws_deg.map((y) => '--yaw ' + y).join(' ')")"
if [ ${#identities[@]} -eq 0 ]; then  # the renderer draws all where none is named
  read -ra identities <<<"$(node -p "(require('$here/halves.json').$half.identities ?? []).map((i) => '--identity ' + i).join(' ')")"
fi
"$renderer" "$expressions" "${identities[@]}" "${yaws[@]}" --output "$pictures" >&2
node "$here/judge.mjs" "$pictures" >"$work/judgements.json"
node "$here/report.mjs" "$work/judgements.json" "$half" "$format"
