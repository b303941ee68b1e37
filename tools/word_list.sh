#!/usr/bin/env bash
# Makes emo3d/reading/data/words.txt again: the words of all word lists of the project with how often they stand there.
# Run it after a change to them (a test compares). Usage: tools/word_list.sh [FILE]
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C

out=${1:-emo3d/reading/data/words.txt}
{
  echo "# English words by how often they stand in the word lists of emo3d, for spelling; made by tools/word_list.sh."
  sed -E '/^#/d; s/^\[([A-Z0-9. ]+|[a-z_]+)\]//; s/<[^>]*>//g; s/\{[^}]*\}//g; s/^[A-Z0-9. ]+ \|//' \
    emo3d/reading/data/{lexicon,degrees,actions}.txt emo3d/train/data/*.txt |
    tr 'A-Z' 'a-z' | tr -c "a-z'\n" '\n' | grep -E "^[a-z]{2,}$" | sort | uniq -c | sort -k1,1nr -k2,2 |
    awk '$1 != count { if (count) print ""; count = $1; printf "%d |", count } { printf " %s", $2 } END { print "" }'
} >"$out.part"
mv "$out.part" "$out"
