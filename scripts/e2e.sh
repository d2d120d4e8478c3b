#!/usr/bin/env bash
# Runs the built program as a user would: e2e.sh [PROGRAM], by default the release build. Checks
# exit codes and what stands on the two outputs; works in a folder of its own and removes it.
set -euo pipefail
cd "$(dirname "$0")/.."
kin=$(realpath "${1:-.build/release/kin}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# check NAME EXPECTED_EXIT_CODE COMMAND...: runs it, keeps its outputs in $work/out and $work/err.
check() {
  local name=$1 expected=$2 code=0
  shift 2
  "$@" >"$work/out" 2>"$work/err" </dev/null || code=$?
  if [[ $code == "$expected" ]]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf 'FAILED: %s: exit code %s instead of %s\n' "$name" "$code" "$expected"
    sed 's/^/  | /' "$work/out" "$work/err"
  fi
}

# holds NAME PATTERN: the data output of the last check has a line that matches.
holds() {
  if grep -qE -- "$2" "$work/out"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf 'FAILED: %s: no line matches %s\n' "$1" "$2"
    sed 's/^/  | /' "$work/out"
  fi
}

if [[ -n $("$kin" version --json 2>"$work/err" || true) ]]; then
  check "version" 0 "$kin" version --json
  holds "version is JSON" '^\{.*"version".*\}$'
  check "help" 0 "$kin" help
  holds "help names import" 'import'
  check "unknown command" 2 "$kin" no-such-command
  check "missing file" 4 "$kin" stats "$work/none.kin"
else
  echo "left out: the commands (this build has none)"
  check "start" 0 "$kin"
fi

echo "$passed passed, $failed failed"
((failed == 0))
