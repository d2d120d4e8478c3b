#!/usr/bin/env bash
# The openCypher TCK with its runner at hand (shared-tck.sh FOLDER): every scenario, as plans are
# improved, as they are first made, without indexes, and with the graph saved and opened again
# before each query. Prints the table of the first run and the failures of all; figures for the
# ratchet go to the file that KIN_FIGURES names. A failure of a scenario is left to the ratchet to
# judge.
set -euo pipefail
cd "$(dirname "$0")/.."
shared=${1:?usage: scripts/shared-tck.sh FOLDER}
kin=${KIN:-build/kin}
jobs=${JOBS:-2}

if [[ ! -f $shared/tck/runner/run_tck.py ]]; then
  echo "left out: the TCK (no $shared/tck/runner)"
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

run() { # run NAME COMMAND
  python3 "$shared/tck/runner/run_tck.py" --features "$shared/tck/features" \
    --graphs "$shared/tck/graphs" --adapter cli --cmd "$2" --jobs "$jobs" --list-failed \
    --out "$work/$1.json" >"$work/$1.txt"
  grep -E '^(FAIL|outcomes)' "$work/$1.txt" || true
  passed=$(python3 -c 'import json, sys
print(sum(record["exact"] for record in json.load(open(sys.argv[1]))))' "$work/$1.json")
  echo "$1: $passed scenarios pass exactly"
  if [[ -n ${KIN_FIGURES:-} ]]; then echo "$1 $passed" >>"$KIN_FIGURES"; fi
}

run tck-exact "$kin pipe"
grep -E '^\|' "$work/tck-exact.txt"
run tck-exact-unoptimized "$kin pipe --no-optimizer"
run tck-exact-without-indexes "$kin pipe --no-indexes"
run tck-exact-reopened "python3 scripts/reopen-pipe.py $kin"
